"""One inquiry: what the partner answered, its English, grades and actions; return, close, and keep it as evidence.

All that a change refers to travels with its event. Each answer has forms of its own, which keep what was typed while
another one is saved.
"""

import asyncio
from collections.abc import Callable
from typing import Any

import reflex as rx
from reflex.event import EventSpec

from ctpat_app.adapters.clock import now
from ctpat_app.adapters.database import in_reading, in_session
from ctpat_app.adapters.made_files import keep_made_file
from ctpat_app.adapters.pdf import render_application
from ctpat_app.domain.errors import Refusal, StaleVersion
from ctpat_app.domain.inquiries import Outcome
from ctpat_app.domain.numbers import number_in
from ctpat_app.domain.permissions import Permission
from ctpat_app.domain.printing import PrintedDocument
from ctpat_app.domain.uploads import JudgedFile
from ctpat_app.services.inquiries import extend_inquiry, revoke_inquiry, send_again, send_link_anew
from ctpat_app.services.inquiry_actions import add_inquiry_action, decide_action
from ctpat_app.services.inquiry_evidence import file_inquiry, name_of_inquiry, places_for, require_closed
from ctpat_app.services.inquiry_printing import printed_inquiry
from ctpat_app.services.inquiry_reading import InquiryView, read_inquiry
from ctpat_app.services.inquiry_reviews import close_inquiry, grade_answer, return_answers, write_english
from ctpat_app.state.access import requires
from ctpat_app.state.action_views import text_in
from ctpat_app.state.charts import Bar
from ctpat_app.state.flash import kiosk_settings
from ctpat_app.state.inquiry_views import (
    AnswerGroup,
    EventLine,
    InquiryCard,
    LinkLine,
    answer_groups,
    day_or_none,
    event_lines,
    grade_options,
    inquiry_card,
    link_lines,
    score_bars,
)
from ctpat_app.state.plain_form import PlainForm, Typed
from ctpat_app.state.session import SessionState
from ctpat_app.words.localiser import localiser_for
from ctpat_app.words.messages import message
from ctpat_app.words.pdf import PdfWords

COMMENT = "comment-"
"""Begins the name of the field with the comment to one answer."""


