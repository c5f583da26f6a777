"""Letters that certify a status by mail to a business partner who is no member: their words, limits and states.

Source: Portal User Manual rev. 1.1, "E-mailing CTPAT Certification emails to non-CTPAT Business Partners". The manual
says only that such a mail is sent from the page of SVI; content, limits and ends are a project proposal.
"""

import re
from collections.abc import Collection
from datetime import timedelta
from enum import StrEnum
from typing import Final

from ctpat_app.domain.errors import InvalidValue, Refusal
from ctpat_app.domain.texts import clean_line


class LetterState(StrEnum):
    """Where a letter stands; stored, never renamed.

    Only a letter that was sent and not ended says anything under its code. It ends for good: by whoever withdraws it,
    and with the participation in SVI, by whatever that ends, so that joining again revives none. Being hidden from the
    search ends none: a letter is the company's own word to one addressee, and nobody finds it without its code.
    """

    PREPARED = "prepared"
    """Somebody looks at the preview; its code opens nothing yet."""
    SENT = "sent"
    WITHDRAWN = "withdrawn"
    ENDED = "ended"
    """The company left SVI, lost its good standing, or its security model was merged into another one."""


MAX_A_DAY: Final = 20
"""So many letters may one security model send within ``A_DAY``: more is no business partner but a mailing."""
A_DAY: Final = timedelta(days=1)
"""Also the time in which the same address gets one letter of a company at most."""
MAX_WORDS: Final = 300
MAX_ADDRESSEE: Final = 200
# What a mail program would turn into a link: the only link of the mail is the kiosk's own.
_LINK: Final = re.compile(r"://|\bwww\.|@|[^\W_]\.[^\W\d_]{2,}", re.IGNORECASE)


def read_words(text: str) -> str:
    """Return what a company adds in its own words, as one line.

    Raises:
        InvalidValue: ``svi-letter.link``, ``text.…``.
    """
    words = clean_line(text, MAX_WORDS)
    if _LINK.search(words):
        raise InvalidValue("svi-letter.link")
    return words


def read_addressee(text: str) -> str:
    """Return to whom a letter is addressed: a person or a company, as one line.

    Raises:
        InvalidValue: ``svi-letter.addressee-missing``, ``svi-letter.link``, ``text.…``.
    """
    name = clean_line(text, MAX_ADDRESSEE)
    if not name:
        raise InvalidValue("svi-letter.addressee-missing")
    if "://" in name or "@" in name:
        raise InvalidValue("svi-letter.link")
    return name


def read_language(tag: str, offered: Collection[str]) -> str:
    """Return the language of a mail: one of those ``offered``.

    Raises:
        InvalidValue: ``svi-letter.language-missing``.
    """
    if tag not in offered:
        raise InvalidValue("svi-letter.language-missing")
    return tag


def check_day(sent: int) -> None:
    """Return nothing when a security model that has sent ``sent`` letters within ``A_DAY`` may send one more.

    Raises:
        Refusal: ``svi-letter.too-many`` (``most``).
    """
    if sent >= MAX_A_DAY:
        raise Refusal("svi-letter.too-many", most=MAX_A_DAY)
