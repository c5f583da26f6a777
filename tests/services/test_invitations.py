"""Invitations: bound to one address, one account and one role; they work once and for seven days."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlmodel import Session, col, select

from ctpat_app.domain.errors import InvalidValue, NotPermitted
from ctpat_app.domain.permissions import Actor, Role
from ctpat_app.services import invitations, members
from ctpat_app.services.invitations import InvitationState, InvitationView
from ctpat_app.services.signatures import AgreementText
from ctpat_app.tables.audit import AuditEventRow
from ctpat_app.tables.outbox import OutboxRow
from tests.factories import Cast, a_person, the_cast

LATER = timedelta(days=7)


@pytest.fixture
def cast(session: Session) -> Cast:
    return the_cast(session)


def invite(
    session: Session,
    actor: Actor,
    account: int,
    now: datetime,
    *,
    email: str = "olga@example.com",
    role: str = "employee",
    language: str = "en",
) -> InvitationView:
    return invitations.invite(
        session, actor, trade_account_id=account, email=email, role=role, name="Olga", language=language, now=now
    )


def newest_mail(session: Session) -> tuple[OutboxRow, dict[str, str], str]:
    """Return the newest mail, its parameters and the token in its link."""
    row = session.exec(select(OutboxRow).order_by(col(OutboxRow.id).desc())).first()
    assert row is not None
    params: dict[str, str] = json.loads(row.params)
    return row, params, parse_qs(urlsplit(params["path"]).query)["token"][0]


def roles(session: Session, cast: Cast) -> dict[str, Role]:
    views = members.list_members(session, cast.ana, trade_account_id=cast.account)
    return {view.name: view.role for view in views}


@pytest.mark.parametrize(
    ("role", "template"),
    [("employee", "invitation"), ("consultant", "invitation"), ("officer", "invitation-officer")],
)
def test_an_invitation_is_mailed_with_a_link_to_its_page(
    session: Session, cast: Cast, now: datetime, role: str, template: str
) -> None:
    view = invite(session, cast.ben, cast.account, now, role=role, language="es")
    mail, params, token = newest_mail(session)
    assert (mail.template, mail.language, mail.recipient) == (template, "es", "olga@example.com")
    assert params["path"].startswith("/es/invitation/?token=")
    assert (params["company"], params["inviter"], params["days"]) == ("Acme Carriers SA", "Ben", "7")
    assert len(token) >= 40
    assert (view.state, view.expires_at) == (InvitationState.OPEN, now + LATER)


def test_who_is_known_gets_the_mail_in_their_own_language(session: Session, cast: Cast, now: datetime) -> None:
    a_person(session, "olga", language="ar")
    invite(session, cast.ben, cast.account, now, language="es")
    mail, params, _token = newest_mail(session)
    assert (mail.language, params["path"][:15]) == ("ar", "/ar/invitation/")


@pytest.mark.parametrize(("role", "in_effect"), [("employee", Role.EMPLOYEE), ("consultant", Role.CONSULTANT)])
def test_the_invited_person_joins_with_the_role(
    session: Session, cast: Cast, now: datetime, role: str, in_effect: Role
) -> None:
    invite(session, cast.ana, cast.account, now, role=role, email="Olga@Example.com")
    _mail, _params, token = newest_mail(session)
    olga = a_person(session, "olga")
    assert invitations.accept_invitation(session, olga, token=token, now=now) == cast.account
    assert roles(session, cast)["Olga"] is in_effect
    audited = session.exec(select(AuditEventRow.action).where(AuditEventRow.chain == cast.account)).all()
    assert list(audited) == ["invitation.sent", "invitation.accepted"]


def test_an_invited_officer_acts_as_an_employee_until_declared(session: Session, cast: Cast, now: datetime) -> None:
    invite(session, cast.ben, cast.account, now, role="officer")
    _mail, _params, token = newest_mail(session)
    olga = a_person(session, "olga")
    invitations.accept_invitation(session, olga, token=token, now=now)
    assert roles(session, cast)["Olga"] is Role.EMPLOYEE
    text = AgreementText("officer-declaration", "Declaration", (), (), "I may.", "en", unverified=True)
    members.declare_officer(session, olga, trade_account_id=cast.account, agreement=text, name="Olga", now=now)
    assert roles(session, cast)["Olga"] is Role.OFFICER


def test_accepting_twice_is_the_same_as_once(session: Session, cast: Cast, now: datetime) -> None:
    invite(session, cast.ana, cast.account, now)
    _mail, _params, token = newest_mail(session)
    olga = a_person(session, "olga")
    invitations.accept_invitation(session, olga, token=token, now=now)
    assert invitations.accept_invitation(session, olga, token=token, now=now + LATER) == cast.account
    assert list(roles(session, cast)).count("Olga") == 1


def test_a_used_link_does_not_bring_back_who_was_taken_out(session: Session, cast: Cast, now: datetime) -> None:
    invite(session, cast.ana, cast.account, now)
    _mail, _params, token = newest_mail(session)
    olga = a_person(session, "olga")
    invitations.accept_invitation(session, olga, token=token, now=now)
    [member] = [
        view.id
        for view in members.list_members(session, cast.ana, trade_account_id=cast.account)
        if view.name == "Olga"
    ]
    members.remove_member(session, cast.ana, trade_account_id=cast.account, member_id=member, now=now)
    with pytest.raises(InvalidValue, match=r"invitation\.used"):
        invitations.accept_invitation(session, olga, token=token, now=now)
    invite(session, cast.ana, cast.account, now, role="consultant")
    _mail, _params, again = newest_mail(session)
    invitations.accept_invitation(session, olga, token=again, now=now)
    assert roles(session, cast)["Olga"] is Role.CONSULTANT


def test_somebody_else_with_the_link_is_told_which_address_it_is_for(
    session: Session, cast: Cast, now: datetime
) -> None:
    invite(session, cast.ana, cast.account, now)
    _mail, _params, token = newest_mail(session)
    with pytest.raises(NotPermitted) as refused:
        invitations.accept_invitation(session, cast.dan, token=token, now=now)
    assert (refused.value.code, refused.value.params) == ("invitation.other-address", {"email": "o•••@example.com"})
    assert "Dan" not in roles(session, cast)


def test_an_address_that_is_not_confirmed_accepts_nothing(session: Session, cast: Cast, now: datetime) -> None:
    invite(session, cast.ana, cast.account, now)
    _mail, _params, token = newest_mail(session)
    olga = a_person(session, "olga", confirmed=False)
    with pytest.raises(NotPermitted, match=r"invitation\.address-not-confirmed"):
        invitations.accept_invitation(session, olga, token=token, now=now)


def test_an_invitation_ends_after_seven_days(session: Session, cast: Cast, now: datetime) -> None:
    invite(session, cast.ana, cast.account, now)
    _mail, _params, token = newest_mail(session)
    olga = a_person(session, "olga")
    last = now + LATER - timedelta(seconds=1)
    assert invitations.look_at_invitation(session, token=token, now=last).state is InvitationState.OPEN
    assert invitations.look_at_invitation(session, token=token, now=now + LATER).state is InvitationState.EXPIRED
    with pytest.raises(InvalidValue, match=r"invitation\.expired"):
        invitations.accept_invitation(session, olga, token=token, now=now + LATER)


def test_a_withdrawn_invitation_is_worthless(session: Session, cast: Cast, now: datetime) -> None:
    view = invite(session, cast.ana, cast.account, now)
    _mail, _params, token = newest_mail(session)
    for _press in range(2):
        invitations.withdraw_invitation(
            session, cast.ben, trade_account_id=cast.account, invitation_id=view.id, now=now
        )
    with pytest.raises(InvalidValue, match=r"invitation\.withdrawn"):
        invitations.accept_invitation(session, a_person(session, "olga"), token=token, now=now)
    assert invitations.list_invitations(session, cast.ana, trade_account_id=cast.account, now=now) == ()


def test_an_accepted_invitation_cannot_be_withdrawn(session: Session, cast: Cast, now: datetime) -> None:
    view = invite(session, cast.ana, cast.account, now)
    _mail, _params, token = newest_mail(session)
    invitations.accept_invitation(session, a_person(session, "olga"), token=token, now=now)
    with pytest.raises(InvalidValue, match=r"invitation\.used"):
        invitations.withdraw_invitation(
            session, cast.ana, trade_account_id=cast.account, invitation_id=view.id, now=now
        )


def test_a_second_invitation_replaces_the_first(session: Session, cast: Cast, now: datetime) -> None:
    invite(session, cast.ana, cast.account, now)
    _mail, _params, first = newest_mail(session)
    invite(session, cast.ana, cast.account, now, role="consultant", email="OLGA@example.com")
    [open_one] = invitations.list_invitations(session, cast.ben, trade_account_id=cast.account, now=now)
    assert (open_one.role, open_one.invited_by) == (Role.CONSULTANT, "Ana")
    assert invitations.look_at_invitation(session, token=first, now=now).state is InvitationState.WITHDRAWN


def test_the_holder_of_a_link_sees_no_more_than_needed(session: Session, cast: Cast, now: datetime) -> None:
    invite(session, cast.ana, cast.account, now, role="officer")
    _mail, _params, token = newest_mail(session)
    look = invitations.look_at_invitation(session, token=token, now=now)
    assert (look.company, look.role, look.invited_by) == ("Acme Carriers SA", Role.OFFICER, "Ana")
    assert look.masked_email == "o•••@example.com"


@pytest.mark.parametrize("token", ["", "x", "a" * 43, "ñ\x00" * 500])
def test_a_guessed_link_is_unknown(session: Session, cast: Cast, now: datetime, token: str) -> None:
    with pytest.raises(NotPermitted, match=r"invitation\.unknown"):
        invitations.look_at_invitation(session, token=token, now=now)
    with pytest.raises(NotPermitted, match=r"invitation\.unknown"):
        invitations.accept_invitation(session, cast.dan, token=token, now=now)


@pytest.mark.parametrize(
    ("email", "role", "code"),
    [
        ("", "employee", "email.missing"),
        ("olga", "employee", "email.no-at"),
        ("olga@example.com", "trade-user", "invitation.role-unknown"),
        ("olga@example.com", "specialist", "invitation.role-unknown"),
        ("BEN@example.com", "employee", "invitation.already-member"),
    ],
)
def test_an_invitation_that_makes_no_sense_is_refused(
    session: Session, cast: Cast, now: datetime, email: str, role: str, code: str
) -> None:
    with pytest.raises(InvalidValue) as refused:
        invite(session, cast.ana, cast.account, now, email=email, role=role)
    assert refused.value.code == code


def test_resending_to_one_address_all_day_ends_too(session: Session, cast: Cast, now: datetime) -> None:
    for _press in range(100):
        invite(session, cast.ana, cast.account, now)
    with pytest.raises(InvalidValue, match=r"invitation\.too-many-today"):
        invite(session, cast.ana, cast.account, now + timedelta(hours=23))
    assert invite(session, cast.ana, cast.account, now + timedelta(hours=25)).state is InvitationState.OPEN


def test_one_account_cannot_flood_the_world_with_mail(session: Session, cast: Cast, now: datetime) -> None:
    for number in range(50):
        invite(session, cast.ana, cast.account, now, email=f"p{number}@example.com")
    invite(session, cast.ana, cast.account, now, email="p3@example.com")
    with pytest.raises(InvalidValue, match=r"invitation\.too-many"):
        invite(session, cast.ana, cast.account, now, email="one.more@example.com")


@pytest.mark.parametrize(("who", "code"), [("dan", "access.not-yours"), ("chloe", "access.not-your-role")])
def test_dan_and_a_consultant_cannot_invite_list_or_withdraw(
    session: Session, cast: Cast, now: datetime, who: str, code: str
) -> None:
    actor: Actor = getattr(cast, who)
    view = invite(session, cast.ana, cast.account, now)
    attempts: list[Callable[[], object]] = [
        lambda: invite(session, actor, cast.account, now, email="x@example.com"),
        lambda: invitations.list_invitations(session, actor, trade_account_id=cast.account, now=now),
        lambda: invitations.withdraw_invitation(
            session, actor, trade_account_id=cast.account, invitation_id=view.id, now=now
        ),
    ]
    for attempt in attempts:
        with pytest.raises(NotPermitted) as refused:
            attempt()
        assert refused.value.code == code


def test_dan_cannot_withdraw_an_invitation_through_his_own_account(session: Session, cast: Cast, now: datetime) -> None:
    view = invite(session, cast.ana, cast.account, now)
    with pytest.raises(NotPermitted, match=r"access\.not-yours"):
        invitations.withdraw_invitation(
            session, cast.dan, trade_account_id=cast.dans_account, invitation_id=view.id, now=now
        )
