"""Reads security questions out of a posted form, and hashes or compares their answers with the same work every time."""

from collections.abc import Mapping, Sequence

from ctpat_app.adapters.flash import Problem
from ctpat_app.adapters.passwords import Passwords
from ctpat_app.domain.security_answers import (
    HOW_MANY,
    MAX_CHARACTERS,
    TypedQuestion,
    check_answer,
    check_own_question,
    faults_of,
    folded_answer,
)
from ctpat_app.services.security_questions import StoredQuestion, offered_questions

Form = Mapping[str, str]


def typed_questions(form: Form) -> list[TypedQuestion]:
    """Return the questions of the form in their order."""
    return [
        TypedQuestion(form.get(f"question_{each}", ""), form.get(f"own_{each}", ""), form.get(f"answer_{each}", ""))
        for each in range(1, HOW_MANY + 1)
    ]


def typed_values(form: Form) -> dict[str, str]:
    """Return what may be shown again: the questions, never the answers."""
    return {
        f"{part}_{each}": form.get(f"{part}_{each}", "")[:250]
        for each in range(1, HOW_MANY + 1)
        for part in ("question", "own")
    }


def question_problems(form: Form, personal: Sequence[str]) -> tuple[Problem, ...]:
    """Return what is to be mended in the chosen questions."""
    faults = faults_of(typed_questions(form), known=offered_questions(), personal=personal)
    return tuple(Problem(field, fault.code, fault.params) for field, fault in faults)


async def hashed_questions(passwords: Passwords, form: Form) -> list[StoredQuestion]:
    """Return questions that are free of problems, their answers hashed in a thread."""
    stored = []
    for each in typed_questions(form):
        own = check_own_question(each.own_text) if each.own_text.strip() else ""
        hashed = await passwords.hash(check_answer(each.answer))
        stored.append(StoredQuestion("" if own else each.question, own, hashed))
    return stored


async def answers_match(passwords: Passwords, form: Form, questions: Sequence[StoredQuestion]) -> bool:
    """Whether every answer of the form matches; as many comparisons whatever is stored or wrong."""
    matches = []
    for number, typed in enumerate(typed_questions(form)):
        stored = questions[number].answer_hash if number < len(questions) else None
        verdict = await passwords.verify(folded_answer(typed.answer[:MAX_CHARACTERS]), stored)
        matches.append(verdict.matches)
    return all(matches)
