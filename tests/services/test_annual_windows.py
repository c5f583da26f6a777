"""The clock and annual reviews: windows open, people are told on the staged days, once, and outages are caught up."""

import json
import threading
from datetime import date, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from ctpat_app.adapters.database import transaction
from ctpat_app.domain.lifecycle import Status
from ctpat_app.services.annual_windows import models_to_tell, tell_of_review
from ctpat_app.tables.accounts import UserAccountRow
from ctpat_app.tables.annual_reviews import AnnualReminderRow, AnnualReviewRow
from ctpat_app.tables.notices import NoticeRow
from ctpat_app.tables.outbox import OutboxRow
from ctpat_app.tables.security_models import SecurityModelRow
from tests.applicants import really_committing
from tests.factories import Cast, the_cast
from tests.reviewed import (
    CERTIFIED,
    DUE,
    a_member_in_tijuana,
    before_due,
    certify_and_send,
    every_task,
)


@pytest.fixture
def cast(session: Session) -> Cast:
    return the_cast(session)


@pytest.fixture
def model(session: Session, cast: Cast) -> int:
    return a_member_in_tijuana(session, cast)


def run(session: Session, days: int) -> int:
    now = before_due(days)
    return sum(tell_of_review(session, security_model_id=each, now=now) for each in models_to_tell(session, now=now))


def told(session: Session) -> list[str]:
    """Return what ben was told, oldest first."""
    query = select(OutboxRow).where(col(OutboxRow.recipient) == "ben@example.com").order_by(col(OutboxRow.id))
    return [row.template for row in session.exec(query) if row.template.startswith("annual")]


def test_people_are_told_on_the_staged_days_and_weekly_when_it_is_overdue(session: Session, model: int) -> None:
    days = [days for days in range(95, -17, -1) if run(session, days)]
    assert days == [90, 30, 7, 1, -1, -8, -15]
    assert told(session) == ["annual-review-due"] * 4 + ["annual-review-overdue"] * 3
    [review] = session.exec(select(AnnualReviewRow)).all()
    assert (review.security_model_id, review.due_on) == (model, DUE)


def test_running_again_tells_nothing(session: Session, model: int) -> None:
    assert [run(session, 90), run(session, 90), run(session, 89)] == [1, 0, 0]


def test_a_week_without_the_job_loses_no_reminder_and_sends_none_twice(session: Session, model: int) -> None:
    # Down from 33 to 26 days before: the day 30 was missed; then from 8 days before until the day after.
    days = [days for days in (*range(95, 33, -1), 26, 25, 24, 9, 8, -1, -2, -7) if run(session, days)]
    assert days == [90, 26, -1]


def test_the_opening_of_the_window_is_caught_up(session: Session, model: int) -> None:
    assert run(session, 83) == 1
    assert told(session) == ["annual-review-due"]


def test_each_person_is_told_in_their_language_with_the_due_day(session: Session, cast: Cast, model: int) -> None:
    session.get_one(UserAccountRow, cast.ben.user_id).language = "es"
    run(session, 90)
    row = session.exec(
        select(OutboxRow).where(col(OutboxRow.template) == "annual-review-due", col(OutboxRow.language) == "es")
    ).one()
    params = json.loads(row.params)
    assert (params["date"], params["path"]) == ("2026-06-15", f"/es/annual-review/?model={model}")
    own = select(NoticeRow).where(NoticeRow.user_id == cast.ben.user_id, NoticeRow.template == "annual-review-due")
    notice = session.exec(own).one()
    assert notice.path == f"annual-review/?model={model}"


@pytest.mark.parametrize("status", [Status.SUSPENDED, Status.REMOVED, Status.WITHDRAWN])
def test_who_is_no_member_in_good_standing_is_told_nothing(session: Session, model: int, status: Status) -> None:
    session.get_one(SecurityModelRow, model).status = status
    assert not any(run(session, days) for days in range(95, -16, -1))
    assert not session.exec(select(AnnualReviewRow)).all()


def test_a_member_that_was_suspended_meanwhile_is_told_again_after_its_reinstatement(
    session: Session, model: int
) -> None:
    row = session.get_one(SecurityModelRow, model)
    assert run(session, 90) == 1
    row.status = Status.SUSPENDED
    assert run(session, 30) == 0
    row.status = Status.CERTIFIED
    assert run(session, 20) == 1


def test_whoever_has_sent_the_review_is_not_reminded(session: Session, cast: Cast, model: int) -> None:
    run(session, 90)
    every_task(session, cast, model, before_due(60))
    certify_and_send(session, cast.ana, model, before_due(60))
    assert not any(run(session, days) for days in range(59, -16, -1))


def test_a_company_certified_less_than_a_year_ago_has_no_review_yet(session: Session, model: int) -> None:
    first_weeks = (CERTIFIED + timedelta(days) for days in range(270))
    assert not any(run(session, (DUE - day).days) for day in first_weeks)


def test_next_year_has_a_review_of_its_own(session: Session, cast: Cast, model: int) -> None:
    every_task(session, cast, model, before_due(60))
    certify_and_send(session, cast.ana, model, before_due(60))
    assert run(session, -365 + 91) == 0
    assert run(session, -365 + 90) == 1
    rows = session.exec(select(AnnualReviewRow).order_by(col(AnnualReviewRow.due_on))).all()
    assert [row.due_on for row in rows] == [DUE, date(2027, 6, 15)]


def test_two_processes_tell_each_reminder_once(shared_engine: Engine) -> None:
    with really_committing(shared_engine):
        with transaction() as session:
            model = a_member_in_tijuana(session, the_cast(session))
        barrier, sent = threading.Barrier(2), []

        def work() -> None:
            barrier.wait()
            with transaction() as session:
                sent.append(tell_of_review(session, security_model_id=model, now=before_due(90)))

        threads = [threading.Thread(target=work) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(sent) == [False, True]
        with transaction() as session:
            assert len(session.exec(select(AnnualReminderRow)).all()) == 1
            assert len(told(session)) == 1
