"""The statements that were given to whoever looks: all that a contributor sees, and a member's own list."""

from dataclasses import dataclass, field

import reflex as rx

from ctpat_app.adapters.clock import now
from ctpat_app.adapters.database import in_reading
from ctpat_app.guidance.flow import is_answered
from ctpat_app.services.contributing import GivenPart, list_given
from ctpat_app.state.access import signed_in
from ctpat_app.state.answerers import titles_of
from ctpat_app.state.session import SessionState
from ctpat_app.words.localiser import localiser_for


@dataclass(frozen=True)
class GivenLine:
    """One statement, and whether it is answered."""

    id: str
    number: str
    title: str
    language: str
    must: bool
    answered: bool
    href: str


@dataclass(frozen=True)
class GivenCard:
    """The statements of one application."""

    draft: int
    company: str
    given_by: str
    frozen: bool
    open: int
    lines: list[GivenLine] = field(default_factory=list)


class GivenState(rx.State):
    """What was given to the person, in every application."""

    loaded: bool = False
    parts: list[GivenCard] = []
    open: int = 0
    """How many statements still want an answer."""

    @rx.event
    @signed_in
    async def load(self) -> None:
        """Load the list."""
        session = await self.get_state(SessionState)
        parts = await in_reading(list_given, session.actor(), now=now())
        self.parts = [given_card(each, session.language) for each in parts]
        self.open = sum(card.open for card in self.parts if not card.frozen)
        self.loaded = True


def given_card(part: GivenPart, language: str) -> GivenCard:
    """Return the statements of one application in the reader's language."""
    situation = part.situation
    titles = titles_of(situation.library, language)
    lines = [
        GivenLine(
            id=f"{part.draft_id}-{item.criterion.id}",
            number=item.criterion.id if item.criterion.number_verified else "",
            title=titles[item.criterion.id].text,
            language=titles[item.criterion.id].language,
            must=item.level == "must",
            answered=is_answered(situation.book, item.criterion.id),
            href=f"/{language}/profile/?draft={part.draft_id}&criterion={item.criterion.id}",
        )
        for item in situation.criteria
    ]
    return GivenCard(
        part.draft_id,
        part.company,
        localiser_for(language).join(list(part.given_by)),
        part.frozen,
        sum(not line.answered for line in lines),
        lines,
    )
