"""Sign-in, sign-out and the life of a session."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event
from sqlmodel import Session, select

from ctpat_app.domain.permissions import Actor
from ctpat_app.domain.tokens import token_hash
from ctpat_app.services import sessions
from ctpat_app.services.outbox import newest_mails
from ctpat_app.tables.accounts import UserAccountRow, UserSessionRow
from tests.factories import a_person


def signing_in(
    session: Session, now: datetime, *, matches: bool = True, email: str = "ana@example.com", new_hash: str = ""
) -> sessions.SignIn:
    credentials = sessions.find_credentials(session, email)
    return sessions.settle_sign_in(
        session,
        credentials,
        matches=matches,
        token="cookie",
        link_token="link",
        device="Firefox",
        now=now,
        new_hash=new_hash or None,
    )


def found(session: Session, now: datetime, cookie: str = "cookie") -> Actor | None:
    return sessions.find_actor(session, token_hash(cookie), now=now)


def test_the_right_password_opens_a_session(session: Session, now: datetime) -> None:
    ana = a_person(session, "ana")
    assert signing_in(session, now)
    assert found(session, now) == replace(ana, proved_at=now)


def test_a_wrong_password_opens_nothing(session: Session, now: datetime) -> None:
    a_person(session, "ana")
    assert not signing_in(session, now, matches=False)
    assert found(session, now) is None


def test_an_unknown_address_opens_nothing_even_if_something_matched(session: Session, now: datetime) -> None:
    assert not signing_in(session, now, email="nobody@example.com")


def test_an_unconfirmed_address_gets_the_answer_of_a_wrong_password_and_a_fresh_link(
    session: Session, now: datetime
) -> None:
    a_person(session, "ana", confirmed=False)
    assert not signing_in(session, now)
    assert found(session, now) is None
    assert [mail.template for mail in newest_mails(session)] == ["confirm-email"]


def test_a_password_changed_while_it_was_compared_opens_nothing(session: Session, now: datetime) -> None:
    ana = a_person(session, "ana")
    credentials = sessions.find_credentials(session, "ana@example.com")
    row = session.get_one(UserAccountRow, ana.user_id)
    row.password_hash = "changed meanwhile"
    session.add(row)
    session.flush()
    opened = sessions.settle_sign_in(
        session, credentials, matches=True, token="cookie", link_token="link", device="", now=now
    )
    assert not opened


def test_a_hash_made_at_lower_costs_is_replaced(session: Session, now: datetime) -> None:
    ana = a_person(session, "ana")
    signing_in(session, now, new_hash="better")
    session.expire_all()
    assert session.get_one(UserAccountRow, ana.user_id).password_hash == "better"


@pytest.mark.parametrize(
    ("used_every", "last", "holds"),
    [
        (timedelta(minutes=30), timedelta(hours=11, minutes=59), True),
        (timedelta(minutes=30), timedelta(hours=12), False),
        (timedelta(hours=13), timedelta(minutes=59), True),
        (timedelta(hours=13), timedelta(minutes=60), False),
    ],
)
def test_a_session_ends_after_an_idle_hour_or_half_a_day(
    session: Session, now: datetime, used_every: timedelta, last: timedelta, holds: bool
) -> None:
    a_person(session, "ana")
    signing_in(session, now)
    moment = now + used_every
    while moment < now + last:
        sessions.touch_session(session, token_hash("cookie"), now=moment)
        moment += used_every
    assert (found(session, now + last) is not None) is holds


def test_its_use_is_noted_once_a_minute_at_most(session: Session, now: datetime) -> None:
    a_person(session, "ana")
    signing_in(session, now)
    digest = token_hash("cookie")
    early = sessions.find_session(session, digest, now=now + timedelta(seconds=59))
    late = sessions.find_session(session, digest, now=now + timedelta(seconds=60))
    assert early is not None
    assert late is not None
    assert (early.touch_due, late.touch_due) == (False, True)


def test_sign_out_ends_the_session_at_once_and_twice_does_no_harm(session: Session, now: datetime) -> None:
    a_person(session, "ana")
    signing_in(session, now)
    sessions.end_session(session, "cookie", now=now)
    sessions.end_session(session, "cookie", now=now)
    assert found(session, now) is None


def test_all_sessions_of_a_person_end_together_but_not_those_of_others(session: Session, now: datetime) -> None:
    ana, dan = a_person(session, "ana"), a_person(session, "dan")
    for token, person in (("one", ana), ("two", ana), ("dans", dan)):
        sessions.open_session(session, user_id=person.user_id, token=token, device="", now=now)
    assert sessions.end_all_sessions(session, ana, now=now, except_token="two") == 1
    kept = [replace(person, proved_at=now) for person in (ana, dan)]
    assert [found(session, now, token) for token in ("one", "two", "dans")] == [None, *kept]


def test_the_table_holds_no_token(session: Session, now: datetime) -> None:
    a_person(session, "ana")
    signing_in(session, now)
    assert [row.token_hash for row in session.exec(select(UserSessionRow))] == [token_hash("cookie")]


def test_a_session_is_found_by_indexes_in_one_query(session: Session, now: datetime) -> None:
    ran: list[tuple[str, Any]] = []
    connection = session.connection()
    listener = lambda _c, _cursor, statement, parameters, *_: ran.append((statement, parameters))  # noqa: E731
    event.listen(connection, "before_cursor_execute", listener)
    sessions.find_session(session, "digest", now=now)
    event.remove(connection, "before_cursor_execute", listener)
    ((statement, parameters),) = ran
    if connection.dialect.name == "postgresql":
        # A table of a few rows is read whole unless that is forbidden.
        connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
    explain = "EXPLAIN QUERY PLAN" if connection.dialect.name == "sqlite" else "EXPLAIN"
    plan = connection.exec_driver_sql(f"{explain} {statement}", parameters).all()
    assert not any("scan user" in str(row).lower() or "seq scan" in str(row).lower() for row in plan), plan
