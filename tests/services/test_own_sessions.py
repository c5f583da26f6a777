"""A person's own sessions: the list, ending one or the others, the time that is left, and proving anew."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, col, select

from ctpat_app.domain.devices import Device
from ctpat_app.domain.errors import NotPermitted
from ctpat_app.domain.permissions import PROOF_HOLDS, Actor, require_recent_proof
from ctpat_app.domain.tokens import token_hash
from ctpat_app.services import own_sessions, sessions
from ctpat_app.services.sessions import Browser
from ctpat_app.tables.audit import AuditEventRow
from tests.factories import a_person

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"
HOME = Browser(FIREFOX, "203.0.113.77")
LIBRARY = Browser("浏览器", "2001:db8:12:34::1", shared=True, idle=timedelta(minutes=10))


def opened(session: Session, person: Actor, token: str, now: datetime, browser: Browser = HOME) -> None:
    sessions.open_session(session, user_id=person.user_id, token=token, device="", now=now, browser=browser)


def holds(session: Session, token: str, now: datetime) -> bool:
    return sessions.find_actor(session, token_hash(token), now=now) is not None


def listed(session: Session, person: Actor, token: str, now: datetime) -> tuple[own_sessions.OwnSession, ...]:
    return own_sessions.list_sessions(session, person, digest=token_hash(token), now=now)


def actions(session: Session) -> list[str]:
    return list(session.exec(select(AuditEventRow.action).order_by(col(AuditEventRow.id))))


def test_the_list_says_device_half_the_address_and_times_the_present_one_first(session: Session, now: datetime) -> None:
    ana = a_person(session, "ana")
    opened(session, ana, "here", now - timedelta(minutes=5))
    opened(session, ana, "there", now, LIBRARY)
    here, there = listed(session, ana, "here", now)
    assert (here.device, here.network, here.shared, here.is_here) == (
        Device("Firefox", "Linux"),
        "203.0.x.x",
        False,
        True,
    )
    assert (there.device, there.network, there.shared, there.is_here) == (Device(), "2001:db8:12:34:x", True, False)
    assert (here.begun_at, here.last_used_at) == (now - timedelta(minutes=5), now - timedelta(minutes=5))
    assert "here" not in (here.id, there.id)
    assert token_hash("here") not in (here.id, there.id)


def test_the_list_leaves_out_what_is_over_and_what_is_dans(session: Session, now: datetime) -> None:
    ana, dan = a_person(session, "ana"), a_person(session, "dan")
    opened(session, ana, "here", now)
    opened(session, ana, "ended", now)
    opened(session, ana, "idle", now - timedelta(minutes=10), LIBRARY)
    opened(session, ana, "old", now - sessions.LONGEST)
    opened(session, dan, "dans", now)
    sessions.end_session(session, "ended", now=now)
    assert len(listed(session, ana, "here", now)) == 1


def test_one_session_is_ended_and_the_others_stay(session: Session, now: datetime) -> None:
    ana = a_person(session, "ana")
    for token in ("here", "there", "elsewhere"):
        opened(session, ana, token, now)
    there = listed(session, ana, "there", now)[0].id
    for _twice in range(2):
        own_sessions.end_one_session(session, ana, session_id=there, now=now)
    assert [holds(session, token, now) for token in ("here", "there", "elsewhere")] == [True, False, True]
    assert actions(session).count("sign-out.elsewhere") == 1


def test_dan_cannot_end_anas_session_and_hears_that_there_is_none(session: Session, now: datetime) -> None:
    ana, dan = a_person(session, "ana"), a_person(session, "dan")
    opened(session, ana, "here", now)
    anas = listed(session, ana, "here", now)[0].id
    for session_id in (anas, "", "0" * 16, "x' OR 1=1 --"):
        with pytest.raises(NotPermitted, match=r"access\.not-yours"):
            own_sessions.end_one_session(session, dan, session_id=session_id, now=now)
    assert holds(session, "here", now)


def test_all_others_end_together(session: Session, now: datetime) -> None:
    ana, dan = a_person(session, "ana"), a_person(session, "dan")
    for token, person in (("here", ana), ("there", ana), ("dans", dan)):
        opened(session, person, token, now)
    assert own_sessions.end_other_sessions(session, ana, digest=token_hash("here"), now=now) == 1
    assert [holds(session, token, now) for token in ("here", "there", "dans")] == [True, False, True]


def test_a_shared_computer_has_the_shorter_idle_time(session: Session, now: datetime) -> None:
    ana = a_person(session, "ana")
    opened(session, ana, "shared", now, LIBRARY)
    opened(session, ana, "own", now)
    last = now + timedelta(minutes=10) - timedelta(seconds=1)
    assert (holds(session, "shared", last), holds(session, "own", last)) == (True, True)
    over = now + timedelta(minutes=10)
    assert (holds(session, "shared", over), holds(session, "own", over)) == (False, True)


def test_the_time_left_is_that_of_use_until_the_longest_time_is_nearer(session: Session, now: datetime) -> None:
    ana, digest = a_person(session, "ana"), token_hash("here")
    opened(session, ana, "here", now)
    left = own_sessions.time_left(session, digest, now=now + timedelta(minutes=58))
    assert left == own_sessions.TimeLeft(120, may_stay=True)
    assert own_sessions.time_left(session, digest, now=now + timedelta(minutes=60)) is None
    late = now + timedelta(hours=11, minutes=59)
    sessions.touch_session(session, digest, now=late)
    assert own_sessions.time_left(session, digest, now=late) == own_sessions.TimeLeft(60, may_stay=False)


@pytest.mark.parametrize("token", ["ended", "never"])
def test_a_session_that_is_over_has_no_time_left(session: Session, now: datetime, token: str) -> None:
    opened(session, a_person(session, "ana"), "ended", now)
    sessions.end_session(session, "ended", now=now)
    assert own_sessions.time_left(session, token_hash(token), now=now) is None


def prove(session: Session, ana: Actor, now: datetime, *, compared: str = "not-a-hash", matches: bool = True) -> bool:
    return own_sessions.note_proof(session, ana, token="here", compared_with=compared, matches=matches, now=now)


def found(session: Session, now: datetime) -> Actor:
    actor = sessions.find_actor(session, token_hash("here"), now=now)
    assert actor is not None
    return actor


def test_a_proof_holds_for_fifteen_minutes_and_can_be_given_anew(session: Session, now: datetime) -> None:
    ana = a_person(session, "ana")
    opened(session, ana, "here", now)
    require_recent_proof(found(session, now), now + PROOF_HOLDS)
    late = now + PROOF_HOLDS + timedelta(seconds=1)
    with pytest.raises(NotPermitted, match=r"access\.prove-again"):
        require_recent_proof(found(session, late), late)
    assert prove(session, ana, late)
    require_recent_proof(found(session, late), late)
    assert actions(session)[-1] == "sign-in.proved"


@pytest.mark.parametrize(("compared", "matches"), [("not-a-hash", False), ("changed meanwhile", True)])
def test_a_wrong_password_proves_nothing(session: Session, now: datetime, compared: str, matches: bool) -> None:
    ana = a_person(session, "ana")
    opened(session, ana, "here", now - timedelta(minutes=30))
    assert not prove(session, ana, now, compared=compared, matches=matches)
    assert found(session, now) == replace(ana, proved_at=now - timedelta(minutes=30), network="203.0.x.x")
    assert actions(session)[-1] == "sign-in.proof-refused"


def test_a_proof_of_dan_does_not_count_for_anas_session(session: Session, now: datetime) -> None:
    ana, dan = a_person(session, "ana"), a_person(session, "dan")
    opened(session, ana, "here", now - timedelta(minutes=30))
    own_sessions.prove_session(session, dan, digest=token_hash("here"), now=now)
    assert found(session, now).proved_at == now - timedelta(minutes=30)
