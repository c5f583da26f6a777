"""PDF files: what acts when they are opened, how many pages there are, and what these say."""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from ctpat_app.adapters.probes.found import LONGEST_TEXT, Refused, say

MOST_OBJECTS: Final = 100_000
MOST_PAGES_READ: Final = 200
_DEEPEST: Final = 12
_ACTIONS: Final = frozenset({"/JavaScript", "/Launch", "/ImportData", "/Rendition", "/GoToE"})
_CARRIED: Final = frozenset({"/EmbeddedFile", "/RichMedia", "/3D", "/Movie", "/Sound"})
_RAW_ACTIONS: Final = re.compile(rb"/(?:JavaScript|JS|Launch|ImportData)\b")
_RAW_CARRIED: Final = re.compile(rb"/(?:EmbeddedFiles?|RichMedia)\b")
_OBJECT: Final = re.compile(rb"\d+\s+\d+\s+obj\b")
_PAGE: Final = re.compile(rb"<(?:!doctype|html|script|svg|iframe|body)\b", re.IGNORECASE)
_EDGE: Final = 4096


def look(file: Path) -> None:
    """Say that it is a PDF file, how far it can be read, and what it says.

    Raises:
        Refused: ``upload.two-types``, ``upload.pdf-acts``, ``upload.pdf-carries-files``, ``upload.unpacks-too-large``,
            ``upload.damaged`` when nothing in it looks like a PDF file but its first line.
    """
    content = file.read_bytes()
    _require_one_type(content, file)
    found = _structure(file, content)
    say(type="pdf", **found)
    if found["state"] == "not-read":
        say(text=_text(file), state="read")


def _require_one_type(content: bytes, file: Path) -> None:
    """Refuse what is a PDF file to one program, and a page or an archive to another."""
    first = _OBJECT.search(content)
    if first is None:
        raise Refused("upload.damaged")
    end = content.rfind(b"%%EOF")
    outside = content[: min(first.start(), _EDGE)] + (content[end:] if end >= 0 else b"")
    if _PAGE.search(outside) or zipfile.is_zipfile(file):
        raise Refused("upload.two-types")


def _structure(file: Path, content: bytes) -> dict[str, Any]:
    """Return ``state`` and ``pages``; a file that cannot be opened is judged by its bare bytes."""
    from pypdf import PdfReader
    from pypdf.errors import LimitReachedError, PyPdfError

    try:
        reader = PdfReader(file, strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            _require_quiet(content)
            return {"state": "encrypted"}
        for item in _objects(reader):
            _require_harmless(item)
        return {"state": "not-read", "pages": len(reader.pages)}
    except LimitReachedError as error:
        raise Refused("upload.unpacks-too-large") from error
    except (PyPdfError, ArithmeticError, AssertionError, AttributeError, LookupError, OSError, TypeError, ValueError):
        _require_quiet(content)
    except (NotImplementedError, RecursionError):
        _require_quiet(content)
    return {"state": "damaged"}


def _require_quiet(content: bytes) -> None:
    if _RAW_ACTIONS.search(content):
        raise Refused("upload.pdf-acts")
    if _RAW_CARRIED.search(content):
        raise Refused("upload.pdf-carries-files")


def _objects(reader: Any) -> Iterator[Any]:
    """Yield every object of the file, whether or not a page refers to it."""
    from pypdf.generic import IndirectObject

    numbers = {(number, generation) for generation, found in reader.xref.items() for number in found}
    numbers |= {(number, 0) for number in reader.xref_objStm}
    if len(numbers) > MOST_OBJECTS:
        raise Refused("upload.unpacks-too-large")
    yield reader.trailer
    for number, generation in sorted(numbers):
        if number:
            yield reader.get_object(IndirectObject(number, generation, reader))


def _require_harmless(item: Any, depth: int = 0) -> None:
    """Look at an object and what it holds itself; what it only refers to comes in its own turn."""
    if depth > _DEEPEST:
        raise Refused("upload.pdf-acts")
    if isinstance(item, dict):
        if "/JS" in item or _named(item, "/S") in _ACTIONS:
            raise Refused("upload.pdf-acts")
        if "/EF" in item or _named(item, "/Type") in _CARRIED or _named(item, "/Subtype") in _CARRIED:
            raise Refused("upload.pdf-carries-files")
    if isinstance(item, dict | list):
        # Both hold references as they are when they are gone through as what Python calls them.
        for each in dict.values(item) if isinstance(item, dict) else list.__iter__(item):
            _require_harmless(each, depth + 1)


def _named(item: Any, name: str) -> str:
    # Even a name may stand elsewhere and only be referred to.
    return str(item.get(name, ""))


def _text(file: Path) -> str:
    """Return what the pages say. The library may end the program over a made-up file: what was told by then stays."""
    import pypdfium2

    said = ""
    document = pypdfium2.PdfDocument(file)
    for number in range(min(len(document), MOST_PAGES_READ)):
        page = document[number]
        text = page.get_textpage()
        said += text.get_text_range() + "\n"
        text.close()
        page.close()
        if len(said) >= LONGEST_TEXT:
            break
    return said[:LONGEST_TEXT]
