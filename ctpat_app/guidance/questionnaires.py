"""Which criteria a questionnaire for a partner asks: by what the partner is, and by how much could go wrong with it.

That a high risk is asked everything, a medium one the musts and a low one a short core is a project proposal; the
criteria only say that partners are checked by risk (Minimum Security Criteria 3.1, 3.5 and 3.7).
"""

from ctpat_app.domain.partners import Risk
from ctpat_app.guidance.records import Library
from ctpat_app.guidance.schema import Criterion


def level_in(criterion: Criterion, business_type: str) -> str:
    """Return ``must`` or ``should``: for ``business_type``, or where it names none the strictest of all types."""
    levels = {criterion.level[business_type]} if business_type in criterion.level else set(criterion.level.values())
    return "must" if "must" in levels else "should"


def criteria_for(library: Library, business_type: str = "") -> tuple[str, ...]:
    """Return the criteria that ask something of a partner of ``business_type``, or of any, in their order."""
    return tuple(each.id for each in library.criteria.values() if not business_type or business_type in each.level)


def criteria_by_risk(library: Library, business_type: str, risk: Risk) -> tuple[str, ...]:
    """Return what a partner of this type and risk is asked.

    High: each must and should. Medium: the musts. Low: the first must of each category.
    """
    asked = criteria_for(library, business_type)
    if risk is Risk.HIGH:
        return asked
    musts = tuple(key for key in asked if level_in(library.criteria[key], business_type) == "must")
    if risk is Risk.MEDIUM:
        return musts
    first: dict[str, str] = {}
    for key in musts:
        first.setdefault(library.criteria[key].category, key)
    return tuple(first.values())
