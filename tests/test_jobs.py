"""What runs by itself: mail leaves once, one process runs the jobs."""

import os
import threading
from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import time_machine
from apscheduler.util import ref_to_obj
from sqlalchemy import Engine
from sqlmodel import Session, select

from ctpat_app.adapters.database import transaction
from ctpat_app.adapters.mail import MailText, MemoryMailer
from ctpat_app.adapters.scheduler import Job, Scheduler
from ctpat_app.adapters.storage import make_store
from ctpat_app.adapters.tokens import new_blob_key
from ctpat_app.delivery import deliver_mails
from ctpat_app.domain.documents import Scan, UploadState
from ctpat_app.domain.jobs import Run, RunOutcome
from ctpat_app.domain.permissions import StaffRole
from ctpat_app.domain.security_models import SECOND_THOUGHTS
from ctpat_app.domain.uploads import FileType, JudgedFile, Target
from ctpat_app.jobs import JOBS, apply_retention, carry_out_requests, remove_unknown
from ctpat_app.services.account_requests import agree_to_merge_accounts, request_merge_accounts
from ctpat_app.services.job_leases import give_up_lease, take_lease
from ctpat_app.services.library import keep_current
from ctpat_app.services.organization_decisions import decide_request
from ctpat_app.services.outbox import put_mail
from ctpat_app.services.uploads import keep_upload
from ctpat_app.settings import Settings
from ctpat_app.tables.accounts import TradeAccountRow
from ctpat_app.tables.audit import AuditEventRow
from ctpat_app.tables.drafts import DraftRow
from ctpat_app.tables.outbox import OutboxRow
from tests.factories import WHEN, a_draft, the_cast

SETTINGS = Settings(public_url="https://kiosk.example")
MINUTE = timedelta(minutes=1)
ran = threading.Event()


def ring() -> int:
    """Be a job that tells that it ran."""
    ran.set()
    return 3


def stumble() -> None:
    """Be a job that fails."""
    raise ValueError("ana@example.com")


def nothing() -> None:
    """Be told that the text of a mail leaves."""


class MoodyMailer(MemoryMailer):
    """Refuses some people."""

    def send(self, mail: MailText, handing_over: Callable[[], None] = nothing) -> None:
        if mail.recipient.startswith("away"):
            raise OSError(f"550 {mail.recipient} is away")
        if mail.recipient.startswith("odd"):
            raise ValueError("cannot be a header")
        super().send(mail, handing_over)


def queue(recipient: str, now: datetime, language: str = "en") -> None:
    with transaction() as session:
        put_mail(
            session, template="confirm-email", language=language, recipient=recipient, now=now, path="/x", hours="24"
        )


def test_a_mail_leaves_once_in_its_own_text(sqlite_file: Engine, now: datetime) -> None:
    mailer = MemoryMailer()
    queue("ana@example.com", now)
    assert [deliver_mails(mailer, SETTINGS, now=now) for _ in range(3)] == [1, 0, 0]
    assert [(mail.recipient, mail.subject) for mail in mailer.sent] == [
        ("ana@example.com", "Confirm your email address")
    ]
    assert "https://kiosk.example/x" in mailer.sent[0].body


def test_mails_that_cannot_leave_hold_up_nobody_and_are_tried_later(sqlite_file: Engine, now: datetime) -> None:
    mailer = MoodyMailer()
    for recipient in ("away@example.com", "odd@example.com", "ana@example.com"):
        queue(recipient, now)
    assert deliver_mails(mailer, SETTINGS, now=now) == 1
    with Session(sqlite_file) as session:
        waiting = session.exec(select(OutboxRow).where(OutboxRow.attempts == 1, OutboxRow.last_error != "")).all()
    assert {row.recipient: row.delivered_at for row in waiting} == {"away@example.com": None, "odd@example.com": None}
    assert not any("@" in row.last_error for row in waiting)
    assert deliver_mails(mailer, SETTINGS, now=now + MINUTE) == 0
    with Session(sqlite_file) as session:
        assert max(row.attempts for row in session.exec(select(OutboxRow))) == 1


def test_writers_are_not_held_up_while_a_mail_is_sent(sqlite_file: Engine, now: datetime) -> None:
    class WritingMailer(MemoryMailer):
        def send(self, mail: MailText, handing_over: Callable[[], None] = nothing) -> None:
            if not self.sent:
                queue("ben@example.com", now)
            super().send(mail, handing_over)

    mailer = WritingMailer()
    queue("ana@example.com", now)
    assert deliver_mails(mailer, SETTINGS, now=now) == 1


def lease(session: Session, holder: str, now: datetime) -> bool:
    return take_lease(session, name="jobs", holder=holder, now=now, lifetime=MINUTE)


def test_one_process_holds_the_lease_until_it_runs_out(session: Session, now: datetime) -> None:
    assert [lease(session, "one", now), lease(session, "two", now), lease(session, "one", now)] == [True, False, True]
    assert not lease(session, "two", now + MINUTE - timedelta(seconds=1))
    assert lease(session, "two", now + MINUTE)
    assert not lease(session, "one", now + MINUTE)


def test_a_lease_given_up_is_free_at_once_but_only_by_its_holder(session: Session, now: datetime) -> None:
    lease(session, "one", now)
    give_up_lease(session, name="jobs", holder="two")
    assert not lease(session, "two", now)
    give_up_lease(session, name="jobs", holder="one")
    assert lease(session, "two", now)


