"""The queue of the desk: what waits, for whom, by which day, and in how many queries."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine, event
from sqlmodel import Session

from ctpat_app.domain.desk import DueFilter, Order, Work
from ctpat_app.domain.errors import InvalidValue, NotPermitted
from ctpat_app.domain.permissions import Actor, StaffRole
from ctpat_app.domain.security_models import Operation, RequestState
from ctpat_app.services.desk_queue import NOBODY, PAGE, Queue, Wanted, read_queue
from ctpat_app.tables.accounts import TradeAccountRow, UserAccountRow
from ctpat_app.tables.organizations import OrganizationRequestRow
from ctpat_app.tables.security_models import ModelEventRow, SecurityModelRow
from tests.factories import (
    Cast,
    a_draft,
    a_person,
    a_security_model,
    a_staff_member,
    a_trade_account,
    an_answer,
    an_assignment,
    the_cast,
)


@dataclass(frozen=True)
class Desk:
    """The cast, a supervisor, and what ana's and dan's companies have sent."""

    cast: Cast
    eva: Actor
    sue: Actor
    hugo: Actor
    sent: int
    """Ana's application, sent 58 days ago."""
    late: int
    """Dan's, sent 102 days ago."""


def sent_ago(session: Session, account: int, who: Actor, now: datetime, days: int, *types: str) -> int:
    """Return a security model whose application was sent ``days`` ago."""
    at = now - timedelta(days=days)
    row = SecurityModelRow(trade_account_id=account, status="submitted", created_at=at, created_by=who.user_id)
    session.add(row)
    session.flush()
    model = row.id or 0
    session.add(ModelEventRow(security_model_id=model, step="t.submit", target="submitted", at=at, party="officer"))
    draft = a_draft(session, account, who, subject=model, frozen=True)
    an_answer(session, draft, who, "business_types", ",".join(types or ("us-importer",)))
    return model


def certified_on(session: Session, account: int, who: Actor, day: date, **more: object) -> int:
    """Return a security model that was certified on ``day``."""
    model = a_security_model(session, account, who, status=str(more.pop("status", "certified")))
    row = session.get_one(SecurityModelRow, model)
    row.certified_on = row.anniversary = day
    row.validated_on = more.pop("validated_on", None)  # type: ignore[assignment]
    session.flush()
    return model


@pytest.fixture
def desk(session: Session, now: datetime) -> Desk:
    """Two applications wait, one of them too long; nobody looks after the companies."""
    cast = the_cast(session)
    eva = a_staff_member(session, cast.eva, StaffRole.SPECIALIST)
    sue = a_staff_member(session, a_person(session, "sue"), StaffRole.SUPERVISOR)
    hugo = a_staff_member(session, a_person(session, "hugo"), StaffRole.HEADQUARTERS)
    sent = sent_ago(session, cast.account, cast.ana, now, 58, "us-importer", "us-exporter")
    late = sent_ago(session, cast.dans_account, cast.dan, now, 102, "foreign-manufacturer")
    return Desk(cast, eva, sue, hugo, sent, late)


def queue(session: Session, actor: Actor, now: datetime, **wanted: object) -> Queue:
    return read_queue(session, actor, wanted=Wanted(**wanted), now=now)  # type: ignore[arg-type]


def models(found: Queue) -> list[int]:
    return [item.model_id for item in found.items]


def test_the_one_with_the_earliest_day_comes_first_and_says_how_late_it_is(
    session: Session, desk: Desk, now: datetime
) -> None:
    found = queue(session, desk.sue, now)
    assert models(found) == [desk.late, desk.sent]
    late, sent = found.items
    assert (late.company, late.kind, late.types) == ("Dan Freight Ltd", Work.APPLICATION, ("foreign-manufacturer",))
    assert late.due_on == (now - timedelta(days=12)).date()
    assert sent.due_on == (now + timedelta(days=32)).date()
    assert sent.types == ("us-importer", "us-exporter")
    (count,) = found.counts
    assert (count.kind, count.waiting, count.overdue, count.soon) == (Work.APPLICATION, 2, 1, 0)


