"""Two registers become one when their companies merge: the same partner stands in it once, with both histories."""

from datetime import datetime

from sqlalchemy import select, update
from sqlmodel import Session, col

from ctpat_app.services.audit import write_audit
from ctpat_app.tables.inquiries import InquiryRow
from ctpat_app.tables.partners import PartnerRow
from ctpat_app.tables.svi_letters import SviLetterRow


def join_registers(session: Session, *, staying: int, closing: int, user_id: int, now: datetime) -> None:
    """Let the partners of the company that is closed stand in the register of the one that stays.

    Of a partner that both have, the row of the staying company is kept as it is and gets the questionnaires and letters
    of the other; the other row goes along as removed, so that what stood in it can still be read. The caller has
    authorized.
    """
    ours = {(row.folded_name, row.country): row for row in _standing(session, staying)}
    for row in _standing(session, closing):
        same = ours.get((row.folded_name, row.country))
        if same is None:
            continue
        for table in (InquiryRow, SviLetterRow):
            session.execute(update(table).where(col(table.partner_id) == row.id).values(partner_id=same.id))
        row.version, row.removed_at, row.removed_by = row.version + 1, now, user_id
        session.add(row)
        write_audit(
            session,
            trade_account_id=staying,
            user_id=user_id,
            action="partner.joined",
            subject=f"partner/{same.id}",
            now=now,
            other=row.id or 0,
        )
    session.flush()
    moving = col(PartnerRow.trade_account_id) == closing
    session.execute(update(PartnerRow).where(moving).values(trade_account_id=staying))
    session.expire_all()


def _standing(session: Session, trade_account_id: int) -> list[PartnerRow]:
    query = select(PartnerRow).where(
        col(PartnerRow.trade_account_id) == trade_account_id, col(PartnerRow.removed_at).is_(None)
    )
    return list(session.scalars(query.order_by(col(PartnerRow.id))))
