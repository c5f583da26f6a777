"""The report of a validation: visits as they were held, findings, a summary; a supervisor issues it to the company."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from ctpat_app.domain.errors import InvalidValue
from ctpat_app.domain.permissions import Actor
from ctpat_app.domain.texts import clean_text
from ctpat_app.domain.validations import (
    MAX_TEXT,
    REPORTING,
    FindingKind,
    Move,
    State,
    check_other_person,
    response_due,
)
from ctpat_app.services.library import current_library
from ctpat_app.services.notices import contacts_of, tell
from ctpat_app.services.validation_plans import require_visit, standing_visits
from ctpat_app.services.validation_rows import (
    Held,
    begin_move,
    company_of,
    desk_path,
    end_move,
    finding_in,
    hold_seen,
    own_path,
    require_state,
    supervisors,
    touch,
)
from ctpat_app.tables.validations import ValidationFindingRow


@dataclass(frozen=True)
class Finding:
    """What is written down about one point; ``criterion_id`` is empty where it belongs to no statement."""

    kind: str
    """A ``FindingKind``."""
    criterion_id: str
    text: str


def record_visit(session: Session, actor: Actor, *, visit_id: int, seen_version: int, note: str, now: datetime) -> None:
    """Note that a site was looked at, and what was seen there.

    Raises:
        NotPermitted, StaleVersion, InvalidValue: as ``hold_seen``; ``validation.moved-on``, ``validation.too-early``,
            ``validation.note-missing``, ``text.…``.
    """
    held, visit = require_visit(session, actor, visit_id, seen_version)
    require_state(held, REPORTING)
    if visit.day > now.date():
        raise InvalidValue("validation.too-early")
    visit.note, visit.held = _text(note, "validation.note-missing"), True
    session.add(visit)
    touch(session, held)


def add_finding(
    session: Session, actor: Actor, *, validation_id: int, seen_version: int, finding: Finding, now: datetime
) -> int:
    """Write a finding into the report, and return its id.

    Raises:
        NotPermitted, StaleVersion, InvalidValue: as ``hold_seen``; ``validation.moved-on``,
            ``validation.finding-kind``, ``validation.finding-missing``, ``validation.criterion-unknown``, ``text.…``.
    """
    held = hold_seen(session, actor, validation_id, seen_version)
    require_state(held, REPORTING)
    row = ValidationFindingRow(validation_id=held.id, kind="", text="", written_at=now, written_by=actor.user_id)
    _write(session, actor, row, finding, now)
    touch(session, held)
    return row.id or 0


def change_finding(
    session: Session, actor: Actor, *, finding_id: int, seen_version: int, finding: Finding, now: datetime
) -> None:
    """Change a finding while the report is being written.

    Raises:
        NotPermitted, StaleVersion, InvalidValue: as ``add_finding``.
    """
    row = finding_in(session, finding_id)
    held = hold_seen(session, actor, row.validation_id, seen_version)
    require_state(held, REPORTING)
    row.version += 1
    _write(session, actor, row, finding, now)
    touch(session, held)


def remove_finding(session: Session, actor: Actor, *, finding_id: int, seen_version: int, now: datetime) -> None:
    """Take a finding out of a report that is being written.

    Raises:
        NotPermitted, StaleVersion, InvalidValue: as ``hold_seen``; ``validation.moved-on``.
    """
    row = finding_in(session, finding_id)
    held = hold_seen(session, actor, row.validation_id, seen_version)
    require_state(held, REPORTING)
    row.removed_at = now
    session.add(row)
    touch(session, held)


def send_report(
    session: Session,
    actor: Actor,
    *,
    validation_id: int,
    seen_version: int,
    summary: str,
    response_days: int,
    now: datetime,
) -> None:
    """Hand the report to a supervisor; ``response_days`` is how long the company will have to answer.

    Raises:
        NotPermitted, StaleVersion, InvalidValue: as ``begin_move``; ``validation.visit-open``,
            ``validation.summary-missing``, ``validation.response-days``, ``text.…``.
    """
    held = begin_move(session, actor, validation_id, seen_version, Move.SEND_REPORT)
    if any(not visit.held for visit in standing_visits(session, held.id)):
        raise InvalidValue("validation.visit-open")
    held.row.summary = _text(summary, "validation.summary-missing")
    response_due(now.date(), response_days)
    held.row.response_days, held.row.report_by = response_days, actor.user_id
    end_move(session, actor, held, Move.SEND_REPORT, State.REPORT_WAITING, now)
    people, company = supervisors(session, but=actor.user_id), company_of(session, held)
    tell(session, people, template="validation-to-approve", path=desk_path(held), now=now, company=company)


def decide_report(
    session: Session,
    actor: Actor,
    *,
    validation_id: int,
    seen_version: int,
    approve: bool,
    reason: str,
    now: datetime,
) -> None:
    """Issue the report to the company or send it back with the reason, as a supervisor who did not write it.

    Raises:
        NotPermitted, StaleVersion, InvalidValue: as ``begin_move``; ``validation.own-work``.
    """
    move = Move.ISSUE_REPORT if approve else Move.RETURN_REPORT
    held = begin_move(session, actor, validation_id, seen_version, move, reason=reason)
    check_other_person(actor.user_id, held.row.report_by)
    held.row.report_decided_by = actor.user_id
    if approve:
        _issue(session, actor, held, now)
    else:
        end_move(session, actor, held, move, State.REPORT_RETURNED, now)
    author = [held.row.report_by] if held.row.report_by else []
    company = company_of(session, held)
    tell(session, author, template="validation-decided", path=desk_path(held), now=now, company=company)


def findings_of(session: Session, validation_id: int) -> list[ValidationFindingRow]:
    """Return the findings that are part of the report, required actions first; the caller has authorized."""
    query = select(ValidationFindingRow).where(
        ValidationFindingRow.validation_id == validation_id, col(ValidationFindingRow.removed_at).is_(None)
    )
    order = list(FindingKind)
    rows = session.exec(query.order_by(col(ValidationFindingRow.id))).all()
    return sorted(rows, key=lambda row: order.index(FindingKind(row.kind)))


def asks_for_answer(row: ValidationFindingRow) -> bool:
    """Whether the company answers to a finding: to a best practice there is nothing to say."""
    return row.kind != FindingKind.BEST_PRACTICE


def _issue(session: Session, actor: Actor, held: Held, now: datetime) -> None:
    held.row.issued_at, target = now, State.REPORT_ISSUED
    if any(map(asks_for_answer, findings_of(session, held.id))):
        held.row.response_due_on = response_due(now.date(), held.row.response_days)
        target = State.RESPONSE_PENDING
    end_move(session, actor, held, Move.ISSUE_REPORT, target, now)
    people, company = contacts_of(session, held.row.security_model_id), company_of(session, held)
    due = {"date": held.row.response_due_on.isoformat()} if held.row.response_due_on else {}
    template = "validation-report-to-answer" if due else "validation-report"
    tell(session, people, template=template, path=own_path(held), now=now, company=company, **due)


def _write(session: Session, actor: Actor, row: ValidationFindingRow, finding: Finding, now: datetime) -> None:
    if finding.kind not in frozenset(FindingKind):
        raise InvalidValue("validation.finding-kind")
    if finding.criterion_id and finding.criterion_id not in current_library().criteria:
        raise InvalidValue("validation.criterion-unknown")
    row.kind, row.criterion_id = finding.kind, finding.criterion_id
    row.text = _text(finding.text, "validation.finding-missing")
    row.written_at, row.written_by = now, actor.user_id
    session.add(row)
    session.flush()


def _text(text: str, missing: str) -> str:
    cleaned = clean_text(text, MAX_TEXT)
    if not cleaned:
        raise InvalidValue(missing)
    return cleaned
