"""What must hold between the topics of help: every reference resolves, and the last end is not "solved"."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

from ctpat_app.guidance.help_schema import FRAME, NONE, PLACEHOLDER, SOLVED, HelpFrame, HelpTopic
from ctpat_app.guidance.records import Library

_APPLICATION: Final = "application"


def help_faults(library: Library) -> Iterator[str]:
    """Yield every fault of the topics; nothing for a library from before there were any."""
    if not library.help_topics:
        return
    frame = library.help_frame.get(FRAME)
    if frame is None:
        yield f"help_frame: the topics need the record {FRAME}"
        return
    if NONE not in library.help_topics:
        yield f"help_topics: the topic {NONE} is missing"
    for part in (frame.groups, frame.pages, frame.ends, frame.facts):
        yield from _twice(f"help_frame/{FRAME}", (each.id for each in part))
    yield from (f"help_frame/{FRAME}: {fault}" for fault in _page_faults(library, frame))
    for topic in library.help_topics.values():
        yield from (f"help_topics/{topic.id}: {fault}" for fault in _topic_faults(library, frame, topic))


def _page_faults(library: Library, frame: HelpFrame) -> Iterator[str]:
    flow = library.flows.get(_APPLICATION)
    steps = {step.id for step in flow.steps} if flow else set()
    yield from _unknown("step of the application", (page.step for page in frame.pages if page.step), steps)
    for page in frame.pages:
        if page.path is None and (page.step or page.anchor):
            yield f"{page.id}: a step or an anchor needs a path"


def _topic_faults(library: Library, frame: HelpFrame, topic: HelpTopic) -> Iterator[str]:
    pages, ends = {page.id for page in frame.pages}, {end.id for end in frame.ends}
    yield from _unknown("group", [topic.group], {group.id for group in frame.groups})
    yield from _unknown("page", topic.link, pages)
    yield from _unknown("page", (name for text in _texts(topic) for name in PLACEHOLDER.findall(text)), pages)
    yield from _unknown("end", topic.ends, ends)
    yield from _unknown("fact", topic.detect, {fact.id for fact in frame.facts})
    yield from _unknown("topic", (near.id for near in topic.near), library.help_topics)
    yield from _twice("near", (near.id for near in topic.near))
    if topic.id in {near.id for near in topic.near}:
        yield "a topic is not near itself"
    if topic.ends[-1] == SOLVED:
        yield "the last end is what remains when no step has helped, so it is not solved"
    if topic.source.obsolete and not topic.i18n.modern:
        yield "obsolete advice needs a text that says what is true today"
    yield from _question_faults(library, topic, ends)


def _texts(topic: HelpTopic) -> Iterator[str]:
    """Yield the texts in which a page may be named."""
    yield from (topic.i18n.definition, topic.i18n.modern, *topic.i18n.steps)


def _question_faults(library: Library, topic: HelpTopic, ends: set[str]) -> Iterator[str]:
    questions = {question.id for question in topic.questions}
    yield from _twice("questions", (question.id for question in topic.questions))
    leads = [answer.next.split(":") for question in topic.questions for answer in question.answers]
    yield from _unknown("question", (name for kind, name in leads if kind == "q"), questions)
    yield from _unknown("end", (name for kind, name in leads if kind == "end"), ends)
    yield from _unknown("topic", (name for kind, name in leads if kind == "topic"), library.help_topics)
    steps = {str(number) for number, _ in enumerate(topic.i18n.steps, start=1)}
    yield from _unknown("step", (name for kind, name in leads if kind == "do"), steps)
    reached = {topic.questions[0].id, *(name for kind, name in leads if kind == "q")}
    yield from (f"no answer leads to the question {name}" for name in questions - reached)
    for question in topic.questions:
        yield from _twice(question.id, (answer.id for answer in question.answers))


def _unknown(kind: str, names: Iterable[str], known: Iterable[str]) -> Iterator[str]:
    have = set(known)
    return (f"there is no {kind} {name}" for name in names if name not in have)


def _twice(where: str, names: Iterable[str]) -> Iterator[str]:
    return (f"{where}: {name} is there twice" for name, count in Counter(names).items() if count > 1)
