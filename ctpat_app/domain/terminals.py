"""Shared terminals: a browser in a lobby that many people use, one after the other."""

from typing import Final

from ctpat_app.domain.errors import InvalidValue

MAX_NAME: Final = 60
START: Final = "terminal"
"""Page on which everybody begins at a terminal."""
STEPS: Final = 10
"""So many times as long does a terminal wait for somebody who asks for more time. Source: WCAG 2.2, 2.2.1 "Adjust"."""


def read_terminal_name(text: str) -> str:
    """Return the name under which people find a terminal, such as ``Lobby, Laredo office``.

    Raises:
        InvalidValue: ``terminal.name-missing``, ``terminal.name-long`` (``maximum``).
    """
    name = " ".join(text.split())
    if not name:
        raise InvalidValue("terminal.name-missing")
    if len(name) > MAX_NAME:
        raise InvalidValue("terminal.name-long", maximum=MAX_NAME)
    return name
