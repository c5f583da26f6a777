"""Letters that certify the company's status to a business partner who is no member: written, looked at, sent, ended."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlmodel import Session, col

from ctpat_app.domain.certificates import CODE_LETTERS, LETTERS, code_of
from ctpat_app.domain.emails import EmailAddress, read_email
from ctpat_app.domain.errors import InvalidValue, NotPermitted, Refusal
from ctpat_app.domain.form_faults import FaultCollector
from ctpat_app.domain.lifecycle import Status
from ctpat_app.domain.permissions import Actor, Permission
from ctpat_app.domain.svi import check_may_join
from ctpat_app.domain.svi_letters import (
    A_DAY,
    LetterState,
    check_day,
    read_addressee,
    read_language,
    read_words,
)
from ctpat_app.services.access import LARGEST_ID, DraftAccess
from ctpat_app.services.audit import write_audit
from ctpat_app.services.model_access import require_model
from ctpat_app.services.outbox import put_mail
from ctpat_app.services.svi_participants import require_participant
from ctpat_app.tables.accounts import TradeAccountRow
from ctpat_app.tables.partners import PartnerRow
from ctpat_app.tables.security_models import SecurityModelRow
from ctpat_app.tables.svi_letters import SviLetterRow

PATH = "verify"
"""Page that says what a code stands for; its query is ``code``."""


@dataclass(frozen=True)
class LetterWish:
    """What somebody wants to send, as it was typed; what is left empty is taken from the entry of the register."""

    partner_id: int = 0
    addressee: str = ""
    email: str = ""
    language: str = ""
    words: str = ""


@dataclass(frozen=True)
class PreparedLetter:
    """A letter that can be looked at: exactly what will be sent, as template and parameters of ``words/mails.py``."""

    id: int
    recipient: str
    language: str
    template: str
    params: dict[str, str]


@dataclass(frozen=True)
class _Checked:
    """A wish with everything in it as it is stored."""

    partner_id: int | None
    addressee: str
    address: EmailAddress
    language: str
    words: str


def prepare_letter(
    session: Session,
    actor: Actor,
    *,
    security_model_id: int,
    wish: LetterWish,
    languages: Collection[str],
    now: datetime,
) -> PreparedLetter:
    """Keep what somebody wants to send, and return what the mail will be; it replaces their former preview.

    Args:
        session: an open session.
        actor: officer or employee of the model.
        security_model_id: whose status is certified.
        wish: what was typed.
        languages: BCP 47 tags in which mails can be written.
        now: the present moment.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
        Refusal: ``svi.not-joined``, ``svi.not-in-good-standing``.
        FormFaults: ``partner``: ``svi-letter.partner-unknown``; ``addressee``, ``language``, ``words``: as in
            ``domain/svi_letters``; ``email``: ``email.…``.
    Source: Portal User Manual rev. 1.1, "E-mailing CTPAT Certification emails to non-CTPAT Business Partners".
    """
    access, status = _require_standing(session, actor, security_model_id)
    checked = _read_wish(session, access.trade_account_id, wish, languages)
    session.execute(
        delete(SviLetterRow).where(
            col(SviLetterRow.security_model_id) == security_model_id,
            col(SviLetterRow.prepared_by) == actor.user_id,
            col(SviLetterRow.state) == LetterState.PREPARED,
        )
    )
    row = SviLetterRow(
        security_model_id=security_model_id,
        partner_id=checked.partner_id,
        addressee=checked.addressee,
        email=checked.address.address,
        email_key=checked.address.key,
        language=checked.language,
        words=checked.words,
        company=session.get_one(TradeAccountRow, access.trade_account_id).legal_name,
        status=status.value,
        code=code_of("".join(secrets.choice(LETTERS) for _ in range(CODE_LETTERS))),
        state=LetterState.PREPARED,
        prepared_at=now,
        prepared_by=actor.user_id,
    )
    session.add(row)
    session.flush()
    return _prepared(row)


def send_letter(session: Session, actor: Actor, *, letter_id: int, now: datetime) -> str:
    """Send a letter as it was looked at, and return to which address; pressing twice sends one.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
        Refusal: ``svi.not-joined``, ``svi.not-in-good-standing``; ``svi-letter.changed`` when name, status or day are
            others than in the preview; ``svi-letter.sent-today``; ``svi-letter.too-many`` (``most``).
    """
    row = _letter(session, letter_id)
    access, status = _require_standing(session, actor, row.security_model_id)
    if row.state != LetterState.PREPARED:
        if row.state == LetterState.SENT:
            return row.email
        raise Refusal("svi-letter.over")
    company = session.get_one(TradeAccountRow, access.trade_account_id).legal_name
    if (row.company, row.status, row.prepared_at.date()) != (company, status.value, now.date()):
        raise Refusal("svi-letter.changed")
    _require_room(session, row, now)
    row.state, row.sent_at, row.sent_by = LetterState.SENT, now, actor.user_id
    session.add(row)
    session.flush()
    letter = _prepared(row)
    put_mail(session, template=letter.template, language=letter.language, recipient=row.email, now=now, **letter.params)
    _note(session, actor, access, "svi.letter-sent", row, now)
    return row.email


def withdraw_letter(session: Session, actor: Actor, *, letter_id: int, now: datetime) -> None:
    """Withdraw a letter that was sent: from now on its code answers like one that never was; twice is once.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
    """
    row = _letter(session, letter_id)
    access = require_model(session, actor, row.security_model_id, Permission.SVI_REQUEST)
    if row.state != LetterState.SENT:
        return
    _end(session, row.security_model_id, LetterState.WITHDRAWN, actor.user_id, now, only=letter_id)
    _note(session, actor, access, "svi.letter-withdrawn", row, now)


def withdraw_letters(session: Session, actor: Actor, *, security_model_id: int, now: datetime) -> int:
    """Withdraw every letter of a security model that was sent, and return how many that were.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
    """
    access = require_model(session, actor, security_model_id, Permission.SVI_REQUEST)
    count = _end(session, security_model_id, LetterState.WITHDRAWN, actor.user_id, now)
    if count:
        write_audit(
            session,
            trade_account_id=access.trade_account_id,
            user_id=actor.user_id,
            action="svi.letters-withdrawn",
            subject=f"model:{security_model_id}",
            now=now,
            count=count,
        )
    return count


def end_letters(session: Session, security_model_id: int, *, user_id: int | None, now: datetime) -> None:
    """End the letters of a model that no longer takes part, for good; the caller has authorized."""
    _end(session, security_model_id, LetterState.ENDED, user_id, now)


# ---------------------------------------------------------------- helpers


def _require_standing(session: Session, actor: Actor, model_id: int) -> tuple[DraftAccess, Status]:
    """Return the actor's way to a participant in good standing, held until the transaction ends, and its status."""
    access, _ = require_participant(session, actor, model_id, Permission.SVI_REQUEST)
    # Two letters at once are counted one after the other.
    status = Status(session.get_one(SecurityModelRow, model_id, with_for_update=True).status)
    check_may_join(status)
    return access, status


