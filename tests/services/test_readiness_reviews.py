"""A readiness review: notes while it is open, a result that never changes, and what became better since the last."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session

from ctpat_app.domain.errors import NotPermitted, Refusal, StaleVersion
from ctpat_app.services.readiness_reviews import (
    finish_review,
    list_reviews,
    open_review,
    save_note,
    start_review,
)
from tests.applicants import a_filled_draft, answer_row
from tests.factories import Cast, the_cast


@pytest.fixture
def cast(session: Session) -> Cast:
    return the_cast(session)


@pytest.fixture
def draft(session: Session, cast: Cast, now: datetime) -> int:
    return a_filled_draft(session, cast.ana, cast.account, now=now)


def change(session: Session, draft: int, criterion: str, text: str) -> None:
    row = answer_row(session, draft, f"criterion.{criterion}")
    assert row
    row.value = text
    session.flush()


def test_one_review_is_open_at_a_time(session: Session, cast: Cast, draft: int, now: datetime) -> None:
    first = start_review(session, cast.ana, draft_id=draft, now=now)
    assert start_review(session, cast.chloe, draft_id=draft, now=now) == first
    finish_review(session, cast.ana, draft_id=draft, review_id=first, now=now)
    assert start_review(session, cast.ana, draft_id=draft, now=now) != first


def test_a_finished_review_stays_as_it_was(session: Session, cast: Cast, draft: int, now: datetime) -> None:
    review = start_review(session, cast.ana, draft_id=draft, now=now)
    note = save_note(
        session, cast.ben, draft_id=draft, review_id=review, criterion="2.1", seen_version=0, text="Ask Luis.", now=now
    )
    assert note.version == 1
    finish_review(session, cast.ana, draft_id=draft, review_id=review, now=now)
    before = open_review(session, cast.ana, draft_id=draft, review_id=review, now=now)
    change(session, draft, "2.1", "")
    after = open_review(session, cast.ana, draft_id=draft, review_id=review, now=now)
    assert after.result == before.result
    assert next(item.note for item in after.result.statements if item.criterion == "2.1") == "Ask Luis."
    assert not after.may_write
    for late in (
        lambda: save_note(
            session, cast.ben, draft_id=draft, review_id=review, criterion="2.1", seen_version=1, text="x", now=now
        ),
        lambda: finish_review(session, cast.ben, draft_id=draft, review_id=review, now=now),
    ):
        with pytest.raises(Refusal, match=r"readiness-review\.finished"):
            late()
    (head,) = list_reviews(session, cast.ana, draft_id=draft)
    assert (head.finished_by, head.points) == ("Ana", before.result.points)


def test_a_later_review_is_compared_with_the_one_before(
    session: Session, cast: Cast, draft: int, now: datetime
) -> None:
    change(session, draft, "2.1", "")
    first = start_review(session, cast.ana, draft_id=draft, now=now)
    assert open_review(session, cast.ana, draft_id=draft, review_id=first, now=now).earlier is None
    finish_review(session, cast.ana, draft_id=draft, review_id=first, now=now)
    change(session, draft, "2.1", "The security manager assesses all risks each March and keeps the report 5 years.")
    second = start_review(session, cast.ana, draft_id=draft, now=now + timedelta(days=30))
    opened = open_review(session, cast.ana, draft_id=draft, review_id=second, now=now)
    assert opened.earlier is not None
    assert opened.earlier_head is not None
    assert opened.earlier_head.id == first
    then = {item.criterion: item.points for item in opened.earlier.statements}
    today = {item.criterion: item.points for item in opened.result.statements}
    assert then["2.1"] == 0 < today["2.1"]


def test_nobody_overwrites_a_note_they_have_not_seen(session: Session, cast: Cast, draft: int, now: datetime) -> None:
    review = start_review(session, cast.ana, draft_id=draft, now=now)

    def note(text: str, seen: int) -> int:
        return save_note(
            session, cast.ana, draft_id=draft, review_id=review, criterion="2.1", seen_version=seen, text=text, now=now
        ).version

    assert note("One", 0) == 1
    assert note("One", 0) == 1
    with pytest.raises(StaleVersion):
        note("Two", 0)
    assert note("", 1) == 2


def test_a_note_belongs_to_a_statement_that_is_asked(session: Session, cast: Cast, draft: int, now: datetime) -> None:
    review = start_review(session, cast.ana, draft_id=draft, now=now)
    with pytest.raises(NotPermitted):
        save_note(
            session, cast.ana, draft_id=draft, review_id=review, criterion="99", seen_version=0, text="x", now=now
        )


def test_dan_cannot_read_or_write_a_review(session: Session, cast: Cast, draft: int, now: datetime) -> None:
    review = start_review(session, cast.ana, draft_id=draft, now=now)
    dans = a_filled_draft(session, cast.dan, cast.dans_account, now=now)
    for where in (draft, dans):
        with pytest.raises(NotPermitted, match=r"access\.not-yours"):
            open_review(session, cast.dan, draft_id=where, review_id=review, now=now)
        with pytest.raises(NotPermitted, match=r"access\.not-yours"):
            finish_review(session, cast.dan, draft_id=where, review_id=review, now=now)
        with pytest.raises(NotPermitted, match=r"access\.not-yours"):
            save_note(
                session, cast.dan, draft_id=where, review_id=review, criterion="2.1", seen_version=0, text="x", now=now
            )
    with pytest.raises(NotPermitted, match=r"access\.not-yours"):
        list_reviews(session, cast.dan, draft_id=draft)
    with pytest.raises(NotPermitted, match=r"access\.not-yours"):
        start_review(session, cast.dan, draft_id=draft, now=now)
