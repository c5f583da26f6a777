"""Trade accounts: create one, read it, save its company fields and addresses, say what is missing."""

from collections.abc import Collection
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import bindparam
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, func, select

from ctpat_app.domain.addresses import (
    MAX_CHARACTERS,
    MAX_LABEL,
    PARTS,
    AddressParts,
    AddressProblem,
    AddressRules,
    is_complete,
    one_line,
)
from ctpat_app.domain.errors import InvalidValue, NotPermitted
from ctpat_app.domain.permissions import Actor, Permission, Role, effective_role, may
from ctpat_app.domain.phones import PhoneRules
from ctpat_app.domain.texts import clean_code, clean_line, clean_text
from ctpat_app.domain.trade_accounts import (
    MAX_ADDRESSES,
    CompanyField,
    Contents,
    clean_company_field,
    clean_country,
    missing_items,
)
from ctpat_app.guidance.answers import AccountFacts, AddressFact, MemberFact, split
from ctpat_app.services.access import require_member, require_membership
from ctpat_app.services.audit import write_audit
from ctpat_app.services.field_versions import field_version, write_field
from ctpat_app.services.reading import read
from ctpat_app.services.svi_names import refresh_names
from ctpat_app.tables.accounts import AddressRow, MembershipRow, TradeAccountRow, UserAccountRow
from ctpat_app.tables.drafts import AnswerRow, DraftRow

ADDRESS_FIELDS: Final = ("label", "country_code", *PARTS)
"""What can be saved of an address, one by one."""

_USES: Final = {
    "primary_address": "address.used-as-primary",
    "mailing_address": "address.used-as-mailing",
    "secondary_addresses": "address.used-as-secondary",
}
_SAME_PRESS: Final = timedelta(minutes=1)


@dataclass(frozen=True)
class FieldView:
    """One field as stored, and the version to send back with a change."""

    key: str
    value: str
    version: int


@dataclass(frozen=True)
class AddressView:
    """An address as stored; ``versions`` holds the version of each field of ``ADDRESS_FIELDS``."""

    id: int
    label: str
    parts: AddressParts
    overridden: bool
    complete: bool
    versions: dict[str, int]


@dataclass(frozen=True)
class TradeAccountView:
    """A trade account as one of its members sees it; ``missing`` holds message codes, empty when it is complete."""

    id: int
    legal_name: str
    fields: tuple[FieldView, ...]
    addresses: tuple[AddressView, ...]
    missing: tuple[str, ...]
    role: Role
    may_edit: bool
    may_manage_users: bool
    may_start: bool


@dataclass(frozen=True)
class AccountSummary:
    """A trade account in a list, with the role that is in effect for the person who asked."""

    id: int
    legal_name: str
    role: Role
    is_complete: bool


@dataclass(frozen=True)
class SavedField:
    """What was stored; ``warning`` is a message code or empty; ``changed`` is False when the text was the same."""

    key: str
    value: str
    version: int
    warning: str
    changed: bool


@dataclass(frozen=True)
class SavedAddress:
    """An address after a change, and what the postal rules of its country still doubt."""

    address: AddressView
    problems: tuple[AddressProblem, ...]
    changed: bool


def create_trade_account(session: Session, actor: Actor, *, legal_name: str, now: datetime) -> int:
    """Create a trade account whose first member is ``actor``, an employee; return its id.

    A second press of the button within a minute answers with the account of the first.

    Raises:
        InvalidValue: ``trade-account.name-empty`` or ``text.…``.
    Source: membership rules m.founder and m.no-membership (project proposals): any signed-in person may.
    """
    name = clean_company_field(CompanyField.LEGAL_NAME, legal_name, ())
    if (existing := _just_created(session, actor, name, now)) is not None:
        return existing
    account = TradeAccountRow(legal_name=name, created_at=now, created_by=actor.user_id)
    session.add(account)
    session.flush()
    account_id = _id(account.id)
    session.add(MembershipRow(trade_account_id=account_id, user_id=actor.user_id, role=Role.EMPLOYEE, created_at=now))
    session.flush()
    _audit(session, actor, account_id, "trade-account.created", f"trade-account/{account_id}", now)
    return account_id


def _just_created(session: Session, actor: Actor, name: str, now: datetime) -> int | None:
    return session.exec(
        select(TradeAccountRow.id).where(
            TradeAccountRow.created_by == actor.user_id,
            TradeAccountRow.legal_name == name,
            TradeAccountRow.created_at > now - _SAME_PRESS,
        )
    ).first()


