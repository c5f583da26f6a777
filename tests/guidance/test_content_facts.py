"""The facts of the content: nothing is lost, and what is unverified keeps its mark."""

from collections import Counter
from collections.abc import Sequence
from typing import TypeVar

import pytest

from ctpat_app.guidance import schema
from ctpat_app.guidance.library import read_content

RAW = read_content()

R = TypeVar("R", bound=schema.Record)


def shaped(name: str, shape: type[R]) -> list[R]:
    return [shape.model_validate(record) for record in RAW[name]]


BUSINESS_TYPES = shaped("business_types", schema.BusinessType)
COMMON_STATEMENTS = shaped("common_statements", schema.EligibilityStatement)
CATEGORIES = shaped("categories", schema.Category)
CRITERIA = shaped("criteria", schema.Criterion)
EVIDENCE_KINDS = shaped("evidence_kinds", schema.EvidenceKind)
TERMS = shaped("glossary", schema.Term)
MRA_PARTNERS = shaped("mutual_recognition", schema.MraPartner)
STATUSES = shaped("statuses", schema.Status)
AGREEMENTS = shaped("agreements", schema.Agreement)
SOURCES = shaped("sources", schema.Source)

NUMBERS = {
    "security-vision": "1.1 1.2 1.3 1.4",
    "risk-assessment": "2.1 2.2 2.3 2.4",
    "business-partners": "3.1 3.2 3.3 3.4 3.5 3.6 3.7 3.8 3.9 3.f1 3.f2 3.f3 3.f4 3.f5 3.f6",
    "cybersecurity": "4.1 4.2 4.3 4.4 4.5 4.6 4.7 4.8 4.9 4.10 4.11 4.12 4.13",
    "conveyance-iit": "5.1 5.2 5.3 5.4 5.5 5.6 5.7 5.8 5.14 5.15 5.16 5.24 5.29 5.a1 5.h1 5.r1 5.s1 5.a2 5.h2 5.r2 "
    "5.s2 5.h3 5.r3 5.s3 5.h4 5.s4 5.h5 5.s5 5.h6 5.h7",
    "seal-security": "6.1 6.2 6.3 6.4 6.5 6.6 6.7 6.h1",
    "procedural-security": "7.1 7.2 7.4 7.5 7.6 7.7 7.8 7.10 7.23 7.24 7.25 7.27 7.28 7.29 7.30 7.36 7.37 7.b1 7.m1 "
    "7.s1 7.b2 7.s2",
    "agricultural-security": "8.1 8.s1",
    "physical-security": "9.1 9.2 9.4 9.5 9.6 9.7 9.8 9.9 9.10 9.11 9.12 9.13 9.14 9.15 9.16",
    "physical-access": "10.1 10.2 10.3 10.4 10.7 10.8 10.9 10.10 10.s1 10.s2",
    "personnel-security": "11.1 11.2 11.5 11.h1 11.s1",
    "education-training": "12.1 12.2 12.4 12.6 12.7 12.8 12.9 12.10 12.h1 12.s1",
}

LEVELS = [
    # business type, all, must, should, unconfirmed
    ("us-importer", 100, 66, 34, 1),
    ("us-exporter", 95, 59, 36, 89),
    ("foreign-manufacturer", 96, 60, 36, 5),
    ("customs-broker", 71, 48, 23, 68),
    ("consolidator", 97, 61, 36, 90),
    ("highway-carrier-canada", 105, 72, 33, 94),
    ("highway-carrier-mexico", 105, 72, 33, 94),
    ("mexican-long-haul", 104, 70, 34, 93),
    ("rail-carrier", 95, 65, 30, 89),
    ("sea-carrier", 100, 71, 29, 95),
    ("air-carrier", 97, 69, 28, 90),
    ("third-party-logistics", 97, 61, 36, 88),
    ("marine-terminal", 84, 57, 27, 81),
]


@pytest.mark.parametrize(("business_type", "everything", "must", "should", "unconfirmed"), LEVELS)
def test_a_business_type_has_its_criteria_at_their_levels(
    business_type: str, everything: int, must: int, should: int, unconfirmed: int
) -> None:
    levels = Counter(item.level[business_type] for item in CRITERIA if business_type in item.level)
    unverified = [item.id for item in CRITERIA if business_type in item.level_unverified]
    assert (levels.total(), levels["must"], levels["should"]) == (everything, must, should)
    assert len(unverified) == unconfirmed


@pytest.mark.parametrize(("category", "numbers"), NUMBERS.items())
def test_a_category_has_all_its_criteria_in_order(category: str, numbers: str) -> None:
    assert [item.id for item in CRITERIA if item.category == category] == numbers.split()


def test_categories_are_numbered_one_to_twelve() -> None:
    assert [(item.id, item.number) for item in CATEGORIES] == [(key, n) for n, key in enumerate(NUMBERS, start=1)]


def test_a_criterion_begins_with_the_number_of_its_category() -> None:
    number = {item.id: str(item.number) for item in CATEGORIES}
    assert all(item.id.split(".")[0] == number[item.category] for item in CRITERIA)


