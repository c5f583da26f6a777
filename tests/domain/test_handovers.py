"""The office of officer, and who may leave: a table of cases."""

from collections.abc import Callable

import pytest

from ctpat_app.domain.errors import InvalidValue
from ctpat_app.domain.handovers import MemberRole, check_leaving, check_offer
from ctpat_app.domain.permissions import Role

ANA, BEN, CHLOE = MemberRole(1, Role.OFFICER), MemberRole(2, Role.EMPLOYEE), MemberRole(3, Role.CONSULTANT)
OLGA = MemberRole(4, Role.OFFICER)


@pytest.mark.parametrize(
    ("giver", "receiver", "code"),
    [
        (ANA, BEN, ""),
        (BEN, ANA, "handover.not-officer"),
        (CHLOE, BEN, "handover.not-officer"),
        (ANA, ANA, "handover.to-yourself"),
        (ANA, CHLOE, "handover.to-consultant"),
        (ANA, OLGA, "handover.is-officer"),
    ],
)
def test_an_office_is_handed_to_an_employee(giver: MemberRole, receiver: MemberRole, code: str) -> None:
    assert _code(lambda: check_offer(giver, receiver)) == code


@pytest.mark.parametrize(
    ("leaver", "members", "code"),
    [
        (BEN, [ANA, BEN, CHLOE], ""),
        (CHLOE, [ANA, CHLOE], ""),
        (ANA, [ANA, OLGA], ""),
        (ANA, [ANA], "members.last-member"),
        (BEN, [BEN], "members.last-member"),
        (ANA, [ANA, BEN, CHLOE], "members.only-officer"),
        (BEN, [BEN, CHLOE], "members.last-manager"),
    ],
)
def test_nobody_leaves_a_company_stranded(leaver: MemberRole, members: list[MemberRole], code: str) -> None:
    assert _code(lambda: check_leaving(leaver, members)) == code


def _code(check: Callable[[], None]) -> str:
    try:
        check()
    except InvalidValue as refused:
        return refused.code
    return ""
