"""Leaving by one's own will, coming back after the end, and what nobody may do any more in between."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import update
from sqlmodel import Session, col, select

from ctpat_app.domain.errors import InvalidValue, NotPermitted
from ctpat_app.domain.form_faults import FormFaults
from ctpat_app.domain.lifecycle import TRANSITIONS, Status
from ctpat_app.domain.permissions import Actor, Role
from ctpat_app.domain.standing import REAPPLY_DAYS
from ctpat_app.domain.uploads import Target
from ctpat_app.services.application import start_application
from ctpat_app.services.drafts import read_book, save_answer
from ctpat_app.services.model_steps import events_of, find_differences
from ctpat_app.services.submissions import sign_application
from ctpat_app.services.taken_answers import offer_answers
from ctpat_app.services.uploads import require_upload
from ctpat_app.services.withdrawing import preview_withdrawal, read_return, reapply, withdraw
from ctpat_app.tables.accounts import MembershipRow
from ctpat_app.tables.drafts import DraftRow, SubmissionRow
from ctpat_app.tables.outbox import OutboxRow
from ctpat_app.words.localiser import localiser_for
from tests.applicants import a_filled_draft
from tests.factories import an_answer, the_cast
from tests.standing import Member, a_decision, a_member_company, another_member, status_of

REASON = "The company was sold and its plant closes in May."
LEAVABLE = sorted(TRANSITIONS["t.withdraw"].sources)


def left(session: Session, member: Member, now: datetime, *, who: Actor | None = None, reason: str = REASON) -> None:
    withdraw(session, who or member.ana, security_model_id=member.model, reason=reason, now=now)


def back(session: Session, member: Member, now: datetime, *, who: Actor | None = None, days: int = REAPPLY_DAYS) -> int:
    return reapply(session, who or member.ana, security_model_id=member.model, waiting_days=days, now=now)


@pytest.mark.parametrize("status", LEAVABLE)
def test_the_officer_leaves_from_every_status_that_the_table_names(
    session: Session, now: datetime, status: Status
) -> None:
    member = a_member_company(session, the_cast(session), status=status, now=now)
    planned = preview_withdrawal(session, member.ana, security_model_id=member.model, now=now).rehearsal
    assert planned is not None
    left(session, member, now)
    left(session, member, now)  # a second press
    assert status_of(session, member) is planned.after is Status.WITHDRAWN
    assert [each.step for each in events_of(session, member.model)].count("t.withdraw") == 1
    assert find_differences(session) == ()


@pytest.mark.parametrize("status", sorted(set(Status) - set(LEAVABLE) - {Status.WITHDRAWN}))
def test_nobody_leaves_what_has_ended(session: Session, now: datetime, status: Status) -> None:
    member = a_member_company(session, the_cast(session), status=status, now=now)
    assert preview_withdrawal(session, member.ana, security_model_id=member.model, now=now).rehearsal is None
    with pytest.raises(InvalidValue, match=r"lifecycle\.wrong-status"):
        left(session, member, now)


def test_leaving_is_for_officer_and_primary_contact_with_a_reason_and_a_proof(session: Session, now: datetime) -> None:
    member = a_member_company(session, the_cast(session), now=now)
    for who in (member.cast.dan, member.cast.ben, member.cast.chloe, member.hugo):
        with pytest.raises(NotPermitted):
            left(session, member, now, who=who)
    with pytest.raises(FormFaults):
        left(session, member, now, reason="Sold.")
    with pytest.raises(NotPermitted, match=r"access\.prove-again"):
        left(session, member, now, who=replace(member.ana, proved_at=None))
    paula = another_member(session, member, Role.EMPLOYEE)
    own = session.exec(select(MembershipRow.id).where(MembershipRow.user_id == paula.user_id)).one()
    an_answer(session, member.draft, member.ana, "primary_contact", str(own))
    left(session, member, now, who=paula)
    assert events_of(session, member.model)[-1].party == "primary-contact"
    assert "company-withdrew" in [row.template for row in session.exec(select(OutboxRow))]


# ---------------------------------------------------------------- after the end


def test_after_the_end_nothing_is_written_any_more(session: Session, now: datetime) -> None:
    cast = the_cast(session)
    draft = a_filled_draft(session, cast.ana, cast.account, now=now)
    member = a_member_company(session, cast, now=now)
    member = replace(member, model=session.get_one(DraftRow, draft).subject_id, draft=draft)
    left(session, member, now)
    before = read_book(session, draft).get("criterion.1.1")
    assert before is not None
    with pytest.raises(NotPermitted, match=r"draft\.frozen"):
        save_answer(
            session, member.ana, draft_id=draft, key="criterion.1.1", row_key="", seen_version=before.version,
            text="Too late", language="en", now=now,
        )  # fmt: skip
    with pytest.raises(InvalidValue, match=r"standing\.ended"):
        require_upload(session, member.ana, Target(model_id=member.model))


def test_a_suspended_company_writes_and_shows_but_does_not_send(session: Session, now: datetime) -> None:
    cast = the_cast(session)
    member = a_member_company(session, cast, now=now)
    a_decision(session, member, "suspend", now=now)
    require_upload(session, member.ana, Target(model_id=member.model))
    session.execute(update(DraftRow).where(col(DraftRow.id) == member.draft).values(frozen_at=None))
    save_answer(
        session, member.ana, draft_id=member.draft, key="criterion.1.1", row_key="", seen_version=0,
        text="Put right.", language="en", now=now,
    )  # fmt: skip
    with pytest.raises(InvalidValue, match=r"standing\.not-while-suspended"):
        sign_application(
            session, member.ana, draft_id=member.draft, typed_name="Ana", agreed=True,
            localiser=localiser_for("en"), now=now,
        )  # fmt: skip


def test_a_removed_company_waits_and_a_new_model_is_no_way_around(session: Session, now: datetime) -> None:
    member = a_member_company(session, the_cast(session), now=now)
    a_decision(session, member, "remove", now=now)
    require_upload(session, member.ana, Target(model_id=member.model))  # evidence of an appeal
    way = read_return(session, model_id=member.model, waiting_days=REAPPLY_DAYS, now=now)
    assert (way.day, way.is_open) == (now.date() + timedelta(days=365), False)
    with pytest.raises(InvalidValue, match=r"reapply\.wait"):
        back(session, member, now + timedelta(days=364))
    with pytest.raises(InvalidValue, match=r"reapply\.wait"):
        start_application(session, member.ana, trade_account_id=member.cast.account, now=now)
    draft = back(session, member, now + timedelta(days=365))
    assert status_of(session, member) is Status.DRAFT
    assert back(session, member, now + timedelta(days=366)) == draft
    assert find_differences(session) == ()


def test_the_operator_sets_the_waiting_time(session: Session, now: datetime) -> None:
    member = a_member_company(session, the_cast(session), now=now)
    a_decision(session, member, "remove", now=now)
    assert back(session, member, now, days=0) > member.draft


def test_who_withdrew_comes_back_at_once_and_finds_the_earlier_answers(session: Session, now: datetime) -> None:
    member = a_member_company(session, the_cast(session), now=now)
    an_answer(session, member.draft, member.ana, "criterion.1.1", "Our guard checks it every week.")
    an_answer(session, member.draft, member.ana, "business_types", "foreign-manufacturer")
    session.add(
        SubmissionRow(
            draft_id=member.draft, reference="CT-TEST2345", snapshot=b"x", content_hash="x", language="en",
            submitted_at=now, submitted_by=member.ana.user_id,
        )
    )  # fmt: skip
    left(session, member, now)
    for who in (member.cast.dan, member.cast.ben, member.cast.chloe, member.hugo):
        with pytest.raises(NotPermitted):
            back(session, member, now, who=who)
    draft = back(session, member, now)
    an_answer(session, draft, member.ana, "business_types", "foreign-manufacturer")
    offer = offer_answers(session, member.ana, draft_id=draft, now=now)
    assert offer is not None
    assert offer.draft_id == member.draft


def test_nobody_comes_back_to_what_goes_on(session: Session, now: datetime) -> None:
    member = a_member_company(session, the_cast(session), now=now)
    with pytest.raises(InvalidValue, match=r"lifecycle\.wrong-status"):
        back(session, member, now)
