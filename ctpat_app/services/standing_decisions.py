"""Headquarters decides about a membership: the letter, the step and the way to appeal come in one transaction."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from ctpat_app.domain.appeals import AppealState
from ctpat_app.domain.errors import InvalidValue
from ctpat_app.domain.letters import Letter, LetterFacts
from ctpat_app.domain.lifecycle import Status
from ctpat_app.domain.model_history import status_before_suspension
from ctpat_app.domain.permissions import Actor, Permission, require_recent_proof
from ctpat_app.domain.standing import ADVERSE, Decision, Judged, Rehearsal, judge, rehearse, step_of
from ctpat_app.services.access import require_account
from ctpat_app.services.model_steps import as_event, events_of, take_step
from ctpat_app.services.notices import contacts_of, tell
from ctpat_app.services.standing_proposals import take_up
from ctpat_app.services.standing_records import (
    decisions_of,
    language_of_company,
    model_row,
    newest_decision,
)
from ctpat_app.tables.accounts import TradeAccountRow
from ctpat_app.tables.security_models import SecurityModelRow
from ctpat_app.tables.standing import AppealRow, StandingDecisionRow

__all__ = ["Draft", "Preview", "decide", "decisions_of", "issue", "newest_decision", "permission_for", "preview"]

WriteLetter = Callable[[LetterFacts], Letter]
"""Writes the letter in the company's language and in English."""


@dataclass(frozen=True)
class Draft:
    """A decision as it was typed; ``seen`` is the number of the newest event when the page was shown."""

    decision: str
    ground: str
    reason: str
    looked_at: str
    seen: int
    proposal: int = 0


@dataclass(frozen=True)
class Preview:
    """What a decision would change, and the letter as it would be sent."""

    judged: Judged
    rehearsal: Rehearsal
    letter: Letter


def permission_for(decision: Decision) -> Permission:
    """Return what a person needs to take ``decision``."""
    if decision in {Decision.EXCEED, Decision.LOWER}:
        return Permission.MEMBERSHIP_GRANT_EXCEEDING
    return Permission.MEMBERSHIP_SUSPEND


def preview(
    session: Session,
    actor: Actor,
    *,
    security_model_id: int,
    draft: Draft,
    write_letter: WriteLetter,
    waiting_days: int,
    now: datetime,
) -> Preview:
    """Return what the decision would lead to, and change nothing.

    Raises:
        NotPermitted: ``access.not-yours`` for everybody but headquarters.
        FormFaults: as ``domain.standing.judge``.
        InvalidValue: ``standing.changed-meanwhile``.
    """
    row, judged = _judged(session, actor, security_model_id, draft)
    rehearsal = _rehearsed(session, row, judged, waiting_days, now)
    return Preview(judged, rehearsal, _letter(session, row, judged, rehearsal, write_letter, now))


def decide(
    session: Session,
    actor: Actor,
    *,
    security_model_id: int,
    draft: Draft,
    write_letter: WriteLetter,
    waiting_days: int,
    now: datetime,
) -> int:
    """Take the decision and return its number; the same press twice is one decision.

    Raises:
        NotPermitted: ``access.not-yours`` for everybody but headquarters; ``access.prove-again``.
        FormFaults: as ``domain.standing.judge``.
        InvalidValue: ``standing.changed-meanwhile`` when the model moved since the page was shown.
        Refusal: ``lifecycle.not-proved`` (``need``).
    """
    row = model_row(session, security_model_id, lock=True)
    require_account(session, actor, row.trade_account_id, Permission.MEMBERSHIP_SUSPEND)
    require_recent_proof(actor, now)
    if earlier := _same_press(session, actor, security_model_id, draft):
        return earlier
    row, judged = _judged(session, actor, security_model_id, draft)
    rehearsal = _rehearsed(session, row, judged, waiting_days, now)
    letter = _letter(session, row, judged, rehearsal, write_letter, now)
    number = issue(session, actor, row, judged=judged, letter=letter, rehearsal=rehearsal, now=now)
    if draft.proposal:
        take_up(session, actor, draft.proposal, security_model_id, decision_id=number, now=now)
    return number


