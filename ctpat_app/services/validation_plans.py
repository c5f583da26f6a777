"""Planning a validation: with or without a visit, approved by a supervisor, scheduled with notice to the company."""

from datetime import date, datetime

from sqlmodel import Session, col, func, select

from ctpat_app.domain.errors import InvalidValue, NotPermitted
from ctpat_app.domain.lifecycle import Status
from ctpat_app.domain.permissions import Actor, Permission
from ctpat_app.domain.validations import (
    PLANNING,
    Kind,
    Move,
    Plan,
    State,
    Visit,
    check_day,
    check_notice,
    check_other_person,
    kinds_for,
    read_plan,
    read_visit,
)
from ctpat_app.services.access import LARGEST_ID
from ctpat_app.services.model_access import require_model
from ctpat_app.services.notices import contacts_of, tell
from ctpat_app.services.validation_rows import (
    Held,
    begin_move,
    company_of,
    desk_path,
    end_move,
    hold_seen,
    note_move,
    own_path,
    require_state,
    supervisors,
    touch,
)
from ctpat_app.tables.security_models import SecurityModelRow
from ctpat_app.tables.validations import SiteVisitRow, ValidationRow


def allowed_kinds(session: Session, model: SecurityModelRow) -> tuple[Kind, ...]:
    """Return which validations can be planned for a security model; the caller has authorized."""
    earlier = select(func.count()).where(
        ValidationRow.security_model_id == model.id, ValidationRow.state == State.CLOSED
    )
    return kinds_for(
        Status(model.status),
        was_validated=model.validated_on is not None,
        has_earlier=bool(session.scalar(earlier)),
    )


def plan_validation(session: Session, actor: Actor, *, security_model_id: int, plan: Plan, now: datetime) -> int:
    """Write down the plan of a validation, for a supervisor to look at, and return its id. One at a time is open.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
        InvalidValue: ``validation.open-already``; as ``domain.validations.read_plan``.
    """
    access = require_model(session, actor, security_model_id, Permission.VALIDATION_RECORD)
    model = session.get_one(SecurityModelRow, security_model_id, with_for_update=True)
    rows = session.exec(select(ValidationRow).where(ValidationRow.security_model_id == security_model_id)).all()
    if any(row.closed_at is None for row in rows):
        raise InvalidValue("validation.open-already")
    read = read_plan(plan, allowed_kinds(session, model))
    row = ValidationRow(
        security_model_id=security_model_id,
        number=max((each.number for each in rows), default=0) + 1,
        kind=read.kind,
        with_visit=read.with_visit,
        risk_basis=read.risk_basis,
        state=State.PLAN_WAITING,
        planned_by=actor.user_id,
        planned_at=now,
    )
    session.add(row)
    session.flush()
    held = Held(row, access)
    note_move(session, actor, held, Move.PLAN, "", now)
    _ask_supervisors(session, actor, held, now)
    return held.id


def change_plan(
    session: Session, actor: Actor, *, validation_id: int, seen_version: int, plan: Plan, now: datetime
) -> None:
    """Change a plan that waits or was sent back; it waits for a supervisor again.

    Raises:
        NotPermitted, StaleVersion, InvalidValue: as ``begin_move`` and ``domain.validations.read_plan``.
    """
    held = begin_move(session, actor, validation_id, seen_version, Move.CHANGE_PLAN)
    read = read_plan(plan, allowed_kinds(session, session.get_one(SecurityModelRow, held.row.security_model_id)))
    held.row.kind, held.row.with_visit, held.row.risk_basis = read.kind, read.with_visit, read.risk_basis
    held.row.planned_by, held.row.planned_at = actor.user_id, now
    end_move(session, actor, held, Move.CHANGE_PLAN, State.PLAN_WAITING, now)
    _ask_supervisors(session, actor, held, now)


def decide_plan(
    session: Session,
    actor: Actor,
    *,
    validation_id: int,
    seen_version: int,
    approve: bool,
    reason: str,
    now: datetime,
) -> None:
    """Approve a plan or send it back with the reason, as a supervisor who did not write it.

    Raises:
        NotPermitted, StaleVersion, InvalidValue: as ``begin_move``; ``validation.own-work``.
    """
    move = Move.APPROVE_PLAN if approve else Move.RETURN_PLAN
    held = begin_move(session, actor, validation_id, seen_version, move, reason=reason)
    check_other_person(actor.user_id, held.row.planned_by)
    held.row.plan_decided_by = actor.user_id
    end_move(session, actor, held, move, State.PLAN_APPROVED if approve else State.PLAN_RETURNED, now)
    tell(
        session, [held.row.planned_by], template="validation-decided", path=desk_path(held), now=now,
        company=company_of(session, held),
    )  # fmt: skip


# ---------------------------------------------------------------- sites


