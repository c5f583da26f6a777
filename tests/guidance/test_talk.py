"""The dialogue asks what the flow asks, in its order, for every business type; and where each turn leads."""

from dataclasses import replace
from typing import Any

import pytest

from ctpat_app.guidance.answers import AccountFacts
from ctpat_app.guidance.flow import Situation
from ctpat_app.guidance.questions import questions_of
from ctpat_app.guidance.talk import (
    END,
    FINISHED,
    PART_END,
    WITHIN,
    Turn,
    TurnKind,
    after_turn,
    before,
    find_turn,
    first_open,
    following,
    is_answered,
    is_open,
    open_in,
    told_at,
    turn_at,
    turn_in,
    turns_of,
)
from tests.applicants import (
    FACTS,
    LIBRARY,
    Answers,
    a_situation,
    an_identifier,
    changed_library,
    complete_answers,
    step_of,
)

Place = tuple[str, str]
NO_FAULT = "123456789"


def asked_by_the_form(now: Situation) -> list[Place]:
    """What the forms ask, in their order; what stands beside a statement belongs to its turn."""
    asked = [item for step in now.path for item in now.asked(step)]
    return [(item.question.key, item.row) for item in asked if not item.question.key.startswith(WITHIN)]


def talk_through(goal: Answers, facts: AccountFacts = FACTS) -> tuple[list[Place], Answers, Turn]:
    """Answer one turn after the other as ``goal`` says; return what was asked, what was given, and the last turn."""
    given: Answers = {}
    asked: list[Place] = []
    turn = turn_at(a_situation(given, facts=facts), "")
    for _ in range(400):
        now = a_situation(given, facts=facts)
        if turn is END or turn.kind is TurnKind.FINISHED:
            break
        if turn.kind is TurnKind.ENTRY:
            row = next((row for key, row in goal if key == turn.key and (key, row) not in given), "")
            if row:
                given[turn.key, row] = "present"
                now = a_situation(given, facts=facts)
                turn = next(each for each in turns_of(now, step_named(now, turn.step)) if each.row == row)
                continue
        elif turn.kind is TurnKind.QUESTION:
            asked.append((turn.key, turn.row))
            given |= {place: text for place, text in goal.items() if place == (turn.key, turn.row)}
            now = a_situation(given, facts=facts)
        place = after_turn(now, turn.place, heeded=told_at(now, turn)) if (turn.key, turn.row) in given else None
        turn = turn_in(now, place) if place is not None else following(now, turn)
    return asked, given, turn


def step_named(now: Situation, key: str) -> Any:
    found = now.step(key)
    assert found is not None
    return found


def place_of(step: str, key: str, row: str = "") -> str:
    return Turn(TurnKind.QUESTION, step, key, row).place


# ---------------------------------------------------------------- the same questions in the same order


@pytest.mark.parametrize("kind", sorted(LIBRARY.business_types))
@pytest.mark.parametrize("country", ["US", "MX"])
def test_the_dialogue_asks_each_business_type_what_the_forms_ask_in_their_order(kind: str, country: str) -> None:
    facts = replace(FACTS, country=country)
    goal = complete_answers(kind, facts=facts)
    asked, given, last = talk_through(goal, facts)
    now = a_situation(given, facts=facts)
    assert asked == asked_by_the_form(now)
    assert given == goal
    assert last is END
    assert not [problem for problem in now.problems if problem.level == "error"]


def test_several_business_types_are_asked_each_shared_question_once() -> None:
    goal = complete_answers("us-importer", "us-exporter")
    asked, _, _ = talk_through(goal)
    assert len(asked) == len(set(asked))
    assert asked == asked_by_the_form(a_situation(goal))


def test_a_new_question_of_the_content_is_asked_without_code() -> None:
    def with_a_question(raw: dict[str, Any]) -> None:
        field = {"id": "port_of_entry", "kind": "text", "i18n": {"label": "Port"}}
        step_of(raw, "countries")["fields"].append(field)

    now = a_situation(library=changed_library(with_a_question))
    keys = [turn.key for turn in turns_of(now, step_named(now, "countries"))]
    assert keys == ["countries", "port_of_entry", PART_END]


