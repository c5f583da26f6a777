"""Which type a file is, by what stands in it; its name is asked only about plain text, which has no mark of its own."""

import zipfile
from pathlib import Path
from typing import Final

import filetype  # type: ignore[import-untyped]

from ctpat_app.adapters.probes import office, pdf, pictures, texts
from ctpat_app.adapters.probes.found import Refused

HEAD_BYTES: Final = 8192
_PICTURES: Final = frozenset({"jpg", "png", "gif", "webp", "tif"})
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How the old files of Word, Excel and PowerPoint begin, and the new ones when they have a password."""
_HEIF: Final = (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypheim", b"ftyphevc", b"ftypavif")


def look(file: Path, ending: str, copy: Path) -> None:
    """Say what the file is.

    Raises:
        Refused: ``upload.type-unknown``, ``upload.old-office``, ``upload.picture-heic``, and what the types refuse.
    """
    with file.open("rb") as source:
        head = source.read(HEAD_BYTES)
    if head.startswith(b"%PDF-"):
        pdf.look(file)
    elif head.startswith(b"PK\x03\x04") and zipfile.is_zipfile(file):
        office.look(file)
    elif head.startswith(b"PK"):
        raise Refused("upload.damaged")
    elif head.startswith(_OLE):
        raise Refused("upload.old-office")
    elif head[4:12] in _HEIF:
        raise Refused("upload.picture-heic")
    elif filetype.guess_extension(head) in _PICTURES:
        pictures.look(file, copy)
    elif ending in texts.ENDINGS:
        texts.look(file, ending)
    else:
        raise Refused("upload.type-unknown")
