"""The file of the company on show at the desk: security models, requests, links with counts, and the own watch."""

from dataclasses import dataclass, field
from typing import Final

import reflex as rx

from ctpat_app.adapters.clock import now
from ctpat_app.adapters.database import in_session
from ctpat_app.domain.errors import Refusal
from ctpat_app.domain.form_faults import FaultCollector
from ctpat_app.domain.lifecycle import Party
from ctpat_app.domain.milestones import Point
from ctpat_app.domain.numbers import number_in
from ctpat_app.domain.permissions import Permission
from ctpat_app.guidance.texts import ref
from ctpat_app.services.company_file import CompanyFile, FileEvent, ModelFile, RequestLine, look_at_file
from ctpat_app.services.company_sections import Section
from ctpat_app.services.library import current_library
from ctpat_app.services.watches import stop_watching, watch_company
from ctpat_app.state.access import requires
from ctpat_app.state.action_views import day_in, text_in
from ctpat_app.state.model_status import status_name
from ctpat_app.state.organization_views import model_name
from ctpat_app.state.plain_form import PlainForm, Typed
from ctpat_app.state.session import SessionState
from ctpat_app.words.dates import day_text, moment_text
from ctpat_app.words.localiser import localiser_for
from ctpat_app.words.messages import isolated, message

_STAFF: Final = frozenset({Party.SPECIALIST, Party.SUPERVISOR, Party.HEADQUARTERS})


@dataclass(frozen=True)
class PointLine:
    """A milestone in words; ``when`` is ``behind``, ``ahead`` or ``late``."""

    name: str
    day: str
    when: str


@dataclass(frozen=True)
class EventLine:
    """One step in words; ``person`` and ``reason`` may be empty."""

    sentence: str
    moment: str
    stamp: str
    person: str
    reason: str


@dataclass(frozen=True)
class ModelCard:
    """A security model; days that do not exist are empty."""

    id: int
    name: str
    status: str
    certified_on: str
    validated_on: str
    window_from: str
    window_until: str
    draft: int
    points: list[PointLine] = field(default_factory=list)
    events: list[EventLine] = field(default_factory=list)
    numbers: list[list[str]] = field(default_factory=list)
    """Kind and masked value of its identifiers."""


@dataclass(frozen=True)
class SectionLink:
    """A page that holds more of the company, and how much."""

    name: str
    href: str
    count: str
    waits: bool


class CompanyFileState(PlainForm, rx.State):
    """The file of the company that the address names."""

    loaded: bool = False
    account: int = 0
    models: list[ModelCard] = []
    requests: list[list[str]] = []
    """Operation, state and day in words."""
    sections: list[SectionLink] = []
    may_review: bool = False
    is_watching: bool = False
    watched_since: str = ""

    @rx.event
    @requires(Permission.TRADE_ACCOUNT_READ, of_staff_alone=True)
    async def load(self) -> None:
        """Show the file; who may not see it, or no longer, is left with nothing of it."""
        self.reset()  # type: ignore[no-untyped-call]
        await self._read(number_in(self.router.url.query_parameters.get("account", "")))

    @rx.event
    @requires(Permission.TRADE_ACCOUNT_READ, of_staff_alone=True)
    async def watch(self, account: int, typed: Typed) -> None:
        """Put the company on the reader's watch list, or change note and day."""
        session = await self.get_state(SessionState)
        self.clear_problems()
        faults = FaultCollector()
        until_on = day_in(faults, typed, "until_on")
        try:
            faults.refuse()
            await in_session(
                watch_company,
                session.actor(),
                trade_account_id=account,
                note=text_in(typed, "note"),
                until_on=until_on,
                now=now(),
            )
        except Refusal as refusal:
            await self.refuse("watch", refusal)
            return
        await self._read(account)
        self.told = message("watch.begun", session.language)

    @rx.event
    @requires(Permission.TRADE_ACCOUNT_READ, of_staff_alone=True)
    async def stop_watching(self, account: int) -> None:
        """Take the company off the reader's watch list."""
        session = await self.get_state(SessionState)
        self.clear_problems()
        try:
            await in_session(stop_watching, session.actor(), trade_account_id=account, now=now())
        except Refusal as refusal:
            await self.refuse("watch", refusal)
            return
        await self._read(account)
        self.told = message("watch.ended", session.language, company=isolated(session.acting_for))

    async def _read(self, account: int) -> None:
        session = await self.get_state(SessionState)
        try:
            found = await in_session(look_at_file, session.actor(), trade_account_id=account, now=now())
        except Refusal as refusal:
            self.reset()  # type: ignore[no-untyped-call]
            session.tell(refusal.code)
            return
        self._show(found, session.language)

    def _show(self, found: CompanyFile, language: str) -> None:
        self.account, self.may_review = found.account_id, found.may_review
        self.models = [model_card(each, language) for each in found.models]
        self.requests = [request_words(each, language) for each in found.requests]
        self.sections = [section_link(each, language) for each in found.sections]
        watch = found.watch
        self.is_watching = watch is not None
        self.watched_since = day_text(watch.added_at.date(), language) if watch else ""
        self.values = {
            "watch-note": watch.note if watch else "",
            "watch-until_on": watch.until_on.isoformat() if watch and watch.until_on else "",
        }
        self.form_key = f"{found.account_id}-{watch.watch_id if watch else 0}"
        self.loaded = True


