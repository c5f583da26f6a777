"""Going on with one's own phone: the code at the shared computer, the phone that takes it up, the way to the place.

Nothing here signs anybody in. The phone shows two digits, somebody at the shared computer says that they are the same,
the session there ends; and the place opens for the same person alone, after they have signed in on the phone.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import CursorResult, delete, func, update
from sqlmodel import Session, col, select

from ctpat_app.domain.errors import Refusal
from ctpat_app.domain.permissions import Actor, Permission
from ctpat_app.domain.phone_handovers import (
    CODES_AN_HOUR,
    HandoverState,
    Stage,
    place_of,
    stage_of,
    typed_phone_code,
)
from ctpat_app.domain.tokens import token_hash
from ctpat_app.services.access import require_draft
from ctpat_app.services.audit import NO_ACCOUNT, write_audit
from ctpat_app.tables.accounts import UserSessionRow
from ctpat_app.tables.phone_handovers import PhoneHandoverRow as Row

_KEPT_FOR: Final = timedelta(days=1)


@dataclass(frozen=True)
class Handover:
    """Where a handover stands; ``digits`` are there while they are to be compared."""

    stage: Stage
    terminal: str = ""
    digits: str = ""


NONE: Final = Handover(Stage.OVER)


@dataclass(frozen=True)
class Place:
    """A place in a draft: a page on which it is filled in, and the step or statement there."""

    draft: int
    page: str
    part: str


def show_code(
    session: Session, actor: Actor, *, place: Place, digest: str, terminal: str, code: str, now: datetime
) -> None:
    """Keep ``code`` for the session with the token hash ``digest``; an earlier code of it is worth nothing any more.

    Raises:
        NotPermitted: the codes of ``require_draft``.
        Refusal: ``phone.not-shared``, ``phone.too-many``.
    """
    require_draft(session, actor, place.draft, Permission.APPLICATION_READ)
    here = session.get(UserSessionRow, digest)
    if here is None or here.user_id != actor.user_id or not here.shared:
        raise Refusal("phone.not-shared")
    recent = (col(Row.user_id) == actor.user_id, col(Row.offered_at) > now - timedelta(hours=1))
    if session.exec(select(func.count()).select_from(Row).where(*recent)).one() >= CODES_AN_HOUR:
        raise Refusal("phone.too-many")
    session.connection().execute(
        update(Row)
        .where(col(Row.session_hash) == digest, col(Row.state).in_([HandoverState.OFFERED, HandoverState.TAKEN]))
        .values(state=HandoverState.REPLACED.value)
    )
    row = Row(
        code_hash=token_hash(code),
        user_id=actor.user_id,
        session_hash=digest,
        place=place_of(place.page, place.draft, place.part),
        terminal=terminal,
        state=HandoverState.OFFERED,
        offered_at=now,
    )
    session.add(row)
    session.flush()
    _note(session, row, "phone.offered", now)


def look_here(session: Session, actor: Actor, *, digest: str, now: datetime) -> Handover:
    """Return where the newest code of the session with the token hash ``digest`` stands."""
    row = _of_session(session, actor, digest)
    return _view(row, now) if row else NONE


def refuse_phone(session: Session, actor: Actor, *, digest: str, now: datetime) -> None:
    """Note that the phone that took the code up is not the person's own; it learns no more than that."""
    row = _of_session(session, actor, digest)
    if row is not None and _stage(row, now) is Stage.TAKEN:
        _move(session, row, HandoverState.TAKEN, state=HandoverState.REFUSED.value)
        _note(session, row, "phone.refused", now)


def confirm_phone(session: Session, actor: Actor, *, digest: str, digits: str, now: datetime) -> None:
    """Note that both show ``digits``: that they were seen travels along, so that no other phone slips in between.

    Raises:
        Refusal: ``phone.changed`` when that is not, or not any more, what both show.
    """
    row = _of_session(session, actor, digest)
    if row is None or _stage(row, now) is not Stage.TAKEN or row.digits != digits:
        raise Refusal("phone.changed")
    if not _move(session, row, HandoverState.TAKEN, state=HandoverState.CONFIRMED.value, confirmed_at=now):
        raise Refusal("phone.changed")
    _note(session, row, "phone.confirmed", now)


