"""The task list of an application: every part with where it stands, and what comes next."""

from dataclasses import dataclass, replace
from datetime import timedelta

import reflex as rx
from reflex.event import EventSpec

from ctpat_app.adapters.clock import now
from ctpat_app.adapters.database import in_reading, in_session
from ctpat_app.domain.errors import Refusal
from ctpat_app.domain.numbers import number_in
from ctpat_app.domain.permissions import Permission
from ctpat_app.guidance.flow import Situation, Status, is_answered
from ctpat_app.guidance.given import limited_to
from ctpat_app.guidance.questions import questions_of
from ctpat_app.guidance.views import PROFILE, problem_views, task_views
from ctpat_app.services.application import OpenedDraft, open_application
from ctpat_app.services.statement_shares import list_shares
from ctpat_app.services.submissions import SignState as SignFacts
from ctpat_app.services.submissions import read_sign_state
from ctpat_app.services.taken_answers import offer_answers, take_answers
from ctpat_app.state.access import requires
from ctpat_app.state.answerers import given_to
from ctpat_app.state.reading import elsewhere, reader_of
from ctpat_app.state.session import SessionState
from ctpat_app.state.summaries import step_address, task_name
from ctpat_app.words.dates import day_text
from ctpat_app.words.localiser import localiser_for
from ctpat_app.words.messages import message

RECENTLY = timedelta(hours=1)
"""Who saved something in this time is said to be working on it."""


@dataclass(frozen=True)
class TaskRow:
    """One part in the list; ``people`` are those who worked on it lately, as one text."""

    id: str
    label: str
    status: str
    note: str
    people: str
    href: str
    given: str = ""
    """Who was given statements of it."""


class ApplicationState(rx.State):
    """The parts of one draft."""

    draft: int = 0
    company: str = ""
    parts: list[TaskRow] = []
    done: int = 0
    count: int = 0
    next_name: str = ""
    """The part that the main button leads to; empty when all are done."""
    next_href: str = ""
    numbers_locked: bool = False
    """Whether it was sent before: changes of locked numbers are asked for."""
    own_count: int = 0
    """How many statements were given to the reader, and how many of them are open; ``own_href`` leads to the first."""
    own_open: int = 0
    own_href: str = ""
    problems: int = 0
    """How many points keep the application from being sent."""
    check_status: str = "not-started"
    sign_status: str = "locked"
    offered: int = 0
    """How many answers of an earlier application are still the same, as far as one can tell."""
    offered_note: str = ""
    """From which application, in words."""
    told: str = ""

    @rx.event
    @requires(Permission.APPLICATION_READ)
    async def load(self) -> EventSpec | None:
        """Load the parts of the draft that the address names."""
        return await self._load(number_in(self.router.url.query_parameters.get("draft", "")))

    async def _load(self, draft: int) -> EventSpec | None:
        session = await self.get_state(SessionState)
        self.draft, self.told = 0, ""  # who is led elsewhere sees nothing of an earlier application meanwhile
        try:
            opened = await in_session(open_application, session.actor(), draft_id=draft, now=now())
            page = elsewhere(opened)
            facts = None if page else await in_session(read_sign_state, session.actor(), draft_id=draft, now=now())
        except Refusal as refusal:
            session.tell(refusal.code)
            return None
        if facts is None:
            return rx.redirect(f"/{session.language}/{page}/?draft={draft}", replace=True)
        self._show(opened, facts, session.language, session.actor().name)
        await self._show_answerers(opened)
        await self._show_offer(draft)
        return None

    async def _show_answerers(self, opened: OpenedDraft) -> None:
        """Name beside the security profile who was given statements of it, and count those of the reader."""
        session = await self.get_state(SessionState)
        draft, language = opened.access.draft_id, session.language
        shares = await in_reading(list_shares, session.actor(), draft_id=draft)
        names = localiser_for(language).join(list(dict.fromkeys(each.name for each in shares.shares)))
        self.parts = [replace(part, given=names) if part.id == PROFILE else part for part in self.parts]
        mine = limited_to(opened.situation, given_to(shares, session.actor().user_id))
        still_open = [key for item in mine.criteria if not is_answered(mine.book, key := item.criterion.id)]
        self.own_count, self.own_open = len(mine.criteria), len(still_open)
        first = next(iter([*still_open, *(item.criterion.id for item in mine.criteria)]), "")
        self.own_href = f"/{language}/profile/?draft={draft}&criterion={first}"

    async def _show_offer(self, draft: int) -> None:
        session = await self.get_state(SessionState)
        offer = await in_reading(offer_answers, session.actor(), draft_id=draft, now=now())
        self.offered = offer.count if offer else 0
        day = day_text(offer.sent_on, session.language) if offer else ""
        self.offered_note = message("taken.offer", session.language, date=day, count=self.offered)

    @rx.event
    @requires(Permission.APPLICATION_READ)
    async def take_over(self, draft: int) -> EventSpec | None:
        """Take over what an earlier application answered; each answer is marked until somebody confirms it."""
        session = await self.get_state(SessionState)
        try:
            count = await in_session(take_answers, session.actor(), draft_id=draft, now=now())
        except Refusal as refusal:
            session.tell(refusal.code)
            return None
        await self._load(draft)
        self.told = message("taken.done", session.language, count=count)
        return None

    def _show(self, opened: OpenedDraft, facts: SignFacts, language: str, own_name: str) -> None:
        situation, draft = opened.situation, opened.access.draft_id
        reader = reader_of(opened, language)
        working = _at_work(situation, own_name)
        self.draft, self.company, self.numbers_locked = draft, opened.company, opened.submitted_before
        self.parts = [
            TaskRow(
                view.step,
                view.label,
                view.status,
                view.note,
                reader.localiser.join(working.get(view.step, [])),
                step_address(language, draft, step),
            )
            for view, step in zip(task_views(situation, reader), situation.path, strict=True)
        ]
        self.done = sum(part.status == Status.COMPLETE.value for part in self.parts)
        self.count, self.problems = len(self.parts), len(problem_views(situation, reader))
        following = situation.next_open()
        self.next_name = task_name(situation, following, language) if following else ""
        self.next_href = step_address(language, draft, following) if following else f"/{language}/check/?draft={draft}"
        self.check_status = "needs-attention" if self.problems else "ready"
        self.sign_status = _sign_status(facts, ready=not self.problems)


def _at_work(situation: Situation, own_name: str) -> dict[str, list[str]]:
    """Return who else saved something in the last hour, by step."""
    questions = questions_of(situation.library, situation.flow_id)
    moment = now()
    found: dict[str, dict[str, None]] = {}
    for answer in situation.book.answers.values():
        question = questions.get(answer.key)
        recent = answer.saved_at is not None and moment - answer.saved_at < RECENTLY
        if question and recent and answer.who != own_name:
            found.setdefault(question.step, {})[answer.who] = None
    return {step: list(names) for step, names in found.items()}


def _sign_status(facts: SignFacts, *, ready: bool) -> str:
    if facts.is_signed:
        return "signed"
    if not ready:
        return "locked"
    return "ready" if facts.may_sign else "waiting-for-officer"
