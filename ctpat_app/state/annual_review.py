"""The annual review of a security model: its window, its tasks, and where it stands."""

from dataclasses import dataclass, field
from datetime import date

import reflex as rx
from reflex.event import EventSpec

from ctpat_app.adapters.clock import now
from ctpat_app.adapters.database import in_reading, in_session
from ctpat_app.adapters.phones import display_phone
from ctpat_app.domain.errors import Refusal
from ctpat_app.domain.numbers import number_in
from ctpat_app.domain.permissions import Permission
from ctpat_app.services.annual_company import CompanyProfile, look_through_company, read_company
from ctpat_app.services.annual_reviews import AnnualReview, begin_review, read_review
from ctpat_app.services.time_zones import choose_zone
from ctpat_app.state.access import requires
from ctpat_app.state.plain_form import PlainForm, Typed
from ctpat_app.state.session import SessionState
from ctpat_app.words.country_names import country_names
from ctpat_app.words.dates import day_text, moment_text
from ctpat_app.words.messages import message
from ctpat_app.words.time_zones import zone_name

DONE, OPEN, PART = "complete", "not-started", "in-progress"
"""Where a task stands, as the tags of tasks call it."""


@dataclass(frozen=True)
class CalendarView:
    """The days of the review where the company is; ``days_left`` is negative after the due day, ``file`` an address."""

    opens_on: str = ""
    due_on: str = ""
    today: str = ""
    days_left: int = 0
    zone: str = ""
    file: str = ""


@dataclass(frozen=True)
class TaskView:
    """How far each task is, as the tags call it, with what is told beside it."""

    assessment: str = OPEN
    assessment_day: str = ""
    assessment_href: str = ""
    answers: str = OPEN
    done: int = 0
    count: int = 0
    company: str = OPEN
    company_by: str = ""
    company_at: str = ""
    send: str = "locked"


@dataclass(frozen=True)
class CompanyView:
    """What there is to look through of the company; empty texts were never given."""

    legal_name: str = ""
    trade_name: str = ""
    country: str = ""
    telephone: str = ""
    website: str = ""
    addresses: list[str] = field(default_factory=list)
    contacts: list[list[str]] = field(default_factory=list)
    """Name and role of each."""


class AnnualReviewState(PlainForm, rx.State):
    """The review of the model that the address names. The model travels with each event."""

    model: int = 0
    account: int = 0
    company: str = ""
    state: str = ""
    state_name: str = ""
    next_move: str = ""
    calendar: CalendarView = CalendarView()
    tasks: TaskView = TaskView()
    profile: CompanyView = CompanyView()
    draft: int = 0
    """Where it is worked on or was sent from; 0 until somebody begins."""
    is_open: bool = False
    """Whether it can be worked on now."""
    sent_on: str = ""
    reference: str = ""
    is_late: bool = False
    may_answer: bool = False
    may_check: bool = False
    may_submit: bool = False
    zones: list[list[str]] = []
    """The zones of the country, as name and words; empty where there is nothing to choose."""

    @rx.event
    @requires(Permission.APPLICATION_READ)
    async def load(self) -> None:
        """Show the review of the model that the address names."""
        self.reset()  # type: ignore[no-untyped-call]
        await self._load(number_in(self.router.url.query_parameters.get("model", "")))

    @rx.event
    @requires(Permission.PROFILE_ANSWER)
    async def begin(self, model: int) -> EventSpec | None:
        """Begin to look through the answers, or go on."""
        session = await self.get_state(SessionState)
        try:
            await in_session(begin_review, session.actor(), security_model_id=model, now=now())
        except Refusal as refusal:
            await self.refuse("annual", in_words(refusal, session.language))
            return None
        return rx.redirect(f"/{session.language}/annual-answers/?model={model}")

    @rx.event
    @requires(Permission.TRADE_ACCOUNT_EDIT)
    async def confirm_company(self, model: int) -> None:
        """Note that the company profile was looked through."""
        session = await self.get_state(SessionState)
        self.clear_problems()
        try:
            await in_session(look_through_company, session.actor(), security_model_id=model, now=now())
        except Refusal as refusal:
            await self.refuse("annual", refusal)
            return
        await self._load(model)
        self.told = message("annual.company-checked", session.language)

    @rx.event
    @requires(Permission.TRADE_ACCOUNT_EDIT)
    async def set_zone(self, account: int, model: int, typed: Typed) -> None:
        """Keep the time zone in which the days of the company count."""
        session = await self.get_state(SessionState)
        self.clear_problems()
        zone = str(typed.get("zone") or "")
        try:
            await in_session(choose_zone, session.actor(), trade_account_id=account, zone=zone, now=now())
        except Refusal as refusal:
            await self.refuse("annual", refusal, field="zone")
            return
        await self._load(model)
        self.told = message("annual.zone-kept", session.language, zone=zone_name(zone, session.language))

    async def _load(self, model: int) -> None:
        session = await self.get_state(SessionState)
        self.model = 0
        try:
            review = await in_reading(read_review, session.actor(), security_model_id=model, now=now())
            profile = await in_reading(read_company, session.actor(), security_model_id=model)
        except Refusal as refusal:
            session.tell(refusal.code)
            return
        session.act_for(review.company)
        self._show(review, profile, session.language)

    def _show(self, review: AnnualReview, profile: CompanyProfile, language: str) -> None:
        self.model, self.account, self.company = review.model_id, review.trade_account_id, review.company
        self.state = review.state.value
        self.state_name = message(f"annual.state.{review.state}", language)
        self.next_move = message(f"annual.next.{review.state}", language)
        self.calendar, self.tasks = calendar_view(review, language), task_view(review, language)
        self.profile = company_view(profile, language)
        self.draft, self.is_open = review.draft_id, review.can_be_worked_on
        self.sent_on = moment_text(review.sent_at, language) if review.sent_at else ""
        self.reference, self.is_late = review.reference, review.is_late
        self.may_answer, self.may_check = review.may_answer, review.may_check_company
        self.may_submit = review.may_submit
        choices = review.zone.choices if len(review.zone.choices) > 1 else ()
        self.zones = sorted(([each, zone_name(each, language)] for each in choices), key=lambda pair: pair[1])
        self.values = {"annual-zone": review.zone.name}
        self.form_key = f"{review.model_id}/{review.zone.name}"


