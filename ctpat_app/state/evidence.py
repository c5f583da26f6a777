"""The documents beside one statement of the security profile."""

from collections.abc import Awaitable
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

import reflex as rx

from ctpat_app.adapters.clock import now
from ctpat_app.adapters.database import in_reading, in_session
from ctpat_app.domain.errors import NotPermitted, Refusal
from ctpat_app.domain.numbers import number_in
from ctpat_app.domain.permissions import Permission
from ctpat_app.guidance.flow import Situation
from ctpat_app.guidance.questions import CRITERION
from ctpat_app.services.application import OpenedDraft
from ctpat_app.services.attachments import attach_document, detach_document, move_document, read_beside
from ctpat_app.services.contributing import is_limited, open_profile
from ctpat_app.services.exchange import read_exchange
from ctpat_app.services.library import current_library
from ctpat_app.services.stored_documents import PAGE, DocumentItem, Wanted
from ctpat_app.state.access import requires, server_only
from ctpat_app.state.document_facts import DocumentFactsState
from ctpat_app.state.document_views import DocumentCard, document_card, misplacement, options, statement_name
from ctpat_app.state.session import SessionState
from ctpat_app.words.messages import isolated, message, refusal_text


class EvidenceState(DocumentFactsState, rx.State):
    """What stands beside the statement on show. Draft, answer and document travel with each event."""

    draft: int = 0
    key: str = ""
    """Of the answer to the statement."""
    upload: str = ""
    """Where the page's script sends files that belong here."""
    may_add: bool = False
    """Whether files can be added; ``may_write``: also changed and moved, which people from outside cannot."""
    may_write: bool = False
    files: list[DocumentCard] = []
    upload_kinds: list[list[str]] = []
    """Kinds of evidence that the statement names, to choose from while uploading."""
    choosing: bool = False
    exchange: list[list[str]] = []
    """Documents that can be put here as well, as number and name."""
    exchange_note: str = ""
    choice_problem: str = ""

    @server_only
    async def show(self, opened: OpenedDraft, criterion: str) -> None:
        """Show what stands beside ``criterion`` of a draft that was opened."""
        session = await self.get_state(SessionState)
        draft, key = opened.access.draft_id, CRITERION + criterion
        if (self.draft, self.key) != (draft, key):
            self.reset()  # type: ignore[no-untyped-call]
        self.draft, self.key = draft, key
        query = urlencode({"draft": draft, "key": key, "lang": session.language})
        self.upload = f"/files/upload?{query}"
        self.may_add = not opened.access.frozen and opened.access.allows(Permission.DOCUMENTS_REPLACE)
        self.may_write = self.may_add and not is_limited(opened)
        self.upload_kinds = options(self._kinds_that_fit(), session.language)
        items = await in_reading(read_beside, session.actor(), draft_id=draft, key=key)
        cards = [_card(each, opened.situation, criterion, session.language) for each in items]
        # Where it fits better is for those who can move it there.
        self.files = [replace(each, misplaced="", targets=[]) for each in cards] if is_limited(opened) else cards

    @rx.event
    @requires(Permission.APPLICATION_READ)
    async def look_again(self, draft: int, key: str) -> None:
        """Show what stands beside the answer now: the page's script has uploaded something."""
        self.told = ""
        await self._show_anew(draft, key)

    @rx.event
    @requires(Permission.DOCUMENTS_READ)
    async def choose_existing(self, draft: int, key: str) -> None:
        """Offer the documents of the exchange that do not stand here yet."""
        session = await self.get_state(SessionState)
        try:
            found = await in_session(read_exchange, session.actor(), draft_id=draft, wanted=Wanted(), now=now())
        except Refusal as refusal:
            session.tell(refusal.code)
            return
        free = [each for each in found.documents if all(place.key != key for place in each.places)]
        self.exchange = [[str(each.id), each.name] for each in free]
        more = found.found > PAGE
        self.exchange_note = message("document.too-many", session.language, count=PAGE) if more else ""
        self.choosing, self.choice_problem = True, ""

    @rx.event
    @requires(Permission.DOCUMENTS_REPLACE)
    async def attach(self, typed: dict[str, str]) -> None:
        """Put the document that the form names beside the answer that it names."""
        session = await self.get_state(SessionState)
        draft, key = number_in(typed.get("draft", "")), typed.get("key", "")
        document = number_in(typed.get("document", ""))
        if draft and not document:
            self.choice_problem = message("document.choose-first", session.language)
            return
        if await self._done(self._attached(draft, key, document)):
            self.choosing = False
            self._tell_done(message("document.attached", session.language))
            await self._show_anew(draft, key)

    @rx.event
    @requires(Permission.DOCUMENTS_REPLACE)
    async def attach_there(self, draft: int, key: str, to_key: str, document: int) -> None:
        """Put a document that stands here beside another answer as well."""
        if await self._done(self._attached(draft, to_key, document)):
            await self._tell("document.attached-there", to_key)
            await self._show_anew(draft, key)

    @rx.event
    @requires(Permission.DOCUMENTS_REPLACE)
    async def move(self, draft: int, key: str, to_key: str, document: int) -> None:
        """Move a document from here to another answer."""
        session = await self.get_state(SessionState)
        moved = in_session(
            move_document,
            session.actor(),
            draft_id=draft,
            key=key,
            to_key=to_key,
            document_id=document,
            now=now(),
        )
        if await self._done(moved):
            await self._tell("document.moved", to_key)
            await self._show_anew(draft, key)

    @rx.event
    @requires(Permission.DOCUMENTS_REPLACE)
    async def detach(self, draft: int, key: str, document: int) -> None:
        """Take a document away from the answer."""
        session = await self.get_state(SessionState)
        taken = in_session(detach_document, session.actor(), draft_id=draft, key=key, document_id=document, now=now())
        if await self._done(taken):
            self._tell_done(message("document.detached", session.language))
            await self._show_anew(draft, key)

    async def _attached(self, draft: int, key: str, document: int) -> None:
        session = await self.get_state(SessionState)
        await in_session(attach_document, session.actor(), draft_id=draft, key=key, document_id=document, now=now())

    async def _done(self, work: Awaitable[Any]) -> bool:
        """Whether ``work`` was not refused; a refusal is told."""
        session = await self.get_state(SessionState)
        self.told = self.choice_problem = ""
        try:
            await work
        except NotPermitted as refusal:
            session.tell(refusal.code)
            return False
        except Refusal as refusal:
            self.choice_problem = refusal_text(refusal, session.language)
            return False
        return True

    async def _tell(self, code: str, key: str) -> None:
        language = (await self.get_state(SessionState)).language
        self._tell_done(message(code, language, statement=isolated(statement_name(key, language))))

    async def _look_again(self) -> None:
        if self.draft:
            await self._show_anew(self.draft, self.key)

    async def _show_anew(self, draft: int, key: str) -> None:
        session = await self.get_state(SessionState)
        try:
            opened = await in_session(open_profile, session.actor(), draft_id=draft, now=now())
            if (self.draft, self.key) in {(draft, key), (0, "")}:
                await self.show(opened, key.removeprefix(CRITERION))
        except Refusal as refusal:
            session.tell(refusal.code)

    def _kinds_that_fit(self) -> tuple[str, ...]:
        found = current_library().criteria.get(self.key.removeprefix(CRITERION))
        return found.evidence if found else ()


def _card(item: DocumentItem, situation: Situation, criterion: str, language: str) -> DocumentCard:
    here = CRITERION + criterion
    elsewhere = replace(item, places=tuple(each for each in item.places if each.key != here))
    words, targets = misplacement(item, situation, criterion, language)
    return replace(document_card(elsewhere, situation.today, language), misplaced=words, targets=targets)
