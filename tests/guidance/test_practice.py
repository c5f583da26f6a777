"""Invented answers: for every business type they lead through the same questions, and nothing in them is real."""

import pytest

from ctpat_app.guidance.answers import AnswerBook, StoredAnswer
from ctpat_app.guidance.flow import Asked, Situation
from ctpat_app.guidance.practice import (
    TEXT,
    deciding_answers,
    deciding_keys,
    invent,
    practice_facts,
    situation_of,
    twin,
)
from ctpat_app.guidance.questions import questions_of
from ctpat_app.guidance.schema import CHOSEN, FieldKind
from tests.applicants import FACTS, FLOW, LIBRARY, TODAY, a_situation, complete_answers

PROFILE = "security-profile"


def practised(kind: str, country: str, until: str = PROFILE, **more: str) -> Situation:
    decided = {"business_types": kind, **more}
    answers = twin(LIBRARY, FLOW, country=country, decided=decided, until=until, today=TODAY)
    return situation_of(LIBRARY, FLOW, answers, practice_facts(country), TODAY)


@pytest.mark.parametrize("country", ["US", "MX", "CA", ""])
@pytest.mark.parametrize("kind", LIBRARY.business_types)
def test_everything_before_the_place_is_answered_and_nothing_is_wrong(kind: str, country: str) -> None:
    now = practised(kind, country)
    before = {step.id for step in now.path} - {PROFILE}
    assert [each.code for each in now.problems if each.step in before and each.level == "error"] == []
    assert now.types == (kind,)
    assert len(now.open_criteria()) == len(now.criteria) > 0


@pytest.mark.parametrize("kind", ["foreign-manufacturer", "highway-carrier-mexico", "consolidator"])
def test_a_twin_asks_what_the_real_form_asks_and_shares_no_text_with_it(kind: str) -> None:
    typed = complete_answers(kind)
    secret = {place: f"Acme secret {place[0]}" if len(text) > 30 else text for place, text in typed.items()}
    real = a_situation(secret)
    decided = deciding_answers(real)
    answers = twin(LIBRARY, FLOW, country=FACTS.country, decided=decided, until=PROFILE, today=TODAY)
    now = situation_of(LIBRARY, FLOW, answers, practice_facts(FACTS.country), TODAY)
    assert [step.id for step in now.path] == [step.id for step in real.path]
    assert now.statements == real.statements
    assert [item.criterion.id for item in now.criteria] == [item.criterion.id for item in real.criteria]
    assert not [text for text in answers.values() if "Acme secret" in text]
    names = {member.name for member in FACTS.members} | {each.label for each in FACTS.addresses}
    shown = {member.name for member in now.facts.members} | {each.label for each in now.facts.addresses}
    assert not names & shown


def test_only_closed_answers_decide_about_the_path() -> None:
    questions, closed = questions_of(LIBRARY, FLOW), {*CHOSEN, FieldKind.YES_NO, FieldKind.COUNTRIES}
    keys = deciding_keys(LIBRARY, FLOW)
    assert {"business_types", "legal_form", "consolidator_mode"} <= set(keys)
    assert {questions[key].kind for key in keys} <= closed


def test_what_a_real_form_decides_is_taken_and_nothing_else_of_it() -> None:
    book = AnswerBook.of(
        [
            StoredAnswer("business_types", "", "foreign-manufacturer", 3),
            StoredAnswer("legal_form", "", "person", 1),
            StoredAnswer("trade_name", "", "Acme", 1),
            StoredAnswer("criterion.1.1", "", "Our guard checks it.", 1),
        ]
    )
    real = Situation(LIBRARY, FLOW, book, FACTS, TODAY)
    assert deciding_answers(real) == {"business_types": "foreign-manufacturer", "legal_form": "person"}


def test_the_place_itself_is_left_open() -> None:
    now = practised("us-importer", "US", "identifiers")
    assert now.book.rows("identifiers") == ()
    assert now.status(next(step for step in now.path if step.id == "eligibility")).value == "complete"


def test_no_personal_number_is_made_up_where_another_one_will_do() -> None:
    now = practised("us-importer", "US")
    kinds = [now.book.text("identifier_kind", row) for row in now.book.rows("identifiers")]
    assert kinds
    assert not [kind for kind in kinds if LIBRARY.identifiers[kind].sensitive]


def test_what_is_made_up_for_an_open_box_says_that_it_is_practice_and_fits() -> None:
    now = practised("highway-carrier-mexico", "MX")
    questions = [each for flow in LIBRARY.flows for each in questions_of(LIBRARY, flow).values()]
    boxes = [each for each in questions if each.kind is FieldKind.TEXT]
    assert boxes
    assert {invent(now, Asked(each)) for each in boxes} == {TEXT[: each.max] for each in boxes}
