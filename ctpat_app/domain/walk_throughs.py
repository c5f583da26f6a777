"""A live walk-through: somebody of the help desk looks on while a person fills in a form, as long as the person allows.

The helper sees and points, and never types, answers, signs or sends. What follows here are its stages and limits.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from urllib.parse import parse_qsl, urlencode

from ctpat_app.domain.numbers import number_in

LETTERS: Final = "ACDEFGHJKMNPQRTUVWXY34679"
"""None of them is taken for another one when it is read out or written by hand: no 0 O, 1 I L, 2 Z, 5 S, 8 B."""
CODE_LENGTH: Final = 6
CODE_LIFETIME: Final = timedelta(minutes=10)
ASKED_LIFETIME: Final = timedelta(minutes=10)
"""So long waits the question of a helper for an answer."""
LONGEST: Final = timedelta(minutes=60)
IDLE: Final = timedelta(minutes=15)
"""After so long without a step, a save, a pointing or a word on either side it ends by itself."""
LONGEST_TEXT: Final = 500
LONGEST_PLACE: Final = 300
_LONGEST_TYPED: Final = 40
_FIELD: Final = re.compile(r"f-[A-Za-z0-9_-]{1,110}")
_PAGE: Final = re.compile(r"[a-z][a-z-]{0,40}")
_DIGITS: Final = re.compile(r"\d(?:[ .\-/]?\d){5,}")
HIDDEN: Final = "•••"
PAGES: Final = (
    *("home", "application", "check", "readiness", "trade-account", "documents"),
    *("risk-assessments", "messages", "history", "security", "check-browser"),
)
"""Pages that a helper may propose to open, besides the parts of the form at hand."""


class Stage(StrEnum):
    """Where a walk-through stands."""

    OFFERED = "offered"
    """The person has a code, and nobody has used it."""
    ASKED = "asked"
    """A helper used the code; the person decides."""
    RUNNING = "running"
    ENDED = "ended"


class Ending(StrEnum):
    """Why it ended; empty while it has not."""

    NONE = ""
    PERSON = "person"
    HELPER = "helper"
    REFUSED = "refused"
    EXPIRED = "expired"
    """The code was not used, or the question not answered, in time."""
    SIGNED_OUT = "signed-out"
    """The session of either side is over."""
    IDLE = "idle"
    TIME = "time"


class Side(StrEnum):
    """Who does something in it."""

    PERSON = "person"
    HELPER = "helper"


class Signal(StrEnum):
    """What a row of ``walk_signal`` says."""

    POINT = "point"
    CLEAR = "clear"
    """The helper points at nothing any more."""
    PAGE = "page"
    """The helper proposes to open a page."""
    WENT = "went"
    """The person followed a proposal."""
    PHRASE = "phrase"
    TEXT = "text"


@dataclass(frozen=True)
class Facts:
    """What is stored about a walk-through, and whether both people are still signed in."""

    code_expires_at: datetime
    asked_at: datetime | None
    allowed_at: datetime | None
    last_at: datetime
    ended_at: datetime | None
    ending: Ending
    person_here: bool
    helper_here: bool


def stand(facts: Facts, now: datetime) -> tuple[Stage, Ending]:
    """Return where a walk-through stands, and why it ended: what nobody has noted yet ends it all the same."""
    if facts.ended_at is not None:
        return Stage.ENDED, facts.ending
    if not facts.person_here or (facts.asked_at is not None and not facts.helper_here):
        return Stage.ENDED, Ending.SIGNED_OUT
    if facts.asked_at is None:
        is_over = now >= facts.code_expires_at
        return (Stage.ENDED, Ending.EXPIRED) if is_over else (Stage.OFFERED, Ending.NONE)
    if facts.allowed_at is None:
        is_over = now >= facts.asked_at + ASKED_LIFETIME
        return (Stage.ENDED, Ending.EXPIRED) if is_over else (Stage.ASKED, Ending.NONE)
    if now >= facts.allowed_at + LONGEST:
        return Stage.ENDED, Ending.TIME
    if now >= facts.last_at + IDLE:
        return Stage.ENDED, Ending.IDLE
    return Stage.RUNNING, Ending.NONE


def typed_code(typed: str) -> str:
    """Return a code as it was made: capitals without spaces and hyphens; empty when it cannot be one."""
    code = "".join(sign for sign in typed[:_LONGEST_TYPED].upper() if not sign.isspace() and sign not in "-–.")
    return code if len(code) == CODE_LENGTH and set(code) <= set(LETTERS) else ""


def shown_code(code: str) -> str:
    """Return a code in two groups, such as ``ACD-346``: so it is read out."""
    return f"{code[:3]}-{code[3:]}"


def first_name(name: str) -> str:
    """Return how a helper introduces herself."""
    return name.split()[0] if name.split() else ""


def is_field(name: str) -> bool:
    """Whether ``name`` can be the id of a control of a form."""
    return _FIELD.fullmatch(name) is not None


def read_text(typed: str) -> str:
    """Return a message of the person as it may be kept and shown: a long number in it is hidden.

    Numbers of six digits and more are personal or secret more often than not, and nobody needs them here.
    """
    return _DIGITS.sub(HIDDEN, " ".join(typed.split())[:LONGEST_TEXT])


@dataclass(frozen=True)
class Place:
    """A page of the person: its path, and which form, step or statement it shows."""

    page: str
    draft: int = 0
    step: str = ""
    criterion: str = ""
    account: int = 0

    @property
    def address(self) -> str:
        """Return the path with its query, without a language."""
        named = {"draft": self.draft, "step": self.step, "criterion": self.criterion, "account": self.account}
        query = urlencode({key: value for key, value in named.items() if value})
        return f"{self.page}/?{query}" if query else f"{self.page}/"


def read_place(address: str) -> Place | None:
    """Return what ``address``, such as ``apply/?draft=3&step=identifiers``, names; None for what is no own page."""
    path, _, query = address[:LONGEST_PLACE].partition("?")
    page = path.strip("/")
    if not _PAGE.fullmatch(page):
        return None
    named = dict(parse_qsl(query.partition("#")[0]))
    return Place(
        page,
        number_in(named.get("draft", "")),
        named.get("step", "")[:60],
        named.get("criterion", "")[:20],
        number_in(named.get("account", "")),
    )
