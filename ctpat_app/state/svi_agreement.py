"""The agreement of SVI and its settings: the officer joins, changes what others see, and leaves."""

import reflex as rx
from reflex.event import EventSpec

from ctpat_app.adapters.clock import now
from ctpat_app.adapters.database import in_reading, in_session
from ctpat_app.domain.errors import Refusal
from ctpat_app.domain.lifecycle import IN_GOOD_STANDING
from ctpat_app.domain.numbers import number_in
from ctpat_app.domain.permissions import Permission
from ctpat_app.domain.signing import signing_faults
from ctpat_app.domain.svi import Settings
from ctpat_app.services.svi_lists import read_own_shared
from ctpat_app.services.svi_membership import (
    Participation,
    change_settings,
    join_svi,
    leave_svi,
    read_participation,
)
from ctpat_app.state.access import requires
from ctpat_app.state.plain_form import Typed
from ctpat_app.state.proving import way_to_prove
from ctpat_app.state.session import SessionState
from ctpat_app.state.sign import AgreementView, SignedView, agreement_view, signed_view
from ctpat_app.state.svi_views import Shared, shared_view
from ctpat_app.words.localiser import localiser_for
from ctpat_app.words.messages import message, refusal_text

NAME, AGREED = "svi-name", "svi-agreed"
AUTO, MORE, SEARCHABLE = "svi-auto", "svi-more", "svi-searchable"
FIELD_OF_CODE = {"sign.not-agreed": AGREED, "sign.name-missing": NAME, "sign.name-differs": NAME}


class SviAgreementState(rx.State):
    """The agreement of the security model that the address names."""

    loaded: bool = False
    model: int = 0
    company: str = ""
    joined: bool = False
    may_join: bool = False
    """Whether the company is certified and in good standing."""
    may_sign: bool = False
    own_name: str = ""
    agreement: AgreementView = AgreementView()
    signed: SignedView = SignedView("", "", "", "")
    auto_accept: bool = False
    share_more: bool = False
    searchable: bool = True
    shared: Shared = Shared()
    """What "share more" shows others."""
    errors: dict[str, str] = {}
    told: str = ""

    @rx.event
    @requires(Permission.APPLICATION_READ)
    async def load(self) -> None:
        """Show the agreement, and the settings of who takes part."""
        self.reset()  # type: ignore[no-untyped-call]
        await self._show(number_in(self.router.url.query_parameters.get("model", "")))

    @rx.event
    @requires(Permission.AGREEMENT_SIGN)
    async def join(self, model: int, typed: Typed) -> EventSpec | None:
        """Sign the agreement and take part."""
        session = await self.get_state(SessionState)
        name, agreed = str(typed.get(NAME) or ""), bool(typed.get(AGREED))
        try:
            await in_session(
                join_svi,
                session.actor(),
                security_model_id=model,
                typed_name=name,
                agreed=agreed,
                settings=_settings_in(typed),
                localiser=localiser_for(session.language),
                now=now(),
            )
        except Refusal as refusal:
            if refusal.code in FIELD_OF_CODE:  # all of them at once, not one after the other
                faults = signing_faults(name, session.actor().name, agreed=agreed)
                self.errors = {FIELD_OF_CODE[fault.code]: refusal_text(fault, session.language) for fault in faults}
                return None
            return self._refuse(refusal, session)
        await self._show(model)
        self.told = message("svi.joined", session.language)
        return None

    @rx.event
    @requires(Permission.AGREEMENT_SIGN)
    async def save(self, model: int, typed: Typed) -> None:
        """Save the settings."""
        session = await self.get_state(SessionState)
        try:
            await in_session(
                change_settings, session.actor(), security_model_id=model, settings=_settings_in(typed), now=now()
            )
        except Refusal as refusal:
            self._refuse(refusal, session)
            return
        await self._show(model)
        self.told = message("svi.saved", session.language)

    @rx.event
    @requires(Permission.AGREEMENT_SIGN)
    async def leave(self, model: int) -> None:
        """Leave; every link ends at once."""
        session = await self.get_state(SessionState)
        try:
            ended = await in_session(leave_svi, session.actor(), security_model_id=model, now=now())
        except Refusal as refusal:
            self._refuse(refusal, session)
            return
        await self._show(model)
        self.told = message("svi.left", session.language, count=ended)

    def _refuse(self, refusal: Refusal, session: SessionState) -> EventSpec | None:
        if proof := way_to_prove(refusal, session.language, self.router.url):
            return proof
        session.tell(refusal.code)
        return None

    async def _show(self, model: int) -> None:
        session = await self.get_state(SessionState)
        actor, language = session.actor(), session.language
        try:
            part = await in_reading(
                read_participation, actor, security_model_id=model, localiser=localiser_for(language)
            )
            shared = await in_reading(read_own_shared, actor, security_model_id=model)
        except Refusal as refusal:
            self.reset()  # type: ignore[no-untyped-call]
            session.tell(refusal.code)
            return
        self._take(part, language)
        self.shared, self.own_name, self.errors, self.loaded = shared_view(shared, language), session.name, {}, True

    def _take(self, part: Participation, language: str) -> None:
        self.model, self.company, self.may_sign = part.model_id, part.company, part.may_sign
        self.joined, self.may_join = part.settings is not None, part.status in IN_GOOD_STANDING
        self.agreement = agreement_view(part.agreement)
        if part.signed:
            self.signed = signed_view(part.signed, language)
        settings = part.settings or Settings()
        self.auto_accept, self.share_more = settings.auto_accept, settings.share_more
        self.searchable = settings.searchable


def _settings_in(typed: Typed) -> Settings:
    return Settings(
        auto_accept=bool(typed.get(AUTO)), share_more=bool(typed.get(MORE)), searchable=bool(typed.get(SEARCHABLE))
    )
