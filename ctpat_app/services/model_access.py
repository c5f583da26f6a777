"""Whose security model it is: the contact list of its newest form says who may do what."""

from sqlmodel import Session

from ctpat_app.domain.errors import NotPermitted
from ctpat_app.domain.permissions import Actor, Permission
from ctpat_app.services.access import LARGEST_ID, DraftAccess, require_draft
from ctpat_app.services.drafts import newest_application


def require_model(session: Session, actor: Actor, security_model_id: int, permission: Permission) -> DraftAccess:
    """Return the actor's way to the newest application of a security model.

    Raises:
        NotPermitted: ``access.not-yours``, also when it does not exist; ``access.not-your-role``.
    """
    if not 0 < security_model_id <= LARGEST_ID:
        raise NotPermitted
    return require_draft(session, actor, newest_application(session, security_model_id) or 0, permission)
