"""A readiness review, one category at a time: gaps and notes while it is open, the kept result afterwards."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import reflex as rx

from ctpat_app.adapters.clock import now
from ctpat_app.adapters.database import in_reading, in_session
from ctpat_app.domain.errors import InvalidValue, Refusal, StaleVersion
from ctpat_app.domain.numbers import number_in
from ctpat_app.domain.permissions import Permission
from ctpat_app.guidance.texts import Shown, ref
from ctpat_app.services.readiness_reviews import (
    OpenedReview,
    ReviewedStatement,
    finish_review,
    open_review,
    save_note,
)
from ctpat_app.state.access import requires
from ctpat_app.state.answerers import titles_of
from ctpat_app.state.charts import Bar
from ctpat_app.state.session import SessionState
from ctpat_app.words.dates import day_text
from ctpat_app.words.localiser import localiser_for
from ctpat_app.words.messages import message, refusal_text
from ctpat_app.words.reviews import gap_name


@dataclass(frozen=True)
class CategoryLink:
    """A category of the review with its points, and what they were in the review before."""

    key: str
    name: str
    points: int
    before: str
    href: str
    here: bool


@dataclass(frozen=True)
class StatementCard:
    """One statement as the review found it."""

    criterion: str
    number: str
    title: str
    language: str
    must: bool
    points: int
    note: str
    version: int
    href: str
    gaps: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class ChangeLine:
    """A statement whose points differ from those of the review before."""

    number: str
    title: str
    language: str
    text: str
    better: bool


class ReadinessReviewState(rx.State):
    """One review; what a note refers to travels with its event."""

    draft: int = 0
    review: int = 0
    company: str = ""
    title_day: str = ""
    who: str = ""
    finished: bool = False
    may_write: bool = False
    points: int = 0
    bars: list[Bar] = []
    earlier_day: str = ""
    """Of the review to compare with; empty for the first one."""
    earlier_points: int = 0
    changes: list[ChangeLine] = []
    categories: list[CategoryLink] = []
    category: str = ""
    statements: list[StatementCard] = []
    versions: dict[str, int] = {}
    problems: dict[str, str] = {}
    """Why a note was not saved, by statement; the typed text stays in its field."""
    told: str = ""

    @rx.event
    @requires(Permission.APPLICATION_READ)
    async def load(self) -> None:
        """Load the review and category that the address names."""
        self.reset()  # type: ignore[no-untyped-call]
        wanted = self.router.url.query_parameters
        draft, review = number_in(wanted.get("draft", "")), number_in(wanted.get("review", ""))
        await self._load(draft, review, wanted.get("category", ""))

    @rx.event
    @requires(Permission.PROFILE_ANSWER)
    async def save_note(self, draft: int, review: int, criterion: str, seen_version: int, text: str) -> None:
        """Save the note at one statement; what was typed stays in the field whatever the outcome."""
        session = await self.get_state(SessionState)
        try:
            note = await in_session(
                save_note,
                session.actor(),
                draft_id=draft,
                review_id=review,
                criterion=criterion,
                seen_version=seen_version,
                text=text,
                now=now(),
            )
        except StaleVersion as stale:
            # Shown beside the own text; leaving the field again keeps the own one.
            self.problems[criterion] = message("readiness-review.other-note", session.language, text=stale.theirs)
            self.versions[criterion] = stale.version
            return
        except InvalidValue as refusal:
            self.problems[criterion] = refusal_text(refusal, session.language)
            return
        except Refusal as refusal:
            session.tell(refusal.code)
            return
        self.problems.pop(criterion, None)
        if self.versions.get(criterion, 0) != note.version:
            self.versions[criterion] = note.version
            self.told = message("readiness-review.note-saved", session.language)

    @rx.event
    @requires(Permission.PROFILE_ANSWER)
    async def finish(self, draft: int, review: int) -> None:
        """Keep the result as it is today."""
        session = await self.get_state(SessionState)
        try:
            await in_session(finish_review, session.actor(), draft_id=draft, review_id=review, now=now())
        except Refusal as refusal:
            session.tell(refusal.code)
            return
        await self._load(draft, review, self.category)
        self.told = message("readiness-review.done", session.language)

    async def _load(self, draft: int, review: int, category: str) -> None:
        session = await self.get_state(SessionState)
        self.draft = 0
        try:
            opened = await in_reading(open_review, session.actor(), draft_id=draft, review_id=review, now=now())
        except Refusal as refusal:
            session.tell(refusal.code)
            return
        self._show(opened, category, session.language)

    def _show(self, opened: OpenedReview, category: str, language: str) -> None:
        head, result = opened.head, opened.result
        library = opened.opened.situation.library
        localiser = localiser_for(language)
        self.draft, self.review, self.company = opened.opened.access.draft_id, head.id, opened.opened.company
        self.title_day = day_text((head.finished_at or head.started_at).date(), language)
        self.who, self.finished = head.finished_by or head.started_by, head.finished_at is not None
        self.may_write, self.points = opened.may_write, result.points
        earlier = opened.earlier_head
        self.earlier_day = day_text(earlier.finished_at.date(), language) if earlier and earlier.finished_at else ""
        self.earlier_points = opened.earlier.points if opened.earlier else 0
        names = {
            key: localiser.text(ref(f"categories/{key}", "name", each.i18n.name))
            for key, each in library.categories.items()
        }
        self.category = category if category in result.categories else next(iter(result.categories), "")
        before = opened.earlier.categories if opened.earlier else {}
        self.bars = [
            Bar(key, names.get(key, key), points, message("readiness.of-100", language, points=points))
            for key, points in result.categories.items()
        ]
        address = f"/{language}/readiness-review/?draft={self.draft}&review={self.review}"
        self.categories = [
            CategoryLink(
                key,
                names.get(key, key),
                points,
                str(before.get(key, "")),
                f"{address}&category={key}#statements",
                key == self.category,
            )
            for key, points in result.categories.items()
        ]
        titles = titles_of(library, language)
        self.changes = change_lines(opened, titles, language)
        self.versions = {item.criterion: opened.versions.get(item.criterion, 0) for item in result.statements}
        self.statements = [
            self._card(item, titles, language) for item in result.statements if item.category == self.category
        ]

    def _card(self, item: ReviewedStatement, titles: Mapping[str, Shown], language: str) -> StatementCard:
        title = titles.get(item.criterion, Shown("", language))
        return StatementCard(
            criterion=item.criterion,
            number=item.criterion,
            title=title.text,
            language=title.language,
            must=item.level == "must",
            points=item.points,
            note=item.note,
            version=self.versions.get(item.criterion, 0),
            href=f"/{language}/profile/?draft={self.draft}&criterion={item.criterion}",
            gaps=[gap_name(code, language) for code in item.gaps],
        )


def change_lines(opened: OpenedReview, titles: Mapping[str, Shown], language: str) -> list[ChangeLine]:
    """Return the statements whose points changed since the review before, what became better first."""
    if opened.earlier is None:
        return []
    then = {item.criterion: item.points for item in opened.earlier.statements}
    changed = [item for item in opened.result.statements if then.get(item.criterion, item.points) != item.points]
    changed.sort(key=lambda item: then[item.criterion] - item.points)
    return [
        ChangeLine(
            item.criterion,
            titles[item.criterion].text if item.criterion in titles else "",
            titles[item.criterion].language if item.criterion in titles else language,
            message("readiness-review.changed", language, before=then[item.criterion], points=item.points),
            item.points > then[item.criterion],
        )
        for item in changed
    ]
