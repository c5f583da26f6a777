"""The demonstration's outbox: the mails that would have been sent."""

from dataclasses import dataclass

import reflex as rx
from babel.dates import format_datetime

from ctpat_app.adapters.database import in_reading
from ctpat_app.services.outbox import Mail, newest_mails
from ctpat_app.settings import Settings
from ctpat_app.state.access import public
from ctpat_app.state.flash import kiosk_settings
from ctpat_app.state.session import SessionState
from ctpat_app.words.languages import locale_name
from ctpat_app.words.mails import mail_text


@dataclass(frozen=True)
class MailView:
    """One mail; its text is cut where the link stands."""

    recipient: str
    subject: str
    language: str
    moment: str
    sent_at: str
    before: str
    link: str
    href: str
    after: str


class OutboxState(rx.State):
    """The newest mails of the demonstration."""

    mails: list[MailView] = []
    loaded: bool = False

    @rx.event
    @public
    async def load(self) -> None:
        """Load the newest mails; outside a demonstration there is nothing to see, for nobody."""
        session = await self.get_state(SessionState)
        if not kiosk_settings().demo:
            session.tell("access.demo-only")
            return
        mails = await in_reading(newest_mails)
        self.mails = [mail_view(mail, kiosk_settings(), session.language) for mail in mails]
        self.loaded = True


def mail_view(mail: Mail, settings: Settings, language: str) -> MailView:
    """Return one mail in its recipient's language, its time in the reader's."""
    subject, body = mail_text(
        mail.template,
        mail.language,
        mail.params,
        public_url=settings.public_url,
        kiosk=settings.kiosk_name,
        operator=settings.operator_name,
    )
    href = mail.params.get("path", "")
    link = settings.public_url + href if href else ""
    before, _, after = body.partition(link) if link else (body, "", "")
    return MailView(
        recipient=mail.recipient,
        subject=subject,
        language=mail.language,
        moment=mail.created_at.isoformat(),
        sent_at=format_datetime(mail.created_at, "medium", locale=locale_name(language)),
        before=before,
        link=link,
        href=href,
        after=after,
    )
