"""The jobs of the kiosk and its mail, in words, for supervisors and headquarters."""

from dataclasses import dataclass, field

import reflex as rx

from ctpat_app.adapters.clock import real_now
from ctpat_app.adapters.database import in_reading, in_session
from ctpat_app.domain.errors import NotPermitted, Refusal
from ctpat_app.domain.permissions import Permission
from ctpat_app.jobs import JOBS
from ctpat_app.services.job_board import JobView, UnknownMail, ask_for_run, read_board, settle_mail
from ctpat_app.state.access import requires
from ctpat_app.state.flash import kiosk_settings
from ctpat_app.state.session import SessionState
from ctpat_app.words.dates import moment_text
from ctpat_app.words.mails import notice_text
from ctpat_app.words.messages import message, refusal_text


@dataclass(frozen=True)
class JobCard:
    """A job in words; ``failures`` are those of the last week, each with how often."""

    name: str
    title: str
    what: str
    state: str
    """``done``, ``failed``, ``cut-off``, ``running`` or ``never``."""
    told: str
    last_at: str
    seconds: str
    done: int
    counts: bool
    next_at: str
    failures: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class UnknownMailCard:
    """A mail of which nobody knows whether it was taken."""

    id: int
    subject: str
    recipient: str
    since: str


class JobsState(rx.State):
    """How the jobs and the mail stand."""

    loaded: bool = False
    jobs: list[JobCard] = []
    holder: str = ""
    holder_until: str = ""
    has_mail_server: bool = True
    waiting: int = 0
    failing: int = 0
    given_up: int = 0
    unknown: list[UnknownMailCard] = []
    may_run: bool = False
    told: str = ""
    problem: str = ""

    @rx.event
    @requires(Permission.JOBS_READ)
    async def load(self) -> None:
        """Show the jobs; the service lets only supervisors and headquarters see them."""
        self.reset()  # type: ignore[no-untyped-call]
        await self._reload()

    async def _reload(self) -> None:
        session = await self.get_state(SessionState)
        names = [job.name for job in JOBS]
        try:
            board = await in_reading(read_board, session.actor(), names=names, now=real_now())
        except Refusal as refusal:
            session.tell(refusal.code)
            return
        by_name = {job.name: job for job in board.jobs}
        self.jobs = [job_card(by_name[name], session.language) for name in names if name in by_name]
        self.holder = board.holder
        self.holder_until = moment_text(board.holder_until, session.language) if board.holder_until else ""
        self.has_mail_server = bool(kiosk_settings().mail_url)
        self.waiting, self.failing, self.given_up = board.mails_waiting, board.mails_failing, board.mails_given_up
        self.unknown = [unknown_card(each, session.language) for each in board.unknown]
        self.may_run = board.may_run
        self.loaded = True

    @rx.event
    @requires(Permission.JOBS_READ)
    async def look_again(self) -> None:
        """Show how the jobs stand by now."""
        self.told, self.problem = "", ""
        await self._reload()

    @rx.event
    @requires(Permission.JOBS_RUN)
    async def run(self, job: str) -> None:
        """Let a job run now."""
        session = await self.get_state(SessionState)
        self.told, self.problem = "", ""
        names = [each.name for each in JOBS]
        try:
            await in_session(ask_for_run, session.actor(), name=job, names=names, now=real_now())
        except Refusal as refusal:
            session.tell(refusal.code)
            return
        title = message(f"job.{job}", session.language)
        self.told = message("jobs.asked", session.language, job=title)

    @rx.event
    @requires(Permission.JOBS_RUN)
    async def settle(self, mail: int, arrived: bool) -> None:
        """Decide about a mail of which nobody knew whether it was taken."""
        session = await self.get_state(SessionState)
        self.told, self.problem = "", ""
        try:
            await in_session(settle_mail, session.actor(), mail_id=mail, arrived=arrived, now=real_now())
        except NotPermitted as refusal:
            session.tell(refusal.code)
            return
        except Refusal as refusal:
            self.problem = refusal_text(refusal, session.language)
            return
        await self._reload()
        self.told = message("jobs.mail-arrived" if arrived else "jobs.mail-again", session.language)


def job_card(view: JobView, language: str) -> JobCard:
    """Return a job in the reader's language."""
    state = _state_of(view)
    seconds = (view.ended_at - view.started_at).total_seconds() if view.started_at and view.ended_at else 0
    return JobCard(
        name=view.name,
        title=message(f"job.{view.name}", language),
        what=message(f"job.{view.name}.what", language),
        state=state,
        told=message(f"job.{state}", language),
        last_at=moment_text(view.started_at, language) if view.started_at else "",
        seconds=f"{seconds:.1f}" if view.ended_at else "",
        done=view.done or 0,
        counts=view.done is not None and state != "running",
        next_at=moment_text(view.next_at, language),
        failures=[f"{kind} × {count}" for kind, count in view.failures.items()],
    )


def _state_of(view: JobView) -> str:
    if view.started_at is None:
        return "never"
    return view.outcome if view.ended_at else "running"


def unknown_card(mail: UnknownMail, language: str) -> UnknownMailCard:
    """Return a mail in the reader's language; what it says stays between the kiosk and its recipient."""
    subject, _ = notice_text(mail.template, language, mail.params, kiosk=kiosk_settings().kiosk_name)
    return UnknownMailCard(mail.id, subject, mail.recipient, moment_text(mail.since, language))
