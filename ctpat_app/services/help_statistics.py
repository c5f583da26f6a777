"""Counts of how the kiosk's help is used: written without a person or a text, read by staff who better it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col

from ctpat_app.domain.help_events import HelpEvent, HelpEventKind
from ctpat_app.domain.permissions import Actor, Permission
from ctpat_app.guidance.help_schema import FRAME
from ctpat_app.guidance.records import Library
from ctpat_app.guidance.texts import Ref, ref
from ctpat_app.services.access import require_staff
from ctpat_app.services.library import current_library
from ctpat_app.tables.help_events import HelpEventRow

MOST_STEPS: Final = 99
_LONGEST_TAG: Final = 16
_WHAT: Final = ("day", "kind", "language", "topic", "page", "step")
"""The columns that say what is counted."""


@dataclass(frozen=True)
class TopicFigures:
    """How often a topic was opened, and how it went on; ``title`` is None for a topic that is offered no more."""

    topic: str
    title: Ref | None
    shown: int
    solved: int
    unsolved: int
    """Dialogues that closed without a solution: the person was led to somebody, or to a report."""
    not_it: int
    """How often people said that another matter was meant."""


@dataclass(frozen=True)
class StepFigures:
    """What became of a step of a topic in one language."""

    topic: str
    title: Ref | None
    language: str
    step: int
    shown: int
    solved: int
    unsolved: int

    @property
    def left(self) -> int:
        """How often nobody said whether the step helped: there people leave."""
        return max(0, self.shown - self.solved - self.unsolved)


@dataclass(frozen=True)
class UnknownFigures:
    """How often nothing was found for what was typed, by the page from which people asked and their language."""

    page: str
    title: Ref | None
    """Of the page; None when people came from no page that help knows."""
    language: str
    count: int


@dataclass(frozen=True)
class HelpStatistics:
    """The use of help in a time, both days included."""

    since: date
    until: date
    topics: tuple[TopicFigures, ...]
    """The most often opened first."""
    unsolved: tuple[TopicFigures, ...]
    """Those that closed without a solution, the most often first."""
    steps: tuple[StepFigures, ...]
    """By topic, language and step."""
    unknown: tuple[UnknownFigures, ...]
    """The most often first."""


def count_help(session: Session, events: Iterable[HelpEvent], *, language: str, day: date) -> None:
    """Count what happened on ``day`` on pages in ``language``; what the content does not know is not counted."""
    library = current_library()
    for event in events:
        if _is_known(library, event):
            _count(session, event, language[:_LONGEST_TAG], day)


def _is_known(library: Library, event: HelpEvent) -> bool:
    """Whether topic, page and step are those of the content: no other text ever reaches the table."""
    pages = {page.id for page in library.help_frame[FRAME].pages} if FRAME in library.help_frame else set()
    return (
        (not event.topic or event.topic in library.help_topics)
        and (not event.page or event.page in pages)
        and 0 <= event.step <= MOST_STEPS
    )


def _count(session: Session, event: HelpEvent, language: str, day: date) -> None:
    row = HelpEventRow(
        day=day,
        kind=event.kind.value,
        language=language,
        topic=event.topic,
        page=event.page,
        step=event.step,
    )
    if _add_one(session, row):
        return
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:  # somebody else's was the first of the day
        _add_one(session, row)


def _add_one(session: Session, like: HelpEventRow) -> bool:
    """Count one more of what is counted already; return whether it was."""
    same = (getattr(HelpEventRow, name) == getattr(like, name) for name in _WHAT)
    counted = session.connection().execute(update(HelpEventRow).where(*same).values(count=col(HelpEventRow.count) + 1))
    return bool(counted.rowcount)


def read_statistics(session: Session, actor: Actor, *, since: date, until: date) -> HelpStatistics:
    """Return the use of help from ``since`` to ``until``, both included.

    Raises:
        NotPermitted: ``access.not-yours`` for who is no staff that betters the help.
    """
    require_staff(session, actor, Permission.HELP_STATISTICS_READ)
    library = current_library()
    topics = _topics(session, library, since, until)
    return HelpStatistics(
        since,
        until,
        tuple(sorted((each for each in topics if each.shown), key=lambda each: (-each.shown, each.topic))),
        tuple(sorted((each for each in topics if each.unsolved), key=lambda each: (-each.unsolved, each.topic))),
        _steps(session, library, since, until),
        _unknown(session, library, since, until),
    )


def _topics(session: Session, library: Library, since: date, until: date) -> tuple[TopicFigures, ...]:
    found = _sums(session, since, until, ("topic", "kind"))
    counts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for (topic, kind), count in found:
        if topic:
            counts[str(topic)][str(kind)] += count
    return tuple(
        TopicFigures(
            topic,
            _topic_title(library, topic),
            by_kind[HelpEventKind.SHOWN],
            by_kind[HelpEventKind.SOLVED],
            by_kind[HelpEventKind.END],
            by_kind[HelpEventKind.NOT_IT],
        )
        for topic, by_kind in counts.items()
    )


def _steps(session: Session, library: Library, since: date, until: date) -> tuple[StepFigures, ...]:
    counts: dict[tuple[str, str, int], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for (topic, language, step, kind), count in _sums(session, since, until, ("topic", "language", "step", "kind")):
        if step:
            counts[str(topic), str(language), int(str(step))][str(kind)] += count
    return tuple(
        StepFigures(
            topic,
            _topic_title(library, topic),
            language,
            step,
            by_kind[HelpEventKind.STEP],
            by_kind[HelpEventKind.SOLVED],
            by_kind[HelpEventKind.UNSOLVED],
        )
        for (topic, language, step), by_kind in sorted(counts.items())
    )


def _unknown(session: Session, library: Library, since: date, until: date) -> tuple[UnknownFigures, ...]:
    found = [
        UnknownFigures(str(page), _page_title(library, str(page)), str(language), count)
        for (page, language, kind), count in _sums(session, since, until, ("page", "language", "kind"))
        if kind == HelpEventKind.ASKED_UNKNOWN
    ]
    return tuple(sorted(found, key=lambda each: (-each.count, each.page, each.language)))


def _sums(session: Session, since: date, until: date, names: Sequence[str]) -> list[tuple[tuple[object, ...], int]]:
    """Return the counts of each combination of the columns ``names``."""
    columns = [getattr(HelpEventRow, name) for name in names]
    query = (
        select(*columns, func.sum(col(HelpEventRow.count)))
        .where(col(HelpEventRow.day) >= since, col(HelpEventRow.day) <= until)
        .group_by(*columns)
    )
    return [(tuple(row[:-1]), int(row[-1])) for row in session.connection().execute(query)]


def _topic_title(library: Library, topic: str) -> Ref | None:
    record = library.help_topics.get(topic)
    return ref(f"help_topics/{topic}", "title", record.i18n.title) if record else None


def _page_title(library: Library, page: str) -> Ref | None:
    frame = library.help_frame.get(FRAME)
    found = next((each for each in frame.pages if each.id == page), None) if frame else None
    return ref(f"help_frame/{FRAME}/{page}", "title", found.i18n.title) if found else None
