"""A review in words: what was decided before, what can be taken over as a comment, what each way does."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlmodel import Session

from ctpat_app.domain.profile_reviews import Decision, ReviewKind, ReviewState, Tally, Way
from ctpat_app.guidance.reviewer import Finding
from ctpat_app.services.case_ways import CaseEnd, WayAhead
from ctpat_app.services.library import keep_current
from ctpat_app.services.profile_reviews import Review, StatementDecision
from ctpat_app.services.returned import CommentNote
from ctpat_app.services.reviews import AnswerReview, Objection
from ctpat_app.services.sent_versions import Compared, Earlier, SentVersion
from ctpat_app.state.case_views import Advice, DecisionView, advice_on, before_view, decision_view, way_views
from ctpat_app.words.reviews import finding_text
from tests.applicants import LIBRARY

AT = datetime(2026, 3, 2, 14, 2, tzinfo=UTC)
THEN = SentVersion("The statement.", "Cada semana.", "Every week.", True, frozenset({("log.pdf", "1")}))
ACCEPTED = StatementDecision(1, "criterion.1.1", Decision.ACCEPTED, "", "", 1, 5, "Eva", AT)
RETURNED = replace(ACCEPTED, decision=Decision.RETURNED, reason_kind="unclear", comment="Say who.")
REVIEW = Review(1, 1, 1, ReviewKind.APPLICATION, ReviewState.OPEN, AT, None, "")


def test_nothing_is_said_where_nothing_was_decided() -> None:
    assert before_view(None, "en").kind == ""
    assert before_view(Compared(THEN), "en").kind == ""


@pytest.mark.parametrize(
    ("compared", "kind"),
    [
        (Compared(THEN, Earlier(ACCEPTED, THEN)), "unchanged"),
        (Compared(replace(THEN, english="Daily."), Earlier(ACCEPTED, THEN)), "changed"),
        (Compared(THEN, None, Earlier(RETURNED, THEN)), "returned-same"),
        (Compared(replace(THEN, applies=False), Earlier(ACCEPTED, THEN), Earlier(RETURNED, THEN)), "returned"),
    ],
)
def test_an_answer_is_compared_with_what_was_decided_last(compared: Compared, kind: str) -> None:
    seen = before_view(compared, "en")
    assert (seen.kind, seen.day) == (kind, "March 2, 2026")
    assert (seen.comment != "") is kind.startswith("returned")
    assert (seen.reason != "") is kind.startswith("returned")


def test_the_differences_are_told_one_by_one() -> None:
    now = replace(THEN, original="Cada día.", applies=False, evidence=frozenset({("log.pdf", "2"), ("new.pdf", "3")}))
    seen = before_view(Compared(now, Earlier(ACCEPTED, THEN)), "en")
    assert (seen.original_changed, seen.applies_changed, seen.pieces) == (True, True, [])
    assert (seen.files_new, seen.files_gone) == (["log.pdf", "new.pdf"], ["log.pdf"])
    worded = before_view(Compared(replace(THEN, english="Every day."), Earlier(ACCEPTED, THEN)), "en")
    assert [(each.change, each.text) for each in worded.pieces] == [
        ("same", "Every "),
        ("removed", "week."),
        ("added", "day."),
    ]
    assert not worded.original_changed


def test_a_finding_becomes_a_comment_in_the_companys_language() -> None:
    open_one, dismissed = Objection(Finding("lacks-who"), "x"), Objection(Finding("too-generic"), "x")
    review = AnswerReview("1.1", "security-vision", True, True, (open_one, dismissed))
    taken = advice_on(review, "en", "es")
    assert taken[0] == Advice("Does not say who", finding_text("lacks-who", "es"), "who-missing")
    assert len(taken) == 2
    assert advice_on(None, "en", "es") == []


def test_the_open_form_stays_when_a_colleague_decides() -> None:
    shown = DecisionView(form=3, refused="Look again.", shown=False)
    now = decision_view(RETURNED, "en", shown)
    assert (now.form, now.refused, now.shown) == (3, "Look again.", False)
    assert (now.decision, now.comment, now.version, now.who) == ("returned", "Say who.", 1, "Eva")
    assert decision_view(None, "en", now).decision == "open"


def an_end(*ways: WayAhead) -> CaseEnd:
    return CaseEnd(REVIEW, {}, Tally(3, 2, 1), ways, 3, "under-review", 0, date(2027, 3, 2), date(2027, 3, 2))


@pytest.mark.parametrize("way", list(Way))
def test_every_way_says_what_it_does_and_whom_it_tells(session: Session, now: datetime, way: Way) -> None:
    keep_current(session, now=now, library=LIBRARY)  # it knows what statuses are called
    [seen] = way_views(an_end(WayAhead(way, "returned")), "en").values()
    assert seen.blocked == ""
    text = " ".join(seen.lines)
    assert "People of the company who are told at once, each in their language: 3." in text
    assert "case.will" not in text
    assert "{" not in text


def test_what_stands_in_the_way_is_said_instead() -> None:
    seen = way_views(an_end(WayAhead(Way.CERTIFY, "under-review", "case.vetting-not-passed")), "en")["certify"]
    assert seen.lines == []
    assert seen.blocked == "Finish and sign the vetting first. It must have passed."


def test_what_the_company_said_instead_of_a_change_stands_beside_the_comment() -> None:
    note = CommentNote("La segunda frase lo dice.", "es", "Ana", datetime(2026, 3, 5, 9, 0, tzinfo=UTC))
    seen = before_view(Compared(THEN, None, Earlier(RETURNED, THEN)), "en", note)
    assert (seen.kind, seen.note, seen.note_language) == ("returned-same", note.text, "es")
    assert before_view(Compared(THEN, None, Earlier(RETURNED, THEN)), "en").note == ""
