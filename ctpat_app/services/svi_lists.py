"""Partner monitoring as its people see it: who watches them, whom they watch, requests, search, details."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from sqlalchemy import ColumnElement, and_, case, or_, select
from sqlmodel import Session, col

from ctpat_app.domain.errors import NotPermitted
from ctpat_app.domain.lifecycle import Status
from ctpat_app.domain.permissions import Actor, Permission
from ctpat_app.domain.svi import OPEN, LinkState
from ctpat_app.services.access import LARGEST_ID
from ctpat_app.services.model_access import require_model
from ctpat_app.services.model_types import types_of_models
from ctpat_app.services.partner_names import Place, find_names
from ctpat_app.services.svi_names import settings_of, standing_membership
from ctpat_app.services.svi_participants import require_participant
from ctpat_app.services.svi_profiles import SharedFacts, shared_facts
from ctpat_app.tables.accounts import TradeAccountRow
from ctpat_app.tables.security_models import SecurityModelRow
from ctpat_app.tables.svi import SviBlockRow, SviLinkRow, SviMembershipRow


class Shown(StrEnum):
    """Which links a list shows; stands in addresses, never renamed."""

    CURRENT = "current"
    """Requests that wait and links that stand."""
    ACCEPTED = "accepted"
    DECLINED = "declined"
    REVOKED = "revoked"
    """Ended by one of both, or broken because one no longer takes part."""


_STATES: Final[dict[Shown, frozenset[LinkState]]] = {
    Shown.CURRENT: OPEN,
    Shown.ACCEPTED: frozenset({LinkState.ACCEPTED}),
    Shown.DECLINED: frozenset({LinkState.DECLINED}),
    Shown.REVOKED: frozenset({LinkState.REVOKED, LinkState.BROKEN}),
}
_MOST: Final = 500


@dataclass(frozen=True)
class Partner:
    """One line of a list. ``status`` is told only of whom the reader watches by a link that stands, else None."""

    link_id: int
    partner_id: int
    company: str
    model_name: str
    country: str
    status: Status | None
    state: LinkState
    sent_by_me: bool
    since: datetime
    """When it came to its state."""
    ended_by_me: bool
    is_blocked: bool
    """The reader takes no more requests of this partner."""
    shares_more: bool


@dataclass(frozen=True)
class Monitoring:
    """Both lists of one participant; ``waiting`` requests need its word."""

    watching_me: tuple[Partner, ...]
    i_watch: tuple[Partner, ...]
    waiting: int


@dataclass(frozen=True)
class FoundPartner:
    """A partner that the search found, and how things stand with it."""

    partner_id: int
    company: str
    trade_name: str
    model_name: str
    country: str
    types: tuple[str, ...]
    they_watch_me: LinkState | None
    """The open request or link by which they watch the searcher; None: there is none."""
    i_watch_them: LinkState | None
    is_own: bool
    """It is of the searcher's own company."""


@dataclass(frozen=True)
class FoundPartners:
    """A page of the search; ``is_capped``: there are more than ``count``."""

    partners: tuple[FoundPartner, ...]
    last: Place | None
    """The last place of this page."""
    count: int
    is_capped: bool
    goes_on: bool


def read_monitoring(
    session: Session, actor: Actor, *, security_model_id: int, shown: Shown = Shown.CURRENT
) -> Monitoring:
    """Return both lists of a participant.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
        Refusal: ``svi.not-joined``.
    """
    require_participant(session, actor, security_model_id, Permission.APPLICATION_READ)
    watching_me = _partners(session, security_model_id, SviLinkRow.watched_id, SviLinkRow.watcher_id, shown)
    i_watch = _partners(session, security_model_id, SviLinkRow.watcher_id, SviLinkRow.watched_id, shown)
    waiting = sum(each.state is LinkState.PENDING and not each.sent_by_me for each in (*watching_me, *i_watch))
    return Monitoring(watching_me, i_watch, waiting)


def search_partners(
    session: Session, actor: Actor, *, security_model_id: int, typed: str, behind: Place | None = None
) -> FoundPartners:
    """Return a page of the participants whose name contains what was typed.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role`` for all but officer and employee.
        Refusal: ``svi.not-joined``.
        InvalidValue: ``assignment.part-short`` (``least``).
    Source: Portal User Manual rev. 1.1, "Sending Requests", step 3.
    """
    access, _ = require_participant(session, actor, security_model_id, Permission.SVI_REQUEST)
    found = find_names(session, typed, behind=behind)
    facts = _facts(session, [each.partner_id for each in found.names])
    states = _states_with(session, security_model_id, facts)
    types = types_of_models(session, facts)
    partners = [
        FoundPartner(
            each,
            *facts[each][:4],
            types.get(each, ()),
            *states.get(each, (None, None)),
            is_own=facts[each][4] == access.trade_account_id,
        )
        for each in dict.fromkeys(name.partner_id for name in found.names)
        if each in facts
    ]
    last = found.names[-1].place if found.names else None
    return FoundPartners(tuple(partners), last, found.count, found.is_capped, found.goes_on)


