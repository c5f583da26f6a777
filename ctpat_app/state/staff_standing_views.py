"""What the desk shows about the standing of a company: proposals, appeals, and the decision that is being rehearsed."""

from dataclasses import dataclass

from ctpat_app.domain.appeals import AppealState
from ctpat_app.domain.numbers import number_in
from ctpat_app.services.standing_case import StaffAppeal
from ctpat_app.services.standing_decisions import Draft
from ctpat_app.services.standing_proposals import ProposalView
from ctpat_app.state.standing_views import PaperLines, appeal_lines
from ctpat_app.words.dates import moment_text
from ctpat_app.words.messages import message


@dataclass(frozen=True)
class ProposalLine:
    """What the desk proposed; ``settled`` says what became of it, empty while it waits."""

    id: int
    sentence: str
    ground: str
    reason: str
    person: str
    when: str
    settled: bool
    declined_reason: str


@dataclass(frozen=True)
class AppealCard:
    """A filed appeal with what it is against."""

    paper: PaperLines
    against: str
    filed: str
    may_take_up: bool
    may_judge: bool


@dataclass(frozen=True)
class Pending:
    """The decision that was rehearsed and waits for the last press; everything that it refers to."""

    decision: str = ""
    decision_name: str = ""
    ground: str = ""
    reason: str = ""
    looked_at: str = ""
    proposal: int = 0


def draft_in(fields: dict[str, str], seen: int) -> Draft:
    """Return the decision as it was typed; ``seen`` is the newest event when the page was shown."""
    return Draft(
        fields["decision"],
        fields["ground"],
        fields["reason"],
        fields["looked_at"],
        seen,
        number_in(fields["proposal"]),
    )


def proposal_line(proposal: ProposalView, language: str) -> ProposalLine:
    """Return what the desk proposed, in words."""
    return ProposalLine(
        proposal.id,
        message(f"standing.decision-{proposal.decision}", language),
        message(f"standing.ground-{proposal.ground}", language) if proposal.ground else "",
        proposal.reason,
        proposal.person,
        moment_text(proposal.proposed_at, language),
        proposal.settled_at is not None,
        proposal.declined_reason,
    )


def appeal_card(item: StaffAppeal, language: str) -> AppealCard:
    """Return a filed appeal with what it is against."""
    filed = item.appeal.filed_at
    return AppealCard(
        appeal_lines(item.appeal, language),
        message(f"standing.decided-{item.decision.decision}", language),
        moment_text(filed, language) if filed else "",
        item.may_judge and item.appeal.state is AppealState.FILED,
        item.may_judge,
    )
