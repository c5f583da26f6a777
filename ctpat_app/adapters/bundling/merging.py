"""The package as one file: the tagged summary first, then the pages of the evidence with their place in the outline."""

import re
from pathlib import Path
from typing import Any, Final

# The pages of others are not tagged, so the whole no longer is what these lines say of the summary.
_NO_LONGER_TRUE: Final = re.compile(
    rb"<pdfuaid:(\w+)>[^<]*</pdfuaid:\1>|<xmpTPg:NPages>[^<]*</xmpTPg:NPages>|\s*xmlns:pdfuaid=\"[^\"]*\""
)


def merge(job: dict[str, Any], out: Path) -> None:
    """Write the package to ``out``.

    Args:
        job: ``summary`` (path), ``heading``, and ``entries``, those of one place together: each with ``place``,
            ``name`` and ``part`` (path). Entries may share a part; its pages are there once.
    """
    from pypdf import PdfWriter

    writer = PdfWriter(clone_from=job["summary"])
    first_pages: dict[str, int] = {}
    for entry in job["entries"]:
        if entry["part"] not in first_pages:
            first_pages[entry["part"]] = len(writer.pages)
            writer.append(entry["part"], import_outline=False)
    if first_pages:
        _outline(writer, job["heading"], job["entries"], first_pages)
        _correct_metadata(writer)
    writer.write(out)


def _outline(writer: Any, heading: str, entries: list[dict[str, str]], first_pages: dict[str, int]) -> None:
    top = writer.add_outline_item(heading, first_pages[entries[0]["part"]], bold=True)
    places: dict[str, Any] = {}
    for entry in entries:
        page, place = first_pages[entry["part"]], entry["place"]
        if place not in places:
            places[place] = writer.add_outline_item(place, page, parent=top, is_open=False)
        writer.add_outline_item(entry["name"], page, parent=places[place])


def _correct_metadata(writer: Any) -> None:
    stream = writer.root_object.get("/Metadata")
    if stream is not None:
        known = stream.get_object()
        known.set_data(_NO_LONGER_TRUE.sub(b"", known.get_data()))
