"""Who visits an inquiry in this browser tab without an account, as the gate found them for the present event."""

import reflex as rx

from ctpat_app.domain.errors import NotPermitted
from ctpat_app.services.inquiry_visits import Visit
from ctpat_app.state.access import server_only


class PartnerVisitState(rx.State):
    """Filled by the gate at every event; a sign-in in the same browser has nothing to do with it."""

    is_open: bool = False
    inquiry: int = 0
    company: str = ""
    """The company that asks."""
    person: str = ""
    shared: bool = False
    """Others use this computer too: nothing stays in the browser."""

    _visit: Visit | None = None
    _token_hash: str = ""

    @server_only
    def visit(self) -> Visit:
        """Return who visits.

        Raises:
            NotPermitted: ``access.no-visit``.
        """
        if self._visit is None:
            raise NotPermitted("access.no-visit")
        return self._visit

    @server_only
    def token_hash(self) -> str:
        """Return the hash of the visit's token to which this state belongs, empty without a visit."""
        return self._token_hash

    @server_only
    def identify(self, visit: Visit | None, token_hash: str) -> None:
        """Note who visits with the present event; what is unchanged is not touched, so that it is not sent either."""
        if (self._visit, self._token_hash) == (visit, token_hash):
            return
        self._visit, self._token_hash = visit, token_hash
        self.is_open = visit is not None
        self.inquiry, self.company = (visit.inquiry_id, visit.company) if visit else (0, "")
        self.person, self.shared = (visit.name or visit.email, visit.shared) if visit else ("", False)
