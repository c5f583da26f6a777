"""The codes of authenticator apps (RFC 6238) and the picture that hands the seed to the app."""

import unicodedata
from datetime import datetime
from typing import Final

import pyotp

from ctpat_app.adapters.qr_codes import qr_picture

DIGITS: Final = 6
_STEPS_OFF: Final = 1
"""A clock may be half a minute wrong, either way."""
_LONGEST_TYPED: Final = 40


def new_seed() -> str:
    """Return a new seed of 160 random bits, in base 32."""
    return pyotp.random_base32()


def matching_step(seed: str, typed: str, now: datetime) -> int | None:
    """Return the number of the half minute whose code was typed, None when it is no code of this time.

    Digits of any script count, and spaces between them do not.
    """
    digits = "".join(str(unicodedata.digit(sign)) for sign in typed[:_LONGEST_TYPED] if sign.isdigit())
    app = pyotp.TOTP(seed, digits=DIGITS)
    present = app.timecode(now)
    if len(digits) != DIGITS or any(sign.isalpha() for sign in typed):
        return None
    steps = range(present - _STEPS_OFF, present + _STEPS_OFF + 1)
    return next((step for step in steps if pyotp.utils.strings_equal(app.generate_otp(step), digits)), None)


def picture(seed: str, *, account: str, kiosk: str) -> str:
    """Return the code to scan as an SVG picture in a ``data:`` address."""
    address = pyotp.TOTP(seed, digits=DIGITS).provisioning_uri(name=account, issuer_name=kiosk)
    return qr_picture(address)


def in_groups(seed: str) -> str:
    """Return the seed in groups of four, for typing it."""
    return " ".join(seed[start : start + 4] for start in range(0, len(seed), 4))
