"""Invented answers for practising: they lead to the same questions as a real form, and hold nothing of it.

Looks only at content and at the few closed answers that decide which questions there are.
"""

from collections.abc import Mapping
from datetime import date
from typing import Final

from ctpat_app.guidance.answers import ROW_PRESENT, AccountFacts, AddressFact, AnswerBook, MemberFact, StoredAnswer
from ctpat_app.guidance.conditions import fields_of, holds
from ctpat_app.guidance.eligibility import TYPES_KEY
from ctpat_app.guidance.flow import Situation
from ctpat_app.guidance.path import Asked
from ctpat_app.guidance.questions import CRITERION, ELIGIBILITY, Question, questions_of, steps_of
from ctpat_app.guidance.records import Library
from ctpat_app.guidance.schema import CHOSEN, Condition, FieldKind, FlowField, IdentifierKind, Step

Answers = Mapping[tuple[str, str], str]
"""Key and row to the text; the row is empty outside of lists."""

TEXT: Final = "Example text for practice"
"""What stands in every open box; it is no answer of anybody."""
NUMBER: Final = "10"
CONTACT_ROLE: Final = "contact_role"
IDENTIFIERS: Final = "identifiers"
_CLOSED: Final = frozenset({*CHOSEN, FieldKind.YES_NO, FieldKind.COUNTRIES})
_ROUNDS: Final = 60
"""More than there are steps in any flow: each round may open further questions."""


def practice_facts(country: str) -> AccountFacts:
    """Return an invented company in ``country``, with one member of each role."""
    return AccountFacts(
        country=country,
        addresses=(AddressFact("1", "Example office"), AddressFact("2", "Example plant")),
        members=(
            MemberFact("1", "Example officer", "officer", declared=True),
            MemberFact("2", "Example employee", "employee"),
            MemberFact("3", "Example consultant", "consultant"),
        ),
    )


def deciding_keys(library: Library, flow: str) -> tuple[str, ...]:
    """Return the keys of the closed questions whose answers decide which others are asked.

    These alone are taken from a real form: option keys of the content, and never a word that somebody typed.
    """
    questions = questions_of(library, flow)
    read = [name for condition in _conditions(library, flow) for name in fields_of(condition)]
    return tuple(
        key
        for key in dict.fromkeys((TYPES_KEY, *read))
        if key in questions and questions[key].kind in _CLOSED and not questions[key].list_id
    )


def deciding_answers(situation: Situation) -> dict[str, str]:
    """Return what the answers of a real form decide about its path, by key."""
    found = {key: situation.book.text(key) for key in deciding_keys(situation.library, situation.flow_id)}
    return {key: text for key, text in found.items() if text}


def twin(
    library: Library, flow: str, *, country: str, decided: Mapping[str, str], until: str, today: date
) -> dict[tuple[str, str], str]:
    """Return invented answers to everything that is asked before the step ``until``, which stays untouched.

    ``decided`` are the answers that decide the path; they stand as they are, wherever they are asked.
    """
    answers: dict[tuple[str, str], str] = {(key, ""): text for key, text in decided.items()}
    facts = practice_facts(country)
    for _ in range(_ROUNDS):
        now = situation_of(library, flow, answers, facts, today)
        before = _before(now, until)
        fresh = {**_rows(now, before), **_asked(now, before, answers)}
        fresh = {place: text for place, text in fresh.items() if place not in answers}
        if not fresh:
            break
        answers |= fresh
    return answers


def situation_of(library: Library, flow: str, answers: Answers, facts: AccountFacts, today: date) -> Situation:
    """Return a situation with ``answers`` as they are."""
    book = AnswerBook.of(StoredAnswer(key, row, text, 1) for (key, row), text in answers.items())
    return Situation(library, flow, book, facts, today)


def example_of(kind: IdentifierKind) -> str:
    """Return a made-up value that the identifier takes, as it is stored."""
    return next(example.stored for example in kind.valid)


