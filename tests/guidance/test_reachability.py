"""Reachability: a condition that nobody can meet is found, one that somebody can meet is left alone."""

from collections.abc import Iterator
from typing import Any

import pytest

from ctpat_app.guidance.reachability import reachability_faults
from ctpat_app.guidance.records import Library
from tests.applicants import LIBRARY, changed_library, record, step_of

NEVER = "the condition can never hold, so nobody is asked"
MX: dict[str, Any] = {"field": "account.country", "is": "MX"}
US: dict[str, Any] = {"field": "account.country", "is": "US"}
BROKER: dict[str, Any] = {"field": "business_types", "includes": "customs-broker"}
CARRIER: dict[str, Any] = {"field": "business_types", "includes": "sea-carrier"}
ANY_FORM: dict[str, Any] = {"field": "legal_form", "answered": True}
CONSENT: dict[str, Any] = {"field": "account.mra_consent", "is": "yes"}
COMPANY: dict[str, Any] = {"field": "legal_form", "is": "company"}


def with_condition(condition: dict[str, Any], step: str = "countries") -> Library:
    """Return the library whose step ``step`` is asked under ``condition``."""
    return changed_library(lambda raw: step_of(raw, step).update(when=condition))


def faults(condition: dict[str, Any]) -> list[str]:
    return list(reachability_faults(with_condition(condition)))


def test_everything_in_the_content_can_be_asked() -> None:
    assert list(reachability_faults(LIBRARY)) == []


@pytest.mark.parametrize(
    "condition",
    [
        MX,
        {"not": MX},
        {"field": "account.country", "in": ["MX", "US"]},
        {"all": [{"field": "account.country", "in": ["MX", "US"]}, US]},
        {"any": [MX, US]},
        {"all": [BROKER, CARRIER]},
        {"all": [BROKER, {"not": CARRIER}]},
        {"all": [BROKER, MX, COMPANY]},
        {"field": "legal_form", "answered": False},
        {"all": [{"field": "legal_form", "answered": False}, {"field": "legal_form", "is-not": "person"}]},
        {"all": [{"field": "countries", "includes": "CN"}, {"field": "countries", "is-not": "MX"}]},
        {"not": {"all": [MX, {"field": "account.country", "is-not": "MX"}]}},
        {"field": "account.mra_consent", "answered": True},
        {"field": "primary_address", "is": "12"},
    ],
)
def test_a_condition_that_somebody_meets_is_no_fault(condition: dict[str, Any]) -> None:
    library = with_condition(condition, "security-profile")
    assert list(reachability_faults(library)) == []


@pytest.mark.parametrize(
    "condition",
    [
        {"all": [MX, US]},
        {"all": [MX, {"not": MX}]},
        {"all": [MX, {"field": "account.country", "is-not": "MX"}]},
        {
            "all": [
                {"field": "account.country", "in": ["MX", "CA"]},
                {"field": "account.country", "is-not": "CA"},
                {"not": MX},
            ]
        },
        {"all": [BROKER, {"field": "business_types", "is-not": "customs-broker"}]},
        {"all": [COMPANY, {"field": "legal_form", "answered": False}]},
        {"all": [COMPANY, {"field": "legal_form", "is": "person"}]},
        {
            "all": [
                {"field": "legal_form", "answered": True},
                {"not": COMPANY},
                {"field": "legal_form", "is-not": "person"},
            ]
        },
        {
            "all": [
                {"field": "account.mra_consent", "answered": True},
                {"field": "account.mra_consent", "is-not": "yes"},
            ]
        },
        {"not": {"any": [MX, {"field": "account.country", "is-not": "MX"}]}},
    ],
)
def test_a_contradiction_is_found(condition: dict[str, Any]) -> None:
    assert faults(condition) == [f"flows/application/countries: {NEVER}"]


def test_an_answer_to_a_question_that_is_never_asked_together_is_a_contradiction() -> None:
    # The legal form is asked of Mexican companies and Mexican long haul; a customs broker from Canada never sees it.
    only_broker = {"not": {"field": "business_types", "includes": "mexican-long-haul"}}
    condition = {"all": [COMPANY, only_broker, {"field": "account.country", "is": "CA"}]}
    assert faults(condition) == [f"flows/application/countries: {NEVER}"]
    assert faults({"all": [COMPANY, only_broker, MX]}) == []


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        ({"field": "legal_form", "is": "compnay"}, "legal_form has no option compnay"),
        ({"field": "business_types", "includes": "us-import"}, "business_types has no option us-import"),
        ({"any": [MX, {"field": "account.country", "is": "XX"}]}, "account.country has no option XX"),
        ({"field": "account.country", "is-not": "mx"}, "account.country has no option mx"),
    ],
)
def test_an_option_that_does_not_exist_is_found(condition: dict[str, Any], said: str) -> None:
    assert f"flows/application/countries: {said}" in faults(condition)


def test_a_field_is_looked_at_together_with_its_step() -> None:
    def contradict(raw: Any) -> None:
        step = step_of(raw, "countries")
        step["when"], step["fields"][0]["when"] = MX, US

    found = list(reachability_faults(changed_library(contradict)))
    assert found == [f"flows/application/countries/countries: {NEVER}"]


def test_a_statement_is_looked_at_together_with_its_business_type() -> None:
    def contradict(raw: Any) -> None:
        kind = record(raw, "business_types", "customs-broker")
        kind["statements"][0]["when"] = {"not": BROKER}
        kind["required_identifiers"][0]["when"] = {"field": "business_types", "is-not": "customs-broker"}

    found = list(_of_type(changed_library(contradict), "customs-broker"))
    assert [fault.endswith(NEVER) for fault in found] == [True, True]


def _of_type(library: Library, key: str) -> Iterator[str]:
    return (fault for fault in reachability_faults(library) if fault.startswith(f"business_types/{key}"))
