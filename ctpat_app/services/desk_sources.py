"""Where waiting work comes from: one query a kind, all with the same columns, so that the queue is one query of all."""

from collections.abc import Callable
from typing import Any, Final

from sqlalchemy import ColumnElement, Date, Integer, Select, String, cast, exists, func, literal, null, select
from sqlalchemy.orm import Mapped
from sqlmodel import col

from ctpat_app.domain.deadlines import CERTIFICATION, FIRST_VALIDATION, REVALIDATION_YEARS, SENDING
from ctpat_app.domain.desk import Work
from ctpat_app.domain.lifecycle import IN_GOOD_STANDING, Status
from ctpat_app.domain.profile_reviews import ReviewKind, ReviewState
from ctpat_app.domain.security_models import Operation, RequestState
from ctpat_app.domain.validations import State
from ctpat_app.services.drafts import APPLICATION, SECURITY_MODEL
from ctpat_app.services.sql_days import day_begins, days_after, utc_day, years_after
from ctpat_app.tables.drafts import DraftRow
from ctpat_app.tables.organizations import OrganizationRequestRow
from ctpat_app.tables.profile_reviews import ProfileReviewRow
from ctpat_app.tables.security_models import ModelEventRow, SecurityModelRow
from ctpat_app.tables.validations import ValidationRow

Source = Callable[[], Select[*tuple[Any, ...]]]
Column = ColumnElement[Any] | Mapped[Any]
NO_DAY: Final = cast(null(), Date)
"""The due day of work for which none is set."""


def work(
    kind: Work,
    *,
    account: Column,
    model: Column,
    subject: Column,
    since: Column,
    due: Column = NO_DAY,
) -> Select[*tuple[Any, ...]]:
    """Return the query of one kind of work with the columns that all of them have.

    Args:
        kind: which.
        account: number of the trade account.
        model: number of the security model, NULL where it is about none.
        subject: number of the case itself: a draft, a request, a validation.
        since: the moment from which it waits.
        due: the day by which it is to be done.
    """
    return select(
        literal(kind.value, String(20)).label("kind"),
        account.label("trade_account_id"),
        cast(model, Integer).label("model_id"),
        cast(subject, Integer).label("subject_id"),
        since.label("since_at"),
        due.label("due_on"),
    )


def applications() -> Select[*tuple[Any, ...]]:
    """Applications that wait for the decision. Source: 6 U.S.C. 964(c)."""
    sent_at = _last_at(SENDING)
    newest = (
        select(func.max(col(DraftRow.id)))
        .where(
            col(DraftRow.subject_kind) == SECURITY_MODEL,
            col(DraftRow.subject_id) == col(SecurityModelRow.id),
            col(DraftRow.flow) == APPLICATION,
            col(DraftRow.frozen_at).is_not(None),
        )
        .correlate(SecurityModelRow)
        .scalar_subquery()
    )
    return work(
        Work.APPLICATION,
        account=col(SecurityModelRow.trade_account_id),
        model=col(SecurityModelRow.id),
        subject=func.coalesce(newest, 0),
        since=sent_at,
        due=days_after(utc_day(sent_at), CERTIFICATION.days),
    ).where(_has(Status.SUBMITTED, Status.UNDER_REVIEW))


def changes() -> Select[*tuple[Any, ...]]:
    """Changed profiles of members that wait for the review; no day is set for them."""
    row = ProfileReviewRow
    query = work(
        Work.CHANGES,
        account=col(SecurityModelRow.trade_account_id),
        model=col(row.security_model_id),
        subject=col(row.draft_id),
        since=col(row.opened_at),
    )
    query = query.join(SecurityModelRow, col(SecurityModelRow.id) == col(row.security_model_id))
    return query.where(col(row.state) == ReviewState.OPEN, col(row.kind) == ReviewKind.CHANGES)


def first_validations() -> Select[*tuple[Any, ...]]:
    """Certified companies that were never validated. Source: 6 U.S.C. 965(a)."""
    certified_on = col(SecurityModelRow.certified_on)
    due = days_after(certified_on, FIRST_VALIDATION.days)
    return _of_models(Work.FIRST_VALIDATION, certified_on, due).where(_has(Status.CERTIFIED))


def revalidations() -> Select[*tuple[Any, ...]]:
    """Validated companies, four years after the last validation. Source: 6 U.S.C. 969."""
    validated_on = col(SecurityModelRow.validated_on)
    due = years_after(validated_on, REVALIDATION_YEARS)
    return _of_models(Work.REVALIDATION, validated_on, due).where(_has(*(IN_GOOD_STANDING - {Status.CERTIFIED})))


def requests() -> Select[*tuple[Any, ...]]:
    """Requests to merge and split that wait for management; no day is set for them."""
    row = OrganizationRequestRow
    of_management = [each for each in Operation if each not in {Operation.LINK, Operation.DELINK}]
    return work(
        Work.REQUEST,
        account=col(row.trade_account_id),
        model=col(row.first_model_id),
        subject=col(row.id),
        since=col(row.requested_at),
    ).where(col(row.state) == RequestState.WAITING_APPROVAL, col(row.operation).in_(of_management))


def _of_models(kind: Work, day: Column, due: ColumnElement[Any]) -> Select[*tuple[Any, ...]]:
    model = col(SecurityModelRow.id)
    account = col(SecurityModelRow.trade_account_id)
    query = work(kind, account=account, model=model, subject=model, since=day_begins(day), due=due)
    # One that is planned or under way waits by itself, as what it is.
    under_way = exists().where(
        col(ValidationRow.security_model_id) == model,
        col(ValidationRow.state).not_in((State.CLOSED.value, State.CANCELLED.value)),
    )
    return query.where(day.is_not(None), ~under_way)


def _has(*statuses: Status) -> ColumnElement[bool]:
    return col(SecurityModelRow.status).in_([each.value for each in statuses])


def _last_at(steps: frozenset[str]) -> ColumnElement[Any]:
    """Return when a model last took one of ``steps``."""
    return (
        select(func.max(col(ModelEventRow.at)))
        .where(col(ModelEventRow.security_model_id) == col(SecurityModelRow.id), col(ModelEventRow.step).in_(steps))
        .correlate(SecurityModelRow)
        .scalar_subquery()
    )
