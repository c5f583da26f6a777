"""What goes with a message: what it is about, and documents of the company."""

from collections.abc import Collection

from sqlalchemy import func, select
from sqlmodel import Session, col

from ctpat_app.domain.conversations import MAX_FILES, About, AboutKind, read_about
from ctpat_app.domain.errors import InvalidValue
from ctpat_app.domain.permissions import Actor
from ctpat_app.services.exchange import list_exchanges
from ctpat_app.services.library import library_version
from ctpat_app.tables.conversations import ConversationFileRow
from ctpat_app.tables.documents import DocumentRow, DocumentVersionRow
from ctpat_app.tables.drafts import DraftRow
from ctpat_app.tables.identifier_changes import IdentifierChangeRow


def read_about_of(session: Session, trade_account_id: int, text: str) -> About | None:
    """Return what a message is about, None for the company as a whole.

    Raises:
        InvalidValue: ``conversation.unknown-about``.
    """
    if not text:
        return None
    about = read_about(text)
    if about is None or not is_of(session, trade_account_id, about):
        raise InvalidValue("conversation.unknown-about")
    return about


def is_of(session: Session, trade_account_id: int, about: About) -> bool:
    """Whether the thing belongs to the company."""
    if about.kind is AboutKind.IDENTIFIER_CHANGE:
        request = session.get(IdentifierChangeRow, about.number)
        return request is not None and request.trade_account_id == trade_account_id
    draft = session.get(DraftRow, about.number)
    if draft is None or draft.trade_account_id != trade_account_id:
        return False
    return about.criterion in library_version(session, draft.library_hash).criteria


def documents_for(session: Session, actor: Actor, trade_account_id: int) -> tuple[tuple[int, str], ...]:
    """Return number and name of what somebody can send along, what was uploaded last first.

    These are the documents of the exchanges that they may read.
    """
    exchanges = list_exchanges(session, actor, trade_account_id=trade_account_id)
    query = (
        select(col(DocumentRow.id), col(DocumentRow.name))
        .join(DocumentVersionRow, col(DocumentVersionRow.document_id) == col(DocumentRow.id))
        .where(col(DocumentRow.security_model_id).in_([each.model_id for each in exchanges]))
        .group_by(col(DocumentRow.id), col(DocumentRow.name))
        .order_by(func.max(col(DocumentVersionRow.id)).desc())
    )
    return tuple((number or 0, name) for number, name in session.execute(query)) if exchanges else ()


def read_files(
    session: Session, actor: Actor, trade_account_id: int, documents: Collection[int]
) -> list[tuple[int, int]]:
    """Return the documents with the version that is current now.

    Raises:
        InvalidValue: ``conversation.document-unknown``, ``conversation.many-files``.
    """
    wanted = list(dict.fromkeys(documents))
    if len(wanted) > MAX_FILES:
        raise InvalidValue("conversation.many-files", limit=MAX_FILES)
    known = dict(documents_for(session, actor, trade_account_id)) if wanted else {}
    if any(each not in known for each in wanted):
        raise InvalidValue("conversation.document-unknown")
    newest = select(func.max(col(DocumentVersionRow.number)))
    return [(each, session.scalar(newest.where(col(DocumentVersionRow.document_id) == each)) or 1) for each in wanted]


def keep_files(session: Session, message_id: int, files: Collection[tuple[int, int]]) -> None:
    """Let the documents go along with a message, in these versions."""
    rows = (ConversationFileRow(message_id=message_id, document_id=each, number=number) for each, number in files)
    session.add_all(rows)
    session.flush()