def test_the_clock_runs_anew_from_an_application_that_was_sent_again(
    session: Session, desk: Desk, now: datetime
) -> None:
    again = now - timedelta(days=3)
    session.add(
        ModelEventRow(
            security_model_id=desk.late, step="t.resubmit", source="returned", target="under-review", at=again,
            party="officer",
        )
    )  # fmt: skip
    session.get_one(SecurityModelRow, desk.late).status = "under-review"
    session.flush()
    assert [item.due_on for item in queue(session, desk.sue, now).items if item.model_id == desk.late] == [
        (again + timedelta(days=90)).date()
    ]


def test_a_validation_is_due_a_year_after_certification_and_four_years_after_the_last_one(
    session: Session, desk: Desk, now: datetime
) -> None:
    today, account, ana = now.date(), desk.cast.account, desk.cast.ana
    first = certified_on(session, account, ana, date(2025, 6, 1))
    status = "certified-validated"
    again = certified_on(session, account, ana, date(2020, 1, 1), status=status, validated_on=date(2022, 4, 1))
    certified_on(session, account, ana, date(2020, 1, 1), status=status, validated_on=today)
    suspended = certified_on(session, account, ana, date(2020, 1, 1), status="suspended", validated_on=today)
    found = {item.model_id: (item.kind, item.due_on) for item in queue(session, desk.sue, now).items}
    assert found[first] == (Work.FIRST_VALIDATION, date(2026, 6, 1))
    assert found[again] == (Work.REVALIDATION, date(2026, 4, 1))
    assert suspended not in found
    assert len(found) == 4


def test_requests_wait_for_management_alone(session: Session, desk: Desk, now: datetime) -> None:
    for state in (RequestState.WAITING_APPROVAL, RequestState.WAITING_PARTNER, RequestState.DONE):
        session.add(
            OrganizationRequestRow(
                operation=Operation.SPLIT, state=state, trade_account_id=desk.cast.account, first_model_id=desk.sent,
                reason="It is needed.", requested_by=desk.cast.ana.user_id, requested_at=now,
            )
        )  # fmt: skip
    session.flush()
    an_assignment(session, desk.cast.account, desk.eva)
    assert [item.kind for item in queue(session, desk.hugo, now).items] == [Work.REQUEST]
    assert [item.kind for item in queue(session, desk.eva, now).items] == [Work.APPLICATION]
    # What has no day comes last.
    assert [item.kind for item in queue(session, desk.sue, now).items] == [Work.APPLICATION] * 2 + [Work.REQUEST]


def test_a_specialist_sees_the_work_of_assigned_companies_alone(session: Session, desk: Desk, now: datetime) -> None:
    assert queue(session, desk.eva, now).found == 0
    an_assignment(session, desk.cast.account, desk.eva)
    found = queue(session, desk.eva, now)
    assert models(found) == [desk.sent]
    assert [count.waiting for count in found.counts] == [1]
    assert found.items[0].specialist == "Eva"


@pytest.mark.parametrize("role", [StaffRole.HELP_DESK, StaffRole.LIBRARY_ADMIN, StaffRole.CONTENT_EDITOR])
def test_who_does_none_of_the_work_finds_nothing(session: Session, desk: Desk, now: datetime, role: StaffRole) -> None:
    found = queue(session, replace(desk.cast.finn, staff_role=role), now)
    assert (found.items, found.counts, found.found, found.countries) == ((), (), 0, ())


def test_ana_and_dan_have_no_queue(session: Session, desk: Desk, now: datetime) -> None:
    for person in (desk.cast.ana, desk.cast.dan):
        with pytest.raises(NotPermitted, match=r"access\.not-yours"):
            queue(session, person, now)


