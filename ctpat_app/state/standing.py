"""The standing of a security model, for the people of the company: read it, answer, consent, apply again."""

from collections.abc import Callable
from typing import Any

import reflex as rx
from reflex.event import EventSpec

from ctpat_app.adapters.clock import now
from ctpat_app.adapters.database import in_reading, in_session
from ctpat_app.domain.doings import Doing
from ctpat_app.domain.errors import InvalidValue, Refusal, StaleVersion
from ctpat_app.domain.numbers import number_in
from ctpat_app.domain.permissions import Permission
from ctpat_app.services.agreed_plans import give_visits_consent
from ctpat_app.services.letter_answers import save_letter_answer, send_letter_answer
from ctpat_app.services.library import current_library
from ctpat_app.services.signatures import agreement_text
from ctpat_app.services.standing_proofs import VISITS_CONSENT
from ctpat_app.services.standing_view import CompanyStanding, Suspended, read_company_standing
from ctpat_app.services.withdrawing import reapply
from ctpat_app.state.access import requires
from ctpat_app.state.action_views import text_in
from ctpat_app.state.flash import kiosk_settings
from ctpat_app.state.model_status import status_name
from ctpat_app.state.plain_form import PlainForm, Typed
from ctpat_app.state.proving import PROVE_AGAIN, way_to_prove
from ctpat_app.state.session import SessionState
from ctpat_app.state.sign import AgreementView, agreement_view
from ctpat_app.state.standing_views import (
    ActionLine,
    CertificateLine,
    DecisionLine,
    Enclosed,
    PaperLines,
    action_lines,
    appeal_lines,
    benefits_of,
    certificate_line,
    decision_line,
    doing_names,
    enclosed,
)
from ctpat_app.words.dates import day_text, moment_text
from ctpat_app.words.localiser import localiser_for
from ctpat_app.words.messages import message

_SAVE, _SEND = "save", "send"


