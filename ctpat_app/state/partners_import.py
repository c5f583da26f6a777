"""Loading partners from a file: what was uploaded, what comes in of it, and the word that loads it."""

import reflex as rx

from ctpat_app.adapters.clock import now
from ctpat_app.adapters.database import in_reading, in_session
from ctpat_app.domain.errors import NotPermitted, Refusal
from ctpat_app.domain.numbers import number_in
from ctpat_app.domain.permissions import Permission
from ctpat_app.services.partner_imports import (
    discard_import,
    find_import,
    get_import,
    load_import,
    require_import,
)
from ctpat_app.state.access import addressed, requires
from ctpat_app.state.partner_views import FileCard, file_card, kiosk_words
from ctpat_app.state.session import SessionState
from ctpat_app.words.messages import message, refusal_text


class PartnersImportState(rx.State):
    """The file that the person has uploaded for the company that the address names; the rows stay on the server."""

    loaded: bool = False
    account: int = 0
    company: str = ""
    upload: str = ""
    """Address to which the file is sent."""
    has_file: bool = False
    file: FileCard = FileCard()
    problem: str = ""
    """Why nothing was loaded."""
    told: str = ""

    @rx.event
    @requires(Permission.PARTNERS_MANAGE)
    async def load(self) -> None:
        """Show what was uploaded and not yet forgotten."""
        self.reset()  # type: ignore[no-untyped-call]
        session = await self.get_state(SessionState)
        account = number_in(self.router.url.query_parameters.get("account", ""))
        if await self._show(session, account):
            self.account = account
            self.upload = f"/files/partners/upload?account={account}&lang={session.language}"
            self.loaded = True

    @rx.event
    @requires(Permission.PARTNERS_MANAGE)
    async def arrived(self, account: int) -> None:
        """Show the file that has just come in."""
        session = await self.get_state(SessionState)
        if await self._show(session, account):
            self.told = message("import.read", session.language)

    @rx.event
    @addressed
    async def load_whole(self, import_id: int) -> None:
        """Load every row, or none when one is wrong."""
        await self._load(import_id, only_as_a_whole=True)

    @rx.event
    @addressed
    async def load_right(self, import_id: int) -> None:
        """Load the right rows; the others stay in a file to download."""
        await self._load(import_id, only_as_a_whole=False)

    @rx.event
    @addressed
    async def discard(self, import_id: int) -> None:
        """Forget the file."""
        session = await self.get_state(SessionState)
        try:
            await in_session(discard_import, session.actor(), import_id=import_id)
        except Refusal as refusal:
            session.tell(refusal.code)
            return
        self.has_file, self.file, self.problem = False, FileCard(), ""
        self.told = message("import.told-discarded", session.language)

    async def _load(self, import_id: int, *, only_as_a_whole: bool) -> None:
        session = await self.get_state(SessionState)
        self.problem = self.told = ""
        try:
            count = await in_session(
                load_import,
                session.actor(),
                import_id=import_id,
                only_as_a_whole=only_as_a_whole,
                words=kiosk_words(),
                now=now(),
            )
            view = await in_reading(get_import, session.actor(), import_id=import_id, words=kiosk_words(), now=now())
        except NotPermitted as refusal:
            session.tell(refusal.code)
            return
        except Refusal as refusal:
            self.problem = refusal_text(refusal, session.language)
            return
        self.file = file_card(view, session.language)
        self.told = message("import.told-loaded", session.language, count=count)

    async def _show(self, session: SessionState, account: int) -> bool:
        actor = session.actor()
        self.problem = self.told = ""
        try:
            self.company = await in_reading(require_import, actor, trade_account_id=account)
            view = await in_reading(find_import, actor, trade_account_id=account, words=kiosk_words(), now=now())
        except Refusal as refusal:
            session.tell(refusal.code)
            return False
        self.has_file, self.file = view is not None, file_card(view, session.language) if view else FileCard()
        return True
