"""Mail that cannot be delivered: noted without the server's words, seen by staff and by the person."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, select

from ctpat_app.domain.errors import NotPermitted
from ctpat_app.domain.mails import MailRefused
from ctpat_app.domain.permissions import Actor, StaffRole
from ctpat_app.services import bounces, outbox
from ctpat_app.tables.outbox import OutboxRow
from tests.factories import a_person

DAY = timedelta(days=1)


def mailed(session: Session, now: datetime, *, refuse: str = "", to: str = "ana@example.com") -> OutboxRow:
    outbox.put_mail(session, template="confirm-email", language="en", recipient=to, now=now)
    session.flush()
    mail = outbox.newest_mails(session)[0]
    outbox.claim_mail(session, mail.id, holder="one", now=now)
    outbox.note_outcome(session, mail.id, MailRefused(refuse) if refuse else None, now=now)
    session.flush()
    return session.exec(select(OutboxRow).where(OutboxRow.id == mail.id)).one()


def desk(session: Session) -> Actor:
    return replace(a_person(session, "finn"), staff_role=StaffRole.HELP_DESK)


def test_a_refusal_for_good_is_noted_on_the_row_and_not_tried_again(session: Session, now: datetime) -> None:
    row = mailed(session, now, refuse="5.1.1")
    assert (row.last_error, row.refused_at, row.delivered_at) == ("refused 5.1.1", now, None)
    assert outbox.due_mails(session, now=now + 30 * DAY) == []


def test_staff_and_the_person_see_it_until_it_is_settled(session: Session, now: datetime) -> None:
    ana, finn = a_person(session, "ana"), desk(session)
    mailed(session, now, refuse="5.1.1")
    mailed(session, now + DAY, refuse="5.2.2")
    (found,) = bounces.list_bounces(session, finn)
    assert (found.email, found.reason, found.times, found.has_account) == (ana.email, "5.2.2", 2, True)
    assert bounces.is_bouncing(session, ana)
    bounces.settle_bounce(session, finn, email=ana.email, now=now)
    assert not bounces.is_bouncing(session, ana)
    assert bounces.list_bounces(session, finn) == []


def test_an_address_that_bounces_again_is_on_the_list_again(session: Session, now: datetime) -> None:
    finn = desk(session)
    mailed(session, now, refuse="550")
    bounces.settle_bounce(session, finn, email="ana@example.com", now=now)
    mailed(session, now + DAY, refuse="550")
    assert [(each.email, each.has_account) for each in bounces.list_bounces(session, finn)] == [
        ("ana@example.com", False)
    ]


@pytest.mark.parametrize("role", [None, StaffRole.SPECIALIST, StaffRole.HEADQUARTERS])
def test_dan_sees_no_list_and_settles_nothing(session: Session, now: datetime, role: StaffRole | None) -> None:
    dan = replace(a_person(session, "dan"), staff_role=role)
    with pytest.raises(NotPermitted):
        bounces.list_bounces(session, dan)
    with pytest.raises(NotPermitted):
        bounces.settle_bounce(session, dan, email="ana@example.com", now=now)


@pytest.mark.parametrize(
    ("email", "later", "noted"),
    [
        ("ANA@example.com", DAY, True),
        ("ana@example.com", 15 * DAY, False),
        ("stranger@example.com", DAY, False),
        ("no address", DAY, False),
    ],
)
def test_a_report_counts_only_for_an_address_that_was_mailed_lately(
    session: Session, now: datetime, email: str, later: timedelta, noted: bool
) -> None:
    ana = a_person(session, "ana")
    mailed(session, now)
    assert bounces.note_report(session, email=email, reason="5.1.1", now=now + later) is noted
    assert bounces.is_bouncing(session, ana) is noted
