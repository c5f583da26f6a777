"""Rules of trade accounts: what is complete, which shape a field has, who may leave or declare."""

from dataclasses import replace

import pytest

from ctpat_app.domain.addresses import (
    AddressParts,
    AddressProblem,
    CheckedAddress,
    Level,
    is_complete,
    one_line,
)
from ctpat_app.domain.errors import InvalidValue
from ctpat_app.domain.permissions import Role
from ctpat_app.domain.trade_accounts import (
    Contents,
    Missing,
    check_declaration,
    check_removal,
    clean_invited_role,
    clean_website,
    missing_items,
)

COMPLETE = Contents(
    legal_name="Acme", country="MX", telephone="+528181234567", addresses=2, complete_addresses=1, members=1
)


@pytest.mark.parametrize(
    ("contents", "missing"),
    [
        (COMPLETE, []),
        (replace(COMPLETE, legal_name=""), [Missing.LEGAL_NAME]),
        (replace(COMPLETE, country="", telephone=""), [Missing.COUNTRY, Missing.TELEPHONE]),
        (replace(COMPLETE, addresses=0, complete_addresses=0), [Missing.ADDRESS]),
        (replace(COMPLETE, complete_addresses=0), [Missing.COMPLETE_ADDRESS]),
        (replace(COMPLETE, members=0), [Missing.MEMBER]),
    ],
)
def test_an_account_lists_what_it_needs_in_the_order_of_the_page(contents: Contents, missing: list[Missing]) -> None:
    assert missing_items(contents) == missing


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("", ""),
        ("www.acme.example", "https://www.acme.example"),
        ("http://acme.example/über", "http://acme.example/über"),
        ("قرطاج.example", "https://قرطاج.example"),
    ],
)
def test_a_website_gets_its_scheme(typed: str, stored: str) -> None:
    assert clean_website(typed, 300) == stored


@pytest.mark.parametrize(
    "typed",
    [
        "acme",
        "two words.example",
        "javascript://acme.example/%0aalert(1)",
        "ftp://acme.example",
        "https://",
        "http://[",
        ".",
    ],
)
def test_what_is_no_website_is_refused(typed: str) -> None:
    with pytest.raises(InvalidValue, match=r"trade-account\.website-shape"):
        clean_website(typed, 300)


@pytest.mark.parametrize(
    ("remover", "removed", "managers_left", "code"),
    [
        (Role.EMPLOYEE, Role.OFFICER, 1, "members.officer-stays"),
        (Role.OFFICER, Role.OFFICER, 0, "members.last-manager"),
        (Role.EMPLOYEE, Role.EMPLOYEE, 0, "members.last-manager"),
        (Role.EMPLOYEE, Role.CONSULTANT, 0, "members.last-manager"),
    ],
)
def test_some_members_stay(remover: Role, removed: Role, managers_left: int, code: str) -> None:
    with pytest.raises(InvalidValue) as refused:
        check_removal(remover=remover, removed=removed, managers_left=managers_left)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("role", "is_declared", "other_officer", "code"),
    [
        (Role.CONSULTANT, False, False, "members.consultant-cannot-declare"),
        (Role.OFFICER, True, False, "members.already-declared"),
        (Role.EMPLOYEE, False, True, "members.officer-exists"),
        (Role.OFFICER, False, True, "members.officer-exists"),
    ],
)
def test_some_declarations_are_refused(role: Role, is_declared: bool, other_officer: bool, code: str) -> None:
    with pytest.raises(InvalidValue) as refused:
        check_declaration(role, is_declared=is_declared, other_officer_in_model=other_officer)
    assert refused.value.code == code


@pytest.mark.parametrize("role", [Role.OFFICER, Role.EMPLOYEE, Role.CONSULTANT])
def test_three_roles_can_be_offered(role: Role) -> None:
    assert clean_invited_role(role.value) is role


@pytest.mark.parametrize("role", ["trade-user", "", "Officer", "admin"])
def test_no_other_role_can_be_offered(role: str) -> None:
    with pytest.raises(InvalidValue, match=r"invitation\.role-unknown"):
        clean_invited_role(role)


DOUBT = AddressProblem("postal_code", "address.postcode-shape", Level.WARNING)


@pytest.mark.parametrize(
    ("parts", "problems", "overridden", "complete"),
    [
        (AddressParts("MX", city="Monterrey"), (), False, True),
        (AddressParts("MX", city="Monterrey"), (DOUBT,), False, False),
        (AddressParts("MX", city="Monterrey"), (DOUBT,), True, True),
        (AddressParts("MX", postal_code="64000"), (DOUBT,), True, False),
        (AddressParts("MX"), (), False, False),
    ],
)
def test_an_address_is_complete_without_doubts_or_when_confirmed(
    parts: AddressParts, problems: tuple[AddressProblem, ...], overridden: bool, complete: bool
) -> None:
    assert is_complete(CheckedAddress(parts, problems), overridden=overridden) is complete


def test_an_address_reads_as_one_line() -> None:
    parts = AddressParts("MX", "N.L.", "Monterrey", "Centro", "Av. 1\n Piso 2\n", "64000")
    assert one_line(parts) == "Av. 1, Piso 2, Centro, Monterrey, N.L., 64000"
