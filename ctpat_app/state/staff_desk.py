"""The desk of staff: colleagues, companies and their specialists, as each role may see them."""

from dataclasses import dataclass

import reflex as rx

from ctpat_app.adapters.clock import now
from ctpat_app.adapters.database import in_reading, in_session
from ctpat_app.domain.assignments import MAX_REASON
from ctpat_app.domain.errors import NotPermitted, Refusal
from ctpat_app.domain.numbers import number_in
from ctpat_app.domain.permissions import Permission, StaffRole
from ctpat_app.services.assignments import (
    CompanyLine,
    Found,
    Specialist,
    assign_specialist,
    end_assignment,
    find_companies,
)
from ctpat_app.services.staff import StaffMember
from ctpat_app.services.staff_desk import read_desk
from ctpat_app.state.access import of_staff, requires
from ctpat_app.state.session import SessionState
from ctpat_app.state.trade_account_views import country_name
from ctpat_app.words.dates import day_text
from ctpat_app.words.messages import isolated, message, refusal_text


@dataclass(frozen=True)
class ColleagueCard:
    """Somebody who works here."""

    name: str
    role: str
    since: str


@dataclass(frozen=True)
class CompanyCard:
    """A company in a list; ``assignment`` is 0 and ``specialist`` empty while nobody looks after it."""

    account: int
    assignment: int
    name: str
    country: str
    specialist: str
    since: str
    href: str


class StaffDeskState(rx.State):
    """What a member of staff finds on the desk; companies that their role does not hold never get here."""

    loaded: bool = False
    colleagues: list[ColleagueCard] = []
    is_specialist: bool = False
    own: list[CompanyCard] = []
    assigned: list[CompanyCard] = []
    assigned_more: str = ""
    specialists: list[list[str]] = []
    """Who can be given a company: number, name, and both name and load in words."""
    may_find: bool = False
    may_assign: bool = False
    part: str = ""
    """What was looked for last; ``found`` is the answer to it."""
    found: list[CompanyCard] = []
    found_note: str = ""
    """How many were found."""
    problem: str = ""
    """Why nothing was looked for."""
    problems: dict[str, str] = {}
    """Why an assignment was refused, by the number of the company."""
    told: str = ""

    @rx.event
    @of_staff
    async def load(self) -> None:
        """Show the desk; the service lets only staff see it."""
        self.reset()  # type: ignore[no-untyped-call]
        await self._reload()

    @rx.event
    @requires(Permission.TRADE_ACCOUNT_READ, of_staff_alone=True)
    async def find(self, typed: dict[str, str]) -> None:
        """Look for companies by the part of a name that the form holds."""
        self.told, self.problems = "", {}
        await self._find(typed.get("part", ""))

    @rx.event
    @requires(Permission.CASE_ASSIGN)
    async def assign(self, typed: dict[str, str]) -> None:
        """Give the company that the form names to a specialist."""
        await self._change(typed, ends=False)

    @rx.event
    @requires(Permission.CASE_ASSIGN)
    async def take_away(self, typed: dict[str, str]) -> None:
        """Take the company that the form names from its specialist."""
        await self._change(typed, ends=True)

    async def _change(self, typed: dict[str, str], *, ends: bool) -> None:
        session = await self.get_state(SessionState)
        account, seen = number_in(typed.get("account", "")), number_in(typed.get("seen", ""))
        specialist = typed.get("specialist", "")
        self.told = ""
        try:
            if ends:
                await in_session(
                    end_assignment, session.actor(), trade_account_id=account, seen_assignment=seen, now=now()
                )
            else:
                await in_session(
                    assign_specialist,
                    session.actor(),
                    trade_account_id=account,
                    specialist_id=number_in(specialist),
                    seen_assignment=seen,
                    reason=typed.get("reason", "")[: MAX_REASON + 1],
                    now=now(),
                )
        except NotPermitted as refusal:
            session.tell(refusal.code)
            return
        except Refusal as refusal:
            self.problems = {str(account): refusal_text(refusal, session.language)}
            return
        await self._after(account, specialist, ends=ends)

    async def _after(self, account: int, specialist: str, *, ends: bool) -> None:
        session = await self.get_state(SessionState)
        shown = (*self.found, *self.assigned)
        company = next((card.name for card in shown if card.account == account), "")
        name = next((each[1] for each in self.specialists if each[0] == specialist), "")
        code = "assignment.ended" if ends else "assignment.done"
        self.problems = {}
        self.told = message(code, session.language, company=isolated(company), name=isolated(name))
        await self._reload()
        if self.part:
            await self._find(self.part)

    async def _find(self, part: str) -> None:
        session = await self.get_state(SessionState)
        self.part, self.problem, self.found, self.found_note = "", "", [], ""
        try:
            found = await in_reading(find_companies, session.actor(), part=part)
        except NotPermitted as refusal:
            session.tell(refusal.code)
            return
        except Refusal as refusal:
            self.problem = refusal_text(refusal, session.language)
            return
        self.part = part
        self.found, self.found_note = _cards(found, session.language), _found_note(found, session.language)

    async def _reload(self) -> None:
        session = await self.get_state(SessionState)
        try:
            desk = await in_reading(read_desk, session.actor())
        except Refusal as refusal:
            self.reset()  # type: ignore[no-untyped-call]
            session.tell(refusal.code)
            return
        language = session.language
        self.colleagues = [colleague_card(each, language) for each in desk.colleagues]
        self.is_specialist = desk.role is StaffRole.SPECIALIST
        self.own = _cards(desk.own, language)
        self.assigned, self.assigned_more = _cards(desk.assigned, language), _more(desk.assigned, language)
        self.specialists = [specialist_option(each, language) for each in desk.specialists]
        self.may_find, self.may_assign = desk.may_find, desk.may_assign
        self.loaded = True


def colleague_card(member: StaffMember, language: str) -> ColleagueCard:
    """Return somebody who works here, in the reader's language."""
    role = message(f"staff.role-{member.role.value}", language)
    return ColleagueCard(member.name, role, day_text(member.added_at.date(), language))


def specialist_option(specialist: Specialist, language: str) -> list[str]:
    """Return somebody who can be given a company."""
    words = message("staff.specialist-load", language, name=specialist.name, count=specialist.companies)
    return [str(specialist.user_id), specialist.name, words]


def company_card(line: CompanyLine, language: str) -> CompanyCard:
    """Return a company for a list, with where its view is."""
    return CompanyCard(
        line.account_id,
        line.assignment_id,
        line.name,
        country_name(line.country, language) if line.country else "",
        line.specialist,
        day_text(line.since.date(), language) if line.since else "",
        f"/{language}/staff/company/?account={line.account_id}",
    )


def _cards(found: Found, language: str) -> list[CompanyCard]:
    return [company_card(each, language) for each in found.companies]


def _found_note(found: Found, language: str) -> str:
    if found.more:
        return _more(found, language)
    return message("assignment.found" if found.companies else "assignment.none", language, count=len(found.companies))


def _more(found: Found, language: str) -> str:
    return message("assignment.more", language, count=found.more) if found.more else ""
