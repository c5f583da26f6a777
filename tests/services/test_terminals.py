"""Shared terminals: who sets one up, and what is noted of it."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, col, select

from ctpat_app.domain.errors import InvalidValue, NotPermitted
from ctpat_app.domain.permissions import Actor, StaffRole
from ctpat_app.services.terminals import end_terminal, require_terminal_staff, set_up_terminal
from ctpat_app.tables.audit import AuditEventRow
from tests.factories import a_person, a_staff_member, the_cast


def staff(session: Session, role: StaffRole) -> Actor:
    return a_staff_member(session, a_person(session), role)


def noted(session: Session) -> list[tuple[str, str, str]]:
    query = select(AuditEventRow).where(col(AuditEventRow.action).startswith("terminal."))
    return [(row.action, row.detail, row.acting_as) for row in session.exec(query)]


@pytest.mark.parametrize("role", [StaffRole.HELP_DESK, StaffRole.SUPERVISOR])
def test_help_desk_and_supervisors_set_terminals_up(session: Session, now: datetime, role: StaffRole) -> None:
    finn = staff(session, role)
    assert set_up_terminal(session, finn, name="  Lobby,\t Laredo ", now=now) == "Lobby, Laredo"
    end_terminal(session, finn, name="Lobby, Laredo", now=now)
    detail = '{"name": "Lobby, Laredo"}'
    assert noted(session) == [("terminal.set-up", detail, role), ("terminal.ended", detail, role)]


@pytest.mark.parametrize("role", sorted(set(StaffRole) - {StaffRole.HELP_DESK, StaffRole.SUPERVISOR}))
def test_no_other_staff_does(session: Session, now: datetime, role: StaffRole) -> None:
    with pytest.raises(NotPermitted):
        set_up_terminal(session, staff(session, role), name="Lobby", now=now)


def test_dan_cannot(session: Session, now: datetime) -> None:
    dan = the_cast(session).dan
    for use_case in (set_up_terminal, end_terminal):
        with pytest.raises(NotPermitted):
            use_case(session, dan, name="Lobby", now=now)
    with pytest.raises(NotPermitted):
        require_terminal_staff(session, dan)
    assert noted(session) == []


def test_an_open_desk_is_not_enough_for_it(session: Session, now: datetime) -> None:
    finn = replace(staff(session, StaffRole.HELP_DESK), proved_at=now - timedelta(minutes=20))
    for use_case in (set_up_terminal, end_terminal):
        with pytest.raises(NotPermitted, match=r"access\.prove-again"):
            use_case(session, finn, name="Lobby", now=now)


@pytest.mark.parametrize(("name", "code"), [("  ", "terminal.name-missing"), ("x" * 61, "terminal.name-long")])
def test_a_terminal_has_a_name_that_people_can_read(session: Session, now: datetime, name: str, code: str) -> None:
    with pytest.raises(InvalidValue) as refusal:
        set_up_terminal(session, staff(session, StaffRole.HELP_DESK), name=name, now=now)
    assert refusal.value.code == code
