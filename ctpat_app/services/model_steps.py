"""The one place that moves a security model: its status, and the dates that a membership counts from.

Each step is an event (``tables/security_models.ModelEventRow``); status and dates are what follows from the events, and
``find_differences`` proves it.
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import select
from sqlmodel import Session, col

from ctpat_app.domain.errors import NotPermitted, Refusal
from ctpat_app.domain.lifecycle import TRANSITIONS, Party, Status, Transition, check_transition
from ctpat_app.domain.model_history import (
    FIRST,
    IN_THEIR_OWN_WORDS,
    REVALIDATED,
    SPLIT_OFF,
    START,
    Dates,
    ModelEvent,
    Standing,
    check_request_step,
    check_revalidation,
    dates_after,
    replay,
    status_before_suspension,
)
from ctpat_app.domain.permissions import Actor, Permission, Role, StaffRole
from ctpat_app.domain.watches import WatchedEvent
from ctpat_app.services.access import DraftAccess, require_account, require_draft
from ctpat_app.services.audit import write_audit
from ctpat_app.services.drafts import newest_application
from ctpat_app.services.model_needs import PROOFS, Case, Proof, unproved
from ctpat_app.services.notices import contacts_of, tell
from ctpat_app.services.standing_effects import follow_step
from ctpat_app.services.svi_standing import follow_status
from ctpat_app.services.watches import tell_watchers
from ctpat_app.tables.accounts import TradeAccountRow
from ctpat_app.tables.security_models import ModelEventRow, SecurityModelRow

_PARTY_OF: Final[dict[Role | StaffRole, Party]] = {
    Role.OFFICER: Party.OFFICER,
    Role.EMPLOYEE: Party.EMPLOYEE,
    Role.CONSULTANT: Party.CONSULTANT,
    StaffRole.SPECIALIST: Party.SPECIALIST,
    StaffRole.SUPERVISOR: Party.SUPERVISOR,
    StaffRole.HEADQUARTERS: Party.HEADQUARTERS,
}
TOLD_BY_LETTER: Final = frozenset({"t.suspend", "t.remove", "t.reinstate", "t.exceed", "t.lower"})
"""Their use case sends a letter; a second mail about the same would only confuse."""
_STAFF: Final = frozenset({Party.SPECIALIST, Party.SUPERVISOR, Party.HEADQUARTERS})


@dataclass(frozen=True)
class Difference:
    """A fact of a security model that does not follow from its events; both as text."""

    model_id: int
    what: str
    stored: str
    computed: str


# ---------------------------------------------------------------- taking a step


def start_model(session: Session, actor: Actor, *, trade_account_id: int, now: datetime) -> int:
    """Begin a security model of the trade account as a draft, and return its id.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
        InvalidValue: ``lifecycle.wrong-party``.
        Refusal: ``lifecycle.not-proved`` (``need``).
    """
    access = require_account(session, actor, trade_account_id, Permission.APPLICATION_START)
    party = _party(None, access.role, ())
    step = check_transition(START, None, party)
    _prove(step, Case(session, trade_account_id, 0, None, (), None, "", now), PROOFS)
    return _begin(
        session,
        SecurityModelRow(
            trade_account_id=trade_account_id, status=Status.DRAFT.value, created_at=now, created_by=actor.user_id
        ),
        ModelEvent(START, None, Status.DRAFT, now),
        party,
        actor.user_id,
    )


def take_step(
    session: Session,
    actor: Actor | None,
    *,
    security_model_id: int,
    step: str,
    reason: str = "",
    now: datetime,
    proofs: Mapping[str, Proof] = PROOFS,
    tells: bool = True,
) -> Status:
    """Move a security model by ``step`` and return its new status.

    Args:
        session: an open session.
        actor: who takes the step; None for the kiosk itself, by rule or by clock.
        security_model_id: which model.
        step: a transition of ``domain/lifecycle.py``.
        reason: why, in words; the company reads it.
        now: the present moment.
        proofs: what proves the needs of the step.
        tells: whether the company is told that something was changed; a caller that tells it in its own words says no.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
        InvalidValue: ``lifecycle.wrong-status``, ``lifecycle.wrong-party``.
        Refusal: ``lifecycle.not-proved`` (``need``).
        KeyError: there is no such step.
    """
    row = session.get(SecurityModelRow, security_model_id, with_for_update=True)
    ready = _get_ready(session, actor, row, step, reason, now, proofs)
    event = ModelEvent(step, ready.source, ready.target, now)
    _move(session, ready.row, event, ready.party, actor.user_id if actor else None, reason.strip())
    if tells and step not in TOLD_BY_LETTER:
        _tell(session, ready.row, ready.party, now)
    return ready.target


def rehearse_step(
    session: Session,
    actor: Actor,
    *,
    security_model_id: int,
    step: str,
    reason: str = "",
    now: datetime,
    proofs: Mapping[str, Proof] = PROOFS,
) -> Status:
    """Return the status to which ``take_step`` would lead just now, without a change.

    Raises:
        NotPermitted, InvalidValue, Refusal, KeyError: as ``take_step``.
    """
    row = session.get(SecurityModelRow, security_model_id)
    return _get_ready(session, actor, row, step, reason, now, proofs).target


@dataclass(frozen=True)
class _Ready:
    """A step that nothing stands in the way of."""

    row: SecurityModelRow
    source: Status
    target: Status
    party: Party


def _get_ready(
    session: Session,
    actor: Actor | None,
    row: SecurityModelRow | None,
    step: str,
    reason: str,
    now: datetime,
    proofs: Mapping[str, Proof],
) -> _Ready:
    if row is None:
        raise NotPermitted
    model_id, source = row.id or 0, Status(row.status)
    wanted, access, party = _authorized(session, actor, row, step)
    check_transition(step, source, party)
    events = events_of(session, model_id)
    _prove(
        wanted,
        Case(session, row.trade_account_id, model_id, row.first_submitted_at, events, access, reason.strip(), now),
        proofs,
    )
    target = wanted.target or status_before_suspension(map(as_event, events))
    if target is None:
        raise Refusal("lifecycle.not-proved", need="status-before-suspension")
    return _Ready(row, source, target, party)


def follow_request(
    session: Session, *, model: SecurityModelRow, step: str, status: Status, user_id: int, other: int, now: datetime
) -> None:
    """Let an approved merge move ``model`` to ``status``; ``other`` is the other model. The caller has authorized.

    Raises:
        InvalidValue: ``lifecycle.wrong-status``.
    """
    source = Status(model.status)
    check_request_step(step, source, status)
    _move(session, model, ModelEvent(step, source, status, now), Party.SYSTEM, user_id, "", other=other)


def record_revalidation(
    session: Session, actor: Actor, *, security_model_id: int, now: datetime, proofs: Mapping[str, Proof] = PROOFS
) -> None:
    """Let a validated member's next four years begin today: its newest validation was passed.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
        InvalidValue: ``lifecycle.wrong-status``.
        Refusal: ``lifecycle.not-proved`` (``need``).
    """
    row = session.get(SecurityModelRow, security_model_id, with_for_update=True)
    if row is None:
        raise NotPermitted
    access = require_draft(
        session, actor, newest_application(session, security_model_id) or 0, Permission.VALIDATION_RECORD
    )
    status = Status(row.status)
    check_revalidation(status)
    events = events_of(session, security_model_id)
    case = Case(session, row.trade_account_id, security_model_id, row.first_submitted_at, events, access, "", now)
    _require(("validation-done", "required-actions-closed"), case, proofs)
    party = _party(access, access.role, ())
    _move(session, row, ModelEvent(REVALIDATED, status, status, now), party, actor.user_id, "")


def split_model(session: Session, *, model: SecurityModelRow, name: str, user_id: int, now: datetime) -> int:
    """Let an approved split make a new model beside ``model``, and return its id. The caller has authorized.

    Raises:
        InvalidValue: ``lifecycle.wrong-status``.
    """
    status = Status(model.status)
    check_request_step(SPLIT_OFF, None, status)
    new = SecurityModelRow(
        trade_account_id=model.trade_account_id,
        status=status.value,
        name=name,
        first_submitted_at=model.first_submitted_at,
        created_at=now,
        created_by=user_id,
    )
    return _begin(session, new, ModelEvent(SPLIT_OFF, None, status, now, dates_of(model)), Party.SYSTEM, user_id)


def _authorized(
    session: Session, actor: Actor | None, row: SecurityModelRow, name: str
) -> tuple[Transition, DraftAccess | None, Party]:
    """Return the transition, the actor's way to the newest application, and as whom they take it.

    Before anything is told of the model, permission is asked: what is not theirs answers like what does not exist.
    """
    step = TRANSITIONS[name]
    if actor is None:
        return step, None, Party.SYSTEM
    if step.permission is None:
        raise NotPermitted  # the kiosk alone takes this step
    permission, draft = Permission(step.permission), newest_application(session, row.id or 0)
    if draft is None:
        role = require_account(session, actor, row.trade_account_id, permission).role
        return step, None, _party(None, role, step.by)
    access = require_draft(session, actor, draft, permission)
    return step, access, _party(access, access.role, step.by)


def _party(access: DraftAccess | None, role: Role | StaffRole, by: Collection[Party]) -> Party:
    party = _PARTY_OF.get(role)
    if party is None:
        raise NotPermitted("access.not-your-role")
    if party not in by and access and access.is_primary and Party.PRIMARY_CONTACT in by:
        return Party.PRIMARY_CONTACT
    return party


def _prove(step: Transition, case: Case, proofs: Mapping[str, Proof]) -> None:
    _require(step.needs, case, proofs)


def _require(needs: tuple[str, ...], case: Case, proofs: Mapping[str, Proof]) -> None:
    if need := unproved(case, needs, proofs):
        raise Refusal("lifecycle.not-proved", need=need)


# ---------------------------------------------------------------- writing it


def _begin(session: Session, row: SecurityModelRow, event: ModelEvent, party: Party, user_id: int) -> int:
    session.add(row)
    session.flush()
    _set_dates(row, event.dates)
    _write(session, row, event, party, user_id, "", _as_json(event.dates))
    return row.id or 0


def _move(
    session: Session,
    row: SecurityModelRow,
    event: ModelEvent,
    party: Party,
    user_id: int | None,
    reason: str,
    **data: int,
) -> None:
    row.status = event.target.value
    _set_dates(row, dates_after(event, dates_of(row)))
    _write(session, row, event, party, user_id, reason, json.dumps(data) if data else "")
    follow_status(session, row, event.source, event.at)


def _write(
    session: Session,
    row: SecurityModelRow,
    event: ModelEvent,
    party: Party,
    user_id: int | None,
    reason: str,
    data: str,
) -> None:
    session.add(row)
    session.add(
        ModelEventRow(
            security_model_id=row.id or 0,
            step=event.step,
            source=event.source or "",
            target=event.target.value,
            at=event.at,
            user_id=user_id,
            party=party.value,
            reason=reason,
            data=data,
        )
    )
    session.flush()
    follow_step(session, row, event)
    if event.step not in IN_THEIR_OWN_WORDS:
        write_audit(
            session,
            trade_account_id=row.trade_account_id,
            user_id=user_id,
            action=f"model.{event.step}",
            subject=f"model:{row.id}",
            now=event.at,
            status=event.target.value,
        )
        tell_watchers(session, row.trade_account_id, event=WatchedEvent.MOVED, now=event.at, but=user_id)


def is_staff(party: Party) -> bool:
    """Whether a step was taken by somebody at CBP."""
    return party in _STAFF


def _tell(session: Session, row: SecurityModelRow, party: Party, now: datetime) -> None:
    """Tell the contacts of the model when staff moved it."""
    if not is_staff(party):
        return
    company = session.get_one(TradeAccountRow, row.trade_account_id).legal_name
    people = contacts_of(session, row.id or 0)
    tell(session, people, template="model-moved", path="home/", now=now, company=company)


def dates_of(row: SecurityModelRow) -> Dates:
    """Return the dates that a membership counts from, as they are stored."""
    return Dates(row.certified_on, row.anniversary, row.validated_on)


def _set_dates(row: SecurityModelRow, dates: Dates) -> None:
    row.certified_on, row.anniversary, row.validated_on = dates.certified_on, dates.anniversary, dates.validated_on


def _as_json(dates: Dates) -> str:
    given = {name: day.isoformat() for name, day in asdict(dates).items() if day}
    return json.dumps(given) if given else ""


# ---------------------------------------------------------------- reading it


def events_of(session: Session, model_id: int) -> tuple[ModelEventRow, ...]:
    """Return the events of a model, oldest first; the caller authorizes."""
    query = select(ModelEventRow).where(col(ModelEventRow.security_model_id) == model_id)
    rows = session.scalars(query.order_by(col(ModelEventRow.id))).all()
    # SQLite gives the number of a purged draft to the next model: a history begins with its newest beginning.
    begin = max((place for place, row in enumerate(rows) if row.step in FIRST), default=0)
    return tuple(rows[begin:])


def as_event(row: ModelEventRow) -> ModelEvent:
    """Return a stored event as the rules look at it."""
    dates = Dates()
    if row.step in FIRST and row.data:
        dates = Dates(**{name: date.fromisoformat(day) for name, day in json.loads(row.data).items()})
    return ModelEvent(row.step, Status(row.source) if row.source else None, Status(row.target), row.at, dates)


def find_differences(session: Session) -> tuple[Difference, ...]:
    """Return where status or dates of a security model do not follow from its events; the machine's operator asks."""
    found: list[Difference] = []
    for row in session.scalars(select(SecurityModelRow).order_by(col(SecurityModelRow.id))):
        found += _differences(row, replay(map(as_event, events_of(session, row.id or 0))))
    return tuple(found)


def _differences(row: SecurityModelRow, computed: Standing) -> list[Difference]:
    dates = computed.dates
    pairs = (
        ("status", row.status, computed.status),
        ("certified_on", row.certified_on, dates.certified_on),
        ("anniversary", row.anniversary, dates.anniversary),
        ("validated_on", row.validated_on, dates.validated_on),
    )
    found = [
        Difference(row.id or 0, name, str(stored or ""), str(follows or ""))
        for name, stored, follows in pairs
        if stored != follows
    ]
    if computed.impossible:
        found.append(Difference(row.id or 0, f"event {computed.impossible}", "", "no rule allows it"))
    return found
