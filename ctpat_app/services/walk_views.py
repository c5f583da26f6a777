"""What either side of a walk-through reads: where it stands, what was pointed at and said, and the person's page.

What the helper gets of the person's form is read with the person's own rights, and only of the company at hand.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy import select
from sqlmodel import Session, col

from ctpat_app.domain.errors import NotPermitted
from ctpat_app.domain.permissions import Actor, StaffRole
from ctpat_app.domain.walk_throughs import Ending, Place, Side, Signal, Stage, first_name, read_place
from ctpat_app.guidance.walk_masks import masked, secrets_of
from ctpat_app.services.application import OpenedDraft, read_application
from ctpat_app.services.sessions import find_actor
from ctpat_app.services.walk_rows import Moment, name_of, require_helper, standing
from ctpat_app.tables.accounts import StaffRow
from ctpat_app.tables.walk_throughs import WalkSignalRow, WalkThroughRow

WORDS_KEPT: Final = 50
"""So many of the newest words are shown."""
SHOWN_FORMS: Final = frozenset({"apply", "risk", "profile", "application", "check"})
"""Pages of the person of which a helper sees more than the name."""


@dataclass(frozen=True)
class Word:
    """A phrase, by its id, or a text of the person."""

    id: int
    side: Side
    phrase: str
    text: str


@dataclass(frozen=True)
class Pointing:
    """Where the helper points, with a phrase or without."""

    id: int = 0
    field: str = ""
    phrase: str = ""


@dataclass(frozen=True)
class Proposal:
    """A page that the helper proposes, while the person has not followed."""

    id: int = 0
    address: str = ""


@dataclass(frozen=True)
class Happened:
    """What was done in it, as both sides see it."""

    pointing: Pointing
    proposal: Proposal
    words: tuple[Word, ...]


NOTHING: Final = Happened(Pointing(), Proposal(), ())


@dataclass(frozen=True)
class PersonLook:
    """What the person's page shows."""

    walk: int
    stage: Stage
    ending: Ending
    helper: str = ""
    """First name of who asks or looks on."""
    role: StaffRole | None = None
    number: int = 0
    """By which staff are named when their name is not told."""
    follows: bool = False
    happened: Happened = NOTHING


@dataclass(frozen=True)
class HelperLook:
    """What the helper's page shows; ``opened`` holds the person's form with every sensitive value masked."""

    walk: int
    stage: Stage
    ending: Ending
    person: str = ""
    place: Place | None = None
    opened: OpenedDraft | None = None
    secrets: frozenset[str] = frozenset()
    """Values that must not stand in any view: never shown, and not kept."""
    happened: Happened = NOTHING
    limited: bool = False
    """Whether the page belongs to another company, or cannot be shown: then its name alone is told."""


def look_as_person(session: Session, digest: str, *, at: Moment, walk: int = 0) -> PersonLook | None:
    """Return the newest walk-through of the person's session, or the one asked for; None without one."""
    row = _newest(session, col(WalkThroughRow.person_session) == digest, walk)
    if row is None:
        return None
    stage, ending = standing(session, row, at)
    found = PersonLook(row.id or 0, stage, ending, follows=row.follows)
    if row.helper_id is None:
        return found
    staff = session.get(StaffRow, row.helper_id)
    role = StaffRole(staff.role) if staff else None
    found = replace(found, helper=first_name(name_of(session, row.helper_id)), role=role, number=row.helper_id)
    return replace(found, happened=_happened(session, row)) if stage is Stage.RUNNING else found


def look_as_helper(session: Session, digest: str, *, at: Moment, walk: int = 0) -> HelperLook | None:
    """Return the newest walk-through of the helper's session, or the one asked for; None without one.

    Of one that does not run, nothing but that is told.

    Raises:
        NotPermitted: ``access.not-yours`` when the session, or the role, is over.
    """
    actor = find_actor(session, digest, now=at.real)
    if actor is None:
        raise NotPermitted
    require_helper(actor)
    row = _newest(session, col(WalkThroughRow.helper_session) == digest, walk)
    if row is None:
        return None
    stage, ending = standing(session, row, at)
    if stage is not Stage.RUNNING:
        return HelperLook(row.id or 0, stage, ending)
    place = read_place(row.place)
    opened, secrets = _form(session, row, place, at)
    return HelperLook(
        row.id or 0,
        stage,
        ending,
        name_of(session, row.person_id),
        place,
        opened,
        secrets,
        _happened(session, row),
        limited=opened is None,
    )


def _newest(session: Session, mine: object, walk: int) -> WalkThroughRow | None:
    query = select(WalkThroughRow).where(mine).order_by(col(WalkThroughRow.id).desc()).limit(1)  # type: ignore[arg-type]
    return session.scalars(query.where(col(WalkThroughRow.id) == walk) if walk else query).first()


def _form(
    session: Session, row: WalkThroughRow, place: Place | None, at: Moment
) -> tuple[OpenedDraft | None, frozenset[str]]:
    """Return the form at the person's place, masked, as far as the person may read it themselves."""
    if place is None or not place.draft or place.page not in SHOWN_FORMS:
        return None, frozenset()
    person = Actor(row.person_id, "", "")
    try:
        opened = read_application(session, person, draft_id=place.draft, now=at.now)
    except NotPermitted:
        return None, frozenset()
    if opened.access.trade_account_id != row.trade_account_id:
        return None, frozenset()
    return replace(opened, situation=masked(opened.situation)), secrets_of(opened.situation)


def _happened(session: Session, row: WalkThroughRow) -> Happened:
    query = (
        select(WalkSignalRow)
        .where(col(WalkSignalRow.walk_through_id) == row.id)
        .order_by(col(WalkSignalRow.id).desc())
        .limit(WORDS_KEPT)
    )
    signals = list(reversed(session.scalars(query).all()))
    words = tuple(
        Word(each.id or 0, Side(each.side), each.key, each.text)
        for each in signals
        if each.kind in {Signal.PHRASE, Signal.TEXT}
    )
    return Happened(_pointing(signals), _proposal(signals), words)


def _pointing(signals: Sequence[WalkSignalRow]) -> Pointing:
    last = next((each for each in reversed(signals) if each.kind in {Signal.POINT, Signal.CLEAR}), None)
    if last is None or last.kind == Signal.CLEAR:
        return Pointing()
    return Pointing(last.id or 0, last.key, last.note)


def _proposal(signals: Sequence[WalkSignalRow]) -> Proposal:
    last = next((each for each in reversed(signals) if each.kind in {Signal.PAGE, Signal.WENT}), None)
    return Proposal(last.id or 0, last.key) if last is not None and last.kind == Signal.PAGE else Proposal()
