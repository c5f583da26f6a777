"""One validation in full, for the desk or for the company: plan, report, each answer, and what was said of it.

A company never reads who of the staff did what, nor an answer's fate before the desk is through with all of them; the
desk never reads an answer that was not sent.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from sqlmodel import Session, col, select

from ctpat_app.domain.lifecycle import Party
from ctpat_app.domain.permissions import Actor, Permission, StaffRole
from ctpat_app.domain.validations import ANSWERABLE, FindingKind, Mode, Move, State, moves_from, shown_state
from ctpat_app.services.action_rows import names_of
from ctpat_app.services.finding_files import FindingFile, files_of
from ctpat_app.services.model_types import types_of_draft
from ctpat_app.services.trade_accounts import account_facts
from ctpat_app.services.validation_plans import standing_visits
from ctpat_app.services.validation_record import ValidationView, view_of
from ctpat_app.services.validation_reports import asks_for_answer, findings_of
from ctpat_app.services.validation_responses import OpenPoint, newest_answers, newest_decisions, open_points
from ctpat_app.services.validation_rows import (
    Held,
    company_of,
    note_desk_look,
    party_of,
    require_desk,
    require_validation,
)
from ctpat_app.tables.security_models import SecurityModelRow
from ctpat_app.tables.validations import (
    FindingDecisionRow,
    ValidationAnswerRow,
    ValidationEventRow,
    ValidationFindingRow,
)

_TOLD: Final = frozenset(
    {
        *(Move.SCHEDULE, Move.BEGIN, Move.CANCEL, Move.ISSUE_REPORT, Move.SUBMIT),
        *(Move.RETURN_RESPONSE, Move.ACCEPT_RESPONSE, Move.SUCCEED, Move.FAIL),
    }
)
"""The moves that a company reads; planning and the way of the report to it are the desk's own."""
_STAFF: Final = frozenset({Party.SPECIALIST, Party.SUPERVISOR, Party.HEADQUARTERS})


@dataclass(frozen=True)
class VisitView:
    """One site; ``team`` and ``note`` are empty for a company."""

    id: int
    site: str
    day: date
    mode: Mode
    team_size: int
    recognised: str
    team: str
    held: bool
    note: str


@dataclass(frozen=True)
class FindingView:
    """One point of the report, what the company answers, and what the staff said of that."""

    id: int
    kind: FindingKind
    criterion_id: str
    text: str
    answer: str
    language: str
    answer_version: int
    answered_by: str
    answered_at: datetime | None
    files: tuple[FindingFile, ...] = ()
    accepted: bool | None = None
    """None: nothing was said yet of the answer that was sent last."""
    comment: str = ""
    """What was said last, also of an earlier answer."""
    may_answer: bool = False


@dataclass(frozen=True)
class EventView:
    """One move; ``staff`` is the role of staff that made it, ``who`` a name: a company reads none of the staff."""

    move: Move
    at: datetime
    staff: str
    who: str
    reason: str


@dataclass(frozen=True)
class CaseView:
    """One validation in full, as far as the reader may see it."""

    summary: ValidationView
    state: State
    """As the reader sees it: to a company, a report that is looked at is still being made."""
    version: int
    trade_account_id: int
    company: str
    model_name: str
    types: tuple[str, ...]
    with_visit: bool
    risk_basis: str
    team_size: int
    report: str
    response_days: int
    submitted_at: datetime | None
    visits: tuple[VisitView, ...]
    findings: tuple[FindingView, ...]
    events: tuple[EventView, ...]
    open_points: tuple[OpenPoint, ...]
    moves: frozenset[Move]
    """What the reader may do next."""
    may_write: bool
    is_own_plan: bool
    is_own_report: bool
    sites: tuple[str, ...]
    """Addresses of the company, for the desk."""


def read_case(session: Session, actor: Actor, *, validation_id: int, at_desk: bool, now: datetime) -> CaseView:
    """Return one validation; a look of staff is noted.

    Args:
        session: an open session.
        actor: who reads.
        validation_id: which validation.
        at_desk: whether it is read as the staff works on it; people of the company are refused there.
        now: the present moment.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
    """
    held = require_validation(session, actor, validation_id, Permission.VALIDATION_READ)
    if at_desk:
        require_desk(held.access)
    if by_staff := isinstance(held.access.role, StaffRole):
        note_desk_look(session, actor, held.access, now)
    row, model = held.row, session.get_one(SecurityModelRow, held.row.security_model_id)
    findings = findings_of(session, held.id) if by_staff or row.issued_at else []
    return CaseView(
        summary=view_of(session, row),
        state=held.state if by_staff else shown_state(held.state),
        version=row.version,
        trade_account_id=held.access.trade_account_id,
        company=company_of(session, held),
        model_name=model.name,
        types=types_of_draft(session, held.access.draft_id),
        with_visit=row.with_visit,
        risk_basis=row.risk_basis if by_staff else "",
        team_size=row.team_size,
        report=row.summary if by_staff or row.issued_at else "",
        response_days=row.response_days,
        submitted_at=row.submitted_at,
        visits=_visits(session, held.id, by_staff=by_staff),
        findings=_findings(session, held, findings, by_staff=by_staff),
        events=_events(session, held.id, by_staff=by_staff),
        open_points=() if by_staff else open_points(session, findings),
        moves=_moves(held),
        may_write=held.access.allows(_WRITES[by_staff]),
        is_own_plan=row.planned_by == actor.user_id,
        is_own_report=row.report_by == actor.user_id,
        sites=_sites(session, held) if by_staff else (),
    )


