"""The register of business partners of a company: find, add, change, remove and take back; when one is due.

What was removed stays in its rows, so that what the partner once answered can still be read.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import func, select
from sqlmodel import Session, col

from ctpat_app.domain.company_names import part_key
from ctpat_app.domain.errors import InvalidValue, NotPermitted, StaleVersion
from ctpat_app.domain.form_faults import FormFaults
from ctpat_app.domain.inquiries import InquiryState
from ctpat_app.domain.lifecycle import Status
from ctpat_app.domain.partners import (
    MAX_PARTNERS,
    Asked,
    Partner,
    Program,
    Risk,
    ShownBy,
    Standing,
    Watch,
    read_partner,
    shown_by,
    standing_of,
)
from ctpat_app.domain.permissions import Actor, Permission
from ctpat_app.services.access import LARGEST_ID, AccountAccess, require_account
from ctpat_app.services.audit import write_audit
from ctpat_app.services.partner_watch import CompanyWatch, read_company_watch
from ctpat_app.tables.accounts import TradeAccountRow
from ctpat_app.tables.inquiries import InquiryRow
from ctpat_app.tables.partners import PartnerRow

PAGE: Final = 25


class Sort(StrEnum):
    """In which order the register is shown; stands in addresses, never renamed."""

    NAME = "name"
    DUE = "due"
    RISK = "risk"
    COUNTRY = "country"


@dataclass(frozen=True)
class Wish:
    """What to show of a register: empty filters let everything pass; ``part`` is a consecutive part of the name."""

    part: str = ""
    role: str = ""
    country: str = ""
    risk: str = ""
    program: str = ""
    only_due: bool = False
    removed: bool = False
    sort: Sort = Sort.NAME
    page: int = 1


@dataclass(frozen=True)
class InquiryLine:
    """A questionnaire that was sent to a partner."""

    id: int
    reference: str
    name: str
    state: InquiryState
    sent_on: date
    due_on: date
    signed_on: date | None
    score: int | None
    outcome: str

    def as_asked(self) -> Asked:
        """Return what the rules look at."""
        return Asked(self.state, self.due_on, self.signed_on, self.outcome)


@dataclass(frozen=True)
class PartnerView:
    """One partner: what is known of it, whether it is due, and what was asked of it, oldest questionnaire first."""

    id: int
    trade_account_id: int
    company: str
    partner: Partner
    standing: Standing
    watch: Watch
    shown_by: ShownBy
    status: Status | None
    """Its CTPAT status as SVI shows it to this reader now; None where it does not."""
    watched_as: str
    """The company that SVI shows under the chosen security model, for who may see it."""
    inquiries: tuple[InquiryLine, ...]
    folded_name: str
    version: int
    removed_on: date | None
    may_manage: bool

    @property
    def newest(self) -> InquiryLine | None:
        """The questionnaire that was sent last."""
        return self.inquiries[-1] if self.inquiries else None


@dataclass(frozen=True)
class Register:
    """A page of the register; ``count`` partners fit the wish, of ``total`` that stand in it, ``due`` of them due."""

    trade_account_id: int
    company: str
    may_manage: bool
    partners: tuple[PartnerView, ...]
    page: int
    pages: int
    count: int
    total: int
    due: int
    removed: int
    countries: tuple[str, ...]
    """Codes of the countries that occur."""


def list_partners(
    session: Session, actor: Actor, *, trade_account_id: int, wish: Wish, now: datetime, page_size: int = PAGE
) -> Register:
    """Return what the wish asks for, one page of it.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
    """
    access = require_account(session, actor, trade_account_id, Permission.PARTNERS_READ)
    everybody = _views(session, actor, access, now.date())
    standing = [each for each in everybody if each.removed_on is None]
    found = [each for each in everybody if (each.removed_on is not None) == wish.removed and _fits(each, wish)]
    found.sort(key=lambda each: _place(each, wish.sort))
    pages = max(1, -(-len(found) // page_size))
    page = min(max(wish.page, 1), pages)
    return Register(
        trade_account_id,
        access.legal_name,
        access.allows(Permission.PARTNERS_MANAGE),
        tuple(found[(page - 1) * page_size : page * page_size]),
        page,
        pages,
        len(found),
        len(standing),
        sum(each.standing.is_due for each in standing),
        len(everybody) - len(standing),
        tuple(sorted({each.partner.country for each in everybody if each.partner.country})),
    )


def get_partner(session: Session, actor: Actor, *, partner_id: int, now: datetime) -> PartnerView:
    """Return one partner, also one that was removed.

    Raises:
        NotPermitted: ``access.not-yours``, also when it does not exist; ``access.not-your-role``.
    """
    row, access = _row(session, actor, partner_id, Permission.PARTNERS_READ)
    [view] = _views(session, actor, access, now.date(), only=row.id or 0)
    return view


def choices_of_watched(
    session: Session, actor: Actor, *, trade_account_id: int
) -> tuple[str, tuple[tuple[int, str], ...]]:
    """Return the company's name, and as number and name the security models that can be named for a partner.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
    """
    access = require_account(session, actor, trade_account_id, Permission.PARTNERS_MANAGE)
    watch = read_company_watch(session, actor, trade_account_id=trade_account_id)
    return access.legal_name, tuple((number, _watched_name(watch, number)) for number in watch.visible)


def add_partner(
    session: Session,
    actor: Actor,
    *,
    trade_account_id: int,
    partner: Partner,
    languages: Collection[str],
    now: datetime,
) -> int:
    """Put a partner into the register; return its number.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
        FormFaults: as ``domain.partners.read_partner``; ``partner.there-already``, ``partner.watched-unknown``.
        InvalidValue: ``partner.too-many`` (``most``).
    """
    require_account(session, actor, trade_account_id, Permission.PARTNERS_MANAGE)
    hold_register(session, trade_account_id)
    if count_partners(session, trade_account_id) >= MAX_PARTNERS:
        raise InvalidValue("partner.too-many", most=MAX_PARTNERS)
    row = PartnerRow(
        trade_account_id=trade_account_id,
        name="",
        folded_name="",
        role="",
        created_at=now,
        created_by=actor.user_id,
        changed_at=now,
    )
    _write(session, actor, row, partner, languages, now)
    _note(session, actor, row, "partner.added", now)
    return row.id or 0


def change_partner(
    session: Session,
    actor: Actor,
    *,
    partner_id: int,
    seen_version: int,
    partner: Partner,
    languages: Collection[str],
    now: datetime,
) -> None:
    """Write down what has changed about a partner.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
        FormFaults: as ``add_partner``.
        InvalidValue: ``partner.is-removed``.
        StaleVersion: ``partner.changed-meanwhile``.
    """
    row = _held_row(session, actor, partner_id, seen_version)
    if row.removed_at is not None:
        raise InvalidValue("partner.is-removed")
    _write(session, actor, row, partner, languages, now)
    row.version += 1
    _note(session, actor, row, "partner.changed", now)


def remove_partner(session: Session, actor: Actor, *, partner_id: int, seen_version: int, now: datetime) -> None:
    """Take a partner out of the register; its questionnaires stay, and it can be taken back.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
        StaleVersion: ``partner.changed-meanwhile``.
    """
    row = _held_row(session, actor, partner_id, seen_version)
    if row.removed_at is not None:
        return
    row.version, row.removed_at, row.removed_by = row.version + 1, now, actor.user_id
    session.add(row)
    _note(session, actor, row, "partner.removed", now)


def take_back_partner(session: Session, actor: Actor, *, partner_id: int, seen_version: int, now: datetime) -> None:
    """Put a partner that was removed back into the register.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
        InvalidValue: ``partner.there-already``: another one of its name and country stands in the register now;
            ``partner.too-many`` (``most``).
        StaleVersion: ``partner.changed-meanwhile``.
    """
    row = _held_row(session, actor, partner_id, seen_version)
    if row.removed_at is None:
        return
    if _is_taken(session, row, row.folded_name, row.country):
        raise InvalidValue("partner.there-already")
    if count_partners(session, row.trade_account_id) >= MAX_PARTNERS:
        raise InvalidValue("partner.too-many", most=MAX_PARTNERS)
    row.version, row.removed_at, row.removed_by = row.version + 1, None, None
    session.add(row)
    _note(session, actor, row, "partner.taken-back", now)


def hold_register(session: Session, trade_account_id: int) -> None:
    """Let nobody else write this register until the transaction ends; the caller has authorized."""
    session.execute(
        select(col(TradeAccountRow.id)).where(col(TradeAccountRow.id) == trade_account_id).with_for_update()
    )


def count_partners(session: Session, trade_account_id: int) -> int:
    """Return how many partners stand in a register; the caller has authorized."""
    query = select(func.count()).where(
        col(PartnerRow.trade_account_id) == trade_account_id, col(PartnerRow.removed_at).is_(None)
    )
    return session.scalar(query) or 0


# ---------------------------------------------------------------- helpers


def _row(session: Session, actor: Actor, partner_id: int, permission: Permission) -> tuple[PartnerRow, AccountAccess]:
    row = session.get(PartnerRow, partner_id) if 0 < partner_id <= LARGEST_ID else None
    if row is None:
        raise NotPermitted
    return row, require_account(session, actor, row.trade_account_id, permission)


def _held_row(session: Session, actor: Actor, partner_id: int, seen_version: int) -> PartnerRow:
    row, _ = _row(session, actor, partner_id, Permission.PARTNERS_MANAGE)
    hold_register(session, row.trade_account_id)
    session.refresh(row, with_for_update=True)
    if row.version != seen_version:
        raise StaleVersion("partner.changed-meanwhile", theirs=row.name, version=row.version)
    return row


def _write(
    session: Session, actor: Actor, row: PartnerRow, typed: Partner, languages: Collection[str], now: datetime
) -> None:
    known = {*languages, row.language} if row.id else languages
    partner = read_partner(typed, today=now.date(), languages=known)
    model = partner.svi_model_id
    if model and model != row.svi_model_id:
        watch = read_company_watch(session, actor, trade_account_id=row.trade_account_id)
        if model not in watch.visible:
            raise FormFaults({"watched": InvalidValue("partner.watched-unknown")})
    folded, country = partner.key
    if _is_taken(session, row, folded, country):
        raise FormFaults({"name": InvalidValue("partner.there-already")})
    row.name, row.folded_name, row.role, row.country = partner.name, folded, partner.role, country
    row.contact_name, row.email, row.language = partner.contact_name, partner.email, partner.language
    row.risk, row.risk_reason, row.note = partner.risk, partner.risk_reason, partner.note
    # Whoever is shown in SVI is a member.
    row.program = Program.CTPAT.value if model else partner.program
    row.proof, row.proof_checked_on = partner.proof, partner.proof_checked_on
    row.svi_model_id, row.next_due_on = model or None, partner.next_due_on
    row.changed_at = now
    session.add(row)
    session.flush()


def _is_taken(session: Session, row: PartnerRow, folded_name: str, country: str) -> bool:
    query = select(col(PartnerRow.id)).where(
        col(PartnerRow.trade_account_id) == row.trade_account_id,
        col(PartnerRow.folded_name) == folded_name,
        col(PartnerRow.country) == country,
        col(PartnerRow.removed_at).is_(None),
    )
    with session.no_autoflush:
        return any(number != row.id for number in session.scalars(query))


def _note(session: Session, actor: Actor, row: PartnerRow, action: str, now: datetime) -> None:
    write_audit(
        session,
        trade_account_id=row.trade_account_id,
        user_id=actor.user_id,
        action=action,
        subject=f"partner/{row.id}",
        now=now,
        version=row.version,
    )


_COLUMNS: Final = (
    *(col(PartnerRow.id), col(PartnerRow.version), col(PartnerRow.removed_at), col(PartnerRow.folded_name)),
    *(col(PartnerRow.name), col(PartnerRow.role), col(PartnerRow.country), col(PartnerRow.contact_name)),
    *(col(PartnerRow.email), col(PartnerRow.language), col(PartnerRow.risk), col(PartnerRow.risk_reason)),
    *(col(PartnerRow.program), col(PartnerRow.proof), col(PartnerRow.proof_checked_on), col(PartnerRow.next_due_on)),
    *(col(PartnerRow.note), func.coalesce(col(PartnerRow.svi_model_id), 0)),
)
"""The last ones in the order of the fields of ``Partner``."""


def _views(
    session: Session, actor: Actor, access: AccountAccess, today: date, *, only: int = 0
) -> tuple[PartnerView, ...]:
    account = access.trade_account_id
    query = select(*_COLUMNS).where(col(PartnerRow.trade_account_id) == account)
    rows = session.execute(query.where(col(PartnerRow.id) == only) if only else query).all()
    inquiries = _inquiries(session, account, only)
    watch = read_company_watch(session, actor, trade_account_id=account)
    return tuple(_view(access, watch, inquiries.get(row[0] or 0, ()), today, *row) for row in rows)


def _view(
    access: AccountAccess,
    watch: CompanyWatch,
    inquiries: Sequence[InquiryLine],
    today: date,
    number: int | None,
    version: int,
    removed_at: datetime | None,
    folded_name: str,
    *fields: Any,
) -> PartnerView:
    partner, asked = Partner(*fields), [each.as_asked() for each in inquiries]
    state, seen = watch.state_of(partner.svi_model_id), watch.visible.get(partner.svi_model_id)
    return PartnerView(
        id=number or 0,
        trade_account_id=access.trade_account_id,
        company=access.legal_name,
        partner=partner,
        standing=standing_of(partner, asked, state, today),
        watch=state,
        shown_by=shown_by(partner, asked, state, today),
        status=seen.status if seen else None,
        watched_as=_watched_name(watch, partner.svi_model_id) if seen else "",
        inquiries=tuple(inquiries),
        folded_name=folded_name,
        version=version,
        removed_on=removed_at.date() if removed_at else None,
        may_manage=access.allows(Permission.PARTNERS_MANAGE),
    )


def _watched_name(watch: CompanyWatch, model: int) -> str:
    seen = watch.visible[model]
    return f"{seen.company} ({seen.model_name})" if seen.model_name else seen.company


def _inquiries(session: Session, account: int, only: int) -> dict[int, list[InquiryLine]]:
    """Return the questionnaires of each partner, oldest first."""
    query = (
        select(
            col(InquiryRow.partner_id),
            col(InquiryRow.id),
            col(InquiryRow.reference),
            col(InquiryRow.name),
            col(InquiryRow.state),
            col(InquiryRow.sent_at),
            col(InquiryRow.due_on),
            col(InquiryRow.signed_at),
            col(InquiryRow.score),
            col(InquiryRow.outcome),
        )
        .where(col(InquiryRow.trade_account_id) == account)
        .order_by(col(InquiryRow.sent_at), col(InquiryRow.id))
    )
    found: dict[int, list[InquiryLine]] = {}
    rows = session.execute(query.where(col(InquiryRow.partner_id) == only) if only else query)
    for partner, number, reference, name, state, sent_at, due_on, signed_at, score, outcome in rows:
        signed_on = signed_at.date() if signed_at else None
        line = InquiryLine(
            number or 0, reference, name, InquiryState(state), sent_at.date(), due_on, signed_on, score, outcome
        )
        found.setdefault(partner, []).append(line)
    return found


def _fits(view: PartnerView, wish: Wish) -> bool:
    partner, part = view.partner, part_key(wish.part)
    pairs = ((wish.role, partner.role), (wish.country, partner.country), (wish.program, partner.program))
    if any(wanted not in {"", here} for wanted, here in pairs):
        return False
    if wish.risk and wish.risk != (partner.risk or NOT_RATED):
        return False
    if wish.only_due and not view.standing.is_due:
        return False
    return part in view.folded_name


NOT_RATED: Final = "none"
"""Filter for partners without a rating."""
_PRESSING: Final = {Risk.HIGH.value: 0, Risk.MEDIUM.value: 1, Risk.LOW.value: 2, "": 3}


def _place(view: PartnerView, sort: Sort) -> tuple[object, ...]:
    partner = view.partner
    name = (view.folded_name, partner.country, view.id)
    if sort is Sort.RISK:
        return (_PRESSING[partner.risk], *name)
    if sort is Sort.COUNTRY:
        return (partner.country, *name)
    if sort is Sort.DUE:
        return (not view.standing.is_due, view.standing.due_on or date.max, *name)
    return name
