"""Saving answers from a page: what every page with fields of a draft shares."""

from collections.abc import Mapping, Sequence

import reflex as rx

from ctpat_app.adapters.clock import now
from ctpat_app.adapters.database import in_session
from ctpat_app.domain.errors import NotPermitted, Refusal, StaleVersion
from ctpat_app.domain.numbers import number_in
from ctpat_app.domain.permissions import Permission
from ctpat_app.guidance.answers import join, split
from ctpat_app.guidance.views import FieldView, ProblemView, TaskView, field_name
from ctpat_app.services.application import OpenedDraft
from ctpat_app.services.drafts import PERMISSION_OF_KIND, SavedAnswer, SeenAnswer, save_answer
from ctpat_app.services.progress import Continued, FindWay, continue_from
from ctpat_app.services.taken_answers import confirm_answer
from ctpat_app.state.access import requires
from ctpat_app.state.reading import tab_of
from ctpat_app.state.session import SessionState
from ctpat_app.state.walk_follow import note_where
from ctpat_app.words.country_names import country_names
from ctpat_app.words.messages import message

# What decides by itself which questions follow: after saving one of these the whole page is looked at again.
SHAPES_THE_PAGE = frozenset(
    {"yes-no", "choice", "checkboxes", "countries", "identifier", "contact-role", "primary-contact"}
)
_CHOSEN = SHAPES_THE_PAGE - {"identifier"} | {"rating"}
_VERSIONS_KEPT = 8
WRITERS = (Permission.PROFILE_ANSWER, *dict.fromkeys(PERMISSION_OF_KIND.values()))
"""What the kinds of answers ask for; the service asks for the one of the answer at hand."""