def test_a_question_whose_condition_fails_is_not_asked() -> None:
    without = a_situation({("business_types", ""): "us-importer"}, facts=replace(FACTS, country="US"))
    with_it = a_situation({("business_types", ""): "us-importer"})
    assert find_turn(without, "eligibility", "legal_form", "") is None
    assert find_turn(with_it, "eligibility", "legal_form", "") is not None


def test_the_risk_assessment_is_asked_by_the_same_engine() -> None:
    now = a_situation(flow="risk-assessment")
    turns = [turn for step in now.path for turn in turns_of(now, step)]
    asked = [(turn.key, turn.row) for turn in turns if turn.kind is TurnKind.QUESTION]
    assert asked == asked_by_the_form(now)
    lists = [step.list.id for step in now.path if step.list and not step.list.rows_from]
    assert [turn.key for turn in turns if turn.kind is TurnKind.ENTRY] == lists


# ---------------------------------------------------------------- which turn


@pytest.mark.parametrize("forged", ["", "no-such-step", "../check", "工場", "business_types"])
def test_a_forged_part_leads_to_the_first_open_question(forged: str) -> None:
    assert turn_at(a_situation(), forged).key == "business_types"


@pytest.mark.parametrize("place", ["", "|", "||", "countries|nothing|", "countries|countries|r9", "a|b|c|d"])
def test_a_forged_place_leads_to_a_question_that_is_asked(place: str) -> None:
    now = a_situation()
    turn = turn_in(now, place)
    assert turn in turns_of(now, step_named(now, turn.step))


def test_a_part_is_entered_at_its_first_open_question() -> None:
    now = a_situation({("primary_address", ""): "11"})
    assert turn_at(now, "addresses").key == "mailing_address"


def test_a_complete_part_is_entered_at_its_first_question() -> None:
    now = a_situation(complete_answers("us-importer"))
    assert turn_at(now, "countries").key == "countries"
    assert turn_at(now, "") is END


def test_a_question_of_an_entry_that_was_deleted_leads_to_the_question_about_entries() -> None:
    answers = an_identifier("r0", "ein", NO_FAULT) | {("identifiers", "r0"): ""}
    turn = turn_at(a_situation(answers), "identifiers", "identifier_value", "r0")
    assert turn == Turn(TurnKind.ENTRY, "identifiers", "identifiers")


def test_no_key_of_the_content_can_be_taken_for_an_end() -> None:
    for flow in LIBRARY.flows:
        assert not {PART_END, FINISHED} & set(questions_of(LIBRARY, flow))


def test_every_turn_is_found_again_by_its_place() -> None:
    now = a_situation(complete_answers("foreign-manufacturer"))
    turns = [turn for step in now.path for turn in turns_of(now, step)]
    assert [turn_in(now, turn.place) for turn in turns] == turns
    assert turn_in(now, END.place) == END


# ---------------------------------------------------------------- where it leads


def test_what_has_an_answer_is_passed_over_on_the_way() -> None:
    now = a_situation({("business_types", ""): "us-importer", ("mailing_address", ""): "11"})
    first = Turn(TurnKind.QUESTION, "addresses", "primary_address")
    assert following(now, first).key == "secondary_addresses"


def test_what_may_be_left_out_is_asked_once_on_the_way_but_counts_as_done() -> None:
    now = a_situation({("primary_address", ""): "11", ("mailing_address", ""): "11"})
    optional = Turn(TurnKind.QUESTION, "addresses", "secondary_addresses")
    assert not is_open(now, optional)
    assert following(now, Turn(TurnKind.QUESTION, "addresses", "mailing_address")) == optional
    assert open_in(now, step_named(now, "addresses")) == 0


