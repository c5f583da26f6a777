"""Who somebody is at an identity provider."""

from dataclasses import dataclass
from typing import Final

MAX_SUBJECT: Final = 255
"""Source: OpenID Connect Core 1.0, section 2, "sub"."""


@dataclass(frozen=True)
class Identity:
    """The two values that together name one person for ever; a mail address may change hands, these do not."""

    issuer: str
    subject: str
