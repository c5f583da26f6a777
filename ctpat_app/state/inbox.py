"""The inbox of the signed-in person. Filter and place in it stand in the address."""

from dataclasses import dataclass
from typing import Final

import reflex as rx

from ctpat_app.adapters.clock import now
from ctpat_app.adapters.database import in_reading, in_session
from ctpat_app.domain.notices import NoticeKind, opening
from ctpat_app.domain.numbers import number_in
from ctpat_app.services.inbox import (
    Notice,
    choose_mails,
    kinds_of,
    note_all_read,
    read_inbox,
    unmailed_kinds,
)
from ctpat_app.state.access import signed_in
from ctpat_app.state.flash import kiosk_settings
from ctpat_app.state.frame import FrameState
from ctpat_app.state.session import SessionState
from ctpat_app.words.dates import moment_text
from ctpat_app.words.mails import notice_text
from ctpat_app.words.messages import message

UNREAD: Final = "unread"


@dataclass(frozen=True)
class NoticeCard:
    """One entry in the reader's words; ``stamp`` is the moment for machines."""

    id: int
    heading: str
    text: str
    when: str
    stamp: str
    href: str
    is_read: bool


@dataclass(frozen=True)
class MailChoice:
    """A kind of notice, and whether it comes by mail, too."""

    kind: str
    name: str
    is_mailed: bool


class InboxState(rx.State):
    """The part of the inbox that the address names, and the choice of mails."""

    loaded: bool = False
    show: str = ""
    """``unread``, or empty for all."""
    notices: list[NoticeCard] = []
    older: int = 0
    is_newest: bool = True
    unread: int = 0
    newest: int = 0
    choices: list[MailChoice] = []
    told: str = ""

    @rx.event
    @signed_in
    async def load(self) -> None:
        """Show the inbox."""
        self.reset()  # type: ignore[no-untyped-call]
        await self._reload()

    async def _reload(self) -> None:
        session = await self.get_state(SessionState)
        actor, wanted = session.actor(), self.router.url.query_parameters
        self.show = UNREAD if wanted.get("show", "") == UNREAD else ""
        before = number_in(wanted.get("before", ""))
        inbox = await in_reading(read_inbox, actor, only_unread=self.show == UNREAD, before=before)
        unmailed = await in_reading(unmailed_kinds, actor)
        self.notices = [notice_card(each, session.language) for each in inbox.notices]
        self.older, self.is_newest = inbox.older, before == 0
        self.unread, self.newest = inbox.unread, inbox.newest
        self.choices = [mail_choice(kind, session.language, kind not in unmailed) for kind in kinds_of(actor)]
        (await self.get_state(FrameState)).unread = inbox.unread
        self.loaded = True

    @rx.event
    @signed_in
    async def read_all(self, up_to: int) -> None:
        """Mark as read what stands in the inbox up to the entry that was its newest when the page was shown."""
        session = await self.get_state(SessionState)
        await in_session(note_all_read, session.actor(), up_to=up_to, now=now())
        await self._reload()
        self.told = message("inbox.all-read", session.language)

    @rx.event
    @signed_in
    async def choose(self, typed: dict[str, str | bool | None]) -> None:
        """Keep about which kinds the person wants a mail, too."""
        session = await self.get_state(SessionState)
        mailed = [kind for kind in NoticeKind if typed.get(f"mail-{kind}")]
        await in_session(choose_mails, session.actor(), mailed=mailed, now=now())
        await self._reload()
        self.told = message("inbox.mails-chosen", session.language)


def notice_card(notice: Notice, language: str) -> NoticeCard:
    """Return an entry in the reader's language."""
    heading, text = notice_text(notice.template, language, notice.params, kiosk=kiosk_settings().kiosk_name)
    return NoticeCard(
        notice.id,
        heading,
        text,
        moment_text(notice.created_at, language),
        notice.created_at.isoformat(),
        f"/{language}/{opening(notice.path, notice.id)}",
        notice.is_read,
    )


def mail_choice(kind: NoticeKind, language: str, is_mailed: bool) -> MailChoice:
    """Return a kind of notice in words."""
    return MailChoice(kind.value, message(f"inbox.kind-{kind}", language), is_mailed)
