"""Documents of one security model in another one: moved by a merge, copied by a split or for a further application.

The bytes are stored once; a copy has rows of its own. The caller authorizes.
"""

from collections.abc import Collection, Iterator
from itertools import count
from pathlib import PurePath
from typing import Any, Final

from sqlalchemy import insert, select
from sqlmodel import Session, col

from ctpat_app.domain.uploads import folded_name
from ctpat_app.services.evidence import newest_versions
from ctpat_app.tables.documents import DocumentRow, DocumentVersionRow

_DOCUMENT: Final = tuple(
    name for name in DocumentRow.model_fields if name not in {"id", "security_model_id", "name", "folded_name"}
)
_VERSION: Final = tuple(name for name in DocumentVersionRow.model_fields if name not in {"id", "document_id"})


def move_documents(session: Session, source: int, target: int) -> int:
    """Move the documents of the model ``source`` to ``target``; return how many. A name that is taken gets a number."""
    taken = {row.folded_name for row in _of_model(session, target)}
    rows = _of_model(session, source)
    for row in rows:
        row.name = _free_name(row.name, taken)
        row.folded_name, row.security_model_id = folded_name(row.name), target
        taken.add(row.folded_name)
        session.add(row)
    session.flush()
    return len(rows)


def copy_documents(session: Session, source: int, target: int, only: Collection[int] | None = None) -> dict[int, int]:
    """Copy the documents of the model ``source`` (all, or ``only`` these) with their versions to ``target``.

    A document that ``target`` has already in the same state is taken instead of one more copy.

    Returns:
        The number of each document to that of its copy.
    """
    there, hashes = _of_model(session, target), _hashes(session, source, target)
    taken = {row.folded_name for row in there}
    same = {hashes.get(row.id or 0, ""): row.id or 0 for row in there}
    copies: dict[int, int] = {}
    for row in _of_model(session, source):
        number = row.id or 0
        if only is not None and number not in only:
            continue
        copies[number] = same.get(hashes.get(number, "-")) or _copy(session, row, target, taken)
    return copies


def _copy(session: Session, row: DocumentRow, target: int, taken: set[str]) -> int:
    name = _free_name(row.name, taken)
    facts: dict[str, Any] = {each: getattr(row, each) for each in _DOCUMENT}
    made = DocumentRow(**facts, security_model_id=target, name=name, folded_name=folded_name(name))
    session.add(made)
    session.flush()
    taken.add(made.folded_name)
    own = select(DocumentVersionRow).where(col(DocumentVersionRow.document_id) == row.id)
    versions = [
        {"document_id": made.id, **{each: getattr(version, each) for each in _VERSION}}
        for version in session.scalars(own.order_by(col(DocumentVersionRow.number)))
    ]
    session.execute(insert(DocumentVersionRow), versions)
    return made.id or 0


def _of_model(session: Session, model: int) -> list[DocumentRow]:
    query = select(DocumentRow).where(col(DocumentRow.security_model_id) == model)
    return list(session.scalars(query.order_by(col(DocumentRow.id))))


def _hashes(session: Session, *models: int) -> dict[int, str]:
    """Return the hash of the current state of each document of the models."""
    own = select(col(DocumentRow.id)).where(col(DocumentRow.security_model_id).in_(models))
    newest = newest_versions(own).subquery()
    query = select(col(DocumentVersionRow.document_id), col(DocumentVersionRow.sha256)).join(
        newest,
        (newest.c.document_id == col(DocumentVersionRow.document_id))
        & (newest.c.number == col(DocumentVersionRow.number)),
    )
    return {row.document_id: row.sha256 for row in session.execute(query)}


def _free_name(name: str, taken: Collection[str]) -> str:
    return next(each for each in _names(name) if folded_name(each) not in taken)


def _names(name: str) -> Iterator[str]:
    """Yield ``seal log.pdf``, ``seal log (2).pdf``, ``seal log (3).pdf`` and so on."""
    yield name
    path = PurePath(name)
    for number in count(2):
        yield f"{path.stem} ({number}){path.suffix}"
