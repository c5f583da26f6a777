"""The letters of a security model as its people see them, and what anybody learns under the code of one."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, func, select, update
from sqlmodel import Session, col

from ctpat_app.domain.certificates import read_code
from ctpat_app.domain.lifecycle import IN_GOOD_STANDING, Status
from ctpat_app.domain.permissions import Actor, Permission
from ctpat_app.domain.svi_letters import A_DAY, MAX_A_DAY, LetterState
from ctpat_app.services.invitations import mask_email
from ctpat_app.services.model_access import require_model
from ctpat_app.services.svi_names import standing_membership
from ctpat_app.tables.accounts import TradeAccountRow
from ctpat_app.tables.partners import PartnerRow
from ctpat_app.tables.security_models import SecurityModelRow
from ctpat_app.tables.svi import SviMembershipRow
from ctpat_app.tables.svi_letters import SviLetterRow

_MOST = 500


@dataclass(frozen=True)
class SentLetter:
    """A letter that was sent; ``opened_at`` is None while nobody has looked at its page."""

    id: int
    addressee: str
    email: str
    language: str
    sent_at: datetime
    opened_at: datetime | None
    state: LetterState
    ended_at: datetime | None


@dataclass(frozen=True)
class Contact:
    """A business partner of the register who has a mail address."""

    partner_id: int
    name: str
    contact_name: str
    email: str


@dataclass(frozen=True)
class LetterBook:
    """What has been sent for a security model, newest first, and to whom something can be sent."""

    company: str
    joined: bool
    letters: tuple[SentLetter, ...]
    contacts: tuple[Contact, ...]
    left_today: int
    """How many more can be sent within the day."""


@dataclass(frozen=True)
class CheckedLetter:
    """What the holder of a code may know: whose status it is, how it is now, and as much of the address as they know.

    The register of the sender, its other letters and its partners stay its own; so does the addressee's name, since a
    link can be passed on: of the address only what whoever has the mail recognises.
    """

    company: str
    status: Status
    masked_email: str
    sent_at: datetime
    is_opened: bool


def read_letters(session: Session, actor: Actor, *, security_model_id: int, now: datetime) -> LetterBook:
    """Return the letters of a security model, for who may send some.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
    """
    access = require_model(session, actor, security_model_id, Permission.SVI_REQUEST)
    own = col(SviLetterRow.security_model_id) == security_model_id
    query = select(SviLetterRow).where(own, col(SviLetterRow.state) != LetterState.PREPARED)
    rows = session.scalars(query.order_by(col(SviLetterRow.id).desc()).limit(_MOST)).all()
    recent = select(func.count(col(SviLetterRow.id))).where(own, col(SviLetterRow.sent_at) > now - A_DAY)
    return LetterBook(
        company=session.get_one(TradeAccountRow, access.trade_account_id).legal_name,
        joined=standing_membership(session, security_model_id) is not None,
        letters=tuple(map(_sent, rows)),
        contacts=_contacts(session, access.trade_account_id),
        left_today=max(MAX_A_DAY - (session.scalar(recent) or 0), 0),
    )


def check_letter(session: Session, *, typed: str) -> CheckedLetter | None:
    """Return what a letter's code stands for now; None for a code that says nothing, whatever the reason.

    One query finds a letter, the participation and the status together: a code that never was, and one that was
    withdrawn, whose company left or lost its good standing, take the same way to the same nothing.
    """
    takes_part = and_(
        col(SviMembershipRow.security_model_id) == col(SviLetterRow.security_model_id),
        col(SviMembershipRow.left_at).is_(None),
    )
    query = (
        select(SviLetterRow, col(TradeAccountRow.legal_name), col(SecurityModelRow.status))
        .join(SecurityModelRow, col(SecurityModelRow.id) == col(SviLetterRow.security_model_id))
        .join(TradeAccountRow, col(TradeAccountRow.id) == col(SecurityModelRow.trade_account_id))
        .join(SviMembershipRow, takes_part)
        .where(
            col(SviLetterRow.code) == read_code(typed),
            col(SviLetterRow.state) == LetterState.SENT,
            col(SecurityModelRow.status).in_(sorted(IN_GOOD_STANDING)),
        )
    )
    found = session.execute(query).first()
    if found is None:
        return None
    row, company, status = found
    return CheckedLetter(
        company=company,
        status=Status(status),
        masked_email=mask_email(row.email),
        sent_at=row.sent_at or row.prepared_at,
        is_opened=row.opened_at is not None,
    )


def note_opened(session: Session, *, typed: str, now: datetime) -> None:
    """Note that somebody looked at the page of the letter with this code; the first time counts."""
    first = update(SviLetterRow).where(
        col(SviLetterRow.code) == read_code(typed),
        col(SviLetterRow.state) == LetterState.SENT,
        col(SviLetterRow.opened_at).is_(None),
    )
    session.execute(first.values(opened_at=now))


def _sent(row: SviLetterRow) -> SentLetter:
    return SentLetter(
        id=row.id or 0,
        addressee=row.addressee,
        email=row.email,
        language=row.language,
        sent_at=row.sent_at or row.prepared_at,
        opened_at=row.opened_at,
        state=LetterState(row.state),
        ended_at=row.ended_at,
    )


def _contacts(session: Session, trade_account_id: int) -> tuple[Contact, ...]:
    query = select(PartnerRow).where(
        col(PartnerRow.trade_account_id) == trade_account_id,
        col(PartnerRow.removed_at).is_(None),
        col(PartnerRow.email) != "",
    )
    rows = session.scalars(query.order_by(col(PartnerRow.folded_name), col(PartnerRow.id)).limit(_MOST))
    return tuple(Contact(row.id or 0, row.name, row.contact_name, row.email) for row in rows)
