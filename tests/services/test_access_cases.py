"""Cases at the help desk: who may decide, what is written down, and the day in which the owner can stop it."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, select

from ctpat_app.domain.errors import InvalidValue, NotPermitted, Refusal
from ctpat_app.domain.permissions import Actor, StaffRole
from ctpat_app.services import access_cases, recovery
from ctpat_app.services.access_cases import AccessCase
from ctpat_app.services.outbox import newest_mails
from ctpat_app.services.recovery import Asks
from ctpat_app.services.security_questions import StoredQuestion, questions_of
from ctpat_app.tables.accounts import StaffRow, UserAccountRow
from ctpat_app.tables.audit import AuditEventRow
from ctpat_app.tables.recovery import AccessCaseRow
from tests.factories import WHEN, the_cast

DAY = timedelta(hours=24)
FOUND = "Passport shown in a video call; the officer confirmed it."


def help_desk(person: Actor, now: datetime) -> Actor:
    return replace(person, staff_role=StaffRole.HELP_DESK, proved_at=now)


def opened(session: Session, now: datetime, email: str = "ana@example.com", code: str = "ABCD-EFGH") -> int:
    access_cases.open_case(
        session, email=email, name="Ana", company="Acme", note="New telephone", language="es", code=code, now=now
    )
    return max(number or 0 for number in session.exec(select(AccessCaseRow.id)))


def grant(
    session: Session,
    actor: Actor,
    case: int,
    now: datetime,
    *,
    finding: str = FOUND,
    ways: tuple[str, ...] = ("video",),
) -> None:
    access_cases.grant_case(session, actor, case_id=case, ways=ways, finding=finding, token="t", now=now)


def code_of(
    session: Session,
    actor: Actor,
    case: int,
    now: datetime,
    *,
    finding: str = FOUND,
    ways: tuple[str, ...] = ("video",),
) -> str:
    with pytest.raises(Refusal) as refused:
        grant(session, actor, case, now, finding=finding, ways=ways)
    return refused.value.code


def test_a_granted_case_sets_password_and_questions_after_a_day(session: Session, now: datetime) -> None:
    cast = the_cast(session)
    case = opened(session, now)
    grant(session, help_desk(cast.finn, now), case, now)
    mail = newest_mails(session)[0]
    assert (mail.template, mail.recipient) == ("access-granted", "ana@example.com")
    found = recovery.find_reset(session, "t", now=now + DAY - timedelta(seconds=1))
    assert (found.asks, found.case_id) == (Asks.WAITING, case)
    new = [StoredQuestion("toy-name", "", "h")]
    recovery.finish_reset(session, "t", proof="", password_hash="new", questions=new, now=now + DAY)
    assert session.get_one(UserAccountRow, cast.ana.user_id, populate_existing=True).password_hash == "new"
    assert questions_of(session, cast.ana.user_id) == tuple(new)
    assert session.get_one(AccessCaseRow, case, populate_existing=True).status == "done"


def test_the_owner_stops_it_within_the_day(session: Session, now: datetime) -> None:
    cast = the_cast(session)
    case = opened(session, now)
    grant(session, help_desk(cast.finn, now), case, now)
    recovery.stop_reset(session, "t", now=now + DAY / 2)
    with pytest.raises(InvalidValue, match="stopped"):
        recovery.finish_reset(session, "t", proof="", password_hash="new", now=now + DAY)
    assert session.get_one(AccessCaseRow, case, populate_existing=True).status == "stopped"


def test_known_and_unknown_addresses_open_a_case_alike(session: Session, now: datetime) -> None:
    cast = the_cast(session)
    case = opened(session, now, "nobody@example.com")
    desk = help_desk(cast.finn, now)
    assert [(each.code, each.account_name) for each in access_cases.list_cases(session, desk)] == [("ABCD-EFGH", "")]
    assert newest_mails(session) == []
    assert code_of(session, desk, case, now) == "access-case.no-account"


@pytest.mark.parametrize(
    ("finding", "ways", "code"),
    [
        ("Seen him.", ("video",), "access-case.finding"),
        (" " * 30, ("video",), "access-case.finding"),
        ("x" * 1001, ("video",), "access-case.finding"),
        (FOUND, (), "access-case.ways"),
        (FOUND, ("telephone",), "access-case.ways"),
    ],
)
def test_how_the_identity_was_checked_is_written_down(
    session: Session, now: datetime, finding: str, ways: tuple[str, ...], code: str
) -> None:
    cast = the_cast(session)
    case = opened(session, now)
    assert code_of(session, help_desk(cast.finn, now), case, now, finding=finding, ways=ways) == code


@pytest.mark.parametrize("role", [None, *(role for role in StaffRole if role is not StaffRole.HELP_DESK)])
def test_nobody_but_the_help_desk_sees_or_decides_a_case(
    session: Session, now: datetime, role: StaffRole | None
) -> None:
    cast = the_cast(session)
    case = opened(session, now)
    dan = replace(cast.dan, staff_role=role, proved_at=now)
    assert code_of(session, dan, case, now) == "access.not-yours"
    with pytest.raises(NotPermitted):
        access_cases.list_cases(session, dan)
    with pytest.raises(NotPermitted):
        access_cases.refuse_case(session, dan, case_id=case, finding=FOUND, now=now)
    assert newest_mails(session) == []


def test_an_unattended_screen_decides_nothing(session: Session, now: datetime) -> None:
    cast = the_cast(session)
    case = opened(session, now)
    assert code_of(session, help_desk(cast.finn, now - timedelta(hours=1)), case, now) == "access.prove-again"


def test_neither_the_own_case_nor_that_of_staff_is_granted(session: Session, now: datetime) -> None:
    cast = the_cast(session)
    desk = help_desk(cast.finn, now)
    assert code_of(session, desk, opened(session, now, "finn@example.com"), now) == "access-case.own"
    session.add(StaffRow(user_id=cast.eva.user_id, role="specialist", added_at=WHEN))
    assert code_of(session, desk, opened(session, now, "eva@example.com", "JKLM-NPQR"), now) == "access-case.staff"


def test_a_case_is_decided_once_and_unknown_ones_answer_like_foreign_ones(session: Session, now: datetime) -> None:
    cast = the_cast(session)
    case, desk = opened(session, now), help_desk(cast.finn, now)
    access_cases.refuse_case(session, desk, case_id=case, finding=FOUND, now=now)
    assert code_of(session, desk, case, now) == "access-case.closed"
    assert code_of(session, desk, case + 1, now) == "access.not-yours"
    assert newest_mails(session) == []


def test_each_step_is_in_the_audit_trail_without_what_was_written(session: Session, now: datetime) -> None:
    cast = the_cast(session)
    case = opened(session, now)
    grant(session, help_desk(cast.finn, now), case, now)
    recovery.stop_reset(session, "t", now=now)
    events = session.exec(select(AuditEventRow).order_by(AuditEventRow.number)).all()  # type: ignore[arg-type]
    assert [each.action for each in events] == ["access-case.opened", "access-case.granted", "reset.stopped"]
    assert (events[1].user_id, events[1].subject) == (cast.finn.user_id, "access-case/ABCD-EFGH")
    assert FOUND not in str(events)


def test_the_person_tells_as_much_as_they_like(session: Session, now: datetime) -> None:
    cast = the_cast(session)
    access_cases.open_case(
        session, email="ana@example.com", name=" Ana\u0301  بن ", company="x" * 300, note="y" * 2000,
        language="ar", code="ABCD-EFGH", now=now,
    )  # fmt: skip
    (case,) = access_cases.list_cases(session, help_desk(cast.finn, now))
    assert isinstance(case, AccessCase)
    assert (len(case.company), len(case.note), case.account_name) == (200, 1000, "Ana")
