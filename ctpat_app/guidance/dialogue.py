"""The dialogue of a topic of help: from the topic and what the person has pressed so far to what stands there now.

Nothing is kept but the presses: the same topic and presses always lead to the same place, so that going back is
leaving out the last one. Steps begin on an answer alone, of the person or of a fact that leaves no doubt.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from ctpat_app.guidance.help_schema import NONE, SOLVED, HelpAnswer, HelpQuestion, HelpTopic
from ctpat_app.guidance.records import Library

PERSON: Final = "person"
"""The end that a person may choose at any point."""
HELPED, NOT_HELPED = "helped", "not-helped"
"""What is pressed after a step."""
MOST_PRESSES: Final = 40
"""More than any way through the topics takes; whatever else is sent is not looked at."""
_BETWEEN: Final = "/"
_BY_FACT: Final = "!"
"""Before a fact that answered a question."""

Known = Mapping[tuple[str, str], Mapping[str, str]]
"""Of questions (topic, question): which fact gives which answer."""
NOTHING_KNOWN: Final[Known] = MappingProxyType({})


@dataclass(frozen=True)
class Asking:
    """A question is on show, with the answers that are left to give."""

    topic: HelpTopic
    question: HelpQuestion
    answers: tuple[HelpAnswer, ...]


@dataclass(frozen=True)
class Trying:
    """A step is on show, and whether it helped is asked."""

    topic: HelpTopic
    number: int

    @property
    def is_last(self) -> bool:
        """Whether nothing comes after it but the end."""
        return self.number == len(self.topic.i18n.steps)


@dataclass(frozen=True)
class Ended:
    """The dialogue is closed with one of the ends of the content."""

    topic: HelpTopic
    state: str


Stand = Asking | Trying | Ended


@dataclass(frozen=True)
class Moment:
    """What was on show, and what was said to it.

    ``said`` is the answer's id or one of ``HELPED`` and ``NOT_HELPED``; ``fact`` is what said it instead of the person.
    """

    stand: Asking | Trying
    said: str
    fact: str = ""


@dataclass(frozen=True)
class Dialogue:
    """Where a dialogue stands, and how it came there; ``presses`` are those that fitted."""

    topic: str
    presses: tuple[str, ...]
    past: tuple[Moment, ...]
    stand: Stand

    @property
    def way(self) -> str:
        """Return the presses as one text, as events and ``presses_in`` carry them."""
        return _BETWEEN.join(self.presses)

    @property
    def seen(self) -> tuple[Moment, ...]:
        """Return what facts answered by themselves."""
        return tuple(moment for moment in self.past if moment.fact)

    @property
    def one_back(self) -> tuple[str, ...] | None:
        """Return the presses without the last one of the person; None where there is none."""
        by_hand = [number for number, press in enumerate(self.presses) if not press.startswith(_BY_FACT)]
        return self.presses[: by_hand[-1]] if by_hand else None

    def before(self, fact: str) -> tuple[str, ...]:
        """Return what was pressed before ``fact`` answered for the first time; all of it when it never did."""
        mark = _BY_FACT + fact
        return self.presses[: self.presses.index(mark)] if mark in self.presses else self.presses


def presses_in(way: str) -> tuple[str, ...]:
    """Return the presses of ``way``."""
    return tuple(way.split(_BETWEEN)[:MOST_PRESSES]) if way else ()


def begin(
    library: Library,
    topic: str,
    presses: Sequence[str] = (),
    facts: frozenset[str] = frozenset(),
    known: Known = NOTHING_KNOWN,
) -> Dialogue | None:
    """Return the dialogue of ``topic`` after ``presses``; None when there is no such topic to talk about.

    A press that does not fit what stands there ends the reading: it and what follows it were never said. Facts answer
    the question that stands there at the end; what they answered is a press of its own from then on, so that a fact
    which becomes known later changes nothing of what was said before.

    Args:
        library: the content.
        topic: id of the topic with which it began.
        presses: what was pressed, in order: ids of answers, ``HELPED``, ``NOT_HELPED``, ``PERSON``, answers of facts.
        facts: what the kiosk knows for certain.
        known: which facts answer which questions.
    """
    record = library.help_topics.get(topic)
    if record is None or topic == NONE:
        return None
    walk = _Walk(library, known)
    here = Dialogue(topic, (), (), walk.opened(record))
    for press in presses[:MOST_PRESSES]:
        following = walk.pressed(here, press)
        if following is None:
            break
        here = following
    return walk.settled(here, facts)


@dataclass(frozen=True)
class _Walk:
    """Goes from one stand to the next."""

    library: Library
    known: Known

    def opened(self, topic: HelpTopic, past: tuple[Moment, ...] = ()) -> Stand:
        return self.asked(topic, topic.questions[0].id, past)

    def asked(self, topic: HelpTopic, question: str, past: tuple[Moment, ...]) -> Stand:
        """Return the question without the answers that would lead around in a circle."""
        record = next(each for each in topic.questions if each.id == question)
        gone = {moment.said for moment in _about(record, past)}
        left = tuple(each for each in record.answers if each.id not in gone or not _leaves(each))
        return Asking(topic, record, left) if left else Ended(topic, topic.ends[-1])

    def pressed(self, here: Dialogue, press: str) -> Dialogue | None:
        """Return the dialogue after ``press``; None when it does not fit."""
        stand, presses = here.stand, (*here.presses, press)
        if isinstance(stand, Ended):
            return None
        if press == PERSON:
            return replace(here, presses=presses, stand=Ended(stand.topic, PERSON))
        fact = press.removeprefix(_BY_FACT) if press.startswith(_BY_FACT) else ""
        said = self._answers(stand).get(fact, "") if fact else press
        past = (*here.past, Moment(stand, said, fact))
        following = self._answered(stand, said, past) if isinstance(stand, Asking) else _tried(stand, said)
        return Dialogue(here.topic, presses, past, following) if following else None

    def _answers(self, stand: Stand) -> Mapping[str, str]:
        """Return what facts answer to the question on show."""
        return self.known.get((stand.topic.id, stand.question.id), {}) if isinstance(stand, Asking) else {}

    def _answered(self, stand: Asking, said: str, past: tuple[Moment, ...]) -> Stand | None:
        answer = next((each for each in stand.answers if each.id == said), None)
        return self._led(stand.topic, answer.next, past) if answer else None

    def _led(self, topic: HelpTopic, lead: str, past: tuple[Moment, ...]) -> Stand:
        kind, _, where = lead.partition(":")
        if kind == "q":
            return self.asked(topic, where, past)
        if kind == "do":
            return Trying(topic, int(where))
        if kind == "topic":
            return self.opened(self.library.help_topics[where], past)
        return Ended(topic, where)

    def settled(self, here: Dialogue, facts: frozenset[str]) -> Dialogue:
        """Return the dialogue after every question that facts answer by themselves, each once."""
        while isinstance(here.stand, Asking) and not _about(here.stand.question, here.seen):
            found = [fact for fact in self._answers(here.stand) if fact in facts]
            following = self.pressed(here, _BY_FACT + found[0]) if found else None
            if following is None:
                break
            here = following
        return here


def _about(question: HelpQuestion, past: tuple[Moment, ...]) -> list[Moment]:
    """Return when ``question`` was on show."""
    return [moment for moment in past if isinstance(moment.stand, Asking) and moment.stand.question is question]


def _tried(stand: Trying, press: str) -> Stand | None:
    if press == HELPED:
        return Ended(stand.topic, SOLVED)
    if press != NOT_HELPED:
        return None
    return Ended(stand.topic, stand.topic.ends[-1]) if stand.is_last else Trying(stand.topic, stand.number + 1)


def _leaves(answer: HelpAnswer) -> bool:
    return answer.next.startswith("topic:")
