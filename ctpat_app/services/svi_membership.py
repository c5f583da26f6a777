"""Taking part in the Status Verification Interface: join under the signed agreement, settings, leave."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from ctpat_app.domain.lifecycle import Status
from ctpat_app.domain.permissions import Actor, Permission, require_recent_proof
from ctpat_app.domain.signing import read_typed_name
from ctpat_app.domain.svi import Settings, Why, check_agreed, check_may_join
from ctpat_app.guidance.texts import Localiser
from ctpat_app.services.access import DraftAccess
from ctpat_app.services.audit import write_audit
from ctpat_app.services.library import current_library
from ctpat_app.services.model_access import require_model
from ctpat_app.services.signatures import (
    AgreementText,
    SignatureView,
    agreement_text,
    signatures_of,
    withdraw_signature,
    write_signature,
)
from ctpat_app.services.svi_names import settings_of, show_names, standing_membership
from ctpat_app.services.svi_participants import require_participant
from ctpat_app.services.svi_standing import end_membership
from ctpat_app.tables.accounts import TradeAccountRow
from ctpat_app.tables.security_models import SecurityModelRow
from ctpat_app.tables.svi import SviMembershipRow

SVI_AGREEMENT = "svi-agreement"


@dataclass(frozen=True)
class Participation:
    """Where a security model stands with SVI; ``settings`` and ``signed`` are None while it does not take part."""

    model_id: int
    trade_account_id: int
    company: str
    status: Status
    settings: Settings | None
    signed: SignatureView | None
    agreement: AgreementText
    may_sign: bool
    may_ask: bool
    why_left: str
    """Why it last stopped taking part; empty while it takes part, and when it never did."""


def read_participation(
    session: Session,
    actor: Actor,
    *,
    security_model_id: int,
    localiser: Localiser,
    permission: Permission = Permission.APPLICATION_READ,
) -> Participation:
    """Return where a security model stands with SVI, for whoever holds ``permission`` there.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
    """
    access = require_model(session, actor, security_model_id, permission)
    standing = standing_membership(session, security_model_id)
    last = _last_membership(session, security_model_id)
    return Participation(
        model_id=security_model_id,
        trade_account_id=access.trade_account_id,
        company=session.get_one(TradeAccountRow, access.trade_account_id).legal_name,
        status=Status(session.get_one(SecurityModelRow, security_model_id).status),
        settings=settings_of(standing) if standing else None,
        signed=_signature(session, access) if standing else None,
        agreement=agreement_text(current_library(), SVI_AGREEMENT, localiser),
        may_sign=access.allows(Permission.AGREEMENT_SIGN),
        may_ask=access.allows(Permission.SVI_REQUEST),
        why_left=last.why_left if last and not standing else "",
    )


def join_svi(
    session: Session,
    actor: Actor,
    *,
    security_model_id: int,
    typed_name: str,
    agreed: bool,
    settings: Settings,
    localiser: Localiser,
    now: datetime,
) -> None:
    """Sign the agreement and take part from now on; a second call changes nothing.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role`` for all but the officer, ``access.prove-again``.
        Refusal: ``svi.not-in-good-standing``.
        InvalidValue: ``sign.not-agreed``, ``sign.name-missing``, ``sign.name-differs`` (``name``).
    Source: Portal User Manual rev. 1.1, "SVI Requirements", "Joining SVI".
    """
    access = require_model(session, actor, security_model_id, Permission.AGREEMENT_SIGN)
    model = session.get_one(SecurityModelRow, security_model_id, with_for_update=True)
    check_may_join(Status(model.status))
    if standing_membership(session, security_model_id):
        return
    check_agreed(agreed=agreed)
    name = read_typed_name(typed_name, actor.name)
    require_recent_proof(actor, now)
    account = session.get_one(TradeAccountRow, access.trade_account_id)
    # It covers only its own text, so that changes of the profile leave it standing: no hash of a content.
    write_signature(
        session,
        actor,
        access,
        agreement=agreement_text(current_library(), SVI_AGREEMENT, localiser),
        acting_for=account.legal_name,
        content_hash="",
        typed_name=name,
        now=now,
    )
    session.add(SviMembershipRow(security_model_id=security_model_id, joined_at=now, **vars(settings)))
    session.flush()
    show_names(session, model)
    _note(session, access, actor, "svi.joined", security_model_id, now)


def change_settings(
    session: Session, actor: Actor, *, security_model_id: int, settings: Settings, now: datetime
) -> None:
    """Change what a participant decides for itself; it holds from now on.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role`` for all but the officer.
        Refusal: ``svi.not-joined``.
    """
    access, row = require_participant(session, actor, security_model_id, Permission.AGREEMENT_SIGN)
    if settings_of(row) == settings:
        return
    row.auto_accept, row.share_more, row.searchable = settings.auto_accept, settings.share_more, settings.searchable
    session.add(row)
    session.flush()
    show_names(session, session.get_one(SecurityModelRow, security_model_id))
    _note(session, access, actor, "svi.settings-changed", security_model_id, now)


def leave_svi(session: Session, actor: Actor, *, security_model_id: int, now: datetime) -> int:
    """Stop taking part: every link is broken at once, in both directions; return how many. It may join again.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role`` for all but the officer.
        Refusal: ``svi.not-joined``.
    Source: Portal User Manual rev. 1.1, "Quitting SVI".
    """
    access, row = require_participant(session, actor, security_model_id, Permission.AGREEMENT_SIGN)
    withdraw_signature(session, actor, access, agreement_id=SVI_AGREEMENT, now=now)
    broken = end_membership(session, row, Why.LEFT, user_id=actor.user_id, now=now)
    _note(session, access, actor, "svi.left", security_model_id, now)
    return len(broken)


def _last_membership(session: Session, security_model_id: int) -> SviMembershipRow | None:
    query = select(SviMembershipRow).where(col(SviMembershipRow.security_model_id) == security_model_id)
    return session.scalars(query.order_by(col(SviMembershipRow.id).desc())).first()


def _signature(session: Session, access: DraftAccess) -> SignatureView | None:
    found = signatures_of(session, access.subject_kind, access.subject_id)
    return next((each for each in found if each.agreement_id == SVI_AGREEMENT and each.voided_at is None), None)


def _note(session: Session, access: DraftAccess, actor: Actor, action: str, model_id: int, now: datetime) -> None:
    write_audit(
        session,
        trade_account_id=access.trade_account_id,
        user_id=actor.user_id,
        action=action,
        subject=f"model:{model_id}",
        now=now,
    )
