"""The inquiries of a company: where each stands, what is overdue, what waits for a look, what is to be sent again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from sqlalchemy import func, select
from sqlmodel import Session, col

from ctpat_app.domain.inquiries import (
    OPEN,
    OPEN_ACTIONS,
    ActionState,
    InquiryState,
    Outcome,
    is_expired,
    is_overdue,
    is_renewal_due,
    renewal_day,
)
from ctpat_app.domain.permissions import Actor, Permission
from ctpat_app.services.access import require_account
from ctpat_app.services.inquiry_rows import criteria_of
from ctpat_app.tables.inquiries import InquiryActionRow, InquiryAnswerRow, InquiryRow
from ctpat_app.tables.partners import PartnerRow

_MOST: Final = 1000


class Shown(StrEnum):
    """Which inquiries a list shows; stands in addresses, never renamed."""

    OPEN = "open"
    OVERDUE = "overdue"
    TO_REVIEW = "to-review"
    """Signed, or with an action that the partner has answered."""
    RENEWALS = "renewals"
    """Closed, and to be sent again."""
    CLOSED = "closed"
    ALL = "all"


@dataclass(frozen=True)
class InquiryLine:
    """One inquiry in the list."""

    id: int
    reference: str
    partner_id: int
    partner: str
    is_partner_removed: bool
    name: str
    state: InquiryState
    sent_at: datetime
    due_on: date
    is_overdue: bool
    is_expired: bool
    answered: int
    asked: int
    outcome: Outcome | None
    score: int | None
    closed_at: datetime | None
    renewal_on: date | None
    is_renewal_due: bool
    actions_open: int
    actions_answered: int
    """The partner says they are done; the company looks at them."""

    @property
    def waits_for_review(self) -> bool:
        """Whether the company has the next move."""
        return self.state is InquiryState.SIGNED or bool(self.actions_answered)


@dataclass(frozen=True)
class InquiryList:
    """The inquiries that fit ``shown``: overdue ones first, then by due day, closed ones last."""

    trade_account_id: int
    company: str
    may_manage: bool
    lines: tuple[InquiryLine, ...]
    counts: dict[Shown, int]


def list_inquiries(
    session: Session,
    actor: Actor,
    *,
    trade_account_id: int,
    shown: Shown = Shown.OPEN,
    partner_id: int = 0,
    now: datetime,
) -> InquiryList:
    """Return the inquiries of the company, of one partner when ``partner_id`` names it.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
    """
    access = require_account(session, actor, trade_account_id, Permission.PARTNERS_READ)
    lines = _lines(session, trade_account_id, now)
    of_partner = [each for each in lines if not partner_id or each.partner_id == partner_id]
    return InquiryList(
        trade_account_id,
        access.legal_name,
        access.allows(Permission.PARTNERS_MANAGE),
        tuple(sorted((each for each in of_partner if _fits(each, shown)), key=_place)),
        {each: sum(_fits(line, each) for line in of_partner) for each in Shown},
    )


def line_of(session: Session, row: InquiryRow, now: datetime) -> InquiryLine:
    """Return one inquiry as the list shows it; the caller has authorized."""
    return _as_lines(session, [(row, session.get_one(PartnerRow, row.partner_id))], now)[0]


def _lines(session: Session, trade_account_id: int, now: datetime) -> tuple[InquiryLine, ...]:
    query = (
        select(InquiryRow, PartnerRow)
        .join(PartnerRow, col(PartnerRow.id) == col(InquiryRow.partner_id))
        .where(col(InquiryRow.trade_account_id) == trade_account_id)
        .order_by(col(InquiryRow.id).desc())
        .limit(_MOST)
    )
    return _as_lines(session, [(row, partner) for row, partner in session.execute(query).all()], now)


def _as_lines(
    session: Session, rows: Sequence[tuple[InquiryRow, PartnerRow]], now: datetime
) -> tuple[InquiryLine, ...]:
    numbers = [row.id or 0 for row, _partner in rows]
    answered = _counted(session, numbers)
    actions = _actions(session, numbers)
    renewed = frozenset(
        session.scalars(
            select(col(InquiryRow.previous_id)).where(
                col(InquiryRow.previous_id).in_(numbers), col(InquiryRow.state) != InquiryState.REVOKED
            )
        )
    )
    return tuple(_line(row, partner, answered, actions, row.id in renewed, now) for row, partner in rows)


def _counted(session: Session, numbers: Sequence[int]) -> dict[int, int]:
    query = (
        select(col(InquiryAnswerRow.inquiry_id), func.count())
        .where(col(InquiryAnswerRow.inquiry_id).in_(numbers), col(InquiryAnswerRow.text) != "")
        .group_by(col(InquiryAnswerRow.inquiry_id))
    )
    return {row[0]: row[1] for row in session.execute(query)}


def _actions(session: Session, numbers: Sequence[int]) -> dict[tuple[int, str], int]:
    query = (
        select(col(InquiryActionRow.inquiry_id), col(InquiryActionRow.state), func.count())
        .where(col(InquiryActionRow.inquiry_id).in_(numbers), col(InquiryActionRow.state).in_(OPEN_ACTIONS))
        .group_by(col(InquiryActionRow.inquiry_id), col(InquiryActionRow.state))
    )
    return {(number, state): count for number, state, count in session.execute(query).all()}


def _line(
    row: InquiryRow,
    partner: PartnerRow,
    answered: dict[int, int],
    actions: dict[tuple[int, str], int],
    is_renewed: bool,
    now: datetime,
) -> InquiryLine:
    number, state, today = row.id or 0, InquiryState(row.state), now.date()
    closed_on = row.closed_at.date() if row.closed_at and not is_renewed else None
    waiting, said_done = actions.get((number, ActionState.OPEN), 0), actions.get((number, ActionState.ANSWERED), 0)
    return InquiryLine(
        id=number,
        reference=row.reference,
        partner_id=row.partner_id,
        partner=partner.name,
        is_partner_removed=partner.removed_at is not None,
        name=row.name,
        state=state,
        sent_at=row.sent_at,
        due_on=row.due_on,
        is_overdue=is_overdue(state, row.due_on, today),
        is_expired=is_expired(row.expires_at, now),
        answered=answered.get(number, 0),
        asked=len(criteria_of(row)),
        outcome=Outcome(row.outcome) if row.outcome else None,
        score=row.score,
        closed_at=row.closed_at,
        renewal_on=renewal_day(closed_on, row.renew_months) if closed_on else None,
        is_renewal_due=closed_on is not None
        and partner.removed_at is None
        and is_renewal_due(closed_on, row.renew_months, today),
        actions_open=waiting + said_done,
        actions_answered=said_done,
    )


def _fits(line: InquiryLine, shown: Shown) -> bool:
    match shown:
        case Shown.OPEN:
            return line.state in OPEN or line.actions_open > 0
        case Shown.OVERDUE:
            return line.is_overdue
        case Shown.TO_REVIEW:
            return line.waits_for_review
        case Shown.RENEWALS:
            return line.is_renewal_due
        case Shown.CLOSED:
            return line.state is InquiryState.CLOSED
        case Shown.ALL:
            return True


def _place(line: InquiryLine) -> tuple[bool, bool, date, int]:
    return not line.is_overdue, line.state not in OPEN, line.due_on, -line.id
