"""Mail waits in the outbox: written with what caused it, and sent by attempts that leave marks."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, select

from ctpat_app.domain.mails import MailUnknown
from ctpat_app.services.outbox import (
    MAX_ATTEMPTS,
    NotOurs,
    claim_mail,
    due_mails,
    has_leftovers,
    newest_mails,
    note_handing_over,
    note_outcome,
    put_mail,
    settle_leftovers,
)
from ctpat_app.tables.outbox import OutboxRow

FAR = timedelta(days=365)


def put(session: Session, now: datetime, recipient: str = "ana@example.com") -> int:
    put_mail(session, template="confirm", language="ar", recipient=recipient, now=now, name="نور", path="/ar/")
    session.flush()
    return max(row.id or 0 for row in session.exec(select(OutboxRow)).all())


def claim(session: Session, mail: int, now: datetime, holder: str = "one") -> bool:
    return claim_mail(session, mail, holder=holder, now=now)


def attempt(session: Session, mail: int, failure: OSError | None, now: datetime) -> None:
    assert claim(session, mail, now)
    note_outcome(session, mail, failure, now=now)
    session.flush()


def test_a_mail_is_kept_with_its_parameters(session: Session, now: datetime) -> None:
    number = put(session, now)
    (mail,) = due_mails(session, now=now)
    assert (mail.id, mail.template, mail.language, mail.recipient, mail.params) == (
        number,
        "confirm",
        "ar",
        "ana@example.com",
        {"name": "نور", "path": "/ar/"},
    )


def test_mails_are_due_oldest_first_and_shown_newest_first(session: Session, now: datetime) -> None:
    numbers = [put(session, now, f"{name}@example.com") for name in ("ana", "ben", "chloe")]
    assert [mail.id for mail in due_mails(session, now=now)] == numbers
    assert [mail.id for mail in due_mails(session, now=now, limit=1)] == numbers[:1]
    assert [mail.id for mail in newest_mails(session)] == numbers[::-1]


def test_a_delivered_mail_is_not_due_again(session: Session, now: datetime) -> None:
    number = put(session, now)
    attempt(session, number, None, now)
    assert due_mails(session, now=now + FAR) == []
    assert not claim(session, number, now + FAR)
    assert [mail.id for mail in newest_mails(session)] == [number]


def test_a_failed_mail_is_tried_again_at_growing_distances(session: Session, now: datetime) -> None:
    number, moment = put(session, now), now
    for count in range(1, 4):
        attempt(session, number, ConnectionRefusedError("no server"), moment)
        wait = timedelta(minutes=2**count)
        assert due_mails(session, now=moment + wait - timedelta(seconds=1)) == []
        assert len(due_mails(session, now=moment + wait)) == 1
        moment += wait
    assert session.get_one(OutboxRow, number).last_error == "no server"


def test_a_mail_that_never_arrives_is_given_up(session: Session, now: datetime) -> None:
    number = put(session, now)
    for _ in range(MAX_ATTEMPTS):
        attempt(session, number, OSError("no server"), now)
    assert due_mails(session, now=now + FAR) == []
    assert not claim(session, number, now + FAR)


def test_a_new_mail_leaves_whatever_day_the_kiosk_pretended_when_it_was_written(
    session: Session, now: datetime
) -> None:
    number = put(session, now + FAR)
    assert [mail.id for mail in due_mails(session, now=now)] == [number]
    attempt(session, number, OSError("no server"), now)
    assert due_mails(session, now=now) == []
    assert len(due_mails(session, now=now + timedelta(minutes=2))) == 1


def test_one_process_alone_has_a_mail_until_its_attempt_is_over(session: Session, now: datetime) -> None:
    number = put(session, now)
    assert [claim(session, number, now, holder) for holder in ("one", "two")] == [True, False]
    assert due_mails(session, now=now + FAR) == []
    note_outcome(session, number, OSError("no server"), now=now)
    session.flush()
    assert claim(session, number, now, "two")


def test_an_attempt_that_ended_before_the_text_left_is_made_again(session: Session, now: datetime) -> None:
    number = put(session, now)
    claim(session, number, now)
    assert has_leftovers(session)
    assert settle_leftovers(session, now=now) == 0
    session.flush()
    assert not has_leftovers(session)
    assert claim(session, number, now + timedelta(minutes=5), "two")


def test_an_attempt_that_ended_while_the_text_left_is_not_made_again(session: Session, now: datetime) -> None:
    number = put(session, now)
    claim(session, number, now)
    note_handing_over(session, number, holder="one", now=now)
    session.expire_all()
    assert settle_leftovers(session, now=now) == 1
    session.flush()
    assert session.get_one(OutboxRow, number).unknown_at == now
    assert due_mails(session, now=now + FAR) == []
    assert not claim(session, number, now + FAR, "two")


def test_who_was_taken_for_dead_does_not_let_the_text_leave(session: Session, now: datetime) -> None:
    number = put(session, now)
    claim(session, number, now)
    settle_leftovers(session, now=now)
    session.flush()
    with pytest.raises(NotOurs):
        note_handing_over(session, number, holder="one", now=now)
    claim(session, number, now, "two")
    with pytest.raises(NotOurs):
        note_handing_over(session, number, holder="one", now=now)


def test_who_was_taken_for_dead_but_did_send_it_is_believed(session: Session, now: datetime) -> None:
    number = put(session, now)
    claim(session, number, now)
    note_handing_over(session, number, holder="one", now=now)
    session.expire_all()
    settle_leftovers(session, now=now)
    note_outcome(session, number, None, now=now)
    session.flush()
    row = session.get_one(OutboxRow, number)
    assert (row.delivered_at, row.unknown_at) == (now, None)


def test_a_connection_that_broke_on_the_way_leaves_the_outcome_unknown(session: Session, now: datetime) -> None:
    number = put(session, now)
    attempt(session, number, MailUnknown("timed out"), now)
    assert session.get_one(OutboxRow, number).unknown_at == now
    assert due_mails(session, now=now + FAR) == []
