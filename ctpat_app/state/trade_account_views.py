"""What the trade account page shows: plain views made from those of the services, in the reader's language."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from babel.dates import format_date

from ctpat_app.adapters.addresses import address_form, address_lines, check_address, shown_value
from ctpat_app.adapters.phones import display_phone
from ctpat_app.domain.addresses import MAX_CHARACTERS as ADDRESS_LIMITS
from ctpat_app.domain.addresses import MAX_LABEL, AddressProblem, Level
from ctpat_app.domain.phones import MAX_TYPED
from ctpat_app.domain.trade_accounts import MAX_CHARACTERS, MAX_JOB_TITLE, CompanyField, Missing
from ctpat_app.services.invitations import InvitationState, InvitationView
from ctpat_app.services.members import MemberView
from ctpat_app.services.signatures import AgreementText
from ctpat_app.services.trade_accounts import AccountSummary, AddressView, TradeAccountView
from ctpat_app.words.country_names import country_names
from ctpat_app.words.languages import locale_name
from ctpat_app.words.messages import message

_ANCHORS: Final = {
    Missing.LEGAL_NAME: "company-legal_name",
    Missing.COUNTRY: "company-country",
    Missing.TELEPHONE: "company-telephone",
    Missing.ADDRESS: "addresses",
    Missing.COMPLETE_ADDRESS: "addresses",
    Missing.MEMBER: "people",
}


@dataclass(frozen=True)
class AccountLink:
    """A company in the list of those that the person works for."""

    id: int
    name: str
    role: str
    is_complete: bool


@dataclass(frozen=True)
class MissingItem:
    """What is needed before Apply appears, and the place in the page where it is given."""

    text: str
    anchor: str


@dataclass(frozen=True)
class EditField:
    """One field that saves itself on leaving it; ``id`` is its place in the page, ``part`` what a save names.

    ``kind`` says how the page labels it: for an address, what the country calls the part.
    """

    id: str
    owner: int
    part: str
    kind: str
    limit: int
    required: bool = False
    example: str = ""
    readable: str = ""
    """The stored text for who may only read."""


@dataclass(frozen=True)
class Suggestions:
    """Names that the country uses for one part of an address."""

    part: str
    names: list[str]


@dataclass(frozen=True)
class AddressCard:
    """An address in the list of the company's addresses."""

    id: int
    name: str
    lines: list[str]
    complete: bool
    overridden: bool


@dataclass(frozen=True)
class PersonCard:
    """A member in the list of people; ``named_role`` differs from ``role`` until an officer has declared it."""

    id: int
    name: str
    email: str
    role: str
    named_role: str
    declared_on: str
    job_title: str
    telephone: str
    is_me: bool
    may_be_removed: bool
    fields: list[EditField]


@dataclass(frozen=True)
class InvitationCard:
    """An invitation that nobody has accepted yet."""

    id: int
    email: str
    name: str
    role: str
    is_open: bool
    until: str
    invited_by: str


@dataclass(frozen=True)
class DeclarationText:
    """The declaration of an officer as it is read."""

    title: str = ""
    paragraphs: list[str] = field(default_factory=list)
    statement: str = ""
    language: str = "en"


@dataclass(frozen=True)
class Stored:
    """The stored text of a field as it is shown, and its version."""

    text: str
    version: int


def account_links(accounts: Iterable[AccountSummary]) -> list[AccountLink]:
    """Return the companies of a person for the list."""
    return [AccountLink(row.id, row.legal_name, row.role, row.is_complete) for row in accounts]


def missing_list(codes: Iterable[str], language: str) -> list[MissingItem]:
    """Return what is missing, in words."""
    return [MissingItem(message(code, language), _ANCHORS[Missing(code)]) for code in codes]


def company_fields(view: TradeAccountView, language: str) -> tuple[list[EditField], dict[str, Stored]]:
    """Return the fields of the company and what is stored in each."""
    required = {CompanyField.LEGAL_NAME, CompanyField.COUNTRY, CompanyField.TELEPHONE}
    fields, stored = [], {}
    for item in view.fields:
        key = CompanyField(item.key)
        name = f"company-{key}"
        text = shown_text(key, item.value)
        readable = country_name(text, language) if key is CompanyField.COUNTRY else text
        fields.append(EditField(name, view.id, key, key, MAX_CHARACTERS[key], key in required, readable=readable))
        stored[name] = Stored(text, item.version)
    return fields, stored


