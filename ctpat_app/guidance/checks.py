"""What is wrong or missing: of one value, and between answers; each check looks at the situation, yields problems."""

from collections.abc import Collection, Iterator
from typing import Literal

from ctpat_app.domain.contacts import Contact, ContactFault, contact_faults, has_alternate, primary_contact_fault
from ctpat_app.domain.errors import InvalidValue
from ctpat_app.guidance.answers import join, split
from ctpat_app.guidance.conditions import holds
from ctpat_app.guidance.eligibility import TYPES_KEY
from ctpat_app.guidance.english import EnglishState, english_state
from ctpat_app.guidance.path import Path
from ctpat_app.guidance.problems import Problem, Switch
from ctpat_app.guidance.questions import (
    CRITERION,
    ELIGIBILITY,
    ENGLISH,
    Question,
    identifier_of,
    listed_identifiers,
    name_of_type,
    next_step_of,
)
from ctpat_app.guidance.schema import CHOSEN, FieldKind, IdentifierNeed, Step
from ctpat_app.guidance.shapes import Setting, take
from ctpat_app.guidance.texts import ref

_SHAPED = {FieldKind.IDENTIFIER, FieldKind.DATE, FieldKind.COUNTRIES, FieldKind.NUMBER, FieldKind.WHOLE_NUMBER}
_CHOSEN = CHOSEN - {FieldKind.CONTACT_ROLE}
_OF_THE_CONTENT = {"criteria-categories", "threat-factors", "threat-scale", "vulnerability-scale"}


def of_value(now: Path, question: Question, row: str) -> Iterator[Problem]:
    """Yield what is wrong with one value by itself, or that it is missing."""
    if question.kind is FieldKind.CONSENT:
        if not now.facts.mra_consent:
            yield Problem("consent.waiting", question.step, question.key, row, missing=True, who="officer")
        return
    text = now.book.text(question.key, row)
    if not text:
        if question.required:
            yield Problem(_missing_code(question), question.step, question.key, row, missing=True)
        return
    if question.kind in _CHOSEN:
        known = _still_offered(now, question)
        if any(key not in known for key in split(text)):
            yield Problem(_gone_code(question), question.step, question.key, row)
        elif question.options_from == "account-addresses":
            yield from _incomplete_addresses(now, question, split(text))
    elif question.kind in _SHAPED:
        yield from _shape_problems(now, question, row, text)


def _gone_code(question: Question) -> str:
    # What only the content offers is told alike; what somebody took out of a list is told by its name.
    told = question.options_from if question.options_from not in _OF_THE_CONTENT else ""
    return f"choice.gone.{told or 'option'}"


def of_taken(now: Path, question: Question, row: str) -> Iterator[Problem]:
    """Yield that an answer was taken over from an earlier application and nobody has confirmed it."""
    if (question.key, row) in now.book.taken:
        yield Problem("taken.unconfirmed", question.step, question.key, row, missing=True)


def _still_offered(now: Path, question: Question) -> Collection[str]:
    # A number that no chosen type uses may stay: its type may come back. ``of_identifiers`` advises on it.
    if question.options_from == "identifiers":
        return now.library.identifiers
    return {choice.id for choice in now.choices(question)}


def _incomplete_addresses(now: Path, question: Question, chosen: tuple[str, ...]) -> Iterator[Problem]:
    for address in now.facts.addresses:
        if address.id in chosen and not address.complete:
            yield Problem("address.incomplete", question.step, question.key, params=(("address", address.label),))


def of_english(now: Path, question: Question) -> Iterator[Problem]:
    """Yield that an English version is not English, or that its answer was changed since; ``of_value`` misses one."""
    if question.key.startswith(ENGLISH):
        state = english_state(now.book, question.record)
        if state in {EnglishState.NOT_ENGLISH, EnglishState.OUTDATED}:
            yield Problem(f"english.{state.value}", question.step, question.key, missing=True)


def _missing_code(question: Question) -> str:
    if question.key.startswith(CRITERION):
        return "response.missing"
    return "english.missing" if question.key.startswith(ENGLISH) else f"missing.{question.kind.value}"


def _shape_problems(now: Path, question: Question, row: str, text: str) -> Iterator[Problem]:
    kind = now.library.identifiers.get(identifier_of(now.library, question, now.book, row))
    try:
        faults = take(question, text, Setting(now.today, identifier=kind, business_types=now.types)).faults
    except InvalidValue as error:
        yield Problem(error.code, question.step, question.key, row, params=tuple(error.params.items()))
        return
    for fault in faults:
        yield Problem(
            fault.code,
            question.step,
            question.key,
            row,
            fault.level,
            params=fault.params,
            offers=fault.offers,
            kind=fault.kind,
        )


