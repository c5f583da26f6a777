"""The queue of the desk. Filters, order and place in it stand in the address."""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final, TypeVar
from urllib.parse import urlencode

import reflex as rx

from ctpat_app.adapters.clock import now
from ctpat_app.adapters.database import in_reading
from ctpat_app.domain.countries import COUNTRY_CODES
from ctpat_app.domain.desk import DueFilter, Order, Work
from ctpat_app.domain.errors import InvalidValue, Refusal
from ctpat_app.domain.numbers import number_in
from ctpat_app.domain.permissions import Permission, StaffRole, staff_may
from ctpat_app.services.assignments import list_specialists
from ctpat_app.services.desk_queue import EVERYBODY, NOBODY, Place, Queue, Wanted, read_queue
from ctpat_app.services.library import current_library
from ctpat_app.state.access import of_staff
from ctpat_app.state.desk_views import Counter, QueueLine, counter, queue_line, work_name
from ctpat_app.state.organization_views import type_name
from ctpat_app.state.session import SessionState
from ctpat_app.state.trade_account_views import country_name
from ctpat_app.words.languages import known_languages
from ctpat_app.words.messages import message, refusal_text

_LONGEST: Final = 200
_NOBODY: Final = "nobody"
_NO_PLACE_BEFORE: Final = 1999
"""What an address names before is no moment of this program."""
_Choice = TypeVar("_Choice", bound=StrEnum)


@dataclass(frozen=True)
class Filters:
    """What the reader wants to see, as it stands in the address."""

    who: str = ""
    kind: str = ""
    due: str = ""
    type: str = ""
    country: str = ""
    language: str = ""
    part: str = ""
    order: str = ""


class DeskQueueState(rx.State):
    """What waits for the reader."""

    loaded: bool = False
    may_choose_who: bool = False
    """Whether the reader sees the work of all specialists."""
    counters: list[Counter] = []
    filters: Filters = Filters()
    is_filtered: bool = False
    lines: list[QueueLine] = []
    found: str = ""
    following: str = ""
    """Address of the next page; empty on the last one."""
    is_first: bool = True
    begin: str = ""
    """Address of the first page of the same list."""
    problem: str = ""
    """Why nothing was looked for."""
    people: list[list[str]] = []
    kinds: list[list[str]] = []
    types: list[list[str]] = []
    countries: list[list[str]] = []
    languages: list[list[str]] = []

    @rx.event
    @of_staff
    async def load(self) -> None:
        """Show the part of the queue that the address asks for; the service decides what the reader may see."""
        self.reset()  # type: ignore[no-untyped-call]
        session = await self.get_state(SessionState)
        wanted = self.router.url.query_parameters
        self.filters = Filters(**{name: wanted.get(name, "")[:_LONGEST] for name in asdict(Filters())})
        behind = place_in(wanted.get("behind", ""))
        asked, actor = wanted_by(self.filters, behind), session.actor()
        try:
            queue = await in_reading(read_queue, actor, wanted=asked, now=now())
        except InvalidValue as refusal:
            self.problem = refusal_text(refusal, session.language)
            queue = await in_reading(read_queue, actor, wanted=wanted_by(Filters(), None), now=now())
        except Refusal as refusal:
            session.tell(refusal.code)
            return
        self._show(queue, session.language, is_first=behind is None)
        if staff_may(queue.role, Permission.CASE_ASSIGN):
            specialists = await in_reading(list_specialists, actor)
            self.people = [[str(each.user_id), each.name] for each in specialists]
        self.may_choose_who = queue.role is not StaffRole.SPECIALIST
        self.loaded = True

    def _show(self, queue: Queue, language: str, *, is_first: bool) -> None:
        today = now().date()
        self.lines = [queue_line(item, language, today) for item in queue.items]
        self.counters = [counter(each, language) for each in queue.counts]
        self.found = message("desk.found", language, count=queue.found)
        chosen = {name: value for name, value in asdict(self.filters).items() if value}
        self.is_filtered = bool(chosen.keys() - {"order"})
        self.begin, self.is_first = _address(language, chosen), is_first
        if queue.goes_on:
            self.following = _address(language, {**chosen, "behind": place_text(queue.items[-1].place)})
        self.kinds = [
            [
                each.kind.value,
                message("desk.work-count", language, work=work_name(each.kind, language), count=each.waiting),
            ]
            for each in queue.counts
        ]
        self.types = sorted(
            ([each, type_name(each, language)] for each in current_library().business_types),
            key=lambda each: each[1].casefold(),
        )
        self.countries = sorted([each, country_name(each, language)] for each in queue.countries)
        self.languages = [list(each) for each in known_languages()]


def wanted_by(filters: Filters, behind: Place | None) -> Wanted:
    """Return what the address asks for; what it names that does not exist is left out."""
    return Wanted(
        who=NOBODY if filters.who == _NOBODY else number_in(filters.who) or EVERYBODY,
        kind=_one_of(Work, filters.kind),
        due=_one_of(DueFilter, filters.due),
        business_type=_known(filters.type, current_library().business_types),
        country=_known(filters.country, COUNTRY_CODES),
        language=_known(filters.language, dict(known_languages())),
        part=filters.part,
        order=_one_of(Order, filters.order) or Order.DUE,
        behind=behind,
    )


def _known(text: str, known: Collection[str]) -> str:
    return text if text in known else ""


def _one_of(kind: type[_Choice], text: str) -> _Choice | None:
    return kind(text) if text in set(kind) else None


def place_text(place: Place) -> str:
    """Return a place in the list as it stands in an address."""
    return f"{place.due_on.isoformat()}~{place.since_at.isoformat()}~{place.kind}~{place.subject_id}"


def place_in(text: str) -> Place | None:
    """Return the place that an address names; None for what is none, so that the list begins at its beginning."""
    try:
        due_on, since_at, kind, subject = text.split("~")
        since = datetime.fromisoformat(since_at.replace(" ", "+"))
        place = Place(date.fromisoformat(due_on), since, kind, number_in(subject))
    except ValueError:
        return None
    return place if since.tzinfo and since.year > _NO_PLACE_BEFORE else None


def _address(language: str, query: Mapping[str, str]) -> str:
    return f"/{language}/staff/queue/" + (f"?{urlencode(query)}" if query else "")
