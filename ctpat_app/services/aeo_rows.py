"""Rows of EU AEO registrations: read, held, ended and noted; whoever calls has authorized."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, null, select
from sqlmodel import Session, col

from ctpat_app.domain.aeo import AeoState, CertificateKind
from ctpat_app.domain.desk import Work
from ctpat_app.domain.errors import NotPermitted
from ctpat_app.services.access import LARGEST_ID
from ctpat_app.services.action_rows import names_of
from ctpat_app.services.audit import write_audit
from ctpat_app.services.desk_sources import work
from ctpat_app.tables.aeo import AeoMidRow, AeoRegistrationRow


@dataclass(frozen=True)
class RegisteredMid:
    """A manufacturer code of a registration; ``is_outside`` says that its country is no member of the EU."""

    mid: str
    is_outside: bool


@dataclass(frozen=True)
class RegistrationView:
    """A registration as both sides read it; ``reason`` is that of a refusal."""

    id: int
    eori: str
    kind: CertificateKind
    certificate: str
    mids: tuple[RegisteredMid, ...]
    state: AeoState
    reason: str
    replaces_id: int
    asked_at: datetime
    asked_by: str
    decided_at: datetime | None
    ended_at: datetime | None


def views_of(session: Session, condition: ColumnElement[bool]) -> tuple[RegistrationView, ...]:
    """Return the registrations for which ``condition`` holds, newest first."""
    query = select(AeoRegistrationRow).where(condition).order_by(col(AeoRegistrationRow.id).desc())
    rows = session.scalars(query).all()
    mids: dict[int, list[RegisteredMid]] = {row.id or 0: [] for row in rows}
    of_them = select(AeoMidRow).where(col(AeoMidRow.registration_id).in_(mids)).order_by(col(AeoMidRow.id))
    for each in session.scalars(of_them):
        mids[each.registration_id].append(RegisteredMid(each.mid, each.is_outside))
    names = names_of(session, [row.asked_by for row in rows])
    return tuple(
        RegistrationView(
            id=row.id or 0,
            eori=row.eori,
            kind=CertificateKind(row.certificate_kind),
            certificate=row.certificate,
            mids=tuple(mids[row.id or 0]),
            state=AeoState(row.state),
            reason=row.reason,
            replaces_id=row.replaces_id or 0,
            asked_at=row.asked_at,
            asked_by=names.get(row.asked_by, ""),
            decided_at=row.decided_at,
            ended_at=row.ended_at,
        )
        for row in rows
    )


def hold_registration(session: Session, registration_id: int) -> AeoRegistrationRow:
    """Return a registration, held until the transaction ends.

    Raises:
        NotPermitted: ``access.not-yours`` when there is none.
    """
    known = 0 < registration_id <= LARGEST_ID
    row = session.get(AeoRegistrationRow, registration_id, with_for_update=True) if known else None
    if row is None:
        raise NotPermitted
    return row


def end_registration(session: Session, row: AeoRegistrationRow, *, user_id: int, now: datetime) -> None:
    """End a registration that waited or stood."""
    row.state, row.ended_at, row.ended_by = AeoState.WITHDRAWN, now, user_id
    session.add(row)
    session.flush()


def note_aeo(session: Session, row: AeoRegistrationRow, user_id: int, action: str, now: datetime) -> None:
    """Append what was done with a registration to the history of its company."""
    write_audit(
        session,
        trade_account_id=row.trade_account_id,
        user_id=user_id,
        action=action,
        subject=f"aeo-registration:{row.id}",
        now=now,
    )


def waiting_registrations() -> Select[*tuple[Any, ...]]:
    """Registrations that wait for staff; no day is set for them."""
    row = AeoRegistrationRow
    return work(
        Work.AEO_REGISTRATION,
        account=col(row.trade_account_id),
        model=null(),
        subject=col(row.id),
        since=col(row.asked_at),
    ).where(col(row.state) == AeoState.WAITING)
