"""Where the profile of a security model stands for the company: what was sent, is being changed, and came back."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlmodel import Session, col

from ctpat_app.domain.errors import InvalidValue
from ctpat_app.domain.lifecycle import Status
from ctpat_app.domain.permissions import Actor, Permission
from ctpat_app.domain.profile_changes import MAY_SEND, MAY_WRITE, Origin
from ctpat_app.guidance.flow import Situation
from ctpat_app.services.access import DraftAccess, require_draft
from ctpat_app.services.application import pending_changes
from ctpat_app.services.drafts import APPLICATION, applications_of, read_situation
from ctpat_app.services.profile_changes import base_of, discarded_changes, open_changes
from ctpat_app.services.returned import read_returned
from ctpat_app.services.sent_drafts import find_submission, frozen_situation
from ctpat_app.services.take_backs import Change, list_changes
from ctpat_app.tables.accounts import TradeAccountRow
from ctpat_app.tables.drafts import DraftRow, SubmissionRow
from ctpat_app.tables.security_models import SecurityModelRow


@dataclass(frozen=True)
class ChangesView:
    """How the profile stands; ``sent_draft_id`` is 0 while nothing was sent, ``open_draft_id`` without changes."""

    draft_id: int
    """The one that was asked for."""
    security_model_id: int
    sent_draft_id: int
    sent_at: datetime | None
    open_draft_id: int
    origin: Origin
    """How the open one began."""
    came_back: int
    """How many comments CTPAT sent back with the newest profile."""
    still_open: int
    waits: bool
    """A specialist is reading: changes cannot be sent yet."""
    may_start: bool
    may_restore: bool
    may_discard: bool

    @property
    def is_changing(self) -> bool:
        """Whether the draft that was asked for is the one in which the profile is changed."""
        return self.open_draft_id == self.draft_id


@dataclass(frozen=True)
class ChangesPage:
    """The changes of a profile, place by place, and both states of the form."""

    view: ChangesView
    company: str
    before: Situation
    after: Situation
    changes: tuple[Change, ...]
    may_write: bool
    may_discard: bool
    """The form of a merge or split cannot be discarded."""


def read_changes_view(session: Session, actor: Actor, *, draft_id: int, now: datetime) -> ChangesView:
    """Return how the profile of the draft's security model stands.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
    """
    access = require_draft(session, actor, draft_id, Permission.APPLICATION_READ)
    access.require_flow(APPLICATION)
    return _view(session, actor, access, now)


def _view(session: Session, actor: Actor, access: DraftAccess, now: datetime) -> ChangesView:
    model = session.get_one(SecurityModelRow, access.subject_id)
    status, changing = Status(model.status), open_changes(session, access.subject_id) or 0
    sent = _newest_sent(session, access.subject_id) or (base_of(session, changing) if changing else None) or 0
    submission = find_submission(session, sent) if sent else None
    may_begin = not changing and sent > 0 and status in MAY_WRITE
    decides = access.allows(Permission.APPLICATION_START)
    returned = read_returned(session, actor, draft_id=sent) if submission and _owns(session, sent, access) else None
    return ChangesView(
        access.draft_id,
        access.subject_id,
        sent,
        submission.submitted_at if submission else None,
        changing,
        Origin(session.get_one(DraftRow, changing).origin) if changing else Origin.APPLICATION,
        len(returned.places) if returned else 0,
        returned.still_open if returned else 0,
        status not in MAY_SEND and status in MAY_WRITE,
        may_begin and access.allows(Permission.PROFILE_ANSWER),
        may_begin and decides and discarded_changes(session, access.subject_id, now=now) is not None,
        decides,
    )


def _newest_sent(session: Session, model_id: int) -> int | None:
    query = select(func.max(col(SubmissionRow.draft_id))).join(
        DraftRow, col(DraftRow.id) == col(SubmissionRow.draft_id)
    )
    return session.scalar(query.where(*applications_of(model_id)))


def _owns(session: Session, draft: int, access: DraftAccess) -> bool:
    """After a split what was sent belongs to another model: what came back there is answered there."""
    return session.get_one(DraftRow, draft).subject_id == access.subject_id


def read_changes_page(session: Session, actor: Actor, *, draft_id: int, now: datetime) -> ChangesPage:
    """Return what was changed in a draft of changes.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
        InvalidValue: ``changes.none-open``: the draft is no draft of changes, or they were sent.
    """
    access = require_draft(session, actor, draft_id, Permission.APPLICATION_READ)
    base = base_of(session, draft_id)
    if base is None or access.frozen:
        raise InvalidValue("changes.none-open")
    after = read_situation(session, access, now=now)
    view = _view(session, actor, access, now)
    return ChangesPage(
        view,
        session.get_one(TradeAccountRow, access.trade_account_id).legal_name,
        _as_sent(session, base, after),
        after,
        list_changes(session, draft_id, after.library, access.flow),
        access.allows(Permission.PROFILE_ANSWER) and not pending_changes(session, access),
        view.may_discard and view.origin is Origin.CHANGES,
    )


def _as_sent(session: Session, base: int, after: Situation) -> Situation:
    submission = find_submission(session, base)
    return frozen_situation(session, submission) if submission else after
