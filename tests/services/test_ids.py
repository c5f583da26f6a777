"""Numbers that no row can have are answered like things that do not exist."""

import pytest
from sqlmodel import Session

from ctpat_app.domain.errors import NotPermitted
from ctpat_app.domain.permissions import Permission
from ctpat_app.services.access import require_draft, require_member
from tests.factories import the_cast


@pytest.mark.parametrize("number", [0, -1, 2**31, 2**63, 10**30])
def test_a_number_that_no_row_can_have_exists_for_nobody(session: Session, number: int) -> None:
    ana = the_cast(session).ana
    with pytest.raises(NotPermitted, match=r"access\.not-yours"):
        require_draft(session, ana, number, Permission.APPLICATION_READ)
    with pytest.raises(NotPermitted, match=r"access\.not-yours"):
        require_member(session, ana, number, Permission.TRADE_ACCOUNT_EDIT)
