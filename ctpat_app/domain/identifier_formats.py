"""What a format of an identifier is, and the steps that bring a typed value to its stored form.

Formats are content; this module knows how their steps work.
"""

# ruff: noqa: D102  the members of the protocols are documented once, in guidance/schema.py

import re
import unicodedata
from collections.abc import Callable, Sequence
from typing import Literal, Protocol

MAX_STORED = 100


class RepairRule(Protocol):
    """What to say, and to offer, when a refused value matches."""

    @property
    def match(self) -> str: ...
    @property
    def code(self) -> str: ...
    @property
    def to(self) -> tuple[str, ...]: ...
    @property
    def pad(self) -> int: ...
    @property
    def drop(self) -> str: ...
    @property
    def kind(self) -> str | None: ...


class WarnRule(Protocol):
    """What to say about a value that is taken."""

    @property
    def match(self) -> str: ...
    @property
    def code(self) -> str: ...
    @property
    def level(self) -> Literal["warning", "hint"]: ...
    @property
    def unless(self) -> bool: ...
    @property
    def as_typed(self) -> bool: ...
    @property
    def test(self) -> Literal["", "future-year", "rfc-check-digit"]: ...
    @property
    def business_types(self) -> tuple[str, ...]: ...
    @property
    def error_for(self) -> tuple[str, ...]: ...


class IdentifierFormat(Protocol):
    """The format of one identifier; ``guidance.schema.IdentifierKind`` is one.

    ``min_length`` and ``max_length`` count letters and digits only; ``marks`` are its other characters.
    """

    @property
    def regex(self) -> str: ...
    @property
    def normalise(self) -> tuple[str, ...]: ...
    @property
    def letters(self) -> bool: ...
    @property
    def digits(self) -> bool: ...
    @property
    def marks(self) -> str: ...
    @property
    def min_length(self) -> int: ...
    @property
    def max_length(self) -> int: ...
    @property
    def repairs(self) -> Sequence[RepairRule]: ...
    @property
    def warnings(self) -> Sequence[WarnRule]: ...
    @property
    def sensitive(self) -> bool: ...
    @property
    def mask(self) -> str: ...
    @property
    def pattern(self) -> str: ...


def fits(identifier_format: IdentifierFormat, value: str) -> bool:
    """Whether a normalised value matches the whole pattern, with ASCII digits only."""
    return len(value) <= MAX_STORED and matches(identifier_format.regex, value)


def matches(pattern: str, value: str) -> bool:
    """Whether the whole value matches."""
    return re.fullmatch(pattern, value, re.ASCII) is not None


def normalise(steps: Sequence[str], typed: str) -> str:
    """Apply the steps in order; each is a name, or a name, a colon and its argument.

    Raises:
        ValueError: the content names a step that does not exist.
    """
    value = typed
    for step in steps:
        name, _, argument = step.partition(":")
        if name in _PLAIN_STEPS:
            value = _PLAIN_STEPS[name](value)
        elif name in _STEPS_WITH_ARGUMENT:
            value = _STEPS_WITH_ARGUMENT[name](value, argument)
        else:
            raise ValueError(f"unknown normalisation step: {step}")
    return value


def without_shape(steps: Sequence[str]) -> tuple[str, ...]:
    """The steps that clean a value but do not set its hyphens."""
    return tuple(step for step in steps if not step.startswith("shape:"))


def drop_invisible(value: str) -> str:
    """Remove format characters: direction marks, zero-width spaces and joiners, byte-order mark, soft hyphen."""
    if value.isascii():
        return value
    return "".join(character for character in value if unicodedata.category(character) != "Cf")


def dash_to_hyphen(value: str) -> str:
    """Turn every dash and the minus sign into the ASCII hyphen."""
    if value.isascii():
        return value
    return "".join("-" if is_dash(character) else character for character in value)


def is_dash(character: str) -> bool:
    """Whether the character is a hyphen, a dash or the minus sign."""
    return unicodedata.category(character) == "Pd" or character == "\N{MINUS SIGN}"


def _drop_spaces(value: str) -> str:
    # Line ends stay: two values were pasted, and joining them would make a third.
    plain = value.replace(" ", "").replace("\t", "")
    return "".join(character for character in plain if unicodedata.category(character) != "Zs")


def _drop_characters(value: str, characters: str) -> str:
    return "".join(character for character in value if character not in characters)


def _strip_prefix(value: str, pattern: str) -> str:
    found = re.match(pattern, value, re.ASCII)
    return value[found.end() :] if found else value


def _reshape(value: str, rule: str) -> str:
    pattern, _, template = rule.partition(" => ")
    found = re.fullmatch(pattern, value, re.ASCII)
    return found.expand(template) if found else value


_PLAIN_STEPS: dict[str, Callable[[str], str]] = {
    "nfkc": lambda value: unicodedata.normalize("NFKC", value),
    "drop-invisible": drop_invisible,
    "trim": str.strip,
    "upper": str.upper,
    "dash-to-hyphen": dash_to_hyphen,
    "drop-spaces": _drop_spaces,
}
_STEPS_WITH_ARGUMENT: dict[str, Callable[[str, str], str]] = {
    "drop-chars": _drop_characters,
    "strip-prefix": _strip_prefix,
    "shape": _reshape,
}
