"""How cases of the help desk end by themselves: closed after a while, and deleted when they are kept no longer."""

from datetime import datetime

from sqlalchemy import delete, select, update
from sqlmodel import Session, col

from ctpat_app.domain.help_cases import REOPEN_WITHIN, WAITS_FOR_PERSON, CaseState, CaseStep, after
from ctpat_app.domain.retention import kept_since
from ctpat_app.services.help_cases import case_path, note_case, touch_case
from ctpat_app.services.outbox import put_mail
from ctpat_app.tables.help_cases import HelpCaseFileRow, HelpCaseMessageRow, HelpCaseRow


def close_settled(session: Session, *, now: datetime) -> int:
    """Close what was solved and not opened again, and what nobody answered; return how many.

    Who does not answer is told, if there is an address: the report can be sent again.
    """
    state, moved = col(HelpCaseRow.state), col(HelpCaseRow.moved_at)
    solved = (state == CaseState.SOLVED) & (col(HelpCaseRow.solved_at) < now - REOPEN_WITHIN)
    waiting = (state == CaseState.WAITING_FOR_PERSON) & (moved < now - WAITS_FOR_PERSON)
    rows = session.scalars(select(HelpCaseRow).where(solved | waiting).order_by(col(HelpCaseRow.id))).all()
    for row in rows:
        was = CaseState(row.state)
        row.state, row.closed_at, row.answer_due_at = after(was, CaseStep.CLOSE).value, now, None
        touch_case(session, row, now)
        note_case(session, row, "help-case.closed", None, now, after=was.value)
        if was is CaseState.WAITING_FOR_PERSON and row.mail:
            put_mail(
                session,
                template="help-case-closed",
                language=row.language,
                recipient=row.mail,
                now=now,
                path=case_path(row.code, row.language),
                code=row.code,
                days=str(WAITS_FOR_PERSON.days),
            )
    return len(rows)


def forget_closed(session: Session, *, months: int, now: datetime) -> int:
    """Delete the cases that were closed ``months`` ago, with those that were merged into them; return how many.

    The trail keeps that there were cases, by their numbers; a job removes the pictures.
    """
    closed = select(col(HelpCaseRow.id)).where(
        col(HelpCaseRow.state) == CaseState.CLOSED, col(HelpCaseRow.closed_at) <= kept_since(now, months)
    )
    numbers = set(session.scalars(closed))
    found = numbers
    while found:
        found = set(session.scalars(select(col(HelpCaseRow.id)).where(col(HelpCaseRow.merged_into_id).in_(found))))
        found -= numbers
        numbers |= found
    connection = session.connection()
    connection.execute(delete(HelpCaseFileRow).where(col(HelpCaseFileRow.case_id).in_(numbers)))
    connection.execute(delete(HelpCaseMessageRow).where(col(HelpCaseMessageRow.case_id).in_(numbers)))
    connection.execute(
        update(HelpCaseRow).where(col(HelpCaseRow.merged_into_id).in_(numbers)).values(merged_into_id=None)
    )
    connection.execute(delete(HelpCaseRow).where(col(HelpCaseRow.id).in_(numbers)))
    session.expire_all()
    return len(numbers)
