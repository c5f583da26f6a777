"""Walk-throughs for the tests: the cast with open sessions, and a walk-through that runs."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlmodel import Session

from ctpat_app.adapters.tokens import new_walk_code, walk_code_hash
from ctpat_app.domain.permissions import Actor, StaffRole
from ctpat_app.domain.tokens import token_hash
from ctpat_app.services.library import keep_current
from ctpat_app.services.sessions import find_actor, open_session
from ctpat_app.services.walk_rows import Moment, Seat
from ctpat_app.services.walk_throughs import decide, enter, offer
from tests.applicants import a_filled_draft
from tests.factories import Cast, a_staff_member, the_cast

SECRET = "the secret of the tests"


@dataclass(frozen=True)
class Walk:
    """A walk-through of ana with finn of the help desk, at a step of her application."""

    cast: Cast
    draft: int
    person: Seat
    helper: Seat
    stranger: Seat
    """Dan, at his own screen."""
    at: Moment
    number: int = 0
    digest: str = ""
    """Of its code."""

    def later(self, **time: float) -> Moment:
        """Return a later moment by both clocks."""
        after = timedelta(**time)
        return Moment(self.at.now + after, self.at.real + after)


def a_seat(session: Session, person: Actor, now: datetime, *, token: str = "") -> Seat:
    """Return a person at a screen of their own, signed in."""
    token = token or token_of(person)
    open_session(session, user_id=person.user_id, token=token, device="", now=now)
    found = find_actor(session, token_hash(token), now=now)
    assert found is not None
    return Seat(found, token_hash(token))


def token_of(person: Actor) -> str:
    """Return the token of the session that ``a_seat`` opens."""
    return f"{person.name}s-screen-{person.user_id}"


def people_for_a_walk(session: Session, now: datetime) -> Walk:
    """Return ana with a filled application, finn of the help desk, and dan, each signed in; nothing has begun."""
    cast = the_cast(session)
    keep_current(session, now=now)
    cast = replace(cast, finn=a_staff_member(session, cast.finn, StaffRole.HELP_DESK))
    draft = a_filled_draft(session, cast.ana, cast.account, now=now)
    person, helper, stranger = (a_seat(session, each, now) for each in (cast.ana, cast.finn, cast.dan))
    return Walk(cast, draft, person, helper, stranger, Moment(now, now))


def offered(session: Session, walk: Walk, *, place: str = "") -> Walk:
    """Return the walk-through with a code that nobody has used."""
    digest = walk_code_hash(SECRET, new_walk_code())
    place = place or f"apply/?draft={walk.draft}&step=identifiers"
    number = offer(session, walk.person, code_hash=digest, place=place, at=walk.at)
    return replace(walk, number=number, digest=digest)


def asked(session: Session, walk: Walk, *, place: str = "") -> Walk:
    """Return it with finn's question, which ana has not answered."""
    walk = offered(session, walk, place=place)
    assert enter(session, walk.helper, code_hash=walk.digest, at=walk.at) == walk.number
    return walk


def running(session: Session, walk: Walk, *, place: str = "", follows: bool = False) -> Walk:
    """Return it while finn looks on."""
    walk = asked(session, walk, place=place)
    decide(session, walk.person, walk=walk.number, allowed=True, follows=follows, at=walk.at)
    return walk
