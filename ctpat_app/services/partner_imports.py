"""Partners that come in by a file: kept for a day with whoever uploaded it, shown first, then loaded as a whole.

One transaction loads what comes in; when anything stops it, nothing has come in.
"""

import json
import zlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import delete, insert, select
from sqlmodel import Session, col

from ctpat_app.domain.errors import InvalidValue, NotPermitted
from ctpat_app.domain.partner_imports import Judged, Row, Table, Verdict, Vocabulary, counted, judge_rows
from ctpat_app.domain.partners import MAX_PARTNERS, Partner
from ctpat_app.domain.permissions import Actor, Permission
from ctpat_app.services.access import LARGEST_ID, require_account
from ctpat_app.services.audit import write_audit
from ctpat_app.services.partners import count_partners, hold_register
from ctpat_app.tables.partners import PartnerImportRow, PartnerRow

KEPT: Final = timedelta(days=1)


@dataclass(frozen=True)
class Words:
    """What judging a file needs to know of languages: the words for choices, and in which a partner can be written."""

    vocabulary: Vocabulary
    languages: tuple[str, ...]


@dataclass(frozen=True)
class Upload:
    """What a file came to: its table, and how text was read (empty for workbooks)."""

    table: Table
    encoding: str = ""
    separator: str = ""


@dataclass(frozen=True)
class ImportView:
    """A file as its owner sees it: every row with what becomes of it; nothing of it is in the register yet, unless
    ``loaded`` rows are, which are no longer among ``rows``.
    """

    id: int
    trade_account_id: int
    company: str
    file_name: str
    upload: Upload
    rows: tuple[Judged, ...]
    counts: dict[Verdict, int]
    is_loaded: bool
    loaded: int


def require_import(session: Session, actor: Actor, *, trade_account_id: int) -> str:
    """Return the name of the company into whose register the actor may load partners.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
    """
    return require_account(session, actor, trade_account_id, Permission.PARTNERS_MANAGE).legal_name


def keep_import(
    session: Session, actor: Actor, *, trade_account_id: int, file_name: str, upload: Upload, now: datetime
) -> int:
    """Keep what was read of a file until its owner says what to do; it takes the place of an earlier one. Return its
    number.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
    """
    require_import(session, actor, trade_account_id=trade_account_id)
    _forget(session, actor, trade_account_id)
    row = PartnerImportRow(
        trade_account_id=trade_account_id,
        user_id=actor.user_id,
        file_name=file_name,
        content=_packed(upload),
        created_at=now,
    )
    session.add(row)
    session.flush()
    return row.id or 0


def find_import(
    session: Session, actor: Actor, *, trade_account_id: int, words: Words, now: datetime
) -> ImportView | None:
    """Return the file that the actor has uploaded for this register; None when there is none.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
    """
    require_import(session, actor, trade_account_id=trade_account_id)
    query = select(PartnerImportRow).where(
        col(PartnerImportRow.trade_account_id) == trade_account_id, col(PartnerImportRow.user_id) == actor.user_id
    )
    row = session.scalars(query.order_by(col(PartnerImportRow.id).desc()).limit(1)).first()
    return _view(session, actor, row, words, now) if row else None


def get_import(session: Session, actor: Actor, *, import_id: int, words: Words, now: datetime) -> ImportView:
    """Return a file that the actor has uploaded.

    Raises:
        NotPermitted: ``access.not-yours``, also when it does not exist; ``access.not-your-role``.
    """
    return _view(session, actor, _row(session, actor, import_id), words, now)


def load_import(
    session: Session, actor: Actor, *, import_id: int, only_as_a_whole: bool, words: Words, now: datetime
) -> int:
    """Put the right rows into the register, and return how many; the others stay with the file.

    Args:
        session: an open session.
        actor: who has uploaded it.
        import_id: the number of the file.
        only_as_a_whole: load nothing when a row is wrong; what the register has already is no fault.
        words: those by which it was shown.
        now: the present moment.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
        InvalidValue: ``import.loaded-before``; ``import.not-all-right`` (``count``); ``import.nothing-right``;
            ``import.register-full`` (``most``, ``count``).
    """
    row = _row(session, actor, import_id)
    hold_register(session, row.trade_account_id)
    session.refresh(row, with_for_update=True)
    if row.loaded_at is not None:
        raise InvalidValue("import.loaded-before")
    view = _view(session, actor, row, words, now)
    right = [each.partner for each in view.rows if each.partner is not None]
    if only_as_a_whole and view.counts[Verdict.WRONG]:
        raise InvalidValue("import.not-all-right", count=view.counts[Verdict.WRONG])
    if not right:
        raise InvalidValue("import.nothing-right")
    if count_partners(session, row.trade_account_id) + len(right) > MAX_PARTNERS:
        raise InvalidValue("import.register-full", most=MAX_PARTNERS, count=len(right))
    session.execute(insert(PartnerRow), [_values(each, row.trade_account_id, actor, now) for each in right])
    left = [each.row for each in view.rows if each.partner is None]
    row.loaded_at, row.loaded_count, row.content = now, len(right), _packed(_with_rows(view.upload, left))
    session.add(row)
    write_audit(
        session,
        trade_account_id=row.trade_account_id,
        user_id=actor.user_id,
        action="partner.imported",
        subject=f"partner-import/{row.id}",
        now=now,
        count=len(right),
    )
    return len(right)


