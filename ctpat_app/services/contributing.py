"""Working on statements: the security profile as a whole for members, the given statements for contributors."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from ctpat_app.domain.errors import NotPermitted
from ctpat_app.domain.permissions import Actor
from ctpat_app.guidance.flow import Situation
from ctpat_app.guidance.given import limited_to
from ctpat_app.services.access import DraftAccess
from ctpat_app.services.application import OpenedDraft, open_application, read_application
from ctpat_app.services.drafts import read_situation, require_answering
from ctpat_app.services.given import GivenAccess, find_given, or_given, statements_in
from ctpat_app.tables.accounts import TradeAccountRow, UserAccountRow
from ctpat_app.tables.drafts import DraftRow
from ctpat_app.tables.readiness import StatementShareRow


@dataclass(frozen=True)
class GivenPart:
    """The statements of one application that were given to a person, as far as that application asks them."""

    draft_id: int
    company: str
    given_by: tuple[str, ...]
    situation: Situation
    """Holds these statements alone."""
    frozen: bool


def open_profile(session: Session, actor: Actor, *, draft_id: int, now: datetime) -> OpenedDraft:
    """Open the draft as ``open_application`` does; for a contributor only with the statements given to them.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
    """
    return _or_limited(session, actor, draft_id, now, open_application)


def read_profile(session: Session, actor: Actor, *, draft_id: int, now: datetime) -> OpenedDraft:
    """Return the draft as ``read_application`` does; for a contributor only with the statements given to them.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
    """
    return _or_limited(session, actor, draft_id, now, read_application)


def _or_limited(
    session: Session, actor: Actor, draft_id: int, now: datetime, whole: Callable[..., OpenedDraft]
) -> OpenedDraft:
    try:
        return whole(session, actor, draft_id=draft_id, now=now)
    except NotPermitted:
        access = find_given(session, actor, draft_id)
        if access is None:
            raise
    company = session.get_one(TradeAccountRow, access.trade_account_id).legal_name
    return OpenedDraft(access, company, situation_of(session, access, now=now), submitted_before=False)


def situation_of(session: Session, access: DraftAccess, *, now: datetime) -> Situation:
    """Return the draft as far as ``access`` shows it: all of it, or the statements given to a contributor."""
    whole = read_situation(session, access, now=now)
    return limited_to(whole, access.criteria) if isinstance(access, GivenAccess) else whole


def is_limited(opened: OpenedDraft) -> bool:
    """Whether the draft was opened by a contributor."""
    return isinstance(opened.access, GivenAccess)


def list_given(session: Session, actor: Actor, *, now: datetime) -> tuple[GivenPart, ...]:
    """Return what was given to the actor, newest application first; to others than members it is all they see."""
    query = (
        select(col(StatementShareRow.draft_id))
        .join(DraftRow, col(DraftRow.id) == col(StatementShareRow.draft_id))
        .where(
            col(StatementShareRow.user_id) == actor.user_id,
            col(StatementShareRow.ended_at).is_(None),
            col(DraftRow.removed_at).is_(None),
        )
    )
    drafts = sorted(set(session.execute(query).scalars()), reverse=True)
    parts = (_part(session, actor, draft_id, now) for draft_id in drafts)
    return tuple(part for part in parts if part is not None and part.situation.criteria)


def _part(session: Session, actor: Actor, draft_id: int, now: datetime) -> GivenPart | None:
    query = (
        select(col(StatementShareRow.category), col(StatementShareRow.criterion), col(UserAccountRow.name))
        .join(UserAccountRow, col(UserAccountRow.id) == col(StatementShareRow.given_by))
        .where(
            col(StatementShareRow.draft_id) == draft_id,
            col(StatementShareRow.user_id) == actor.user_id,
            col(StatementShareRow.ended_at).is_(None),
        )
        .order_by(col(StatementShareRow.id))
    )
    rows = session.execute(query).all()
    try:
        access = or_given(session, actor, draft_id, require_answering)
    except NotPermitted:
        return None  # taken out of the company, or without a part in this application
    situation = read_situation(session, access, now=now)
    own = statements_in(situation.library, ((row.category, row.criterion) for row in rows))
    if isinstance(access, GivenAccess):
        own &= access.criteria
    return GivenPart(
        draft_id,
        session.get_one(TradeAccountRow, access.trade_account_id).legal_name,
        tuple(dict.fromkeys(row.name for row in rows)),
        limited_to(situation, own),
        access.frozen,
    )
