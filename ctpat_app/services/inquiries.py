"""Sending questionnaires to partners: to several at once, anew to another address, longer, again, or not any more."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlmodel import Session, col

from ctpat_app.domain.emails import EmailAddress, read_email
from ctpat_app.domain.errors import InvalidValue, NotPermitted, Refusal
from ctpat_app.domain.form_faults import FaultCollector
from ctpat_app.domain.inquiries import (
    MAX_AT_ONCE,
    OPEN,
    OPEN_AFTER_DUE,
    InquiryEvent,
    InquiryState,
    Step,
    expiry,
    is_expired,
    note_due,
    read_due,
    read_renewal,
)
from ctpat_app.domain.names import MAX_CHARACTERS as MAX_PERSON
from ctpat_app.domain.permissions import Actor, Permission
from ctpat_app.domain.texts import clean_line
from ctpat_app.services.access import require_account
from ctpat_app.services.inquiry_rows import (
    begin_step,
    criteria_of,
    hold_inquiry,
    keep_open_until,
    mail_holder,
    mail_link,
    mail_without_link,
    move_due,
    note_event,
    partner_of,
    require_room,
    revoke_links,
)
from ctpat_app.services.library import current_library
from ctpat_app.services.questionnaires import require_questionnaire
from ctpat_app.services.submissions import new_reference
from ctpat_app.tables.inquiries import InquiryRow
from ctpat_app.tables.partners import PartnerRow, QuestionnaireRow

REFERENCE_KIND = "QUE"


@dataclass(frozen=True)
class Sending:
    """What is sent, to whom, and by when it is wanted back."""

    questionnaire_id: int
    partners: tuple[int, ...]
    due_on: date | None
    renew_months: int = 0


@dataclass(frozen=True)
class Recipient:
    """A partner of the register; ``lacks`` is the code of what keeps a questionnaire from being sent to it."""

    partner_id: int
    name: str
    role: str
    country: str
    risk: str
    language: str
    lacks: str = ""


def list_recipients(
    session: Session, actor: Actor, *, trade_account_id: int, languages: Collection[str]
) -> tuple[Recipient, ...]:
    """Return the partners of the register by name, with what is missing before they can be asked.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
    """
    require_account(session, actor, trade_account_id, Permission.PARTNERS_MANAGE)
    query = select(PartnerRow).where(
        col(PartnerRow.trade_account_id) == trade_account_id, col(PartnerRow.removed_at).is_(None)
    )
    rows = session.scalars(query.order_by(col(PartnerRow.folded_name), col(PartnerRow.id))).all()
    return tuple(
        Recipient(row.id or 0, row.name, row.role, row.country, row.risk, row.language, _lacks(row, languages))
        for row in rows
    )


def send_questionnaire(
    session: Session,
    actor: Actor,
    *,
    trade_account_id: int,
    sending: Sending,
    languages: Collection[str],
    now: datetime,
) -> tuple[int, ...]:
    """Send a questionnaire to each partner, with a link of its own; return the numbers of the inquiries.

    All are sent or none. Each inquiry keeps the criteria and words that the questionnaire has now.

    Args:
        session: an open session.
        actor: who keeps the register.
        trade_account_id: the company that asks.
        sending: what, to whom, by when.
        languages: BCP 47 tags of the languages in which mails and pages can go to partners.
        now: the present moment.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``; a questionnaire or partner of somebody else
            answers like one that does not exist.
        FormFaults: ``inquiry.nobody-chosen``, ``inquiry.many-at-once`` (``most``), ``inquiry.partner-lacks`` and
            ``inquiry.open-already`` (``names``), ``inquiry.due-…``, ``inquiry.renew-range``,
            ``questionnaire.retired``, ``questionnaire.withdrawn``.
        Refusal: ``inquiry.too-many``.
    """
    require_account(session, actor, trade_account_id, Permission.PARTNERS_MANAGE)
    questionnaire, _access = require_questionnaire(session, actor, sending.questionnaire_id, Permission.PARTNERS_MANAGE)
    if questionnaire.trade_account_id != trade_account_id:
        raise NotPermitted
    partners = _partners(session, trade_account_id, sending.partners)
    criteria = _criteria_now(questionnaire)
    due_on = _check(session, sending, questionnaire, partners, criteria, languages, now)
    require_room(session, trade_account_id, len(partners), now)
    return tuple(
        _send(
            session, actor, _new(session, actor, questionnaire, partner, criteria, sending, due_on, now), partner, now
        )
        for partner in partners
    )


def send_again(
    session: Session,
    actor: Actor,
    *,
    inquiry_id: int,
    due_on: date | None,
    languages: Collection[str],
    now: datetime,
) -> int:
    """Send the questionnaire of a closed inquiry again; the partner is offered what it answered then.

    It asks what the questionnaire asks now, or, where that was retired, what it asked then. Pressed twice, the second
    time is refused: one renewal follows one inquiry.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
        InvalidValue: ``inquiry.moved-on`` unless it is closed; ``inquiry.renewed-already``, ``inquiry.due-…``,
            ``inquiry.partner-removed``, ``inquiry.partner-lacks``, ``inquiry.open-already``,
            ``questionnaire.withdrawn``.
        Refusal: ``inquiry.too-many``.
    """
    row = hold_inquiry(session, actor, inquiry_id)
    if row.state != InquiryState.CLOSED:
        raise InvalidValue("inquiry.moved-on")
    if renewal_of(session, inquiry_id) is not None:
        raise InvalidValue("inquiry.renewed-already")
    partner = _standing_partner(session, row)
    questionnaire = session.get_one(QuestionnaireRow, row.questionnaire_id)
    criteria = _criteria_now(questionnaire) if questionnaire.retired_at is None else _known(criteria_of(row))
    if not criteria:
        raise InvalidValue("questionnaire.withdrawn")
    if _lacks(partner, languages):
        raise InvalidValue("inquiry.partner-lacks", names=partner.name)
    if _has_open(session, row.questionnaire_id, [partner.id or 0]):
        raise InvalidValue("inquiry.open-already", names=partner.name)
    day = read_due(due_on, now.date())
    require_room(session, row.trade_account_id, 1, now)
    sending = Sending(row.questionnaire_id, (row.partner_id,), day, row.renew_months)
    renewal = _new(session, actor, questionnaire, partner, criteria, sending, day, now)
    renewal.previous_id = row.id
    return _send(session, actor, renewal, partner, now, template="inquiry-sent-again")


def send_link_anew(
    session: Session, actor: Actor, *, inquiry_id: int, seen_version: int, email: str, name: str, now: datetime
) -> None:
    """Mail a link to another address, or to the same once more; earlier links open nothing from now on.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
        FormFaults: ``email.…``, ``text.…``.
        InvalidValue: ``inquiry.moved-on`` for one that was taken back, ``inquiry.partner-removed``.
        Refusal: ``inquiry.extend-first``, ``inquiry.too-many``.
        StaleVersion: ``inquiry.changed-meanwhile``.
    """
    row = begin_step(session, actor, inquiry_id, seen_version, Step.LINK)
    _standing_partner(session, row)
    address, who = _read_address(email, name)
    if row.state == InquiryState.CLOSED:
        # What is left are actions, which have days of their own.
        keep_open_until(session, row, max(row.expires_at, now + OPEN_AFTER_DUE))
    if is_expired(row.expires_at, now):
        raise Refusal("inquiry.extend-first")
    require_room(session, row.trade_account_id, 1, now)
    revoke_links(session, row, now)
    note_event(session, row, InquiryEvent.LINK_REVOKED, user_id=actor.user_id, now=now)
    mail_link(session, row, address, name=who, template="inquiry-sent", now=now, user_id=actor.user_id)
    note_event(session, row, InquiryEvent.LINK_MADE, user_id=actor.user_id, now=now)


def extend_inquiry(
    session: Session, actor: Actor, *, inquiry_id: int, seen_version: int, due_on: date | None, now: datetime
) -> None:
    """Give the partner another due day, also after the links had ended; the partner is told with a new link.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
        InvalidValue: ``inquiry.moved-on``, ``inquiry.due-…``, ``inquiry.partner-removed``.
        Refusal: ``inquiry.too-many``.
        StaleVersion: ``inquiry.changed-meanwhile``.
    """
    row = begin_step(session, actor, inquiry_id, seen_version, Step.EXTEND)
    _standing_partner(session, row)
    move_due(session, row, read_due(due_on, now.date()))
    require_room(session, row.trade_account_id, 1, now)
    row.reminded_on = now.date()
    note_event(session, row, InquiryEvent.EXTENDED, user_id=actor.user_id, now=now)
    mail_holder(session, row, template="inquiry-extended", now=now, user_id=actor.user_id)


def revoke_inquiry(session: Session, actor: Actor, *, inquiry_id: int, seen_version: int, now: datetime) -> None:
    """Take an inquiry back: its links open nothing any more, and the partner is told.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
        InvalidValue: ``inquiry.moved-on``.
        StaleVersion: ``inquiry.changed-meanwhile``.
    """
    row = begin_step(session, actor, inquiry_id, seen_version, Step.REVOKE)
    mail_without_link(session, row, template="inquiry-revoked", now=now)
    revoke_links(session, row, now)
    note_event(session, row, InquiryEvent.REVOKED, user_id=actor.user_id, now=now)


def renewal_of(session: Session, inquiry_id: int) -> int | None:
    """Return the inquiry that renews this one; None: there is none, or it was taken back."""
    query = select(col(InquiryRow.id)).where(
        col(InquiryRow.previous_id) == inquiry_id, col(InquiryRow.state) != InquiryState.REVOKED
    )
    return session.scalars(query).first()


# ---------------------------------------------------------------- helpers


def _partners(session: Session, trade_account_id: int, chosen: Sequence[int]) -> list[PartnerRow]:
    """Return the chosen partners in the order of their names, held so that none is removed meanwhile."""
    query = (
        select(PartnerRow)
        .where(
            col(PartnerRow.id).in_(set(chosen)),
            col(PartnerRow.trade_account_id) == trade_account_id,
            col(PartnerRow.removed_at).is_(None),
        )
        .order_by(col(PartnerRow.id))
    )
    rows = list(session.scalars(query.with_for_update()).all())
    if len(rows) != len(set(chosen)):
        raise NotPermitted
    return rows


def _criteria_now(questionnaire: QuestionnaireRow) -> tuple[str, ...]:
    return _known(questionnaire.criteria.split(","))


def _known(criteria: Sequence[str]) -> tuple[str, ...]:
    known = current_library().criteria
    return tuple(each for each in criteria if each in known)


def _check(
    session: Session,
    sending: Sending,
    questionnaire: QuestionnaireRow,
    partners: Sequence[PartnerRow],
    criteria: Sequence[str],
    languages: Collection[str],
    now: datetime,
) -> date:
    """Return the due day when everything can be sent; else tell all that is to be mended at once."""
    faults = FaultCollector()
    if questionnaire.retired_at is not None:
        faults.add("questionnaire", "questionnaire.retired")
    elif not criteria:
        faults.add("questionnaire", "questionnaire.withdrawn")
    if not partners:
        faults.add("partners", "inquiry.nobody-chosen")
    if len(partners) > MAX_AT_ONCE:
        faults.add("partners", "inquiry.many-at-once", most=MAX_AT_ONCE)
    if lacking := [each.name for each in partners if _lacks(each, languages)]:
        faults.add("partners", "inquiry.partner-lacks", names=", ".join(lacking))
    open_ones = _has_open(session, sending.questionnaire_id, [each.id or 0 for each in partners])
    if busy := [each.name for each in partners if each.id in open_ones]:
        faults.add("partners", "inquiry.open-already", names=", ".join(busy))
    due_on = note_due(faults, sending.due_on, now.date())
    try:
        read_renewal(sending.renew_months)
    except InvalidValue as refusal:
        faults.note("renew_months", refusal)
    faults.refuse()
    return due_on


def _lacks(partner: PartnerRow, languages: Collection[str]) -> str:
    """Return the code of what is missing before a questionnaire can be sent; empty when nothing is."""
    try:
        read_email(partner.email)
    except InvalidValue:
        return "inquiry.lacks-email"
    return "" if partner.language in languages else "inquiry.lacks-language"


def _has_open(session: Session, questionnaire_id: int, partners: Sequence[int]) -> frozenset[int]:
    """Return which of ``partners`` are being asked the same questionnaire already."""
    query = select(col(InquiryRow.partner_id)).where(
        col(InquiryRow.questionnaire_id) == questionnaire_id,
        col(InquiryRow.partner_id).in_(partners),
        col(InquiryRow.state).in_(OPEN),
    )
    return frozenset(session.scalars(query))


def _new(
    session: Session,
    actor: Actor,
    questionnaire: QuestionnaireRow,
    partner: PartnerRow,
    criteria: Sequence[str],
    sending: Sending,
    due_on: date,
    now: datetime,
) -> InquiryRow:
    return InquiryRow(
        reference=new_reference(session, REFERENCE_KIND),
        trade_account_id=questionnaire.trade_account_id,
        partner_id=partner.id or 0,
        questionnaire_id=questionnaire.id or 0,
        library_hash=current_library().hash,
        name=questionnaire.name,
        introduction=questionnaire.introduction,
        criteria=",".join(criteria),
        business_type=questionnaire.business_type,
        language=partner.language,
        state=InquiryState.SENT,
        sent_at=now,
        sent_by=actor.user_id,
        due_on=due_on,
        expires_at=expiry(due_on),
        renew_months=sending.renew_months,
    )


def _send(
    session: Session,
    actor: Actor,
    row: InquiryRow,
    partner: PartnerRow,
    now: datetime,
    *,
    template: str = "inquiry-sent",
) -> int:
    session.add(row)
    session.flush()
    note_event(session, row, InquiryEvent.SENT, user_id=actor.user_id, now=now)
    address = read_email(partner.email)
    mail_link(session, row, address, name=partner.contact_name, template=template, now=now, user_id=actor.user_id)
    return row.id or 0


def _standing_partner(session: Session, row: InquiryRow) -> PartnerRow:
    partner = partner_of(session, row)
    if partner.removed_at is not None:
        raise InvalidValue("inquiry.partner-removed")
    return partner


def _read_address(email: str, name: str) -> tuple[EmailAddress, str]:
    faults = FaultCollector()
    address, who = EmailAddress("", ""), ""
    try:
        address = read_email(email)
    except InvalidValue as refusal:
        faults.note("email", refusal)
    try:
        who = clean_line(name, MAX_PERSON)
    except InvalidValue as refusal:
        faults.note("name", refusal)
    faults.refuse()
    return address, who
