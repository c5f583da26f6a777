"""The security profile, one criterion at a time."""

from collections.abc import Mapping, Sequence

import reflex as rx
from reflex.event import EventSpec

from ctpat_app.adapters.clock import now
from ctpat_app.adapters.database import in_reading, in_session
from ctpat_app.domain.errors import Refusal
from ctpat_app.domain.numbers import number_in
from ctpat_app.domain.permissions import Permission
from ctpat_app.guidance.english_views import english_view
from ctpat_app.guidance.given import limited_to
from ctpat_app.guidance.views import (
    PROFILE,
    CriterionView,
    JumpView,
    ProblemView,
    criterion_view,
    jump_views,
    task_views,
)
from ctpat_app.services.application import OpenedDraft
from ctpat_app.services.contributing import is_limited, open_profile
from ctpat_app.services.progress import after_criterion
from ctpat_app.services.statement_shares import list_shares
from ctpat_app.state.access import requires, signed_in
from ctpat_app.state.answerers import answerers_in, given_to
from ctpat_app.state.english import EnglishFormState
from ctpat_app.state.evidence import EvidenceState
from ctpat_app.state.reading import elsewhere, reader_of
from ctpat_app.state.session import SessionState
from ctpat_app.state.walk_follow import note_where
from ctpat_app.words.localiser import localiser_for

NO_CRITERION = CriterionView(
    id="",
    number="",
    category="",
    must=False,
    title="",
    statement="",
    statement_language="",
    guidance="",
    unverified=False,
    demanded_by="",
)


class ProfileState(EnglishFormState, rx.State):
    """One criterion of a draft, with what helps to answer it and the way to the others."""

    view: CriterionView = NO_CRITERION
    jumps: list[JumpView] = []
    own_jumps: list[JumpView] = []
    """The categories with the statements that were given to the reader alone; empty when there are none."""
    own_alone: bool = False
    """Whether the reader wants to see these only."""
    annual: int = 0
    """The security model whose annual review the person came from and goes back to; 0 for everybody else."""
    problems: list[ProblemView] = []
    limited: bool = False
    """Whether only statements that were given to the person are to be seen: they are no member of the company."""
    answerers: dict[str, str] = {}
    """Who was given a statement, by statement; nobody is named to people from outside."""
    _names: Mapping[str, Sequence[str]] = {}
    """The same, each by name."""
    _for_reader: frozenset[str] = frozenset()
    """What was given to the reader."""

    @rx.event
    @requires(Permission.APPLICATION_READ)
    async def open(self) -> EventSpec | None:
        """Load the criterion that the address names; without one, the first open one."""
        wanted = self.router.url.query_parameters
        session = await self.get_state(SessionState)
        draft_id = number_in(wanted.get("draft", ""))
        self.draft = 0  # who is led elsewhere sees nothing of an earlier criterion meanwhile
        try:
            opened = await in_session(open_profile, session.actor(), draft_id=draft_id, now=now())
        except Refusal as refusal:
            self.draft, self.company, self.view, self.tasks, self.jumps = 0, "", NO_CRITERION, [], []
            session.tell(refusal.code)
            return None
        if page := elsewhere(opened):
            return rx.redirect(f"/{session.language}/{page}/?draft={draft_id}", replace=True)
        session.act_for(opened.company)
        self.attempt, self.returns = 0, wanted.get("return", "") == "check"
        self.annual = opened.access.subject_id if wanted.get("return", "") == "annual" else 0
        await self._read_answerers(opened)
        self._show(opened, wanted.get("criterion", ""), session.language)
        await self._show_evidence(opened)
        return None

    @rx.event
    @signed_in
    async def show_own(self, chosen: bool) -> None:
        """Show in the jump list only what was given to the reader, or everything again."""
        self.own_alone = bool(chosen)

    async def _read_answerers(self, opened: OpenedDraft) -> None:
        self.answerers, self._names, self._for_reader = {}, {}, frozenset()
        if is_limited(opened):
            return
        session = await self.get_state(SessionState)
        shares = await in_reading(list_shares, session.actor(), draft_id=opened.access.draft_id)
        localiser = localiser_for(session.language)
        self._names, self._for_reader = answerers_in(shares), given_to(shares, session.actor().user_id)
        self.answerers = {key: localiser.join(list(names)) for key, names in self._names.items()}

    @rx.event
    @requires(Permission.PROFILE_ANSWER, also=Permission.APPLICATION_READ)
    async def go_on(self, draft: int, criterion: str, typed: dict[str, str | bool | None]) -> EventSpec | None:
        """Save the response and go to the next open criterion, across categories; at the end to the check page."""
        went = await self._go_on(after_criterion, draft, criterion, typed)
        if went is None or went.onward is None:
            return None
        language = (await self.get_state(SessionState)).language
        if self.limited and not went.onward.place:
            return rx.redirect(f"/{language}/given/")
        if self.annual:
            return rx.redirect(f"/{language}/annual-answers/?model={self.annual}&statement={criterion}")
        if self.returns or not went.onward.place:
            return rx.redirect(f"/{language}/check/?draft={draft}")
        self._show(went.opened, went.onward.place, language)
        await self._show_evidence(went.opened)
        await note_where(await self.get_state(SessionState), self.address)
        return None

    @property
    def way_back(self) -> str:
        """What the address keeps, so that a reload or another language leads back to where the person came from."""
        return "&return=annual" if self.annual else super().way_back

    async def _show_evidence(self, opened: OpenedDraft) -> None:
        if self.view.id:
            await (await self.get_state(EvidenceState)).show(opened, self.view.id)

    def _add_problems(self, refused: list[ProblemView]) -> None:
        named = {each.target for each in refused}
        self.problems = [*refused, *(each for each in self.problems if each.target not in named)]

    async def _reload(self) -> None:
        session = await self.get_state(SessionState)
        opened = await in_session(open_profile, session.actor(), draft_id=self.draft, now=now())
        self._show(opened, self.view.id, session.language, asked_for_all=self.attempt > 0)

    def _show(self, opened: OpenedDraft, place: str, language: str, *, asked_for_all: bool = False) -> None:
        situation = opened.situation
        reader = reader_of(opened, language, asked_for_all=asked_for_all)
        self.draft, self.company = opened.access.draft_id, opened.company
        self.limited = is_limited(opened)
        self.tasks = [] if self.limited else task_views(situation, reader, PROFILE)
        order = [item.criterion.id for item in situation.criteria]
        chosen = place if place in order else situation.next_criterion("") or (order[0] if order else "")
        self.jumps = jump_views(situation, reader.localiser, chosen, self._names)
        self.own_jumps = (
            jump_views(limited_to(situation, self._for_reader), reader.localiser, chosen) if self._for_reader else []
        )
        self.view = criterion_view(situation, chosen, reader) or NO_CRITERION
        self.address = f"/{language}/profile/?draft={self.draft}&criterion={chosen}{self.way_back}"
        self.problems = [ProblemView(item.error, item.name, "", PROFILE) for item in self.view.fields if item.error]
        self.english = english_view(situation, chosen, reader)
        self._show_fields([*self.view.fields, *self.english.fields], language)
