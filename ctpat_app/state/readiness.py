"""How ready an application is: points with their reasons, and the list of what is missing, narrowed as people like."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import reflex as rx
from reflex.event import EventSpec

from ctpat_app.adapters.clock import now
from ctpat_app.adapters.database import in_reading, in_session
from ctpat_app.domain.actions import Origin
from ctpat_app.domain.errors import Refusal
from ctpat_app.domain.numbers import number_in
from ctpat_app.domain.permissions import Permission
from ctpat_app.guidance.readiness import Gap, GapKind
from ctpat_app.guidance.texts import ref
from ctpat_app.services.action_starts import open_for_statements
from ctpat_app.services.readiness import ReadyDraft, read_readiness
from ctpat_app.services.readiness_reviews import ReviewHead, list_reviews, start_review
from ctpat_app.services.statement_shares import Shares, list_shares
from ctpat_app.state.access import requires
from ctpat_app.state.answerers import answerers_in, titles_of
from ctpat_app.state.charts import Bar
from ctpat_app.state.reading import elsewhere
from ctpat_app.state.session import SessionState
from ctpat_app.words.dates import day_text
from ctpat_app.words.localiser import localiser_for
from ctpat_app.words.messages import message
from ctpat_app.words.reviews import finding_text

SHOWN_AT_FIRST = 25
"""Gaps on the page before somebody asks for all of them."""


@dataclass(frozen=True)
class GapRow:
    """One reason why points are missing, with the statement that it is about and who answers it."""

    id: str
    criterion: str
    number: str
    title: str
    title_language: str
    category: str
    must: bool
    kind: str
    text: str
    points: int
    people: str
    href: str
    planned: int
    """How many actions are open for the statement; ``planned_href`` leads to them."""
    planned_href: str
    plan_href: str
    """To the form that puts this gap into the action plan."""


@dataclass(frozen=True)
class ReviewCard:
    """A review in the list."""

    id: int
    day: str
    who: str
    finished: bool
    points: int
    href: str


class ReadinessState(rx.State):
    """The points of one draft, and the gaps that the filters let through."""

    draft: int = 0
    company: str = ""
    points: int = 0
    bars: list[Bar] = []
    gaps: list[GapRow] = []
    found: int = 0
    """How many gaps the filters let through; ``gaps`` may hold only the first of them."""
    total: int = 0
    categories: list[list[str]] = []
    """What the filters offer: key and name."""
    people: list[list[str]] = []
    category: str = ""
    person: str = ""
    kind: str = ""
    reviews: list[ReviewCard] = []
    may_write: bool = False

    @rx.event
    @requires(Permission.APPLICATION_READ)
    async def load(self) -> EventSpec | None:
        """Load the draft that the address names, with all gaps."""
        self.reset()  # type: ignore[no-untyped-call]
        return await self._load(number_in(self.router.url.query_parameters.get("draft", "")))

    @rx.event
    @requires(Permission.APPLICATION_READ)
    async def narrow(self, draft: int, typed: dict[str, str | bool | None]) -> EventSpec | None:
        """Show the gaps of one category, person or kind."""
        chosen = {name: str(typed.get(name) or "") for name in ("category", "person", "kind")}
        self.category, self.person, self.kind = chosen["category"], chosen["person"], chosen["kind"]
        return await self._load(draft)

    @rx.event
    @requires(Permission.APPLICATION_READ)
    async def show_all(self, draft: int) -> EventSpec | None:
        """Show every gap that the filters let through, not only the first ones."""
        return await self._load(draft, limit=0)

    @rx.event
    @requires(Permission.PROFILE_ANSWER)
    async def start(self, draft: int) -> EventSpec | None:
        """Begin a readiness review, or go on with the one that is not finished."""
        session = await self.get_state(SessionState)
        try:
            review = await in_session(start_review, session.actor(), draft_id=draft, now=now())
        except Refusal as refusal:
            session.tell(refusal.code)
            return None
        return rx.redirect(f"/{session.language}/readiness-review/?draft={draft}&review={review}")

    async def _load(self, draft: int, *, limit: int = SHOWN_AT_FIRST) -> EventSpec | None:
        session = await self.get_state(SessionState)
        self.draft = 0  # who is led elsewhere sees nothing of an earlier application meanwhile
        try:
            ready = await in_session(read_readiness, session.actor(), draft_id=draft, now=now())
            shares = await in_session(list_shares, session.actor(), draft_id=draft)
            reviews = await in_session(list_reviews, session.actor(), draft_id=draft)
            planned = await in_reading(open_for_statements, session.actor(), draft_id=draft)
        except Refusal as refusal:
            session.tell(refusal.code)
            return None
        if elsewhere(ready.opened) == "changes":
            return rx.redirect(f"/{session.language}/changes/?draft={draft}", replace=True)
        self._show(ready, shares, reviews, planned, session.language, limit)
        return None

    def _show(
        self,
        ready: ReadyDraft,
        shares: Shares,
        reviews: Sequence[ReviewHead],
        planned: Mapping[str, int],
        language: str,
        limit: int,
    ) -> None:
        opened, readiness = ready.opened, ready.readiness
        self.draft, self.company, self.points = opened.access.draft_id, opened.company, readiness.points
        names = category_names(ready, language)
        self.bars = [
            Bar(key, names[key], points, message("readiness.of-100", language, points=points))
            for key, points in readiness.by_category.items()
        ]
        self.categories = [[key, names[key]] for key in readiness.by_category]
        who = answerers_in(shares)
        self.people = [[name, name] for name in sorted({each for names_ in who.values() for each in names_})]
        gaps = [gap for gap in readiness.gaps if self._lets_through(gap, who)]
        self.total, self.found = len(readiness.gaps), len(gaps)
        shown = gaps[:limit] if limit else gaps
        self.gaps = gap_rows(ready, shown, who, names, planned, language)
        self.reviews = [review_card(each, self.draft, language) for each in reviews]
        self.may_write = opened.access.allows(Permission.PROFILE_ANSWER)

    def _lets_through(self, gap: Gap, who: Mapping[str, Sequence[str]]) -> bool:
        return (
            self.category in {"", gap.category}
            and self.kind in {"", gap.kind.value}
            and (not self.person or self.person in who.get(gap.criterion, ()))
        )


def category_names(ready: ReadyDraft, language: str) -> dict[str, str]:
    """Return what the categories are called, by their key."""
    localiser, library = localiser_for(language), ready.opened.situation.library
    return {
        key: localiser.text(ref(f"categories/{key}", "name", category.i18n.name))
        for key, category in library.categories.items()
    }


def gap_rows(
    ready: ReadyDraft,
    gaps: Sequence[Gap],
    who: Mapping[str, Sequence[str]],
    categories: Mapping[str, str],
    planned: Mapping[str, int],
    language: str,
) -> list[GapRow]:
    """Return ``gaps`` in the reader's language, in their order."""
    localiser, library, draft = localiser_for(language), ready.opened.situation.library, ready.opened.access.draft_id
    titles = titles_of(library, language)
    return [
        GapRow(
            id=f"gap-{place}",
            criterion=gap.criterion,
            number=gap.criterion if library.criteria[gap.criterion].number_verified else "",
            title=titles[gap.criterion].text,
            title_language=titles[gap.criterion].language,
            category=categories[gap.category],
            must=gap.level == "must",
            kind=GapKind(gap.kind).value,
            text=finding_text(gap.finding.code, language, words=gap.finding.words, params=gap.finding.params),
            points=gap.points,
            people=localiser.join(list(who.get(gap.criterion, ()))),
            href=f"/{language}/profile/?draft={draft}&criterion={gap.criterion}",
            planned=planned.get(gap.criterion, 0),
            planned_href=f"/{language}/actions/?draft={draft}&criterion={gap.criterion}",
            plan_href=f"/{language}/action/?draft={draft}&origin={Origin.GAP}&criterion={gap.criterion}"
            f"&about={gap.finding.code}",
        )
        for place, gap in enumerate(gaps)
    ]


def review_card(head: ReviewHead, draft: int, language: str) -> ReviewCard:
    """Return a review for the list; it is called by the day on which it was finished, or else begun."""
    day = (head.finished_at or head.started_at).date()
    return ReviewCard(
        head.id,
        day_text(day, language),
        head.finished_by or head.started_by,
        head.finished_at is not None,
        head.points,
        f"/{language}/readiness-review/?draft={draft}&review={head.id}",
    )
