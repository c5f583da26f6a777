"""Cases of the help desk, for the person: opening one, reading it by its code, adding to it, saying that it is solved.

The code is the only proof that is asked for. Nobody learns from a case whether an address has an account here, nor who
of the help desk has it. What the help desk does is in services of its own.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col

from ctpat_app.domain.case_codes import read_help_case_code
from ctpat_app.domain.errors import NotPermitted
from ctpat_app.domain.help_cases import (
    ANSWER_HOURS,
    AnswerHours,
    CasePriority,
    CaseSide,
    CaseState,
    CaseStep,
    Mover,
    after,
    answer_due,
    check_reopening,
    is_overdue,
    next_mover,
    reopens_until,
    steps_from,
)
from ctpat_app.domain.help_reports import Report, read_added
from ctpat_app.services.audit import NO_ACCOUNT, write_audit
from ctpat_app.services.help_case_files import attach_pictures, check_token, pictures_of
from ctpat_app.services.help_case_rows import new_case
from ctpat_app.services.outbox import put_mail
from ctpat_app.tables.help_cases import HelpCaseMessageRow, HelpCaseRow

PATH: Final = "report-case"


@dataclass(frozen=True)
class OpenedCase:
    """A case that was opened, now or by the same form before."""

    code: str
    answer_due_at: datetime | None
    mailed: bool = False
    """Whether the code was mailed."""


@dataclass(frozen=True)
class SeenPicture:
    """A picture of a case by its number."""

    id: int
    name: str


@dataclass(frozen=True)
class SeenMessage:
    """One message as the person reads it: the side that wrote it, never a name."""

    id: int
    side: CaseSide
    text: str
    language: str
    at: datetime
    pictures: tuple[SeenPicture, ...]


@dataclass(frozen=True)
class CaseSeen:
    """A case as its person reads it."""

    code: str
    language: str
    kind: str
    opened_at: datetime
    state: CaseState
    """Of the case that it goes on in, when it was joined with another one."""
    joined: bool
    mover: Mover
    answer_due_at: datetime | None
    is_overdue: bool
    expected: str
    answers_by_mail: bool
    messages: tuple[SeenMessage, ...]
    can_write: bool
    can_solve: bool
    reopens_until: datetime | None
    """Until when writing opens it again; None unless it is solved."""


def case_path(code: str, language: str) -> str:
    """Return the address of a case: the code stands in the fragment, which no server and no proxy ever sees."""
    return f"/{language}/{PATH}/#{code}"


def open_case(
    session: Session,
    *,
    report: Report,
    code: str,
    token: str,
    user_id: int | None,
    now: datetime,
    hours: AnswerHours = ANSWER_HOURS,
    pictures: str = "",
    mails: bool = True,
) -> OpenedCase:
    """Open a case under ``code``, mail it to the address that was given, and return it.

    The same form sent twice, also after the connection was lost, is one case.

    Args:
        session: an open session.
        report: what was read from the form.
        code: a new code.
        token: made with the form.
        user_id: who is signed in, if anybody is.
        now: the present moment, or that of the report when it is delivered later.
        hours: within how many hours each priority is answered.
        pictures: under which token pictures wait; not that of the form, which stands in no address.
        mails: whether the code is mailed; not to an address that gets too many.

    Raises:
        InvalidValue: ``help-case.form-unknown`` for a token that no form has.
    """
    check_token(token)
    if row := _with_token(session, token):
        return OpenedCase(row.code, row.answer_due_at)
    row = new_case(session, report, user_id=user_id, now=now, hours=hours)
    row.code, row.token = code, token
    try:
        with session.begin_nested():
            session.add(row)
            session.flush()
    except IntegrityError:  # the same form, sent at the same moment
        found = _with_token(session, token)
        if found is None:
            raise
        return OpenedCase(found.code, found.answer_due_at)
    number = _write(session, row, text=report.happened, language=report.language, token=token, user_id=user_id, now=now)
    attach_pictures(session, token=pictures, case_id=row.id or 0, message_id=number)
    note_case(session, row, "help-case.opened", user_id, now, kind=row.kind, priority=row.priority)
    if row.mail and mails:
        put_mail(
            session,
            template="help-case-opened",
            language=row.language,
            recipient=row.mail,
            now=now,
            path=case_path(row.code, row.language),
            code=row.code,
        )
    return OpenedCase(row.code, row.answer_due_at, mailed=bool(row.mail) and mails)


def view_case(session: Session, code: str, *, now: datetime) -> CaseSeen:
    """Return the case of ``code`` as its person reads it.

    Raises:
        NotPermitted: ``help-case.unknown``.
    """
    row = _case(session, code)
    lead = leading_case(session, row)
    state = CaseState(lead.state)
    solved = lead.solved_at if state is CaseState.SOLVED else None
    return CaseSeen(
        code=row.code,
        language=row.language,
        kind=row.kind,
        opened_at=row.opened_at,
        state=state,
        joined=lead is not row,
        mover=next_mover(state),
        answer_due_at=lead.answer_due_at,
        is_overdue=is_overdue(lead.answer_due_at, now),
        expected=row.expected,
        answers_by_mail=bool(row.mail),
        messages=_messages(session, row),
        can_write=may_write(lead, now),
        can_solve=lead is row and CaseStep.SOLVE in steps_from(state),
        reopens_until=reopens_until(solved) if solved and may_write(lead, now) else None,
    )


def add_to_case(
    session: Session,
    code: str,
    *,
    text: str,
    language: str,
    token: str,
    user_id: int | None,
    now: datetime,
    hours: AnswerHours = ANSWER_HOURS,
    pictures: str = "",
) -> None:
    """Add what the person wrote, with the pictures that wait for the form; a solved case is opened again by it.

    Raises:
        NotPermitted: ``help-case.unknown``.
        InvalidValue: ``help-case.text-missing``, ``text.…``, ``help-case.moved-on``, ``help-case.reopen-late``,
            ``help-case.form-unknown``.
    """
    row = _case(session, code)
    check_token(token)
    if _has_message(session, row, token):
        return
    stored = read_added(text)
    lead = leading_case(session, row)
    state = CaseState(lead.state)
    step = CaseStep.REOPEN if state is CaseState.SOLVED else CaseStep.WRITE
    if step is CaseStep.REOPEN:
        check_reopening(state, lead.solved_at, now)
    lead.state = after(state, step).value
    lead.solved_at = None
    lead.answer_due_at = lead.answer_due_at or answer_due(now, CasePriority(lead.priority), hours)
    try:
        with session.begin_nested():
            number = _write(session, row, text=stored, language=language, token=token, user_id=user_id, now=now)
    except IntegrityError:  # the same form, sent at the same moment
        return
    attach_pictures(session, token=pictures, case_id=row.id or 0, message_id=number)
    touch_case(session, lead, now)
    action = "help-case.reopened" if step is CaseStep.REOPEN else "help-case.added"
    note_case(session, row, action, user_id, now)


def solve_by_person(session: Session, code: str, *, user_id: int | None, now: datetime) -> None:
    """Note that the person says it is solved; a report that was joined with others is not one person's to end.

    Raises:
        NotPermitted: ``help-case.unknown``.
        InvalidValue: ``help-case.moved-on``.
    """
    row = _case(session, code)
    row.state = after(CaseState(row.state), CaseStep.SOLVE).value
    row.solved_at, row.answer_due_at = now, None
    touch_case(session, row, now)
    note_case(session, row, "help-case.solved-by-person", user_id, now)


# ---------------------------------------------------------------- shared with the services of the help desk


def leading_case(session: Session, row: HelpCaseRow) -> HelpCaseRow:
    """Return the case in which ``row`` goes on: itself, or the last one of those that it was merged into."""
    seen = {row.id}
    while row.merged_into_id is not None and row.merged_into_id not in seen:
        seen.add(row.merged_into_id)
        row = session.get_one(HelpCaseRow, row.merged_into_id)
    return row


def may_write(lead: HelpCaseRow, now: datetime) -> bool:
    """Whether the person can still add to the case."""
    state = CaseState(lead.state)
    if state is CaseState.SOLVED:
        return lead.solved_at is not None and now <= reopens_until(lead.solved_at)
    return CaseStep.WRITE in steps_from(state)


def touch_case(session: Session, row: HelpCaseRow, now: datetime) -> None:
    """Note a change of the case."""
    row.moved_at, row.version = now, row.version + 1
    session.add(row)
    session.flush()


def note_case(
    session: Session, row: HelpCaseRow, action: str, user_id: int | None, now: datetime, **detail: str
) -> None:
    """Write what happened with a case into the trail, by its number: the code itself would open it."""
    write_audit(
        session,
        trade_account_id=NO_ACCOUNT,
        user_id=user_id,
        action=action,
        subject=f"help-case:{row.id}",
        now=now,
        **detail,
    )


def _write(
    session: Session, row: HelpCaseRow, *, text: str, language: str, token: str, user_id: int | None, now: datetime
) -> int:
    message = HelpCaseMessageRow(
        case_id=row.id or 0,
        at=now,
        side=CaseSide.PERSON.value,
        author_id=user_id,
        text=text,
        language=language,
        token=token,
    )
    session.add(message)
    session.flush()
    return message.id or 0


def _case(session: Session, code: str) -> HelpCaseRow:
    wanted = read_help_case_code(code)
    row = session.scalar(select(HelpCaseRow).where(col(HelpCaseRow.code) == wanted)) if wanted else None
    if row is None:
        raise NotPermitted("help-case.unknown")
    return row


def _with_token(session: Session, token: str) -> HelpCaseRow | None:
    return session.scalar(select(HelpCaseRow).where(col(HelpCaseRow.token) == token))


def _has_message(session: Session, row: HelpCaseRow, token: str) -> bool:
    query = select(func.count(col(HelpCaseMessageRow.id))).where(
        col(HelpCaseMessageRow.case_id) == row.id, col(HelpCaseMessageRow.token) == token
    )
    return bool(session.scalar(query))


def _messages(session: Session, row: HelpCaseRow) -> tuple[SeenMessage, ...]:
    query = (
        select(HelpCaseMessageRow)
        .where(col(HelpCaseMessageRow.case_id) == row.id, col(HelpCaseMessageRow.is_internal).is_(False))
        .order_by(col(HelpCaseMessageRow.id))
    )
    pictures = pictures_of(session, row.id or 0)
    return tuple(
        SeenMessage(
            id=message.id or 0,
            side=CaseSide(message.side),
            text=message.text,
            language=message.language,
            at=message.at,
            pictures=tuple(SeenPicture(each.id or 0, each.name) for each in pictures if each.message_id == message.id),
        )
        for message in session.scalars(query)
    )
