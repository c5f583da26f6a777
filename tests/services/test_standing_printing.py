"""Letters and certificates on paper: in both languages, without a seal, and readable by programs."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import update
from sqlmodel import Session, col

from ctpat_app.adapters.pdf import render_application
from ctpat_app.domain.errors import NotPermitted
from ctpat_app.domain.permissions import Actor
from ctpat_app.domain.printing import PrintedDocument
from ctpat_app.services.certificates import list_certificates
from ctpat_app.services.standing_printing import printed_certificate, printed_letter
from ctpat_app.tables.accounts import UserAccountRow
from ctpat_app.words.localiser import localiser_for
from ctpat_app.words.pdf import PdfWords
from tests.factories import the_cast
from tests.standing import REASON, Member, a_decision, a_member_company

KIOSK = "A kiosk"


@pytest.fixture
def member(session: Session, now: datetime) -> Member:
    cast = the_cast(session)
    session.execute(update(UserAccountRow).where(col(UserAccountRow.id) == cast.ana.user_id).values(language="ar"))
    session.expire_all()
    return a_member_company(session, cast, now=now)


def a_certificate(session: Session, member: Member, who: Actor, now: datetime, language: str) -> PrintedDocument:
    newest = list_certificates(session, member.ana, security_model_id=member.model)[0]
    return printed_certificate(
        session, who, certificate_id=newest.id, address="https://kiosk.example/verify/",
        localiser=localiser_for(language), words=PdfWords(language, KIOSK), english=PdfWords("en", KIOSK), now=now,
    )  # fmt: skip


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_letter_is_printed_in_the_companys_language_and_in_english(
    session: Session, member: Member, now: datetime, language: str
) -> None:
    number = a_decision(session, member, "suspend", now=now)
    document = printed_letter(
        session, member.cast.chloe, decision_id=number, language=language, words=PdfWords(language, KIOSK), now=now
    )
    assert document is not None
    own, english = document.sections
    assert {each.language for each in own.body} == {"ar"}
    assert {each.language for each in english.body} == {"en"}
    assert any(REASON in each.text for each in own.body)
    rendered = render_application(document)
    assert rendered.content.startswith(b"%PDF")
    assert rendered.replaced == ()


def test_strangers_print_no_letter(session: Session, member: Member, now: datetime) -> None:
    number = a_decision(session, member, "suspend", now=now)
    for who in (member.cast.dan, member.cast.finn):
        with pytest.raises(NotPermitted, match=r"access\.not-yours"):
            printed_letter(session, who, decision_id=number, language="en", words=PdfWords("en", KIOSK), now=now)


@pytest.mark.parametrize("language", ["en", "es", "zh-Hans", "ar"])
def test_a_certificate_names_company_status_and_the_way_to_check_it(
    session: Session, member: Member, now: datetime, language: str
) -> None:
    document = a_certificate(session, member, member.cast.ben, now, language)
    words = " ".join(text.text for row in document.facts for text in row.values)
    code = document.reference
    assert "Acme Carriers SA" in words
    assert "Certified" in words
    assert (code in words, document.link) == (True, f"https://kiosk.example/verify/?code={code}")
    assert document.issuer == KIOSK
    assert document.subtitle == ""
    rendered = render_application(document)
    assert rendered.content.startswith(b"%PDF")
    assert rendered.replaced == ()


def test_one_that_counts_no_longer_says_so(session: Session, member: Member, now: datetime) -> None:
    a_decision(session, member, "suspend", now=now + timedelta(days=1))
    document = a_certificate(session, member, member.ana, now, "en")
    assert document.subtitle == "No longer valid since March 3, 2026"


def test_strangers_print_no_certificate(session: Session, member: Member, now: datetime) -> None:
    with pytest.raises(NotPermitted, match=r"access\.not-yours"):
        a_certificate(session, member, member.cast.dan, now, "en")
