"""Handing an inquiry over to a colleague: a further link, who has one, and taking back those that one made oneself."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlmodel import Session, col

from ctpat_app.domain.emails import read_email
from ctpat_app.domain.errors import InvalidValue, NotPermitted, Refusal
from ctpat_app.domain.form_faults import FaultCollector
from ctpat_app.domain.inquiries import InquiryEvent
from ctpat_app.domain.inquiry_access import MAX_LINKS, read_language
from ctpat_app.domain.names import read_name
from ctpat_app.services.access import LARGEST_ID
from ctpat_app.services.inquiry_links import PATH, make_link
from ctpat_app.services.inquiry_trail import note_step
from ctpat_app.services.inquiry_visits import Visit
from ctpat_app.services.outbox import put_mail
from ctpat_app.tables.inquiries import InquiryLinkRow, InquiryRow


@dataclass(frozen=True)
class LinkHolder:
    """Somebody who has a link to the inquiry."""

    link_id: int
    name: str
    email: str
    is_self: bool
    is_revocable: bool
    """Whether who asks made the link."""
    has_opened: bool
    revoked_at: datetime | None


def list_holders(session: Session, visit: Visit, *, inquiry_id: int, now: datetime) -> list[LinkHolder]:
    """Return who has a link that opens the inquiry, or had one that was taken back.

    Raises:
        NotPermitted: ``access.not-yours``.
    """
    visit.require(inquiry_id)
    query = select(InquiryLinkRow).where(
        col(InquiryLinkRow.inquiry_id) == inquiry_id, col(InquiryLinkRow.expires_at) > now
    )
    return [
        LinkHolder(
            row.id or 0,
            row.name,
            row.email,
            is_self=row.id == visit.link_id,
            is_revocable=row.made_by_link_id == visit.link_id and row.revoked_at is None,
            has_opened=row.confirmed_at is not None,
            revoked_at=row.revoked_at,
        )
        for row in session.scalars(query.order_by(col(InquiryLinkRow.id)))
    ]


def hand_over(
    session: Session,
    visit: Visit,
    *,
    inquiry_id: int,
    name: str,
    email: str,
    language: str,
    languages: Collection[str],
    now: datetime,
) -> str:
    """Send a colleague a link of their own and return the address; the own link goes on.

    Raises:
        NotPermitted: ``access.not-yours``.
        FormFaults: by field: ``name``, ``email``, ``language``.
        Refusal: ``reply.too-many-links`` (``maximum``).
    """
    visit.require(inquiry_id)
    faults = FaultCollector()
    for field, text, rule in (("name", name, read_name), ("email", email, read_email)):
        try:
            rule(text)
        except InvalidValue as refusal:
            faults.note(field, refusal)
    if language not in languages:
        faults.add("language", "choice.unknown")
    faults.refuse()
    inquiry = session.get_one(InquiryRow, inquiry_id, with_for_update=True)
    if _open_links(session, inquiry_id, now) >= MAX_LINKS:
        raise Refusal("reply.too-many-links", maximum=MAX_LINKS)
    address, person = read_email(email), read_name(name)
    made_in = read_language(language, languages)
    row, token = make_link(
        session, inquiry, address=address, name=person, language=made_in, now=now, link_id=visit.link_id
    )
    note_step(session, inquiry, InquiryEvent.HANDED_OVER, now=now, link_id=visit.link_id, name=person, link=row.id or 0)
    put_mail(
        session,
        template="inquiry-handed-over",
        language=made_in,
        recipient=address.address,
        now=now,
        person=visit.name or visit.email,
        company=visit.company,
        date=inquiry.due_on.isoformat(),
        path=f"/{made_in}/{PATH}/?token={token}",
    )
    return address.address


def revoke_link(session: Session, visit: Visit, *, inquiry_id: int, link_id: int, now: datetime) -> None:
    """Take back a link that the holder of this one made; visits with it end at once.

    Raises:
        NotPermitted: ``access.not-yours``, also for links that others made.
    """
    visit.require(inquiry_id)
    row = session.get(InquiryLinkRow, link_id) if 0 < link_id <= LARGEST_ID else None
    if row is None or row.inquiry_id != inquiry_id or row.made_by_link_id != visit.link_id:
        raise NotPermitted
    if row.revoked_at is None:
        row.revoked_at = now
        session.flush()
        inquiry = session.get_one(InquiryRow, inquiry_id)
        note_step(session, inquiry, InquiryEvent.LINK_REVOKED, now=now, link_id=visit.link_id, link=link_id)


def _open_links(session: Session, inquiry_id: int, now: datetime) -> int:
    query = select(func.count()).where(
        col(InquiryLinkRow.inquiry_id) == inquiry_id,
        col(InquiryLinkRow.revoked_at).is_(None),
        col(InquiryLinkRow.expires_at) > now,
    )
    return session.scalar(query) or 0