def test_a_part_that_is_done_is_passed_over() -> None:
    answers = complete_answers("us-importer") | {("international", ""): ""}
    now = a_situation(answers)
    assert following(now, Turn(TurnKind.PART_END, "business-types", PART_END)).key == "international"


def test_skipped_questions_are_counted_at_the_end_and_the_first_can_be_found() -> None:
    answers = complete_answers("us-importer") | {("countries", ""): "", ("criterion.1.1", ""): ""}
    now = a_situation(answers)
    assert sum(open_in(now, step) for step in now.path) == 2
    found = first_open(now)
    assert found is not None
    assert found.key == "countries"


def test_back_leads_through_all_questions_also_those_with_an_answer() -> None:
    now = a_situation(complete_answers("us-importer"))
    walked: list[Turn] = []
    while back := before(now, walked[-1] if walked else END):
        walked.append(back)
    order = [turn for step in now.path for turn in turns_of(now, step) if turn.kind is not TurnKind.PART_END]
    assert walked == order[::-1]


def test_a_list_asks_for_another_entry_each_time_it_is_passed() -> None:
    now = a_situation(complete_answers("us-importer"))
    value = Turn(TurnKind.QUESTION, "identifiers", "identifier_value", now.rows(step_named(now, "identifiers"))[-1])
    assert following(now, value).kind is TurnKind.ENTRY


# ---------------------------------------------------------------- what keeps a person


def test_a_value_with_an_error_is_asked_again() -> None:
    now = a_situation(an_identifier("r0", "mid", "12"))
    turn = Turn(TurnKind.QUESTION, "identifiers", "identifier_value", "r0")
    assert is_answered(now, turn)
    assert after_turn(now, turn.place, heeded="") is None
    assert after_turn(now, turn.place, heeded=told_at(now, turn)) is None


def test_nothing_leads_on_from_a_question_that_must_be_answered() -> None:
    assert after_turn(a_situation(), place_of("business-types", "business_types"), heeded="") is None


def test_advice_is_shown_once_and_keeps_nobody_who_has_read_it() -> None:
    answers = {("business_types", ""): "us-importer"} | an_identifier("r0", "scac", "ABCD")
    now = a_situation(answers)
    turn = Turn(TurnKind.QUESTION, "identifiers", "identifier_kind", "r0")
    told = told_at(now, turn)
    assert told == "identifiers.not-for-your-types"
    assert after_turn(now, turn.place, heeded="") is None
    assert after_turn(now, turn.place, heeded=told) == following(now, turn).place


def test_a_no_that_leads_to_another_business_type_is_told_before_going_on() -> None:
    redirects = [
        (kind.id, item.id)
        for kind in LIBRARY.business_types.values()
        for item in kind.statements
        if item.redirect_to and item.when is None
    ]
    kind, statement = redirects[0]
    now = a_situation({("business_types", ""): kind, (f"eligibility.{statement}", ""): "no"})
    turn = Turn(TurnKind.QUESTION, "eligibility", f"eligibility.{statement}")
    assert told_at(now, turn) == "eligibility.redirect"
    assert after_turn(now, turn.place, heeded="") is None


def test_what_only_the_officer_can_give_keeps_nobody_else() -> None:
    now = a_situation(complete_answers("us-importer") | {("international", ""): "yes"})
    consent = Turn(TurnKind.QUESTION, "international", "mra_consent")
    assert is_open(now, consent)
    assert after_turn(now, consent.place, heeded="") is not None


def test_an_answer_in_another_language_is_followed_by_its_english_version() -> None:
    answers = complete_answers("foreign-manufacturer") | {
        ("criterion.1.1", ""): "El jefe de seguridad revisa cada contenedor los lunes y guarda el registro firmado.",
    }
    now = a_situation(answers)
    turn = Turn(TurnKind.QUESTION, "security-profile", "criterion.1.1")
    after = following(now, turn)
    assert after.key == "english.1.1"
    assert is_open(now, after)
