"""The audit trail: chained by hash for each trade account, and every tampering is found."""

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, select

from ctpat_app.domain.permissions import Permission
from ctpat_app.services.access import require_draft
from ctpat_app.services.audit import NO_ACCOUNT, Break, broken_links, verify, write_audit
from ctpat_app.tables.audit import AuditEventRow, AuditHeadRow
from tests.audit_guard import take_guard_away
from tests.factories import a_draft, the_cast


def write(session: Session, chain: int, now: datetime, count: int = 1) -> None:
    for number in range(count):
        write_audit(
            session,
            trade_account_id=chain,
            user_id=number or None,
            action="answer.saved",
            subject=f"draft:7/criterion.1.{number}/",
            now=now + timedelta(microseconds=number),
            version=number,
        )
    session.expire_all()


def events(session: Session, chain: int) -> list[AuditEventRow]:
    query = select(AuditEventRow).where(AuditEventRow.chain == chain).order_by(AuditEventRow.number)  # type: ignore[arg-type]
    return list(session.exec(query).all())


@pytest.fixture
def unguarded(session: Session) -> None:
    """Somebody who owns the database took the triggers away."""
    take_guard_away(session)


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The machine stands in Mexico City."""
    monkeypatch.setenv("TZ", "America/Mexico_City")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def test_events_are_numbered_and_each_follows_from_the_one_before(session: Session, now: datetime) -> None:
    write(session, 1, now, 3)
    found = events(session, 1)
    assert [row.number for row in found] == [1, 2, 3]
    assert [row.previous_hash for row in found] == ["", found[0].hash, found[1].hash]
    assert len({row.hash for row in found}) == 3
    assert broken_links(session, 1) == []


@pytest.mark.usefixtures("unguarded")
def test_every_account_has_a_chain_of_its_own(session: Session, now: datetime) -> None:
    for chain in (1, 2, NO_ACCOUNT, 1, 2, 1):
        write(session, chain, now)
    assert [len(events(session, chain)) for chain in (NO_ACCOUNT, 1, 2)] == [1, 3, 2]
    session.execute(text("UPDATE audit_event SET action = 'x' WHERE chain = 2 AND number = 1"))
    session.expire_all()
    assert [broken_links(session, chain) for chain in (NO_ACCOUNT, 1, 2)] == [[], [], [1]]


def test_a_chain_without_events_is_whole(session: Session) -> None:
    assert broken_links(session, 99) == []


@pytest.mark.usefixtures("unguarded")
@pytest.mark.parametrize(
    "change",
    [
        "action = 'answer.read'",
        "subject = 'draft:8/criterion.1.1/'",
        "user_id = 999",
        "user_id = NULL",
        "detail = '{\"version\": 9}'",
        "at = '2026-03-02 14:02:00.000002'",
        "hash = 'forged'",
        "previous_hash = 'forged'",
        "acting_as = 'officer'",
        "origin = '203.0.x.x'",
    ],
)
def test_a_changed_event_is_found(session: Session, now: datetime, change: str) -> None:
    write(session, 1, now, 4)
    session.execute(text(f"UPDATE audit_event SET {change} WHERE chain = 1 AND number = 2"))  # noqa: S608
    session.expire_all()
    assert broken_links(session, 1)[0] == 2


@pytest.mark.usefixtures("unguarded")
@pytest.mark.parametrize(
    ("gone", "told"), [("number = 1", [2]), ("number = 2", [3]), ("number = 4", [4]), ("number > 2", [3])]
)
def test_a_deleted_event_is_found_the_newest_too(session: Session, now: datetime, gone: str, told: list[int]) -> None:
    write(session, 1, now, 4)
    session.execute(text(f"DELETE FROM audit_event WHERE chain = 1 AND {gone}"))  # noqa: S608
    session.expire_all()
    assert broken_links(session, 1) == told


@pytest.mark.usefixtures("unguarded")
def test_a_chain_that_was_emptied_is_found(session: Session, now: datetime) -> None:
    write(session, 1, now, 2)
    session.execute(text("DELETE FROM audit_event WHERE chain = 1"))
    assert broken_links(session, 1) == [1]


@pytest.mark.usefixtures("unguarded")
def test_a_forged_end_of_the_chain_is_found(session: Session, now: datetime) -> None:
    write(session, 1, now, 2)
    head = session.get_one(AuditHeadRow, 1)
    head.hash = "forged"
    session.add(head)
    session.flush()
    assert broken_links(session, 1) == [3]


@pytest.mark.usefixtures("unguarded")
def test_two_events_that_changed_places_are_found(session: Session, now: datetime) -> None:
    write(session, 1, now, 3)
    for old, new in ((2, 9), (3, 2), (9, 3)):
        session.execute(text(f"UPDATE audit_event SET number = {new} WHERE chain = 1 AND number = {old}"))  # noqa: S608
    session.expire_all()
    assert broken_links(session, 1)[0] == 2


@pytest.mark.usefixtures("elsewhere")
def test_a_chain_is_whole_wherever_the_machine_stands(session: Session, now: datetime) -> None:
    write(session, 1, now, 3)
    assert broken_links(session, 1) == []


def test_the_detail_is_kept_as_json(session: Session, now: datetime) -> None:
    write_audit(session, trade_account_id=1, user_id=None, action="a", subject="", now=now)
    write_audit(session, trade_account_id=1, user_id=None, action="a", subject="", now=now, size=3, ok=True, who="Ñ")
    session.expire_all()
    assert [row.detail for row in events(session, 1)] == ["", '{"ok": true, "size": 3, "who": "\\u00d1"}']
    assert broken_links(session, 1) == []


@pytest.mark.usefixtures("unguarded")
def test_an_inserted_event_is_found(session: Session, now: datetime) -> None:
    write(session, 1, now, 3)
    session.execute(text("UPDATE audit_event SET number = number + 100 WHERE chain = 1 AND number > 1"))
    session.execute(text("UPDATE audit_event SET number = number - 99 WHERE chain = 1 AND number > 1"))
    columns = "chain, at, user_id, action, subject, detail, acting_as, origin, previous_hash"
    session.execute(
        text(
            f"INSERT INTO audit_event ({columns}, number, hash) "  # noqa: S608
            f"SELECT {columns}, 2, 'f' FROM audit_event WHERE chain = 1 AND number = 1"
        )
    )
    session.expire_all()
    assert broken_links(session, 1)[0] == 2


@pytest.mark.usefixtures("unguarded")
def test_a_tail_that_was_cut_off_is_found_by_the_head(session: Session, now: datetime) -> None:
    write(session, 1, now, 4)
    session.execute(text("DELETE FROM audit_event WHERE chain = 1 AND number > 2"))
    session.expire_all()
    assert broken_links(session, 1) == [3]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_event SET action = 'x' WHERE chain = 1",
        "DELETE FROM audit_event WHERE chain = 1 AND number = 2",
        "DELETE FROM audit_head WHERE chain = 1",
        "UPDATE audit_head SET number = 1 WHERE chain = 1",
        "UPDATE audit_head SET number = 9 WHERE chain = 1",
        "UPDATE audit_head SET chain = 2 WHERE chain = 1",
    ],
)
def test_the_database_refuses_to_change_what_was_written(session: Session, now: datetime, statement: str) -> None:
    write(session, 1, now, 2)
    with pytest.raises(DBAPIError, match="the audit trail only grows"), session.begin_nested():
        session.execute(text(statement))
    assert broken_links(session, 1) == []
    write(session, 1, now)
    assert len(events(session, 1)) == 3


def test_an_event_says_in_which_role_and_from_where(session: Session, now: datetime) -> None:
    cast = the_cast(session)
    ben = replace(cast.ben, network="203.0.x.x")
    draft = a_draft(session, cast.account, cast.ana)
    require_draft(session, ben, draft, Permission.APPLICATION_READ)
    for person in (ben.user_id, cast.ana.user_id):
        write_audit(session, trade_account_id=cast.account, user_id=person, action="a", subject="", now=now)
    write_audit(session, trade_account_id=NO_ACCOUNT, user_id=None, action="a", subject="", now=now, origin="10.0.x.x")
    session.expire_all()
    assert [(row.acting_as, row.origin) for row in events(session, cast.account)[-2:]] == [
        ("employee", "203.0.x.x"),
        ("", ""),
    ]
    assert events(session, NO_ACCOUNT)[-1].origin == "10.0.x.x"
    assert broken_links(session, cast.account) == broken_links(session, NO_ACCOUNT) == []


def test_verifying_counts_what_is_whole_and_names_the_first_break_of_each_chain(
    session: Session, now: datetime
) -> None:
    for chain in (7001, 7002, 7003):
        write(session, chain, now, 3)
    whole = verify(session, chain=7001)
    assert (whole.chains, whole.events, whole.breaks) == (1, 3, ())
    take_guard_away(session)
    session.execute(text("UPDATE audit_event SET action = 'x' WHERE chain = 7002 AND number > 1"))
    session.execute(text("DELETE FROM audit_event WHERE chain = 7003 AND number = 3"))
    session.expire_all()
    assert {each for each in verify(session).breaks if each.chain > 7000} == {Break(7002, 2), Break(7003, 3)}


@pytest.mark.usefixtures("unguarded")
def test_a_company_whose_whole_chain_is_gone_is_found(session: Session, now: datetime) -> None:
    account = the_cast(session).account
    write(session, account, now, 2)
    assert verify(session, chain=account).breaks == ()
    for table in ("audit_event", "audit_head"):
        session.execute(text(f"DELETE FROM {table} WHERE chain = {account}"))  # noqa: S608
    session.expire_all()
    assert Break(account, 1) in verify(session).breaks
