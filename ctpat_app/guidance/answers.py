"""What the engines look at besides the content: the answers of a draft and the facts of its trade account."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from ctpat_app.guidance.conditions import Values

ROW_PRESENT = "present"


@dataclass(frozen=True)
class StoredAnswer:
    """The newest answer to one question.

    ``value`` may be shown; for a personal identifier it is the mask, and ``secret`` the text for the checks alone.
    """

    key: str
    row: str
    value: str
    version: int
    secret: str | None = None
    language: str = "en"
    who: str = ""
    saved_at: datetime | None = None
    of_version: int = 0
    """Of an English version: the version of the answer that it was written for."""

    @property
    def clear(self) -> str:
        """The text that rules look at."""
        return self.value if self.secret is None else self.secret


@dataclass(frozen=True)
class AddressFact:
    """An address of the trade account, as one readable line."""

    id: str
    label: str
    complete: bool = True


@dataclass(frozen=True)
class MemberFact:
    """A member of the trade account: the role there, and whether the authority of an officer was declared."""

    id: str
    name: str
    role: str
    declared: bool = False


@dataclass(frozen=True)
class AccountFacts:
    """The read-only ``account.*`` namespace, and the lists that options come from."""

    country: str = ""
    mra_consent: bool = False
    trade_compliance: bool = False
    addresses: tuple[AddressFact, ...] = ()
    members: tuple[MemberFact, ...] = ()

    def values(self) -> Values:
        """Return the facts that conditions may look at."""
        return {
            "account.country": (self.country,) if self.country else (),
            "account.mra_consent": ("yes",) if self.mra_consent else (),
        }


ACCOUNT_FIELDS = frozenset(AccountFacts().values())
"""Every ``account.*`` name that a condition may look at."""


def split(value: str) -> tuple[str, ...]:
    """Return the option keys that ``value`` holds; they are stored in one text, divided by commas."""
    return tuple(part for part in value.split(",") if part)


def join(keys: Iterable[str]) -> str:
    """Return ``keys`` as one text, without repeats, in their order."""
    return ",".join(dict.fromkeys(keys))


@dataclass(frozen=True)
class AnswerBook:
    """All newest answers of one draft, by key and row."""

    answers: Mapping[tuple[str, str], StoredAnswer] = field(default_factory=dict)
    taken: Mapping[tuple[str, str], date] = field(default_factory=dict)
    """Answers taken over from an application of that day, which nobody has confirmed yet."""

    @classmethod
    def of(cls, answers: Iterable[StoredAnswer]) -> "AnswerBook":
        """Return a book of ``answers``, which come in the order in which they were first given."""
        return cls({(answer.key, answer.row): answer for answer in answers})

    def get(self, key: str, row: str = "") -> StoredAnswer | None:
        """Return the newest answer, or None when there was never one."""
        return self.answers.get((key, row))

    def text(self, key: str, row: str = "") -> str:
        """Return the text that rules look at; empty when there is no answer."""
        found = self.answers.get((key, row))
        return found.clear if found else ""

    def choices(self, key: str, row: str = "") -> tuple[str, ...]:
        """Return the chosen option keys."""
        return split(self.text(key, row))

    def rows(self, list_id: str) -> tuple[str, ...]:
        """Return the keys of the rows of a list that were added and not deleted, oldest first."""
        return tuple(row for (key, row), found in self.answers.items() if key == list_id and row and found.value)
