"""The shape of one answer: what is stored for what was typed, without looking at any other answer."""

from collections.abc import Collection
from datetime import date
from decimal import Decimal, InvalidOperation

from ctpat_app.domain.errors import InvalidValue
from ctpat_app.domain.texts import clean_line, clean_text

YES, NO = "yes", "no"
_FAR_TOO_LONG = 8
"""How many times the limit a text may be before it is refused without a closer look at each character."""


def check_line(text: str, max_characters: int) -> str:
    """Return a one-line text as it is stored.

    Raises:
        InvalidValue: ``text.control-character``, ``text.too-long``.
    """
    _refuse_flood(text, max_characters)
    return clean_line(text, max_characters)


def check_text(text: str, max_characters: int) -> str:
    """Return a long text as it is stored.

    Raises:
        InvalidValue: ``text.control-character``, ``text.too-long``.
    """
    _refuse_flood(text, max_characters)
    return clean_text(text, max_characters)


def _refuse_flood(text: str, max_characters: int) -> None:
    if len(text) > max_characters * _FAR_TOO_LONG + 100:
        raise InvalidValue("text.too-long", limit=max_characters, count=len(text))


def check_choice(option: str, options: Collection[str]) -> str:
    """Return the key of one option; empty takes the answer back.

    Raises:
        InvalidValue: ``choice.unknown``.
    """
    if option and option not in options:
        raise InvalidValue("choice.unknown")
    return option


def check_choices(keys: Collection[str], options: Collection[str]) -> tuple[str, ...]:
    """Return the keys of several options in the order of ``options``.

    Raises:
        InvalidValue: ``choice.unknown``.
    """
    if any(key not in options for key in keys):
        raise InvalidValue("choice.unknown")
    return tuple(key for key in options if key in keys)


def check_date(text: str, *, earliest: date | None = None, latest: date | None = None) -> str:
    """Return a date as ``YYYY-MM-DD``; empty takes the answer back.

    Raises:
        InvalidValue: ``date.not-a-date``, ``date.too-early`` (``earliest``), ``date.too-late`` (``latest``).
    """
    if not text.strip():
        return ""
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        raise InvalidValue("date.not-a-date") from None
    if earliest and day < earliest:
        raise InvalidValue("date.too-early", earliest=earliest.isoformat())
    if latest and day > latest:
        raise InvalidValue("date.too-late", latest=latest.isoformat())
    return day.isoformat()


def check_number(text: str, *, whole: bool, least: int | None = None, most: int | None = None) -> str:
    """Return a number in plain digits with a decimal point; digits of any script are taken, empty takes it back.

    Raises:
        InvalidValue: ``number.not-a-number``, ``number.not-whole``, ``number.too-small`` (``least``),
            ``number.too-large`` (``most``).
    """
    typed = text.strip().replace(",", ".").replace("\u066b", ".")
    if not typed:
        return ""
    try:
        number = Decimal(typed)
    except InvalidOperation:
        raise InvalidValue("number.not-a-number") from None
    if not number.is_finite():
        raise InvalidValue("number.not-a-number")
    if whole and number != number.to_integral_value():
        raise InvalidValue("number.not-whole")
    if least is not None and number < least:
        raise InvalidValue("number.too-small", least=least)
    if most is not None and number > most:
        raise InvalidValue("number.too-large", most=most)
    return f"{number.normalize():f}"
