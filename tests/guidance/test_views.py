"""What the pages show: the reader's language with gaps marked, problems beside fields, jump list, words explained."""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from ctpat_app.guidance.flow import Situation
from ctpat_app.guidance.given import limited_to
from ctpat_app.guidance.questions import Question
from ctpat_app.guidance.schema import FieldKind
from ctpat_app.guidance.summary import SummaryWords, summarise
from ctpat_app.guidance.texts import Localiser, Ref, Shown
from ctpat_app.guidance.views import (
    CriterionView,
    FieldView,
    Reader,
    StepView,
    criterion_view,
    jump_views,
    problem_views,
    step_view,
    task_views,
)
from ctpat_app.words.localiser import localiser_for
from ctpat_app.words.messages import message
from tests.applicants import FACTS, a_situation, an_identifier, complete_answers

MAKER = complete_answers("foreign-manufacturer")
WORDS = SummaryWords("Yes", "No", "Does not apply", "Agreed")
COUNTRIES = "flows/application/countries"
SPANISH = {
    f"{COUNTRIES}.title": "¿Con qué países hace negocios?",
    f"{COUNTRIES}/countries.label": "Países",
    "criteria/3.1.statement": "La empresa debe tener un proceso escrito conforme a las MSC.",
    "criteria/3.1.title": "Revisión de socios",
    "glossary/msc.match": "MSC",
    "glossary/msc.term": "MSC (ES)",
    "business_types/foreign-manufacturer.name": "Fabricante extranjero",
}


def localiser(language: str, texts: Mapping[str, str] | None = None) -> Localiser:
    """A localiser that has only ``texts``, by their context."""
    known = texts or {}
    return Localiser(language, lambda context, english: known.get(context), lambda code: f"<{code}>", " & ".join)


def a_reader(
    language: str = "en",
    texts: Mapping[str, str] | None = None,
    *,
    asked_for_all: bool = False,
    may_write: Callable[[Question], bool] = lambda question: True,
    is_locked: Callable[[str], bool] = lambda kind: False,
) -> Reader:
    def say(code: str, params: Mapping[str, str | int]) -> str:
        return message(code, "en", **params)

    return Reader(localiser(language, texts), say, may_write, is_locked, asked_for_all)


def view_of(now: Situation, key: str, reader: Reader | None = None) -> StepView:
    step = now.step(key)
    assert step is not None
    return step_view(now, step, reader or a_reader())


def field_of(view: StepView, name: str) -> FieldView:
    every = [*view.fields, *(item for row in view.rows for item in row.fields)]
    return next(item for item in every if item.name == name)


def criterion_of(now: Situation, key: str, reader: Reader | None = None) -> CriterionView:
    found = criterion_view(now, key, reader or a_reader())
    assert found is not None
    return found


# ---------------------------------------------------------------- languages


def test_spanish_words_are_shown_where_they_are_there() -> None:
    view = view_of(a_situation(), "countries", a_reader("es", SPANISH))
    assert (view.title, view.in_english) == ("¿Con qué países hace negocios?", False)
    (field,) = view.fields
    assert (field.label, field.label_in_english) == ("Países", False)


def test_a_gap_falls_back_to_english_and_is_marked() -> None:
    view = view_of(a_situation(), "addresses", a_reader("es", SPANISH))
    assert (view.title, view.in_english) == ("Which addresses belong to this application?", True)
    assert all(field.label_in_english for field in view.fields)


def test_english_itself_is_never_marked() -> None:
    view = view_of(a_situation(), "addresses", a_reader("en"))
    assert not view.in_english
    assert not any(field.label_in_english for field in view.fields)