def in_words(refusal: Refusal, language: str) -> Refusal:
    """Return a refusal whose day is written as the reader expects it."""
    day = refusal.params.get("day")
    return Refusal(refusal.code, day=day_text(date.fromisoformat(day), language)) if day else refusal


def calendar_view(review: AnnualReview, language: str) -> CalendarView:
    """Return the days of the review in the reader's language."""
    return CalendarView(
        day_text(review.window.opens_on, language),
        day_text(review.window.due_on, language),
        day_text(review.today, language),
        review.window.days_left(review.today),
        zone_name(review.zone.name, language),
        f"/files/annual-review/{review.model_id}.ics?lang={language}",
    )


def task_view(review: AnnualReview, language: str) -> TaskView:
    """Return how far each task is."""
    assessment, is_sent = review.assessment, review.sent_at is not None
    done = review.statements - review.open
    is_assessed = assessment is not None and assessment.counts
    is_marked = review.draft_id > 0 and review.open == 0
    checked_at = review.company_checked_at
    page = f"risk-result/?draft={assessment.draft_id}" if assessment and is_assessed else ""
    return TaskView(
        assessment=DONE if is_assessed or is_sent else OPEN,
        assessment_day=day_text(assessment.finished_on, language) if assessment else "",
        assessment_href=f"/{language}/{page or f'risk-assessments/?account={review.trade_account_id}'}",
        answers=DONE if is_marked or is_sent else PART if done else OPEN,
        done=done,
        count=review.statements,
        company=DONE if checked_at else OPEN,
        company_by=review.company_checked_by,
        company_at=day_text(checked_at.date(), language) if checked_at else "",
        send=_sending(review),
    )


def _sending(review: AnnualReview) -> str:
    if review.sent_at is not None:
        return DONE
    if review.lacks or not review.can_be_worked_on:
        return "locked"
    return "ready" if review.may_submit else "waiting-for-officer"


def company_view(profile: CompanyProfile, language: str) -> CompanyView:
    """Return the company profile in the reader's language."""
    return CompanyView(
        profile.legal_name,
        profile.trade_name,
        dict(country_names(language)).get(profile.country, profile.country),
        display_phone(profile.telephone),
        profile.website,
        list(profile.addresses),
        [[each.name, each.role] for each in profile.contacts],
    )