def add_visit(
    session: Session, actor: Actor, *, validation_id: int, seen_version: int, visit: Visit, now: datetime
) -> None:
    """Plan one site that is looked at.

    Raises:
        NotPermitted, StaleVersion, InvalidValue: as ``hold_seen`` and ``domain.validations.read_visit``;
            ``validation.moved-on``, ``validation.no-visit``.
    """
    held = hold_seen(session, actor, validation_id, seen_version)
    require_state(held, PLANNING)
    if not held.row.with_visit:
        raise InvalidValue("validation.no-visit")
    read = read_visit(visit, now.date())
    assert read.day is not None  # read_visit refuses a visit without a day
    session.add(
        SiteVisitRow(
            validation_id=held.id,
            site=read.site,
            day=read.day,
            mode=read.mode,
            team_size=read.team_size,
            team=read.team,
            recognised=read.recognised,
        )
    )
    touch(session, held)


def drop_visit(session: Session, actor: Actor, *, visit_id: int, seen_version: int, now: datetime) -> None:
    """Take a visit out of the plan; it stays on record.

    Raises:
        NotPermitted, StaleVersion, InvalidValue: as ``hold_seen``; ``validation.moved-on``.
    """
    held, visit = require_visit(session, actor, visit_id, seen_version)
    require_state(held, PLANNING)
    visit.dropped_at = now
    session.add(visit)
    touch(session, held)


def require_visit(session: Session, actor: Actor, visit_id: int, seen_version: int) -> tuple[Held, SiteVisitRow]:
    """Return a visit that stands, and its validation, held.

    Raises:
        NotPermitted, StaleVersion: as ``hold_seen``.
    """
    visit = session.get(SiteVisitRow, visit_id) if 0 < visit_id <= LARGEST_ID else None
    if visit is None or visit.dropped_at is not None:
        raise NotPermitted
    return hold_seen(session, actor, visit.validation_id, seen_version), visit


def standing_visits(session: Session, validation_id: int) -> list[SiteVisitRow]:
    """Return the visits of a validation that were not dropped, the first day first; the caller has authorized."""
    query = select(SiteVisitRow).where(
        SiteVisitRow.validation_id == validation_id, col(SiteVisitRow.dropped_at).is_(None)
    )
    return list(session.exec(query.order_by(col(SiteVisitRow.day), col(SiteVisitRow.id))).all())


# ---------------------------------------------------------------- telling the company


def schedule_validation(
    session: Session,
    actor: Actor,
    *,
    validation_id: int,
    seen_version: int,
    day: date | None,
    team_size: int,
    reason: str,
    now: datetime,
) -> None:
    """Fix the day and tell the company: with visits it is that of the first one.

    Args:
        session: an open session.
        actor: who does it.
        validation_id: which validation.
        seen_version: that was seen last.
        day: for one without a visit.
        team_size: for one without a visit.
        reason: for a notice that is shorter than usual; the company reads it.
        now: the present moment.

    Raises:
        NotPermitted, StaleVersion, InvalidValue: as ``begin_move``; ``validation.visits-missing``,
            ``validation.day-…``, ``validation.notice-short``.
    """
    held = begin_move(session, actor, validation_id, seen_version, Move.SCHEDULE, reason=reason)
    if held.row.with_visit:
        visits = standing_visits(session, held.id)
        if not visits:
            raise InvalidValue("validation.visits-missing")
        day, team_size = visits[0].day, max(visit.team_size for visit in visits)
    starts_on = check_day(day, now.date())
    check_notice(starts_on, now.date(), held.reason)
    held.row.starts_on, held.row.team_size, held.row.notice_at = starts_on, max(1, team_size), now
    end_move(session, actor, held, Move.SCHEDULE, State.SCHEDULED, now)
    _tell_company(session, held, "validation-scheduled", now, date=starts_on.isoformat())


def begin_validation(session: Session, actor: Actor, *, validation_id: int, seen_version: int, now: datetime) -> None:
    """Note that the validation has begun, on its day or later.

    Raises:
        NotPermitted, StaleVersion, InvalidValue: as ``begin_move``; ``validation.too-early``.
    """
    held = begin_move(session, actor, validation_id, seen_version, Move.BEGIN)
    if held.row.starts_on and now.date() < held.row.starts_on:
        raise InvalidValue("validation.too-early")
    end_move(session, actor, held, Move.BEGIN, State.IN_PROGRESS, now)


def cancel_validation(
    session: Session, actor: Actor, *, validation_id: int, seen_version: int, reason: str, now: datetime
) -> None:
    """Give a validation up before it begins, with the reason; a company that was told of it is told that, too.

    Raises:
        NotPermitted, StaleVersion, InvalidValue: as ``begin_move``.
    """
    held = begin_move(session, actor, validation_id, seen_version, Move.CANCEL, reason=reason)
    held.row.closed_at = now
    end_move(session, actor, held, Move.CANCEL, State.CANCELLED, now)
    if held.row.notice_at is not None:
        _tell_company(session, held, "validation-cancelled", now)


def _ask_supervisors(session: Session, actor: Actor, held: Held, now: datetime) -> None:
    people = supervisors(session, but=actor.user_id)
    company = company_of(session, held)
    tell(session, people, template="validation-to-approve", path=desk_path(held), now=now, company=company)


def _tell_company(session: Session, held: Held, template: str, now: datetime, **params: str) -> None:
    people, company = contacts_of(session, held.row.security_model_id), company_of(session, held)
    tell(session, people, template=template, path=own_path(held), now=now, company=company, **params)
