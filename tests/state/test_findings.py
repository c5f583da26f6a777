"""Findings as pages show them: the words quoted once, the reason beside them, the kinds counted."""

from datetime import UTC, datetime

import pytest

from ctpat_app.guidance.reviewer import Finding
from ctpat_app.services.reviews import AnswerReview, Dismissal, Objection
from ctpat_app.state.findings import FindingView, KindCount, finding_view, kinds_in
from ctpat_app.state.review import reviewed_parts
from ctpat_app.words.review_messages import FINDING_NAMES, REVIEW_MESSAGES
from ctpat_app.words.reviews import finding_name, finding_text
from tests.applicants import LIBRARY

SAID = Dismissal("hash", "The landlord does it.", "Ana", datetime(2026, 3, 2, 14, 2, tzinfo=UTC))


def objection(code: str, words: str = "", dismissal: Dismissal | None = None) -> Objection:
    return Objection(Finding(code, words), "hash", dismissal)


def test_the_words_stand_beside_a_text_that_does_not_name_them() -> None:
    assert finding_view(objection("too-generic", "fully secure"), "en") == FindingView(
        "too-generic", "hash", finding_text("too-generic", "en"), "fully secure"
    )


def test_words_that_the_text_names_are_not_quoted_twice_and_keep_their_direction() -> None:
    shown = finding_view(objection("placeholder", "TBD"), "ar")
    assert shown.words == ""
    assert "\u2068TBD\u2069" in shown.text


def test_a_reason_comes_with_who_said_it_and_when() -> None:
    shown = finding_view(objection("too-generic", "", SAID), "en")
    assert (shown.reason, shown.who, shown.day) == ("The landlord does it.", "Ana", "March 2, 2026")


def test_kinds_are_counted_the_most_frequent_first() -> None:
    found = [objection("lacks-who"), objection("too-generic"), objection("too-generic")]
    assert kinds_in(found, "en") == [KindCount("Too general", 2), KindCount("Does not say who", 1)]


@pytest.mark.parametrize("language", ["en", "es", "zh-Hans", "ar"])
def test_every_finding_has_a_name_of_its_own(language: str) -> None:
    assert {f"review.{code}" for code in FINDING_NAMES} <= set(REVIEW_MESSAGES)
    assert len({finding_name(code, language) for code in FINDING_NAMES}) == len(FINDING_NAMES)


def test_statements_stand_below_their_categories_and_those_without_findings_are_left_out() -> None:
    answers = (
        AnswerReview(
            "1.1", "security-vision", True, True, (objection("too-generic"), objection("lacks-who", "", SAID))
        ),
        AnswerReview("1.2", "security-vision", True, True),
        AnswerReview("9.1", "physical-security", True, True, (objection("missing-evidence"),)),
    )
    first, second = reviewed_parts(LIBRARY, answers, 7, "en")
    assert (first.name, first.open, [row.number for row in first.rows]) == (
        "Security Vision and Responsibility",
        1,
        ["1.1"],
    )
    assert [each.reason for each in first.rows[0].findings] == ["", "The landlord does it."]
    assert second.rows[0].href == "/en/profile/?draft=7&criterion=9.1&return=check#f-criterion_9_1"