@pytest.mark.parametrize(
    ("source", "language", "shown"),
    [
        (Ref("Countries", f"{COUNTRIES}/countries.label"), "es", Shown("Países", "es")),
        (Ref("Countries", f"{COUNTRIES}/countries.label"), "ar", Shown("Countries", "en")),
        (Ref("Countries", f"{COUNTRIES}/countries.label"), "en", Shown("Countries", "en")),
        (Ref("Ana Núñez"), "es", Shown("Ana Núñez", "es")),
        (Ref("", country="MX"), "es", Shown("<MX>", "es")),
    ],
)
def test_a_text_says_in_which_language_it_is(source: Ref, language: str, shown: Shown) -> None:
    texts = SPANISH if language == "es" else {}
    assert localiser(language, texts).show(source) == shown


def test_an_answer_stays_in_its_own_language() -> None:
    now = a_situation(MAKER)
    assert field_of(view_of(now, "countries", a_reader("es")), "f-countries").language == "en"
    assert field_of(view_of(a_situation(), "countries", a_reader("es")), "f-countries").language == "es"


def test_parameters_of_a_message_are_shown_in_the_readers_language() -> None:
    told: list[Mapping[str, str | int]] = []

    def say(code: str, params: Mapping[str, str | int]) -> str:
        told.append(params)
        return code

    reader = Reader(localiser("es", SPANISH), say, lambda question: True, lambda kind: False)
    now = a_situation(MAKER | {("identifiers", "r1"): ""})
    for problem in now.problems:
        reader.tell(problem)
    assert (
        told
        == [{"type": "Fabricante extranjero", "identifiers": "RFC of a company (Mexico) & RFC of a person (Mexico)"}]
        or told[0]["type"] == "Fabricante extranjero"
    )


@pytest.mark.parametrize("language", ["en", "es", "ar", "zh-Hans"])
def test_every_step_is_shown_in_every_language(language: str) -> None:
    def say(code: str, params: Mapping[str, str | int]) -> str:
        return message(code, language, **params)

    reader = Reader(localiser_for(language), say, lambda question: True, lambda kind: False, asked_for_all=True)
    now = a_situation({("business_types", ""): "foreign-manufacturer,us-exporter"})
    for step in now.path:
        view = step_view(now, step, reader)
        assert view.title
        assert all(problem.text and problem.text != problem.code for problem in view.problems)


def test_every_text_that_is_shown_can_be_translated() -> None:
    """The catalogue knows each text under the very context by which the views ask for it."""
    with (Path(__file__).parents[2] / "locale" / "content.pot").open("rb") as file:
        known = {(item.context, item.id) for item in read_po(file) if item.id}
    asked: set[tuple[str, str]] = set()

    def translate(context: str, english: str) -> str | None:
        asked.add((context, english))
        return None

    quiet = Localiser("es", translate, lambda code: code, " ".join)
    reader = Reader(quiet, lambda code, params: code, lambda question: True, lambda kind: False, asked_for_all=True)
    types = ("us-importer", "foreign-manufacturer", "consolidator", "mexican-long-haul", "marine-terminal")
    for answers in ({}, complete_answers(*types), {("business_types", ""): ",".join(types)}):
        now = a_situation(answers)
        for step in now.path:
            step_view(now, step, reader)
        for item in now.criteria:
            criterion_view(now, item.criterion.id, reader)
        task_views(now, reader)
        problem_views(now, reader)
        summarise(now, quiet, WORDS)
    assert len(asked) > 500
    assert sorted(asked - known) == []


# ---------------------------------------------------------------- fields


def test_a_field_carries_what_a_save_refers_to() -> None:
    field = field_of(view_of(a_situation(MAKER), "identifiers"), "f-identifier_value-r0")
    assert (field.key, field.row, field.version, field.max) == ("identifier_value", "r0", 1, 80)
    assert field_of(view_of(a_situation(), "countries"), "f-countries").version == 0


def test_missing_answers_are_told_only_after_the_person_tried_to_go_on() -> None:
    now = a_situation()
    before = view_of(now, "addresses")
    after = view_of(now, "addresses", a_reader(asked_for_all=True))
    assert (before.problems, [field.error for field in before.fields]) == ([], ["", "", ""])
    assert [problem.target for problem in after.problems] == ["f-primary_address-11", "f-mailing_address-11"]
    assert [field.error for field in after.fields] == ["Choose one of the options.", "Choose one of the options.", ""]


