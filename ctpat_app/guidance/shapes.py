"""From what was typed to what is stored, question by question; wrong shapes are kept and marked, floods are refused."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Final

from ctpat_app.domain.answers import (
    NO,
    YES,
    check_choice,
    check_choices,
    check_date,
    check_line,
    check_number,
    check_text,
)
from ctpat_app.domain.countries import COUNTRY_CODES
from ctpat_app.domain.errors import InvalidValue
from ctpat_app.domain.identifiers import check_identifier
from ctpat_app.guidance.answers import join, split
from ctpat_app.guidance.questions import Question
from ctpat_app.guidance.schema import CheckLevel, FieldKind, IdentifierKind


@dataclass(frozen=True)
class Fault:
    """Something to say about one value: a code, how serious it is, and what fills the text."""

    code: str
    level: CheckLevel = "error"
    params: tuple[tuple[str, str | int], ...] = ()
    offers: tuple[str, ...] = ()
    """Repaired values that the person may take over with one step; never applied by themselves."""
    kind: str = ""
    """Id of the identifier that the value looks like instead."""


@dataclass(frozen=True)
class Taken:
    """What is stored, and what there is to say about it; a value with errors is stored as it was typed."""

    stored: str
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True)
class Setting:
    """What a shape may depend on besides the question: its options, the identifier's format, the types, the day."""

    today: date
    options: Collection[str] = ()
    identifier: IdentifierKind | None = None
    business_types: Collection[str] | None = None


def take(question: Question, typed: str, setting: Setting) -> Taken:
    """Return what is stored for ``typed``.

    Args:
        question: what was asked.
        typed: text as it came from the browser; several options are divided by commas.
        setting: options, format and day.

    Raises:
        InvalidValue: what cannot be kept at all: too long, control characters, an option that does not exist.
    """
    return _TAKERS[question.kind](question, typed, setting)


def _countries(codes: tuple[str, ...]) -> tuple[str, ...]:
    if any(code not in COUNTRY_CODES for code in codes):
        raise InvalidValue("country.unknown")
    return codes


def _number(question: Question, typed: str) -> str:
    whole = question.kind is FieldKind.WHOLE_NUMBER
    return check_number(typed, whole=whole, least=question.least, most=question.most)


def _kept(typed: str, check: Callable[[str], str]) -> Taken:
    """Return what ``check`` makes of ``typed``; what it refuses is kept and marked."""
    try:
        return Taken(check(typed))
    except InvalidValue as error:
        return Taken(typed, (Fault(error.code, params=tuple(error.params.items())),))


def _identifier(line: str, typed: str, setting: Setting) -> Taken:
    if setting.identifier is None or not line:
        return Taken(line)
    # The rule sees the text as it was typed: a line break inside means that two values were pasted.
    result = check_identifier(setting.identifier, typed, today=setting.today, business_types=setting.business_types)
    faults = tuple(Fault(p.code, p.level, tuple(p.params.items()), p.offers, p.kind) for p in result.problems)
    return Taken(result.stored if result.stored is not None else line, faults)


def _one_of(question: Question, typed: str, setting: Setting) -> Taken:  # noqa: ARG001  every kind is asked alike
    return Taken(check_choice(typed, setting.options))


def _by_signature(question: Question, typed: str, setting: Setting) -> Taken:  # noqa: ARG001
    raise InvalidValue("consent.by-signature")


_TAKERS: Final[Mapping[FieldKind, Callable[[Question, str, Setting], Taken]]] = {
    FieldKind.TEXT: lambda question, typed, _: Taken(check_line(typed, question.max)),
    FieldKind.LONG_TEXT: lambda question, typed, _: Taken(check_text(typed, question.max)),
    FieldKind.YES_NO: lambda _question, typed, _: Taken(check_choice(typed, (YES, NO))),
    FieldKind.CHOICE: _one_of,
    FieldKind.PRIMARY_CONTACT: _one_of,
    FieldKind.CONTACT_ROLE: _one_of,
    FieldKind.RATING: _one_of,
    FieldKind.CHECKBOXES: lambda _, typed, setting: Taken(join(check_choices(split(typed), setting.options))),
    FieldKind.COUNTRIES: lambda _question, typed, _: Taken(join(_countries(split(typed)))),
    FieldKind.DATE: lambda question, typed, _: _kept(check_line(typed, question.max), check_date),
    FieldKind.NUMBER: lambda question, typed, _: _kept(check_line(typed, question.max), partial(_number, question)),
    FieldKind.WHOLE_NUMBER: lambda question, typed, _: _kept(
        check_line(typed, question.max), partial(_number, question)
    ),
    FieldKind.IDENTIFIER: lambda question, typed, setting: _identifier(check_line(typed, question.max), typed, setting),
    FieldKind.CONSENT: _by_signature,
}
"""By kind of question: what is stored for what was typed."""
