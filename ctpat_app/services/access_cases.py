"""People who can neither read their mail nor answer their questions: a case at the help desk, with a code.

Who opens a case learns nothing about the account. Who grants one writes down how the identity was checked; the address
is told and can stop it for a day before the link works.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select, update
from sqlmodel import Session, col

from ctpat_app.domain.emails import read_email
from ctpat_app.domain.errors import InvalidValue, NotPermitted
from ctpat_app.domain.names import read_name
from ctpat_app.domain.permissions import Actor, Permission, require_recent_proof
from ctpat_app.services.access import require_staff
from ctpat_app.services.audit import NO_ACCOUNT, write_audit
from ctpat_app.services.outbox import put_mail
from ctpat_app.services.recovery import WAITING_TIME, link_path, store_link
from ctpat_app.services.second_factors import is_staff
from ctpat_app.tables.accounts import UserAccountRow
from ctpat_app.tables.recovery import AccessCaseRow

WAYS: Final = ("video", "officer", "letter", "company-mail", "application")
"""How the help desk may check who it is; none of them needs a telephone of the person."""
MIN_FINDING: Final = 20
MAX_TEXT: Final = 1000
GRANTED_FOR: Final = timedelta(hours=48)
MOST_SHOWN: Final = 200


@dataclass(frozen=True)
class AccessCase:
    """An open case as the help desk sees it; ``account_name`` is empty when nobody has that address."""

    id: int
    code: str
    email: str
    name: str
    company: str
    note: str
    language: str
    created_at: datetime
    account_name: str


def open_case(
    session: Session, *, email: str, name: str, company: str, note: str, language: str, code: str, now: datetime
) -> None:
    """Open a case under ``code``; known and unknown addresses alike.

    Raises:
        InvalidValue: the codes of ``read_email`` and ``read_name``.
    """
    address, clean_name = read_email(email), read_name(name)
    user_id = session.scalar(select(col(UserAccountRow.id)).where(col(UserAccountRow.email_key) == address.key))
    row = AccessCaseRow(
        code=code,
        user_id=user_id,
        email=address.address,
        name=clean_name,
        company=" ".join(company.split())[:200],
        note=note.strip()[:MAX_TEXT],
        language=language,
        created_at=now,
    )
    session.add(row)
    session.flush()
    _note(session, None, "access-case.opened", row.code, now)


def list_cases(session: Session, actor: Actor) -> Sequence[AccessCase]:
    """Return the open cases, the oldest first.

    Raises:
        NotPermitted: ``access.not-yours`` for everybody but the help desk.
    """
    require_staff(session, actor, Permission.ACCESS_RESET)
    rows = session.execute(
        select(AccessCaseRow, col(UserAccountRow.name))
        .join(UserAccountRow, col(UserAccountRow.id) == col(AccessCaseRow.user_id), isouter=True)
        .where(col(AccessCaseRow.status) == "open")
        .order_by(col(AccessCaseRow.id))
        .limit(MOST_SHOWN)
    )
    return [
        AccessCase(
            row.id or 0, row.code, row.email, row.name, row.company, row.note, row.language, row.created_at, name or ""
        )
        for row, name in rows
    ]


def grant_case(
    session: Session,
    actor: Actor,
    *,
    case_id: int,
    ways: Collection[str],
    finding: str,
    token: str,
    now: datetime,
) -> None:
    """Let the person set a new password and new questions, a day after the address was told.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.prove-again``, ``access-case.own``, ``access-case.staff``.
        InvalidValue: ``access-case.ways``, ``access-case.finding``, ``access-case.closed``, ``access-case.no-account``.
    """
    row = _decidable(session, actor, case_id, finding, now)
    chosen = [way for way in WAYS if way in ways]
    if not chosen or len(chosen) != len(set(ways)):
        raise InvalidValue("access-case.ways")
    if row.user_id is None:
        raise InvalidValue("access-case.no-account")
    if row.user_id == actor.user_id:
        raise NotPermitted("access-case.own")
    if is_staff(session, row.user_id):
        raise NotPermitted("access-case.staff")
    _decide(session, actor, row, "granted", now, ways=" ".join(chosen), finding=finding.strip())
    person = session.get_one(UserAccountRow, row.user_id)
    usable_from = now + WAITING_TIME
    store_link(session, row.user_id, token, usable_from=usable_from, lifetime=GRANTED_FOR, now=now, case_id=row.id)
    put_mail(
        session,
        template="access-granted",
        language=person.language,
        recipient=person.email,
        now=now,
        path=link_path(token, person.language),
        case=row.code,
        moment=usable_from.isoformat(),
    )


def refuse_case(session: Session, actor: Actor, *, case_id: int, finding: str, now: datetime) -> None:
    """Refuse a case; the person hears nothing by mail, since nobody knows who asked.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.prove-again``.
        InvalidValue: ``access-case.finding``, ``access-case.closed``.
    """
    row = _decidable(session, actor, case_id, finding, now)
    _decide(session, actor, row, "refused", now, ways="", finding=finding.strip())


def _decidable(session: Session, actor: Actor, case_id: int, finding: str, now: datetime) -> AccessCaseRow:
    require_staff(session, actor, Permission.ACCESS_RESET)
    require_recent_proof(actor, now)
    row = session.get(AccessCaseRow, case_id, populate_existing=True)
    if row is None:
        raise NotPermitted
    if row.status != "open":
        raise InvalidValue("access-case.closed")
    if len(finding.strip()) < MIN_FINDING or len(finding) > MAX_TEXT:
        raise InvalidValue("access-case.finding", minimum=MIN_FINDING, maximum=MAX_TEXT)
    return row


def _decide(
    session: Session, actor: Actor, row: AccessCaseRow, status: str, now: datetime, *, ways: str, finding: str
) -> None:
    """Note the decision; of two at the same moment only one counts."""
    decided = session.connection().execute(
        update(AccessCaseRow)
        .where(col(AccessCaseRow.id) == row.id, col(AccessCaseRow.status) == "open")
        .values(status=status, ways=ways, finding=finding, decided_by=actor.user_id, decided_at=now)
    )
    if decided.rowcount != 1:
        raise InvalidValue("access-case.closed")
    _note(session, actor.user_id, f"access-case.{status}", row.code, now, ways=ways)


def _note(session: Session, user_id: int | None, action: str, code: str, now: datetime, **detail: str) -> None:
    write_audit(
        session,
        trade_account_id=NO_ACCOUNT,
        user_id=user_id,
        action=action,
        subject=f"access-case/{code}",
        now=now,
        **detail,
    )
