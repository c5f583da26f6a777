"""What a partner is to put right after a questionnaire: written down by the company, answered, decided."""

from datetime import date, datetime

from sqlmodel import Session

from ctpat_app.domain.errors import InvalidValue, NotPermitted, StaleVersion
from ctpat_app.domain.form_faults import FaultCollector
from ctpat_app.domain.inquiries import (
    ActionState,
    Decision,
    InquiryEvent,
    InquiryState,
    after_decision,
    expiry,
    note_due,
    note_text,
)
from ctpat_app.domain.permissions import Actor
from ctpat_app.services.access import LARGEST_ID
from ctpat_app.services.inquiry_rows import criteria_of, hold_inquiry, keep_open_until, note_event, partner_of
from ctpat_app.tables.inquiries import InquiryActionRow

_WRITABLE = frozenset({InquiryState.SIGNED, InquiryState.CLOSED})


def add_inquiry_action(
    session: Session,
    actor: Actor,
    *,
    inquiry_id: int,
    criterion: str,
    finding: str,
    wanted: str,
    due_on: date | None,
    now: datetime,
) -> int:
    """Write down what the partner is to put right; return its number. A job tells the partner within the hour.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
        InvalidValue: ``inquiry.not-signed``, ``inquiry.partner-removed``.
        FormFaults: ``inquiry.finding-missing``, ``inquiry.wanted-missing``, ``inquiry.due-…``, ``text.…``.
    """
    row = hold_inquiry(session, actor, inquiry_id)
    if criterion not in criteria_of(row):
        raise NotPermitted
    if row.state not in _WRITABLE:
        raise InvalidValue("inquiry.not-signed")
    if partner_of(session, row).removed_at is not None:
        raise InvalidValue("inquiry.partner-removed")
    found, asked, day = _read(finding, wanted, due_on, now.date())
    action = InquiryActionRow(
        inquiry_id=inquiry_id,
        criterion=criterion,
        finding=found,
        wanted=asked,
        due_on=day,
        state=ActionState.OPEN,
        made_at=now,
        made_by=actor.user_id,
    )
    session.add(action)
    keep_open_until(session, row, max(row.expires_at, expiry(day)))
    note_event(session, row, InquiryEvent.ACTION_MADE, user_id=actor.user_id, now=now, details={"criterion": criterion})
    return action.id or 0


def decide_action(
    session: Session,
    actor: Actor,
    *,
    action_id: int,
    seen_version: int,
    decision: str,
    reason: str,
    due_on: date | None = None,
    now: datetime,
) -> int:
    """Say whether what the partner did is enough; return the number of the inquiry.

    Args:
        session: an open session.
        actor: who keeps the register.
        action_id: the action.
        seen_version: of the action on show.
        decision: a ``Decision``.
        reason: why; may be empty only when it is done.
        due_on: the new day when the partner is asked again.
        now: the present moment.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
        InvalidValue: ``inquiry.action-moved-on``.
        FormFaults: ``inquiry.decision-missing``, ``inquiry.reason-missing``, ``inquiry.due-…``, ``text.…``.
        StaleVersion: ``inquiry.action-changed``.
    """
    action = session.get(InquiryActionRow, action_id) if 0 < action_id <= LARGEST_ID else None
    if action is None:
        raise NotPermitted
    row = hold_inquiry(session, actor, action.inquiry_id)
    session.refresh(action, with_for_update=True)
    if action.version != seen_version:
        raise StaleVersion("inquiry.action-changed", theirs=action.answer, version=action.version)
    said, why, day = _read_decision(decision, reason, due_on, action.due_on, now.date())
    action.state = after_decision(ActionState(action.state), said)
    action.decision, action.decided_at, action.decided_by = why, now, actor.user_id
    action.version += 1
    if said is Decision.AGAIN:
        # Told anew, as an action that was just made.
        action.due_on, action.reminded_on = day, None
        keep_open_until(session, row, max(row.expires_at, expiry(day)))
    session.add(action)
    note_event(
        session, row, InquiryEvent.ACTION_DECIDED, user_id=actor.user_id, now=now, details={"decision": said.value}
    )
    return row.id or 0


def _read(finding: str, wanted: str, due_on: date | None, today: date) -> tuple[str, str, date]:
    faults = FaultCollector()
    found = note_text(faults, "finding", finding, missing="inquiry.finding-missing")
    asked = note_text(faults, "wanted", wanted, missing="inquiry.wanted-missing")
    day = note_due(faults, due_on, today)
    faults.refuse()
    return found, asked, day


def _read_decision(
    decision: str, reason: str, due_on: date | None, known: date, today: date
) -> tuple[Decision, str, date]:
    faults, day = FaultCollector(), known
    if decision not in set(Decision):
        faults.add("decision", "inquiry.decision-missing")
    why = note_text(faults, "reason", reason, missing="" if decision == Decision.DONE else "inquiry.reason-missing")
    if decision == Decision.AGAIN:
        day = note_due(faults, due_on, today)
    faults.refuse()
    return Decision(decision), why, day
