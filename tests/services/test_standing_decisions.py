"""Headquarters suspends, removes, reinstates and grants: with a ground, a reason, a letter, and not a word less."""

import json
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text, update
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, col, select

from ctpat_app.domain.appeals import AppealState
from ctpat_app.domain.errors import InvalidValue, NotPermitted, Refusal
from ctpat_app.domain.form_faults import FormFaults
from ctpat_app.domain.lifecycle import Status
from ctpat_app.domain.standing import REAPPLY_DAYS, Decision, Ground
from ctpat_app.services.agreed_plans import agree_plan, give_visits_consent
from ctpat_app.services.model_steps import find_differences
from ctpat_app.services.standing_case import read_case
from ctpat_app.services.standing_decisions import Draft, preview
from ctpat_app.services.standing_proposals import decline_proposal, proposals_of, propose
from ctpat_app.services.standing_queue import SOURCES
from ctpat_app.services.standing_records import appeal_against, decisions_of, newest_decision
from ctpat_app.services.standing_view import find_banner, read_company_standing, read_letter
from ctpat_app.tables.accounts import UserAccountRow
from ctpat_app.tables.actions import ActionRow
from ctpat_app.tables.audit import AuditEventRow
from ctpat_app.tables.audit_guard import REFUSAL
from ctpat_app.tables.notices import NoticeRow
from ctpat_app.tables.outbox import OutboxRow
from ctpat_app.words.localiser import localiser_for
from ctpat_app.words.standing_letters import write_letter
from tests.factories import an_action, the_cast
from tests.standing import (
    LOOKED_AT,
    REASON,
    Member,
    a_decision,
    a_member_company,
    newest_event,
    status_of,
)

DAY = timedelta(days=1)


@pytest.fixture
def member(session: Session, now: datetime) -> Member:
    return a_member_company(session, the_cast(session), now=now)


# ---------------------------------------------------------------- deciding


def test_a_suspension_is_kept_with_its_letter_and_leaves_an_appeal_open(
    session: Session, member: Member, now: datetime
) -> None:
    session.execute(update(UserAccountRow).where(col(UserAccountRow.id) == member.ana.user_id).values(language="es"))
    session.expire_all()
    number = a_decision(session, member, "suspend", now=now)
    assert status_of(session, member) is Status.SUSPENDED
    found = newest_decision(session, member.model)
    assert found is not None
    assert (found.id, found.decision, found.ground) == (number, Decision.SUSPEND, Ground.INCIDENT)
    assert (found.reason, found.looked_at, found.decided_by) == (REASON, LOOKED_AT, member.hugo.user_id)
    assert found.letter is not None
    assert found.letter.language == "es"
    assert any(REASON in each for each in found.letter.paragraphs)
    assert any("May 31, 2026" in each for each in found.letter.english)
    appeal = appeal_against(session, number)
    assert appeal is not None
    assert (appeal.state, appeal.due_on) == (AppealState.OPEN, now.date() + 90 * DAY)
    assert find_differences(session) == ()


def test_the_contacts_get_one_letter_and_no_second_mail(session: Session, member: Member, now: datetime) -> None:
    session.execute(text("DELETE FROM outbox"))
    a_decision(session, member, "suspend", now=now)
    mails = [(row.recipient, row.template) for row in session.exec(select(OutboxRow))]
    assert sorted(mails) == [(f"{who}@example.com", "standing-letter") for who in ("ana", "ben", "chloe")]
    paths = {row.path for row in session.exec(select(NoticeRow)) if row.template == "standing-letter"}
    assert paths == {f"standing/?model={member.model}"}


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"reason": " "}, "reason", "standing.reason-short"),
        ({"ground": ""}, "ground", "standing.no-ground"),
        ({"ground": "bad mood"}, "ground", "standing.no-ground"),
        ({"looked_at": ""}, "looked_at", "standing.nothing-looked-at"),
        ({"decision": "reinstate"}, "decision", "standing.no-decision"),
        ({"decision": "exceed"}, "decision", "standing.no-decision"),
        ({"decision": ""}, "decision", "standing.no-decision"),
    ],
)
def test_nothing_is_decided_without_ground_reason_and_what_was_looked_at(
    session: Session, member: Member, now: datetime, changes: dict[str, Any], field: str, code: str
) -> None:
    draft = replace(Draft("suspend", "security-incident", REASON, LOOKED_AT, newest_event(session, member)), **changes)
    with pytest.raises(FormFaults) as refused:
        preview(
            session, member.hugo, security_model_id=member.model, draft=draft, write_letter=write_letter,
            waiting_days=REAPPLY_DAYS, now=now,
        )  # fmt: skip
    assert refused.value.faults[field].code == code


