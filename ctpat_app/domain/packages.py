"""What goes into the package of an application beside its summary, and what became of each file."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

PDF: Final = "application/pdf"


class Left(StrEnum):
    """Why a file cannot be in a PDF package; it stays where it is stored."""

    NOT_PAGES = "not-pages"
    """It has no pages of its own, such as a spreadsheet or a text document."""
    ENCRYPTED = "encrypted"
    DAMAGED = "damaged"
    TOO_LARGE = "too-large"
    """Reading it takes more memory or time than one file may."""
    NOT_FOUND = "not-found"
    """The file store did not hand it out."""


@dataclass(frozen=True)
class Enclosure:
    """One file beside one answer.

    Args:
        criterion: id of the criterion that it stands beside.
        place: what the outline calls that criterion.
        about: what is known of the file, in words; each is one line of the list.
        blob_key: where its bytes lie; the same file may stand beside several answers.
    """

    criterion: str
    place: str
    name: str
    about: tuple[str, ...]
    media_type: str
    blob_key: str


@dataclass(frozen=True)
class Outcome:
    """What became of one file: so many pages are in the package, or ``left`` says why there are none."""

    pages: int = 0
    left: Left | None = None
