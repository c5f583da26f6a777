"""The desk for people who cannot get in: open cases, and addresses that mail does not reach."""

from dataclasses import dataclass

import reflex as rx

from ctpat_app.adapters.clock import now
from ctpat_app.adapters.database import in_reading, in_session
from ctpat_app.adapters.tokens import new_token
from ctpat_app.domain.errors import NotPermitted, Refusal
from ctpat_app.domain.numbers import number_in
from ctpat_app.domain.permissions import Permission
from ctpat_app.services.access_cases import MAX_TEXT, WAYS, AccessCase, grant_case, list_cases, refuse_case
from ctpat_app.services.bounces import Bounced, list_bounces, settle_bounce
from ctpat_app.state.access import requires
from ctpat_app.state.recovery import moment_text
from ctpat_app.state.session import SessionState
from ctpat_app.words.languages import own_name
from ctpat_app.words.messages import message, refusal_text


@dataclass(frozen=True)
class CaseView:
    """An open case; ``account`` is the name on the account, empty when nobody has that address."""

    id: int
    code: str
    email: str
    name: str
    company: str
    note: str
    language: str
    opened_at: str
    account: str


@dataclass(frozen=True)
class BounceView:
    """An address that mail does not reach."""

    email: str
    reason: str
    by_report: bool
    last_at: str
    times: int
    has_account: bool


class AccessCasesState(rx.State):
    """Open cases and what came of the last decision."""

    loaded: bool = False
    cases: list[CaseView] = []
    told: str = ""
    """What came of the last decision."""
    problem: str = ""
    problem_of: int = 0
    """Number of the case whose decision is to be mended."""
    attempt: int = 0

    @rx.event
    @requires(Permission.ACCESS_RESET)
    async def load(self) -> None:
        """Load the open cases."""
        self.told, self.problem, self.problem_of = "", "", 0
        await self._read()

    async def _read(self) -> None:
        session = await self.get_state(SessionState)
        try:
            cases = await in_reading(list_cases, session.actor())
        except Refusal as refusal:
            session.tell(refusal.code)
            return
        self.cases = [case_view(each, session.language) for each in cases]
        self.loaded = True

    @rx.event
    @requires(Permission.ACCESS_RESET)
    async def decide(self, typed: dict[str, str | bool | None]) -> None:
        """Grant or refuse the case that the form names."""
        session = await self.get_state(SessionState)
        case = number_in(str(typed.get("case") or ""))
        finding = str(typed.get("finding") or "")[: MAX_TEXT + 1]
        ways = [way for way in WAYS if typed.get(f"way-{way}")]
        granted = typed.get("decision") == "grant"
        try:
            if granted:
                await in_session(
                    grant_case,
                    session.actor(),
                    case_id=case,
                    ways=ways,
                    finding=finding,
                    token=new_token(),
                    now=now(),
                )
            else:
                await in_session(refuse_case, session.actor(), case_id=case, finding=finding, now=now())
        except NotPermitted as refusal:
            session.tell(refusal.code)
            return
        except Refusal as refusal:
            self.told, self.problem, self.problem_of = "", refusal_text(refusal, session.language), case
            self.attempt += 1
            return
        code = "access-case.granted" if granted else "access-case.refused"
        self.told, self.problem, self.problem_of = message(code, session.language), "", 0
        await self._read()


class BouncedMailState(rx.State):
    """Addresses that mail does not reach."""

    loaded: bool = False
    bounces: list[BounceView] = []

    @rx.event
    @requires(Permission.ACCESS_RESET)
    async def load(self) -> None:
        """Load the list."""
        session = await self.get_state(SessionState)
        try:
            found = await in_reading(list_bounces, session.actor())
        except Refusal as refusal:
            session.tell(refusal.code)
            return
        self.bounces = [bounce_view(each, session.language) for each in found]
        self.loaded = True

    @rx.event
    @requires(Permission.ACCESS_RESET)
    async def settle(self, email: str) -> None:
        """Take an address off the list."""
        session = await self.get_state(SessionState)
        try:
            await in_session(settle_bounce, session.actor(), email=email, now=now())
        except Refusal as refusal:
            session.tell(refusal.code)
            return
        self.bounces = [each for each in self.bounces if each.email != email]


def case_view(case: AccessCase, language: str) -> CaseView:
    """Return a case for the list."""
    return CaseView(
        case.id,
        case.code,
        case.email,
        case.name,
        case.company,
        case.note,
        own_name(case.language),
        moment_text(case.created_at, language),
        case.account_name,
    )


def bounce_view(bounced: Bounced, language: str) -> BounceView:
    """Return an address for the list."""
    return BounceView(
        bounced.email,
        bounced.reason,
        bounced.source == "report",
        moment_text(bounced.last_at, language),
        bounced.times,
        bounced.has_account,
    )
