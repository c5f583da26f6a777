"""Which further customers read what a partner has signed."""

from dataclasses import dataclass

import reflex as rx

from ctpat_app.adapters.clock import now
from ctpat_app.adapters.database import in_reading, in_session
from ctpat_app.domain.errors import Refusal
from ctpat_app.services.answer_grants import GrantView, grant_answers, list_grants, revoke_grant
from ctpat_app.state.access import of_partners
from ctpat_app.state.flash import kiosk_settings
from ctpat_app.state.inquiry_answers import InquiryPage
from ctpat_app.state.inquiry_colleagues import language_options
from ctpat_app.state.partner_visit import PartnerVisitState
from ctpat_app.state.plain_form import Typed
from ctpat_app.state.session import SessionState
from ctpat_app.words.dates import day_text, moment_text
from ctpat_app.words.messages import isolated, message

GRANT = "grant"
_FIELDS = ("customer", "email", "language", "until")


@dataclass(frozen=True)
class CustomerView:
    """A customer who was let read."""

    id: int
    customer: str
    email: str
    until: str
    state: str
    read: str
    older: bool
    is_open: bool


class InquiryGrantsState(InquiryPage, rx.State):
    """The customers who read the signed answers."""

    is_signed: bool = False
    customers: list[CustomerView] = []
    languages: list[list[str]] = []

    @rx.event
    @of_partners
    async def load(self) -> None:
        """Load who was let in."""
        found = await self.opened()
        if found is not None:
            self.is_signed = found.signed_at is not None
            self.languages = language_options()
            self.values = {f"{GRANT}-language": (await self.get_state(SessionState)).language}
            await self._list()

    @rx.event
    @of_partners
    async def grant(self, inquiry: int, typed: Typed) -> None:
        """Let a customer read what was signed last."""
        session = await self.get_state(SessionState)
        visit = (await self.get_state(PartnerVisitState)).visit()
        self.clear_problems()
        sent = {name: str(typed.get(name) or "") for name in _FIELDS}
        try:
            address = await in_session(
                grant_answers, visit, inquiry_id=inquiry, **sent, languages=kiosk_settings().all_languages, now=now()
            )
        except Refusal as refusal:
            await self.refuse(GRANT, refusal)
            return
        await self._list()
        self.form_key = f"{address}-{len(self.customers)}"
        self.told = message("grant.given", session.language, customer=isolated(sent["customer"].strip()))

    @rx.event
    @of_partners
    async def revoke(self, inquiry: int, grant: int) -> None:
        """Take back what a customer was let read."""
        session = await self.get_state(SessionState)
        visit = (await self.get_state(PartnerVisitState)).visit()
        self.clear_problems()
        try:
            await in_session(revoke_grant, visit, inquiry_id=inquiry, grant_id=grant, now=now())
        except Refusal as refusal:
            session.tell(refusal.code)
            return
        await self._list()
        self.told = message("grant.revoked", session.language)

    async def _list(self) -> None:
        language = (await self.get_state(SessionState)).language
        visit = (await self.get_state(PartnerVisitState)).visit()
        found = await in_reading(list_grants, visit, inquiry_id=visit.inquiry_id, now=now())
        self.customers = [_customer(each, language) for each in found]


def _customer(grant: GrantView, language: str) -> CustomerView:
    state = "open" if grant.is_open else "revoked" if grant.is_revoked else "over"
    read = (
        message("grant.read", language, moment=moment_text(grant.first_read_at, language))
        if grant.first_read_at
        else message("grant.not-read", language)
    )
    return CustomerView(
        grant.id,
        grant.customer,
        grant.email,
        day_text(grant.until, language),
        message(f"grant.state-{state}", language),
        read,
        older=grant.is_older,
        is_open=grant.is_open,
    )
