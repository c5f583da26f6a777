"""Sending mail, to a real SMTP conversation on loopback."""

from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes, policy

import pytest

from ctpat_app.adapters.mail import MailText, MemoryMailer, SmtpMailer, mailer_for
from ctpat_app.domain.mails import MailRefused, MailUnknown, is_for_good, refusal_status
from tests.servers import MailServer, mail_server

MAIL = MailText("ana@example.com", "Confirme su dirección 你好", "Hola.\n\nhttps://kiosk.example/x?y=1\n", "es")


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server() as server:
        yield server


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


def test_every_attempt_names_the_mail_alike(server: MailServer) -> None:
    for _ in range(2):
        SmtpMailer(server.url, sender_name="x").send(replace(MAIL, key="kiosk-7-2026"))
    named = [message_from_bytes(raw, policy=policy.default)["Message-ID"] for raw in server.received]
    assert named == ["<kiosk-7-2026@example.com>"] * 2


def test_the_text_is_announced_when_the_recipient_was_taken_and_may_still_be_stopped(server: MailServer) -> None:
    def stop() -> None:
        raise LookupError

    for recipient, error in (("refused@example.com", MailRefused), ("ana@example.com", LookupError)):
        with pytest.raises(error):
            SmtpMailer(server.url, sender_name="x").send(replace(MAIL, recipient=recipient), stop)
    assert server.received == []


def test_a_connection_that_breaks_on_the_way_says_that_the_outcome_is_unknown(server: MailServer) -> None:
    server.answers = False
    with pytest.raises(MailUnknown):
        SmtpMailer(server.url, sender_name="x").send(MAIL)
    assert len(server.received) == 1


def test_what_was_taken_is_delivered_whatever_happens_at_the_farewell(server: MailServer) -> None:
    server.says_farewell = False
    SmtpMailer(server.url, sender_name="x").send(MAIL)
    assert len(server.received) == 1


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
