"""What is counted of the use of help, and what the counts tell; counts are of days and never of people.

Source: project proposal.
"""

from dataclasses import dataclass
from enum import StrEnum


class HelpEventKind(StrEnum):
    """What happened."""

    SHOWN = "shown"
    """A topic was opened."""
    NOT_IT = "not-it"
    """The person said that another matter was meant."""
    ASKED_UNKNOWN = "asked-unknown"
    """Nothing was found for what was typed."""
    STEP = "step"
    """A step was shown."""
    SOLVED = "solved"
    """The person said that it works; with the step after which, if it was one."""
    UNSOLVED = "unsolved"
    """The person said that the step did not help."""
    END = "end"
    """The dialogue closed with something else than "solved": somebody or something else has to go on."""


@dataclass(frozen=True)
class HelpEvent:
    """One thing that happened; ``step`` 0 where it is about none."""

    kind: HelpEventKind
    topic: str = ""
    page: str = ""
    step: int = 0
