"""A report of a problem as it is kept: what was typed, cleaned, and what the person let go along."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from ctpat_app.domain.errors import InvalidValue
from ctpat_app.domain.help_cases import CasePriority
from ctpat_app.domain.texts import clean_line, clean_text

MAX_TEXT: Final = 5000
MAX_EXPECTED: Final = 2000
MAX_LINE: Final = 300
MAX_NAME: Final = 200
MAX_TELEPHONE: Final = 60
MAX_PAGE: Final = 200
MAX_STEP: Final = 120
MAX_SHOWN: Final = 40
"""So many facts, and so many lines of what was said, go along at most."""
MAX_LABEL: Final = 120
MAX_PICTURES: Final = 3
"""So many pictures go with a report, or with what is added to it."""


@dataclass(frozen=True)
class Fact:
    """Something about the browser, in the words in which the person saw it."""

    label: str
    value: str


@dataclass(frozen=True)
class Told:
    """A line of what was said with the assistant; ``who`` is ``person`` or ``kiosk``."""

    who: str
    text: str


@dataclass(frozen=True)
class Intake:
    """The answer to one question that the kind of problem asks; of a choice its id."""

    field: str
    value: str


@dataclass(frozen=True)
class TypedReport:
    """The form as it came, every field as it was typed; ``intake`` by the ids of the fields."""

    kind: str
    happened: str
    expected: str = ""
    intake: tuple[Intake, ...] = ()
    name: str = ""
    mail: str = ""
    telephone: str = ""
    language: str = "en"
    topic: str = ""
    page: str = ""
    step: str = ""
    failure_code: str = ""
    facts: tuple[Fact, ...] = ()
    told: tuple[Told, ...] = ()


@dataclass(frozen=True)
class Report:
    """A report that can be kept."""

    kind: str
    priority: CasePriority
    topic: str
    language: str
    happened: str
    expected: str
    intake: tuple[Intake, ...]
    name: str
    mail: str
    mail_key: str
    telephone: str
    page: str
    step: str
    failure_code: str
    facts: tuple[Fact, ...]
    told: tuple[Told, ...]


_RANKS: Final = tuple(CasePriority)


def raised(priority: CasePriority) -> CasePriority:
    """Return the priority above ``priority``; urgent stays urgent."""
    return _RANKS[min(_RANKS.index(priority) + 1, len(_RANKS) - 1)]


def read_happened(typed: str) -> str:
    """Return what happened as it is stored.

    Raises:
        InvalidValue: ``help-case.happened-missing``, ``text.…``.
    """
    if text := clean_text(typed, MAX_TEXT):
        return text
    raise InvalidValue("help-case.happened-missing")


def read_added(typed: str) -> str:
    """Return what is added to a case as it is stored.

    Raises:
        InvalidValue: ``help-case.text-missing``, ``text.…``.
    """
    if text := clean_text(typed, MAX_TEXT):
        return text
    raise InvalidValue("help-case.text-missing")


def kept_facts(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """Return the facts that can be kept: a browser sends them, so that what has no shape is left out, not refused."""
    lines = ((_plain(each.label, MAX_LABEL), _plain(each.value, MAX_LINE)) for each in facts)
    return tuple(Fact(label, value) for label, value in lines if label and value)[:MAX_SHOWN]


def kept_told(told: Iterable[Told]) -> tuple[Told, ...]:
    """Return the newest lines of what was said, as far as they can be kept."""
    lines = ((each.who, _plain(each.text, MAX_TEXT)) for each in told)
    return tuple(Told(who, text) for who, text in lines if who in {"person", "kiosk"} and text)[-MAX_SHOWN:]


def kept_path(page: str) -> str:
    """Return the path of a page of the kiosk without what follows it, empty for anything else."""
    path = _plain(page, MAX_PAGE).partition("?")[0].partition("#")[0]
    return path if path.startswith("/") and not path.startswith("//") else ""


def facts_of(text: str) -> tuple[Fact, ...]:
    """Return the facts in ``text``, one a line: its name, a colon, what was found."""
    lines = (line.partition(":") for line in text.splitlines())
    return tuple(Fact(name.strip(), value.strip()) for name, colon, value in lines if colon)


def _plain(text: str, most: int) -> str:
    try:
        return clean_line(text[:most], most)
    except InvalidValue:
        return ""