def test_only_headquarters_decides(session: Session, member: Member, now: datetime) -> None:
    for who in (member.cast.dan, member.ana, member.cast.ben, member.eva, member.sue, member.cast.finn):
        with pytest.raises(NotPermitted):
            a_decision(session, member, "suspend", now=now, who=who)
    assert status_of(session, member) is Status.CERTIFIED
    with pytest.raises(NotPermitted, match=r"access\.prove-again"):
        a_decision(session, member, "suspend", now=now, who=replace(member.hugo, proved_at=None))


def test_the_same_press_twice_is_one_decision(session: Session, member: Member, now: datetime) -> None:
    seen = newest_event(session, member)
    first = a_decision(session, member, "suspend", now=now, seen=seen)
    assert a_decision(session, member, "suspend", now=now, seen=seen) == first
    assert len(decisions_of(session, member.model)) == 1


def test_who_comes_second_is_told_that_the_case_moved(session: Session, member: Member, now: datetime) -> None:
    seen = newest_event(session, member)
    a_decision(session, member, "suspend", now=now, seen=seen)
    with pytest.raises(InvalidValue, match=r"standing\.changed-meanwhile"):
        a_decision(session, member, "remove", now=now, seen=seen, who=member.holly)


def test_a_decision_is_never_changed(session: Session, member: Member, now: datetime) -> None:
    a_decision(session, member, "suspend", now=now)
    with pytest.raises(DBAPIError, match=REFUSAL), session.begin_nested():
        session.execute(text("UPDATE standing_decision SET reason = 'other'"))


def test_the_rehearsal_changes_nothing_and_tells_what_then_comes(
    session: Session, member: Member, now: datetime
) -> None:
    draft = Draft("suspend", "false-information", REASON, LOOKED_AT, newest_event(session, member))
    planned = preview(
        session, member.hugo, security_model_id=member.model, draft=draft, write_letter=write_letter,
        waiting_days=REAPPLY_DAYS, now=now,
    )  # fmt: skip
    assert status_of(session, member) is Status.CERTIFIED
    assert decisions_of(session, member.model) == ()
    number = a_decision(session, member, "suspend", ground="false-information", now=now)
    assert planned.rehearsal.after is status_of(session, member)
    appeal, found = appeal_against(session, number), newest_decision(session, member.model)
    assert appeal is not None
    assert found is not None
    assert (planned.rehearsal.appeal_by, planned.letter) == (appeal.due_on, found.letter)
    assert appeal.due_on == now.date() + 30 * DAY


def test_the_highest_standing_is_taken_back_with_a_letter(session: Session, now: datetime) -> None:
    member = a_member_company(session, the_cast(session), status=Status.CERTIFIED_EXCEEDING, now=now)
    number = a_decision(session, member, "lower", now=now)
    assert status_of(session, member) is Status.CERTIFIED_VALIDATED
    assert appeal_against(session, number) is None


def test_the_highest_standing_is_not_granted_without_its_proofs(session: Session, now: datetime) -> None:
    member = a_member_company(session, the_cast(session), status=Status.CERTIFIED_VALIDATED, now=now)
    with pytest.raises(Refusal, match=r"lifecycle\.not-proved"):
        a_decision(session, member, "exceed", now=now)


# ---------------------------------------------------------------- the way back


def close(session: Session, action: int) -> None:
    session.execute(update(ActionRow).where(col(ActionRow.id) == action).values(state="closed"))
    session.expire_all()


