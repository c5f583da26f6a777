"""Who takes part in the Status Verification Interface now, and under which names each can be found."""

from sqlalchemy import select
from sqlmodel import Session, col

from ctpat_app.domain.lifecycle import IN_GOOD_STANDING
from ctpat_app.domain.svi import Settings
from ctpat_app.services.partner_names import of_earlier_rules, set_names
from ctpat_app.tables.accounts import TradeAccountRow
from ctpat_app.tables.security_models import SecurityModelRow
from ctpat_app.tables.svi import SviMembershipRow


def standing_membership(session: Session, security_model_id: int) -> SviMembershipRow | None:
    """Return the row of a model that takes part now; None when it does not. The caller authorizes."""
    query = select(SviMembershipRow).where(
        col(SviMembershipRow.security_model_id) == security_model_id, col(SviMembershipRow.left_at).is_(None)
    )
    return session.scalars(query).first()


def settings_of(row: SviMembershipRow) -> Settings:
    """Return what a participant has decided."""
    return Settings(auto_accept=row.auto_accept, share_more=row.share_more, searchable=row.searchable)


def show_names(session: Session, model: SecurityModelRow) -> None:
    """Let a model be found under the names that it has now, or under none."""
    row = standing_membership(session, model.id or 0)
    account = session.get_one(TradeAccountRow, model.trade_account_id)
    is_visible = row is not None and row.searchable and model.status in IN_GOOD_STANDING
    names = tuple(filter(None, (account.legal_name, account.trade_name, model.name)))
    set_names(session, model.id or 0, names if is_visible else ())


def refresh_names(session: Session, trade_account_id: int) -> None:
    """Let the models of a company be found under the names that it has now; the caller has authorized."""
    query = select(SecurityModelRow).where(col(SecurityModelRow.trade_account_id) == trade_account_id)
    for model in session.scalars(query).all():
        show_names(session, model)


def refold_names(session: Session) -> None:
    """Make all names findable by the fold as it is now, after a release that has changed it."""
    for partner_id in of_earlier_rules(session):
        show_names(session, session.get_one(SecurityModelRow, partner_id))
