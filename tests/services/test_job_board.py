"""The page of the jobs: what supervisors and headquarters see, and what a supervisor may do there."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, select

from ctpat_app.domain.errors import InvalidValue, NotPermitted
from ctpat_app.domain.jobs import Run, RunOutcome
from ctpat_app.domain.permissions import Actor, StaffRole
from ctpat_app.jobs import JOBS
from ctpat_app.services.job_board import FAILURES_OF, JobBoard, ask_for_run, read_board, settle_mail
from ctpat_app.services.job_leases import JOBS_LEASE, take_lease
from ctpat_app.services.job_turns import begin_run, due_jobs, end_run, know_jobs
from ctpat_app.services.outbox import MAX_ATTEMPTS, due_mails, put_mail
from ctpat_app.tables.audit import AuditEventRow
from ctpat_app.tables.outbox import OutboxRow
from ctpat_app.words.job_messages import JOB_NAMES, JOB_PURPOSES
from tests.factories import a_person, a_staff_member, the_cast

JOB = "compare-models"
MINUTE = timedelta(minutes=1)


@pytest.fixture
def sue(session: Session) -> Actor:
    return a_staff_member(session, a_person(session, "sue"), StaffRole.SUPERVISOR)


@pytest.fixture
def hugo(session: Session) -> Actor:
    return a_staff_member(session, a_person(session, "hugo"), StaffRole.HEADQUARTERS)


def board(session: Session, actor: Actor, now: datetime) -> JobBoard:
    session.flush()
    return read_board(session, actor, names=[JOB], now=now)


def run(session: Session, what: Run, now: datetime) -> None:
    know_jobs(session, [JOB], now=now)
    session.flush()
    assert begin_run(session, JOB, holder="one", seconds=60, now=now)
    session.expire_all()
    end_run(session, JOB, what, holder="one", seconds=60, now=now + timedelta(seconds=2))
    session.flush()


def a_mail(session: Session, now: datetime, **columns: object) -> int:
    put_mail(session, template="confirm-email", language="en", recipient="ana@example.com", now=now)
    session.flush()
    row = session.exec(select(OutboxRow).order_by(OutboxRow.id.desc())).first()  # type: ignore[union-attr]
    assert row
    row.sqlmodel_update(columns)
    session.flush()
    return row.id or 0


def test_every_job_stands_there_in_words() -> None:
    names = {f"job.{job.name}" for job in JOBS}
    assert set(JOB_NAMES) == names
    assert set(JOB_PURPOSES) == {f"{name}.what" for name in names}


def test_the_board_tells_the_last_run_the_next_turn_and_who_holds_the_lease(
    session: Session, hugo: Actor, now: datetime
) -> None:
    run(session, Run(RunOutcome.DONE, done=3), now)
    take_lease(session, name=JOBS_LEASE, holder="one", now=now, lifetime=MINUTE)
    seen = board(session, hugo, now)
    (job,) = seen.jobs
    assert (job.started_at, job.ended_at, job.next_at) == (now, now + timedelta(seconds=2), now + MINUTE)
    assert (job.outcome, job.done, job.failures) == ("done", 3, {})
    assert (seen.holder, seen.holder_until, seen.may_run) == ("one", now + MINUTE, False)
    assert board(session, hugo, now + MINUTE).holder == ""


def test_failures_of_the_last_week_are_counted_by_their_kind(session: Session, sue: Actor, now: datetime) -> None:
    for number in range(3):
        run(session, Run(RunOutcome.FAILED, "OSError"), now + number * 2 * MINUTE)
    run(session, Run(RunOutcome.CUT_OFF), now + 6 * MINUTE)
    later = now + 8 * MINUTE
    assert board(session, sue, later).jobs[0].failures == {"OSError": 3, "cut-off": 1}
    assert board(session, sue, now + FAILURES_OF).jobs[0].failures == {"OSError": 2, "cut-off": 1}


def test_mail_is_counted_by_what_became_of_it(session: Session, sue: Actor, now: datetime) -> None:
    a_mail(session, now)
    a_mail(session, now, attempts=1)
    a_mail(session, now, attempts=MAX_ATTEMPTS)
    a_mail(session, now, attempts=1, delivered_at=now)
    unknown = a_mail(session, now, attempts=1, unknown_at=now)
    seen = board(session, sue, now)
    assert (seen.mails_waiting, seen.mails_failing, seen.mails_given_up) == (2, 1, 1)
    assert [(mail.id, mail.recipient, mail.since) for mail in seen.unknown] == [(unknown, "ana@example.com", now)]


def test_a_supervisor_lets_a_job_run_now(session: Session, sue: Actor, now: datetime) -> None:
    run(session, Run(RunOutcome.DONE), now)
    assert due_jobs(session, now=now) == []
    ask_for_run(session, sue, name=JOB, names=[JOB], now=now)
    assert due_jobs(session, now=now) == [JOB]
    event = session.exec(select(AuditEventRow).where(AuditEventRow.action == "job.asked-for")).one()
    assert (event.subject, event.acting_as) == (f"job/{JOB}", "supervisor")


@pytest.mark.parametrize("arrived", [True, False])
def test_a_supervisor_decides_once_about_a_mail_that_may_have_left(
    session: Session, sue: Actor, now: datetime, arrived: bool
) -> None:
    mail = a_mail(session, now, attempts=MAX_ATTEMPTS, unknown_at=now)
    settle_mail(session, sue, mail_id=mail, arrived=arrived, now=now)
    session.flush()
    assert [each.id for each in due_mails(session, now=now)] == ([] if arrived else [mail])
    with pytest.raises(InvalidValue, match=r"jobs\.mail-settled"):
        settle_mail(session, sue, mail_id=mail, arrived=True, now=now)


def test_nobody_else_sees_or_does_anything_there(session: Session, hugo: Actor, now: datetime) -> None:
    cast = the_cast(session)
    eva = a_staff_member(session, a_person(session, "eve"), StaffRole.SPECIALIST)
    mail = a_mail(session, now, attempts=1, unknown_at=now)
    for actor in (cast.ana, cast.dan, eva, cast.finn):
        with pytest.raises(NotPermitted):
            read_board(session, actor, names=[JOB], now=now)
    for actor in (cast.ana, cast.dan, eva, hugo):
        with pytest.raises(NotPermitted):
            ask_for_run(session, actor, name=JOB, names=[JOB], now=now)
        with pytest.raises(NotPermitted):
            settle_mail(session, actor, mail_id=mail, arrived=True, now=now)


def test_what_does_not_exist_is_refused_like_what_is_not_theirs(session: Session, sue: Actor, now: datetime) -> None:
    with pytest.raises(NotPermitted):
        ask_for_run(session, sue, name="other", names=[JOB], now=now)
    with pytest.raises(NotPermitted):
        settle_mail(session, sue, mail_id=900_000, arrived=True, now=now)
