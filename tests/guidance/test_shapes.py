"""From what was typed to what is stored: limits, floods, forbidden characters, forged options."""

import contextlib
import time
from datetime import date

import pytest

from ctpat_app.domain.countries import COUNTRY_CODES
from ctpat_app.domain.errors import InvalidValue
from ctpat_app.guidance.flow import Situation
from ctpat_app.guidance.questions import MAX_RESPONSE, Question, questions_of
from ctpat_app.guidance.schema import FieldKind
from ctpat_app.guidance.shapes import Setting, Taken, take
from ctpat_app.guidance.texts import Ref
from tests.applicants import FLOW, LIBRARY, TODAY, a_situation

OPTIONS = ("sea", "air", "road")
LIMIT = 40


def question(kind: FieldKind, limit: int = LIMIT) -> Question:
    return Question(key="q", step="s", kind=kind, required=True, max=limit, label=Ref("Question"))


def taken(kind: FieldKind, typed: str, *, limit: int = LIMIT, identifier: str = "") -> Taken:
    found = LIBRARY.identifiers[identifier] if identifier else None
    return take(question(kind, limit), typed, Setting(TODAY, OPTIONS, found))


def refusal(kind: FieldKind, typed: str, **more: str) -> InvalidValue:
    with pytest.raises(InvalidValue) as refused:
        taken(kind, typed, **more)  # type: ignore[arg-type]
    return refused.value


TEXT, LONG, CHOICE, SEVERAL = FieldKind.TEXT, FieldKind.LONG_TEXT, FieldKind.CHOICE, FieldKind.CHECKBOXES
TYPED_KINDS = [TEXT, LONG, FieldKind.IDENTIFIER, FieldKind.DATE]

# ---------------------------------------------------------------- what is kept


@pytest.mark.parametrize(
    "text",
    [
        "Our guard checks every seal.",
        "Наш охранник проверяет каждую пломбу.",
        "我们的保安每周检查封条。",
        "يفحص حارسنا كل ختم.",
        "हमारा गार्ड हर सील जाँचता है।",
        "👩🏽‍🔧🚚 ✅ 𝒜",
        "e\u0301 becomes é",
        "نام\u200cخانوادگی",
        "\u200fא\u200e-12",
    ],
)
@pytest.mark.parametrize("kind", [TEXT, LONG])
def test_every_script_emoji_joiners_and_direction_marks_are_kept(kind: FieldKind, text: str) -> None:
    assert taken(kind, text).stored == text.replace("e\u0301", "é")


@pytest.mark.parametrize(
    ("kind", "typed", "stored"),
    [
        (TEXT, "  two\t  words \n", "two words"),
        (TEXT, "line\r\nbreak\u2028here", "line break here"),
        (LONG, "\r\nfirst\r\n\r\n\tsecond\u2029third  ", "first\n\n\tsecond\nthird"),
        (LONG, "   \n\t ", ""),
        (TEXT, "", ""),
        (FieldKind.DATE, " 2026-02-28 ", "2026-02-28"),
        (FieldKind.DATE, "", ""),
        (FieldKind.YES_NO, "yes", "yes"),
        (FieldKind.YES_NO, "", ""),
        (CHOICE, "air", "air"),
        (CHOICE, "", ""),
        (SEVERAL, "air,sea", "sea,air"),
        (SEVERAL, "air,air,,air", "air"),
        (SEVERAL, "", ""),
        (FieldKind.COUNTRIES, "US,MX,US", "US,MX"),
        (FieldKind.COUNTRIES, "", ""),
        (FieldKind.PRIMARY_CONTACT, "sea", "sea"),
        (FieldKind.CONTACT_ROLE, "road", "road"),
    ],
)
def test_what_is_typed_is_stored_in_one_form(kind: FieldKind, typed: str, stored: str) -> None:
    assert taken(kind, typed) == Taken(stored)


