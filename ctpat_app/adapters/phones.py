"""Telephone numbers of all countries: refused only when they cannot be one, doubted when nobody has such numbers."""

from typing import Final

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat, ValidationResult

from ctpat_app.domain.errors import InvalidValue
from ctpat_app.domain.phones import MAX_TYPED, Phone
from ctpat_app.domain.texts import clean_code

_REASONS: Final = {
    ValidationResult.TOO_SHORT: "phone.too-short",
    ValidationResult.TOO_LONG: "phone.too-long",
    ValidationResult.INVALID_COUNTRY_CODE: "phone.country-code",
    ValidationResult.IS_POSSIBLE_LOCAL_ONLY: "phone.area-code",
}
_PARSE_REASONS: Final = {
    NumberParseException.INVALID_COUNTRY_CODE: "phone.country-code",
    NumberParseException.TOO_SHORT_AFTER_IDD: "phone.too-short",
    NumberParseException.TOO_SHORT_NSN: "phone.too-short",
    NumberParseException.TOO_LONG: "phone.too-long",
}


def read_phone(text: str, country: str) -> Phone:
    """Return the number in ``text``: digits of any script, with or without the country's code, extension at the end.

    Args:
        text: what was typed; not empty.
        country: where a number without a country code is from; empty if unknown.

    Raises:
        InvalidValue: ``phone.not-a-number``, ``phone.country-code``, ``phone.area-code``, ``phone.too-short``,
            ``phone.too-long``, ``text.…``.
    """
    number = _parsed(clean_code(text, MAX_TYPED), country)
    result = phonenumbers.is_possible_number_with_reason(number)
    if result != ValidationResult.IS_POSSIBLE:
        raise InvalidValue(_REASONS.get(result, "phone.not-a-number"))
    warning = "" if phonenumbers.is_valid_number(number) else "phone.unassigned"
    return Phone(_stored(number), _display(number), warning)


def display_phone(stored: str) -> str:
    """Return a stored number as people write it, extension included; a text that is no number as it is."""
    try:
        return _display(phonenumbers.parse(stored))
    except NumberParseException:
        return stored


def _parsed(text: str, country: str) -> phonenumbers.PhoneNumber:
    try:
        return phonenumbers.parse(text, country or None)
    except NumberParseException as error:
        raise InvalidValue(_PARSE_REASONS.get(error.error_type, "phone.not-a-number")) from error


def _stored(number: phonenumbers.PhoneNumber) -> str:
    plain = phonenumbers.format_number(number, PhoneNumberFormat.E164)
    return f"{plain};ext={number.extension}" if number.extension else plain


def _display(number: phonenumbers.PhoneNumber) -> str:
    return phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL)
