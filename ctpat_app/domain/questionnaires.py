"""What a company writes down about a questionnaire that it puts together, and how long answering it takes."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Final

from ctpat_app.domain.errors import InvalidValue
from ctpat_app.domain.form_faults import FaultCollector
from ctpat_app.domain.texts import clean_line, clean_text

MAX_NAME: Final = 200
MAX_INTRODUCTION: Final = 4000
_MINUTES_EACH: Final = 6
"""For reading a statement, asking a colleague and writing a few sentences: a project proposal, not measured."""
_ROUNDED_TO: Final = 5


@dataclass(frozen=True)
class Plan:
    """A questionnaire as it is written down; ``criteria`` are ids in the order of the library."""

    name: str
    introduction: str = ""
    business_type: str = ""
    criteria: tuple[str, ...] = ()


def read_questionnaire(plan: Plan, *, criteria: Collection[str], business_types: Collection[str]) -> Plan:
    """Return ``plan`` as it is stored; criteria that the content does not know any more fall away.

    Args:
        plan: as typed and ticked.
        criteria: ids that can be asked, in their order.
        business_types: ids that can be named.

    Raises:
        FormFaults: ``questionnaire.name-missing``, ``questionnaire.nothing-ticked``, ``questionnaire.type-unknown``,
            ``text.…``.
    """
    faults = FaultCollector()
    name = introduction = ""
    try:
        name = clean_line(plan.name, MAX_NAME)
    except InvalidValue as refusal:
        faults.note("name", refusal)
    else:
        if not name:
            faults.add("name", "questionnaire.name-missing")
    try:
        introduction = clean_text(plan.introduction, MAX_INTRODUCTION)
    except InvalidValue as refusal:
        faults.note("introduction", refusal)
    if plan.business_type and plan.business_type not in business_types:
        faults.add("business_type", "questionnaire.type-unknown")
    ticked = tuple(each for each in criteria if each in set(plan.criteria))
    if not ticked:
        faults.add("form", "questionnaire.nothing-ticked")
    faults.refuse()
    return replace(plan, name=name, introduction=introduction, criteria=ticked)


def minutes_for(count: int) -> int:
    """Return about how many minutes ``count`` statements take to answer, rounded up to five."""
    return -(-count * _MINUTES_EACH // _ROUNDED_TO) * _ROUNDED_TO
