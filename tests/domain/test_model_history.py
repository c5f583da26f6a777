"""Status and dates follow from the events of a security model alone, and so does what is due next."""

from datetime import UTC, date, datetime, timedelta

import pytest

from ctpat_app.domain.deadlines import Due, first_due, next_due
from ctpat_app.domain.errors import InvalidValue
from ctpat_app.domain.lifecycle import Status
from ctpat_app.domain.model_history import Dates, ModelEvent, check_request_step, check_revalidation, replay

BEGUN = datetime(2026, 1, 5, 10, 0, tzinfo=UTC)


def a_history(*steps: tuple[str, Status]) -> list[ModelEvent]:
    """Return events ten days apart, each from the status of the one before."""
    events: list[ModelEvent] = []
    for number, (step, target) in enumerate(steps):
        source = events[-1].target if events else None
        events.append(ModelEvent(step, source, target, BEGUN + timedelta(days=10 * number)))
    return events


SENT = (("t.start", Status.DRAFT), ("t.submit", Status.SUBMITTED))
CERTIFIED = (*SENT, ("t.assign", Status.UNDER_REVIEW), ("t.certify", Status.CERTIFIED))
VALIDATED = (*CERTIFIED, ("t.validate-importer", Status.CERTIFIED_VALIDATED))
CERTIFIED_ON = date(2026, 2, 4)


def test_dates_move_with_their_events_alone() -> None:
    assert replay(a_history(*SENT)).dates == Dates()
    certified = Dates(certified_on=CERTIFIED_ON, anniversary=CERTIFIED_ON)
    assert replay(a_history(*CERTIFIED)).dates == certified
    validated = Dates(CERTIFIED_ON, CERTIFIED_ON, date(2026, 2, 14))
    assert replay(a_history(*VALIDATED)).dates == validated
    suspended = (*VALIDATED, ("t.suspend", Status.SUSPENDED), ("t.reinstate", Status.CERTIFIED_VALIDATED))
    assert replay(a_history(*suspended)).dates == validated
    ended = (*VALIDATED, ("t.withdraw", Status.WITHDRAWN), ("t.reapply", Status.DRAFT))
    assert replay(a_history(*ended)).dates == Dates()


def test_a_revalidation_moves_the_day_and_not_the_status() -> None:
    again = replay(a_history(*VALIDATED, ("m.revalidated", Status.CERTIFIED_VALIDATED)))
    assert (again.status, again.impossible) == (Status.CERTIFIED_VALIDATED, 0)
    assert again.dates == Dates(CERTIFIED_ON, CERTIFIED_ON, date(2026, 2, 24))
    assert replay(a_history(*CERTIFIED, ("m.revalidated", Status.CERTIFIED))).impossible == 5
    assert replay(a_history(*VALIDATED, ("m.revalidated", Status.CERTIFIED_EXCEEDING))).impossible == 6
    check_revalidation(Status.CERTIFIED_EXCEEDING)
    with pytest.raises(InvalidValue, match=r"lifecycle\.wrong-status"):
        check_revalidation(Status.SUSPENDED)


def test_who_was_validated_loses_it_by_taking_in_who_was_not() -> None:
    taken_in = replay(a_history(*VALIDATED, ("m.takes-in", Status.CERTIFIED)))
    assert taken_in.dates == Dates(CERTIFIED_ON, CERTIFIED_ON)
    assert not taken_in.impossible


def test_a_split_off_model_brings_its_dates_along() -> None:
    dates = Dates(CERTIFIED_ON, CERTIFIED_ON)
    found = replay([ModelEvent("m.split-off", None, Status.CERTIFIED, BEGUN, dates)])
    assert (found.status, found.dates, found.impossible) == (Status.CERTIFIED, dates, 0)


@pytest.mark.parametrize(
    ("steps", "impossible"),
    [
        (VALIDATED, 0),
        ((*SENT, ("t.certify", Status.CERTIFIED)), 3),
        ((*SENT, ("t.assign", Status.CERTIFIED)), 3),
        ((("t.submit", Status.SUBMITTED),), 1),
        ((*SENT, ("t.unheard-of", Status.REMOVED)), 3),
        ((*SENT, ("t.start", Status.DRAFT)), 3),
        ((*CERTIFIED, ("t.suspend", Status.SUSPENDED), ("t.reinstate", Status.CERTIFIED_VALIDATED)), 6),
        ((*SENT, ("m.takes-in", Status.CERTIFIED)), 3),
        ((*SENT, ("m.recorded", Status.CERTIFIED)), 3),
    ],
)
def test_the_first_event_that_no_rule_allows_is_found(steps: tuple[tuple[str, Status], ...], impossible: int) -> None:
    assert replay(a_history(*steps)).impossible == impossible


def test_an_event_that_was_cut_out_is_missed() -> None:
    events = a_history(*CERTIFIED)
    assert replay([events[0], *events[2:]]).impossible == 2


@pytest.mark.parametrize(
    ("step", "source", "target"),
    [
        ("m.takes-in", Status.SUBMITTED, Status.CERTIFIED),
        ("m.takes-in", Status.DRAFT, Status.RETURNED),
        ("m.merged-away", Status.DRAFT, Status.WITHDRAWN),
        ("m.split-off", None, Status.SUBMITTED),
    ],
)
def test_a_merge_or_split_certifies_nobody(step: str, source: Status | None, target: Status) -> None:
    with pytest.raises(InvalidValue, match=r"lifecycle\.wrong-status"):
        check_request_step(step, source, target)


def test_the_decision_is_due_ninety_days_after_sending() -> None:
    due = Due("decision", date(2026, 1, 15) + timedelta(days=90))
    assert next_due(a_history(*SENT)) == due
    assert next_due(a_history(*SENT, ("t.assign", Status.UNDER_REVIEW))) == due
    assert next_due([ModelEvent("m.recorded", None, Status.SUBMITTED, BEGUN)]) == Due("decision", date(2026, 4, 5))


def test_validation_and_answer_have_their_days_and_nothing_else_has() -> None:
    assert next_due(a_history(*CERTIFIED)) == Due("validation", date(2027, 2, 4))
    suspended = a_history(*VALIDATED, ("t.suspend", Status.SUSPENDED))
    assert next_due(suspended) == Due("answer", date(2026, 2, 24) + timedelta(days=90))
    returned = a_history(*SENT, ("t.assign", Status.UNDER_REVIEW), ("t.return", Status.RETURNED))
    assert next_due(returned) == Due("correction", returned[-1].at.date() + timedelta(days=14))
    assert next_due(a_history(("t.start", Status.DRAFT))) is None
    assert next_due(a_history(*VALIDATED)) is None
    assert next_due([]) is None


def test_of_several_days_the_first_counts_and_of_one_day_what_was_named_first() -> None:
    day = date(2027, 2, 4)
    review, validation = Due("annual-review", day), Due("validation", day)
    assert first_due(review, validation) == review
    assert first_due(review, Due("validation", day - timedelta(days=1))) == Due("validation", day - timedelta(days=1))
    assert first_due(None, validation) == validation
    assert first_due(None, None) is None