def test_38_numbers_of_criteria_are_marked_as_unverified() -> None:
    assert sum(not item.number_verified for item in CRITERIA) == 38
    assert all(not item.number_verified for item in CRITERIA if item.id.split(".")[1][0].isalpha())


def test_only_trade_compliance_members_are_asked_the_forced_labor_rules() -> None:
    asked = [item for item in CRITERIA if item.only_if == "trade-compliance-member"]
    assert [item.id for item in asked] == ["3.f1", "3.f2", "3.f3", "3.f4", "3.f5", "3.f6"]
    assert all(item.level == {"us-importer": "must"} for item in asked)


COLLECTIONS: list[tuple[str, Sequence[str], int]] = [
    ("business types", [item.id for item in BUSINESS_TYPES], 13),
    ("common statements", [item.id for item in COMMON_STATEMENTS], 5),
    ("statements", [statement.id for item in BUSINESS_TYPES for statement in item.statements], 58),
    ("categories", [item.id for item in CATEGORIES], 12),
    ("criteria", [item.id for item in CRITERIA], 138),
    ("evidence kinds", [item.id for item in EVIDENCE_KINDS], 88),
    ("terms", [item.id for item in TERMS], 89),
    ("mutual recognition partners", [item.id for item in MRA_PARTNERS], 18),
    ("statuses", [item.id for item in STATUSES], 13),
]


@pytest.mark.parametrize(("name", "ids", "count"), COLLECTIONS, ids=[name for name, _, _ in COLLECTIONS])
def test_no_record_is_lost_or_doubled(name: str, ids: Sequence[str], count: int) -> None:
    assert len(ids) == count, name
    assert len(set(ids)) == count, name


def test_every_source_named_by_a_statement_or_partner_is_described_once() -> None:
    known = [item.id for item in SOURCES]
    statements = [*COMMON_STATEMENTS, *(statement for item in BUSINESS_TYPES for statement in item.statements)]
    named = {key for item in statements for key in item.sources} | {
        key for item in MRA_PARTNERS for key in item.sources
    }
    assert len(known) == len(set(known))
    assert named <= set(known)


def test_every_kind_of_evidence_fits_the_category_of_its_criteria() -> None:
    categories = {item.id: item.categories for item in EVIDENCE_KINDS}
    misfits = [(item.id, kind) for item in CRITERIA for kind in item.evidence if item.category not in categories[kind]]
    assert misfits == []


def test_every_kind_of_evidence_is_of_use_to_a_criterion() -> None:
    used = {kind for item in CRITERIA for kind in item.evidence}
    assert {item.id for item in EVIDENCE_KINDS} == used


def test_business_types_exclude_each_other_from_both_sides_with_one_to_keep() -> None:
    pairs = {(item.id, other.id): other.keep for item in BUSINESS_TYPES for other in item.excludes}
    assert len(pairs) == 6
    assert all(pairs[(second, first)] == keep and keep in (first, second) for (first, second), keep in pairs.items())


def test_a_redirect_leads_to_another_business_type() -> None:
    redirects = {
        statement.id: (statement.redirect_to or "")
        for item in BUSINESS_TYPES
        for statement in item.statements
        if statement.effect == "redirect" or statement.redirect_to
    }
    assert redirects == {
        "highway-carrier-canada.no-mexico": "highway-carrier-mexico",
        "mexican-long-haul.no-crossing": "highway-carrier-mexico",
    }


def test_statements_for_some_applicants_only_say_for_whom() -> None:
    conditional = {
        statement.id for item in BUSINESS_TYPES for statement in item.statements if statement.when is not None
    }
    assert conditional == {
        "foreign-manufacturer.acta",
        "foreign-manufacturer.rfc",
        "consolidator.number",
        "highway-carrier-mexico.acta",
        "highway-carrier-mexico.rfc",
        "mexican-long-haul.acta",
    }


def test_only_an_importer_follows_the_importer_track() -> None:
    assert [item.id for item in BUSINESS_TYPES if item.status_track == "importer"] == ["us-importer"]


def test_every_business_type_has_an_example_and_a_needed_identifier() -> None:
    assert [item.id for item in BUSINESS_TYPES if not (item.i18n.examples and item.required_identifiers)] == []


def test_the_date_of_the_arrangement_with_jordan_is_marked_as_in_conflict() -> None:
    assert [item.id for item in MRA_PARTNERS if item.verification == "conflict"] == ["jo"]


def test_each_spelling_in_the_glossary_explains_one_term() -> None:
    spellings = Counter(spelling.casefold() for item in TERMS for spelling in item.i18n.match)
    assert [spelling for spelling, count in spellings.items() if count > 1] == []


@pytest.mark.parametrize("key", ["partner-agreement", "mra-consent", "officer-declaration"])
def test_an_agreement_in_project_wording_is_marked_as_unverified(key: str) -> None:
    [agreement] = [item for item in AGREEMENTS if item.id == key]
    assert agreement.unverified
    assert agreement.basis == "project wording; compare with CBP's current text before release"
    assert 3 <= len(agreement.i18n.summary) <= 5
