"""Statements given to named people: who answers what, for members; a limited look for people from outside."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import String as Text
from sqlalchemy import and_, cast, literal, or_
from sqlmodel import Session, col, select

from ctpat_app.domain.errors import InvalidValue, NotPermitted
from ctpat_app.domain.permissions import Actor, Contributor, Permission, Role, effective_role, may
from ctpat_app.guidance.records import Library
from ctpat_app.services.access import CONTACT_ROLE, LARGEST_ID, DraftAccess, require_draft
from ctpat_app.services.audit import write_audit
from ctpat_app.services.given import GRANT_STANDS
from ctpat_app.services.invitations import send_invitation
from ctpat_app.services.library import library_version
from ctpat_app.services.notices import tell
from ctpat_app.tables.accounts import InvitationRow, MembershipRow, TradeAccountRow, UserAccountRow
from ctpat_app.tables.drafts import AnswerRow, DraftRow
from ctpat_app.tables.readiness import StatementShareRow

CATEGORY: Final = "category."
STATEMENT: Final = "criterion."
"""How a place is named: a whole category, or one statement."""


@dataclass(frozen=True)
class Recipient:
    """Somebody to whom statements of a draft can be given; ``outside``: a contributor who has some already."""

    user_id: int
    name: str
    email: str
    language: str
    outside: bool = False


@dataclass(frozen=True)
class ShareView:
    """A standing share: ``place`` is a category or statement; ``waiting``: the invitation is not accepted yet."""

    id: int
    user_id: int
    name: str
    place: str
    given_by: str
    given_at: datetime
    outside: bool
    waiting: bool


@dataclass(frozen=True)
class Shares:
    """Who was given what of a draft, and to whom more can be given."""

    company: str
    library: Library
    shares: tuple[ShareView, ...]
    recipients: tuple[Recipient, ...]
    may_give: bool
    may_invite: bool
    """Whether the reader may let people in who are no members."""


def list_shares(session: Session, actor: Actor, *, draft_id: int) -> Shares:
    """Return who was given what of the draft.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
    """
    access = require_draft(session, actor, draft_id, Permission.APPLICATION_READ)
    return Shares(
        session.get_one(TradeAccountRow, access.trade_account_id).legal_name,
        library_version(session, access.library_hash),
        shares_of(session, draft_id),
        _recipients(session, access),
        not access.frozen and access.allows(Permission.PROFILE_ANSWER),
        not access.frozen and access.allows(Permission.TRADE_ACCOUNT_MANAGE_USERS),
    )


def give_statements(
    session: Session, actor: Actor, *, draft_id: int, user_id: int, places: Collection[str], now: datetime
) -> int:
    """Give statements or categories to somebody, tell them by mail, and return how many of them are new.

    Raises:
        NotPermitted: ``access.…``, ``draft.frozen``; giving more to people from outside is for who manages users.
        InvalidValue: ``shares.nothing-chosen``, ``shares.place-unknown``, ``shares.person-unknown``.
    """
    access = _require_giving(session, actor, draft_id)
    chosen = _known_places(session, access, places)
    person = next((each for each in _recipients(session, access) if each.user_id == user_id), None)
    if person is None:
        raise InvalidValue("shares.person-unknown")
    if person.outside:
        access.require(Permission.TRADE_ACCOUNT_MANAGE_USERS)
    had = {each.place for each in shares_of(session, draft_id) if each.user_id == user_id}
    new = [place for place in chosen if place not in had]
    session.add_all(_share(actor, draft_id, place, now, user_id=person.user_id, grants=person.outside) for place in new)
    if new:
        _tell(session, actor, access, person, now)
        _audit(session, actor, access, "statements.given", now)
    return len(new)


def invite_to_statements(
    session: Session,
    actor: Actor,
    *,
    draft_id: int,
    email: str,
    name: str,
    places: Collection[str],
    language: str,
    now: datetime,
) -> None:
    """Invite somebody from outside who shall see and answer nothing but these statements.

    Raises:
        NotPermitted: ``access.…``, ``draft.frozen``; it is for who manages users.
        InvalidValue: ``shares.…``, ``email.…``, ``name.…``, ``invitation.…``.
    """
    access = _require_giving(session, actor, draft_id)
    access.require(Permission.TRADE_ACCOUNT_MANAGE_USERS)
    chosen = _known_places(session, access, places)
    sent = send_invitation(
        session,
        actor,
        trade_account_id=access.trade_account_id,
        email=email,
        role=Contributor.CONTRIBUTOR,
        name=name,
        language=language,
        now=now,
    )
    session.add_all(_share(actor, draft_id, place, now, invitation_id=sent.id, grants=True) for place in chosen)
    session.flush()
    _audit(session, actor, access, "statements.given", now)


def take_back(session: Session, actor: Actor, *, draft_id: int, share_id: int, now: datetime) -> None:
    """Take a statement or category back; a second time is the same as once.

    Raises:
        NotPermitted: ``access.…``, or the share is not of this draft.
    """
    access = require_draft(session, actor, draft_id, Permission.PROFILE_ANSWER)
    row = session.get(StatementShareRow, share_id) if 0 < share_id <= LARGEST_ID else None
    if row is None or row.draft_id != draft_id:
        raise NotPermitted
    if row.ended_at is None:
        row.ended_at, row.ended_by = now, actor.user_id
        session.add(row)
        session.flush()
        _audit(session, actor, access, "statements.taken-back", now)


def shares_of(session: Session, draft_id: int) -> tuple[ShareView, ...]:
    """Return the standing shares of a draft, oldest first; the caller has authorized it."""
    is_member = (
        select(MembershipRow.id)
        .where(
            col(MembershipRow.user_id) == col(StatementShareRow.user_id),
            col(MembershipRow.trade_account_id) == col(DraftRow.trade_account_id),
            col(MembershipRow.removed_at).is_(None),
        )
        .exists()
    )
    query = (
        select(StatementShareRow, UserAccountRow.name, InvitationRow, is_member)
        .join(DraftRow, col(DraftRow.id) == col(StatementShareRow.draft_id))
        .join(UserAccountRow, col(UserAccountRow.id) == col(StatementShareRow.user_id), isouter=True)
        .join(InvitationRow, col(InvitationRow.id) == col(StatementShareRow.invitation_id), isouter=True)
        .where(
            StatementShareRow.draft_id == draft_id,
            col(StatementShareRow.ended_at).is_(None),
            or_(is_member, GRANT_STANDS),
        )
        .order_by(col(StatementShareRow.id))
    )
    gave = select(StatementShareRow.given_by).where(StatementShareRow.draft_id == draft_id)
    people = session.exec(select(UserAccountRow).where(col(UserAccountRow.id).in_(gave)))
    givers = {row.id: row.name for row in people}
    return tuple(
        ShareView(
            id=share.id or 0,
            user_id=share.user_id or 0,
            name=name or invitation.name or invitation.email,
            place=f"{CATEGORY}{share.category}" if share.category else f"{STATEMENT}{share.criterion}",
            given_by=givers.get(share.given_by, ""),
            given_at=share.given_at,
            outside=not member,
            waiting=share.user_id is None,
        )
        for share, name, invitation, member in session.exec(query)
    )


def _recipients(session: Session, access: DraftAccess) -> tuple[Recipient, ...]:
    contact_role = and_(
        col(AnswerRow.draft_id) == literal(access.draft_id),
        col(AnswerRow.key) == CONTACT_ROLE,
        col(AnswerRow.row_key) == cast(col(MembershipRow.id), Text(40)),
    )
    members = (
        select(MembershipRow, UserAccountRow, AnswerRow.value)
        .join(UserAccountRow, col(UserAccountRow.id) == col(MembershipRow.user_id))
        .join(AnswerRow, contact_role, isouter=True)
        .where(
            MembershipRow.trade_account_id == access.trade_account_id,
            col(MembershipRow.removed_at).is_(None),
        )
        .order_by(col(MembershipRow.id))
    )
    inside = [
        _recipient(person)
        for row, person, named in session.exec(members)
        if may(effective_role(Role(row.role), row.officer_declared_at, named), Permission.PROFILE_ANSWER)
    ]
    asked = {each.user_id for each in shares_of(session, access.draft_id) if each.outside and each.user_id}
    outside = [_recipient(session.get_one(UserAccountRow, user_id), outside=True) for user_id in sorted(asked)]
    return (*inside, *outside)


def _recipient(person: UserAccountRow, *, outside: bool = False) -> Recipient:
    return Recipient(person.id or 0, person.name, person.email, person.language, outside)


def _require_giving(session: Session, actor: Actor, draft_id: int) -> DraftAccess:
    access = require_draft(session, actor, draft_id, Permission.PROFILE_ANSWER)
    access.require_open()
    return access


def _known_places(session: Session, access: DraftAccess, places: Iterable[str]) -> list[str]:
    library = library_version(session, access.library_hash)
    known = {CATEGORY + key for key in library.categories} | {STATEMENT + key for key in library.criteria}
    chosen = list(dict.fromkeys(places))
    if not chosen:
        raise InvalidValue("shares.nothing-chosen")
    if not known.issuperset(chosen):
        raise InvalidValue("shares.place-unknown")
    return chosen


def _share(
    actor: Actor,
    draft_id: int,
    place: str,
    now: datetime,
    *,
    user_id: int | None = None,
    invitation_id: int | None = None,
    grants: bool,
) -> StatementShareRow:
    return StatementShareRow(
        draft_id=draft_id,
        category=place.removeprefix(CATEGORY) if place.startswith(CATEGORY) else "",
        criterion=place.removeprefix(STATEMENT) if place.startswith(STATEMENT) else "",
        user_id=user_id,
        invitation_id=invitation_id,
        grants=grants,
        given_at=now,
        given_by=actor.user_id,
    )


def _tell(session: Session, actor: Actor, access: DraftAccess, person: Recipient, now: datetime) -> None:
    if person.user_id == actor.user_id:
        return  # who takes something on needs no mail about it
    company = session.get_one(TradeAccountRow, access.trade_account_id).legal_name
    tell(
        session,
        [person.user_id],
        template="statements-given",
        path="given/",
        now=now,
        company=company,
        inviter=actor.name,
    )


def _audit(session: Session, actor: Actor, access: DraftAccess, action: str, now: datetime) -> None:
    session.flush()
    write_audit(
        session,
        trade_account_id=access.trade_account_id,
        user_id=actor.user_id,
        action=action,
        subject=f"draft:{access.draft_id}",
        now=now,
    )
