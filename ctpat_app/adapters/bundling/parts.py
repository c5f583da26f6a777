"""One file as pages that can stand in another document: nothing in them acts, and no mark belongs to another file."""

from pathlib import Path
from typing import Any, Final

from ctpat_app.domain.packages import PDF, Left

PICTURES: Final = frozenset({"image/jpeg", "image/png", "image/gif", "image/webp", "image/tiff"})
MOST_PAGES: Final = 2000
_PAPER_INCHES: Final = (8.5, 11)
_ACTING: Final = frozenset({"/FileAttachment", "/RichMedia", "/Movie", "/Screen", "/Sound", "/3D"})
# A key into the tree of tags of the file that the page came from; here it would point at a tag of the summary.
_TAG_KEYS: Final = ("/StructParents", "/StructParent")


def make_part(file: Path, media_type: str, out: Path) -> dict[str, object]:
    """Write ``file`` as a PDF of plain pages to ``out``; return ``pages``, or why there are none as ``left``."""
    try:
        if media_type == PDF:
            return _from_pdf(file, out)
        if media_type in PICTURES:
            return _from_picture(file, out)
    except MemoryError:
        return {"left": Left.TOO_LARGE}
    except Exception:  # noqa: BLE001 - whatever a made-up file makes the libraries raise, it is damaged
        return {"left": Left.DAMAGED}
    return {"left": Left.NOT_PAGES}


def _from_pdf(file: Path, out: Path) -> dict[str, object]:
    from pypdf import PdfReader, PdfWriter

    reader = PdfReader(file, strict=False)
    if reader.is_encrypted and not reader.decrypt(""):
        return {"left": Left.ENCRYPTED}
    count = len(reader.pages)
    if not 0 < count <= MOST_PAGES:
        return {"left": Left.TOO_LARGE if count else Left.DAMAGED}
    writer = PdfWriter()
    for page in reader.pages:
        _make_plain(writer.add_page(page))
    writer.write(out)
    return {"pages": count}


def _make_plain(page: Any) -> None:
    _forget(page, "/AA", *_TAG_KEYS)
    notes = [each for each in page.get("/Annots", ()) if each.get_object().get("/Subtype") not in _ACTING]
    for note in (each.get_object() for each in notes):
        action = note.get("/A")
        if action is not None and action.get_object().get("/S") not in {"/URI", "/GoTo"}:
            _forget(note, "/A")
        _forget(note, "/AA", *_TAG_KEYS)
    if "/Annots" in page:
        from pypdf.generic import ArrayObject, NameObject

        page[NameObject("/Annots")] = ArrayObject(notes)
    resources = page.get("/Resources", {}).get_object() if "/Resources" in page else {}
    drawn = resources.get("/XObject", {})
    for each in drawn.get_object().values() if drawn else ():
        _forget(each.get_object(), *_TAG_KEYS)


def _forget(thing: Any, *names: str) -> None:
    for name in names:
        if name in thing:
            del thing[name]


def _from_picture(file: Path, out: Path) -> dict[str, object]:
    """Put a picture on a page of its own shape that is no larger than a sheet of paper."""
    from PIL import Image, ImageOps

    with Image.open(file) as opened:
        picture = ImageOps.exif_transpose(opened)
        if picture.mode not in {"RGB", "L", "CMYK"}:
            # Paper is white; what lets the ground through would else turn black.
            sheet = Image.new("RGB", picture.size, "white")
            clear = picture.convert("RGBA")
            sheet.paste(clear, mask=clear.getchannel("A"))
            picture = sheet
        dots = max(72.0, *(pixels / inches for pixels, inches in zip(picture.size, _PAPER_INCHES, strict=True)))
        picture.save(out, "PDF", resolution=dots)
    return {"pages": 1}
