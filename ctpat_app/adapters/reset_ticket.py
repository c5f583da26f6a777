"""What a browser keeps while a new password is being set: the token of the mailed link, and the proof it has given.

The cookie is sealed and out of reach of scripts. Pages read it from the handshake of their connection, so that a page
loaded again shows the same step; another browser that opens the same link has to prove all of it again.
"""

from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl, urlencode

from ctpat_app.adapters.flash import Sealer

RESET_COOKIE: Final = "kiosk_reset"
RESET_SECONDS: Final = 30 * 60


@dataclass(frozen=True)
class ResetTicket:
    """``token`` of the link, ``proof`` of this browser (empty before the answers were right)."""

    token: str = ""
    proof: str = ""


def seal_ticket(secret_key: str, ticket: ResetTicket) -> str:
    """Return ``ticket`` as the value of the cookie."""
    return Sealer(secret_key, RESET_COOKIE).seal(urlencode({"token": ticket.token, "proof": ticket.proof}))


def open_ticket(secret_key: str, sealed: str) -> ResetTicket:
    """Return the ticket; an empty one when the cookie is forged, damaged or too old."""
    text = Sealer(secret_key, RESET_COOKIE).open(sealed, seconds=RESET_SECONDS) if sealed else None
    fields = dict(parse_qsl(text or ""))
    return ResetTicket(fields.get("token", ""), fields.get("proof", ""))
