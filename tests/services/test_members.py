"""Members: what they see of each other, declaring the authority to bind, changing and leaving."""

import hashlib
from collections.abc import Callable
from datetime import datetime

import pytest
from sqlmodel import Session, col, select

from ctpat_app.adapters.phones import read_phone
from ctpat_app.domain.errors import InvalidValue, NotPermitted, StaleVersion
from ctpat_app.domain.permissions import Actor, Role
from ctpat_app.services import members
from ctpat_app.services.members import MemberView
from ctpat_app.services.signatures import AgreementText
from ctpat_app.services.trade_accounts import SavedField
from ctpat_app.tables.agreements import AgreementSignatureRow
from ctpat_app.tables.audit import AuditEventRow
from tests.factories import (
    Cast,
    a_draft,
    a_member,
    a_person,
    a_security_model,
    a_trade_account,
    an_answer,
    the_cast,
)

DECLARATION = AgreementText(
    "officer-declaration",
    title="Declaration",
    summary=(),
    paragraphs=("1. Who I am.",),
    statement="I declare it.",
    language="en",
    unverified=True,
)


@pytest.fixture
def cast(session: Session) -> Cast:
    return the_cast(session)


def listed(session: Session, actor: Actor, account: int) -> dict[str, MemberView]:
    return {view.name: view for view in members.list_members(session, actor, trade_account_id=account)}


def declare(session: Session, actor: Actor, account: int, now: datetime, name: str = "Somebody") -> None:
    members.declare_officer(session, actor, trade_account_id=account, agreement=DECLARATION, name=name, now=now)


def remove(session: Session, actor: Actor, account: int, member: int, now: datetime) -> None:
    members.remove_member(session, actor, trade_account_id=account, member_id=member, now=now)


def save(
    session: Session, actor: Actor, account: int, member: int, field: str, text: str, now: datetime, seen: int = 1
) -> SavedField:
    return members.save_member_field(
        session,
        actor,
        trade_account_id=account,
        member_id=member,
        field=field,
        seen_version=seen,
        text=text,
        read_phone=read_phone,
        now=now,
    )


def declarations(session: Session, account: int) -> list[AgreementSignatureRow]:
    query = select(AgreementSignatureRow).where(AgreementSignatureRow.trade_account_id == account)
    return list(session.exec(query.order_by(col(AgreementSignatureRow.id))))


def test_members_see_each_other_with_the_role_in_effect(session: Session, cast: Cast) -> None:
    invited = a_person(session, "olga")
    a_member(session, cast.account, invited, role=Role.OFFICER, declared=False)
    views = listed(session, cast.chloe, cast.account)
    assert {name: (view.role, view.account_role) for name, view in views.items()} == {
        "Ana": (Role.OFFICER, Role.OFFICER),
        "Ben": (Role.EMPLOYEE, Role.EMPLOYEE),
        "Chloe": (Role.CONSULTANT, Role.CONSULTANT),
        "Olga": (Role.EMPLOYEE, Role.OFFICER),
    }
    assert [name for name, view in views.items() if view.is_me] == ["Chloe"]


@pytest.mark.parametrize(
    ("who", "may_remove"), [("ana", {"Ben", "Chloe"}), ("ben", {"Ben", "Chloe"}), ("chloe", set())]
)
def test_the_list_offers_only_what_the_rules_allow(
    session: Session, cast: Cast, who: str, may_remove: set[str]
) -> None:
    views = listed(session, getattr(cast, who), cast.account)
    assert {name for name, view in views.items() if view.may_be_removed} == may_remove


def test_dan_cannot_see_or_touch_the_members_of_ana(session: Session, cast: Cast, now: datetime) -> None:
    ben = listed(session, cast.ana, cast.account)["Ben"].id
    attempts: list[Callable[[], object]] = [
        lambda: listed(session, cast.dan, cast.account),
        lambda: declare(session, cast.dan, cast.account, now),
        lambda: remove(session, cast.dan, cast.account, ben, now),
        lambda: remove(session, cast.dan, cast.dans_account, ben, now),
        lambda: save(session, cast.dan, cast.account, ben, "job_title", "x", now),
        lambda: save(session, cast.dan, cast.dans_account, ben, "job_title", "x", now),
        lambda: members.step_down(session, cast.dan, trade_account_id=cast.account, now=now),
    ]
    before = listed(session, cast.ana, cast.account)
    for attempt in attempts:
        with pytest.raises(NotPermitted, match=r"access\.not-yours"):
            attempt()
    assert listed(session, cast.ana, cast.account) == before


