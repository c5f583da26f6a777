"""The vetting of a submission: what staff note, part by part, and sign. A save names all that it refers to."""

from dataclasses import replace
from datetime import date

import reflex as rx
from reflex.event import EventSpec

from ctpat_app.adapters.clock import now
from ctpat_app.adapters.database import in_session
from ctpat_app.domain.errors import Refusal, StaleVersion
from ctpat_app.domain.form_faults import FormFaults
from ctpat_app.domain.numbers import number_in
from ctpat_app.domain.permissions import Permission
from ctpat_app.domain.vetting import Found, Outcome, Part, Source, SourceKind
from ctpat_app.services.vetting_view import VettingDesk, read_vetting
from ctpat_app.services.vetting_work import (
    Signing,
    add_source,
    remove_source,
    save_part,
    sign_vetting,
    start_vetting,
)
from ctpat_app.state.access import requires
from ctpat_app.state.action_views import text_in
from ctpat_app.state.plain_form import PlainForm, Typed
from ctpat_app.state.proving import way_to_prove
from ctpat_app.state.session import SessionState
from ctpat_app.state.vetting_views import (
    PartView,
    SignedCard,
    part_name,
    part_values,
    part_views,
    signed_cards,
    word_options,
)
from ctpat_app.words.dates import day_text, moment_text
from ctpat_app.words.messages import isolated, message, refusal_text


