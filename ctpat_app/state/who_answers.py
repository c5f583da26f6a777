"""Who answers what: statements and categories given to members, and to people from outside."""

from dataclasses import dataclass, field

import reflex as rx

from ctpat_app.adapters.clock import now
from ctpat_app.adapters.database import in_reading, in_session
from ctpat_app.domain.errors import InvalidValue, Refusal
from ctpat_app.domain.numbers import number_in
from ctpat_app.domain.permissions import Permission
from ctpat_app.guidance.records import Library
from ctpat_app.guidance.texts import Shown, ref
from ctpat_app.services.statement_shares import (
    CATEGORY,
    STATEMENT,
    Shares,
    ShareView,
    give_statements,
    invite_to_statements,
    list_shares,
    take_back,
)
from ctpat_app.state.access import requires
from ctpat_app.state.answerers import titles_of
from ctpat_app.state.session import SessionState
from ctpat_app.words.dates import day_text
from ctpat_app.words.localiser import localiser_for
from ctpat_app.words.messages import isolated, message, refusal_text

_PLACES = (CATEGORY, STATEMENT)


@dataclass(frozen=True)
class ShareLine:
    """One thing that somebody was given."""

    id: int
    number: str
    text: str
    language: str
    note: str
    """By whom, and when."""


@dataclass(frozen=True)
class AnswererCard:
    """Somebody with all that they were given."""

    id: str
    name: str
    outside: bool
    waiting: bool
    lines: list[ShareLine] = field(default_factory=list)


@dataclass(frozen=True)
class Place:
    """A statement that can be given."""

    name: str
    number: str
    title: str
    language: str
    chosen: bool


@dataclass(frozen=True)
class PlaceGroup:
    """A category that can be given as a whole or in part; it is open when something in it is chosen already."""

    name: str
    label: str
    is_open: bool
    places: list[Place] = field(default_factory=list)


class WhoAnswersState(rx.State):
    """Who was given what of one draft, and the form that gives more."""

    draft: int = 0
    company: str = ""
    people: list[AnswererCard] = []
    recipients: list[list[str]] = []
    """To whom more can be given: number and name."""
    groups: list[PlaceGroup] = []
    may_give: bool = False
    may_invite: bool = False
    problem: str = ""
    attempt: int = 0
    told: str = ""
    given: int = 0
    """Counts what was given, so that the form is empty again afterwards."""

    @rx.event
    @requires(Permission.APPLICATION_READ)
    async def load(self) -> None:
        """Load the draft that the address names; a statement that it names is chosen already."""
        self.reset()  # type: ignore[no-untyped-call]
        wanted = self.router.url.query_parameters
        await self._load(number_in(wanted.get("draft", "")), wanted.get("criterion", ""))

    @rx.event
    @requires(Permission.PROFILE_ANSWER, Permission.TRADE_ACCOUNT_MANAGE_USERS)
    async def give(self, draft: int, typed: dict[str, str | bool | None]) -> None:
        """Give what is ticked to the person who is chosen, or invite the one whose address is typed."""
        session = await self.get_state(SessionState)
        places = [name for name, value in typed.items() if name.startswith(_PLACES) and value]
        user_id, email = number_in(str(typed.get("person") or "")), str(typed.get("email") or "").strip()
        self.told, self.problem = "", ""
        try:
            if user_id or not email:
                await self._give(draft, user_id, places)
            else:
                await in_session(
                    invite_to_statements,
                    session.actor(),
                    draft_id=draft,
                    email=email,
                    name=str(typed.get("name") or ""),
                    places=places,
                    language=session.language,
                    now=now(),
                )
                self.told = message("shares.invited", session.language)
        except InvalidValue as refusal:
            self.problem, self.attempt = refusal_text(refusal, session.language), self.attempt + 1
            return
        except Refusal as refusal:
            session.tell(refusal.code)
            return
        self.given += 1
        await self._load(draft, "")

    async def _give(self, draft: int, user_id: int, places: list[str]) -> None:
        session = await self.get_state(SessionState)
        new = await in_session(
            give_statements, session.actor(), draft_id=draft, user_id=user_id, places=places, now=now()
        )
        name = next((each[1] for each in self.recipients if each[0] == str(user_id)), "")
        self.told = message("shares.given" if new else "shares.had", session.language, person=isolated(name))

    @rx.event
    @requires(Permission.PROFILE_ANSWER)
    async def take_back(self, draft: int, share: int) -> None:
        """Take one thing back."""
        session = await self.get_state(SessionState)
        self.told, self.problem = "", ""
        try:
            await in_session(take_back, session.actor(), draft_id=draft, share_id=share, now=now())
        except Refusal as refusal:
            session.tell(refusal.code)
            return
        self.told = message("shares.taken-back", session.language)
        await self._load(draft, "")

    async def _load(self, draft: int, criterion: str) -> None:
        session = await self.get_state(SessionState)
        self.draft = 0
        try:
            shares = await in_reading(list_shares, session.actor(), draft_id=draft)
        except Refusal as refusal:
            session.tell(refusal.code)
            return
        language = session.language
        self.draft, self.company = draft, shares.company
        self.may_give, self.may_invite = shares.may_give, shares.may_invite
        self.people = answerer_cards(shares, language)
        self.recipients = [
            [str(each.user_id), each.name] for each in shares.recipients if shares.may_invite or not each.outside
        ]
        self.groups = place_groups(shares.library, language, criterion)


def answerer_cards(shares: Shares, language: str) -> list[AnswererCard]:
    """Return everybody who was given something, in the order in which they first were."""
    titles = titles_of(shares.library, language)
    cards: dict[tuple[int, str], AnswererCard] = {}
    for share in shares.shares:
        key = (share.user_id, share.name)
        if key not in cards:
            cards[key] = AnswererCard(f"person-{len(cards)}", share.name, share.outside, share.waiting)
        cards[key].lines.append(_line(share, shares.library, titles, language))
    return list(cards.values())


def _line(share: ShareView, library: Library, titles: dict[str, Shown], language: str) -> ShareLine:
    day = day_text(share.given_at.date(), language)
    note = message("shares.note", language, person=isolated(share.given_by), date=day)
    if share.place.startswith(CATEGORY):
        key = share.place.removeprefix(CATEGORY)
        name = _category_name(library, key, language)
        return ShareLine(share.id, "", message("shares.category", language, category=name), language, note)
    key = share.place.removeprefix(STATEMENT)
    if key not in titles:  # the content has changed since
        return ShareLine(share.id, key, "", language, note)
    number = key if library.criteria[key].number_verified else ""
    return ShareLine(share.id, number, titles[key].text, titles[key].language, note)


def _category_name(library: Library, key: str, language: str) -> str:
    category = library.categories.get(key)
    return localiser_for(language).text(ref(f"categories/{key}", "name", category.i18n.name)) if category else key


def place_groups(library: Library, language: str, chosen: str) -> list[PlaceGroup]:
    """Return all categories with their statements; ``chosen`` is the one that is ticked already."""
    titles = titles_of(library, language)
    return [
        PlaceGroup(
            CATEGORY + key,
            _category_name(library, key, language),
            is_open=chosen in library.criteria and library.criteria[chosen].category == key,
            places=[
                Place(
                    STATEMENT + each.id,
                    each.id if each.number_verified else "",
                    titles[each.id].text,
                    titles[each.id].language,
                    each.id == chosen,
                )
                for each in library.criteria.values()
                if each.category == key
            ],
        )
        for key in library.categories
    ]
