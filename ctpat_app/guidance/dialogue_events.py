"""What of a press in a dialogue is worth counting."""

from collections.abc import Iterator

from ctpat_app.domain.help_events import HelpEvent, HelpEventKind
from ctpat_app.guidance.dialogue import NOT_HELPED, Dialogue, Ended, Stand, Trying
from ctpat_app.guidance.help_schema import SOLVED


def opened(dialogue: Dialogue, page: str) -> tuple[HelpEvent, ...]:
    """Return what opening a dialogue counts as; facts may have led on from its first question already."""
    shown = HelpEvent(HelpEventKind.SHOWN, dialogue.topic, page)
    return (shown, *_reached(dialogue.topic, dialogue, page))


def pressed(before: Dialogue, after: Dialogue, page: str) -> tuple[HelpEvent, ...]:
    """Return what a press counts as that led from ``before`` to ``after``."""
    stand = before.stand
    found: list[HelpEvent] = []
    if isinstance(stand, Trying) and after.presses[len(before.presses) :] == (NOT_HELPED,):
        found.append(HelpEvent(HelpEventKind.UNSOLVED, stand.topic.id, page, stand.number))
    return (*found, *_reached(stand.topic.id, after, page, last=stand))


def _reached(topic: str, dialogue: Dialogue, page: str, last: Stand | None = None) -> Iterator[HelpEvent]:
    stand = dialogue.stand
    if stand.topic.id != topic:
        yield HelpEvent(HelpEventKind.SHOWN, stand.topic.id, page)
    if isinstance(stand, Trying):
        yield HelpEvent(HelpEventKind.STEP, stand.topic.id, page, stand.number)
    if isinstance(stand, Ended) and stand.state == SOLVED:
        yield HelpEvent(HelpEventKind.SOLVED, stand.topic.id, page, last.number if isinstance(last, Trying) else 0)
    if isinstance(stand, Ended) and stand.state != SOLVED:
        yield HelpEvent(HelpEventKind.END, stand.topic.id, page, last.number if isinstance(last, Trying) else 0)
