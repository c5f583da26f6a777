"""The mails: rendered in the recipient's language, safe in their headers."""

import pytest

from ctpat_app.words.mails import MAILS, mail_text

PARAMS = {
    "path": "/auth/confirm?token=x",
    "hours": "24",
    "days": "7",
    "company": "Acme\r\nBcc: x@example.com",
    "inviter": "Ana {link}",
    "role": "employee",
    "reference": "K-1",
    "person": "Ben {link}",
    "reason": "One owner since May {link}",
    "date": "2026-03-02",
    "moment": "2026-03-02T14:02:00+00:00",
    "case": "ABCD-EFGH",
    "address": "a•••@example.com",
    "provider": "Example ID {link}",
    "name": "Acme South {link}",
}


def rendered(template: str, operator: str = "Example Trade Help") -> tuple[str, str]:
    return mail_text(template, "en", PARAMS, public_url="https://kiosk.example", kiosk="CTPAT kiosk", operator=operator)


@pytest.mark.parametrize("template", sorted(MAILS))
def test_every_mail_is_complete(template: str) -> None:
    subject, body = rendered(template)
    assert "…" not in subject + body
    assert "https://kiosk.example/auth/confirm?token=x" in body
    assert "not a government website" in body


@pytest.mark.parametrize("template", sorted(MAILS))
def test_a_typed_name_cannot_begin_a_new_header_or_placeholder(template: str) -> None:
    subject, body = rendered(template)
    assert "\r" not in subject
    assert "\n" not in subject
    assert "Ana https" not in body


def test_without_an_operator_nobody_is_named() -> None:
    assert "run by" not in rendered("confirm-email", operator="")[1]


def test_role_and_date_are_written_in_words() -> None:
    assert "Your role: employee." in rendered("invitation")[1]
    assert "March 2, 2026" in rendered("application-submitted")[1]


def test_an_unknown_template_is_a_fault_of_the_program() -> None:
    with pytest.raises(KeyError):
        rendered("no-such-mail")
