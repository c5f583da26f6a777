"""The step on show, and what the person can do there."""

from dataclasses import replace

import reflex as rx
from reflex.event import EventSpec

from ctpat_app.adapters.clock import now
from ctpat_app.adapters.database import in_session
from ctpat_app.adapters.said_types import open_types
from ctpat_app.domain.errors import Refusal
from ctpat_app.domain.numbers import number_in
from ctpat_app.domain.permissions import Permission
from ctpat_app.guidance.answers import join, split
from ctpat_app.guidance.eligibility import TYPES_KEY
from ctpat_app.guidance.views import ProblemView, StepView, field_name, step_view, task_views
from ctpat_app.services.application import OpenedDraft, open_application
from ctpat_app.services.progress import after_step
from ctpat_app.state.access import requires
from ctpat_app.state.answers import WRITERS
from ctpat_app.state.flash import kiosk_settings
from ctpat_app.state.reading import elsewhere, pages_of, reader_of
from ctpat_app.state.rows import RowsState
from ctpat_app.state.session import SessionState
from ctpat_app.state.walk_follow import note_where
from ctpat_app.words.localiser import localiser_for
from ctpat_app.words.messages import message

NO_STEP = StepView(key="", title="", why="", hint="", number=0, count=0)


class StepState(RowsState, rx.State):
    """One step of a draft, with its fields or rows."""

    view: StepView = NO_STEP
    account: int = 0
    asks_consent: bool = False
    said: str = ""
    """Business types that “Can we join?” found in this browser, joined; empty when nothing is to offer."""
    said_names: str = ""
    said_version: int = 0
    """Version of the answer beside which they are offered."""
    used: str = ""
    """What is told after they were taken over."""

    @rx.event
    @requires(Permission.APPLICATION_READ)
    async def open(self) -> EventSpec | None:
        """Load the step that the address names; without one, the first that is not complete."""
        wanted = self.router.url.query_parameters
        session = await self.get_state(SessionState)
        draft_id = number_in(wanted.get("draft", ""))
        self.draft = 0  # who is led elsewhere sees nothing of an earlier step meanwhile
        try:
            opened = await in_session(open_application, session.actor(), draft_id=draft_id, now=now())
        except Refusal as refusal:
            self.draft, self.company, self.view, self.tasks, self.address = 0, "", NO_STEP, [], ""
            session.tell(refusal.code)
            return None
        # The address decides nothing: each form has pages of its own, and the draft says which form it is.
        if page := elsewhere(opened, opened.access.flow):
            return rx.redirect(f"/{session.language}/{page}/?draft={draft_id}", replace=True)
        situation = opened.situation
        step = situation.step(wanted.get("step", "")) or situation.next_open() or situation.path[0]
        if step.for_each and step.for_each.records == "criteria":
            return rx.redirect(f"/{session.language}/profile/?draft={draft_id}", replace=True)
        session.act_for(opened.company)
        self.used = ""
        self.attempt, self.returns = 0, wanted.get("return", "") == "check"
        self._show(opened, step.id, session.language)
        return None

    @rx.event
    @requires(Permission.PROFILE_ANSWER)
    async def use_said(self, draft: int, seen_version: int, text: str) -> None:
        """Choose the business types that “Can we join?” found; the boxes are made anew with them."""
        name = field_name(TYPES_KEY, "")
        self.revisions[name] = self.revisions.get(name, 0) + 1
        await self._save(draft, TYPES_KEY, "", seen_version, "checkboxes", text)
        if name not in self.errors and name not in self.theirs:
            self.used = message("joining.used", (await self.get_state(SessionState)).language)

    @rx.event
    @requires(*WRITERS, also=Permission.APPLICATION_READ)
    async def go_on(self, draft: int, step: str, typed: dict[str, str | bool | None]) -> EventSpec | None:
        """Save what the form holds and go to the next step, or say what keeps the person here. One event, not two."""
        went = await self._go_on(after_step, draft, step, typed)
        if went is None or went.onward is None:
            return None
        language = (await self.get_state(SessionState)).language
        if went.onward.place and not went.onward.is_profile and not self.returns:
            self._show(went.opened, went.onward.place, language)
            await note_where(await self.get_state(SessionState), self.address)
            return None
        page = "profile" if went.onward.is_profile and not self.returns else pages_of(went.opened).end
        return rx.redirect(f"/{language}/{page}/?draft={draft}")

    def _title_of(self, row: str) -> str:
        return next((each.title for each in self.view.rows if each.key == row), "")

    def _add_problems(self, refused: list[ProblemView]) -> None:
        named = {each.target for each in refused}
        others = [each for each in self.view.problems if each.target not in named]
        self.view = replace(self.view, problems=[*refused, *others])

    async def _reload(self) -> None:
        session = await self.get_state(SessionState)
        opened = await in_session(open_application, session.actor(), draft_id=self.draft, now=now())
        self._show(opened, self.view.key, session.language, asked_for_all=self.attempt > 0)

    def _show(self, opened: OpenedDraft, place: str, language: str, *, asked_for_all: bool = False) -> None:
        situation = opened.situation
        step = situation.step(place) or situation.path[0]
        reader = reader_of(opened, language, asked_for_all=asked_for_all)
        self.draft, self.company, self.account = opened.access.draft_id, opened.company, opened.access.trade_account_id
        self.view = step_view(situation, step, reader)
        self.tasks = task_views(situation, reader, step.id)
        self.asks_consent = any(item.kind == "consent" for item in self.view.fields)
        if f"step={step.id}" not in self.address:
            self.removed_row = ""
        page = pages_of(opened).steps
        self.address = f"/{language}/{page}/?draft={self.draft}&step={step.id}{self.way_back}"
        self._offer_said(language)
        self._show_fields([*self.view.fields, *(item for row in self.view.rows for item in row.fields)], language)

    def _offer_said(self, language: str) -> None:
        """Offer what this browser found in “Can we join?” on the step of the business types, while it differs."""
        self.said, self.said_names, self.said_version = "", "", 0
        chosen = next((item for item in self.view.fields if item.key == TYPES_KEY), None)
        if chosen is None or not chosen.writable:
            return
        kinds = {each.key: each.label for each in chosen.options}
        header = self.router_data.get("headers", {}).get("cookie", "")
        types = [key for key in open_types(kiosk_settings().secret_key, header) if key in kinds]
        if types and set(types) != set(split(chosen.value)):
            self.said, self.said_version = join(types), chosen.version
            self.said_names = localiser_for(language).join([kinds[key] for key in types])
