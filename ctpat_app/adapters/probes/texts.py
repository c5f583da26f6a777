"""Plain text and tables as text: in one of three encodings, and nothing that a browser could take for a page."""

import re
from pathlib import Path
from typing import Final

from ctpat_app.adapters.probes.found import LONGEST_TEXT, Refused, say

ENDINGS: Final = {"txt": "txt", "text": "txt", "csv": "csv"}
_ENCODINGS: Final = ("utf-8-sig", "utf-16", "cp1252")
_PAGE: Final = re.compile(r"\s*<(?:!doctype|html|head|body|script|svg|\?xml|iframe|img|a\s|meta)", re.IGNORECASE)
# Tab, line ends and form feed are all that text needs of the control characters.
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")


def look(file: Path, ending: str) -> None:
    """Say that the file is text.

    Raises:
        Refused: ``upload.type-unknown``, ``upload.active-page``.
    """
    text = _decoded(file.read_bytes())
    if _PAGE.match(text):
        raise Refused("upload.active-page")
    if _CONTROL.search(text):
        raise Refused("upload.type-unknown")
    say(type=ENDINGS[ending], state="read", text=text[:LONGEST_TEXT])


def _decoded(content: bytes) -> str:
    is_wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in _ENCODINGS:
        if (encoding == "utf-16") is not is_wide:
            continue
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refused("upload.type-unknown")
