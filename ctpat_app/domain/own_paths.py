"""Addresses within the kiosk: the only ones to which a person is ever sent on."""

import re
from typing import Final
from urllib.parse import urlsplit

MAX_CHARACTERS: Final = 500
HOME: Final = "home"
"""Path below the language of the page that greets a signed-in person."""
# One slash and then no second one, no backslash (browsers read it as a slash) and no control characters.
_OWN: Final = re.compile(r"/(?![/\\])[^\\\x00-\x20\x7f]*")


def own_path(text: str, default: str) -> str:
    """Return ``text`` when it is an address of the kiosk's pages such as ``/es/apply/?step=scac``, else ``default``."""
    if len(text) > MAX_CHARACTERS or not _OWN.fullmatch(text):
        return default
    try:
        parts = urlsplit(text)
    except ValueError:
        return default
    return default if parts.scheme or parts.netloc or parts.path.startswith("/auth/") else text


def home_of(language: str) -> str:
    """Return the address of the page that greets a signed-in person."""
    return f"/{language}/{HOME}/"


def language_of(path: str, offered: tuple[str, ...]) -> str:
    """Return the language whose page ``path`` is; the first of ``offered`` when it names none of them."""
    first = path.lstrip("/").partition("/")[0]
    return first if first in offered else offered[0]
