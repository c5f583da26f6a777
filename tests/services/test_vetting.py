"""Vetting: who may, what is signed for ever, and when a vetting still counts."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, col, select

from ctpat_app.domain.errors import NotPermitted, Refusal, StaleVersion
from ctpat_app.domain.form_faults import FormFaults
from ctpat_app.domain.identifier_changes import Operation
from ctpat_app.domain.lifecycle import Status
from ctpat_app.domain.permissions import Actor, StaffRole
from ctpat_app.domain.vetting import Found, Outcome, Part
from ctpat_app.services.identifier_changes import current_identifiers
from ctpat_app.services.identifier_requests import Wish, ask_for_change, decide_change
from ctpat_app.services.model_needs import PROOFS
from ctpat_app.services.model_steps import take_step
from ctpat_app.services.vetting import has_passed, newest_vetting, signed_vettings, vetting_standing
from ctpat_app.services.vetting_view import read_vetting
from ctpat_app.services.vetting_work import add_source, remove_source, save_part, sign_vetting, start_vetting
from ctpat_app.tables.accounts import AddressRow
from ctpat_app.tables.audit import AuditEventRow
from ctpat_app.tables.vetting import VettingSignatureRow, VettingSourceRow
from tests.factories import a_staff_member
from tests.vettings import REGISTER, Sent, a_sent_case, a_signed_vetting, a_signing, an_open_vetting


@pytest.fixture
def sent(session: Session, now: datetime) -> Sent:
    return a_sent_case(session, now)


def test_a_vetting_is_worked_on_signed_and_then_never_changes(session: Session, sent: Sent, now: datetime) -> None:
    assert newest_vetting(session, sent.model) is None
    assert vetting_standing(session, sent.model) == ""
    vetting = an_open_vetting(session, sent, now)
    found = newest_vetting(session, sent.model)
    assert found
    assert (found.number, found.draft_id, found.outcome) == (1, sent.draft, "")
    assert vetting_standing(session, sent.model) == "under-way"
    assert not has_passed(session, sent.model)
    sign_vetting(session, sent.eva, vetting_id=vetting, signing=a_signing(session, sent, now), now=now)
    found = newest_vetting(session, sent.model)
    assert found
    assert (found.outcome, found.ended_at) == ("passed", now)
    assert vetting_standing(session, sent.model) == "done"
    assert has_passed(session, sent.model)
    with pytest.raises(Refusal, match=r"vetting\.signed"):
        save_part(
            session,
            sent.eva,
            vetting_id=vetting,
            part="contacts",
            seen_version=1,
            outcome="does-not-fit",
            notes="",
            now=now,
        )
    with pytest.raises(DBAPIError), session.begin_nested():
        session.execute(update(VettingSignatureRow).values(outcome="failed"))


def test_what_was_signed_is_shown_years_later_as_it_was(session: Session, sent: Sent, now: datetime) -> None:
    a_signed_vetting(session, sent, now)
    session.execute(update(VettingSourceRow).values(place="Elsewhere"))
    session.execute(update(AddressRow).values(street_address="Moved 1"))
    (signed,) = signed_vettings(session, sent.model)
    assert (signed.reason, signed.signer_name, signed.role) == ("All of it fits.", "Eva", "specialist")
    assert signed.statement == "This is what I found."
    assert signed.parts[Part.CONTACTS].outcome == Found.FITS
    assert signed.parts[Part.CONTACTS].sources == (REGISTER,)
    assert any("Constitución" in fact.value for fact in signed.facts)


def test_a_second_vetting_keeps_the_first_and_tells_what_the_company_says_otherwise(
    session: Session, sent: Sent, now: datetime
) -> None:
    a_signed_vetting(session, sent, now)
    session.execute(update(AddressRow).values(street_address="Calle Nueva 7"))
    session.expire_all()
    start_vetting(session, sent.sue, draft_id=sent.draft, now=now)
    desk = read_vetting(session, sent.sue, draft_id=sent.draft, now=now)
    assert desk.open
    assert (desk.open.number, [each.number for each in desk.signed]) == (2, [1])
    assert all("Constitución" in fact.value for fact in desk.since_last.gone)
    assert {fact.part for fact in desk.since_last.come} == {Part.ADDRESSES}
    assert all("Calle Nueva 7" in fact.value for fact in desk.since_last.come)


def test_beginning_twice_is_one_vetting(session: Session, sent: Sent, now: datetime) -> None:
    first = start_vetting(session, sent.eva, draft_id=sent.draft, now=now)
    assert start_vetting(session, sent.sue, draft_id=sent.draft, now=now) == first


# ---------------------------------------------------------------- what counts


def test_an_address_that_changed_since_asks_for_a_new_vetting(session: Session, sent: Sent, now: datetime) -> None:
    a_signed_vetting(session, sent, now)
    session.execute(update(AddressRow).values(street_address="Calle Nueva 7"))
    session.expire_all()
    assert not has_passed(session, sent.model)


def test_a_number_that_changed_since_asks_for_a_new_vetting(session: Session, sent: Sent, now: datetime) -> None:
    a_signed_vetting(session, sent, now)
    place = next(i for i, each in enumerate(current_identifiers(session, sent.model)) if each.kind == "mid")
    seen = current_identifiers(session, sent.model)[place].value
    wish = Wish(Operation.CHANGE, place=place, seen=seen, value="MXACMCAR400MON", reason="We moved.")
    request = ask_for_change(session, sent.cast.ana, draft_id=sent.draft, wish=wish, now=now)
    assert has_passed(session, sent.model)
    decide_change(session, sent.eva, request_id=request, decision="approve", reason="", now=now)
    assert not has_passed(session, sent.model)
    a_signed_vetting(session, sent, now)
    assert has_passed(session, sent.model)


def test_the_newest_signed_one_decides(session: Session, sent: Sent, now: datetime) -> None:
    a_signed_vetting(session, sent, now)
    a_signed_vetting(session, sent, now, Outcome.FAILED)
    assert not has_passed(session, sent.model)
    start_vetting(session, sent.eva, draft_id=sent.draft, now=now)
    assert not has_passed(session, sent.model)


def test_certifying_needs_it(session: Session, sent: Sent, now: datetime) -> None:
    proofs = {**PROOFS, "profile-approved": lambda _case: True}

    def certify() -> Status:
        model = sent.model
        return take_step(session, sent.eva, security_model_id=model, step="t.certify", now=now, proofs=proofs)

    with pytest.raises(Refusal) as refused:
        certify()
    assert refused.value.params == {"need": "vetting-passed"}
    a_signed_vetting(session, sent, now)
    assert certify() is Status.CERTIFIED


# ---------------------------------------------------------------- working together, signing


def test_the_second_who_saves_a_part_is_told_and_loses_nothing(session: Session, sent: Sent, now: datetime) -> None:
    vetting = start_vetting(session, sent.eva, draft_id=sent.draft, now=now)

    def save(who: Actor, seen: int, notes: str) -> int:
        return save_part(
            session, who, vetting_id=vetting, part="history", seen_version=seen, outcome="", notes=notes, now=now
        )

    assert save(sent.eva, 0, "Founded in 1990.") == 1
    assert save(sent.sue, 0, "Founded in 1990.") == 1
    with pytest.raises(StaleVersion) as stale:
        save(sent.sue, 0, "No trace of it.")
    assert (stale.value.theirs, stale.value.version) == ("Founded in 1990.", 1)
    assert save(sent.sue, 1, "No trace of it.") == 2


def test_who_signs_has_seen_what_is_signed(session: Session, sent: Sent, now: datetime) -> None:
    vetting = an_open_vetting(session, sent, now)
    signing = a_signing(session, sent, now)
    save_part(
        session, sent.sue, vetting_id=vetting, part="history", seen_version=1, outcome="fits", notes="Hm.", now=now
    )
    with pytest.raises(Refusal, match=r"vetting\.changed-meanwhile"):
        sign_vetting(session, sent.eva, vetting_id=vetting, signing=signing, now=now)


def test_signing_asks_for_a_name_a_tick_and_a_recent_proof(session: Session, sent: Sent, now: datetime) -> None:
    vetting = an_open_vetting(session, sent, now, contacts=Found.DOES_NOT_FIT)
    signing = replace(a_signing(session, sent, now), typed_name="Sue", agreed=False)
    with pytest.raises(FormFaults) as refused:
        sign_vetting(session, sent.eva, vetting_id=vetting, signing=signing, now=now)
    assert set(refused.value.faults) == {"outcome", "agreed", "name"}
    long_ago = replace(sent.eva, proved_at=now - timedelta(minutes=16))
    signing = a_signing(session, sent, now, Outcome.FAILED)
    with pytest.raises(NotPermitted, match=r"access\.prove-again"):
        sign_vetting(session, long_ago, vetting_id=vetting, signing=signing, now=now)
    sign_vetting(session, sent.eva, vetting_id=vetting, signing=signing, now=now)


def test_a_source_noted_by_mistake_is_taken_away_and_the_same_twice_is_one(
    session: Session, sent: Sent, now: datetime
) -> None:
    vetting = start_vetting(session, sent.eva, draft_id=sent.draft, now=now)
    for _ in range(2):
        add_source(session, sent.eva, vetting_id=vetting, part="history", source=REGISTER, now=now)
    desk = read_vetting(session, sent.eva, draft_id=sent.draft, now=now)
    assert desk.open
    (source,) = desk.open.sources[Part.HISTORY]
    for _ in range(2):
        remove_source(session, sent.eva, source_id=source, now=now)
    desk = read_vetting(session, sent.eva, draft_id=sent.draft, now=now)
    assert desk.open
    assert desk.open.parts[Part.HISTORY].sources == ()


# ---------------------------------------------------------------- who may


def test_nobody_else_reads_or_writes_it(session: Session, sent: Sent, now: datetime) -> None:
    vetting = an_open_vetting(session, sent, now)
    stranger = a_staff_member(session, sent.cast.finn, StaffRole.SPECIALIST)
    hugo = replace(stranger, staff_role=StaffRole.HEADQUARTERS)
    for other, code in (
        (sent.cast.dan, "access.not-yours"),
        (stranger, "access.not-yours"),
        (hugo, "access.not-yours"),
        (sent.cast.ana, "access.not-your-role"),
    ):
        for use in (
            lambda who: read_vetting(session, who, draft_id=sent.draft, now=now),
            lambda who: start_vetting(session, who, draft_id=sent.draft, now=now),
            lambda who: add_source(session, who, vetting_id=vetting, part="history", source=REGISTER, now=now),
        ):
            with pytest.raises(NotPermitted) as refused:
                use(other)
            assert refused.value.code == code


def test_the_company_reads_in_its_history_that_it_is_vetted_and_no_more(
    session: Session, sent: Sent, now: datetime
) -> None:
    a_signed_vetting(session, sent, now)
    rows = session.exec(select(AuditEventRow).where(col(AuditEventRow.action).startswith("vetting."))).all()
    assert [row.action for row in rows] == ["vetting.started", "vetting.worked-on", "vetting.signed"]
    assert {row.chain for row in rows} == {sent.cast.account}
    assert not any("Seen." in row.detail or "passed" in row.detail for row in rows)
