"""Advice about answers: about the one on show while it is written, and about the whole profile before it is sent."""

from dataclasses import dataclass, field

import reflex as rx

from ctpat_app.adapters.clock import now
from ctpat_app.adapters.database import in_reading, in_session
from ctpat_app.domain.errors import NotPermitted, Refusal
from ctpat_app.domain.numbers import number_in
from ctpat_app.domain.permissions import Permission
from ctpat_app.guidance.records import Library
from ctpat_app.guidance.texts import ref
from ctpat_app.services.reviews import (
    AnswerReview,
    DraftReview,
    dismiss_finding,
    restore_finding,
    review_answer,
    review_draft,
)
from ctpat_app.state.access import requires
from ctpat_app.state.findings import FindingView, KindCount, finding_view, kinds_in
from ctpat_app.state.session import SessionState
from ctpat_app.state.summaries import criterion_address
from ctpat_app.words.localiser import localiser_for
from ctpat_app.words.messages import refusal_text


class ReviewState(rx.State):
    """The answer on show. What it is about travels with each event; the page shows only what fits its criterion."""

    draft: int = 0
    criterion: str = ""
    applies: bool = True
    given: bool = False
    """Whether there is an answer to review at all."""
    told: list[str] = []
    """The points that the answer tells: who, frequency, records, escalation."""
    findings: list[FindingView] = []
    refused: str = ""
    """Code of the finding that could not be dismissed, and why."""
    why_refused: str = ""

    @rx.event
    @requires(Permission.APPLICATION_READ)
    async def look(self, draft: int, criterion: str, left: bool) -> None:
        """Look at the stored answer. While the person still writes (not ``left``), only what it tells is shown."""
        is_new = (draft, criterion) != (self.draft, self.criterion)
        await self._look(draft, criterion, with_advice=left or is_new)

    @rx.event
    @requires(Permission.PROFILE_ANSWER)
    async def dismiss(self, draft: int, criterion: str, code: str, about: str, reason: str) -> None:
        """Keep why a finding does not fit; ``about`` says which one the person saw."""
        session = await self.get_state(SessionState)
        self.refused = self.why_refused = ""
        try:
            await in_session(
                dismiss_finding,
                session.actor(),
                draft_id=draft,
                criterion=criterion,
                code=code,
                about=about,
                reason=reason,
                now=now(),
            )
        except NotPermitted as refusal:
            session.tell(refusal.code)
            return
        except Refusal as refusal:
            self.refused, self.why_refused = code, refusal_text(refusal, session.language)
            return
        await self._look(draft, criterion, with_advice=True)

    @rx.event
    @requires(Permission.PROFILE_ANSWER)
    async def restore(self, draft: int, criterion: str, code: str) -> None:
        """Open a dismissed finding again."""
        session = await self.get_state(SessionState)
        try:
            await in_session(
                restore_finding, session.actor(), draft_id=draft, criterion=criterion, code=code, now=now()
            )
        except Refusal as refusal:
            session.tell(refusal.code)
            return
        await self._look(draft, criterion, with_advice=True)

    async def _look(self, draft: int, criterion: str, *, with_advice: bool) -> None:
        session = await self.get_state(SessionState)
        try:
            found = await in_reading(review_answer, session.actor(), draft_id=draft, criterion=criterion, now=now())
        except Refusal as refusal:
            self.reset()  # type: ignore[no-untyped-call]
            session.tell(refusal.code)
            return
        self.draft, self.criterion = draft, criterion
        self._show(found, session.language, with_advice=with_advice)

    def _show(self, found: AnswerReview, language: str, *, with_advice: bool) -> None:
        self.applies, self.told = found.applies, sorted(found.told)
        if with_advice:
            self.given = found.given
            self.findings = [finding_view(each, language) for each in found.objections]
            self.refused = self.why_refused = ""


@dataclass(frozen=True)
class ReviewedRow:
    """A statement with findings, and where it is answered."""

    title: str
    language: str
    href: str
    number: str = ""
    findings: list[FindingView] = field(default_factory=list)


@dataclass(frozen=True)
class ReviewedPart:
    """A category with findings; ``open`` of them nobody has dismissed."""

    name: str
    language: str
    open: int
    rows: list[ReviewedRow] = field(default_factory=list)


class WholeReviewState(rx.State):
    """Everything that a reviewer may object to in the draft that the address names."""

    draft: int = 0
    open: int = 0
    dismissed: int = 0
    kinds: list[KindCount] = []
    parts: list[ReviewedPart] = []

    @rx.event
    @requires(Permission.APPLICATION_READ)
    async def load(self) -> None:
        """Review the whole profile, and show all of it."""
        found = await self._review()
        if found is not None:
            language = (await self.get_state(SessionState)).language
            self.kinds = kinds_in((each for answer in found.answers for each in answer.open), language)
            self.parts = reviewed_parts(found.situation.library, found.answers, self.draft, language)

    @rx.event
    @requires(Permission.APPLICATION_READ)
    async def count(self) -> None:
        """Review the whole profile, and show how much is open."""
        await self._review()

    async def _review(self) -> DraftReview | None:
        self.reset()  # type: ignore[no-untyped-call]
        session = await self.get_state(SessionState)
        draft = number_in(self.router.url.query_parameters.get("draft", ""))
        try:
            found = await in_reading(review_draft, session.actor(), draft_id=draft, now=now())
        except Refusal as refusal:
            session.tell(refusal.code)
            return None
        self.draft, self.open = draft, sum(len(answer.open) for answer in found.answers)
        self.dismissed = sum(len(answer.objections) for answer in found.answers) - self.open
        return found


def reviewed_parts(
    library: Library, answers: tuple[AnswerReview, ...], draft: int, language: str
) -> list[ReviewedPart]:
    """Return the statements with findings below their categories, in the order of the profile."""
    parts = []
    for category in library.categories.values():
        own = [each for each in answers if each.category == category.id and each.objections]
        if own:
            name = localiser_for(language).show(ref(f"categories/{category.id}", "name", category.i18n.name))
            rows = [_row(library, each, draft, language) for each in own]
            parts.append(ReviewedPart(name.text, name.language, sum(len(each.open) for each in own), rows))
    return parts


def _row(library: Library, answer: AnswerReview, draft: int, language: str) -> ReviewedRow:
    criterion = library.criteria[answer.criterion]
    title = localiser_for(language).show(ref(f"criteria/{criterion.id}", "title", criterion.i18n.title))
    return ReviewedRow(
        title.text,
        title.language,
        criterion_address(language, draft, criterion.id),
        criterion.id if criterion.number_verified else "",
        [finding_view(each, language) for each in answer.objections],
    )
