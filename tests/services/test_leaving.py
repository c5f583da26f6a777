"""Deleting one's own account: asked with a proof, undone by a link, carried out after two weeks, name kept."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select as select_columns
from sqlmodel import Session, SQLModel, col, select

from ctpat_app.domain.errors import InvalidValue, NotPermitted, Refusal
from ctpat_app.domain.permissions import Actor, Role, StaffRole
from ctpat_app.domain.tokens import token_hash
from ctpat_app.services import leaving, sessions
from ctpat_app.services.mail_changes import Tokens, ask_change
from ctpat_app.services.outbox import newest_mails
from ctpat_app.services.recovery import ask_reset
from ctpat_app.services.recovery_codes import make_recovery_codes
from ctpat_app.services.retention import use_keep_link
from ctpat_app.tables.accounts import EmailLinkRow, MembershipRow, UserAccountRow, UserSessionRow
from ctpat_app.tables.outbox import OutboxRow
from ctpat_app.tables.phone_handovers import PhoneHandoverRow
from ctpat_app.tables.recovery import AccessCaseRow, SecurityQuestionRow
from ctpat_app.tables.second_factors import AuthenticatorRow, LinkedIdentityRow, PasskeyRow
from tests.factories import a_link, a_member, a_person, a_security_model, the_cast

FORTNIGHT = timedelta(days=14)


def ask(session: Session, person: Actor, now: datetime, link: str = "link") -> None:
    leaving.ask_to_leave(session, person, token=link, now=now)


def signed_in(session: Session, now: datetime, cookie: str = "cookie") -> bool:
    return sessions.find_actor(session, token_hash(cookie), now=now) is not None


def test_who_asks_is_signed_out_everywhere_and_gets_the_link_back(session: Session, now: datetime) -> None:
    ana = a_person(session, "ana", language="ar")
    sessions.open_session(session, user_id=ana.user_id, token="cookie", device="", now=now)
    ask(session, ana, now)
    assert not signed_in(session, now)
    (mail,) = newest_mails(session)
    assert (mail.template, mail.language, mail.params["path"]) == ("leaving", "ar", "/ar/keep/?token=link")
    assert mail.params["date"] == (now + FORTNIGHT).date().isoformat()


def test_nobody_signs_in_while_the_account_waits_for_its_end(session: Session, now: datetime) -> None:
    ana = a_person(session, "ana")
    ask(session, ana, now)
    credentials = sessions.find_credentials(session, "ana@example.com")
    assert not sessions.settle_sign_in(
        session, credentials, matches=True, token="cookie", link_token="x", device="", now=now
    )
    sessions.open_session(session, user_id=ana.user_id, token="by another way", device="", now=now)
    assert not signed_in(session, now, "by another way")


def test_the_link_brings_the_account_back_once(session: Session, now: datetime) -> None:
    ana = a_person(session, "ana")
    ask(session, ana, now)
    last = now + FORTNIGHT - timedelta(seconds=1)
    assert use_keep_link(session, "link", now=last) == "keep.account"
    session.flush()
    sessions.open_session(session, user_id=ana.user_id, token="cookie", device="", now=last)
    assert signed_in(session, last)
    assert leaving.carry_out_leaving(session, now=now + 2 * FORTNIGHT) == 0
    session.expire_all()
    with pytest.raises(InvalidValue, match=r"link\.used"):
        use_keep_link(session, "link", now=last)


@pytest.mark.parametrize(("token", "code"), [("link", "link.expired"), ("other", "link.unknown"), ("", "link.unknown")])
def test_a_late_or_foreign_link_brings_nothing_back(session: Session, now: datetime, token: str, code: str) -> None:
    ask(session, a_person(session, "ana"), now)
    with pytest.raises(InvalidValue, match=code):
        use_keep_link(session, token, now=now + FORTNIGHT)


def test_after_two_weeks_only_the_name_stays(session: Session, now: datetime) -> None:
    cast = the_cast(session)
    ben = cast.ben
    mine = session.exec(select(MembershipRow).where(col(MembershipRow.user_id) == ben.user_id)).one()
    mine.telephone, mine.job_title = "+528181234567", "Clerk"
    session.add(mine)
    a_link(session, ben)
    ask(session, ben, now)
    assert leaving.carry_out_leaving(session, now=now + FORTNIGHT - timedelta(seconds=1)) == 0
    assert leaving.carry_out_leaving(session, now=now + FORTNIGHT) == 1
    assert leaving.carry_out_leaving(session, now=now + FORTNIGHT) == 0
    session.expire_all()
    row = session.get_one(UserAccountRow, ben.user_id)
    assert (row.name, row.email, row.password_hash) == ("Ben", f"deleted-{ben.user_id}@kiosk.invalid", "")
    mine = session.exec(select(MembershipRow).where(col(MembershipRow.user_id) == ben.user_id)).one()
    assert (mine.telephone, mine.job_title, mine.removed_at) == ("", "", now + FORTNIGHT)
    for table in (UserSessionRow, EmailLinkRow, LinkedIdentityRow):
        assert session.exec(select(table).where(col(table.user_id) == ben.user_id)).all() == []
    assert session.exec(select(OutboxRow).where(OutboxRow.recipient == ben.email)).all() == []


def test_afterwards_no_table_holds_the_address_or_a_way_to_sign_in(session: Session, now: datetime) -> None:
    ben = the_cast(session).ben
    give_everything(session, ben, now)
    ask(session, ben, now)
    assert leaving.carry_out_leaving(session, now=now + FORTNIGHT) == 1
    session.flush()
    own = set(leaving.OWN_ROWS)
    for mapper in SQLModel._sa_registry.mappers:
        rows = session.connection().execute(select_columns(mapper.local_table)).all()
        assert not [row for row in rows if ben.email in map(str, row)], mapper.class_.__name__
        if mapper.class_ in own:
            assert not [row for row in rows if row._mapping.get("user_id") == ben.user_id], mapper.class_.__name__


def give_everything(session: Session, person: Actor, now: datetime) -> None:
    """Give the person one row in each table that belongs to people."""
    recent = replace(person, proved_at=now)
    own = PasskeyRow(user_id=person.user_id, credential_id="x", handle="h", public_key=b"k", added_at=now)
    app = AuthenticatorRow(user_id=person.user_id, seed="A" * 32, added_at=now, confirmed_at=now)
    question = SecurityQuestionRow(user_id=person.user_id, position=0, answer_hash="x", set_at=now)
    phone = PhoneHandoverRow(
        code_hash="x", user_id=person.user_id, session_hash="s", place="home/", state="offered", offered_at=now
    )
    session.add_all([own, app, question, phone])
    session.flush()
    make_recovery_codes(session, recent, codes=["ABCD-2345-QRST-UVWX"], now=now)
    tokens = Tokens(link="to the new", undo="to the old")
    ask_change(session, recent, email="ben-new@example.com", tokens=tokens, now=now)
    ask_reset(session, email=person.email, token="reset", language="en", now=now)
    case = AccessCaseRow(
        code="ABCD-EFGH", user_id=person.user_id, email=person.email, name="Ben", language="en", created_at=now
    )
    session.add(case)
    sessions.open_session(session, user_id=person.user_id, token="cookie", device="", now=now)
    session.flush()


def test_the_address_is_free_again_afterwards(session: Session, now: datetime) -> None:
    ask(session, a_person(session, "ana"), now)
    leaving.carry_out_leaving(session, now=now + FORTNIGHT)
    session.expire_all()
    assert a_person(session, "ana").email == "ana@example.com"


def test_the_only_officer_of_a_live_company_stays_and_hears_of_which(session: Session, now: datetime) -> None:
    cast = the_cast(session)
    a_security_model(session, cast.account, cast.ana)
    with pytest.raises(Refusal, match=r"leaving\.sole-officer") as refusal:
        ask(session, cast.ana, now)
    assert refusal.value.params == {"company": "Acme Carriers SA"}
    a_member(session, cast.account, a_person(session, "olga"), role=Role.OFFICER)
    ask(session, cast.ana, now)


def test_the_only_member_of_a_live_company_stays(session: Session, now: datetime) -> None:
    cast = the_cast(session)
    a_security_model(session, cast.dans_account, cast.dan, status="certified")
    with pytest.raises(Refusal, match=r"leaving\.only-member"):
        ask(session, cast.dan, now)


@pytest.mark.parametrize("status", ["withdrawn", "removed", "rejected"])
def test_a_company_without_an_open_membership_keeps_nobody(session: Session, now: datetime, status: str) -> None:
    cast = the_cast(session)
    a_security_model(session, cast.dans_account, cast.dan, status=status)
    ask(session, cast.dan, now)


def test_a_colleague_who_leaves_as_well_does_not_count(session: Session, now: datetime) -> None:
    cast = the_cast(session)
    a_security_model(session, cast.account, cast.ana)
    a_member(session, cast.account, olga := a_person(session, "olga"), role=Role.OFFICER)
    ask(session, olga, now, "olgas")
    with pytest.raises(Refusal, match=r"leaving\.sole-officer"):
        ask(session, cast.ana, now)


def test_without_a_recent_proof_or_as_staff_nobody_leaves(session: Session, now: datetime) -> None:
    ana = a_person(session, "ana")
    with pytest.raises(NotPermitted, match=r"access\.prove-again"):
        ask(session, replace(ana, proved_at=now - timedelta(minutes=16)), now)
    with pytest.raises(Refusal, match=r"leaving\.staff"):
        ask(session, replace(ana, staff_role=StaffRole.HELP_DESK), now)
