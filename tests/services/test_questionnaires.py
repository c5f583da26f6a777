"""Questionnaires: put together, changed by one at a time, copied, retired; what was sent keeps its own copy."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest
from sqlmodel import Session

from ctpat_app.domain.errors import InvalidValue, NotPermitted, StaleVersion
from ctpat_app.domain.form_faults import FormFaults
from ctpat_app.domain.permissions import Actor, Role
from ctpat_app.domain.questionnaires import MAX_NAME, Plan
from ctpat_app.services.library import keep_current
from ctpat_app.services.questionnaires import (
    QuestionnaireView,
    add_questionnaire,
    change_questionnaire,
    copy_questionnaire,
    list_questionnaires,
    read_questionnaire_view,
    retire_questionnaire,
)
from ctpat_app.tables.inquiries import InquiryRow
from ctpat_app.tables.partners import QuestionnaireRow
from tests.factories import Cast, a_member, a_person, the_cast
from tests.inquiries import an_inquiry

PLAN = Plan("Carriers", "Please answer.", "highway-carrier-mexico", ("6.1", "1.1", "2.1"))


@pytest.fixture
def cast(session: Session, now: datetime) -> Cast:
    keep_current(session, now=now)
    return the_cast(session)


@pytest.fixture
def made(session: Session, cast: Cast, now: datetime) -> int:
    return add_questionnaire(session, cast.ben, trade_account_id=cast.account, plan=PLAN, now=now)


def read(session: Session, actor: Actor, number: int) -> QuestionnaireView:
    return read_questionnaire_view(session, actor, questionnaire_id=number)


def test_what_was_ticked_stands_in_the_order_of_the_criteria(session: Session, cast: Cast, made: int) -> None:
    view = read(session, cast.chloe, made)
    assert view.plan == replace(PLAN, criteria=("1.1", "2.1", "6.1"))
    assert (view.minutes, view.times_sent, view.version, view.may_manage) == (20, 0, 1, False)


@pytest.mark.parametrize(
    ("plan", "field", "code"),
    [
        (replace(PLAN, name="  "), "name", "questionnaire.name-missing"),
        (replace(PLAN, name="x" * (MAX_NAME + 1)), "name", "text.too-long"),
        (replace(PLAN, introduction="a\x00b"), "introduction", "text.control-character"),
        (replace(PLAN, criteria=()), "form", "questionnaire.nothing-ticked"),
        (replace(PLAN, criteria=("99.9",)), "form", "questionnaire.nothing-ticked"),
        (replace(PLAN, business_type="circus"), "business_type", "questionnaire.type-unknown"),
    ],
)
def test_what_cannot_be_taken_is_told_beside_its_field(
    session: Session, cast: Cast, now: datetime, plan: Plan, field: str, code: str
) -> None:
    with pytest.raises(FormFaults) as refused:
        add_questionnaire(session, cast.ana, trade_account_id=cast.account, plan=plan, now=now)
    assert refused.value.faults[field].code == code


def test_the_second_tab_does_not_overwrite_the_first(session: Session, cast: Cast, made: int, now: datetime) -> None:
    change_questionnaire(
        session, cast.ana, questionnaire_id=made, seen_version=1, plan=replace(PLAN, name="Truckers"), now=now
    )
    attempts: tuple[Callable[[], object], ...] = (
        lambda: change_questionnaire(session, cast.ben, questionnaire_id=made, seen_version=1, plan=PLAN, now=now),
        lambda: retire_questionnaire(session, cast.ben, questionnaire_id=made, seen_version=1, now=now),
    )
    for late in attempts:
        with pytest.raises(StaleVersion, match=r"questionnaire\.changed-meanwhile"):
            late()
    assert read(session, cast.ana, made).plan.name == "Truckers"


def test_what_was_sent_keeps_its_own_copy(session: Session, cast: Cast, made: int, now: datetime) -> None:
    inquiry = an_inquiry(session, cast.account, cast.ana, questionnaire=made, now=now)
    other = Plan("Other", "Else.", "", ("3.1",))
    change_questionnaire(session, cast.ana, questionnaire_id=made, seen_version=1, plan=other, now=now)
    row = session.get_one(InquiryRow, inquiry)
    assert (row.name, row.introduction, row.criteria) == ("Carriers", "Please answer.", "1.1,2.1,6.1")
    assert row.business_type == "highway-carrier-mexico"
    assert read(session, cast.ana, made).times_sent == 1


def test_a_retired_one_can_be_copied_and_nothing_else(session: Session, cast: Cast, made: int, now: datetime) -> None:
    retire_questionnaire(session, cast.ana, questionnaire_id=made, seen_version=1, now=now)
    with pytest.raises(InvalidValue, match=r"questionnaire\.retired"):
        change_questionnaire(session, cast.ana, questionnaire_id=made, seen_version=2, plan=PLAN, now=now)
    copy = copy_questionnaire(session, cast.ana, questionnaire_id=made, name="Carriers again", now=now)
    listed = list_questionnaires(session, cast.chloe, trade_account_id=cast.account)
    assert [each.id for each in listed.questionnaires] == [copy]
    retired = list_questionnaires(session, cast.chloe, trade_account_id=cast.account, retired=True)
    assert [each.id for each in retired.questionnaires] == [made]


def test_a_criterion_that_was_withdrawn_is_named_and_falls_away(
    session: Session, cast: Cast, made: int, now: datetime
) -> None:
    session.get_one(QuestionnaireRow, made).criteria = "1.1,77.7"
    view = read(session, cast.ana, made)
    assert (view.plan.criteria, view.withdrawn) == (("1.1",), ("77.7",))
    copy = copy_questionnaire(session, cast.ana, questionnaire_id=made, name="Copy", now=now)
    assert read(session, cast.ana, copy).withdrawn == ()


def test_two_open_companies_never_meet(session: Session, cast: Cast, made: int) -> None:
    listed = list_questionnaires(session, cast.dan, trade_account_id=cast.dans_account)
    assert listed.questionnaires == ()
    assert made


@pytest.mark.parametrize("who", ["dan", "eva", "finn"])
def test_dan_cannot_see_or_write_questionnaires(
    session: Session, cast: Cast, made: int, now: datetime, who: str
) -> None:
    stranger = getattr(cast, who)
    assert_refused(session, stranger, cast.account, made, now, r"access\.not-yours")
    assert_refused(session, stranger, 2**40, made + 900, now, r"access\.not-yours")


def test_a_consultant_reads_only(session: Session, cast: Cast, made: int, now: datetime) -> None:
    for attempt in writing(session, cast.chloe, cast.account, made, now):
        with pytest.raises(NotPermitted, match=r"access\.not-your-role"):
            attempt()
    assert read(session, cast.chloe, made).id == made


def test_a_member_without_a_part_in_the_program_sees_nothing(
    session: Session, cast: Cast, made: int, now: datetime
) -> None:
    tom = a_person(session, "tom")
    a_member(session, cast.account, tom, role=Role.TRADE_USER)
    assert_refused(session, tom, cast.account, made, now, r"access\.not-your-role")


def writing(
    session: Session, actor: Actor, account: int, number: int, now: datetime
) -> tuple[Callable[[], object], ...]:
    return (
        lambda: add_questionnaire(session, actor, trade_account_id=account, plan=PLAN, now=now),
        lambda: list_questionnaires(session, actor, trade_account_id=account, to_manage=True),
        lambda: change_questionnaire(session, actor, questionnaire_id=number, seen_version=1, plan=PLAN, now=now),
        lambda: copy_questionnaire(session, actor, questionnaire_id=number, name="Copy", now=now),
        lambda: retire_questionnaire(session, actor, questionnaire_id=number, seen_version=1, now=now),
    )


def assert_refused(session: Session, actor: Actor, account: int, number: int, now: datetime, code: str) -> None:
    reading: tuple[Callable[[], object], ...] = (
        lambda: read(session, actor, number),
        lambda: list_questionnaires(session, actor, trade_account_id=account),
    )
    for attempt in (*reading, *writing(session, actor, account, number, now)):
        with pytest.raises(NotPermitted, match=code):
            attempt()
