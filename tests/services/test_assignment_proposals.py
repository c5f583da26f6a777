"""Assignments by load: who is proposed, several at once, and by the kiosk itself."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, col, select

from ctpat_app.domain.errors import InvalidValue, NotPermitted
from ctpat_app.domain.permissions import Actor, Role, StaffRole
from ctpat_app.services.assignment_proposals import assign_by_load, assign_several, propose_assignments
from ctpat_app.services.assignments import assign_specialist, standing_assignment
from ctpat_app.services.model_steps import events_of
from ctpat_app.tables.accounts import UserAccountRow
from ctpat_app.tables.notices import NoticeRow
from ctpat_app.tables.security_models import SecurityModelRow
from tests.factories import Cast, a_member, a_person, a_staff_member, a_trade_account, the_cast
from tests.services.test_desk_queue import sent_ago

WHY = "By load."


@dataclass(frozen=True)
class Desk:
    """The cast, two specialists, a supervisor, and an application of each company."""

    cast: Cast
    eva: Actor
    gus: Actor
    sue: Actor
    sent: int


@pytest.fixture
def desk(session: Session, now: datetime) -> Desk:
    """Ana's application waits longer than dan's."""
    cast = the_cast(session)
    eva = a_staff_member(session, cast.eva, StaffRole.SPECIALIST)
    gus = a_staff_member(session, a_person(session, "gus", language="es"), StaffRole.SPECIALIST)
    sue = a_staff_member(session, a_person(session, "sue"), StaffRole.SUPERVISOR)
    sent = sent_ago(session, cast.account, cast.ana, now, 40)
    sent_ago(session, cast.dans_account, cast.dan, now, 10)
    return Desk(cast, eva, gus, sue, sent)


def specialist_of(session: Session, account: int) -> int:
    row = standing_assignment(session, account)
    return row.specialist_id if row else 0


def told(session: Session) -> list[tuple[str, int]]:
    rows = session.exec(select(NoticeRow).order_by(col(NoticeRow.id))).all()
    return [(row.template, row.user_id) for row in rows]


def test_each_company_is_proposed_to_who_has_the_least_to_do_then(session: Session, desk: Desk, now: datetime) -> None:
    found = propose_assignments(session, desk.sue, now=now)
    assert [(each.company, each.specialist_id) for each in found.companies] == [
        ("Acme Carriers SA", desk.eva.user_id),
        ("Dan Freight Ltd", desk.gus.user_id),
    ]
    assert found.companies[0].due_on == (now + timedelta(days=50)).date()
    assert [(each.name, each.open_work) for each in found.loads] == [("Eva", 0), ("Gus", 0)]


def test_of_two_with_the_same_load_who_speaks_the_language_is_proposed(
    session: Session, desk: Desk, now: datetime
) -> None:
    session.get_one(UserAccountRow, desk.cast.ben.user_id).language = "es"
    for person in ("ana", "chloe"):
        session.get_one(UserAccountRow, getattr(desk.cast, person).user_id).language = "fr"
    session.flush()
    first, second = propose_assignments(session, desk.sue, now=now).companies
    assert (first.languages, first.specialist_id) == (("es", "fr"), desk.gus.user_id)
    assert second.specialist_id == desk.eva.user_id


def test_nobody_is_proposed_for_their_own_company(session: Session, desk: Desk, now: datetime) -> None:
    for specialist in (desk.eva, desk.gus):
        a_member(session, desk.cast.account, specialist, role=Role.CONSULTANT)
    first, _ = propose_assignments(session, desk.sue, now=now).companies
    assert (first.account_id, first.specialist_id) == (desk.cast.account, 0)


def test_assigning_begins_the_review_and_the_company_is_told_without_a_name(
    session: Session, desk: Desk, now: datetime
) -> None:
    assign_specialist(
        session, desk.sue, trade_account_id=desk.cast.account, specialist_id=desk.eva.user_id, seen_assignment=0,
        reason=WHY, now=now,
    )  # fmt: skip
    assert session.get_one(SecurityModelRow, desk.sent).status == "under-review"
    newest = events_of(session, desk.sent)[-1]
    assert (newest.step, newest.party, newest.user_id) == ("t.assign", "supervisor", desk.sue.user_id)
    people = [desk.cast.ana, desk.cast.ben, desk.cast.chloe]
    assert told(session) == [("specialist-assigned", person.user_id) for person in people]
    assert not any("Eva" in row.params for row in session.exec(select(NoticeRow)))


def test_one_refusal_does_not_stop_the_others(session: Session, desk: Desk, now: datetime) -> None:
    a_member(session, desk.cast.account, desk.eva, role=Role.CONSULTANT)
    choices = [(desk.cast.account, desk.eva.user_id), (desk.cast.dans_account, desk.eva.user_id)]
    outcome = assign_several(session, desk.sue, choices=choices, reason=WHY, now=now)
    assert outcome.done == (desk.cast.dans_account,)
    assert [(account, refusal.code) for account, refusal in outcome.refused] == [
        (desk.cast.account, "assignment.own-company")
    ]
    assert (specialist_of(session, desk.cast.account), specialist_of(session, desk.cast.dans_account)) == (
        0,
        desk.eva.user_id,
    )
    again = assign_several(session, desk.sue, choices=choices[1:], reason=WHY, now=now)
    assert [refusal.code for _, refusal in again.refused] == ["assignment.changed-meanwhile"]
    with pytest.raises(InvalidValue, match=r"assignment\.none-chosen"):
        assign_several(session, desk.sue, choices=[], reason=WHY, now=now)
    with pytest.raises(InvalidValue, match=r"assignment\.reason-missing"):
        assign_several(session, desk.sue, choices=choices, reason=" ", now=now)


def test_the_kiosk_gives_out_what_waits_once_and_says_so_itself(session: Session, desk: Desk, now: datetime) -> None:
    idle = a_trade_account(session, desk.cast.dan, name="Idle Ltd")
    assert assign_by_load(session, now=now) == 2
    assert assign_by_load(session, now=now) == 0
    assert specialist_of(session, desk.cast.account) == desk.eva.user_id
    assert specialist_of(session, desk.cast.dans_account) == desk.gus.user_id
    assert specialist_of(session, idle) == 0
    newest = events_of(session, desk.sent)[-1]
    assert (newest.step, newest.party, newest.user_id) == ("t.assign", "system", None)
    assert {template for template, _ in told(session)} == {"specialist-assigned"}


def test_without_a_specialist_the_kiosk_assigns_nobody(session: Session, now: datetime) -> None:
    cast = the_cast(session)
    sent_ago(session, cast.account, cast.ana, now, 3)
    assert assign_by_load(session, now=now) == 0


def test_nobody_but_a_supervisor_sees_proposals_or_assigns(session: Session, desk: Desk, now: datetime) -> None:
    for person in (desk.cast.ana, desk.cast.dan, desk.eva):
        with pytest.raises(NotPermitted, match=r"access\.not-yours"):
            propose_assignments(session, person, now=now)
        with pytest.raises(NotPermitted, match=r"access\.not-yours"):
            assign_several(session, person, choices=[(desk.cast.account, desk.eva.user_id)], reason=WHY, now=now)
