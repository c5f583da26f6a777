"""Mail addresses: the shape that is accepted, and the folded form by which a person is found."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from ctpat_app.domain.errors import InvalidValue

MAX_CHARACTERS: Final = 254
"""Source: RFC 5321, 4.5.3.1.3, less the angle brackets."""
MAX_LOCAL_CHARACTERS: Final = 64

# Whitespace, controls and what would need quoting: nobody's work address has them, and they break mail headers.
_REFUSED: Final = re.compile(r'[\s\x00-\x1f\x7f()<>\[\]:;,"\\]')
_NAME_PART: Final = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?")


@dataclass(frozen=True)
class EmailAddress:
    """A mail address as the person writes it, and ``key``, the same for every spelling of it."""

    address: str
    key: str


def read_email(text: str) -> EmailAddress:
    """Return the mail address in ``text``, international ones included; surrounding space is dropped.

    Raises:
        InvalidValue: ``email.missing``, ``email.too-long``, ``email.no-at``, ``email.space``, ``email.local-part``,
            ``email.domain``.
    """
    address = unicodedata.normalize("NFC", text.strip())
    if not address:
        raise InvalidValue("email.missing")
    if len(address) > MAX_CHARACTERS:
        raise InvalidValue("email.too-long", maximum=MAX_CHARACTERS)
    if address.count("@") != 1:
        raise InvalidValue("email.no-at")
    if _REFUSED.search(address) or not address.isprintable():
        raise InvalidValue("email.space")
    local, domain = address.split("@")
    _check_local_part(local)
    return EmailAddress(address, f"{unicodedata.normalize('NFKC', local).casefold()}@{_folded_domain(domain)}")


def _check_local_part(local: str) -> None:
    dots = local.startswith(".") or local.endswith(".") or ".." in local
    if not local or dots or len(local) > MAX_LOCAL_CHARACTERS:
        raise InvalidValue("email.local-part")


def _folded_domain(domain: str) -> str:
    """Return the domain as the network writes it: ``bücher.example`` becomes ``xn--bcher-kva.example``."""
    try:
        folded = unicodedata.normalize("NFKC", domain).casefold().encode("idna").decode()
    except UnicodeError as error:
        raise InvalidValue("email.domain") from error
    parts = folded.split(".")
    if len(parts) < 2 or parts[-1].isdigit() or not all(map(_NAME_PART.fullmatch, parts)):
        raise InvalidValue("email.domain")
    return folded