def model_card(model: ModelFile, language: str) -> ModelCard:
    """Return a security model in the reader's language."""

    def day(given: object) -> str:
        return day_text(given, language) if given else ""  # type: ignore[arg-type]

    return ModelCard(
        model.model_id,
        model_name(model.name, model.types, language),
        status_name(model.status, language),
        day(model.certified_on),
        day(model.validated_on),
        day(model.window.opens_on if model.window else None),
        day(model.window.due_on if model.window else None),
        model.draft_id,
        [point_line(each, language) for each in model.points],
        [event_line(each, language) for each in model.events],
        [[identifier_name(kind, language), value] for kind, value in model.identifiers],
    )


def point_line(point: Point, language: str) -> PointLine:
    """Return a milestone in words."""
    when = "ahead" if point.is_ahead else "late" if point.is_late else "behind"
    return PointLine(message(f"desk.milestone-{point.what.value}", language), day_text(point.day, language), when)


def event_line(event: FileEvent, language: str) -> EventLine:
    """Return a step in words: in which role somebody took it, and who that was."""
    who = message("history.kiosk", language)
    if event.party != Party.SYSTEM:
        known = "history.staff-" if event.party in _STAFF else "company.role-"
        who = message(f"{known}{event.party}", language)
    sentence = message(f"history.model.{event.step}", language, person=isolated(who))
    person = message("desk.by", language, person=isolated(event.person)) if event.person else ""
    return EventLine(sentence, moment_text(event.at, language), event.at.isoformat(), person, event.reason)


def identifier_name(kind: str, language: str) -> str:
    """Return the name of a kind of identifier; the id of one that is offered no more."""
    found = current_library().identifiers.get(kind)
    return localiser_for(language).text(ref(f"identifiers/{kind}", "name", found.i18n.name)) if found else kind


def request_words(request: RequestLine, language: str) -> list[str]:
    """Return operation, state and day of a request."""
    until = day_text(request.takes_effect_at.date(), language) if request.takes_effect_at else ""
    return [
        message(f"desk.request-{request.operation}", language),
        message(f"request.state-{request.state}", language, date=until),
        day_text(request.asked_at.date(), language),
    ]


def section_link(section: Section, language: str) -> SectionLink:
    """Return a link of the page with its count."""
    code = "desk.section-waiting" if section.waiting else "desk.section-count"
    return SectionLink(
        message(f"desk.section-{section.key}", language),
        f"/{language}/{section.path}",
        message(code, language, count=section.count, waiting=section.waiting),
        section.waiting > 0,
    )
