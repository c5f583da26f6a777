"""The mails: rendered in the recipient's language, safe in their headers."""

import pytest

from ctpat_app.words.catalogues import ui_text
from ctpat_app.words.mail_frame import FOOTER, FOOTER_WITHOUT_OPERATOR
from ctpat_app.words.mails import MAILS, mail_text
from ctpat_app.words.partner_letters import LETTER_MAILS, MEMBER_STATUSES

PARAMS = {
    "actions": '[["Fix the fence", "Acme", "2026-04-01"]]',
    "path": "/auth/confirm?token=x",
    "hours": "24",
    "days": "7",
    "company": "Acme\r\nBcc: x@example.com",
    "inviter": "Ana {link}",
    "role": "employee",
    "event": "moved",
    "reference": "K-1",
    "person": "Ben {link}",
    "reason": "One owner since May {link}",
    "date": "2026-03-02",
    "moment": "2026-03-02T14:02:00+00:00",
    "case": "ABCD-EFGH",
    "code": "123456",
    "minutes": "10",
    "address": "a•••@example.com",
    "provider": "Example ID {link}",
    "name": "Acme South {link}",
    "count": "3",
    "validation_by": "2027-03-02",
    "review_on": "2027-03-02",
    "questionnaire": "Carriers {link}",
    "partner": "ABC Trucking {link}",
    "eori": "DE123456789",
    "addressee": "Jo {link}",
    "member_status": "certified",
    "words": "We ship on Monday {link}",
    "text": "Load the page again {link}",
    "problem": "Uploads are slow {link}",
    "late": "2",
    "soon": "1",
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


@pytest.mark.parametrize("template", sorted(LETTER_MAILS))
@pytest.mark.parametrize("operator", ["", "Example Trade Help"])
def test_a_letter_is_vietnamese_throughout(template: str, operator: str) -> None:
    english = [*LETTER_MAILS[template], *MEMBER_STATUSES.values(), FOOTER if operator else FOOTER_WITHOUT_OPERATOR]
    assert all(ui_text("vi", text) != text for text in english)
    for status in MEMBER_STATUSES:
        params = {**PARAMS, "member_status": status}
        subject, body = mail_text(
            template, "vi", params, public_url="https://kiosk.example", kiosk="CTPAT kiosk", operator=operator
        )
        assert "…" not in subject + body
        assert ui_text("vi", MEMBER_STATUSES[status]) in body
