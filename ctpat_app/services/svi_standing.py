"""What a step of a security model means for SVI: watchers are told, and who loses its good standing is out."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlmodel import Session, col

from ctpat_app.domain.lifecycle import IN_GOOD_STANDING, Status
from ctpat_app.domain.svi import OPEN, LinkState, Why
from ctpat_app.services.audit import write_audit
from ctpat_app.services.notices import contacts_of, tell
from ctpat_app.services.partner_names import set_names
from ctpat_app.services.svi_letters import end_letters
from ctpat_app.services.svi_links import break_links, company_of, links_of
from ctpat_app.services.svi_names import show_names, standing_membership
from ctpat_app.tables.partners import PartnerRow
from ctpat_app.tables.security_models import SecurityModelRow
from ctpat_app.tables.svi import SviLinkRow, SviMembershipRow


def follow_status(session: Session, model: SecurityModelRow, before: Status | None, now: datetime) -> None:
    """Let SVI follow the new status of ``model``: its watchers first, then its own part in it."""
    status, model_id = Status(model.status), model.id or 0
    row = standing_membership(session, model_id)
    if row is None or before is status:
        return
    _tell_watchers(session, model, status, now)
    if status not in IN_GOOD_STANDING:
        end_membership(session, row, Why.STANDING, user_id=None, now=now)
        _tell_the_model(session, model, now)
        return
    show_names(session, model)


def take_over_links(session: Session, *, staying_id: int, ending_id: int, user_id: int, now: datetime) -> None:
    """Let the links of a model that a merge ends go on with the model that takes it in, when that takes part.

    Nobody is told of a lost standing: the partners go on watching the same company, in their registers too. The caller
    has authorized.
    """
    ending = standing_membership(session, ending_id)
    if ending is None:
        return
    if standing_membership(session, staying_id):
        known = {(row.watcher_id, row.watched_id) for row in links_of(session, staying_id, OPEN)}
        for row in links_of(session, ending_id, OPEN):
            ends = (_followed(row.watcher_id, ending_id, staying_id), _followed(row.watched_id, ending_id, staying_id))
            if ends in known or ends[0] == ends[1]:
                continue  # it stands already, or it was between the two
            row.watcher_id, row.watched_id = ends
            row.sender_id = _followed(row.sender_id, ending_id, staying_id)
            session.add(row)
            known.add(ends)
        named = col(PartnerRow.svi_model_id) == ending_id
        session.execute(update(PartnerRow).where(named).values(svi_model_id=staying_id))
        session.flush()
    end_membership(session, ending, Why.MERGED, user_id=user_id, now=now)


def _followed(model_id: int, ending_id: int, staying_id: int) -> int:
    return staying_id if model_id == ending_id else model_id


def end_membership(
    session: Session, row: SviMembershipRow, why: Why, *, user_id: int | None, now: datetime
) -> Sequence[SviLinkRow]:
    """End taking part: found no more, no letter says anything, every link broken in both directions; return these."""
    row.left_at, row.left_by, row.why_left = now, user_id, why.value
    session.add(row)
    set_names(session, row.security_model_id, ())
    end_letters(session, row.security_model_id, user_id=user_id, now=now)
    return break_links(session, row.security_model_id, user_id=user_id, now=now)


def _tell_watchers(session: Session, model: SecurityModelRow, status: Status, now: datetime) -> None:
    """Tell who watches the model by an accepted link: what its status is now, or that it is certified no more."""
    query = select(col(SviLinkRow.watcher_id)).where(
        col(SviLinkRow.watched_id) == model.id, col(SviLinkRow.state) == LinkState.ACCEPTED
    )
    template = "svi-status-changed" if status in IN_GOOD_STANDING else "svi-status-lost"
    for watcher in session.scalars(query.order_by(col(SviLinkRow.id))).all():
        tell(
            session,
            contacts_of(session, watcher),
            template=template,
            path=f"svi/?model={watcher}",
            now=now,
            company=company_of(session, watcher),
            partner=company_of(session, model.id or 0),
        )


def _tell_the_model(session: Session, model: SecurityModelRow, now: datetime) -> None:
    write_audit(
        session,
        trade_account_id=model.trade_account_id,
        user_id=None,
        action="svi.standing-lost",
        subject=f"model:{model.id}",
        now=now,
    )
    tell(
        session,
        contacts_of(session, model.id or 0),
        template="svi-ended",
        path=f"svi/?model={model.id}",
        now=now,
        company=company_of(session, model.id or 0),
    )
