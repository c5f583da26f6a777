"""What a trade account holds, which shape each field has, and what is missing before an application can start."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from urllib.parse import urlsplit

from ctpat_app.domain.errors import InvalidValue
from ctpat_app.domain.permissions import Role
from ctpat_app.domain.texts import clean_code, clean_line, clean_text


class CompanyField(StrEnum):
    """What is kept about the company itself; each is saved alone."""

    LEGAL_NAME = "legal_name"
    TRADE_NAME = "trade_name"
    COUNTRY = "country"
    TELEPHONE = "telephone"
    WEBSITE = "website"
    DESCRIPTION = "description"


MAX_CHARACTERS: Final = {
    CompanyField.LEGAL_NAME: 200,
    CompanyField.TRADE_NAME: 200,
    CompanyField.COUNTRY: 2,
    CompanyField.TELEPHONE: 60,
    CompanyField.WEBSITE: 300,
    CompanyField.DESCRIPTION: 2000,
}
"""Limits in code points; the page shows and enforces them too."""

MAX_JOB_TITLE: Final = 100
MAX_ADDRESSES: Final = 200
MAX_OPEN_INVITATIONS: Final = 50
MAX_INVITATIONS_A_DAY: Final = 100


class Missing(StrEnum):
    """What a trade account still needs; each value is a message code."""

    LEGAL_NAME = "trade-account.needs-legal-name"
    COUNTRY = "trade-account.needs-country"
    TELEPHONE = "trade-account.needs-telephone"
    ADDRESS = "trade-account.needs-address"
    COMPLETE_ADDRESS = "trade-account.needs-complete-address"
    MEMBER = "trade-account.needs-member"


@dataclass(frozen=True)
class Contents:
    """What the completeness of a trade account depends on."""

    legal_name: str
    country: str
    telephone: str
    addresses: int
    complete_addresses: int
    members: int


def missing_items(contents: Contents) -> list[Missing]:
    """Return what must be added before Apply appears, in the order of the page; empty when the account is complete.

    Source: transition t.start, need trade-account-complete (project proposal); Portal User Manual rev. 1.1,
    "Addresses" and "Contacts": both are entered in the trade account before a security model can use them.
    """
    needs = [
        (bool(contents.legal_name), Missing.LEGAL_NAME),
        (bool(contents.country), Missing.COUNTRY),
        (bool(contents.telephone), Missing.TELEPHONE),
        (contents.addresses > 0, Missing.ADDRESS),
        (contents.addresses == 0 or contents.complete_addresses > 0, Missing.COMPLETE_ADDRESS),
        (contents.members > 0, Missing.MEMBER),
    ]
    return [code for is_there, code in needs if not is_there]


def clean_company_field(field: CompanyField, text: str, countries: Collection[str]) -> str:
    """Return ``text`` as the stored value of ``field``; a telephone number is only cleaned here, not yet read.

    Args:
        field: which field.
        text: what was typed or chosen.
        countries: the codes that may be chosen.

    Raises:
        InvalidValue: ``text.…``, ``trade-account.name-empty``, ``trade-account.country-unknown`` or
            ``trade-account.website-shape``.
    """
    limit = MAX_CHARACTERS[field]
    if field is CompanyField.COUNTRY:
        return clean_country(text, countries)
    if field is CompanyField.WEBSITE:
        return clean_website(text, limit)
    if field is CompanyField.DESCRIPTION:
        return clean_text(text, limit)
    line = clean_code(text, limit) if field is CompanyField.TELEPHONE else clean_line(text, limit)
    if field is CompanyField.LEGAL_NAME and not line:
        raise InvalidValue("trade-account.name-empty")
    return line


def clean_country(text: str, countries: Collection[str]) -> str:
    """Return the country code in ``text`` (empty: not chosen).

    Raises:
        InvalidValue: ``trade-account.country-unknown``.
    """
    code = text.strip().upper()
    if code and code not in countries:
        raise InvalidValue("trade-account.country-unknown")
    return code


def clean_website(text: str, max_characters: int) -> str:
    """Return the address of a website with its scheme: ``acme.mx`` becomes ``https://acme.mx``.

    Raises:
        InvalidValue: ``text.…`` or ``trade-account.website-shape``.
    """
    line = clean_line(text, max_characters)
    if not line:
        return ""
    address = line if "://" in line else f"https://{line}"
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        raise InvalidValue("trade-account.website-shape") from None
    # A page shows it as a link: only the two schemes of the web may become one.
    if parts.scheme not in {"http", "https"} or "." not in host.strip(".") or " " in address:
        raise InvalidValue("trade-account.website-shape")
    if len(address) > max_characters:
        raise InvalidValue("text.too-long", limit=max_characters, count=len(address))
    return address


def check_removal(*, remover: Role, removed: Role, managers_left: int) -> None:
    """Refuse to take a member out where the rules keep them in.

    Args:
        remover: the role in effect of the person who removes.
        removed: the role in effect of the person who would go.
        managers_left: how many others could still manage the account.

    Raises:
        InvalidValue: ``members.officer-stays`` or ``members.last-manager``.
    Source: permission trade-account:manage-users (project proposal).
    """
    if removed is Role.OFFICER and remover is not Role.OFFICER:
        raise InvalidValue("members.officer-stays")
    if managers_left == 0:
        raise InvalidValue("members.last-manager")


def check_declaration(role: Role, *, is_declared: bool, other_officer_in_model: bool) -> None:
    """Refuse a declaration of authority that the rules do not allow.

    Raises:
        InvalidValue: ``members.consultant-cannot-declare``, ``members.already-declared`` or
            ``members.officer-exists``.
    Source: membership rule m.declare; Portal User Manual rev. 1.1, "Contacts": one officer, never a consultant.
    """
    if role is Role.CONSULTANT:
        raise InvalidValue("members.consultant-cannot-declare")
    if is_declared:
        raise InvalidValue("members.already-declared")
    if other_officer_in_model:
        raise InvalidValue("members.officer-exists")


def clean_invited_role(text: str) -> Role:
    """Return the role that an invitation may offer.

    Raises:
        InvalidValue: ``invitation.role-unknown``.
    """
    if text not in {Role.OFFICER, Role.EMPLOYEE, Role.CONSULTANT}:
        raise InvalidValue("invitation.role-unknown")
    return Role(text)
