"""The companies of a person for the side menu, and invitations sent again."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, select

from ctpat_app.domain.errors import InvalidValue, NotPermitted
from ctpat_app.domain.permissions import Actor, Role
from ctpat_app.services import companies, handovers, invitations, members
from ctpat_app.services.companies import CompanyEntry
from ctpat_app.services.invitations import InvitationState, InvitationView
from ctpat_app.services.model_steps import start_model
from ctpat_app.tables.accounts import InvitationRow
from ctpat_app.tables.drafts import DraftRow
from ctpat_app.tables.outbox import OutboxRow
from tests.applicants import an_empty_draft
from tests.factories import Cast, a_member, a_trade_account, the_cast


@pytest.fixture
def cast(session: Session) -> Cast:
    return the_cast(session)


def listed(
    session: Session, who: Actor, now: datetime, *, account: int = 0, draft: int = 0, model: int = 0
) -> list[CompanyEntry]:
    found = companies.list_companies(session, who, account_id=account, draft_id=draft, model_id=model, now=now)
    return list(found)


def active(entries: list[CompanyEntry]) -> list[str]:
    return [each.name for each in entries if each.is_active]


def invited(session: Session, cast: Cast, now: datetime, *, role: str = "employee") -> InvitationView:
    return invitations.invite(
        session, cast.ana, trade_account_id=cast.account, email="olga@example.com", role=role, name="Olga",
        language="es", now=now,
    )  # fmt: skip


def test_the_address_says_which_company_is_active(session: Session, cast: Cast, now: datetime) -> None:
    other = a_trade_account(session, cast.dan, name="北方物流", role=Role.OFFICER, complete=True)
    a_member(session, other, cast.chloe, role=Role.EMPLOYEE)
    draft = an_empty_draft(session, cast.ana, cast.account, now=now)
    assert active(listed(session, cast.chloe, now)) == ["Acme Carriers SA"]
    assert active(listed(session, cast.chloe, now, account=other)) == ["北方物流"]
    assert active(listed(session, cast.chloe, now, draft=draft)) == ["Acme Carriers SA"]
    assert active(listed(session, cast.chloe, now, account=other, draft=draft)) == ["Acme Carriers SA"]
    assert [each.role for each in listed(session, cast.chloe, now)] == [Role.CONSULTANT, Role.EMPLOYEE]


def test_a_security_model_in_the_address_makes_its_company_the_active_one(
    session: Session, cast: Cast, now: datetime
) -> None:
    other = a_trade_account(session, cast.dan, name="北方物流", role=Role.OFFICER, complete=True)
    a_member(session, other, cast.chloe, role=Role.EMPLOYEE)
    model = start_model(session, cast.dan, trade_account_id=other, now=now)
    assert active(listed(session, cast.chloe, now, model=model)) == ["北方物流"]
    draft = an_empty_draft(session, cast.ana, cast.account, now=now)
    assert active(listed(session, cast.chloe, now, draft=draft, model=model)) == ["Acme Carriers SA"]


def test_dan_activates_nothing_that_is_not_his(session: Session, cast: Cast, now: datetime) -> None:
    draft = an_empty_draft(session, cast.ana, cast.account, now=now)
    model = session.get_one(DraftRow, draft).subject_id
    for account, of_draft, of_model in (
        (cast.account, 0, 0),
        (0, draft, 0),
        (0, 999_999, 0),
        (0, 0, model),
        (0, 0, 99),
    ):
        entries = listed(session, cast.dan, now, account=account, draft=of_draft, model=of_model)
        assert [each.name for each in entries] == ["Dan Freight Ltd"]
        assert active(entries) == []
    assert listed(session, cast.finn, now) == []


def test_the_menu_counts_what_waits(session: Session, cast: Cast, now: datetime) -> None:
    a_member(session, cast.dans_account, cast.ben, role=Role.EMPLOYEE)
    draft = an_empty_draft(session, cast.ana, cast.account, now=now)
    invited(session, cast, now)
    people = members.list_members(session, cast.ana, trade_account_id=cast.account)
    ben = next(each.id for each in people if each.name == "Ben")
    proved = replace(cast.ana, proved_at=now)
    handovers.offer_office(session, proved, trade_account_id=cast.account, member_id=ben, leaves=False, now=now)
    first, second = listed(session, cast.ben, now)
    assert (first.draft_id, first.invitations, first.waiting) == (draft, 1, 1)
    assert first.parts_to_do > 5
    assert (second.draft_id, second.parts_to_do, second.invitations, second.waiting) == (0, 0, 0, 0)
    assert listed(session, cast.ben, now + timedelta(days=8))[0].invitations == 0


def test_an_invitation_is_sent_again_with_a_new_link(session: Session, cast: Cast, now: datetime) -> None:
    first, later = invited(session, cast, now, role="consultant"), now + timedelta(days=8)
    again = invitations.send_again(
        session, cast.ben, trade_account_id=cast.account, invitation_id=first.id, language="en", now=later
    )
    assert (again.email, again.role, again.name) == ("olga@example.com", Role.CONSULTANT, "Olga")
    assert again.state is InvitationState.OPEN
    shown = invitations.list_invitations(session, cast.ana, trade_account_id=cast.account, now=later)
    assert [each.id for each in shown] == [again.id]
    assert len(session.exec(select(OutboxRow)).all()) == 2


def test_what_was_accepted_is_not_sent_again(session: Session, cast: Cast, now: datetime) -> None:
    view = invited(session, cast, now)
    session.get_one(InvitationRow, view.id).used_at = now
    with pytest.raises(InvalidValue, match=r"invitation\.used"):
        invitations.send_again(
            session, cast.ana, trade_account_id=cast.account, invitation_id=view.id, language="en", now=now
        )


@pytest.mark.parametrize(("who", "own"), [("dan", True), ("dan", False), ("chloe", False)])
def test_dan_cannot_send_it_again(session: Session, cast: Cast, now: datetime, who: str, own: bool) -> None:
    view, account = invited(session, cast, now), cast.dans_account if own else cast.account
    with pytest.raises(NotPermitted):
        invitations.send_again(
            session, getattr(cast, who), trade_account_id=account, invitation_id=view.id, language="en", now=now
        )
