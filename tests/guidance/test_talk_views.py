"""What the page of the dialogue shows: the question as the heading, its part, what is open, and what was said."""

import pytest

from ctpat_app.guidance.flow import Situation
from ctpat_app.guidance.questions import CRITERION
from ctpat_app.guidance.summary import SummaryWords
from ctpat_app.guidance.talk import END, PART_END, Turn, TurnKind, turn_at
from ctpat_app.guidance.talk_views import (
    CLIPPED_AT,
    SAID_AT_ONCE,
    SaidView,
    TurnView,
    part_counts,
    part_said,
    said_before,
    turn_view,
)
from ctpat_app.guidance.views import Reader
from tests.applicants import LIBRARY, Answers, a_situation, an_identifier, complete_answers
from tests.guidance.test_views import a_reader, localiser

WORDS = SummaryWords("Yes", "No", "Does not apply", "Agreed")
MAKER = complete_answers("foreign-manufacturer")


def shown(step: str, key: str, row: str = "", answers: Answers | None = None, reader: Reader | None = None) -> TurnView:
    now = a_situation(answers or {})
    turn = turn_at(now, step, key, row)
    assert (turn.key, turn.row) == (key, row)
    return turn_view(now, turn, reader or a_reader())


def said(now: Situation, step: str, key: str, row: str = "") -> tuple[list[SaidView], int]:
    return said_before(now, turn_at(now, step, key, row), localiser("en"), WORDS)


def test_the_question_is_the_heading_and_stands_in_its_part() -> None:
    view = shown("addresses", "mailing_address", answers={("primary_address", ""): "11"})
    assert (view.heading, view.part, view.number, view.count) == ("Mailing address", "Addresses", 5, 8)
    assert view.left == 1
    assert view.closed
    assert view.hears
    assert view.why != ""


@pytest.mark.parametrize(
    ("step", "key", "closed", "hears"),
    [
        ("business-types", "business_types", False, True),
        ("countries", "countries", False, True),
        ("international", "international", True, True),
        ("contacts", "primary_contact", True, True),
    ],
)
def test_one_press_answers_where_one_option_is_the_answer(step: str, key: str, *, closed: bool, hears: bool) -> None:
    view = shown(step, key)
    assert (view.closed, view.hears) == (closed, hears)


def test_who_may_not_write_is_shown_the_field_and_no_buttons() -> None:
    view = shown("international", "international", reader=a_reader(may_write=lambda question: False))
    assert not view.closed
    assert not view.hears
    assert not view.fields[0].writable


def test_a_statement_about_the_company_says_what_is_asked_about_it() -> None:
    view = shown("eligibility", "eligibility.common.agreement", answers={("business_types", ""): "us-importer"})
    assert view.asks == "Do these statements hold for you?"
    assert view.heading != view.asks
    assert shown("countries", "countries").asks == ""


def test_the_role_of_a_person_is_asked_by_name() -> None:
    view = shown("contacts", "contact_role", "2")
    assert view.heading.startswith("Ben: ")


def test_a_question_of_an_entry_says_which_entry_it_is() -> None:
    view = shown("identifiers", "identifier_value", "r0", an_identifier("r0", "ein", ""))
    assert view.caption.startswith("Identifier 1")
    assert view.removable
    assert view.list_id == "identifiers"


def test_a_statement_is_the_heading_of_its_response() -> None:
    view = shown("security-profile", CRITERION + "1.1", answers=MAKER)
    assert view.heading == LIBRARY.criteria["1.1"].i18n.statement
    assert [item.key for item in view.fields] == [CRITERION + "1.1"]
    assert view.shows_label
    assert view.criterion == "1.1"


def test_a_list_asks_for_another_entry_and_says_what_is_lacking() -> None:
    view = shown("identifiers", "identifiers", answers={("business_types", ""): "us-importer"})
    assert (view.kind, view.entry_count) == ("entry", 0)
    assert view.add_label == "Add an identifier"
    assert view.notices != []
    again = shown("identifiers", "identifiers", answers=complete_answers("us-importer"))
    assert again.notices == []
    assert again.heading == "Identifiers: is there another one to add?"


