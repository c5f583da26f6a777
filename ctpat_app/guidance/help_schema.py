"""The shapes of the help topics: what each is about, where it is put right, its questions, steps and ends."""

import re
from typing import Annotated, Final, Literal

from pydantic import Field, StringConstraints

from ctpat_app.guidance.schema import Record, Slug, Text, Words

NONE: Final = "none"
"""The topic of everything that the assistant does not know."""
FRAME: Final = "assistant"
SOLVED: Final = "solved"

Next = Annotated[str, StringConstraints(pattern=r"^(?:q:[a-z0-9-]+|do:[1-9][0-9]?|topic:[a-z0-9-]+|end:[a-z0-9-]+)$")]
"""Where an answer leads: ``q:<question>``, ``do:<step, from 1>``, ``topic:<id>`` or ``end:<state>``."""

PagePath = Annotated[str, StringConstraints(pattern=r"^(?:[a-z0-9-]+(?:/[a-z0-9-]+)*)?$")]
"""The address of a page below its language; that of the start page is empty."""
PLACEHOLDER: Final = re.compile(r"\{([a-z0-9-]*)\}")
"""Where a text names a page."""


class TopicWords(Words):
    """Words of a topic; ``modern`` is what is true today where the old advice is not."""

    title: Text
    definition: Text
    modern: str = ""
    steps: tuple[Text, ...] = Field(min_length=1)


class NearWords(Words):
    """When the other topic is meant instead."""

    why: Text


class Near(Record):
    """A topic that is easily taken for this one, by its ``id``."""

    id: Slug
    i18n: NearWords


class TopicSource(Record):
    """The heading that a topic rests on; without one the source is silent and the steps are ordinary practice."""

    file: Slug
    heading: str | None = None
    near: str = ""
    """Which part below the heading."""
    nearest: str = ""
    """Without a heading: the one that comes closest."""
    also: tuple[Text, ...] = ()
    also_file: Slug | None = None
    obsolete: bool = False
    """The advice below the heading must not be repeated."""


class AnswerWords(Words):
    """What the person can say."""

    label: Text


class HelpAnswer(Record):
    """One answer to a question of a topic, and where it leads."""

    id: Slug
    next: Next
    i18n: AnswerWords


class QuestionWords(Words):
    """What the person is asked."""

    ask: Text


class HelpQuestion(Record):
    """A question that narrows a topic down."""

    id: Slug
    answers: tuple[HelpAnswer, ...] = Field(min_length=2)
    i18n: QuestionWords


class HelpTopic(Record):
    """One matter that a person can be helped with; ``examples`` are what people typed, and are never translated."""

    id: Slug
    group: Slug
    near: tuple[Near, ...]
    source: TopicSource
    detect: tuple[Slug, ...]
    link: tuple[Slug, ...] = Field(min_length=1)
    questions: tuple[HelpQuestion, ...] = Field(min_length=1)
    ends: tuple[Slug, ...] = Field(min_length=1)
    examples: tuple[Text, ...] = Field(min_length=1)
    i18n: TopicWords


class GroupWords(Words):
    """Words of a group of topics."""

    name: Text


class HelpGroup(Record):
    """A group of topics."""

    id: Slug
    i18n: GroupWords


class HelpPageWords(Words):
    """Title of a page, as the steps call it."""

    title: Text


class HelpPage(Record):
    """A page on which a matter can be put right; steps name it as ``{id}``.

    ``path`` is its address below the language, ``step`` the step of the application that it shows, ``anchor`` the id of
    the place in it. A library from before there were paths has none.
    """

    id: Slug
    path: PagePath | None = None
    step: Slug | None = None
    anchor: Slug | None = None
    i18n: HelpPageWords


class EndWords(Words):
    """What a way to end means."""

    meaning: Text


class HelpEnd(Record):
    """A state that a dialogue can end in."""

    id: Slug
    i18n: EndWords


class HelpFact(Record):
    """Something that the kiosk finds out without asking; the meaning is for whoever builds it."""

    id: Slug
    about: Literal["browser", "account"]
    meaning: Text


class HelpFrame(Record):
    """What the topics refer to."""

    id: Slug
    groups: tuple[HelpGroup, ...]
    pages: tuple[HelpPage, ...]
    ends: tuple[HelpEnd, ...]
    facts: tuple[HelpFact, ...]
