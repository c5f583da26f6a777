"""The numbers of a company and its requests to change them, as its people and the staff read them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlmodel import Session, col

from ctpat_app.domain.errors import NotPermitted, Refusal
from ctpat_app.domain.history import LOOKED_AT_REQUEST
from ctpat_app.domain.identifier_changes import Operation, RequestState
from ctpat_app.domain.lifecycle import ENDED, Status
from ctpat_app.domain.permissions import Actor, Permission
from ctpat_app.guidance.records import Library
from ctpat_app.services.access import require_account, require_draft
from ctpat_app.services.action_rows import documents_of, names_of
from ctpat_app.services.company_view import note_look
from ctpat_app.services.drafts import APPLICATION, SECURITY_MODEL
from ctpat_app.services.identifier_changes import VALUE, current_identifiers, newest_sent
from ctpat_app.services.library import current_library, library_version
from ctpat_app.tables.accounts import TradeAccountRow
from ctpat_app.tables.documents import DocumentRow, DocumentVersionRow
from ctpat_app.tables.drafts import AnswerRow, DraftRow
from ctpat_app.tables.identifier_changes import IdentifierChangeRow
from ctpat_app.tables.security_models import SecurityModelRow


@dataclass(frozen=True)
class NumberItem:
    """A number of today; ``place`` names it in a request, ``locked`` says that it takes one to change it."""

    place: int
    kind: str
    value: str
    locked: bool
    asked: bool
    """Whether a request about it waits."""


@dataclass(frozen=True)
class RequestItem:
    """A request as it is read; ``who`` asked is told by name, who decided is not."""

    id: int
    model_id: int
    operation: Operation
    kind: str
    old_value: str
    value: str
    reason: str
    state: RequestState
    asked_at: datetime
    asked_by: str
    ended_at: datetime | None
    decision: str
    document: str
    document_id: int
    document_number: int
    elsewhere: int = 0
    """In how many sent profiles of other companies the number stands; told to staff alone."""


@dataclass(frozen=True)
class CompanyNumbers:
    """The page of a company about its numbers."""

    trade_account_id: int
    company: str
    draft_id: int
    library: Library
    numbers: tuple[NumberItem, ...]
    requests: tuple[RequestItem, ...]
    documents: tuple[tuple[int, str], ...]
    may_ask: bool


@dataclass(frozen=True)
class RequestsOfCompany:
    """The page of the staff about the requests of a company, waiting ones first."""

    company: str
    library: Library
    requests: tuple[RequestItem, ...]
    may_decide: bool


def read_numbers(session: Session, actor: Actor, *, draft_id: int) -> CompanyNumbers:
    """Return the numbers of the security model of a draft as of today, with the requests about them, newest first.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
        Refusal: ``identifier-change.not-sent``.
    """
    access = require_draft(session, actor, draft_id, Permission.APPLICATION_READ)
    if access.flow != APPLICATION or access.subject_kind != SECURITY_MODEL:
        raise NotPermitted
    model = session.get_one(SecurityModelRow, access.subject_id)
    if model.first_submitted_at is None:
        raise Refusal("identifier-change.not-sent")
    requests = _requests(session, _rows(session, col(IdentifierChangeRow.security_model_id) == access.subject_id))
    library, waiting = library_version(session, access.library_hash), _touched(requests)
    alive = not model.merged_into_id and Status(model.status) not in ENDED
    return CompanyNumbers(
        trade_account_id=access.trade_account_id,
        company=session.get_one(TradeAccountRow, access.trade_account_id).legal_name,
        draft_id=draft_id,
        library=library,
        numbers=tuple(
            NumberItem(
                place,
                each.kind,
                each.value,
                each.kind in library.identifiers and library.identifiers[each.kind].locked_after_submission,
                (each.kind, each.value) in waiting,
            )
            for place, each in enumerate(current_identifiers(session, access.subject_id))
        ),
        requests=requests,
        documents=documents_of(session, access.subject_id),
        may_ask=alive and access.allows(Permission.IDENTIFIER_ADD),
    )


def requests_for_staff(session: Session, actor: Actor, *, trade_account_id: int, now: datetime) -> RequestsOfCompany:
    """Return the requests of a company for staff who review it, and note the look in its history.

    Raises:
        NotPermitted: ``access.not-yours``; ``access.not-your-role`` for people of the company.
    """
    access = require_account(session, actor, trade_account_id, Permission.PROFILE_REVIEW)
    note_look(session, actor, access, LOOKED_AT_REQUEST, now, subject=f"trade-account/{trade_account_id}/identifiers")
    found = _requests(
        session, _rows(session, col(IdentifierChangeRow.trade_account_id) == trade_account_id), staff=True
    )
    waiting = sorted((each for each in found if each.state is RequestState.ASKED), key=lambda each: each.asked_at)
    ended = tuple(each for each in found if each.state is not RequestState.ASKED)
    may_decide = access.allows(Permission.IDENTIFIER_CHANGE_LOCKED)
    return RequestsOfCompany(access.legal_name, _library_of(session, found), (*waiting, *ended), may_decide)


def _library_of(session: Session, requests: tuple[RequestItem, ...]) -> Library:
    draft = newest_sent(session, requests[0].model_id) if requests else None
    return library_version(session, session.get_one(DraftRow, draft).library_hash) if draft else current_library()


def _touched(requests: tuple[RequestItem, ...]) -> set[tuple[str, str]]:
    return {(each.kind, each.old_value) for each in requests if each.state is RequestState.ASKED}


def _rows(session: Session, which: ColumnElement[bool]) -> list[IdentifierChangeRow]:
    query = select(IdentifierChangeRow).where(which).order_by(col(IdentifierChangeRow.id).desc())
    return list(session.scalars(query))


def _requests(session: Session, rows: list[IdentifierChangeRow], *, staff: bool = False) -> tuple[RequestItem, ...]:
    names = names_of(session, [row.requested_by for row in rows])
    documents = _documents(session, [row.document_id for row in rows if row.document_id])
    return tuple(
        RequestItem(
            id=row.id or 0,
            model_id=row.security_model_id,
            operation=Operation(row.operation),
            kind=row.kind,
            old_value=row.old_value,
            value=row.value,
            reason=row.reason,
            state=RequestState(row.state),
            asked_at=row.requested_at,
            asked_by=names.get(row.requested_by, ""),
            ended_at=row.ended_at,
            decision=row.decision,
            document=documents.get(row.document_id or 0, ("", 0))[0],
            document_id=row.document_id or 0,
            document_number=documents.get(row.document_id or 0, ("", 0))[1],
            elsewhere=_elsewhere(session, row) if staff and row.state == RequestState.ASKED else 0,
        )
        for row in rows
    )


def _documents(session: Session, ids: list[int]) -> dict[int, tuple[str, int]]:
    """Return name and newest version of documents, by their number."""
    query = (
        select(col(DocumentRow.id), col(DocumentRow.name), func.max(col(DocumentVersionRow.number)))
        .join(DocumentVersionRow, col(DocumentVersionRow.document_id) == col(DocumentRow.id))
        .where(col(DocumentRow.id).in_(ids))
        .group_by(col(DocumentRow.id), col(DocumentRow.name))
    )
    return {number or 0: (name, newest) for number, name, newest in session.execute(query)} if ids else {}


def _elsewhere(session: Session, row: IdentifierChangeRow) -> int:
    if not row.value or row.secret is not None:
        return 0  # personal numbers are compared with nothing
    query = (
        select(func.count(func.distinct(col(DraftRow.trade_account_id))))
        .join(AnswerRow, col(AnswerRow.draft_id) == col(DraftRow.id))
        .where(
            col(AnswerRow.key) == VALUE,
            col(AnswerRow.value) == row.value,
            col(DraftRow.frozen_at).is_not(None),
            col(DraftRow.trade_account_id) != row.trade_account_id,
        )
    )
    return session.scalar(query) or 0
