"""Two of the staff on one review see each other, and whether something was decided since."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, select

from ctpat_app.domain.errors import NotPermitted
from ctpat_app.domain.permissions import Actor, StaffRole
from ctpat_app.services.review_presence import STILL_THERE, note_presence
from ctpat_app.services.statement_decisions import decide_statement
from ctpat_app.tables.profile_reviews import ReviewPresenceRow
from tests.cases import a_case
from tests.factories import Cast, a_staff_member, an_assignment, the_cast


@pytest.fixture
def cast(session: Session) -> Cast:
    """The cast with eva as the specialist of ana's company."""
    cast = the_cast(session)
    eva = a_staff_member(session, cast.eva, StaffRole.SPECIALIST)
    an_assignment(session, cast.account, eva)
    return replace(cast, eva=eva)


@pytest.fixture
def sue(session: Session, cast: Cast) -> Actor:
    return a_staff_member(session, cast.finn, StaffRole.SUPERVISOR)


@pytest.fixture
def draft(session: Session, cast: Cast, now: datetime) -> int:
    return a_case(session, cast, now)


def test_two_see_each_other_and_since_when(session: Session, cast: Cast, sue: Actor, draft: int, now: datetime) -> None:
    later = now + timedelta(seconds=20)
    assert note_presence(session, cast.eva, draft_id=draft, now=now).others == ()
    beat = note_presence(session, sue, draft_id=draft, now=later)
    assert [(each.name, each.since) for each in beat.others] == [("Eva", now)]
    beat = note_presence(session, cast.eva, draft_id=draft, now=later + timedelta(seconds=20))
    assert [(each.name, each.since) for each in beat.others] == [("Finn", later)]


def test_who_is_gone_is_not_shown_and_begins_anew(
    session: Session, cast: Cast, sue: Actor, draft: int, now: datetime
) -> None:
    note_presence(session, cast.eva, draft_id=draft, now=now)
    later = now + STILL_THERE
    assert note_presence(session, sue, draft_id=draft, now=later).others == ()
    note_presence(session, cast.eva, draft_id=draft, now=later)
    assert note_presence(session, sue, draft_id=draft, now=later).others[0].since == later


def test_however_long_somebody_reads_it_is_one_row(session: Session, cast: Cast, draft: int, now: datetime) -> None:
    for minute in (0, 1, 2, 300, 3000):
        note_presence(session, cast.eva, draft_id=draft, now=now + timedelta(minutes=minute))
    assert len(session.exec(select(ReviewPresenceRow)).all()) == 1


def test_what_the_other_decided_shows(session: Session, cast: Cast, sue: Actor, draft: int, now: datetime) -> None:
    before = note_presence(session, cast.eva, draft_id=draft, now=now).newest
    decide_statement(session, sue, draft_id=draft, key="criterion.1.1", seen_version=0, decision="accepted", now=now)
    assert note_presence(session, cast.eva, draft_id=draft, now=now).newest > before


def test_other_staff_and_dan_cannot(session: Session, cast: Cast, draft: int, now: datetime) -> None:
    for who in (replace(cast.finn, staff_role=StaffRole.SPECIALIST), cast.dan):
        with pytest.raises(NotPermitted, match=r"access\.not-yours"):
            note_presence(session, who, draft_id=draft, now=now)
    with pytest.raises(NotPermitted, match=r"access\.not-your-role"):
        note_presence(session, cast.ana, draft_id=draft, now=now)
