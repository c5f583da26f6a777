"""Staff over a raw socket: each role meets what the table gives it, and an assignment counts at each event."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from ctpat_app.domain.permissions import Actor, Permission, StaffRole, staff_may
from ctpat_app.services.assignments import assign_specialist, end_assignment, list_assignments
from ctpat_app.state.history import HistoryState
from ctpat_app.state.staff_company import StaffCompanyState
from ctpat_app.state.staff_desk import StaffDeskState
from tests.factories import a_person, a_staff_member, a_trade_account
from tests.sockets.client import Answer, Tab, name_of
from tests.sockets.conftest import House

REFUSED = "access.not-yours"
COMPANY = "Sociedad Quechol SA"


def somebody(house: House, role: StaffRole) -> tuple[Actor, str]:
    """Return a new member of the staff, and the cookie of their browser."""
    with house.kiosk.session() as session:
        actor = a_staff_member(session, a_person(session), role)
    cookie = house.kiosk.sign_in(actor.user_id, f"staff-{actor.user_id}", now=datetime.now(UTC))
    return actor, cookie


@pytest.fixture
def account(house: House) -> int:
    """The number of a company of its own, so that no other test finds it changed."""
    with house.kiosk.session() as session:
        return a_trade_account(session, a_person(session), name=COMPANY)


def opened(house: House, cookie: str, path: str) -> Answer:
    with Tab(house.kiosk.port, cookie=cookie, path=path) as tab:
        return tab.loaded


@pytest.mark.parametrize("role", StaffRole)
def test_each_role_meets_what_the_table_gives_it(house: House, account: int, role: StaffRole) -> None:
    _, cookie = somebody(house, role)
    typed = {"account": str(account), "seen": "0", "specialist": "1", "reason": "Why not.", "part": COMPANY}
    with Tab(house.kiosk.port, cookie=cookie, path="/en/staff/") as tab:
        assert tab.loaded.of(StaffDeskState)["loaded"] is True
        found = tab.call(name_of(StaffDeskState, "find"), typed=typed)
        assigned = tab.call(name_of(StaffDeskState, "assign"), typed=typed)
        taken = tab.call(name_of(StaffDeskState, "take_away"), typed=typed)
    reads = staff_may(role, Permission.TRADE_ACCOUNT_READ)
    assert (COMPANY in found.text, found.code == REFUSED) == (reads, not reads)
    may_assign = staff_may(role, Permission.CASE_ASSIGN)
    assert [answer.code == REFUSED for answer in (assigned, taken)] == [not may_assign] * 2
    for path, permission in (("staff/company", Permission.TRADE_ACCOUNT_READ), ("history", Permission.HISTORY_READ)):
        answer = opened(house, cookie, f"/en/{path}/?account={account}")
        allowed = staff_may(role, permission)
        assert (COMPANY in answer.text, answer.code == REFUSED) == (allowed, not allowed)


def test_a_specialist_taken_off_in_mid_session_is_refused_at_the_next_event(house: House, account: int) -> None:
    sue = replace(somebody(house, StaffRole.SUPERVISOR)[0], staff_role=StaffRole.SUPERVISOR)
    eva, cookie = somebody(house, StaffRole.SPECIALIST)
    now = datetime.now(UTC)
    with Tab(house.kiosk.port, cookie=cookie, path=f"/en/staff/company/?account={account}") as tab:
        assert tab.loaded.code == REFUSED
        with house.kiosk.session() as session:
            assign_specialist(
                session, sue, trade_account_id=account, specialist_id=eva.user_id, seen_assignment=0, reason="Why.",
                now=now,
            )  # fmt: skip
        assert COMPANY in tab.call(name_of(StaffCompanyState, "load")).text
        with house.kiosk.session() as session:
            seen = next(
                line.assignment_id for line in list_assignments(session, sue).companies if line.account_id == account
            )
            end_assignment(session, sue, trade_account_id=account, seen_assignment=seen, now=now)
        answer = tab.call(name_of(StaffCompanyState, "load"))
    assert answer.code == REFUSED
    assert COMPANY not in answer.text
    assert opened(house, cookie, f"/en/history/?account={account}").of(HistoryState).get("lines", []) == []


@pytest.mark.parametrize("number", ["0", "-1", "99999999", "2147483648", "999999999999999", "x", ""])
def test_a_number_that_is_no_company_answers_like_one_that_is_not_theirs(house: House, number: str) -> None:
    _, cookie = somebody(house, StaffRole.SUPERVISOR)
    assert opened(house, cookie, f"/en/staff/company/?account={number}").code == REFUSED
    with Tab(house.kiosk.port, cookie=cookie, path="/en/staff/") as tab:
        typed = {"account": number, "seen": "0", "specialist": number, "reason": "Why."}
        assert tab.call(name_of(StaffDeskState, "assign"), typed=typed).code == REFUSED
