"""What becomes of a mail: a server that refuses it for good names the reason as a number."""

import re
from typing import Final

_ENHANCED: Final = re.compile(r"\b(5\.\d{1,3}\.\d{1,3})\b")


class MailRefused(OSError):  # noqa: N818  as its elders in domain/errors
    """The recipient's mail server refuses the mail for good; ``reason`` is its status, never its words."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"refused {reason}")
        self.reason = reason


class MailUnknown(OSError):  # noqa: N818  as its elders in domain/errors
    """The connection broke while the text was on its way: nobody knows whether the mail server took it."""


def refusal_status(code: int, text: str) -> str:
    """Return the status of a refusal: the enhanced one in ``text`` (``5.1.1``) or ``code`` (``550``).

    The words of the server are left out: they may hold the address or somebody's name.
    Source: RFC 3463, 2 (structure of the enhanced status).
    """
    found = _ENHANCED.search(text)
    return found[1] if found else str(code)


def is_for_good(code: int) -> bool:
    """Whether an SMTP reply says that trying again is of no use. Source: RFC 5321, 4.2.1."""
    return 500 <= code < 600


def masked(address: str) -> str:
    """Return a mail address of which a stranger learns little: ``a•••@example.com``."""
    local, _, domain = address.partition("@")
    return f"{local[:1]}•••@{domain}"
