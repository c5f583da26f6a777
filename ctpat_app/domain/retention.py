"""How long things are kept, and what may be deleted when; ``now`` is always an argument.

Source: project proposal; the operator sets the months (``KIOSK_DRAFT_MONTHS``).
"""

from datetime import datetime, timedelta
from typing import Final

from ctpat_app.domain.errors import Refusal

WARNED_BEFORE: Final = timedelta(days=30)
"""So long before a draft is deleted, its people get a mail."""
WAY_BACK: Final = timedelta(days=30)
"""So long a deleted draft can be taken back."""
LEAVING_TAKES: Final = timedelta(days=14)
"""So long after asking, an account is deleted; until then its owner can come back."""
_MONTH: Final = timedelta(days=365.25 / 12)


def warn_when_unused_since(now: datetime, months: int) -> datetime:
    """Return the moment: drafts nobody worked on since then get their warning now."""
    return now - months * _MONTH + WARNED_BEFORE


def kept_since(now: datetime, months: int) -> datetime:
    """Return the moment: what ended then or before, and is kept for ``months``, is deleted now."""
    return now - months * _MONTH


def may_be_deleted(warned_at: datetime, now: datetime) -> bool:
    """Whether the people of a draft had their time to say that they want it."""
    return now - warned_at >= WARNED_BEFORE


def check_leaving(*, sole_officer_of: str, only_member_of: str) -> None:
    """Return nothing when a person may delete the account; each name is that of a company that keeps them.

    Raises:
        Refusal: ``leaving.sole-officer`` or ``leaving.only-member`` (``company``).
    """
    if sole_officer_of:
        raise Refusal("leaving.sole-officer", company=sole_officer_of)
    if only_member_of:
        raise Refusal("leaving.only-member", company=only_member_of)
