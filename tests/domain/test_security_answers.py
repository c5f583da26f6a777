"""Answers to security questions: spellings that meet, and answers that are not taken."""

import pytest

from ctpat_app.domain.errors import InvalidValue
from ctpat_app.domain.security_answers import TypedQuestion, check_answer, check_own_question, faults_of, folded_answer

KNOWN = {"toy-name", "street-game", "first-dish-cooked"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("José  María", "jose-maria"),
        ("ＳＣＡＣ １２", "scac12"),
        ("STRASSE", "Straße"),
        ("İstanbul", "istanbul"),
        ("ısparta", "ISPARTA"),
        ("Ёлка", "елка"),
        ("Μαΐου", "μαιου"),
        ("أَحْمَد", "احمد"),
        ("مُحمّـــد", "محمد"),
        ("مدرسة", "مدرسه"),
        ("موسى", "موسي"),
        ("علی", "علي"),
        ("کریم", "كريم"),
        ("مؤمن ١٢٣", "مومن ۱۲۳"),
        ("می‌خواهم", "میخواهم"),
        ("שָׁלוֹם", "שלום"),
        ("ｶﾞｷﾞ", "ガギ"),
        ("北京 ", "北京"),
        ("e\u0301cole", "École"),
        ("don't", "don’t"),
    ],
)
def test_spellings_of_one_answer_meet(one: str, other: str) -> None:
    assert folded_answer(one) == folded_answer(other) != ""


@pytest.mark.parametrize(
    ("one", "other"), [("東京", "东京"), ("हिन्दी", "हनद"), ("otter", "other"), ("12", "21"), ("ab", "a b c")]
)
def test_different_answers_stay_different(one: str, other: str) -> None:
    assert folded_answer(one) != folded_answer(other)


def test_folding_twice_changes_nothing() -> None:
    for text in ("İSTANBUL", "مُؤمِن", "Ǆ", "ﬁx", "ẞ", "㎏"):
        assert folded_answer(folded_answer(text)) == folded_answer(text)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "security.answer-missing"),
        (" \u200f ", "security.answer-short"),
        ("ab", "security.answer-short"),
        ("…!?", "security.answer-short"),
        ("李", "security.answer-short"),
        ("x" * 101, "security.answer-long"),
    ],
)
def test_answers_that_are_not_taken(text: str, code: str) -> None:
    with pytest.raises(InvalidValue) as refused:
        check_answer(text)
    assert refused.value.code == code


def test_two_ideographs_are_enough() -> None:
    assert check_answer("老虎") == "老虎"


@pytest.mark.parametrize(
    ("text", "code"),
    [("?", "security.question-short"), ("x" * 201, "security.question-long"), ("a\x00bc", "security.question-short")],
)
def test_own_questions_that_are_not_taken(text: str, code: str) -> None:
    with pytest.raises(InvalidValue) as refused:
        check_own_question(text)
    assert refused.value.code == code


def test_three_good_questions_have_no_faults() -> None:
    typed = [
        TypedQuestion("toy-name", "", "Señor Botas"),
        TypedQuestion("", "  ¿Qué perdí   en Oaxaca? ", "un paraguas"),
        TypedQuestion("street-game", "", "Canicas"),
    ]
    assert faults_of(typed, known=KNOWN, personal=["Ana", "ana@example.com"]) == []


def test_each_fault_names_its_field() -> None:
    typed = [
        TypedQuestion("", "", "Ana"),
        TypedQuestion("toy-name", "", "same"),
        TypedQuestion("toy-name", "", "SAME"),
    ]
    found = [(field, fault.code) for field, fault in faults_of(typed, known=KNOWN, personal=["ana"])]
    assert found == [
        ("question_1", "security.question-missing"),
        ("answer_1", "security.answer-obvious"),
        ("question_3", "security.question-twice"),
        ("answer_3", "security.answer-twice"),
    ]


def test_an_answer_that_stands_in_the_own_question_is_obvious() -> None:
    faults = faults_of([TypedQuestion("", "Is my dog called Rex?", "rex")], known=KNOWN)
    assert [fault.code for _, fault in faults] == ["security.answer-obvious"]