def read_trade_account(session: Session, actor: Actor, *, trade_account_id: int) -> TradeAccountView:
    """Return the trade account as ``actor``, a member of it in any role, sees it.

    Raises:
        NotPermitted: ``actor`` is no member, or there is no such account.
    """
    role = require_membership(session, actor, trade_account_id).role
    account = session.get_one(TradeAccountRow, trade_account_id)
    addresses = tuple(_address_view(row) for row in _address_rows(session, trade_account_id))
    missing = _missing(session, account)
    return TradeAccountView(
        id=trade_account_id,
        legal_name=account.legal_name,
        fields=tuple(_field_view(account, key) for key in CompanyField),
        addresses=addresses,
        missing=missing,
        role=role,
        may_edit=may(role, Permission.TRADE_ACCOUNT_EDIT),
        may_manage_users=may(role, Permission.TRADE_ACCOUNT_MANAGE_USERS),
        may_start=not missing and may(role, Permission.APPLICATION_START),
    )


def list_trade_accounts(session: Session, actor: Actor) -> tuple[AccountSummary, ...]:
    """Return the trade accounts that ``actor`` is a member of, by name."""
    query = (
        select(MembershipRow, TradeAccountRow)
        .join(TradeAccountRow, col(MembershipRow.trade_account_id) == col(TradeAccountRow.id))
        .where(MembershipRow.user_id == actor.user_id, col(MembershipRow.removed_at).is_(None))
        .order_by(func.lower(TradeAccountRow.legal_name), col(TradeAccountRow.id))
    )
    return tuple(_summary(session, member, account) for member, account in session.exec(query))


def _summary(session: Session, member: MembershipRow, account: TradeAccountRow) -> AccountSummary:
    role = effective_role(Role(member.role), member.officer_declared_at, None)
    return AccountSummary(_id(account.id), account.legal_name, role, not _missing(session, account))


def missing_in_trade_account(session: Session, trade_account_id: int) -> tuple[str, ...]:
    """Return what the account still needs before an application can start, as message codes; the caller authorizes."""
    return _missing(session, session.get_one(TradeAccountRow, trade_account_id))


_COUNTRY: Final = select_columns(col(TradeAccountRow.country)).where(col(TradeAccountRow.id) == bindparam("account"))
_ADDRESSES: Final = (
    select_columns(
        col(AddressRow.id),
        col(AddressRow.label),
        col(AddressRow.complete),
        *(getattr(AddressRow, field.name) for field in fields(AddressParts)),
    )
    .where(col(AddressRow.trade_account_id) == bindparam("account"), col(AddressRow.removed_at).is_(None))
    .order_by(col(AddressRow.id))
)
_MEMBERS: Final = (
    select_columns(
        col(MembershipRow.id),
        col(MembershipRow.role),
        col(MembershipRow.officer_declared_at),
        col(UserAccountRow.name),
    )
    .join(UserAccountRow, col(MembershipRow.user_id) == col(UserAccountRow.id))
    .where(col(MembershipRow.trade_account_id) == bindparam("account"), col(MembershipRow.removed_at).is_(None))
    .order_by(col(MembershipRow.id))
)


def account_facts(session: Session, trade_account_id: int) -> AccountFacts:
    """Return what conditions and option lists of a flow may look at; the caller has authorized."""
    country = read(session, _COUNTRY, account=trade_account_id).scalar_one()
    addresses = tuple(
        AddressFact(id=str(number), label=_readable(label, AddressParts(*parts)), complete=complete)
        for number, label, complete, *parts in read(session, _ADDRESSES, account=trade_account_id)
    )
    members = tuple(
        MemberFact(id=str(number), name=name, role=role, declared=declared_at is not None)
        for number, role, declared_at, name in read(session, _MEMBERS, account=trade_account_id)
    )
    return AccountFacts(country=country, addresses=addresses, members=members)


def _readable(label: str, parts: AddressParts) -> str:
    return ": ".join(part for part in (label, one_line(parts)) if part)