@pytest.mark.parametrize("kind", [TEXT, LONG])
def test_the_limit_counts_characters_of_any_script_after_cleaning(kind: FieldKind) -> None:
    for character in ("x", "工", "𝒜", "é"):
        assert taken(kind, f"  {character * LIMIT}  ").stored == character * LIMIT
        refused = refusal(kind, character * (LIMIT + 1))
        assert (refused.code, refused.params) == ("text.too-long", {"limit": LIMIT, "count": LIMIT + 1})


# ---------------------------------------------------------------- what cannot be kept


@pytest.mark.parametrize("kind", [TEXT, LONG])
@pytest.mark.parametrize(
    ("character", "name"),
    [
        ("\x00", "U+0000"),
        ("\x07", "U+0007"),
        ("\x1b", "U+001B"),
        ("\x7f", "U+007F"),
        ("\x9f", "U+009F"),
        ("\ud800", "U+D800"),
        ("\udfff", "U+DFFF"),
        ("\u202e", "U+202E"),
        ("\u2066", "U+2066"),
    ],
)
def test_control_characters_lone_surrogates_and_overrides_are_refused(
    kind: FieldKind, character: str, name: str
) -> None:
    refused = refusal(kind, f"before{character}after")
    assert (refused.code, refused.params) == ("text.control-character", {"character": name})


@pytest.mark.parametrize("kind", [FieldKind.IDENTIFIER, FieldKind.DATE])
@pytest.mark.parametrize("character", ["\x00", "\ud800", "\u202e"])
def test_codes_and_dates_hold_no_forbidden_character_either(kind: FieldKind, character: str) -> None:
    assert refusal(kind, f"1{character}2").code == "text.control-character"


