"""Mail waits in the outbox: written with what caused it, delivered once, tried again when the server is down."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, select

from ctpat_app.services.outbox import MAX_ATTEMPTS, deliver, due_mails, newest_mails, put_mail
from ctpat_app.tables.outbox import OutboxRow


def put(session: Session, now: datetime, recipient: str = "ana@example.com") -> int:
    put_mail(session, template="confirm", language="ar", recipient=recipient, now=now, name="نور", path="/ar/")
    session.flush()
    return max(row.id or 0 for row in session.exec(select(OutboxRow)).all())


def fail() -> None:
    raise ConnectionRefusedError("no server")


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
    sent: list[int] = []
    deliver(session, number, lambda: sent.append(number), now=now)
    session.flush()
    assert sent == [number]
    assert due_mails(session, now=now + timedelta(days=9)) == []
    assert [mail.id for mail in newest_mails(session)] == [number]


def test_a_failed_mail_is_tried_again_at_growing_distances(session: Session, now: datetime) -> None:
    number = put(session, now)
    moment = now
    for attempt in range(1, 4):
        deliver(session, number, fail, now=moment)
        session.flush()
        wait = timedelta(minutes=2**attempt)
        assert due_mails(session, now=moment + wait - timedelta(seconds=1)) == []
        assert len(due_mails(session, now=moment + wait)) == 1
        moment += wait
    assert session.get_one(OutboxRow, number).last_error == "no server"


def test_a_mail_that_never_arrives_is_given_up(session: Session, now: datetime) -> None:
    number = put(session, now)
    for _ in range(MAX_ATTEMPTS):
        deliver(session, number, fail, now=now)
    session.flush()
    assert due_mails(session, now=now + timedelta(days=365)) == []


def test_a_mistake_of_the_program_is_not_taken_for_a_lost_server(session: Session, now: datetime) -> None:
    number = put(session, now)
    with pytest.raises(ZeroDivisionError):
        deliver(session, number, lambda: 1 / 0, now=now)  # type: ignore[arg-type]
