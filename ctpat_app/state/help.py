"""The page of the help: a question in one's own words becomes a topic, and a topic a dialogue.

What a press refers to travels with its event (topic and presses so far): signing in meanwhile in another tab empties
the states of this one, and the dialogue goes on all the same. What was typed stays in this state alone.
"""

from functools import cache
from typing import Final

import reflex as rx
from reflex.event import EventSpec

from ctpat_app.adapters.clock import now
from ctpat_app.adapters.database import in_session
from ctpat_app.adapters.rate_limits import Limit, Limiter, limiter_for
from ctpat_app.domain.errors import InvalidValue, Refusal, Unavailable
from ctpat_app.domain.help_events import HelpEvent, HelpEventKind
from ctpat_app.guidance.assistant import Advice, Outcome
from ctpat_app.guidance.assistant_text import LONGEST, has_words
from ctpat_app.guidance.dialogue import HELPED, NOT_HELPED, PERSON, presses_in
from ctpat_app.guidance.dialogue_events import opened, pressed
from ctpat_app.guidance.dialogue_facts import BROWSER_FACTS, SIGNED_IN
from ctpat_app.services.help_statistics import count_help
from ctpat_app.services.library import current_library
from ctpat_app.state.access import public
from ctpat_app.state.action_views import text_in
from ctpat_app.state.asking import advise
from ctpat_app.state.flash import kiosk_settings
from ctpat_app.state.help_context import context_in
from ctpat_app.state.help_showing import ASK, CHOOSE, END, UNKNOWN, HelpShowing
from ctpat_app.state.plain_form import Typed
from ctpat_app.state.session import SessionState

ASK_ADDRESS: Final = Limit("help-ask-address", attempts=120, seconds=900)
ASK_TOTAL: Final = Limit("help-ask-total", attempts=6000, seconds=900)
"""A question costs about as much as twenty saves; behind one address may be a whole office."""
COUNT_ADDRESS: Final = Limit("help-count-address", attempts=600, seconds=900)
"""More presses than that still lead on, but no longer count: nobody is to fill the statistics by themselves."""


@cache
def _limiter() -> Limiter:
    return limiter_for(kiosk_settings().redis_url)


