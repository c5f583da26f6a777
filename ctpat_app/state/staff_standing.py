"""The case about a membership at the desk: headquarters decides with a rehearsal, the desk proposes."""

import reflex as rx
from reflex.event import EventSpec

from ctpat_app.adapters.clock import now
from ctpat_app.adapters.database import in_reading, in_session
from ctpat_app.domain.errors import Refusal
from ctpat_app.domain.numbers import number_in
from ctpat_app.domain.permissions import Permission, require_recent_proof
from ctpat_app.domain.standing import Ground
from ctpat_app.services.agreed_plans import agree_plan
from ctpat_app.services.appeal_decisions import decide_appeal, take_up_appeal
from ctpat_app.services.standing_case import StandingCase, read_case
from ctpat_app.services.standing_decisions import Draft, decide, preview
from ctpat_app.services.standing_proposals import decline_proposal, propose
from ctpat_app.state.access import requires
from ctpat_app.state.action_views import text_in
from ctpat_app.state.flash import kiosk_settings
from ctpat_app.state.model_status import StatusLine, status_line, status_name
from ctpat_app.state.plain_form import PlainForm, Typed
from ctpat_app.state.proving import way_to_prove
from ctpat_app.state.session import SessionState
from ctpat_app.state.staff_standing_views import AppealCard, Pending, ProposalLine, appeal_card, draft_in, proposal_line
from ctpat_app.state.standing import chosen_documents
from ctpat_app.state.standing_views import (
    ActionLine,
    DecisionLine,
    Enclosed,
    RehearsalLines,
    action_lines,
    decision_line,
    enclosed,
    rehearsal_lines,
)
from ctpat_app.words.dates import day_text, moment_text
from ctpat_app.words.languages import direction
from ctpat_app.words.messages import message
from ctpat_app.words.standing_letters import write_letter

_OUTCOMES = {"uphold": False, "reverse": True}
_FIELDS = ("decision", "ground", "reason", "looked_at", "proposal")