def consent(session: Session, member: Member, now: datetime) -> None:
    give_visits_consent(
        session, member.ana, security_model_id=member.model, typed_name="Ana", agreed=True,
        localiser=localiser_for("en"), now=now,
    )  # fmt: skip


def test_a_suspension_ends_with_an_agreed_and_fulfilled_plan_and_a_consent(
    session: Session, member: Member, now: datetime
) -> None:
    a_decision(session, member, "suspend", now=now)
    action = an_action(session, member.model, member.ana)

    def needed() -> str:
        with pytest.raises(Refusal) as refused:
            a_decision(session, member, "reinstate", now=now)
        return str(refused.value.params["need"])

    with session.begin_nested() as point:
        assert needed() == "corrective-action-plan-agreed"
        point.rollback()
    with pytest.raises(InvalidValue, match=r"standing\.plan-empty"):
        agree_plan(session, member.hugo, security_model_id=member.model, actions=[action + 99], note="", now=now)
    agree_plan(session, member.hugo, security_model_id=member.model, actions=[action], note="By May.", now=now)
    with session.begin_nested() as point:
        assert needed() == "plan-fulfilled"
        point.rollback()
    close(session, action)
    with session.begin_nested() as point:
        assert needed() == "consent-to-unannounced-visits-after-an-incident"
        point.rollback()
    consent(session, member, now)
    a_decision(session, member, "reinstate", now=now)
    assert status_of(session, member) is Status.CERTIFIED
    assert find_differences(session) == ()


def test_only_an_incident_asks_for_visits_without_notice(session: Session, member: Member, now: datetime) -> None:
    a_decision(session, member, "suspend", ground="annual-review-missed", now=now)
    action = an_action(session, member.model, member.ana)
    agree_plan(session, member.hugo, security_model_id=member.model, actions=[action], note="", now=now)
    close(session, action)
    a_decision(session, member, "reinstate", now=now)
    assert status_of(session, member) is Status.CERTIFIED


def test_a_consent_from_before_the_suspension_does_not_count(session: Session, member: Member, now: datetime) -> None:
    with pytest.raises(InvalidValue, match=r"standing\.not-suspended"):
        consent(session, member, now)


def test_plan_and_consent_are_for_those_whom_they_ask(session: Session, member: Member, now: datetime) -> None:
    a_decision(session, member, "suspend", now=now)
    action = an_action(session, member.model, member.ana)
    for who in (member.cast.dan, member.ana, member.eva, member.sue):
        with pytest.raises(NotPermitted):
            agree_plan(session, who, security_model_id=member.model, actions=[action], note="", now=now)
    for other in (member.cast.dan, member.cast.ben, member.cast.chloe, member.hugo):
        with pytest.raises(NotPermitted):
            consent(session, replace(member, cast=replace(member.cast, ana=other)), now)


# ---------------------------------------------------------------- proposals


def test_the_desk_proposes_and_headquarters_takes_it_up(session: Session, member: Member, now: datetime) -> None:
    for who in (member.cast.dan, member.ana, member.hugo, member.cast.finn):
        with pytest.raises(NotPermitted):
            propose(
                session, who, security_model_id=member.model, decision="suspend", ground="no-commitment",
                reason=REASON, now=now,
            )  # fmt: skip
    asked: dict[str, Any] = {
        "security_model_id": member.model,
        "decision": "suspend",
        "ground": "no-commitment",
        "reason": REASON,
    }
    proposal = propose(session, member.eva, **asked, now=now)
    with pytest.raises(InvalidValue, match=r"standing\.proposed-already"):
        propose(session, member.sue, **asked, now=now)
    number = a_decision(session, member, "suspend", now=now, proposal=proposal)
    [found] = proposals_of(session, member.model)
    assert (found.person, found.settled_at) == ("Eva", now)
    assert session.execute(text("SELECT decision_id FROM standing_proposal")).scalar_one() == number
    # The company's chain knows nothing of a proposal.
    chain = session.exec(select(AuditEventRow).where(AuditEventRow.chain == member.cast.account)).all()
    assert not [each for each in chain if each.action.startswith("standing.")]


