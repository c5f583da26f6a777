"""What changed between two versions of the content, each change in its class."""

from collections.abc import Callable
from typing import Any

import pytest

from ctpat_app.guidance.questions import MAX_RESPONSE, Question, questions_of
from ctpat_app.guidance.records import Library
from ctpat_app.guidance.revisions import ChangeClass, changes_between, is_carried_forward, withdrawn_keys
from tests.applicants import FLOW, LIBRARY, changed_library, record, step_of, without_step

Raw = dict[str, list[dict[str, Any]]]
Change = Callable[[Raw], object]

WORDING, WIDENING, NARROWING = ChangeClass.WORDING, ChangeClass.WIDENING, ChangeClass.NARROWING
NEWLY, REMOVED = ChangeClass.NEWLY_REQUIRED, ChangeClass.REMOVED


def found(change: Change) -> list[tuple[str, ChangeClass]]:
    return between(LIBRARY, changed_library(change))


def between(old: Library, new: Library) -> list[tuple[str, ChangeClass]]:
    return [(item.key, item.change) for item in changes_between(old, new, FLOW)]


def field(raw: Raw, step: str, key: str) -> dict[str, Any]:
    both = [*step_of(raw, step).get("fields", []), *step_of(raw, step).get("row_fields", [])]
    wanted: dict[str, Any] = next(item for item in both if item["id"] == key)
    return wanted


def new_field(**more: object) -> dict[str, Any]:
    return {"id": "fax", "kind": "text", "i18n": {"label": "Fax number"}, **more}


def business_type(raw: Raw, key: str) -> dict[str, Any]:
    return record(raw, "business_types", key)


def statement(raw: Raw, kind: str, place: int = 0) -> dict[str, Any]:
    wanted: dict[str, Any] = business_type(raw, kind)["statements"][place]
    return wanted


def a_new_statement(key: str) -> dict[str, Any]:
    return {
        "id": key,
        "effect": "ineligible",
        "verification": "read",
        "sources": [],
        "i18n": {"statement": "We do.", "why": "So.", "next": "Do."},
    }


IN_MEXICO = {"field": "account.country", "is": "MX"}

