"""How ready a profile is: each point that is missing has its reason, and a must weighs more than a should."""

from datetime import date, timedelta

import pytest

from ctpat_app.guidance.answers import AnswerBook, StoredAnswer
from ctpat_app.guidance.eligibility import AskedCriterion
from ctpat_app.guidance.readiness import (
    FULL,
    FileFacts,
    GapKind,
    Judged,
    Looked,
    Readiness,
    readiness_of,
)
from ctpat_app.guidance.reviewer import Finding
from tests.applicants import LIBRARY, TODAY

MUST, SHOULD = "2.1", "1.1"


def asked(*pairs: tuple[str, str]) -> list[AskedCriterion]:
    return [
        AskedCriterion(LIBRARY.criteria[key], level, ("us-importer",), unverified=False)  # type: ignore[arg-type]
        for key, level in pairs
    ]


def ready(
    answers: dict[str, str],
    findings: dict[str, list[Judged]] | None = None,
    files: dict[str, list[FileFacts]] | None = None,
    taken: dict[tuple[str, str], date] | None = None,
    pairs: tuple[tuple[str, str], ...] = ((MUST, "must"),),
) -> Readiness:
    book = AnswerBook({(key, ""): StoredAnswer(key, "", text, 1) for key, text in answers.items()}, taken or {})
    return readiness_of(Looked(asked(*pairs), book, findings or {}, files or {}), today=TODAY)


def open_ones(*codes: str) -> dict[str, list[Judged]]:
    return {MUST: [Judged(Finding(code)) for code in codes]}


ANSWERED = {f"criterion.{MUST}": "Our guard checks it."}


@pytest.mark.parametrize(
    ("codes", "points"),
    [
        ((), 100),
        (("lacks-who",), 90),
        (("lacks-who", "lacks-records", "lacks-frequency"), 70),
        (("lacks-who", "lacks-records", "lacks-frequency", "lacks-escalation"), 70),
        (("too-generic",), 70),
        (("repeated-response", "sensitive-data"), 70),
        (("missing-evidence",), 80),
        (("outdated-evidence",), 90),
        (("outdated-evidence", "wrong-section-evidence"), 80),
        (("too-generic", "missing-evidence"), 50),
        (("placeholder",), 0),
    ],
)
def test_each_finding_costs_what_the_method_says(codes: tuple[str, ...], points: int) -> None:
    found = ready(ANSWERED, open_ones(*codes))
    assert found.points == points
    assert [gap.finding.code for gap in found.criteria[0].gaps] == list(codes)
    assert sum(gap.points for gap in found.gaps) == FULL - points


def test_nothing_is_scored_without_an_answer_and_evidence_alone_proves_nothing() -> None:
    found = ready({}, files={MUST: [FileFacts("plan.pdf")]})
    assert found.points == 0
    assert [(gap.kind, gap.finding.code) for gap in found.gaps] == [(GapKind.ANSWER, "empty")]


def test_an_answer_taken_over_counts_once_somebody_confirmed_it() -> None:
    found = ready(ANSWERED, taken={(f"criterion.{MUST}", ""): TODAY})
    assert [gap.finding.code for gap in found.gaps] == ["unconfirmed"]


def test_a_dismissed_finding_costs_nothing() -> None:
    assert ready(ANSWERED, {MUST: [Judged(Finding("too-generic"), dismissed=True)]}).points == FULL


def test_not_applicable_with_a_reason_is_done_and_needs_no_evidence() -> None:
    answers = {f"criterion.{MUST}": "We own no trucks.", f"applicability.{MUST}": "not-applicable"}
    assert ready(answers, open_ones("missing-evidence")).points == FULL
    assert ready(answers, open_ones("not-applicable-without-reason")).points == 70


@pytest.mark.parametrize(
    ("file", "code"),
    [
        (FileFacts("old.pdf", valid_until=TODAY - timedelta(days=1)), "expired-evidence"),
        (FileFacts("today.pdf", valid_until=TODAY), ""),
        (FileFacts("locked.pdf", readable=False), "unreadable-evidence"),
    ],
)
def test_a_file_must_be_valid_and_open(file: FileFacts, code: str) -> None:
    found = ready(ANSWERED, files={MUST: [file]})
    assert [(gap.finding.code, gap.finding.words) for gap in found.gaps] == ([(code, file.name)] if code else [])
    assert found.points == (90 if code else FULL)


def test_a_must_weighs_three_times_a_should_and_comes_first() -> None:
    pairs = ((SHOULD, "should"), (MUST, "must"))
    assert ready(ANSWERED, pairs=pairs).points == 75
    assert [gap.criterion for gap in ready({}, pairs=pairs).gaps] == [MUST, SHOULD]


def test_full_only_when_nothing_is_missing() -> None:
    pairs = tuple((key, "must") for key in LIBRARY.criteria)
    answers = {f"criterion.{key}": "Our guard checks it." for key in LIBRARY.criteria}
    found = ready(answers, {MUST: [Judged(Finding("lacks-who"))]}, pairs=pairs)
    assert found.points == 99
    assert found.by_category[LIBRARY.criteria[MUST].category] < FULL


def test_a_profile_that_asks_nothing_has_no_points() -> None:
    assert ready({}, pairs=()).points == 0
