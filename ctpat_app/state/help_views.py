"""What the page of the help shows of a dialogue: texts in the reader's language, and links to the pages they name."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from ctpat_app.domain.own_paths import HOME
from ctpat_app.guidance.dialogue import HELPED, Asking, Dialogue, Ended, Moment, Trying
from ctpat_app.guidance.help_pages import Piece, help_pages, pieces, same_place
from ctpat_app.guidance.help_schema import FRAME, HelpAnswer, HelpPage, HelpQuestion, HelpTopic
from ctpat_app.guidance.questions import questions_of
from ctpat_app.guidance.records import Library
from ctpat_app.guidance.texts import Localiser, Ref, ref
from ctpat_app.guidance.views import field_name
from ctpat_app.services.help_places import Places
from ctpat_app.state.help_context import Context, page_address
from ctpat_app.words.messages import message

REPORT: Final = "report"
"""The page that reports a problem, with what was said here."""
NEEDS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("apply", "application", "profile", "check", "sign"), "draft"),
    **dict.fromkeys(("trade-account", "organization", "messages", "aeo-registration"), "account"),
    **dict.fromkeys(("annual-review", "svi", "svi-find", "svi-agreement"), "model"),
}
"""Of pages that are about one thing: what their address has to name."""


@dataclass(frozen=True)
class PiecePart:
    """A part of a text; with an address it is the title of a page.

    ``stays``: the page belongs into the same tab, since it reads what was said in it.
    """

    text: str
    href: str = ""
    stays: bool = False


@dataclass(frozen=True)
class TopicLine:
    """A topic to choose."""

    id: str
    title: str


@dataclass(frozen=True)
class OptionLine:
    """An answer to choose."""

    id: str
    label: str


@dataclass(frozen=True)
class SeenLine:
    """What the kiosk has answered by itself, and by which fact."""

    fact: str
    text: str


@dataclass(frozen=True)
class SaidRow:
    """One line of what was said: ``who`` is "person" or "kiosk", ``text`` plain text in the person's language."""

    who: str
    text: str


