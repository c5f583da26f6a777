"""Getting back in: what the pages for a new password, a case at the help desk and a new address show."""

from dataclasses import dataclass, replace
from datetime import datetime

import reflex as rx
from babel.dates import format_datetime

from ctpat_app.adapters.clock import now
from ctpat_app.adapters.database import in_reading
from ctpat_app.adapters.flash import Flash, cookie_value
from ctpat_app.adapters.reset_ticket import RESET_COOKIE, open_ticket
from ctpat_app.domain.errors import InvalidValue
from ctpat_app.domain.security_answers import HOW_MANY
from ctpat_app.guidance.texts import ref
from ctpat_app.services.bounces import is_bouncing
from ctpat_app.services.library import current_library
from ctpat_app.services.recovery import MAX_FAILURES, Asks, OpenReset, find_reset
from ctpat_app.services.security_questions import StoredQuestion, questions_of
from ctpat_app.state.access import public, signed_in
from ctpat_app.state.flash import FaultView, PostedForm, kiosk_settings
from ctpat_app.state.session import SessionState
from ctpat_app.words.languages import locale_name
from ctpat_app.words.localiser import localiser_for
from ctpat_app.words.messages import message


@dataclass(frozen=True)
class QuestionOption:
    """A question of the list."""

    id: str
    text: str


@dataclass(frozen=True)
class TypedQuestionView:
    """One of the places for a question: its number, and what was chosen or written there."""

    number: str
    question: str = ""
    own_text: str = ""


@dataclass(frozen=True)
class AskedQuestion:
    """A question that the person answers: its number and text."""

    number: str
    text: str


def question_options(language: str) -> list[QuestionOption]:
    """Return the list of questions in ``language``."""
    localiser = localiser_for(language)
    return [
        QuestionOption(each.id, localiser.text(ref(f"security_questions/{each.id}", "text", each.i18n.text)))
        for each in current_library().security_questions.values()
    ]


def question_text(stored: StoredQuestion, language: str) -> str:
    """Return a chosen question in ``language``; one that the person worded, as it is."""
    if stored.own_text:
        return stored.own_text
    texts = {option.id: option.text for option in question_options(language)}
    return texts.get(stored.question, stored.question)


def places(flash: Flash | None) -> list[TypedQuestionView]:
    """Return the places for questions, with what was typed there before."""
    typed = flash.values if flash else {}
    return [
        TypedQuestionView(str(each), typed.get(f"question_{each}", ""), typed.get(f"own_{each}", ""))
        for each in range(1, HOW_MANY + 1)
    ]


def numbered(faults: list[FaultView], language: str) -> list[FaultView]:
    """Return ``faults`` with the number of the question to which each belongs: three of them may read alike."""

    def one(fault: FaultView) -> FaultView:
        number = fault.field_id.rpartition("_")[2]
        if not number.isdigit():
            return fault
        return replace(
            fault, field_text=message("security.of-question", language, number=number, text=fault.field_text)
        )

    return [one(fault) for fault in faults]


def moment_text(moment: datetime, language: str) -> str:
    """Return a moment in words, in universal time: the person may be anywhere."""
    return format_datetime(moment, "d MMMM y, HH:mm 'UTC'", locale=locale_name(language))


class ForgotPasswordState(PostedForm, rx.State):
    """The form that asks for a link."""

    is_demonstration: bool = False

    @rx.event
    @public
    async def load(self) -> None:
        """Show what the last attempt answered."""
        session = await self.get_state(SessionState)
        self.is_demonstration = kiosk_settings().demo
        self.show_answer("forgot-password", "email", session.language)


