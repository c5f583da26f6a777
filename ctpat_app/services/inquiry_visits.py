"""Opening an inquiry without an account: what a link shows, the mailed code, the visit that follows, and its end.

The link alone opens nothing. Whoever reads the mail of its address gets a code, and the code begins a visit in this
browser; the visit is looked up at every event, so that taking the link back works at once.
"""

import hmac
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import bindparam, delete, literal_column, select, update
from sqlmodel import Session, col

from ctpat_app.domain.errors import NotPermitted
from ctpat_app.domain.inquiries import InquiryEvent, InquiryState
from ctpat_app.domain.inquiry_access import (
    CODE_LIFETIME,
    SHARED_VISIT,
    LinkStanding,
    link_standing,
    may_try_code,
    typed_code,
    visit_end,
)
from ctpat_app.domain.mails import masked
from ctpat_app.domain.tokens import token_hash
from ctpat_app.services.inquiry_links import PATH
from ctpat_app.services.inquiry_trail import note_step
from ctpat_app.services.notices import tell
from ctpat_app.services.outbox import put_mail
from ctpat_app.tables.accounts import TradeAccountRow
from ctpat_app.tables.inquiries import InquiryLinkRow, InquiryRow, InquiryVisitRow
from ctpat_app.tables.partners import PartnerRow

COMPANY_PAGE: Final = "inquiry"
"""Page of the company that asks; its query is ``inquiry``."""
_TOUCH_EVERY: Final = timedelta(minutes=5)

# Found by the index of the token, for every event of a browser with the cookie.
OPEN_VISIT = (
    select(
        col(InquiryVisitRow.seen_at),
        col(InquiryVisitRow.began_at),
        col(InquiryVisitRow.ends_at),
        col(InquiryLinkRow.id),
        col(InquiryLinkRow.name),
        col(InquiryLinkRow.email),
        col(InquiryLinkRow.language),
        col(InquiryRow.id),
        col(TradeAccountRow.legal_name),
    )
    .join(InquiryLinkRow, col(InquiryLinkRow.id) == col(InquiryVisitRow.link_id))
    .join(InquiryRow, col(InquiryRow.id) == col(InquiryLinkRow.inquiry_id))
    .join(TradeAccountRow, col(TradeAccountRow.id) == col(InquiryRow.trade_account_id))
    .where(
        col(InquiryVisitRow.token_hash) == bindparam("digest"),
        col(InquiryVisitRow.ended_at).is_(None),
        col(InquiryVisitRow.ends_at) > bindparam("now"),
        col(InquiryLinkRow.revoked_at).is_(None),
        col(InquiryLinkRow.expires_at) > bindparam("now"),
        col(InquiryRow.state) != literal_column(f"'{InquiryState.REVOKED.value}'"),
    )
)


@dataclass(frozen=True)
class Visit:
    """Who writes without an account: the holder of a link, for as long as a browser remembers it."""

    link_id: int
    name: str
    email: str
    language: str
    inquiry_id: int
    company: str
    """The company that asks."""
    shared: bool = False
    """Others use this computer too."""

    def require(self, inquiry_id: int) -> None:
        """Return nothing when the visit is one to the inquiry.

        Raises:
            NotPermitted: ``access.not-yours``, also for one that does not exist.
        """
        if inquiry_id != self.inquiry_id:
            raise NotPermitted


@dataclass(frozen=True)
class OpenedLink:
    """What somebody who opens a link may know before they show that its address is theirs."""

    standing: LinkStanding
    company: str = ""
    partner: str = ""
    name: str = ""
    """Of the questionnaire."""
    introduction: str = ""
    due_on: date | None = None
    address: str = ""
    """To which the code goes, masked."""
    closed: bool = False


def visit_of(row: tuple[Any, ...] | None) -> Visit | None:
    """Return the visit in a row of ``OPEN_VISIT``."""
    if row is None:
        return None
    _seen, began, ends, link_id, name, email, language, inquiry_id, company = row
    return Visit(link_id, name, email, language, inquiry_id, company, shared=ends - began <= SHARED_VISIT)


def find_visit(session: Session, digest: str, *, now: datetime) -> Visit | None:
    """Return the visit whose cookie's token has the hash ``digest``, while it is open."""
    row = session.connection().execute(OPEN_VISIT, {"digest": digest, "now": now}).first()
    return visit_of(None if row is None else tuple(row))


def is_touch_due(row: tuple[Any, ...], now: datetime) -> bool:
    """Whether the last use of the visit in a row of ``OPEN_VISIT`` should be noted."""
    return bool(now - row[0] >= _TOUCH_EVERY)


def touch_visit(session: Session, digest: str, *, now: datetime) -> None:
    """Note that the visit whose cookie's token has the hash ``digest`` was used."""
    session.connection().execute(
        update(InquiryVisitRow).where(col(InquiryVisitRow.token_hash) == digest).values(seen_at=now)
    )