class HelpState(HelpShowing, rx.State):
    """The handlers of the page; the page that reports a problem reads ``topic`` and ``said``."""

    # ------------------------------------------------------------ coming

    @rx.event
    @public
    async def load(self) -> None:
        """Show the dialogue that the address names, or else the one of this tab.

        The address follows each press, so that reload, Back and a language link lead to the same place, also where the
        states of the tab were emptied meanwhile because somebody has signed in.
        """
        query = self.router.url.query_parameters
        self._context = context_in(current_library(), query)
        self.clear_problems()
        topic, way = query.get("topic", ""), query.get("way", "")
        if topic and (topic, way) != (self.begun, self.way):
            await self._restore(topic, way)
        await self._show()
        self.loaded = True

    async def _restore(self, topic: str, way: str) -> None:
        if way or topic == self.begun:
            self._stand(self._dialogue(topic, presses_in(way), settled=not way))
        else:
            self._why = ""
            await self._open(topic)

    # ------------------------------------------------------------ asking

    @rx.event
    @public
    async def ask(self, typed: Typed) -> None:
        """Find what a text is about; what was typed goes no further than the model of this process."""
        self.clear_problems()
        text = text_in(typed, "question")[:LONGEST]
        try:
            await self._require_room(text)
        except Refusal as refusal:
            await self.refuse("ask", refusal, field="question")
            return
        advice = await advise(text, self._context.page)
        self._forget()
        self._asked, self.values = text, {"ask-question": text}
        await self._follow(advice)
        await self._show()

    async def _require_room(self, text: str) -> None:
        if not has_words(text):
            raise InvalidValue("help.empty")
        for limit, key in ((ASK_ADDRESS, self.router.session.client_ip), (ASK_TOTAL, "")):
            if await _limiter().take(limit, key):
                raise InvalidValue("help.too-many")

    async def _follow(self, advice: Advice) -> None:
        """Open what is certain, offer what is likely, and say so where nothing is."""
        self._others = list(advice.choices)
        if advice.outcome is Outcome.ANSWER:
            by_page = self._context.page in current_library().help_topics[advice.topic].link
            self._why = "help.why-rule" if advice.by_rule else "help.why-page" if by_page else "help.why-words"
            await self._open(advice.topic)
        elif advice.outcome is Outcome.CHOICES:
            self.stage = CHOOSE
        else:
            await self._say_unknown()

    async def _say_unknown(self) -> None:
        self._forget_dialogue()
        self.stage = UNKNOWN
        await self._count(HelpEvent(HelpEventKind.ASKED_UNKNOWN, page=self._context.page))

    @rx.event
    @public
    async def choose(self, topic: str) -> None:
        """Open a topic that was offered."""
        self._why = ""
        await self._open(topic)
        await self._show()

    @rx.event
    @public
    async def not_it(self, topic: str) -> None:
        """Offer what else came into question for what was typed; without anything, the person asks anew."""
        if topic in current_library().help_topics:
            await self._count(HelpEvent(HelpEventKind.NOT_IT, topic, self._context.page))
        others = [each for each in self._others if each != topic]
        asked = self._asked
        self._forget()
        self._asked, self._others = asked, others
        self.stage = CHOOSE if others else ASK
        await self._show()

    @rx.event
    @public
    async def none_of_these(self) -> None:
        """Say that the matter is not known, and offer a person and all topics."""
        await self._say_unknown()
        await self._show()

    # ------------------------------------------------------------ the dialogue

    @rx.event
    @public
    async def answer(self, topic: str, way: str, option: str) -> None:
        """Answer the question to which the presses ``way`` have led."""
        await self._press(topic, way, option)

    @rx.event
    @public
    async def tried(self, topic: str, way: str, helped: bool) -> None:
        """Say whether a step has solved it."""
        await self._press(topic, way, HELPED if helped else NOT_HELPED)

    @rx.event
    @public
    async def person(self, topic: str, way: str) -> None:
        """Ask for a person, at any point; without a topic, too."""
        if self._dialogue(topic, presses_in(way)):
            await self._press(topic, way, PERSON)
            return
        self._forget_dialogue()
        self.stage, self.end = END, PERSON
        await self._show()

    @rx.event
    @public
    async def back(self, topic: str, way: str) -> None:
        """Go back to before the last press."""
        dialogue = self._dialogue(topic, presses_in(way), settled=False)
        if dialogue and dialogue.one_back is not None:
            self._stand(self._dialogue(topic, dialogue.one_back))
        await self._show()

    @rx.event
    @public
    async def doubt(self, topic: str, way: str, fact: str) -> None:
        """Ask a question after all that a fact has answered, since the person says that it is not so."""
        self._doubted |= {fact} & {*BROWSER_FACTS, SIGNED_IN}
        dialogue = self._dialogue(topic, presses_in(way), settled=False)
        if dialogue:
            self._stand(self._dialogue(topic, dialogue.before(fact)))
        await self._show()

    @rx.event
    @public
    async def see(self, typed: Typed) -> None:
        """Take what the page's script found out about the browser; whatever is not in the list is not looked at."""
        found = text_in(typed, "seen")[:LONGEST].replace("=", ":").split(";")
        self._facts |= BROWSER_FACTS & set(found)
        before = self._dialogue(self.begun, presses_in(self.way), settled=False)
        after = self._dialogue(self.begun, presses_in(self.way))
        if before and after and after.presses != before.presses:
            self._stand(after)
            await self._count(*pressed(before, after, self._context.page))
            await self._show()

    @rx.event
    @public
    async def restart(self) -> EventSpec:
        """Begin anew; only from where the person came is kept."""
        self._forget()
        self.values = {}
        self.form_key += "."  # a field without the text
        await self._show()
        return rx.redirect(self._way_here((await self.get_state(SessionState)).language), replace=True)

    # ------------------------------------------------------------ inside

    async def _open(self, topic: str) -> None:
        await self._note_signed_in()
        dialogue = self._dialogue(topic, ())
        self._forget_dialogue()
        if dialogue is None:
            self.stage = ASK
            return
        self._stand(dialogue)
        await self._count(*opened(dialogue, self._context.page))

    async def _press(self, topic: str, way: str, press: str) -> None:
        """Take a press; one that fits nothing changes nothing."""
        await self._note_signed_in()
        before = self._dialogue(topic, presses_in(way), settled=False)
        after = self._dialogue(topic, (*before.presses, press)) if before else None
        if before and after and len(after.presses) > len(before.presses):
            self._stand(after)
            await self._count(*pressed(before, after, self._context.page))
        await self._show()

    async def _note_signed_in(self) -> None:
        is_signed_in = (await self.get_state(SessionState)).signed_in
        self._facts = self._facts | {SIGNED_IN} if is_signed_in else self._facts - {SIGNED_IN}

    async def _count(self, *events: HelpEvent) -> None:
        """Count what happened; a database that is busy keeps nobody from being helped."""
        if not events or await _limiter().take(COUNT_ADDRESS, self.router.session.client_ip):
            return
        language = (await self.get_state(SessionState)).language
        try:
            await in_session(count_help, events, language=language, day=now().date())
        except Unavailable:
            return

    def _forget_dialogue(self) -> None:
        self.begun, self.way, self.topic, self.end = "", "", "", ""

    def _forget(self) -> None:
        """Forget what was asked, found and pressed."""
        self._forget_dialogue()
        self.stage, self._asked, self._why = ASK, "", ""
        self._others, self._doubted = [], frozenset()
