"""What is wrong or missing between answers: contacts, pairs of business types, identifiers, addresses."""

from dataclasses import replace

import pytest

from ctpat_app.domain.contacts import Contact, contact_faults, has_alternate, primary_contact_fault
from ctpat_app.guidance.answers import AccountFacts, MemberFact
from ctpat_app.guidance.flow import Situation
from ctpat_app.guidance.problems import Problem
from ctpat_app.guidance.texts import Ref
from tests.applicants import (
    ANA,
    BEN,
    CHLOE,
    FACTS,
    LIBRARY,
    OFFICE,
    Answers,
    a_situation,
    an_identifier,
    complete_answers,
)

Found = tuple[str, str, str]
"""Code, key and row of a problem."""

MAKER = complete_answers("foreign-manufacturer")


def found(change: Answers, *, facts: AccountFacts = FACTS, base: Answers = MAKER) -> list[Found]:
    return [(item.code, item.key, item.row) for item in problems(change, facts=facts, base=base)]


def problems(change: Answers, *, facts: AccountFacts = FACTS, base: Answers = MAKER) -> tuple[Problem, ...]:
    return a_situation(base | change, facts=facts).problems


def roles(ana: str, ben: str, chloe: str) -> Answers:
    return {("contact_role", ANA.id): ana, ("contact_role", BEN.id): ben, ("contact_role", CHLOE.id): chloe}


# ---------------------------------------------------------------- contacts


@pytest.mark.parametrize(
    ("named", "expected"),
    [
        (("officer", "employee", "consultant"), []),
        (("officer", "none", "none"), []),
        (("employee", "employee", "consultant"), [("contacts.no-officer", "contact_role", "")]),
        (
            ("none", "none", "consultant"),
            [("contacts.no-officer", "contact_role", ""), ("contacts.primary-not-employee", "primary_contact", "")],
        ),
        (
            ("officer", "employee", "officer"),
            [("contacts.consultant-cannot", "contact_role", "3"), ("contacts.second-officer", "contact_role", "3")],
        ),
        (("officer", "employee", "employee"), [("contacts.consultant-cannot", "contact_role", "3")]),
        (
            ("officer", "officer", "consultant"),
            [("contacts.second-officer", "contact_role", "2")],
        ),
        (("employee", "officer", "consultant"), [("contacts.officer-not-declared", "contact_role", "2")]),
        (("employee", "", "consultant"), [("missing.contact-role", "contact_role", "2")]),
        (
            ("consultant", "officer", "consultant"),
            [
                ("contacts.officer-not-declared", "contact_role", "2"),
                ("contacts.primary-not-employee", "primary_contact", ""),
            ],
        ),
    ],
)
def test_exactly_one_declared_officer_and_no_consultant_in_their_place(
    named: tuple[str, str, str], expected: list[Found]
) -> None:
    assert found(roles(*named)) == expected


def test_only_the_officer_can_mend_a_missing_declaration() -> None:
    waiting = problems(roles("employee", "officer", "consultant"))
    assert [(item.who, item.params) for item in waiting] == [("officer", (("name", "Ben"),))]


@pytest.mark.parametrize(
    ("primary", "expected"),
    [
        (ANA.id, []),
        (BEN.id, []),
        (CHLOE.id, ["contacts.primary-not-employee"]),
        ("999", ["choice.gone.account-members"]),
        ("工場", ["choice.gone.account-members"]),
        ("", ["missing.primary-contact"]),
    ],
)
def test_the_primary_contact_is_the_officer_or_an_employee(primary: str, expected: list[str]) -> None:
    assert [code for code, *_ in found({("primary_contact", ""): primary})] == expected


def test_a_primary_contact_who_left_is_told_once() -> None:
    left = found({("primary_contact", ""): BEN.id}, facts=replace(FACTS, members=(ANA, CHLOE)))
    assert left == [("choice.gone.account-members", "primary_contact", "")]


def test_a_new_member_needs_a_role() -> None:
    newcomer = MemberFact("4", "Zoë", "employee")
    told = found({}, facts=replace(FACTS, members=(*FACTS.members, newcomer)))
    assert told == [("missing.contact-role", "contact_role", "4")]


EXPORTER = complete_answers("us-exporter")


