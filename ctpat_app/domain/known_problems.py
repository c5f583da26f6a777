"""Known problems: what staff tell everybody on the pages that a trouble affects, until it is solved or over.

A project proposal: the portal's manual knows no such notice.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Final

from ctpat_app.domain.errors import InvalidValue
from ctpat_app.domain.form_faults import FaultCollector
from ctpat_app.domain.texts import clean_line, clean_text

MAX_TITLE: Final = 120
MAX_TEXT: Final = 2000
WHOLE_KIOSK: Final = "*"
"""In the place of pages: the notice stands on every page."""
ENGLISH: Final = "en"


class ProblemState(StrEnum):
    """Where a known problem stands; stored, never renamed."""

    DRAFT = "draft"
    PUBLISHED = "published"
    SOLVED = "solved"


@dataclass(frozen=True)
class Wording:
    """What people read in one language."""

    title: str
    text: str


@dataclass(frozen=True)
class Written:
    """A known problem as staff wrote it: words by language, ids of pages or ``WHOLE_KIOSK``, and its time."""

    words: Mapping[str, Wording]
    pages: tuple[str, ...]
    since_at: datetime
    until_at: datetime | None


def read_problem(
    words: Mapping[str, Wording],
    pages: Collection[str],
    since: str,
    until: str,
    *,
    languages: Collection[str],
    known_pages: Collection[str],
    now: datetime,
) -> Written:
    """Return a known problem as it is stored.

    Args:
        words: by language; one without title and text is left out.
        pages: ids of pages, or ``WHOLE_KIOSK`` among them.
        since: as ``read_moment`` takes it; empty: now.
        until: the same; empty: until somebody says that it is solved.
        languages: those that the kiosk speaks.
        known_pages: ids of all pages.
        now: the present moment.

    Raises:
        FormFaults: ``known-problem.…``, ``text.…``; fields are ``title-<language>``, ``text-<language>``, ``pages``,
            ``since`` and ``until``.
    """
    faults = FaultCollector()
    read = {each: _wording(faults, each, words.get(each, Wording("", ""))) for each in languages}
    kept = {language: wording for language, wording in read.items() if wording.title or wording.text}
    if ENGLISH not in kept:
        faults.add(f"title-{ENGLISH}", "known-problem.english-missing")
    affected = (WHOLE_KIOSK,) if WHOLE_KIOSK in pages else tuple(each for each in known_pages if each in set(pages))
    if not affected:
        faults.add("pages", "known-problem.pages-missing")
    since_at, until_at = _moment(faults, "since", since) or now, _moment(faults, "until", until)
    if until_at is not None and until_at <= max(since_at, now):
        faults.add("until", "known-problem.until-past")
    faults.refuse()
    return Written(kept, affected, since_at, until_at)


def _wording(faults: FaultCollector, language: str, typed: Wording) -> Wording:
    title = text = ""
    try:
        title = clean_line(typed.title, MAX_TITLE)
    except InvalidValue as refusal:
        faults.note(f"title-{language}", refusal)
    try:
        text = clean_text(typed.text, MAX_TEXT)
    except InvalidValue as refusal:
        faults.note(f"text-{language}", refusal)
    if text and not title and typed.title.strip() == "":
        faults.add(f"title-{language}", "known-problem.title-missing")
    if title and not text and typed.text.strip() == "":
        faults.add(f"text-{language}", "known-problem.text-missing")
    return Wording(title, text)


def _moment(faults: FaultCollector, field: str, typed: str) -> datetime | None:
    try:
        return read_moment(typed)
    except InvalidValue as refusal:
        faults.note(field, refusal)
        return None


def read_moment(typed: str) -> datetime | None:
    """Return the moment (UTC) that a control for day and time holds: ``2026-03-02T14:02``; None for nothing.

    Raises:
        InvalidValue: ``known-problem.moment-shape``.
    """
    text = typed.strip().replace(" ", "T", 1)
    if not text:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise InvalidValue("known-problem.moment-shape") from None
    if len(text) < len("2026-03-02T14:02") or found.tzinfo is not None or not 2000 <= found.year <= 2100:
        raise InvalidValue("known-problem.moment-shape")
    return found.replace(tzinfo=UTC)


def is_shown(state: ProblemState, since_at: datetime, until_at: datetime | None, now: datetime) -> bool:
    """Whether people see it: published, begun, and its time not over."""
    return state is ProblemState.PUBLISHED and since_at <= now and (until_at is None or now < until_at)


def affects(pages: Collection[str], here: Collection[str]) -> bool:
    """Whether a problem of ``pages`` is told on a page that is one of ``here`` to the help."""
    return WHOLE_KIOSK in pages or not set(pages).isdisjoint(here)
