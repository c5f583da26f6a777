"""What CTPAT sent back, in words: each point, what became of it, and who can send the profile again."""

from dataclasses import dataclass

import reflex as rx
from reflex.event import EventSpec

from ctpat_app.adapters.clock import now
from ctpat_app.adapters.database import in_reading, in_session
from ctpat_app.domain.conversations import About, AboutKind
from ctpat_app.domain.errors import Refusal
from ctpat_app.domain.numbers import number_in
from ctpat_app.domain.permissions import Permission
from ctpat_app.guidance.questions import CRITERION, steps_of
from ctpat_app.guidance.records import Library
from ctpat_app.guidance.texts import Shown, ref
from ctpat_app.services.drafts import APPLICATION
from ctpat_app.services.profile_changes import start_changes
from ctpat_app.services.returned import (
    PART,
    CommentNote,
    ReturnedList,
    ReturnedPlace,
    note_comment,
    read_comment,
    read_returned,
)
from ctpat_app.state.access import requires
from ctpat_app.state.plain_form import PlainForm, Typed
from ctpat_app.state.session import SessionState
from ctpat_app.words.cases import return_reason
from ctpat_app.words.dates import day_text, moment_text
from ctpat_app.words.localiser import localiser_for
from ctpat_app.words.messages import message


@dataclass(frozen=True)
class ReturnedCard:
    """One point that came back; ``id`` is its place in the page."""

    id: str
    key: str
    number: str
    title: str
    title_language: str
    reason: str
    comment: str
    returned_on: str
    state: str
    people: str
    href: str
    note: str = ""
    note_language: str = ""
    note_by: str = ""
    ask: str = ""
    """Where the specialist is asked about it; empty for a part of the form that is no statement."""


class ReturnedState(PlainForm, rx.State):
    """The points of the profile that the address names."""

    draft: int = 0
    """Where they are answered; 0 before somebody began."""
    shown: bool = False
    model: int = 0
    company: str = ""
    sent_on: str = ""
    cards: list[ReturnedCard] = []
    still_open: int = 0
    is_open: bool = False
    """Whether the profile was not sent again yet."""
    may_answer: bool = False
    may_send: bool = False

    @rx.event
    @requires(Permission.APPLICATION_READ)
    async def load(self) -> None:
        """Show what came back."""
        self.reset()  # type: ignore[no-untyped-call]
        await self._read(number_in(self.router.url.query_parameters.get("draft", "")))

    @rx.event
    @requires(Permission.PROFILE_ANSWER)
    async def begin(self, model: int) -> EventSpec | None:
        """Open the draft in which the points are answered."""
        session = await self.get_state(SessionState)
        try:
            draft = await in_session(start_changes, session.actor(), security_model_id=model, now=now())
        except Refusal as refusal:
            session.tell(refusal.code)
            return None
        return rx.redirect(f"/{session.language}/returned/?draft={draft}")

    @rx.event
    @requires(Permission.PROFILE_ANSWER)
    async def note(self, draft: int, typed: Typed) -> None:
        """Keep why a point stays as it is; an empty text takes the earlier one back."""
        session = await self.get_state(SessionState)
        key = str(typed.get("key") or "")
        self.clear_problems()
        try:
            await in_session(
                note_comment,
                session.actor(),
                draft_id=draft,
                key=key,
                note=str(typed.get("note") or ""),
                language=session.language,
                now=now(),
            )
        except Refusal as refusal:
            await self.refuse(place_id(key), refusal, field="note")
            return
        await self._read(draft)
        self.told = message("returned.noted", session.language)

    async def _read(self, draft: int) -> None:
        session = await self.get_state(SessionState)
        try:
            found = await in_reading(read_returned, session.actor(), draft_id=draft)
        except Refusal as refusal:
            session.tell(refusal.code)
            return
        self._show(found, session.language)

    def _show(self, found: ReturnedList, language: str) -> None:
        self.draft, self.model, self.company = found.draft_id, found.security_model_id, found.company
        self.sent_on = day_text(found.sent_at.date(), language)
        self.cards = [returned_card(each, found, language) for each in found.places]
        self.values = {f"{each.id}-note": each.note for each in self.cards}
        self.still_open, self.is_open = found.still_open, found.is_open
        self.may_answer, self.may_send = found.may_answer, found.may_send
        self.shown = True


class ReturnedCommentState(rx.State):
    """What came back about the statement or part on show."""

    draft: int = 0
    key: str = ""
    reason: str = ""
    comment: str = ""
    state: str = ""

    @rx.event
    @requires(Permission.APPLICATION_READ)
    async def load(self, draft: int, key: str) -> None:
        """Show what came back about ``key`` in the changes ``draft``; nothing where nothing did."""
        self.reset()  # type: ignore[no-untyped-call]
        session = await self.get_state(SessionState)
        try:
            place = await in_reading(read_comment, session.actor(), draft_id=draft, key=key)
        except Refusal as refusal:
            session.tell(refusal.code)
            return
        if place is not None:
            self.draft, self.key = draft, key
            self.reason = return_reason(place.comment.reason_kind, session.language)
            self.comment, self.state = place.comment.comment, place.state.value


def place_id(key: str) -> str:
    """Return what the place of a point is called in the page."""
    return "at-" + key.replace(".", "-")


def returned_card(place: ReturnedPlace, found: ReturnedList, language: str) -> ReturnedCard:
    """Return one point in the reader's language; the comment stays in that of its writer."""
    key = place.comment.key
    title, number = _title(key, found.library, language)
    note = place.note or CommentNote("", "", "", found.sent_at)
    return ReturnedCard(
        place_id(key),
        key,
        number,
        title.text,
        title.language,
        return_reason(place.comment.reason_kind, language),
        place.comment.comment,
        day_text(place.comment.at.date(), language),
        place.state.value,
        localiser_for(language).join(list(place.people)),
        _address(key, found.draft_id, language),
        note.text,
        note.language,
        message("returned.by", language, person=note.who, moment=moment_text(note.at, language)) if note.text else "",
        _asking(key, found, language),
    )


def _asking(key: str, found: ReturnedList, language: str) -> str:
    if not key.startswith(CRITERION):
        return ""
    about = About(AboutKind.STATEMENT, found.sent_draft_id, key.removeprefix(CRITERION))
    return f"/{language}/messages/?account={found.trade_account_id}&about={about}"


def _title(key: str, library: Library, language: str) -> tuple[Shown, str]:
    localiser, place = localiser_for(language), key.removeprefix(CRITERION).removeprefix(PART)
    if key.startswith(CRITERION) and place in library.criteria:
        criterion = library.criteria[place]
        return localiser.show(ref(f"criteria/{place}", "title", criterion.i18n.title)), place
    step = steps_of(library, APPLICATION).get(place)
    if step is None:
        return Shown(place, "en"), ""
    return localiser.show(ref(f"flows/{APPLICATION}/{place}", "task", step.i18n.task)), ""


def _address(key: str, draft: int, language: str) -> str:
    if key.startswith(CRITERION):
        return f"/{language}/profile/?draft={draft}&criterion={key.removeprefix(CRITERION)}"
    return f"/{language}/apply/?draft={draft}&step={key.removeprefix(PART)}"
