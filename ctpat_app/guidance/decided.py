"""Under which keys staff decide about a profile that was sent: each statement, and every other step as a whole."""

from typing import Final

from ctpat_app.guidance.flow import Situation
from ctpat_app.guidance.questions import CRITERION
from ctpat_app.guidance.schema import Step

PART: Final = "part."
"""Before the id of a step, in the key of a decision about that step as a whole."""


def is_part(step: Step) -> bool:
    """Return whether the step is decided as a whole; the security profile is decided statement by statement."""
    return not (step.for_each and step.for_each.records == "criteria")


def statement_keys(situation: Situation) -> tuple[str, ...]:
    """Return the keys under which statements are decided, in the order of the profile."""
    return tuple(CRITERION + item.criterion.id for item in situation.criteria)


def part_keys(situation: Situation) -> tuple[str, ...]:
    """Return the keys under which the other parts are decided, in the order of the form."""
    return tuple(PART + step.id for step in situation.path if is_part(step))