def test_filters_narrow_the_queue_and_leave_the_counts(session: Session, desk: Desk, now: datetime) -> None:
    an_assignment(session, desk.cast.account, desk.eva)
    session.get_one(TradeAccountRow, desk.cast.dans_account).country = "US"
    session.get_one(UserAccountRow, desk.cast.chloe.user_id).language = "es"
    session.flush()
    for wanted, expected in (
        ({"who": desk.eva.user_id}, [desk.sent]),
        ({"who": NOBODY}, [desk.late]),
        ({"kind": Work.APPLICATION}, [desk.late, desk.sent]),
        ({"kind": Work.REQUEST}, []),
        ({"due": DueFilter.OVERDUE}, [desk.late]),
        ({"due": DueFilter.DAYS_30}, [desk.late]),
        ({"due": DueFilter.DAYS_90}, [desk.late, desk.sent]),
        ({"business_type": "us-exporter"}, [desk.sent]),
        ({"business_type": "us"}, []),
        ({"business_type": "%"}, []),
        ({"country": "US"}, [desk.late]),
        ({"language": "es"}, [desk.sent]),
        ({"part": "DAN FREIGHT"}, [desk.late]),
        ({"part": "100%"}, []),
        ({"order": Order.AGE}, [desk.late, desk.sent]),
    ):
        found = queue(session, desk.sue, now, **wanted)
        assert (models(found), found.found) == (expected, len(expected)), wanted
        assert [count.waiting for count in found.counts] == [2]
        assert set(found.countries) == {"MX", "US"}
    with pytest.raises(InvalidValue, match=r"assignment\.part-short"):
        queue(session, desk.sue, now, part="da")


@pytest.mark.parametrize("order", Order)
def test_pages_follow_each_other_without_a_gap_or_a_repeat(
    session: Session, desk: Desk, now: datetime, order: Order
) -> None:
    for number in range(2 * PAGE + 7):
        sent_ago(session, desk.cast.account, desk.cast.ana, now, number % 5)
    for _ in range(3):
        session.add(
            OrganizationRequestRow(
                operation=Operation.SPLIT, state=RequestState.WAITING_APPROVAL, trade_account_id=desk.cast.account,
                reason="It is needed.", requested_by=desk.cast.ana.user_id, requested_at=now,
            )
        )  # fmt: skip
    session.flush()
    seen, behind = [], None
    while True:
        found = queue(session, desk.sue, now, order=order, behind=behind)
        seen += [item.place for item in found.items]
        if not found.goes_on:
            break
        behind = found.items[-1].place
    assert len(seen) == len(set(seen)) == found.found == 2 * PAGE + 12
    keys = [(place.due_on, place.since_at) if order is Order.DUE else place.since_at for place in seen]
    assert keys == sorted(keys)


@contextmanager
def counted(engine: Engine) -> Iterator[list[str]]:
    """Yield the statements that run within the block."""
    ran: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        ran.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield ran
    finally:
        event.remove(engine, "before_cursor_execute", note)


def test_the_number_of_queries_does_not_grow_with_the_queue(
    session: Session, desk: Desk, now: datetime, shared_engine: Engine
) -> None:
    def queries() -> int:
        with counted(shared_engine) as ran:
            queue(session, desk.sue, now, who=NOBODY, due=DueFilter.DAYS_90, country="MX", part="com")
        return len(ran)

    few = queries()
    for number in range(60):
        account = a_trade_account(session, desk.cast.ana, name=f"Company {number}", complete=True)
        sent_ago(session, account, desk.cast.ana, now, number)
    assert queries() == few <= 6


def test_a_day_ends_in_utc(session: Session, desk: Desk) -> None:
    """A minute before midnight in UTC is still that day, whatever the database's own zone."""
    at = datetime(2026, 2, 28, 23, 59, tzinfo=UTC)
    model = sent_ago(session, desk.cast.account, desk.cast.ana, at, 0)
    items = queue(session, desk.sue, at).items
    assert [item.due_on for item in items if item.model_id == model] == [date(2026, 5, 29)]
