"""Documents of the exchange that go with an answer or an appeal, each pinned to the version that was current then."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import delete, func, select
from sqlmodel import Session, col

from ctpat_app.domain.errors import NotPermitted
from ctpat_app.tables.documents import DocumentRow, DocumentVersionRow
from ctpat_app.tables.standing import PaperDocumentRow


@dataclass(frozen=True)
class Choice:
    """A document of the exchange that can go with a paper."""

    document_id: int
    name: str


def choices(session: Session, model_id: int) -> tuple[Choice, ...]:
    """Return the documents of a security model by name; the caller authorizes."""
    query = select(col(DocumentRow.id), col(DocumentRow.name)).where(col(DocumentRow.security_model_id) == model_id)
    return tuple(Choice(number or 0, name) for number, name in session.execute(query.order_by(col(DocumentRow.name))))


def enclose(session: Session, model_id: int, paper: str, paper_id: int, documents: Collection[int]) -> None:
    """Let exactly these documents go with the paper, in their newest versions.

    Raises:
        NotPermitted: ``access.not-yours`` for a document that is not of this security model.
    """
    known = {each.document_id for each in choices(session, model_id)}
    if not set(documents) <= known:
        raise NotPermitted
    session.execute(
        delete(PaperDocumentRow).where(col(PaperDocumentRow.paper) == paper, col(PaperDocumentRow.paper_id) == paper_id)
    )
    for document in sorted(set(documents)):
        newest = select(func.max(col(DocumentVersionRow.number))).where(col(DocumentVersionRow.document_id) == document)
        number = session.scalar(newest) or 0
        session.add(PaperDocumentRow(paper=paper, paper_id=paper_id, document_id=document, number=number))
    session.flush()