_WRITES: Final = {True: Permission.VALIDATION_RECORD, False: Permission.VALIDATION_RESPONSE_WRITE}
"""What working on a validation asks for: of the staff, and of the company."""


def _moves(held: Held) -> frozenset[Move]:
    """Return what the reader may do next; the officer alone sends, the permission table says so."""
    by_staff = isinstance(held.access.role, StaffRole)
    wanted = Permission.VALIDATION_RECORD if by_staff else Permission.VALIDATION_RESPONSE_SUBMIT
    return moves_from(held.state, party_of(held.access)) if held.access.allows(wanted) else frozenset()


def _sites(session: Session, held: Held) -> tuple[str, ...]:
    return tuple(each.label for each in account_facts(session, held.access.trade_account_id).addresses)


def _visits(session: Session, validation_id: int, *, by_staff: bool) -> tuple[VisitView, ...]:
    return tuple(
        VisitView(
            row.id or 0,
            row.site,
            row.day,
            Mode(row.mode),
            row.team_size,
            row.recognised,
            row.team if by_staff else "",
            row.held,
            row.note if by_staff else "",
        )
        for row in standing_visits(session, validation_id)
    )


def _findings(
    session: Session, held: Held, rows: list[ValidationFindingRow], *, by_staff: bool
) -> tuple[FindingView, ...]:
    ids, sent = [row.id or 0 for row in rows], held.row.submitted_at
    is_with_desk = held.state is State.RESPONSE_SUBMITTED
    answers = newest_answers(session, ids, until=sent if by_staff else None)
    decisions = newest_decisions(session, ids, until=sent if is_with_desk and not by_staff else None)
    files = files_of(session, ids)
    if by_staff:
        answers = answers if sent else {}
        files = {number: tuple(file for file in found if file.is_sent) for number, found in files.items()}
    names = names_of(session, [each.user_id for each in answers.values()])
    may_answer = held.state in ANSWERABLE and held.access.allows(Permission.VALIDATION_RESPONSE_WRITE)
    found = []
    for row in rows:
        number = row.id or 0
        answer, decision = answers.get(number), decisions.get(number)
        accepted = _accepted(decision, sent if is_with_desk else None)
        view = _finding(row, answer, names)
        found.append(
            replace(
                view,
                files=files.get(number, ()),
                accepted=accepted,
                comment=decision.comment if decision else "",
                may_answer=may_answer and accepted is not True and asks_for_answer(row),
            )
        )
    return tuple(found)


def _accepted(decision: FindingDecisionRow | None, sent_at: datetime | None) -> bool | None:
    """Return the last word on an answer; None while nothing was said of the one that was sent at ``sent_at``."""
    if decision is None or (not decision.accepted and sent_at and decision.at < sent_at):
        return None
    return decision.accepted


def _finding(row: ValidationFindingRow, answer: ValidationAnswerRow | None, names: Mapping[int, str]) -> FindingView:
    return FindingView(
        id=row.id or 0,
        kind=FindingKind(row.kind),
        criterion_id=row.criterion_id,
        text=row.text,
        answer=answer.text if answer else "",
        language=answer.language if answer else "",
        answer_version=answer.version if answer else 0,
        answered_by=names.get(answer.user_id, "") if answer else "",
        answered_at=answer.saved_at if answer else None,
    )


def _events(session: Session, validation_id: int, *, by_staff: bool) -> tuple[EventView, ...]:
    query = select(ValidationEventRow).where(ValidationEventRow.validation_id == validation_id)
    rows = session.exec(query.order_by(col(ValidationEventRow.id).desc())).all()
    names = names_of(session, [row.user_id for row in rows])
    return tuple(_event(row, names, by_staff=by_staff) for row in rows if by_staff or Move(row.move) in _TOLD)


def _event(row: ValidationEventRow, names: Mapping[int, str], *, by_staff: bool) -> EventView:
    of_staff = Party(row.party) in _STAFF
    who = "" if of_staff and not by_staff else names.get(row.user_id, "")
    return EventView(Move(row.move), row.at, row.party if of_staff else "", who, row.reason)
