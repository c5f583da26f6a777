"""The staff of the demonstration and the companies that wait for them: work of each kind, all along the rules."""

from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

import pytest
from sqlmodel import Session

from ctpat_app.adapters.passwords import weakness
from ctpat_app.demo.companies import COMPANIES, PASSWORD, Colleague, Company
from ctpat_app.demo.lives import LIVES
from ctpat_app.demo.members import (
    FIRST_SPECIALIST,
    HEADQUARTERS,
    NEAR_ITS_DAY,
    OF_OLD,
    OVERDUE,
    RESPONSE_DUE,
    REVIEW_OVERDUE,
    SECOND_SPECIALIST,
    STAFF,
    SUPERVISOR,
    SUSPENDED,
    UNDER_REVIEW,
    VALIDATED,
    WINDOW_OPEN,
)
from ctpat_app.domain.annual_review import ReviewState
from ctpat_app.domain.desk import Work, clock_of
from ctpat_app.domain.lifecycle import Status
from ctpat_app.domain.passwords import check_password
from ctpat_app.domain.permissions import Actor
from ctpat_app.domain.profile_reviews import Decision
from ctpat_app.services.access import memberships_of
from ctpat_app.services.annual_reviews import AnnualReview, read_review
from ctpat_app.services.audit import verify
from ctpat_app.services.desk_queue import NOBODY, Item, Wanted, read_queue
from ctpat_app.services.drafts import newest_application
from ctpat_app.services.model_steps import find_differences
from ctpat_app.services.profile_reviews import decisions_of
from ctpat_app.services.security_models import list_models
from ctpat_app.services.staff import list_staff
from ctpat_app.services.svi_lists import read_monitoring
from ctpat_app.services.validation_work import responses_to_give
from ctpat_app.services.watches import list_watches
from tests.demonstration import Filled, actor_of

COMPANIES_OF_DESK = [company for company, _ in LIVES]


def staff_actor(session: Session, colleague: Colleague) -> Actor:
    return replace(actor_of(session, colleague), staff_role=STAFF[colleague])


def seen_by(session: Session, colleague: Colleague, wanted: Wanted | None = None) -> list[Item]:
    """Return all that waits for somebody of the staff, page by page."""
    actor, found, ask = staff_actor(session, colleague), list[Item](), wanted or Wanted()
    while True:
        page = read_queue(session, actor, wanted=ask, now=datetime.now(UTC))
        found += page.items
        if not page.goes_on:
            return found
        ask = replace(ask, behind=page.items[-1].place)


def officer_and_models(session: Session, company: Company) -> tuple[Actor, tuple[int, ...]]:
    officer = actor_of(session, company.founder)
    (membership,) = memberships_of(session, officer)
    found = list_models(session, officer, trade_account_id=membership.trade_account_id)
    return officer, tuple(each.id for each in found)


def model_of(session: Session, company: Company) -> int:
    (model,) = officer_and_models(session, company)[1]
    return model


def review_of(session: Session, company: Company) -> AnnualReview:
    officer, (model,) = officer_and_models(session, company)
    return read_review(session, officer, security_model_id=model, now=datetime.now(UTC))


def test_work_of_each_kind_waits(filled: Session) -> None:
    people = (SUPERVISOR, FIRST_SPECIALIST, SECOND_SPECIALIST, HEADQUARTERS)
    assert {item.kind for who in people for item in seen_by(filled, who)} == set(Work)


def test_one_application_is_near_its_day_and_one_is_over_it(filled: Session) -> None:
    today = datetime.now(UTC).date()
    clocks = {
        item.company: clock_of(item.since_at.date(), item.due_on, today)
        for item in seen_by(filled, SUPERVISOR, Wanted(kind=Work.APPLICATION))
    }
    near, over = (clocks[company.fields["legal_name"]] for company in (NEAR_ITS_DAY, OVERDUE))
    assert (near.left_days, near.is_soon) == (6, True)
    assert (over.left_days, over.is_over) == (-7, True)