CASES: list[tuple[str, Change, list[tuple[str, ChangeClass]]]] = [
    # ------------------------------------------------ wording
    (
        "another label",
        lambda raw: field(raw, "countries", "countries")["i18n"].update(label="Lands"),
        [("countries", WORDING)],
    ),
    (
        "another hint",
        lambda raw: field(raw, "addresses", "mailing_address")["i18n"].update(hint="Any."),
        [("mailing_address", WORDING)],
    ),
    (
        "another option's label",
        lambda raw: field(raw, "eligibility", "legal_form")["options"][0]["i18n"].update(label="Firm"),
        [("legal_form", WORDING)],
    ),
    (
        "another option's hint",
        lambda raw: field(raw, "eligibility", "legal_form")["options"][0]["i18n"].update(hint="S.A."),
        [("legal_form", WORDING)],
    ),
    (
        "another title of a criterion",
        lambda raw: record(raw, "criteria", "1.1")["i18n"].update(title="Signed"),
        [("criterion.1.1", WORDING)],
    ),
    (
        "another statement of a criterion",
        lambda raw: record(raw, "criteria", "1.1")["i18n"].update(statement="So."),
        [("criterion.1.1", WORDING)],
    ),
    (
        "other guidance",
        lambda raw: record(raw, "criteria", "1.1")["i18n"].update(guidance="Say it."),
        [("criterion.1.1", WORDING)],
    ),
    (
        "another statement",
        lambda raw: statement(raw, "us-importer")["i18n"].update(statement="We import."),
        [("eligibility.us-importer.active", WORDING)],
    ),
    (
        "another hint of a number",
        lambda raw: record(raw, "identifiers", "mid")["i18n"].update(hint="Look."),
        [("identifiers/mid", WORDING)],
    ),
    (
        "one more repair of a number",
        lambda raw: record(raw, "identifiers", "scac").update(
            repairs=[{"match": "[0-9]+", "code": "identifier.format"}]
        ),
        [("identifiers/scac", WORDING)],
    ),
    # ------------------------------------------------ widening
    (
        "a new question that is not required",
        lambda raw: step_of(raw, "addresses")["fields"].append(new_field()),
        [("fax", WIDENING)],
    ),
    (
        "one more option",
        lambda raw: field(raw, "eligibility", "legal_form")["options"].append(
            {"id": "trust", "i18n": {"label": "Trust"}}
        ),
        [("legal_form", WIDENING)],
    ),
    (
        "not required any more",
        lambda raw: field(raw, "addresses", "mailing_address").update(required=False),
        [("mailing_address", WIDENING)],
    ),
    (
        "a longer limit",
        lambda raw: field(raw, "identifiers", "identifier_value").update(max=90),
        [("identifier_value", WIDENING)],
    ),
    (
        "a lower level",
        lambda raw: record(raw, "criteria", "2.1")["level"].update({"us-importer": "should"}),
        [("criterion.2.1", WIDENING)],
    ),
    (
        "one type less",
        lambda raw: record(raw, "criteria", "2.1")["level"].pop("us-importer"),
        [("criterion.2.1", WIDENING)],
    ),
    (
        "a milder effect",
        lambda raw: statement(raw, "us-importer").update(effect="review"),
        [("eligibility.us-importer.active", WIDENING)],
    ),
    (
        "a condition where there was none",
        lambda raw: statement(raw, "us-importer").update(when=IN_MEXICO),
        [("eligibility.us-importer.active", WIDENING)],
    ),
    (
        "a condition on the whole step",
        lambda raw: step_of(raw, "countries").update(when={"field": "business_types", "includes": "us-importer"}),
        [("countries", WIDENING)],
    ),
    (
        "a need less",
        lambda raw: business_type(raw, "rail-carrier")["required_identifiers"].pop(),
        [("business_types/rail-carrier", WIDENING)],
    ),
    (
        "one more number that meets a need",
        lambda raw: business_type(raw, "us-exporter")["required_identifiers"][0]["any_of"].append("mid"),
        [("business_types/us-exporter", WIDENING)],
    ),
    # ------------------------------------------------ narrowing
    (
        "a shorter limit",
        lambda raw: field(raw, "identifiers", "identifier_value").update(max=20),
        [("identifier_value", NARROWING)],
    ),
    (
        "an option less",
        lambda raw: field(raw, "eligibility", "legal_form")["options"].pop(),
        [("legal_form", NARROWING)],
    ),
    (
        "an option in another's place",
        lambda raw: field(raw, "eligibility", "legal_form")["options"][1].update(id="trust"),
        [("legal_form", NARROWING)],
    ),
    (
        "another kind of field",
        lambda raw: field(raw, "addresses", "secondary_addresses").update(kind="choice"),
        [("secondary_addresses", NARROWING)],
    ),
    (
        "another pattern",
        lambda raw: record(raw, "identifiers", "duns").update(regex="^[0-9]{8}$"),
        [("identifiers/duns", NARROWING)],
    ),
    # ------------------------------------------------ newly required
    (
        "a new required question",
        lambda raw: step_of(raw, "addresses")["fields"].append(new_field(required=True)),
        [("fax", NEWLY)],
    ),
    (
        "required from now on",
        lambda raw: field(raw, "addresses", "secondary_addresses").update(required=True),
        [("secondary_addresses", NEWLY)],
    ),
    (
        "a higher level",
        lambda raw: record(raw, "criteria", "1.1")["level"].update({"us-importer": "must"}),
        [("criterion.1.1", NEWLY)],
    ),
    (
        "one more type",
        lambda raw: record(raw, "criteria", "5.r1")["level"].update({"us-importer": "should"}),
        [("criterion.5.r1", NEWLY)],
    ),
    (
        "a condition that is gone",
        lambda raw: field(raw, "eligibility", "legal_form").pop("when"),
        [("legal_form", NEWLY)],
    ),
    (
        "another condition",
        lambda raw: field(raw, "eligibility", "legal_form").update(when=IN_MEXICO),
        [("legal_form", NEWLY)],
    ),
    (
        "a new statement",
        lambda raw: business_type(raw, "rail-carrier")["statements"].append(a_new_statement("rail-carrier.new")),
        [("eligibility.rail-carrier.new", NEWLY)],
    ),
    (
        "a stricter effect",
        lambda raw: record(raw, "common_statements", "common.security-history").update(effect="ineligible"),
        [("eligibility.common.security-history", NEWLY)],
    ),
    (
        "one more need",
        lambda raw: business_type(raw, "rail-carrier")["required_identifiers"].append({"any_of": ["duns"]}),
        [("business_types/rail-carrier", NEWLY)],
    ),
    (
        "a number less that meets a need",
        lambda raw: business_type(raw, "us-exporter")["required_identifiers"][0]["any_of"].remove("duns"),
        [("business_types/us-exporter", NEWLY)],
    ),
    (
        "a need without its condition",
        lambda raw: business_type(raw, "foreign-manufacturer")["required_identifiers"][1].pop("when"),
        [("business_types/foreign-manufacturer", NEWLY)],
    ),
    # ------------------------------------------------ removed
    ("a question less", lambda raw: step_of(raw, "addresses")["fields"].pop(), [("secondary_addresses", REMOVED)]),
    ("a criterion less", lambda raw: raw["criteria"].pop(0), [("criterion.1.1", REMOVED)]),
    (
        "a statement less",
        lambda raw: business_type(raw, "rail-carrier")["statements"].pop(0),
        [("eligibility.rail-carrier.active", REMOVED)],
    ),
    (
        "a step less",
        lambda raw: without_step(raw, "countries"),
        [("countries", REMOVED)],
    ),
    # ------------------------------------------------ nothing that is asked
    ("a glossary term", lambda raw: record(raw, "glossary", "ace")["i18n"].update(definition="Other."), []),
    ("a note", lambda raw: record(raw, "criteria", "1.1").update(note="Checked."), []),
]


