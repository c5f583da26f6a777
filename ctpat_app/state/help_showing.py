"""What stands on the page of the help: written anew after each event, in the language of the page."""

from ctpat_app.adapters.database import in_reading
from ctpat_app.domain.errors import Unavailable
from ctpat_app.guidance.dialogue import Asking, Dialogue, Ended, Trying, begin, presses_in
from ctpat_app.guidance.dialogue_facts import CHECKS, KNOWN_ANSWERS
from ctpat_app.services.help_places import Places, find_places, officers_on_record
from ctpat_app.services.library import current_library
from ctpat_app.state.help_context import PATH, Context, context_query, page_address
from ctpat_app.state.help_views import (
    OptionLine,
    PiecePart,
    Reader,
    SaidRow,
    SeenLine,
    TopicLine,
    end_ref,
    question_ref,
    step_ref,
    topic_ref,
)
from ctpat_app.state.plain_form import PlainForm
from ctpat_app.state.session import SessionState
from ctpat_app.words.localiser import localiser_for
from ctpat_app.words.messages import message

ASK, CHOOSE, UNKNOWN, QUESTION, STEP, END = "ask", "choose", "unknown", "question", "step", "end"
"""What the page shows."""


class HelpShowing(PlainForm, mixin=True):
    """What stands on the page; ``topic`` and ``said`` are read by the page that reports a problem."""

    loaded: bool = False
    stage: str = ASK
    topic: str = ""
    """Id of the topic on show."""
    said: list[SaidRow] = []
    """What was typed, asked and answered so far."""

    begun: str = ""
    """The topic with which the dialogue began."""
    way: str = ""
    """What was pressed since then."""
    address: str = ""
    """Where all that stands there is found again; the address bar follows it."""
    place: str = ""
    """Changes with what stands there, so that the focus follows."""
    title: str = ""
    content_language: str = ""
    """Language of the topic's texts, when it is not that of the page."""
    why: str = ""
    """Why the topic was found; empty when it was chosen."""
    definition: list[PiecePart] = []
    modern: list[PiecePart] = []
    source: str = ""
    question: str = ""
    options: list[OptionLine] = []
    step: list[PiecePart] = []
    number: int = 0
    count: int = 0
    end: str = ""
    end_words: list[PiecePart] = []
    officers: str = ""
    """Names of the officers on record, where only they can go on."""
    messages_href: str = ""
    links: list[PiecePart] = []
    """The pages on which the matter is put right."""
    seen: list[SeenLine] = []
    detects: list[str] = []
    """What of the browser tells something about the topic."""
    choices: list[TopicLine] = []
    can_go_back: bool = False
    from_page: str = ""
    """Title of the page that the person came from."""
    failed: list[str] = []
    """Labels of the fields there that need another look."""

    _asked: str = ""
    """What was typed last."""
    _facts: frozenset[str] = frozenset()
    _doubted: frozenset[str] = frozenset()
    _context: Context = Context()
    _others: list[str] = []
    """Further topics that came into question."""
    _why: str = ""

    def _dialogue(self, topic: str, presses: tuple[str, ...], *, settled: bool = True) -> Dialogue | None:
        """Return the dialogue; ``settled``: with what facts answer to the question that stands there."""
        facts = self._facts - self._doubted if settled else frozenset[str]()
        return begin(current_library(), topic, presses, facts, KNOWN_ANSWERS)

    def _stand(self, dialogue: Dialogue | None) -> None:
        if dialogue is None:
            return
        stand = dialogue.stand
        self.begun, self.way, self.topic = dialogue.topic, dialogue.way, stand.topic.id
        self.stage = QUESTION if isinstance(stand, Asking) else STEP if isinstance(stand, Trying) else END
        self.end = stand.state if isinstance(stand, Ended) else ""

    async def _show(self) -> None:
        """Write what stands there in the language of the page."""
        session = await self.get_state(SessionState)
        library = current_library()
        reader = Reader(library, localiser_for(session.language), self._context, await self._places())
        dialogue = self._dialogue(self.begun, presses_in(self.way)) if self.begun else None
        self._stand(dialogue)
        self.place = f"{self.stage}/{self.begun}/{self.way}"
        self.address = self._way_here(session.language) if dialogue else ""
        self.choices = reader.topic_lines(self._others) if self.stage == CHOOSE else []
        language = reader.content_language()
        self.content_language = language if language != reader.language else ""
        self.from_page = reader.page_title(self._context.page) if self._context.page else ""
        self.failed = reader.failed_fields()
        self.messages_href = reader.href("messages")
        self.said = [SaidRow("person", self._asked)] if self._asked else []
        self.can_go_back = dialogue is not None and dialogue.one_back is not None
        self.end_words = reader.parts(end_ref(library, self.end)) if self.end else []
        self.officers = await self._officers(reader)
        if dialogue:
            self.said += reader.said(dialogue)
            self._show_topic(reader, dialogue)
            self._show_stand(reader, dialogue)

    def _way_here(self, language: str) -> str:
        """Return the address of what stands there, with from where the person came; nothing typed is in it."""
        presses = {"topic": self.begun, "way": self.way}
        query = context_query(self._context) | {name: value for name, value in presses.items() if value}
        return page_address(language, PATH, query)

    def _show_topic(self, reader: Reader, dialogue: Dialogue) -> None:
        topic = dialogue.stand.topic
        words = topic.i18n
        self.title = reader.title(topic)
        page = reader.page_title(self._context.page)
        self.why = message(self._why, reader.language, page=page) if self._why and not dialogue.presses else ""
        self.definition = reader.parts(topic_ref(topic, "definition", words.definition))
        self.modern = reader.parts(topic_ref(topic, "modern", words.modern)) if words.modern else []
        self.source, self.detects = reader.source(topic), [each for each in topic.detect if each in CHECKS]
        self.seen = reader.seen(dialogue)
        links = {link.text: link for link in map(reader.link, topic.link) if link.href}
        self.links = [link for page, link in links.items() if page != reader.page_title(PATH)]

    def _show_stand(self, reader: Reader, dialogue: Dialogue) -> None:
        stand = dialogue.stand
        self.question, self.options, self.step, self.number, self.count = "", [], [], 0, 0
        if isinstance(stand, Asking):
            self.question = reader.text(question_ref(stand.topic, stand.question))
            self.options = reader.options(stand)
        elif isinstance(stand, Trying):
            self.step = reader.parts(step_ref(stand.topic, stand.number))
            self.number, self.count = stand.number, len(stand.topic.i18n.steps)

    async def _places(self) -> Places:
        session = await self.get_state(SessionState)
        if not session.signed_in:
            return Places()
        try:
            return await in_reading(find_places, session.actor(), draft_id=self._context.draft)
        except Unavailable:
            return Places()

    async def _officers(self, reader: Reader) -> str:
        session = await self.get_state(SessionState)
        if self.end != "officer" or not session.signed_in:
            return ""
        try:
            found = await in_reading(officers_on_record, session.actor())
        except Unavailable:
            return ""
        return reader.localiser.join(list(found))
