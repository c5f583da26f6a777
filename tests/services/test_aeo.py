"""EU AEO registrations: who may, what is refused and why, changes, withdrawal, and the decision of staff."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session, col, select

from ctpat_app.domain.aeo import AeoState
from ctpat_app.domain.desk import Work
from ctpat_app.domain.errors import InvalidValue, NotPermitted, Refusal
from ctpat_app.domain.form_faults import FormFaults
from ctpat_app.domain.permissions import Actor, StaffRole
from ctpat_app.guidance.library import load_library
from ctpat_app.services.aeo_decisions import RegistrationsToReview, decide_registration, registrations_for_staff
from ctpat_app.services.aeo_registrations import (
    AeoWish,
    ask_registration,
    read_registrations,
    withdraw_registration,
)
from ctpat_app.services.desk_queue import Wanted, read_queue
from ctpat_app.state.aeo_views import aeo_card, with_reasons
from ctpat_app.tables.aeo import AeoMidRow, AeoRegistrationRow
from ctpat_app.tables.audit import AuditEventRow
from ctpat_app.tables.notices import NoticeRow
from ctpat_app.tables.outbox import OutboxRow
from tests.factories import WHEN, Cast, a_person, a_staff_member, an_assignment, the_cast

GOOD = AeoWish(
    established="yes",
    role="yes",
    consent="yes",
    kind="AEOF",
    certificate="de aeof 123456",
    eori="de 123456789",
    mids="DEBAVLOO12MUN\nfrlavie243bre",
)


def ask(session: Session, actor: Actor, account: int, wish: AeoWish = GOOD, *, now: datetime = WHEN) -> int:
    return ask_registration(session, actor, trade_account_id=account, wish=wish, now=now)


def faults(session: Session, cast: Cast, **typed: Any) -> dict[str, str]:
    with pytest.raises(FormFaults) as refused:
        ask(session, cast.ana, cast.account, replace(GOOD, **typed))
    return {name: fault.code for name, fault in refused.value.faults.items()}


def eva_of(session: Session, cast: Cast) -> Actor:
    eva = a_staff_member(session, cast.eva, StaffRole.SPECIALIST)
    an_assignment(session, cast.account, eva)
    return eva


def decide(session: Session, actor: Actor, number: int, decision: str = "register", reason: str = "") -> None:
    decide_registration(session, actor, registration_id=number, decision=decision, reason=reason, now=WHEN)


def states(session: Session, cast: Cast) -> dict[int, AeoState]:
    seen = read_registrations(session, cast.ana, trade_account_id=cast.account)
    return {each.id: each.state for each in seen.registrations}


def seen_by(session: Session, actor: Actor, cast: Cast) -> RegistrationsToReview:
    return registrations_for_staff(session, actor, trade_account_id=cast.account, now=WHEN)


def told(session: Session, actor: Actor) -> list[str]:
    query = select(NoticeRow.template).where(NoticeRow.user_id == actor.user_id)
    return list(session.exec(query.order_by(col(NoticeRow.id))))


# ---------------------------------------------------------------- asking


def test_numbers_are_stored_in_their_form_and_wait(session: Session) -> None:
    cast = the_cast(session)
    eva = eva_of(session, cast)
    number = ask(session, cast.ana, cast.account)
    seen = read_registrations(session, cast.chloe, trade_account_id=cast.account)
    (view,) = seen.registrations
    assert (view.id, view.eori, view.certificate, view.kind, view.state) == (
        number,
        "DE123456789",
        "DEAEOF123456",
        "AEOF",
        AeoState.WAITING,
    )
    assert [each.mid for each in view.mids] == ["DEBAVLOO12MUN", "FRLAVIE243BRE"]
    assert seen.may_ask is False  # the consultant reads
    assert told(session, eva) == ["aeo-asked"]
    item = next(each for each in read_queue(session, eva, wanted=Wanted(), now=WHEN).items)
    assert (item.kind, item.account_id, item.subject_id) == (Work.AEO_REGISTRATION, cast.account, number)


def test_officer_and_employee_ask_the_others_cannot(session: Session) -> None:
    cast = the_cast(session)
    number = ask(session, cast.ben, cast.account)
    for person, code in ((cast.chloe, r"access\.not-your-role"), (cast.dan, r"access\.not-yours")):
        with pytest.raises(NotPermitted, match=code):
            ask(session, person, cast.account)
        with pytest.raises(NotPermitted, match=code):
            withdraw_registration(session, person, registration_id=number, now=WHEN)
    with pytest.raises(NotPermitted, match=r"access\.not-yours"):
        read_registrations(session, cast.dan, trade_account_id=cast.account)
    with pytest.raises(NotPermitted, match=r"access\.not-yours"):
        ask(session, cast.dan, cast.dans_account, replace(GOOD, replaces_id=number))
    for nothing in (0, -1, 4711, 2**40):
        with pytest.raises(NotPermitted, match=r"access\.not-yours"):
            withdraw_registration(session, cast.ana, registration_id=nothing, now=WHEN)


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"established": "no"}, {"established": "aeo.not-eligible"}),
        ({"role": "no"}, {"role": "aeo.not-eligible"}),
        ({"consent": "no"}, {"consent": "aeo.not-eligible"}),
        ({"established": "", "role": "x"}, {"established": "aeo.answer-missing", "role": "aeo.answer-missing"}),
        ({"kind": "AEOC"}, {"kind": "aeo.not-eligible"}),
        ({"kind": ""}, {"kind": "aeo.kind-missing"}),
        ({"kind": "AEOS"}, {"certificate": "aeo.kind-differs"}),
        ({"certificate": "DEAEOC123"}, {"certificate": "identifier.aeo-type-c"}),
        ({"certificate": "USAEOF123"}, {"certificate": "identifier.not-a-member-state"}),
        ({"certificate": " "}, {"certificate": "identifier.empty"}),
        ({"eori": "GB123456789000"}, {"eori": "identifier.eori-of-gb"}),
        ({"eori": "EL987654321"}, {"eori": "identifier.greece"}),
        ({"eori": ""}, {"eori": "identifier.empty"}),
        ({"mids": " \n"}, {"mids": "aeo.mids-missing"}),
        ({"mids": "CAMAPCRA2210BUR\nDEBAVLOO12MUN"}, {"mids": "aeo.mids-wrong"}),
        ({"mids": "DEBAVLOO12MUN\ndebavloo12mun"}, {"mids": "aeo.mids-twice"}),
        ({"mids": "CNSHALOO88SHA"}, {"outside": "aeo.confirm-outside"}),
    ],
)
def test_what_does_not_fit_is_refused_beside_its_field(
    session: Session, typed: dict[str, str], wrong: dict[str, str]
) -> None:
    assert faults(session, the_cast(session), **typed) == wrong


def test_everything_wrong_is_told_at_once(session: Session) -> None:
    cast = the_cast(session)
    with pytest.raises(FormFaults) as refused:
        ask(session, cast.ana, cast.account, AeoWish())
    assert list(refused.value.faults) == ["established", "role", "consent", "kind", "certificate", "eori", "mids"]
    assert session.exec(select(AeoRegistrationRow)).all() == []


@pytest.mark.parametrize(
    ("typed", "field", "rule"),
    [
        ({"established": "no"}, "established", "established"),
        ({"role": "no"}, "role", "role"),
        ({"consent": "no"}, "consent", "consent"),
        ({"kind": "AEOC"}, "kind", "type"),
    ],
)
def test_a_wrong_answer_gives_the_reason_of_the_content(
    session: Session, typed: dict[str, str], field: str, rule: str
) -> None:
    cast = the_cast(session)
    with pytest.raises(FormFaults) as refused:
        ask(session, cast.ana, cast.account, replace(GOOD, **typed))  # type: ignore[arg-type]
    found = with_reasons(refused.value, "en")
    assert isinstance(found, FormFaults)
    assert found.faults[field].params["reason"] == load_library().aeo_rules[rule].i18n.otherwise


def test_a_code_outside_of_the_eu_is_taken_once_it_is_confirmed(session: Session) -> None:
    cast = the_cast(session)
    ask(session, cast.ana, cast.account, replace(GOOD, mids="DEBAVLOO12MUN, CNSHALOO88SHA", outside=True))
    rows = session.exec(select(AeoMidRow).order_by(col(AeoMidRow.id))).all()
    assert [(row.mid, row.is_outside) for row in rows] == [("DEBAVLOO12MUN", False), ("CNSHALOO88SHA", True)]


# ---------------------------------------------------------------- deciding


def test_a_specialist_registers_and_the_company_is_told(session: Session) -> None:
    cast = the_cast(session)
    eva = eva_of(session, cast)
    number = ask(session, cast.ana, cast.account)
    decide(session, eva, number)
    assert states(session, cast) == {number: AeoState.REGISTERED}
    assert told(session, cast.ana) == told(session, cast.ben) == ["aeo-registered"]
    assert told(session, cast.chloe) == []
    actions = session.exec(select(AuditEventRow.action).where(AuditEventRow.chain == cast.account)).all()
    assert [each for each in actions if each.startswith("aeo.")] == ["aeo.asked", "aeo.registered"]
    assert read_queue(session, eva, wanted=Wanted(), now=WHEN).items == ()
    with pytest.raises(Refusal, match=r"aeo\.decided"):
        decide(session, eva, number, "refuse", "Late")


def test_a_refusal_has_a_reason_that_the_company_reads_in_its_mail(session: Session) -> None:
    cast = the_cast(session)
    eva = eva_of(session, cast)
    number = ask(session, cast.ana, cast.account)
    with pytest.raises(InvalidValue, match=r"aeo\.reason-missing"):
        decide(session, eva, number, "refuse", "  ")
    with pytest.raises(InvalidValue, match=r"aeo\.decision-missing"):
        decide(session, eva, number, "")
    decide(session, eva, number, "refuse", "The MID is not yours.")
    (view,) = read_registrations(session, cast.ana, trade_account_id=cast.account).registrations
    assert (view.state, view.reason) == (AeoState.REFUSED, "The MID is not yours.")
    mails = session.exec(select(OutboxRow).where(OutboxRow.template == "aeo-refused")).all()
    assert {mail.recipient for mail in mails} == {cast.ana.email, cast.ben.email}
    assert all("The MID is not yours." in mail.params for mail in mails)
    assert ask(session, cast.ana, cast.account) != number  # refused ones stand in nobody's way


def test_only_the_assigned_specialist_decides(session: Session) -> None:
    cast = the_cast(session)
    eva = eva_of(session, cast)
    number = ask(session, cast.ana, cast.account)
    other = a_staff_member(session, a_person(session, "olaf"), StaffRole.SPECIALIST)
    sue = a_staff_member(session, a_person(session, "sue"), StaffRole.SUPERVISOR)
    finn = a_staff_member(session, cast.finn, StaffRole.HELP_DESK)
    for person in (other, sue, finn, cast.dan):
        with pytest.raises(NotPermitted, match=r"access\.not-yours"):
            decide(session, person, number)
    for person in (cast.ana, cast.chloe):
        with pytest.raises(NotPermitted, match=r"access\.not-your-role"):
            decide(session, person, number)
        with pytest.raises(NotPermitted, match=r"access\.not-your-role"):
            seen_by(session, person, cast)
    for person in (other, finn, cast.dan):
        with pytest.raises(NotPermitted, match=r"access\.not-yours"):
            seen_by(session, person, cast)
    assert seen_by(session, sue, cast).may_decide is False
    assert seen_by(session, eva, cast).may_decide is True
    with pytest.raises(NotPermitted, match=r"access\.not-yours"):
        decide(session, eva, 4711)


def test_a_code_under_two_eori_numbers_is_shown_to_staff_and_not_refused(session: Session) -> None:
    cast = the_cast(session)
    eva = eva_of(session, cast)
    mine = ask(session, cast.ana, cast.account)
    theirs = ask(session, cast.dan, cast.dans_account, replace(GOOD, eori="NL987654321", mids="DEBAVLOO12MUN"))
    seen = seen_by(session, eva, cast)
    assert seen.elsewhere == {"DE123456789/DEBAVLOO12MUN": ("NL987654321",)}
    (view,) = seen.registrations
    assert aeo_card(view, "en", seen.elsewhere).elsewhere == [
        "DEBAVLOO12MUN also stands under another EORI number: NL987654321."
    ]
    assert aeo_card(view, "en").elsewhere == []  # the company is not told of others
    assert "Dan Freight" not in str(seen)
    withdraw_registration(session, cast.dan, registration_id=theirs, now=WHEN)
    assert seen_by(session, eva, cast).elsewhere == {}
    decide(session, eva, mine)


def test_waiting_ones_come_first_the_longest_wait_on_top(session: Session) -> None:
    cast = the_cast(session)
    eva = eva_of(session, cast)
    done = ask(session, cast.ana, cast.account)
    decide(session, eva, done)
    numbers = [
        ask(session, cast.ana, cast.account, replace(GOOD, eori=f"FR{each}"), now=WHEN + timedelta(hours=each))
        for each in (1, 2)
    ]
    assert [each.id for each in seen_by(session, eva, cast).registrations] == [*numbers, done]


# ---------------------------------------------------------------- changing and withdrawing


def test_one_eori_number_is_changed_and_not_asked_for_twice(session: Session) -> None:
    cast = the_cast(session)
    number = ask(session, cast.ana, cast.account)
    assert faults(session, cast) == {"eori": "aeo.same-eori"}
    again = ask(session, cast.ana, cast.account, replace(GOOD, mids="DEBAVLOO12MUN", replaces_id=number))
    assert states(session, cast) == {again: AeoState.WAITING, number: AeoState.WITHDRAWN}
    with pytest.raises(Refusal, match=r"aeo\.replaced-is-over"):
        ask(session, cast.ana, cast.account, replace(GOOD, replaces_id=number))


def test_what_is_registered_holds_until_its_change_is(session: Session) -> None:
    cast = the_cast(session)
    eva = eva_of(session, cast)
    first = ask(session, cast.ana, cast.account)
    decide(session, eva, first)
    second = ask(session, cast.ana, cast.account, replace(GOOD, replaces_id=first))
    decide(session, eva, second, "refuse", "Not yet.")
    assert states(session, cast) == {first: AeoState.REGISTERED, second: AeoState.REFUSED}
    third = ask(session, cast.ana, cast.account, replace(GOOD, replaces_id=first))
    fourth = ask(session, cast.ana, cast.account, replace(GOOD, replaces_id=third))
    assert states(session, cast)[first] is AeoState.REGISTERED
    decide(session, eva, fourth)
    assert states(session, cast) == {
        first: AeoState.WITHDRAWN,
        second: AeoState.REFUSED,
        third: AeoState.WITHDRAWN,
        fourth: AeoState.REGISTERED,
    }


def test_a_registration_is_withdrawn_once_and_by_nobody_decided_then(session: Session) -> None:
    cast = the_cast(session)
    eva = eva_of(session, cast)
    number = ask(session, cast.ana, cast.account)
    for _ in range(2):
        withdraw_registration(session, cast.ben, registration_id=number, now=WHEN)
    assert states(session, cast) == {number: AeoState.WITHDRAWN}
    with pytest.raises(Refusal, match=r"aeo\.decided"):
        decide(session, eva, number)
