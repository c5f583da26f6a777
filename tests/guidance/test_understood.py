"""Answers in plain words: what is proposed in four languages, what is denied, and when nothing is understood."""

from collections.abc import Mapping

import pytest

from ctpat_app.guidance.questions import name_of_type
from ctpat_app.guidance.understood import MAX_TYPED, MOST, Kind, Offered, Understood, understand
from ctpat_app.guidance.understood_words import everywhere, find, searched, understood_words
from ctpat_app.words.country_names import country_names
from ctpat_app.words.localiser import localiser_for
from tests.applicants import LIBRARY

LANGUAGES = ("en", "es", "zh-Hans", "ar")
COUNTRIES: Mapping[str, list[str]] = {
    code: [dict(country_names(language))[code] for language in LANGUAGES] for code, _ in country_names("en")
}
TYPES = [
    Offered(kind.id, tuple(localiser_for(language).text(name_of_type(kind)) for language in LANGUAGES))
    for kind in LIBRARY.business_types.values()
]
ROLES = [
    Offered("officer", ("Officer",)),
    Offered("employee", ("Employee",)),
    Offered("consultant", ("Consultant",)),
    Offered("none", ("Not a contact for this application",)),
]
OFFICES = [Offered("1", ("Main office: Av. Constitución 400",)), Offered("2", ("Plant: Carretera 57, Saltillo",))]


def heard(text: str, kind: Kind = "several", options: list[Offered] = TYPES, question: str = "") -> Understood:
    known = question or ("business_types" if options is TYPES else "")
    return understand(text, kind=kind, options=options, question=known, countries=COUNTRIES)


# ---------------------------------------------------------------- business types


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("we make car seats in Tijuana and ship to Texas", {"foreign-manufacturer"}),
        ("We sew shirts in Honduras.", {"foreign-manufacturer"}),
        ("maquiladora", {"foreign-manufacturer"}),
        ("we import toys from China", {"us-importer"}),
        ("importer of record", {"us-importer"}),
        ("we bring goods into the U.S. from Egypt", {"us-importer"}),
        ("we import and export", {"us-importer", "us-exporter"}),
        ("we export soy beans from Iowa to Egypt", {"us-exporter"}),
        ("Licensed U.S. customs broker", {"customs-broker"}),
        ("we are an NVOCC", {"consolidator"}),
        ("freight forwarder in Hong Kong", {"consolidator"}),
        ("trucks between Laredo and Monterrey", {"highway-carrier-mexico"}),
        ("we haul freight across the Canadian border", {"highway-carrier-canada"}),
        ("we are a railroad", {"rail-carrier"}),
        ("we are a shipping line", {"sea-carrier"}),
        ("we fly cargo, an airline", {"air-carrier"}),
        ("a 3PL with warehouses", {"third-party-logistics"}),
        ("container terminal in Savannah", {"marine-terminal"}),
        ("both importers and licensed customs brokers", {"us-importer", "customs-broker"}),
        ("Fabricamos asientos de coche en Tijuana y los exportamos a Texas", {"foreign-manufacturer"}),
        ("importamos juguetes de China", {"us-importer"}),
        ("somos agente aduanal", {"customs-broker"}),
        ("LINEA TRANSPORTISTA que cruza de Reynosa a McAllen", {"highway-carrier-mexico"}),
        ("somos una aerolínea", {"air-carrier"}),
        ("somos una naviera", {"sea-carrier"}),
        ("Fabricante extranjero", {"foreign-manufacturer"}),
        ("我们在蒂华纳生产汽车座椅，运到德克萨斯", {"foreign-manufacturer"}),
        ("我们在深圳生产不锈钢锅", {"foreign-manufacturer"}),
        ("我们从中国进口玩具", {"us-importer"}),
        ("报关行", {"customs-broker"}),
        ("我们是航空公司", {"air-carrier"}),
        ("第三方物流", {"third-party-logistics"}),
        ("نصنع مقاعد السيارات في تيخوانا ونشحنها إلى تكساس", {"foreign-manufacturer"}),
        ("نحن نستورد الألعاب من الصين", {"us-importer"}),
        ("نحن مخلص جمركي", {"customs-broker"}),
        ("شركة طيران", {"air-carrier"}),
        ("لدينا مصنع في القاهرة", {"foreign-manufacturer"}),
    ],
)
def test_a_description_of_the_company_proposes_its_business_types(text: str, meant: set[str]) -> None:
    (proposal,) = heard(text).proposals
    assert set(proposal) == meant


