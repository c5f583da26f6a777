"""Evidence for the tests: files of each kind, kept in a store on the disk and put beside answers."""

import io
from datetime import date
from pathlib import Path

from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, NumberObject, TextStringObject
from sqlmodel import Session

from ctpat_app.adapters.storage import storage
from ctpat_app.domain.documents import Scan, UploadState
from ctpat_app.domain.permissions import Actor
from ctpat_app.tables.documents import AttachmentRow, DocumentRow, DocumentVersionRow
from tests.factories import WHEN

PDF, PNG = "application/pdf", "image/png"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def a_pdf(pages: int = 1, *, password: str = "", acts: bool = False) -> bytes:
    """Return a PDF of empty pages; ``acts`` gives its pages what must not come along."""
    writer = PdfWriter()
    for number in range(pages):
        page = writer.add_blank_page(width=595, height=842)
        page[NameObject("/StructParents")] = NumberObject(number)
        if acts:
            action = DictionaryObject(
                {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("app.alert(1)")}
            )
            page[NameObject("/AA")] = DictionaryObject({NameObject("/O"): action})
    if password:
        writer.encrypt(password)
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def a_picture() -> bytes:
    """Return a small picture, half of which lets the ground through."""
    written = io.BytesIO()
    Image.new("RGBA", (40, 20), (200, 0, 0, 128)).save(written, "PNG")
    return written.getvalue()


def a_document(
    session: Session, draft: int, model: int, account: int, person: Actor, name: str, *, kind: str = ""
) -> int:
    """Return the id of a new document of the model, without any version."""
    row = DocumentRow(
        trade_account_id=account,
        security_model_id=model,
        name=name,
        folded_name=name.casefold(),
        kind=kind,
        stands_for=date(2026, 1, 31) if kind else None,
        created_at=WHEN,
        created_by=person.user_id,
    )
    session.add(row)
    session.flush()
    assert row.id is not None
    return row.id


def put_beside(
    session: Session, draft: int, criterion: str, document: int, content: bytes, media_type: str, person: Actor,
    folder: Path,
) -> str:  # fmt: skip
    """Keep ``content`` as the first version of the document, beside the answer to a criterion; return its blob key."""
    blob_key = f"blob-{document}"
    source = folder / blob_key
    source.write_bytes(content)
    storage().put(blob_key, source)
    session.add(
        DocumentVersionRow(
            document_id=document,
            number=1,
            blob_key=blob_key,
            size_bytes=len(content),
            sha256="0" * 64,
            media_type=media_type,
            state=UploadState.READ,
            scan=Scan.NOT_SCANNED,
            uploaded_at=WHEN,
            uploaded_by=person.user_id,
        )
    )
    attach(session, draft, criterion, document, person)
    return blob_key


def attach(session: Session, draft: int, criterion: str, document: int, person: Actor) -> None:
    """Put a document that is kept already beside the answer to a criterion."""
    session.add(
        AttachmentRow(
            draft_id=draft,
            key=f"criterion.{criterion}",
            document_id=document,
            attached_at=WHEN,
            attached_by=person.user_id,
        )
    )
    session.flush()