def read_shared(session: Session, actor: Actor, *, link_id: int) -> SharedFacts:
    """Return what the partner at the other end of a standing link shares.

    Raises:
        NotPermitted: ``access.not-yours``, also when the partner shares no more than its name and status.
    Source: Portal User Manual rev. 1.1, "SVI Settings", share more.
    """
    row = session.get(SviLinkRow, link_id) if 0 < link_id <= LARGEST_ID else None
    if row is None or row.state != LinkState.ACCEPTED:
        raise NotPermitted
    mine, theirs = _ends_for(session, actor, row)
    membership = standing_membership(session, theirs)
    if membership is None or not settings_of(membership).share_more or not mine:
        raise NotPermitted
    return shared_facts(session, theirs)


def read_own_shared(session: Session, actor: Actor, *, security_model_id: int) -> SharedFacts:
    """Return what "share more" shows others of the own company, before it is switched on.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
    """
    require_model(session, actor, security_model_id, Permission.APPLICATION_READ)
    return shared_facts(session, security_model_id)


# ---------------------------------------------------------------- helpers


def _ends_for(session: Session, actor: Actor, row: SviLinkRow) -> tuple[int, int]:
    for mine, theirs in ((row.watcher_id, row.watched_id), (row.watched_id, row.watcher_id)):
        try:
            require_participant(session, actor, mine, Permission.APPLICATION_READ)
        except NotPermitted:
            continue
        return mine, theirs
    raise NotPermitted


def _partners(session: Session, mine: int, own: object, other: object, shown: Shown) -> tuple[Partner, ...]:
    """Return one list: links in which the model stands at the end ``own``, with who stands at ``other``."""
    blocked = and_(
        col(SviBlockRow.blocker_id) == mine,
        col(SviBlockRow.blocked_id) == col(SecurityModelRow.id),
        col(SviBlockRow.lifted_at).is_(None),
    )
    part = and_(
        col(SviMembershipRow.security_model_id) == col(SecurityModelRow.id), col(SviMembershipRow.left_at).is_(None)
    )
    query = (
        select(SviLinkRow, SecurityModelRow, TradeAccountRow, col(SviBlockRow.id), col(SviMembershipRow.share_more))
        .join(SecurityModelRow, col(SecurityModelRow.id) == other)
        .join(TradeAccountRow, col(TradeAccountRow.id) == col(SecurityModelRow.trade_account_id))
        .join(SviBlockRow, blocked, isouter=True)
        .join(SviMembershipRow, part, isouter=True)
        .where(_is(own, mine), col(SviLinkRow.state).in_(_STATES[shown]))
        .order_by(
            case((col(SviLinkRow.state) == LinkState.PENDING, 0), else_=1),
            col(TradeAccountRow.legal_name),
            col(SviLinkRow.id).desc(),
        )
        .limit(_MOST)
    )
    i_watch = own is SviLinkRow.watcher_id
    return tuple(_partner(mine, i_watch, *row) for row in session.execute(query))


def _is(column: object, value: int) -> ColumnElement[bool]:
    return column == value  # type: ignore[return-value]


def _partner(
    mine: int,
    i_watch: bool,
    link: SviLinkRow,
    model: SecurityModelRow,
    account: TradeAccountRow,
    block: int | None,
    share_more: bool | None,
) -> Partner:
    stands = link.state == LinkState.ACCEPTED
    return Partner(
        link_id=link.id or 0,
        partner_id=model.id or 0,
        company=account.legal_name,
        model_name=model.name,
        country=account.country,
        status=Status(model.status) if i_watch and stands else None,
        state=LinkState(link.state),
        sent_by_me=link.sender_id == mine,
        since=link.ended_at or link.decided_at or link.sent_at,
        ended_by_me=link.ended_side == mine,
        is_blocked=block is not None,
        shares_more=stands and bool(share_more),
    )


def _facts(session: Session, models: Iterable[int]) -> dict[int, tuple[str, str, str, str, int]]:
    query = (
        select(
            col(SecurityModelRow.id),
            col(TradeAccountRow.legal_name),
            col(TradeAccountRow.trade_name),
            col(SecurityModelRow.name),
            col(TradeAccountRow.country),
            col(SecurityModelRow.trade_account_id),
        )
        .join(TradeAccountRow, col(TradeAccountRow.id) == col(SecurityModelRow.trade_account_id))
        .where(col(SecurityModelRow.id).in_(set(models)))
    )
    return {int(row[0] or 0): (row[1], row[2], row[3], row[4], row[5]) for row in session.execute(query)}


def _states_with(
    session: Session, mine: int, partners: Iterable[int]
) -> dict[int, tuple[LinkState | None, LinkState | None]]:
    """Return of each partner how far they watch the model, and how far the model watches them."""
    others = set(partners)
    query = select(SviLinkRow).where(
        col(SviLinkRow.state).in_(OPEN),
        or_(
            and_(col(SviLinkRow.watcher_id) == mine, col(SviLinkRow.watched_id).in_(others)),
            and_(col(SviLinkRow.watched_id) == mine, col(SviLinkRow.watcher_id).in_(others)),
        ),
    )
    rows: Sequence[SviLinkRow] = session.scalars(query).all()
    they = {row.watcher_id: LinkState(row.state) for row in rows if row.watched_id == mine}
    us = {row.watched_id: LinkState(row.state) for row in rows if row.watcher_id == mine}
    return {each: (they.get(each), us.get(each)) for each in others}
