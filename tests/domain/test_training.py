"""Records of training: what may be written down, and when a training is due again."""

from dataclasses import replace
from datetime import date

import pytest

from ctpat_app.domain.form_faults import FormFaults
from ctpat_app.domain.training import Training, next_due, read_training

TODAY = date(2026, 3, 2)
TRAINING = Training("cybersecurity", date(2026, 2, 27), people_count=12, repeat_months=12)


def read(training: Training) -> Training:
    return read_training(training, today=TODAY, topics={"cybersecurity"})


def test_names_that_are_listed_count_where_no_number_was_typed() -> None:
    assert read(replace(TRAINING, people_count=0, people="Ana\n\n Ben \n")).people_count == 2
    assert read(replace(TRAINING, people="Ana")).people_count == 12


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"topic": "cooking"}, "topic", "training.topic-missing"),
        ({"held_on": None}, "held_on", "training.held-missing"),
        ({"held_on": date(2026, 3, 3)}, "held_on", "training.held-ahead"),
        ({"held_on": date(1926, 3, 3)}, "held_on", "action.day-far"),
        ({"people_count": 0}, "people_count", "training.people-missing"),
        ({"people_count": -3}, "people_count", "training.people-missing"),
        ({"people_count": 10**6}, "people_count", "training.people-many"),
        ({"repeat_months": 121}, "repeat_months", "training.months-range"),
        ({"trainer": "x" * 201}, "trainer", "text.too-long"),
    ],
)
def test_what_does_not_fit_is_told_at_its_field(change: dict[str, object], field: str, code: str) -> None:
    with pytest.raises(FormFaults) as refused:
        read(replace(TRAINING, **change))  # type: ignore[arg-type]
    assert {name: fault.code for name, fault in refused.value.faults.items()} == {field: code}


@pytest.mark.parametrize(
    ("held_on", "months", "due"),
    [
        (date(2026, 2, 27), 12, date(2027, 2, 27)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 2, 27), 0, None),
    ],
)
def test_a_training_is_due_again_after_its_months(held_on: date, months: int, due: date | None) -> None:
    assert next_due(held_on, months) == due
