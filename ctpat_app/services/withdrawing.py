"""The company leaves by its own will, and applies again later: each with a rehearsal and the officer's word."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from sqlalchemy import select
from sqlmodel import Session, col

from ctpat_app.domain.doings import Doing, doings
from ctpat_app.domain.errors import InvalidValue
from ctpat_app.domain.lifecycle import Status
from ctpat_app.domain.permissions import Actor, Permission, require_recent_proof
from ctpat_app.domain.profile_changes import Origin
from ctpat_app.domain.standing import Rehearsal, read_reason, reapply_day, rehearse
from ctpat_app.services.application import begin_draft
from ctpat_app.services.drafts import applications_of
from ctpat_app.services.model_access import require_model
from ctpat_app.services.model_needs import PROOFS, Case, Proof
from ctpat_app.services.model_steps import events_of, take_step
from ctpat_app.services.notices import staff_of, tell
from ctpat_app.services.standing_proofs import ended_at, has_waited
from ctpat_app.services.standing_records import model_row
from ctpat_app.tables.accounts import TradeAccountRow
from ctpat_app.tables.drafts import DraftRow

WITHDRAW = "t.withdraw"
REAPPLY = "t.reapply"


@dataclass(frozen=True)
class Leaving:
    """What leaving would change, for the page that asks for it."""

    model_id: int
    trade_account_id: int
    company: str
    status: Status
    rehearsal: Rehearsal | None
    """None where the status has no way out by the company's own will."""


@dataclass(frozen=True)
class Return:
    """Whether and from when on the officer may apply again; ``day`` is None where nobody does."""

    day: date | None
    is_open: bool


def preview_withdrawal(session: Session, actor: Actor, *, security_model_id: int, now: datetime) -> Leaving:
    """Return what withdrawing would lead to, and change nothing.

    Raises:
        NotPermitted: ``access.not-yours``; ``access.not-your-role`` for all but the officer and the primary contact.
    """
    access = require_model(session, actor, security_model_id, Permission.MEMBERSHIP_WITHDRAW)
    status = Status(model_row(session, security_model_id).status)
    company = session.get_one(TradeAccountRow, access.trade_account_id).legal_name
    rehearsal = None
    if Doing.WITHDRAW in doings(status):
        rehearsal = rehearse(WITHDRAW, status, former=None, ground=None, today=now.date(), waiting_days=0)
    return Leaving(security_model_id, access.trade_account_id, company, status, rehearsal)


def withdraw(session: Session, actor: Actor, *, security_model_id: int, reason: str, now: datetime) -> None:
    """Withdraw the application or leave the program, for a reason; a second press changes nothing more.

    Raises:
        NotPermitted: ``access.not-yours``; ``access.not-your-role`` for all but the officer and the primary contact;
            ``access.prove-again``.
        FormFaults: ``standing.reason-short`` (``least``), ``text.…``.
        InvalidValue: ``lifecycle.wrong-status``.
    """
    access = require_model(session, actor, security_model_id, Permission.MEMBERSHIP_WITHDRAW)
    row = model_row(session, security_model_id, lock=True)
    said = read_reason(reason)
    require_recent_proof(actor, now)
    if row.status == Status.WITHDRAWN:
        return
    take_step(session, actor, security_model_id=security_model_id, step=WITHDRAW, reason=said, now=now)
    company = session.get_one(TradeAccountRow, access.trade_account_id).legal_name
    people = staff_of(session, access.trade_account_id)
    path = f"staff/company/?account={access.trade_account_id}"
    tell(session, people, template="company-withdrew", path=path, now=now, company=company)


def read_return(session: Session, *, model_id: int, waiting_days: int, now: datetime) -> Return:
    """Return from when on a new application may follow the end of the model; the caller authorizes."""
    row = model_row(session, model_id)
    status = Status(row.status)
    day = reapply_day(status, ended_at(session, model_id, now).date(), waiting_days=waiting_days)
    is_open = day is not None and has_waited(session, model_id, now, days=waiting_days)
    return Return(day, is_open)


def reapply(session: Session, actor: Actor, *, security_model_id: int, waiting_days: int, now: datetime) -> int:
    """Begin a new application after the end of an earlier one, as the officer, and return its draft.

    What was answered before is offered there (``taken_answers``); a second press leads to the same draft.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
        InvalidValue: ``reapply.wait`` (``day``), ``lifecycle.wrong-status``.
    """
    access = require_model(session, actor, security_model_id, Permission.APPLICATION_REAPPLY)
    row = model_row(session, security_model_id, lock=True)
    events = events_of(session, security_model_id)
    if row.status == Status.DRAFT and events and events[-1].step == REAPPLY and (begun := _begun(session, row.id or 0)):
        return begun
    way = read_return(session, model_id=security_model_id, waiting_days=waiting_days, now=now)
    if way.day is not None and not way.is_open:
        raise InvalidValue("reapply.wait", day=way.day.isoformat())
    proofs = waiting(waiting_days)
    take_step(session, actor, security_model_id=security_model_id, step=REAPPLY, now=now, proofs=proofs)
    return begin_draft(
        session, actor, trade_account_id=access.trade_account_id, security_model_id=security_model_id, now=now
    )


def _begun(session: Session, model_id: int) -> int | None:
    """Return the form that an earlier press began."""
    query = select(col(DraftRow.id)).where(
        *applications_of(model_id), col(DraftRow.frozen_at).is_(None), col(DraftRow.origin) == Origin.APPLICATION
    )
    return session.scalars(query.order_by(col(DraftRow.id).desc())).first()


def waiting(days: int) -> Mapping[str, Proof]:
    """Return the proofs of steps, with the waiting time that the operator set."""
    return {**PROOFS, "waiting-time-over": partial(_waited, days)}


def _waited(days: int, case: Case) -> bool:
    return has_waited(case.session, case.model_id, case.now, days=days)
