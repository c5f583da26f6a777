"""What a chart shows, ready to be drawn."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Bar:
    """One bar: its name, its length of 100, and the same in words, such as "72 of 100"."""

    id: str
    name: str
    value: int
    words: str
    number: str = ""
    """What the table shows where the length is not the number itself."""
