"""The security profile, one criterion at a time."""

import reflex as rx
from reflex.event import EventSpec

from ctpat_app.adapters.clock import now
from ctpat_app.adapters.database import in_session
from ctpat_app.domain.errors import Refusal
from ctpat_app.domain.numbers import number_in
from ctpat_app.domain.permissions import Permission
from ctpat_app.guidance.views import CriterionView, JumpView, ProblemView, criterion_view, jump_views, task_views
from ctpat_app.services.application import OpenedDraft, open_application
from ctpat_app.services.progress import after_criterion
from ctpat_app.state.access import requires
from ctpat_app.state.answers import AnswerState
from ctpat_app.state.reading import elsewhere, reader_of
from ctpat_app.state.session import SessionState

PROFILE = "security-profile"
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


class ProfileState(AnswerState, rx.State):
    """One criterion of a draft, with what helps to answer it and the way to the others."""

    view: CriterionView = NO_CRITERION
    jumps: list[JumpView] = []
    problems: list[ProblemView] = []

    @rx.event
    @requires(Permission.APPLICATION_READ)
    async def open(self) -> EventSpec | None:
        """Load the criterion that the address names; without one, the first open one."""
        wanted = self.router.url.query_parameters
        session = await self.get_state(SessionState)
        draft_id = number_in(wanted.get("draft", ""))
        self.draft = 0  # who is led elsewhere sees nothing of an earlier criterion meanwhile
        try:
            opened = await in_session(open_application, session.actor(), draft_id=draft_id, now=now())
        except Refusal as refusal:
            self.draft, self.company, self.view, self.tasks, self.jumps = 0, "", NO_CRITERION, [], []
            session.tell(refusal.code)
            return None
        if page := elsewhere(opened):
            return rx.redirect(f"/{session.language}/{page}/?draft={draft_id}", replace=True)
        session.act_for(opened.company)
        self.attempt, self.returns = 0, wanted.get("return", "") == "check"
        self._show(opened, wanted.get("criterion", ""), session.language)
        return None

    @rx.event
    @requires(Permission.PROFILE_ANSWER, also=Permission.APPLICATION_READ)
    async def go_on(self, draft: int, criterion: str, typed: dict[str, str | bool | None]) -> EventSpec | None:
        """Save the response and go to the next open criterion, across categories; at the end to the check page."""
        went = await self._go_on(after_criterion, draft, criterion, typed)
        if went is None or went.onward is None:
            return None
        language = (await self.get_state(SessionState)).language
        if self.returns or not went.onward.place:
            return rx.redirect(f"/{language}/check/?draft={draft}")
        self._show(went.opened, went.onward.place, language)
        return None

    def _add_problems(self, refused: list[ProblemView]) -> None:
        named = {each.target for each in refused}
        self.problems = [*refused, *(each for each in self.problems if each.target not in named)]

    async def _reload(self) -> None:
        session = await self.get_state(SessionState)
        opened = await in_session(open_application, session.actor(), draft_id=self.draft, now=now())
        self._show(opened, self.view.id, session.language, asked_for_all=self.attempt > 0)

    def _show(self, opened: OpenedDraft, place: str, language: str, *, asked_for_all: bool = False) -> None:
        situation = opened.situation
        reader = reader_of(opened, language, asked_for_all=asked_for_all)
        self.draft, self.company = opened.access.draft_id, opened.company
        self.tasks = task_views(situation, reader, PROFILE)
        order = [item.criterion.id for item in situation.criteria]
        chosen = place if place in order else situation.next_criterion("") or (order[0] if order else "")
        self.jumps = jump_views(situation, reader.localiser, chosen)
        self.view = criterion_view(situation, chosen, reader) or NO_CRITERION
        self.address = f"/{language}/profile/?draft={self.draft}&criterion={chosen}{self.way_back}"
        self.problems = [ProblemView(item.error, item.name, "", PROFILE) for item in self.view.fields if item.error]
        self._show_fields(self.view.fields, language)
