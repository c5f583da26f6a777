"""The queue of the help desk. Filters, search and place in the list stand in the address."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final, TypeVar
from urllib.parse import urlencode

import reflex as rx

from ctpat_app.adapters.clock import now
from ctpat_app.adapters.database import in_reading
from ctpat_app.domain.errors import Refusal
from ctpat_app.domain.help_cases import CasePriority, CaseState, ProblemKind
from ctpat_app.domain.help_desk import MAX_SEARCH, Due
from ctpat_app.domain.numbers import number_in
from ctpat_app.domain.permissions import Permission
from ctpat_app.services.help_desk import ANYBODY, NOBODY, CasePlace, CaseWish, list_agents, read_case_queue
from ctpat_app.state.access import requires
from ctpat_app.state.help_desk_views import (
    CaseCounter,
    CaseItem,
    case_counters,
    case_item,
    kind_options,
    priority_options,
    state_options,
)
from ctpat_app.state.session import SessionState
from ctpat_app.words.languages import known_languages
from ctpat_app.words.messages import message

_NOBODY: Final = "nobody"
_ALL: Final = "all"
_Choice = TypeVar("_Choice", bound=StrEnum)


@dataclass(frozen=True)
class CaseFilters:
    """What the reader wants to see, as it stands in the address."""

    find: str = ""
    state: str = ""
    kind: str = ""
    priority: str = ""
    owner: str = ""
    language: str = ""
    due: str = ""


class HelpDeskState(rx.State):
    """The cases that the address asks for."""

    loaded: bool = False
    counters: list[CaseCounter] = []
    filters: CaseFilters = CaseFilters()
    is_filtered: bool = False
    items: list[CaseItem] = []
    found: str = ""
    following: str = ""
    """Address of the next page; empty on the last one."""
    is_first: bool = True
    begin: str = ""
    agents: list[list[str]] = []
    kinds: list[list[str]] = []
    states: list[list[str]] = []
    priorities: list[list[str]] = []
    languages: list[list[str]] = []

    @rx.event
    @requires(Permission.HELP_CASE_WORK)
    async def load(self) -> None:
        """Show the list."""
        self.reset()  # type: ignore[no-untyped-call]
        session = await self.get_state(SessionState)
        wanted, language = self.router.url.query_parameters, session.language
        self.filters = CaseFilters(**{name: wanted.get(name, "")[:MAX_SEARCH] for name in asdict(CaseFilters())})
        behind = place_in(wanted.get("behind", ""))
        try:
            actor = session.actor()
            queue = await in_reading(read_case_queue, actor, wish=wish_of(self.filters, behind), now=now())
            agents = await in_reading(list_agents, actor)
        except Refusal as refusal:
            self.reset()  # type: ignore[no-untyped-call]
            session.tell(refusal.code)
            return
        self.items = [case_item(each, language) for each in queue.lines]
        self.counters = case_counters(queue.counts, language, actor.user_id)
        self.found = message("help-desk.found", language, count=queue.found)
        chosen = {name: value for name, value in asdict(self.filters).items() if value}
        self.is_filtered, self.is_first, self.begin = bool(chosen), behind is None, _address(language, chosen)
        if queue.goes_on:
            self.following = _address(language, {**chosen, "behind": place_text(queue.lines[-1].place)})
        self.agents = [[str(each.user_id), each.name] for each in agents]
        self.kinds, self.states = kind_options(language), state_options(language)
        self.priorities, self.languages = priority_options(language), [list(each) for each in known_languages()]
        self.loaded = True


def wish_of(filters: CaseFilters, behind: CasePlace | None) -> CaseWish:
    """Return what the address asks for; what it names that does not exist is left out."""
    return CaseWish(
        state=_one_of(CaseState, filters.state),
        every_state=filters.state == _ALL,
        kind=_one_of(ProblemKind, filters.kind),
        priority=_one_of(CasePriority, filters.priority),
        owner=NOBODY if filters.owner == _NOBODY else number_in(filters.owner) or ANYBODY,
        language=filters.language if filters.language in dict(known_languages()) else "",
        due=_one_of(Due, filters.due),
        search=filters.find.replace("\x00", ""),
        behind=behind,
    )


def place_text(place: CasePlace) -> str:
    """Return a place in the list as it stands in an address."""
    return f"{place.due_at.isoformat()}~{place.case_id}"


def place_in(text: str) -> CasePlace | None:
    """Return the place that an address names; None for what is none, so that the list begins at its beginning."""
    try:
        due_at, number = text.split("~")
        due = datetime.fromisoformat(due_at.replace(" ", "+"))
    except ValueError:
        return None
    return CasePlace(due, number_in(number)) if due.tzinfo and due.year >= 2000 else None


def _one_of(kind: type[_Choice], text: str) -> _Choice | None:
    return kind(text) if text in set(kind) else None


def _address(language: str, query: Mapping[str, str]) -> str:
    return f"/{language}/staff/help/" + (f"?{urlencode(query)}" if query else "")