@pytest.mark.parametrize(("change", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_a_change_is_classed(change: Change, expected: list[tuple[str, ChangeClass]]) -> None:
    changes = changes_between(LIBRARY, changed_library(change), FLOW)
    assert [(item.key, item.change) for item in changes] == expected
    assert is_carried_forward(changes) is all(kind in {WORDING, WIDENING} for _, kind in expected)


def test_the_same_content_has_no_changes() -> None:
    assert changes_between(LIBRARY, changed_library(lambda raw: None), FLOW) == ()


def test_one_grave_change_among_mild_ones_waits() -> None:
    def mixed(raw: Raw) -> None:
        field(raw, "countries", "countries")["i18n"].update(label="Lands")
        step_of(raw, "addresses")["fields"].append(new_field(required=True))

    changes = changes_between(LIBRARY, changed_library(mixed), FLOW)
    assert [item.change for item in changes] == [WORDING, NEWLY]
    assert not is_carried_forward(changes)


def test_a_question_is_listed_once_under_its_gravest_class() -> None:
    def much(raw: Raw) -> None:
        legal_form = field(raw, "eligibility", "legal_form")
        legal_form["i18n"].update(label="Form")
        legal_form["options"][1].update(id="trust")
        legal_form["max"] = 300

    assert found(much) == [("legal_form", NARROWING)]


def test_a_change_names_the_question_and_its_step() -> None:
    library = changed_library(lambda raw: record(raw, "criteria", "1.1")["i18n"].update(title="Signed"))
    (change,) = changes_between(LIBRARY, library, FLOW)
    assert (change.label.english, change.label.context, change.step) == (
        "Signed",
        "criteria/1.1.title",
        "security-profile",
    )


def a_new_type(raw: Raw) -> None:
    raw["business_types"].append({**business_type(raw, "rail-carrier"), "id": "tram-carrier", "statements": []})
    for criterion in raw["criteria"]:
        criterion["level"]["tram-carrier"] = "must"


def test_a_new_business_type_asks_nothing_of_those_who_began_without_it() -> None:
    classes = {kind for _, kind in found(a_new_type)}
    assert classes == {WIDENING}


def test_a_business_type_less_narrows_and_removes_its_statements() -> None:
    smaller = changed_library(a_new_type)
    gone = dict(between(smaller, LIBRARY))
    assert gone["business_types"] is NARROWING


# ---------------------------------------------------------------- what is kept aside


def test_answers_of_removed_questions_are_withdrawn_and_no_others() -> None:
    library = changed_library(lambda raw: raw["criteria"].pop(0))
    assert withdrawn_keys(LIBRARY, library, FLOW) == {
        "criterion.1.1",
        "applicability.1.1",
        "language.1.1",
        "english.1.1",
    }
    assert withdrawn_keys(LIBRARY, LIBRARY, FLOW) == frozenset()
    assert withdrawn_keys(library, LIBRARY, FLOW) == frozenset()


def test_a_list_that_is_gone_takes_its_rows_along() -> None:
    library = changed_library(lambda raw: without_step(raw, "identifiers"))
    assert withdrawn_keys(LIBRARY, library, FLOW) == {"identifiers", "identifier_kind", "identifier_value"}


def test_a_question_that_moved_to_another_step_is_not_withdrawn() -> None:
    def move(raw: Raw) -> None:
        step_of(raw, "countries")["fields"].append(step_of(raw, "addresses")["fields"].pop(0))

    library = changed_library(move)
    assert withdrawn_keys(LIBRARY, library, FLOW) == frozenset()
    assert between(LIBRARY, library) == []


def test_a_response_keeps_its_limit() -> None:
    response: Question = questions_of(LIBRARY, FLOW)["criterion.1.1"]
    assert response.max == MAX_RESPONSE