def test_both_specialists_have_work_and_some_has_nobody(filled: Session) -> None:
    assert {item.specialist for item in seen_by(filled, FIRST_SPECIALIST)} == {FIRST_SPECIALIST.name}
    assert {item.specialist for item in seen_by(filled, SECOND_SPECIALIST)} == {SECOND_SPECIALIST.name}
    unassigned = {item.company for item in seen_by(filled, SUPERVISOR, Wanted(who=NOBODY))}
    assert NEAR_ITS_DAY.fields["legal_name"] in unassigned


def test_an_application_is_half_decided(filled: Session) -> None:
    draft = newest_application(filled, model_of(filled, UNDER_REVIEW)) or 0
    decided = [each.decision for each in decisions_of(filled, draft).values()]
    assert decided.count(Decision.RETURNED) == 2
    assert decided.count(Decision.ACCEPTED) == 38


@pytest.mark.parametrize(
    ("company", "state"),
    [
        (WINDOW_OPEN, ReviewState.WINDOW_OPEN),
        (REVIEW_OVERDUE, ReviewState.OVERDUE),
        (OF_OLD, ReviewState.SUBMITTED),
        (VALIDATED, ReviewState.NOT_DUE),
    ],
    ids=["open", "overdue", "sent", "not due"],
)
def test_annual_reviews_stand_where_they_should(filled: Session, company: Company, state: ReviewState) -> None:
    assert review_of(filled, company).state is state


def test_the_suspended_company_is_suspended(filled: Session) -> None:
    (model,) = list_models(
        filled,
        actor := actor_of(filled, SUSPENDED.founder),
        trade_account_id=memberships_of(filled, actor)[0].trade_account_id,
    )
    assert model.status is Status.SUSPENDED


def test_a_response_is_due_in_a_few_days(filled: Session) -> None:
    officer = actor_of(filled, RESPONSE_DUE.founder)
    (membership,) = memberships_of(filled, officer)
    (response,) = responses_to_give(filled, officer, membership.trade_account_id)
    assert response.due_on
    assert (response.due_on - datetime.now(UTC).date()).days == 5
    assert response.still_open == 2


def test_partners_watch_each_other_and_one_request_waits(filled: Session) -> None:
    officer, (model,) = officer_and_models(filled, VALIDATED)
    importer = read_monitoring(filled, officer, security_model_id=model)
    assert {each.company for each in importer.i_watch} == {each.fields["legal_name"] for each in (OF_OLD, WINDOW_OPEN)}
    assert [each.company for each in importer.watching_me] == [OF_OLD.fields["legal_name"]]
    carrier, (theirs,) = officer_and_models(filled, WINDOW_OPEN)
    assert read_monitoring(filled, carrier, security_model_id=theirs).waiting == 1


def test_staff_watch_companies(filled: Session) -> None:
    for colleague in (SUPERVISOR, FIRST_SPECIALIST):
        assert len(list_watches(filled, staff_actor(filled, colleague), now=datetime.now(UTC))) == 1


def test_every_status_follows_from_its_events_and_every_chain_is_whole(filled: Session) -> None:
    assert find_differences(filled) == ()
    verdict = verify(filled)
    assert verdict.chains > len(COMPANIES_OF_DESK)
    assert verdict.breaks == ()


def test_nothing_happens_after_today(filled: Session) -> None:
    assert [item for item in seen_by(filled, SUPERVISOR) if item.since_at > datetime.now(UTC)] == []


def test_staff_hold_the_roles_that_are_told(filled: Session) -> None:
    assert {each.email: each.role for each in list_staff(filled)} == {each.email: role for each, role in STAFF.items()}


def test_everybody_is_told_of_and_may_have_the_password(demonstration: Filled) -> None:
    people = [*STAFF, *(person for company in COMPANIES_OF_DESK for person in company.people)]
    for person in people:
        assert any(line.split()[:2] == [person.email, PASSWORD] for line in demonstration.lines)
        check_password(PASSWORD, partial(weakness, words=[person.name, person.email, "CTPAT kiosk"]))


def test_no_two_people_or_companies_are_called_alike() -> None:
    companies = [*COMPANIES, *COMPANIES_OF_DESK]
    people = [*STAFF, *(person for company in companies for person in company.people)]
    assert len({person.email for person in people}) == len({person.name for person in people}) == len(people)
    assert len({company.fields["legal_name"] for company in companies}) == len(companies)
