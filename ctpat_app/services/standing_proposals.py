"""The desk proposes a decision to headquarters, which takes it up or declines it with a reason."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from ctpat_app.domain.errors import InvalidValue, NotPermitted
from ctpat_app.domain.lifecycle import Status
from ctpat_app.domain.permissions import Actor, Permission
from ctpat_app.domain.standing import PROPOSED, Decision, Ground, judge, read_reason
from ctpat_app.services.access import LARGEST_ID, require_account
from ctpat_app.services.audit import NO_ACCOUNT, write_audit
from ctpat_app.services.standing_records import model_row
from ctpat_app.tables.accounts import UserAccountRow
from ctpat_app.tables.standing import StandingProposalRow


@dataclass(frozen=True)
class ProposalView:
    """What somebody of the desk proposed, and what became of it; ``settled_at`` is None while it waits."""

    id: int
    decision: Decision
    ground: Ground | None
    reason: str
    person: str
    proposed_at: datetime
    settled_at: datetime | None
    declined_reason: str


def propose(
    session: Session,
    actor: Actor,
    *,
    security_model_id: int,
    decision: str,
    ground: str,
    reason: str,
    now: datetime,
) -> int:
    """Propose a decision to headquarters, as who looks after the company or as a supervisor; return its number.

    The company's people read nothing of it: nothing is decided yet.

    Raises:
        NotPermitted: ``access.not-yours``.
        FormFaults: as ``domain.standing.judge``.
        InvalidValue: ``standing.proposed-already``.
    """
    row = model_row(session, security_model_id, lock=True)
    require_account(session, actor, row.trade_account_id, Permission.PROFILE_REVIEW)
    judged = judge(decision, ground, reason, "", status=Status(row.status), is_proposal=True)
    if judged.decision not in PROPOSED:
        raise InvalidValue("standing.no-decision")
    if any(each.decision is judged.decision for each in proposals_of(session, security_model_id, waiting=True)):
        raise InvalidValue("standing.proposed-already")
    proposal = StandingProposalRow(
        security_model_id=security_model_id,
        kind=judged.decision.value,
        ground=judged.ground.value if judged.ground else "",
        reason=judged.reason,
        proposed_by=actor.user_id,
        proposed_at=now,
    )
    session.add(proposal)
    session.flush()
    _note(session, actor, "standing.proposed", proposal, now)
    return proposal.id or 0


def decline_proposal(session: Session, actor: Actor, *, proposal_id: int, reason: str, now: datetime) -> int:
    """Decline what the desk proposed, with a reason that it reads; return the number of the security model.

    Raises:
        NotPermitted: ``access.not-yours`` for everybody but headquarters.
        FormFaults: ``standing.reason-short`` (``least``), ``text.…``.
        InvalidValue: ``standing.proposal-settled``.
    """
    row = _proposal(session, proposal_id)
    model = model_row(session, row.security_model_id)
    require_account(session, actor, model.trade_account_id, Permission.MEMBERSHIP_SUSPEND)
    if row.settled_at is not None:
        raise InvalidValue("standing.proposal-settled")
    row.declined_reason, row.settled_by, row.settled_at = read_reason(reason), actor.user_id, now
    session.add(row)
    session.flush()
    _note(session, actor, "standing.proposal-declined", row, now)
    return row.security_model_id


def take_up(
    session: Session, actor: Actor, proposal_id: int, security_model_id: int, *, decision_id: int, now: datetime
) -> None:
    """Note that a decision took up the proposal; the caller has authorized.

    Raises:
        NotPermitted: ``access.not-yours`` for one of another security model.
        InvalidValue: ``standing.proposal-settled``.
    """
    row = _proposal(session, proposal_id)
    if row.security_model_id != security_model_id:
        raise NotPermitted
    if row.settled_at is not None:
        raise InvalidValue("standing.proposal-settled")
    row.decision_id, row.settled_by, row.settled_at = decision_id, actor.user_id, now
    session.add(row)
    session.flush()


def proposals_of(session: Session, model_id: int, *, waiting: bool = False) -> tuple[ProposalView, ...]:
    """Return what was proposed about a security model, the newest first; the caller authorizes."""
    query = (
        select(StandingProposalRow, col(UserAccountRow.name))
        .join(UserAccountRow, col(UserAccountRow.id) == col(StandingProposalRow.proposed_by))
        .where(col(StandingProposalRow.security_model_id) == model_id)
        .order_by(col(StandingProposalRow.id).desc())
    )
    if waiting:
        query = query.where(col(StandingProposalRow.settled_at).is_(None))
    return tuple(_view(row, person) for row, person in session.execute(query))


def _view(row: StandingProposalRow, person: str) -> ProposalView:
    return ProposalView(
        row.id or 0,
        Decision(row.kind),
        Ground(row.ground) if row.ground else None,
        row.reason,
        person,
        row.proposed_at,
        row.settled_at,
        row.declined_reason,
    )


def _proposal(session: Session, proposal_id: int) -> StandingProposalRow:
    found = None
    if 0 < proposal_id <= LARGEST_ID:
        found = session.get(StandingProposalRow, proposal_id, with_for_update=True)
    if found is None:
        raise NotPermitted
    return found


def _note(session: Session, actor: Actor, action: str, row: StandingProposalRow, now: datetime) -> None:
    write_audit(
        session,
        trade_account_id=NO_ACCOUNT,
        user_id=actor.user_id,
        action=action,
        subject=f"model:{row.security_model_id}/proposal:{row.id}",
        now=now,
    )
