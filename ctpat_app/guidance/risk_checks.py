"""What is wrong or missing between the answers of a risk assessment; gaps in what it covers are told, not refused."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping

from ctpat_app.domain.risk import MEDIUM, names_a_date, reviewed_in_time
from ctpat_app.guidance.path import Path
from ctpat_app.guidance.problems import Problem
from ctpat_app.guidance.risk import Assessment, day_of, method_of, name_of_risk, read_assessment
from ctpat_app.guidance.risk_fill import groups_lacking
from ctpat_app.guidance.schema import Step

Rule = Callable[[Path, Step], Iterator[Problem]]


def _of_map(now: Path, step: Step) -> Iterator[Problem]:
    """Every lane has legs, in an order that is clear; an unknown party is told."""
    found = read_assessment(now.book)
    for lane in found.lanes:
        if lane.name and not found.legs_of(lane):
            yield Problem("risk.lane-without-legs", step.id, "legs", missing=True, params=(("lane", lane.name),))
    numbers = Counter((leg.lane, leg.number) for leg in found.legs if leg.number)
    for leg in found.legs:
        if numbers[leg.lane, leg.number] > 1:
            yield Problem("risk.leg-number-twice", step.id, "leg_number", leg.row)
        if leg.contracted == "unknown":
            yield Problem("risk.partner-unknown", step.id, "leg_contracted", leg.row, "warning", missing=True)


def _of_threats(now: Path, step: Step) -> Iterator[Problem]:
    """A rating of medium or high names a dated source and says why; each country is rated for each factor."""
    found = read_assessment(now.book)
    pairs = Counter((each.place, each.factor) for each in found.threats if each.place and each.factor)
    for threat in found.threats:
        if pairs[threat.place, threat.factor] > 1:
            yield Problem("risk.threat-twice", step.id, "threat_factor", threat.row)
        if threat.rating >= MEDIUM:
            if not names_a_date(threat.source):
                yield Problem("risk.source-undated", step.id, "threat_source", threat.row, missing=not threat.source)
            if not threat.reason:
                yield Problem("risk.reason-missing", step.id, "threat_reason", threat.row, missing=True)
    yield from _gaps(now, step, found)


def _of_weak_points(now: Path, step: Step) -> Iterator[Problem]:
    """A rating of medium or high names a finding; each partner is rated for each category that applies."""
    found = read_assessment(now.book)
    pairs = Counter((each.leg, each.category) for each in found.weak_points if each.leg and each.category)
    for weak in found.weak_points:
        if pairs[weak.leg, weak.category] > 1 and not weak.criterion:
            yield Problem("risk.weak-point-twice", step.id, "weak_category", weak.row)
        if weak.criterion and weak.criterion not in now.library.criteria:
            yield Problem("risk.criterion-unknown", step.id, "weak_criterion", weak.row)
        if weak.rating >= MEDIUM and not weak.finding:
            yield Problem("risk.finding-missing", step.id, "weak_finding", weak.row, missing=True)
    yield from _gaps(now, step, found)


def _of_actions(now: Path, step: Step) -> Iterator[Problem]:
    """A high risk has an action, a late one a note, a closed one proof and somebody who looked."""
    found = read_assessment(now.book)
    for action in found.actions:
        if action.closed_on:
            if not action.proof:
                yield Problem("risk.proof-missing", step.id, "action_proof", action.row, missing=True)
            if not action.verified_by:
                yield Problem("risk.verifier-missing", step.id, "action_verified", action.row, missing=True)
        elif action.due and action.due < now.today and not action.note:
            yield Problem("risk.action-late", step.id, "action_note", action.row)
    planned = {action.risk for action in found.actions}
    for risk in found.risks(method_of(now.library)):
        need = risk.band.needs_action if risk.band else None
        if need and risk.weak_point.row not in planned:
            names = (("risk", name_of_risk(now.library, found, risk)),)
            if need == "must":
                yield Problem("risk.action-missing", step.id, "actions", missing=True, params=names)
            else:
                yield Problem("risk.action-advised", step.id, "actions", level="warning", params=names)


def _of_method(now: Path, step: Step) -> Iterator[Problem]:
    """The next review comes within twelve months."""
    assessed, following = (day_of(now.book.text(key)) for key in ("assessed_on", "next_review"))
    if assessed and following and not reviewed_in_time(assessed, following):
        yield Problem("risk.review-not-in-time", step.id, "next_review")


def _gaps(now: Path, step: Step, found: Assessment) -> Iterator[Problem]:
    assert step.list is not None
    for group in groups_lacking(now.library, step.list.fill or "", found):
        yield Problem(
            f"risk.lacking-{group.what}", step.id, step.list.id, level="warning", missing=True, params=group.params
        )


RISK_RULES: Mapping[str, Rule] = {
    "risk-map": _of_map,
    "risk-threats": _of_threats,
    "risk-weak-points": _of_weak_points,
    "risk-actions": _of_actions,
    "risk-method": _of_method,
}
"""By ``Step.rules``."""
