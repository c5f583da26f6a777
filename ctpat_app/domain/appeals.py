"""Appeals against a decision, and answers to its letter: what they say, and until when they can be sent.

Source: 6 U.S.C. 967(c) for the days; a consultancy page for the contents; the states are a project proposal.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from ctpat_app.domain.form_faults import FaultCollector
from ctpat_app.domain.standing import read_text

MAX_ANSWER: Final = 10_000
APPEAL_DECISION: Final = timedelta(days=180)
"""From the filing of an appeal to the decision about it. Source: 6 U.S.C. 967(c)."""
_WEST: Final = timedelta(hours=12)


class AppealState(StrEnum):
    """Where an appeal stands; stored, never renamed."""

    OPEN = "open-to-file"
    FILED = "filed"
    UNDER_REVIEW = "under-review"
    UPHELD = "upheld"
    """The decision stays."""
    REVERSED = "reversed"
    LAPSED = "lapsed"


WAITING: Final = frozenset({AppealState.FILED, AppealState.UNDER_REVIEW})


def appeal_decision_due(filed_on: date) -> date:
    """Return the day by which an appeal that was filed on ``filed_on`` is to be decided."""
    return filed_on + APPEAL_DECISION


def is_in_time(moment: datetime, due: date) -> bool:
    """Whether it is still the day ``due``, or before it, anywhere on earth: nobody is late by their time zone."""
    return (moment - _WEST).date() <= due


@dataclass(frozen=True)
class AppealTexts:
    """What happened, how it was remedied, and how the company will comply. Source: consultancy page."""

    happened: str = ""
    remedied: str = ""
    comply: str = ""


def read_appeal(texts: AppealTexts, *, to_file: bool) -> AppealTexts:
    """Return the texts as they are stored; filing asks for all three.

    Raises:
        FormFaults: ``appeal.empty``, ``text.…``.
    """
    faults = FaultCollector()
    read = {
        name: read_text(name, getattr(texts, name), faults, MAX_ANSWER) for name in ("happened", "remedied", "comply")
    }
    for name, text in read.items():
        if to_file and not text:
            faults.add(name, "appeal.empty")
    faults.refuse()
    return AppealTexts(**read)


def read_answer(text: str, *, to_send: bool) -> str:
    """Return the answer to a letter as it is stored; sending asks for one.

    Raises:
        FormFaults: ``letter.answer-empty``, ``text.…``.
    """
    faults = FaultCollector()
    stored = read_text("text", text, faults, MAX_ANSWER)
    if to_send and not stored:
        faults.add("text", "letter.answer-empty")
    faults.refuse()
    return stored
