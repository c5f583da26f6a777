"""Who takes part in the Status Verification Interface now."""

from sqlmodel import Session

from ctpat_app.domain.errors import Refusal
from ctpat_app.domain.lifecycle import IN_GOOD_STANDING
from ctpat_app.domain.permissions import Actor, Permission
from ctpat_app.services.access import LARGEST_ID, DraftAccess
from ctpat_app.services.model_access import require_model
from ctpat_app.services.svi_names import standing_membership
from ctpat_app.tables.security_models import SecurityModelRow
from ctpat_app.tables.svi import SviMembershipRow


def require_participant(
    session: Session, actor: Actor, security_model_id: int, permission: Permission
) -> tuple[DraftAccess, SviMembershipRow]:
    """Return the actor's way to a model that takes part now.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
        Refusal: ``svi.not-joined``.
    """
    access = require_model(session, actor, security_model_id, permission)
    row = standing_membership(session, security_model_id)
    if row is None:
        raise Refusal("svi.not-joined")
    return access, row


def visible_membership(session: Session, security_model_id: int) -> SviMembershipRow:
    """Return the row of a partner that the search could find now; everything else answers alike.

    Raises:
        Refusal: ``svi.partner-unknown``.
    """
    known = 0 < security_model_id <= LARGEST_ID
    row = standing_membership(session, security_model_id) if known else None
    model = session.get(SecurityModelRow, security_model_id) if row else None
    if row is None or model is None or not row.searchable or model.status not in IN_GOOD_STANDING:
        raise Refusal("svi.partner-unknown")
    return row