def open_code(session: Session, typed: str, *, now: datetime) -> Handover:
    """Return what a code shows to whoever opens it: at which terminal it was made. Nothing is used up by it."""
    row = _of_code(session, typed)
    if row is None or _stage(row, now) is not Stage.OFFERED:
        return NONE
    return Handover(Stage.OFFERED, row.terminal)


def take_code(
    session: Session, actor: Actor | None, *, typed: str, phone_token: str, digits: str, now: datetime
) -> str:
    """Let the phone that holds ``phone_token`` take the code up, once; ``actor`` is who is signed in on it, if anybody.

    Returns:
        The code of what keeps it from that, since the attempt is noted as well: ``phone.code-over`` for one that was
        used, is too old or never was, ``phone.other-person``; empty when the phone has it.
    """
    row = _of_code(session, typed)
    if row is None or _stage(row, now) is not Stage.OFFERED:
        return "phone.code-over"
    if actor is not None and actor.user_id != row.user_id:
        _note(session, row, "phone.other-person", now, by=actor.user_id)
        return "phone.other-person"
    taken = {"state": HandoverState.TAKEN.value, "phone_hash": token_hash(phone_token), "digits": digits}
    if not _move(session, row, HandoverState.OFFERED, **taken, taken_at=now):
        return "phone.code-over"
    _note(session, row, "phone.taken", now)
    return ""


def look_there(session: Session, actor: Actor | None, *, phone_token: str, now: datetime) -> Handover:
    """Return what the phone shows that holds ``phone_token``."""
    row = _of_phone(session, phone_token)
    if row is None:
        return NONE
    if actor is not None and actor.user_id != row.user_id:
        return Handover(Stage.OTHER_PERSON)
    return _view(row, now)


def arrive(session: Session, actor: Actor, *, phone_token: str, now: datetime) -> str:
    """Return the address below the language that the person goes on at, once; empty when there is none for them."""
    row = _of_phone(session, phone_token)
    if row is None or row.user_id != actor.user_id or _stage(row, now) is not Stage.CONFIRMED:
        return ""
    if not _move(session, row, HandoverState.CONFIRMED, state=HandoverState.ARRIVED.value):
        return ""
    _note(session, row, "phone.arrived", now)
    return row.place


def forget_old_handovers(session: Session, *, now: datetime) -> None:
    """Forget what is over; what was done stands in the trail."""
    session.connection().execute(delete(Row).where(col(Row.offered_at) < now - _KEPT_FOR))


def _view(row: Row, now: datetime) -> Handover:
    stage = _stage(row, now)
    return Handover(stage, row.terminal, row.digits if stage is Stage.TAKEN else "")


def _stage(row: Row, now: datetime) -> Stage:
    return stage_of(
        HandoverState(row.state),
        offered_at=row.offered_at,
        taken_at=row.taken_at,
        confirmed_at=row.confirmed_at,
        now=now,
    )


def _of_session(session: Session, actor: Actor, digest: str) -> Row | None:
    own = (Row.session_hash == digest, Row.user_id == actor.user_id)
    return session.exec(select(Row).where(*own).order_by(col(Row.id).desc())).first()


def _of_code(session: Session, typed: str) -> Row | None:
    code = typed_phone_code(typed)
    return session.exec(select(Row).where(Row.code_hash == token_hash(code))).first() if code else None


def _of_phone(session: Session, phone_token: str) -> Row | None:
    if not phone_token:
        return None
    return session.exec(select(Row).where(Row.phone_hash == token_hash(phone_token))).first()


def _move(session: Session, row: Row, before: HandoverState, **values: object) -> bool:
    """Change the row if it still is where it was: of two at once only one moves it."""
    moved: CursorResult[object] = session.connection().execute(
        update(Row).where(col(Row.id) == row.id, col(Row.state) == before.value).values(**values)
    )
    session.refresh(row)
    return moved.rowcount == 1


def _note(session: Session, row: Row, action: str, now: datetime, by: int | None = None) -> None:
    """Append to the chain of what people do with their own access; by default it was the person themselves."""
    write_audit(
        session,
        trade_account_id=NO_ACCOUNT,
        user_id=row.user_id if by is None else by,
        action=action,
        subject=f"user/{row.user_id}",
        now=now,
        handover=row.id or 0,
    )
