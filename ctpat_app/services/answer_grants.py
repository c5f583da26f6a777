"""Letting a further customer read what a partner has signed: exactly that version, until a day, until taken back."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlmodel import Session, col

from ctpat_app.domain.emails import read_email
from ctpat_app.domain.errors import InvalidValue, NotPermitted, Refusal
from ctpat_app.domain.form_faults import FaultCollector
from ctpat_app.domain.inquiries import InquiryEvent
from ctpat_app.domain.inquiry_access import MAX_GRANTS, read_until
from ctpat_app.domain.names import read_name
from ctpat_app.domain.tokens import token_hash
from ctpat_app.services.access import LARGEST_ID
from ctpat_app.services.inquiry_snapshots import SignedAnswers, thaw
from ctpat_app.services.inquiry_trail import note_step
from ctpat_app.services.inquiry_visits import Visit
from ctpat_app.services.outbox import put_mail
from ctpat_app.tables.inquiries import AnswerGrantRow, InquiryRow
from ctpat_app.tables.partners import PartnerRow

GRANT_PAGE = "partner-answers"
"""Public page that a mailed link opens; its query is ``token``."""


@dataclass(frozen=True)
class GrantView:
    """A customer who was let in, as the partner sees it."""

    id: int
    customer: str
    email: str
    until: date
    is_open: bool
    is_revoked: bool
    first_read_at: datetime | None
    is_older: bool
    """Whether something newer has been signed since."""


@dataclass(frozen=True)
class GrantedAnswers:
    """What a customer reads."""

    customer: str
    until: date
    signed: SignedAnswers
    newer_exists: bool


def grant_answers(
    session: Session,
    visit: Visit,
    *,
    inquiry_id: int,
    customer: str,
    email: str,
    language: str,
    until: str,
    languages: Collection[str],
    now: datetime,
) -> str:
    """Mail a customer the way to what was signed last, and return the address.

    Raises:
        NotPermitted: ``access.not-yours``.
        FormFaults: by field: ``customer``, ``email``, ``language``, ``until``.
        Refusal: ``grant.sign-first``, ``grant.too-many`` (``maximum``).
    """
    visit.require(inquiry_id)
    inquiry = session.get_one(InquiryRow, inquiry_id, with_for_update=True)
    if inquiry.snapshot is None:
        raise Refusal("grant.sign-first")
    _check(customer, email, language, until, languages, now)
    if _open_grants(session, inquiry_id, now) >= MAX_GRANTS:
        raise Refusal("grant.too-many", maximum=MAX_GRANTS)
    token, address, day = secrets.token_urlsafe(32), read_email(email), read_until(until, now.date())
    row = AnswerGrantRow(
        inquiry_id=inquiry_id,
        token_hash=token_hash(token),
        customer=read_name(customer),
        email=address.address,
        email_key=address.key,
        language=language,
        content_hash=inquiry.content_hash,
        snapshot=inquiry.snapshot,
        granted_at=now,
        granted_link_id=visit.link_id,
        until=day,
    )
    session.add(row)
    session.flush()
    note_step(
        session, inquiry, InquiryEvent.GRANTED, now=now, link_id=visit.link_id, customer=row.customer, grant=row.id or 0
    )
    put_mail(
        session,
        template="inquiry-granted",
        language=language,
        recipient=address.address,
        now=now,
        partner=session.get_one(PartnerRow, inquiry.partner_id).name,
        date=day.isoformat(),
        path=f"/{language}/{GRANT_PAGE}/?token={token}",
    )
    return address.address


def list_grants(session: Session, visit: Visit, *, inquiry_id: int, now: datetime) -> list[GrantView]:
    """Return which customers were let in.

    Raises:
        NotPermitted: ``access.not-yours``.
    """
    visit.require(inquiry_id)
    newest = session.get_one(InquiryRow, inquiry_id).content_hash
    query = select(AnswerGrantRow).where(col(AnswerGrantRow.inquiry_id) == inquiry_id)
    return [
        GrantView(
            row.id or 0,
            row.customer,
            row.email,
            row.until,
            is_open=_is_open(row, now),
            is_revoked=row.revoked_at is not None,
            first_read_at=row.first_read_at,
            is_older=row.content_hash != newest,
        )
        for row in session.scalars(query.order_by(col(AnswerGrantRow.id).desc()))
    ]


def revoke_grant(session: Session, visit: Visit, *, inquiry_id: int, grant_id: int, now: datetime) -> None:
    """Take back what a customer was let read; from then on its link answers like one that never existed.

    Raises:
        NotPermitted: ``access.not-yours``.
    """
    visit.require(inquiry_id)
    row = session.get(AnswerGrantRow, grant_id) if 0 < grant_id <= LARGEST_ID else None
    if row is None or row.inquiry_id != inquiry_id:
        raise NotPermitted
    if row.revoked_at is None:
        row.revoked_at = now
        inquiry = session.get_one(InquiryRow, inquiry_id)
        note_step(session, inquiry, InquiryEvent.GRANT_REVOKED, now=now, link_id=visit.link_id, grant=grant_id)


def find_grant(session: Session, token: str, *, now: datetime) -> GrantedAnswers | None:
    """Return what a link of a customer shows; None for one that is unknown, over, or taken back."""
    row = _find(session, token, now)
    if row is None:
        return None
    return GrantedAnswers(row.customer, row.until, thaw(row.snapshot), newer_exists=_has_newer(session, row))


def note_read(session: Session, token: str, *, now: datetime) -> None:
    """Note that a customer has read what it was let read; the partner sees the first time."""
    row = _find(session, token, now)
    if row is not None and row.first_read_at is None:
        row.first_read_at = now
        inquiry = session.get_one(InquiryRow, row.inquiry_id)
        note_step(session, inquiry, InquiryEvent.GRANT_READ, now=now, customer=row.customer, grant=row.id or 0)


def _check(customer: str, email: str, language: str, until: str, languages: Collection[str], now: datetime) -> None:
    faults = FaultCollector()
    rules = (
        ("customer", lambda: read_name(customer)),
        ("email", lambda: read_email(email)),
        ("until", lambda: read_until(until, now.date())),
    )
    for field, rule in rules:
        try:
            rule()
        except InvalidValue as refusal:
            faults.note(field, refusal)
    if language not in languages:
        faults.add("language", "choice.unknown")
    faults.refuse()


def _find(session: Session, token: str, now: datetime) -> AnswerGrantRow | None:
    query = select(AnswerGrantRow).where(col(AnswerGrantRow.token_hash) == token_hash(token))
    row = session.scalars(query).first()
    return row if row is not None and _is_open(row, now) else None


def _is_open(row: AnswerGrantRow, now: datetime) -> bool:
    return row.revoked_at is None and now.date() <= row.until


def _has_newer(session: Session, row: AnswerGrantRow) -> bool:
    """Whether the partner has signed this inquiry anew, or one that renews it."""
    if session.get_one(InquiryRow, row.inquiry_id).content_hash != row.content_hash:
        return True
    query = select(col(InquiryRow.id)).where(
        col(InquiryRow.previous_id) == row.inquiry_id, col(InquiryRow.signed_at).is_not(None)
    )
    return session.scalars(query).first() is not None


def _open_grants(session: Session, inquiry_id: int, now: datetime) -> int:
    query = select(func.count()).where(
        col(AnswerGrantRow.inquiry_id) == inquiry_id,
        col(AnswerGrantRow.revoked_at).is_(None),
        col(AnswerGrantRow.until) >= now.date(),
    )
    return session.scalar(query) or 0