class StaffVettingState(PlainForm, rx.State):
    """The vetting of the application that the address names."""

    account: int = 0
    draft: int = 0
    newest: int = 0
    """The newest submission: only it is vetted."""
    company: str = ""
    reference: str = ""
    sent_on: str = ""
    since: str = ""
    """When the company came to the kiosk."""
    vetting: int = 0
    """The open one; 0 while there is none."""
    number: int = 0
    began: str = ""
    statement: str = ""
    own_name: str = ""
    digest: str = ""
    """Of what would be signed, as it is on show."""
    passed: bool = False
    changed: bool = False
    """Whether the company says something otherwise than at the last vetting."""
    found_options: list[list[str]] = []
    outcome_options: list[list[str]] = []
    source_options: list[list[str]] = []
    parts: dict[str, PartView] = {}
    signed: list[SignedCard] = []

    @rx.event
    @requires(Permission.PROFILE_REVIEW)
    async def load(self) -> None:
        """Show the vetting; who may not see it, or no longer, is left with nothing of it."""
        self.reset()  # type: ignore[no-untyped-call]
        await self._reload(number_in(self.router.url.query_parameters.get("draft", "")))

    async def _reload(self, draft: int) -> None:
        session = await self.get_state(SessionState)
        try:
            desk = await in_session(read_vetting, session.actor(), draft_id=draft, now=now())
        except Refusal as refusal:
            self.reset()  # type: ignore[no-untyped-call]
            session.tell(refusal.code)
            return
        self._show(desk, session.language)
        self._offer(session.language)
        self.own_name = session.actor().name

    def _offer(self, language: str) -> None:
        self.found_options = word_options("found", Found, language)
        self.outcome_options = word_options("outcome", Outcome, language)
        self.source_options = word_options("source", SourceKind, language)
        self.statement = message("vetting.statement", language)

    def _show(self, desk: VettingDesk, language: str) -> None:
        self.account, self.draft, self.newest = desk.trade_account_id, desk.draft_id, desk.newest_draft_id
        self.company, self.reference = desk.company, desk.reference
        self.sent_on = day_text(desk.sent_at.date(), language)
        self.since = day_text(desk.began_at.date(), language)
        self.parts, self.values = part_views(desk, language), part_values(desk)
        self.signed, self.passed = signed_cards(desk, language), desk.passed
        self.changed = bool(desk.since_last.gone or desk.since_last.come)
        self.vetting, self.number = (desk.open.id, desk.open.number) if desk.open else (0, 0)
        self.digest = desk.open.content_hash if desk.open else ""
        self.began = ""
        if desk.open:
            person, moment = isolated(desk.open.started_by), moment_text(desk.open.started_at, language)
            self.began = message("vetting.began", language, person=person, moment=moment)

    # ------------------------------------------------------------ changes

    @rx.event
    @requires(Permission.PROFILE_REVIEW)
    async def start(self, draft: int) -> None:
        """Begin a vetting, or go on with the one that is open."""
        session = await self.get_state(SessionState)
        self.clear_problems()
        try:
            await in_session(start_vetting, session.actor(), draft_id=draft, now=now())
        except Refusal as refusal:
            session.tell(refusal.code)
            return
        await self._reload(draft)

    @rx.event
    @requires(Permission.PROFILE_REVIEW)
    async def save(self, vetting: int, part: str, seen_version: int, typed: Typed) -> None:
        """Save what was found about a part; a text that somebody else saved meanwhile is shown beside one's own."""
        session = await self.get_state(SessionState)
        self.clear_problems()
        try:
            await in_session(
                save_part,
                session.actor(),
                vetting_id=vetting,
                part=part,
                seen_version=seen_version,
                outcome=text_in(typed, "outcome"),
                notes=text_in(typed, "notes"),
                now=now(),
            )
        except StaleVersion as stale:
            if part in self.parts:
                self.parts[part] = replace(self.parts[part], version=stale.version, theirs=stale.theirs)
            await self.refuse(part, stale, field="notes")
            return
        except Refusal as refusal:
            await self.refuse(part, refusal, field="notes")
            return
        await self._look_again()
        self.told = message("vetting.part-saved", session.language, part=part_name(Part(part), session.language))

    @rx.event
    @requires(Permission.PROFILE_REVIEW)
    async def add_source(self, vetting: int, part: str, typed: Typed) -> None:
        """Note something that was looked at."""
        session = await self.get_state(SessionState)
        self.clear_problems()
        source = Source(
            text_in(typed, "kind"), text_in(typed, "place"), _day_in(typed, "looked_on"), text_in(typed, "note")
        )
        try:
            await in_session(add_source, session.actor(), vetting_id=vetting, part=part, source=source, now=now())
        except Refusal as refusal:
            await self.refuse(f"{part}-source", refusal)
            return
        await self._look_again()
        self.told = message("vetting.source-added", session.language, part=part_name(Part(part), session.language))

    @rx.event
    @requires(Permission.PROFILE_REVIEW)
    async def remove_source(self, source: int) -> None:
        """Take away what was noted by mistake."""
        session = await self.get_state(SessionState)
        self.clear_problems()
        try:
            await in_session(remove_source, session.actor(), source_id=source, now=now())
        except Refusal as refusal:
            session.tell(refusal.code)
            return
        await self._look_again()
        self.told = message("vetting.source-removed", session.language)

    @rx.event
    @requires(Permission.PROFILE_REVIEW)
    async def sign(self, vetting: int, digest: str, typed: Typed) -> EventSpec | None:
        """Sign and end the vetting, as it was on show."""
        session = await self.get_state(SessionState)
        self.clear_problems()
        signing = Signing(
            outcome=text_in(typed, "outcome"),
            reason=text_in(typed, "reason"),
            typed_name=text_in(typed, "name"),
            agreed=bool(typed.get("agreed")),
            statement=message("vetting.statement", session.language),
            language=session.language,
            seen_hash=digest,
        )
        try:
            await in_session(sign_vetting, session.actor(), vetting_id=vetting, signing=signing, now=now())
        except FormFaults as refusal:
            await self._refuse_signing(refusal)
            return None
        except Refusal as refusal:
            if way := way_to_prove(refusal, session.language, self.router.url):
                return way
            await self._look_again()
            await self.refuse("sign", refusal)
            return None
        await self._look_again()
        self.told = message("vetting.done", session.language)
        return None

    async def _refuse_signing(self, refusal: FormFaults) -> None:
        """Show faults of the form at its fields, and those of parts at the parts."""
        await self.refuse("sign", refusal)
        session = await self.get_state(SessionState)
        faults = {name: refusal_text(fault, session.language) for name, fault in refusal.faults.items()}
        self.parts = {name: replace(part, fault=faults.get(name, "")) for name, part in self.parts.items()}
        names = {f"sign-{part}": f"part-{part}" for part in Part}
        self.faults = [replace(each, target=names.get(each.target, each.target)) for each in self.faults]

    async def _look_again(self) -> None:
        """Show what is stored now, on a page that shows anything; fields whose keys stay keep what was typed."""
        if self.draft:
            await self._reload(self.draft)


def _day_in(typed: Typed, name: str) -> date | None:
    try:
        return date.fromisoformat(text_in(typed, name))
    except ValueError:
        return None
