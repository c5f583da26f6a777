"""Requests to watch or be watched, and the links that come of them; every one needs both sides, and either ends it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select
from sqlmodel import Session, col

from ctpat_app.domain.errors import NotPermitted, Refusal
from ctpat_app.domain.permissions import Actor, Permission
from ctpat_app.domain.svi import A_DAY, MAX_A_DAY, OPEN, Direction, LinkState, watcher_and_watched
from ctpat_app.services.access import LARGEST_ID, DraftAccess
from ctpat_app.services.audit import write_audit
from ctpat_app.services.notices import contacts_of, tell
from ctpat_app.services.svi_participants import require_participant, visible_membership
from ctpat_app.tables.accounts import TradeAccountRow
from ctpat_app.tables.security_models import SecurityModelRow
from ctpat_app.tables.svi import SviBlockRow, SviLinkRow


@dataclass(frozen=True)
class _Sides:
    """Both ends of a link, seen from the model whose people act."""

    mine: int
    theirs: int
    account_id: int


def send_request(
    session: Session, actor: Actor, *, security_model_id: int, partner_id: int, direction: Direction, now: datetime
) -> LinkState:
    """Ask a partner to watch one's status, or to show theirs; return where the request stands.

    Who accepts by itself does so at once. What the partner has asked for already is thereby accepted.

    Args:
        session: an open session.
        actor: officer or employee of the model.
        security_model_id: for which model.
        partner_id: the security model of the partner; one that cannot be found answers like one that does not exist.
        direction: who is to watch whom.
        now: the present moment.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
        Refusal: ``svi.not-joined``, ``svi.partner-unknown``, ``svi.own-company``, ``svi.declined-before``,
            ``svi.asked-already``, ``svi.too-many`` (``most``).
    Source: Portal User Manual rev. 1.1, "Sending Requests".
    """
    access, _ = require_participant(session, actor, security_model_id, Permission.SVI_REQUEST)
    _hold(session, security_model_id, partner_id)
    partner = visible_membership(session, partner_id)
    _require_other_company(session, access, partner_id)
    watcher, watched = watcher_and_watched(direction, security_model_id, partner_id)
    waiting = _open_link(session, watcher, watched)
    if waiting and waiting.state == LinkState.PENDING and waiting.sender_id == partner_id:
        _accept(session, actor, waiting, _Sides(security_model_id, partner_id, access.trade_account_id), now)
        return LinkState.ACCEPTED
    _require_welcome(session, security_model_id, partner_id, now, is_open=waiting is not None)
    row = SviLinkRow(
        watcher_id=watcher,
        watched_id=watched,
        sender_id=security_model_id,
        state=LinkState.ACCEPTED if partner.auto_accept else LinkState.PENDING,
        sent_at=now,
        sent_by=actor.user_id,
        decided_at=now if partner.auto_accept else None,
    )
    session.add(row)
    session.flush()
    _note(session, actor, access.trade_account_id, "svi.requested", row, now)
    template = "svi-accepted-by-itself" if partner.auto_accept else f"svi-{direction}"
    _tell(session, partner_id, template, security_model_id, now)
    return LinkState(row.state)


def accept_request(session: Session, actor: Actor, *, link_id: int, now: datetime) -> None:
    """Accept a request that waits for the actor's company.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
        Refusal: ``svi.not-joined``, ``svi.request-over``.
    """
    row, sides = _link(session, actor, link_id)
    if row.state != LinkState.PENDING or row.sender_id == sides.mine:
        raise Refusal("svi.request-over")
    _accept(session, actor, row, sides, now)


def decline_request(session: Session, actor: Actor, *, link_id: int, now: datetime) -> None:
    """Decline a request; the same partner can send none any more until ``lift_block``.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
        Refusal: ``svi.not-joined``, ``svi.request-over``.
    Source: Portal User Manual rev. 1.1, "Accepting, Denying/Blocking Requests".
    """
    row, sides = _link(session, actor, link_id)
    if row.state != LinkState.PENDING or row.sender_id == sides.mine:
        raise Refusal("svi.request-over")
    row.state, row.decided_at, row.decided_by = LinkState.DECLINED, now, actor.user_id
    row.ended_at, row.ended_side = now, sides.mine
    session.add(row)
    if _standing_block(session, sides.mine, sides.theirs) is None:
        session.add(
            SviBlockRow(blocker_id=sides.mine, blocked_id=sides.theirs, blocked_at=now, blocked_by=actor.user_id)
        )
    session.flush()
    _note(session, actor, sides.account_id, "svi.declined", row, now)
    _tell(session, sides.theirs, "svi-declined", sides.mine, now)


def take_back_request(session: Session, actor: Actor, *, link_id: int, now: datetime) -> None:
    """Take back a request that nobody has answered yet.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
        Refusal: ``svi.not-joined``, ``svi.request-over``.
    """
    row, sides = _link(session, actor, link_id)
    if row.state != LinkState.PENDING or row.sender_id != sides.mine:
        raise Refusal("svi.request-over")
    _close(session, actor, row, sides, LinkState.TAKEN_BACK, now)
    _note(session, actor, sides.account_id, "svi.taken-back", row, now)


def stop_monitoring(session: Session, actor: Actor, *, link_id: int, now: datetime) -> None:
    """End a link, from whichever side; the other side is told.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
        Refusal: ``svi.not-joined``, ``svi.request-over``.
    Source: Portal User Manual rev. 1.1, "Stop Monitoring Partners".
    """
    row, sides = _link(session, actor, link_id)
    if row.state != LinkState.ACCEPTED:
        raise Refusal("svi.request-over")
    _close(session, actor, row, sides, LinkState.REVOKED, now)
    _note(session, actor, sides.account_id, "svi.revoked", row, now)
    _tell(session, sides.theirs, "svi-revoked", sides.mine, now)


def lift_block(session: Session, actor: Actor, *, security_model_id: int, partner_id: int, now: datetime) -> None:
    """Let a partner whose request was declined send requests again; without a block nothing happens.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
        Refusal: ``svi.not-joined``.
    """
    access, _ = require_participant(session, actor, security_model_id, Permission.SVI_REQUEST)
    row = _standing_block(session, security_model_id, partner_id)
    if row is None:
        return
    row.lifted_at, row.lifted_by = now, actor.user_id
    session.add(row)
    session.flush()
    write_audit(
        session,
        trade_account_id=access.trade_account_id,
        user_id=actor.user_id,
        action="svi.block-lifted",
        subject=f"model:{security_model_id}",
        now=now,
        partner=company_of(session, partner_id),
    )


def break_links(
    session: Session, security_model_id: int, *, user_id: int | None, now: datetime
) -> Sequence[SviLinkRow]:
    """End every request and link of a model that no longer takes part, and return them; the caller has authorized."""
    rows = links_of(session, security_model_id, OPEN)
    for row in rows:
        row.state, row.ended_at, row.ended_by = LinkState.BROKEN, now, user_id
        row.ended_side = security_model_id
        session.add(row)
    session.flush()
    return rows


def links_of(session: Session, security_model_id: int, states: frozenset[LinkState]) -> Sequence[SviLinkRow]:
    """Return the links of a model, at whichever end it stands, in one of ``states``; the caller has authorized."""
    query = (
        select(SviLinkRow).where(_of(security_model_id), col(SviLinkRow.state).in_(states)).order_by(col(SviLinkRow.id))
    )
    return session.scalars(query.with_for_update()).all()


def watchers_of(session: Session, security_model_id: int) -> frozenset[int]:
    """Return the models of partners who watch a model by an accepted link; the caller authorizes."""
    query = select(col(SviLinkRow.watcher_id)).where(
        col(SviLinkRow.watched_id) == security_model_id, col(SviLinkRow.state) == LinkState.ACCEPTED
    )
    return frozenset(session.scalars(query))


# ---------------------------------------------------------------- helpers


def _require_other_company(session: Session, access: DraftAccess, partner_id: int) -> None:
    if session.get_one(SecurityModelRow, partner_id).trade_account_id == access.trade_account_id:
        raise Refusal("svi.own-company")


def _require_welcome(session: Session, mine: int, theirs: int, now: datetime, *, is_open: bool) -> None:
    if _standing_block(session, theirs, mine):
        raise Refusal("svi.declined-before")
    if is_open:
        raise Refusal("svi.asked-already")
    sent = select(func.count()).where(col(SviLinkRow.sender_id) == mine, col(SviLinkRow.sent_at) > now - A_DAY)
    if (session.scalar(sent) or 0) >= MAX_A_DAY:
        raise Refusal("svi.too-many", most=MAX_A_DAY)


def _open_link(session: Session, watcher: int, watched: int) -> SviLinkRow | None:
    query = select(SviLinkRow).where(
        col(SviLinkRow.watcher_id) == watcher,
        col(SviLinkRow.watched_id) == watched,
        col(SviLinkRow.state).in_(OPEN),
    )
    return session.scalars(query).first()


def _standing_block(session: Session, blocker: int, blocked: int) -> SviBlockRow | None:
    query = select(SviBlockRow).where(
        col(SviBlockRow.blocker_id) == blocker,
        col(SviBlockRow.blocked_id) == blocked,
        col(SviBlockRow.lifted_at).is_(None),
    )
    return session.scalars(query).first()


def _link(session: Session, actor: Actor, link_id: int) -> tuple[SviLinkRow, _Sides]:
    """Return the link and both its sides for whoever acts for one of them; held until the transaction ends."""
    row = session.get(SviLinkRow, link_id) if 0 < link_id <= LARGEST_ID else None
    if row is None:
        raise NotPermitted
    for mine, theirs in ((row.watcher_id, row.watched_id), (row.watched_id, row.watcher_id)):
        access = _own_side(session, actor, mine)
        if access:
            _hold(session, mine, theirs)
            session.refresh(row, with_for_update=True)
            return row, _Sides(mine, theirs, access.trade_account_id)
    raise NotPermitted


def _own_side(session: Session, actor: Actor, model_id: int) -> DraftAccess | None:
    try:
        return require_participant(session, actor, model_id, Permission.SVI_REQUEST)[0]
    except NotPermitted as refusal:
        if refusal.code == "access.not-your-role":
            raise
        return None


def _accept(session: Session, actor: Actor, row: SviLinkRow, sides: _Sides, now: datetime) -> None:
    row.state, row.decided_at, row.decided_by = LinkState.ACCEPTED, now, actor.user_id
    session.add(row)
    session.flush()
    _note(session, actor, sides.account_id, "svi.accepted", row, now)
    _tell(session, sides.theirs, "svi-accepted", sides.mine, now)


def _close(session: Session, actor: Actor, row: SviLinkRow, sides: _Sides, state: LinkState, now: datetime) -> None:
    row.state, row.ended_at, row.ended_by, row.ended_side = state, now, actor.user_id, sides.mine
    session.add(row)
    session.flush()


def _of(security_model_id: int) -> ColumnElement[bool]:
    return or_(col(SviLinkRow.watcher_id) == security_model_id, col(SviLinkRow.watched_id) == security_model_id)


def _hold(session: Session, *models: int) -> None:
    # In one order, so that two requests across wait for each other instead of blocking each other.
    known = [each for each in sorted(models) if 0 < each <= LARGEST_ID]
    query = select(col(SecurityModelRow.id)).where(col(SecurityModelRow.id).in_(known))
    session.execute(query.order_by(col(SecurityModelRow.id)).with_for_update())


def company_of(session: Session, model_id: int) -> str:
    """Return the legal name of the company whose security model it is; the caller has authorized."""
    query = (
        select(col(TradeAccountRow.legal_name))
        .join(SecurityModelRow, col(SecurityModelRow.trade_account_id) == col(TradeAccountRow.id))
        .where(col(SecurityModelRow.id) == model_id)
    )
    return session.scalar(query) or ""


def _tell(session: Session, to: int, template: str, other: int, now: datetime) -> None:
    people = contacts_of(session, to)
    tell(
        session,
        people,
        template=template,
        path=f"svi/?model={to}",
        now=now,
        company=company_of(session, to),
        partner=company_of(session, other),
    )


def _note(session: Session, actor: Actor, account_id: int, action: str, row: SviLinkRow, now: datetime) -> None:
    other = row.watched_id if _account_of(session, row.watcher_id) == account_id else row.watcher_id
    write_audit(
        session,
        trade_account_id=account_id,
        user_id=actor.user_id,
        action=action,
        subject=f"svi-link:{row.id}",
        now=now,
        partner=company_of(session, other),
    )


def _account_of(session: Session, model_id: int) -> int:
    return session.get_one(SecurityModelRow, model_id).trade_account_id
