"""What the use cases of the annual review share: at which review a security model is, and what was done about it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col

from ctpat_app.domain.annual_review import (
    Progress,
    ReviewState,
    Verdict,
    Window,
    next_window,
    state_of,
    window_of,
)
from ctpat_app.domain.errors import Refusal
from ctpat_app.domain.lifecycle import IN_GOOD_STANDING, Status
from ctpat_app.domain.profile_reviews import ReviewState as Reviewed
from ctpat_app.services.profile_reviews import decisions_of
from ctpat_app.services.time_zones import CompanyZone, zone_of
from ctpat_app.tables.accounts import TradeAccountRow
from ctpat_app.tables.annual_reviews import AnnualReviewRow
from ctpat_app.tables.profile_reviews import ProfileReviewRow
from ctpat_app.tables.security_models import SecurityModelRow

_VERDICT_OF: Final = {Reviewed.ACCEPTED: Verdict.ACCEPTED, Reviewed.RETURNED: Verdict.RETURNED}


@dataclass(frozen=True)
class Standing:
    """Where the annual review of a security model stands; ``row`` is None before its window opened."""

    model: SecurityModelRow
    zone: CompanyZone
    today: date
    window: Window
    row: AnnualReviewRow | None
    state: ReviewState

    @property
    def is_member(self) -> bool:
        """Whether the company is a member in good standing: nobody else has a review to send."""
        return Status(self.model.status) in IN_GOOD_STANDING


def standing_of(session: Session, model: SecurityModelRow, now: datetime) -> Standing:
    """Return where the review stands; the caller authorizes.

    Raises:
        Refusal: ``annual.never-certified``: there is no anniversary to count from.
    """
    if model.anniversary is None:
        raise Refusal("annual.never-certified")
    zone = zone_of(session.get_one(TradeAccountRow, model.trade_account_id))
    today, row = zone.today(now), current_row(session, model)
    following = next_window(model.anniversary, model.certified_on, today)
    if row is None or _is_over(row, following, today):
        return Standing(model, zone, today, following, None, state_of(following, Progress(), today))
    window = window_of(row.due_on)
    return Standing(model, zone, today, window, row, state_of(window, progress_of(session, row), today))


def current_row(session: Session, model: SecurityModelRow) -> AnnualReviewRow | None:
    """Return the newest review of the membership; those from before an earlier end of it are history."""
    own = select(AnnualReviewRow).where(col(AnnualReviewRow.security_model_id) == model.id)
    if model.certified_on:
        own = own.where(col(AnnualReviewRow.due_on) > model.certified_on)
    return session.scalars(own.order_by(col(AnnualReviewRow.due_on).desc())).first()


def open_row(session: Session, standing: Standing, now: datetime) -> AnnualReviewRow | None:
    """Return the review whose window is open or that is overdue, made when nobody did yet; None while none is due."""
    if standing.row or not standing.is_member or not standing.window.holds(standing.today):
        return standing.row
    row = AnnualReviewRow(security_model_id=standing.model.id or 0, due_on=standing.window.due_on, opened_at=now)
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:  # another process was faster
        return current_row(session, standing.model)
    return row


def require_open(session: Session, security_model_id: int, now: datetime) -> AnnualReviewRow:
    """Return the review that can be worked on now, held until the transaction ends.

    Raises:
        Refusal: ``annual.never-certified``, ``annual.not-a-member``, ``annual.not-open`` (``day``),
            ``annual.sent-already``.
    """
    model = session.get_one(SecurityModelRow, security_model_id, with_for_update=True)
    standing = standing_of(session, model, now)
    if not standing.is_member:
        raise Refusal("annual.not-a-member")
    row = open_row(session, standing, now)
    if row is None:
        raise Refusal("annual.not-open", day=standing.window.opens_on.isoformat())
    if row.sent_at is not None:
        raise Refusal("annual.sent-already")
    return row


def progress_of(session: Session, row: AnnualReviewRow) -> Progress:
    """Return what has been done about a review."""
    if row.sent_at is None or row.draft_id is None:
        return Progress(is_begun=row.draft_id is not None)
    looked_at = bool(decisions_of(session, row.draft_id))
    return Progress(True, True, _verdict(session, row.security_model_id, row.draft_id), looked_at)


def _is_over(row: AnnualReviewRow, following: Window, today: date) -> bool:
    """Whether the next window is open and nobody opened its review yet: an older one no longer counts."""
    return row.due_on < following.due_on and following.holds(today)


def _verdict(session: Session, model_id: int, draft_id: int) -> Verdict:
    """Return what was said to what was sent: a company may send what was returned again as changes to its profile."""
    first = select(col(ProfileReviewRow.id)).where(col(ProfileReviewRow.draft_id) == draft_id).scalar_subquery()
    query = (
        select(col(ProfileReviewRow.state))
        .where(
            col(ProfileReviewRow.security_model_id) == model_id,
            col(ProfileReviewRow.id) >= first,
            col(ProfileReviewRow.state) != Reviewed.SUPERSEDED,
        )
        .order_by(col(ProfileReviewRow.id))
    )
    states = [Reviewed(each) for each in session.scalars(query)]
    if Reviewed.ACCEPTED in states:
        return Verdict.ACCEPTED
    return _VERDICT_OF.get(states[-1], Verdict.NONE) if states else Verdict.NONE
