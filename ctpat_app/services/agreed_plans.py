"""The way back from a suspension: headquarters agrees to a plan of actions, the officer consents to visits."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlmodel import Session, col

from ctpat_app.domain.actions import ActionState
from ctpat_app.domain.errors import InvalidValue
from ctpat_app.domain.permissions import Actor, Permission, require_recent_proof
from ctpat_app.domain.signing import read_typed_name
from ctpat_app.domain.standing import MAX_REASON
from ctpat_app.domain.texts import clean_text
from ctpat_app.guidance.texts import Localiser
from ctpat_app.services.access import require_account
from ctpat_app.services.audit import write_audit
from ctpat_app.services.library import current_library
from ctpat_app.services.model_access import require_model
from ctpat_app.services.notices import contacts_of, tell
from ctpat_app.services.signatures import agreement_text, write_signature
from ctpat_app.services.standing_proofs import VISITS_CONSENT, has_consent
from ctpat_app.services.standing_records import DecisionView, model_row, standing_suspension
from ctpat_app.tables.accounts import TradeAccountRow
from ctpat_app.tables.actions import ActionRow
from ctpat_app.tables.standing import AgreedPlanRow


@dataclass(frozen=True)
class PlannedAction:
    """An action of the company's plan as headquarters sees it."""

    id: int
    what: str
    due_on: date
    state: ActionState


def agree_plan(
    session: Session, actor: Actor, *, security_model_id: int, actions: Collection[int], note: str, now: datetime
) -> None:
    """Agree, as headquarters, that closing these actions ends the suspension; a later agreement takes its place.

    Raises:
        NotPermitted: ``access.not-yours`` for everybody but headquarters.
        InvalidValue: ``standing.not-suspended``, ``standing.plan-empty``, ``text.…``.
    """
    model = model_row(session, security_model_id, lock=True)
    require_account(session, actor, model.trade_account_id, Permission.MEMBERSHIP_SUSPEND)
    suspension = _suspension(session, security_model_id)
    known = {each.id for each in planned_actions(session, security_model_id)}
    chosen = sorted(known & set(actions))
    if not chosen:
        raise InvalidValue("standing.plan-empty")
    session.add(
        AgreedPlanRow(
            decision_id=suspension.id,
            actions=json.dumps(chosen),
            note=clean_text(note, MAX_REASON),
            agreed_by=actor.user_id,
            agreed_at=now,
        )
    )
    session.flush()
    write_audit(
        session,
        trade_account_id=model.trade_account_id,
        user_id=actor.user_id,
        action="plan.agreed",
        subject=f"model:{security_model_id}/decision:{suspension.id}",
        now=now,
    )
    company = session.get_one(TradeAccountRow, model.trade_account_id).legal_name
    people = contacts_of(session, security_model_id)
    path = f"standing/?model={security_model_id}"
    tell(session, people, template="plan-agreed", path=path, now=now, company=company)


def give_visits_consent(
    session: Session,
    actor: Actor,
    *,
    security_model_id: int,
    typed_name: str,
    agreed: bool,
    localiser: Localiser,
    now: datetime,
) -> None:
    """Consent, as the officer, to visits without notice; a second press signs nothing more.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``, ``access.prove-again``.
        InvalidValue: ``standing.not-suspended``, ``sign.…``.
    """
    access = require_model(session, actor, security_model_id, Permission.AGREEMENT_SIGN)
    model_row(session, security_model_id, lock=True)
    _suspension(session, security_model_id)
    if not agreed:
        raise InvalidValue("sign.not-agreed")
    name = read_typed_name(typed_name, actor.name)
    require_recent_proof(actor, now)
    if has_consent(session, security_model_id):
        return
    write_signature(
        session,
        actor,
        access,
        agreement=agreement_text(current_library(), VISITS_CONSENT, localiser),
        acting_for=session.get_one(TradeAccountRow, access.trade_account_id).legal_name,
        content_hash="",
        typed_name=name,
        now=now,
    )


def planned_actions(session: Session, model_id: int) -> tuple[PlannedAction, ...]:
    """Return the actions of a security model that were not dropped, by due day; the caller authorizes."""
    query = select(ActionRow).where(
        col(ActionRow.security_model_id) == model_id, col(ActionRow.state) != ActionState.DROPPED
    )
    rows = session.scalars(query.order_by(col(ActionRow.due_on), col(ActionRow.id)))
    return tuple(PlannedAction(row.id or 0, row.what, row.due_on, ActionState(row.state)) for row in rows)


def _suspension(session: Session, model_id: int) -> DecisionView:
    found = standing_suspension(session, model_id)
    if found is None:
        raise InvalidValue("standing.not-suspended")
    return found
