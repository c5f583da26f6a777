"""A telephone number as it is stored, and what is doubtful about it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

MAX_TYPED: Final = 60
"""Characters that may be typed; stored numbers are far shorter."""


@dataclass(frozen=True)
class Phone:
    """A telephone number.

    ``stored`` is E.164 with the extension after ``;ext=``, such as ``+12125550123;ext=42``; ``display`` is how people
    write it; ``warning`` is a message code, empty when there is no doubt.
    """

    stored: str
    display: str
    warning: str = ""


PhoneRules = Callable[[str, str], Phone]
"""Reads what was typed in a country (empty if unknown); raises ``InvalidValue`` for what cannot be a number."""
