"""The business types that “Can we join?” found, sealed in a cookie until an application asks for them."""

from typing import Final

from ctpat_app.adapters.flash import Sealer, cookie_value

SAID_COOKIE: Final = "kiosk_said"
SAID_SECONDS: Final = 30 * 24 * 3600


def seal_types(secret_key: str, types: tuple[str, ...]) -> str:
    """Return the ids of business types as the value of the cookie."""
    return Sealer(secret_key, SAID_COOKIE).seal(",".join(types))


def open_types(secret_key: str, header: str) -> tuple[str, ...]:
    """Return the ids in a ``Cookie`` header; none when there is no such cookie, or it is forged or too old."""
    text = Sealer(secret_key, SAID_COOKIE).open(cookie_value(header, SAID_COOKIE), seconds=SAID_SECONDS)
    return tuple(part for part in (text or "").split(",") if part)
