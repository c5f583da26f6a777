"""The company's response to a report: written by several, sent by the officer, accepted or returned point by point."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from ctpat_app.domain.errors import InvalidValue, StaleVersion
from ctpat_app.domain.permissions import Actor, Permission, require_recent_proof
from ctpat_app.domain.texts import clean_text
from ctpat_app.domain.validations import (
    ANSWERABLE,
    MAX_TEXT,
    FindingKind,
    Move,
    State,
    check_language,
    response_due,
)
from ctpat_app.services.audit import write_audit
from ctpat_app.services.finding_files import changed_since, files_of, pin_sent
from ctpat_app.services.notices import contacts_of, staff_of, tell
from ctpat_app.services.validation_reports import asks_for_answer, findings_of
from ctpat_app.services.validation_rows import (
    Held,
    begin_move,
    company_of,
    desk_path,
    end_move,
    finding_in,
    hold,
    hold_seen,
    own_path,
    require_state,
    touch,
)
from ctpat_app.tables.accounts import UserAccountRow
from ctpat_app.tables.validations import FindingDecisionRow, ValidationAnswerRow, ValidationFindingRow


@dataclass(frozen=True)
class OpenPoint:
    """Why the response cannot be sent yet: ``validation.open-answer``, ``…-evidence`` or ``…-unchanged``."""

    finding_id: int
    code: str


def save_response(
    session: Session, actor: Actor, *, finding_id: int, seen_version: int, text: str, language: str, now: datetime
) -> int:
    """Save what the company answers to a finding, and return its version; the same text again writes nothing.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
        InvalidValue: ``validation.moved-on``, ``validation.language-unknown``, ``text.…``.
        StaleVersion: ``validation.answer-changed`` with the text of the other one.
    """
    finding = finding_in(session, finding_id)
    held = hold(session, actor, finding.validation_id, Permission.VALIDATION_RESPONSE_WRITE)
    is_open = finding.closed_at is None and asks_for_answer(finding)
    require_state(held, ANSWERABLE if is_open else frozenset())
    check_language(language)
    cleaned, current = clean_text(text, MAX_TEXT), newest_answers(session, [finding_id]).get(finding_id)
    if (current.text, current.language) == (cleaned, language) if current else not cleaned:
        return current.version if current else 0
    version = current.version if current else 0
    if version != seen_version and current is not None:
        writer = session.get_one(UserAccountRow, current.user_id).name
        raise StaleVersion("validation.answer-changed", theirs=current.text, version=version, who=writer)
    session.add(
        ValidationAnswerRow(
            finding_id=finding_id,
            version=version + 1,
            text=cleaned,
            language=language,
            saved_at=now,
            user_id=actor.user_id,
        )
    )
    session.flush()
    _note(session, actor, held, "response.saved", finding_id, now)
    return version + 1


def submit_response(session: Session, actor: Actor, *, validation_id: int, seen_version: int, now: datetime) -> None:
    """Send the response, as the officer who proved lately who they are; late is better than not at all.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``, ``access.prove-again``.
        StaleVersion: ``validation.changed-meanwhile``.
        InvalidValue: ``validation.moved-on``, ``validation.response-open`` (``count``).
    """
    held = begin_move(
        session, actor, validation_id, seen_version, Move.SUBMIT, permission=Permission.VALIDATION_RESPONSE_SUBMIT
    )
    require_recent_proof(actor, now)
    findings = findings_of(session, held.id)
    if points := open_points(session, findings):
        raise InvalidValue("validation.response-open", count=len(points))
    pin_sent(session, [row.id or 0 for row in findings if row.closed_at is None])
    held.row.submitted_at, held.row.submitted_by = now, actor.user_id
    end_move(session, actor, held, Move.SUBMIT, State.RESPONSE_SUBMITTED, now)
    staff, company = staff_of(session, held.access.trade_account_id), company_of(session, held)
    tell(session, staff, template="validation-answered", path=desk_path(held), now=now, company=company)


def decide_finding(
    session: Session,
    actor: Actor,
    *,
    finding_id: int,
    seen_version: int,
    accept: bool,
    comment: str,
    now: datetime,
) -> None:
    """Accept the answer to a finding, or return it with a comment that the company reads once all are decided.

    Raises:
        NotPermitted, StaleVersion: as ``hold_seen``.
        InvalidValue: ``validation.moved-on``, ``validation.comment-missing``, ``text.…``.
    """
    finding = finding_in(session, finding_id)
    held = hold_seen(session, actor, finding.validation_id, seen_version)
    require_state(held, frozenset({State.RESPONSE_SUBMITTED} if asks_for_answer(finding) else ()))
    cleaned = clean_text(comment, MAX_TEXT)
    if not accept and not cleaned:
        raise InvalidValue("validation.comment-missing")
    answer = newest_answers(session, [finding_id]).get(finding_id)
    session.add(
        FindingDecisionRow(
            finding_id=finding_id,
            answer_version=answer.version if answer else 0,
            accepted=accept,
            comment=cleaned,
            at=now,
            user_id=actor.user_id,
        )
    )
    finding.closed_at = now if accept else None
    session.add(finding)
    touch(session, held)
    _note(session, actor, held, "response.decided", finding_id, now)


def finish_review(
    session: Session, actor: Actor, *, validation_id: int, seen_version: int, days: int, now: datetime
) -> State:
    """Accept the response when every answer was accepted, or return it for ``days`` days, and tell the company.

    Raises:
        NotPermitted, StaleVersion, InvalidValue: as ``begin_move``; ``validation.points-undecided`` (``count``),
            ``validation.response-days``.
    """
    held = hold_seen(session, actor, validation_id, seen_version)
    findings = [row for row in findings_of(session, held.id) if asks_for_answer(row)]
    returned = [row for row in findings if row.closed_at is None]
    move = Move.RETURN_RESPONSE if returned else Move.ACCEPT_RESPONSE
    held = begin_move(session, actor, validation_id, seen_version, move)
    if undecided := _undecided(session, held, returned):
        raise InvalidValue("validation.points-undecided", count=undecided)
    if returned:
        held.row.response_due_on = response_due(now.date(), days)
    target = State.RESPONSE_RETURNED if returned else State.RESPONSE_ACCEPTED
    end_move(session, actor, held, move, target, now)
    due = {"date": held.row.response_due_on.isoformat()} if returned and held.row.response_due_on else {}
    template = "validation-response-returned" if returned else "validation-response-accepted"
    people, company = contacts_of(session, held.row.security_model_id), company_of(session, held)
    tell(session, people, template=template, path=own_path(held), now=now, company=company, **due)
    return target


# ---------------------------------------------------------------- reading it


def newest_answers(
    session: Session, findings: Sequence[int], *, until: datetime | None = None
) -> dict[int, ValidationAnswerRow]:
    """Return the answer that counts of each of ``findings``, or counted at ``until``; the caller has authorized."""
    query = select(ValidationAnswerRow).where(col(ValidationAnswerRow.finding_id).in_(findings))
    if until:
        query = query.where(col(ValidationAnswerRow.saved_at) <= until)
    rows = session.exec(query.order_by(col(ValidationAnswerRow.version))).all()
    return {row.finding_id: row for row in rows}


def newest_decisions(
    session: Session, findings: Sequence[int], *, until: datetime | None = None
) -> dict[int, FindingDecisionRow]:
    """Return the last word of the staff on each of ``findings``, or before ``until``; the caller has authorized."""
    query = select(FindingDecisionRow).where(col(FindingDecisionRow.finding_id).in_(findings))
    if until:
        query = query.where(col(FindingDecisionRow.at) < until)
    rows = session.exec(query.order_by(col(FindingDecisionRow.id))).all()
    return {row.finding_id: row for row in rows}


def open_points(session: Session, findings: Sequence[ValidationFindingRow]) -> tuple[OpenPoint, ...]:
    """Return what keeps the response from being sent: a required action also needs a document that shows it."""
    asked = [row for row in findings if asks_for_answer(row) and row.closed_at is None]
    ids = [row.id or 0 for row in asked]
    answers, decisions, files = newest_answers(session, ids), newest_decisions(session, ids), files_of(session, ids)
    found = []
    for row in asked:
        number = row.id or 0
        answer, decision = answers.get(number), decisions.get(number)
        if answer is None or not answer.text:
            found.append(OpenPoint(number, "validation.open-answer"))
        elif row.kind == FindingKind.ACTION_REQUIRED and not files.get(number):
            found.append(OpenPoint(number, "validation.open-evidence"))
        elif decision and not _was_changed(session, decision, answer):
            found.append(OpenPoint(number, "validation.open-unchanged"))
    return tuple(found)


def _was_changed(session: Session, decision: FindingDecisionRow, answer: ValidationAnswerRow) -> bool:
    return answer.version > decision.answer_version or changed_since(session, decision.finding_id, decision.at)


def _undecided(session: Session, held: Held, returned: Sequence[ValidationFindingRow]) -> int:
    """Return of how many answers nothing was said since they were sent."""
    decisions = newest_decisions(session, [row.id or 0 for row in returned])
    sent = held.row.submitted_at
    decided = [each for each in decisions.values() if sent and each.at >= sent]
    return len(returned) - len(decided)


def _note(session: Session, actor: Actor, held: Held, action: str, finding_id: int, now: datetime) -> None:
    write_audit(
        session,
        trade_account_id=held.access.trade_account_id,
        user_id=actor.user_id,
        action=action,
        subject=f"validation/{held.id}",
        now=now,
        finding=finding_id,
    )
