"""The review of a profile that was sent: decide statement by statement, see who else does, and end the case."""

from dataclasses import replace

import reflex as rx
from reflex.event import EventSpec

from ctpat_app.adapters.clock import now
from ctpat_app.adapters.database import in_session
from ctpat_app.domain.errors import InvalidValue, NotPermitted, Refusal, StaleVersion
from ctpat_app.domain.numbers import number_in
from ctpat_app.domain.permissions import Permission
from ctpat_app.domain.profile_reviews import Decision, ReviewState
from ctpat_app.services.case_decisions import decide_case
from ctpat_app.services.case_ways import CaseEnd, read_case_end
from ctpat_app.services.review_presence import Other, note_presence
from ctpat_app.services.statement_decisions import accept_unchanged, decide_statement
from ctpat_app.state.access import requires, server_only
from ctpat_app.state.case_views import DecisionView, WayView, decision_view, way_views
from ctpat_app.state.plain_form import PlainForm, Typed
from ctpat_app.state.proving import way_to_prove
from ctpat_app.state.session import SessionState
from ctpat_app.words.dates import day_text, moment_text
from ctpat_app.words.messages import isolated, message, refusal_text

_TOLD = {Decision.ACCEPTED: "case.accepted", Decision.RETURNED: "case.returned", Decision.OPEN: "case.opened"}


