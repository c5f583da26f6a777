"""Every question of a flow by its key: what it takes, where it stands, where its words come from."""

import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ctpat_app.guidance.answers import AccountFacts, AnswerBook
from ctpat_app.guidance.records import Library
from ctpat_app.guidance.schema import (
    BusinessType,
    Condition,
    Criterion,
    EligibilityStatement,
    FieldKind,
    FlowField,
    Step,
)
from ctpat_app.guidance.texts import NO_TEXT, Ref, ref

MAX_RESPONSE = 5_000
ELIGIBILITY = "eligibility."
CRITERION = "criterion."
APPLICABILITY = "applicability."
ENGLISH = "english."
LANGUAGE = "language."
BESIDE_CRITERION = (APPLICABILITY, ENGLISH, LANGUAGE)
"""What else is asked about a criterion: it comes and goes with the criterion."""
OF_CRITERION = (CRITERION, *BESIDE_CRITERION)
APPLIES, NOT_APPLICABLE = "applies", "not-applicable"
IN_ENGLISH, NOT_IN_ENGLISH = "english", "other"


@dataclass(frozen=True)
class Choice:
    """One option of a question: its stored key and its words."""

    id: str
    label: Ref
    hint: Ref = NO_TEXT


@dataclass(frozen=True)
class Question:
    """One value that a flow asks for, whatever record it comes from."""

    key: str
    step: str
    kind: FieldKind
    required: bool
    max: int
    label: Ref
    hint: Ref = NO_TEXT
    when: Condition | None = None
    list_id: str = ""
    """The list whose rows hold it; empty for a question outside of rows."""
    options: tuple[Choice, ...] = ()
    options_from: str = ""
    format_of: str = ""
    autocomplete: str = ""
    record: str = ""
    """Id of the eligibility statement or criterion that it comes from."""
    of_list: str = ""
    as_list: bool = False
    least: int | None = None
    most: int | None = None
    confirm_alone: bool = False


@functools.lru_cache(maxsize=64)
def questions_of(library: Library, flow_id: str) -> Mapping[str, Question]:
    """Return every question that the flow could ask, by key; conditions are not looked at."""
    return {
        question.key: question for step in library.flows[flow_id].steps for question in _of_step(library, flow_id, step)
    }


@functools.lru_cache(maxsize=64)
def steps_of(library: Library, flow_id: str) -> Mapping[str, Step]:
    """Return the steps of the flow by id, in their order."""
    return {step.id: step for step in library.flows[flow_id].steps}


def _of_step(library: Library, flow_id: str, step: Step) -> Iterator[Question]:
    path = f"flows/{flow_id}/{step.id}"
    for item in step.fields:
        yield _of_field(path, step.id, item, "")
    for item in step.row_fields:
        yield _of_field(path, step.id, item, step.list.id if step.list else "")
    if step.for_each and step.for_each.records == "eligibility":
        for statement, path_of in _statements(library):
            yield _of_statement(path_of, step.id, statement)
    if step.for_each and step.for_each.records == "criteria":
        for criterion in library.criteria.values():
            yield from _of_criterion(step.id, criterion)


def _of_field(path: str, step: str, item: FlowField, list_id: str) -> Question:
    here = f"{path}/{item.id}"
    options = tuple(
        Choice(o.id, ref(f"{here}/{o.id}", "label", o.i18n.label), ref(f"{here}/{o.id}", "hint", o.i18n.hint))
        for o in item.options
    )
    return Question(
        key=item.id,
        step=step,
        kind=item.kind,
        required=item.required,
        max=item.max,
        when=item.when,
        list_id=list_id,
        label=ref(here, "label", item.i18n.label),
        hint=ref(here, "hint", item.i18n.hint),
        options=options,
        options_from=item.options_from or "",
        format_of=item.format_of or "",
        autocomplete=item.autocomplete,
        of_list=item.of_list or "",
        as_list=item.as_list,
        least=item.least,
        most=item.most,
        confirm_alone=item.confirm_alone,
    )


def _statements(library: Library) -> Iterator[tuple[EligibilityStatement, str]]:
    for statement in library.common_statements.values():
        yield statement, f"common_statements/{statement.id}"
    for kind in library.business_types.values():
        for statement in kind.statements:
            yield statement, f"business_types/{kind.id}/{statement.id}"