@pytest.mark.parametrize(
    ("named", "expected"),
    [
        (("officer", "employee", "consultant"), []),
        (("officer", "none", "consultant"), [("contacts.exporter-alternate", "contact_role", "1")]),
        (("officer", "none", "none"), [("contacts.exporter-alternate", "contact_role", "1")]),
    ],
)
def test_an_exporter_names_somebody_who_stands_in(named: tuple[str, str, str], expected: list[Found]) -> None:
    assert found(roles(*named), base=EXPORTER) == expected
    assert found(roles(*named)) == []


CONTACTS = [
    Contact("1", "Ana", "officer", "officer", declared=True),
    Contact("2", "Ben", "employee", "employee", declared=False),
    Contact("3", "Chloe", "consultant", "consultant", declared=False),
]


def test_the_rules_of_contacts_stand_by_themselves() -> None:
    assert contact_faults(CONTACTS) == []
    assert contact_faults([]) == []
    assert primary_contact_fault(CONTACTS, "2") is None
    assert primary_contact_fault(CONTACTS, "") is None
    fault = primary_contact_fault(CONTACTS, "3")
    assert fault is not None
    assert fault.name == "Chloe"


@pytest.mark.parametrize(
    ("contacts", "primary", "expected"),
    [
        (CONTACTS, "1", True),
        (CONTACTS, "2", True),
        (CONTACTS[:1], "1", False),
        ([CONTACTS[0], CONTACTS[2]], "1", False),
        ([], "1", False),
    ],
)
def test_an_officer_or_employee_besides_the_primary_contact_can_stand_in(
    contacts: list[Contact], primary: str, expected: bool
) -> None:
    assert has_alternate(contacts, primary) is expected


# ---------------------------------------------------------------- pairs of business types

PAIRS = [
    # both chosen, the one to keep
    ("highway-carrier-canada", "highway-carrier-mexico", "highway-carrier-mexico"),
    ("highway-carrier-canada", "mexican-long-haul", "highway-carrier-canada"),
    ("highway-carrier-mexico", "mexican-long-haul", "highway-carrier-mexico"),
]


def exclusions(now: Situation) -> list[dict[str, Ref]]:
    told = [dict(item.params) for item in now.problems if item.code == "business-types.exclude"]
    return [{name: ref for name, ref in params.items() if isinstance(ref, Ref)} for params in told]


@pytest.mark.parametrize(("one", "other", "keep"), PAIRS)
@pytest.mark.parametrize("turned", [False, True])
def test_types_that_exclude_each_other_are_told_once_with_the_one_to_keep(
    one: str, other: str, keep: str, turned: bool
) -> None:
    types = f"{other},{one}" if turned else f"{one},{other}"
    (told,) = exclusions(a_situation({("business_types", ""): types}))
    drop = other if keep == one else one
    names = {key: kind.i18n.name for key, kind in LIBRARY.business_types.items()}
    assert (told["keep"].english, told["drop"].english) == (names[keep], names[drop])
    assert told["why"].context == f"business_types/{drop}/{keep}.why"


def test_three_carriers_are_told_about_each_pair() -> None:
    types = "highway-carrier-canada,highway-carrier-mexico,mexican-long-haul"
    assert len(exclusions(a_situation({("business_types", ""): types}))) == 3


def test_the_pairs_of_the_content_are_listed_under_both_types() -> None:
    listed = {(kind.id, other.id, other.keep) for kind in LIBRARY.business_types.values() for other in kind.excludes}
    assert listed == {(other, kind, keep) for kind, other, keep in listed}
    assert {(one, other, keep) for one, other, keep in PAIRS} <= listed
    assert len(listed) == 2 * len(PAIRS)


def test_other_pairs_stand_together() -> None:
    every = [key for key in LIBRARY.business_types if key not in {"highway-carrier-mexico", "mexican-long-haul"}]
    assert exclusions(a_situation({("business_types", ""): ",".join(every)})) == []


# ---------------------------------------------------------------- identifiers


def test_the_same_number_twice_is_a_duplicate_of_the_later_row() -> None:
    again = an_identifier("again", "mid", MAKER["identifier_value", "r0"])
    assert found(again) == [("identifiers.duplicate", "identifier_value", "again")]


@pytest.mark.parametrize(
    ("kind", "value"), [("duns", "123456789"), ("mid", "MXOTHPLA34SAL"), ("mid", ""), ("", "MXACMCAR12TIJ")]
)
def test_another_kind_another_number_or_an_empty_one_is_no_duplicate(kind: str, value: str) -> None:
    codes = [code for code, *_ in found(an_identifier("again", kind, value))]
    assert "identifiers.duplicate" not in codes


