"""Reminders of responses: on the staged days, once each, an outage is caught up, and nobody else is told."""

import threading
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from ctpat_app.adapters.database import transaction
from ctpat_app.domain.lifecycle import Status
from ctpat_app.domain.validations import State
from ctpat_app.services.validation_reminders import remind_of_response, responses_to_remind_of
from ctpat_app.tables.accounts import UserAccountRow
from ctpat_app.tables.notices import NoticeRow
from ctpat_app.tables.outbox import OutboxRow
from ctpat_app.tables.security_models import SecurityModelRow
from tests.applicants import really_committing
from tests.factories import the_cast
from tests.validations import Desk

DUE, OVERDUE = "validation-response-due", "validation-response-overdue"


@pytest.fixture
def desk(session: Session, now: datetime) -> Desk:
    return Desk(session, the_cast(session), now)


@pytest.fixture
def validation(desk: Desk) -> int:
    """A validation whose report waits for the response of the company."""
    return desk.to(State.RESPONSE_PENDING)


def before_due(desk: Desk, validation: int, days: int) -> datetime:
    """Return the hour of the clock so many days before the response is due; negative: after."""
    due_on = desk.row(validation).response_due_on
    assert due_on
    return desk.now + timedelta(days=(due_on - desk.now.date()).days - days)


def run(desk: Desk, validation: int, days: int) -> int:
    moment = before_due(desk, validation, days)
    waiting = responses_to_remind_of(desk.session, now=moment)
    return sum(remind_of_response(desk.session, validation_id=each, now=moment) for each in waiting)


def mails(session: Session, recipient: str) -> list[str]:
    """Return the reminders to somebody, oldest first."""
    query = select(OutboxRow).where(col(OutboxRow.recipient) == recipient).order_by(col(OutboxRow.id))
    return [row.template for row in session.exec(query) if row.template in {DUE, OVERDUE}]


def test_contacts_are_told_a_week_and_a_day_before_and_weekly_when_it_is_late(desk: Desk, validation: int) -> None:
    days = [days for days in range(30, -17, -1) if run(desk, validation, days)]
    assert days == [7, 1, -1, -8, -15]
    assert mails(desk.session, "ben@example.com") == [DUE] * 2 + [OVERDUE] * 3


def test_running_again_on_the_same_day_tells_nothing(desk: Desk, validation: int) -> None:
    assert [run(desk, validation, 7) for _ in range(3)] == [1, 0, 0]


def test_a_week_without_the_job_is_caught_up_with_one_mail(desk: Desk, validation: int) -> None:
    assert run(desk, validation, 8) == 0
    assert run(desk, validation, 0) == 1
    assert run(desk, validation, -1) == 1
    assert run(desk, validation, -7) == 0


def test_it_stands_in_the_inbox_too_and_leads_to_the_response(desk: Desk, validation: int) -> None:
    run(desk, validation, 1)
    own = select(NoticeRow).where(NoticeRow.user_id == desk.cast.ana.user_id, NoticeRow.template == DUE)
    [notice] = desk.session.exec(own).all()
    assert notice.path == f"validation/?id={validation}"


def test_a_contact_reads_it_in_their_language(desk: Desk, validation: int) -> None:
    desk.session.get_one(UserAccountRow, desk.cast.ana.user_id).language = "es"
    run(desk, validation, 7)
    query = select(OutboxRow.language).where(
        col(OutboxRow.template) == DUE, col(OutboxRow.recipient) == "ana@example.com"
    )
    assert desk.session.exec(query).all() == ["es"]


def test_dan_and_the_staff_are_told_nothing(desk: Desk, validation: int) -> None:
    for days in (7, 1, -1):
        run(desk, validation, days)
    for name in ("dan", "eva", "sue"):
        assert mails(desk.session, f"{name}@example.com") == []


def test_whoever_has_sent_the_response_is_not_reminded(desk: Desk, validation: int) -> None:
    run(desk, validation, 7)
    desk.respond(validation)
    assert not any(run(desk, validation, days) for days in range(6, -17, -1))


def test_a_response_that_came_back_is_reminded_of_anew(desk: Desk, validation: int) -> None:
    run(desk, validation, 1)
    desk.now = before_due(desk, validation, 0)
    desk.respond(validation)
    for number, finding in enumerate(desk.asked(validation)):
        desk.decide(finding, validation, accept=number > 0)
    desk.finish(validation)
    assert [days for days in range(20, -2, -1) if run(desk, validation, days)] == [7, 1, -1]


@pytest.mark.parametrize("status", [Status.REMOVED, Status.WITHDRAWN])
def test_whoever_is_out_of_the_program_is_not_reminded(desk: Desk, validation: int, status: Status) -> None:
    desk.session.get_one(SecurityModelRow, desk.model).status = status
    desk.session.flush()
    assert not any(run(desk, validation, days) for days in range(10, -17, -1))


def test_two_processes_tell_it_once(shared_engine: Engine, now: datetime) -> None:
    with really_committing(shared_engine):
        with transaction() as session:
            desk = Desk(session, the_cast(session), now)
            validation = desk.to(State.RESPONSE_PENDING)
            moment = before_due(desk, validation, 7)
        barrier, told = threading.Barrier(2), []

        def work() -> None:
            barrier.wait()
            with transaction() as session:
                told.append(remind_of_response(session, validation_id=validation, now=moment))

        threads = [threading.Thread(target=work) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(told) == [False, True]
        with transaction() as session:
            assert mails(session, "ben@example.com") == [DUE]
