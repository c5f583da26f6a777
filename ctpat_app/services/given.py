"""What a contributor may do: somebody who is no member of the company, and answers statements that were given to them.

They hold no role and no permission, so that every use case which asks for one refuses them. The few that are open to
them ask here instead, and learn which statements are theirs.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, and_, bindparam, exists, select, update
from sqlmodel import Session, col

from ctpat_app.domain.errors import NotPermitted
from ctpat_app.domain.permissions import Actor, Contributor, Permission, Role
from ctpat_app.guidance.questions import OF_CRITERION
from ctpat_app.guidance.records import Library
from ctpat_app.services.access import LARGEST_ID, DraftAccess
from ctpat_app.services.audit import act_as
from ctpat_app.services.library import library_version
from ctpat_app.services.reading import read
from ctpat_app.tables.accounts import InvitationRow, MembershipRow
from ctpat_app.tables.drafts import DraftRow
from ctpat_app.tables.readiness import StatementShareRow

GRANT_STANDS = and_(
    col(StatementShareRow.ended_at).is_(None),
    col(StatementShareRow.grants),
    # Who was taken out of the company afterwards has nothing more to see there.
    ~exists().where(
        col(MembershipRow.user_id) == col(StatementShareRow.user_id),
        col(MembershipRow.trade_account_id) == col(DraftRow.trade_account_id),
        col(MembershipRow.removed_at) > col(StatementShareRow.given_at),
    ),
)
# Built once, as for members: every answer of a contributor runs it.
_GIVEN = (
    select(
        col(StatementShareRow.category),
        col(StatementShareRow.criterion),
        col(DraftRow.flow),
        col(DraftRow.subject_kind),
        col(DraftRow.subject_id),
        col(DraftRow.trade_account_id),
        col(DraftRow.library_hash),
        col(DraftRow.frozen_at),
    )
    .join(DraftRow, col(DraftRow.id) == col(StatementShareRow.draft_id))
    .where(
        col(StatementShareRow.draft_id) == bindparam("of_draft"),
        col(StatementShareRow.user_id) == bindparam("of_user"),
        col(DraftRow.removed_at).is_(None),
        GRANT_STANDS,
    )
)


_OF_STATEMENTS: Final = frozenset({Permission.PROFILE_ANSWER, Permission.DOCUMENTS_READ, Permission.DOCUMENTS_REPLACE})
"""Answers, and the documents beside them."""


@dataclass(frozen=True)
class GivenAccess(DraftAccess):
    """A draft of which the actor sees ``criteria`` alone."""

    criteria: frozenset[str] = frozenset()

    def allows(self, permission: Permission) -> bool:
        """Whether it belongs to answering statements; which ones, ``require_answer`` says. Nothing else is allowed."""
        return permission in _OF_STATEMENTS

    def is_given(self, key: str) -> bool:
        """Whether the answer ``key`` belongs to a statement that was given to the actor."""
        return key in {prefix + each for prefix in OF_CRITERION for each in self.criteria}

    def require_answer(self, permission: Permission, key: str) -> None:
        """Return nothing when ``key`` belongs to a statement that was given to the actor.

        Raises:
            NotPermitted: ``access.not-your-role``.
        """
        self.require(permission)
        if not self.is_given(key):
            raise NotPermitted("access.not-your-role")


def or_given(
    session: Session, actor: Actor, draft_id: int, require: Callable[[Session, Actor, int], DraftAccess]
) -> DraftAccess:
    """Return what ``require`` returns, or for whom it refuses, the access of a contributor.

    Raises:
        NotPermitted: the refusal of ``require``, for who was given nothing.
    """
    try:
        return require(session, actor, draft_id)
    except NotPermitted:
        # Members come first, so that saving costs them nothing.
        given = find_given(session, actor, draft_id)
        if given is None:
            raise
        return given


def find_given(session: Session, actor: Actor, draft_id: int) -> GivenAccess | None:
    """Return the draft with the statements that were given to the actor as a contributor; None when there are none."""
    if not 0 < draft_id <= LARGEST_ID:
        return None
    rows = read(session, _GIVEN, of_draft=draft_id, of_user=actor.user_id).all()
    if not rows:
        return None
    row = rows[0]
    act_as(session, actor, row.trade_account_id, Contributor.CONTRIBUTOR)
    return GivenAccess(
        draft_id=draft_id,
        flow=row.flow,
        subject_kind=row.subject_kind,
        subject_id=row.subject_id,
        trade_account_id=row.trade_account_id,
        library_hash=row.library_hash,
        frozen=row.frozen_at is not None,
        membership_id=0,
        role=Role.TRADE_USER,
        criteria=_criteria(session, rows),
    )


def statements_in(library: Library, places: Iterable[tuple[str, str]]) -> frozenset[str]:
    """Return the statements that ``places`` name, each as a category or a statement; the other one is empty."""
    found = set(places)
    categories, named = {each for each, _ in found} - {""}, {each for _, each in found}
    return frozenset(
        key for key, criterion in library.criteria.items() if key in named or criterion.category in categories
    )


def _criteria(session: Session, rows: Sequence[Row[*tuple[Any, ...]]]) -> frozenset[str]:
    library = library_version(session, rows[0].library_hash)
    return statements_in(library, ((row.category, row.criterion) for row in rows))


def claim_shares(session: Session, invitation: InvitationRow, user_id: int) -> None:
    """Make the statements that wait for whoever was invited theirs; the caller has checked the invitation."""
    session.flush()
    session.execute(update(StatementShareRow).where(_waiting_for(invitation)).values(user_id=user_id))


def drop_shares(session: Session, invitation: InvitationRow, *, by: int, now: datetime) -> None:
    """End what waits for somebody whose invitation is withdrawn."""
    session.flush()
    session.execute(update(StatementShareRow).where(_waiting_for(invitation)).values(ended_at=now, ended_by=by))


def _waiting_for(invitation: InvitationRow) -> ColumnElement[bool]:
    # An invitation that was sent again is another row: what counts is whom it reaches.
    same = select(col(InvitationRow.id)).where(
        col(InvitationRow.trade_account_id) == invitation.trade_account_id,
        col(InvitationRow.email_key) == invitation.email_key,
    )
    return and_(
        col(StatementShareRow.invitation_id).in_(same),
        col(StatementShareRow.user_id).is_(None),
        col(StatementShareRow.ended_at).is_(None),
    )
