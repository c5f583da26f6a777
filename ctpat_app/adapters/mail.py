"""Sends mail by SMTP; its fake keeps what it was given."""

import smtplib
import ssl
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import make_msgid
from typing import Any, Final, Protocol
from urllib.parse import parse_qs, unquote, urlsplit

from ctpat_app.domain.mails import MailRefused, MailUnknown, is_for_good, refusal_status

_TIMEOUT_SECONDS: Final = 20
_PORTS: Final = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}


@dataclass(frozen=True)
class MailText:
    """One plain-text mail, ready to leave."""

    recipient: str
    subject: str
    body: str
    language: str
    key: str = ""
    """The same in every attempt: of it comes the Message-ID, by which servers and readers recognise a repeat."""


def _nothing() -> None:
    """Do nothing."""


class Mailer(Protocol):
    """Takes a mail and hands it on."""

    def send(self, mail: MailText, handing_over: Callable[[], None] = _nothing) -> None:
        """Hand ``mail`` on; ``handing_over`` is called just before its text leaves. What it raises stops the mail.

        Raises:
            MailRefused: the recipient's server refuses it for good.
            MailUnknown: the connection broke afterwards; it may have been taken.
            OSError: when it could not be handed on; it may be tried again.
        """


@dataclass
class MemoryMailer:
    """Keeps every mail: for tests, and for a demonstration, whose mails are read on the outbox page."""

    sent: list[MailText] = field(default_factory=list)

    def send(self, mail: MailText, handing_over: Callable[[], None] = _nothing) -> None:
        """See ``Mailer.send``."""
        handing_over()
        self.sent.append(mail)


class SmtpMailer:
    """Hands mail to the server of a URL such as ``smtp+starttls://user:password@mail.example.com:587?from=kiosk@example.com``.

    Schemes: ``smtp`` (plain, for a server on the same machine), ``smtp+starttls``, ``smtps``.
    """

    def __init__(self, url: str, *, sender_name: str) -> None:
        """Prepare for the server of ``url``.

        Raises:
            ValueError: for a URL with another scheme, without a host or without ``from``.
        """
        parts = urlsplit(url)
        sender = parse_qs(parts.query).get("from", [""])[0]
        if parts.scheme not in _PORTS or not parts.hostname or "@" not in sender:
            # The URL is not repeated: it may hold a password.
            raise ValueError("The mail URL needs a scheme of smtp, smtp+starttls or smtps, a host, and ?from=address.")
        self._scheme = parts.scheme
        self._host, self._port = parts.hostname, parts.port or _PORTS[parts.scheme]
        self._user, self._password = unquote(parts.username or ""), unquote(parts.password or "")
        self._sender = Address(display_name=sender_name, addr_spec=sender)

    def send(self, mail: MailText, handing_over: Callable[[], None] = _nothing) -> None:
        """See ``Mailer.send``."""
        server = self._connect()
        try:
            _hand_over(server, self._message(mail), handing_over)
        finally:
            _part(server)

    def _connect(self) -> "_Smtp | _SmtpSsl":
        secure = ssl.create_default_context()
        server: _Smtp | _SmtpSsl
        if self._scheme == "smtps":
            server = _SmtpSsl(self._host, self._port, timeout=_TIMEOUT_SECONDS, context=secure)
        else:
            server = _Smtp(self._host, self._port, timeout=_TIMEOUT_SECONDS)
        if self._scheme == "smtp+starttls":
            server.starttls(context=secure)
        if self._user:
            server.login(self._user, self._password)
        return server

    def _message(self, mail: MailText) -> EmailMessage:
        message = EmailMessage()
        message["From"] = self._sender
        message["To"] = mail.recipient
        message["Subject"] = mail.subject
        message["Message-ID"] = (
            f"<{mail.key}@{self._sender.domain}>" if mail.key else make_msgid(domain=self._sender.domain)
        )
        message["Auto-Submitted"] = "auto-generated"
        # Setting the content clears all headers that describe it.
        message.set_content(mail.body)
        message["Content-Language"] = mail.language
        return message


class _Announced:
    """Tells before the text of a mail leaves: only up to there it is certain that the server has not taken it."""

    before_text: Callable[[], None] = staticmethod(_nothing)
    text_left = False

    def data(self, msg: Any) -> tuple[int, bytes]:
        self.before_text()
        self.text_left = True
        return super().data(msg)  # type: ignore[misc,no-any-return]  # of smtplib, beside which this stands


class _Smtp(_Announced, smtplib.SMTP):
    pass


class _SmtpSsl(_Announced, smtplib.SMTP_SSL):
    pass


def _hand_over(server: _Smtp | _SmtpSsl, message: EmailMessage, handing_over: Callable[[], None]) -> None:
    server.before_text = handing_over
    try:
        server.send_message(message)
    except smtplib.SMTPRecipientsRefused as refused:
        code, words = next(iter(refused.recipients.values()))
        raise _failure(code, words, refused) from None
    except smtplib.SMTPDataError as refused:
        raise _failure(refused.smtp_code, refused.smtp_error, refused) from None
    except OSError as broken:
        if server.text_left:
            raise MailUnknown(type(broken).__name__) from None
        raise


def _part(server: smtplib.SMTP) -> None:
    """Take leave. What happens now is no failure of the mail: the server has answered for it already, or never will."""
    with suppress(OSError):
        server.quit()
    server.close()


def _failure(code: int, words: bytes | str, failure: OSError) -> OSError:
    """Return what a refusal means: for good, or to be tried again. A refused sender is no fault of the recipient."""
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return MailRefused(refusal_status(code, text)) if is_for_good(code) else failure


def mailer_for(mail_url: str, *, sender_name: str) -> Mailer:
    """Return the mailer for ``mail_url``; one that only keeps the mails when it is empty."""
    return SmtpMailer(mail_url, sender_name=sender_name) if mail_url else MemoryMailer()
