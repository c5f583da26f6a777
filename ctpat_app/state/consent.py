"""The consent panel of the international step: the officer gives the consent or takes it back."""

import reflex as rx
from reflex.event import EventType

from ctpat_app.adapters.clock import now
from ctpat_app.adapters.database import in_reading, in_session
from ctpat_app.domain.errors import Refusal
from ctpat_app.domain.permissions import Permission
from ctpat_app.domain.signing import signing_faults
from ctpat_app.services.consents import Consent, give_consent, read_consent, withdraw_consent
from ctpat_app.state.access import requires
from ctpat_app.state.session import SessionState
from ctpat_app.state.sign import AgreementView, SignedView, agreement_view, signed_view
from ctpat_app.state.step import StepState
from ctpat_app.state.talk import TalkState
from ctpat_app.words.localiser import localiser_for
from ctpat_app.words.messages import refusal_text

NAME, AGREED = "consent-name", "consent-agreed"
FIELD_OF_CODE = {"sign.not-agreed": AGREED, "sign.name-missing": NAME, "sign.name-differs": NAME}


class ConsentState(rx.State):
    """The consent of one draft."""

    draft: int = 0
    agreement: AgreementView = AgreementView()
    given: SignedView = SignedView("", "", "", "")
    is_given: bool = False
    may_sign: bool = False
    officer: str = ""
    own_name: str = ""
    errors: dict[str, str] = {}
    """What is wrong, by control."""

    @rx.event
    @requires(Permission.APPLICATION_READ)
    async def load(self, draft: int) -> None:
        """Load where the consent of ``draft`` stands."""
        await self._load(draft)

    async def _load(self, draft: int) -> None:
        session = await self.get_state(SessionState)
        try:
            consent = await in_reading(
                read_consent, session.actor(), draft_id=draft, localiser=localiser_for(session.language), now=now()
            )
        except Refusal as refusal:
            self.draft = 0
            session.tell(refusal.code)
            return
        self.errors = {}
        self._show(draft, consent, session.language, session.name)

    @rx.event
    @requires(Permission.AGREEMENT_SIGN)
    async def give(self, draft: int, typed_name: str, agreed: bool) -> EventType[()] | None:
        """Give the consent; the step is then looked at again, since the choice of countries follows from it."""
        session = await self.get_state(SessionState)
        if faults := signing_faults(typed_name, session.actor().name, agreed=agreed):
            self.errors = {FIELD_OF_CODE[fault.code]: refusal_text(fault, session.language) for fault in faults}
            return None
        try:
            await in_session(
                give_consent,
                session.actor(),
                draft_id=draft,
                typed_name=typed_name,
                agreed=agreed,
                localiser=localiser_for(session.language),
                now=now(),
            )
        except Refusal as refusal:
            self._refuse(refusal, session)
            return None
        await self._load(draft)
        return self._page_behind()

    @rx.event
    @requires(Permission.AGREEMENT_SIGN)
    async def withdraw(self, draft: int) -> EventType[()] | None:
        """Take the consent back; what was chosen for it stays for the case that it is given again."""
        session = await self.get_state(SessionState)
        try:
            await in_session(withdraw_consent, session.actor(), draft_id=draft, now=now())
        except Refusal as refusal:
            self._refuse(refusal, session)
            return None
        await self._load(draft)
        return self._page_behind()

    def _page_behind(self) -> EventType[()]:
        """Return what looks again at the page that holds the panel."""
        return TalkState.open if self.router.url.path.rstrip("/").endswith("/talk") else StepState.open

    def _refuse(self, refusal: Refusal, session: SessionState) -> None:
        control = FIELD_OF_CODE.get(refusal.code)
        if control is None:
            session.tell(refusal.code)
            return
        self.errors = {control: refusal_text(refusal, session.language)}

    def _show(self, draft: int, consent: Consent, language: str, own_name: str) -> None:
        self.draft, self.may_sign, self.officer, self.own_name = draft, consent.may_sign, consent.officer, own_name
        self.agreement = agreement_view(consent.agreement)
        self.is_given = consent.given is not None
        if consent.given:
            self.given = signed_view(consent.given, language)