def country_name(code: str, language: str) -> str:
    """Return the name of a country in ``language``; the code itself when there is no such country."""
    return dict(country_names(language)).get(code, code)


def shown_text(part: str, stored: str) -> str:
    """Return a stored text as people write it."""
    return display_phone(stored) if part == CompanyField.TELEPHONE and stored else stored


def address_card(view: AddressView, language: str) -> AddressCard:
    """Return an address for the list, its country in the reader's language."""
    country = country_name(view.parts.country_code, language)
    lines = [*address_lines(view.parts), country]
    return AddressCard(view.id, view.label or lines[0], lines, view.complete, view.overridden)


def address_fields(view: AddressView) -> tuple[list[EditField], dict[str, Stored], list[Suggestions]]:
    """Return the form of an address by its country, what is stored in each field, and names to choose from."""
    form = address_form(view.parts)
    fields = [
        _address_field(view, "label", "label", MAX_LABEL),
        _address_field(view, "country_code", "country", 2, required=True),
    ]
    fields += [
        _address_field(view, item.part, item.kind, ADDRESS_LIMITS[item.part], item.required, item.example)
        for item in form
    ]
    stored = {field.id: Stored(address_text(view, field.part), view.versions[field.part]) for field in fields}
    names = [Suggestions(item.part, [name for _key, name in item.choices]) for item in form if item.choices]
    return fields, stored, names


def _address_field(
    view: AddressView, part: str, kind: str, limit: int, required: bool = False, example: str = ""
) -> EditField:
    return EditField(address_field_id(view.id, part), view.id, part, kind, limit, required, example)


def address_field_id(address_id: int, part: str) -> str:
    """Return the place in the page of one part of an address."""
    return f"address-{address_id}-{part}"


def address_text(view: AddressView, part: str) -> str:
    """Return the stored text of a part as people write it: the name of an area, not its key."""
    if part == "label":
        return view.label
    return view.parts.country_code if part == "country_code" else shown_value(view.parts, part)


def address_doubts(view: AddressView, problems: Iterable[AddressProblem] | None, language: str) -> dict[str, str]:
    """Return what to say beside each doubtful part; what is merely missing is told by the list above."""
    found = check_address(view.parts).problems if problems is None else problems
    return {
        address_field_id(view.id, problem.part): message(problem.code, language, example=problem.example)
        for problem in found
        if problem.level is Level.WARNING and not view.overridden
    }


def person_card(view: MemberView, language: str) -> tuple[PersonCard, dict[str, Stored]]:
    """Return a member for the list and what is stored in the fields that the reader may change."""
    fields = [
        EditField(f"member-{view.id}-job_title", view.id, "job_title", "job_title", MAX_JOB_TITLE),
        EditField(f"member-{view.id}-telephone", view.id, "telephone", "telephone", MAX_TYPED),
    ]
    stored = {
        field.id: Stored(shown_text(field.part, getattr(view, field.part)), view.versions[field.part])
        for field in fields
    }
    card = PersonCard(
        view.id,
        view.name,
        view.email,
        view.role,
        view.account_role,
        day(view.officer_declared_at, language),
        view.job_title,
        shown_text("telephone", view.telephone),
        view.is_me,
        view.may_be_removed,
        fields if view.may_be_changed else [],
    )
    return card, stored


def invitation_card(view: InvitationView, language: str) -> InvitationCard:
    """Return an invitation for the list."""
    return InvitationCard(
        view.id,
        view.email,
        view.name,
        view.role,
        view.state is InvitationState.OPEN,
        day(view.expires_at, language),
        view.invited_by,
    )


def declaration_text(agreement: AgreementText) -> DeclarationText:
    """Return the declaration for reading."""
    return DeclarationText(agreement.title, list(agreement.paragraphs), agreement.statement, agreement.language)


def day(moment: datetime | None, language: str) -> str:
    """Return a date with the name of its month, empty for None."""
    return format_date(moment, "long", locale=locale_name(language)) if moment else ""