class StandingState(PlainForm, rx.State):
    """The security model that the address names."""

    loaded: bool = False
    model: int = 0
    account: int = 0
    company: str = ""
    status: str = ""
    benefits: str = ""
    is_suspended: bool = False
    is_removed: bool = False
    can_do: list[str] = []
    cannot_do: list[str] = []
    decisions: list[DecisionLine] = []

    answer_by: str = ""
    answer_version: int = 0
    answer_text: str = ""
    answer_language: str = ""
    answer_sent: str = ""
    """When the answer was sent; empty while it can be written."""
    answer_documents: list[Enclosed] = []
    documents: list[list[str]] = []
    """Documents of the exchange: number, name, and whether it goes with the answer."""

    plan_agreed: str = ""
    plan_note: str = ""
    actions: list[ActionLine] = []
    asks_consent: bool = False
    has_consent: bool = False
    agreement: AgreementView = AgreementView()
    own_name: str = ""

    appeal: PaperLines = PaperLines()
    may_appeal: bool = False
    reapply_from: str = ""
    may_reapply: bool = False
    may_write: bool = False
    may_sign: bool = False
    may_withdraw: bool = False
    certificates: list[CertificateLine] = []

    @rx.event
    @requires(Permission.APPLICATION_READ)
    async def load(self) -> None:
        """Show where the membership stands."""
        self.reset()  # type: ignore[no-untyped-call]
        wanted = self.router.url.query_parameters
        await self._reload(number_in(wanted.get("model", "")))
        if self.loaded and wanted.get("told") in {"withdraw.done", "appeal.filed"}:
            session = await self.get_state(SessionState)
            self.told = message(wanted["told"], session.language)

    async def _reload(self, model: int) -> None:
        session = await self.get_state(SessionState)
        try:
            found = await in_reading(
                read_company_standing,
                session.actor(),
                security_model_id=model,
                waiting_days=kiosk_settings().reapply_days,
                now=now(),
            )
        except Refusal as refusal:
            self.reset()  # type: ignore[no-untyped-call]
            session.tell(refusal.code)
            return
        session.act_for(found.company)
        self._show(found, session.language, session.name)

    def _show(self, found: CompanyStanding, language: str, own_name: str) -> None:
        self.model, self.account, self.company = found.model_id, found.trade_account_id, found.company
        self.status, self.benefits = status_name(found.status, language), benefits_of(found.status, language)
        self.is_suspended, self.is_removed = found.status == "suspended", found.status == "removed"
        self.can_do = doing_names(found.doings, language)
        self.cannot_do = doing_names(set(Doing) - found.doings - {Doing.REAPPLY, Doing.ANSWER}, language)
        self.decisions = [decision_line(each, language) for each in found.decisions]
        self.appeal = appeal_lines(found.appeal, language) if found.appeal else PaperLines()
        self.may_appeal = found.appeal is not None and Doing.APPEAL in found.doings
        way = found.way_back
        self.reapply_from = day_text(way.day, language) if way.day and not way.is_open else ""
        self.may_reapply = found.may_reapply and way.is_open
        self.may_write, self.may_sign = found.may_write, found.may_sign
        self.may_withdraw = found.may_withdraw and Doing.WITHDRAW in found.doings
        self.certificates = [certificate_line(each, language) for each in found.certificates]
        if found.suspended:
            self._show_suspension(found.suspended, found, language, own_name)
        self.loaded = True

    def _show_suspension(self, item: Suspended, found: CompanyStanding, language: str, own_name: str) -> None:
        answer = item.answer
        chosen = {each.document_id for each in answer.documents} if answer else set()
        self.answer_by = day_text(item.answer_by, language)
        self.answer_version, self.answer_text = (answer.version, answer.text) if answer else (0, "")
        self.answer_language = answer.language if answer else language
        self.answer_sent = moment_text(answer.sent_at, language) if answer and answer.sent_at else ""
        self.answer_documents = enclosed(answer.documents) if answer else []
        self.documents = [
            [str(each.document_id), each.name, "yes" if each.document_id in chosen else ""] for each in found.documents
        ]
        self.values, self.form_key = {"answer-text": self.answer_text}, f"{self.model}/{self.answer_version}"
        self.plan_agreed = day_text(item.plan.agreed_at.date(), language) if item.plan else ""
        self.plan_note = item.plan.note if item.plan else ""
        self.actions = action_lines(item.actions, item.plan.actions if item.plan else (), language)
        self.asks_consent, self.has_consent, self.own_name = item.asks_consent, item.has_consent, own_name
        text = agreement_text(current_library(), VISITS_CONSENT, localiser_for(language))
        self.agreement = agreement_view(text)

    # ------------------------------------------------------------ changes

    @rx.event
    @requires(Permission.PROFILE_ANSWER)
    async def save_answer(self, model: int, seen_version: int, typed: Typed) -> EventSpec | None:
        """Save the answer to the letter; the officer may send it with the same press."""
        if text_in(typed, "then") == _SEND:
            return await self._answer(send_letter_answer, model, seen_version, typed, "letter.answered")
        return await self._answer(save_letter_answer, model, seen_version, typed, "standing.saved")

    async def _answer(
        self, use_case: Callable[..., object], model: int, seen: int, typed: Typed, told: str
    ) -> EventSpec | None:
        session = await self.get_state(SessionState)
        given: dict[str, Any] = {
            "security_model_id": model,
            "text": text_in(typed, "text"),
            "documents": chosen_documents(typed),
            "language": session.language,
        }
        try:
            await in_session(use_case, session.actor(), seen_version=seen, now=now(), **given)
        except StaleVersion as stale:
            # The field keeps what was typed; pressing again goes on from what the other one wrote.
            self.answer_version = stale.version
            await self.refuse("answer", stale)
            return None
        except Refusal as refusal:
            if refusal.code != PROVE_AGAIN:
                await self.refuse("answer", refusal)
                return None
            # Nothing is lost on the way to the proof and back.
            await in_session(save_letter_answer, session.actor(), seen_version=seen, now=now(), **given)
            return way_to_prove(refusal, session.language, self.router.url)
        self.clear_problems()
        self.told = message(told, session.language)
        await self._reload(model)
        return None

    @rx.event
    @requires(Permission.AGREEMENT_SIGN)
    async def consent(self, model: int, typed: Typed) -> EventSpec | None:
        """Consent to visits without notice."""
        session = await self.get_state(SessionState)
        try:
            await in_session(
                give_visits_consent,
                session.actor(),
                security_model_id=model,
                typed_name=text_in(typed, "consent-name"),
                agreed=text_in(typed, "consent-agreed") == "yes",
                localiser=localiser_for(session.language),
                now=now(),
            )
        except InvalidValue as fault:
            await self.refuse("consent", fault, field="agreed" if fault.code == "sign.not-agreed" else "name")
            return None
        except Refusal as refusal:
            if prove := way_to_prove(refusal, session.language, self.router.url):
                return prove
            await self.refuse("consent", refusal)
            return None
        self.clear_problems()
        self.told = message("consent.given", session.language)
        await self._reload(model)
        return None

    @rx.event
    @requires(Permission.APPLICATION_REAPPLY)
    async def apply_again(self, model: int) -> EventSpec | None:
        """Begin a new application after the end of the earlier one."""
        session = await self.get_state(SessionState)
        days = kiosk_settings().reapply_days
        try:
            draft = await in_session(reapply, session.actor(), security_model_id=model, waiting_days=days, now=now())
        except Refusal as refusal:
            session.tell(refusal.code)
            return None
        return rx.redirect(f"/{session.language}/apply/?draft={draft}")


def chosen_documents(typed: Typed) -> tuple[int, ...]:
    """Return the numbers of the documents that a form has ticked."""
    found = [
        number_in(name.removeprefix("document-"))
        for name, value in typed.items()
        if name.startswith("document-") and value
    ]
    return tuple(each for each in found if each)
