"""One step of the desk on a case: a use case, its form, and what is told afterwards."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

Given = Callable[[], Mapping[str, Any]]
"""Reads what a form holds, when the step is taken: what it refuses is told like a refusal of the use case."""


def nothing() -> Mapping[str, Any]:
    """Return what a step is given that has no form."""
    return {}


@dataclass(frozen=True)
class DeskStep:
    """A step; ``form`` is the first part of the ids of its controls.

    ``fields`` names for refusals the field that they are about; others are about ``other``, which may be the form.
    """

    form: str
    use_case: Callable[..., Any]
    told: str
    other: str = "form"
    fields: Mapping[str, str] = field(default_factory=dict)
