"""The page “Can we join?”: the answers stand in its address alone, nothing is stored and nothing personal is asked."""

from collections.abc import Iterable
from urllib.parse import parse_qsl, urlencode

import reflex as rx

from ctpat_app.adapters.clock import now
from ctpat_app.guidance.eligibility import TYPES_KEY
from ctpat_app.guidance.joining import Given, Joining, read_given
from ctpat_app.guidance.views import ProblemView
from ctpat_app.services.library import current_library
from ctpat_app.state.access import public
from ctpat_app.state.joining_views import (
    NO_QUESTION,
    NOTHING_TO_GATHER,
    AnswerLine,
    AskedView,
    GatheringView,
    TypeCard,
    answer_text,
    asked_view,
    gathering_view,
    question_text,
    type_card,
)
from ctpat_app.state.session import SessionState
from ctpat_app.words.dates import day_text
from ctpat_app.words.localiser import localiser_for
from ctpat_app.words.messages import message

PATH = "can-we-join"
ASKED, AGAIN = "asked", "again"
"""Further parts of the address: the question that a form showed, and one that was answered and is asked once more."""


class JoiningState(rx.State):
    """One question at a time; after the last one the result."""

    loaded: bool = False
    view: AskedView = NO_QUESTION
    """The question on show; without a key the result is."""
    kept: list[list[str]] = []
    """Name and value of each answer to the other questions: they travel with the form."""
    number: int = 0
    count: int = 0
    back: str = ""
    problems: list[ProblemView] = []
    attempt: int = 0
    cards: list[TypeCard] = []
    gathering: GatheringView = NOTHING_TO_GATHER
    answers: list[AnswerLine] = []
    today: str = ""
    """The day on which a printed list was made."""
    types: str = ""
    """The types that remain, as the form behind "Apply now" sends them."""

    @rx.event
    @public
    async def load(self) -> None:
        """Show what the answers in the address lead to."""
        self.reset()  # type: ignore[no-untyped-call]
        session = await self.get_state(SessionState)
        query = parse_qsl(self.router.url.query)
        library = current_library()
        joining = Joining(library, read_given(library, query))
        named = dict(query)
        again = named.get(AGAIN, "")
        key = again if again in joining.keys else joining.open
        if key:
            self._ask(joining, key, session.language)
            if named.get(ASKED, "") == key and not joining.given.get(key):
                self.problems = [
                    ProblemView(
                        message("joining.choose-one" if self.view.several else "joining.choose", session.language),
                        self.view.first,
                        "",
                    )
                ]
                self.attempt = 1
        else:
            self._show_result(joining, session.language)
        self.loaded = True

    def _ask(self, joining: Joining, key: str, language: str) -> None:
        localiser, keys = localiser_for(language), joining.keys
        self.view = asked_view(joining, key, localiser)
        self.kept = [[name, value] for name, value in _pairs(joining.given, without=key)]
        place = keys.index(key)
        # How many there are is known once the types are.
        self.number, self.count = place + 1, len(keys) if joining.given.get(TYPES_KEY) else 0
        self.back = _address(joining.given, language, again=keys[place - 1]) if place else ""

    def _show_result(self, joining: Joining, language: str) -> None:
        localiser = localiser_for(language)
        self.cards = [
            type_card(joining, item, localiser, _other(joining, item.instead, language)) for item in joining.results
        ]
        self.gathering = gathering_view(joining, localiser)
        self.today = day_text(now().date(), language)
        self.types = ",".join(joining.remaining)
        self.answers = [
            AnswerLine(
                question_text(joining, key, localiser),
                answer_text(joining, key, localiser),
                _address(joining.given, language, again=key),
            )
            for key in joining.keys
        ]


def _other(joining: Joining, instead: str, language: str) -> str:
    """Return the address that asks about the type ``instead`` as well; empty without one, or when it is chosen."""
    chosen = joining.given[TYPES_KEY]
    if not instead or instead in chosen:
        return ""
    return _address({**joining.given, TYPES_KEY: (*chosen, instead)}, language)


def _pairs(given: Given, *, without: str = "") -> Iterable[tuple[str, str]]:
    return ((key, value) for key, values in given.items() if key != without for value in values)


def _address(given: Given, language: str, *, again: str = "") -> str:
    pairs = [*_pairs(given), *([(AGAIN, again)] if again else [])]
    return f"/{language}/{PATH}/?{urlencode(pairs)}"
