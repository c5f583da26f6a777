"""Can we join? For every business type: what is asked, what fits, what stands against it, what is to be gathered."""

from collections.abc import Mapping

import pytest

from ctpat_app.guidance.eligibility import TYPES_KEY
from ctpat_app.guidance.joining import NO, UNSURE, WHERE, YES, Gathering, Given, Joining, read_given
from ctpat_app.guidance.questions import ELIGIBILITY
from tests.applicants import LIBRARY

CHOSEN: Mapping[str, tuple[str, ...]] = {"consolidator_mode": ("sea",), "legal_form": ("company",)}
# Type, where it is, how many questions, the identifiers of which one each is needed, statements, those that are a must.
CASES = (
    ("us-importer", "US", 12, "ior-ein|ior-ssn|ior-cbp-assigned continuous-bond-number", 94, 60),
    ("us-exporter", "US", 13, "ein|duns", 95, 59),
    ("foreign-manufacturer", "CA", 11, "mid", 96, 60),
    ("foreign-manufacturer", "MX", 14, "mid rfc-company|rfc-person", 96, 60),
    ("customs-broker", "US", 10, "broker-licence-number|cbp-filer-code", 71, 48),
    ("consolidator", "other", 12, "fmc-organisation-number carrier-bond-number", 97, 61),
    ("highway-carrier-canada", "CA", 11, "scac usdot-number", 105, 72),
    ("highway-carrier-mexico", "US", 10, "scac usdot-number", 105, 72),
    ("highway-carrier-mexico", "MX", 13, "scac usdot-number rfc-company|rfc-person", 105, 72),
    ("mexican-long-haul", "MX", 13, "sct-permit rfc-company|rfc-person", 104, 70),
    ("rail-carrier", "CA", 11, "scac-rail carrier-bond-number", 95, 65),
    ("sea-carrier", "other", 11, "scac carrier-bond-number", 100, 71),
    ("air-carrier", "other", 10, "iata-airline-designator carrier-bond-number", 97, 69),
    (
        "third-party-logistics",
        "US",
        12,
        "fmc-organisation-number|mc-number|usdot-number|continuous-bond-number|carrier-bond-number",
        97,
        61,
    ),
    ("marine-terminal", "US", 11, "fmc-mto-number", 84, 57),
)


def answered(*types: str, where: str = "US", **said: str) -> Joining:
    """Return the answers of a company that says yes to all but ``said``, by statement with ``_`` for ``-``."""
    differs = {ELIGIBILITY + key.replace("__", ".").replace("_", "-"): (text,) for key, text in said.items()}
    given: Given = {WHERE: (where,), TYPES_KEY: types}
    while key := (joining := Joining(LIBRARY, given)).open:
        given = {**given, key: CHOSEN.get(key) or differs.get(key, (YES,))}
    return joining


@pytest.mark.parametrize(("kind", "where", "questions", "identifiers", "statements", "musts"), CASES)
def test_who_meets_every_condition_fits_and_learns_what_to_gather(
    kind: str, where: str, questions: int, identifiers: str, statements: int, musts: int
) -> None:
    joining = answered(kind, where=where)
    (result,) = joining.results
    assert (result.state, len(joining.keys), joining.remaining) == ("fits", questions, (kind,))
    found = joining.gathering()
    assert " ".join("|".join(group) for group in found.identifiers) == identifiers
    assert (found.statements, found.musts) == (statements, musts)
    assert sum(each.musts for each in found.documents) == musts


def test_the_table_has_every_business_type() -> None:
    assert {case[0] for case in CASES} == set(LIBRARY.business_types)


