"""Annual reviews on the desk: sent ones until they are decided, and those that were not sent in time."""

from typing import Any

import pytest
from sqlalchemy import Row, Select
from sqlmodel import Session

from ctpat_app.domain.lifecycle import Status
from ctpat_app.services.annual_desk import overdue_reviews, sent_reviews
from ctpat_app.services.annual_windows import models_to_tell, tell_of_review
from ctpat_app.tables.security_models import SecurityModelRow
from tests.factories import Cast, the_cast
from tests.reviewed import DUE, a_member_in_tijuana, before_due, certify_and_send, every_task


@pytest.fixture
def cast(session: Session) -> Cast:
    return the_cast(session)


@pytest.fixture
def model(session: Session, cast: Cast) -> int:
    return a_member_in_tijuana(session, cast)


def run(session: Session, days: int) -> None:
    for each in models_to_tell(session, now=before_due(days)):
        tell_of_review(session, security_model_id=each, now=before_due(days))


def rows(session: Session, query: Select[*tuple[Any, ...]]) -> list[Row[*tuple[Any, ...]]]:
    return list(session.execute(query).all())


def test_a_review_is_overdue_from_the_day_after_until_it_is_sent(session: Session, cast: Cast, model: int) -> None:
    run(session, 90)
    run(session, 0)
    assert rows(session, overdue_reviews()) == []
    run(session, -1)
    run(session, -8)
    [row] = rows(session, overdue_reviews())
    assert (row.kind, row.trade_account_id, row.model_id, row.due_on) == ("annual-overdue", cast.account, model, DUE)
    assert row.since_at == before_due(-1)
    every_task(session, cast, model, before_due(-9))
    certify_and_send(session, cast.ana, model, before_due(-9))
    assert rows(session, overdue_reviews()) == []


def test_a_sent_review_waits_for_the_specialist(session: Session, cast: Cast, model: int) -> None:
    assert rows(session, sent_reviews()) == []
    draft = every_task(session, cast, model, before_due(60))
    certify_and_send(session, cast.ana, model, before_due(60))
    [row] = rows(session, sent_reviews())
    assert (row.kind, row.trade_account_id, row.model_id, row.subject_id, row.due_on) == (
        "annual-review",
        cast.account,
        model,
        draft,
        None,
    )
    assert row.since_at == before_due(60)


def test_a_review_that_was_sent_late_carries_the_day_on_which_it_was_due(
    session: Session, cast: Cast, model: int
) -> None:
    run(session, 90)
    every_task(session, cast, model, before_due(-9))
    certify_and_send(session, cast.ana, model, before_due(-9))
    [row] = rows(session, sent_reviews())
    assert row.due_on == DUE


def test_neither_a_suspended_member_nor_an_older_year_waits(session: Session, model: int) -> None:
    run(session, 90)
    run(session, -1)
    session.get_one(SecurityModelRow, model).status = Status.SUSPENDED
    session.flush()
    assert rows(session, overdue_reviews()) == []
    session.get_one(SecurityModelRow, model).status = Status.CERTIFIED
    run(session, -365 + 90)
    assert rows(session, overdue_reviews()) == []
