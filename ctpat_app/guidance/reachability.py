"""Finds what no applicant can ever be asked: conditions that cannot hold, and options that do not exist.

Every condition is split into its cases. A case fails when its tests on one field contradict each other or the field's
options, or when a field that must be answered is itself never asked.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from ctpat_app.domain.countries import COUNTRY_CODES
from ctpat_app.guidance.eligibility import TYPES_KEY
from ctpat_app.guidance.records import Library
from ctpat_app.guidance.schema import BusinessType, Condition, FieldKind, Flow, FlowField

_SEVERAL = {FieldKind.CHECKBOXES, FieldKind.COUNTRIES}


@dataclass(frozen=True)
class _Answers:
    """What a field can hold: its options (None: anything), and whether it takes several at once."""

    options: frozenset[str] | None
    several: bool = False


@dataclass(frozen=True)
class _Test:
    """One test of a case: the field holds one of ``wanted`` (None: any answer), or, negated, none of them."""

    field: str
    wanted: frozenset[str] | None
    holds: bool


_Case = frozenset[_Test]


@dataclass(frozen=True)
class _Questions:
    """The fields of a flow: what each can hold, and the condition under which it is asked."""

    answers: Mapping[str, _Answers]
    asked: Mapping[str, Condition]


def reachability_faults(library: Library) -> Iterator[str]:
    """Yield each condition that can never hold, and each option in a condition that its field does not have."""
    for flow in library.flows.values():
        questions = _questions(library, flow)
        for name, condition, context in _conditions(library, flow):
            yield from _unknown_options(name, condition, questions)
            if not any(_is_possible(case, questions) for case in _cases(_both(context, condition))):
                yield f"{name}: the condition can never hold, so nobody is asked"


def _conditions(library: Library, flow: Flow) -> Iterator[tuple[str, Condition, Condition | None]]:
    """Yield the name, the condition and the context of everything that is asked only of some."""
    for step in flow.steps:
        if step.when:
            yield f"flows/{flow.id}/{step.id}", step.when, None
        for item in (*step.fields, *step.row_fields):
            if item.when:
                yield f"flows/{flow.id}/{step.id}/{item.id}", item.when, step.when
    if any(step.for_each and step.for_each.records == "eligibility" for step in flow.steps):
        for kind in library.business_types.values():
            yield from _conditions_of_type(library, kind)


def _conditions_of_type(library: Library, kind: BusinessType) -> Iterator[tuple[str, Condition, Condition | None]]:
    chosen = Condition(field=TYPES_KEY, includes=kind.id)
    for statement in (*kind.statements, *(library.common_statements[key] for key in kind.common)):
        if statement.when:
            yield f"business_types/{kind.id}: statement {statement.id}", statement.when, chosen
    for need in kind.required_identifiers:
        if need.when:
            yield f"business_types/{kind.id}: need of {', '.join(need.any_of)}", need.when, chosen


# ---------------------------------------------------------------- what can be answered


def _questions(library: Library, flow: Flow) -> _Questions:
    answers = {
        "account.country": _Answers(COUNTRY_CODES),
        "account.mra_consent": _Answers(frozenset({"yes"})),
    }
    asked = {}
    for step in flow.steps:
        for item in step.fields:
            answers[item.id] = _Answers(_options(library, item), item.kind in _SEVERAL)
            if step.when or item.when:
                asked[item.id] = _both(step.when, item.when)
    return _Questions(answers, asked)


def _options(library: Library, item: FlowField) -> frozenset[str] | None:
    lists = {
        "business-types": library.business_types,
        "identifiers": library.identifiers,
        "mutual-recognition": library.mutual_recognition,
        "criteria-categories": library.categories,
    }
    if item.options_from:
        return frozenset(lists[item.options_from]) if item.options_from in lists else None
    if item.kind is FieldKind.YES_NO:
        return frozenset({"yes", "no"})
    if item.kind is FieldKind.COUNTRIES:
        return COUNTRY_CODES
    return frozenset(option.id for option in item.options) or None


def _unknown_options(name: str, condition: Condition, questions: _Questions) -> Iterator[str]:
    for case in _cases(condition):
        for test in sorted(case, key=lambda test: test.field):
            known = questions.answers.get(test.field, _Answers(None)).options
            if known is not None:
                for option in sorted((test.wanted or frozenset()) - known):
                    yield f"{name}: {test.field} has no option {option}"


# ---------------------------------------------------------------- cases


def _both(first: Condition | None, second: Condition | None) -> Condition:
    return Condition(all=tuple(part for part in (first, second) if part))


def _cases(condition: Condition, *, holds: bool = True) -> Iterator[_Case]:
    """Yield the cases in which ``condition`` holds, or does not."""
    if condition.field is not None:
        yield frozenset({_test(condition, condition.field, holds=holds)})
    elif condition.not_ is not None:
        yield from _cases(condition.not_, holds=not holds)
    elif (condition.all is not None) is holds:
        parts = [list(_cases(part, holds=holds)) for part in (condition.all or condition.any or ())]
        yield from (frozenset().union(*case) for case in product(*parts))
    else:
        for part in condition.any or condition.all or ():
            yield from _cases(part, holds=holds)


def _test(condition: Condition, field: str, *, holds: bool) -> _Test:
    if condition.answered is not None:
        return _Test(field, None, condition.answered is holds)
    if condition.is_not is not None:
        return _Test(field, frozenset({condition.is_not}), not holds)
    return _Test(field, frozenset(condition.in_ or (condition.is_ or condition.includes or "",)), holds)


def _is_possible(case: _Case, questions: _Questions, expanded: frozenset[str] = frozenset()) -> bool:
    """Return whether answers exist that meet every test, under the conditions of the fields they need."""
    fields = {test.field for test in case}
    own = {field: [test for test in case if test.field == field] for field in fields}
    if not all(_fits(own[field], questions.answers.get(field, _Answers(None))) for field in fields):
        return False
    needed = {test.field for test in case if test.holds and test.field in questions.asked} - expanded
    if not needed:
        return True
    field = min(needed)
    return any(_is_possible(case | more, questions, expanded | {field}) for more in _cases(questions.asked[field]))


def _fits(tests: list[_Test], answers: _Answers) -> bool:
    """Return whether one answer can pass all ``tests`` on its field."""
    positive = [test.wanted for test in tests if test.holds]
    if not positive:
        return True  # no answer at all passes them
    if any(test.wanted is None for test in tests if not test.holds):
        return False
    refused = frozenset().union(*(test.wanted or () for test in tests if not test.holds))
    wanted = [each for each in positive if each is not None]
    if not answers.several and wanted:
        wanted = [frozenset.intersection(*wanted)]
    allowed = answers.options
    if allowed is not None and not allowed - refused:
        return False
    return all((each if allowed is None else each & allowed) - refused for each in wanted)
