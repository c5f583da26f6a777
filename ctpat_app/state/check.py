"""Check your answers: everything that was entered, and what keeps the application from being sent."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import reflex as rx
from reflex.event import EventSpec

from ctpat_app.adapters.clock import now
from ctpat_app.adapters.database import in_session
from ctpat_app.domain.errors import Refusal
from ctpat_app.domain.numbers import number_in
from ctpat_app.domain.permissions import Permission
from ctpat_app.guidance.flow import Situation
from ctpat_app.guidance.questions import APPLICABILITY, CRITERION, questions_of
from ctpat_app.guidance.summary import SummaryCriterion, SummaryRow, SummarySection
from ctpat_app.guidance.texts import Shown
from ctpat_app.guidance.views import field_name, problem_views
from ctpat_app.services.application import OpenedDraft, open_application
from ctpat_app.state.access import requires
from ctpat_app.state.english import LackingView, english_writers, lacking_english
from ctpat_app.state.reading import elsewhere, reader_of
from ctpat_app.state.session import SessionState
from ctpat_app.state.summaries import (
    criterion_address,
    field_address,
    is_profile,
    problem_address,
    summarise_in,
    task_name,
)
from ctpat_app.words.messages import message


@dataclass(frozen=True)
class TextView:
    """A text and the language it is in; empty when nobody knows."""

    text: str
    language: str
    caption: str = ""
    """What the text is, where two languages stand below each other."""


@dataclass(frozen=True)
class CheckRow:
    """What was asked and what was answered, with the way to change it."""

    label: str
    label_language: str
    href: str
    number: str = ""
    level: str = ""
    is_code: bool = False
    faulty: bool = False
    """Whether something is to be mended here; what is merely missing says so itself."""
    required: bool = True
    not_applicable: bool = False
    texts: list[TextView] = field(default_factory=list)


@dataclass(frozen=True)
class CheckSection:
    """One part of the application; ``id`` is its place in the page."""

    id: str
    title: str
    language: str
    rows: list[CheckRow] = field(default_factory=list)
    folds: bool = False
    """Whether it may be folded away where there is little room: the categories of the security profile."""
    open: int = 0
    """How many rows still want an answer."""
    faulty: int = 0


@dataclass(frozen=True)
class OpenPoint:
    """One line of what is to be mended, who can do it, and where; ``where`` names the question, when there is one."""

    where: str
    language: str
    text: str
    href: str
    needs_officer: bool


class CheckState(rx.State):
    """All rows of a draft; the page is read again each time it is opened."""

    draft: int = 0
    company: str = ""
    sections: list[CheckSection] = []
    points: list[OpenPoint] = []
    lacking: list[LackingView] = []
    """The answers that lack an English version that fits them."""
    english_writers: str = ""
    writable: bool = True
    attempt: int = 0
    """Counts how often the person tried to go on while something was to be mended."""

    @rx.event
    @requires(Permission.APPLICATION_READ)
    async def load(self) -> EventSpec | None:
        """Load the draft that the address names."""
        session = await self.get_state(SessionState)
        draft = number_in(self.router.url.query_parameters.get("draft", ""))
        self.draft = 0  # who is led elsewhere sees nothing of an earlier application meanwhile
        try:
            opened = await in_session(open_application, session.actor(), draft_id=draft, now=now())
        except Refusal as refusal:
            session.tell(refusal.code)
            return None
        if page := elsewhere(opened):
            return rx.redirect(f"/{session.language}/{page}/?draft={draft}", replace=True)
        self.attempt = 0
        self._show(opened, session.language)
        return None

    @rx.event
    @requires(Permission.APPLICATION_READ)
    async def go_on(self, draft: int) -> EventSpec | None:
        """Go to the signature, or say again what stands in the way: the button is never without an answer."""
        session = await self.get_state(SessionState)
        try:
            opened = await in_session(open_application, session.actor(), draft_id=draft, now=now())
        except Refusal as refusal:
            session.tell(refusal.code)
            return None
        if page := elsewhere(opened):
            return rx.redirect(f"/{session.language}/{page}/?draft={draft}")
        self._show(opened, session.language)
        if self.points:
            self.attempt += 1
            return None
        return rx.redirect(f"/{session.language}/sign/?draft={draft}")

    def _show(self, opened: OpenedDraft, language: str) -> None:
        situation, draft = opened.situation, opened.access.draft_id
        self.draft, self.company = draft, opened.company
        self.sections = check_sections(situation, language, draft)
        self.points = open_points(opened, language)
        self.lacking = lacking_english(situation, language, draft)
        self.english_writers = english_writers(situation, language)


def open_points(opened: OpenedDraft, language: str) -> list[OpenPoint]:
    """Return what keeps the application from being sent, each with the question it is about."""
    situation, draft = opened.situation, opened.access.draft_id
    rows = (row for section in summarise_in(situation, language) for row in section.rows)
    labels = {field_name(row.key, row.row): row.label for row in rows}
    points = []
    for view in problem_views(situation, reader_of(opened, language)):
        step = situation.step(view.step)
        # What is about no single question names its part; the lines about statements name their category themselves.
        part = Shown(task_name(situation, step, language) if step and not is_profile(step) else "", language)
        label = labels.get(view.target, part)
        href = problem_address(situation, view, language, draft)
        points.append(OpenPoint(label.text, label.language, view.text, href, view.needs_officer))
    return points


def check_sections(situation: Situation, language: str, draft: int) -> list[CheckSection]:
    """Return the whole application as rows, each with the address at which it can be changed."""
    page = _Page(situation, language, draft)
    return [page.section(number, each) for number, each in enumerate(summarise_in(situation, language), start=1)]


class _Page:
    """Makes the rows of one draft in one language."""

    def __init__(self, situation: Situation, language: str, draft: int) -> None:
        self.language, self.draft = language, draft
        self.questions = questions_of(situation.library, situation.flow_id)
        faults = (problem for problem in situation.problems if problem.level == "error" and not problem.missing)
        self.faulty = {(problem.key, problem.row) for problem in faults}

    def section(self, number: int, section: SummarySection) -> CheckSection:
        rows = [self.row(section.step, row) for row in section.rows]
        rows += [self.criterion(item) for item in section.criteria]
        return CheckSection(
            f"part-{number}",
            section.title.text,
            section.title.language,
            rows,
            folds=section.category != "",
            open=sum(row.required and not row.texts for row in rows),
            faulty=sum(row.faulty for row in rows),
        )

    def row(self, step: str, row: SummaryRow) -> CheckRow:
        return CheckRow(
            label=row.label.text,
            label_language=row.label.language,
            href=field_address(self.language, self.draft, step, field_name(row.key, row.row)),
            is_code=row.is_code,
            faulty=(row.key, row.row) in self.faulty,
            required=self.questions[row.key].required,
            texts=_texts(row.values),
        )

    def criterion(self, item: SummaryCriterion) -> CheckRow:
        keys = {(CRITERION + item.id, ""), (APPLICABILITY + item.id, "")}
        return CheckRow(
            label=item.title.text,
            label_language=item.title.language,
            href=criterion_address(self.language, self.draft, item.id),
            number=item.id if item.number_verified else "",
            level=item.level,
            faulty=bool(keys & self.faulty),
            not_applicable=not item.applies,
            texts=self.responses(item),
        )

    def responses(self, item: SummaryCriterion) -> list[TextView]:
        """Return the English version first and what it is of below, or the one text there is."""
        if not item.original.text:
            return _texts([item.response])
        captions = (message("english.label", self.language), message("english.original", self.language))
        pairs = zip((item.response, item.original), captions, strict=True)
        return [TextView(shown.text, shown.language, caption) for shown, caption in pairs]


def _texts(values: Iterable[Shown]) -> list[TextView]:
    return [TextView(value.text, value.language) for value in values if value.text]
