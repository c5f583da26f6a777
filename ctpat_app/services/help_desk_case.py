"""One case as the help desk reads it: the report and all that belongs to it, the conversation, and what was done.

Of a failure it shows where it happened and which messages stood there, never an answer. Account and company are shown
where the person was signed in, and are never guessed from an address.
"""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Boolean, literal_column, select
from sqlmodel import Session, col

from ctpat_app.domain.case_codes import read_help_case_code
from ctpat_app.domain.errors import NotPermitted
from ctpat_app.domain.help_cases import (
    CasePriority,
    CaseSide,
    CaseState,
    CaseStep,
    Mover,
    is_due_soon,
    is_overdue,
    next_mover,
    steps_from,
)
from ctpat_app.domain.help_reports import Fact, Intake, Told
from ctpat_app.domain.permissions import Actor, Permission
from ctpat_app.services.access import LARGEST_ID, require_staff
from ctpat_app.services.failures import Failure, find_failure
from ctpat_app.services.help_case_files import pictures_of
from ctpat_app.services.help_cases import leading_case, note_case
from ctpat_app.tables.accounts import TradeAccountRow, UserAccountRow
from ctpat_app.tables.audit import AuditEventRow
from ctpat_app.tables.help_cases import HelpCaseMessageRow, HelpCaseRow

MOST_EVENTS: Final = 50
SEEN: Final = "help-case.seen"
# As the index is made for it: both databases use one of a part of the rows only for the very same condition.
_OF_CASES: Final = literal_column("subject LIKE 'help-case:%'", Boolean)


@dataclass(frozen=True)
class CasePicture:
    """A picture that the person sent, drawn anew when it arrived."""

    id: int
    name: str
    message_id: int


@dataclass(frozen=True)
class CaseMessage:
    """One message; ``from_code`` is that of the case that was merged into this one, empty for its own."""

    id: int
    side: CaseSide
    writer: str
    text: str
    language: str
    canned_id: str
    is_internal: bool
    at: datetime
    from_code: str
    pictures: tuple[CasePicture, ...]


@dataclass(frozen=True)
class CaseEvent:
    """What somebody did with the case."""

    action: str
    person: str
    at: datetime


@dataclass(frozen=True)
class Account:
    """The person who was signed in, and the company if there is just one."""

    name: str
    mail: str
    company: str


@dataclass(frozen=True)
class MergedCase:
    """A case that goes on in this one; its person reads answers under its own code."""

    id: int
    code: str
    name: str
    language: str


@dataclass(frozen=True)
class CaseFile:
    """Everything about a case; ``goes_on_in`` is the case that it was merged into."""

    id: int
    code: str
    version: int
    kind: str
    topic: str
    state: CaseState
    priority: CasePriority
    mover: Mover
    steps: frozenset[CaseStep]
    language: str
    opened_at: datetime
    answered_at: datetime | None
    answer_due_at: datetime | None
    is_overdue: bool
    is_due_soon: bool
    owner_id: int
    owner: str
    name: str
    mail: str
    telephone: str
    account: Account | None
    expected: str
    intake: tuple[Intake, ...]
    page: str
    step: str
    library_hash: str
    failure_code: str
    failure: Failure | None
    facts: tuple[Fact, ...]
    told: tuple[Told, ...]
    messages: tuple[CaseMessage, ...]
    events: tuple[CaseEvent, ...]
    merged: tuple[MergedCase, ...]
    goes_on_in: str
    goes_on_in_id: int


def read_case(session: Session, actor: Actor, *, case_id: int, now: datetime, again: bool = False) -> CaseFile:
    """Return a case, and note that somebody looked; not when they look ``again`` at what they just did.

    Raises:
        NotPermitted: ``access.not-yours`` for everybody but the help desk, and for a case that does not exist.
    """
    require_staff(session, actor, Permission.HELP_CASE_WORK)
    row = case_row(session, case_id)
    if not again:
        note_case(session, row, SEEN, actor.user_id, now)
    return _file(session, actor, row, now)


def find_case(session: Session, actor: Actor, *, code: str) -> int:
    """Return the number of the case with ``code``, however it was typed; 0 when there is none.

    Raises:
        NotPermitted: ``access.not-yours``.
    """
    require_staff(session, actor, Permission.HELP_CASE_WORK)
    wanted = read_help_case_code(code)
    query = select(col(HelpCaseRow.id)).where(col(HelpCaseRow.code) == wanted)
    return (session.scalar(query) or 0) if wanted else 0


def case_row(session: Session, case_id: int) -> HelpCaseRow:
    """Return the row of a case; the caller has authorized.

    Raises:
        NotPermitted: ``access.not-yours`` when there is none.
    """
    row = session.get(HelpCaseRow, case_id) if 0 < case_id <= LARGEST_ID else None
    if row is None:
        raise NotPermitted
    return row