class StaffStandingState(PlainForm, rx.State):
    """The case of the security model that the address names."""

    loaded: bool = False
    model: int = 0
    account: int = 0
    seen: int = 0
    company: str = ""
    status: str = ""
    certified: str = ""
    anniversary: str = ""
    validated: str = ""
    lines: list[StatusLine] = []
    decisions: list[DecisionLine] = []
    proposals: list[ProposalLine] = []
    waiting: list[list[str]] = []
    """Proposals that wait, as number and words: a decision can take one up."""
    appeals: list[AppealCard] = []
    answer: str = ""
    answer_language: str = ""
    answer_sent: str = ""
    answer_by: str = ""
    answer_documents: list[Enclosed] = []
    is_suspended: bool = False
    actions: list[ActionLine] = []
    plan_agreed: str = ""
    plan_note: str = ""
    asks_consent: bool = False
    has_consent: bool = False
    may_decide: list[list[str]] = []
    may_propose: list[list[str]] = []
    grounds: list[list[str]] = []
    pending: Pending = Pending()
    rehearsal: RehearsalLines = RehearsalLines()
    letter: DecisionLine = DecisionLine()
    _held: dict[str, str] = {}
    """What was typed before the way to the proof of identity."""

    @rx.event
    @requires(Permission.TRADE_ACCOUNT_READ, of_staff_alone=True)
    async def load(self) -> None:
        """Show the case."""
        held = self._held
        self.reset()  # type: ignore[no-untyped-call]
        await self._reload(number_in(self.router.url.query_parameters.get("model", "")))
        if held:
            self.values, self.form_key = held, f"{self.form_key}/held"

    async def _reload(self, model: int) -> None:
        session = await self.get_state(SessionState)
        try:
            # The look is written down, so it is no mere reading.
            found = await in_session(read_case, session.actor(), security_model_id=model, now=now())
        except Refusal as refusal:
            self.reset()  # type: ignore[no-untyped-call]
            session.tell(refusal.code)
            return
        self.pending, self.values = Pending(), {}
        self._show(found, session.language)
        self._show_papers(found, session.language)
        self.loaded = True

    def _show(self, found: StandingCase, language: str) -> None:
        dates = found.dates
        self.model, self.account, self.seen = found.model_id, found.trade_account_id, found.seen
        self.company, self.status = found.company, status_name(found.status, language)
        self.is_suspended, self.form_key = found.status == "suspended", f"{found.model_id}/{found.seen}"
        self.certified, self.anniversary, self.validated = (
            day_text(day, language) if day else ""
            for day in (dates.certified_on, dates.anniversary, dates.validated_on)
        )
        self.lines = [status_line(each, language) for each in found.lines]
        self.decisions = [decision_line(each, language) for each in found.decisions]
        self.proposals = [proposal_line(each, language) for each in found.proposals]
        self.waiting = [
            [str(each.id), f"{each.sentence} ({each.person})"] for each in self.proposals if not each.settled
        ]
        self.may_decide, self.may_propose = (
            [[each.value, message(f"standing.decision-{each}", language)] for each in possible]
            for possible in (found.decisions_possible, found.proposals_possible)
        )
        self.grounds = [[each.value, message(f"standing.ground-{each}", language)] for each in Ground]

    def _show_papers(self, found: StandingCase, language: str) -> None:
        answer = found.answer
        self.appeals = [appeal_card(each, language) for each in found.appeals]
        self.answer, self.answer_language = (answer.text, answer.language) if answer else ("", "")
        self.answer_sent = moment_text(answer.sent_at, language) if answer and answer.sent_at else ""
        self.answer_documents = enclosed(answer.documents) if answer else []
        self.answer_by = day_text(found.answer_by, language) if found.answer_by else ""
        self.actions = action_lines(found.actions, found.plan.actions if found.plan else (), language)
        self.plan_agreed = day_text(found.plan.agreed_at.date(), language) if found.plan else ""
        self.plan_note = found.plan.note if found.plan else ""
        self.asks_consent, self.has_consent = found.asks_consent, found.has_consent

    # ------------------------------------------------------------ deciding

    @rx.event
    @requires(Permission.MEMBERSHIP_SUSPEND)
    async def rehearse(self, model: int, seen: int, typed: Typed) -> EventSpec | None:
        """Show what the decision would change and the letter, before anything happens."""
        session = await self.get_state(SessionState)
        fields = {name: text_in(typed, name) for name in _FIELDS}
        draft = draft_in(fields, seen)
        try:
            require_recent_proof(session.actor(), now())
            found = await in_reading(
                preview,
                session.actor(),
                security_model_id=model,
                draft=draft,
                write_letter=write_letter,
                waiting_days=kiosk_settings().reapply_days,
                now=now(),
            )
        except Refusal as refusal:
            return await self._refused("decide", refusal, fields)
        self.clear_problems()
        self.rehearsal = rehearsal_lines(found.rehearsal, session.language)
        name = message(f"standing.decision-{draft.decision}", session.language)
        self.pending = Pending(draft.decision, name, draft.ground, draft.reason, draft.looked_at, draft.proposal)
        letter = found.letter
        self.letter = DecisionLine(
            title=letter.title,
            letter_language=letter.language,
            letter_direction=direction(letter.language),
            paragraphs=list(letter.paragraphs),
            english_title="" if letter.language == "en" else letter.english_title,
            english=[] if letter.language == "en" else list(letter.english),
        )
        return None

    @rx.event
    @requires(Permission.MEMBERSHIP_SUSPEND)
    async def decide(
        self, model: int, seen: int, decision: str, ground: str, reason: str, looked_at: str, proposal: int
    ) -> EventSpec | None:
        """Take the decision that was rehearsed."""
        session = await self.get_state(SessionState)
        draft = Draft(decision, ground, reason, looked_at, seen, proposal)
        try:
            await in_session(
                decide,
                session.actor(),
                security_model_id=model,
                draft=draft,
                write_letter=write_letter,
                waiting_days=kiosk_settings().reapply_days,
                now=now(),
            )
        except Refusal as refusal:
            fields = dict(zip(_FIELDS, (decision, ground, reason, looked_at, str(proposal)), strict=True))
            return await self._refused("decide", refusal, fields)
        await self._done(model, "standing.done")
        return None

    @rx.event
    @requires(Permission.PROFILE_REVIEW)
    async def propose(self, model: int, typed: Typed) -> None:
        """Propose a decision to headquarters."""
        session = await self.get_state(SessionState)
        fields = {name: text_in(typed, name) for name in ("decision", "ground", "reason")}
        try:
            await in_session(propose, session.actor(), security_model_id=model, now=now(), **fields)
        except Refusal as refusal:
            await self.refuse("propose", refusal)
            return
        await self._done(model, "standing.proposed")

    @rx.event
    @requires(Permission.MEMBERSHIP_SUSPEND)
    async def decline(self, typed: Typed) -> None:
        """Decline the proposal that the form names, with a reason."""
        session = await self.get_state(SessionState)
        proposal, reason = number_in(text_in(typed, "proposal")), text_in(typed, "reason")
        try:
            model = await in_session(decline_proposal, session.actor(), proposal_id=proposal, reason=reason, now=now())
        except Refusal as refusal:
            await self.refuse(f"decline-{proposal}", refusal)
            return
        await self._done(model, "standing.proposal-declined")

    @rx.event
    @requires(Permission.MEMBERSHIP_SUSPEND)
    async def agree(self, model: int, typed: Typed) -> None:
        """Agree to the ticked actions of the company's plan."""
        session = await self.get_state(SessionState)
        chosen, note = chosen_documents(typed), text_in(typed, "note")
        try:
            await in_session(agree_plan, session.actor(), security_model_id=model, actions=chosen, note=note, now=now())
        except Refusal as refusal:
            await self.refuse("plan", refusal)
            return
        await self._done(model, "standing.plan-agreed")

    # ------------------------------------------------------------ appeals

    @rx.event
    @requires(Permission.MEMBERSHIP_SUSPEND)
    async def take_up(self, appeal: int) -> None:
        """Begin to review an appeal."""
        session = await self.get_state(SessionState)
        try:
            model = await in_session(take_up_appeal, session.actor(), appeal_id=appeal, now=now())
        except Refusal as refusal:
            await self.refuse(f"appeal-{appeal}", refusal)
            return
        await self._done(model, "appeal.taken-up")

    @rx.event
    @requires(Permission.MEMBERSHIP_SUSPEND)
    async def judge(self, typed: Typed) -> EventSpec | None:
        """Uphold or reverse what the appeal is against."""
        session = await self.get_state(SessionState)
        appeal, outcome = number_in(text_in(typed, "appeal")), text_in(typed, "outcome")
        try:
            model = await in_session(
                decide_appeal,
                session.actor(),
                appeal_id=appeal,
                reverse=_OUTCOMES.get(outcome),
                reason=text_in(typed, "reason"),
                write_letter=write_letter,
                now=now(),
            )
        except Refusal as refusal:
            return await self._refused(f"appeal-{appeal}", refusal, {})
        await self._done(model, "appeal.decided")
        return None

    async def _refused(self, form: str, refusal: Refusal, fields: dict[str, str]) -> EventSpec | None:
        session = await self.get_state(SessionState)
        if prove := way_to_prove(refusal, session.language, self.router.url):
            self._held = {f"{form}-{name}": text for name, text in fields.items()}
            return prove
        self.pending = Pending()
        await self.refuse(form, refusal)
        return None

    async def _done(self, model: int, told: str) -> None:
        session = await self.get_state(SessionState)
        self.clear_problems()
        self.told = message(told, session.language)
        await self._reload(model)