@dataclass
class Memory:
    """Turns in memory: every job is due always."""

    leads: bool = True
    is_away: bool = False
    ended: list[tuple[str, Run]] = field(default_factory=list)

    def take_lease(self) -> bool:
        if self.is_away:
            raise OSError("database away")
        return self.leads

    def settle(self, running: Collection[str]) -> None:
        pass

    def due(self) -> Collection[str]:
        return [RING.name, "of-another-version"]

    def begin(self, job: Job) -> bool:
        return job.name != "not-its-turn"

    def end(self, job: Job, run: Run) -> None:
        if self.is_away:
            raise OSError("database away")
        self.ended.append((job.name, run))


RING = Job("tests.test_jobs:ring", seconds=1)


def elected(turns: Memory) -> Scheduler:
    scheduler = Scheduler([RING], turns, lease_seconds=30)
    scheduler.elect()
    ran.clear()
    return scheduler


def test_only_the_process_with_the_lease_runs_jobs() -> None:
    for leads in (False, True):
        scheduler = elected(Memory(leads))
        scheduler.run(RING)
        assert (scheduler.leads, ran.is_set()) == (leads, leads)


def test_a_lease_that_cannot_be_asked_for_is_not_trusted_beyond_its_time() -> None:
    assert not elected(Memory(is_away=True)).leads


def test_a_job_whose_turn_another_process_began_is_left_alone() -> None:
    turns = Memory()
    elected(turns).run(Job("tests.test_jobs:not_its_turn", seconds=1))
    assert turns.ended == []


def test_a_job_that_fails_is_noted_by_the_kind_of_failure_and_stops_nothing() -> None:
    turns = Memory()
    scheduler = elected(turns)
    scheduler.run(Job("tests.test_jobs:stumble", seconds=1))
    scheduler.run(RING)
    assert turns.ended == [
        ("stumble", Run(RunOutcome.FAILED, "ValueError")),
        ("ring", Run(RunOutcome.DONE, done=3)),
    ]


def test_a_run_that_cannot_be_noted_does_not_stop_the_scheduler() -> None:
    turns = Memory()
    scheduler = elected(turns)
    turns.is_away = True
    scheduler.run(RING)
    turns.is_away = False
    scheduler.run(RING)
    assert len(turns.ended) == 1


def test_jobs_run_by_themselves_until_the_scheduler_stops() -> None:
    scheduler = elected(Memory())
    scheduler.start()
    assert ran.wait(60)
    scheduler.stop()


def test_the_nightly_job_warns_removes_and_purges_each_in_its_time(sqlite_file: Engine) -> None:
    with Session(sqlite_file) as session:
        cast = the_cast(session)
        draft = a_draft(session, cast.account, cast.ana)
        session.commit()
    warned = WHEN + timedelta(days=337)
    month = timedelta(days=30)
    for moment in (warned, warned, warned + month, warned + month, warned + 2 * month):
        with transaction() as session:
            assert session.get(DraftRow, draft) is not None
        apply_retention(months=12, now=moment)
    with transaction() as session:
        assert session.get(DraftRow, draft) is None
        mails = session.exec(select(OutboxRow.template)).all()
    assert sorted(mails) == ["draft-removed"] * 3 + ["draft-unused"] * 3


def test_every_job_can_be_called_by_its_path() -> None:
    assert [job.path for job in JOBS if not callable(ref_to_obj(job.path))] == []


def test_a_merge_of_companies_takes_effect_when_its_day_is_over_and_once(sqlite_file: Engine, now: datetime) -> None:
    with transaction() as session:
        cast = the_cast(session)
        request = request_merge_accounts(
            session, cast.ana, trade_account_id=cast.account, partner_email=cast.dan.email, asker_stays=True,
            reason="Both belong to one owner since May.", language="en", now=now,
        )  # fmt: skip
        agree_to_merge_accounts(session, cast.dan, request_id=request, trade_account_id=cast.dans_account, now=now)
        manager = replace(cast.eva, staff_role=StaffRole.HEADQUARTERS)
        decide_request(session, manager, request_id=request, approve=True, note="", now=now)
    closed = []
    for moment in (now + SECOND_THOUGHTS - MINUTE, now + SECOND_THOUGHTS, now + SECOND_THOUGHTS + MINUTE):
        with time_machine.travel(moment, tick=False):
            carry_out_requests()
        with Session(sqlite_file) as session:
            closed.append(session.get_one(TradeAccountRow, cast.dans_account).closed_at)
    assert closed == [None, now + SECOND_THOUGHTS, now + SECOND_THOUGHTS]
    with Session(sqlite_file) as session:
        done = select(AuditEventRow.action).where(AuditEventRow.action == "merge-accounts.done")
        assert len(session.exec(done).all()) == 2  # once in the history of each company


def test_files_that_no_document_knows_go_after_a_day(sqlite_file: Engine, tmp_path: Path) -> None:
    store, body, today = make_store((tmp_path / "files").as_uri()), tmp_path / "body", datetime.now(UTC)
    body.write_bytes(b"seals")
    known, rolled_back, just_now = (new_blob_key(today) for _ in range(3))
    for key in (known, rolled_back, just_now, "of/others"):
        store.put(key, body)
    file = JudgedFile(FileType.TXT, known, 5, "a" * 64, UploadState.READ, Scan.CLEAN)
    with transaction() as session:
        cast = the_cast(session)
        keep_current(session, now=WHEN)
        target = Target(model_id=session.get_one(DraftRow, a_draft(session, cast.account, cast.ana)).subject_id)
        keep_upload(session, cast.ana, target=target, name="Seals.txt", kind="", file=file, now=WHEN)
    two_days_ago = (today - timedelta(days=2)).timestamp()
    for key in (known, rolled_back, "of/others"):
        os.utime(tmp_path / "files" / key, (two_days_ago, two_days_ago))
    assert [remove_unknown(store, now=today) for _ in range(2)] == [1, 0]
    assert set(store.keys(today + timedelta(days=1))) == {known, just_now, "of/others"}