@dataclass(frozen=True)
class Reader:
    """Shows texts of the help to one person: in their language, with links for where they are."""

    library: Library
    localiser: Localiser
    context: Context
    places: Places

    @cached_property
    def pages(self) -> Mapping[str, HelpPage]:
        """The pages that the help knows, by id."""
        return help_pages(self.library)

    @property
    def language(self) -> str:
        """Language of the person's pages."""
        return self.localiser.language

    # ------------------------------------------------------------ texts

    def text(self, source: Ref) -> str:
        """Return a text of the content."""
        return self.localiser.text(source)

    def title(self, topic: HelpTopic) -> str:
        """Return what the topic is called."""
        return self.text(topic_ref(topic, "title", topic.i18n.title))

    def content_language(self) -> str:
        """Return the language in which topics are shown; they are translated all together or not at all."""
        topic = next(iter(self.library.help_topics.values()))
        return self.localiser.show(topic_ref(topic, "title", topic.i18n.title)).language

    def page_title(self, page: str) -> str:
        """Return what a page is called; its id when the content does not know it."""
        found = self.pages.get(page)
        return self.text(ref(f"help_frame/{FRAME}/{page}", "title", found.i18n.title)) if found else page

    def parts(self, source: Ref) -> list[PiecePart]:
        """Return a text in its parts: the pages that it names are links."""
        return [self._part(each) for each in pieces(self.text(source))]

    def plain(self, source: Ref) -> str:
        """Return a text with the titles of the pages that it names."""
        return "".join(part.text for part in self.parts(source))

    def _part(self, piece: Piece) -> PiecePart:
        return self.link(piece.page) if piece.page else PiecePart(piece.text)

    def link(self, page: str) -> PiecePart:
        """Return the title of a page with its address."""
        found = self.pages.get(page)
        return PiecePart(self.page_title(page), self.href(page), found is not None and found.path == REPORT)

    # ------------------------------------------------------------ links

    def href(self, page: str) -> str:
        """Return the address of a page, about what the person came from or has just one of; "" if there is no page.

        Where it is not known which of theirs it is about, it is the page that lists them.
        """
        found = self.pages.get(page)
        if found is None or found.path is None:
            return ""
        need = NEEDS.get(found.path, "")
        number = self._number(need)
        if need and not number:
            return f"/{self.language}/{HOME}/"
        query: dict[str, str | int] = {need: number} if need else {}
        if found.step:
            query["step"] = found.step
        here = page in same_place(self.library, self.context.page) and number == self._came_with(need)
        if here and self.context.criterion:
            query["criterion"] = self.context.criterion
        anchor = found.anchor or (self.context.fields[0] if here and self.context.fields else "")
        return page_address(self.language, found.path, query) + (f"#{anchor}" if anchor else "")

    def _number(self, need: str) -> int:
        return self._came_with(need) or int(getattr(self.places, need, 0))

    def _came_with(self, need: str) -> int:
        return int(getattr(self.context, need, 0))

    def failed_fields(self) -> list[str]:
        """Return the labels of the fields that need another look on the page from which the person came."""
        questions = questions_of(self.library, "application")
        found = (
            self.text(question.label)
            for control in self.context.fields
            for question in questions.values()
            if control == field_name(question.key, "") or control.startswith(field_name(question.key, "") + "-")
        )
        return list(dict.fromkeys(found))

    # ------------------------------------------------------------ what was said

    def said(self, dialogue: Dialogue) -> Iterator[SaidRow]:
        """Yield what was said in the dialogue, with what stands there now at the end."""
        topic = self.library.help_topics[dialogue.topic]
        yield SaidRow("kiosk", message("help.asked-topic", self.language, topic=self.title(topic)))
        stands = [*(moment.stand for moment in dialogue.past), dialogue.stand]
        for number, stand in enumerate(stands):
            if stand.topic is not topic:
                topic = stand.topic
                yield SaidRow("kiosk", message("help.moved", self.language, topic=self.title(topic)))
            yield SaidRow("kiosk", self._stand(stand))
            if number < len(dialogue.past):
                yield self._answer(dialogue.past[number])
            elif isinstance(stand, Ended) and stand.state == "person" and dialogue.presses[-1:] == ("person",):
                yield SaidRow("person", message("help.wants-person", self.language))

    def _stand(self, stand: Asking | Trying | Ended) -> str:
        if isinstance(stand, Asking):
            return self.text(question_ref(stand.topic, stand.question))
        if isinstance(stand, Trying):
            return self.plain(step_ref(stand.topic, stand.number))
        return self.plain(end_ref(self.library, stand.state))

    def _answer(self, moment: Moment) -> SaidRow:
        if isinstance(moment.stand, Trying):
            code = "help.helped" if moment.said == HELPED else "help.not-helped"
            return SaidRow("person", message(code, self.language))
        label = self.answer_label(moment)
        return SaidRow("kiosk", message("help.seen", self.language, answer=label)) if moment.fact else (
            SaidRow("person", label)
        )  # fmt: skip

    def answer_label(self, moment: Moment) -> str:
        """Return the answer that was given to a question."""
        assert isinstance(moment.stand, Asking)
        answer = next(each for each in moment.stand.question.answers if each.id == moment.said)
        return self.text(answer_ref(moment.stand.topic, moment.stand.question, answer))

    def seen(self, dialogue: Dialogue) -> list[SeenLine]:
        """Return what facts have answered."""
        return [
            SeenLine(moment.fact, f"{self._stand(moment.stand)} {self.answer_label(moment)}")
            for moment in dialogue.seen
        ]

    def source(self, topic: HelpTopic) -> str:
        """Return on what the topic rests."""
        source = topic.source
        if source.heading is None:
            return message("help.source-practice", self.language)
        code = "help.source-obsolete" if source.obsolete else "help.source"
        if source.file != "portal-user-manual":
            code = "help.source-rejections"
        return message(code, self.language, heading=f"\u2068{source.heading}\u2069")

    def topic_lines(self, topics: Iterable[str]) -> list[TopicLine]:
        """Return topics to choose."""
        found = self.library.help_topics
        return [TopicLine(each, self.title(found[each])) for each in topics if each in found]

    def options(self, stand: Asking) -> list[OptionLine]:
        """Return the answers of the question on show."""
        return [OptionLine(each.id, self.text(answer_ref(stand.topic, stand.question, each))) for each in stand.answers]


def topic_ref(topic: HelpTopic, key: str, english: str) -> Ref:
    """Return a text of a topic."""
    return ref(f"help_topics/{topic.id}", key, english)


def step_ref(topic: HelpTopic, number: int) -> Ref:
    """Return a step, from 1."""
    return topic_ref(topic, "steps", topic.i18n.steps[number - 1])


def question_ref(topic: HelpTopic, question: HelpQuestion) -> Ref:
    """Return what is asked."""
    return ref(f"help_topics/{topic.id}/{question.id}", "ask", question.i18n.ask)


def answer_ref(topic: HelpTopic, question: HelpQuestion, answer: HelpAnswer) -> Ref:
    """Return what can be answered."""
    return ref(f"help_topics/{topic.id}/{question.id}/{answer.id}", "label", answer.i18n.label)


def end_ref(library: Library, state: str) -> Ref:
    """Return what an end tells the person."""
    end = next(each for each in library.help_frame[FRAME].ends if each.id == state)
    return ref(f"help_frame/{FRAME}/{state}", "meaning", end.i18n.meaning)
