"""The file of a company at the desk: its security models with their history, its requests, and what else there is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import func, select
from sqlmodel import Session, col

from ctpat_app.domain.annual_review import Window, next_window
from ctpat_app.domain.errors import NotPermitted
from ctpat_app.domain.history import LOOKED_AT_COMPANY
from ctpat_app.domain.identifiers import ending
from ctpat_app.domain.lifecycle import IN_GOOD_STANDING, Status
from ctpat_app.domain.milestones import Point, milestones
from ctpat_app.domain.model_history import FIRST
from ctpat_app.domain.permissions import Actor, Permission, StaffRole
from ctpat_app.services.access import require_account
from ctpat_app.services.company_sections import (
    Section,
    SectionSource,
    actions,
    aeo,
    documents,
    messages,
    numbers,
    training,
)
from ctpat_app.services.company_view import note_look
from ctpat_app.services.drafts import APPLICATION, SECURITY_MODEL
from ctpat_app.services.model_steps import as_event
from ctpat_app.services.model_types import types_of_models
from ctpat_app.services.watches import WatchLine, find_watch
from ctpat_app.tables.accounts import UserAccountRow
from ctpat_app.tables.drafts import AnswerRow, DraftRow
from ctpat_app.tables.organizations import OrganizationRequestRow
from ctpat_app.tables.security_models import ModelEventRow, SecurityModelRow

SECTIONS: Final[tuple[SectionSource, ...]] = (messages, numbers, aeo, documents, actions, training)
"""The links of the page; a part of the desk with a page about a company adds a function."""
MOST_REQUESTS: Final = 20
_KIND, _VALUE = "identifier_kind", "identifier_value"


@dataclass(frozen=True)
class FileEvent:
    """One step of a security model; ``person`` is empty where the kiosk acted itself."""

    step: str
    at: datetime
    party: str
    person: str
    reason: str


@dataclass(frozen=True)
class ModelFile:
    """A security model: where it stands, its days, and what happened, newest first."""

    model_id: int
    name: str
    types: tuple[str, ...]
    status: Status
    certified_on: date | None
    validated_on: date | None
    window: Window | None
    """Of the next annual review; None while none is to come."""
    points: tuple[Point, ...]
    events: tuple[FileEvent, ...]
    draft_id: int
    """The newest application that was sent; 0 without one."""
    identifiers: tuple[tuple[str, str], ...]
    """Kind and masked value, as they were sent last."""


@dataclass(frozen=True)
class RequestLine:
    """A request of the company: which operation, where it stands, and when it was made."""

    operation: str
    state: str
    asked_at: datetime
    takes_effect_at: datetime | None


@dataclass(frozen=True)
class CompanyFile:
    """What the desk holds about a company beside its facts and people; ``watch`` is the reader's own."""

    account_id: int
    models: tuple[ModelFile, ...]
    requests: tuple[RequestLine, ...]
    sections: tuple[Section, ...]
    watch: WatchLine | None
    may_review: bool


def look_at_file(session: Session, actor: Actor, *, trade_account_id: int, now: datetime) -> CompanyFile:
    """Return the file for staff who may read the company; the look is noted as that at the company.

    It takes the same few queries however many security models and events there are.

    Raises:
        NotPermitted: ``access.not-yours`` for everybody else, the company's members too.
    """
    access = require_account(session, actor, trade_account_id, Permission.TRADE_ACCOUNT_READ)
    if not isinstance(access.role, StaffRole):
        raise NotPermitted
    note_look(session, actor, access, LOOKED_AT_COMPANY, now)
    sections = (source(session, access, now) for source in SECTIONS)
    return CompanyFile(
        trade_account_id,
        _models(session, trade_account_id, now.date()),
        _requests(session, trade_account_id),
        tuple(each for each in sections if each),
        find_watch(session, actor, trade_account_id=trade_account_id, now=now),
        access.allows(Permission.PROFILE_REVIEW),
    )


