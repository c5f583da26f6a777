"""What must hold between the records of a library: ids are unique, references resolve, conditions look back only."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from ctpat_app.guidance.answers import ACCOUNT_FIELDS
from ctpat_app.guidance.canned_answers import canned_faults
from ctpat_app.guidance.conditions import fault_of, fields_of
from ctpat_app.guidance.help_faults import help_faults
from ctpat_app.guidance.problem_schema import problem_faults
from ctpat_app.guidance.records import Library
from ctpat_app.guidance.risk_faults import risk_faults
from ctpat_app.guidance.schema import (
    CHOSEN,
    BusinessType,
    Condition,
    EligibilityStatement,
    FieldKind,
    Flow,
    FlowField,
    IdentifierKind,
    Step,
)


def faults_in(library: Library) -> Iterator[str]:
    """Yield every fault of ``library``, each with the record that it stands in."""
    yield from _reference_faults(library)
    for flow in library.flows.values():
        yield from _flow_faults(library, flow)
    yield from risk_faults(library)
    yield from help_faults(library)
    yield from problem_faults(library.problem_kinds, library.help_topics)
    yield from canned_faults(library.canned_answers, library.help_topics)
    repeated = Counter(item.id for kind in library.business_types.values() for item in kind.statements)
    repeated.update(list(library.common_statements))
    yield from (f"eligibility statement {key}: the id is used twice" for key, count in repeated.items() if count > 1)


# ---------------------------------------------------------------- references


def _reference_faults(library: Library) -> Iterator[str]:
    for kind in library.business_types.values():
        yield from _business_type_faults(library, kind)
    for statement in library.statements.values():
        yield from _statement_faults(library, statement)
    for criterion in library.criteria.values():
        name = f"criteria/{criterion.id}"
        yield from _unknown(name, [criterion.category], library.categories)
        yield from _unknown(name, [*criterion.level, *criterion.level_unverified], library.business_types)
        yield from _unknown(name, criterion.evidence, library.evidence_kinds)
    for topic in library.training_topics.values():
        yield from _unknown(f"training_topics/{topic.id}", topic.criteria, library.criteria)
    for evidence in library.evidence_kinds.values():
        yield from _unknown(f"evidence_kinds/{evidence.id}", evidence.categories, library.categories)
    for identifier in library.identifiers.values():
        yield from _identifier_faults(library, identifier)
    for collection in ("mutual_recognition", "aeo_rules", "mid"):
        for item in getattr(library, collection).values():
            yield from _unknown(f"{collection}/{item.id}", item.sources, library.sources)


def _business_type_faults(library: Library, kind: BusinessType) -> Iterator[str]:
    name = f"business_types/{kind.id}"
    needed = [key for need in kind.required_identifiers for key in need.any_of]
    yield from _unknown(name, [*needed, *kind.optional_identifiers], library.identifiers)
    yield from _unknown(name, kind.common, library.common_statements)
    yield from _unknown(name, [item.id for item in kind.excludes], library.business_types)
    for other in kind.excludes:
        if other.keep not in {kind.id, other.id}:
            yield f"{name}: of {kind.id} and {other.id} one is kept, not {other.keep}"


def _statement_faults(library: Library, statement: EligibilityStatement) -> Iterator[str]:
    redirect = [statement.redirect_to] if statement.redirect_to else []
    yield from _unknown(statement.id, redirect, library.business_types)
    yield from _unknown(statement.id, statement.sources, library.sources)


def _identifier_faults(library: Library, kind: IdentifierKind) -> Iterator[str]:
    name = f"identifiers/{kind.id}"
    yield from _unknown(name, kind.sources, library.sources)
    yield from _unknown(name, [rule.kind for rule in kind.repairs if rule.kind], library.identifiers)
    yield from _unknown(name, [key for rule in kind.warnings for key in rule.business_types], library.business_types)
    for pattern in (kind.regex, *(rule.match for rule in kind.repairs), *(rule.match for rule in kind.warnings)):
        try:
            re.compile(pattern, re.ASCII)
        except re.error as error:
            yield f"{name}: {pattern}: {error}"


def _unknown(name: str, keys: Iterable[str], known: Mapping[str, object]) -> Iterator[str]:
    return (f"{name}: there is no {key}" for key in keys if key not in known)


# ---------------------------------------------------------------- flows


def _flow_faults(library: Library, flow: Flow) -> Iterator[str]:
    seen: set[str] = set(ACCOUNT_FIELDS)
    for step in flow.steps:
        name = f"flows/{flow.id}/{step.id}"
        yield from _condition_faults(name, step.when, seen)
        for item in step.fields:
            yield from _condition_faults(f"{name}/{item.id}", item.when, seen)
            seen.add(item.id)
        for item in step.row_fields:
            yield from _condition_faults(f"{name}/{item.id}", item.when, seen)
        for item in (*step.fields, *step.row_fields):
            yield from _field_faults(f"{name}/{item.id}", step, item)
        yield from _step_faults(library, name, step, seen)
    # Keys of answers are ids of fields and lists; a key that two things share would mix their answers.
    ids = Counter(item.id for step in flow.steps for item in (*step.fields, *step.row_fields))
    ids.update(step.list.id for step in flow.steps if step.list)
    yield from (f"flows/{flow.id}: the id {key} is used twice" for key, count in ids.items() if count > 1)
    steps = Counter(step.id for step in flow.steps)
    yield from (f"flows/{flow.id}: the step {key} is there twice" for key, count in steps.items() if count > 1)


def _step_faults(library: Library, name: str, step: Step, seen: set[str]) -> Iterator[str]:
    if step.row_fields and step.list is None:
        yield f"{name}: row_fields without a list"
    if step.list:
        yield from _unknown(name, step.list.named_by, {item.id: item for item in step.row_fields})
    if not (step.fields or step.row_fields or step.for_each):
        yield f"{name}: the step asks nothing"
    yield from _unknown(f"{name}: agreement", [step.consent] if step.consent else [], library.agreements)
    # Statements and needs are asked where the flow places them, so their conditions look back from there.
    if step.for_each and step.for_each.records == "eligibility":
        for statement in library.statements.values():
            yield from _condition_faults(f"statement {statement.id}", statement.when, seen)
    if any(item.kind is FieldKind.IDENTIFIER for item in step.row_fields):
        for kind in library.business_types.values():
            for need in kind.required_identifiers:
                yield from _condition_faults(f"business_types/{kind.id}", need.when, seen)


def _field_faults(name: str, step: Step, item: FlowField) -> Iterator[str]:
    if item.kind in CHOSEN and not (item.options or item.options_from):
        yield f"{name}: there are no options to choose from"
    if item.kind is FieldKind.IDENTIFIER and item.format_of not in {other.id for other in step.row_fields}:
        yield f"{name}: format_of must name a field of the same row"
    if (item.options_from == "rows") is not (item.of_list is not None):
        yield f"{name}: options from rows, and only those, name the list in of_list"
    repeated = Counter(option.id for option in item.options)
    yield from (f"{name}: the option {key} is there twice" for key, count in repeated.items() if count > 1)


def _condition_faults(name: str, condition: Condition | None, known: set[str]) -> Iterator[str]:
    if condition is None:
        return
    if fault := fault_of(condition):
        yield f"{name}: {fault}"
    for part in (*(condition.all or ()), *(condition.any or ()), *([condition.not_] if condition.not_ else [])):
        yield from _condition_faults(name, part, known)
    if condition.field is not None:
        yield from (
            f"{name}: the condition looks at {key}, which is not asked above"
            for key in fields_of(condition)
            if key not in known
        )
