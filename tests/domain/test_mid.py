"""The manufacturer identification code: worked examples, the edges of every rule, countries, any text at all."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctpat_app.adapters.countries import country_table
from ctpat_app.domain.country_names import name_key, recognise_country
from ctpat_app.domain.identifiers import check_identifier
from ctpat_app.domain.mid import LeftOut, MidPart, MidResult, build_mid, compare_mid
from ctpat_app.domain.problems import Problem
from ctpat_app.guidance.identifiers import load_countries, load_identifiers, load_mid
from ctpat_app.guidance.schema import MidExample
from ctpat_app.words.identifier_messages import IDENTIFIER_MESSAGES

MID = load_mid()
COUNTRIES = country_table(
    {country.id: country.names for country in load_countries().values()},
    {province.id: province.i18n.name for province in MID.provinces},
)


def built(name: str, address: str = "", city: str = "Rome", country: str = "IT") -> MidResult:
    return build_mid(name, address, city, country, COUNTRIES)


def name_part(name: str, country: str = "IT") -> str:
    return "".join(part.text for part in built(name, country=country).parts if part.part == "name")


def number_part(address: str, city: str = "Rome") -> str:
    return "".join(part.text for part in built("Foo", address, city).parts if part.part == "number")


def city_part(city: str, country: str = "IT") -> str:
    return "".join(part.text for part in built("Foo", city=city, country=country).parts if part.part == "city")


def codes(result: MidResult) -> list[str]:
    return [note.code for note in result.notes]


@pytest.mark.parametrize("example", MID.examples, ids=lambda example: example.mid)
def test_a_worked_example_comes_out(example: MidExample) -> None:
    result = built(example.name, example.address, example.city, example.country)
    assert (result.mid, result.notes) == (example.mid, ())


def test_the_rules_are_eighteen_in_order() -> None:
    assert [rule.order for rule in MID.rules] == list(range(1, 19))


# ---------------------------------------------------------------- name


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("A.B.C. Company", "ABCCOM"),
        ("A.B.C Company", "ABCCOM"),
        ("a. b. c. company", "ABCCOM"),
        ("A B C Company", "ABCCOM"),
        ("A.B.Company", "ABCOM"),
        ("U.S.Steel", "USSTE"),
        ("S.A. de C.V. Textiles", "SADE"),
        ("Bocchaccio S. p. A.", "BOCSPA"),
        ("A.N. Other", "ANOTH"),
        ("H&M Knitting", "HMKNI"),
        ("H & M Knitting", "HMKNI"),
        ("D. & L. Trading", "DLTRA"),
        ("A & B Trading", "ABTRA"),
        ("A and B Trading", "ABTRA"),
        ("B and L Trading", "BLTRA"),
        ("AT&T Corp", "ATTCOR"),
        ("Danfoss A/S", "DANAS"),
        ("The A Team", "TEA"),
        ("Sons of a Gun", "SONGUN"),
        ("A A A and a Dog", "AAADOG"),
        ("AN APPLE A DAY", "APPDAY"),
        ("Andes Offset Theatre", "ANDOFF"),
        ("La Vie de France", "LAVIE"),
        ("Thomas S. Delvaux Company", "THODEL"),
        ("Smith, A", "SMI"),
        ("3 Brothers Textil", "3BRO"),
        ("3M Company", "3MCOM"),
        ("20th Century Technologies", "20TCEN"),
        ("Rawles-Aden Corp.", "RAWCOR"),
        ("Rawles - Aden Corp.", "RAWADE"),
        ("Rawles — Aden Corp.", "RAWADE"),
        ("Rawles‑Aden Corp.", "RAWCOR"),
        ("O'Brien's Mill", "OBRMIL"),
        ("L´Atelier", "LAT"),
        ("Lʼ“Atelier” Sud", "LATSUD"),
        ("Golden,Harvest", "GOLHAR"),
        ("Golden/Harvest", "GOLHAR"),
        ("Golden (Harvest)", "GOLHAR"),
        ("Golden:Harvest", "GOLHAR"),
        ("Ａｃｍｅ　Ｔｏｏｌｓ", "ACMTOO"),
        ("Straßen Größe", "STRGRO"),
        ("Œuvre Æther", "OEUAET"),
        ("Łódź Đà", "LODDA"),
        ("Þór Iğdır", "THOIGD"),
        ("LG™ Zipper", "LGZIP"),
        ("Po", "PO"),
    ],
)
def test_a_name_gives_the_first_three_of_its_first_two_words(name: str, part: str) -> None:
    assert name_part(name) == part


@pytest.mark.parametrize(
    ("name", "country", "part"),
    [
        ("PT Morich Indo", "ID", "MORIND"),
        ("P.T. Morich Indo", "ID", "MORIND"),
        ("PT. Morich Indo", "id", "MORIND"),
        ("The PT Morich", "Indonesia", "MOR"),
        ("PTX Industries", "ID", "PTXIND"),
        ("PT-Morich Indo", "ID", "PTMIND"),
        ("Morich PT", "ID", "MORPT"),
        ("PT Boat Builders", "AU", "PTBOA"),
        ("OOO “Severnaya Tkan”", "RU", "SEVTKA"),
        ("ZAO Foo", "Russia", "FOO"),
        ("JSC Foo", "KZ", "JSCFOO"),
        ("Fábrica de Artigos de Vestuário Jump High", "MO", "JUMHIG"),
        ("Fabrica de Artigos de Vestuario Jump High", "PT", "JUMHIG"),
        ("Fabrica de Artigos Jump", "MO", "FABDE"),
    ],
)
def test_an_opening_that_everybody_shares_is_skipped(name: str, country: str, part: str) -> None:
    assert name_part(name, country) == part


# ---------------------------------------------------------------- number


@pytest.mark.parametrize(
    ("address", "part"),
    [
        ("12,34,56 Alaska Road", "1234"),
        ("12-34-56 Alaska Road", "1234"),
        ("12 34 Alaska Road", "34"),
        ("11455 Main Street Suite 9999", "1145"),
        ("49 250th St", "49"),
        ("1st, 2nd, 3rd, 11th and 250TH Street", ""),
        ("5ᵗʰ Avenue", ""),
        ("21st Street 20", "20"),
        ("1,250th St", ""),
        ("22 St. Mary", "22"),
        ("No.12 Thorn Lane", "12"),
        ("21/F, 150 Nathan Road", "150"),
        ("12A Mill Lane", "12"),
        ("One Hundred Century Plaza", ""),
        ("P.O. Box 77", "77"),
        ("７７ Sakura", "77"),
        ("شارع ٢٥", "25"),
        ("桜通り 三丁目", ""),
        ("221½ Baker Street", "221"),
        ("007 Mill Lane", "007"),
        ("0", "0"),
        ("9" * 900, "9999"),
        ("", ""),
        ("236 Wendell Ford Blvd\n41018 Rome", "236"),
        ("00184 Rome\n5 Via X", "5"),
        ("12 Rue de Rome\nRome, NY 13440", "12"),
        ("243 Via X, 62980 Rome", "243"),
    ],
)
def test_the_number_is_the_largest_on_the_street_line(address: str, part: str) -> None:
    assert number_part(address) == part


# ---------------------------------------------------------------- city


@pytest.mark.parametrize(
    ("city", "part"),
    [
        ("St. Michel", "STM"),
        ("The Hague", "HAG"),
        ("THE-DALLES", "DAL"),
        ("Theodore", "THE"),
        ("18-Mile High", "MIL"),
        ("75008 Paris Cedex 08", "PAR"),
        ("’s-Hertogenbosch", "SHE"),
        ("L'Aquila", "LAQ"),
        ("A Coruña", "ACO"),
        ("Liège", "LIE"),
        ("Århus", "ARH"),
        ("İzmir", "IZM"),
        ("Ho", "HO"),
    ],
)
def test_a_city_gives_its_first_three_letters(city: str, part: str) -> None:
    assert city_part(city) == part


@pytest.mark.parametrize(
    ("country", "city", "part"),
    [
        ("HK", "", "HON"),
        ("Singapore", " ", "SIN"),
        ("Macau", "", "MAC"),
        ("SG", "018956", "SIN"),
        ("HK", "Kowloon", "KOW"),
    ],
)
def test_a_city_state_stands_in_for_its_missing_city(country: str, city: str, part: str) -> None:
    assert city_part(city, country) == part


# ---------------------------------------------------------------- country


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("jp", "JP"),
        (" JP ", "JP"),
        ("ＪＰ", "JP"),
        ("japan", "JP"),
        ("JAPAN", "JP"),
        ("Russian Federation", "RU"),
        ("Macao", "MO"),
        ("Macau", "MO"),
        ("Viet Nam", "VN"),
        ("Vietnam", "VN"),
        ("Korea, Republic of", "KR"),
        ("Republic of Korea", "KR"),
        ("South Korea", "KR"),
        ("Democratic People's Republic of Korea", "KP"),
        ("United States of America", "US"),
        ("USA", "US"),
        ("U.S.A.", "US"),
        ("UK", "GB"),
        ("Czech Republic", "CZ"),
        ("Czechia", "CZ"),
        ("Turkey", "TR"),
        ("Türkiye", "TR"),
        ("Turkiye", "TR"),
        ("The Netherlands", "NL"),
        ("Cote d'Ivoire", "CI"),
        ("Côte d’Ivoire", "CI"),
        ("Ivory Coast", "CI"),
        ("Bosnia & Herzegovina", "BA"),
        ("St. Lucia", "LC"),
        ("Saint Lucia", "LC"),
        ("Lao People's Democratic Republic", "LA"),
        ("Hong Kong", "HK"),
        ("Hong Kong SAR", "HK"),
        ("Taiwan, Province of China", "TW"),
        ("People's Republic of China", "CN"),
        ("Bolivia (Plurinational State of)", "BO"),
        ("Myanmar (Burma)", "MM"),
        ("Falkland Islands (Malvinas)", "FK"),
        ("Congo, Democratic Republic of the", "CD"),
        ("Republic of the Congo", "CG"),
        ("Eswatini", "SZ"),
        ("Canada (Ontario)", "XO"),
        ("canada (ONTARIO)", "XO"),
        ("Canada (XO)", "XO"),
        ("CA (xq)", "XQ"),
        ("Canada(Québec)", "XQ"),
        ("Canada (Newfoundland and Labrador)", "XW"),
        ("XO", "XO"),
    ],
)
def test_a_country_is_recognised_by_code_or_english_name(typed: str, code: str) -> None:
    assert recognise_country(typed, COUNTRIES) == code


@pytest.mark.parametrize(
    ("typed", "code", "params"),
    [
        ("", "mid.country-missing", {}),
        ("Canada", "mid.province-missing", {}),
        ("ca", "mid.province-missing", {}),
        ("Canada ()", "mid.province-missing", {}),
        ("Canada (Texas)", "mid.province-unknown", {"province": "Texas"}),
        ("Canada (XX)", "mid.province-unknown", {"province": "XX"}),
        ("Korea", "mid.country-unknown", {"country": "Korea"}),
        ("Atlantis", "mid.country-unknown", {"country": "Atlantis"}),
        ("ZZ", "mid.country-unknown", {"country": "ZZ"}),
        ("XZ", "mid.country-unknown", {"country": "XZ"}),
        ("Deutschland", "mid.country-unknown", {"country": "Deutschland"}),
        ("France (Paris)", "mid.country-unknown", {"country": "France (Paris)"}),
    ],
)
def test_a_country_is_never_guessed(typed: str, code: str, params: dict[str, str]) -> None:
    assert recognise_country(typed, COUNTRIES) == Problem(code, params=params)
    assert built("Foo", country=typed).mid is None


def test_the_countries_and_provinces_are_those_a_mid_may_begin_with() -> None:
    accepted = load_identifiers()["mid"].regex.split("(?:")[1].split(")")[0].split("|")
    assert sorted([*load_countries().keys() - {"CA"}, *COUNTRIES.provinces.values()]) == sorted(accepted)


def test_one_name_for_two_countries_is_a_fault_of_the_content() -> None:
    with pytest.raises(ValueError, match="stands for"):
        country_table({"DE": ["Germany"], "FR": ["The Germany"]}, {})


def test_the_order_of_words_and_their_accents_make_no_difference() -> None:
    assert name_key("Korea, Republic of") == name_key("The REPUBLIC of Koréa") == "korea republic"


# ---------------------------------------------------------------- what cannot be built


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"name": " "}, "mid.name-missing"),
        ({"name": "The A of"}, "mid.name-nothing-left"),
        ({"name": "PT", "country": "ID"}, "mid.name-nothing-left"),
        ({"name": "---"}, "mid.name-nothing-left"),
        ({"name": "7"}, "mid.name-too-short"),
        ({"name": "Foo", "city": ""}, "mid.city-missing"),
        ({"name": "Foo", "city": "123"}, "mid.city-nothing-left"),
        ({"name": "Foo", "city": "Y"}, "mid.city-too-short"),
        ({"name": "北京纺织厂"}, "mid.name-not-latin-suggestion"),
        ({"name": "Golden (金豐)"}, "mid.name-not-latin-suggestion"),
        ({"name": "Аcme"}, "mid.name-not-latin-suggestion"),
        ({"name": "Foo", "city": "東京"}, "mid.city-not-latin-suggestion"),
        ({"name": "Foo \ufffd"}, "mid.name-not-latin-suggestion"),
        ({"name": "\ud800\ue000"}, "mid.name-not-latin"),
        ({"name": "F" * 1_001}, "mid.name-far-too-long"),
        ({"name": "Foo", "address": "1" * 2_000_000}, "mid.address-far-too-long"),
    ],
)
def test_what_is_missing_is_said(fields: dict[str, str], code: str) -> None:
    result = built(**fields)
    assert (result.mid, codes(result)) == (None, [code])


def test_a_latin_spelling_is_suggested_and_not_used() -> None:
    result = built("Ελληνική Βιοτεχνία")
    (note,) = result.notes
    assert result.mid is None
    assert note.offers == (note.params["suggestion"],)
    assert str(note.params["suggestion"]).isascii()


def test_everything_that_is_missing_is_said_at_once() -> None:
    assert codes(built("", "", "", "")) == ["mid.country-missing", "mid.name-missing", "mid.city-missing"]


def test_an_address_without_a_number_is_no_fault() -> None:
    assert built("Foo Bar", "One Century Plaza") == built("Foo Bar")
    assert built("Foo Bar").mid == "ITFOOBARROM"


# ---------------------------------------------------------------- where the letters come from


def test_the_parts_tell_where_their_letters_come_from() -> None:
    result = built("The E.K. Rodgers Companies", "Suite 9, 12-34 Mill", "The Hague", "nl")
    assert result.mid == "NLEKROD1234HAG"
    assert [(part.part, part.text, part.source_text) for part in result.parts] == [
        ("country", "NL", "nl"),
        ("name", "EK", "E.K."),
        ("name", "ROD", "Rodgers"),
        ("number", "1234", "12-34"),
        ("city", "HAG", "The Hague"),
    ]
    assert result.left_out == (
        LeftOut("The", "name-stop-words"),
        LeftOut("Companies", "name-take"),
        LeftOut("9", "number-largest"),
    )


def test_every_rule_that_a_part_names_exists() -> None:
    known = {rule.id for rule in MID.rules}
    results = [built(example.name, example.address, example.city, example.country) for example in MID.examples]
    used = {rule for result in results for part in result.parts for rule in part.rule_ids}
    used |= {gone.rule_id for result in results for gone in result.left_out}
    assert used <= known


def test_spaced_initials_name_all_their_letters() -> None:
    assert MidPart("name", "BL", "B L", ("name-initials-spaced", "name-take")) in built("Shavings B L Inc.").parts


@pytest.mark.parametrize(("filed", "code"), [("ITFOOROM", None), ("ITFOO1ROM", "mid.differs")])
def test_the_filed_code_is_compared_and_kept(filed: str, code: str | None) -> None:
    problem = compare_mid("ITFOOROM", filed)
    assert (problem and problem.code) == code
    assert problem is None or problem.level == "warning"


# ---------------------------------------------------------------- any text at all

any_text = st.text(st.characters())
latin_text = st.text(st.sampled_from("ABCxyz éØß019.,&-'/()—＆A a the PT\u200b"), max_size=30)
any_country = st.one_of(any_text, st.sampled_from(["IT", "ID", "RU", "HK", "Canada (Yukon)", "Canada"]))


@given(st.one_of(any_text, latin_text), any_text, st.one_of(any_text, latin_text), any_country)
def test_any_text_gives_a_code_that_fits_or_a_note_that_says_why(
    name: str, address: str, city: str, country: str
) -> None:
    result = built(name, address, city, country)
    if result.mid is None:
        assert any(note.level == "error" for note in result.notes)
    else:
        assert check_identifier(load_identifiers()["mid"], result.mid, today=date(2026, 7, 1)).stored == result.mid
        assert len(result.mid) <= MID.max_length
        assert "".join(part.text for part in result.parts) == result.mid
    for note in result.notes:
        assert IDENTIFIER_MESSAGES[note.code].format_map(note.params)


@given(latin_text, latin_text, latin_text)
def test_capitals_make_no_difference(name: str, address: str, city: str) -> None:
    assert built(name, address, city).mid == built(name.upper(), address.upper(), city.upper()).mid