class InquiryState(PlainForm, rx.State):
    """The inquiry that the address names."""

    loaded: bool = False
    inquiry: int = 0
    version: int = 0
    """That was seen last; it travels with each step."""
    may_manage: bool = False
    card: InquiryCard = InquiryCard()
    groups: list[AnswerGroup] = []
    bars: list[Bar] = []
    links: list[LinkLine] = []
    events: list[EventLine] = []
    steps: list[str] = []
    grades: list[list[str]] = []
    outcomes: list[list[str]] = []
    theirs: dict[str, str] = {}
    """What somebody else saved meanwhile, by the first part of the ids of its form."""
    seen: dict[str, int] = {}
    """Version of each English and grade that the reader has seen, by the same."""
    places: list[list[str]] = []
    """Security models whose exchange takes the result: number, name, and "1" where it lies there."""

    @rx.event
    @requires(Permission.PARTNERS_READ)
    async def load(self) -> None:
        """Show the inquiry."""
        self.reset()  # type: ignore[no-untyped-call]
        session = await self.get_state(SessionState)
        wanted = self.router.url.query_parameters
        await self._reload(number_in(wanted.get("inquiry", "")))
        if self.loaded and wanted.get("told") == "again":
            self.told = message("inquiry.told-sent-again", session.language)

    # ------------------------------------------------------------ each answer

    @rx.event
    @requires(Permission.PARTNERS_MANAGE)
    async def write_english(
        self, inquiry: int, criterion: str, seen_version: int, of_version: int, typed: Typed
    ) -> None:
        """Save what an answer says in English."""
        await self._do(
            "inquiry.told-english",
            (f"english-{_place(criterion)}", "text"),
            inquiry,
            write_english,
            inquiry_id=inquiry,
            criterion=criterion,
            seen_version=seen_version,
            of_version=of_version,
            text=text_in(typed, "text"),
        )

    @rx.event
    @requires(Permission.PARTNERS_MANAGE)
    async def grade(self, inquiry: int, criterion: str, seen_version: int, of_version: int, typed: Typed) -> None:
        """Save how far an answer meets its statement."""
        await self._do(
            "inquiry.told-grade",
            (f"grade-{_place(criterion)}", "form"),
            inquiry,
            grade_answer,
            inquiry_id=inquiry,
            criterion=criterion,
            seen_version=seen_version,
            of_version=of_version,
            grade=text_in(typed, "grade"),
            reason=text_in(typed, "reason"),
        )

    @rx.event
    @requires(Permission.PARTNERS_MANAGE)
    async def add_action(self, inquiry: int, criterion: str, typed: Typed) -> None:
        """Write down what the partner is to put right."""
        await self._do(
            "inquiry.told-action",
            (f"action-{_place(criterion)}", "form"),
            inquiry,
            add_inquiry_action,
            inquiry_id=inquiry,
            criterion=criterion,
            finding=text_in(typed, "finding"),
            wanted=text_in(typed, "wanted"),
            due_on=day_or_none(text_in(typed, "due_on")),
        )

    @rx.event
    @requires(Permission.PARTNERS_MANAGE)
    async def decide(self, inquiry: int, partner_action: int, seen_version: int, typed: Typed) -> None:
        """Say whether what the partner did is enough."""
        await self._do(
            "inquiry.told-decided",
            (f"decide-{partner_action}", "form"),
            inquiry,
            decide_action,
            action_id=partner_action,
            seen_version=seen_version,
            decision=text_in(typed, "decision"),
            reason=text_in(typed, "reason"),
            due_on=day_or_none(text_in(typed, "due_on")),
        )

    # ------------------------------------------------------------ the whole

    @rx.event
    @requires(Permission.PARTNERS_MANAGE)
    async def return_to_partner(self, inquiry: int, seen_version: int, typed: Typed) -> None:
        """Return the answers that have a comment."""
        comments = {name.removeprefix(COMMENT): text_in(typed, name) for name in typed if name.startswith(COMMENT)}
        await self._do(
            "inquiry.told-returned",
            ("return", "form"),
            inquiry,
            return_answers,
            inquiry_id=inquiry,
            seen_version=seen_version,
            comments=comments,
            due_on=day_or_none(text_in(typed, "due_on")),
        )

    @rx.event
    @requires(Permission.PARTNERS_MANAGE)
    async def close(self, inquiry: int, seen_version: int, typed: Typed) -> None:
        """Say what came of it."""
        await self._do(
            "inquiry.told-closed",
            ("close", "form"),
            inquiry,
            close_inquiry,
            inquiry_id=inquiry,
            seen_version=seen_version,
            outcome=text_in(typed, "outcome"),
            reason=text_in(typed, "reason"),
        )

    @rx.event
    @requires(Permission.PARTNERS_MANAGE)
    async def send_link(self, inquiry: int, seen_version: int, typed: Typed) -> None:
        """Send a link to another address; earlier ones end."""
        await self._do(
            "inquiry.told-link",
            ("link", "form"),
            inquiry,
            send_link_anew,
            inquiry_id=inquiry,
            seen_version=seen_version,
            email=text_in(typed, "email"),
            name=text_in(typed, "name"),
        )

    @rx.event
    @requires(Permission.PARTNERS_MANAGE)
    async def extend(self, inquiry: int, seen_version: int, typed: Typed) -> None:
        """Give the partner another day."""
        await self._do(
            "inquiry.told-extended",
            ("extend", "due_on"),
            inquiry,
            extend_inquiry,
            inquiry_id=inquiry,
            seen_version=seen_version,
            due_on=day_or_none(text_in(typed, "due_on")),
        )

    @rx.event
    @requires(Permission.PARTNERS_MANAGE)
    async def revoke(self, inquiry: int, seen_version: int) -> None:
        """Take the inquiry back."""
        await self._do(
            "inquiry.told-revoked",
            ("revoke", "form"),
            inquiry,
            revoke_inquiry,
            inquiry_id=inquiry,
            seen_version=seen_version,
        )

    @rx.event
    @requires(Permission.PARTNERS_MANAGE)
    async def send_again(self, inquiry: int, typed: Typed) -> EventSpec | None:
        """Send the questionnaire again, then show the new inquiry."""
        session = await self.get_state(SessionState)
        try:
            number = await in_session(
                send_again,
                session.actor(),
                inquiry_id=inquiry,
                due_on=day_or_none(text_in(typed, "due_on")),
                languages=kiosk_settings().all_languages,
                now=now(),
            )
        except Refusal as refusal:
            await self.refuse("again", refusal, field="due_on" if ".due-" in refusal.code else "form")
            return None
        return rx.redirect(f"/{session.language}/inquiry/?inquiry={number}&told=again")

    @rx.event
    @requires(Permission.DOCUMENTS_REPLACE, also=Permission.PARTNERS_MANAGE)
    async def keep_as_evidence(self, inquiry: int, model: int) -> None:
        """Put the result, in English with the original answers, into the exchange of a security model."""
        session = await self.get_state(SessionState)
        try:
            reference = await in_reading(require_closed, session.actor(), inquiry_id=inquiry)
            file = await asyncio.to_thread(_made, await self._printed(inquiry), reference)
            await in_session(
                file_inquiry, session.actor(), inquiry_id=inquiry, security_model_id=model, file=file, now=now()
            )
        except Refusal as refusal:
            session.tell(refusal.code)
            return
        self.clear_problems()
        await self._reload(inquiry)
        self.told = message("inquiry.told-filed", session.language)

    async def _printed(self, inquiry: int) -> PrintedDocument:
        session = await self.get_state(SessionState)
        return await in_reading(
            printed_inquiry,
            session.actor(),
            inquiry_id=inquiry,
            localiser=localiser_for("en"),
            words=PdfWords("en", kiosk_settings().kiosk_name),
            now=now(),
        )

    # ------------------------------------------------------------ helpers

    async def _do(
        self, done: str, place: tuple[str, str], inquiry: int, use_case: Callable[..., object], **what: Any
    ) -> None:
        """Carry out one use case; ``place`` is its form, and the field that a refusal is about when it names none."""
        session = await self.get_state(SessionState)
        form, field = place
        try:
            await in_session(use_case, session.actor(), **what, now=now())
        except StaleVersion as stale:
            # The field keeps what was typed; pressing again goes on from what the other one wrote.
            self.theirs, self.seen = {**self.theirs, form: stale.theirs}, {**self.seen, form: stale.version}
            if "seen_version" in what and stale.code == "inquiry.changed-meanwhile":
                self.version = stale.version
            await self.refuse(form, stale)
            return
        except Refusal as refusal:
            await self.refuse(form, refusal, field=field)
            return
        self.clear_problems()
        self.theirs = {key: text for key, text in self.theirs.items() if key != form}
        await self._reload(inquiry)
        self.told = message(done, session.language)

    async def _reload(self, inquiry: int) -> None:
        session = await self.get_state(SessionState)
        actor, language = session.actor(), session.language
        try:
            view = await in_reading(read_inquiry, actor, inquiry_id=inquiry, now=now())
            places = await in_reading(places_for, actor, inquiry_id=inquiry)
        except Refusal as refusal:
            self.reset()  # type: ignore[no-untyped-call]
            session.tell(refusal.code)
            return
        self.inquiry, self.version, self.may_manage = inquiry, view.version, view.may_manage
        self.card, self.bars = inquiry_card(view, language), score_bars(view, language)
        self.links, self.events = link_lines(view.links, language), event_lines(view.events, language)
        self.steps = [step.value for step in view.steps]
        self.grades = grade_options(language)
        self.outcomes = [[each.value, message(f"inquiry.outcome-{each}", language)] for each in Outcome]
        self.places = [
            [str(each.security_model_id), each.name or view.company, "1" if each.is_filed else ""] for each in places
        ]
        self._fill(view, language)
        self.loaded = True

    def _fill(self, view: InquiryView, language: str) -> None:
        self.groups = answer_groups(view, language)
        cards = [card for group in self.groups for card in group.cards]
        self.values = {
            **{f"{card.english_form}-text": card.english for card in cards},
            **{f"{card.grade_form}-grade": card.grade for card in cards},
            **{f"{card.grade_form}-reason": card.grade_reason for card in cards},
            "link-email": view.partner_email,
            "link-name": view.contact,
            "extend-due_on": view.line.due_on.isoformat(),
        }
        known = {card.english_form: card.english_version for card in cards}
        known |= {card.grade_form: card.grade_version for card in cards}
        self.seen = known | {form: version for form, version in self.seen.items() if form in self.theirs}
        self.form_key = f"{view.line.id}/{view.version}"


def _place(criterion: str) -> str:
    return criterion.replace(".", "_")


def _made(document: PrintedDocument, reference: str) -> JudgedFile:
    """Print the document and put it into the file store."""
    return keep_made_file(render_application(document).content, name_of_inquiry(reference), now=now())
