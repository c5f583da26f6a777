"""Who has a link to an inquiry, and handing it over to a colleague."""

from dataclasses import dataclass

import reflex as rx

from ctpat_app.adapters.clock import now
from ctpat_app.adapters.database import in_reading, in_session
from ctpat_app.domain.errors import Refusal
from ctpat_app.services.inquiry_handovers import LinkHolder, hand_over, list_holders, revoke_link
from ctpat_app.state.access import of_partners
from ctpat_app.state.flash import kiosk_settings
from ctpat_app.state.inquiry_answers import InquiryPage
from ctpat_app.state.partner_visit import PartnerVisitState
from ctpat_app.state.plain_form import Typed
from ctpat_app.state.session import SessionState
from ctpat_app.words.languages import own_name
from ctpat_app.words.messages import isolated, message

HAND_OVER = "colleague"
_FIELDS = ("name", "email", "language")


@dataclass(frozen=True)
class HolderView:
    """Somebody who has a link."""

    id: int
    name: str
    email: str
    note: str
    is_revocable: bool


def language_options() -> list[list[str]]:
    """Return the languages of a link as pairs of tag and own name."""
    return [[tag, own_name(tag)] for tag in kiosk_settings().all_languages]


class InquiryColleaguesState(InquiryPage, rx.State):
    """The colleagues who answer together."""

    holders: list[HolderView] = []
    languages: list[list[str]] = []

    @rx.event
    @of_partners
    async def load(self) -> None:
        """Load who has a link."""
        if await self.opened() is not None:
            self.languages = language_options()
            language = (await self.get_state(SessionState)).language
            self.values = {f"{HAND_OVER}-language": language}
            await self._list()

    @rx.event
    @of_partners
    async def hand_over(self, inquiry: int, typed: Typed) -> None:
        """Send a colleague a link of their own."""
        session = await self.get_state(SessionState)
        visit = (await self.get_state(PartnerVisitState)).visit()
        self.clear_problems()
        sent = {name: str(typed.get(name) or "") for name in _FIELDS}
        try:
            address = await in_session(
                hand_over, visit, inquiry_id=inquiry, **sent, languages=kiosk_settings().all_languages, now=now()
            )
        except Refusal as refusal:
            await self.refuse(HAND_OVER, refusal)
            return
        self.form_key = address
        await self._list()
        self.told = message("reply.handed-over", session.language, address=isolated(address))

    @rx.event
    @of_partners
    async def revoke(self, inquiry: int, link: int) -> None:
        """Take back a link that one made oneself."""
        session = await self.get_state(SessionState)
        visit = (await self.get_state(PartnerVisitState)).visit()
        self.clear_problems()
        try:
            await in_session(revoke_link, visit, inquiry_id=inquiry, link_id=link, now=now())
        except Refusal as refusal:
            session.tell(refusal.code)
            return
        await self._list()
        self.told = message("reply.link-revoked", session.language)

    async def _list(self) -> None:
        language = (await self.get_state(SessionState)).language
        visit = (await self.get_state(PartnerVisitState)).visit()
        found = await in_reading(list_holders, visit, inquiry_id=visit.inquiry_id, now=now())
        self.holders = [_holder(each, language) for each in found]


def _holder(holder: LinkHolder, language: str) -> HolderView:
    code = (
        "revoked" if holder.revoked_at else "self" if holder.is_self else "opened" if holder.has_opened else "not-yet"
    )
    note = message(f"reply.holder-{code}", language)
    return HolderView(holder.link_id, holder.name or holder.email, holder.email, note, holder.is_revocable)