class ResetState(PostedForm, rx.State):
    """The page that the mailed link opens."""

    stage: str = ""
    """``questions``, ``code``, ``password``, ``waiting``, ``help-desk`` or ``closed``; empty while loading."""
    questions: list[AskedQuestion] = []
    has_codes: bool = False
    new_questions: bool = False
    """The help desk let the person in: they choose new questions, too."""
    places: list[TypedQuestionView] = []
    options: list[QuestionOption] = []
    usable_from: str = ""
    why_closed: str = ""

    @rx.event
    @public
    async def load(self) -> None:
        """Show what the link asks for next in this browser."""
        session = await self.get_state(SessionState)
        flash = self.show_answer("reset", "password", session.language)
        cookie = cookie_value(self.router_data.get("headers", {}).get("cookie", ""), RESET_COOKIE)
        ticket = open_ticket(kiosk_settings().secret_key, cookie)
        if not ticket.token:
            self._close("link.missing", session.language)
            return
        try:
            found = await in_reading(find_reset, ticket.token, proof=ticket.proof, now=now())
        except InvalidValue as refusal:
            self._close(refusal.code, session.language)
            return
        self._show(found, flash, session.language)

    def _close(self, code: str, language: str) -> None:
        self.stage, self.why_closed = "closed", message(code, language, maximum=MAX_FAILURES)
        self.faults = []

    def _show(self, found: OpenReset, flash: Flash | None, language: str) -> None:
        may_set = found.asks is Asks.NOTHING or found.proved
        self.stage = "password" if may_set else found.asks.value
        self.questions = [
            AskedQuestion(str(number), question_text(each, language)) for number, each in enumerate(found.questions, 1)
        ]
        self.has_codes = found.has_codes
        self.new_questions = found.case_id is not None
        self.options, self.places = question_options(language), places(flash)
        self.usable_from = moment_text(found.usable_from, language)
        # Faults of the whole form lead to the first field of the stage.
        if may_set:
            self.faults = numbered(self.faults, language)
        first = {"questions": "answer_1", "code": "code"}.get(self.stage, "password")
        self.faults = [replace(each, field_id=first) if each.field_id == "password" else each for each in self.faults]


class AccessHelpState(PostedForm, rx.State):
    """The form that opens a case at the help desk."""

    name: str = ""
    company: str = ""
    note: str = ""
    case: str = ""
    """Code of the case that was just opened."""

    @rx.event
    @public
    async def load(self) -> None:
        """Show what the last attempt answered, or the code of the case."""
        session = await self.get_state(SessionState)
        flash = self.show_answer("access-help", "name", session.language)
        values = flash.values if flash else {}
        self.name, self.company = values.get("name", ""), values.get("company", "")
        self.note, self.case = values.get("note", ""), values.get("case", "")


class SecurityQuestionsState(PostedForm, rx.State):
    """The page on which a person chooses their questions."""

    loaded: bool = False
    chosen: list[str] = []
    """The questions that hold now."""
    places: list[TypedQuestionView] = []
    options: list[QuestionOption] = []

    @rx.event
    @signed_in
    async def load(self) -> None:
        """Load the list and what is chosen, never an answer."""
        session = await self.get_state(SessionState)
        flash = self.show_answer("security-questions", "question_1", session.language)
        self.faults = numbered(self.faults, session.language)
        stored = await in_reading(questions_of, session.actor().user_id)
        self.chosen = [question_text(each, session.language) for each in stored]
        self.options, self.places = question_options(session.language), places(flash)
        self.loaded = True


class ChangeMailState(PostedForm, rx.State):
    """The page on which a person asks for another mail address."""

    present: str = ""

    @rx.event
    @signed_in
    async def load(self) -> None:
        """Show the present address and what the last attempt answered."""
        session = await self.get_state(SessionState)
        self.show_answer("change-mail", "email", session.language)
        self.present = session.actor().email


class ConfirmMailState(PostedForm, rx.State):
    """The page that the link to the new address opens."""

    @rx.event
    @public
    async def load(self) -> None:
        """Show why the link did not work, if it did not."""
        session = await self.get_state(SessionState)
        self.show_answer("confirm-mail", "confirm", session.language)


class UndoMailState(PostedForm, rx.State):
    """The page that the link to the old address opens."""

    @rx.event
    @public
    async def load(self) -> None:
        """Show why the link did not work, if it did not."""
        session = await self.get_state(SessionState)
        self.show_answer("undo-mail", "confirm", session.language)


class RecoveryNotesState(rx.State):
    """What the own page tells about getting back in: no questions yet, mail that does not arrive."""

    invites: bool = False
    put_off: bool = False
    """Whether the person said "not now" in this tab."""
    bouncing: str = ""
    """The address to which mail cannot be delivered."""

    @rx.event
    @signed_in
    async def load(self) -> None:
        """Look whether there is something to tell."""
        session = await self.get_state(SessionState)
        actor = session.actor()
        self.invites = not await in_reading(questions_of, actor.user_id)
        self.bouncing = actor.email if await in_reading(is_bouncing, actor) else ""

    @rx.event
    @signed_in
    def put_it_off(self) -> None:
        """Take the invitation away until the next visit."""
        self.put_off = True
