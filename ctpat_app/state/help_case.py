"""One case at the help desk. Everything that a step refers to travels with it: the case, and the version on show."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, Final

import reflex as rx

from ctpat_app.adapters.clock import now
from ctpat_app.adapters.database import in_reading, in_session
from ctpat_app.domain.errors import InvalidValue, Refusal
from ctpat_app.domain.help_cases import AnswerHours, CasePriority, CaseStep
from ctpat_app.domain.help_cases import answer_hours as domain_hours
from ctpat_app.domain.help_desk import STATES_AFTER, STEP_TO
from ctpat_app.domain.numbers import number_in
from ctpat_app.domain.permissions import Permission
from ctpat_app.services.help_desk import list_agents
from ctpat_app.services.help_desk_case import CaseFile, find_case, read_case
from ctpat_app.services.help_desk_work import (
    add_note,
    answer_case,
    close_case,
    hand_over_case,
    merge_case,
    reopen_case,
    set_priority,
    take_case,
    typed_reply,
)
from ctpat_app.state.access import requires
from ctpat_app.state.action_views import text_in
from ctpat_app.state.canned import Preview, chosen_in, preview_of
from ctpat_app.state.flash import kiosk_settings
from ctpat_app.state.help_case_views import (
    CaseHead,
    CaseMessageCard,
    ToldLine,
    canned_options,
    case_head,
    case_message,
    event_text,
    intake_rows,
    place_rows,
    refusal_rows,
)
from ctpat_app.state.help_desk_views import case_address, priority_options, state_options
from ctpat_app.state.plain_form import PlainForm, Typed
from ctpat_app.state.session import SessionState
from ctpat_app.words.languages import known_languages, own_name
from ctpat_app.words.messages import message

_STALE: Final = "help-desk.changed-meanwhile"
_FIELDS: Final[Mapping[str, str]] = {
    "help-desk.canned-missing": "canned",
    "help-desk.canned-unknown": "canned",
    "help-desk.day-missing": "day",
    "help-desk.day-past": "day",
    "help-desk.day-far": "day",
    "help-desk.text-missing": "text",
    "text.too-long": "text",
    "text.control-character": "text",
    "help-desk.code-unknown": "code",
    "help-desk.merge-itself": "code",
    "help-desk.merge-ended": "code",
    "help-desk.no-colleague": "to",
    "help-desk.priority-missing": "priority",
}
"""Which field of its form a refusal is about; others are about the form as a whole."""


@cache
def answer_hours() -> AnswerHours:
    """Return within how many hours each priority is answered here."""
    return domain_hours(kiosk_settings().help_answer_hours)


class HelpCaseState(PlainForm, rx.State):
    """The case that the address names."""

    head: CaseHead = CaseHead()
    messages: list[CaseMessageCard] = []
    expected: str = ""
    report: list[list[str]] = []
    """What the kind of problem asked, and the answer."""
    facts: list[list[str]] = []
    talk: list[ToldLine] = []
    place: list[list[str]] = []
    """Page, step, version of the content, code of a failure: a code of the row's name and its value."""
    refusals: list[list[str]] = []
    account: list[str] = []
    """Name, address and company of who was signed in; empty when nobody was."""
    contact: list[str] = []
    """Mail address and telephone in the report."""
    merged: list[list[str]] = []
    """Code, name, language and address of each case that goes on in this one."""
    events: list[str] = []
    agents: list[list[str]] = []
    priorities: list[list[str]] = []
    states: list[list[str]] = []
    languages: list[list[str]] = []
    canned: list[list[str]] = []
    preview: Preview = Preview()
    draft_key: str = ""
    """Under which the browser keeps an answer until it is sent."""
    _sent: int = 0

    @rx.event
    @requires(Permission.HELP_CASE_WORK)
    async def load(self) -> None:
        """Show the case; who may not see it is left with nothing of it."""
        self.reset()  # type: ignore[no-untyped-call]
        await self._read(number_in(self.router.url.query_parameters.get("case", "")))
        self._fresh_forms()

    @rx.event
    @requires(Permission.HELP_CASE_WORK)
    async def take(self, help_case: int, seen_version: int) -> None:
        """Make the case one's own."""
        await self._do("case", take_case, "taken", help_case, seen_version)

    @rx.event
    @requires(Permission.HELP_CASE_WORK)
    async def hand_over(self, help_case: int, seen_version: int, typed: Typed) -> None:
        """Give the case to a colleague, or put it back."""
        to = number_in(text_in(typed, "to"))
        await self._do("hand", hand_over_case, "handed-over", help_case, seen_version, to=to)

    @rx.event
    @requires(Permission.HELP_CASE_WORK)
    async def prioritize(self, help_case: int, seen_version: int, typed: Typed) -> None:
        """Change how urgent the case is."""
        chosen = text_in(typed, "priority")
        if chosen not in set(CasePriority):
            await self._refused("priority", InvalidValue("help-desk.priority-missing"), help_case)
            return
        more = {"priority": CasePriority(chosen), "hours": answer_hours()}
        await self._do("priority", set_priority, "priority", help_case, seen_version, **more)

    @rx.event
    @requires(Permission.HELP_CASE_WORK)
    async def show_ready(self, help_case: int, typed: Typed) -> None:
        """Show a ready answer in one's own language and in the person's, before it is sent."""
        session = await self.get_state(SessionState)
        self.clear_problems()
        self.preview = Preview()
        try:
            chosen = chosen_in(text_in(typed, "canned"), text_in(typed, "day"))
            file = await in_reading(read_case, session.actor(), case_id=help_case, now=now(), again=True)
        except Refusal as refusal:
            await self._refused("ready", refusal, help_case)
            return
        self.preview = preview_of(chosen, file, session.language)

    @rx.event
    @requires(Permission.HELP_CASE_WORK)
    async def send_ready(self, help_case: int, seen_version: int, canned: str, day: str, typed: Typed) -> None:
        """Send the ready answer that is on show."""
        try:
            reply, step = chosen_in(canned, day).reply(), _step_in(typed)
        except InvalidValue as refusal:
            await self._refused("ready", refusal, help_case)
            return
        more = {"reply": reply, "step": step, "hours": answer_hours()}
        await self._do("ready", answer_case, "answered", help_case, seen_version, **more)

    @rx.event
    @requires(Permission.HELP_CASE_WORK)
    async def send(self, help_case: int, seen_version: int, typed: Typed) -> None:
        """Send an answer in one's own words."""
        language = text_in(typed, "language")
        spoken = language if language in dict(known_languages()) else "en"
        try:
            reply, step = typed_reply(text_in(typed, "text"), spoken), _step_in(typed)
        except InvalidValue as refusal:
            await self._refused("answer", refusal, help_case)
            return
        more = {"reply": reply, "step": step, "hours": answer_hours()}
        await self._do("answer", answer_case, "answered", help_case, seen_version, **more)

    @rx.event
    @requires(Permission.HELP_CASE_WORK)
    async def note(self, help_case: int, typed: Typed) -> None:
        """Note something for the colleagues."""
        await self._do("note", add_note, "noted", help_case, None, text=text_in(typed, "text"))

    @rx.event
    @requires(Permission.HELP_CASE_WORK)
    async def close(self, help_case: int, seen_version: int) -> None:
        """Close the case without an answer."""
        await self._do("case", close_case, "closed", help_case, seen_version)

    @rx.event
    @requires(Permission.HELP_CASE_WORK)
    async def reopen(self, help_case: int, seen_version: int) -> None:
        """Open a solved case again."""
        await self._do("case", reopen_case, "reopened", help_case, seen_version, hours=answer_hours())

    @rx.event
    @requires(Permission.HELP_CASE_WORK)
    async def merge(self, help_case: int, seen_version: int, typed: Typed) -> None:
        """Let the case go on in the one whose code was typed."""
        session = await self.get_state(SessionState)
        try:
            into = await in_reading(find_case, session.actor(), code=text_in(typed, "code"))
            if not into:
                raise InvalidValue("help-desk.code-unknown")
        except Refusal as refusal:
            await self._refused("merge", refusal, help_case)
            return
        await self._do("merge", merge_case, "merged", help_case, seen_version, into=into)

    # ------------------------------------------------------------ how it is done

    async def _do(
        self,
        form: str,
        use_case: Callable[..., Any],
        told: str,
        case: int,
        seen_version: int | None,
        **more: Any,
    ) -> None:
        """Take a step; afterwards show the case as it stands, and begin the forms anew."""
        session = await self.get_state(SessionState)
        self.clear_problems()
        seen = {} if seen_version is None else {"seen_version": seen_version}
        try:
            await in_session(use_case, session.actor(), case_id=case, now=now(), **seen, **more)
        except Refusal as refusal:
            await self._refused(form, refusal, case)
            return
        await self._read(case, again=True)
        self._fresh_forms()
        self.told = message(f"help-desk.told-{told}", session.language)

    async def _refused(self, form: str, refusal: Refusal, case: int) -> None:
        """Tell why; what was typed stays, and what somebody else did meanwhile is shown."""
        self.told = ""
        if refusal.code == _STALE:
            await self._read(case, again=True)
        await self.refuse(form, refusal, field=_FIELDS.get(refusal.code, "form"))

    async def _read(self, case: int, *, again: bool = False) -> None:
        session = await self.get_state(SessionState)
        try:
            file = await in_session(read_case, session.actor(), case_id=case, now=now(), again=again)
            agents = await in_reading(list_agents, session.actor())
        except Refusal as refusal:
            self.reset()  # type: ignore[no-untyped-call]
            session.tell(refusal.code)
            return
        self.agents = [[str(each.user_id), each.name] for each in agents]
        self._show(file, session.language, session.actor().user_id)

    def _show(self, file: CaseFile, language: str, me: int) -> None:
        self.head = case_head(file, language, me)
        self.messages = [case_message(each, language) for each in file.messages]
        self._show_report(file, language)
        self.events = [event_text(each, language) for each in file.events]
        self.merged = [
            [each.code, each.name, own_name(each.language), case_address(language, each.id)] for each in file.merged
        ]
        self.priorities = priority_options(language)
        self.states = [each for each in state_options(language) if each[0] in STEP_TO]
        self.languages = [list(each) for each in known_languages()]
        self.canned = canned_options(file.kind, file.topic, language)

    def _show_report(self, file: CaseFile, language: str) -> None:
        self.expected = file.expected
        self.report = intake_rows(file.kind, file.intake, language)
        self.facts = [[each.label, each.value] for each in file.facts]
        self.talk = [ToldLine(each.who == "person", each.text) for each in file.told]
        self.place = place_rows(file)
        self.refusals = refusal_rows(file.failure, language)
        self.account = [file.account.name, file.account.mail, file.account.company] if file.account else []
        self.contact = [file.mail, file.telephone]

    def _fresh_forms(self) -> None:
        self._sent += 1
        self.form_key = f"{self.head.id}/{self._sent}"
        self.draft_key = f"help-case/{self.head.id}/{len(self.messages)}"
        self.preview = Preview()
        language = self.head.language_key
        self.values = {
            "answer-language": language if language in dict(known_languages()) else "en",
            "answer-state": STATES_AFTER[CaseStep.ASK].value,
            "priority-priority": self.head.priority_key,
        }


def _step_in(typed: Typed) -> CaseStep:
    """Return what becomes of the case.

    Raises:
        InvalidValue: ``help-desk.step-unknown``.
    """
    step = STEP_TO.get(text_in(typed, "state"))
    if step is None:
        raise InvalidValue("help-desk.step-unknown")
    return step
