"""The permission table: cell by cell as the program's facts have it, and what follows from it."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from ctpat_app.domain.permissions import (
    COLUMNS,
    TABLE,
    Grant,
    Permission,
    Role,
    StaffRole,
    mark_gives,
    may,
    permissions_of,
    staff_may,
)

FACTS: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "permission_table.yaml").read_text())["permissions"]
ADDITIONS = {
    "application:read",
    "trade-account:read",
    "history:read",
    "actions:read",
    "validation:read",
    "partners:read",
    "help-statistics:read",
}
"""Permissions that are not in the program's table, because it has no row for looking."""
OF_THE_COMPANY_ALONE = {"partners:manage"}
"""What the program has no say in: whom a company works with, and what it asks them."""
CELLS = [
    (row["id"], column, cell)
    for row in FACTS["rows"]
    for column, cell in zip(FACTS["columns"], row["cells"], strict=True)
]


@pytest.mark.parametrize(("permission", "column", "cell"), CELLS, ids=str)
def test_every_cell_is_that_of_the_facts(permission: str, column: str, cell: str) -> None:
    assert TABLE[Permission(permission)][column] == Grant(cell)


def test_the_table_has_these_rows_and_columns_and_the_marked_additions() -> None:
    assert list(COLUMNS) == FACTS["columns"]
    assert {str(permission) for permission in TABLE} == {
        row["id"] for row in FACTS["rows"]
    } | ADDITIONS | OF_THE_COMPANY_ALONE
    assert set(TABLE) == set(Permission)


def test_additions_let_people_look_and_nothing_else() -> None:
    assert all(permission.endswith(":read") for permission in ADDITIONS)


def test_no_staff_keeps_the_register_of_a_company() -> None:
    for permission in map(Permission, ("partners:read", *OF_THE_COMPANY_ALONE)):
        assert not any(staff_may(role, permission, is_assigned=True) for role in StaffRole)


@pytest.mark.parametrize("permission", Permission)
@pytest.mark.parametrize("role", Role)
def test_a_company_role_may_what_its_cell_says(role: Role, permission: Permission) -> None:
    assert may(role, permission) is (TABLE[permission][role] in {Grant.YES, Grant.OWN})


@pytest.mark.parametrize("permission", Permission)
def test_the_mark_gives_an_employee_more_in_one_row_alone(permission: Permission) -> None:
    gains = may(Role.EMPLOYEE, permission, is_primary=True) and not may(Role.EMPLOYEE, permission)
    assert gains is (permission is Permission.MEMBERSHIP_WITHDRAW) is mark_gives(permission)


@pytest.mark.parametrize("permission", Permission)
@pytest.mark.parametrize("role", [Role.CONSULTANT, Role.TRADE_USER])
def test_the_mark_gives_nothing_to_who_cannot_bear_it(role: Role, permission: Permission) -> None:
    assert may(role, permission, is_primary=True) is may(role, permission)


@pytest.mark.parametrize("permission", Permission)
@pytest.mark.parametrize("role", StaffRole)
def test_staff_may_what_their_cell_says_and_assigned_means_assigned(role: StaffRole, permission: Permission) -> None:
    cell = TABLE[permission][role]
    assert staff_may(role, permission) is (cell is Grant.YES)
    assert staff_may(role, permission, is_assigned=True) is (cell in {Grant.YES, Grant.ASSIGNED})


def test_each_role_of_staff_may_something() -> None:
    assert all(permissions_of(role) for role in StaffRole)
    assert Permission.CASE_ASSIGN in permissions_of(StaffRole.SUPERVISOR)
    assert Permission.TRADE_ACCOUNT_READ not in permissions_of(StaffRole.CONTENT_EDITOR)
