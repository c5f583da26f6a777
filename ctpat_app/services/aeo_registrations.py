"""Registrations of EU AEOs as the company makes them: ask, change by a new one, withdraw, look."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlmodel import Session, col

from ctpat_app.domain.aeo import (
    OPEN,
    PURPOSE,
    RECOGNISED,
    AeoState,
    CertificateKind,
    check_same_kind,
    is_outside,
    read_kind,
    split_mids,
)
from ctpat_app.domain.errors import InvalidValue, NotPermitted, Refusal
from ctpat_app.domain.form_faults import FaultCollector
from ctpat_app.domain.identifiers import check_identifier
from ctpat_app.domain.permissions import Actor, Permission
from ctpat_app.guidance.records import Library
from ctpat_app.services.access import LARGEST_ID, require_account
from ctpat_app.services.aeo_rows import RegistrationView, end_registration, hold_registration, note_aeo, views_of
from ctpat_app.services.library import keep_current
from ctpat_app.services.notices import staff_of, tell
from ctpat_app.tables.accounts import TradeAccountRow
from ctpat_app.tables.aeo import AeoMidRow, AeoRegistrationRow

EORI, CERTIFICATE, MID = "eori-eu", "aeo-certificate-eu", "mid"
"""Kinds of number in the content."""
YES, NO = "yes", "no"
QUESTIONS = ("established", "role", "consent")
"""Rules of the content that are asked as yes or no; the kind of authorization answers the fourth."""


@dataclass(frozen=True)
class AeoWish:
    """What a company wants to register, as it was typed."""

    established: str = ""
    role: str = ""
    consent: str = ""
    kind: str = ""
    certificate: str = ""
    eori: str = ""
    mids: str = ""
    outside: bool = False
    """Whether it is confirmed that manufacturer codes of countries outside of the EU belong to the company."""
    replaces_id: int = 0
    """The registration that is to be changed; 0: a new one."""


@dataclass(frozen=True)
class AeoRegistrations:
    """The page of a company: its registrations, newest first."""

    company: str
    registrations: tuple[RegistrationView, ...]
    may_ask: bool


@dataclass(frozen=True)
class _Checked:
    kind: CertificateKind
    certificate: str
    eori: str
    mids: tuple[str, ...]


def read_registrations(session: Session, actor: Actor, *, trade_account_id: int) -> AeoRegistrations:
    """Return the registrations of a company for its people.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
    """
    access = require_account(session, actor, trade_account_id, Permission.APPLICATION_READ)
    found = views_of(session, col(AeoRegistrationRow.trade_account_id) == trade_account_id)
    return AeoRegistrations(access.legal_name, found, access.allows(Permission.IDENTIFIER_ADD))


def ask_registration(session: Session, actor: Actor, *, trade_account_id: int, wish: AeoWish, now: datetime) -> int:
    """Ask staff to register an EU AEO, and return the number of the registration.

    One that replaces a waiting one takes its place at once; one that replaces a registered one does once it is
    registered itself, so that nothing is lost by a refusal.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
        Refusal: ``aeo.replaced-is-over``.
        FormFaults: the answers: ``aeo.answer-missing``, ``aeo.not-eligible`` (``rule``); ``kind``, ``certificate``,
            ``eori``, ``mids``, ``outside``: as ``domain/aeo`` and ``domain.identifiers.check_identifier``;
            ``aeo.mids-wrong`` (``mids``), ``aeo.mids-twice`` (``mids``), ``aeo.confirm-outside`` (``mids``),
            ``aeo.same-eori``.
    """
    require_account(session, actor, trade_account_id, Permission.IDENTIFIER_ADD)
    account = session.get_one(TradeAccountRow, trade_account_id, with_for_update=True)
    library = keep_current(session, now=now)
    replaced = _replaced(session, trade_account_id, wish.replaces_id)
    checked = _read_wish(session, library, trade_account_id, wish, now.date())
    row = AeoRegistrationRow(
        trade_account_id=trade_account_id,
        eori=checked.eori,
        certificate_kind=checked.kind.value,
        certificate=checked.certificate,
        state=AeoState.WAITING,
        replaces_id=replaced.id if replaced and replaced.state == AeoState.REGISTERED else None,
        library_hash=library.hash,
        asked_at=now,
        asked_by=actor.user_id,
    )
    if replaced and replaced.state == AeoState.WAITING:
        # What it was to replace itself still stands, and is replaced by the newest.
        row.replaces_id = replaced.replaces_id
        end_registration(session, replaced, user_id=actor.user_id, now=now)
    session.add(row)
    session.flush()
    session.add_all(AeoMidRow(registration_id=row.id or 0, mid=mid, is_outside=is_outside(mid)) for mid in checked.mids)
    session.flush()
    note_aeo(session, row, actor.user_id, "aeo.asked", now)
    path = f"staff/aeo/?account={trade_account_id}"
    people = staff_of(session, trade_account_id)
    tell(session, people, template="aeo-asked", path=path, now=now, company=account.legal_name)
    return row.id or 0


def withdraw_registration(session: Session, actor: Actor, *, registration_id: int, now: datetime) -> None:
    """Withdraw a registration that waits or stands; twice is once.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
    """
    row = hold_registration(session, registration_id)
    require_account(session, actor, row.trade_account_id, Permission.IDENTIFIER_ADD)
    if row.state not in OPEN:
        return
    end_registration(session, row, user_id=actor.user_id, now=now)
    note_aeo(session, row, actor.user_id, "aeo.withdrawn", now)


# ---------------------------------------------------------------- helpers


def _replaced(session: Session, account_id: int, registration_id: int) -> AeoRegistrationRow | None:
    if not registration_id:
        return None
    known = 0 < registration_id <= LARGEST_ID
    row = session.get(AeoRegistrationRow, registration_id, with_for_update=True) if known else None
    if row is None or row.trade_account_id != account_id:
        raise NotPermitted
    if row.state not in OPEN:
        raise Refusal("aeo.replaced-is-over")
    return row


def _read_wish(session: Session, library: Library, account_id: int, wish: AeoWish, today: date) -> _Checked:
    """Return what is asked for as it is stored; everything that is to be mended is told at once."""
    faults = FaultCollector()
    for rule in QUESTIONS:
        answer = getattr(wish, rule)
        if answer not in {YES, NO}:
            faults.add(rule, "aeo.answer-missing")
        elif answer == NO:
            faults.add(rule, "aeo.not-eligible", rule=rule)
    kind, certificate = _read_certificate(library, wish, today, faults)
    eori = _read_number(library, EORI, wish.eori, today, faults, "eori")
    if eori and _stands_already(session, account_id, eori, wish.replaces_id):
        faults.add("eori", "aeo.same-eori")
    mids = _read_mids(library, wish, today, faults)
    faults.refuse()
    return _Checked(kind, certificate, eori, mids)


def _read_certificate(
    library: Library, wish: AeoWish, today: date, faults: FaultCollector
) -> tuple[CertificateKind, str]:
    kind = CertificateKind.CUSTOMS
    try:
        kind = read_kind(wish.kind)
        if kind not in RECOGNISED:
            faults.add("kind", "aeo.not-eligible", rule="type")
    except InvalidValue as fault:
        faults.note("kind", fault)
    certificate = _read_number(library, CERTIFICATE, wish.certificate, today, faults, "certificate")
    if certificate and kind in RECOGNISED:
        try:
            check_same_kind(kind, certificate)
        except InvalidValue as fault:
            faults.note("certificate", fault)
    return kind, certificate


def _read_number(library: Library, kind: str, typed: str, today: date, faults: FaultCollector, field: str) -> str:
    """Return a number as it is stored; empty where a fault was noted."""
    if not typed.strip():
        faults.add(field, "identifier.empty")
        return ""
    result = check_identifier(library.identifiers[kind], typed, today=today, purposes=(PURPOSE,))
    if result.stored is None:
        fault = next(each for each in result.problems if each.level == "error")
        faults.note(field, InvalidValue(fault.code, **fault.params))
    return result.stored or ""


def _read_mids(library: Library, wish: AeoWish, today: date, faults: FaultCollector) -> tuple[str, ...]:
    try:
        typed = split_mids(wish.mids)
    except InvalidValue as fault:
        faults.note("mids", fault)
        return ()
    results = [(each, check_identifier(library.identifiers[MID], each, today=today).stored) for each in typed]
    if wrong := [each[:40] for each, stored in results if stored is None]:
        faults.add("mids", "aeo.mids-wrong", mids=", ".join(wrong))
    mids = [stored for _, stored in results if stored]
    if twice := sorted({mid for mid in mids if mids.count(mid) > 1}):
        faults.add("mids", "aeo.mids-twice", mids=", ".join(twice))
    outside = [mid for mid in mids if is_outside(mid)]
    if outside and not wish.outside:
        faults.add("outside", "aeo.confirm-outside", mids=", ".join(outside))
    return tuple(mids)


def _stands_already(session: Session, account_id: int, eori: str, replaced: int) -> bool:
    """Whether another open registration of the company has this EORI: such a one is changed, not asked for again."""
    query = select(col(AeoRegistrationRow.id), col(AeoRegistrationRow.replaces_id)).where(
        col(AeoRegistrationRow.trade_account_id) == account_id,
        col(AeoRegistrationRow.eori) == eori,
        col(AeoRegistrationRow.state).in_(sorted(OPEN)),
    )
    rows = session.execute(query).all()
    # A change that waits has the EORI of what it replaces: whoever changes the change means both.
    own = {replaced, *(row[1] for row in rows if row[0] == replaced)}
    return any(row[0] not in own for row in rows)