def of_business_types(now: Path, step: Step) -> Iterator[Problem]:
    """Yield pairs of business types that cannot stand together."""
    key = next(item.id for item in step.fields if item.options_from == "business-types")
    chosen = set(now.book.choices(key))
    for kind in now.library.business_types.values():
        for other in kind.excludes:
            # The pair is listed under both types; it is told once, under the one to give up.
            if kind.id in chosen and other.id in chosen and other.keep == other.id:
                why = ref(f"business_types/{kind.id}/{other.id}", "why", other.i18n.why)
                names = (
                    ("keep", name_of_type(now.library.business_types[other.keep])),
                    ("drop", name_of_type(kind)),
                    ("why", why),
                )
                keep = Switch(key, join(item for item in now.book.choices(key) if item != kind.id), names[0][1])
                yield Problem("business-types.exclude", step.id, key, params=names, switch=keep)


def of_eligibility(now: Path, step: Step) -> Iterator[Problem]:
    """Yield the end of the road when no business type is left, and what was dropped with its reason."""
    for outcome in now.outcomes:
        if outcome.state == "dropped":
            name = name_of_type(now.library.business_types[outcome.business_type])
            params = (("type", name), ("next", next_step_of(now.library, outcome.statement)))
            key = ELIGIBILITY + outcome.statement
            if outcome.redirect_to:
                better = _instead(now, outcome.business_type, outcome.redirect_to)
                yield Problem("eligibility.redirect", step.id, key, level="warning", params=params, switch=better)
            else:
                yield Problem("eligibility.dropped", step.id, key, level="warning", params=params)
    if now.outcomes and not now.types:
        yield Problem("eligibility.none-left", step.id)


def _instead(now: Path, dropped: str, fitting: str) -> Switch:
    """Offer the type that fits; everything that both types share stays as it was entered."""
    chosen = (fitting if key == dropped else key for key in now.book.choices(TYPES_KEY))
    return Switch(TYPES_KEY, join(chosen), name_of_type(now.library.business_types[fitting]))


def of_identifiers(now: Path, step: Step) -> Iterator[Problem]:
    """Yield duplicates, identifiers that no chosen type lists, and needs of a type that nothing meets."""
    rows = {row: _kind_and_value(now, step, row) for row in now.rows(step)}
    value_key = next(item.id for item in step.row_fields if item.kind is FieldKind.IDENTIFIER)
    kind_key = next(item.format_of or "" for item in step.row_fields if item.kind is FieldKind.IDENTIFIER)
    seen: dict[tuple[str, str], str] = {}
    for row, pair in rows.items():
        if all(pair) and pair in seen:
            yield Problem("identifiers.duplicate", step.id, value_key, row)
        seen.setdefault(pair, row)
    listed = listed_identifiers(now.library, now.types)
    for row, (kind, _) in rows.items():
        if kind and kind not in listed:
            yield Problem("identifiers.not-for-your-types", step.id, kind_key, row, level="warning")
    given = {kind for kind, value in rows.values() if value}
    for business_type in now.types:
        for need in now.library.business_types[business_type].required_identifiers:
            if holds(need.when, now.values) and not given.intersection(need.any_of):
                yield _unmet(now, step, business_type, need)


def _kind_and_value(now: Path, step: Step, row: str) -> tuple[str, str]:
    field = next(item for item in step.row_fields if item.kind is FieldKind.IDENTIFIER)
    return now.book.text(field.format_of or "", row), now.book.text(field.id, row)


def _unmet(now: Path, step: Step, business_type: str, need: IdentifierNeed) -> Problem:
    names = tuple(ref(f"identifiers/{key}", "name", now.library.identifiers[key].i18n.name) for key in need.any_of)
    params = (("type", name_of_type(now.library.business_types[business_type])), ("identifiers", names))
    assert step.list is not None
    return Problem("identifiers.needed", step.id, key=step.list.id, missing=True, params=params)


def of_contacts(now: Path, step: Step) -> Iterator[Problem]:
    """Yield broken rules about officer, consultants and primary contact."""
    role_key = next(item.id for item in step.row_fields if item.kind is FieldKind.CONTACT_ROLE)
    primary_key = next((item.id for item in step.fields if item.kind is FieldKind.PRIMARY_CONTACT), "")
    contacts = [
        Contact(member.id, member.name, now.book.text(role_key, member.id), member.role, member.declared)
        for member in now.facts.members
    ]
    yield from (_contact_problem(step, role_key, fault) for fault in contact_faults(contacts))
    primary = now.book.text(primary_key)
    is_member = any(contact.id == primary for contact in contacts)  # else: told as a choice that is gone
    if is_member and (fault := primary_contact_fault(contacts, primary)):
        yield _contact_problem(step, primary_key, fault)
    alternate = any(now.library.business_types[key].needs_alternate_contact for key in now.types)
    if alternate and is_member and not has_alternate(contacts, primary):
        yield Problem("contacts.exporter-alternate", step.id, role_key, contacts[0].id if contacts else "")


def _contact_problem(step: Step, key: str, fault: ContactFault) -> Problem:
    who: Literal["anyone", "officer"] = "officer" if fault.code == "contacts.officer-not-declared" else "anyone"
    return Problem(fault.code, step.id, key, fault.member, who=who, params=(("name", fault.name),))
