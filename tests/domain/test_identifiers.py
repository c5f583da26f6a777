"""Identifiers: every example of the content through the rule the pages use, faults, offers, warnings, floods."""

import re
import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctpat_app.domain.identifier_formats import fits, normalise
from ctpat_app.domain.identifiers import IdentifierCheckResult, check_identifier, is_future_year, mask, rfc_check_digit
from ctpat_app.guidance.identifiers import load_identifiers
from ctpat_app.guidance.schema import IdentifierKind, Repair, Warn
from ctpat_app.words.identifier_messages import IDENTIFIER_MESSAGES

KINDS = load_identifiers()
TODAY = date(2026, 7, 1)
VALID = [(kind.id, example.value, example.stored) for kind in KINDS.values() for example in kind.valid]
INVALID = [
    pytest.param(kind.id, example.value, id=f"{kind.id}: {example.why} ({number})")
    for kind in KINDS.values()
    for number, example in enumerate(kind.invalid)
]
any_kind = st.sampled_from(sorted(KINDS))
any_text = st.text(st.characters())
LIKELY = "0123456789OISZABCXYÑ&-–/.,;: \t\n\u200b\u200f\u00ad٣А１Ａé\ud800\x00#*_"
likely_text = st.text(st.sampled_from(LIKELY), max_size=40)


def checked(kind: str, typed: str, **more: tuple[str, ...]) -> IdentifierCheckResult:
    return check_identifier(KINDS[kind], typed, today=TODAY, **more)


def codes(result: IdentifierCheckResult) -> list[str]:
    return [problem.code for problem in result.problems]


# ---------------------------------------------------------------- the content's own examples


@pytest.mark.parametrize(("kind", "typed", "stored"), VALID)
def test_a_valid_example_is_stored_in_its_normal_form(kind: str, typed: str, stored: str) -> None:
    result = checked(kind, typed)
    assert (result.valid, result.stored) == (True, stored)
    assert all(problem.level != "error" for problem in result.problems)


@pytest.mark.parametrize(("kind", "typed"), INVALID)
def test_an_invalid_example_is_refused_with_a_reason(kind: str, typed: str) -> None:
    result = checked(kind, typed)
    assert (result.valid, result.stored) == (False, None)
    assert result.problems[0].level == "error"


@pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
def test_a_kind_describes_its_own_examples(kind: IdentifierKind) -> None:
    for example in kind.valid:
        count = sum(character.isalnum() or character == "&" for character in example.stored)
        assert kind.min_length <= count <= kind.max_length
        for character in example.stored:
            is_letter, is_digit = character.isascii() and character.isalpha(), character.isdigit()
            assert (is_letter and kind.letters) or (is_digit and kind.digits) or character in kind.marks


@pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
def test_every_code_of_a_kind_has_a_text_and_every_kind_it_offers_exists(kind: IdentifierKind) -> None:
    rules: list[Repair | Warn] = [*kind.repairs, *kind.warnings]
    assert {rule.code for rule in rules} <= set(IDENTIFIER_MESSAGES)
    assert {rule.kind for rule in kind.repairs if rule.kind} <= set(KINDS)
    assert all(re.compile(rule.match) for rule in rules)


def test_kinds_without_a_published_format_stay_marked() -> None:
    assert {kind.id for kind in KINDS.values() if not kind.format_known} == {"sct-permit", "pip-number"}


def test_only_importer_numbers_scac_and_mid_are_locked_after_submission() -> None:
    locked = {kind.id for kind in KINDS.values() if kind.locked_after_submission}
    assert locked == {"ior-ein", "ior-ssn", "ior-cbp-assigned", "mid", "scac", "scac-rail"}


# ---------------------------------------------------------------- normalisation


@pytest.mark.parametrize(
    ("kind", "typed", "stored"),
    [
        ("scac", "\u200fab\u200bcd\ufeff", "ABCD"),
        ("scac", "\u3000ＡＢ ＣＤ\r\n", "ABCD"),
        ("ein", "12\u22123456789", "12-3456789"),
        ("ein", "12\u20143456789", "12-3456789"),
        ("ein", "12\u00ad3456789", "12-3456789"),
        ("ein", "12\u00a03456789", "12-3456789"),
        ("duns", " " * 5_000 + "123456789" + "\t" * 5_000, "123456789"),
        ("usdot-number", "usdot no. 1234567", "1234567"),
        ("fmc-organisation-number", "FMC organization number: 123456", "123456"),
        ("mc-number", "ＭＣ＃１２３４５６", "MC-123456"),
    ],
)
def test_ways_of_writing_the_same_number_are_stored_alike(kind: str, typed: str, stored: str) -> None:
    assert checked(kind, typed).stored == stored


