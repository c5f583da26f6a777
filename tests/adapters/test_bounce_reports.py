"""Messages that come back: which recipients they name, and what is no report at all."""

import pytest

from ctpat_app.adapters.bounce_reports import BounceReport, read_bounce

REPORT = """\
From: MAILER-DAEMON@mail.example
To: kiosk@example.com
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="edge"

--edge
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you ...

--edge
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example

Final-Recipient: rfc822; {recipient}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 5.1.1 <{recipient}>: no such person

Final-Recipient: rfc822; slow@example.com
Action: delayed
Status: 4.4.1

--edge
Content-Type: message/rfc822

Subject: Confirm your email address

Hello
--edge--
"""


def report(recipient: str = "ana@example.com", action: str = "failed", status: str = "5.1.1") -> bytes:
    return REPORT.format(recipient=recipient, action=action, status=status).replace("\n", "\r\n").encode()


def test_a_failure_for_good_names_recipient_and_status() -> None:
    assert read_bounce(report()) == [BounceReport("ana@example.com", "5.1.1")]


@pytest.mark.parametrize(
    ("action", "status"), [("delayed", "5.1.1"), ("delivered", "2.0.0"), ("failed", "4.2.2"), ("failed", "")]
)
def test_delays_and_deliveries_are_no_failures(action: str, status: str) -> None:
    assert read_bounce(report(action=action, status=status)) == []


def test_the_original_recipient_counts_when_a_mail_was_passed_on() -> None:
    raw = report(recipient="elsewhere@example.com").replace(
        b"Final-Recipient: rfc822; elsewhere",
        b"Original-Recipient: rfc822;ana@example.com\r\nFinal-Recipient: rfc822; elsewhere",
    )
    assert read_bounce(raw) == [BounceReport("ana@example.com", "5.1.1")]


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x00\xff\xfe",
        b"Subject: hello\r\n\r\nFinal-Recipient: rfc822; ana@example.com\r\nAction: failed\r\nStatus: 5.1.1\r\n",
        b"Content-Type: multipart/report; report-type=delivery-status\r\n\r\nno parts",
        b"Content-Type: multipart/report; report-type=delivery-status; boundary=x\r\n\r\n--x\r\n"
        b"Content-Type: message/delivery-status\r\n\r\n--x--",
        b"Content-Type: multipart/report; report-type=disposition-notification; boundary=x\r\n\r\n--x--",
    ],
)
def test_anything_else_is_left_alone(raw: bytes) -> None:
    assert read_bounce(raw) == []


def test_the_words_of_a_server_never_become_the_reason() -> None:
    (found,) = read_bounce(report(status="5.7.1 (ana@example.com was here)"))
    assert found.reason == "5.7.1"
