"""Certification mails: what is to be sent, its preview, and what was sent."""

from dataclasses import dataclass

import reflex as rx

from ctpat_app.adapters.clock import now
from ctpat_app.adapters.database import in_reading, in_session
from ctpat_app.domain.errors import NotPermitted, Refusal
from ctpat_app.domain.numbers import number_in
from ctpat_app.domain.permissions import Permission
from ctpat_app.domain.svi_letters import LetterState
from ctpat_app.services.svi_letter_lists import Contact, SentLetter, read_letters
from ctpat_app.services.svi_letters import (
    LetterWish,
    PreparedLetter,
    prepare_letter,
    send_letter,
    withdraw_letter,
    withdraw_letters,
)
from ctpat_app.state.access import requires
from ctpat_app.state.action_views import text_in
from ctpat_app.state.flash import kiosk_settings
from ctpat_app.state.plain_form import PlainForm, Typed
from ctpat_app.state.session import SessionState
from ctpat_app.words.dates import day_text
from ctpat_app.words.languages import direction, own_name
from ctpat_app.words.mails import mail_text
from ctpat_app.words.messages import isolated, message

FORM = "letter"


@dataclass(frozen=True)
class LetterLine:
    """A letter that was sent, in words; ``stands`` says that its link still tells something."""

    letter: int
    addressee: str
    email: str
    language: str
    sent: str
    opened: str
    state: str
    stands: bool


@dataclass(frozen=True)
class MailPreview:
    """A mail exactly as it will leave; ``direction`` is that of its language."""

    letter: int = 0
    recipient: str = ""
    subject: str = ""
    body: str = ""
    language: str = ""
    direction: str = "ltr"


class SviLettersState(PlainForm, rx.State):
    """The letters of the security model that the address names."""

    loaded: bool = False
    model: int = 0
    company: str = ""
    joined: bool = False
    lines: list[LetterLine] = []
    standing: int = 0
    """How many of them still tell something."""
    left_today: int = 0
    partners: list[list[str]] = []
    """Partners of the register with a mail address, as number and words."""
    languages: list[list[str]] = []
    preview: MailPreview = MailPreview()

    @rx.event
    @requires(Permission.SVI_REQUEST)
    async def load(self) -> None:
        """Show the form and what was sent."""
        self.reset()  # type: ignore[no-untyped-call]
        await self._show(number_in(self.router.url.query_parameters.get("model", "")))

    @rx.event
    @requires(Permission.SVI_REQUEST)
    async def prepare(self, model: int, typed: Typed) -> None:
        """Show the mail as it would leave; what was typed stays in the form."""
        session = await self.get_state(SessionState)
        self.clear_problems()
        self.preview = MailPreview()
        try:
            letter = await in_session(
                prepare_letter,
                session.actor(),
                security_model_id=model,
                wish=_wish(typed),
                languages=kiosk_settings().all_languages,
                now=now(),
            )
        except Refusal as refusal:
            await self.refuse(FORM, refusal)
            return
        self.preview = _preview(letter)

    @rx.event
    @requires(Permission.SVI_REQUEST)
    async def send(self, letter: int) -> None:
        """Send the mail of the preview."""
        session = await self.get_state(SessionState)
        self.clear_problems()
        try:
            address = await in_session(send_letter, session.actor(), letter_id=letter, now=now())
        except Refusal as refusal:
            self.preview = MailPreview()
            await self.refuse(FORM, refusal)
            return
        self.preview, self.form_key = MailPreview(), str(letter)
        await self._done("svi-letter.sent", address=isolated(address))

    @rx.event
    @requires(Permission.SVI_REQUEST)
    async def withdraw(self, letter: int) -> None:
        """Withdraw one letter."""
        session = await self.get_state(SessionState)
        self.clear_problems()
        try:
            await in_session(withdraw_letter, session.actor(), letter_id=letter, now=now())
        except Refusal as refusal:
            session.tell(refusal.code)
            return
        await self._done("svi-letter.withdrawn")

    @rx.event
    @requires(Permission.SVI_REQUEST)
    async def withdraw_all(self, model: int) -> None:
        """Withdraw every letter."""
        session = await self.get_state(SessionState)
        self.clear_problems()
        try:
            count = await in_session(withdraw_letters, session.actor(), security_model_id=model, now=now())
        except Refusal as refusal:
            session.tell(refusal.code)
            return
        await self._done("svi-letter.all-withdrawn", count=count)

    async def _done(self, code: str, **params: str | int) -> None:
        session = await self.get_state(SessionState)
        if self.model:
            await self._show(self.model)
        self.told = message(code, session.language, **params)

    async def _show(self, model: int) -> None:
        session = await self.get_state(SessionState)
        try:
            book = await in_reading(read_letters, session.actor(), security_model_id=model, now=now())
        except NotPermitted as refusal:
            self.reset()  # type: ignore[no-untyped-call]
            session.tell(refusal.code)
            return
        self.model, self.company, self.joined, self.left_today = model, book.company, book.joined, book.left_today
        self.lines = [_line(each, session.language) for each in book.letters]
        self.standing = sum(each.stands for each in self.lines)
        self.partners = [[str(each.partner_id), _contact(each)] for each in book.contacts]
        self.languages = [[tag, own_name(tag)] for tag in kiosk_settings().all_languages]
        self.loaded = True


def _wish(typed: Typed) -> LetterWish:
    partner = text_in(typed, "partner")
    return LetterWish(
        # An unknown number is told so, and is not taken for an empty choice.
        partner_id=(number_in(partner) or -1) if partner else 0,
        addressee=text_in(typed, "addressee"),
        email=text_in(typed, "email"),
        language=text_in(typed, "language"),
        words=text_in(typed, "words"),
    )


def _preview(letter: PreparedLetter) -> MailPreview:
    settings = kiosk_settings()
    subject, body = mail_text(
        letter.template,
        letter.language,
        letter.params,
        public_url=settings.public_url,
        kiosk=settings.kiosk_name,
        operator=settings.operator_name,
    )
    return MailPreview(letter.id, letter.recipient, subject, body, letter.language, direction(letter.language))


def _line(letter: SentLetter, language: str) -> LetterLine:
    ended = day_text(letter.ended_at.date(), language) if letter.ended_at else ""
    opened = "svi-letter.opened" if letter.opened_at else "svi-letter.not-opened"
    return LetterLine(
        letter=letter.id,
        addressee=letter.addressee,
        email=letter.email,
        language=own_name(letter.language),
        sent=day_text(letter.sent_at.date(), language),
        opened=message(opened, language, day=day_text(letter.opened_at.date(), language) if letter.opened_at else ""),
        state=message(f"svi-letter.state-{letter.state}", language, day=ended),
        stands=letter.state is LetterState.SENT,
    )


def _contact(contact: Contact) -> str:
    names = ", ".join(filter(None, (contact.name, contact.contact_name)))
    return f"{names}: {contact.email}"