def save_company_field(
    session: Session,
    actor: Actor,
    *,
    trade_account_id: int,
    field: str,
    seen_version: int,
    text: str,
    countries: Collection[str],
    read_phone: PhoneRules,
    now: datetime,
) -> SavedField:
    """Save one field of the company profile.

    Args:
        session: an open session.
        actor: who saves.
        trade_account_id: which account.
        field: a value of ``CompanyField``.
        seen_version: the version of the field as it was shown.
        text: what was typed or chosen; empty takes the value away, except for the legal name.
        countries: the codes that may be chosen.
        read_phone: reads telephone numbers.
        now: the present moment.

    Raises:
        NotPermitted: not a member who may edit the account.
        InvalidValue: ``text.…``, ``trade-account.…``, ``phone.…``.
        StaleVersion: somebody else changed this field meanwhile.
    """
    require_member(session, actor, trade_account_id, Permission.TRADE_ACCOUNT_EDIT)
    key = _company_field(field)
    account = session.get_one(TradeAccountRow, trade_account_id, with_for_update=True)
    stored, warning = clean_company_field(key, text, countries), ""
    if key is CompanyField.TELEPHONE and stored:
        phone = read_phone(stored, account.country)
        stored, warning = phone.stored, phone.warning
    changed = write_field(session, actor, account, key, stored, seen_version)
    if changed:
        subject, versions = f"trade-account/{trade_account_id}/{key}", _versions(seen_version, account, key)
        _audit(session, actor, trade_account_id, "trade-account.changed", subject, now, **versions)
        if key in {CompanyField.LEGAL_NAME, CompanyField.TRADE_NAME}:
            refresh_names(session, trade_account_id)
    return SavedField(key, stored, field_version(account, key), warning, changed)


def _company_field(field: str) -> CompanyField:
    try:
        return CompanyField(field)
    except ValueError:
        raise InvalidValue("trade-account.field-unknown") from None


def add_address(
    session: Session,
    actor: Actor,
    *,
    trade_account_id: int,
    label: str,
    country: str,
    countries: Collection[str],
    now: datetime,
) -> AddressView:
    """Add an address of which only the country, and what the company calls it, are known yet.

    Raises:
        NotPermitted: not a member who may edit the account.
        InvalidValue: ``address.country-missing``, ``trade-account.country-unknown``, ``address.too-many``, ``text.…``.
    """
    require_member(session, actor, trade_account_id, Permission.TRADE_ACCOUNT_EDIT)
    code = clean_country(country, countries)
    if not code:
        raise InvalidValue("address.country-missing")
    if len(_address_rows(session, trade_account_id)) >= MAX_ADDRESSES:
        raise InvalidValue("address.too-many", limit=MAX_ADDRESSES)
    row = AddressRow(trade_account_id=trade_account_id, label=clean_line(label, MAX_LABEL), country_code=code)
    session.add(row)
    session.flush()
    _audit(session, actor, trade_account_id, "address.added", f"address/{row.id}", now)
    return _address_view(row)


def save_address_field(
    session: Session,
    actor: Actor,
    *,
    trade_account_id: int,
    address_id: int,
    field: str,
    seen_version: int,
    text: str,
    countries: Collection[str],
    rules: AddressRules,
    now: datetime,
) -> SavedAddress:
    """Save one field of an address; postal doubts never stop it, they come back as problems.

    Raises:
        NotPermitted: not a member who may edit the account, or the address is not of this account.
        InvalidValue: ``address.field-unknown``, ``address.country-missing``, ``text.…`` or
            ``trade-account.country-unknown``.
        StaleVersion: somebody else changed this field meanwhile.
    """
    require_member(session, actor, trade_account_id, Permission.TRADE_ACCOUNT_EDIT)
    row = _address_row(session, trade_account_id, address_id)
    stored = _clean_address_field(row, field, text, countries, rules)
    changed = write_field(session, actor, row, field, stored, seen_version)
    if changed:
        # What was confirmed was the address as it stood; a new label does not touch it.
        row.overridden = row.overridden and field == "label"
        subject, versions = f"address/{address_id}/{field}", _versions(seen_version, row, field)
        _audit(session, actor, trade_account_id, "address.changed", subject, now, **versions)
    return _checked(session, row, rules, changed=changed)


def _clean_address_field(
    row: AddressRow, field: str, text: str, countries: Collection[str], rules: AddressRules
) -> str:
    if field not in ADDRESS_FIELDS:
        raise InvalidValue("address.field-unknown")
    if field == "label":
        return clean_line(text, MAX_LABEL)
    if field == "country_code":
        if not (code := clean_country(text, countries)):
            raise InvalidValue("address.country-missing")
        return code
    if field == "street_address":
        return clean_text(text, MAX_CHARACTERS[field])
    clean = clean_code if field in {"postal_code", "sorting_code"} else clean_line
    typed = replace(_parts(row), **{field: clean(text, MAX_CHARACTERS[field])})
    return str(getattr(rules(typed).parts, field))


def confirm_address(
    session: Session,
    actor: Actor,
    *,
    trade_account_id: int,
    address_id: int,
    is_right: bool,
    rules: AddressRules,
    now: datetime,
) -> SavedAddress:
    """Note that the address is right as it stands, whatever the postal rules say (or take that back).

    Raises:
        NotPermitted: not a member who may edit the account, or the address is not of this account.
    """
    require_member(session, actor, trade_account_id, Permission.TRADE_ACCOUNT_EDIT)
    row = _address_row(session, trade_account_id, address_id)
    changed = row.overridden is not is_right
    if changed:
        row.overridden = is_right
        row.version += 1
        _audit(session, actor, trade_account_id, "address.confirmed", f"address/{address_id}", now, is_right=is_right)
    return _checked(session, row, rules, changed=changed)


