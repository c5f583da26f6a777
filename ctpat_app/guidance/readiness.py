"""How ready a security profile is, in points that each can be explained: the project's own measure, no official score.

Each statement has 100 points: 50 for an answer, 30 for its substance, 20 for its evidence. A must weighs three times as
much as a should. Every point that is missing has a reason. Source: project proposal; the program publishes no score.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

from ctpat_app.guidance.answers import AnswerBook
from ctpat_app.guidance.eligibility import AskedCriterion
from ctpat_app.guidance.flow import applies, is_answered
from ctpat_app.guidance.reviewer import Finding

FULL: Final = 100
ANSWER: Final = 50
SUBSTANCE: Final = 30
EVIDENCE: Final = 20
LACKING: Final = 10
"""For one point that the answer does not tell: who, how often, which record, what when something is wrong."""
WEIGHT: Final = {"must": 3, "should": 1}

UNCONFIRMED: Final = "unconfirmed"
EXPIRED: Final = "expired-evidence"
UNREADABLE: Final = "unreadable-evidence"
"""Reasons that the reviewer does not know: its own codes are the others."""


class GapKind(StrEnum):
    """What there is to do about a gap; stands in addresses, never renamed."""

    ANSWER = "answer"
    SUBSTANCE = "substance"
    EVIDENCE = "evidence"


_NO_ANSWER: Final = frozenset({"empty", "placeholder", UNCONFIRMED})
_OF_EVIDENCE: Final = {
    "missing-evidence": EVIDENCE,
    "outdated-evidence": LACKING,
    "wrong-section-evidence": LACKING,
    EXPIRED: LACKING,
    UNREADABLE: LACKING,
}


@dataclass(frozen=True)
class Judged:
    """A finding about one answer; one that somebody dismissed with a reason costs nothing."""

    finding: Finding
    dismissed: bool = False


@dataclass(frozen=True)
class FileFacts:
    """What counts of a file beside an answer."""

    name: str
    valid_until: date | None = None
    readable: bool = True


@dataclass(frozen=True)
class Gap:
    """Why points are missing at one statement; ``weighed`` is what it costs the whole."""

    criterion: str
    category: str
    level: str
    kind: GapKind
    finding: Finding
    points: int

    @property
    def weighed(self) -> int:
        """Points times the weight of the statement."""
        return self.points * WEIGHT[self.level]


@dataclass(frozen=True)
class CriterionScore:
    """One statement with its points of 100 and what is missing to them."""

    criterion: str
    category: str
    level: str
    points: int
    gaps: tuple[Gap, ...] = ()


@dataclass(frozen=True)
class Readiness:
    """The whole profile: each statement in the order of the library."""

    criteria: tuple[CriterionScore, ...] = ()

    @property
    def points(self) -> int:
        """Of 100, rounded down: full only when nothing is missing."""
        return _mean(self.criteria)

    @property
    def by_category(self) -> Mapping[str, int]:
        """Points of 100 by category, in the order of the library."""
        keys = dict.fromkeys(item.category for item in self.criteria)
        return {key: _mean([item for item in self.criteria if item.category == key]) for key in keys}

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """What is missing: what costs the whole most comes first."""
        found = [gap for item in self.criteria for gap in item.gaps]
        return tuple(sorted(found, key=lambda gap: -gap.weighed))


@dataclass(frozen=True)
class Looked:
    """What readiness is computed from: the asked statements with their answers, findings and files."""

    asked: Sequence[AskedCriterion]
    book: AnswerBook
    findings: Mapping[str, Sequence[Judged]]
    files: Mapping[str, Sequence[FileFacts]] = field(default_factory=dict)
    """By criterion."""


def readiness_of(looked: Looked, *, today: date) -> Readiness:
    """Return how ready the profile is, with a reason for each point that is missing."""
    return Readiness(tuple(_score(item, looked, today) for item in looked.asked))


def _score(item: AskedCriterion, looked: Looked, today: date) -> CriterionScore:
    key = item.criterion.id
    open_findings = [each.finding for each in looked.findings.get(key, ()) if not each.dismissed]
    gaps = tuple(_gaps(item, looked, open_findings, today))
    lost = sum(gap.points for gap in gaps)
    return CriterionScore(key, item.criterion.category, item.level, FULL - lost, gaps)


def _gaps(item: AskedCriterion, looked: Looked, findings: Sequence[Finding], today: date) -> list[Gap]:
    key, book = item.criterion.id, looked.book
    nothing = next((each for each in findings if each.code in _NO_ANSWER), None)
    if nothing is None and not is_answered(book, key):
        nothing = Finding(UNCONFIRMED if book.text(f"criterion.{key}") else "empty")
    if nothing is not None:
        # What is not answered cannot be judged, nor shown by a document.
        return [_gap(item, GapKind.ANSWER, nothing, FULL)]
    gaps = _of_substance(item, findings)
    return gaps + _of_evidence(item, findings, looked.files.get(key, ()), today) if applies(book, key) else gaps


def _of_substance(item: AskedCriterion, findings: Sequence[Finding]) -> list[Gap]:
    left, gaps = SUBSTANCE, []
    for each in findings:
        if each.code in _OF_EVIDENCE:
            continue
        # A secret or a copy is told even where no points are left to lose.
        cost = min(left, LACKING if each.code.startswith("lacks-") else SUBSTANCE)
        left -= cost
        gaps.append(_gap(item, GapKind.SUBSTANCE, each, cost))
    return gaps


def _of_evidence(
    item: AskedCriterion, findings: Sequence[Finding], files: Sequence[FileFacts], today: date
) -> list[Gap]:
    own = [Finding(EXPIRED, each.name) for each in files if each.valid_until and each.valid_until < today]
    own += [Finding(UNREADABLE, each.name) for each in files if not each.readable]
    left, gaps = EVIDENCE, []
    for each in (*(finding for finding in findings if finding.code in _OF_EVIDENCE), *own):
        cost = min(left, _OF_EVIDENCE[each.code])
        left -= cost
        gaps.append(_gap(item, GapKind.EVIDENCE, each, cost))
    return gaps


def _gap(item: AskedCriterion, kind: GapKind, finding: Finding, points: int) -> Gap:
    return Gap(item.criterion.id, item.criterion.category, item.level, kind, finding, points)


def _mean(items: Sequence[CriterionScore]) -> int:
    whole = sum(WEIGHT[item.level] for item in items)
    return sum(item.points * WEIGHT[item.level] for item in items) // whole if whole else 0
