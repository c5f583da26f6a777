"""What the holder of a link to an inquiry may do, for how long, and what keeps the inquiry from being signed."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from ctpat_app.domain.errors import InvalidValue, Refusal
from ctpat_app.domain.inquiries import InquiryState
from ctpat_app.domain.texts import ascii_digit

CODE_DIGITS: Final = 6
CODE_LIFETIME: Final = timedelta(minutes=10)
CODE_TRIES: Final = 5
"""So many wrong codes, and a new one has to be mailed."""
LONGEST_VISIT: Final = timedelta(days=30)
SHARED_VISIT: Final = timedelta(hours=2)
"""On a computer that others use too."""
MAX_ANSWER: Final = 5_000
"""As long as a response of the security profile."""
MAX_TITLE: Final = 200
MAX_LINKS: Final = 20
"""Links to one inquiry that open it at a time."""
MAX_GRANTS: Final = 50
"""Customers who can read one signed version at a time."""
LONGEST_GRANT: Final = timedelta(days=730)
ANSWERABLE: Final = frozenset({InquiryState.SENT, InquiryState.BEGUN, InquiryState.RETURNED})
_LONGEST_TYPED: Final = 40


class LinkStanding(StrEnum):
    """What becomes of a link that somebody opens."""

    OPEN = "open"
    UNKNOWN = "unknown"
    EXPIRED = "expired"
    REVOKED = "revoked"
    OVER = "over"
    """The company does not want the inquiry any more."""


def link_standing(
    state: InquiryState, *, revoked_at: datetime | None, expires_at: datetime, now: datetime
) -> LinkStanding:
    """Return what becomes of a link to an inquiry in ``state``; a closed inquiry can still be read."""
    if revoked_at is not None:
        return LinkStanding.REVOKED
    if state is InquiryState.REVOKED:
        return LinkStanding.OVER
    return LinkStanding.EXPIRED if expires_at <= now else LinkStanding.OPEN


def visit_end(now: datetime, *, shared: bool, link_ends: datetime) -> datetime:
    """Return when a visit that begins now ends by itself: never later than its link."""
    return min(now + (SHARED_VISIT if shared else LONGEST_VISIT), link_ends)


def typed_code(typed: str) -> str:
    """Return the digits of a mailed code, of any script; spaces and dashes between them do not count."""
    return "".join(ascii_digit(sign) for sign in typed[:_LONGEST_TYPED] if sign.isdecimal())


def may_try_code(*, sent_at: datetime | None, tries: int, now: datetime) -> bool:
    """Whether the code that was mailed last still opens anything."""
    return sent_at is not None and tries < CODE_TRIES and now < sent_at + CODE_LIFETIME


def require_answerable(state: InquiryState) -> None:
    """Return nothing while the partner may write.

    Raises:
        Refusal: ``reply.signed-already``, ``reply.over``.
    """
    if state is InquiryState.SIGNED:
        raise Refusal("reply.signed-already")
    if state not in ANSWERABLE:
        raise Refusal("reply.over")


def after_answer(state: InquiryState) -> InquiryState:
    """Return where an inquiry stands once something was written."""
    return InquiryState.BEGUN if state is InquiryState.SENT else state


def read_until(text: str, today: date) -> date:
    """Return the last day of a grant from what a form holds (ISO).

    Raises:
        InvalidValue: ``grant.until-missing``, ``grant.until-past``, ``grant.until-far`` (``days``).
    """
    try:
        day = date.fromisoformat(text.strip())
    except ValueError as error:
        raise InvalidValue("grant.until-missing") from error
    if day < today:
        raise InvalidValue("grant.until-past")
    if day > today + LONGEST_GRANT:
        raise InvalidValue("grant.until-far", days=LONGEST_GRANT.days)
    return day


def read_language(wanted: str, offered: Collection[str]) -> str:
    """Return ``wanted`` when a link can be made in it.

    Raises:
        InvalidValue: ``choice.unknown``.
    """
    if wanted not in offered:
        raise InvalidValue("choice.unknown")
    return wanted
