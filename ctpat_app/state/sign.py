"""Signing: what is signed, by whom, and sending it."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import reflex as rx
from reflex.event import EventSpec

from ctpat_app.adapters.clock import now
from ctpat_app.adapters.database import in_session
from ctpat_app.domain.errors import Refusal
from ctpat_app.domain.numbers import number_in
from ctpat_app.domain.permissions import Permission
from ctpat_app.domain.signing import signing_faults
from ctpat_app.guidance.questions import name_of_type
from ctpat_app.guidance.views import problem_views
from ctpat_app.services.officers import officer_name
from ctpat_app.services.sending import send_signed, sign_and_send
from ctpat_app.services.signatures import PARTNER_AGREEMENT, AgreementText, SignatureView, agreement_text
from ctpat_app.services.submissions import SignState as SignFacts
from ctpat_app.services.submissions import read_sign_state, sign_application
from ctpat_app.state.access import requires
from ctpat_app.state.flash import kiosk_settings
from ctpat_app.state.proving import way_to_prove
from ctpat_app.state.reading import elsewhere, reader_of
from ctpat_app.state.session import SessionState
from ctpat_app.state.summaries import summarise_in
from ctpat_app.words.dates import day_text, moment_text
from ctpat_app.words.localiser import localiser_for
from ctpat_app.words.messages import refusal_text

NAME, AGREED = "sign-name", "sign-agreed"
"""Ids of the two controls."""
FIELD_OF_CODE = {"sign.not-agreed": AGREED, "sign.name-missing": NAME, "sign.name-differs": NAME}


@dataclass(frozen=True)
class AgreementView:
    """An agreement for reading, in ``language``."""

    title: str = ""
    statement: str = ""
    language: str = ""
    unverified: bool = False
    summary: list[str] = field(default_factory=list)
    paragraphs: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class SignedView:
    """An earlier signature; ``voided_at`` is empty while no answer was changed.

    ``outdated``: no answer was, but something of the company that the application shows.
    """

    signer: str
    signed_at: str
    language: str
    voided_at: str
    outdated: bool = False


class SignState(rx.State):
    """The agreement of one draft and its signatures."""

    draft: int = 0
    company: str = ""
    types: str = ""
    criteria: int = 0
    criteria_answered: int = 0
    today: str = ""
    agreement: AgreementView = AgreementView()
    signatures: list[SignedView] = []
    is_signed: bool = False
    may_sign: bool = False
    open_points: int = 0
    officer: str = ""
    own_name: str = ""
    own_address: str = ""
    """Address of this page, for the officer."""

    errors: dict[str, str] = {}
    """What is wrong, by control; under an empty name what concerns the whole."""
    attempt: int = 0

    @rx.event
    @requires(Permission.APPLICATION_READ)
    async def load(self) -> EventSpec | None:
        """Load the draft that the address names."""
        draft = number_in(self.router.url.query_parameters.get("draft", ""))
        self.errors, self.attempt = {}, 0
        self.draft = 0  # who is led elsewhere sees nothing of an earlier application meanwhile
        return await self._reload(draft)

    @rx.event
    @requires(Permission.AGREEMENT_SIGN)
    async def sign(self, draft: int, typed_name: str, agreed: bool, when: str) -> EventSpec | None:
        """Sign, and send at once unless ``when`` is "later"; a second press finds what the first one did."""
        session = await self.get_state(SessionState)
        localiser = localiser_for(session.language)
        if faults := signing_faults(typed_name, session.actor().name, agreed=agreed):
            self._refuse(faults, session.language)
            return None
        try:
            if when == "later":
                await in_session(
                    sign_application,
                    session.actor(),
                    draft_id=draft,
                    typed_name=typed_name,
                    agreed=agreed,
                    localiser=localiser,
                    now=now(),
                )
            else:
                await in_session(
                    sign_and_send,
                    session.actor(),
                    draft_id=draft,
                    typed_name=typed_name,
                    agreed=agreed,
                    localiser=localiser,
                    summarise=summarise_in,
                    now=now(),
                )
        except Refusal as refusal:
            return self._answer(refusal, session.language)
        self.errors, self.attempt = {}, 0
        return await self._reload(draft)

    @rx.event
    @requires(Permission.APPLICATION_SUBMIT)
    async def send(self, draft: int) -> EventSpec | None:
        """Send what was signed before."""
        session = await self.get_state(SessionState)
        try:
            await in_session(
                send_signed,
                session.actor(),
                draft_id=draft,
                language=session.language,
                summarise=summarise_in,
                now=now(),
            )
        except Refusal as refusal:
            return self._answer(refusal, session.language)
        return rx.redirect(f"/{session.language}/sent/?draft={draft}")

    def _answer(self, refusal: Refusal, language: str) -> EventSpec | None:
        prove = way_to_prove(refusal, language, self.router.url)
        if prove is None:
            self._refuse([refusal], language)
        return prove

    def _refuse(self, refusals: Sequence[Refusal], language: str) -> None:
        self.errors = {FIELD_OF_CODE.get(each.code, ""): refusal_text(each, language) for each in refusals}
        self.attempt += 1

    async def _reload(self, draft: int) -> EventSpec | None:
        session = await self.get_state(SessionState)
        try:
            facts = await in_session(read_sign_state, session.actor(), draft_id=draft, now=now())
        except Refusal as refusal:
            self.draft = 0
            session.tell(refusal.code)
            return None
        if page := elsewhere(facts.opened):
            return rx.redirect(f"/{session.language}/{page}/?draft={draft}", replace=True)
        self._show(facts, session.language, session.name)
        return None

    def _show(self, facts: SignFacts, language: str, own_name: str) -> None:
        opened, localiser = facts.opened, localiser_for(language)
        situation, self.draft = opened.situation, opened.access.draft_id
        names = [localiser.text(name_of_type(situation.library.business_types[key])) for key in situation.types]
        self.company, self.types, self.criteria = opened.company, localiser.join(names), len(situation.criteria)
        self.criteria_answered = self.criteria - len(situation.open_criteria())
        self.today = day_text(now().date(), language)
        self.agreement = agreement_view(agreement_text(situation.library, PARTNER_AGREEMENT, localiser))
        self.signatures = signed_views(facts, language)
        self.is_signed, self.may_sign = facts.is_signed, facts.may_sign
        self.open_points = len(problem_views(situation, reader_of(opened, language)))
        self.officer, self.own_name = officer_name(situation), own_name
        self.own_address = f"{kiosk_settings().public_url}/{language}/sign/?draft={self.draft}"


def agreement_view(text: AgreementText) -> AgreementView:
    """Return an agreement for reading."""
    return AgreementView(
        text.title, text.statement, text.language, text.unverified, list(text.summary), list(text.paragraphs)
    )


def signed_views(facts: SignFacts, language: str) -> list[SignedView]:
    """Return the signatures under the application, and of each whether it still covers what stands there now."""
    return [
        replace(signed_view(item, language), outdated=item.content_hash != facts.content_hash)
        for item in facts.signatures
    ]


def signed_view(signature: SignatureView, language: str) -> SignedView:
    """Return a signature for the list."""
    voided = moment_text(signature.voided_at, language) if signature.voided_at else ""
    return SignedView(signature.signer_name, moment_text(signature.signed_at, language), signature.language, voided)