def test_missing_answers_are_told_only_after_an_attempt_to_go_on() -> None:
    assert shown("countries", "countries").problems == []
    (problem,) = shown("countries", "countries", reader=a_reader(asked_for_all=True)).problems
    assert problem.target == "f-countries"


def test_what_is_said_about_an_answer_is_named_so_that_it_counts_as_read() -> None:
    answers = {("business_types", ""): "us-importer"} | an_identifier("r0", "scac", "ABCD")
    assert shown("identifiers", "identifier_kind", "r0", answers).told == "identifiers.not-for-your-types"
    assert shown("countries", "countries", reader=a_reader(asked_for_all=True)).told == ""


def test_the_end_tells_how_much_is_open() -> None:
    done = turn_view(a_situation(MAKER), END, a_reader())
    assert (done.still_open, done.heading) == (0, "You have answered every question")
    left = turn_view(a_situation(MAKER | {("countries", ""): ""}), END, a_reader())
    assert left.still_open == 1
    assert "1" in left.heading


# ---------------------------------------------------------------- what was said


def test_the_thread_holds_the_answers_of_the_part_before_the_question() -> None:
    now = a_situation({("primary_address", ""): "11"})
    told, earlier = said(now, "addresses", "mailing_address")
    assert [(each.label, each.answers[0][:11]) for each in told] == [("Primary address", "Main office")]
    assert earlier == 0


def test_a_code_is_told_under_the_name_of_its_kind() -> None:
    now = a_situation({("business_types", ""): "us-importer"} | an_identifier("r0", "ein", "12-3456789"))
    told, _ = said(now, "identifiers", "identifiers")
    assert told[-1].label.startswith("Employer Identification Number")
    assert told[-1].is_code


def test_a_long_thread_is_cut_and_says_how_much_there_was() -> None:
    now = a_situation(MAKER)
    last = now.criteria[-1].criterion.id
    told, earlier = said(now, "security-profile", CRITERION + last)
    assert len(told) == SAID_AT_ONCE
    assert earlier == len(now.criteria) - 1 - SAID_AT_ONCE


def test_a_long_answer_is_cut_in_the_thread() -> None:
    now = a_situation(MAKER | {("criterion.1.1", ""): "word " * 400})
    told, _ = said(now, "security-profile", CRITERION + now.criteria[1].criterion.id)
    (answer,) = told[0].answers
    assert len(answer) <= CLIPPED_AT + 2
    assert answer.endswith("…")


def test_a_statement_that_does_not_apply_says_so_in_the_thread() -> None:
    now = a_situation(MAKER | {("applicability.1.1", ""): "not-applicable", ("criterion.1.1", ""): "We have none."})
    told, _ = said(now, "security-profile", CRITERION + now.criteria[1].criterion.id)
    assert told[0].answers == ["Does not apply", "We have none."]


def test_the_end_of_a_part_tells_all_of_it_open_questions_too() -> None:
    now = a_situation({("primary_address", ""): "11"})
    step = now.step("addresses")
    assert step is not None
    told = part_said(now, step, localiser("en"), WORDS)
    assert [(each.key, bool(each.answers)) for each in told] == [("primary_address", True), ("mailing_address", False)]
    assert turn_view(now, Turn(TurnKind.PART_END, "addresses", PART_END), a_reader()).heading == (
        "What you said: Addresses"
    )


def test_the_end_of_the_security_profile_tells_how_far_each_category_is() -> None:
    now = a_situation(MAKER)
    step = now.step("security-profile")
    assert step is not None
    assert part_said(now, step, localiser("en"), WORDS) == []
    counts = part_counts(now, step, localiser("en"))
    assert sum(each.total for each in counts) == len(now.criteria)
