"""Links to an inquiry: each bound to one mail address, one inquiry and an end; only the hash of its token is kept."""

import secrets
from datetime import datetime
from typing import Final

from sqlmodel import Session

from ctpat_app.domain.emails import EmailAddress
from ctpat_app.domain.tokens import token_hash
from ctpat_app.tables.inquiries import InquiryLinkRow, InquiryRow

PATH: Final = "inquiry-link"
"""Page that a link opens; its query is ``token``."""


def make_link(
    session: Session,
    inquiry: InquiryRow,
    *,
    address: EmailAddress,
    name: str,
    language: str,
    now: datetime,
    user_id: int | None = None,
    link_id: int | None = None,
) -> tuple[InquiryLinkRow, str]:
    """Return a new link to ``inquiry`` with its token, for the mail; the caller has authorized it and mails it.

    Args:
        session: an open session.
        inquiry: what it opens, until ``inquiry.expires_at``.
        address: whose it is.
        name: how the mail greets them; may be empty.
        language: BCP 47 tag of mail and pages.
        now: the present moment.
        user_id: who of the company sends it, or
        link_id: the link of the colleague who hands over.
    """
    token = secrets.token_urlsafe(32)
    row = InquiryLinkRow(
        inquiry_id=inquiry.id or 0,
        token_hash=token_hash(token),
        email=address.address,
        email_key=address.key,
        name=name,
        language=language,
        made_at=now,
        made_by=user_id,
        made_by_link_id=link_id,
        expires_at=inquiry.expires_at,
    )
    session.add(row)
    session.flush()
    return row, token
