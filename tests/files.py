"""Files as people and attackers send them, made here so that each says what is wrong with it."""

import functools
import io
import os
import struct
import zipfile
import zlib
from collections.abc import Sequence

import xlsxwriter
from PIL import Image
from pypdf import PdfWriter

MEBI = 1024 * 1024
PAGES = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>"
FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"


def a_pdf(text: str = "Seals are checked twice", *, root: bytes = b"", content: bytes = b"", size: int = 0) -> bytes:
    """Return a PDF file of one page; ``root`` goes into its catalog, ``size`` makes it as large as that."""
    shown = content or _stream(f"BT /F1 12 Tf 20 100 Td ({text}) Tj ET".encode())
    whole = _pdf([b"<</Type/Catalog/Pages 2 0 R" + root + b">>", PAGES, PAGE, shown, FONT])
    if not size:
        return whole
    filled = _pdf(
        [b"<</Type/Catalog/Pages 2 0 R>>", PAGES, PAGE, shown, FONT, _stream(b"\0" * (size - len(whole) - 200))]
    )
    return filled + b"\n" * (size - len(filled))


def _stream(data: bytes, extra: bytes = b"") -> bytes:
    return b"<</Length %d%s>>stream\n%s\nendstream" % (len(data), extra, data)


def _pdf(objects: Sequence[bytes], *, first: bytes = b"") -> bytes:
    out, places = b"%PDF-1.4\n" + first, []
    for number, each in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    end = b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R>>\n" % (count, table, count)
    return out + end + b"startxref\n%d\n%%%%EOF\n" % len(out)


def a_pdf_that_is_a_page() -> bytes:
    """Return a PDF file that a browser might take for a web page."""
    return a_pdf().replace(b"%PDF-1.4\n", b"%PDF-1.4\n<html><script>alert(document.cookie)</script></html>\n")


def a_pdf_that_is_an_archive() -> bytes:
    """Return a PDF file that is a zip file as well."""
    return a_pdf() + an_archive({"run.js": b"alert(1)"})


def a_locked_pdf(*, to_all: bool = True) -> bytes:
    """Return a PDF file that asks for a password before it opens; without ``to_all`` only before it is changed."""
    writer = PdfWriter(clone_from=io.BytesIO(a_pdf()))
    writer.encrypt("geheim" if to_all else "", "owner", algorithm="AES-256")
    return _written(writer)


def a_pdf_with_a_file_inside() -> bytes:
    """Return a PDF file that carries a program."""
    writer = PdfWriter(clone_from=io.BytesIO(a_pdf()))
    writer.add_attachment("run.exe", a_program())
    return _written(writer)


def a_pdf_that_refers_to_itself() -> bytes:
    """Return a PDF file whose list of pages is a page of itself."""
    return _pdf([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2/Parent 2 0 R>>"])


def a_pdf_that_unpacks_to(size: int) -> bytes:
    """Return a small PDF file whose page unpacks, twice, to ``size`` bytes."""
    packed = zlib.compress(_packed_zeros(size), 9)
    return a_pdf(content=_stream(packed, b"/Filter[/FlateDecode/FlateDecode]"))


@functools.cache
def _packed_zeros(size: int) -> bytes:
    packer, block = zlib.compressobj(9), bytes(MEBI)
    return b"".join(packer.compress(block) for _ in range(size // MEBI)) + packer.flush()


def _written(writer: PdfWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def a_program() -> bytes:
    """Return what begins like a program for Windows."""
    return b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff\0\0" + os.urandom(1000)


def a_picture(form: str = "PNG", *, width: int = 60, height: int = 40, mode: str = "RGB", **options: object) -> bytes:
    """Return a picture in one of the forms that the library writes."""
    out = io.BytesIO()
    Image.new(mode, (width, height)).save(out, form, **options)
    return out.getvalue()


def a_picture_of(dots: bytes, side: int) -> bytes:
    """Return a large photograph of these dots, red, green and blue each."""
    out = io.BytesIO()
    Image.frombytes("RGB", (side, side), dots).save(out, "JPEG", quality=60)
    return out.getvalue()


def a_photograph_with_a_place() -> bytes:
    """Return a photograph that tells where it was taken, and a comment, turned on its side."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif.get_ifd(0x8825)[1] = "N"
    return a_picture("JPEG", exif=exif, comment=b"Quetzal-7319")


def a_huge_png(side: int) -> bytes:
    """Return a small PNG file that says, and holds, ``side`` times ``side`` dots."""
    row = bytes(1 + side // 8)
    packer = zlib.compressobj(9)
    dots = b"".join(packer.compress(row) for _ in range(side)) + packer.flush()
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        _chunk(*each) for each in ((b"IHDR", header), (b"IDAT", dots), (b"IEND", b""))
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def a_sheet(text: str = "Seal") -> bytes:
    """Return a workbook of one cell."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        book.add_worksheet().write(0, 0, text)
    return out.getvalue()


def an_archive(parts: dict[str, bytes]) -> bytes:
    """Return a zip file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def a_sheet_with(parts: dict[str, bytes]) -> bytes:
    """Return a workbook with further parts, or with others in the place of its own."""
    with zipfile.ZipFile(io.BytesIO(a_sheet())) as archive:
        return an_archive({name: archive.read(name) for name in archive.namelist()} | parts)


def a_sheet_that_unpacks_to(size: int) -> bytes:
    """Return a small workbook with a part of ``size`` zero bytes."""
    out = io.BytesIO(a_sheet())
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/media/image1.bin", "w") as part:
        for _ in range(size // MEBI):
            part.write(bytes(MEBI))
    return out.getvalue()


def relations(kind: str, target: str, *, mode: str = "External") -> bytes:
    """Return a part of an Office file that refers to another one."""
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    return (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{office}/{kind}" Target="{target}" TargetMode="{mode}"/></Relationships>'
    ).encode()