def remove_address(session: Session, actor: Actor, *, trade_account_id: int, address_id: int, now: datetime) -> None:
    """Take an address out of the account, unless an application in the making names it.

    Raises:
        NotPermitted: not a member who may edit the account, or the address is not of this account.
        InvalidValue: ``address.used-as-primary``, ``address.used-as-mailing`` or ``address.used-as-secondary``
            (``draft`` names the first draft that uses it).
    """
    require_member(session, actor, trade_account_id, Permission.TRADE_ACCOUNT_EDIT)
    row = _address_row(session, trade_account_id, address_id)
    _refuse_if_used(session, trade_account_id, address_id)
    row.removed_at = now
    session.add(row)
    session.flush()
    _audit(session, actor, trade_account_id, "address.removed", f"address/{address_id}", now)


def _refuse_if_used(session: Session, trade_account_id: int, address_id: int) -> None:
    query = (
        select(AnswerRow.key, AnswerRow.value, AnswerRow.draft_id)
        .join(DraftRow, col(AnswerRow.draft_id) == col(DraftRow.id))
        .where(
            DraftRow.trade_account_id == trade_account_id,
            col(DraftRow.frozen_at).is_(None),
            col(DraftRow.removed_at).is_(None),
            col(AnswerRow.key).in_(_USES),
        )
        .order_by(col(AnswerRow.draft_id), col(AnswerRow.key))
    )
    for key, value, draft_id in session.exec(query):
        if str(address_id) in split(value):
            raise InvalidValue(_USES[key], draft=draft_id)


def _checked(session: Session, row: AddressRow, rules: AddressRules, *, changed: bool) -> SavedAddress:
    checked = rules(_parts(row))
    row.complete = is_complete(checked, overridden=row.overridden)
    session.add(row)
    session.flush()
    return SavedAddress(_address_view(row), checked.problems, changed)


def _missing(session: Session, account: TradeAccountRow) -> tuple[str, ...]:
    complete = [row.complete for row in _address_rows(session, _id(account.id))]
    members = session.exec(
        select(func.count())
        .select_from(MembershipRow)
        .where(MembershipRow.trade_account_id == account.id, col(MembershipRow.removed_at).is_(None))
    ).one()
    contents = Contents(
        legal_name=account.legal_name,
        country=account.country,
        telephone=account.telephone,
        addresses=len(complete),
        complete_addresses=sum(complete),
        members=members,
    )
    return tuple(str(code) for code in missing_items(contents))


def _address_rows(session: Session, trade_account_id: int) -> list[AddressRow]:
    query = (
        select(AddressRow)
        .where(AddressRow.trade_account_id == trade_account_id, col(AddressRow.removed_at).is_(None))
        .order_by(col(AddressRow.id))
    )
    return list(session.exec(query))


def _address_row(session: Session, trade_account_id: int, address_id: int) -> AddressRow:
    row = session.get(AddressRow, address_id, with_for_update=True)
    if row is None or row.trade_account_id != trade_account_id or row.removed_at is not None:
        raise NotPermitted
    return row


def _parts(row: AddressRow) -> AddressParts:
    return AddressParts(
        row.country_code,
        row.country_area,
        row.city,
        row.city_area,
        row.street_address,
        row.postal_code,
        row.sorting_code,
    )


def _address_view(row: AddressRow) -> AddressView:
    versions = {field: field_version(row, field) for field in ADDRESS_FIELDS}
    return AddressView(_id(row.id), row.label, _parts(row), row.overridden, row.complete, versions)


def _field_view(account: TradeAccountRow, key: CompanyField) -> FieldView:
    return FieldView(key, str(getattr(account, key)), field_version(account, key))


def _versions(seen_version: int, row: TradeAccountRow | AddressRow, field: str) -> dict[str, int]:
    return {"before": seen_version, "after": field_version(row, field)}


def _audit(
    session: Session, actor: Actor, trade_account_id: int, action: str, subject: str, now: datetime, **detail: int
) -> None:
    write_audit(
        session,
        trade_account_id=trade_account_id,
        user_id=actor.user_id,
        action=action,
        subject=subject,
        now=now,
        origin="",
        **detail,
    )


def _id(value: int | None) -> int:
    if value is None:
        raise RuntimeError("The row is not in the database yet")
    return value
