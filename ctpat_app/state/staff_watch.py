"""The watch list of a member of staff."""

from dataclasses import dataclass

import reflex as rx

from ctpat_app.adapters.clock import now
from ctpat_app.adapters.database import in_reading, in_session
from ctpat_app.domain.errors import Refusal
from ctpat_app.domain.permissions import Permission
from ctpat_app.services.watches import WatchLine, list_watches, stop_watching
from ctpat_app.state.access import of_staff, requires
from ctpat_app.state.session import SessionState
from ctpat_app.words.dates import day_text
from ctpat_app.words.messages import isolated, message


@dataclass(frozen=True)
class WatchCard:
    """A company that is watched; ``until`` and ``moved`` are empty where there is no such day."""

    account: int
    name: str
    href: str
    note: str
    since: str
    until: str
    moved: str


class StaffWatchState(rx.State):
    """Everything that the reader watches."""

    loaded: bool = False
    cards: list[WatchCard] = []
    told: str = ""

    @rx.event
    @of_staff
    async def load(self) -> None:
        """Show the list; companies that the reader may not read any more are not on it."""
        self.reset()  # type: ignore[no-untyped-call]
        await self._read()

    @rx.event
    @requires(Permission.TRADE_ACCOUNT_READ, of_staff_alone=True)
    async def stop(self, account: int) -> None:
        """Take a company off the list."""
        session = await self.get_state(SessionState)
        name = next((card.name for card in self.cards if card.account == account), "")
        try:
            await in_session(stop_watching, session.actor(), trade_account_id=account, now=now())
        except Refusal as refusal:
            session.tell(refusal.code)
            return
        await self._read()
        self.told = message("watch.ended", session.language, company=isolated(name))

    async def _read(self) -> None:
        session = await self.get_state(SessionState)
        try:
            found = await in_reading(list_watches, session.actor(), now=now())
        except Refusal as refusal:
            session.tell(refusal.code)
            return
        self.cards = [watch_card(each, session.language) for each in found]
        self.loaded = True


def watch_card(watch: WatchLine, language: str) -> WatchCard:
    """Return a watched company in the reader's language."""
    return WatchCard(
        watch.account_id,
        watch.company,
        f"/{language}/staff/company/?account={watch.account_id}",
        watch.note,
        day_text(watch.added_at.date(), language),
        day_text(watch.until_on, language) if watch.until_on else "",
        day_text(watch.moved_at.date(), language) if watch.moved_at else "",
    )
