"""A new key for what is encrypted: nothing is lost, nothing is forgotten, and it can be stopped at any moment."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from cryptography.fernet import Fernet, MultiFernet
from sqlalchemy import Column
from sqlmodel import Session, select

from ctpat_app.services.keys import encrypted_columns, rotate_batch
from ctpat_app.tables.columns import Encrypted
from ctpat_app.tables.recovery import SecurityQuestionRow
from ctpat_app.tables.second_factors import AuthenticatorRow
from tests.factories import a_person

OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()


def use(*keys: str) -> None:
    Encrypted.ring = MultiFernet([Fernet(key) for key in keys])


@pytest.fixture(autouse=True)
def ring() -> Iterator[None]:
    """The keys of other tests stay theirs."""
    before = Encrypted.ring
    use(OLD)
    yield
    Encrypted.ring = before


def column(name: str) -> Column[Any]:
    return next(each for each in encrypted_columns() if f"{each.table.name}.{each.name}" == name)


def seeds(session: Session, now: datetime, count: int) -> None:
    for number in range(count):
        person = a_person(session)
        session.add(AuthenticatorRow(user_id=person.user_id, seed=f"SEED {number}", added_at=now))
    session.flush()
    session.expunge_all()


def stored(session: Session) -> list[str]:
    rows = session.exec(select(AuthenticatorRow).order_by(AuthenticatorRow.user_id)).all()  # type: ignore[arg-type]
    found = [row.seed for row in rows]
    session.expunge_all()
    return found


def test_columns_are_found_by_their_type() -> None:
    names = {f"{each.table.name}.{each.name}" for each in encrypted_columns()}
    assert {"answer.secret", "answer_history.secret", "authenticator.seed"} <= names
    assert all(isinstance(each.type, Encrypted) for each in encrypted_columns())


def test_afterwards_the_new_key_alone_reads_everything(session: Session, now: datetime) -> None:
    seeds(session, now, 5)
    use(NEW, OLD)
    done = rotate_batch(session, column("authenticator.seed"), (NEW, OLD), after=None, limit=100)
    assert (done.changed, done.unreadable) == (5, 0)
    use(NEW)
    assert stored(session) == [f"SEED {number}" for number in range(5)]


def test_it_goes_on_where_it_stopped_and_writes_nothing_twice(session: Session, now: datetime) -> None:
    seeds(session, now, 5)
    seed = column("authenticator.seed")
    first = rotate_batch(session, seed, (NEW, OLD), after=None, limit=2)
    second = rotate_batch(session, seed, (NEW, OLD), after=first.last, limit=2)
    again = rotate_batch(session, seed, (NEW, OLD), after=None, limit=100)
    end = rotate_batch(session, seed, (NEW, OLD), after=again.last, limit=2)
    assert [first.changed, second.changed, again.changed] == [2, 2, 1]
    assert (end.last, end.changed) == (None, 0)


def test_a_table_is_walked_through_whole_in_batches(session: Session, now: datetime) -> None:
    ana = a_person(session)
    for place in range(1, 7):
        row = SecurityQuestionRow(
            user_id=ana.user_id, position=place, own_text=f"own {place}", answer_hash="h", set_at=now
        )
        session.add(row)
    session.flush()
    session.expunge_all()
    own, after, changed = column("security_question.own_text"), None, 0
    while (batch := rotate_batch(session, own, (NEW, OLD), after=after, limit=2)).last is not None:
        after, changed = batch.last, changed + batch.changed
    assert changed == 6


def test_what_no_key_reads_is_counted_and_left_as_it_is(session: Session, now: datetime) -> None:
    seeds(session, now, 2)
    other = Fernet.generate_key().decode()
    done = rotate_batch(session, column("authenticator.seed"), (NEW, other), after=None, limit=10)
    assert (done.changed, done.unreadable) == (0, 2)
    use(OLD)
    assert stored(session) == ["SEED 0", "SEED 1"]
