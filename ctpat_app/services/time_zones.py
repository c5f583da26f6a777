"""Where the days of a company begin: what it chose, or what its country and telephone suggest."""

from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from sqlmodel import Session

from ctpat_app.domain.annual_review import local_day
from ctpat_app.domain.errors import InvalidValue
from ctpat_app.domain.permissions import Actor, Permission
from ctpat_app.guidance.time_zones import likely_zone, zone_named, zones_of
from ctpat_app.services.access import require_member
from ctpat_app.services.audit import write_audit
from ctpat_app.tables.accounts import TradeAccountRow


@dataclass(frozen=True)
class CompanyZone:
    """The zone of a company; ``choices`` has more than one name where its country has several."""

    name: str
    zone: tzinfo
    is_chosen: bool
    choices: tuple[str, ...]

    def today(self, now: datetime) -> date:
        """Return which day it is there."""
        return local_day(now, self.zone)


def zone_of(account: TradeAccountRow) -> CompanyZone:
    """Return where the days of the company begin; a choice for another country is over. The caller authorizes."""
    choices = zones_of(account.country)
    is_chosen = account.time_zone in choices
    name = account.time_zone if is_chosen else likely_zone(account.country, account.telephone)
    return CompanyZone(name or "UTC", zone_named(name), is_chosen, choices)


def choose_zone(session: Session, actor: Actor, *, trade_account_id: int, zone: str, now: datetime) -> None:
    """Keep where the days of the company begin; the same choice again writes nothing.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
        InvalidValue: ``annual.zone-unknown``: it is none of the company's country.
    """
    require_member(session, actor, trade_account_id, Permission.TRADE_ACCOUNT_EDIT)
    account = session.get_one(TradeAccountRow, trade_account_id, with_for_update=True)
    if zone not in zones_of(account.country):
        raise InvalidValue("annual.zone-unknown")
    if account.time_zone == zone:
        return
    account.time_zone = zone
    session.add(account)
    session.flush()
    write_audit(
        session,
        trade_account_id=trade_account_id,
        user_id=actor.user_id,
        action="trade-account.changed",
        subject=f"trade-account/{trade_account_id}/time_zone",
        now=now,
    )
