"""Which of a company's partners it watches in SVI: never more than SVI shows the company, and the reader."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel import Session, col

from ctpat_app.domain.errors import Refusal
from ctpat_app.domain.partners import Watch
from ctpat_app.domain.permissions import Actor
from ctpat_app.domain.svi import LinkState
from ctpat_app.services.svi_lists import Partner, Shown, read_monitoring
from ctpat_app.tables.security_models import SecurityModelRow
from ctpat_app.tables.svi import SviLinkRow


@dataclass(frozen=True)
class CompanyWatch:
    """Whom a company watches, by security model.

    ``linked`` are all to which one of its links stands; ``visible`` those of the security models that the reader may
    see, with their status.
    """

    linked: frozenset[int]
    visible: Mapping[int, Partner]

    def state_of(self, svi_model_id: int) -> Watch:
        """Return whether the company watches the partner's security model (0: none was named)."""
        if not svi_model_id:
            return Watch.NONE
        return Watch.STANDS if svi_model_id in self.linked else Watch.ENDED


def read_company_watch(session: Session, actor: Actor, *, trade_account_id: int) -> CompanyWatch:
    """Return whom the company watches by links that stand; the caller has authorized it for the company."""
    query = select(col(SecurityModelRow.id)).where(col(SecurityModelRow.trade_account_id) == trade_account_id)
    own = [number or 0 for number in session.scalars(query.order_by(col(SecurityModelRow.id)))]
    links = select(col(SviLinkRow.watched_id)).where(
        col(SviLinkRow.watcher_id).in_(own), col(SviLinkRow.state) == LinkState.ACCEPTED
    )
    linked = frozenset(session.scalars(links))
    visible: dict[int, Partner] = {}
    for model in own if linked else ():
        try:
            lists = read_monitoring(session, actor, security_model_id=model, shown=Shown.ACCEPTED)
        except Refusal:
            continue  # this reader sees nothing of this security model, or it takes no part
        visible |= {each.partner_id: each for each in lists.i_watch}
    return CompanyWatch(linked, visible)
