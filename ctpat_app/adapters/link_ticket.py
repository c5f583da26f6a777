"""Which link to an inquiry was opened in this browser: sealed in a cookie, out of the address and its histories."""

from typing import Final

from ctpat_app.adapters.flash import Sealer, cookie_value

LINK_COOKIE: Final = "kiosk_inquiry"
LINK_SECONDS: Final = 24 * 3600
LONGEST_TOKEN: Final = 200


def seal_link(secret_key: str, token: str) -> str:
    """Return the token of a link as the value of its cookie."""
    return Sealer(secret_key, LINK_COOKIE).seal(token[:LONGEST_TOKEN])


def opened_token(secret_key: str, cookies: str) -> str:
    """Return the token of the link that a ``Cookie`` header tells of, empty when it tells of none."""
    sealed = cookie_value(cookies, LINK_COOKIE)
    return Sealer(secret_key, LINK_COOKIE).open(sealed, seconds=LINK_SECONDS) or "" if sealed else ""
