"""Telling people something: an entry in the inbox of each, and a mail in their language."""

import json

from sqlmodel import Session, select

from ctpat_app.domain.permissions import StaffRole
from ctpat_app.services.notices import contacts_of, staff_of, tell
from ctpat_app.tables.accounts import UserAccountRow
from ctpat_app.tables.notices import NoticeRow
from ctpat_app.tables.outbox import OutboxRow
from tests.factories import WHEN, a_person, a_security_model, a_staff_member, an_assignment, the_cast


def test_each_person_gets_an_entry_and_a_mail_in_their_language(session: Session) -> None:
    cast = the_cast(session)
    session.get_one(UserAccountRow, cast.ben.user_id).language = "es"
    tell(
        session,
        {cast.ana.user_id, cast.ben.user_id},
        template="model-moved",
        path="home/",
        now=WHEN,
        company="Acme",
    )
    session.flush()
    notices = session.exec(select(NoticeRow).order_by(NoticeRow.user_id)).all()  # type: ignore[arg-type]
    assert {row.user_id for row in notices} == {cast.ana.user_id, cast.ben.user_id}
    assert {(row.path, row.read_at) for row in notices} == {("home/", None)}
    mails = session.exec(select(OutboxRow).where(OutboxRow.template == "model-moved")).all()
    assert {(mail.language, json.loads(mail.params)["path"]) for mail in mails} == {
        ("en", "/en/home/"),
        ("es", "/es/home/"),
    }


def test_who_has_left_is_told_nothing(session: Session) -> None:
    cast = the_cast(session)
    session.get_one(UserAccountRow, cast.ben.user_id).left_at = WHEN
    tell(session, {cast.ben.user_id}, template="model-moved", path="home/", now=WHEN, company="Acme")
    session.flush()
    assert session.exec(select(NoticeRow)).all() == []


def test_without_contacts_everybody_of_the_company_is_one(session: Session) -> None:
    cast = the_cast(session)
    model = a_security_model(session, cast.account, cast.ana)
    assert set(contacts_of(session, model)) >= {cast.ana.user_id, cast.ben.user_id}
    assert cast.dan.user_id not in contacts_of(session, model)


def test_the_specialist_stands_for_the_staff_else_all_supervisors(session: Session) -> None:
    cast = the_cast(session)
    sue = a_staff_member(session, a_person(session, "sue"), StaffRole.SUPERVISOR)
    assert staff_of(session, cast.account) == (sue.user_id,)
    eva = a_staff_member(session, a_person(session, "eve"), StaffRole.SPECIALIST)
    an_assignment(session, cast.account, eva)
    assert staff_of(session, cast.account) == (eva.user_id,)
