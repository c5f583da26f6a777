"""Watch lists: who may watch, of what they are told, and when it ends by itself."""

import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pytest
from sqlmodel import Session, col, select

from ctpat_app.domain.errors import NotPermitted
from ctpat_app.domain.form_faults import FormFaults
from ctpat_app.domain.permissions import Actor, StaffRole
from ctpat_app.domain.watches import WatchedEvent
from ctpat_app.services.assignments import end_assignment, standing_assignment
from ctpat_app.services.model_steps import take_step
from ctpat_app.services.staff import add_staff, end_staff
from ctpat_app.services.watches import (
    find_watch,
    list_watches,
    move_watches,
    stop_watching,
    tell_watchers,
    watch_company,
)
from ctpat_app.tables.audit import AuditEventRow
from ctpat_app.tables.notices import NoticeRow
from ctpat_app.tables.watches import WatchRow
from tests.factories import Cast, a_person, a_security_model, a_staff_member, an_assignment, the_cast


@dataclass(frozen=True)
class Desk:
    """The cast with eva as the company's specialist, and a supervisor."""

    cast: Cast
    eva: Actor
    sue: Actor


@pytest.fixture
def desk(session: Session) -> Desk:
    """Eva looks after ana's company."""
    cast = the_cast(session)
    eva = a_staff_member(session, cast.eva, StaffRole.SPECIALIST)
    an_assignment(session, cast.account, eva)
    return Desk(cast, eva, a_staff_member(session, a_person(session, "sue"), StaffRole.SUPERVISOR))


def watch(
    session: Session, actor: Actor, account: int, now: datetime, *, note: str = "", until: date | None = None
) -> None:
    watch_company(session, actor, trade_account_id=account, note=note, until_on=until, now=now)


def told(session: Session, person: Actor) -> list[str]:
    query = select(NoticeRow).where(NoticeRow.user_id == person.user_id, NoticeRow.template == "watched-company")
    return [json.loads(row.params)["event"] for row in session.exec(query.order_by(col(NoticeRow.id)))]


def test_watchers_are_told_of_a_step_but_not_of_their_own(session: Session, desk: Desk, now: datetime) -> None:
    model = a_security_model(session, desk.cast.account, desk.cast.ana, status="under-review")
    watch(session, desk.eva, desk.cast.account, now)
    watch(session, desk.sue, desk.cast.account, now)
    take_step(session, desk.eva, security_model_id=model, step="t.reject", reason="It was withdrawn.", now=now)
    assert (told(session, desk.eva), told(session, desk.sue)) == ([], ["moved"])
    tell_watchers(session, desk.cast.account, event=WatchedEvent.MESSAGE, now=now)
    assert (told(session, desk.eva), told(session, desk.sue)) == (["message"], ["moved", "message"])


def test_the_last_day_is_part_of_a_watch(session: Session, desk: Desk, now: datetime) -> None:
    watch(session, desk.eva, desk.cast.account, now, until=now.date())
    tell_watchers(session, desk.cast.account, event=WatchedEvent.SENT, now=now)
    tomorrow = now + timedelta(days=1)
    tell_watchers(session, desk.cast.account, event=WatchedEvent.SENT, now=tomorrow)
    assert told(session, desk.eva) == ["sent"]
    assert list_watches(session, desk.eva, now=tomorrow) == ()
    with pytest.raises(FormFaults, match=r"watch\.until-past"):
        watch(session, desk.eva, desk.cast.account, tomorrow, until=now.date())


def test_changing_a_watch_keeps_the_earlier_one_and_the_same_twice_is_one(
    session: Session, desk: Desk, now: datetime
) -> None:
    for note in ("New plant", "New plant", "  New\nplant and yard "):
        watch(session, desk.eva, desk.cast.account, now, note=note)
    rows = session.exec(select(WatchRow).order_by(col(WatchRow.id))).all()
    assert [(row.note, row.ended_at is None) for row in rows] == [("New plant", False), ("New plant and yard", True)]
    found = find_watch(session, desk.eva, trade_account_id=desk.cast.account, now=now)
    assert found
    assert (found.note, found.company) == ("New plant and yard", "Acme Carriers SA")
    stop_watching(session, desk.eva, trade_account_id=desk.cast.account, now=now)
    stop_watching(session, desk.eva, trade_account_id=desk.cast.account, now=now)
    assert list_watches(session, desk.eva, now=now) == ()


def test_a_watch_ends_with_the_assignment(session: Session, desk: Desk, now: datetime) -> None:
    watch(session, desk.eva, desk.cast.account, now)
    watch(session, desk.sue, desk.cast.account, now)
    standing = standing_assignment(session, desk.cast.account)
    assert standing
    end_assignment(session, desk.sue, trade_account_id=desk.cast.account, seen_assignment=standing.id or 0, now=now)
    an_assignment(session, desk.cast.account, desk.eva)
    assert list_watches(session, desk.eva, now=now) == ()
    assert len(list_watches(session, desk.sue, now=now)) == 1


def test_a_watch_ends_with_the_role(session: Session, desk: Desk, now: datetime) -> None:
    watch(session, desk.sue, desk.cast.account, now)
    add_staff(session, email=desk.sue.email, role=StaffRole.HEADQUARTERS, now=now)
    tell_watchers(session, desk.cast.account, event=WatchedEvent.SENT, now=now)
    end_staff(session, email=desk.sue.email, now=now)
    add_staff(session, email=desk.sue.email, role=StaffRole.SUPERVISOR, now=now)
    tell_watchers(session, desk.cast.account, event=WatchedEvent.SENT, now=now)
    assert told(session, desk.sue) == ["sent"]


def test_after_a_merge_the_company_that_stays_is_watched_once(session: Session, desk: Desk, now: datetime) -> None:
    watch(session, desk.sue, desk.cast.account, now, note="stays")
    watch(session, desk.sue, desk.cast.dans_account, now, note="goes")
    watch(session, desk.eva, desk.cast.account, now)
    move_watches(session, desk.cast.dans_account, desk.cast.account, now=now)
    assert [(each.company, each.note) for each in list_watches(session, desk.sue, now=now)] == [
        ("Acme Carriers SA", "stays")
    ]


def test_only_staff_who_may_read_the_company_watch_it(session: Session, desk: Desk, now: datetime) -> None:
    for person in (desk.cast.ana, desk.cast.dan, a_staff_member(session, desk.cast.finn, StaffRole.HELP_DESK)):
        with pytest.raises(NotPermitted):
            watch(session, person, desk.cast.account, now)
        with pytest.raises(NotPermitted):
            stop_watching(session, person, trade_account_id=desk.cast.account, now=now)
    with pytest.raises(NotPermitted, match=r"access\.not-yours"):
        watch(session, desk.eva, desk.cast.dans_account, now)
    with pytest.raises(NotPermitted, match=r"access\.not-yours"):
        list_watches(session, desk.cast.dan, now=now)


def test_the_company_does_not_read_that_it_is_watched(session: Session, desk: Desk, now: datetime) -> None:
    watch(session, desk.eva, desk.cast.account, now, note="Suspicious")
    chains = {event.chain for event in session.exec(select(AuditEventRow))}
    assert chains == {0}
