"""The condition language: what holds, what is looked at, what is no condition."""

from typing import Any

import pytest

from ctpat_app.guidance.conditions import Values, fault_of, fields_of, holds
from ctpat_app.guidance.schema import Condition

VALUES: Values = {
    "country": ("MX",),
    "types": ("sea-carrier", "rail-carrier"),
    "empty": (),
    "名前": ("工場",),
    "answer": ("yes",),
}


def condition(**parts: Any) -> Condition:
    return Condition.model_validate({key.replace("_", "-"): value for key, value in parts.items()})


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ({"field": "country", "is": "MX"}, True),
        ({"field": "country", "is": "mx"}, False),
        ({"field": "country", "is": "M"}, False),
        ({"field": "名前", "is": "工場"}, True),
        ({"field": "types", "is": "rail-carrier"}, True),
        ({"field": "missing", "is": "MX"}, False),
        ({"field": "empty", "is": ""}, False),
        ({"field": "country", "is-not": "US"}, True),
        ({"field": "country", "is-not": "MX"}, False),
        ({"field": "missing", "is-not": "MX"}, True),
        ({"field": "country", "in": ["US", "MX"]}, True),
        ({"field": "country", "in": ["US", "CA"]}, False),
        ({"field": "country", "in": []}, False),
        ({"field": "types", "in": ["rail-carrier", "air-carrier"]}, True),
        ({"field": "types", "includes": "sea-carrier"}, True),
        ({"field": "types", "includes": "sea"}, False),
        ({"field": "missing", "includes": "sea-carrier"}, False),
        ({"field": "country", "answered": True}, True),
        ({"field": "country", "answered": False}, False),
        ({"field": "empty", "answered": True}, False),
        ({"field": "empty", "answered": False}, True),
        ({"field": "missing", "answered": False}, True),
    ],
)
def test_an_operator_looks_at_every_value_of_its_field(parts: dict[str, Any], expected: bool) -> None:
    assert holds(condition(**parts), VALUES) is expected


TRUE = {"field": "answer", "is": "yes"}
FALSE = {"field": "answer", "is": "no"}


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ({"all": [TRUE, TRUE]}, True),
        ({"all": [TRUE, FALSE]}, False),
        ({"all": []}, True),
        ({"any": [FALSE, TRUE]}, True),
        ({"any": [FALSE, FALSE]}, False),
        ({"any": []}, False),
        ({"not": TRUE}, False),
        ({"not": FALSE}, True),
        ({"not": {"any": [FALSE, {"all": [TRUE, {"not": TRUE}]}]}}, True),
        ({"all": [{"any": [TRUE, FALSE]}, {"not": {"all": [TRUE, FALSE]}}]}, True),
    ],
)
def test_combinators_nest(parts: dict[str, Any], expected: bool) -> None:
    assert holds(condition(**parts), VALUES) is expected


def test_no_condition_always_holds() -> None:
    assert holds(None, {})


def test_every_field_is_found_however_deep_it_stands() -> None:
    nested = condition(
        all=[
            {"field": "a", "is": "1"},
            {"any": [{"field": "b", "answered": True}, {"not": {"field": "c", "in": ["2"]}}]},
        ]
    )
    assert list(fields_of(nested)) == ["a", "b", "c"]
    assert list(fields_of(None)) == []


@pytest.mark.parametrize(
    "parts",
    [
        {},
        {"is": "MX"},
        {"field": "country"},
        {"field": "country", "is": "MX", "is-not": "US"},
        {"field": "country", "is": "MX", "all": [TRUE]},
        {"all": [TRUE], "any": [TRUE]},
        {"all": [TRUE], "answered": True},
    ],
)
def test_anything_but_one_operator_or_one_combinator_is_a_fault(parts: dict[str, Any]) -> None:
    assert fault_of(condition(**parts))


@pytest.mark.parametrize("parts", [TRUE, {"all": [TRUE]}, {"not": TRUE}, {"field": "country", "answered": False}])
def test_one_operator_or_one_combinator_is_well_formed(parts: dict[str, Any]) -> None:
    assert fault_of(condition(**parts)) is None


@pytest.mark.parametrize(
    "parts",
    [
        {"field": "country", "is": True},
        {"field": "country", "is": 1},
        {"field": "country", "equals": "MX"},
        {"field": "country", "in": "MX"},
    ],
)
def test_a_condition_takes_only_texts_and_known_operators(parts: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="validation error"):
        condition(**parts)
