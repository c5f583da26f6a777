"""How a case ends: each way needs what it needs, tells whom it tells, and the second of two presses changes nothing."""

import json
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, col, select, update

from ctpat_app.domain.errors import InvalidValue, NotPermitted, Refusal, StaleVersion
from ctpat_app.domain.permissions import StaffRole
from ctpat_app.domain.profile_reviews import ReviewState, Way
from ctpat_app.services.case_decisions import decide_case
from ctpat_app.services.case_ways import read_case_end
from ctpat_app.services.model_needs import PROOFS
from ctpat_app.services.model_steps import events_of, find_differences, take_step
from ctpat_app.services.profile_reviews import returned_comments, review_of
from ctpat_app.services.statement_decisions import accept_unchanged, decide_statement, newest_decision
from ctpat_app.tables.audit import AuditEventRow
from ctpat_app.tables.notices import NoticeRow
from ctpat_app.tables.outbox import OutboxRow
from ctpat_app.tables.security_models import SecurityModelRow
from tests.cases import a_case, a_further_draft, decide_all, model_of, send, statements_of
from tests.factories import Cast, a_staff_member, an_assignment, the_cast
from tests.reviewed import approved_draft

VETTED = {**PROOFS, "vetting-passed": lambda _case: True}
KEY = "criterion.1.1"


@pytest.fixture
def cast(session: Session) -> Cast:
    """The cast with eva as the specialist of ana's company."""
    cast = the_cast(session)
    eva = a_staff_member(session, cast.eva, StaffRole.SPECIALIST)
    an_assignment(session, cast.account, eva)
    return replace(cast, eva=eva)


@pytest.fixture
def draft(session: Session, cast: Cast, now: datetime) -> int:
    return a_case(session, cast, now)


def end(session: Session, cast: Cast, draft: int, way: Way, now: datetime, reason: str = "") -> None:
    seen = newest_decision(session, draft)
    decide_case(session, cast.eva, draft_id=draft, way=way, reason=reason, seen=seen, now=now, proofs=VETTED)


def status_of(session: Session, draft: int) -> str:
    return session.get_one(SecurityModelRow, model_of(session, draft)).status


def state_of(session: Session, draft: int) -> str:
    review = review_of(session, draft)
    assert review
    return review.state.value


def told(session: Session) -> list[tuple[str, str]]:
    query = select(NoticeRow).where(col(NoticeRow.template) != "model-moved").order_by(col(NoticeRow.id))
    return [(row.template, row.path) for row in session.exec(query)]


def a_member(session: Session, cast: Cast, draft: int, now: datetime) -> int:
    """Return a changed profile that the company of ``draft``, certified by now, has sent."""
    decide_all(session, cast.eva, draft, now)
    end(session, cast, draft, Way.CERTIFY, now)
    changed = a_further_draft(session, cast.ana, draft, {KEY: "Our guard checks it every day."})
    send(session, cast.ana, changed, now)
    return changed


# ---------------------------------------------------------------- the ways


def test_three_statements_go_back_with_their_comments(session: Session, cast: Cast, draft: int, now: datetime) -> None:
    three = statements_of(session, draft)[:3]
    decide_all(session, cast.eva, draft, now, returned=three)
    assert returned_comments(session, draft) == (), "not before the case as a whole is returned"
    end(session, cast, draft, Way.RETURN, now, "Look at category 1 again.")
    assert (status_of(session, draft), state_of(session, draft)) == ("returned", "returned")
    comments = returned_comments(session, draft)
    assert [(each.key, each.row_key, each.reason_kind) for each in comments] == [(key, "", "unclear") for key in three]
    assert comments[0].comment == f"Say who does it: {three[0]}"
    notice = session.exec(select(NoticeRow).where(col(NoticeRow.template) == "profile-returned")).first()
    assert notice
    assert json.loads(notice.params)["count"] == "3"
    assert notice.path == f"returned/?draft={draft}"
    assert events_of(session, model_of(session, draft))[-1].reason == "Look at category 1 again."
    assert find_differences(session) == ()


def test_nothing_goes_back_without_a_comment(session: Session, cast: Cast, draft: int, now: datetime) -> None:
    decide_all(session, cast.eva, draft, now)
    with pytest.raises(Refusal, match=r"case\.nothing-returned"):
        end(session, cast, draft, Way.RETURN, now)
    model = model_of(session, draft)
    with pytest.raises(Refusal, match=r"lifecycle\.not-proved"):
        take_step(session, cast.eva, security_model_id=model, step="t.return", now=now)
    assert status_of(session, draft) == "under-review"


