"""A form as a dialogue: its questions one by one, in the order of the flow, and where each leads.

Nothing is asked here that the flow does not ask: every turn comes from ``Situation.asked``, so a new question of the
content appears in both ways of answering. What a form shows beside a statement is a part of its turn: whether it
applies stands with the response, and the language of an answer with its English version.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from ctpat_app.guidance.flow import Situation, Status
from ctpat_app.guidance.problems import Problem
from ctpat_app.guidance.questions import APPLICABILITY, ENGLISH, LANGUAGE, questions_of
from ctpat_app.guidance.schema import FieldKind, Step

WITHIN: Final = (APPLICABILITY, LANGUAGE)
"""What is asked together with another question of the same record."""
PART_END: Final = ".end"
FINISHED: Final = ".finished"
"""In the place of a question's key: the end of a part, and of the whole dialogue. No key of the content begins so."""
_DIVIDER: Final = "|"


class TurnKind(StrEnum):
    """What a turn is about."""

    QUESTION = "question"
    ENTRY = "entry"
    """Whether a list gets another entry."""
    PART_END = "part-end"
    FINISHED = "finished"


@dataclass(frozen=True)
class Turn:
    """One thing that the dialogue asks or says; ``key`` is that of the question or of the list."""

    kind: TurnKind
    step: str = ""
    key: str = ""
    row: str = ""

    @property
    def place(self) -> str:
        """What names the turn in an event, fixed when it was shown."""
        return _DIVIDER.join((self.step, self.key, self.row))


END: Final = Turn(TurnKind.FINISHED, key=FINISHED)


def turns_of(now: Situation, step: Step) -> tuple[Turn, ...]:
    """Return the turns of a part, in the order in which its form asks them."""
    return tuple(_turns(now, step))


def _turns(now: Situation, step: Step) -> Iterator[Turn]:
    asked = [item for item in now.asked(step) if not item.question.key.startswith(WITHIN)]
    yield from (Turn(TurnKind.QUESTION, step.id, item.question.key, item.row) for item in asked if item.row)
    if step.list and not step.list.rows_from:
        yield Turn(TurnKind.ENTRY, step.id, step.list.id)
    yield from (Turn(TurnKind.QUESTION, step.id, item.question.key) for item in asked if not item.row)
    yield Turn(TurnKind.PART_END, step.id, PART_END)


def find_turn(now: Situation, step_id: str, key: str, row: str) -> Turn | None:
    """Return the turn when it is on the path; a forged address, or a question that is not asked any more, is None."""
    if key == FINISHED:
        return END
    step = now.step(step_id)
    if step is None:
        return None
    return next((turn for turn in turns_of(now, step) if (turn.key, turn.row) == (key, row)), None)


def turn_at(now: Situation, step_id: str, key: str = "", row: str = "") -> Turn:
    """Return the turn that an address names; else the first open one of its part, of the form, or the end."""
    if found := find_turn(now, step_id, key, row):
        return found
    if step := now.step(step_id):
        turns = turns_of(now, step)
        if row and (entry := next((turn for turn in turns if turn.kind is TurnKind.ENTRY), None)):
            return entry  # the entry was deleted
        return next((turn for turn in turns if is_open(now, turn)), turns[0])
    return first_open(now) or END


def turn_in(now: Situation, place: str) -> Turn:
    """Return the turn that an event names, as ``turn_at`` does."""
    step, _, rest = place.partition(_DIVIDER)
    key, _, row = rest.partition(_DIVIDER)
    return turn_at(now, step, key, row)


def problems_at(now: Situation, turn: Turn) -> tuple[Problem, ...]:
    """Return what is wrong or missing at the turn."""
    keys = {turn.key} | ({_beside(turn.key)} if turn.key.startswith(ENGLISH) else set())
    return tuple(each for each in now.problems if each.step == turn.step and each.key in keys and each.row == turn.row)


def _beside(key: str) -> str:
    return LANGUAGE + key.removeprefix(ENGLISH)


def is_open(now: Situation, turn: Turn) -> bool:
    """Whether something is to be given or mended at the turn."""
    return any(each.missing or each.level == "error" for each in problems_at(now, turn))


def is_answered(now: Situation, turn: Turn) -> bool:
    """Whether the question of the turn has an answer."""
    if turn.kind is not TurnKind.QUESTION:
        return False
    if questions_of(now.library, now.flow_id)[turn.key].kind is FieldKind.CONSENT:
        return now.facts.mra_consent
    return bool(now.book.text(turn.key, turn.row))


def first_open(now: Situation) -> Turn | None:
    """Return the first turn of the form that is open; None when nothing is."""
    return next((turn for step in now.path for turn in turns_of(now, step) if is_open(now, turn)), None)


def open_in(now: Situation, step: Step) -> int:
    """Return how many turns of a part are open."""
    return sum(is_open(now, turn) for turn in turns_of(now, step))


def before(now: Situation, turn: Turn) -> Turn | None:
    """Return the turn before, answered or not; None at the beginning. The end of a part is passed over."""
    order = [each for step in now.path for each in turns_of(now, step)]
    place = order.index(turn) if turn in order else len(order)
    return next((each for each in reversed(order[:place]) if each.kind is not TurnKind.PART_END), None)


def following(now: Situation, turn: Turn) -> Turn:
    """Return what is asked after ``turn``: what has an answer already is passed over, and so is a part that is done.

    A list asks for another entry each time it is passed, and what may be left out is asked once on the way.
    """
    step = now.step(turn.step)
    if step is None:
        return END
    own = turns_of(now, step)
    rest = own[own.index(turn) + 1 :] if turn in own else own
    if within := next((each for each in rest if _is_asked_on_the_way(now, each)), None):
        return within
    return _in_later_part(now, step)


def _in_later_part(now: Situation, step: Step) -> Turn:
    parts = now.path[now.path.index(step) + 1 :]
    for part in parts:
        if now.status(part) is not Status.COMPLETE:
            turns = turns_of(now, part)
            return next((each for each in turns if _is_asked_on_the_way(now, each)), turns[-1])
    return END


def _is_asked_on_the_way(now: Situation, turn: Turn) -> bool:
    return turn.kind is not TurnKind.QUESTION or not is_answered(now, turn) or is_open(now, turn)


def told_at(now: Situation, turn: Turn) -> str:
    """Return the codes of what the kiosk says about the answer of the turn; what is merely missing is not told."""
    return ",".join(sorted({each.code for each in problems_at(now, turn) if not each.missing}))


def after_turn(now: Situation, place: str, *, heeded: str) -> str | None:
    """Return the place to which a person goes who has answered; None where something is to be mended or read.

    ``heeded`` are the codes that stood beside the answer when it was sent: advice that was read once keeps nobody.
    """
    turn = turn_in(now, place)
    found = problems_at(now, turn)
    if any(each.level == "error" and each.who == "anyone" for each in found):
        return None
    if any(each.code not in heeded.split(",") for each in found if not each.missing):
        return None
    return following(now, turn).place
