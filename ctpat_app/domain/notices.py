"""What people are told: of which kind it is, and where it leads."""

from enum import StrEnum
from typing import Final


class NoticeKind(StrEnum):
    """A kind of notice that a person may want in the inbox alone, without a mail."""

    STATUS = "status"
    """The status of an application or membership has changed."""
    ORGANIZATION = "organization"
    """How a request about the organization goes on, and who holds the office of the officer."""
    REMINDERS = "reminders"
    """A day comes by which something is to be done."""
    MESSAGES = "messages"
    """Somebody has written."""
    WORK = "work"
    """Staff alone: something has come in for them."""


KIND_OF: Final[dict[str, NoticeKind]] = {
    "model-moved": NoticeKind.STATUS,
    "handover-accepted": NoticeKind.ORGANIZATION,
    "handover-declined": NoticeKind.ORGANIZATION,
    "handover-taken-back": NoticeKind.ORGANIZATION,
    "request-waiting-approval": NoticeKind.ORGANIZATION,
    "request-agreed": NoticeKind.ORGANIZATION,
    "request-done": NoticeKind.ORGANIZATION,
    "request-declined": NoticeKind.ORGANIZATION,
    "request-withdrawn": NoticeKind.ORGANIZATION,
    "request-failed": NoticeKind.ORGANIZATION,
    "actions-due": NoticeKind.REMINDERS,
    "inquiry-late": NoticeKind.REMINDERS,
    "inquiry-renew": NoticeKind.REMINDERS,
    "help-answers-due": NoticeKind.WORK,
    "help-case-handed-over": NoticeKind.WORK,
}
"""Template of a mail to its kind. What stands nowhere here is mailed whatever a person chose: it asks for something
that nobody else can do, or is a receipt."""

STAFF_ALONE: Final = frozenset({NoticeKind.WORK})


def opening(path: str, notice_id: int) -> str:
    """Return the address below the language that opens ``path`` and says which notice led there."""
    bare, mark, fragment = path.partition("#")
    joint = "&" if "?" in bare else "?"
    return f"{bare}{joint}notice={notice_id}{mark}{fragment}"
