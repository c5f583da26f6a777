"""Rotation of keys: every encrypted column, in steps, and nothing is lost on the way."""

from collections.abc import Iterator

import pytest
from cryptography.fernet import Fernet, MultiFernet
from sqlalchemy import Engine, text
from sqlmodel import Session, SQLModel

from ctpat_app.services.keys import EncryptedColumn, encrypted_columns, rotate_batch
from ctpat_app.tables.columns import Encrypted
from ctpat_app.tables.drafts import AnswerRow
from tests.conftest import KEY
from tests.factories import Cast, a_draft, an_answer, the_cast

NEW = Fernet.generate_key().decode()
KEYS = (NEW, KEY)


@pytest.fixture
def cast(session: Session) -> Cast:
    return the_cast(session)


@pytest.fixture
def both_keys(shared_engine: Engine) -> Iterator[None]:
    """After the restart that the command's help asks for: the new key encrypts, both decrypt."""
    before, Encrypted.ring = Encrypted.ring, MultiFernet([Fernet(key) for key in KEYS])
    yield
    Encrypted.ring = before


def of(name: str) -> EncryptedColumn:
    return next(found for found in encrypted_columns() if found.name == name)


def secrets(session: Session, cast: Cast, count: int) -> list[int]:
    """Return the ids of answers with secrets in any script."""
    draft = a_draft(session, cast.account, cast.ana)
    ids = [an_answer(session, draft, cast.ana, "identifier", "•••", row_key=str(number)) for number in range(count)]
    for number, answer in enumerate(ids):
        row = session.get_one(AnswerRow, answer)
        row.secret = f"١٢٣ 秘密 {number}"
    session.flush()
    return ids


def raw(session: Session, answer: int) -> str:
    return str(session.scalar(text("SELECT secret FROM answer WHERE id = :id"), {"id": answer}))


def test_encrypted_columns_are_found_by_their_type() -> None:
    named = {found.name for found in encrypted_columns()}
    assert {"answer.secret", "answer_history.secret", "security_question.answer_hash", "authenticator.seed"} <= named
    declared = sum(
        isinstance(column.type, Encrypted) for table in SQLModel.metadata.tables.values() for column in table.columns
    )
    assert len(named) == declared


def test_what_the_old_key_wrote_carries_the_new_one_and_reads_the_same(session: Session, cast: Cast) -> None:
    [answer] = secrets(session, cast, 1)
    batch = rotate_batch(session, of("answer.secret"), KEYS)
    assert (batch.rotated, batch.already, batch.unreadable) == (1, 0, 0)
    assert Fernet(NEW).decrypt(raw(session, answer)).decode() == "١٢٣ 秘密 0"


def test_a_rotation_goes_in_batches_and_a_second_one_finds_nothing_to_do(session: Session, cast: Cast) -> None:
    ids = secrets(session, cast, 5)
    first = rotate_batch(session, of("answer.secret"), KEYS, limit=2)
    assert (first.rotated, first.last) == (2, (ids[1],))
    # Stopped here; begun again, it passes what is done.
    again = rotate_batch(session, of("answer.secret"), KEYS, limit=4)
    assert (again.rotated, again.already) == (2, 2)
    rest = rotate_batch(session, of("answer.secret"), KEYS, after=again.last)
    assert (rest.rotated, rest.already) == (1, 0)
    assert rotate_batch(session, of("answer.secret"), KEYS, after=rest.last).last is None


@pytest.mark.usefixtures("both_keys")
def test_a_value_written_with_the_new_key_is_left_alone(session: Session, cast: Cast) -> None:
    [answer] = secrets(session, cast, 1)
    before = raw(session, answer)
    assert rotate_batch(session, of("answer.secret"), KEYS).already == 1
    assert raw(session, answer) == before


def test_a_value_that_no_key_opens_is_counted_and_left_as_it_is(session: Session, cast: Cast) -> None:
    [lost, kept] = secrets(session, cast, 2)
    stranger = Fernet(Fernet.generate_key()).encrypt(b"x").decode()
    session.execute(text("UPDATE answer SET secret = :it WHERE id = :id"), {"it": stranger, "id": lost})
    batch = rotate_batch(session, of("answer.secret"), KEYS)
    assert (batch.rotated, batch.unreadable) == (1, 1)
    assert raw(session, lost) == stranger
    assert Fernet(NEW).decrypt(raw(session, kept))


def test_without_secrets_there_is_nothing_to_do(session: Session) -> None:
    assert all(rotate_batch(session, found, KEYS).last is None for found in encrypted_columns())
