"""Small files of the invented companies, made anew each time: a page, a sheet, a picture."""

import io
from collections.abc import Callable, Mapping, Sequence
from pathlib import PurePath
from typing import Final

import typst
from PIL import Image, ImageDraw

from ctpat_app.adapters.sheets import sheet

_CELLS: Final = "; "


def content_of(name: str, lines: Sequence[str]) -> bytes:
    """Return the bytes of a file of the type that ``name`` ends with: pdf, xlsx or png."""
    return _MAKERS[PurePath(name).suffix](lines)


def _page(lines: Sequence[str]) -> bytes:
    """Return a PDF file with one line below the other, the first one as its heading."""
    title, *rest = (f"#{_quoted(line)}" for line in lines)
    return typst.compile("\n\n".join((f"= {title}", *rest)).encode(), ignore_system_fonts=True)


def _quoted(line: str) -> str:
    return '"' + line.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _sheet(lines: Sequence[str]) -> bytes:
    headings, *rows = (line.split(_CELLS) for line in lines)
    return sheet("1", headings, rows, right_to_left=False)


def _picture(lines: Sequence[str]) -> bytes:
    """Return a PNG file of a fence under the sky, with ``lines`` on it."""
    picture = Image.new("RGB", (480, 270), (178, 205, 224))
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 190, 480, 270), fill=(121, 140, 98))
    for post in range(20, 480, 40):
        pen.line((post, 110, post, 215), fill=(70, 78, 82), width=4)
    for wire in (120, 145, 170, 195):
        pen.line((0, wire, 480, wire), fill=(96, 104, 108), width=2)
    for number, line in enumerate(lines):
        pen.text((16, 16 + 20 * number), line, fill=(23, 33, 31))
    written = io.BytesIO()
    picture.save(written, "PNG")
    return written.getvalue()


_MAKERS: Final[Mapping[str, Callable[[Sequence[str]], bytes]]] = {".pdf": _page, ".xlsx": _sheet, ".png": _picture}