def _models(session: Session, trade_account_id: int, today: date) -> tuple[ModelFile, ...]:
    query = select(SecurityModelRow).where(col(SecurityModelRow.trade_account_id) == trade_account_id)
    rows = session.scalars(query.order_by(col(SecurityModelRow.id).desc())).all()
    ids = {row.id or 0 for row in rows}
    types, events, drafts = types_of_models(session, ids), _events(session, ids), _newest_sent(session, ids)
    identifiers = _identifiers(session, drafts.values())
    return tuple(
        _model(
            row,
            types.get(row.id or 0, ()),
            events.get(row.id or 0, []),
            drafts.get(row.id or 0, 0),
            identifiers.get(drafts.get(row.id or 0, 0), ()),
            today,
        )
        for row in rows
    )


def _model(
    row: SecurityModelRow,
    types: tuple[str, ...],
    events: Sequence[tuple[ModelEventRow, str]],
    draft_id: int,
    identifiers: tuple[tuple[str, str], ...],
    today: date,
) -> ModelFile:
    status = Status(row.status)
    has_review = status in IN_GOOD_STANDING and row.anniversary is not None
    history = [as_event(each) for each, _ in events]
    return ModelFile(
        row.id or 0,
        row.name,
        types,
        status,
        row.certified_on,
        row.validated_on,
        next_window(row.anniversary, row.certified_on, today) if has_review and row.anniversary else None,
        milestones(history, today),
        tuple(FileEvent(each.step, each.at, each.party, name, each.reason) for each, name in reversed(events)),
        draft_id,
        identifiers,
    )


def _events(session: Session, models: set[int]) -> dict[int, list[tuple[ModelEventRow, str]]]:
    """Return the events of each model, oldest first, with the name of whoever took the step."""
    query = (
        select(ModelEventRow, col(UserAccountRow.name))
        .join(UserAccountRow, col(UserAccountRow.id) == col(ModelEventRow.user_id), isouter=True)
        .where(col(ModelEventRow.security_model_id).in_(models))
        .order_by(col(ModelEventRow.id))
    )
    found: dict[int, list[tuple[ModelEventRow, str]]] = {}
    for event, name in session.execute(query):
        events = found.setdefault(event.security_model_id, [])
        if event.step in FIRST:
            events.clear()  # a number that SQLite gave a second time: its history begins here
        events.append((event, name or ""))
    return found


def _newest_sent(session: Session, models: set[int]) -> dict[int, int]:
    query = (
        select(col(DraftRow.subject_id), func.max(col(DraftRow.id)))
        .where(
            col(DraftRow.subject_kind) == SECURITY_MODEL,
            col(DraftRow.subject_id).in_(models),
            col(DraftRow.flow) == APPLICATION,
            col(DraftRow.frozen_at).is_not(None),
        )
        .group_by(col(DraftRow.subject_id))
    )
    return {model: draft for model, draft in session.connection().execute(query) if draft}


def _identifiers(session: Session, drafts: Any) -> dict[int, tuple[tuple[str, str], ...]]:
    query = (
        select(col(AnswerRow.draft_id), col(AnswerRow.row_key), col(AnswerRow.key), col(AnswerRow.value))
        .where(col(AnswerRow.draft_id).in_(list(drafts)), col(AnswerRow.key).in_((_KIND, _VALUE)))
        .order_by(col(AnswerRow.draft_id), col(AnswerRow.row_key))
    )
    rows: dict[int, dict[str, dict[str, str]]] = {}
    for draft, row, key, value in session.connection().execute(query):
        rows.setdefault(draft, {}).setdefault(row, {})[key] = value
    return {
        draft: tuple((each.get(_KIND, ""), ending(each.get(_VALUE, ""))) for each in found.values())
        for draft, found in rows.items()
    }


def _requests(session: Session, trade_account_id: int) -> tuple[RequestLine, ...]:
    query = (
        select(
            col(OrganizationRequestRow.operation),
            col(OrganizationRequestRow.state),
            col(OrganizationRequestRow.requested_at),
            col(OrganizationRequestRow.takes_effect_at),
        )
        .where(col(OrganizationRequestRow.trade_account_id) == trade_account_id)
        .order_by(col(OrganizationRequestRow.id).desc())
        .limit(MOST_REQUESTS)
    )
    return tuple(RequestLine(*row) for row in session.connection().execute(query))
