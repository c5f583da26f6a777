"""What people note about a document: its kind, what it stands for, how long it counts, its language, a note."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlmodel import Session

from ctpat_app.domain.documents import MAX_NOTE, counts_until
from ctpat_app.domain.errors import InvalidValue, NotPermitted, StaleVersion
from ctpat_app.domain.permissions import Actor, Permission
from ctpat_app.services.access import LARGEST_ID, require_staff
from ctpat_app.services.audit import NO_ACCOUNT, write_audit
from ctpat_app.services.library import current_library
from ctpat_app.services.model_access import require_model
from ctpat_app.tables.documents import DocumentRow

_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_LONGEST_TAG: Final = 16


@dataclass(frozen=True)
class Facts:
    """What is noted about a document; a ``kind`` and a ``language`` that nobody named are empty."""

    kind: str = ""
    stands_from: date | None = None
    stands_for: date | None = None
    valid_until: date | None = None
    note: str = ""
    language: str = ""


def change_facts(
    session: Session, actor: Actor, *, document_id: int, seen_version: int, facts: Facts, now: datetime
) -> Facts:
    """Note ``facts`` about a document and return them as stored; until when it counts is proposed where nobody said.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
        InvalidValue: ``document.kind-unknown``, ``document.period-backwards``, ``document.ends-before``,
            ``document.note-long``, ``document.language-unknown``.
        StaleVersion: ``document.changed-meanwhile``, with the version that is stored now.
    """
    row = require_document(session, actor, document_id)
    _check(facts)
    if row.version != seen_version:
        raise StaleVersion("document.changed-meanwhile", theirs="", version=row.version)
    stored = _with_end(row, facts)
    if stored == facts_of(row):
        return stored
    for name, value in vars(stored).items():
        setattr(row, name, value)
    row.version += 1
    session.add(row)
    session.flush()
    write_audit(
        session,
        trade_account_id=row.trade_account_id or NO_ACCOUNT,
        user_id=actor.user_id,
        action="document.facts-changed",
        subject=f"document:{row.id}",
        now=now,
        version=row.version,
    )
    return stored


def require_document(session: Session, actor: Actor, document_id: int) -> DocumentRow:
    """Return the document, to be written, for whoever may replace it.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
    """
    if not 0 < document_id <= LARGEST_ID:
        raise NotPermitted
    row = session.get(DocumentRow, document_id, with_for_update=True)
    if row is None:
        raise NotPermitted
    if row.security_model_id is None:
        require_staff(session, actor, Permission.LIBRARY_ADD)
    else:
        require_model(session, actor, row.security_model_id, Permission.DOCUMENTS_REPLACE)
    return row


def facts_of(row: DocumentRow) -> Facts:
    """Return what is noted about a document now."""
    return Facts(row.kind, row.stands_from, row.stands_for, row.valid_until, row.note, row.language)


def _check(facts: Facts) -> None:
    if facts.kind and facts.kind not in current_library().evidence_kinds:
        raise InvalidValue("document.kind-unknown")
    first, last = facts.stands_from, facts.stands_for
    if first and (last is None or last < first):
        raise InvalidValue("document.period-backwards")
    if facts.valid_until and last and facts.valid_until < last:
        raise InvalidValue("document.ends-before")
    if len(facts.note) > MAX_NOTE:
        raise InvalidValue("document.note-long", most=MAX_NOTE)
    if facts.language and not (_LANGUAGE.fullmatch(facts.language) and len(facts.language) <= _LONGEST_TAG):
        raise InvalidValue("document.language-unknown")


def _with_end(row: DocumentRow, facts: Facts) -> Facts:
    """Return ``facts`` with the proposed end where none is given, or where the end was a proposal for other facts."""
    was_proposed = row.valid_until is not None and row.valid_until == _proposed(row.kind, row.stands_for)
    is_kept = facts.valid_until == row.valid_until
    if facts.valid_until and not (was_proposed and is_kept):
        return facts
    return Facts(**{**vars(facts), "valid_until": _proposed(facts.kind, facts.stands_for)})


def _proposed(kind: str, stands_for: date | None) -> date | None:
    known = current_library().evidence_kinds.get(kind)
    return counts_until(stands_for, known.current_for_months) if known else None
