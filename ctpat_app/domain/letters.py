"""The letter that tells a company what headquarters decided: in its language, and in English beside it."""

import json
from dataclasses import asdict, dataclass
from datetime import date

from ctpat_app.domain.standing import Decision, Ground


@dataclass(frozen=True)
class LetterFacts:
    """What a letter is written from; ``language`` is that of the company."""

    decision: Decision
    ground: Ground | None
    company: str
    reason: str
    language: str
    day: date
    answer_by: date | None = None
    appeal_by: date | None = None
    after_appeal: bool = False
    """Whether an appeal reversed the suspension."""


@dataclass(frozen=True)
class Letter:
    """A letter as it was issued; ``english`` and ``paragraphs`` say the same."""

    language: str
    title: str
    paragraphs: tuple[str, ...]
    english_title: str
    english: tuple[str, ...]

    def as_text(self) -> str:
        """Return the letter as it is stored."""
        return json.dumps(asdict(self), ensure_ascii=False)


def letter_in(stored: str) -> Letter | None:
    """Return a letter as it was stored; None where none was issued."""
    if not stored:
        return None
    found = json.loads(stored)
    return Letter(
        found["language"], found["title"], tuple(found["paragraphs"]), found["english_title"], tuple(found["english"])
    )