def test_the_founder_alone_becomes_officer_by_declaring_it(session: Session, now: datetime) -> None:
    ben = a_person(session, "ben")
    account = a_trade_account(session, ben, name="Acme")
    assert listed(session, ben, account)["Ben"].may_declare
    declare(session, ben, account, now, name=" Ben  Muñoz ")
    mine = listed(session, ben, account)["Ben"]
    assert (mine.role, mine.officer_declared_at, mine.may_declare) == (Role.OFFICER, now, False)
    [kept] = declarations(session, account)
    assert (kept.agreement_id, kept.text, kept.language) == ("officer-declaration", DECLARATION.whole, "en")
    assert kept.text_hash == hashlib.sha256(DECLARATION.whole.encode()).hexdigest()
    assert (kept.signer_name, kept.acting_for, kept.signed_at) == ("Ben Muñoz", "Acme", now)
    audited = session.exec(select(AuditEventRow.action).where(AuditEventRow.chain == account)).all()
    assert list(audited) == ["officer.declared"]


def test_a_declaration_needs_a_name(session: Session, now: datetime) -> None:
    ben = a_person(session, "ben")
    account = a_trade_account(session, ben)
    with pytest.raises(InvalidValue, match=r"name\.missing"):
        declare(session, ben, account, now, name="  ")


@pytest.mark.parametrize(
    ("who", "code"),
    [("chloe", "members.consultant-cannot-declare"), ("ana", "members.already-declared")],
)
def test_who_cannot_declare_is_told_why(session: Session, cast: Cast, now: datetime, who: str, code: str) -> None:
    with pytest.raises(InvalidValue) as refused:
        declare(session, getattr(cast, who), cast.account, now)
    assert refused.value.code == code
    assert declarations(session, cast.account) == []


def test_without_an_application_an_account_may_have_two_officers(session: Session, cast: Cast, now: datetime) -> None:
    declare(session, cast.ben, cast.account, now)
    assert listed(session, cast.ana, cast.account)["Ben"].role is Role.OFFICER


def test_an_application_with_an_officer_takes_no_second_one(session: Session, cast: Cast, now: datetime) -> None:
    a_security_model(session, cast.account, cast.ana)
    assert not listed(session, cast.ben, cast.account)["Ben"].may_declare
    with pytest.raises(InvalidValue, match=r"members\.officer-exists"):
        declare(session, cast.ben, cast.account, now)


def test_a_withdrawn_application_does_not_stand_in_the_way(session: Session, cast: Cast, now: datetime) -> None:
    a_security_model(session, cast.account, cast.ana, status="withdrawn")
    declare(session, cast.ben, cast.account, now)
    assert listed(session, cast.ana, cast.account)["Ben"].role is Role.OFFICER


def test_a_new_officer_may_declare_once_the_contacts_name_another_role_for_the_first(
    session: Session, cast: Cast, now: datetime
) -> None:
    draft = a_draft(session, cast.account, cast.ana)
    people = listed(session, cast.ana, cast.account)
    an_answer(session, draft, cast.ana, "contact_role", "officer", row_key=str(people["Ben"].id))
    with pytest.raises(InvalidValue, match=r"members\.officer-exists"):
        declare(session, cast.ben, cast.account, now)
    an_answer(session, draft, cast.ana, "contact_role", "employee", row_key=str(people["Ana"].id))
    declare(session, cast.ben, cast.account, now)
    assert listed(session, cast.ben, cast.account)["Ben"].role is Role.OFFICER


