"""All that an inquiry asks, by category, and what the company wants put right."""

import reflex as rx

from ctpat_app.adapters.clock import now
from ctpat_app.adapters.database import in_reading, in_session
from ctpat_app.domain.errors import NotPermitted, Refusal, StaleVersion
from ctpat_app.domain.numbers import number_in
from ctpat_app.services.inquiry_answers import OpenInquiry, answer_action, read_inquiry
from ctpat_app.state.access import of_partners, server_only
from ctpat_app.state.answer_views import AskedAction, AskedPart, asked_action, asked_parts, state_text
from ctpat_app.state.partner_visit import PartnerVisitState
from ctpat_app.state.plain_form import PlainForm, Typed
from ctpat_app.state.session import SessionState
from ctpat_app.words.dates import day_text, moment_text
from ctpat_app.words.localiser import localiser_for
from ctpat_app.words.messages import message


class InquiryPage(PlainForm, mixin=True):
    """What every page of an inquiry begins with."""

    inquiry: int = 0
    reference: str = ""
    company: str = ""
    partner: str = ""
    name: str = ""
    due: str = ""
    stage: str = ""
    """An ``InquiryState``; ``stage_text`` says it in words."""
    stage_text: str = ""
    may_answer: bool = False
    missing: int = 0
    total: int = 0

    @server_only
    async def opened(self) -> OpenInquiry | None:
        """Return the inquiry that the address names, with its facts on show; None for one that is not theirs."""
        self.reset()  # type: ignore[no-untyped-call]
        return await self.reread(number_in(self.router.url.query_parameters.get("inquiry", "")))

    @server_only
    async def reread(self, inquiry_id: int) -> OpenInquiry | None:
        """Return an inquiry as it stands now, with its facts on show."""
        session = await self.get_state(SessionState)
        visit = (await self.get_state(PartnerVisitState)).visit()
        try:
            found = await in_reading(read_inquiry, visit, inquiry_id=inquiry_id)
        except NotPermitted as refusal:
            session.tell(refusal.code)
            return None
        self.inquiry, self.reference, self.company = found.id, found.reference, found.company
        self.partner, self.name = found.partner, found.name
        self.due = day_text(found.due_on, session.language)
        self.stage, self.stage_text = found.state.value, state_text(found.state, session.language)
        self.may_answer = found.may_answer
        self.missing, self.total = len(found.missing), len(found.answers)
        return found


class InquiryAnswersState(InquiryPage, rx.State):
    """The list of all criteria."""

    introduction: str = ""
    parts: list[AskedPart] = []
    actions: list[AskedAction] = []
    first_open: str = ""
    signed: str = ""

    @rx.event
    @of_partners
    async def load(self) -> None:
        """Load what is asked and what is answered."""
        found = await self.opened()
        if found is not None:
            await self._show(found)

    @rx.event
    @of_partners
    async def answer_action(self, inquiry: int, action: int, seen_version: int, typed: Typed) -> None:
        """Say how something has been put right."""
        session = await self.get_state(SessionState)
        visit = (await self.get_state(PartnerVisitState)).visit()
        self.clear_problems()
        try:
            await in_session(
                answer_action,
                visit,
                inquiry_id=inquiry,
                action_id=action,
                seen_version=seen_version,
                text=str(typed.get("text") or ""),
                language=session.language,
                now=now(),
            )
        except StaleVersion as stale:
            await self.refuse(f"action-{action}", Refusal("reply.action-changed", theirs=stale.theirs), field="text")
            return
        except Refusal as refusal:
            await self.refuse(f"action-{action}", refusal, field="text")
            return
        found = await self.reread(inquiry)
        if found is not None:
            await self._show(found)
            self.told = message("reply.action-sent", session.language, company=self.company)

    async def _show(self, found: OpenInquiry) -> None:
        language = (await self.get_state(SessionState)).language
        self.introduction = found.introduction
        self.parts = asked_parts(found, localiser_for(language))
        self.actions = [asked_action(each, language) for each in found.actions]
        self.values = {f"action-{each.id}-text": each.answer for each in found.actions}
        rows = [row for part in self.parts for row in part.rows]
        waiting = [row.href for row in rows if row.mark in {"open", "reason-missing", "returned"}]
        self.first_open = (waiting or [row.href for row in rows] or [""])[0]
        self.signed = (
            message("reply.signed-by", language, name=found.signer_name, moment=moment_text(found.signed_at, language))
            if found.signed_at
            else ""
        )
