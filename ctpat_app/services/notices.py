"""Telling people with an account something: one call is an entry in their inbox and a mail in their language."""

import json
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from ctpat_app.domain.emails import EmailAddress
from ctpat_app.domain.notices import KIND_OF
from ctpat_app.domain.permissions import StaffRole
from ctpat_app.services.outbox import put_mail
from ctpat_app.tables.accounts import MembershipRow, StaffAssignmentRow, StaffRow, UserAccountRow
from ctpat_app.tables.notices import MailOffRow, NoticeRow
from ctpat_app.tables.security_models import SecurityModelMemberRow, SecurityModelRow


def tell(session: Session, people: Collection[int], *, template: str, path: str, now: datetime, **params: str) -> None:
    """Tell each of ``people`` (user ids; who has left is passed over) the same, in their language.

    It stands in the inbox of each; a mail goes to whoever has not switched off its kind (``domain/notices.py``). It
    reaches them only when the caller's transaction commits.

    Args:
        session: an open session.
        people: user ids.
        template: of ``words/mails.py``; its subject is the heading in the inbox.
        path: the page that it is about, without the language: ``sent/?draft=3``.
        now: the present moment.
        params: what the template names, ``path`` excepted.
    """
    query = select(UserAccountRow).where(col(UserAccountRow.id).in_(people), col(UserAccountRow.left_at).is_(None))
    unmailed = _unmailed(session, template)
    for person in session.scalars(query.order_by(col(UserAccountRow.id))).all():
        session.add(
            NoticeRow(user_id=person.id or 0, template=template, params=json.dumps(params), path=path, created_at=now)
        )
        if person.id in unmailed:
            continue
        put_mail(
            session,
            template=template,
            language=person.language,
            recipient=person.email,
            now=now,
            path=f"/{person.language}/{path}",
            **params,
        )


def tell_address(
    session: Session, email: EmailAddress, *, language: str, template: str, path: str, now: datetime, **params: str
) -> None:
    """Tell whoever has this address: as ``tell`` does if it has an account, else by mail alone, in ``language``."""
    found = session.scalars(select(col(UserAccountRow.id)).where(col(UserAccountRow.email_key) == email.key)).first()
    if found is not None:
        tell(session, [found], template=template, path=path, now=now, **params)
        return
    put_mail(
        session,
        template=template,
        language=language,
        recipient=email.address,
        now=now,
        path=f"/{language}/{path}",
        **params,
    )


def _unmailed(session: Session, template: str) -> frozenset[int]:
    """Return who wants no mail of this kind."""
    kind = KIND_OF.get(template)
    if kind is None:
        return frozenset()
    return frozenset(session.scalars(select(col(MailOffRow.user_id)).where(col(MailOffRow.kind) == kind)))


def contacts_of(session: Session, model_id: int) -> tuple[int, ...]:
    """Return the contacts of a security model, or everybody of the company while it has none."""
    in_company = (
        select(col(MembershipRow.user_id))
        .join(SecurityModelRow, col(SecurityModelRow.trade_account_id) == col(MembershipRow.trade_account_id))
        .where(col(SecurityModelRow.id) == model_id, col(MembershipRow.removed_at).is_(None))
        .order_by(col(MembershipRow.user_id))
    )
    named = select(col(SecurityModelMemberRow.membership_id)).where(
        col(SecurityModelMemberRow.security_model_id) == model_id
    )
    contacts = session.scalars(in_company.where(col(MembershipRow.id).in_(named))).all()
    return tuple(contacts or session.scalars(in_company).all())


def staff_of(session: Session, trade_account_id: int) -> tuple[int, ...]:
    """Return the specialist who looks after a company, or every supervisor while nobody does."""
    specialist = select(col(StaffAssignmentRow.specialist_id)).where(
        col(StaffAssignmentRow.trade_account_id) == trade_account_id, col(StaffAssignmentRow.ended_at).is_(None)
    )
    supervisors = (
        select(col(StaffRow.user_id))
        .where(col(StaffRow.role) == StaffRole.SUPERVISOR, col(StaffRow.ended_at).is_(None))
        .order_by(col(StaffRow.user_id))
    )
    return tuple(session.scalars(specialist).all() or session.scalars(supervisors).all())