@pytest.mark.parametrize("kind", LIBRARY.business_types)
def test_each_condition_that_is_not_met_stands_against_the_type_and_one_that_is_unknown_leaves_it_open(
    kind: str,
) -> None:
    joining = answered(kind, where="MX")
    for key in (key for key in joining.keys if key.startswith(ELIGIBILITY)):
        statement = LIBRARY.statements[key.removeprefix(ELIGIBILITY)]
        (no,) = Joining(LIBRARY, {**joining.given, key: (NO,)}).results
        (unsure,) = Joining(LIBRARY, {**joining.given, key: (UNSURE,)}).results
        assert (unsure.state, unsure.unsure) == ("open", (statement.id,))
        if statement.effect == "review":
            assert (no.state, no.to_review) == ("fits", (statement.id,))
        else:
            assert (no.state, no.against, no.instead) == ("against", (statement.id,), statement.redirect_to or "")


def test_the_first_questions_are_where_and_what_and_only_then_it_is_known_what_follows() -> None:
    nothing = Joining(LIBRARY, {})
    assert (nothing.keys, nothing.open) == ((WHERE, TYPES_KEY), WHERE)
    assert Joining(LIBRARY, {WHERE: ("US",)}).open == TYPES_KEY


def test_a_statement_that_types_share_word_by_word_is_asked_once_and_counts_for_each() -> None:
    office = ELIGIBILITY + "us-exporter.office"
    joining = answered("us-exporter", "customs-broker", us_exporter__office=NO)
    assert ELIGIBILITY + "customs-broker.office" not in joining.keys
    assert joining.keys.count(office) == 1
    assert [each.against for each in joining.results] == [("us-exporter.office",), ("customs-broker.office",)]


def test_of_two_types_that_exclude_each_other_the_one_to_apply_as_remains() -> None:
    joining = answered("highway-carrier-canada", "highway-carrier-mexico")
    canada, mexico = joining.results
    assert (canada.state, canada.instead, canada.excluded) == ("against", "highway-carrier-mexico", True)
    assert (mexico.state, joining.remaining) == ("fits", ("highway-carrier-mexico",))


def test_a_type_that_fails_by_itself_takes_no_other_with_it() -> None:
    joining = answered("highway-carrier-canada", "highway-carrier-mexico", highway_carrier_mexico__crossing=NO)
    assert joining.remaining == ("highway-carrier-canada",)


def test_the_need_of_a_number_follows_the_way_of_sending() -> None:
    given = answered("consolidator").given
    by_air = Joining(LIBRARY, {**given, "consolidator_mode": ("air",)}).gathering()
    assert ("iata-cargo-agent-code", "iata-organisation-number") in by_air.identifiers
    assert ("fmc-organisation-number",) not in by_air.identifiers


def test_two_types_share_what_both_need() -> None:
    found = answered("sea-carrier", "air-carrier").gathering()
    assert found.identifiers.count(("carrier-bond-number",)) == 1
    assert max(100, 97) <= found.statements < 100 + 97


def test_the_time_is_counted_from_the_statements_and_never_rounded_down() -> None:
    assert Gathering((), (), statements=94, musts=60).hours == (8, 32)
    assert Gathering((), (), statements=1, musts=1).hours == (1, 1)


def test_only_answers_that_are_offered_are_read_and_the_last_of_several_counts() -> None:
    pairs = [
        (WHERE, "MX"),
        (WHERE, "Atlantis"),
        (TYPES_KEY, "us-importer"),
        (TYPES_KEY, "pirate"),
        (TYPES_KEY, "us-exporter"),
        (TYPES_KEY, "us-importer"),
        ("legal_form", "person"),
        ("legal_form", "company"),
        (ELIGIBILITY + "common.officer", "perhaps"),
        (ELIGIBILITY + "common.agreement", YES),
        ("identifier_value", "12-345678900"),
        ("criterion.1.1", "text"),
    ]
    assert read_given(LIBRARY, pairs) == {
        WHERE: ("MX",),
        TYPES_KEY: ("us-importer", "us-exporter"),
        "legal_form": ("company",),
        ELIGIBILITY + "common.agreement": (YES,),
    }


def test_every_question_can_be_read_back() -> None:
    given = answered("consolidator", "mexican-long-haul", where="MX").given
    pairs = [(key, value) for key, values in given.items() for value in values]
    assert read_given(LIBRARY, pairs) == given
