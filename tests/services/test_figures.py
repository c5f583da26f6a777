"""Figures of the program: computed by the database, for management alone."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from ctpat_app.domain.desk import Work
from ctpat_app.domain.errors import NotPermitted
from ctpat_app.domain.figures import Period
from ctpat_app.domain.permissions import Actor, StaffRole
from ctpat_app.services.figures import Figures, read_figures
from ctpat_app.services.library import keep_current
from ctpat_app.tables.drafts import DraftRow, SubmissionRow
from ctpat_app.tables.profile_reviews import CriterionDecisionRow
from ctpat_app.tables.security_models import ModelEventRow, SecurityModelRow
from tests.applicants import LIBRARY
from tests.factories import WHEN, Cast, a_person, a_staff_member, the_cast
from tests.services.test_desk_queue import certified_on, counted, sent_ago


@pytest.fixture
def cast(session: Session) -> Cast:
    """The cast, and the content by whose names figures are called."""
    keep_current(session, now=WHEN, library=LIBRARY)
    return the_cast(session)


@pytest.fixture
def sue(session: Session) -> Actor:
    """A supervisor."""
    return a_staff_member(session, a_person(session, "sue"), StaffRole.SUPERVISOR)


def figures(session: Session, actor: Actor, now: datetime) -> Figures:
    period = Period(now.date() - timedelta(days=365), now.date())
    return read_figures(session, actor, period=period, now=now)


def draft_of(session: Session, model: int) -> int:
    return session.exec(select(DraftRow.id).where(DraftRow.subject_id == model)).one() or 0


def certified_after(
    session: Session, cast: Cast, now: datetime, days: int, *types: str, language: str = "en", ago: int = 10
) -> int:
    """Return a model that was certified ``ago`` days ago, ``days`` after it was sent."""
    model = sent_ago(session, cast.account, cast.ana, now, days + ago, *types)
    at = now - timedelta(days=ago)
    session.add(
        ModelEventRow(
            security_model_id=model, step="t.certify", source="under-review", target="certified", at=at,
            party="specialist",
        )
    )  # fmt: skip
    row = session.get_one(SecurityModelRow, model)
    row.status, row.certified_on, row.anniversary = "certified", at.date(), at.date()
    session.add(
        SubmissionRow(
            draft_id=draft_of(session, model), reference=f"CT-{model}", snapshot=b"", content_hash="",
            language=language, submitted_at=at, submitted_by=cast.ana.user_id,
        )
    )  # fmt: skip
    session.flush()
    return model


def test_times_are_those_of_the_period_as_a_whole_by_type_and_by_language(
    session: Session, cast: Cast, sue: Actor, now: datetime
) -> None:
    for days, types, language in (
        (30, ("us-importer", "us-exporter"), "en"),
        (60, ("us-importer",), "es"),
        (120, ("foreign-manufacturer",), "es"),
    ):
        certified_after(session, cast, now, days, *types, language=language)
    certified_after(session, cast, now, 500, "us-importer", ago=400)
    found = figures(session, sue, now)
    assert (found.times.count, found.times.median_days, found.times.ninety_percent_days) == (3, 60, 120)
    assert found.times.within == 2
    by_type = {each.key: (each.times.count, each.times.median_days) for each in found.times_by_type}
    assert by_type == {"us-importer": (2, 30), "us-exporter": (1, 30), "foreign-manufacturer": (1, 120)}
    assert {each.key: each.times.count for each in found.times_by_language} == {"en": 1, "es": 2}


def test_ages_stand_in_groups_with_what_is_over(session: Session, cast: Cast, sue: Actor, now: datetime) -> None:
    for days in (0, 30, 31, 90, 91):
        sent_ago(session, cast.account, cast.ana, now, days)
    (ages,) = figures(session, sue, now).ages
    assert (ages.kind, ages.groups, ages.overdue) == (Work.APPLICATION, (2, 1, 1, 1), 1)


def test_windows_and_validations_stand_in_their_months(session: Session, cast: Cast, sue: Actor, now: datetime) -> None:
    certified_on(session, cast.account, cast.ana, date(2025, 6, 30))
    certified_on(session, cast.account, cast.ana, date(2024, 2, 29))
    status = "certified-validated"
    certified_on(session, cast.account, cast.ana, date(2020, 6, 1), status=status, validated_on=date(2023, 2, 10))
    months = {(each.year, each.month): each for each in figures(session, sue, now).months}
    assert len(months) == 12
    assert (months[2026, 6].annual_reviews, months[2026, 6].validations) == (2, 1)
    assert (months[2027, 2].annual_reviews, months[2027, 2].validations) == (1, 1)


def test_what_was_returned_most_comes_first_and_what_was_taken_back_does_not_count(
    session: Session, cast: Cast, sue: Actor, now: datetime
) -> None:
    drafts = [draft_of(session, sent_ago(session, cast.account, cast.ana, now, 5)) for _ in range(2)]

    def decide(draft: int, key: str, decision: str, version: int = 1) -> None:
        session.add(
            CriterionDecisionRow(
                draft_id=draft, key=key, version=version, decision=decision, decided_at=now, decided_by=sue.user_id
            )
        )
        session.flush()

    decide(drafts[0], "criterion.1.1", "returned")
    decide(drafts[1], "criterion.1.1", "returned")
    decide(drafts[0], "criterion.2.1", "returned")
    decide(drafts[0], "criterion.3.1", "accepted")
    decide(drafts[1], "criterion.4.1", "returned")
    decide(drafts[1], "criterion.4.1", "accepted", version=2)
    found = figures(session, sue, now).returned
    assert [(each.number, each.count) for each in found] == [("1.1", 2), ("2.1", 1)]


def test_without_anything_there_are_no_times(session: Session, cast: Cast, sue: Actor, now: datetime) -> None:
    found = figures(session, sue, now)
    assert (found.times.count, found.times.median_days, found.ages, found.returned) == (0, None, (), ())


@pytest.mark.parametrize("role", [None, *sorted(set(StaffRole) - {StaffRole.SUPERVISOR, StaffRole.HEADQUARTERS})])
def test_figures_are_for_who_may_read_every_company(
    session: Session, cast: Cast, now: datetime, role: StaffRole | None
) -> None:
    for person in (cast.ana, cast.dan, cast.finn):
        with pytest.raises(NotPermitted, match=r"access\.not-yours"):
            figures(session, replace(person, staff_role=role), now)


def test_the_number_of_queries_does_not_grow_with_the_companies(
    session: Session, cast: Cast, sue: Actor, now: datetime, shared_engine: Engine
) -> None:
    def queries() -> int:
        with counted(shared_engine) as ran:
            figures(session, sue, now)
        return len(ran)

    few = queries()
    for number in range(30):
        certified_after(session, cast, now, number, "us-importer")
    assert queries() == few <= 6
