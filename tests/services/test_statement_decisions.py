"""Accepting and returning statements: who may, what is kept, two people at once, and what counts as unchanged."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, col, select, update

from ctpat_app.domain.errors import InvalidValue, NotPermitted, Refusal, StaleVersion
from ctpat_app.domain.permissions import StaffRole
from ctpat_app.domain.profile_reviews import Decision, ReviewKind, ReviewState
from ctpat_app.services.model_steps import take_step
from ctpat_app.services.profile_reviews import decisions_of, review_of
from ctpat_app.services.sent_drafts import find_submission, frozen_situation
from ctpat_app.services.sent_versions import ProfileComparison, compare_with_earlier
from ctpat_app.services.statement_decisions import accept_unchanged, decide_statement, newest_decision
from ctpat_app.tables.audit import AuditEventRow
from ctpat_app.tables.audit_guard import REFUSAL
from ctpat_app.tables.documents import AttachmentRow, DocumentVersionRow
from ctpat_app.tables.profile_reviews import CriterionDecisionRow, ProfileReviewRow
from tests.cases import ALL_PROVED, a_case, a_further_draft, decide_all, model_of, send, statements_of
from tests.factories import Cast, a_document, a_staff_member, an_assignment, an_attachment, the_cast
from tests.reviewed import approved_draft

KEY = "criterion.1.1"
RETURN = {"decision": "returned", "reason_kind": "who-missing", "comment": "Name the person who checks the seals."}


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


def decide(session: Session, who: Any, draft: int, now: datetime, **what: Any) -> Any:
    wanted = {"key": KEY, "seen_version": 0, "decision": "accepted", **what}
    return decide_statement(session, who, draft_id=draft, now=now, **wanted)


def a_member_with(session: Session, cast: Cast, now: datetime) -> int:
    """Return the draft of a certified company whose every statement was accepted, with a file beside the first."""
    draft = a_case(session, cast, now)
    document = a_document(session, cast.ana, model_of(session, draft))
    an_attachment(session, cast.ana, draft, document)
    decide_all(session, cast.eva, draft, now)
    model = model_of(session, draft)
    take_step(session, cast.eva, security_model_id=model, step="t.certify", now=now, proofs=ALL_PROVED)
    row = session.exec(select(ProfileReviewRow).where(ProfileReviewRow.draft_id == draft)).one()
    row.state = ReviewState.ACCEPTED
    session.add(row)
    session.flush()
    return draft


def compared(session: Session, draft: int) -> ProfileComparison:
    review, submission = review_of(session, draft), find_submission(session, draft)
    assert review
    assert submission
    return compare_with_earlier(session, review, frozen_situation(session, submission))


# ---------------------------------------------------------------- who, and what is kept


def test_sending_opens_a_review(session: Session, draft: int) -> None:
    review = review_of(session, draft)
    assert review
    assert (review.kind, review.state) == (ReviewKind.APPLICATION, ReviewState.OPEN)


def test_a_decision_stands_with_who_and_when_and_the_company_sees_that_somebody_worked(
    session: Session, cast: Cast, draft: int, now: datetime
) -> None:
    decided = decide(session, cast.eva, draft, now, **RETURN)
    assert (decided.decision, decided.reason_kind, decided.version) == (Decision.RETURNED, "who-missing", 1)
    assert (decided.who, decided.at) == ("Eva", now)
    noted = session.exec(select(AuditEventRow).where(AuditEventRow.action == "profile.statements-reviewed")).one()
    assert (noted.chain, noted.user_id, noted.acting_as) == (cast.account, cast.eva.user_id, "specialist")
    assert "Name the person" not in noted.detail


def test_every_decision_is_kept_and_none_can_be_changed(
    session: Session, cast: Cast, draft: int, now: datetime
) -> None:
    decide(session, cast.eva, draft, now, **RETURN)
    decide(session, cast.eva, draft, now, seen_version=1, decision="open")
    decide(session, cast.eva, draft, now, seen_version=2)
    rows = session.exec(select(CriterionDecisionRow).order_by(col(CriterionDecisionRow.id))).all()
    assert [(row.version, row.decision, row.comment != "") for row in rows] == [
        (1, "returned", True),
        (2, "open", False),
        (3, "accepted", False),
    ]
    for change in ("UPDATE criterion_decision SET comment = ''", "DELETE FROM criterion_decision"):
        with pytest.raises(DBAPIError, match=REFUSAL), session.begin_nested():
            session.execute(text(change))


def test_the_same_decision_twice_is_one(session: Session, cast: Cast, draft: int, now: datetime) -> None:
    first = decide(session, cast.eva, draft, now, **RETURN)
    again = decide(session, cast.eva, draft, now + timedelta(minutes=1), **RETURN)
    assert again == first


def test_who_saw_an_older_decision_is_told_whose_stands(
    session: Session, cast: Cast, draft: int, now: datetime
) -> None:
    sue = a_staff_member(session, cast.finn, StaffRole.SUPERVISOR)
    decide(session, sue, draft, now, **RETURN)
    with pytest.raises(StaleVersion, match=r"case\.decided-meanwhile") as refused:
        decide(session, cast.eva, draft, now)
    assert (refused.value.who, refused.value.version) == ("Finn", 1)
    assert refused.value.theirs == RETURN["comment"]
    assert decisions_of(session, draft)[KEY].decision is Decision.RETURNED
    decide(session, cast.eva, draft, now, seen_version=1)
    assert decisions_of(session, draft)[KEY].decision is Decision.ACCEPTED


@pytest.mark.parametrize(
    ("what", "code"),
    [
        ({"decision": "returned", "reason_kind": "unclear", "comment": " "}, "case.comment-missing"),
        ({"decision": "returned", "reason_kind": "because", "comment": "Why?"}, "case.reason-kind-missing"),
        ({"decision": "returned", "reason_kind": "unclear", "comment": "x" * 2001}, "text.too-long"),
        ({"decision": "maybe"}, "question.unknown"),
        ({"key": "criterion.99.1"}, "question.unknown"),
        ({"key": "part.nothing"}, "question.unknown"),
        ({"key": "part.addresses"}, "case.part-not-accepted"),
    ],
)
def test_what_cannot_be_decided(
    session: Session, cast: Cast, draft: int, now: datetime, what: dict[str, str], code: str
) -> None:
    with pytest.raises(InvalidValue, match=code.replace(".", r"\.")):
        decide(session, cast.eva, draft, now, **what)
    assert newest_decision(session, draft) == 0


def test_another_part_goes_back_as_a_whole(session: Session, cast: Cast, draft: int, now: datetime) -> None:
    decide(session, cast.eva, draft, now, **RETURN, key="part.addresses")
    assert decisions_of(session, draft)["part.addresses"].decision is Decision.RETURNED


def test_other_staff_the_company_and_dan_cannot(session: Session, cast: Cast, draft: int, now: datetime) -> None:
    other = a_staff_member(session, cast.finn, StaffRole.SPECIALIST)
    hugo = replace(other, staff_role=StaffRole.HEADQUARTERS)
    for who in (other, hugo, cast.dan):
        with pytest.raises(NotPermitted, match=r"access\.not-yours"):
            decide(session, who, draft, now)
        with pytest.raises(NotPermitted, match=r"access\.not-yours"):
            accept_unchanged(session, who, draft_id=draft, now=now)
    with pytest.raises(NotPermitted, match=r"access\.not-your-role"):
        decide(session, cast.ana, draft, now)


def test_nothing_is_decided_about_what_is_not_sent_or_closed(
    session: Session, cast: Cast, draft: int, now: datetime
) -> None:
    unsent = a_further_draft(session, cast.ana, draft)
    with pytest.raises(Refusal, match=r"review\.not-sent"):
        decide(session, cast.eva, unsent, now)
    session.execute(update(ProfileReviewRow).values(state="returned"))
    session.expire_all()
    with pytest.raises(Refusal, match=r"case\.closed"):
        decide(session, cast.eva, draft, now)


# ---------------------------------------------------------------- unchanged since it was approved


def test_what_was_approved_and_stands_as_it_was_is_accepted_with_one_press(
    session: Session, cast: Cast, now: datetime
) -> None:
    first = a_member_with(session, cast, now)
    assert approved_draft(session, model_of(session, first)) == first
    changed = a_further_draft(session, cast.ana, first, {KEY: "Our guard checks it every day: criterion.1.1"})
    send(session, cast.ana, changed, now)
    review = review_of(session, changed)
    assert review
    assert review.kind is ReviewKind.CHANGES
    found = compared(session, changed)
    assert found.statements[KEY].is_changed
    assert found.changed_parts == frozenset()
    count = len(statements_of(session, changed))
    assert accept_unchanged(session, cast.eva, draft_id=changed, now=now) == count - 1
    assert KEY not in decisions_of(session, changed)
    assert accept_unchanged(session, cast.eva, draft_id=changed, now=now) == 0


def test_evidence_that_is_exchanged_or_taken_away_is_a_change(session: Session, cast: Cast, now: datetime) -> None:
    first = a_member_with(session, cast, now)
    same = a_further_draft(session, cast.ana, first)
    send(session, cast.ana, same, now)
    assert compared(session, same).statements[KEY].is_unchanged
    # A newer version of the same file is uploaded, then the profile is sent anew.
    version = session.exec(select(DocumentVersionRow)).one()
    newer = {**version.model_dump(exclude={"id"}), "number": 2, "sha256": "1" * 64, "blob_key": "newer"}
    session.add(DocumentVersionRow(**{**newer, "uploaded_at": now + timedelta(minutes=1)}))
    session.flush()
    assert compared(session, same).statements[KEY].is_unchanged, "it was sent with the older version"
    again = a_further_draft(session, cast.ana, same)
    send(session, cast.ana, again, now + timedelta(minutes=2))
    found = compared(session, again).statements[KEY]
    assert found.is_changed
    assert found.approved
    assert found.approved.answer.evidence != found.now.evidence
    bare = a_further_draft(session, cast.ana, again)
    session.execute(
        update(AttachmentRow).where(col(AttachmentRow.draft_id) == bare).values(removed_at=now + timedelta(minutes=3))
    )
    send(session, cast.ana, bare, now + timedelta(minutes=4))
    assert compared(session, bare).statements[KEY].is_changed


def test_applicability_and_english_version_belong_to_the_answer(session: Session, cast: Cast, now: datetime) -> None:
    first = a_member_with(session, cast, now)
    review, submission = review_of(session, first), find_submission(session, first)
    assert review
    assert submission
    now_sent = compare_with_earlier(session, review, frozen_situation(session, submission)).statements[KEY].now
    for change in ({"applies": False}, {"english": "x"}, {"original": "x"}, {"statement": "x"}):
        assert replace(now_sent, **change) != now_sent


def test_what_was_returned_is_shown_beside_the_new_text_and_never_accepted_unseen(
    session: Session, cast: Cast, now: datetime
) -> None:
    first = a_case(session, cast, now)
    decide_all(session, cast.eva, first, now, returned=(KEY,))
    session.execute(update(ProfileReviewRow).values(state="returned"))
    session.expire_all()
    model = model_of(session, first)
    take_step(session, cast.eva, security_model_id=model, step="t.certify", now=now, proofs=ALL_PROVED)
    again = a_further_draft(session, cast.ana, first)
    send(session, cast.ana, again, now)
    found = compared(session, again).statements
    returned = found[KEY].returned
    assert returned
    assert returned.decision.comment == f"Say who does it: {KEY}"
    assert not found[KEY].is_unchanged
    assert not found[KEY].is_changed
    assert found["criterion.1.2"].is_unchanged
    accept_unchanged(session, cast.eva, draft_id=again, now=now)
    assert KEY not in decisions_of(session, again)


def test_a_changed_part_is_named(session: Session, cast: Cast, now: datetime) -> None:
    first = a_member_with(session, cast, now)
    further = a_further_draft(session, cast.ana, first, {"countries": "MX,US,CA"})
    send(session, cast.ana, further, now)
    assert compared(session, further).changed_parts == {"part.countries"}


def test_sending_again_ends_the_review_that_nobody_decided(session: Session, cast: Cast, now: datetime) -> None:
    first = a_member_with(session, cast, now)
    second = a_further_draft(session, cast.ana, first)
    send(session, cast.ana, second, now)
    third = a_further_draft(session, cast.ana, second)
    send(session, cast.ana, third, now)
    states = [review_of(session, each) for each in (first, second, third)]
    assert [each.state for each in states if each] == ["accepted", "superseded", "open"]
