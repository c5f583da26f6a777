"""Registering and confirming: one answer for known and unknown addresses, links that work once."""

from datetime import datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlmodel import Session, col, select

from ctpat_app.domain.errors import InvalidValue
from ctpat_app.services.outbox import Mail, newest_mails
from ctpat_app.services.registration import confirm_email, register, resend_confirmation
from ctpat_app.tables.accounts import EmailLinkRow, UserAccountRow
from ctpat_app.tables.audit import AuditEventRow
from tests.factories import a_person


def registering(
    session: Session, now: datetime, *, email: str = "ana@example.com", link: str = "token-1", **more: str
) -> None:
    details = {"name": "Ana", "password_hash": "hash-1", "language": "es"} | more
    register(session, email=email, token=link, now=now, **details)


def mails(session: Session) -> list[Mail]:
    return list(reversed(newest_mails(session)))


def person(session: Session, email_key: str = "ana@example.com") -> UserAccountRow:
    return session.exec(
        select(UserAccountRow).where(UserAccountRow.email_key == email_key).execution_options(populate_existing=True)
    ).one()


def test_a_new_person_gets_a_link_in_the_language_of_the_page(session: Session, now: datetime) -> None:
    registering(session, now, next_path="/es/invitation/")
    (mail,) = mails(session)
    query = parse_qs(urlsplit(mail.params["path"]).query)
    assert (mail.template, mail.language, mail.recipient) == ("confirm-email", "es", "ana@example.com")
    assert query == {"token": ["token-1"], "language": ["es"], "next": ["/es/invitation/"]}
    assert person(session).email_confirmed_at is None


def test_the_table_holds_no_token_that_would_open_the_link(session: Session, now: datetime) -> None:
    registering(session, now)
    assert "token-1" not in session.exec(select(EmailLinkRow)).one().token_hash


def test_a_known_address_gets_a_mail_that_says_so_and_no_link(session: Session, now: datetime) -> None:
    a_person(session, "ana")
    registering(session, now, email="ANA@example.com", password_hash="hash-2")
    (mail,) = mails(session)
    assert (mail.template, mail.recipient) == ("already-registered", "ana@example.com")
    assert person(session).password_hash == "not-a-hash"
    assert session.exec(select(EmailLinkRow)).all() == []


def test_mail_goes_to_the_stored_spelling_and_not_to_a_look_alike(session: Session, now: datetime) -> None:
    a_person(session, "ana", confirmed=False)
    registering(session, now, email="ａｎａ@example.com")
    assert [mail.recipient for mail in mails(session)] == ["ana@example.com"]


def test_a_link_confirms_once(session: Session, now: datetime) -> None:
    registering(session, now)
    assert confirm_email(session, "token-1", now=now).email == "ana@example.com"
    assert person(session).email_confirmed_at == now
    with pytest.raises(InvalidValue, match=r"link\.used"):
        confirm_email(session, "token-1", now=now)


@pytest.mark.parametrize(("age", "expired"), [(timedelta(hours=23, minutes=59), False), (timedelta(hours=24), True)])
def test_a_link_lives_for_a_day(session: Session, now: datetime, age: timedelta, expired: bool) -> None:
    registering(session, now)
    if not expired:
        confirm_email(session, "token-1", now=now + age)
        return
    with pytest.raises(InvalidValue, match=r"link\.expired"):
        confirm_email(session, "token-1", now=now + age)
    assert person(session).email_confirmed_at is None


def test_an_invented_link_is_unknown(session: Session, now: datetime) -> None:
    with pytest.raises(InvalidValue, match=r"link\.unknown"):
        confirm_email(session, "invented", now=now)


def test_the_password_that_counts_is_that_of_the_link_which_was_used(session: Session, now: datetime) -> None:
    registering(session, now, link="anas-link", password_hash="anas-hash")
    registering(session, now, link="strangers-link", password_hash="strangers-hash")
    confirm_email(session, "anas-link", now=now)
    assert person(session).password_hash == "anas-hash"
    with pytest.raises(InvalidValue, match=r"link\.used"):
        confirm_email(session, "strangers-link", now=now)


def test_a_fresh_link_is_mailed_only_to_who_waits_for_one(session: Session, now: datetime) -> None:
    a_person(session, "ana", confirmed=False)
    a_person(session, "ben")
    for email in ("ana@example.com", "ben@example.com", "nobody@example.com"):
        resend_confirmation(session, email=email, token=f"link for {email}", now=now)
    assert [(mail.template, mail.recipient) for mail in mails(session)] == [
        ("confirm-email", "ana@example.com"),
        ("already-registered", "ben@example.com"),
    ]


@pytest.mark.parametrize(
    ("email", "name", "code"), [("ana", "Ana", "email.no-at"), ("ana@example.com", " ", "name.missing")]
)
def test_a_faulty_form_writes_nothing(session: Session, now: datetime, email: str, name: str, code: str) -> None:
    with pytest.raises(InvalidValue, match=code):
        registering(session, now, email=email, name=name)
    assert mails(session) == []


def test_the_audit_trail_names_nobody(session: Session, now: datetime) -> None:
    registering(session, now)
    confirm_email(session, "token-1", now=now)
    events = session.exec(select(AuditEventRow).order_by(col(AuditEventRow.number))).all()
    assert [event.action for event in events] == ["account.registered", "account.confirmed"]
    assert not any("ana" in f"{event.subject}{event.detail}".lower() for event in events)
