"""Signing an inquiry: what is missing, the declaration, and the copy of what was signed."""

import reflex as rx

from ctpat_app.adapters.clock import now
from ctpat_app.adapters.database import in_session
from ctpat_app.domain.errors import Refusal
from ctpat_app.services.inquiry_answers import OpenInquiry
from ctpat_app.services.inquiry_signing import sign_inquiry, stamp_of
from ctpat_app.services.inquiry_snapshots import Declaration
from ctpat_app.state.access import of_partners
from ctpat_app.state.answer_views import AskedRow, asked_parts
from ctpat_app.state.inquiry_answers import InquiryPage
from ctpat_app.state.partner_visit import PartnerVisitState
from ctpat_app.state.plain_form import Typed
from ctpat_app.state.session import SessionState
from ctpat_app.words.dates import moment_text
from ctpat_app.words.languages import SOURCE_LANGUAGE
from ctpat_app.words.localiser import localiser_for
from ctpat_app.words.messages import isolated, message

SIGN = "sign"
"""First part of the ids of the form."""


class InquirySignState(InquiryPage, rx.State):
    """What is signed, and by whom."""

    lacking: list[AskedRow] = []
    """What still lacks an answer."""
    declaration: str = ""
    stamp: str = ""
    signed: str = ""
    copy: str = ""
    """Where the signed copy can be downloaded."""

    @rx.event
    @of_partners
    async def load(self) -> None:
        """Load what is missing and what was signed."""
        found = await self.opened()
        if found is not None:
            await self._show(found)

    @rx.event
    @of_partners
    async def sign(self, inquiry: int, stamp: str, typed: Typed) -> None:
        """Sign the answers that were on show."""
        session = await self.get_state(SessionState)
        visit = (await self.get_state(PartnerVisitState)).visit()
        self.clear_problems()
        found = await self.reread(inquiry)
        if found is None:
            return
        try:
            await in_session(
                sign_inquiry,
                visit,
                inquiry_id=inquiry,
                stamp=stamp,
                name=str(typed.get("name") or ""),
                title=str(typed.get("title") or ""),
                agreed=bool(typed.get("agreed")),
                declaration=_declaration(found, session.language),
                now=now(),
            )
        except Refusal as refusal:
            self.values = {f"{SIGN}-{name}": str(typed.get(name) or "") for name in ("name", "title")}
            await self.refuse(SIGN, refusal)
            await self._reread(inquiry)
            return
        await self._reread(inquiry)
        self.told = message("reply.signed", session.language, company=isolated(self.company))

    async def _reread(self, inquiry: int) -> None:
        found = await self.reread(inquiry)
        if found is not None:
            await self._show(found)

    async def _show(self, found: OpenInquiry) -> None:
        language = (await self.get_state(SessionState)).language
        rows = [row for part in asked_parts(found, localiser_for(language)) for row in part.rows]
        self.lacking = [row for row in rows if row.id in found.missing]
        self.declaration = _declaration(found, language).text
        self.stamp = stamp_of(found)
        self.signed = self.copy = ""
        if found.signed_at:
            moment = moment_text(found.signed_at, language)
            self.signed = message("reply.signed-by", language, name=isolated(found.signer_name), moment=moment)
            self.copy = f"/files/inquiry/{found.id}/signed.pdf?lang={language}"


def _declaration(found: OpenInquiry, language: str) -> Declaration:
    """Return what is declared; the wording is the kiosk's own."""

    def text(tag: str) -> str:
        return message("reply.declaration", tag, partner=isolated(found.partner), company=isolated(found.company))

    return Declaration(text(language), language, text(SOURCE_LANGUAGE))
