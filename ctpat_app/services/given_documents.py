"""What a contributor has to do with documents: those beside the statements that were given to them, and no others."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import count

from sqlalchemy import func, select
from sqlmodel import Session, col

from ctpat_app.domain.permissions import Actor
from ctpat_app.domain.uploads import folded_name, numbered
from ctpat_app.services.access import DraftAccess
from ctpat_app.services.given import GivenAccess, find_given
from ctpat_app.services.stored_documents import DocumentItem
from ctpat_app.tables.documents import AttachmentRow, DocumentRow, DocumentVersionRow


def as_given(access: DraftAccess, items: tuple[DocumentItem, ...]) -> tuple[DocumentItem, ...]:
    """Return the documents as ``access`` shows them: from outside without older versions and without other places."""
    if not isinstance(access, GivenAccess):
        return items
    return tuple(
        replace(
            item,
            origin="",
            older=(),
            places=tuple(
                each for each in item.places if each.draft_id == access.draft_id and access.is_given(each.key)
            ),
        )
        for item in items
    )


def find_given_reader(session: Session, actor: Actor, document_id: int, number: int) -> GivenAccess | None:
    """Return the access of a contributor beside whose statement the document stands now, in version ``number``."""
    newest = select(func.max(col(DocumentVersionRow.number))).where(col(DocumentVersionRow.document_id) == document_id)
    if session.scalar(newest) != number:
        return None
    for draft_id, key in _places(session, document_id):
        access = find_given(session, actor, draft_id)
        if access is not None and access.is_given(key):
            return access
    return None


def name_from_outside(session: Session, access: GivenAccess, name: str) -> str:
    """Return under which name a contributor's file is kept.

    It is ``name``, unless a document of the company is called so that stands elsewhere too, or nowhere: that one is not
    replaced from outside. The file then gets a number behind its name.
    """
    for number in count(1):
        tried = numbered(name, number) if number > 1 else name
        query = select(col(DocumentRow.id)).where(
            col(DocumentRow.security_model_id) == access.subject_id, col(DocumentRow.folded_name) == folded_name(tried)
        )
        found = session.scalar(query)
        if found is None or _is_own(access, _places(session, found)):
            return tried
    raise AssertionError("there are always more numbers")


def _is_own(access: GivenAccess, places: Iterable[tuple[int, str]]) -> bool:
    standing = list(places)
    return bool(standing) and all(draft == access.draft_id and access.is_given(key) for draft, key in standing)


def _places(session: Session, document_id: int) -> list[tuple[int, str]]:
    query = select(col(AttachmentRow.draft_id), col(AttachmentRow.key)).where(
        col(AttachmentRow.document_id) == document_id, col(AttachmentRow.removed_at).is_(None)
    )
    return [(draft, key) for draft, key in session.execute(query)]
