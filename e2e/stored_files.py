"""Files as people have them, made by the programs that make such files."""

import io

import pypdfium2
import xlsxwriter
from PIL import Image
from playwright.sync_api import FilePayload


def a_file(name: str, content: bytes, media_type: str = "application/octet-stream") -> FilePayload:
    """Return a file as a browser takes it."""
    return {"name": name, "mimeType": media_type, "buffer": content}


def a_pdf(name: str, *, pages: int = 1) -> FilePayload:
    """Return a PDF of some empty pages; another number of pages is another content."""
    document = pypdfium2.PdfDocument.new()
    for _ in range(pages):
        document.new_page(595, 842)
    buffer = io.BytesIO()
    document.save(buffer)
    return a_file(name, buffer.getvalue(), "application/pdf")


def a_picture(name: str) -> FilePayload:
    """Return a photograph."""
    buffer = io.BytesIO()
    Image.new("RGB", (320, 200), "teal").save(buffer, "JPEG")
    return a_file(name, buffer.getvalue(), "image/jpeg")


def a_spreadsheet(name: str) -> FilePayload:
    """Return a workbook with a list of seals."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        book.add_worksheet("Seals").write_row(0, 0, ["Seal", "UL-7730", "ISO 17712"])
    return a_file(name, buffer.getvalue())
