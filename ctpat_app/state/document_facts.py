"""Noting what is known of a document: what every page shares on which a document is opened for that."""

from collections.abc import Mapping
from datetime import date

import reflex as rx

from ctpat_app.adapters.clock import now
from ctpat_app.adapters.database import in_session
from ctpat_app.domain.documents import MAX_NOTE
from ctpat_app.domain.errors import InvalidValue, NotPermitted, Refusal, StaleVersion
from ctpat_app.domain.numbers import number_in
from ctpat_app.domain.permissions import Permission
from ctpat_app.services.document_facts import Facts, change_facts
from ctpat_app.state.access import requires, signed_in
from ctpat_app.state.document_views import kind_options
from ctpat_app.state.session import SessionState
from ctpat_app.words.messages import message, refusal_text

_DAYS = ("stands_from", "stands_for", "valid_until")


class DocumentFactsState(rx.State, mixin=True):
    """One document at a time is open for writing; what its form refers to travels with it."""

    editing: int = 0
    """The document whose form is open; 0: none."""
    seen: int = 0
    """Version of the facts that the person has seen; another one was saved meanwhile once it is refused."""
    fitting_kinds: list[list[str]] = []
    """Kinds of evidence that belong here, as id and words."""
    other_kinds: list[list[str]] = []
    problem: str = ""
    """Why the facts were not saved; what was typed stays in the form."""
    told: str = ""
    """What was done last."""
    tellings: int = 0
    """Counts what was told, so that the same words once more are new."""

    @rx.event
    @signed_in
    async def edit(self, document: int, seen: int) -> None:
        """Open the form of a document (0: close it); it shows nothing that the page did not hold already."""
        language = (await self.get_state(SessionState)).language
        self.editing, self.seen, self.problem, self.told = document, seen, "", ""
        self.fitting_kinds, self.other_kinds = kind_options(language, self._kinds_that_fit()) if document else ([], [])

    @rx.event
    @requires(Permission.DOCUMENTS_REPLACE, Permission.LIBRARY_ADD)
    async def save_facts(self, typed: dict[str, str]) -> None:
        """Save what the form says about the document that it names."""
        session = await self.get_state(SessionState)
        document, version = number_in(typed.get("document", "")), number_in(typed.get("version", ""))
        self.told = ""
        try:
            await in_session(
                change_facts,
                session.actor(),
                document_id=document,
                seen_version=version,
                facts=facts_in(typed),
                now=now(),
            )
        except NotPermitted as refusal:
            session.tell(refusal.code)
            return
        except Refusal as refusal:
            self.editing, self.problem = document, refusal_text(refusal, session.language)
            if isinstance(refusal, StaleVersion):
                self.seen = refusal.version
                await self._look_again()
            return
        self.editing, self.problem = 0, ""
        self._tell_done(message("document.saved", session.language))
        await self._look_again()

    def _tell_done(self, words: str) -> None:
        self.told = words
        self.tellings += 1

    def _kinds_that_fit(self) -> tuple[str, ...]:
        """Return the kinds of evidence that belong where the documents stand; each page says which."""
        return ()

    async def _look_again(self) -> None:
        """Show the documents anew; each page says how."""
        raise NotImplementedError


def facts_in(typed: Mapping[str, str]) -> Facts:
    """Return the facts that a form holds.

    Raises:
        InvalidValue: ``document.date-unclear``.
    """
    first, last, end = (_day(typed.get(name, "")) for name in _DAYS)
    note = typed.get("note", "").strip()[: MAX_NOTE + 1]
    return Facts(typed.get("kind", ""), first, last, end, note, typed.get("language", ""))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise InvalidValue("document.date-unclear") from None
