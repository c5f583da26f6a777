"""The Public Library: documents of the program, for everybody with a trade account."""

import reflex as rx

from ctpat_app.adapters.clock import now
from ctpat_app.adapters.database import in_reading
from ctpat_app.domain.errors import Refusal
from ctpat_app.domain.numbers import number_in
from ctpat_app.domain.permissions import Permission
from ctpat_app.services.public_library import read_public_library
from ctpat_app.services.stored_documents import PAGE, Wanted
from ctpat_app.state.access import requires
from ctpat_app.state.document_facts import DocumentFactsState
from ctpat_app.state.document_views import DocumentCard, document_card
from ctpat_app.state.session import SessionState
from ctpat_app.words.messages import message

_LONGEST = 200


class PublicLibraryState(DocumentFactsState, rx.State):
    """What the address looks for in the library."""

    loaded: bool = False
    account: int = 0
    words: str = ""
    cards: list[DocumentCard] = []
    found: str = ""
    upload: str = ""
    """Where the page's script sends files; empty for everybody who may not add any."""
    may_write: bool = False
    earlier: str = ""
    later: str = ""

    @rx.event
    @requires(Permission.LIBRARY_READ)
    async def load(self) -> None:
        """Show the library, or why not."""
        self.reset()  # type: ignore[no-untyped-call]
        await self._look_again()

    @rx.event
    @requires(Permission.LIBRARY_READ)
    async def look_again(self) -> None:
        """Show the library anew: the page's script has uploaded something; an open form stays."""
        await self._look_again()

    async def _look_again(self) -> None:
        session = await self.get_state(SessionState)
        asked = self.router.url.query_parameters
        words, after = asked.get("words", "")[:_LONGEST], number_in(asked.get("after", ""))
        self.account = number_in(asked.get("account", ""))
        try:
            seen = await in_reading(
                read_public_library,
                session.actor(),
                trade_account_id=self.account,
                wanted=Wanted(words=words, after=after),
            )
        except Refusal as refusal:
            self.reset()  # type: ignore[no-untyped-call]
            session.tell(refusal.code)
            return
        self.words, self.may_write, self.loaded = words, seen.may_add, True
        self.upload = f"/files/upload?library=1&lang={session.language}" if seen.may_add else ""
        today = now().date()
        self.cards = [document_card(each, today, session.language) for each in seen.documents]
        self.found = message("document.found", session.language, count=seen.found)
        self.earlier = str(max(0, after - PAGE)) if after else ""
        self.later = str(after + PAGE) if after + PAGE < seen.found else ""
