"""The Partner Document Exchange of a security model, for its contacts and the staff that the permission table names.

Source: Portal User Manual rev. 1.1, "Partner Document Exchange".
"""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import func, select
from sqlmodel import Session, col

from ctpat_app.domain.errors import NotPermitted
from ctpat_app.domain.history import LOOKED_AT_DOCUMENTS
from ctpat_app.domain.permissions import Actor, Permission, StaffRole
from ctpat_app.services.access import AccountAccess, DraftAccess, require_account, require_draft
from ctpat_app.services.company_view import note_look
from ctpat_app.services.drafts import SECURITY_MODEL
from ctpat_app.services.model_access import require_model
from ctpat_app.services.model_types import types_of_draft
from ctpat_app.services.stored_documents import (
    DocumentItem,
    StoredVersion,
    Wanted,
    find_documents,
    in_model,
    kinds_and_keys,
    read_documents,
    read_replaced,
)
from ctpat_app.tables.accounts import TradeAccountRow
from ctpat_app.tables.documents import DocumentRow
from ctpat_app.tables.security_models import SecurityModelRow


@dataclass(frozen=True)
class Exchange:
    """Whose documents these are and what the reader may do there; then what was looked for, and how many there are."""

    model_id: int
    name: str
    """What the company calls the security model; empty: it is known by its business types."""
    types: tuple[str, ...]
    trade_account_id: int
    company: str
    draft_id: int
    is_open: bool
    """Whether the application may still be written: only then can evidence be attached or taken away."""
    may_write: bool
    by_staff: bool
    kinds: tuple[str, ...] = ()
    """Of which kinds the documents are, whatever was looked for; ``keys``: at which answers they stand."""
    keys: tuple[str, ...] = ()
    documents: tuple[DocumentItem, ...] = ()
    archived: tuple[StoredVersion, ...] = ()
    found: int = 0


@dataclass(frozen=True)
class ExchangeEntry:
    """A security model whose documents somebody may read, and how many there are."""

    model_id: int
    name: str
    types: tuple[str, ...]
    documents: int


def list_exchanges(session: Session, actor: Actor, *, trade_account_id: int) -> tuple[ExchangeEntry, ...]:
    """Return the security models of a company whose documents the actor may read.

    Raises:
        NotPermitted: ``access.not-yours``; ``access.not-your-role``.
    """
    require_account(session, actor, trade_account_id, Permission.DOCUMENTS_READ)
    models = select(SecurityModelRow).where(col(SecurityModelRow.trade_account_id) == trade_account_id)
    found = []
    for model in session.scalars(models.order_by(col(SecurityModelRow.id))).all():
        try:
            access = require_model(session, actor, model.id or 0, Permission.DOCUMENTS_READ)
        except NotPermitted:
            continue  # they are no contact of this one
        count = session.scalar(select(func.count()).select_from(DocumentRow).where(in_model(model.id or 0)))
        found.append(ExchangeEntry(model.id or 0, model.name, types_of_draft(session, access.draft_id), count or 0))
    return tuple(found)


def read_exchange(
    session: Session, actor: Actor, *, model_id: int = 0, draft_id: int = 0, wanted: Wanted, now: datetime
) -> Exchange:
    """Return the documents of the security model, or of that of the form, newest first; a look of staff is noted.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
    """
    exchange = _enter(session, actor, model_id, draft_id, now)
    ids, found = find_documents(session, in_model(exchange.model_id), wanted)
    kinds, keys = kinds_and_keys(session, in_model(exchange.model_id))
    return replace(exchange, kinds=kinds, keys=keys, documents=read_documents(session, ids), found=found)


def read_archive(
    session: Session, actor: Actor, *, model_id: int = 0, draft_id: int = 0, after: int = 0, now: datetime
) -> Exchange:
    """Return the states of documents that newer ones have replaced, the latest first; nothing is ever deleted.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
    """
    exchange = _enter(session, actor, model_id, draft_id, now)
    archived, found = read_replaced(session, in_model(exchange.model_id), after=after)
    return replace(exchange, archived=archived, found=found)


def _enter(session: Session, actor: Actor, model_id: int, draft_id: int, now: datetime) -> Exchange:
    access = _asked_for(session, actor, model_id, draft_id)
    model = session.get_one(SecurityModelRow, access.subject_id)
    company = session.get_one(TradeAccountRow, access.trade_account_id).legal_name
    by_staff = isinstance(access.role, StaffRole)
    if by_staff:
        look = AccountAccess(access.trade_account_id, company, access.role, access.is_assigned)
        note_look(session, actor, look, LOOKED_AT_DOCUMENTS, now)
    return Exchange(
        model_id=access.subject_id,
        name=model.name,
        types=types_of_draft(session, access.draft_id),
        trade_account_id=access.trade_account_id,
        company=company,
        draft_id=access.draft_id,
        is_open=not access.frozen,
        may_write=access.allows(Permission.DOCUMENTS_REPLACE),
        by_staff=by_staff,
    )


def _asked_for(session: Session, actor: Actor, model_id: int, draft_id: int) -> DraftAccess:
    if not draft_id:
        return require_model(session, actor, model_id, Permission.DOCUMENTS_READ)
    access = require_draft(session, actor, draft_id, Permission.DOCUMENTS_READ)
    if access.subject_kind != SECURITY_MODEL:
        raise NotPermitted
    return access
