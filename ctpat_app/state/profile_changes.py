"""What was changed since the profile was sent, place by place, in the reader's language."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import reflex as rx
from reflex.event import EventSpec

from ctpat_app.adapters.clock import now
from ctpat_app.adapters.database import in_reading, in_session
from ctpat_app.domain.errors import Refusal
from ctpat_app.domain.numbers import number_in
from ctpat_app.domain.permissions import Permission
from ctpat_app.guidance.flow import Situation
from ctpat_app.guidance.questions import CRITERION, questions_of, steps_of
from ctpat_app.guidance.summary import SummaryCriterion
from ctpat_app.guidance.texts import Shown, ref
from ctpat_app.services.changed_files import ChangedFile
from ctpat_app.services.changes_view import ChangesPage, read_changes_page
from ctpat_app.services.profile_changes import discard_changes
from ctpat_app.services.take_backs import Change, take_back
from ctpat_app.state.access import requires
from ctpat_app.state.session import SessionState
from ctpat_app.state.summaries import summarise_in
from ctpat_app.words.dates import day_text, moment_text
from ctpat_app.words.localiser import localiser_for
from ctpat_app.words.messages import message

Texts = Mapping[tuple[str, str], tuple[Shown, tuple[Shown, ...]]]
"""What each place is called and how it reads, by key and row."""


@dataclass(frozen=True)
class ChangedText:
    """One text with its language."""

    text: str
    language: str


@dataclass(frozen=True)
class ChangeCard:
    """One place that was changed; ``stamp`` says which state of it is shown."""

    id: str
    key: str
    row: str
    stamp: int
    number: str
    title: str
    language: str
    by: str
    before: list[ChangedText] = field(default_factory=list)
    after: list[ChangedText] = field(default_factory=list)
    files: list[str] = field(default_factory=list)


class ProfileChangesState(rx.State):
    """The changes of the draft that the address names."""

    draft: int = 0
    company: str = ""
    sent_draft: int = 0
    sent_on: str = ""
    cards: list[ChangeCard] = []
    waits: bool = False
    may_write: bool = False
    may_discard: bool = False
    told: str = ""

    @rx.event
    @requires(Permission.APPLICATION_READ)
    async def load(self) -> EventSpec | None:
        """Show the changes; where there are none to send, go to what was sent."""
        self.reset()  # type: ignore[no-untyped-call]
        return await self._load(number_in(self.router.url.query_parameters.get("draft", "")))

    @rx.event
    @requires(Permission.PROFILE_ANSWER)
    async def take_back(self, draft: int, key: str, row: str, stamp: int) -> EventSpec | None:
        """Let one place stand again as it was sent."""
        session = await self.get_state(SessionState)
        try:
            await in_session(take_back, session.actor(), draft_id=draft, key=key, row_key=row, stamp=stamp, now=now())
        except Refusal as refusal:
            session.tell(refusal.code)
            return None
        went = await self._load(draft)
        self.told = message("changes.taken-back", session.language)
        return went

    @rx.event
    @requires(Permission.APPLICATION_START)
    async def discard(self, draft: int) -> EventSpec | None:
        """Put all changes aside."""
        session = await self.get_state(SessionState)
        sent = self.sent_draft
        try:
            await in_session(discard_changes, session.actor(), draft_id=draft, now=now())
        except Refusal as refusal:
            session.tell(refusal.code)
            return None
        return rx.redirect(f"/{session.language}/sent/?draft={sent}" if sent else f"/{session.language}/home/")

    async def _load(self, draft: int) -> EventSpec | None:
        session = await self.get_state(SessionState)
        try:
            page = await in_reading(read_changes_page, session.actor(), draft_id=draft, now=now())
        except Refusal as refusal:
            if refusal.code == "changes.none-open":
                return rx.redirect(f"/{session.language}/sent/?draft={draft}", replace=True)
            session.tell(refusal.code)
            return None
        self._show(page, session.language)
        return None

    def _show(self, page: ChangesPage, language: str) -> None:
        view = page.view
        self.draft, self.company, self.sent_draft = view.draft_id, page.company, view.sent_draft_id
        self.sent_on = day_text(view.sent_at.date(), language) if view.sent_at else ""
        self.waits, self.may_write, self.may_discard = view.waits, page.may_write, page.may_discard
        self.cards = change_cards(page, language)


def change_cards(page: ChangesPage, language: str) -> list[ChangeCard]:
    """Return the changes with both texts as they read in the reader's language; answers stay in theirs."""
    before, after = _texts(page.before, language), _texts(page.after, language)
    return [_card(number, change, page.after, before, after, language) for number, change in enumerate(page.changes, 1)]


def _card(number: int, change: Change, situation: Situation, before: Texts, after: Texts, language: str) -> ChangeCard:
    places = list(dict.fromkeys([(change.key, change.row), *((each.key, each.row) for each in change.places)]))
    title = _title(change, situation, next((each[0] for each in _found(after, before, places)), None), language)
    return ChangeCard(
        id=f"change-{number}",
        key=change.key,
        row=change.row,
        stamp=change.stamp,
        number=change.key.removeprefix(CRITERION) if change.key.startswith(CRITERION) else "",
        title=title.text,
        language=title.language,
        by=_by(change, language),
        before=_shown(before, places),
        after=_shown(after, places),
        files=[_file(each, language) for each in change.files],
    )


def _found(after: Texts, before: Texts, places: Iterable[tuple[str, str]]) -> Iterator[tuple[Shown, tuple[Shown, ...]]]:
    for place in places:
        if found := after.get(place) or before.get(place):
            yield found


def _shown(texts: Texts, places: Iterable[tuple[str, str]]) -> list[ChangedText]:
    values = [value for place in places if place in texts for value in texts[place][1]]
    return [ChangedText(each.text, each.language) for each in values if each.text]


def _texts(situation: Situation, language: str) -> Texts:
    """Return every place of the form as it reads."""
    found: dict[tuple[str, str], tuple[Shown, tuple[Shown, ...]]] = {}
    for section in summarise_in(situation, language):
        found |= {(row.key, row.row): (row.label, row.values) for row in section.rows}
        found |= {(CRITERION + item.id, ""): (item.title, _responses(item, language)) for item in section.criteria}
    return found


def _responses(item: SummaryCriterion, language: str) -> tuple[Shown, ...]:
    note = () if item.applies else (Shown(message("word.not-applicable", language), language),)
    return (*note, item.response, item.original)


def _title(change: Change, situation: Situation, label: Shown | None, language: str) -> Shown:
    """An entry of a list is called like its part of the form, everything else like its question."""
    flow, localiser = situation.flow_id, localiser_for(language)
    steps = {step.list.id: step for step in steps_of(situation.library, flow).values() if step.list}
    question = questions_of(situation.library, flow).get(change.key)
    step = steps.get(change.key) or (steps_of(situation.library, flow).get(question.step) if question else None)
    if label is not None and change.key not in steps:
        return label
    return localiser.show(ref(f"flows/{flow}/{step.id}", "task", step.i18n.task)) if step else Shown(change.key, "en")


def _by(change: Change, language: str) -> str:
    places = [(each.at, each.who) for each in change.places if each.at is not None]
    written = [*places, *((each.at, each.who) for each in change.files if each.at is not None)]
    if not written:
        return ""
    at, who = max(written)
    return message("returned.by", language, person=who, moment=moment_text(at, language))


def _file(file: ChangedFile, language: str) -> str:
    code = "came" if file.came else "went" if file.went else "newer"
    return message(f"changes.file-{code}", language, name=file.name)
