"""What changed between two versions of the library for one flow, question by question, each classed.

Wording and widening are carried forward by themselves; narrowing, newly required and removed are told on resume.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

from ctpat_app.guidance.questions import (
    BESIDE_CRITERION,
    CRITERION,
    ELIGIBILITY,
    Question,
    name_of_type,
    questions_of,
    steps_of,
)
from ctpat_app.guidance.records import Library
from ctpat_app.guidance.schema import BusinessType, Condition, FieldKind, IdentifierKind, IdentifierNeed
from ctpat_app.guidance.texts import Ref, ref


class ChangeClass(StrEnum):
    """How a change touches what was already answered."""

    WORDING = "wording"
    WIDENING = "widening"
    NARROWING = "narrowing"
    NEWLY_REQUIRED = "newly-required"
    REMOVED = "removed"


CARRIED_FORWARD = frozenset({ChangeClass.WORDING, ChangeClass.WIDENING})


@dataclass(frozen=True)
class Change:
    """One changed question (or identifier format): its key, its class, and what it is called."""

    key: str
    change: ChangeClass
    label: Ref
    step: str = ""


def changes_between(old: Library, new: Library, flow_id: str) -> tuple[Change, ...]:
    """Return every change of the flow from ``old`` to ``new``; a question is listed once, under its gravest class."""
    before, after = _told(old, flow_id), _told(new, flow_id)
    gone = [question for key, question in before.items() if key not in after]
    changes = [Change(question.key, ChangeClass.REMOVED, question.label, question.step) for question in gone]
    for key, question in after.items():
        found = _added(question) if key not in before else _changed(old, new, before[key], question)
        if found:
            changes.append(Change(key, found, question.label, question.step))
    if not any(question.kind is FieldKind.IDENTIFIER for question in after.values()):
        return tuple(changes)
    return (*changes, *_need_changes(old, new), *_identifier_changes(old, new))


def _told(library: Library, flow_id: str) -> dict[str, Question]:
    """The questions by key, without those that stand beside a criterion, and with the conditions of their steps."""
    steps = steps_of(library, flow_id)
    return {
        key: replace(question, when=_both(steps[question.step].when, question.when))
        for key, question in questions_of(library, flow_id).items()
        if not key.startswith(BESIDE_CRITERION)
    }


def _both(step: Condition | None, own: Condition | None) -> Condition | None:
    return Condition(all=(step, own)) if step and own else step or own


def _added(question: Question) -> ChangeClass:
    return ChangeClass.NEWLY_REQUIRED if question.required else ChangeClass.WIDENING


def _changed(old: Library, new: Library, before: Question, after: Question) -> ChangeClass | None:
    if (before.kind, before.list_id, before.format_of) != (after.kind, after.list_id, after.format_of):
        return ChangeClass.NARROWING
    options_before, options_after = _options(old, before), _options(new, after)
    if after.max < before.max or options_before - options_after:
        return ChangeClass.NARROWING
    if _is_newly_required(old, new, before, after):
        return ChangeClass.NEWLY_REQUIRED
    if after.max > before.max or options_after - options_before or (before.required and not after.required):
        return ChangeClass.WIDENING
    if _strictness(old, before) != _strictness(new, after) or before.when != after.when:
        return ChangeClass.WIDENING
    return ChangeClass.WORDING if _wording(old, before) != _wording(new, after) else None


def _is_newly_required(old: Library, new: Library, before: Question, after: Question) -> bool:
    if after.required and not before.required:
        return True
    earlier = _strictness(old, before)
    # A business type that is new as a whole asks nothing of those who began without it.
    known = {key: level for key, level in _strictness(new, after).items() if key in old.business_types}
    stricter = any(_rank(level) > _rank(earlier.get(key)) for key, level in known.items())
    return stricter or (after.required and _opens(before.when, after.when))


def _opens(before: Condition | None, after: Condition | None) -> bool:
    """Whether people who were not asked before may be asked now: any change of a condition that was there."""
    return before is not None and before != after


def _rank(level: str | None) -> int:
    return {None: 0, "should": 1, "must": 2, "review": 1, "redirect": 2, "ineligible": 2}[level]


def _strictness(library: Library, question: Question) -> dict[str, str]:
    """By business type the level of a criterion, or the effect of a statement; nothing for plain fields."""
    if question.key.startswith(CRITERION):
        return dict(library.criteria[question.record].level)
    if question.key.startswith(ELIGIBILITY):
        effect = library.statements[question.record].effect
        return {key: effect for key, kind in library.business_types.items() if question.record in _statements_of(kind)}
    return {}


def _statements_of(kind: BusinessType) -> set[str]:
    return {*kind.common, *(statement.id for statement in kind.statements)}


def _options(library: Library, question: Question) -> frozenset[str]:
    known = {
        "business-types": library.business_types,
        "identifiers": library.identifiers,
        "mutual-recognition": library.mutual_recognition,
        "criteria-categories": library.categories,
    }
    if question.options_from in known:
        return frozenset(known[question.options_from])
    return frozenset(choice.id for choice in question.options)


def _wording(library: Library, question: Question) -> tuple[str, ...]:
    options = (text.english for choice in question.options for text in (choice.label, choice.hint))
    words = (question.label.english, question.hint.english, *options)
    if question.key.startswith(CRITERION):
        return (*words, library.criteria[question.record].i18n.guidance)
    return words


# ---------------------------------------------------------------- identifiers: what is needed, and in which format


def _need_changes(old: Library, new: Library) -> tuple[Change, ...]:
    pairs = ((old.business_types[key], kind) for key, kind in new.business_types.items() if key in old.business_types)
    found = ((_need_change(before, after), after) for before, after in pairs)
    return tuple(
        Change(f"business_types/{kind.id}", change, name_of_type(kind), "identifiers")
        for change, kind in found
        if change
    )


def _need_change(before: BusinessType, after: BusinessType) -> ChangeClass | None:
    if before.required_identifiers == after.required_identifiers:
        return None
    met = (_is_met_by(need, before.required_identifiers) for need in after.required_identifiers)
    return ChangeClass.WIDENING if all(met) else ChangeClass.NEWLY_REQUIRED


def _is_met_by(need: IdentifierNeed, earlier: tuple[IdentifierNeed, ...]) -> bool:
    """Whether everybody who met one of the needs ``earlier`` meets ``need`` as well."""
    return any(item.when in {None, need.when} and set(item.any_of) <= set(need.any_of) for item in earlier)


def _identifier_changes(old: Library, new: Library) -> tuple[Change, ...]:
    pairs = ((old.identifiers[key], kind) for key, kind in new.identifiers.items() if key in old.identifiers)
    found = ((_format_change(before, after), after) for before, after in pairs)
    return tuple(
        Change(f"identifiers/{kind.id}", change, ref(f"identifiers/{kind.id}", "name", kind.i18n.name), "identifiers")
        for change, kind in found
        if change
    )


def _format_change(before: IdentifierKind, after: IdentifierKind) -> ChangeClass | None:
    if before == after:
        return None
    if (before.regex, before.normalise) != (after.regex, after.normalise):
        # Whether a pattern takes less than before cannot be told in general, so it is treated as if it did: the
        # stored values are looked at again, and those that still fit stay as they are.
        return ChangeClass.NARROWING
    return ChangeClass.WORDING


def is_carried_forward(changes: tuple[Change, ...]) -> bool:
    """Return whether a draft may move to the new version without asking."""
    return all(change.change in CARRIED_FORWARD for change in changes)


def withdrawn_keys(old: Library, new: Library, flow_id: str) -> frozenset[str]:
    """Return the keys whose answers are kept aside, because their question is gone."""
    gone = set(questions_of(old, flow_id)) - set(questions_of(new, flow_id))
    # A list that is gone takes its rows along.
    lists = {q.list_id for q in questions_of(old, flow_id).values()} - {
        q.list_id for q in questions_of(new, flow_id).values()
    }
    return frozenset(gone | lists) - {""}