@pytest.mark.parametrize(
    ("text", "denied"),
    [
        ("we are not an importer", "us-importer"),
        ("we don't import anything", "us-importer"),
        ("no somos importador", "us-importer"),
        ("nunca importamos", "us-importer"),
        ("我们不是进口商", "us-importer"),
        ("نحن لسنا مستوردين", "us-importer"),
        ("لا نستورد", "us-importer"),
        ("we never fly aircraft", "air-carrier"),
    ],
)
def test_what_is_denied_is_not_proposed_but_told(text: str, denied: str) -> None:
    assert heard(text).proposals == ()
    assert denied in heard(text).denied


@pytest.mark.parametrize(
    ("text", "meant", "denied"),
    [
        ("We are not an importer, we manufacture shoes in Vietnam", {"foreign-manufacturer"}, {"us-importer"}),
        ("we do not import but we are a customs broker", {"customs-broker"}, {"us-importer"}),
        ("no importamos, somos una aerolínea", {"air-carrier"}, {"us-importer"}),
        ("我们不是进口商，而是报关行", {"customs-broker"}, {"us-importer"}),
        ("نحن لسنا مستوردين بل شركة طيران", {"air-carrier"}, {"us-importer"}),
        ("not only import but also broker customs", {"us-importer", "customs-broker"}, set()),
    ],
)
def test_a_denial_ends_with_its_clause(text: str, meant: set[str], denied: set[str]) -> None:
    found = heard(text)
    assert set(found.proposals[0]) == meant
    assert set(found.denied) == denied


def test_words_that_fit_several_types_offer_each_of_them() -> None:
    offered = heard("trucking company").proposals
    assert 2 <= len(offered) <= MOST
    assert {("highway-carrier-canada",), ("highway-carrier-mexico",)} <= set(offered)


def test_a_place_decides_between_a_maker_abroad_and_one_at_home() -> None:
    assert heard("we make pots in Ohio").proposals == ()
    assert heard("we make pots in Puebla").proposals == (("foreign-manufacturer",),)
    assert heard("we export from Mexico to the US").proposals == ()


def test_the_countries_of_a_description_are_kept_for_the_question_about_them() -> None:
    assert heard("we make car seats in Tijuana and ship to Texas").places == ("MX", "US")


@pytest.mark.parametrize("text", ["I like cats", "hola", "你好吗", "مرحبا", "", "   ", "¿?", "🙂", "us"])
def test_what_says_nothing_proposes_nothing(text: str) -> None:
    assert heard(text).proposals == ()
    assert not heard(text).unsure


# ---------------------------------------------------------------- by place in the list


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("the second one", 1),
        ("2", 1),
        ("option 3", 2),
        ("number two, please", 1),
        ("the first", 0),
        ("the last one", 3),
        ("la segunda", 1),
        ("la última", 3),
        ("el número tres", 2),
        ("第二个", 1),
        ("最后一个", 3),
        ("选第三项", 2),
        ("الثاني", 1),
        ("الخيار الثالث", 2),
        ("الأخير", 3),
    ],
)
def test_an_option_can_be_named_by_its_place(text: str, place: int) -> None:
    assert heard(text, "one", ROLES).proposals == ((ROLES[place].key,),)


@pytest.mark.parametrize("text", ["the ninth", "0", "5", "two or three", "one of our plants in 2 places"])
def test_a_place_that_is_not_there_or_not_alone_is_no_answer(text: str) -> None:
    assert heard(text, "one", ROLES).proposals == ()


# ---------------------------------------------------------------- other options


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("she is the director", "officer"),
        ("trabaja con nosotros", "employee"),
        ("una asesora externa", "consultant"),
        ("顾问", "consultant"),
        ("موظف", "employee"),
        ("Employee", "employee"),
    ],
)
def test_the_role_of_a_person_is_understood(text: str, role: str) -> None:
    assert heard(text, "one", ROLES, "contact_role").proposals[0] == (role,)


def test_an_option_without_words_of_its_own_is_found_by_its_name() -> None:
    assert heard("the plant in Saltillo", "one", OFFICES).proposals == (("2",),)
    assert heard("main office", "one", OFFICES).proposals == (("1",),)
    assert heard("a third place", "one", OFFICES).proposals == ()


def test_a_short_form_in_brackets_names_an_option() -> None:
    codes = [
        Offered("mid", ("Manufacturer Identification code (MID)",)),
        Offered("ein", ("Employer Identification Number",)),
    ]
    assert heard("our MID", "one", codes).proposals == (("mid",),)
    assert heard("midnight", "one", codes).proposals == ()


