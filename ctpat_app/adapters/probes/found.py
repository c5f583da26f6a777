"""How a probe tells what it found: one line of JSON each, so that a program that dies has said what it knew."""

import json
import sys
from typing import Any, Final

MEMORY_BYTES: Final = 256 * 1024 * 1024
"""A PDF file of 25 MB takes 140."""
MEMORY_FOR_PICTURES: Final = 448 * 1024 * 1024
"""The dots of the largest picture take 150, and as much again while it is turned upright."""
SECONDS: Final = 15
"""Of the processor."""
LONGEST_TEXT: Final = 200_000
"""Characters; enough to find a document by what it says."""


class Refused(Exception):  # noqa: N818  as the kiosk's own refusals, which this program does not import
    """The file cannot be taken; ``code`` is that of a message of the kiosk."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


def say(**facts: Any) -> None:
    """Tell facts: ``type``, ``state``, ``pages``, ``text``, ``copied``, or ``refused`` with the values of its text."""
    sys.stdout.write(json.dumps(facts) + "\n")
    sys.stdout.flush()
