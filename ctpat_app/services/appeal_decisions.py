"""Headquarters reviews an appeal and decides about it, by somebody else than who decided first."""

from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from ctpat_app.domain.appeals import WAITING, AppealState
from ctpat_app.domain.errors import InvalidValue
from ctpat_app.domain.letters import Letter, LetterFacts
from ctpat_app.domain.lifecycle import Status
from ctpat_app.domain.model_history import status_before_suspension
from ctpat_app.domain.permissions import Actor, Permission, require_recent_proof
from ctpat_app.domain.standing import REAPPLY_DAYS, Decision, Judged, read_reason, rehearse, step_of
from ctpat_app.services.access import require_account
from ctpat_app.services.appeals import appeal_row, headquarters
from ctpat_app.services.audit import write_audit
from ctpat_app.services.model_steps import as_event, events_of
from ctpat_app.services.notices import contacts_of, tell
from ctpat_app.services.standing_decisions import WriteLetter, issue
from ctpat_app.services.standing_records import language_of_company, model_row, standing_suspension
from ctpat_app.tables.accounts import TradeAccountRow
from ctpat_app.tables.security_models import SecurityModelRow
from ctpat_app.tables.standing import AppealRow, StandingDecisionRow


def take_up_appeal(session: Session, actor: Actor, *, appeal_id: int, now: datetime) -> int:
    """Begin to review a filed appeal; who comes second is told who has it. Return the number of the security model.

    Raises:
        NotPermitted: ``access.not-yours`` for everybody but headquarters.
        InvalidValue: ``appeal.not-waiting``, ``appeal.same-person``.
    """
    row, model = _of_headquarters(session, actor, appeal_id)
    _require_other_person(session, actor, row)
    if row.state != AppealState.FILED:
        raise InvalidValue("appeal.not-waiting")
    row.state, row.reviewed_by, row.reviewed_at = AppealState.UNDER_REVIEW, actor.user_id, now
    session.add(row)
    session.flush()
    _note(session, actor, model, row, "appeal.taken-up", now)
    return row.security_model_id


def decide_appeal(
    session: Session,
    actor: Actor,
    *,
    appeal_id: int,
    reverse: bool | None,
    reason: str,
    write_letter: WriteLetter,
    now: datetime,
) -> int:
    """Uphold or reverse what was appealed, and return the number of the security model.

    A suspension that is reversed ends at once. A removal cannot be taken back by any step of the table: when it is
    reversed, the officer may apply again without waiting (decision 26).

    Raises:
        NotPermitted: ``access.not-yours`` for everybody but headquarters; ``access.prove-again``.
        FormFaults: ``standing.reason-short`` (``least``), ``text.…``.
        InvalidValue: ``appeal.not-waiting``, ``appeal.same-person``, ``appeal.no-outcome`` while ``reverse`` is None.
    """
    row, model = _of_headquarters(session, actor, appeal_id)
    _require_other_person(session, actor, row)
    if reverse is None:
        raise InvalidValue("appeal.no-outcome")
    require_recent_proof(actor, now)
    if row.state not in WAITING:
        raise InvalidValue("appeal.not-waiting")
    row.reason, row.decided_by, row.decided_at = read_reason(reason), actor.user_id, now
    row.state = AppealState.REVERSED if reverse else AppealState.UPHELD
    session.add(row)
    session.flush()
    if reverse:
        _note(session, actor, model, row, "appeal.reversed", now)
    else:
        _note(session, actor, model, row, "appeal.upheld", now)
    suspension = standing_suspension(session, row.security_model_id)
    if reverse and suspension and suspension.id == row.decision_id:
        _reinstate(session, actor, model, row.reason, write_letter, now)
    _tell_company(session, model, now)
    return row.security_model_id


def _reinstate(
    session: Session, actor: Actor, model: SecurityModelRow, reason: str, write_letter: WriteLetter, now: datetime
) -> None:
    judged = Judged(Decision.REINSTATE, None, reason, "")
    rehearsal = rehearse(
        step_of(Decision.REINSTATE),
        Status(model.status),
        former=status_before_suspension(map(as_event, events_of(session, model.id or 0))),
        ground=None,
        today=now.date(),
        waiting_days=REAPPLY_DAYS,
    )
    letter = _letter(session, model, judged, write_letter, now)
    issue(session, actor, model, judged=judged, letter=letter, rehearsal=rehearsal, now=now)


def _letter(
    session: Session, model: SecurityModelRow, judged: Judged, write_letter: WriteLetter, now: datetime
) -> Letter:
    company = session.get_one(TradeAccountRow, model.trade_account_id).legal_name
    language = language_of_company(session, model.id or 0)
    facts = LetterFacts(judged.decision, None, company, judged.reason, language, now.date())
    return write_letter(replace(facts, after_appeal=True))


def _of_headquarters(session: Session, actor: Actor, appeal_id: int) -> tuple[AppealRow, SecurityModelRow]:
    row = appeal_row(session, appeal_id)
    model = model_row(session, row.security_model_id, lock=True)
    require_account(session, actor, model.trade_account_id, Permission.MEMBERSHIP_SUSPEND)
    return row, model


def _require_other_person(session: Session, actor: Actor, row: AppealRow) -> None:
    """Nobody judges what they decided themselves, as long as anybody else is there. Source: project proposal."""
    first = session.get_one(StandingDecisionRow, row.decision_id).decided_by
    if actor.user_id == first and set(headquarters(session)) - {first}:
        raise InvalidValue("appeal.same-person")


def _note(session: Session, actor: Actor, model: SecurityModelRow, row: AppealRow, action: str, now: datetime) -> None:
    write_audit(
        session,
        trade_account_id=model.trade_account_id,
        user_id=actor.user_id,
        action=action,
        subject=f"model:{model.id}/appeal:{row.id}",
        now=now,
    )


def _tell_company(session: Session, model: SecurityModelRow, now: datetime) -> None:
    company = session.get_one(TradeAccountRow, model.trade_account_id).legal_name
    people = contacts_of(session, model.id or 0)
    tell(session, people, template="appeal-decided", path=f"standing/?model={model.id}", now=now, company=company)
