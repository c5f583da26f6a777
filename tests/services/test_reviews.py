"""What a reviewer may object to: in one answer, in the whole profile, and what becomes of it when it does not fit."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, col, select

from ctpat_app.domain.errors import InvalidValue, NotPermitted, Refusal
from ctpat_app.domain.permissions import Actor
from ctpat_app.guidance.questions import APPLICABILITY, CRITERION, NOT_APPLICABLE
from ctpat_app.services.drafts import save_answer
from ctpat_app.services.retention import purge_removed
from ctpat_app.services.reviews import (
    MAX_REASON,
    AnswerReview,
    Objection,
    dismiss_finding,
    restore_finding,
    review_answer,
    review_draft,
)
from ctpat_app.tables.audit import AuditEventRow
from ctpat_app.tables.documents import AttachmentRow, DocumentRow, DocumentVersionRow
from ctpat_app.tables.drafts import DraftRow, ReviewDismissalRow
from tests.applicants import LIBRARY, a_filled_draft, answer_row
from tests.factories import WHEN, Cast, an_answer, the_cast

GOOD = (
    "The yard guard walks the fence every night with sheet F-2, which is kept two years; if a hole is found he calls "
    "the security manager at once."
)
VAGUE = "Our site is safe and everything is fully under control."
MUST, SHOULD = "9.1", "1.1"
REASON = "Our landlord does this, see the lease."


@pytest.fixture
def cast(session: Session) -> Cast:
    return the_cast(session)


@pytest.fixture
def draft(session: Session, cast: Cast, now: datetime) -> int:
    """A complete application; its answers are alike but for one word."""
    return a_filled_draft(session, cast.ana, cast.account, "us-importer", now=now)


def write(session: Session, draft: int, criterion: str, text: str) -> None:
    row = answer_row(session, draft, CRITERION + criterion)
    assert row
    row.value = text
    session.add(row)
    session.flush()


def evidence(session: Session, draft: int, cast: Cast, criterion: str, kind: str, stands_for: datetime) -> None:
    document = DocumentRow(
        name=f"fence-{criterion}.jpg",
        folded_name=f"fence-{criterion}.jpg",
        kind=kind,
        stands_for=stands_for.date(),
        created_at=WHEN,
        created_by=cast.ana.user_id,
        trade_account_id=cast.account,
    )
    session.add(document)
    session.flush()
    assert document.id
    session.add(
        DocumentVersionRow(
            document_id=document.id,
            number=1,
            blob_key=f"blob-{document.id}",
            size_bytes=1,
            sha256="0" * 64,
            media_type="image/jpeg",
            state="read",
            scan="clean",
            uploaded_at=WHEN,
            uploaded_by=cast.ana.user_id,
        )
    )
    session.add(
        AttachmentRow(
            draft_id=draft,
            key=CRITERION + criterion,
            document_id=document.id,
            attached_at=WHEN,
            attached_by=cast.ana.user_id,
        )
    )
    session.flush()


def codes(review: AnswerReview) -> list[str]:
    return [each.finding.code for each in review.objections]


def looked(session: Session, actor: Actor, draft: int, criterion: str, now: datetime) -> AnswerReview:
    return review_answer(session, actor, draft_id=draft, criterion=criterion, now=now)


def dismissed(session: Session, actor: Actor, draft: int, objection: Objection, now: datetime, **more: str) -> None:
    dismiss_finding(
        session,
        actor,
        draft_id=draft,
        criterion=more.get("criterion", SHOULD),
        code=objection.finding.code,
        about=more.get("about", objection.about),
        reason=more.get("reason", REASON),
        now=now,
    )


def test_a_vague_answer_is_objected_to_and_a_good_one_is_not(
    session: Session, cast: Cast, draft: int, now: datetime
) -> None:
    write(session, draft, SHOULD, VAGUE)
    found = looked(session, cast.chloe, draft, SHOULD, now)
    assert codes(found) == ["too-generic"]
    assert found.told == frozenset()
    write(session, draft, SHOULD, GOOD)
    better = looked(session, cast.chloe, draft, SHOULD, now)
    assert codes(better) == []
    assert better.told == {"who", "frequency", "records", "escalation"}


def test_a_must_asks_for_evidence_and_old_evidence_for_a_newer_one(
    session: Session, cast: Cast, draft: int, now: datetime
) -> None:
    write(session, draft, MUST, GOOD)
    assert codes(looked(session, cast.ana, draft, MUST, now)) == ["missing-evidence"]
    kind = LIBRARY.evidence_kinds["facility-photo"]
    evidence(session, draft, cast, MUST, kind.id, now - timedelta(days=31 * (kind.current_for_months + 1)))
    (old,) = looked(session, cast.ana, draft, MUST, now).objections
    assert (old.finding.code, old.finding.words) == ("outdated-evidence", "fence-9.1.jpg")
    evidence(session, draft, cast, SHOULD, "seal-certificate", now)
    write(session, draft, SHOULD, GOOD.replace("fence", "dock").replace("hole", "gap").replace("yard", "dock"))
    assert "wrong-section-evidence" in codes(looked(session, cast.ana, draft, SHOULD, now))


def test_an_answer_is_compared_with_the_others_of_the_profile(
    session: Session, cast: Cast, draft: int, now: datetime
) -> None:
    write(session, draft, SHOULD, GOOD)
    write(session, draft, "1.2", GOOD)
    (copy,) = looked(session, cast.ana, draft, SHOULD, now).objections
    assert (copy.finding.code, copy.finding.params) == ("repeated-response", {"criterion": "1.2"})


def test_a_copied_sample_counts_as_a_template(session: Session, cast: Cast, draft: int, now: datetime) -> None:
    write(session, draft, SHOULD, LIBRARY.samples[SHOULD].i18n.good)
    (copied,) = looked(session, cast.ana, draft, SHOULD, now).objections
    assert (copied.finding.code, copied.finding.params) == ("placeholder", {"sample": SHOULD})


def test_what_does_not_apply_needs_a_reason_and_no_evidence(
    session: Session, cast: Cast, draft: int, now: datetime
) -> None:
    an_answer(session, draft, cast.ana, APPLICABILITY + MUST, NOT_APPLICABLE)
    write(session, draft, MUST, "We own no building; the forwarder keeps our goods.")
    found = looked(session, cast.ana, draft, MUST, now)
    assert (codes(found), found.applies, found.told) == ([], False, frozenset())
    write(session, draft, MUST, "Not needed")
    assert codes(looked(session, cast.ana, draft, MUST, now)) == ["not-applicable-without-reason"]
    write(session, draft, MUST, "No tenemos edificio propio, la agencia guarda la mercancía de todos los clientes.")
    assert codes(looked(session, cast.ana, draft, MUST, now)) == ["not-in-english"]


def test_an_answer_may_speak_of_any_business_type_of_the_company(session: Session, cast: Cast, now: datetime) -> None:
    draft = a_filled_draft(session, cast.ana, cast.account, "us-importer", "us-exporter", now=now)
    write(session, draft, SHOULD, f"As an exporter we care. {GOOD}")
    assert "wrong-entity-type" not in codes(looked(session, cast.ana, draft, SHOULD, now))


def test_an_open_statement_is_told_by_the_checks_and_not_here(
    session: Session, cast: Cast, draft: int, now: datetime
) -> None:
    write(session, draft, SHOULD, "")
    assert looked(session, cast.ana, draft, SHOULD, now).objections == ()
    assert SHOULD not in {each.criterion for each in review_draft(session, cast.ana, draft_id=draft, now=now).answers}


def test_the_whole_profile_says_what_each_answer_alone_says(
    session: Session, cast: Cast, draft: int, now: datetime
) -> None:
    write(session, draft, SHOULD, GOOD)
    write(session, draft, MUST, VAGUE)
    whole = review_draft(session, cast.ana, draft_id=draft, now=now).answers
    assert len(whole) == len({each.criterion for each in whole}) > 50
    assert all(each == looked(session, cast.ana, draft, each.criterion, now) for each in whole[:12])


def test_a_finding_is_dismissed_with_a_reason_until_the_answer_changes(
    session: Session, cast: Cast, draft: int, now: datetime
) -> None:
    write(session, draft, SHOULD, VAGUE)
    (objection,) = looked(session, cast.ana, draft, SHOULD, now).objections
    dismissed(session, cast.chloe, draft, objection, now, reason=f"  {REASON}\n")
    found = looked(session, cast.ana, draft, SHOULD, now)
    assert found.open == ()
    (told,) = [each.dismissal for each in found.objections]
    assert told
    assert (told.reason, told.who, told.at) == (REASON, "Chloe", now)
    write(session, draft, SHOULD, f"{VAGUE} Always.")
    (again,) = looked(session, cast.ana, draft, SHOULD, now).open
    assert again.finding.code == "too-generic"
    write(session, draft, SHOULD, VAGUE)
    assert looked(session, cast.ana, draft, SHOULD, now).open == ()


def test_a_second_dismissal_takes_the_place_of_the_first_and_can_be_undone(
    session: Session, cast: Cast, draft: int, now: datetime
) -> None:
    write(session, draft, SHOULD, VAGUE)
    (objection,) = looked(session, cast.ana, draft, SHOULD, now).objections
    dismissed(session, cast.ana, draft, objection, now)
    dismissed(session, cast.ben, draft, objection, now, reason="The plant is shut.")
    (row,) = session.exec(select(ReviewDismissalRow)).all()
    assert (row.reason, row.dismissed_by) == ("The plant is shut.", cast.ben.user_id)
    for _twice in range(2):
        restore_finding(session, cast.ana, draft_id=draft, criterion=SHOULD, code="too-generic", now=now)
    assert looked(session, cast.ana, draft, SHOULD, now).open
    query = select(AuditEventRow.action).where(col(AuditEventRow.action).startswith("finding."))
    actions = session.exec(query.order_by(col(AuditEventRow.number))).all()
    assert actions == ["finding.dismissed", "finding.dismissed", "finding.restored"]
    events = session.exec(select(AuditEventRow).where(col(AuditEventRow.action).startswith("finding."))).all()
    assert not any("plant" in repr(event) for event in events)


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"reason": " \n "}, "review.reason-missing"),
        ({"reason": "x" * (MAX_REASON + 1)}, "text.too-long"),
        ({"about": "0" * 64}, "review.finding-gone"),
        ({"criterion": "no-such"}, "question.unknown"),
    ],
)
def test_what_cannot_be_dismissed_is_told(
    session: Session, cast: Cast, draft: int, now: datetime, more: dict[str, str], code: str
) -> None:
    write(session, draft, SHOULD, VAGUE)
    (objection,) = looked(session, cast.ana, draft, SHOULD, now).objections
    with pytest.raises(Refusal) as refused:
        dismissed(session, cast.ana, draft, objection, now, **more)
    assert refused.value.code == code
    assert session.exec(select(ReviewDismissalRow)).all() == []


def test_nothing_is_dismissed_once_the_application_is_sent(
    session: Session, cast: Cast, draft: int, now: datetime
) -> None:
    write(session, draft, SHOULD, VAGUE)
    (objection,) = looked(session, cast.ana, draft, SHOULD, now).objections
    dismissed(session, cast.ana, draft, objection, now)
    session.get_one(DraftRow, draft).frozen_at = now
    session.flush()
    with pytest.raises(NotPermitted, match=r"draft\.frozen"):
        restore_finding(session, cast.ana, draft_id=draft, criterion=SHOULD, code="too-generic", now=now)
    with pytest.raises(NotPermitted, match=r"draft\.frozen"):
        dismissed(session, cast.ana, draft, objection, now)


def test_dan_cannot(session: Session, cast: Cast, draft: int, now: datetime) -> None:
    write(session, draft, SHOULD, VAGUE)
    (objection,) = looked(session, cast.ana, draft, SHOULD, now).objections
    with pytest.raises(NotPermitted, match=r"access\.not-yours"):
        looked(session, cast.dan, draft, SHOULD, now)
    with pytest.raises(NotPermitted, match=r"access\.not-yours"):
        review_draft(session, cast.dan, draft_id=draft, now=now)
    with pytest.raises(NotPermitted, match=r"access\.not-yours"):
        dismissed(session, cast.dan, draft, objection, now)
    with pytest.raises(NotPermitted, match=r"access\.not-yours"):
        restore_finding(session, cast.dan, draft_id=draft, criterion=SHOULD, code="too-generic", now=now)


def test_a_deleted_draft_takes_its_dismissals_along(session: Session, cast: Cast, draft: int, now: datetime) -> None:
    write(session, draft, SHOULD, VAGUE)
    (objection,) = looked(session, cast.ana, draft, SHOULD, now).objections
    dismissed(session, cast.ana, draft, objection, now)
    session.get_one(DraftRow, draft).removed_at = now - timedelta(days=400)
    session.flush()
    assert purge_removed(session, now=now) == 1
    assert session.exec(select(ReviewDismissalRow)).all() == []


def test_a_saved_answer_is_looked_at_as_it_is_stored(session: Session, cast: Cast, draft: int, now: datetime) -> None:
    save_answer(
        session,
        cast.ben,
        draft_id=draft,
        key=CRITERION + SHOULD,
        row_key="",
        seen_version=1,
        text=GOOD,
        language="en",
        now=now,
    )
    assert looked(session, cast.ben, draft, SHOULD, now).objections == ()
    with pytest.raises(InvalidValue, match=r"question\.unknown"):
        looked(session, cast.ben, draft, "99.9", now)
