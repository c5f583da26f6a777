"""Roles of staff: given and taken by the command line alone."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, select

from ctpat_app.domain.errors import InvalidValue
from ctpat_app.domain.permissions import StaffRole
from ctpat_app.domain.tokens import token_hash
from ctpat_app.services.audit import NO_ACCOUNT, broken_links
from ctpat_app.services.sessions import find_session, open_session
from ctpat_app.services.staff import add_staff, end_staff, list_staff
from ctpat_app.tables.audit import AuditEventRow
from tests.factories import a_person, a_second_factor


def test_who_is_added_holds_the_role_from_the_next_sign_in_on(session: Session, now: datetime) -> None:
    finn = a_person(session, "finn")
    open_session(session, user_id=finn.user_id, token="before", device="", now=now)
    added = add_staff(session, email=" FINN@example.com ", role=StaffRole.HELP_DESK, now=now)
    assert (added.name, added.role) == ("Finn", StaffRole.HELP_DESK)
    assert find_session(session, token_hash("before"), now=now) is None
    open_session(session, user_id=finn.user_id, token="after", device="", now=now)
    found = find_session(session, token_hash("after"), now=now)
    assert found
    assert (found.actor.staff_role, found.actor.lacks_factor) == (StaffRole.HELP_DESK, True)
    a_second_factor(session, finn)
    found = find_session(session, token_hash("after"), now=now)
    assert found
    assert not found.actor.lacks_factor


def test_a_new_role_takes_the_place_of_the_former(session: Session, now: datetime) -> None:
    a_person(session, "eva")
    add_staff(session, email="eva@example.com", role=StaffRole.SPECIALIST, now=now)
    add_staff(session, email="eva@example.com", role=StaffRole.SUPERVISOR, now=now + timedelta(days=1))
    (member,) = list_staff(session)
    assert (member.email, member.role) == ("eva@example.com", StaffRole.SUPERVISOR)


def test_who_leaves_the_staff_is_signed_out_and_holds_no_role(session: Session, now: datetime) -> None:
    finn = a_person(session, "finn")
    add_staff(session, email="finn@example.com", role=StaffRole.HELP_DESK, now=now)
    open_session(session, user_id=finn.user_id, token="desk", device="", now=now)
    end_staff(session, email="finn@example.com", now=now)
    assert find_session(session, token_hash("desk"), now=now) is None
    open_session(session, user_id=finn.user_id, token="own", device="", now=now)
    found = find_session(session, token_hash("own"), now=now)
    assert found
    assert found.actor == replace(finn, proved_at=now)
    assert list_staff(session) == ()
    with pytest.raises(InvalidValue, match="no-staff"):
        end_staff(session, email="finn@example.com", now=now)


@pytest.mark.parametrize(
    ("email", "code"),
    [("nobody@example.com", "staff.unknown-address"), ("omar@example.com", "staff.unconfirmed"), ("omar", "email")],
)
def test_only_the_owner_of_a_confirmed_account_is_added(session: Session, now: datetime, email: str, code: str) -> None:
    a_person(session, "omar", confirmed=False)
    with pytest.raises(InvalidValue, match=code):
        add_staff(session, email=email, role=StaffRole.CONTENT_EDITOR, now=now)
    assert list_staff(session) == ()


def test_each_change_is_in_the_audit_trail(session: Session, now: datetime) -> None:
    finn = a_person(session, "finn")
    add_staff(session, email="finn@example.com", role=StaffRole.HELP_DESK, now=now)
    end_staff(session, email="finn@example.com", now=now)
    events = session.exec(select(AuditEventRow).order_by(AuditEventRow.number)).all()  # type: ignore[arg-type]
    subject = f"user/{finn.user_id}"
    assert [(event.action, event.subject) for event in events] == [("staff.added", subject), ("staff.ended", subject)]
    assert "help-desk" in events[0].detail
    assert broken_links(session, NO_ACCOUNT) == []
