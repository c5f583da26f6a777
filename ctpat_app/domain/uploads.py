"""What may be uploaded, under which name it is kept, and what is known of it once it was looked at."""

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePosixPath
from typing import Final

from ctpat_app.domain.documents import Scan, UploadState

LONGEST_NAME: Final = 255
_LONGEST_SUFFIX: Final = 16
_NAMELESS: Final = "file"
# Joiners belong to the spelling of Persian and of several Indian languages.
_KEPT_MARKS: Final = frozenset("\u200c\u200d")
_UNWANTED: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_HASHED: Final = 32
_ROOM: Final = 32
"""For a number and an ending."""


class FileType(StrEnum):
    """A type of file that the kiosk takes, by its usual ending."""

    PDF = "pdf"
    JPEG = "jpg"
    PNG = "png"
    XLSX = "xlsx"
    DOCX = "docx"
    PPTX = "pptx"
    CSV = "csv"
    TXT = "txt"


_OFFICE: Final = "application/vnd.openxmlformats-officedocument"
MEDIA_TYPES: Final[dict[FileType, str]] = {
    FileType.PDF: "application/pdf",
    FileType.JPEG: "image/jpeg",
    FileType.PNG: "image/png",
    FileType.XLSX: f"{_OFFICE}.spreadsheetml.sheet",
    FileType.DOCX: f"{_OFFICE}.wordprocessingml.document",
    FileType.PPTX: f"{_OFFICE}.presentationml.presentation",
    FileType.CSV: "text/csv",
    FileType.TXT: "text/plain",
}
TYPE_OF_MEDIA: Final = {media: each for each, media in MEDIA_TYPES.items()}
_ENDINGS: Final = {FileType.JPEG: frozenset({"jpg", "jpeg", "jpe", "jfif"}), FileType.TXT: frozenset({"txt", "text"})}
_OF_PICTURES: Final = frozenset({"gif", "webp", "tif", "tiff", "heic", "heif", "bmp"})
_KNOWN_ENDINGS: Final = frozenset({*FileType, *_OF_PICTURES}.union(*_ENDINGS.values()))


@dataclass(frozen=True)
class Target:
    """Where a file is to go: exactly one of an answer of a draft, a finding of a validation, a security model, a
    document, or the library.

    With ``document_id`` it becomes the newest version of that document.
    """

    draft_id: int = 0
    key: str = ""
    """Of the answer, such as ``criterion.2.1``."""
    finding_id: int = 0
    model_id: int = 0
    document_id: int = 0
    library: bool = False

    @property
    def is_clear(self) -> bool:
        """Whether it names exactly one place."""
        numbers = (self.finding_id, self.model_id, self.document_id)
        places = (bool(self.draft_id or self.key), *map(bool, numbers), self.library)
        return sum(places) == 1 and bool(self.draft_id) == bool(self.key)


@dataclass(frozen=True)
class JudgedFile:
    """A file that may be kept: what looking at it came to, and where its bytes lie by now."""

    file_type: FileType
    blob_key: str
    size_bytes: int
    sha256: str
    """Of the bytes as they are kept."""
    state: UploadState
    scan: Scan
    pages: int = 0
    text: str = ""

    @property
    def media_type(self) -> str:
        """Its type as it is told to browsers."""
        return MEDIA_TYPES[self.file_type]


def clean_name(sent: str) -> str:
    """Return a file's name as it is kept: no path, nothing invisible or turning the line around, at most 255 long.

    Source: OWASP, "File Upload Cheat Sheet"; Unicode Technical Report 36, "Bidirectional Text Spoofing".
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", sent))[-1]
    shown = "".join(each for each in last if each in _KEPT_MARKS or unicodedata.category(each) not in _UNWANTED)
    name = " ".join(shown.split()).strip(". ")
    stem, suffix = _parts(name)
    return _joined(stem or _NAMELESS, suffix)


def ending_of(name: str) -> str:
    """Return what stands behind the last dot, in small letters; empty without one."""
    return _parts(name)[1].casefold()


def named_as(name: str, file_type: FileType) -> str:
    """Return ``name`` with an ending that says ``file_type``.

    An ending that agrees stays as it was written; one of another type that the kiosk takes is exchanged; to any other
    the right one is added, so that it still shows what the person's computer called it.
    """
    stem, suffix = _parts(name)
    ending = suffix.casefold()
    if ending in _ENDINGS.get(file_type, {file_type.value}):
        return name
    if ending in _KNOWN_ENDINGS:
        return _joined(stem, file_type.value)
    return _joined(name, file_type.value)


def numbered(name: str, number: int) -> str:
    """Return ``name`` with a number behind it, before its ending: ``Seals (2).pdf``."""
    stem, suffix = _parts(name)
    return _joined(f"{stem[: LONGEST_NAME - _ROOM]} ({number})", suffix)


def folded_name(name: str) -> str:
    """Return by what files of the same name are found: compatible and capital letters are the same letter."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    if len(folded) <= LONGEST_NAME:
        return folded
    return folded[: LONGEST_NAME - _HASHED] + hashlib.sha256(folded.encode()).hexdigest()[:_HASHED]


def may_be_shown(file_type: FileType, state: UploadState) -> bool:
    """Whether a browser may show the file instead of keeping it: nothing in these can act in the kiosk's name."""
    return file_type in {FileType.JPEG, FileType.PNG} or (file_type is FileType.PDF and state is UploadState.READ)


def _parts(name: str) -> tuple[str, str]:
    path = PurePosixPath(name)
    suffix = path.suffix[1:]
    return (path.stem, suffix) if 0 < len(suffix) <= _LONGEST_SUFFIX else (name, "")


def _joined(stem: str, suffix: str) -> str:
    ending = f".{suffix}" if suffix else ""
    return stem[: LONGEST_NAME - len(ending)].rstrip(". ") + ending