def open_link(session: Session, token: str, *, now: datetime) -> OpenedLink:
    """Return what a link shows; nothing is used up by it."""
    link = _find(session, token)
    if link is None:
        return OpenedLink(LinkStanding.UNKNOWN)
    inquiry = session.get_one(InquiryRow, link.inquiry_id)
    company = session.get_one(TradeAccountRow, inquiry.trade_account_id).legal_name
    standing = _standing(inquiry, link, now)
    if standing is not LinkStanding.OPEN:
        return OpenedLink(standing, company)
    return OpenedLink(
        standing,
        company,
        session.get_one(PartnerRow, inquiry.partner_id).name,
        inquiry.name,
        inquiry.introduction,
        inquiry.due_on,
        masked(link.email),
        closed=inquiry.state == InquiryState.CLOSED,
    )


def mail_code(session: Session, token: str, *, code: str, now: datetime) -> None:
    """Mail ``code`` to the address of the link; for one that opens nothing, nothing happens.

    An earlier code is worth nothing from then on.
    """
    link = _find(session, token, for_update=True)
    if link is None or _standing(session.get_one(InquiryRow, link.inquiry_id), link, now) is not LinkStanding.OPEN:
        return
    link.code_hash, link.code_sent_at, link.code_tries = _code_hash(link, code), now, 0
    put_mail(
        session,
        template="inquiry-code",
        language=link.language,
        recipient=link.email,
        now=now,
        code=code,
        minutes=str(int(CODE_LIFETIME.total_seconds() // 60)),
        path=f"/{link.language}/{PATH}/",
    )


def begin_visit(
    session: Session, token: str, *, typed: str, visit_token: str, shared: bool, now: datetime
) -> int | None:
    """Return the inquiry to which a visit began with the right code; None for any other, whatever the reason.

    Args:
        session: an open session.
        token: of the link.
        typed: the code, as it was typed.
        visit_token: a new random token for the cookie.
        shared: whether others use this computer too.
        now: the present moment.
    """
    link = _find(session, token, for_update=True)
    if link is None:
        return None
    inquiry = session.get_one(InquiryRow, link.inquiry_id)
    may_try = may_try_code(sent_at=link.code_sent_at, tries=link.code_tries, now=now)
    if _standing(inquiry, link, now) is not LinkStanding.OPEN or not may_try:
        return None
    if not hmac.compare_digest(link.code_hash, _code_hash(link, typed_code(typed))):
        link.code_tries += 1
        return None
    link.code_hash, link.code_sent_at = "", None
    if link.confirmed_at is None:
        link.confirmed_at = now
        note_step(session, inquiry, InquiryEvent.OPENED, now=now, link_id=link.id, name=link.name)
    session.add(
        InquiryVisitRow(
            link_id=link.id or 0,
            token_hash=token_hash(visit_token),
            began_at=now,
            seen_at=now,
            ends_at=visit_end(now, shared=shared, link_ends=link.expires_at),
        )
    )
    session.flush()
    return inquiry.id


def end_visit(session: Session, token: str, *, now: datetime) -> None:
    """End the visit of a cookie; nothing happens when there is none."""
    query = select(InquiryVisitRow).where(col(InquiryVisitRow.token_hash) == token_hash(token))
    row = session.scalars(query).first()
    if row is not None and row.ended_at is None:
        row.ended_at = now
        session.flush()


def forget_old_visits(session: Session, *, now: datetime) -> None:
    """Forget the visits that are over; what was done in them stands in the events."""
    session.execute(delete(InquiryVisitRow).where(col(InquiryVisitRow.ends_at) < now))


def ask_for_link(session: Session, token: str, *, now: datetime) -> None:
    """Tell the company that the holder of a link that opens nothing any more wants a new one.

    Nothing happens for an unknown link, and for one that opens.
    """
    link = _find(session, token)
    if link is None:
        return
    inquiry = session.get_one(InquiryRow, link.inquiry_id)
    if _standing(inquiry, link, now) is LinkStanding.OPEN:
        return
    tell(
        session,
        [inquiry.sent_by],
        template="inquiry-link-wanted",
        path=f"{COMPANY_PAGE}/?inquiry={inquiry.id}",
        now=now,
        partner=session.get_one(PartnerRow, inquiry.partner_id).name,
        address=link.email,
        reference=inquiry.reference,
    )


def _find(session: Session, token: str, *, for_update: bool = False) -> InquiryLinkRow | None:
    query = select(InquiryLinkRow).where(col(InquiryLinkRow.token_hash) == token_hash(token))
    return session.scalars(query.with_for_update() if for_update else query).first()


def _standing(inquiry: InquiryRow, link: InquiryLinkRow, now: datetime) -> LinkStanding:
    return link_standing(InquiryState(inquiry.state), revoked_at=link.revoked_at, expires_at=link.expires_at, now=now)


def _code_hash(link: InquiryLinkRow, code: str) -> str:
    return token_hash(f"{link.token_hash} {code}")