def test_certifying_needs_every_statement_and_the_vetting(
    session: Session, cast: Cast, draft: int, now: datetime
) -> None:
    with pytest.raises(Refusal, match=r"case\.statements-open"):
        end(session, cast, draft, Way.CERTIFY, now)
    decide_all(session, cast.eva, draft, now)
    with pytest.raises(Refusal) as refused:
        decide_case(
            session,
            cast.eva,
            draft_id=draft,
            way="certify",
            reason="",
            seen=newest_decision(session, draft),
            now=now,
        )
    assert refused.value.params == {"need": "vetting-passed"}
    end(session, cast, draft, Way.CERTIFY, now)
    model = session.get_one(SecurityModelRow, model_of(session, draft))
    assert (model.status, model.certified_on, model.anniversary) == ("certified", now.date(), now.date())
    assert approved_draft(session, model_of(session, draft)) == draft
    assert {each for each in told(session) if each[0] == "application-certified"}
    mail = session.exec(select(OutboxRow).where(OutboxRow.template == "application-certified")).first()
    assert mail
    assert json.loads(mail.params)["validation_by"] == (now.date() + timedelta(days=365)).isoformat()
    assert json.loads(mail.params)["review_on"] == "2027-03-02"


def test_the_company_is_told_once_in_its_own_words(session: Session, cast: Cast, draft: int, now: datetime) -> None:
    decide_all(session, cast.eva, draft, now)
    before = len(session.exec(select(NoticeRow).where(NoticeRow.template == "model-moved")).all())
    end(session, cast, draft, Way.CERTIFY, now)
    assert len(session.exec(select(NoticeRow).where(NoticeRow.template == "model-moved")).all()) == before
    people = session.exec(select(NoticeRow.user_id).where(NoticeRow.template == "application-certified")).all()
    assert set(people) == {cast.ana.user_id, cast.ben.user_id, cast.chloe.user_id}
    assert all("Eva" not in row.params for row in session.exec(select(OutboxRow)))


@pytest.mark.parametrize(
    ("way", "status", "state"),
    [(Way.REJECT, "rejected", "rejected"), (Way.VETTING_FAILS, "ineligible", "ineligible")],
)
def test_deciding_against_needs_a_written_reason(
    session: Session, cast: Cast, draft: int, now: datetime, way: Way, status: str, state: str
) -> None:
    with pytest.raises(InvalidValue, match=r"case\.reason-missing"):
        end(session, cast, draft, way, now, "  ")
    end(session, cast, draft, way, now, "The premises do not exist.")
    assert (status_of(session, draft), state_of(session, draft)) == (status, state)
    assert events_of(session, model_of(session, draft))[-1].reason == "The premises do not exist."
    assert told(session)[-1][0] == "application-decided"


def test_a_member_keeps_its_status_while_changes_are_decided(
    session: Session, cast: Cast, draft: int, now: datetime
) -> None:
    changed = a_member(session, cast, draft, now)
    end_of = read_case_end(session, cast.eva, draft_id=changed, now=now)
    assert [each.way for each in end_of.ways] == [Way.ACCEPT_CHANGES, Way.RETURN_CHANGES]
    accept_unchanged(session, cast.eva, draft_id=changed, now=now)
    decide_statement(
        session,
        cast.eva,
        draft_id=changed,
        key=KEY,
        seen_version=0,
        decision="returned",
        reason_kind="record-missing",
        comment="Say where it is written down.",
        now=now,
    )
    end(session, cast, changed, Way.RETURN_CHANGES, now)
    assert (status_of(session, changed), state_of(session, changed)) == ("certified", "returned")
    assert approved_draft(session, model_of(session, changed)) == draft
    again = a_further_draft(session, cast.ana, changed, {KEY: "Our guard writes it down every day."})
    send(session, cast.ana, again, now)
    accept_unchanged(session, cast.eva, draft_id=again, now=now)
    decide_statement(session, cast.eva, draft_id=again, key=KEY, seen_version=0, decision="accepted", now=now)
    end(session, cast, again, Way.ACCEPT_CHANGES, now)
    assert (status_of(session, again), state_of(session, again)) == ("certified", "accepted")
    assert approved_draft(session, model_of(session, again)) == again
    audited = session.exec(select(AuditEventRow.action).where(col(AuditEventRow.action).like("profile.%ed"))).all()
    assert audited[-1] == "profile.accepted"
    assert "profile.returned" in audited


# ---------------------------------------------------------------- two presses, two people


def test_pressing_twice_is_one_decision(session: Session, cast: Cast, draft: int, now: datetime) -> None:
    end(session, cast, draft, Way.REJECT, now, "No.")
    count = len(told(session))
    end(session, cast, draft, Way.REJECT, now, "No.")
    assert len(told(session)) == count
    with pytest.raises(Refusal, match=r"case\.closed"):
        end(session, cast, draft, Way.VETTING_FAILS, now, "No.")
    sue = a_staff_member(session, cast.finn, StaffRole.SUPERVISOR)
    with pytest.raises(Refusal, match=r"case\.closed"):
        decide_case(session, sue, draft_id=draft, way="reject", reason="No.", seen=0, now=now)


