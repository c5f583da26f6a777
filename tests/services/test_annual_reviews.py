"""The annual review of a member: when it can be worked on, what it asks for, and what becomes of it."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import Session, select

from ctpat_app.domain.annual_review import ReviewState
from ctpat_app.domain.deadlines import Due
from ctpat_app.domain.errors import InvalidValue, NotPermitted, Refusal
from ctpat_app.domain.lifecycle import Status
from ctpat_app.domain.permissions import PROOF_HOLDS, Actor
from ctpat_app.domain.profile_reviews import ReviewKind
from ctpat_app.domain.profile_reviews import ReviewState as Reviewed
from ctpat_app.guidance.affirmations import Mark, versions_of
from ctpat_app.services.annual_answers import affirm_answer, read_answers
from ctpat_app.services.annual_company import look_through_company, read_company
from ctpat_app.services.annual_reviews import (
    AnnualReview,
    begin_review,
    is_review_draft,
    read_review,
)
from ctpat_app.services.annual_sending import CERTIFICATION
from ctpat_app.services.company_tasks import read_tasks
from ctpat_app.services.drafts import newest_application, save_answer
from ctpat_app.services.model_standing import read_standing
from ctpat_app.services.model_steps import find_differences
from ctpat_app.services.profile_changes import discard_changes, start_changes
from ctpat_app.services.profile_reviews import review_of
from ctpat_app.services.sending import sign_and_send
from ctpat_app.services.signatures import PARTNER_AGREEMENT, signatures_of
from ctpat_app.services.time_zones import choose_zone
from ctpat_app.state.summaries import summarise_in
from ctpat_app.tables.annual_reviews import AffirmationRow, AnnualReviewRow
from ctpat_app.tables.profile_reviews import ProfileReviewRow
from ctpat_app.tables.security_models import SecurityModelRow
from ctpat_app.words.localiser import localiser_for
from tests.factories import Cast, the_cast
from tests.reviewed import (
    DUE,
    OPENS,
    a_member_in_tijuana,
    affirm_all,
    assess,
    before_due,
    certify_and_send,
    every_task,
    noon,
)

KEY = "criterion.1.1"


@pytest.fixture
def cast(session: Session) -> Cast:
    return the_cast(session)


@pytest.fixture
def model(session: Session, cast: Cast) -> int:
    return a_member_in_tijuana(session, cast)


def read(session: Session, actor: Actor, model: int, days: int = 60) -> AnnualReview:
    return read_review(session, actor, security_model_id=model, now=before_due(days))


def mark(session: Session, actor: Actor, model: int, criterion: str = "1.1") -> Mark:
    return read_answers(session, actor, security_model_id=model, now=before_due(60)).ledger.mark(criterion)


def affirm(session: Session, actor: Actor, model: int, criterion: str = "1.1", *, versions: str = "") -> str:
    now = before_due(60)
    book = read_answers(session, actor, security_model_id=model, now=now).ledger.situation.book
    return affirm_answer(
        session,
        actor,
        security_model_id=model,
        criterion=criterion,
        versions=versions or versions_of(book, criterion),
        now=now,
    )


def write(session: Session, actor: Actor, model: int, draft: int, text: str, days: int = 60) -> None:
    book = read_answers(session, actor, security_model_id=model, now=before_due(days)).ledger.situation.book
    current = book.get(KEY)
    save_answer(
        session,
        actor,
        draft_id=draft,
        key=KEY,
        row_key="",
        seen_version=current.version if current else 0,
        text=text,
        language="en",
        now=before_due(days),
    )


def decide(session: Session, draft: int, state: Reviewed) -> None:
    row = session.exec(select(ProfileReviewRow).where(ProfileReviewRow.draft_id == draft)).one()
    row.state = state
    session.add(row)
    session.flush()


# ---------------------------------------------------------------- when


@pytest.mark.parametrize(
    ("days", "state"), [(91, ReviewState.NOT_DUE), (90, ReviewState.WINDOW_OPEN), (-1, ReviewState.OVERDUE)]
)
def test_it_stands_where_the_day_of_the_company_puts_it(
    session: Session, cast: Cast, model: int, days: int, state: ReviewState
) -> None:
    if days < 0:
        begin_review(session, cast.ana, security_model_id=model, now=before_due(3))
    review = read(session, cast.ana, model, days)
    assert (review.state, review.zone.name) == (state, "America/Tijuana")
    assert (review.window.opens_on, review.window.due_on) == (OPENS, DUE)


def test_another_zone_moves_the_day(session: Session, cast: Cast, model: int) -> None:
    late_evening = before_due(91) + timedelta(hours=10)  # 05:00 UTC of the day on which the window opens
    assert read_review(session, cast.ana, security_model_id=model, now=late_evening).state is ReviewState.NOT_DUE
    choose_zone(session, cast.ben, trade_account_id=cast.account, zone="America/Cancun", now=late_evening)
    found = read_review(session, cast.ana, security_model_id=model, now=late_evening)
    assert found.state is ReviewState.WINDOW_OPEN
    assert found.zone.is_chosen


def test_only_a_zone_of_the_country_can_be_chosen_and_not_by_dan_or_chloe(session: Session, cast: Cast) -> None:
    with pytest.raises(InvalidValue, match=re.escape("annual.zone-unknown")):
        choose_zone(session, cast.ana, trade_account_id=cast.account, zone="Pacific/Auckland", now=noon(OPENS))
    for who in (cast.dan, cast.chloe):
        with pytest.raises(NotPermitted):
            choose_zone(session, who, trade_account_id=cast.account, zone="America/Cancun", now=noon(OPENS))


def test_before_the_window_nothing_can_be_begun_and_the_opening_day_is_told(
    session: Session, cast: Cast, model: int
) -> None:
    with pytest.raises(Refusal, match=re.escape("annual.not-open")) as told:
        begin_review(session, cast.ana, security_model_id=model, now=before_due(91))
    assert told.value.params == {"day": "2026-03-17"}
    assert session.exec(select(AnnualReviewRow)).all() == []


def test_a_company_that_was_never_certified_has_none(session: Session, cast: Cast, model: int) -> None:
    session.get_one(SecurityModelRow, model).anniversary = None
    with pytest.raises(Refusal, match=re.escape("annual.never-certified")):
        read(session, cast.ana, model)


def test_a_suspended_member_works_on_none(session: Session, cast: Cast, model: int) -> None:
    session.get_one(SecurityModelRow, model).status = Status.SUSPENDED
    with pytest.raises(Refusal, match=re.escape("annual.not-a-member")):
        begin_review(session, cast.ana, security_model_id=model, now=before_due(60))
    assert not read(session, cast.ana, model).can_be_worked_on


# ---------------------------------------------------------------- who


def test_dan_cannot_read_begin_affirm_look_through_or_send(session: Session, cast: Cast, model: int) -> None:
    now = before_due(60)
    every_task(session, cast, model, now)
    for attempt in (
        lambda: read(session, cast.dan, model),
        lambda: read_answers(session, cast.dan, security_model_id=model, now=now),
        lambda: read_company(session, cast.dan, security_model_id=model),
        lambda: begin_review(session, cast.dan, security_model_id=model, now=now),
        lambda: affirm_answer(session, cast.dan, security_model_id=model, criterion="1.1", versions="1.0.0", now=now),
        lambda: look_through_company(session, cast.dan, security_model_id=model, now=now),
        lambda: certify_and_send(session, cast.dan, model, now),
    ):
        with pytest.raises(NotPermitted, match=re.escape("access.not-yours")):
            attempt()


def test_a_consultant_affirms_but_neither_confirms_the_company_nor_sends(
    session: Session, cast: Cast, model: int
) -> None:
    begin_review(session, cast.chloe, security_model_id=model, now=before_due(60))
    affirm(session, cast.chloe, model)
    assert mark(session, cast.chloe, model) is Mark.AFFIRMED
    with pytest.raises(NotPermitted, match=re.escape("access.not-your-role")):
        look_through_company(session, cast.chloe, security_model_id=model, now=before_due(60))
    for who in (cast.chloe, cast.ben):
        with pytest.raises(NotPermitted, match=re.escape("access.not-your-role")):
            certify_and_send(session, who, model, before_due(60))


# ---------------------------------------------------------------- answer by answer


def test_changes_that_wait_become_the_review(session: Session, cast: Cast, model: int) -> None:
    waiting = start_changes(session, cast.ana, security_model_id=model, now=before_due(120))
    assert begin_review(session, cast.ana, security_model_id=model, now=before_due(60)) == waiting
    assert begin_review(session, cast.ben, security_model_id=model, now=before_due(59)) == waiting
    assert is_review_draft(session, waiting)


def test_every_answer_is_open_until_it_is_affirmed_or_changed(session: Session, cast: Cast, model: int) -> None:
    draft = begin_review(session, cast.ana, security_model_id=model, now=before_due(60))
    ledger = read_answers(session, cast.ana, security_model_id=model, now=before_due(60)).ledger
    assert ledger.open == ledger.statements != ()
    assert affirm(session, cast.ben, model) == ledger.statements[1]
    assert mark(session, cast.ana, model) is Mark.AFFIRMED
    write(session, cast.ben, model, draft, "Since May a second guard checks it every day.")
    assert mark(session, cast.ana, model) is Mark.CHANGED
    assert read(session, cast.ana, model).open == len(ledger.statements) - 1


def test_an_edit_undoes_the_mark_and_the_old_text_again_is_no_change(session: Session, cast: Cast, model: int) -> None:
    draft = begin_review(session, cast.ana, security_model_id=model, now=before_due(60))
    affirm(session, cast.ben, model)
    before = read_answers(session, cast.ana, security_model_id=model, now=before_due(60)).ledger.base.text(KEY)
    write(session, cast.ben, model, draft, "Another text")
    write(session, cast.ben, model, draft, before)
    assert mark(session, cast.ana, model) is Mark.OPEN


def test_a_change_from_before_the_window_has_to_be_affirmed(session: Session, cast: Cast, model: int) -> None:
    waiting = start_changes(session, cast.ana, security_model_id=model, now=before_due(120))
    save_answer(
        session, cast.ben, draft_id=waiting, key=KEY, row_key="", seen_version=1, text="A text from before",
        language="en", now=before_due(120),
    )  # fmt: skip
    begin_review(session, cast.ana, security_model_id=model, now=before_due(60))
    assert mark(session, cast.ana, model) is Mark.OPEN
    affirm(session, cast.ben, model)
    assert mark(session, cast.ana, model) is Mark.AFFIRMED


def test_pressing_twice_is_one_mark_and_a_text_that_was_not_seen_is_not_affirmed(
    session: Session, cast: Cast, model: int
) -> None:
    draft = begin_review(session, cast.ana, security_model_id=model, now=before_due(60))
    affirm(session, cast.ben, model)
    affirm(session, cast.ana, model)
    [row] = session.exec(select(AffirmationRow)).all()
    assert row.affirmed_by == cast.ben.user_id
    write(session, cast.ben, model, draft, "Another text")
    with pytest.raises(Refusal, match=re.escape("annual.answer-changed")):
        affirm(session, cast.ana, model, versions=row.versions)


def test_an_answer_that_was_taken_away_cannot_be_affirmed(session: Session, cast: Cast, model: int) -> None:
    draft = begin_review(session, cast.ana, security_model_id=model, now=before_due(60))
    write(session, cast.ben, model, draft, "")
    assert mark(session, cast.ana, model) is Mark.UNANSWERED
    with pytest.raises(Refusal, match=re.escape("annual.nothing-to-affirm")):
        affirm(session, cast.ana, model)
    with pytest.raises(InvalidValue, match=re.escape("question.unknown")):
        affirm(session, cast.ana, model, "99.9", versions="1.0.0")


def test_marks_stay_when_the_changes_are_sent_by_themselves(session: Session, cast: Cast, model: int) -> None:
    draft = begin_review(session, cast.ana, security_model_id=model, now=before_due(60))
    affirm(session, cast.ben, model)
    sign_and_send(
        session, cast.ana, draft_id=draft, typed_name=cast.ana.name, agreed=True,
        localiser=localiser_for("en"), summarise=summarise_in, now=before_due(60),
    )  # fmt: skip
    assert read(session, cast.ana, model).state is ReviewState.IN_PROGRESS
    again = begin_review(session, cast.ana, security_model_id=model, now=before_due(59))
    assert again != draft
    assert mark(session, cast.ana, model) is Mark.AFFIRMED


def test_a_review_whose_changes_were_discarded_begins_anew(session: Session, cast: Cast, model: int) -> None:
    draft = begin_review(session, cast.ana, security_model_id=model, now=before_due(60))
    discard_changes(session, cast.ana, draft_id=draft, now=before_due(60))
    assert read(session, cast.ana, model).draft_id == 0
    with pytest.raises(Refusal, match=re.escape("annual.not-begun")):
        read_answers(session, cast.ana, security_model_id=model, now=before_due(60))
    assert begin_review(session, cast.ana, security_model_id=model, now=before_due(60)) != draft


# ---------------------------------------------------------------- sending


def test_it_is_sent_with_both_signatures_and_reviewed_as_an_annual_review(
    session: Session, cast: Cast, model: int
) -> None:
    draft = every_task(session, cast, model, before_due(60))
    assert read(session, cast.ana, model).lacks == ()
    sent = certify_and_send(session, cast.ana, model, before_due(60))
    assert sent.is_new
    review = review_of(session, draft)
    assert review is not None
    assert (review.kind, review.state) == (ReviewKind.ANNUAL_REVIEW, Reviewed.OPEN)
    signed = {each.agreement_id for each in signatures_of(session, "security_model", model) if each.draft_id == draft}
    assert signed == {PARTNER_AGREEMENT, CERTIFICATION}
    found = read(session, cast.ana, model)
    assert (found.state, found.is_late, found.reference) == (ReviewState.SUBMITTED, False, sent.reference)
    assert not certify_and_send(session, cast.ana, model, before_due(60)).is_new


def test_what_is_still_to_be_done_is_told_first_things_first(session: Session, cast: Cast, model: int) -> None:
    now = before_due(60)
    begin_review(session, cast.ana, security_model_id=model, now=now)
    for code, task in (
        ("annual.assessment-missing", lambda: assess(session, cast.ana, cast.account, now)),
        ("annual.answers-open", lambda: affirm_all(session, cast.ana, model, now)),
        (
            "annual.company-not-checked",
            lambda: look_through_company(session, cast.ana, security_model_id=model, now=now),
        ),
    ):
        with pytest.raises(Refusal, match=re.escape(code)):
            certify_and_send(session, cast.ana, model, now)
        task()
    with pytest.raises(InvalidValue, match=re.escape("annual.not-certified")):
        certify_and_send(session, cast.ana, model, now, certified=False)
    with pytest.raises(InvalidValue, match=re.escape("sign.name-differs")):
        certify_and_send(session, cast.ana, model, now, name="Somebody Else")
    assert certify_and_send(session, cast.ana, model, now).is_new


def test_last_years_risk_assessment_does_not_count(session: Session, cast: Cast, model: int) -> None:
    assess(session, cast.ana, cast.account, noon(DUE.replace(year=2025)))
    begin_review(session, cast.ana, security_model_id=model, now=before_due(60))
    found = read(session, cast.ana, model)
    assert found.assessment is not None
    assert not found.assessment.counts
    assert found.lacks[0] == "annual.assessment-missing"


def test_sending_asks_for_a_recent_proof(session: Session, cast: Cast, model: int) -> None:
    now = before_due(60)
    every_task(session, cast, model, now)
    stale = replace(cast.ana, proved_at=now - PROOF_HOLDS - timedelta(seconds=1))
    with pytest.raises(NotPermitted, match=re.escape("access.prove-again")):
        certify_and_send(session, stale, model, now)
    assert read(session, cast.ana, model).sent_at is None


@pytest.mark.parametrize(("days", "is_late"), [(0, False), (-1, True)])
def test_after_the_due_day_it_is_taken_and_marked_as_late(
    session: Session, cast: Cast, model: int, days: int, is_late: bool
) -> None:
    every_task(session, cast, model, before_due(days + 2))
    certify_and_send(session, cast.ana, model, before_due(days))
    assert read(session, cast.ana, model, days).is_late is is_late


def test_it_is_completed_when_it_is_accepted_and_no_date_moves(session: Session, cast: Cast, model: int) -> None:
    draft = every_task(session, cast, model, before_due(60))
    certify_and_send(session, cast.ana, model, before_due(60))
    decide(session, draft, Reviewed.ACCEPTED)
    assert read(session, cast.ana, model).state is ReviewState.COMPLETED
    assert read(session, cast.ana, model, -30).state is ReviewState.COMPLETED
    assert find_differences(session) == ()
    following = read(session, cast.ana, model, -365 + 90)
    assert (following.state, following.window.due_on.year, following.draft_id) == (ReviewState.WINDOW_OPEN, 2027, 0)


def test_what_was_returned_is_sent_again_as_changes(session: Session, cast: Cast, model: int) -> None:
    draft = every_task(session, cast, model, before_due(60))
    certify_and_send(session, cast.ana, model, before_due(60))
    decide(session, draft, Reviewed.RETURNED)
    assert read(session, cast.ana, model, -3).state is ReviewState.RETURNED
    again = start_changes(session, cast.ana, security_model_id=model, now=before_due(-3))
    sign_and_send(
        session, cast.ana, draft_id=again, typed_name=cast.ana.name, agreed=True,
        localiser=localiser_for("en"), summarise=summarise_in, now=before_due(-3),
    )  # fmt: skip
    assert read(session, cast.ana, model, -3).state is ReviewState.SUBMITTED
    decide(session, again, Reviewed.ACCEPTED)
    found = read(session, cast.ana, model, -3)
    assert (found.state, found.is_late) == (ReviewState.COMPLETED, False)


def test_the_company_is_looked_through_once_and_by_name(session: Session, cast: Cast, model: int) -> None:
    for who in (cast.ben, cast.ana):
        look_through_company(session, who, security_model_id=model, now=before_due(60))
    assert read(session, cast.ana, model).company_checked_by == "Ben"
    company = read_company(session, cast.chloe, security_model_id=model)
    assert [(each.name, each.role) for each in company.contacts] == [
        ("Ana", "officer"),
        ("Ben", "employee"),
        ("Chloe", "consultant"),
    ]
    assert company.addresses


# ---------------------------------------------------------------- among the tasks of the company


def tasks(session: Session, actor: Actor, days: int) -> list[tuple[str, str]]:
    found = read_tasks(session, actor, now=before_due(days))
    return [(each.task.kind, each.task.path) for each in found]


def test_the_open_review_is_a_task_until_it_is_sent(session: Session, cast: Cast, model: int) -> None:
    path = f"annual-review/?model={model}"
    assert tasks(session, cast.ben, 91) == []
    assert tasks(session, cast.ben, 90) == [("annual-review", path)]
    every_task(session, cast, model, before_due(60))
    assert tasks(session, cast.ana, 60) == [("annual-review", path)]
    assert tasks(session, cast.ana, -1) == [("annual-review-overdue", path)]
    assert tasks(session, cast.dan, 60) == []
    certify_and_send(session, cast.ana, model, before_due(60))
    assert tasks(session, cast.ana, 59) == []


def test_the_next_day_of_a_member_is_that_of_the_annual_review_until_it_is_sent(
    session: Session, cast: Cast, model: int
) -> None:
    def due(days: int) -> Due | None:
        draft = newest_application(session, model) or 0
        standing = read_standing(session, cast.chloe, draft_id=draft, now=before_due(days))
        assert standing
        return standing.due

    begin_review(session, cast.ben, security_model_id=model, now=before_due(60))
    assert due(60) == due(-3) == Due("annual-review", DUE)
    every_task(session, cast, model, before_due(50))
    certify_and_send(session, cast.ana, model, before_due(50))
    after = due(40)
    assert after != Due("annual-review", DUE)
    assert after
    assert after.day >= DUE
    session.get_one(SecurityModelRow, model).status = Status.SUSPENDED
    session.flush()
    suspended = due(40)
    assert suspended is None or suspended.move != "annual-review"