def issue(
    session: Session,
    actor: Actor,
    row: SecurityModelRow,
    *,
    judged: Judged,
    letter: Letter,
    rehearsal: Rehearsal,
    now: datetime,
) -> int:
    """Write the decision, take its step and tell the contacts; the caller has authorized. Return its number."""
    decision = StandingDecisionRow(
        security_model_id=row.id or 0,
        kind=judged.decision.value,
        ground=judged.ground.value if judged.ground else "",
        reason=judged.reason,
        looked_at=judged.looked_at,
        letter=letter.as_text(),
        decided_by=actor.user_id,
        decided_at=now,
    )
    session.add(decision)
    session.flush()
    number = decision.id or 0
    if judged.decision in ADVERSE:
        _open_appeal(session, row, number, rehearsal)
    take_step(
        session,
        actor,
        security_model_id=row.id or 0,
        step=step_of(judged.decision),
        reason=judged.reason,
        now=now,
    )
    company = session.get_one(TradeAccountRow, row.trade_account_id).legal_name
    people = contacts_of(session, row.id or 0)
    tell(session, people, template="standing-letter", path=f"standing/?model={row.id}", now=now, company=company)
    return number


def _judged(session: Session, actor: Actor, model_id: int, draft: Draft) -> tuple[SecurityModelRow, Judged]:
    """Return the model and the decision as it was written, for who may take it."""
    row = model_row(session, model_id)
    require_account(session, actor, row.trade_account_id, Permission.MEMBERSHIP_SUSPEND)
    if newest_event(session, model_id) != draft.seen:
        raise InvalidValue("standing.changed-meanwhile")
    judged = judge(
        draft.decision, draft.ground, draft.reason, draft.looked_at, status=Status(row.status), is_proposal=False
    )
    require_account(session, actor, row.trade_account_id, permission_for(judged.decision))
    return row, judged


def newest_event(session: Session, model_id: int) -> int:
    """Return the number of the newest event of a model: what a page was shown for."""
    events = events_of(session, model_id)
    return (events[-1].id or 0) if events else 0


def _same_press(session: Session, actor: Actor, model_id: int, draft: Draft) -> int:
    found = newest_decision(session, model_id)
    is_same = found and (found.decision, found.reason, found.decided_by) == (
        draft.decision,
        draft.reason.strip(),
        actor.user_id,
    )
    # What it was decided for has become the event that it led to.
    return found.id if found and is_same and newest_event(session, model_id) > draft.seen else 0


def _rehearsed(session: Session, row: SecurityModelRow, judged: Judged, waiting_days: int, now: datetime) -> Rehearsal:
    return rehearse(
        step_of(judged.decision),
        Status(row.status),
        former=status_before_suspension(map(as_event, events_of(session, row.id or 0))),
        ground=judged.ground,
        today=now.date(),
        waiting_days=waiting_days,
    )


def _letter(
    session: Session,
    row: SecurityModelRow,
    judged: Judged,
    rehearsal: Rehearsal,
    write_letter: WriteLetter,
    now: datetime,
) -> Letter:
    return write_letter(
        LetterFacts(
            judged.decision,
            judged.ground,
            session.get_one(TradeAccountRow, row.trade_account_id).legal_name,
            judged.reason,
            language_of_company(session, row.id or 0),
            now.date(),
            rehearsal.answer_by,
            rehearsal.appeal_by,
        )
    )


def _open_appeal(session: Session, row: SecurityModelRow, decision: int, rehearsal: Rehearsal) -> None:
    assert rehearsal.appeal_by is not None  # an adverse decision always leaves one open
    session.add(
        AppealRow(
            decision_id=decision,
            security_model_id=row.id or 0,
            state=AppealState.OPEN.value,
            due_on=rehearsal.appeal_by,
        )
    )
    session.flush()