def test_an_officer_who_steps_down_is_an_employee_and_the_declaration_is_kept_as_void(
    session: Session, now: datetime
) -> None:
    ben = a_person(session, "ben")
    account = a_trade_account(session, ben)
    declare(session, ben, account, now)
    members.step_down(session, ben, trade_account_id=account, now=now)
    assert listed(session, ben, account)["Ben"].role is Role.EMPLOYEE
    [kept] = declarations(session, account)
    session.refresh(kept)
    assert (kept.voided_at, kept.void_reason) == (now, "stepped-down")
    declare(session, ben, account, now)
    assert [row.voided_at for row in declarations(session, account)] == [now, None]


def test_only_an_officer_can_step_down(session: Session, cast: Cast, now: datetime) -> None:
    with pytest.raises(InvalidValue, match=r"members\.not-officer"):
        members.step_down(session, cast.ben, trade_account_id=cast.account, now=now)


def test_an_employee_cannot_take_out_the_officer(session: Session, cast: Cast, now: datetime) -> None:
    ana = listed(session, cast.ben, cast.account)["Ana"].id
    with pytest.raises(InvalidValue, match=r"members\.officer-stays"):
        remove(session, cast.ben, cast.account, ana, now)


def test_a_consultant_takes_out_nobody(session: Session, cast: Cast, now: datetime) -> None:
    ben = listed(session, cast.chloe, cast.account)["Ben"].id
    with pytest.raises(NotPermitted, match=r"access\.not-your-role"):
        remove(session, cast.chloe, cast.account, ben, now)


def test_an_officer_takes_out_an_employee(session: Session, cast: Cast, now: datetime) -> None:
    ben = listed(session, cast.ana, cast.account)["Ben"].id
    remove(session, cast.ana, cast.account, ben, now)
    assert set(listed(session, cast.ana, cast.account)) == {"Ana", "Chloe"}
    with pytest.raises(NotPermitted, match=r"access\.not-yours"):
        listed(session, cast.ben, cast.account)
    with pytest.raises(NotPermitted, match=r"access\.not-yours"):
        remove(session, cast.ana, cast.account, ben, now)


def test_the_last_who_can_manage_the_account_stays(session: Session, now: datetime) -> None:
    ben, chloe = a_person(session, "ben"), a_person(session, "chloe")
    account = a_trade_account(session, ben)
    a_member(session, account, chloe, role=Role.CONSULTANT)
    with pytest.raises(InvalidValue, match=r"members\.last-manager"):
        remove(session, ben, account, listed(session, ben, account)["Ben"].id, now)


def test_a_consultant_changes_the_own_details_but_no_others(session: Session, cast: Cast, now: datetime) -> None:
    people = listed(session, cast.chloe, cast.account)
    save(session, cast.chloe, cast.account, people["Chloe"].id, "job_title", "Security adviser", now)
    saved = save(session, cast.chloe, cast.account, people["Chloe"].id, "telephone", "81 8123 4567", now)
    assert saved.value == "+528181234567"
    assert listed(session, cast.ana, cast.account)["Chloe"].job_title == "Security adviser"
    with pytest.raises(NotPermitted, match=r"access\.not-your-role"):
        save(session, cast.chloe, cast.account, people["Ben"].id, "job_title", "x", now)


def test_details_of_a_member_are_not_overwritten_unseen(session: Session, cast: Cast, now: datetime) -> None:
    ben = listed(session, cast.ana, cast.account)["Ben"].id
    save(session, cast.ana, cast.account, ben, "job_title", "Manager", now)
    with pytest.raises(StaleVersion) as stale:
        save(session, cast.ben, cast.account, ben, "job_title", "Director", now)
    assert (stale.value.theirs, stale.value.who) == ("Manager", "Ana")


@pytest.mark.parametrize(
    ("field", "text", "code"),
    [
        ("role", "officer", "members.field-unknown"),
        ("officer_declared_at", "2026-01-01", "members.field-unknown"),
        ("job_title", "x" * 101, "text.too-long"),
        ("telephone", "not a number", "phone.not-a-number"),
    ],
)
def test_nothing_but_details_can_be_saved_of_a_member(
    session: Session, cast: Cast, now: datetime, field: str, text: str, code: str
) -> None:
    ben = listed(session, cast.ana, cast.account)["Ben"].id
    with pytest.raises(InvalidValue) as refused:
        save(session, cast.ana, cast.account, ben, field, text, now)
    assert refused.value.code == code