def test_an_unknown_step_is_a_fault_of_the_content() -> None:
    with pytest.raises(ValueError, match="unknown normalisation step"):
        normalise(["nfkc", "shout"], "ABCD")


# ---------------------------------------------------------------- faults and offers


@pytest.mark.parametrize(
    ("kind", "typed", "code"),
    [
        ("scac", "", "identifier.empty"),
        ("scac", " \u200b\n", "identifier.empty"),
        ("usdot-number", "US DOT #", "identifier.number-missing"),
        ("scac", "ABCD\nEFGH", "identifier.several-values"),
        ("scac", "AB\nCD", "identifier.line-break"),
        ("scac", "AB\u2028CD", "identifier.line-break"),
        ("scac", "АBCD", "identifier.other-script"),
        ("scac", "ÅBCD", "identifier.accent"),
        ("scac", "ABCDEF", "identifier.too-long"),
        ("scac", "A", "identifier.too-short"),
        ("scac", "A" * 2_000, "identifier.far-too-long"),
        ("scac", "AB\x00D", "identifier.unreadable-character"),
        ("scac", "AB\ud800D", "identifier.unreadable-character"),
        ("duns", "٠١٢٣٤٥٦٧٨", "identifier.other-digits"),
        ("ior-ein", "12-3456789", "identifier.suffix-missing"),
        ("ior-ein", "078-05-1120", "identifier.looks-like-ssn"),
        ("ior-ein", "1A-345678900", "identifier.letter-not-allowed"),
        ("ior-ssn", "666-12-3456", "identifier.ssn-first-group"),
        ("ior-cbp-assigned", "150000-01234", "identifier.port-zero"),
        ("aeo-certificate-eu", "DE-AEOF-100001", "identifier.hyphen-place"),
        ("rfc-person", "XAXX010101000", "identifier.rfc-names-nobody"),
        ("rfc-company", "ABC010230AB1", "identifier.not-a-date"),
        ("eori-eu", "US123456789", "identifier.not-a-member-state"),
        ("pip-number", "PIP/12345", "identifier.mark-not-allowed"),
    ],
)
def test_the_first_problem_says_what_is_wrong(kind: str, typed: str, code: str) -> None:
    assert codes(checked(kind, typed))[0] == code


@pytest.mark.parametrize(
    ("kind", "typed", "offers"),
    [
        ("ior-ein", "12-3456789", ("12-345678900",)),
        ("ior-ein", "123456789", ("12-345678900",)),
        ("ior-ein", "12-3456789OI", ("12-345678901",)),
        ("fmc-organisation-number", "1234", ("001234",)),
        ("broker-licence-number", "7", ("00007",)),
        ("iata-airline-prefix", "098-12345675", ("098",)),
        ("cbp-filer-code", "A1B-1234567-8", ("A1B",)),
        ("usdot-number", "1,234,567", ("1234567",)),
        ("mc-number", "123456", ("MC-123456", "MX-123456", "FF-123456")),
        ("mid", "UKCON2004550LEE", ("GBCON2004550LEE",)),
        ("mid", "IT-BOCSPA-61-VER", ("ITBOCSPA61VER",)),
        ("eori-eu", "EL987654321", ("GR987654321",)),
        ("eori-gb", "UK123456789000", ("GB123456789000",)),
        ("scac", "AB1D", ("ABID",)),
        ("scac", "ABCDE", ()),
        ("iata-airline-prefix", "00", ()),
    ],
)
def test_a_repair_is_offered_and_not_done(kind: str, typed: str, offers: tuple[str, ...]) -> None:
    result = checked(kind, typed)
    assert not result.valid
    assert result.problems[0].offers == offers


def test_for_ca_all_thirteen_province_codes_are_offered() -> None:
    (problem,) = checked("mid", "CAMAPCRA2210BUR").problems
    assert len(problem.offers) == 13
    assert "XOMAPCRA2210BUR" in problem.offers