@pytest.mark.parametrize("kind", list(FieldKind))
@pytest.mark.parametrize("filler", ["x", "工", "sea,", "US,", "\x00", " ", "1-", "\ud800"])
def test_a_paste_of_two_megabytes_is_answered_at_once(kind: FieldKind, filler: str) -> None:
    flood = filler * (2_000_000 // len(filler))
    began = time.process_time()
    with contextlib.suppress(InvalidValue):
        assert len(taken(kind, flood, identifier="mid" if kind is FieldKind.IDENTIFIER else "").stored) <= LIMIT
    assert time.process_time() - began < 5


@pytest.mark.parametrize("kind", TYPED_KINDS)
def test_a_flood_is_refused_with_the_limit_and_the_count(kind: FieldKind) -> None:
    refused = refusal(kind, "x" * 2_000_000)
    assert (refused.code, refused.params) == ("text.too-long", {"limit": LIMIT, "count": 2_000_000})


@pytest.mark.parametrize("kind", [CHOICE, SEVERAL, FieldKind.PRIMARY_CONTACT, FieldKind.CONTACT_ROLE])
@pytest.mark.parametrize("typed", ["rail", "SEA", " sea", "sea;air", "0", "\x00", "\ud800", "sea\n", "海"])
def test_a_forged_option_is_refused(kind: FieldKind, typed: str) -> None:
    assert refusal(kind, typed).code == "choice.unknown"


@pytest.mark.parametrize("typed", ["sea,rail", "rail,sea", "sea, air"])
def test_one_forged_option_among_several_refuses_them_all(typed: str) -> None:
    assert refusal(SEVERAL, typed).code == "choice.unknown"


@pytest.mark.parametrize("typed", ["sea,air", "maybe", "Yes", "true", "1"])
def test_yes_or_no_takes_nothing_else(typed: str) -> None:
    assert refusal(FieldKind.YES_NO, typed).code == "choice.unknown"


@pytest.mark.parametrize("typed", ["XX", "us", "USA", "EU", "US MX", "US, MX", "工", "\x00"])
def test_an_unknown_country_is_refused(typed: str) -> None:
    assert refusal(FieldKind.COUNTRIES, typed).code == "country.unknown"


def test_every_country_of_the_list_is_taken() -> None:
    assert len(COUNTRY_CODES) == 249
    assert taken(FieldKind.COUNTRIES, ",".join(sorted(COUNTRY_CODES))).stored.count(",") == 248


def test_consent_is_never_an_answer() -> None:
    assert refusal(FieldKind.CONSENT, "yes").code == "consent.by-signature"


# ---------------------------------------------------------------- kept as typed, and marked


@pytest.mark.parametrize("typed", ["2026-02-30", "28.02.2026", "tomorrow", "٢٠٢٦-٠٢-٢٨"])
def test_a_wrong_date_is_kept_as_it_was_typed_and_marked(typed: str) -> None:
    found = taken(FieldKind.DATE, typed)
    assert (found.stored, [fault.code for fault in found.faults]) == (typed, ["date.not-a-date"])


@pytest.mark.parametrize(
    ("identifier", "typed", "stored", "codes"),
    [
        ("mid", " mxacmcar12tij ", "MXACMCAR12TIJ", []),
        ("ior-ein", "12-3456789", "12-3456789", ["identifier.suffix-missing"]),
        ("scac", "AB1", "AB1", ["identifier.digit-not-allowed"]),
        ("scac", "", "", []),
        ("", "whatever it is", "whatever it is", []),
    ],
)
def test_an_identifier_is_stored_in_its_form_or_as_it_was_typed(
    identifier: str, typed: str, stored: str, codes: list[str]
) -> None:
    found = taken(FieldKind.IDENTIFIER, typed, identifier=identifier)
    assert found.stored == stored
    assert [fault.code for fault in found.faults if fault.level == "error"][: len(codes)] == codes
    assert bool(found.faults) is bool(codes)


def test_a_repair_is_offered_and_not_applied() -> None:
    found = taken(FieldKind.IDENTIFIER, "12-3456789", identifier="ior-ein")
    assert found.stored == "12-3456789"
    assert found.faults[0].offers == ("12-345678900",)


def test_a_personal_number_is_never_offered_back() -> None:
    for typed in ("07-8051120", "078-05-112O", "078-05-11200"):
        faults = taken(FieldKind.IDENTIFIER, typed, identifier="ior-ssn").faults
        assert faults
        assert not any(fault.offers for fault in faults)


def test_two_pasted_numbers_are_told_and_not_joined() -> None:
    found = taken(FieldKind.IDENTIFIER, "ABCD\nEFGH", identifier="scac")
    assert [fault.code for fault in found.faults] == ["identifier.several-values"]


def test_the_day_decides_about_the_year_of_a_number() -> None:
    scac = question(FieldKind.IDENTIFIER)
    kind = LIBRARY.identifiers["ior-cbp-assigned"]
    codes = {
        day.year: {fault.code for fault in take(scac, "272704-01234", Setting(day, (), kind)).faults}
        for day in (date(2026, 3, 2), date(2027, 3, 2))
    }
    assert "identifier.year-in-future" in codes[2026]
    assert "identifier.year-in-future" not in codes[2027]


# ---------------------------------------------------------------- the application


def test_a_response_may_be_as_long_as_the_kiosk_says() -> None:
    response = questions_of(LIBRARY, FLOW)["criterion.1.1"]
    assert take(response, "字" * MAX_RESPONSE, Setting(TODAY)).stored == "字" * MAX_RESPONSE
    with pytest.raises(InvalidValue, match=r"text\.too-long"):
        take(response, "字" * (MAX_RESPONSE + 1), Setting(TODAY))


def test_every_question_of_the_application_takes_an_empty_answer_or_refuses_it_by_rule() -> None:
    now: Situation = a_situation()
    for asked in questions_of(LIBRARY, FLOW).values():
        setting = Setting(TODAY, [choice.id for choice in now.choices(asked)])
        if asked.kind is FieldKind.CONSENT:
            continue
        assert take(asked, "", setting) == Taken("")