class AnswerState(rx.State, mixin=True):
    """Fields of a draft. Nothing here is needed to save: draft, key, row and version travel with each event."""

    draft: int = 0
    company: str = ""
    tasks: list[TaskView] = []
    address: str = ""
    """Where this page lives; the browser's address bar follows it."""

    returns: bool = False
    """Whether the person came from the check page and goes back there."""

    versions: dict[str, int] = {}
    """Version that each shown field was loaded or saved at, by its name."""
    shown: dict[str, str] = {}
    """Stored value read back beside a field, by its name."""
    errors: dict[str, str] = {}
    theirs: dict[str, str] = {}
    """The other text, where somebody saved one meanwhile."""
    theirs_by: dict[str, str] = {}
    theirs_version: dict[str, int] = {}
    mine: dict[str, str] = {}
    """What was typed here when the other text turned up."""
    sides: dict[str, list[str]] = {}
    """Both texts as they are read: of options their labels. First the other one, then the own."""

    revisions: dict[str, int] = {}
    """How often a control was given another value than it held; only then it is made anew, and would lose the focus."""
    _held: dict[str, str] = {}
    """What the control of a field holds in the browser, as far as it came or was shown here."""
    _labels: dict[str, dict[str, str]] = {}
    """What the options of a field are called, by the field's name."""
    _own: dict[str, tuple[tuple[int, ...], str]] = {}
    """The newest text saved from here, and the versions that led to it."""

    _refused: dict[str, str] = {}
    """Why the text in a control was not taken, by draft and field: told until it is mended or given up."""

    saved_at: str = ""
    """Moment of the newest save, ISO 8601."""
    attempt: int = 0
    """Counts the attempts to go on that found something to mend."""

    @rx.event
    @requires(*WRITERS)
    async def save(
        self, draft: int, key: str, row: str, seen_version: int, kind: str, text: str, of_version: int
    ) -> None:
        """Save one answer and say so; the typed text stays in the browser whatever the outcome."""
        await self._save(draft, key, row, seen_version, kind, text, of_version)

    @rx.event
    @requires(*WRITERS)
    async def choose(
        self, draft: int, key: str, row: str, seen_version: int, kind: str, value: str, option: str, chosen: bool
    ) -> None:
        """Add or take out one option; ``value`` is what was stored when the options were shown."""
        # The next choice may be on its way before the page shows the one before.
        versions, newest = self._own.get(f"{draft}/{field_name(key, row)}", ((), ""))
        before = newest if seen_version in versions else value
        keys = [item for item in split(before) if item != option] + ([option] if chosen else [])
        await self._save(draft, key, row, seen_version, kind, join(keys))

    @rx.event
    @requires(Permission.APPLICATION_READ)
    async def keep_theirs(self, name: str) -> None:
        """Take the text that the other person saved."""
        self._end_conflict(name)
        await self._reload()

    @rx.event
    @requires(*WRITERS)
    async def keep_mine(
        self, draft: int, key: str, row: str, kind: str, their_version: int, text: str, of_version: int
    ) -> None:
        """Save the own text over the other one, which was shown; the other stays in the history."""
        self._end_conflict(field_name(key, row))
        await self._save(draft, key, row, their_version, kind, text, of_version)
        await self._look_again()

    @rx.event
    @requires(*WRITERS)
    async def confirm(self, draft: int, key: str, row: str, seen_version: int) -> None:
        """Confirm an answer that was taken over from an earlier application."""
        session = await self.get_state(SessionState)
        try:
            await in_session(
                confirm_answer,
                session.actor(),
                draft_id=draft,
                key=key,
                row_key=row,
                seen_version=seen_version,
                now=now(),
            )
        except Refusal as refusal:
            session.tell(refusal.code)
            return
        await self._look_again()

    @property
    def way_back(self) -> str:
        """What the address keeps, so that a reload or another language still leads back to the check page."""
        return "&return=check" if self.returns else ""

    async def _save(
        self, draft: int, key: str, row: str, seen_version: int, kind: str, text: str, of_version: int = 0
    ) -> None:
        session = await self.get_state(SessionState)
        name = field_name(key, row)
        self._held[name] = text
        try:
            saved = await in_session(
                save_answer,
                session.actor(),
                draft_id=draft,
                key=key,
                row_key=row,
                seen_version=seen_version,
                text=text,
                language=session.language,
                now=now(),
                tab=tab_of(self),
                of_version=of_version,
            )
        except StaleVersion as stale:
            self._show_conflict(name, stale, text)
            return
        except Refusal as refusal:
            self._refuse(name, message(refusal.code, session.language, **refusal.params))
            return
        self._note_saved(name, saved, session.language)
        earlier, _ = self._own.get(f"{draft}/{name}", ((), ""))
        self._own[f"{draft}/{name}"] = ((*earlier[-_VERSIONS_KEPT:], seen_version, saved.version), text)
        if saved.changed and kind in SHAPES_THE_PAGE:
            await self._look_again()
        elif saved.changed:
            await self._follow(key, text)
            await note_where(session, self.address)

    async def _follow(self, key: str, text: str) -> None:
        """Show what follows from a text that was just saved, without touching the controls; most pages have nothing."""

    async def _go_on(
        self, find_way: FindWay, draft: int, place: str, typed: Mapping[str, str | bool | None]
    ) -> Continued | None:
        """Save what the form of ``place`` holds; show what keeps the person here, or return where they go."""
        session = await self.get_state(SessionState)
        try:
            went = await in_session(
                continue_from,
                session.actor(),
                draft_id=draft,
                place=place,
                find_way=find_way,
                seen=seen_in(typed),
                language=session.language,
                now=now(),
                tab=tab_of(self),
            )
        except Refusal as refusal:
            session.tell(refusal.code)
            return None
        self.draft = went.opened.access.draft_id  # under which a refused text is kept
        self._note_results(went.results, typed, session.language)
        self.attempt = 0 if went.onward else self.attempt + 1
        if went.onward is None:
            self._show(went.opened, place, session.language, asked_for_all=True)
        # What the page does not ask stands beside no field, and is refused all the same.
        for name, result in went.results.items():
            if isinstance(result, NotPermitted) and name not in self.errors:
                session.tell(result.code)
        return went

    def _add_problems(self, refused: list[ProblemView]) -> None:
        """Put values that could not be kept on top of the error summary; each page says where it is."""
        raise NotImplementedError

    def _show(self, opened: OpenedDraft, place: str, language: str, *, asked_for_all: bool = False) -> None:
        """Show the step or criterion ``place`` of the draft; each page says how."""
        raise NotImplementedError

    async def _look_again(self) -> None:
        """Look at the whole page again; who may enter an identifier without seeing the form has none before them."""
        if self.draft:
            await self._reload()
            await note_where(await self.get_state(SessionState), self.address)

    async def _reload(self) -> None:
        """Look at the whole page again; each page says how."""
        raise NotImplementedError

    def _note_results(
        self, results: Mapping[str, SavedAnswer | Refusal], typed: Mapping[str, str | bool | None], language: str
    ) -> None:
        """Note what became of the values of a form."""
        for name, result in results.items():
            if isinstance(result, StaleVersion):
                self._show_conflict(name, result, str(typed.get(name) or ""))
            elif isinstance(result, Refusal):
                self._refuse(name, message(result.code, language, **result.params))
            else:
                self._note_saved(name, result, language)

    def _refuse(self, name: str, text: str) -> None:
        self.errors[name] = self._refused[f"{self.draft}/{name}"] = text

    def _note_saved(self, name: str, saved: SavedAnswer, language: str) -> None:
        # Each dictionary that is touched is sent, so only what changes is touched.
        if self.versions.get(name) != saved.version:
            self.versions[name] = saved.version
        self._refused.pop(f"{self.draft}/{name}", None)
        errors = [fault for fault in saved.faults if fault.level == "error"]
        if errors:
            self.errors[name] = message(errors[0].code, language, **dict(errors[0].params))
        elif name in self.errors:
            del self.errors[name]
        if saved.changed:
            self.saved_at = now().isoformat(timespec="seconds")

    def _show_fields(self, fields: Sequence[FieldView], language: str) -> None:
        self._labels = {item.name: _labels_of(item, language) for item in fields if item.kind in _CHOSEN}
        held = self._held
        for item in fields:
            before = held.get(item.name, item.value)
            if before != item.value and set(split(before)) != set(split(item.value)):
                self.revisions[item.name] = self.revisions.get(item.name, 0) + 1
        held.update({item.name: item.value for item in fields})
        self.versions = {item.name: item.version for item in fields}
        self.shown = {item.name: item.value for item in fields if item.kind == "identifier"}
        own = {f"{self.draft}/{item.name}": item.name for item in fields}
        self._refused = {key: text for key, text in self._refused.items() if key in own}
        refused = {own[key]: text for key, text in self._refused.items()}
        self.errors = {item.name: item.error for item in fields if item.error} | refused
        if refused:
            self._add_problems([ProblemView(text, name, "") for name, text in refused.items()])

    def _show_conflict(self, name: str, stale: StaleVersion, typed: str) -> None:
        self.theirs[name], self.theirs_by[name] = stale.theirs, stale.who
        self.theirs_version[name], self.mine[name] = stale.version, typed
        self.sides[name] = [self._in_words(name, text) for text in (stale.theirs, typed)]

    def _in_words(self, name: str, text: str) -> str:
        labels = self._labels.get(name)
        return text if labels is None else ", ".join(labels.get(key, key) for key in split(text))

    def _end_conflict(self, name: str) -> None:
        for kept in (self.theirs, self.theirs_by, self.theirs_version, self.mine, self.sides):
            kept.pop(name, None)


def _labels_of(item: FieldView, language: str) -> dict[str, str]:
    # The list of countries stands in the page; the view only holds those that are chosen.
    return (
        dict(country_names(language)) if item.kind == "countries" else {each.key: each.label for each in item.options}
    )


def seen_in(typed: Mapping[str, str | bool | None]) -> dict[str, SeenAnswer]:
    """Return the values of a form by control; beside each stands a hidden ``<name>~seen`` with key, row, versions."""
    found = {}
    for name, marks in typed.items():
        control = name.removesuffix("~seen")
        key, _, rest = str(marks).partition("|")
        row, _, versions = rest.partition("|")
        version, _, beside = versions.partition("|")
        if name != control and control in typed:
            seen, text = number_in(version), str(typed[control])
            found[control] = SeenAnswer(key, row, seen, text, number_in(beside))
    return found