def test_a_wrong_answer_is_told_at_once_beside_its_field() -> None:
    now = a_situation(MAKER | {("mailing_address", ""): "987"})
    view = view_of(now, "addresses")
    assert field_of(view, "f-mailing_address").error.startswith("Choose again")
    assert [(problem.target, problem.code) for problem in view.problems] == [
        ("f-mailing_address-11", "choice.gone.account-addresses")
    ]


def test_a_no_tells_what_to_do_next() -> None:
    now = a_situation(MAKER | {("eligibility.foreign-manufacturer.mid", ""): "no"})
    field = field_of(view_of(now, "eligibility"), "f-eligibility_foreign-manufacturer_mid")
    assert "Use the MID builder and compare the result with your broker." in field.notes
    assert [option.key for option in field.options if option.chosen] == ["no"]


def test_an_identifier_shows_the_format_of_its_kind() -> None:
    now = a_situation(MAKER | an_identifier("new", "", ""))
    view = view_of(now, "identifiers")
    assert field_of(view, "f-identifier_value-r0").hint == now.library.identifiers["mid"].i18n.hint
    assert field_of(view, "f-identifier_value-new").pattern == ""


def test_a_repair_is_offered_as_one_step() -> None:
    importer = complete_answers("us-importer")
    now = a_situation(importer | an_identifier("r9", "ior-ein", "12-3456789"))
    field = field_of(view_of(now, "identifiers"), "f-identifier_value-r9")
    assert [(offer.key, offer.row, offer.value, offer.label) for offer in field.offers] == [
        ("identifier_value", "r9", "12-345678900", "Use 12-345678900")
    ]
    other = a_situation(importer | an_identifier("r9", "ior-ein", "152704-01234"))
    offers = field_of(view_of(other, "identifiers"), "f-identifier_value-r9").offers
    moves = [(offer.row, offer.value, offer.version) for offer in offers if offer.key == "identifier_kind"]
    assert moves == [("r9", "ior-cbp-assigned", 1)]


def test_the_kind_of_a_number_that_no_type_uses_any_more_stays_chosen() -> None:
    now = a_situation(MAKER | an_identifier("more", "scac", "ABCD"))
    options = field_of(view_of(now, "identifiers"), "f-identifier_kind-more").options
    assert [option.key for option in options if option.chosen] == ["scac"]
    assert "scac" not in [
        option.key for option in field_of(view_of(now, "identifiers"), "f-identifier_kind-r0").options
    ]


def test_a_locked_number_is_shown_locked_with_its_kind_and_cannot_be_deleted() -> None:
    view = view_of(a_situation(MAKER), "identifiers", a_reader(is_locked=lambda kind: kind == "mid"))
    assert [(row.key, row.removable, [field.locked for field in row.fields]) for row in view.rows] == [
        ("r0", False, [True, True]),
        ("r1", True, [False, False]),
    ]


def test_what_a_person_may_not_write_is_shown_so() -> None:
    reader = a_reader(may_write=lambda question: question.kind is not FieldKind.IDENTIFIER)
    view = view_of(a_situation(MAKER), "identifiers", reader)
    assert [field.writable for field in view.rows[0].fields] == [True, False]
    assert not view.rows[0].removable


def test_rows_of_people_have_their_names_and_cannot_be_deleted_here() -> None:
    view = view_of(a_situation(MAKER), "contacts")
    assert [(row.title, row.removable) for row in view.rows] == [("Ana", False), ("Ben", False), ("Chloe", False)]
    assert view.list_id == ""


def test_a_person_who_left_keeps_no_row() -> None:
    now = a_situation(MAKER, facts=replace(FACTS, members=FACTS.members[:1]))
    assert [row.title for row in view_of(now, "contacts").rows] == ["Ana"]


