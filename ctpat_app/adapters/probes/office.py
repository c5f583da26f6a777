"""Files of Word, Excel and PowerPoint: archives whose names and sizes are looked at before anything is unpacked."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from xml.etree.ElementTree import Element, ParseError, fromstring

from ctpat_app.adapters.probes.found import LONGEST_TEXT, Refused, say

LARGEST_BYTES: Final = 200 * 1024 * 1024
"""So much may all parts be when they are unpacked."""
LARGEST_RATIO: Final = 200
"""So often may the whole be larger unpacked than packed; sheets of numbers come to about 20."""
SMALL_BYTES: Final = 10 * 1024 * 1024
"""Up to here the ratio does not matter."""
MOST_PARTS: Final = 5000
LARGEST_PART_READ: Final = 4 * 1024 * 1024
_MAIN: Final = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx", "ppt/presentation.xml": "pptx"}
_CONTENT_TYPES: Final = "[Content_Types].xml"
_MACROS: Final = re.compile(r"vbaproject|macroenabled", re.IGNORECASE)
_OTHER_PROGRAMS: Final = re.compile(r"(?:embeddings/[^/]*\.bin|activex/|/oleobject)", re.IGNORECASE)
# A picture or a link that lies elsewhere is only shown or offered; these are fetched or run when the file is opened.
_FETCHED: Final = frozenset({"oleObject", "attachedTemplate", "frame", "subDocument", "control"})
_TEXT: Final = {
    "docx": r"word/document\.xml",
    "xlsx": r"xl/(?:sharedStrings|worksheets/sheet\d+)\.xml",
    "pptx": r"ppt/slides/slide\d+\.xml",
}
_WORD: Final = re.compile(r"<(?:\w+:)?t(?:\s[^>]*)?>([^<]*)<")
_ENTITY: Final = {"&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'", "&amp;": "&"}


def look(file: Path) -> None:
    """Say which program it belongs to, and what it says.

    Raises:
        Refused: ``upload.archive``, ``upload.macros``, ``upload.carries-programs``, ``upload.unpacks-too-large``,
            ``upload.password``, ``upload.damaged``.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            kind = _kind(archive, file.stat().st_size)
            _require_harmless(archive)
            if archive.testzip() is not None:
                raise Refused("upload.damaged")
            say(type=kind, state="read", text=_text(archive, kind))
    except (
        ParseError,
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        OSError,
        NotImplementedError,
        RuntimeError,
        ValueError,
    ) as error:
        raise Refused("upload.damaged") from error


def require_kind(archive: zipfile.ZipFile, packed: int, kind: str) -> None:
    """Return nothing when a file of ``packed`` bytes is of ``kind``, carries no program, and unpacks to a fair size.

    Raises:
        Refused: as ``look``; ``import.type-unknown`` when it belongs to another program.
    """
    if _kind(archive, packed) != kind:
        raise Refused("import.type-unknown")
    _require_harmless(archive)


def _kind(archive: zipfile.ZipFile, packed: int) -> str:
    parts = archive.infolist()
    names = {part.filename for part in parts}
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > MOST_PARTS or unpacked > min(LARGEST_BYTES, max(LARGEST_RATIO * packed, SMALL_BYTES)):
        raise Refused("upload.unpacks-too-large")
    if any(part.flag_bits & 1 for part in parts):
        raise Refused("upload.password")
    found = [kind for name, kind in _MAIN.items() if name in names]
    if len(found) != 1 or _CONTENT_TYPES not in names:
        raise Refused("upload.archive")
    if len(names) != len(parts):
        raise Refused("upload.damaged")
    return found[0]


def _require_harmless(archive: zipfile.ZipFile) -> None:
    names = archive.namelist()
    types = [part.get("ContentType", "") for part in _tree(archive, _CONTENT_TYPES)]
    if any(map(_MACROS.search, (*names, *types))):
        raise Refused("upload.macros")
    if any(map(_OTHER_PROGRAMS.search, names)):
        raise Refused("upload.carries-programs")
    for name in names:
        if name.endswith(".rels") and any(map(_is_fetched, _tree(archive, name))):
            raise Refused("upload.carries-programs")
        if name.startswith("xl/externalLinks/") and any(part.tag.endswith("}ddeLink") for part in _tree(archive, name)):
            raise Refused("upload.carries-programs")


def _is_fetched(relation: Element) -> bool:
    kind = relation.get("Type", "").rpartition("/")[2]
    return relation.get("TargetMode") == "External" and kind in _FETCHED


def _tree(archive: zipfile.ZipFile, name: str) -> Iterator[Element]:
    if archive.getinfo(name).file_size > LARGEST_PART_READ:
        raise Refused("upload.unpacks-too-large")
    return fromstring(archive.read(name)).iter()  # noqa: S314 - a made-up file harms nobody but this program


def _text(archive: zipfile.ZipFile, kind: str) -> str:
    pattern, said = re.compile(_TEXT[kind]), ""
    for name in archive.namelist():
        if pattern.fullmatch(name) and len(said) < LONGEST_TEXT:
            said += " ".join(_WORD.findall(_read(archive, name))) + "\n"
    for entity, character in _ENTITY.items():
        said = said.replace(entity, character)
    return said[:LONGEST_TEXT]


def _read(archive: zipfile.ZipFile, name: str) -> str:
    with archive.open(name) as part:
        return part.read(LARGEST_PART_READ).decode("utf-8", "replace")
