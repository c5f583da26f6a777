"""The flow engine: the path, where each part stands, where to go next, and what each business type is asked."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from ctpat_app.guidance.answers import AccountFacts
from ctpat_app.guidance.eligibility import Outcome, to_review
from ctpat_app.guidance.flow import Situation, Status
from ctpat_app.guidance.questions import APPLICABILITY, CRITERION, ELIGIBILITY
from ctpat_app.guidance.schema import Step
from tests.applicants import (
    ANA,
    BEN,
    FACTS,
    LIBRARY,
    Answers,
    a_situation,
    an_identifier,
    changed_library,
    complete_answers,
    step_of,
    valid_value,
)

CANADA = replace(FACTS, country="CA")
PARTS = [
    "business-types",
    "eligibility",
    "identifiers",
    "countries",
    "addresses",
    "contacts",
    "international",
    "security-profile",
]


def chosen(*types: str) -> Answers:
    return {("business_types", ""): ",".join(types)}


def step(now: Situation, key: str) -> Step:
    found = now.step(key)
    assert found is not None
    return found


def statuses(now: Situation) -> dict[str, str]:
    return {item.id: now.status(item).value for item in now.path}


def keys(now: Situation, step_id: str) -> set[str]:
    return {item.question.key for item in now.asked(step(now, step_id))}


def codes(now: Situation) -> list[str]:
    return [problem.code for problem in now.problems]


def errors(now: Situation) -> list[str]:
    return [problem.code for problem in now.problems if problem.level == "error"]


# ---------------------------------------------------------------- path, statuses, next


def test_an_empty_draft_begins_at_the_first_step() -> None:
    now = a_situation()
    assert [item.id for item in now.path] == PARTS
    assert set(statuses(now).values()) == {"not-started"}
    assert now.next_open() is now.path[0]


def test_a_complete_application_has_no_problem_and_no_open_step() -> None:
    now = a_situation(complete_answers("foreign-manufacturer"))
    assert now.problems == ()
    assert set(statuses(now).values()) == {"complete"}
    assert now.next_open() is None


def test_back_and_next_walk_the_path_in_order() -> None:
    now = a_situation()
    assert [following.id for key in PARTS if (following := now.after(key))] == PARTS[1:]
    assert [before.id for key in PARTS if (before := now.before(key))] == PARTS[:-1]
    assert now.after(PARTS[-1]) is None
    assert now.before(PARTS[0]) is None


@pytest.mark.parametrize("forged", ["", "no-such-step", "business_types", "../check", "工場"])
def test_a_forged_step_shows_nothing(forged: str) -> None:
    assert a_situation().step(forged) is None


def test_a_step_whose_condition_fails_is_off_the_path() -> None:
    def for_sea_carriers(raw: dict[str, Any]) -> None:
        step_of(raw, "countries")["when"] = {"field": "business_types", "includes": "sea-carrier"}

    library = changed_library(for_sea_carriers)
    answers = chosen("rail-carrier") | {("countries", ""): "MX"}
    without, with_it = (
        a_situation(answers | chosen(kind), library=library) for kind in ("rail-carrier", "sea-carrier")
    )
    assert without.step("countries") is None
    assert without.after("identifiers") is without.step("addresses")
    assert with_it.after("identifiers") is with_it.step("countries")
    assert with_it.status(step(with_it, "countries")) is Status.COMPLETE


@pytest.mark.parametrize(
    ("key", "change", "expected"),
    [
        ("countries", {("countries", ""): ""}, Status.NOT_STARTED),
        ("addresses", {("mailing_address", ""): ""}, Status.IN_PROGRESS),
        ("addresses", {("mailing_address", ""): "987"}, Status.ATTENTION),
        ("identifiers", {("identifier_value", "r0"): "12"}, Status.ATTENTION),
        ("identifiers", {("identifier_value", "r0"): ""}, Status.IN_PROGRESS),
        ("identifiers", {("identifiers", "r0"): "", ("identifiers", "r1"): ""}, Status.NOT_STARTED),
        ("eligibility", {("eligibility.common.officer", ""): ""}, Status.IN_PROGRESS),
        ("contacts", {("primary_contact", ""): "3"}, Status.ATTENTION),
        ("international", {("international", ""): "yes"}, Status.WAITING),
        ("international", {("international", ""): ""}, Status.NOT_STARTED),
        ("security-profile", {("criterion.1.1", ""): ""}, Status.IN_PROGRESS),
    ],
)
def test_a_part_tells_where_it_stands(key: str, change: Answers, expected: Status) -> None:
    now = a_situation(complete_answers("foreign-manufacturer") | change)
    assert now.status(step(now, key)) is expected
    assert {item: status for item, status in statuses(now).items() if item != key} == {
        item: "complete" for item in PARTS if item != key
    }
    following = now.next_open()
    assert following is not None
    assert following.id == key


def test_recognition_abroad_asks_for_consent_first_and_then_for_the_countries() -> None:
    answers = complete_answers("foreign-manufacturer") | {("international", ""): "yes"}
    waiting = a_situation(answers)
    assert keys(waiting, "international") == {"international", "mra_consent"}
    assert [(problem.code, problem.who) for problem in waiting.problems] == [("consent.waiting", "officer")]
    consented = a_situation(answers, facts=replace(FACTS, mra_consent=True))
    assert keys(consented, "international") == {"international", "mra_consent", "mra_partners"}
    assert codes(consented) == ["missing.checkboxes"]


# ---------------------------------------------------------------- what is off the path


def test_answers_off_the_path_stay_in_the_book_and_are_left_out_of_the_checks() -> None:
    answers = complete_answers("consolidator") | {("consolidator_mode", ""): "sea"}
    now = a_situation(answers | chosen("rail-carrier"))
    assert now.book.text("consolidator_mode") == "sea"
    assert "consolidator_mode" not in keys(now, "eligibility")
    assert "consolidator_mode" not in now.values
    assert not {"eligibility.consolidator.active"} & keys(now, "eligibility")
    back = a_situation(answers)
    assert back.problems == ()


def test_an_answer_off_the_path_decides_nothing_further_down() -> None:
    def chained(raw: dict[str, Any]) -> None:
        fields = step_of(raw, "international")["fields"]
        fields[2]["when"] = {"field": "international_again", "is": "yes"}
        fields.insert(
            1,
            {
                "id": "international_again",
                "kind": "yes-no",
                "when": {"field": "international", "is": "yes"},
                "i18n": {"label": "Are you sure?"},
            },
        )
        del fields[2]

    library = changed_library(chained)
    answers = {("international", ""): "yes", ("international_again", ""): "yes"}
    on = a_situation(answers, library=library)
    off = a_situation(answers | {("international", ""): "no"}, library=library)
    assert keys(on, "international") == {"international", "international_again", "mra_partners"}
    assert keys(off, "international") == {"international"}


def test_a_deleted_row_is_asked_nothing() -> None:
    answers = complete_answers("foreign-manufacturer")
    now = a_situation(answers | an_identifier("gone", "duns", "nonsense") | {("identifiers", "gone"): ""})
    assert "gone" not in now.rows(step(now, "identifiers"))
    assert now.problems == ()


def test_the_contact_list_follows_the_members_of_the_trade_account() -> None:
    answers = complete_answers("foreign-manufacturer")
    now = a_situation(answers, facts=replace(FACTS, members=(ANA, BEN)))
    assert now.rows(step(now, "contacts")) == (ANA.id, BEN.id)
    assert now.problems == ()


# ---------------------------------------------------------------- eligibility


def no_to(*statements: str) -> Answers:
    return {(ELIGIBILITY + key, ""): "no" for key in statements}


def test_a_no_drops_its_type_with_its_questions_and_the_rest_goes_on() -> None:
    both = complete_answers("foreign-manufacturer", "customs-broker")
    now = a_situation(both | no_to("customs-broker.office"))
    assert now.outcomes == (
        Outcome("foreign-manufacturer", "eligible"),
        Outcome("customs-broker", "dropped", "customs-broker.office"),
    )
    assert now.types == ("foreign-manufacturer",)
    assert {item.criterion.id for item in now.criteria} == criteria_of("foreign-manufacturer")
    assert codes(now) == ["eligibility.dropped", "identifiers.not-for-your-types"]
    assert {problem.level for problem in now.problems} == {"warning"}
    assert set(statuses(now).values()) == {"complete"}


def test_a_corrected_answer_brings_the_type_back_with_all_that_was_entered() -> None:
    both = complete_answers("foreign-manufacturer", "customs-broker")
    assert a_situation(both | no_to("customs-broker.office")).types == ("foreign-manufacturer",)
    assert a_situation(both).problems == ()


def test_a_redirect_names_the_type_that_fits_instead() -> None:
    answers = complete_answers("highway-carrier-canada", facts=CANADA)
    now = a_situation(answers | no_to("highway-carrier-canada.no-mexico"), facts=CANADA)
    dropped = Outcome("highway-carrier-canada", "dropped", "highway-carrier-canada.no-mexico", "highway-carrier-mexico")
    assert now.outcomes == (dropped,)
    assert codes(now)[:2] == ["eligibility.redirect", "eligibility.none-left"]


def test_without_a_type_left_the_application_cannot_go_on() -> None:
    now = a_situation(complete_answers("rail-carrier") | no_to("common.officer"))
    assert now.types == ()
    assert now.criteria == ()
    assert "eligibility.none-left" in codes(now)
    assert now.status(step(now, "eligibility")) is Status.ATTENTION


def test_a_common_no_drops_every_type() -> None:
    now = a_situation(complete_answers("rail-carrier", "sea-carrier") | no_to("common.agreement"))
    assert [(item.business_type, item.state) for item in now.outcomes] == [
        ("rail-carrier", "dropped"),
        ("sea-carrier", "dropped"),
    ]


def test_a_no_for_review_keeps_the_type_and_is_marked_for_the_specialist() -> None:
    now = a_situation(complete_answers("rail-carrier") | no_to("common.security-history"))
    assert now.types == ("rail-carrier",)
    assert errors(now) == []
    assert to_review(LIBRARY, now.book, now.values) == ("common.security-history",)


def test_an_open_statement_leaves_the_outcome_open() -> None:
    now = a_situation(chosen("rail-carrier"))
    assert now.outcomes == (Outcome("rail-carrier", "open"),)
    assert now.types == ("rail-carrier",)


def test_common_statements_are_asked_once_and_last() -> None:
    now = a_situation(chosen("rail-carrier", "sea-carrier"))
    common = LIBRARY.business_types["rail-carrier"].common
    assert now.statements[-len(common) :] == common
    assert len(set(now.statements)) == len(now.statements) == 4 + 4 + len(common)


@pytest.mark.parametrize(
    ("country", "types", "asks"),
    [
        ("MX", "foreign-manufacturer", {"foreign-manufacturer.acta", "foreign-manufacturer.rfc"}),
        ("CA", "foreign-manufacturer", set()),
        ("", "foreign-manufacturer", set()),
        ("MX", "highway-carrier-mexico", {"highway-carrier-mexico.acta", "highway-carrier-mexico.rfc"}),
        ("US", "highway-carrier-mexico", set()),
    ],
)
def test_statements_for_mexico_are_asked_in_mexico(country: str, types: str, asks: set[str]) -> None:
    now = a_situation(chosen(types), facts=replace(FACTS, country=country))
    assert {key for key in now.statements if key.endswith((".acta", ".rfc"))} == asks
    assert ("legal_form" in keys(now, "eligibility")) is (country == "MX")


def test_a_type_that_the_library_does_not_know_is_left_out() -> None:
    now = a_situation(chosen("rail-carrier", "space-carrier"))
    assert now.types == ("rail-carrier",)
    assert "choice.gone.business-types" in codes(now)


# ---------------------------------------------------------------- the 13 business types


def criteria_of(*types: str) -> set[str]:
    return {key for key, criterion in LIBRARY.criteria.items() if set(types) & set(criterion.level)}


COUNTS = {
    # business type: criteria, of these must
    "us-importer": (100, 66),
    "us-exporter": (95, 59),
    "foreign-manufacturer": (96, 60),
    "customs-broker": (71, 48),
    "consolidator": (97, 61),
    "highway-carrier-canada": (105, 72),
    "highway-carrier-mexico": (105, 72),
    "mexican-long-haul": (104, 70),
    "rail-carrier": (95, 65),
    "sea-carrier": (100, 71),
    "air-carrier": (97, 69),
    "third-party-logistics": (97, 61),
    "marine-terminal": (84, 57),
}
TRADE_COMPLIANCE = len([item for item in LIBRARY.criteria.values() if item.only_if == "trade-compliance-member"])


@pytest.mark.parametrize("business_type", COUNTS)
def test_a_type_is_asked_its_criteria(business_type: str) -> None:
    facts = replace(FACTS, trade_compliance=True)
    now = a_situation(chosen(business_type), facts=facts)
    assert (len(now.criteria), sum(item.level == "must" for item in now.criteria)) == COUNTS[business_type]
    assert len(keys(now, "security-profile")) == 2 * len(now.criteria)
    assert all(item.demanded_by == (business_type,) for item in now.criteria)


def test_criteria_of_trade_compliance_are_asked_of_its_members_only() -> None:
    member = a_situation(chosen("us-importer"), facts=replace(FACTS, trade_compliance=True))
    other = a_situation(chosen("us-importer"))
    assert TRADE_COMPLIANCE
    assert len(member.criteria) - len(other.criteria) == TRADE_COMPLIANCE


US = "US"
NEEDS: list[tuple[str, str, dict[str, str], list[str]]] = [
    # business type, country, answers, one group of identifiers for each need
    ("us-importer", US, {}, ["ior-ein ior-ssn ior-cbp-assigned", "continuous-bond-number"]),
    ("us-exporter", US, {}, ["ein duns"]),
    ("foreign-manufacturer", "MX", {}, ["mid", "rfc-company rfc-person"]),
    ("foreign-manufacturer", "CA", {}, ["mid"]),
    ("customs-broker", US, {}, ["broker-licence-number cbp-filer-code"]),
    ("consolidator", US, {}, ["carrier-bond-number"]),
    ("consolidator", US, {"consolidator_mode": "sea"}, ["fmc-organisation-number", "carrier-bond-number"]),
    (
        "consolidator",
        US,
        {"consolidator_mode": "air"},
        ["iata-cargo-agent-code iata-organisation-number", "carrier-bond-number"],
    ),
    (
        "consolidator",
        US,
        {"consolidator_mode": "sea,air"},
        ["fmc-organisation-number", "iata-cargo-agent-code iata-organisation-number", "carrier-bond-number"],
    ),
    ("highway-carrier-canada", "CA", {}, ["scac", "usdot-number"]),
    ("highway-carrier-mexico", "MX", {}, ["scac", "usdot-number", "rfc-company rfc-person"]),
    ("highway-carrier-mexico", US, {}, ["scac", "usdot-number"]),
    ("mexican-long-haul", "MX", {}, ["sct-permit", "rfc-company rfc-person"]),
    ("rail-carrier", US, {}, ["scac-rail", "carrier-bond-number"]),
    ("sea-carrier", US, {}, ["scac", "carrier-bond-number"]),
    ("air-carrier", US, {}, ["iata-airline-designator", "carrier-bond-number"]),
    (
        "third-party-logistics",
        US,
        {},
        ["fmc-organisation-number mc-number usdot-number continuous-bond-number carrier-bond-number"],
    ),
    ("marine-terminal", US, {}, ["fmc-mto-number"]),
]


def test_the_table_of_needs_names_every_type() -> None:
    assert {business_type for business_type, *_ in NEEDS} == set(LIBRARY.business_types) == set(COUNTS)


def open_needs(now: Situation) -> list[tuple[str, ...]]:
    found = []
    for problem in now.problems:
        if problem.code == "identifiers.needed":
            names = dict(problem.params)["identifiers"]
            assert isinstance(names, tuple)
            found.append(tuple(name.context.removeprefix("identifiers/").removesuffix(".name") for name in names))
    return found


@pytest.mark.parametrize(("business_type", "country", "given", "needs"), NEEDS)
def test_a_type_needs_its_identifiers(
    business_type: str, country: str, given: dict[str, str], needs: list[str]
) -> None:
    facts = replace(FACTS, country=country)
    answers = chosen(business_type) | {(key, ""): text for key, text in given.items()}
    assert open_needs(a_situation(answers, facts=facts)) == [tuple(need.split()) for need in needs]
    for place, need in enumerate(needs):
        answers |= an_identifier(f"r{place}", need.split()[-1], valid_value(need.split()[-1]))
    now = a_situation(answers, facts=facts)
    assert open_needs(now) == []
    assert now.status(step(now, "identifiers")) is Status.COMPLETE


@pytest.mark.parametrize("business_type", COUNTS)
def test_every_type_can_reach_the_end(business_type: str) -> None:
    facts = replace(FACTS, country="MX" if "mexic" in business_type else "US")
    now = a_situation(complete_answers(business_type, facts=facts), facts=facts)
    assert errors(now) == []
    assert now.next_open() is None


def test_an_identifier_without_its_number_meets_no_need() -> None:
    now = a_situation(chosen("marine-terminal") | an_identifier("r0", "fmc-mto-number", ""))
    assert open_needs(now) == [("fmc-mto-number",)]


# ---------------------------------------------------------------- several types


@pytest.mark.parametrize(
    ("first", "second", "mixed"),
    [
        ("us-exporter", "marine-terminal", "5.2"),
        ("highway-carrier-canada", "mexican-long-haul", "5.h7"),
        ("rail-carrier", "sea-carrier", "3.3"),
    ],
)
def test_two_types_share_each_criterion_once_at_the_strictest_level(first: str, second: str, mixed: str) -> None:
    now = a_situation(chosen(first, second))
    asked = {item.criterion.id: item for item in now.criteria}
    assert len(asked) == len(now.criteria) == len(criteria_of(first, second))
    strict = next(kind for kind in (first, second) if LIBRARY.criteria[mixed].level[kind] == "must")
    lenient = next(kind for kind in (first, second) if LIBRARY.criteria[mixed].level[kind] == "should")
    assert (asked[mixed].level, asked[mixed].demanded_by) == ("must", (strict,))
    alone = {item.criterion.id: item.level for item in a_situation(chosen(lenient)).criteria}
    assert alone[mixed] == "should"


def test_all_types_together_ask_every_criterion_in_the_order_of_the_library() -> None:
    now = a_situation(chosen(*COUNTS), facts=replace(FACTS, trade_compliance=True))
    assert [item.criterion.id for item in now.criteria] == list(LIBRARY.criteria)
    demanded = [set(item.demanded_by) for item in now.criteria]
    assert all(types and types <= set(COUNTS) for types in demanded)


def test_a_level_is_unverified_only_when_it_is_so_for_all_who_demand_it() -> None:
    alone = {item.criterion.id: item.unverified for item in a_situation(chosen("customs-broker")).criteria}
    both = {item.criterion.id: item for item in a_situation(chosen("customs-broker", "foreign-manufacturer")).criteria}
    verified_by_the_other = [
        key
        for key, unverified in alone.items()
        if unverified and "foreign-manufacturer" in both[key].demanded_by and not both[key].unverified
    ]
    assert verified_by_the_other


# ---------------------------------------------------------------- criteria


def answered(*criteria: str) -> Answers:
    return chosen("us-importer") | {(CRITERION + key, ""): "We do." for key in criteria}


@pytest.mark.parametrize(
    ("done", "after", "expected"),
    [
        ((), "1.1", "1.2"),
        (("1.2", "1.3"), "1.1", "1.4"),
        (("1.4",), "1.3", "2.1"),
        ((), "", "1.1"),
        ((), "no-such-criterion", "1.1"),
        (("1.1",), "12.10", "1.2"),
    ],
)
def test_the_next_open_criterion_runs_across_categories_and_around(
    done: tuple[str, ...], after: str, expected: str
) -> None:
    now = a_situation(answered(*done))
    order = [item.criterion.id for item in now.criteria]
    wanted = expected if after != "12.10" else next(key for key in order if key not in done)
    assert order[-1] == "12.10"
    assert now.next_criterion(after) == wanted


def test_the_last_open_criterion_has_no_next() -> None:
    order = [item.criterion.id for item in a_situation(chosen("us-importer")).criteria]
    assert a_situation(answered(*order)).next_criterion("1.1") == ""
    assert a_situation(answered(*order[1:])).next_criterion(order[0]) == ""


def test_not_applicable_without_a_reason_is_still_open() -> None:
    now = a_situation(chosen("us-importer") | {(APPLICABILITY + "1.1", ""): "not-applicable"})
    assert "1.1" in {item.criterion.id for item in now.open_criteria()}


# ---------------------------------------------------------------- nothing breaks it


FORGED: list[Callable[[], Answers]] = [
    lambda: chosen(""),
    lambda: chosen(",,,"),
    lambda: {("contacts", "x"): "present", ("contact_role", "999"): "officer"},
    lambda: {("identifiers", "x"): "present", ("identifier_kind", "x"): "nowhere", ("identifier_value", "x"): "1"},
    lambda: {("no-such-key", "no-such-row"): "x"},
    lambda: {("primary_contact", ""): "工場"},
]


@pytest.mark.parametrize("forged", FORGED)
def test_answers_from_nowhere_never_break_the_engine(forged: Callable[[], Answers]) -> None:
    now = a_situation(forged())
    assert now.problems
    assert set(statuses(now)) == set(PARTS)


def test_an_account_without_facts_never_breaks_the_engine() -> None:
    now = a_situation({("countries", ""): "MX"}, facts=AccountFacts())
    assert now.rows(step(now, "contacts")) == ()
    assert codes(now) == [
        "missing.checkboxes",
        "list.too-few",
        "missing.choice",
        "missing.choice",
        "missing.primary-contact",
        "missing.yes-no",
    ]
