"""Messages between a company and CTPAT: their sides, what they may be about, and when the other side is told.

A project proposal; the portal's manual knows a "Messages" part without saying how it works.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from ctpat_app.domain.errors import InvalidValue
from ctpat_app.domain.texts import clean_text

MAX_TEXT: Final = 5000
MAX_FILES: Final = 10
BURST: Final = timedelta(days=1)
"""While what was written before is unread, the other side is told once in this time, not at each message."""


class Side(StrEnum):
    """Who wrote a message; stored, never renamed."""

    COMPANY = "company"
    STAFF = "staff"

    @property
    def other(self) -> "Side":
        """Whom it is written to."""
        return Side.STAFF if self is Side.COMPANY else Side.COMPANY


class AboutKind(StrEnum):
    """What a message may be about besides the company as a whole; stored, never renamed."""

    STATEMENT = "statement"
    IDENTIFIER_CHANGE = "identifier-change"


@dataclass(frozen=True)
class About:
    """What a message is about: ``number`` is that of a draft or of a request, ``criterion`` that of a statement."""

    kind: AboutKind
    number: int
    criterion: str = ""

    def __str__(self) -> str:
        """As it stands in addresses and tables: ``statement:12:1.1``, ``identifier-change:3``."""
        return ":".join(each for each in (self.kind.value, str(self.number), self.criterion) if each)


def read_about(text: str) -> About | None:
    """Return what ``text`` names, None for nothing and for what names nothing."""
    kind, _, rest = text.partition(":")
    number, _, criterion = rest.partition(":")
    if kind not in {each.value for each in AboutKind} or not (number.isascii() and number.isdigit()):
        return None
    if len(number) > 9 or (kind == AboutKind.STATEMENT) != bool(criterion):
        return None
    return About(AboutKind(kind), int(number), criterion)


def read_text(typed: str) -> str:
    """Return a message as it is stored.

    Raises:
        InvalidValue: ``conversation.text-missing``, ``text.…``.
    """
    if text := clean_text(typed, MAX_TEXT):
        return text
    raise InvalidValue("conversation.text-missing")


def is_told(unread_since: datetime | None, now: datetime) -> bool:
    """Whether the other side is told of a new message.

    ``unread_since`` is when the last message before it was written that the other side has not read; None: all is read.
    """
    return unread_since is None or now - unread_since >= BURST
