"""Signing an inquiry: all criteria answered, a name, a title, a declaration; what is signed is frozen."""

import hashlib
from datetime import datetime
from typing import Final

from sqlmodel import Session

from ctpat_app.domain.errors import InvalidValue, Refusal
from ctpat_app.domain.form_faults import FaultCollector
from ctpat_app.domain.inquiries import InquiryEvent, InquiryState
from ctpat_app.domain.inquiry_access import MAX_TITLE
from ctpat_app.domain.names import read_name
from ctpat_app.domain.texts import clean_line
from ctpat_app.services.inquiry_answers import OpenInquiry, read_inquiry, require_writable
from ctpat_app.services.inquiry_snapshots import Declaration, SignedAnswers, freeze, thaw
from ctpat_app.services.inquiry_trail import note_step
from ctpat_app.services.inquiry_visits import Visit
from ctpat_app.services.outbox import put_mail
from ctpat_app.tables.inquiries import InquiryRow

SIGN_PAGE: Final = "inquiry-sign"


def stamp_of(inquiry: OpenInquiry) -> str:
    """Return what changes with every answer: who signs names by it what they have read."""
    parts = [f"{each.criterion} {each.version} {each.files}" for each in inquiry.answers]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]


def sign_inquiry(
    session: Session,
    visit: Visit,
    *,
    inquiry_id: int,
    stamp: str,
    name: str,
    title: str,
    agreed: bool,
    declaration: Declaration,
    now: datetime,
) -> None:
    """Sign the answers that were shown; the signer gets the way to a copy by mail, and a job tells the company.

    Args:
        session: an open session.
        visit: who signs.
        inquiry_id: the inquiry.
        stamp: ``stamp_of`` what was shown.
        name: of the signer.
        title: what they are at the partner.
        agreed: whether they agreed to ``declaration``.
        declaration: as it was shown.
        now: the present moment.

    Raises:
        NotPermitted: ``access.not-yours``.
        FormFaults: by field: ``name`` (``name.missing``, ``name.too-long``), ``title`` (``reply.title-missing``,
            ``text.too-long``), ``agreed`` (``sign.not-agreed``).
        Refusal: ``reply.answers-missing`` (``count``), ``reply.changed-meanwhile``, ``reply.signed-already``,
            ``reply.over``.
    """
    row = require_writable(session, visit, inquiry_id)
    signer, position = _signature(name, title, agreed=agreed)
    inquiry = read_inquiry(session, visit, inquiry_id=inquiry_id)
    if inquiry.missing:
        raise Refusal("reply.answers-missing", count=len(inquiry.missing))
    if stamp_of(inquiry) != stamp:
        raise Refusal("reply.changed-meanwhile")
    row.snapshot, row.content_hash = freeze(
        session, inquiry, name=signer, title=position, declaration=declaration, now=now
    )
    row.state, row.version = InquiryState.SIGNED, row.version + 1
    row.signed_at, row.signed_link_id, row.signer_name, row.signer_title = now, visit.link_id, signer, position
    note_step(
        session, row, InquiryEvent.SIGNED, now=now, link_id=visit.link_id, name=signer, title=position,
        hash=row.content_hash,
    )  # fmt: skip
    _mail_copy(session, visit, inquiry, now)


def read_signed(session: Session, visit: Visit, *, inquiry_id: int) -> SignedAnswers | None:
    """Return what was signed last; None before that.

    Raises:
        NotPermitted: ``access.not-yours``.
    """
    visit.require(inquiry_id)
    content = session.get_one(InquiryRow, inquiry_id).snapshot
    return None if content is None else thaw(content)


def _signature(name: str, title: str, *, agreed: bool) -> tuple[str, str]:
    faults, read = FaultCollector(), {"name": "", "title": ""}
    for field, text, rule in (("name", name, read_name), ("title", title, _read_title)):
        try:
            read[field] = rule(text)
        except InvalidValue as refusal:
            faults.note(field, refusal)
    if not agreed:
        faults.add("agreed", "sign.not-agreed")
    faults.refuse()
    return read["name"], read["title"]


def _read_title(text: str) -> str:
    title = clean_line(text, MAX_TITLE)
    if not title:
        raise InvalidValue("reply.title-missing")
    return title


def _mail_copy(session: Session, visit: Visit, inquiry: OpenInquiry, now: datetime) -> None:
    put_mail(
        session,
        template="inquiry-signed-copy",
        language=visit.language,
        recipient=visit.email,
        now=now,
        company=inquiry.company,
        reference=inquiry.reference,
        path=f"/{visit.language}/{SIGN_PAGE}/?inquiry={inquiry.id}",
    )
