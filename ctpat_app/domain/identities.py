"""Who somebody is at an identity provider, and the way there and back."""

from dataclasses import dataclass
from typing import Final

CALLBACK: Final = "/auth/oidc/callback"
"""Path to which the provider sends people back; register it there, behind ``KIOSK_PUBLIC_URL``."""
MAX_SUBJECT: Final = 255
"""Source: OpenID Connect Core 1.0, section 2, "sub"."""


@dataclass(frozen=True)
class Identity:
    """The two values that together name one person for ever; a mail address may change hands, these do not."""

    issuer: str
    subject: str


@dataclass(frozen=True)
class Flow:
    """What has to be remembered, by the browser and sealed, until the provider sends the person back."""

    state: str
    nonce: str
    verifier: str
    begun_at: int
    """Seconds since 1970."""
    anew: bool = False
    """The provider was told to ask the person anew."""
