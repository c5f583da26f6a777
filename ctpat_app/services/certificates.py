"""Certificates: issued and ended by the steps of a security model, downloaded by its contacts, checked by anybody."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlmodel import Session, col

from ctpat_app.domain.certificates import CODE_LETTERS, LETTERS, code_of, has_certificate, read_code
from ctpat_app.domain.errors import NotPermitted
from ctpat_app.domain.lifecycle import Status
from ctpat_app.domain.permissions import Actor, Permission
from ctpat_app.services.access import LARGEST_ID
from ctpat_app.services.model_access import require_model
from ctpat_app.services.model_types import types_of_model
from ctpat_app.tables.accounts import TradeAccountRow
from ctpat_app.tables.certificates import CertificateRow
from ctpat_app.tables.security_models import SecurityModelRow


@dataclass(frozen=True)
class CertificateView:
    """A certificate; ``revoked_at`` is None while it counts."""

    id: int
    status: Status
    code: str
    issued_at: datetime
    revoked_at: datetime | None


@dataclass(frozen=True)
class CheckedCertificate:
    """What anybody may know about a code: for whom it was issued, and whether it counts now."""

    company: str
    types: tuple[str, ...]
    """Empty for one that counts no longer, as ``status`` is None."""
    status: Status | None
    issued_at: datetime
    revoked_at: datetime | None


@dataclass(frozen=True)
class CertificateCopy:
    """A certificate with what is printed on it."""

    certificate: CertificateView
    company: str
    types: tuple[str, ...]
    library_hash: str


def replace_certificate(session: Session, model_id: int, status: Status, now: datetime) -> None:
    """End the certificate of a model that came to ``status``, and issue the one that goes with it, if any does."""
    session.execute(
        update(CertificateRow)
        .where(col(CertificateRow.security_model_id) == model_id, col(CertificateRow.revoked_at).is_(None))
        .values(revoked_at=now)
    )
    if has_certificate(status):
        letters = "".join(secrets.choice(LETTERS) for _ in range(CODE_LETTERS))
        session.add(
            CertificateRow(security_model_id=model_id, status=status.value, code=code_of(letters), issued_at=now)
        )
        session.flush()


def certificate_of(session: Session, model_id: int) -> CertificateView | None:
    """Return the certificate that counts now; None when there is none. The caller authorizes."""
    return next((each for each in _all_of(session, model_id) if each.revoked_at is None), None)


def list_certificates(session: Session, actor: Actor, *, security_model_id: int) -> tuple[CertificateView, ...]:
    """Return every certificate of a security model, the newest first, for its contacts.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
    """
    require_model(session, actor, security_model_id, Permission.APPLICATION_READ)
    return _all_of(session, security_model_id)


def copy_certificate(session: Session, actor: Actor, *, certificate_id: int) -> CertificateCopy:
    """Return a certificate to print, for the contacts of its security model.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
    """
    row = session.get(CertificateRow, certificate_id) if 0 < certificate_id <= LARGEST_ID else None
    if row is None:
        raise NotPermitted
    access = require_model(session, actor, row.security_model_id, Permission.APPLICATION_READ)
    return CertificateCopy(
        _view(row),
        session.get_one(TradeAccountRow, access.trade_account_id).legal_name,
        types_of_model(session, row.security_model_id),
        access.library_hash,
    )


def check_certificate(session: Session, *, typed: str) -> CheckedCertificate | None:
    """Return what anybody may know about the code that was typed; None when there is no such certificate.

    Of one that counts no longer no more is told than for whom it was and since when: why is nobody else's business.
    """
    code = read_code(typed)
    row = session.scalar(select(CertificateRow).where(col(CertificateRow.code) == code)) if code else None
    model = session.get(SecurityModelRow, row.security_model_id) if row else None
    if row is None or model is None:
        return None
    company = session.get_one(TradeAccountRow, model.trade_account_id).legal_name
    if row.revoked_at is not None:
        return CheckedCertificate(company, (), None, row.issued_at, row.revoked_at)
    return CheckedCertificate(
        company,
        types_of_model(session, row.security_model_id),
        Status(model.status),
        row.issued_at,
        None,
    )


def _all_of(session: Session, model_id: int) -> tuple[CertificateView, ...]:
    query = select(CertificateRow).where(col(CertificateRow.security_model_id) == model_id)
    return tuple(map(_view, session.scalars(query.order_by(col(CertificateRow.id).desc()))))


def _view(row: CertificateRow) -> CertificateView:
    return CertificateView(row.id or 0, Status(row.status), row.code, row.issued_at, row.revoked_at)