@pytest.mark.parametrize(
    ("kind", "typed", "other"),
    [
        ("ein", "12-345678900", "ior-ein"),
        ("scac", "ABC", "scac-rail"),
        ("iata-organisation-number", "1234567", "iata-cargo-agent-code"),
        ("iata-cargo-agent-code", "123456", "iata-organisation-number"),
        ("rfc-company", "ABCD010203AB1", "rfc-person"),
        ("eori-eu", "XI123456789000", "eori-gb"),
        ("usdot-number", "MC-123456", "mc-number"),
        ("broker-licence-number", "A1B", "cbp-filer-code"),
    ],
)
def test_a_value_of_another_kind_is_offered_to_move_there(kind: str, typed: str, other: str) -> None:
    (problem,) = checked(kind, typed).problems
    assert problem.kind == other
    assert checked(other, problem.offers[0]).valid


@pytest.mark.parametrize(
    ("kind", "typed", "position", "found", "expected"),
    [
        ("ior-ein", "12-3456789O0", 11, "O", "0"),
        ("ior-ein", "12 3456789 Z2", 12, "Z", "2"),
        ("fmc-organisation-number", "FMC Org No. 01234O", 18, "O", "0"),
        ("rfc-company", "ABCO10203AB1", 4, "O", "0"),
        ("mid", "1TBOCSPA61VER", 1, "1", "I"),
        ("scac", "ab c0", 5, "0", "O"),
    ],
)
def test_a_look_alike_is_named_at_its_place_as_typed(
    kind: str, typed: str, position: int, found: str, expected: str
) -> None:
    params = checked(kind, typed).problems[0].params
    assert params == {"position": position, "found": found, "expected": expected}


def test_two_look_alikes_of_one_repair_are_both_errors() -> None:
    problems = checked("fmc-organisation-number", "O1234O").problems
    assert [(problem.level, problem.params["position"]) for problem in problems] == [("error", 1), ("error", 6)]


def test_a_letter_of_another_script_is_named_and_nothing_is_offered() -> None:
    (problem,) = checked("scac", "АBCD").problems
    assert problem.params["name"] == "CYRILLIC CAPITAL LETTER A"
    assert problem.offers == ()


# ---------------------------------------------------------------- warnings


@pytest.mark.parametrize(
    ("kind", "typed", "code"),
    [
        ("ior-ein", "07-123456700", "identifier.ein-prefix"),
        ("ein", "00-1234567", "identifier.ein-prefix"),
        ("ior-cbp-assigned", "272704-01234", "identifier.year-in-future"),
        ("ior-cbp-assigned", "159904-01234", "identifier.port-unknown"),
        ("scac", "ABCU", "identifier.scac-equipment-letter"),
        ("scac-rail", "AB", "identifier.rail-mark-short"),
        ("scac-rail", "ABCX", "identifier.rail-mark-private"),
        ("firms-code", "1234", "identifier.firms-begins-with-digit"),
        ("usdot-number", "12345", "identifier.usdot-short"),
        ("rfc-company", "ABC010203AB1", "identifier.rfc-check-digit"),
        ("rfc-person", "XQZW800101AB3", "identifier.rfc-check-digit"),
        ("eori-eu", "DE123456789", "identifier.eori-general-form"),
        ("aeo-certificate-eu", "ITAEOC12/345", "identifier.aeo-type-c"),
    ],
)
def test_a_warning_keeps_the_value_valid(kind: str, typed: str, code: str) -> None:
    result = checked(kind, typed)
    assert result.valid
    assert [(problem.code, problem.level) for problem in result.problems] == [(code, "warning")]


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        ("ior-ein", "45-678901200"),
        ("ior-cbp-assigned", "262704-01234"),
        ("ior-cbp-assigned", "992704-01234"),
        ("scac", "ABCD"),
        ("usdot-number", "123456"),
        ("firms-code", "A123"),
        ("ior-ssn", "078-05-1120"),
    ],
)
def test_an_ordinary_value_is_taken_without_a_word(kind: str, typed: str) -> None:
    assert checked(kind, typed).problems == ()


def test_a_last_letter_of_equipment_is_named_to_highway_carriers_alone() -> None:
    assert codes(checked("scac", "ABCU", business_types=("highway-carrier-mexico", "us-importer")))
    assert codes(checked("scac", "ABCU", business_types=("sea-carrier",))) == []


def test_type_c_alone_is_refused_for_mutual_recognition() -> None:
    result = checked("aeo-certificate-eu", "ITAEOC12/345", purposes=("mutual-recognition",))
    assert (result.valid, codes(result)) == (False, ["identifier.aeo-type-c"])
    assert checked("aeo-certificate-eu", "ITAEOF12/345", purposes=("mutual-recognition",)).valid


