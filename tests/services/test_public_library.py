"""The Public Library: everybody with a trade account reads it, contacts or not; others do not."""

import pytest
from sqlmodel import Session

from ctpat_app.domain.errors import NotPermitted
from ctpat_app.domain.permissions import Role, StaffRole
from ctpat_app.services.public_library import read_public_library
from ctpat_app.services.stored_documents import Wanted
from tests.factories import a_document, a_member, a_person, a_security_model, a_staff_member, the_cast


def test_members_read_it_even_without_a_contact_role(session: Session) -> None:
    cast = the_cast(session)
    tom = a_person(session, "tom")
    a_member(session, cast.account, tom, role=Role.TRADE_USER)
    a_document(session, cast.finn, name="Minimum criteria.pdf")
    a_document(session, cast.ana, a_security_model(session, cast.account, cast.ana), name="private.pdf")
    for reader in (cast.ana, cast.chloe, tom, cast.dan):
        seen = read_public_library(session, reader, wanted=Wanted())
        assert [each.name for each in seen.documents] == ["Minimum criteria.pdf"]
        assert (seen.found, seen.may_add) == (1, False)
    assert read_public_library(session, tom, trade_account_id=cast.account, wanted=Wanted(words="private")).found == 0


@pytest.mark.parametrize("role", list(StaffRole))
def test_staff_read_it_and_library_administrators_may_add(session: Session, role: StaffRole) -> None:
    cast = the_cast(session)
    reader = a_staff_member(session, cast.finn, role)
    assert read_public_library(session, reader, wanted=Wanted()).may_add is (role is StaffRole.LIBRARY_ADMIN)


def test_who_belongs_nowhere_reads_nothing_and_dan_not_in_anas_name(session: Session) -> None:
    cast = the_cast(session)
    for stranger, account in ((a_person(session, "sam"), 0), (cast.dan, cast.account), (cast.ana, 900_000)):
        with pytest.raises(NotPermitted, match=r"access\.not-yours"):
            read_public_library(session, stranger, trade_account_id=account, wanted=Wanted())
