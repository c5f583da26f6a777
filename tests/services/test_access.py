"""Whose things these are: dan cannot."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import event
from sqlmodel import Session, select

from ctpat_app.domain.errors import NotPermitted
from ctpat_app.domain.permissions import Actor, Permission, Role, StaffRole, staff_may
from ctpat_app.services.access import memberships_of, require_account, require_draft, require_member
from ctpat_app.tables.accounts import MembershipRow, StaffAssignmentRow
from tests.factories import WHEN, Cast, a_draft, a_member, a_person, a_trade_account, an_answer, the_cast

READ = Permission.APPLICATION_READ


@pytest.fixture
def cast(session: Session) -> Cast:
    return the_cast(session)


@pytest.fixture
def draft(session: Session, cast: Cast) -> int:
    return a_draft(session, cast.account, cast.ana)


def membership_id(session: Session, account: int, person: Actor) -> int:
    query = select(MembershipRow.id).where(
        MembershipRow.trade_account_id == account, MembershipRow.user_id == person.user_id
    )
    found = session.exec(query).one()
    assert found is not None
    return found


@contextmanager
def counted_queries(session: Session) -> Iterator[list[str]]:
    statements: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_: object) -> None:
        statements.append(statement)

    event.listen(session.connection(), "before_cursor_execute", note)
    yield statements
    event.remove(session.connection(), "before_cursor_execute", note)


def test_members_find_their_company_with_their_role(session: Session, cast: Cast) -> None:
    found = [memberships_of(session, person) for person in (cast.ana, cast.ben, cast.chloe, cast.eva)]
    assert [[(each.legal_name, each.role) for each in one] for one in found] == [
        [("Acme Carriers SA", Role.OFFICER)],
        [("Acme Carriers SA", Role.EMPLOYEE)],
        [("Acme Carriers SA", Role.CONSULTANT)],
        [],
    ]


def test_dan_cannot_enter_anas_company(session: Session, cast: Cast) -> None:
    with pytest.raises(NotPermitted) as refused:
        require_member(session, cast.dan, cast.account, Permission.TRADE_ACCOUNT_EDIT)
    assert refused.value.code == "access.not-yours"


def test_what_is_not_theirs_answers_like_what_does_not_exist(session: Session, cast: Cast, draft: int) -> None:
    answers = []
    for number in (draft, 987_654):
        with pytest.raises(NotPermitted) as refused:
            require_draft(session, cast.dan, number, READ)
        answers.append((refused.value.code, refused.value.params, type(refused.value)))
    for account in (cast.account, 987_654):
        with pytest.raises(NotPermitted) as refused:
            require_member(session, cast.dan, account, Permission.TRADE_ACCOUNT_EDIT)
        answers.append((refused.value.code, refused.value.params, type(refused.value)))
    assert len(set(map(repr, answers))) == 1


def test_a_role_that_does_not_include_it_is_told_so(session: Session, cast: Cast) -> None:
    with pytest.raises(NotPermitted) as refused:
        require_member(session, cast.chloe, cast.account, Permission.TRADE_ACCOUNT_EDIT)
    assert refused.value.code == "access.not-your-role"


def test_who_was_taken_out_has_no_access_any_more(session: Session, cast: Cast, draft: int, now: datetime) -> None:
    row = session.get_one(MembershipRow, membership_id(session, cast.account, cast.ben))
    row.removed_at = now
    session.add(row)
    session.flush()
    assert memberships_of(session, cast.ben) == []
    with pytest.raises(NotPermitted):
        require_draft(session, cast.ben, draft, READ)


def test_an_officer_who_has_not_declared_it_acts_as_employee(session: Session) -> None:
    ana = a_person(session, "ana")
    account = a_trade_account(session, ana)
    row = session.get_one(MembershipRow, membership_id(session, account, ana))
    row.role = Role.OFFICER
    session.add(row)
    session.flush()
    assert require_member(session, ana, account, Permission.TRADE_ACCOUNT_EDIT).role is Role.EMPLOYEE
    with pytest.raises(NotPermitted):
        require_draft(session, ana, a_draft(session, account, ana), Permission.APPLICATION_SUBMIT)


@pytest.mark.parametrize(
    ("who", "contact_role", "role"),
    [
        ("ana", None, Role.OFFICER),
        ("ben", None, Role.EMPLOYEE),
        ("chloe", None, Role.CONSULTANT),
        ("ana", "employee", Role.EMPLOYEE),
        ("ben", "officer", Role.EMPLOYEE),
        ("chloe", "officer", Role.CONSULTANT),
    ],
)
def test_the_contact_list_of_the_draft_gives_the_role(
    session: Session, cast: Cast, draft: int, who: str, contact_role: str | None, role: Role
) -> None:
    person: Actor = getattr(cast, who)
    if contact_role:
        an_answer(
            session,
            draft,
            cast.ana,
            "contact_role",
            contact_role,
            row_key=str(membership_id(session, cast.account, person)),
        )
    assert require_draft(session, person, draft, READ).role is role


def test_a_member_named_officer_acts_as_officer_once_declared(session: Session, cast: Cast, draft: int) -> None:
    number = membership_id(session, cast.account, cast.ben)
    row = session.get_one(MembershipRow, number)
    row.officer_declared_at = WHEN
    session.add(row)
    an_answer(session, draft, cast.ana, "contact_role", "officer", row_key=str(number))
    assert require_draft(session, cast.ben, draft, Permission.APPLICATION_SUBMIT).role is Role.OFFICER


def test_who_is_no_contact_of_the_draft_reads_nothing_of_it(session: Session, cast: Cast, draft: int) -> None:
    an_answer(
        session, draft, cast.ana, "contact_role", "none", row_key=str(membership_id(session, cast.account, cast.ben))
    )
    with pytest.raises(NotPermitted):
        require_draft(session, cast.ben, draft, READ)


def test_a_role_in_one_draft_says_nothing_about_another(session: Session, cast: Cast, draft: int) -> None:
    other = a_draft(session, cast.account, cast.ana)
    an_answer(
        session, other, cast.ana, "contact_role", "none", row_key=str(membership_id(session, cast.account, cast.ben))
    )
    assert require_draft(session, cast.ben, draft, READ).role is Role.EMPLOYEE


def test_a_frozen_draft_can_be_read_but_not_written(session: Session, cast: Cast) -> None:
    access = require_draft(session, cast.ben, a_draft(session, cast.account, cast.ana, frozen=True), READ)
    assert access.frozen
    with pytest.raises(NotPermitted, match=r"draft\.frozen"):
        access.require_open()


def test_a_person_is_let_in_where_they_belong_and_only_there(session: Session, cast: Cast) -> None:
    a_member(session, cast.dans_account, cast.chloe, role=Role.CONSULTANT)
    dans_draft = a_draft(session, cast.dans_account, cast.dan)
    assert require_draft(session, cast.chloe, dans_draft, READ).trade_account_id == cast.dans_account
    with pytest.raises(NotPermitted):
        require_draft(session, cast.ben, dans_draft, READ)


def test_a_draft_is_authorized_in_one_query(session: Session, cast: Cast, draft: int) -> None:
    with counted_queries(session) as statements:
        require_draft(session, cast.ben, draft, READ)
    assert len(statements) == 1


# ------------------------------------------------------------ staff


def staff(person: Actor, role: StaffRole) -> Actor:
    return replace(person, staff_role=role)


def assign(session: Session, specialist: Actor, account: int, supervisor: Actor, *, ended: bool = False) -> None:
    row = StaffAssignmentRow(
        trade_account_id=account,
        specialist_id=specialist.user_id,
        reason="North",
        assigned_at=WHEN,
        assigned_by=supervisor.user_id,
        ended_at=WHEN if ended else None,
    )
    session.add(row)
    session.flush()


@pytest.mark.parametrize("assigned", [True, False])
@pytest.mark.parametrize("role", StaffRole)
def test_staff_reach_a_company_and_its_drafts_as_the_table_says(
    session: Session, cast: Cast, draft: int, role: StaffRole, assigned: bool
) -> None:
    eva = staff(cast.eva, role)
    if assigned:
        assign(session, eva, cast.account, cast.finn)
    for permission in Permission:
        expected = staff_may(role, permission, is_assigned=assigned)
        assert reaches(session, eva, require_account, cast.account, permission) is expected
        assert reaches(session, eva, require_draft, draft, permission) is expected


Require = Callable[[Session, Actor, int, Permission], object]


def reaches(session: Session, person: Actor, require: Require, number: int, permission: Permission) -> bool:
    """Whether the person is let in; who is not hears what they would hear of a thing that does not exist."""
    try:
        require(session, person, number, permission)
    except NotPermitted as refused:
        return refused.code != "access.not-yours"
    return True


@pytest.mark.parametrize("assigned", [True, False])
@pytest.mark.parametrize("role", StaffRole)
def test_a_second_permission_opens_a_draft_as_well(
    session: Session, cast: Cast, draft: int, role: StaffRole, assigned: bool
) -> None:
    eva = staff(cast.eva, role)
    if assigned:
        assign(session, eva, cast.account, cast.finn)

    def require(opened: Session, person: Actor, number: int, permission: Permission) -> object:
        return require_draft(opened, person, number, Permission.APPLICATION_READ, or_else=permission)

    for permission in Permission:
        expected = any(
            staff_may(role, each, is_assigned=assigned) for each in (Permission.APPLICATION_READ, permission)
        )
        assert reaches(session, eva, require, draft, permission) is expected


def test_an_assignment_holds_for_one_company_and_until_it_ends(session: Session, cast: Cast) -> None:
    eva = staff(cast.eva, StaffRole.SPECIALIST)
    assign(session, eva, cast.account, cast.finn, ended=True)
    assign(session, eva, cast.dans_account, cast.finn)
    with pytest.raises(NotPermitted):
        require_account(session, eva, cast.account, Permission.TRADE_ACCOUNT_READ)
    assert require_account(session, eva, cast.dans_account, Permission.TRADE_ACCOUNT_READ).is_assigned


def test_who_is_no_staff_gains_nothing_by_an_assignment(session: Session, cast: Cast, draft: int) -> None:
    assign(session, cast.dan, cast.account, cast.finn)
    for ask in (
        lambda: require_account(session, cast.dan, cast.account, Permission.TRADE_ACCOUNT_READ),
        lambda: require_draft(session, cast.dan, draft, Permission.IDENTIFIER_ADD),
    ):
        with pytest.raises(NotPermitted):
            ask()


def test_staff_who_are_members_act_as_members(session: Session, cast: Cast, draft: int) -> None:
    chloe = staff(cast.chloe, StaffRole.SUPERVISOR)
    access = require_account(session, chloe, cast.account, Permission.TRADE_ACCOUNT_READ)
    assert access.role is Role.CONSULTANT
    assert require_draft(session, chloe, draft, READ).role is Role.CONSULTANT


def test_a_company_and_a_draft_that_do_not_exist_cost_staff_the_same_work(session: Session, cast: Cast) -> None:
    eva, draft = staff(cast.eva, StaffRole.SPECIALIST), a_draft(session, cast.account, cast.ana)
    work = []
    for account, number in ((cast.account, draft), (987_654, 987_654)):
        with counted_queries(session) as statements:
            assert not reaches(session, eva, require_account, account, Permission.HISTORY_READ)
            assert not reaches(session, eva, require_draft, number, Permission.IDENTIFIER_ADD)
        work.append(statements)
    assert work[0] == work[1]
    assert len(work[0]) == 3


def test_the_mark_of_the_primary_contact_lets_an_employee_withdraw(session: Session, cast: Cast, draft: int) -> None:
    withdraw = Permission.MEMBERSHIP_WITHDRAW
    with pytest.raises(NotPermitted, match=r"access\.not-your-role"):
        require_draft(session, cast.ben, draft, withdraw)
    an_answer(session, draft, cast.ana, "primary_contact", str(membership_id(session, cast.account, cast.ben)))
    assert require_draft(session, cast.ben, draft, withdraw).is_primary
    with pytest.raises(NotPermitted):
        require_draft(session, cast.ben, draft, Permission.APPLICATION_SUBMIT)


def test_a_consultant_named_primary_contact_gains_nothing(session: Session, cast: Cast, draft: int) -> None:
    an_answer(session, draft, cast.ana, "primary_contact", str(membership_id(session, cast.account, cast.chloe)))
    with pytest.raises(NotPermitted):
        require_draft(session, cast.chloe, draft, Permission.MEMBERSHIP_WITHDRAW)


def test_the_mark_costs_a_query_only_where_it_gives_something(session: Session, cast: Cast, draft: int) -> None:
    with counted_queries(session) as statements:
        require_draft(session, cast.ana, draft, Permission.PROFILE_ANSWER)
    assert len(statements) == 1
    with counted_queries(session) as statements:
        require_draft(session, cast.ana, draft, Permission.MEMBERSHIP_WITHDRAW)
    assert len(statements) == 2
