"""Signing by typing one's name: what counts as the signature of a person."""

from ctpat_app.domain.answers import check_line
from ctpat_app.domain.errors import InvalidValue
from ctpat_app.domain.texts import clean_line

MAX_CHARACTERS = 200


def read_typed_name(typed: str, own_name: str) -> str:
    """Return ``typed`` as it is put on record, when it is the signer's own name; case and extra spaces do not matter.

    Raises:
        InvalidValue: ``sign.name-missing``, ``sign.name-differs`` (``name``).
    """
    name = check_line(typed, MAX_CHARACTERS)
    if not name:
        raise InvalidValue("sign.name-missing")
    if name.casefold() != clean_line(own_name, MAX_CHARACTERS).casefold():
        raise InvalidValue("sign.name-differs", name=own_name)
    return name


def signing_faults(typed: str, own_name: str, *, agreed: bool) -> tuple[InvalidValue, ...]:
    """Return everything that keeps this from being a signature, in the order of the form, so that one look mends it."""
    faults = [] if agreed else [InvalidValue("sign.not-agreed")]
    try:
        read_typed_name(typed, own_name)
    except InvalidValue as fault:
        faults.append(fault)
    return tuple(faults)