def test_a_number_that_no_chosen_type_uses_may_stay() -> None:
    told = problems(an_identifier("more", "scac", "ABCD"))
    assert [(item.code, item.level, item.key, item.row) for item in told] == [
        ("identifiers.not-for-your-types", "warning", "identifier_kind", "more")
    ]


def test_a_kind_that_the_library_lost_is_chosen_again() -> None:
    told = found(an_identifier("more", "telex", "12345"))
    assert ("choice.gone.identifiers", "identifier_kind", "more") in told


def test_a_row_without_kind_and_number_says_what_is_missing() -> None:
    assert found(an_identifier("more", "", "")) == [
        ("missing.choice", "identifier_kind", "more"),
        ("missing.identifier", "identifier_value", "more"),
    ]


def test_a_need_is_told_with_its_type_and_the_names_to_choose_from() -> None:
    told = problems({("identifiers", "r1"): ""})
    assert [(item.code, item.key, item.missing) for item in told] == [("identifiers.needed", "identifiers", True)]
    params = dict(told[0].params)
    rfcs = tuple(
        Ref(LIBRARY.identifiers[key].i18n.name, f"identifiers/{key}.name") for key in ("rfc-company", "rfc-person")
    )
    assert params["identifiers"] == rfcs
    assert params["type"] == Ref("Foreign manufacturer", "business_types/foreign-manufacturer.name")


def test_an_empty_list_asks_for_a_row() -> None:
    told = found({("identifiers", "r0"): "", ("identifiers", "r1"): ""})
    assert [code for code, *_ in told] == ["list.too-few", "identifiers.needed", "identifiers.needed"]


def test_a_wrong_number_is_told_beside_its_field_with_the_way_out() -> None:
    told = problems(an_identifier("r9", "ior-ein", "12-3456789"), base=complete_answers("us-importer"))
    errors = [(item.code, item.key, item.row, item.offers) for item in told if item.level == "error"]
    assert errors == [("identifier.suffix-missing", "identifier_value", "r9", ("12-345678900",))]


# ---------------------------------------------------------------- addresses and other choices


@pytest.mark.parametrize("key", ["primary_address", "mailing_address", "secondary_addresses"])
def test_an_address_that_is_gone_is_told_and_not_dropped(key: str) -> None:
    facts = replace(FACTS, addresses=(OFFICE,))
    assert found({(key, ""): "12"}, facts=facts) == [("choice.gone.account-addresses", key, "")]


def test_one_gone_address_among_several_is_told_once() -> None:
    assert found({("secondary_addresses", ""): "11,12,98,99"}) == [
        ("choice.gone.account-addresses", "secondary_addresses", "")
    ]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({("legal_form", ""): "cooperative"}, ("choice.gone.option", "legal_form", "")),
        ({("countries", ""): "MX,XX"}, ("country.unknown", "countries", "")),
        (
            {("business_types", ""): "foreign-manufacturer,space-carrier"},
            ("choice.gone.business-types", "business_types", ""),
        ),
    ],
)
def test_a_stored_value_that_is_not_offered_any_more_is_told(change: Answers, expected: Found) -> None:
    assert found(change) == [expected]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({("criterion.1.1", ""): ""}, ("response.missing", "criterion.1.1", "")),
        ({("countries", ""): ""}, ("missing.countries", "countries", "")),
        ({("legal_form", ""): ""}, ("missing.choice", "legal_form", "")),
        ({("international", ""): ""}, ("missing.yes-no", "international", "")),
        ({("eligibility.common.officer", ""): ""}, ("missing.yes-no", "eligibility.common.officer", "")),
    ],
)
def test_what_is_missing_is_told_as_missing_and_not_as_wrong(change: Answers, expected: Found) -> None:
    assert found(change) == [expected]
    assert all(item.missing for item in problems(change))


def test_an_incomplete_address_keeps_the_application_from_being_sent() -> None:
    unfinished = replace(FACTS, addresses=tuple(replace(address, complete=False) for address in FACTS.addresses))
    assert [(p.code, p.key) for p in problems({}, facts=unfinished)] == [
        ("address.incomplete", "primary_address"),
        ("address.incomplete", "mailing_address"),
    ]
