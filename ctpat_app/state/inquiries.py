"""The inquiries of a company: the list with its filters, and the page on which a questionnaire is sent."""

import reflex as rx
from reflex.event import EventSpec

from ctpat_app.adapters.clock import now
from ctpat_app.adapters.database import in_reading, in_session
from ctpat_app.domain.errors import Refusal
from ctpat_app.domain.numbers import number_in
from ctpat_app.domain.permissions import Permission
from ctpat_app.services.inquiries import Sending, list_recipients, send_questionnaire
from ctpat_app.services.inquiry_lists import Shown, list_inquiries
from ctpat_app.services.questionnaires import list_questionnaires
from ctpat_app.state.access import requires
from ctpat_app.state.action_views import text_in
from ctpat_app.state.flash import kiosk_settings
from ctpat_app.state.inquiry_views import InquiryRowView, day_or_none, inquiry_row
from ctpat_app.state.plain_form import PlainForm, Typed
from ctpat_app.state.questionnaires import companies_of, company_in
from ctpat_app.state.session import SessionState
from ctpat_app.words.languages import own_name
from ctpat_app.words.messages import message

PARTNER = "partner-"
"""Begins the name of the box of a partner in the form."""
_SHOWN = frozenset(Shown)


class InquiriesState(rx.State):
    """The inquiries that the address lets through."""

    loaded: bool = False
    account: int = 0
    company: str = ""
    may_manage: bool = False
    shown: str = Shown.OPEN.value
    partner: int = 0
    lines: list[InquiryRowView] = []
    counts: dict[str, int] = {}
    companies: list[list[str]] = []
    told: str = ""

    @rx.event
    @requires(Permission.PARTNERS_READ)
    async def load(self) -> None:
        """Show the list."""
        self.reset()  # type: ignore[no-untyped-call]
        session = await self.get_state(SessionState)
        wanted = self.router.url.query_parameters
        shown = wanted.get("show", "")
        try:
            account = await company_in(session, wanted.get("account", ""))
            if not account and not wanted.get("account"):
                self.companies, self.loaded = await companies_of(session), True
                return
            self.partner = number_in(wanted.get("partner", ""))
            found = await in_reading(
                list_inquiries,
                session.actor(),
                trade_account_id=account,
                shown=Shown(shown) if shown in _SHOWN else Shown.OPEN,
                partner_id=self.partner,
                now=now(),
            )
        except Refusal as refusal:
            self.reset()  # type: ignore[no-untyped-call]
            session.tell(refusal.code)
            return
        self.account, self.company, self.may_manage = account, found.company, found.may_manage
        self.shown = shown if shown in _SHOWN else Shown.OPEN.value
        self.lines = [inquiry_row(each, session.language) for each in found.lines]
        self.counts = {each.value: count for each, count in found.counts.items()}
        if count := number_in(wanted.get("sent", "")):
            self.told = message("inquiry.told-sent", session.language, count=count)
        self.loaded = True


class SendQuestionnaireState(PlainForm, rx.State):
    """What can be sent, and to whom."""

    loaded: bool = False
    account: int = 0
    company: str = ""
    questionnaires: list[list[str]] = []
    partners: list[list[str]] = []
    """Number, name, language in words, what is missing, and "1" where the address has chosen it."""

    @rx.event
    @requires(Permission.PARTNERS_MANAGE)
    async def load(self) -> None:
        """Show the form; the address may have chosen questionnaire and partner."""
        self.reset()  # type: ignore[no-untyped-call]
        session = await self.get_state(SessionState)
        wanted, language = self.router.url.query_parameters, session.language
        try:
            account = await company_in(session, wanted.get("account", ""))
            found = await in_reading(list_questionnaires, session.actor(), trade_account_id=account, to_manage=True)
            recipients = await in_reading(
                list_recipients, session.actor(), trade_account_id=account, languages=kiosk_settings().all_languages
            )
        except Refusal as refusal:
            session.tell(refusal.code)
            return
        self.account, self.company = account, found.company
        self.questionnaires = [[str(each.id), each.plan.name] for each in found.questionnaires]
        self.partners = [
            [
                str(each.partner_id),
                each.name,
                own_name(each.language),
                message(each.lacks, language) if each.lacks else "",
                "1" if str(each.partner_id) == wanted.get("partner") and not each.lacks else "",
            ]
            for each in recipients
        ]
        self.values = {"send-questionnaire": wanted.get("questionnaire", ""), "send-renew_months": "12"}
        self.form_key = f"send/{account}/{wanted.get('questionnaire', '')}"
        self.loaded = True

    @rx.event
    @requires(Permission.PARTNERS_MANAGE)
    async def send(self, account: int, typed: Typed) -> EventSpec | None:
        """Send it to every partner that was ticked, then show the list."""
        session = await self.get_state(SessionState)
        partners = tuple(
            number_in(name.removeprefix(PARTNER)) for name, on in typed.items() if name.startswith(PARTNER) and on
        )
        sending = Sending(
            number_in(text_in(typed, "questionnaire")),
            partners,
            day_or_none(text_in(typed, "due_on")),
            _months_in(text_in(typed, "renew_months")),
        )
        try:
            sent = await in_session(
                send_questionnaire,
                session.actor(),
                trade_account_id=account,
                sending=sending,
                languages=kiosk_settings().all_languages,
                now=now(),
            )
        except Refusal as refusal:
            await self.refuse("send", refusal)
            return None
        return rx.redirect(f"/{session.language}/inquiries/?account={account}&sent={len(sent)}")


def _months_in(text: str) -> int:
    """Return the number of months; -1 for what is no number, which is refused."""
    plain = text.strip()
    return int(plain or 0) if plain.isascii() and (plain.isdigit() or not plain) and len(plain) < 5 else -1
