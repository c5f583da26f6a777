"""Unexpected failures under the short code that the page showed."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert
from sqlmodel import Session

from ctpat_app.domain.case_codes import read_failure_code
from ctpat_app.domain.permissions import Actor, Permission
from ctpat_app.services.access import require_staff
from ctpat_app.tables.audit import FailureRow


@dataclass(frozen=True)
class Failure:
    """A failure as the help desk sees it: where it happened, never what was typed."""

    code: str
    at: datetime
    page: str
    step: str
    library_hash: str
    refusals: tuple[str, ...]
    """The codes of the messages that stood on the page."""
    handler: str
    message: str


def record_failure(
    session: Session,
    *,
    code: str,
    page: str,
    handler: str,
    message: str,
    now: datetime,
    user_id: int | None = None,
    library_hash: str = "",
    step: str = "",
    refusals: Sequence[str] = (),
) -> None:
    """Keep what the help desk needs to look a failure up; no argument ever holds answers or addresses."""
    session.connection().execute(
        insert(FailureRow).values(
            code=code,
            at=now,
            user_id=user_id,
            page=page[:200],
            handler=handler[:200],
            library_hash=library_hash,
            step=step[:120],
            refusals=json.dumps(list(refusals)),
            message=message[:2000],
        )
    )


def find_failure(session: Session, actor: Actor, code: str) -> Failure | None:
    """Return the failure that was shown under ``code``, however its letters are written; None when there is none.

    Raises:
        NotPermitted: ``access.not-yours`` for everybody but the help desk.
    """
    require_staff(session, actor, Permission.HELP_CASE_WORK)
    wanted = read_failure_code(code)
    row = session.get(FailureRow, wanted) if wanted else None
    if row is None:
        return None
    return Failure(
        code=row.code,
        at=row.at,
        page=row.page,
        step=row.step,
        library_hash=row.library_hash,
        refusals=tuple(json.loads(row.refusals)),
        handler=row.handler,
        message=row.message,
    )
