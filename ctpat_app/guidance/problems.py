"""What is wrong or missing in a draft: a code, where it is, who can mend it."""

from dataclasses import dataclass
from typing import Literal

from ctpat_app.guidance.texts import Ref

Param = str | int | Ref | tuple[Ref, ...]


@dataclass(frozen=True)
class Switch:
    """Another value for the answer ``key``, told as ``name``."""

    key: str
    value: str
    name: Ref


@dataclass(frozen=True)
class Problem:
    """One thing to mend.

    ``level``: an ``error`` keeps the application from being sent, a ``warning`` advises, a ``hint`` offers a repair.
    ``missing``: nothing is wrong yet, something is still to be given.
    ``who``: who can mend it. ``params`` fill the placeholders of the code's text.
    """

    code: str
    step: str
    key: str = ""
    row: str = ""
    level: Literal["error", "warning", "hint"] = "error"
    missing: bool = False
    who: Literal["anyone", "officer"] = "anyone"
    params: tuple[tuple[str, Param], ...] = ()
    offers: tuple[str, ...] = ()
    """Repaired values that can be taken over with one step."""
    kind: str = ""
    """Id of the identifier that the value looks like instead."""
    switch: "Switch | None" = None
    """A change of another answer that would solve it; the person decides."""