def test_chosen_countries_are_shown_by_their_names() -> None:
    options = field_of(view_of(a_situation(MAKER), "countries"), "f-countries").options
    assert [(option.key, option.label) for option in options] == [("MX", "<MX>"), ("US", "<US>")]


def test_a_step_knows_its_place() -> None:
    now = a_situation()
    first, last = view_of(now, "business-types"), view_of(now, "international")
    assert (first.number, first.count, first.before, first.after) == (1, 8, "", "eligibility")
    assert (last.number, last.before, last.after) == (7, "contacts", "security-profile")


# ---------------------------------------------------------------- task list and problems


def test_the_task_list_tells_every_part_in_words() -> None:
    answers = MAKER | {("international", ""): "yes", ("criterion.1.1", ""): "", ("criterion.1.2", ""): ""}
    tasks = {task.step: (task.status, task.note) for task in task_views(a_situation(answers), a_reader(), "contacts")}
    assert tasks["international"] == ("waiting-for-officer", "Waiting for the officer")
    assert tasks["security-profile"] == ("in-progress", "94 of 96 statements answered")
    assert tasks["contacts"] == ("complete", "")
    assert [task.step for task in task_views(a_situation(answers), a_reader(), "contacts") if task.here] == ["contacts"]


def test_open_criteria_are_one_line_for_each_category() -> None:
    answers = MAKER | {("criterion.1.1", ""): "", ("criterion.1.3", ""): "", ("criterion.2.1", ""): ""}
    told = problem_views(a_situation(answers), a_reader())
    assert [(item.code, item.target, item.step) for item in told] == [
        ("profile.open", "criterion.1.1", "security-profile"),
        ("profile.open", "criterion.2.1", "security-profile"),
    ]


def test_what_waits_for_the_officer_is_marked_so() -> None:
    told = problem_views(a_situation(MAKER | {("international", ""): "yes"}), a_reader())
    assert [(item.code, item.needs_officer) for item in told] == [("consent.waiting", True)]


# ---------------------------------------------------------------- security profile


def test_the_jump_list_counts_what_is_open_and_leads_to_the_first_of_it() -> None:
    now = a_situation(MAKER | {("criterion.1.2", ""): "", ("criterion.1.4", ""): ""})
    jumps = jump_views(now, localiser("en"), "1.2")
    assert len(jumps) == 12
    assert (jumps[0].open, jumps[0].total, jumps[0].first, jumps[0].here) == (2, 4, "1.2", True)
    assert (jumps[1].open, jumps[1].first, jumps[1].here) == (0, "2.1", False)
    assert sum(jump.total for jump in jumps) == 96


def test_the_jump_list_names_who_was_given_statements_each_once() -> None:
    people = {"1.1": ["Ben"], "1.2": ["Olga", "Ben"], "2.1": ["Chloe"], "99.9": ["Dan"]}
    jumps = jump_views(a_situation(MAKER), localiser("en"), "", people)
    assert [jump.people for jump in jumps[:3]] == ["Ben & Olga", "Chloe", ""]
    assert all(jump.people == "" for jump in jump_views(a_situation(MAKER), localiser("en")))


def test_the_jump_list_of_what_was_given_counts_that_alone() -> None:
    now = a_situation(MAKER | {("criterion.1.2", ""): ""})
    (jump,) = jump_views(limited_to(now, {"1.2", "1.3"}), localiser("en"), "1.3")
    assert (jump.open, jump.total, jump.first, jump.here) == (1, 2, "1.2", True)


def test_a_category_without_criteria_is_not_in_the_jump_list() -> None:
    assert jump_views(a_situation(), localiser("en")) == []


def test_a_criterion_is_shown_with_its_neighbours_and_evidence() -> None:
    view = criterion_of(a_situation(MAKER | {("criterion.4.1", ""): ""}), "1.2")
    assert (view.number, view.before, view.after, view.next_open) == ("1.2", "1.1", "1.3", "4.1")
    assert (view.open_count, view.count) == (1, 96)
    assert view.evidence
    assert [field.key for field in view.fields] == ["applicability.1.2", "criterion.1.2"]