def test_who_has_not_seen_what_a_colleague_decided_looks_again(
    session: Session, cast: Cast, draft: int, now: datetime
) -> None:
    seen = newest_decision(session, draft)
    decide_all(session, a_staff_member(session, cast.finn, StaffRole.SUPERVISOR), draft, now)
    with pytest.raises(StaleVersion, match=r"case\.changed-meanwhile"):
        decide_case(session, cast.eva, draft_id=draft, way="reject", reason="No.", seen=seen, now=now)
    assert state_of(session, draft) == ReviewState.OPEN


def test_the_decision_asks_who_one_is(session: Session, cast: Cast, draft: int, now: datetime) -> None:
    stale = replace(cast.eva, proved_at=now - timedelta(hours=1))
    with pytest.raises(NotPermitted, match=r"access\.prove-again"):
        decide_case(session, stale, draft_id=draft, way="reject", reason="No.", seen=0, now=now)
    assert state_of(session, draft) == ReviewState.OPEN


def test_other_staff_the_company_and_dan_cannot(session: Session, cast: Cast, draft: int, now: datetime) -> None:
    other = a_staff_member(session, cast.finn, StaffRole.SPECIALIST)
    for who in (other, replace(other, staff_role=StaffRole.HEADQUARTERS), cast.dan):
        with pytest.raises(NotPermitted, match=r"access\.not-yours"):
            decide_case(session, who, draft_id=draft, way="reject", reason="No.", seen=0, now=now)
        with pytest.raises(NotPermitted, match=r"access\.not-yours"):
            read_case_end(session, who, draft_id=draft, now=now)
    with pytest.raises(NotPermitted, match=r"access\.not-your-role"):
        decide_case(session, cast.ana, draft_id=draft, way="certify", reason="", seen=0, now=now)


def test_no_other_way_is_taken(session: Session, cast: Cast, draft: int, now: datetime) -> None:
    for way in ("accept-changes", "", "suspend"):
        with pytest.raises(InvalidValue, match=r"case\.way-missing"):
            decide_case(session, cast.eva, draft_id=draft, way=way, reason="x", seen=0, now=now)


# ---------------------------------------------------------------- the rehearsal says what the decision does


def test_every_way_is_rehearsed_with_what_stands_in_its_way(
    session: Session, cast: Cast, draft: int, now: datetime
) -> None:
    ahead = {each.way: each for each in read_case_end(session, cast.eva, draft_id=draft, now=now, proofs=VETTED).ways}
    assert {way: each.blocked for way, each in ahead.items()} == {
        Way.CERTIFY: "case.statements-open",
        Way.RETURN: "case.nothing-returned",
        Way.REJECT: "",
        Way.VETTING_FAILS: "",
    }
    assert (ahead[Way.REJECT].status, ahead[Way.REJECT].needs_reason) == ("rejected", True)
    decide_all(session, cast.eva, draft, now, returned=(KEY,))
    ahead = {each.way: each for each in read_case_end(session, cast.eva, draft_id=draft, now=now, proofs=VETTED).ways}
    assert (ahead[Way.RETURN].blocked, ahead[Way.RETURN].status) == ("", "returned")
    assert ahead[Way.CERTIFY].blocked == "case.sent-back-stands"
    end_of = read_case_end(session, cast.eva, draft_id=draft, now=now)
    assert (end_of.contacts, end_of.tally.sent_back, end_of.status) == (3, 1, "under-review")


@pytest.mark.parametrize("way", [Way.CERTIFY, Way.RETURN, Way.REJECT, Way.VETTING_FAILS])
def test_the_decision_leads_where_the_rehearsal_said(
    session: Session, cast: Cast, draft: int, now: datetime, way: Way
) -> None:
    decide_all(session, cast.eva, draft, now, returned=(KEY,) if way is Way.RETURN else ())
    end_of = read_case_end(session, cast.eva, draft_id=draft, now=now, proofs=VETTED)
    [ahead] = [each for each in end_of.ways if each.way is way]
    assert ahead.blocked == ""
    end(session, cast, draft, way, now, "Because.")
    assert status_of(session, draft) == ahead.status
    assert read_case_end(session, cast.eva, draft_id=draft, now=now).ways == ()


def test_a_vetting_that_has_not_passed_is_named(session: Session, cast: Cast, draft: int, now: datetime) -> None:
    decide_all(session, cast.eva, draft, now)
    certify = read_case_end(session, cast.eva, draft_id=draft, now=now).ways[0]
    assert (certify.way, certify.blocked) == (Way.CERTIFY, "case.vetting-not-passed")


def test_before_somebody_is_assigned_nothing_can_be_decided(
    session: Session, cast: Cast, draft: int, now: datetime
) -> None:
    session.execute(update(SecurityModelRow).values(status="submitted"))
    session.expire_all()
    ways = read_case_end(session, cast.eva, draft_id=draft, now=now).ways
    assert {each.blocked for each in ways} >= {"case.not-under-review"}
    session.execute(update(SecurityModelRow).values(status="under-review"))
