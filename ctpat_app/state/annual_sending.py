"""Certifying, signing and sending the annual review."""

from collections.abc import Sequence

import reflex as rx
from reflex.event import EventSpec

from ctpat_app.adapters.clock import now
from ctpat_app.adapters.database import in_reading, in_session
from ctpat_app.domain.errors import InvalidValue, Refusal
from ctpat_app.domain.numbers import number_in
from ctpat_app.domain.permissions import Permission
from ctpat_app.domain.signing import signing_faults
from ctpat_app.services.annual_reviews import AnnualReview, read_review
from ctpat_app.services.annual_sending import certification_text, send_review
from ctpat_app.services.library import current_library
from ctpat_app.services.signatures import PARTNER_AGREEMENT, agreement_text
from ctpat_app.state.access import requires
from ctpat_app.state.proving import way_to_prove
from ctpat_app.state.session import SessionState
from ctpat_app.state.sign import FIELD_OF_CODE, AgreementView, agreement_view
from ctpat_app.state.summaries import summarise_in
from ctpat_app.words.dates import day_text
from ctpat_app.words.localiser import localiser_for
from ctpat_app.words.messages import message, refusal_text

CERTIFIED = "annual-certified"
"""Id of the box to tick."""


class AnnualSendState(rx.State):
    """What the officer certifies, and what still keeps the review from being sent."""

    model: int = 0
    company: str = ""
    own_name: str = ""
    due_on: str = ""
    opens_on: str = ""
    is_late: bool = False
    lacks: list[str] = []
    """What is still to be done, in whole sentences."""
    may_submit: bool = False
    is_sent: bool = False
    certification: AgreementView = AgreementView()
    agreement: AgreementView = AgreementView()
    errors: dict[str, str] = {}
    """What is wrong, by control; under an empty name what concerns the whole."""
    attempt: int = 0

    @rx.event
    @requires(Permission.APPLICATION_READ)
    async def load(self) -> None:
        """Show what is signed for the model that the address names."""
        self.reset()  # type: ignore[no-untyped-call]
        session = await self.get_state(SessionState)
        model = number_in(self.router.url.query_parameters.get("model", ""))
        try:
            review = await in_reading(read_review, session.actor(), security_model_id=model, now=now())
        except Refusal as refusal:
            session.tell(refusal.code)
            return
        session.act_for(review.company)
        self.own_name = session.name
        self._show(review, session.language)

    @rx.event
    @requires(Permission.ANNUAL_REVIEW_SUBMIT)
    async def send(self, model: int, typed_name: str, certified: bool, agreed: bool) -> EventSpec | None:
        """Certify, sign and send; a second press finds what the first one did."""
        session = await self.get_state(SessionState)
        faults = signing_faults(typed_name, session.actor().name, agreed=agreed)
        if certified is not True:
            faults = (InvalidValue("annual.not-certified"), *faults)
        if faults:
            self._refuse(faults, session.language)
            return None
        try:
            await in_session(
                send_review,
                session.actor(),
                security_model_id=model,
                typed_name=typed_name,
                certified=certified,
                agreed=agreed,
                localiser=localiser_for(session.language),
                summarise=summarise_in,
                now=now(),
            )
        except Refusal as refusal:
            prove = way_to_prove(refusal, session.language, self.router.url)
            if prove is None:
                self._refuse([refusal], session.language)
            return prove
        return rx.redirect(f"/{session.language}/annual-review/?model={model}")

    def _refuse(self, refusals: Sequence[Refusal], language: str) -> None:
        fields = {**FIELD_OF_CODE, "annual.not-certified": CERTIFIED}
        self.errors = {fields.get(each.code, ""): refusal_text(each, language) for each in refusals}
        self.attempt += 1

    def _show(self, review: AnnualReview, language: str) -> None:
        localiser = localiser_for(language)
        self.model, self.company = review.model_id, review.company
        window = review.window
        self.opens_on, self.due_on = day_text(window.opens_on, language), day_text(window.due_on, language)
        self.is_late = window.days_left(review.today) < 0
        self.lacks = [message(code, language, count=review.open) for code in review.lacks]
        self.may_submit, self.is_sent = review.may_submit and review.can_be_worked_on, review.sent_at is not None
        self.certification = agreement_view(certification_text(localiser))
        self.agreement = agreement_view(agreement_text(current_library(), PARTNER_AGREEMENT, localiser))
