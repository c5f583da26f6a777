"""What is known of a passkey between the ceremony and the database.

Source: Web Authentication, level 3 (W3C).
"""

from dataclasses import dataclass
from typing import Final

MOST: Final = 10
"""Passkeys of one person (project proposal)."""
MAX_NAME: Final = 60


@dataclass(frozen=True)
class NewPasskey:
    """What a device made; ``credential_id`` is base64url, ``public_key`` COSE."""

    credential_id: str
    public_key: bytes
    use_count: int
    backed_up: bool


@dataclass(frozen=True)
class StoredKey:
    """What the answer of a device is checked against."""

    id: int
    user_id: int
    handle: str
    public_key: bytes
    use_count: int


@dataclass(frozen=True)
class KeyUse:
    """An answer whose signature was right: the device's new count, and the challenge that was answered."""

    use_count: int
    challenge: str