def _conditions(library: Library, flow: str) -> list[Condition | None]:
    steps = steps_of(library, flow).values()
    of_steps = [condition for step in steps for condition in (step.when, *(item.when for item in _fields(step)))]
    kinds = library.business_types.values()
    of_statements = [item.when for kind in kinds for item in kind.statements]
    common = [item.when for item in library.common_statements.values()]
    return [*of_steps, *of_statements, *common, *(need.when for kind in kinds for need in kind.required_identifiers)]


def _fields(step: Step) -> tuple[FlowField, ...]:
    return (*step.fields, *step.row_fields)


def _before(now: Situation, until: str) -> list[Step]:
    ids = [step.id for step in now.path]
    return list(now.path[: ids.index(until)]) if until in ids else []


def _rows(now: Situation, steps: list[Step]) -> dict[tuple[str, str], str]:
    """Return rows that lists lack: of the identifiers one for each need, of others as many as there must be."""
    found: dict[tuple[str, str], str] = {}
    for step in steps:
        if step.list is None or step.list.rows_from:
            continue
        if step.list.id == IDENTIFIERS:
            found |= _identifier_rows(now)
        else:
            found |= {(step.list.id, f"p{number}"): ROW_PRESENT for number in range(step.list.min)}
    return found


def _identifier_rows(now: Situation) -> dict[tuple[str, str], str]:
    """Return a row for each need that no row meets yet; what is needed may follow from later answers."""
    rows = now.book.rows(IDENTIFIERS)
    given = {now.book.text("identifier_kind", row) for row in rows}
    needs = [need for key in now.types for need in now.library.business_types[key].required_identifiers]
    wanted = dict.fromkeys(need.any_of for need in needs if holds(need.when, now.values))
    lacking = [any_of for any_of in wanted if not given.intersection(any_of)]
    found: dict[tuple[str, str], str] = {}
    for number, any_of in enumerate(lacking, len(rows)):
        kinds = [now.library.identifiers[key] for key in any_of]
        kind = next((each for each in kinds if not each.sensitive), kinds[0])
        row = f"p{number}"
        found |= {
            (IDENTIFIERS, row): ROW_PRESENT,
            ("identifier_kind", row): kind.id,
            ("identifier_value", row): example_of(kind),
        }
    return found


def _asked(now: Situation, steps: list[Step], answers: Answers) -> dict[tuple[str, str], str]:
    places = [item for step in steps for item in now.asked(step) if (item.question.key, item.row) not in answers]
    invented = {(item.question.key, item.row): invent(now, item) for item in places if _is_wanted(item.question)}
    return {place: text for place, text in invented.items() if text}


def _is_wanted(question: Question) -> bool:
    return (question.required or question.kind is FieldKind.CONTACT_ROLE) and question.kind is not FieldKind.CONSENT


def invent(now: Situation, item: Asked) -> str:
    """Return a made-up answer that fits the question's shape; empty where there is none."""
    question = item.question
    match question.kind:
        case FieldKind.YES_NO:
            return "yes" if question.key.startswith(ELIGIBILITY) else "no"
        case FieldKind.CONTACT_ROLE:
            return next((each.role for each in now.facts.members if each.id == item.row), "")
        case FieldKind.CHOICE | FieldKind.CHECKBOXES | FieldKind.PRIMARY_CONTACT | FieldKind.RATING:
            return next((choice.id for choice in now.choices(question)), "")
        case FieldKind.COUNTRIES:
            return ",".join(dict.fromkeys((now.facts.country or "MX", "US")))
        case FieldKind.DATE:
            return now.today.isoformat()
        case FieldKind.NUMBER | FieldKind.WHOLE_NUMBER:
            return str(max(question.least or 0, min(int(NUMBER), question.most or int(NUMBER))))
        case FieldKind.IDENTIFIER:
            kind = now.library.identifiers.get(now.book.text(question.format_of, item.row))
            return example_of(kind) if kind else ""
        case FieldKind.LONG_TEXT if question.key.startswith(CRITERION):
            sample = now.library.samples.get(question.record)
            return sample.i18n.good if sample else TEXT
    return TEXT[: question.max]
