"""Change of mail address: the old one holds, the new one is proved, both are told, and it can be taken back."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlmodel import Session

from ctpat_app.domain.errors import InvalidValue, NotPermitted
from ctpat_app.domain.permissions import Actor
from ctpat_app.domain.tokens import token_hash
from ctpat_app.services import mail_changes, recovery
from ctpat_app.services.linked_identities import list_links
from ctpat_app.services.mail_changes import Tokens
from ctpat_app.services.outbox import newest_mails
from ctpat_app.services.sessions import find_actor, open_session
from ctpat_app.tables.accounts import UserAccountRow
from tests.factories import a_link, a_person

HOUR = timedelta(hours=1)
NEW = "ana@new.example"
UNDO = "undo"


def ana_of(session: Session, now: datetime) -> Actor:
    return replace(a_person(session, "ana"), proved_at=now)


def ask(
    session: Session, actor: Actor, now: datetime, email: str = NEW, link: str = "link", undo: str = "undo"
) -> list[tuple[str, str]]:
    mail_changes.ask_change(session, actor, email=email, tokens=Tokens(link, undo), now=now)
    return [(mail.template, mail.recipient) for mail in newest_mails(session)[1::-1]]


def confirm(session: Session, now: datetime, link: str = "link", undo: str = "undo-2", keep: str = "") -> None:
    mail_changes.confirm_change(session, link, undo=undo, keep_session=keep, now=now)


def undo_it(session: Session, now: datetime, link: str = UNDO) -> bool:
    return mail_changes.undo_change(session, link, blocked_hash="nobody", now=now)


def row_of(session: Session, person: Actor) -> UserAccountRow:
    return session.get_one(UserAccountRow, person.user_id, populate_existing=True)


def test_the_old_address_holds_until_the_new_one_is_proved(session: Session, now: datetime) -> None:
    ana = ana_of(session, now)
    for token in ("here", "elsewhere"):
        open_session(session, user_id=ana.user_id, token=token, device="x", now=now)
    assert ask(session, ana, now) == [("change-mail", NEW), ("change-mail-notice", "ana@example.com")]
    assert row_of(session, ana).email == "ana@example.com"
    confirm(session, now, keep="here")
    assert (row_of(session, ana).email, row_of(session, ana).email_key) == (NEW, NEW)
    assert [find_actor(session, token_hash(t), now=now) is None for t in ("here", "elsewhere")] == [False, True]
    mail = newest_mails(session)[0]
    assert (mail.template, mail.recipient, mail.params["address"]) == (
        "mail-changed",
        "ana@example.com",
        "a•••@new.example",
    )


def test_an_address_that_somebody_has_gets_the_same_answer_and_no_link(session: Session, now: datetime) -> None:
    ana = ana_of(session, now)
    a_person(session, "dan")
    assert ask(session, ana, now, "DAN@example.com") == [
        ("change-mail-taken", "DAN@example.com"),
        ("change-mail-notice", "ana@example.com"),
    ]
    assert "token" not in newest_mails(session)[1].params["path"]


def test_of_two_who_want_one_address_the_first_to_prove_it_gets_it(session: Session, now: datetime) -> None:
    ana, ben = ana_of(session, now), replace(a_person(session, "ben"), proved_at=now)
    ask(session, ana, now, link="anas", undo="u1")
    ask(session, ben, now, link="bens", undo="u2")
    confirm(session, now, "bens", "u3")
    with pytest.raises(InvalidValue, match="taken"):
        confirm(session, now, "anas", "u4")
    assert row_of(session, ana).email == "ana@example.com"


@pytest.mark.parametrize(("hours", "code"), [(24, "change-mail.expired"), (23, "")])
def test_the_link_holds_for_a_day(session: Session, now: datetime, hours: int, code: str) -> None:
    ask(session, ana_of(session, now), now)
    if not code:
        confirm(session, now + hours * HOUR)
        return
    with pytest.raises(InvalidValue, match=code):
        confirm(session, now + hours * HOUR)


def test_a_link_works_once_and_a_newer_wish_takes_its_place(session: Session, now: datetime) -> None:
    ana = ana_of(session, now)
    ask(session, ana, now)
    ask(session, ana, now, "ana@third.example", "link-3", "undo-3")
    with pytest.raises(InvalidValue, match="used"):
        confirm(session, now)
    confirm(session, now, "link-3")
    with pytest.raises(InvalidValue, match="used"):
        confirm(session, now, "link-3", "undo-4")


def test_stopped_before_it_took_effect_nothing_else_happens(session: Session, now: datetime) -> None:
    ana = ana_of(session, now)
    ask(session, ana, now)
    assert not undo_it(session, now)
    assert row_of(session, ana).password_hash == "not-a-hash"
    with pytest.raises(InvalidValue, match="used"):
        confirm(session, now)


@pytest.mark.parametrize("token", ["undo", "undo-2"])
def test_taken_back_afterwards_the_old_address_holds_and_nobody_knows_the_password(
    session: Session, now: datetime, token: str
) -> None:
    ana = ana_of(session, now)
    ask(session, ana, now)
    confirm(session, now)
    open_session(session, user_id=ana.user_id, token="thief", device="x", now=now)
    recovery.ask_reset(session, email=NEW, language="en", token="t", now=now)
    a_link(session, ana)
    assert undo_it(session, now + 71 * HOUR, token)
    assert list_links(session, ana) == ()
    assert (row_of(session, ana).email, row_of(session, ana).password_hash) == ("ana@example.com", "nobody")
    assert find_actor(session, token_hash("thief"), now=now) is None
    with pytest.raises(InvalidValue, match="stopped"):
        recovery.find_reset(session, "t", now=now)


def test_a_thief_who_changed_it_twice_cannot_undo_the_owners_undo(session: Session, now: datetime) -> None:
    ana = ana_of(session, now)
    ask(session, ana, now, "thief@one.example", "l1", "owner")
    confirm(session, now, "l1", "owner-2")
    thief = replace(ana, email="thief@one.example")
    ask(session, thief, now, "thief@two.example", "l2", "thief")
    confirm(session, now, "l2", "thief-2")
    assert undo_it(session, now, "owner")
    for token in ("thief", "thief-2"):
        with pytest.raises(InvalidValue, match="used"):
            undo_it(session, now, token)
    assert row_of(session, ana).email == "ana@example.com"


def test_after_three_days_the_help_desk_has_to_look(session: Session, now: datetime) -> None:
    ask(session, ana_of(session, now), now)
    confirm(session, now)
    with pytest.raises(InvalidValue, match="undo-expired"):
        undo_it(session, now + 72 * HOUR)


def test_a_former_address_that_somebody_else_has_by_now_is_not_taken_from_them(session: Session, now: datetime) -> None:
    ana = ana_of(session, now)
    ask(session, ana, now)
    confirm(session, now)
    a_person(session, "other", email="ana@example.com")
    with pytest.raises(InvalidValue, match="old-taken"):
        undo_it(session, now)
    assert row_of(session, ana).email == NEW


def test_without_a_fresh_proof_nothing_is_asked_for(session: Session, now: datetime) -> None:
    with pytest.raises(NotPermitted, match="prove-again"):
        ask(session, replace(a_person(session, "ana"), proved_at=None), now)


def test_the_own_address_is_no_change(session: Session, now: datetime) -> None:
    with pytest.raises(InvalidValue, match="same"):
        ask(session, ana_of(session, now), now, " ANA@Example.com ")