# ---------------------------------------------------------------- yes and no


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("yes", "yes"),
        ("Yes, we have an office in Dallas", "yes"),
        ("of course", "yes"),
        ("we do", "yes"),
        ("no", "no"),
        ("not yet", "no"),
        ("we do not", "no"),
        ("of course not", "no"),
        ("we have no office", "no"),
        ("¡Sí!", "yes"),
        ("claro que sí", "yes"),
        ("claro que no", "no"),
        ("todavía no", "no"),
        ("no, importamos de China", "no"),
        ("是的，我们有", "yes"),
        ("没错", "yes"),
        ("不是", "no"),
        ("没有", "no"),
        ("نعم", "yes"),
        ("نعم، لدينا مكتب", "yes"),
        ("لا", "no"),
        ("ليس بعد", "no"),
    ],
)
def test_yes_and_no_are_understood(text: str, answer: str) -> None:
    assert heard(text, "yes-no", []).proposals == ((answer,),)


def test_a_yes_with_a_denial_in_it_offers_both() -> None:
    assert heard("yes we do not", "yes-no", []).proposals == (("yes",), ("no",))


@pytest.mark.parametrize("text", ["hello", "car seats", "no problem", "", "你好", "مرحبا"])
def test_what_is_neither_yes_nor_no_proposes_nothing(text: str) -> None:
    assert heard(text, "yes-no", []).proposals == ()


@pytest.mark.parametrize("kind", ["yes-no", "one", "several", "countries"])
@pytest.mark.parametrize(
    "text", ["I don't know", "not sure, maybe yes", "no sé", "no lo sé", "不知道", "不清楚", "لا أعرف", "لست متأكدا"]
)
def test_who_does_not_know_is_not_taken_for_a_no(text: str, kind: Kind) -> None:
    found = heard(text, kind)
    assert found.unsure
    assert found.proposals == ()


# ---------------------------------------------------------------- countries


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Mexico and Canada", ("MX", "CA")),
        ("México, Canadá y EE. UU.", ("MX", "CA", "US")),
        ("墨西哥和美国", ("MX", "US")),
        ("المكسيك وكندا والولايات المتحدة", ("MX", "CA", "US")),
        ("we buy in Shenzhen, load in Hong Kong and sell in the U.S.", ("CN", "HK", "US")),
        ("from Germany but not China", ("DE",)),
        ("New Mexico", ("US",)),
        ("Somalia", ("SO",)),
        ("索马里", ("SO",)),
        ("印度尼西亚", ("ID",)),
        ("Mexico, Mexico", ("MX",)),
        ("بالسعودية ومصر", ("SA", "EG")),
        ("US", ("US",)),
    ],
)
def test_countries_are_found_by_name_city_and_state(text: str, codes: tuple[str, ...]) -> None:
    assert heard(text, "countries", []).proposals == (codes,)


@pytest.mark.parametrize("text", ["none", "let us see", "everywhere", "no vendemos en China"])
def test_where_no_country_is_meant_none_is_proposed(text: str) -> None:
    assert heard(text, "countries", []).proposals == ()


# ---------------------------------------------------------------- the lists


def test_a_flood_of_text_is_cut() -> None:
    assert heard("x" * MAX_TYPED + " airline").proposals == ()


def test_every_list_of_options_belongs_to_a_question_and_its_options() -> None:
    flow = {item.id: item for step in LIBRARY.flows["application"].steps for item in (*step.fields, *step.row_fields)}
    sources = {"business-types": LIBRARY.business_types, "identifiers": LIBRARY.identifiers}
    for question, options in understood_words().options.items():
        own = flow[question]
        known = {option.id for option in own.options} or set(sources[own.options_from or ""])
        assert set(options) <= known, question


def test_every_business_type_has_words_in_every_language() -> None:
    cues = understood_words().options["business_types"]
    assert set(cues) == set(LIBRARY.business_types)
    for kind, own in cues.items():
        assert {language for cue in own for language, words in cue.says.items() if words} == set(LANGUAGES), kind


def test_every_list_has_all_four_languages() -> None:
    words = understood_words()
    for name in ("negation", "not_negation", "but", "saying_yes", "saying_no", "unsure", "to", "origin"):
        assert set(getattr(words, name)) == set(LANGUAGES), name
        assert len(everywhere(getattr(words, name))) >= len(LANGUAGES)


def test_every_place_belongs_to_a_country_that_exists() -> None:
    assert set(understood_words().places) <= set(COUNTRIES)


def test_accents_case_and_arabic_forms_do_not_matter() -> None:
    assert searched("SÍ, ¿Año?") == searched("si, ¿ano?")
    assert searched("إلى الشركة") == searched("الي الشركه")


def test_an_arabic_word_is_found_behind_what_is_joined_to_it() -> None:
    assert find(("مكتب",), searched("والمكتب"))
    assert not find(("مكتب",), searched("مكتبات"))
