"""Sending an invitation again, from the list of those that nobody has accepted yet."""

import reflex as rx
from reflex.event import EventSpec

from ctpat_app.adapters.clock import now
from ctpat_app.adapters.database import in_session
from ctpat_app.domain.errors import Refusal
from ctpat_app.domain.permissions import Permission
from ctpat_app.services.invitations import send_again
from ctpat_app.state.access import requires
from ctpat_app.state.session import SessionState
from ctpat_app.words.messages import message


class InvitationAgainState(rx.State):
    """What was sent again last, in words."""

    told: str = ""

    @rx.event
    @requires(Permission.TRADE_ACCOUNT_MANAGE_USERS)
    async def send_again(self, account: int, invitation: int) -> EventSpec | None:
        """Send a new link to the same address, and show the list anew."""
        session = await self.get_state(SessionState)
        try:
            view = await in_session(
                send_again,
                session.actor(),
                trade_account_id=account,
                invitation_id=invitation,
                language=session.language,
                now=now(),
            )
        except Refusal as refusal:
            session.tell(refusal.code)
            return None
        self.told = message("invitation.sent", session.language, email=view.email)
        return rx.redirect(f"/{session.language}/trade-account/?account={account}")
