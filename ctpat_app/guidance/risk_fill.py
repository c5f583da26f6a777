"""What a list of the risk assessment still lacks, in groups that are added with one press."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from ctpat_app.guidance.problems import Param
from ctpat_app.guidance.records import Library
from ctpat_app.guidance.risk import Assessment, categories_for, method_of, name_of_leg
from ctpat_app.guidance.texts import Ref

Values = tuple[tuple[str, str], ...]
"""What a new row holds from the start: pairs of field and value."""


@dataclass(frozen=True)
class Group:
    """Rows that belong together; ``what`` names the messages about them, ``params`` fill these."""

    id: str
    what: str
    params: tuple[tuple[str, Param], ...]
    rows: tuple[Values, ...]


def _threats(library: Library, assessment: Assessment) -> Iterator[Group]:
    """Every country of the lanes needs a rating for every factor."""
    rated = {(threat.place, threat.factor) for threat in assessment.threats}
    for country in assessment.countries:
        lacking = [each.id for each in method_of(library).factors if (country, each.id) not in rated]
        rows = tuple((("threat_place", country), ("threat_factor", factor)) for factor in lacking)
        yield Group(country, "threats", (("place", Ref(country, country=country)), ("count", len(rows))), rows)


def _weak_points(library: Library, assessment: Assessment) -> Iterator[Group]:
    """Every partner needs a rating for every category that has criteria for its role."""
    rated = {(weak.leg, weak.category) for weak in assessment.weak_points}
    for leg in assessment.legs:
        lacking = [key for key in categories_for(library, leg) if (leg.row, key) not in rated]
        rows = tuple((("weak_leg", leg.row), ("weak_category", category)) for category in lacking)
        yield Group(leg.row, "weak-points", (("leg", name_of_leg(assessment, leg)), ("count", len(rows))), rows)


def _actions(library: Library, assessment: Assessment) -> Iterator[Group]:
    """Every risk that calls for an action gets one."""
    planned = {action.risk for action in assessment.actions}
    open_risks = [
        risk.weak_point.row
        for risk in assessment.risks(method_of(library))
        if risk.band and risk.band.needs_action and risk.weak_point.row not in planned
    ]
    yield Group("all", "actions", (("count", len(open_risks)),), tuple((("action_risk", row),) for row in open_risks))


_FILLS: Mapping[str, Callable[[Library, Assessment], Iterator[Group]]] = {
    "threats": _threats,
    "weak-points": _weak_points,
    "actions": _actions,
}


def groups_lacking(library: Library, fill: str, assessment: Assessment) -> tuple[Group, ...]:
    """Return the groups of rows that are not there yet, for what ``RowList.fill`` names."""
    return tuple(group for group in _FILLS[fill](library, assessment) if group.rows)