class CaseState(PlainForm, rx.State):
    """What is decided about the profile on show; the page itself is loaded by ``StaffProfileState``."""

    draft: int = 0
    is_open: bool = False
    ended: str = ""
    """How the review ended, when it has."""
    decided: dict[str, DecisionView] = {}
    """By key, of every statement and part on show."""
    statements: int = 0
    looked_at: int = 0
    sent_back: int = 0
    unchanged: int = 0
    """Statements that "Accept all unchanged" would accept."""
    only: str = "all"
    shown: int = 0
    """How many statements the filter shows."""
    others: list[str] = []
    """Who else looks at it, in words."""
    left: dict[str, int] = {}
    """Statements that are not decided, by category."""
    newest: int = 0
    ahead: dict[str, WayView] = {}
    _names: dict[str, str] = {}
    """What each statement and part is called when something is said about it."""
    _places: dict[str, str] = {}
    """In which category each statement stands."""
    _marks: dict[str, frozenset[str]] = {}
    """Of each statement: whether it is ``changed``, ``unchanged``, or has open ``findings``."""

    @server_only
    async def show(
        self, draft: int, names: dict[str, str], places: dict[str, str], marks: dict[str, frozenset[str]]
    ) -> None:
        """Show the review of the draft, of which ``StaffProfileState`` shows the answers.

        Args:
            names: what each statement and part is called.
            places: the category of each statement.
            marks: what the filters look at, of statements alone.
        """
        self.reset()  # type: ignore[no-untyped-call]
        self.draft, self._names, self._places, self._marks = draft, names, places, marks
        self.decided = dict.fromkeys(names, DecisionView())
        await self._refresh()
        await self._beat()

    @rx.event
    @requires(Permission.PROFILE_REVIEW)
    async def decide(
        self, draft: int, key: str, seen_version: int, decision: str, reason_kind: str, comment: str
    ) -> None:
        """Accept or return one statement or part, or take it back; what was typed stays unless it is kept."""
        session = await self.get_state(SessionState)
        try:
            kept = await in_session(
                decide_statement,
                session.actor(),
                draft_id=draft,
                key=key,
                seen_version=seen_version,
                decision=decision,
                reason_kind=reason_kind,
                comment=comment,
                now=now(),
            )
        except NotPermitted as refusal:
            session.tell(refusal.code)
            return
        except Refusal as refusal:
            await self._refuse_decision(key, refusal)
            return
        if key in self.decided:  # the tab may show another profile by now
            self.decided[key] = replace(self.decided[key], form=self.decided[key].form + 1, refused="")
        await self._refresh()
        self.told = message(_TOLD[kept.decision], session.language, name=self._names.get(key, ""))

    async def _refuse_decision(self, key: str, refusal: Refusal) -> None:
        session = await self.get_state(SessionState)
        if isinstance(refusal, StaleVersion) or not isinstance(refusal, InvalidValue):
            await self._refresh()
        if key not in self.decided:
            session.tell(refusal.code)
            return
        self.decided[key] = replace(self.decided[key], refused=refusal_text(refusal, session.language))

    @rx.event
    @requires(Permission.PROFILE_REVIEW)
    async def accept_unchanged(self, draft: int) -> None:
        """Accept what was approved before and stands as it was; the server says what that is."""
        session = await self.get_state(SessionState)
        try:
            count = await in_session(accept_unchanged, session.actor(), draft_id=draft, now=now())
        except Refusal as refusal:
            session.tell(refusal.code)
            return
        await self._refresh()
        self.told = message("case.accepted-unchanged", session.language, count=count)

    @rx.event
    @requires(Permission.PROFILE_REVIEW)
    async def narrow(self, draft: int, only: str) -> None:
        """Show only some statements; what is decided afterwards does not take one away under the reader's hands."""
        if await self._beat(draft):
            self.only = only
            self.decided = {key: replace(view, shown=self._is_shown(key, view)) for key, view in self.decided.items()}
            self.shown = sum(view.shown for key, view in self.decided.items() if key in self._marks)

    @rx.event
    @requires(Permission.PROFILE_REVIEW)
    async def beat(self, draft: int) -> None:
        """Say that somebody reads the page, and show what a colleague decided since."""
        await self._beat(draft)

    @rx.event
    @requires(Permission.PROFILE_REVIEW)
    async def end(self, typed: Typed) -> EventSpec | None:
        """End the review as the form says, with the reason in it."""
        self.clear_problems()
        session = await self.get_state(SessionState)
        way = str(typed.get("way", ""))
        try:
            await in_session(
                decide_case,
                session.actor(),
                draft_id=number_in(str(typed.get("draft", ""))),
                way=way,
                reason=str(typed.get("reason", "")),
                seen=number_in(str(typed.get("seen", ""))),
                now=now(),
            )
        except Refusal as refusal:
            if prove := way_to_prove(refusal, session.language, self.router.url):
                return prove
            await self._refresh()
            await self.refuse(f"end-{way}", refusal, field="reason")
            return None
        await self._refresh()
        self.told = message("case.done", session.language)
        return None

    async def _beat(self, draft: int = 0) -> bool:
        """Return whether the person may still be here; a newer decision is read at once."""
        session = await self.get_state(SessionState)
        try:
            found = await in_session(note_presence, session.actor(), draft_id=draft or self.draft, now=now())
        except Refusal as refusal:
            session.tell(refusal.code)
            return False
        self.others = [_other(each, session.language) for each in found.others]
        if found.newest != self.newest and draft:
            await self._refresh()
        return True

    async def _refresh(self) -> None:
        """Read what is decided and how the case can end; what is typed on the page stays."""
        session = await self.get_state(SessionState)
        try:
            end = await in_session(read_case_end, session.actor(), draft_id=self.draft, now=now())
        except Refusal:
            return  # what the press itself was refused with is told by the caller
        self._show(end, session.language)

    def _show(self, end: CaseEnd, language: str) -> None:
        self.decided = {
            key: decision_view(end.decisions.get(key), language, view) for key, view in self.decided.items()
        }
        self.statements, self.looked_at, self.sent_back = (
            end.tally.statements,
            end.tally.looked_at,
            end.tally.sent_back,
        )
        self.unchanged = sum("unchanged" in marks and key not in end.decisions for key, marks in self._marks.items())
        open_in = [place for key, place in self._places.items() if self.decided[key].decision == Decision.OPEN.value]
        self.left = {place: open_in.count(place) for place in self._places.values()}
        self.newest, self.ahead = end.newest, way_views(end, language)
        self.is_open = end.review.state is ReviewState.OPEN
        self.ended = "" if self.is_open else _ended(end, language)
        self.shown = sum(view.shown for key, view in self.decided.items() if key in self._marks)

    def _is_shown(self, key: str, view: DecisionView) -> bool:
        if key not in self._marks or self.only == "all":
            return True
        if self.only in {Decision.OPEN.value, Decision.RETURNED.value}:
            return view.decision == self.only
        return self.only in self._marks[key]


def _other(other: Other, language: str) -> str:
    since = moment_text(other.since, language)
    return message("case.other", language, name=isolated(other.name), moment=since)


def _ended(end: CaseEnd, language: str) -> str:
    day = day_text(end.review.decided_at.date(), language) if end.review.decided_at else ""
    return message(f"case.ended-{end.review.state}", language, day=day)
