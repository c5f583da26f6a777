"""Unexpected failures under the short code that the page showed."""

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select
from sqlmodel import Session, col

from ctpat_app.domain.case_codes import read_failure_code
from ctpat_app.domain.permissions import Actor, Permission
from ctpat_app.services.access import require_staff
from ctpat_app.services.library import version_in_use
from ctpat_app.tables.audit import FailureRow
from ctpat_app.tables.drafts import DraftRow


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


@dataclass(frozen=True)
class Found:
    """What is known of a failure when it happens; nothing in it is an answer, an address or a text of a person."""

    code: str
    page: str
    handler: str
    message: str
    draft_id: int = 0
    """The form that the page was about; 0 for none."""
    step: str = ""
    refusals: tuple[str, ...] = ()


def record_failure(session: Session, found: Found, *, now: datetime) -> None:
    """Keep what the help desk needs to look a failure up, with the version of the content that the form has."""
    flow, version = _form(session, found.draft_id)
    session.connection().execute(
        insert(FailureRow).values(
            code=found.code,
            at=now,
            user_id=None,
            page=found.page[:200],
            handler=found.handler[:200],
            library_hash=version,
            step="/".join(each for each in (flow, found.step) if each)[:120],
            refusals=json.dumps(found.refusals),
            message=found.message[:2000],
        )
    )


def _form(session: Session, draft_id: int) -> tuple[str, str]:
    """Return which form a draft is, and its version of the content; without a draft the version in use."""
    query = select(col(DraftRow.flow), col(DraftRow.library_hash)).where(col(DraftRow.id) == draft_id)
    row = session.execute(query).first() if draft_id else None
    return (row[0], row[1]) if row else ("", version_in_use())


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
