"""What a check has to tell about a value: an error refuses, a warning advises, a hint offers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Level = Literal["error", "warning", "hint"]


@dataclass(frozen=True)
class Problem:
    """Something to tell: ``code`` names it, ``params`` fill the placeholders of its text.

    ``offers`` are repaired values, never applied by the kiosk itself; ``kind`` is the id of another format to move to.
    Both stay empty of the typed value when the format is sensitive.
    """

    code: str
    level: Level = "error"
    params: Mapping[str, str | int] = field(default_factory=dict)
    offers: tuple[str, ...] = ()
    kind: str = ""
