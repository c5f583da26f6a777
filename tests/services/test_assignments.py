"""Companies and their specialists: who may find, assign and take away, and what the company sees of it."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, col, select

from ctpat_app.domain.errors import InvalidValue, NotPermitted
from ctpat_app.domain.permissions import Actor, Permission, Role, StaffRole
from ctpat_app.services import assignments
from ctpat_app.services.access import require_account
from ctpat_app.services.staff import add_staff, end_staff
from ctpat_app.services.staff_desk import read_desk
from ctpat_app.tables.accounts import StaffAssignmentRow, TradeAccountRow
from ctpat_app.tables.audit import AuditEventRow
from tests.factories import Cast, a_member, a_person, a_staff_member, a_trade_account, the_cast

WHY = "Speaks the language of the company."
NO_COMPANY = 2**31 + 7


@pytest.fixture
def cast(session: Session) -> Cast:
    """The cast with eva as a specialist of the staff."""
    cast = the_cast(session)
    return replace(cast, eva=a_staff_member(session, cast.eva, StaffRole.SPECIALIST))


@pytest.fixture
def sue(session: Session) -> Actor:
    """A supervisor."""
    return a_staff_member(session, a_person(session, "sue"), StaffRole.SUPERVISOR)


def assign(
    session: Session, sue: Actor, account: int, who: Actor, now: datetime, *, seen: int = 0, why: str = WHY
) -> int:
    assignments.assign_specialist(
        session, sue, trade_account_id=account, specialist_id=who.user_id, seen_assignment=seen, reason=why, now=now
    )
    return standing(session, account)


def standing(session: Session, account: int) -> int:
    query = select(StaffAssignmentRow.id).where(
        StaffAssignmentRow.trade_account_id == account, col(StaffAssignmentRow.ended_at).is_(None)
    )
    return session.exec(query).first() or 0


def told(session: Session, account: int) -> list[tuple[str, int | None, str]]:
    query = select(AuditEventRow).where(AuditEventRow.chain == account).order_by(col(AuditEventRow.number))
    return [(event.action, event.user_id, event.acting_as) for event in session.exec(query)]


def test_an_assigned_specialist_reads_the_company_and_loses_it_at_the_next_event(
    session: Session, cast: Cast, sue: Actor, now: datetime
) -> None:
    with pytest.raises(NotPermitted, match=r"access\.not-yours"):
        require_account(session, cast.eva, cast.account, Permission.TRADE_ACCOUNT_READ)
    seen = assign(session, sue, cast.account, cast.eva, now)
    assert require_account(session, cast.eva, cast.account, Permission.TRADE_ACCOUNT_READ).is_assigned
    assignments.end_assignment(session, sue, trade_account_id=cast.account, seen_assignment=seen, now=now)
    with pytest.raises(NotPermitted, match=r"access\.not-yours"):
        require_account(session, cast.eva, cast.account, Permission.TRADE_ACCOUNT_READ)
    assert told(session, cast.account) == [
        ("specialist.assigned", sue.user_id, "supervisor"),
        ("specialist.unassigned", sue.user_id, "supervisor"),
    ]
    assert told(session, cast.dans_account) == []


def test_another_specialist_takes_the_place_of_the_former_who_is_kept_on_record(
    session: Session, cast: Cast, sue: Actor, now: datetime
) -> None:
    gus = a_staff_member(session, a_person(session, "gus"), StaffRole.SPECIALIST)
    first = assign(session, sue, cast.account, cast.eva, now)
    second = assign(session, sue, cast.account, gus, now + timedelta(days=1), seen=first)
    assert first != second
    rows = session.exec(select(StaffAssignmentRow).order_by(col(StaffAssignmentRow.id))).all()
    assert [(row.specialist_id, row.ended_at is None, row.reason) for row in rows] == [
        (cast.eva.user_id, False, WHY),
        (gus.user_id, True, WHY),
    ]
    assert [action for action, *_ in told(session, cast.account)] == [
        "specialist.assigned",
        "specialist.unassigned",
        "specialist.assigned",
    ]


def test_two_supervisors_do_not_overwrite_each_other(session: Session, cast: Cast, sue: Actor, now: datetime) -> None:
    gus = a_staff_member(session, a_person(session, "gus"), StaffRole.SPECIALIST)
    first = assign(session, sue, cast.account, cast.eva, now)
    for seen in (0, first + 1):
        with pytest.raises(InvalidValue, match=r"assignment\.changed-meanwhile"):
            assign(session, sue, cast.account, gus, now, seen=seen)
        with pytest.raises(InvalidValue, match=r"assignment\.changed-meanwhile"):
            assignments.end_assignment(session, sue, trade_account_id=cast.account, seen_assignment=seen, now=now)
    with pytest.raises(InvalidValue, match=r"assignment\.already"):
        assign(session, sue, cast.account, cast.eva, now, seen=first)
    assert standing(session, cast.account) == first


def test_only_who_is_a_specialist_now_and_no_member_is_assigned(
    session: Session, cast: Cast, sue: Actor, now: datetime
) -> None:
    gus = a_staff_member(session, a_person(session, "gus"), StaffRole.SPECIALIST)
    a_member(session, cast.account, gus, role=Role.CONSULTANT)
    with pytest.raises(InvalidValue, match=r"assignment\.own-company"):
        assign(session, sue, cast.account, gus, now)
    end_staff(session, email=cast.eva.email, now=now)
    for nobody in (cast.eva, cast.dan, sue, replace(cast.dan, user_id=NO_COMPANY), replace(cast.dan, user_id=-1)):
        with pytest.raises(InvalidValue, match=r"assignment\.no-specialist"):
            assign(session, sue, cast.account, nobody, now)
    with pytest.raises(InvalidValue, match=r"assignment\.reason-missing"):
        assign(session, sue, cast.account, gus, now, why="  ")
    assert standing(session, cast.account) == 0


@pytest.mark.parametrize("role", [None, *(role for role in StaffRole if role is not StaffRole.SUPERVISOR)])
def test_nobody_but_a_supervisor_assigns(
    session: Session, cast: Cast, sue: Actor, now: datetime, role: StaffRole
) -> None:
    seen = assign(session, sue, cast.account, cast.eva, now)
    for person in (cast.ana, cast.dan, cast.eva):
        actor = replace(person, staff_role=role)
        with pytest.raises(NotPermitted, match=r"access\.not-yours"):
            assign(session, actor, cast.account, cast.eva, now, seen=seen)
        with pytest.raises(NotPermitted, match=r"access\.not-yours"):
            assignments.end_assignment(session, actor, trade_account_id=cast.account, seen_assignment=seen, now=now)
        with pytest.raises(NotPermitted, match=r"access\.not-yours"):
            assignments.list_specialists(session, actor)
    assert standing(session, cast.account) == seen


@pytest.mark.parametrize("number", [0, -1, 2**31 - 1, NO_COMPANY, 10**14])
def test_a_company_that_does_not_exist_answers_like_what_is_not_theirs(
    session: Session, cast: Cast, sue: Actor, now: datetime, number: int
) -> None:
    with pytest.raises(NotPermitted, match=r"access\.not-yours"):
        assign(session, sue, number, cast.eva, now)
    with pytest.raises(NotPermitted, match=r"access\.not-yours"):
        assignments.end_assignment(session, sue, trade_account_id=number, seen_assignment=0, now=now)


@pytest.mark.parametrize("role", [StaffRole.SUPERVISOR, StaffRole.HEADQUARTERS])
def test_a_company_is_found_by_a_part_of_its_names(
    session: Session, cast: Cast, now: datetime, role: StaffRole
) -> None:
    reader = replace(cast.finn, staff_role=role)
    pena = a_trade_account(session, cast.dan, name="Transportes Peña 50%")
    session.get_one(TradeAccountRow, pena).trade_name = "Lobo_Rojo"
    session.flush()

    def found(part: str) -> list[str]:
        return [line.name for line in assignments.find_companies(session, reader, part=part).companies]

    assert found("PENA") == found("50%") == found("o_r") == ["Transportes Peña 50%"]
    assert found("carriers s") == ["Acme Carriers SA"]
    assert found("%%%") == found("___") == found("d_n") == []
    with pytest.raises(InvalidValue, match=r"assignment\.part-short"):
        found("pe")


@pytest.mark.parametrize(
    "role", [None, StaffRole.SPECIALIST, StaffRole.HELP_DESK, StaffRole.LIBRARY_ADMIN, StaffRole.CONTENT_EDITOR]
)
def test_who_may_not_read_every_company_finds_and_lists_none(session: Session, cast: Cast, role: StaffRole) -> None:
    actor = replace(cast.finn, staff_role=role)
    with pytest.raises(NotPermitted, match=r"access\.not-yours"):
        assignments.find_companies(session, actor, part="Acme")
    with pytest.raises(NotPermitted, match=r"access\.not-yours"):
        assignments.list_assignments(session, actor)


def test_more_companies_than_are_listed_are_counted(session: Session, cast: Cast, sue: Actor) -> None:
    for number in range(assignments.MOST_FOUND + 3):
        a_trade_account(session, cast.dan, name=f"Quetzal {number:02}")
    found = assignments.find_companies(session, sue, part="quetzal")
    assert (len(found.companies), found.more) == (assignments.MOST_FOUND, 3)
    assert found.companies[0].name == "Quetzal 00"


@pytest.mark.parametrize("role", StaffRole)
def test_the_desk_shows_colleagues_to_all_and_companies_by_the_table(
    session: Session, cast: Cast, sue: Actor, now: datetime, role: StaffRole
) -> None:
    assign(session, sue, cast.account, cast.eva, now)
    me = cast.eva if role is StaffRole.SPECIALIST else replace(cast.finn, staff_role=role)
    desk = read_desk(session, me)
    assert [each.name for each in desk.colleagues] == ["Eva", "Sue"]
    reads_all = role in {StaffRole.SUPERVISOR, StaffRole.HEADQUARTERS}
    assert [line.name for line in desk.assigned.companies] == (["Acme Carriers SA"] if reads_all else [])
    assert [line.name for line in desk.own.companies] == (["Acme Carriers SA"] if me is cast.eva else [])
    assert [each.companies for each in desk.specialists] == ([1] if role is StaffRole.SUPERVISOR else [])
    assert (desk.may_find, desk.may_assign) == (reads_all, role is StaffRole.SUPERVISOR)


def test_a_specialist_of_another_company_sees_it_not_and_people_of_companies_have_no_desk(
    session: Session, cast: Cast, sue: Actor, now: datetime
) -> None:
    gus = a_staff_member(session, a_person(session, "gus"), StaffRole.SPECIALIST)
    assign(session, sue, cast.account, cast.eva, now)
    assign(session, sue, cast.dans_account, gus, now)
    assert [line.name for line in read_desk(session, gus).own.companies] == ["Dan Freight Ltd"]
    for person in (cast.ana, cast.dan):
        with pytest.raises(NotPermitted, match=r"access\.not-yours"):
            read_desk(session, person)


def test_who_is_no_specialist_any_more_looks_after_no_company_even_after_coming_back(
    session: Session, cast: Cast, sue: Actor, now: datetime
) -> None:
    assign(session, sue, cast.account, cast.eva, now)
    add_staff(session, email=cast.eva.email, role=StaffRole.SPECIALIST, now=now)
    assert standing(session, cast.account) > 0
    end_staff(session, email=cast.eva.email, now=now)
    add_staff(session, email=cast.eva.email, role=StaffRole.SPECIALIST, now=now)
    assert standing(session, cast.account) == 0
    assign(session, sue, cast.account, cast.eva, now)
    add_staff(session, email=cast.eva.email, role=StaffRole.CONTENT_EDITOR, now=now)
    assert standing(session, cast.account) == 0
    assert told(session, cast.account)[-1] == ("specialist.unassigned", None, "")
