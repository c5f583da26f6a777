"""Registrations of EU AEOs as staff review them: register, or refuse with a written reason."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from ctpat_app.domain.aeo import OPEN, AeoDecision, AeoState, read_refusal
from ctpat_app.domain.errors import InvalidValue, Refusal
from ctpat_app.domain.history import LOOKED_AT_REQUEST
from ctpat_app.domain.permissions import Actor, Permission, Role
from ctpat_app.services.access import require_account
from ctpat_app.services.aeo_rows import RegistrationView, end_registration, hold_registration, note_aeo, views_of
from ctpat_app.services.company_view import note_look
from ctpat_app.services.notices import tell
from ctpat_app.tables.accounts import MembershipRow, TradeAccountRow
from ctpat_app.tables.aeo import AeoMidRow, AeoRegistrationRow


@dataclass(frozen=True)
class RegistrationsToReview:
    """The page of the staff about a company's registrations, waiting ones first, the longest wait on top.

    ``elsewhere`` tells by ``<EORI>/<MID>`` under which other EORIs the same manufacturer code stands. No company is
    named: the reader may not look after it.
    """

    company: str
    registrations: tuple[RegistrationView, ...]
    elsewhere: Mapping[str, tuple[str, ...]]
    may_decide: bool


def registrations_for_staff(
    session: Session, actor: Actor, *, trade_account_id: int, now: datetime
) -> RegistrationsToReview:
    """Return the registrations of a company for staff who review it, and note the look in its history.

    Raises:
        NotPermitted: ``access.not-yours``; ``access.not-your-role`` for people of the company.
    """
    access = require_account(session, actor, trade_account_id, Permission.PROFILE_REVIEW)
    note_look(session, actor, access, LOOKED_AT_REQUEST, now, subject=f"trade-account/{trade_account_id}/aeo")
    found = views_of(session, col(AeoRegistrationRow.trade_account_id) == trade_account_id)
    waiting = sorted((each for each in found if each.state is AeoState.WAITING), key=lambda each: each.asked_at)
    others = tuple(each for each in found if each.state is not AeoState.WAITING)
    return RegistrationsToReview(
        access.legal_name,
        (*waiting, *others),
        _elsewhere(session, trade_account_id),
        access.allows(Permission.IDENTIFIER_CHANGE_LOCKED),
    )


def decide_registration(
    session: Session, actor: Actor, *, registration_id: int, decision: str, reason: str, now: datetime
) -> None:
    """Register an EU AEO, or refuse with a reason; the company is told. What it replaces ends when it is registered.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
        Refusal: ``aeo.decided``.
        InvalidValue: ``aeo.decision-missing``, ``aeo.reason-missing``, ``text.…``.
    """
    row = hold_registration(session, registration_id)
    require_account(session, actor, row.trade_account_id, Permission.IDENTIFIER_CHANGE_LOCKED)
    if decision not in {each.value for each in AeoDecision}:
        raise InvalidValue("aeo.decision-missing")
    if row.state != AeoState.WAITING:
        raise Refusal("aeo.decided")
    registers = decision == AeoDecision.REGISTER
    row.reason = "" if registers else read_refusal(reason)
    row.state = AeoState.REGISTERED if registers else AeoState.REFUSED
    row.decided_at, row.decided_by = now, actor.user_id
    session.add(row)
    session.flush()
    replaced = session.get(AeoRegistrationRow, row.replaces_id) if registers and row.replaces_id else None
    if replaced and replaced.state == AeoState.REGISTERED:
        end_registration(session, replaced, user_id=actor.user_id, now=now)
    note_aeo(session, row, actor.user_id, "aeo.registered" if registers else "aeo.refused", now)
    account = session.get_one(TradeAccountRow, row.trade_account_id)
    told = {"company": account.legal_name, "eori": row.eori}
    if not registers:
        told["reason"] = row.reason
    tell(
        session,
        _people_of(session, row.trade_account_id),
        template="aeo-registered" if registers else "aeo-refused",
        path=f"aeo-registration/?account={row.trade_account_id}",
        now=now,
        **told,
    )


def _people_of(session: Session, trade_account_id: int) -> list[int]:
    """Return the officers and employees of a company: who may ask is told what came of it."""
    query = select(col(MembershipRow.user_id)).where(
        col(MembershipRow.trade_account_id) == trade_account_id,
        col(MembershipRow.removed_at).is_(None),
        col(MembershipRow.role).in_([Role.OFFICER.value, Role.EMPLOYEE.value]),
    )
    return list(session.scalars(query.order_by(col(MembershipRow.user_id))))


def _elsewhere(session: Session, trade_account_id: int) -> dict[str, tuple[str, ...]]:
    mine, other = aliased(AeoMidRow), aliased(AeoMidRow)
    own, theirs = aliased(AeoRegistrationRow), aliased(AeoRegistrationRow)
    query = (
        select(col(mine.mid), col(own.eori), col(theirs.eori))
        .join(own, col(own.id) == col(mine.registration_id))
        .join(other, col(other.mid) == col(mine.mid))
        .join(theirs, col(theirs.id) == col(other.registration_id))
        .where(
            col(own.trade_account_id) == trade_account_id,
            col(own.state).in_(sorted(OPEN)),
            col(theirs.state).in_(sorted(OPEN)),
            col(theirs.eori) != col(own.eori),
        )
        .distinct()
    )
    found: dict[str, set[str]] = {}
    for mid, eori, their_eori in session.execute(query):
        found.setdefault(f"{eori}/{mid}", set()).add(their_eori)
    return {key: tuple(sorted(eoris)) for key, eoris in found.items()}
