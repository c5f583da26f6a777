"""Sending mail, to a real SMTP conversation on loopback."""

import socketserver
import threading
from collections.abc import Iterator
from email import message_from_bytes, policy
from typing import cast

import pytest

from ctpat_app.adapters.mail import MailText, MemoryMailer, SmtpMailer, mailer_for
from ctpat_app.domain.mails import MailRefused, is_for_good, refusal_status

MAIL = MailText("ana@example.com", "Confirme su dirección 你好", "Hola.\n\nhttps://kiosk.example/x?y=1\n", "es")


class Conversation(socketserver.StreamRequestHandler):
    """The server's side of SMTP, as far as a client needs it."""

    def handle(self) -> None:
        server = cast(MailServer, self.server)
        self.say("220 ready")
        for raw in self.rfile:
            word = raw.split()[0].upper().decode()
            if word == "EHLO":
                self.say("250 SMTPUTF8")
            elif word == "RCPT" and b"refused" in raw:
                self.say("550 5.1.1 <refused@example.com>: no such person")
            elif word == "RCPT" and b"greylisted" in raw:
                self.say("450 4.7.1 try later")
            elif word == "DATA":
                self.say("354 go on")
                server.received.append(self.read_mail())
                self.say("250 kept")
            elif word == "QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 fine")

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

    def read_mail(self) -> bytes:
        lines = iter(self.rfile.readline, b".\r\n")
        return b"".join(line[1:] if line.startswith(b"..") else line for line in lines)


class MailServer(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Conversation)
        self.received: list[bytes] = []

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.server_address[1]}?from=kiosk@example.com"


@pytest.fixture
def server() -> Iterator[MailServer]:
    with MailServer() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def test_subject_body_and_language_arrive_whole(server: MailServer) -> None:
    SmtpMailer(server.url, sender_name="Kiosko ñ").send(MAIL)
    message = message_from_bytes(server.received[0], policy=policy.default)
    assert (message["To"], message["Subject"], message["Content-Language"]) == (MAIL.recipient, MAIL.subject, "es")
    assert (message["From"], message["Auto-Submitted"]) == ("Kiosko ñ <kiosk@example.com>", "auto-generated")
    assert message.get_content().replace("\r\n", "\n") == MAIL.body


def test_what_the_server_refuses_for_good_is_told_apart_without_its_words(server: MailServer) -> None:
    with pytest.raises(MailRefused) as refused:
        SmtpMailer(server.url, sender_name="x").send(MailText("refused@example.com", "a", "b", "en"))
    assert (refused.value.reason, str(refused.value)) == ("5.1.1", "refused 5.1.1")


def test_what_the_server_refuses_for_now_may_be_tried_again(server: MailServer) -> None:
    with pytest.raises(OSError, match="try later") as refused:
        SmtpMailer(server.url, sender_name="x").send(MailText("greylisted@example.com", "a", "b", "en"))
    assert not isinstance(refused.value, MailRefused)


@pytest.mark.parametrize(
    ("code", "text", "status"),
    [
        (550, "5.1.1 <ana@example.com> no such person", "5.1.1"),
        (554, "ana@example.com is away", "554"),
        (552, "5.2.2full", "552"),
    ],
)
def test_a_status_holds_nothing_but_numbers(code: int, text: str, status: str) -> None:
    assert (refusal_status(code, text), is_for_good(code), is_for_good(450)) == (status, True, False)


def test_a_server_that_is_away_may_be_tried_again() -> None:
    with pytest.raises(OSError):  # noqa: PT011 - the system words it
        SmtpMailer("smtp://127.0.0.1:1?from=kiosk@example.com", sender_name="x").send(MAIL)


@pytest.mark.parametrize("recipient", ["ana@example.com\r\nBcc: x@example.com", "ana@example.com\nX: y"])
def test_no_header_can_be_added_through_an_address(server: MailServer, recipient: str) -> None:
    with pytest.raises(ValueError, match="Header"):
        SmtpMailer(server.url, sender_name="x").send(MailText(recipient, "a", "b", "en"))
    assert server.received == []


@pytest.mark.parametrize(
    "url", ["http://mail.example", "smtp://mail.example", "smtp://?from=a@b.example", "mail.example"]
)
def test_a_mail_url_that_cannot_work_is_refused_without_repeating_it(url: str) -> None:
    with pytest.raises(ValueError, match="The mail URL needs") as refused:
        SmtpMailer(url, sender_name="x")
    assert "mail.example" not in str(refused.value)


def test_without_a_url_mails_are_only_kept() -> None:
    mailer = mailer_for("", sender_name="x")
    assert isinstance(mailer, MemoryMailer)
    mailer.send(MAIL)
    assert mailer.sent == [MAIL]
