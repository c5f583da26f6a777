"""From what was typed to what is stored, question by question; wrong shapes are kept and marked, floods are refused."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from ctpat_app.domain.answers import NO, YES, check_choice, check_choices, check_date, check_line, check_text
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
    match question.kind:
        case FieldKind.LONG_TEXT:
            return Taken(check_text(typed, question.max))
        case FieldKind.YES_NO:
            return Taken(check_choice(typed, (YES, NO)))
        case FieldKind.CHOICE | FieldKind.PRIMARY_CONTACT | FieldKind.CONTACT_ROLE:
            return Taken(check_choice(typed, setting.options))
        case FieldKind.CHECKBOXES:
            return Taken(join(check_choices(split(typed), setting.options)))
        case FieldKind.COUNTRIES:
            return Taken(join(_countries(split(typed))))
        case FieldKind.DATE:
            return _kept_date(check_line(typed, question.max))
        case FieldKind.IDENTIFIER:
            return _identifier(check_line(typed, question.max), typed, setting)
        case FieldKind.TEXT:
            return Taken(check_line(typed, question.max))
        case _:
            raise InvalidValue("consent.by-signature")


def _countries(codes: tuple[str, ...]) -> tuple[str, ...]:
    if any(code not in COUNTRY_CODES for code in codes):
        raise InvalidValue("country.unknown")
    return codes


def _kept_date(typed: str) -> Taken:
    try:
        return Taken(check_date(typed))
    except InvalidValue as error:
        return Taken(typed, (Fault(error.code, params=tuple(error.params.items())),))


def _identifier(line: str, typed: str, setting: Setting) -> Taken:
    if setting.identifier is None or not line:
        return Taken(line)
    # The rule sees the text as it was typed: a line break inside means that two values were pasted.
    result = check_identifier(setting.identifier, typed, today=setting.today, business_types=setting.business_types)
    faults = tuple(Fault(p.code, p.level, tuple(p.params.items()), p.offers, p.kind) for p in result.problems)
    return Taken(result.stored if result.stored is not None else line, faults)
