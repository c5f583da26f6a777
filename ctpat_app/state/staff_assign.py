"""Companies that wait without a specialist, each with a proposal that a supervisor confirms or changes."""

from dataclasses import dataclass

import reflex as rx

from ctpat_app.adapters.clock import now
from ctpat_app.adapters.database import in_reading, in_session
from ctpat_app.domain.assignments import MAX_REASON
from ctpat_app.domain.desk import clock_of
from ctpat_app.domain.errors import Refusal
from ctpat_app.domain.numbers import number_in
from ctpat_app.domain.permissions import Permission
from ctpat_app.services.assignment_proposals import Assigned, Proposal, assign_several, propose_assignments
from ctpat_app.state.access import requires
from ctpat_app.state.desk_views import clock_text, mark_of
from ctpat_app.state.plain_form import PlainForm, Typed
from ctpat_app.state.session import SessionState
from ctpat_app.state.trade_account_views import country_name
from ctpat_app.words.languages import own_name
from ctpat_app.words.localiser import localiser_for
from ctpat_app.words.messages import isolated, message, refusal_text

TAKE, WHO = "take-", "who-"
"""How the names of the fields of a company begin; its number follows."""


@dataclass(frozen=True)
class ProposalLine:
    """A company in words; ``specialist`` is the number of who is proposed, empty for nobody."""

    account: str
    name: str
    country: str
    languages: str
    clock: str
    mark: str
    specialist: str


class StaffAssignState(PlainForm, rx.State):
    """The companies that wait, those with the earliest days first."""

    loaded: bool = False
    lines: list[ProposalLine] = []
    more: str = ""
    specialists: list[list[str]] = []
    refused: list[str] = []
    """Of the last press: which companies were not assigned, and why."""

    @rx.event
    @requires(Permission.CASE_ASSIGN)
    async def load(self) -> None:
        """Show what waits; the service lets only supervisors see it."""
        self.reset()  # type: ignore[no-untyped-call]
        await self._read()

    @rx.event
    @requires(Permission.CASE_ASSIGN)
    async def assign(self, typed: Typed) -> None:
        """Give each company that is ticked to the specialist chosen beside it."""
        session = await self.get_state(SessionState)
        self.clear_problems()
        self.refused = []
        reason = str(typed.get("reason") or "")[: MAX_REASON + 1]
        try:
            outcome = await in_session(
                assign_several, session.actor(), choices=choices_in(typed), reason=reason, now=now()
            )
        except Refusal as refusal:
            field = "reason" if refusal.code != "assignment.none-chosen" else "form"
            await self.refuse("assign", refusal, field=field)
            return
        self._tell(outcome, session.language)
        await self._read()

    def _tell(self, outcome: Assigned, language: str) -> None:
        names = {line.account: line.name for line in self.lines}
        self.refused = [
            message(
                "assignment.several-refused",
                language,
                company=isolated(names.get(str(account), str(account))),
                reason=refusal_text(refusal, language),
            )
            for account, refusal in outcome.refused
        ]
        self.told = message("assignment.several-done", language, count=len(outcome.done))

    async def _read(self) -> None:
        session = await self.get_state(SessionState)
        try:
            found = await in_reading(propose_assignments, session.actor(), now=now())
        except Refusal as refusal:
            self.reset()  # type: ignore[no-untyped-call]
            session.tell(refusal.code)
            return
        language = session.language
        self.lines = [proposal_line(each, language) for each in found.companies]
        self.more = message("assignment.more-waiting", language, count=found.more) if found.more else ""
        self.specialists = [
            [str(each.user_id), message("assignment.load", language, name=each.name, count=each.open_work)]
            for each in found.loads
        ]
        self.form_key = "-".join(line.account for line in self.lines)
        self.loaded = True


def choices_in(typed: Typed) -> tuple[tuple[int, int], ...]:
    """Return company and specialist of every company that is ticked."""
    ticked = [name.removeprefix(TAKE) for name, value in typed.items() if name.startswith(TAKE) and value]
    return tuple((number_in(each), number_in(str(typed.get(f"{WHO}{each}") or ""))) for each in ticked)


def proposal_line(proposal: Proposal, language: str) -> ProposalLine:
    """Return a company that waits."""
    clock = clock_of(proposal.since_at.date(), proposal.due_on, now().date())
    return ProposalLine(
        str(proposal.account_id),
        proposal.company,
        country_name(proposal.country, language) if proposal.country else "",
        localiser_for(language).join([own_name(each) for each in proposal.languages]),
        clock_text(clock, language),
        mark_of(clock),
        str(proposal.specialist_id or ""),
    )
