"""The action plan of a security model as people read it: what is open, overdue, closed, and how each action ended."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlmodel import Session, col, select

from ctpat_app.domain.actions import OPEN_STATES, ActionState, Plan, Proof, Step, is_overdue, quarter_start
from ctpat_app.domain.emails import read_email
from ctpat_app.domain.history import LOOKED_AT_ACTIONS
from ctpat_app.domain.lifecycle import ENDED
from ctpat_app.domain.permissions import Actor, Permission, StaffRole
from ctpat_app.services.access import AccountAccess, DraftAccess, require_account, require_draft
from ctpat_app.services.action_rows import (
    Choices,
    choices_of,
    colleagues_of,
    documents_of,
    may_see,
    names_of,
    newest_draft,
    plan_of,
    proof_of,
    require_action,
)
from ctpat_app.services.company_view import note_look
from ctpat_app.services.model_access import require_model
from ctpat_app.services.model_types import types_of_draft
from ctpat_app.tables.accounts import TradeAccountRow
from ctpat_app.tables.actions import ActionNoteRow, ActionRow, MailStopRow
from ctpat_app.tables.security_models import SecurityModelRow


class Show(StrEnum):
    """Which actions of a plan are listed; stands in addresses."""

    OPEN = "open"
    MINE = "mine"
    OVERDUE = "overdue"
    CLOSED = "closed"
    ALL = "all"


@dataclass(frozen=True)
class ActionView:
    """An action as it stands; names are empty where nobody did it."""

    id: int
    security_model_id: int
    draft_id: int
    """The newest draft of its security model."""
    plan: Plan
    state: ActionState
    is_overdue: bool
    is_mine: bool
    may_write: bool
    needs_other: bool
    """Whether the reader owns it and somebody else is there to close it."""
    owner: str
    owner_gone: bool
    """The owner was a member, and is none any more or may not see it any more."""
    mails_ended: bool
    """The owner, somebody outside, wants no mails."""
    proof: Proof
    proof_document: str
    checked_on: date | None
    verified_by: str
    closed_by: str
    closed_at: datetime | None
    version: int


@dataclass(frozen=True)
class ActionPlan:
    """The listed actions of a security model, how many there are, and what the reader may do."""

    security_model_id: int
    draft_id: int
    trade_account_id: int
    company: str
    may_write: bool
    open: int
    overdue: int
    closed_this_quarter: int
    actions: tuple[ActionView, ...]


@dataclass(frozen=True)
class CompanyPlans:
    """The security models of a company whose actions the reader may see."""

    company: str
    plans: tuple[tuple[int, str, tuple[str, ...]], ...]
    """Of each the newest draft, its name, and the ids of its business types."""


@dataclass(frozen=True)
class ActionNote:
    """One step in the life of an action."""

    step: Step
    text: str
    at: datetime
    who: str


def model_of_draft(session: Session, actor: Actor, *, draft_id: int) -> int:
    """Return the security model that the draft is about, for whoever may see its actions.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
    """
    return require_draft(session, actor, draft_id, Permission.ACTIONS_READ).subject_id


def plans_of_company(session: Session, actor: Actor, *, trade_account_id: int) -> CompanyPlans:
    """Return which plans the company has, oldest first, as far as the actor may see them.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
    """
    access = require_account(session, actor, trade_account_id, Permission.ACTIONS_READ)
    query = select(SecurityModelRow).where(
        SecurityModelRow.trade_account_id == trade_account_id, col(SecurityModelRow.status).not_in(ENDED)
    )
    found = []
    for model in session.exec(query.order_by(col(SecurityModelRow.id))).all():
        draft = newest_draft(session, model.id or 0)
        if may_see(session, actor, model.id or 0):
            found.append((draft, model.name, types_of_draft(session, draft)))
    return CompanyPlans(access.legal_name, tuple(found))


def list_actions(
    session: Session, actor: Actor, *, security_model_id: int, show: Show, criterion_id: str = "", now: datetime
) -> ActionPlan:
    """Return the plan, what is due first on top; the look of staff is noted.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
    """
    access = require_model(session, actor, security_model_id, Permission.ACTIONS_READ)
    _note_staff(session, actor, access, now)
    query = select(ActionRow).where(ActionRow.security_model_id == security_model_id)
    rows = session.exec(query.order_by(col(ActionRow.due_on), col(ActionRow.id))).all()
    views = _views(session, actor, access, rows, now.date())
    since = quarter_start(now.date())
    return ActionPlan(
        security_model_id,
        access.draft_id,
        access.trade_account_id,
        session.get_one(TradeAccountRow, access.trade_account_id).legal_name,
        access.allows(Permission.PROFILE_ANSWER),
        sum(each.state in OPEN_STATES for each in views),
        sum(each.is_overdue for each in views),
        sum(each.state is ActionState.CLOSED and _day(each.closed_at) >= since for each in views),
        tuple(each for each in views if _is_shown(each, show) and criterion_id in {"", each.plan.criterion_id}),
    )


def count_for_criterion(session: Session, actor: Actor, *, draft_id: int, criterion_id: str) -> int:
    """Return how many actions for the criterion are open.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
    """
    access = require_draft(session, actor, draft_id, Permission.ACTIONS_READ)
    query = select(ActionRow.id).where(
        ActionRow.security_model_id == access.subject_id,
        ActionRow.criterion_id == criterion_id,
        col(ActionRow.state).in_(OPEN_STATES),
    )
    return len(session.exec(query).all())


def read_action(
    session: Session, actor: Actor, *, action_id: int, now: datetime
) -> tuple[ActionView, tuple[ActionNote, ...]]:
    """Return the action and its history, the oldest step first; the look of staff is noted.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
    """
    row, access = require_action(session, actor, action_id, Permission.ACTIONS_READ)
    _note_staff(session, actor, access, now)
    [view] = _views(session, actor, access, [row], now.date())
    query = select(ActionNoteRow).where(ActionNoteRow.action_id == row.id).order_by(col(ActionNoteRow.id))
    notes = session.exec(query).all()
    names = names_of(session, [each.user_id for each in notes])
    return view, tuple(ActionNote(Step(each.step), each.text, each.at, names[each.user_id]) for each in notes)


def action_choices(session: Session, actor: Actor, *, security_model_id: int) -> Choices:
    """Return what can be chosen in the forms of an action.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
    """
    return choices_of(session, require_model(session, actor, security_model_id, Permission.PROFILE_ANSWER))


# ---------------------------------------------------------------- helpers


def _note_staff(session: Session, actor: Actor, access: DraftAccess, now: datetime) -> None:
    if isinstance(access.role, StaffRole):
        company = AccountAccess(access.trade_account_id, "", access.role, access.is_assigned)
        note_look(session, actor, company, LOOKED_AT_ACTIONS, now)


def _views(
    session: Session, actor: Actor, access: DraftAccess, rows: Iterable[ActionRow], today: date
) -> list[ActionView]:
    rows = list(rows)
    people = {each.user_id for each in colleagues_of(session, access)}
    may_write = access.allows(Permission.PROFILE_ANSWER)
    names = names_of(session, [user for row in rows for user in (row.owner_id, row.verified_by, row.closed_by)])
    documents = dict(documents_of(session, access.subject_id))
    addresses = {read_email(row.owner_email).key for row in rows if row.owner_email}
    stopped = set(
        session.exec(
            select(MailStopRow.person_key).where(
                col(MailStopRow.person_key).in_(addresses), col(MailStopRow.stopped_at).is_not(None)
            )
        )
    )
    return [
        ActionView(
            row.id or 0,
            row.security_model_id,
            access.draft_id,
            plan_of(row),
            ActionState(row.state),
            is_overdue(ActionState(row.state), row.due_on, today),
            row.owner_id == actor.user_id,
            may_write,
            row.owner_id == actor.user_id and bool(people - {actor.user_id}),
            names.get(row.owner_id or 0, row.owner_name),
            bool(row.owner_id) and row.owner_id not in people,
            bool(row.owner_email) and read_email(row.owner_email).key in stopped,
            proof_of(row),
            documents.get(row.proof_document_id or 0, ""),
            row.checked_on,
            names.get(row.verified_by or 0, ""),
            names.get(row.closed_by or 0, ""),
            row.closed_at,
            row.version,
        )
        for row in rows
    ]


def _is_shown(view: ActionView, show: Show) -> bool:
    match show:
        case Show.OPEN:
            return view.state in OPEN_STATES
        case Show.MINE:
            return view.is_mine and view.state in OPEN_STATES
        case Show.OVERDUE:
            return view.is_overdue
        case Show.CLOSED:
            return view.state not in OPEN_STATES
        case Show.ALL:
            return True


def _day(moment: datetime | None) -> date:
    return moment.date() if moment else date.min
