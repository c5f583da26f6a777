"""The validations of a company: all on record, the newest first."""

from typing import Final

import reflex as rx

from ctpat_app.adapters.clock import now
from ctpat_app.adapters.database import in_reading
from ctpat_app.domain.errors import Refusal
from ctpat_app.domain.numbers import number_in
from ctpat_app.domain.permissions import Permission
from ctpat_app.domain.validations import State, shown_state
from ctpat_app.services.trade_accounts import list_trade_accounts
from ctpat_app.services.validations import list_validations
from ctpat_app.state.access import requires
from ctpat_app.state.session import SessionState
from ctpat_app.state.validation_views import ValidationLine, lines_of

_SEEN: Final = {state: shown_state(state) for state in State}


class ValidationsState(rx.State):
    """The list of the company that the address names, or of all companies of the reader."""

    loaded: bool = False
    company: str = ""
    lines: list[ValidationLine] = []

    @rx.event
    @requires(Permission.VALIDATION_READ)
    async def load(self) -> None:
        """Show what is on record."""
        self.reset()  # type: ignore[no-untyped-call]
        session = await self.get_state(SessionState)
        actor, language, today = session.actor(), session.language, now().date()
        wanted = self.router.url.query_parameters.get("account", "")
        try:
            accounts = (
                [number_in(wanted)] if wanted else [each.id for each in await in_reading(list_trade_accounts, actor)]
            )
            for account in accounts:
                self.company, models = await in_reading(list_validations, actor, trade_account_id=account)
                for model in models:
                    self.lines += lines_of(model, language, today, seen=_SEEN)
        except Refusal as refusal:
            self.reset()  # type: ignore[no-untyped-call]
            session.tell(refusal.code)
            return
        self.loaded = True