def _read_wish(session: Session, account_id: int, wish: LetterWish, languages: Collection[str]) -> _Checked:
    """Return what is wanted as it is stored; everything that is to be mended is told at once."""
    faults, partner = FaultCollector(), _partner(session, account_id, wish.partner_id)
    addressee, words, language, address = "", "", "", EmailAddress("", "")
    if wish.partner_id and partner is None:
        faults.add("partner", "svi-letter.partner-unknown")
    try:
        addressee = read_addressee(wish.addressee.strip() or _name_of(partner))
    except InvalidValue as fault:
        faults.note("addressee", fault)
    try:
        address = read_email(wish.email.strip() or (partner.email if partner else ""))
    except InvalidValue as fault:
        faults.note("email", fault)
    try:
        language = read_language(wish.language or (partner.language if partner else ""), languages)
    except InvalidValue as fault:
        faults.note("language", fault)
    try:
        words = read_words(wish.words)
    except InvalidValue as fault:
        faults.note("words", fault)
    faults.refuse()
    return _Checked(partner.id if partner else None, addressee, address, language, words)


def _partner(session: Session, account_id: int, partner_id: int) -> PartnerRow | None:
    row = session.get(PartnerRow, partner_id) if 0 < partner_id <= LARGEST_ID else None
    own = row is not None and row.trade_account_id == account_id and row.removed_at is None
    return row if own else None


def _name_of(partner: PartnerRow | None) -> str:
    return (partner.contact_name or partner.name) if partner else ""


def _require_room(session: Session, row: SviLetterRow, now: datetime) -> None:
    sent = select(func.count(col(SviLetterRow.id))).where(
        col(SviLetterRow.security_model_id) == row.security_model_id, col(SviLetterRow.sent_at) > now - A_DAY
    )
    # Withdrawn ones count as well: withdrawing is no way to send more.
    if session.scalar(sent.where(col(SviLetterRow.email_key) == row.email_key)):
        raise Refusal("svi-letter.sent-today")
    check_day(session.scalar(sent) or 0)


def _letter(session: Session, letter_id: int) -> SviLetterRow:
    row = session.get(SviLetterRow, letter_id, with_for_update=True) if 0 < letter_id <= LARGEST_ID else None
    if row is None:
        raise NotPermitted
    return row


def _prepared(row: SviLetterRow) -> PreparedLetter:
    params = {
        "company": row.company,
        "addressee": row.addressee,
        "member_status": row.status,
        "date": (row.sent_at or row.prepared_at).date().isoformat(),
        "path": f"/{row.language}/{PATH}/?code={row.code}",
    }
    if row.words:
        params["words"] = row.words
    template = "svi-letter-with-words" if row.words else "svi-letter"
    return PreparedLetter(row.id or 0, row.email, row.language, template, params)


def _end(
    session: Session, model_id: int, state: LetterState, user_id: int | None, now: datetime, *, only: int = 0
) -> int:
    change = (
        update(SviLetterRow)
        .where(col(SviLetterRow.security_model_id) == model_id, col(SviLetterRow.state) == LetterState.SENT)
        .values(state=state.value, ended_at=now, ended_by=user_id)
    )
    ended = (change.where(col(SviLetterRow.id) == only) if only else change).returning(col(SviLetterRow.id))
    return len(session.scalars(ended).all())


def _note(session: Session, actor: Actor, access: DraftAccess, action: str, row: SviLetterRow, now: datetime) -> None:
    write_audit(
        session,
        trade_account_id=access.trade_account_id,
        user_id=actor.user_id,
        action=action,
        subject=f"svi-letter:{row.id}",
        now=now,
    )