@pytest.mark.parametrize("key", ["", "99.9", "5.r1", "criterion.1.1"])
def test_a_criterion_that_is_not_asked_shows_nothing(key: str) -> None:
    assert criterion_view(a_situation(MAKER), key, a_reader()) is None


def test_who_demands_a_criterion_is_told_only_when_there_are_several_types() -> None:
    reader = a_reader("es", SPANISH)
    assert criterion_of(a_situation(MAKER), "3.1", reader).demanded_by == ""
    two = a_situation({("business_types", ""): "foreign-manufacturer,rail-carrier"})
    assert criterion_of(two, "3.1", reader).demanded_by == "Fabricante extranjero & Rail carrier"


def test_words_of_the_glossary_are_explained_in_place() -> None:
    view = criterion_of(a_situation({("business_types", ""): "us-importer"}), "1.1")
    assert "CTPAT" in f"{view.statement} {view.guidance}"
    assert [term.term for term in view.terms if term.term.startswith("CTPAT")]


def test_a_word_is_explained_in_the_language_of_the_text() -> None:
    spanish = criterion_of(a_situation(MAKER), "3.1", a_reader("es", SPANISH))
    assert spanish.statement_language == "es"
    assert [term.term.startswith("MSC (ES)") for term in spanish.terms] == [True]
    gap = criterion_of(a_situation(MAKER), "1.1", a_reader("es", SPANISH))
    assert gap.statement_language == "en"
    assert not any(term.term.startswith("MSC (ES)") for term in gap.terms)


def test_a_part_of_a_longer_word_is_not_explained() -> None:
    texts = {**SPANISH, "criteria/3.1.statement": "Los MSCX y xMSC no son siglas."}
    assert criterion_of(a_situation(MAKER), "3.1", a_reader("es", texts)).terms == []


# ---------------------------------------------------------------- personal numbers


def test_a_view_never_holds_a_personal_number() -> None:
    secret = "ZZZX010101TZA"
    now = a_situation(MAKER | an_identifier("r1", "rfc-person", "ZZZX******TZA"))
    hidden = replace(now.book.answers["identifier_value", "r1"], secret=secret)
    now = replace(now, book=type(now.book)({**now.book.answers, ("identifier_value", "r1"): hidden}))
    reader = a_reader(asked_for_all=True)
    whole = json.dumps([asdict(step_view(now, step, reader)) for step in now.path], ensure_ascii=False)
    whole += json.dumps([asdict(item) for item in problem_views(now, reader)], ensure_ascii=False)
    whole += json.dumps([asdict(item) for item in summarise(now, localiser("en"), WORDS)], ensure_ascii=False)
    assert "ZZZX******TZA" in whole
    assert secret not in whole
    assert field_of(view_of(now, "identifiers"), "f-identifier_value-r1").sensitive


# ---------------------------------------------------------------- size


def size(view: object) -> int:
    return len(json.dumps(asdict(view), ensure_ascii=False, separators=(",", ":")).encode())  # type: ignore[call-overload]


@pytest.mark.parametrize("language", ["en", "es", "ar", "zh-Hans"])
def test_a_step_of_one_question_is_at_most_four_kilobytes(language: str) -> None:
    def say(code: str, params: Mapping[str, str | int]) -> str:
        return message(code, language, **params)

    reader = Reader(localiser_for(language), say, lambda question: True, lambda kind: False, asked_for_all=True)
    for answers in ({("business_types", ""): "foreign-manufacturer"}, MAKER):
        now: Situation = a_situation(answers)
        assert size(view_of(now, "countries", reader)) <= 2_000
        assert size(view_of(now, "international", reader)) <= 2_000
        assert all(size(criterion_of(now, item.criterion.id, reader)) <= 4_096 for item in now.criteria)