def _of_statement(path: str, step: str, statement: EligibilityStatement) -> Question:
    return Question(
        key=ELIGIBILITY + statement.id,
        step=step,
        kind=FieldKind.YES_NO,
        required=True,
        max=3,
        when=statement.when,
        label=ref(path, "statement", statement.i18n.statement),
        hint=ref(path, "why", statement.i18n.why),
        record=statement.id,
    )


def _of_criterion(step: str, criterion: Criterion) -> Iterator[Question]:
    path = f"criteria/{criterion.id}"
    title = ref(path, "title", criterion.i18n.title)
    yield Question(
        key=APPLICABILITY + criterion.id,
        step=step,
        kind=FieldKind.CHOICE,
        required=False,
        max=20,
        label=title,
        options=(Choice(APPLIES, Ref("Applies")), Choice(NOT_APPLICABLE, Ref("Not applicable"))),
        record=criterion.id,
    )
    yield Question(
        key=CRITERION + criterion.id,
        step=step,
        kind=FieldKind.LONG_TEXT,
        required=True,
        max=MAX_RESPONSE,
        label=title,
        hint=ref(path, "statement", criterion.i18n.statement),
        record=criterion.id,
    )
    yield Question(
        key=LANGUAGE + criterion.id,
        step=step,
        kind=FieldKind.CHOICE,
        required=False,
        max=20,
        label=title,
        options=(Choice(IN_ENGLISH, Ref("English")), Choice(NOT_IN_ENGLISH, Ref("Another language"))),
        record=criterion.id,
    )
    yield Question(
        key=ENGLISH + criterion.id,
        step=step,
        kind=FieldKind.LONG_TEXT,
        required=True,
        max=MAX_RESPONSE,
        label=title,
        record=criterion.id,
    )


def next_step_of(library: Library, statement_id: str) -> Ref:
    """Return what a person can do after a "no" to the statement."""
    for statement, path in _statements(library):
        if statement.id == statement_id:
            return ref(path, "next", statement.i18n.next)
    raise KeyError(statement_id)


def name_of_type(kind: BusinessType) -> Ref:
    """Return the name of a business type."""
    return ref(f"business_types/{kind.id}", "name", kind.i18n.name)


def choices_of(
    library: Library, question: Question, facts: AccountFacts, types: tuple[str, ...], kept: tuple[str, ...] = ()
) -> tuple[Choice, ...]:
    """Return the options of ``question``; identifiers are those that the business types list, and those ``kept``."""
    source = question.options_from
    if source == "business-types":
        return tuple(
            Choice(kind.id, name_of_type(kind), ref(f"business_types/{kind.id}", "definition", kind.i18n.definition))
            for kind in library.business_types.values()
        )
    if source == "identifiers":
        listed = listed_identifiers(library, types) | set(kept)
        return tuple(
            Choice(
                kind.id,
                ref(f"identifiers/{kind.id}", "name", kind.i18n.name),
                ref(f"identifiers/{kind.id}", "found_on", kind.i18n.found_on),
            )
            for kind in library.identifiers.values()
            if kind.id in listed
        )
    if source == "mutual-recognition":
        return tuple(_mra_choice(library, key) for key in library.mutual_recognition)
    if source == "account-addresses":
        return tuple(Choice(address.id, Ref(address.label)) for address in facts.addresses)
    if source == "account-members":
        return tuple(Choice(member.id, Ref(member.name)) for member in facts.members)
    if source == "criteria-categories":
        return tuple(Choice(key, name_of_category(library, key)) for key in library.categories)
    return question.options


def name_of_category(library: Library, key: str) -> Ref:
    """Return the name of a category of criteria."""
    return ref(f"categories/{key}", "name", library.categories[key].i18n.name)


def _mra_choice(library: Library, key: str) -> Choice:
    partner = library.mutual_recognition[key]
    programme = ref(f"mutual_recognition/{key}", "programme", partner.i18n.programme)
    return Choice(key, Ref(key.upper(), country=partner.iso), programme)


def listed_identifiers(library: Library, types: tuple[str, ...]) -> frozenset[str]:
    """Return the ids of the identifiers that the business types need or may give."""
    listed: set[str] = set()
    for key in types:
        kind = library.business_types[key]
        listed.update(kind.optional_identifiers, *(need.any_of for need in kind.required_identifiers))
    return frozenset(listed)


def identifier_of(library: Library, question: Question, book: AnswerBook, row: str) -> str:
    """Return the id of the identifier kind that the row of an identifier question has chosen; empty when none yet."""
    chosen = book.text(question.format_of, row)
    return chosen if chosen in library.identifiers else ""