def test_eleven_bare_digits_are_taken_in_the_form_that_was_chosen() -> None:
    as_ein, as_assigned = checked("ior-ein", "15270401234"), checked("ior-cbp-assigned", "15270401234")
    assert (as_ein.stored, as_assigned.stored) == ("15-270401234", "152704-01234")
    assert [problem.level for problem in as_ein.problems] == ["hint"]


@pytest.mark.parametrize(
    ("body", "digit"), [("ABC010203AB", "9"), ("ÑAM200229K7", "2"), ("T&T850615M2", "2"), ("XQZW800101AB", "2")]
)
def test_the_rfc_check_digit_follows_the_tax_office(body: str, digit: str) -> None:
    assert rfc_check_digit(body) == digit


@pytest.mark.parametrize(("year", "future"), [("26", False), ("27", True), ("79", True), ("80", False), ("00", False)])
def test_a_two_digit_year_after_this_one_lies_in_the_future(year: str, future: bool) -> None:
    assert is_future_year(year, TODAY) is future


# ---------------------------------------------------------------- what must stay hidden


@pytest.mark.parametrize(
    ("kind", "stored", "shown"),
    [
        ("ior-ssn", "078-05-1120", "***-**-1120"),
        ("rfc-person", "XQZW800101AB2", "XQZW******AB2"),
        ("scac", "ABCD", "ABCD"),
        ("ior-ssn", "1120", "****"),
    ],
)
def test_a_mask_shows_no_more_than_it_says(kind: str, stored: str, shown: str) -> None:
    assert mask(KINDS[kind], stored) == shown


@pytest.mark.parametrize("kind", [kind for kind in KINDS.values() if kind.sensitive], ids=lambda kind: kind.id)
def test_messages_about_a_personal_number_never_hold_it(kind: IdentifierKind) -> None:
    typed = [*(example.value for example in kind.valid), *(example.value for example in kind.invalid), "0780511 2O"]
    for value in filter(None, typed):
        for problem in check_identifier(kind, value, today=TODAY).problems:
            told = IDENTIFIER_MESSAGES[problem.code].format_map(problem.params)
            assert problem.offers == ()
            assert value not in told
            assert not re.search(r"[0-9A-Z]{6}", repr(dict(problem.params)).replace(kind.pattern, ""))


# ---------------------------------------------------------------- any text at all


@given(any_kind, st.one_of(any_text, likely_text))
def test_any_text_gets_an_answer_with_a_text_for_every_code(kind: str, typed: str) -> None:
    result = checked(kind, typed)
    assert result.valid == (result.stored is not None)
    assert result.valid or result.problems[0].level == "error"
    for problem in result.problems:
        assert IDENTIFIER_MESSAGES[problem.code].format_map(problem.params)


@given(any_kind, likely_text)
def test_an_offer_is_never_refused(kind: str, typed: str) -> None:
    for problem in checked(kind, typed).problems:
        if not problem.kind:
            assert all(checked(kind, offer).stored == offer for offer in problem.offers)


@given(any_kind.flatmap(lambda kind: st.tuples(st.just(kind), st.from_regex(KINDS[kind].regex, fullmatch=True))))
def test_a_stored_value_stores_itself(pair: tuple[str, str]) -> None:
    kind, value = pair
    stored = checked(kind, value).stored
    if stored is not None:
        assert fits(KINDS[kind], stored)
        assert checked(kind, stored).stored == stored


FLOODS = {
    "digits": "1" * 2_000_000,
    "spaces": "A" + " " * 2_000_000 + "*",
    "lines": "1\n" * 900,
    "hyphens": "1-" * 499,
    "letters": "O" * 999,
    "accents": "\u0301\u0316" * 499,
    "accented letters": "A\u0301\u0316" * 700_000,
    "separators": ",/;" * 300,
    "prefixes": "FMCORGANISATION" * 60,
    "look-alikes": "0I" * 8 + "*",
}


@pytest.mark.parametrize("kind", list(KINDS))
@pytest.mark.parametrize("flood", FLOODS.values(), ids=list(FLOODS))
def test_a_flood_is_answered_at_once(kind: str, flood: str) -> None:
    begun = time.process_time()
    assert not checked(kind, flood).valid
    assert time.process_time() - begun < 10
