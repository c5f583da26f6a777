"""What a form's answer carries to the page that shows it: encrypted, in a cookie, for two minutes."""

import base64
import dataclasses
import hashlib
import json
from dataclasses import asdict, dataclass
from typing import Any, Final

from cryptography.fernet import Fernet, InvalidToken
from starlette.requests import cookie_parser

FLASH_COOKIE: Final = "kiosk_flash"
LIFETIME_SECONDS: Final = 120


@dataclass(frozen=True)
class Problem:
    """What is wrong with one field of a form; an empty ``field`` means the whole form."""

    field: str
    code: str
    params: dict[str, Any] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True)
class Flash:
    """Problems and typed values (never passwords) of one answer; ``number`` ties it to the page it was sent to."""

    form: str
    number: str = ""
    problems: tuple[Problem, ...] = ()
    values: dict[str, str] = dataclasses.field(default_factory=dict)
    notice: str = ""


class Sealer:
    """Encrypts short texts for the browser to keep, each for one purpose."""

    def __init__(self, secret_key: str, purpose: str) -> None:
        digest = hashlib.sha256(f"{purpose}\x1f{secret_key}".encode()).digest()
        self._fernet = Fernet(base64.urlsafe_b64encode(digest))

    def seal(self, text: str) -> str:
        """Return ``text`` encrypted, in characters that a cookie may hold."""
        return self._fernet.encrypt(text.encode()).decode()

    def open(self, sealed: str, *, seconds: int) -> str | None:
        """Return the text; None when it is forged, damaged or older than ``seconds``."""
        try:
            return self._fernet.decrypt(sealed.encode(), ttl=seconds).decode()
        except (InvalidToken, UnicodeError):
            return None


def seal_flash(secret_key: str, flash: Flash) -> str:
    """Return ``flash`` as the value of the flash cookie."""
    return Sealer(secret_key, FLASH_COOKIE).seal(json.dumps(asdict(flash), ensure_ascii=False))


def open_flash(secret_key: str, sealed: str, *, form: str, number: str) -> Flash | None:
    """Return the flash for the page of ``form`` that was asked for with ``number``; None for any other."""
    if not sealed or not number:
        return None
    text = Sealer(secret_key, FLASH_COOKIE).open(sealed, seconds=LIFETIME_SECONDS)
    if text is None:
        return None
    stored = json.loads(text)
    problems = tuple(Problem(**problem) for problem in stored.pop("problems"))
    flash = Flash(**stored, problems=problems)
    return flash if flash.form == form and flash.number == number else None


def cookie_value(header: str, name: str) -> str:
    """Return the value of the cookie ``name`` in a ``Cookie`` header, empty when it is not there."""
    return cookie_parser(header).get(name, "")