def test_a_proposal_is_declined_with_a_reason(session: Session, member: Member, now: datetime) -> None:
    proposal = propose(
        session, member.sue, security_model_id=member.model, decision="remove", ground="no-commitment",
        reason=REASON, now=now,
    )  # fmt: skip
    with pytest.raises(NotPermitted):
        decline_proposal(session, member.eva, proposal_id=proposal, reason=REASON, now=now)
    with pytest.raises(FormFaults):
        decline_proposal(session, member.hugo, proposal_id=proposal, reason="No.", now=now)
    decline_proposal(session, member.hugo, proposal_id=proposal, reason=REASON, now=now)
    with pytest.raises(InvalidValue, match=r"standing\.proposal-settled"):
        decline_proposal(session, member.holly, proposal_id=proposal, reason=REASON, now=now)
    assert proposals_of(session, member.model, waiting=True) == ()


# ---------------------------------------------------------------- who reads it


def test_the_company_reads_its_standing_and_no_name_of_staff(session: Session, member: Member, now: datetime) -> None:
    number = a_decision(session, member, "suspend", now=now)
    for who in (member.ana, member.cast.ben, member.cast.chloe):
        found = read_company_standing(session, who, security_model_id=member.model, waiting_days=REAPPLY_DAYS, now=now)
        assert found.suspended is not None
        assert found.suspended.answer_by == now.date() + 90 * DAY
        assert (found.may_sign, found.may_write) == (who is member.ana, True)
    assert "Hugo" not in json.dumps(found.decisions[0].letter and found.decisions[0].letter.as_text())
    letter, company = read_letter(session, member.cast.chloe, decision_id=number)
    assert (letter.id, company) == (number, "Acme Carriers SA")
    banner = find_banner(session, member.ana, trade_account_id=member.cast.account)
    assert banner is not None
    assert banner.status is Status.SUSPENDED


def test_dan_reads_nothing_of_it(session: Session, member: Member, now: datetime) -> None:
    number = a_decision(session, member, "suspend", now=now)
    with pytest.raises(NotPermitted, match=r"access\.not-yours"):
        read_company_standing(
            session, member.cast.dan, security_model_id=member.model, waiting_days=REAPPLY_DAYS, now=now
        )
    for other in (0, -1, 2**40, number + 99):
        with pytest.raises(NotPermitted, match=r"access\.not-yours"):
            read_letter(session, member.ana, decision_id=other)
    with pytest.raises(NotPermitted, match=r"access\.not-yours"):
        read_letter(session, member.cast.dan, decision_id=number)
    for who in (member.cast.dan, member.cast.finn, member.ana):
        with pytest.raises(NotPermitted):
            read_case(session, who, security_model_id=member.model, now=now)


def test_staff_read_the_case_and_the_company_sees_that_they_looked(
    session: Session, member: Member, now: datetime
) -> None:
    found = read_case(session, member.hugo, security_model_id=member.model, now=now)
    assert found.decisions_possible == (Decision.SUSPEND, Decision.REMOVE)
    assert found.proposals_possible == ()
    desk = read_case(session, member.eva, security_model_id=member.model, now=now)
    assert (desk.decisions_possible, desk.proposals_possible) == ((), (Decision.SUSPEND, Decision.REMOVE))
    chain = session.exec(select(AuditEventRow).where(AuditEventRow.chain == member.cast.account)).all()
    looks = {(each.action, each.acting_as) for each in chain if each.action.endswith("seen-by-staff")}
    assert looks >= {("company.seen-by-staff", "headquarters"), ("company.seen-by-staff", "specialist")}


def test_what_waits_for_staff_stands_in_the_queue(session: Session, member: Member, now: datetime) -> None:
    propose(
        session, member.sue, security_model_id=member.model, decision="suspend", ground="no-commitment",
        reason=REASON, now=now,
    )  # fmt: skip
    rows = [tuple(row) for source in SOURCES for row in session.execute(source())]
    assert [(row[0], row[1], row[2], row[5]) for row in rows] == [
        ("standing-proposal", member.cast.account, member.model, None)
    ]
