"""Messages between a company and CTPAT, for either side; what a message belongs to travels with its event."""

import secrets
from typing import ClassVar

import reflex as rx

from ctpat_app.adapters.clock import now
from ctpat_app.adapters.database import in_session
from ctpat_app.domain.conversations import Side, read_about
from ctpat_app.domain.errors import Refusal
from ctpat_app.domain.numbers import number_in
from ctpat_app.domain.permissions import Permission
from ctpat_app.services.conversation_view import Conversation, read_conversation
from ctpat_app.services.conversations import Typed as TypedMessage
from ctpat_app.services.conversations import send_message, settle
from ctpat_app.state.access import requires
from ctpat_app.state.action_views import text_in
from ctpat_app.state.conversation_views import DocumentChoice, MessageCard, about_text, message_card
from ctpat_app.state.plain_form import PlainForm, Typed
from ctpat_app.state.session import SessionState
from ctpat_app.words.dates import moment_text
from ctpat_app.words.languages import known_languages
from ctpat_app.words.messages import message

FILE = "file-"
"""Before the number of a document, in the name of its box."""
SHOWN = 30
"""So many documents are offered, those uploaded last."""


class ConversationForm(PlainForm, mixin=True):
    """What both pages share: the messages, and the form below them."""

    side: ClassVar[Side]
    account: int = 0
    company: str = ""
    cards: list[MessageCard] = []
    earlier: int = 0
    """The oldest message on show when there are older ones; else 0."""
    before: int = 0
    unread: str = ""
    token: str = ""
    draft_key: str = ""
    """Under which the browser keeps the text until it is sent."""
    about: str = ""
    about_name: str = ""
    about_new: str = ""
    documents: list[DocumentChoice] = []
    more_documents: bool = False
    upload: str = ""
    languages: list[list[str]] = []
    waits: str = ""
    newest: int = 0
    _known: list[str] = []
    """Documents that were there when the page came: what arrives later is chosen by itself."""

    async def _load(self) -> None:
        self.reset()  # type: ignore[no-untyped-call]
        wanted = self.router.url.query_parameters
        self.before = number_in(wanted.get("before", ""))
        self.about = str(read_about(wanted.get("about", "")) or "")
        await self._read(number_in(wanted.get("account", "")))

    async def _read(self, account: int) -> None:
        session = await self.get_state(SessionState)
        try:
            seen = await in_session(
                read_conversation,
                session.actor(),
                trade_account_id=account,
                side=self.side,
                before=self.before,
                now=now(),
            )
        except Refusal as refusal:
            self.reset()  # type: ignore[no-untyped-call]
            session.tell(refusal.code)
            return
        self._show(seen, session.language)

    def _show(self, seen: Conversation, language: str) -> None:
        self.account, self.company = seen.trade_account_id, seen.company
        self.cards = [message_card(each, self.side, seen.trade_account_id, language) for each in seen.messages]
        self.newest = seen.messages[-1].id if seen.messages else 0
        self.earlier = seen.messages[0].id if seen.has_earlier else 0
        new = sum(each.is_new for each in seen.messages)
        self.unread = message("conversation.unread", language, count=new) if new else ""
        self.waits = ""
        if seen.waits_since:
            self.waits = message("conversation.waits-since", language, moment=moment_text(seen.waits_since, language))
        self.about_name = about_text(read_about(self.about), language)
        self.languages = [list(each) for each in known_languages()]
        self.upload = f"/files/upload?model={seen.model_id}&lang={language}" if seen.model_id else ""
        self._offer(seen)
        self.draft_key = f"message/{self.side}/{seen.trade_account_id}/{seen.last_own}"
        self.form_key = f"{seen.trade_account_id}/{seen.last_own}"
        self.values = {"message-language": language}
        self.token = self.token or secrets.token_hex(16)

    def _offer(self, seen: Conversation) -> None:
        ids = [str(number) for number, _name in seen.documents]
        if not self.token:
            self._known = ids
        self.more_documents = len(ids) > SHOWN
        self.documents = [
            DocumentChoice(str(number), name, str(number) not in self._known) for number, name in seen.documents[:SHOWN]
        ]

    async def _send(self, account: int, token: str, about: str, typed: Typed) -> None:
        session = await self.get_state(SessionState)
        self.clear_problems()
        wanted = TypedMessage(
            text=text_in(typed, "text"),
            language=_language_in(typed, session.language),
            token=token,
            about=about,
            documents=tuple(number_in(name.removeprefix(FILE)) for name in typed if name.startswith(FILE)),
        )
        try:
            await in_session(
                send_message, session.actor(), trade_account_id=account, side=self.side, typed=wanted, now=now()
            )
        except Refusal as refusal:
            await self.refuse("message", refusal, field="text")
            return
        self.token, self.about, self.before = "", "", 0
        await self._read(account)
        self.told = message("conversation.told-sent", session.language)


def _language_in(typed: Typed, fallback: str) -> str:
    chosen = text_in(typed, "language")
    return chosen if chosen in dict(known_languages()) else fallback


class MessagesState(ConversationForm, rx.State):
    """The messages of the company that the address names, for its people."""

    side = Side.COMPANY

    @rx.event
    @requires(Permission.APPLICATION_READ)
    async def load(self) -> None:
        """Show the messages; who may not read them, or no longer, is left with nothing."""
        await self._load()

    @rx.event
    @requires(Permission.APPLICATION_READ)
    async def look_again(self) -> None:
        """Show what is there now: the page's script has uploaded something, or somebody wants to see the newest."""
        await self._read(number_in(self.router.url.query_parameters.get("account", "")))

    @rx.event
    @requires(Permission.APPLICATION_READ)
    async def send(self, account: int, token: str, about: str, typed: Typed) -> None:
        """Send a message to CTPAT."""
        await self._send(account, token, about, typed)


class StaffMessagesState(ConversationForm, rx.State):
    """The messages of the company that the address names, for staff who review it."""

    side = Side.STAFF

    @rx.event
    @requires(Permission.PROFILE_REVIEW)
    async def load(self) -> None:
        """Show the messages; who may not read them, or no longer, is left with nothing."""
        await self._load()

    @rx.event
    @requires(Permission.PROFILE_REVIEW)
    async def look_again(self) -> None:
        """Show what is there now."""
        await self._read(number_in(self.router.url.query_parameters.get("account", "")))

    @rx.event
    @requires(Permission.PROFILE_REVIEW)
    async def send(self, account: int, token: str, about: str, typed: Typed) -> None:
        """Send a message to the company."""
        await self._send(account, token, about, typed)

    @rx.event
    @requires(Permission.PROFILE_REVIEW)
    async def settle(self, account: int, through: int) -> None:
        """Note that what the company wrote needs no answer."""
        session = await self.get_state(SessionState)
        self.clear_problems()
        try:
            await in_session(settle, session.actor(), trade_account_id=account, through=through, now=now())
        except Refusal as refusal:
            session.tell(refusal.code)
            return
        await self._read(account)
        self.told = message("conversation.told-settled", session.language)