def discard_import(session: Session, actor: Actor, *, import_id: int) -> None:
    """Forget a file; what was loaded of it stays.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
    """
    _forget(session, actor, _row(session, actor, import_id).trade_account_id)


def forget_old_imports(session: Session, *, now: datetime) -> None:
    """Remove the files that have lain for a day."""
    session.execute(delete(PartnerImportRow).where(col(PartnerImportRow.created_at) <= now - KEPT))


# ---------------------------------------------------------------- helpers


def _row(session: Session, actor: Actor, import_id: int) -> PartnerImportRow:
    row = session.get(PartnerImportRow, import_id) if 0 < import_id <= LARGEST_ID else None
    if row is None:
        raise NotPermitted
    require_import(session, actor, trade_account_id=row.trade_account_id)
    if row.user_id != actor.user_id:
        raise NotPermitted
    return row


def _forget(session: Session, actor: Actor, trade_account_id: int) -> None:
    session.execute(
        delete(PartnerImportRow).where(
            col(PartnerImportRow.trade_account_id) == trade_account_id, col(PartnerImportRow.user_id) == actor.user_id
        )
    )


def _view(session: Session, actor: Actor, row: PartnerImportRow, words: Words, now: datetime) -> ImportView:
    company = require_import(session, actor, trade_account_id=row.trade_account_id)
    upload = _unpacked(row.content)
    judged = judge_rows(
        upload.table.rows,
        words.vocabulary,
        register=_keys(session, row.trade_account_id),
        today=now.date(),
        languages=words.languages,
    )
    return ImportView(
        row.id or 0,
        row.trade_account_id,
        company,
        row.file_name,
        upload,
        judged,
        counted(judged),
        row.loaded_at is not None,
        row.loaded_count,
    )


def _keys(session: Session, trade_account_id: int) -> Collection[tuple[str, str]]:
    query = select(col(PartnerRow.folded_name), col(PartnerRow.country)).where(
        col(PartnerRow.trade_account_id) == trade_account_id, col(PartnerRow.removed_at).is_(None)
    )
    return {(name, country) for name, country in session.execute(query)}


def _values(partner: Partner, trade_account_id: int, actor: Actor, now: datetime) -> dict[str, Any]:
    folded, country = partner.key
    return {
        "trade_account_id": trade_account_id,
        "name": partner.name,
        "folded_name": folded,
        "role": partner.role,
        "country": country,
        "contact_name": partner.contact_name,
        "email": partner.email,
        "language": partner.language,
        "risk": partner.risk,
        "risk_reason": partner.risk_reason,
        "program": partner.program,
        "proof": partner.proof,
        "proof_checked_on": partner.proof_checked_on,
        "next_due_on": partner.next_due_on,
        "note": partner.note,
        "version": 1,
        "created_at": now,
        "created_by": actor.user_id,
        "changed_at": now,
    }


def _with_rows(upload: Upload, rows: Sequence[Row]) -> Upload:
    table = upload.table
    left = Table(table.sheet, table.columns, table.headings, table.unread, tuple(rows))
    return Upload(left, upload.encoding, upload.separator)


def _packed(upload: Upload) -> bytes:
    table = upload.table
    plain = {
        "encoding": upload.encoding,
        "separator": upload.separator,
        "sheet": table.sheet,
        "columns": dict(table.columns),
        "headings": dict(table.headings),
        "unread": list(table.unread),
        "rows": [[row.number, dict(row.texts), sorted(row.formulas)] for row in table.rows],
    }
    return zlib.compress(json.dumps(plain, ensure_ascii=False).encode())


def _unpacked(content: bytes) -> Upload:
    plain = json.loads(zlib.decompress(content))
    rows = tuple(Row(number, texts, frozenset(formulas)) for number, texts, formulas in plain["rows"])
    table = Table(plain["sheet"], plain["columns"], plain["headings"], tuple(plain["unread"]), rows)
    return Upload(table, plain["encoding"], plain["separator"])