def joined_cases(session: Session, lead: HelpCaseRow) -> tuple[HelpCaseRow, ...]:
    """Return the cases that go on in ``lead``, also by way of another one, the oldest first; itself is none of them."""
    found: list[HelpCaseRow] = []
    seen, wanted = {lead.id or 0}, [lead.id or 0]
    while wanted:
        query = select(HelpCaseRow).where(col(HelpCaseRow.merged_into_id).in_(wanted)).order_by(col(HelpCaseRow.id))
        rows = [row for row in session.scalars(query) if (row.id or 0) not in seen]
        found += rows
        wanted = [row.id or 0 for row in rows]
        seen.update(wanted)
    return tuple(sorted(found, key=lambda row: row.id or 0))


def _file(session: Session, actor: Actor, row: HelpCaseRow, now: datetime) -> CaseFile:
    lead, joined = leading_case(session, row), joined_cases(session, row)
    state, elsewhere = CaseState(row.state), lead is not row
    return CaseFile(
        id=row.id or 0,
        code=row.code,
        version=row.version,
        kind=row.kind,
        topic=row.topic,
        state=state,
        priority=CasePriority(row.priority),
        mover=next_mover(state),
        steps=steps_from(state),
        language=row.language,
        opened_at=row.opened_at,
        answered_at=row.answered_at,
        answer_due_at=row.answer_due_at,
        is_overdue=is_overdue(row.answer_due_at, now),
        is_due_soon=is_due_soon(row.answer_due_at, now),
        owner_id=row.owner_id or 0,
        owner=_name_of(session, row.owner_id),
        name=row.name,
        mail=row.mail,
        telephone=row.telephone,
        account=_account(session, row),
        expected=row.expected,
        intake=tuple(Intake(**each) for each in json.loads(row.intake)),
        page=row.page,
        step=row.step,
        library_hash=row.library_hash,
        failure_code=row.failure_code,
        failure=find_failure(session, actor, row.failure_code) if row.failure_code else None,
        facts=tuple(Fact(**each) for each in json.loads(row.facts)),
        told=tuple(Told(**each) for each in json.loads(row.told)),
        messages=_messages(session, row, joined),
        events=_events(session, row),
        merged=tuple(MergedCase(each.id or 0, each.code, each.name, each.language) for each in joined),
        goes_on_in=lead.code if elsewhere else "",
        goes_on_in_id=(lead.id or 0) if elsewhere else 0,
    )


def _account(session: Session, row: HelpCaseRow) -> Account | None:
    if row.user_id is None:
        return None
    person = session.get_one(UserAccountRow, row.user_id)
    company = session.get(TradeAccountRow, row.trade_account_id) if row.trade_account_id else None
    return Account(person.name, person.email, company.legal_name if company else "")


def _name_of(session: Session, user_id: int | None) -> str:
    person = session.get(UserAccountRow, user_id) if user_id else None
    return person.name if person else ""


def _messages(session: Session, row: HelpCaseRow, joined: Sequence[HelpCaseRow]) -> tuple[CaseMessage, ...]:
    """Return what was written here and in the cases that go on here, in the order of time.

    An answer went to every person; it stands here once, as it was written in this case.
    """
    codes = {row.id or 0: "", **{each.id or 0: each.code for each in joined}}
    query = (
        select(HelpCaseMessageRow, col(UserAccountRow.name))
        .join(UserAccountRow, col(UserAccountRow.id) == col(HelpCaseMessageRow.author_id), isouter=True)
        .where(col(HelpCaseMessageRow.case_id).in_(list(codes)))
        .order_by(col(HelpCaseMessageRow.at), col(HelpCaseMessageRow.id))
    )
    found = session.execute(query).all()
    sent_here = {
        (each.at, each.author_id) for each, _ in found if each.case_id == row.id and each.side == CaseSide.STAFF
    }
    pictures = _pictures(session, list(codes))
    return tuple(
        CaseMessage(
            each.id or 0,
            CaseSide(each.side),
            name or "",
            each.text,
            each.language,
            each.canned_id,
            each.is_internal,
            each.at,
            codes[each.case_id],
            tuple(picture for picture in pictures if picture.message_id == each.id),
        )
        for each, name in found
        if not (codes[each.case_id] and each.side == CaseSide.STAFF and (each.at, each.author_id) in sent_here)
    )


def _pictures(session: Session, cases: Collection[int]) -> tuple[CasePicture, ...]:
    return tuple(
        CasePicture(each.id or 0, each.name, each.message_id or 0)
        for case in cases
        for each in pictures_of(session, case)
    )


def _events(session: Session, row: HelpCaseRow) -> tuple[CaseEvent, ...]:
    """Return what the trail says of the case, the newest first; who only looked is left out."""
    query = (
        select(col(AuditEventRow.action), col(UserAccountRow.name), col(AuditEventRow.at))
        .join(UserAccountRow, col(UserAccountRow.id) == col(AuditEventRow.user_id), isouter=True)
        .where(_OF_CASES, col(AuditEventRow.subject) == f"help-case:{row.id}", col(AuditEventRow.action) != SEEN)
        .order_by(col(AuditEventRow.id).desc())
        .limit(MOST_EVENTS)
    )
    return tuple(CaseEvent(action, name or "", at) for action, name, at in session.execute(query))
