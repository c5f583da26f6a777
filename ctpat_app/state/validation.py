"""One validation as the company sees it: what is planned, the report, and the response to it.

All that a change refers to travels with its event. Each answer has a form of its own, which keeps what was typed while
another one is saved.
"""

import reflex as rx
from reflex.event import EventSpec

from ctpat_app.adapters.clock import now
from ctpat_app.adapters.database import in_reading, in_session
from ctpat_app.domain.errors import Refusal, StaleVersion
from ctpat_app.domain.numbers import number_in
from ctpat_app.domain.permissions import Permission
from ctpat_app.domain.validations import Move
from ctpat_app.services.finding_files import take_away
from ctpat_app.services.validation_cases import read_case
from ctpat_app.services.validation_responses import save_response, submit_response
from ctpat_app.state.access import requires
from ctpat_app.state.action_views import text_in
from ctpat_app.state.plain_form import PlainForm, Typed
from ctpat_app.state.proving import way_to_prove
from ctpat_app.state.session import SessionState
from ctpat_app.state.validation_views import (
    CaseCard,
    FindingCard,
    MoveLine,
    VisitLine,
    case_card,
    finding_cards,
    move_lines,
    visit_lines,
)
from ctpat_app.words.messages import message


class ValidationState(PlainForm, rx.State):
    """The validation that the address names."""

    loaded: bool = False
    validation: int = 0
    version: int = 0
    """That was seen last; it travels with the sending."""
    card: CaseCard = CaseCard()
    visits: list[VisitLine] = []
    findings: list[FindingCard] = []
    moves: list[MoveLine] = []
    may_answer: bool = False
    may_submit: bool = False
    open_count: int = 0
    theirs: dict[str, str] = {}
    """What somebody else saved meanwhile, by the first part of the ids of its form."""
    seen: dict[str, int] = {}
    """Version of each answer that the reader has seen, by the same."""

    @rx.event
    @requires(Permission.VALIDATION_READ)
    async def load(self) -> None:
        """Show the validation."""
        self.reset()  # type: ignore[no-untyped-call]
        await self._reload(number_in(self.router.url.query_parameters.get("id", "")))

    @rx.event
    @requires(Permission.VALIDATION_READ)
    async def look_again(self, validation: int) -> None:
        """Show the documents that have arrived: the page's script has uploaded something."""
        await self._reload(validation)

    @rx.event
    @requires(Permission.VALIDATION_RESPONSE_WRITE)
    async def save(self, typed: Typed) -> None:
        """Save the answer that the form holds."""
        session = await self.get_state(SessionState)
        finding, form = number_in(text_in(typed, "finding")), f"answer-{number_in(text_in(typed, 'finding'))}"
        try:
            await in_session(
                save_response,
                session.actor(),
                finding_id=finding,
                seen_version=number_in(text_in(typed, "seen")),
                text=text_in(typed, "text"),
                language=text_in(typed, "language"),
                now=now(),
            )
        except StaleVersion as stale:
            # The field keeps what was typed; pressing again goes on from what the other one wrote.
            self.theirs, self.seen = {**self.theirs, form: stale.theirs}, {**self.seen, form: stale.version}
            await self.refuse(form, stale, field="text")
            return
        except Refusal as refusal:
            await self.refuse(form, refusal, field="text")
            return
        self.clear_problems()
        self.theirs = {key: text for key, text in self.theirs.items() if key != form}
        await self._reload(number_in(text_in(typed, "validation")))
        self.told = message("validation.told-saved", session.language)

    @rx.event
    @requires(Permission.VALIDATION_RESPONSE_WRITE)
    async def take_away(self, validation: int, finding: int, document: int) -> None:
        """Take a document away from an answer."""
        session = await self.get_state(SessionState)
        try:
            await in_session(take_away, session.actor(), finding_id=finding, document_id=document, now=now())
        except Refusal as refusal:
            session.tell(refusal.code)
            return
        self.clear_problems()
        await self._reload(validation)
        self.told = message("document.detached", session.language)

    @rx.event
    @requires(Permission.VALIDATION_RESPONSE_SUBMIT)
    async def submit(self, validation: int, seen_version: int) -> EventSpec | None:
        """Send the response."""
        session = await self.get_state(SessionState)
        try:
            await in_session(
                submit_response, session.actor(), validation_id=validation, seen_version=seen_version, now=now()
            )
        except Refusal as refusal:
            if prove := way_to_prove(refusal, session.language, self.router.url):
                return prove
            if isinstance(refusal, StaleVersion):
                await self._reload(validation)
            await self.refuse("submit", refusal)
            return None
        self.clear_problems()
        await self._reload(validation)
        self.told = message(f"validation.told-{Move.SUBMIT}", session.language)
        return None

    async def _reload(self, validation: int) -> None:
        session = await self.get_state(SessionState)
        actor, language = session.actor(), session.language
        # The look of staff is written down, so it is no mere reading.
        run = in_session if actor.staff_role else in_reading
        try:
            view = await run(read_case, actor, validation_id=validation, at_desk=False, now=now())
        except Refusal as refusal:
            self.reset()  # type: ignore[no-untyped-call]
            session.tell(refusal.code)
            return
        self.validation, self.version = validation, view.version
        self.card, self.visits = case_card(view, language, now().date()), visit_lines(view.visits, language)
        self.findings, self.moves = finding_cards(view, language), move_lines(view.events, language)
        self.values = {
            **{f"{each.form}-text": each.answer for each in self.findings},
            **{f"{each.form}-language": each.language for each in self.findings},
        }
        self.seen = {each.form: each.answer_version for each in self.findings if each.form not in self.theirs} | {
            form: version for form, version in self.seen.items() if form in self.theirs
        }
        self.may_answer = any(each.may_answer for each in self.findings)
        self.may_submit, self.open_count = Move.SUBMIT in view.moves, len(view.open_points)
        self.loaded = True
