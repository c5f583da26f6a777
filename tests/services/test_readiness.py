"""The readiness of a draft: answers, findings of the reviewer, and files beside them."""

from datetime import date, datetime

import pytest
from sqlmodel import Session

from ctpat_app.domain.errors import NotPermitted
from ctpat_app.guidance.readiness import GapKind
from ctpat_app.services.readiness import read_readiness
from ctpat_app.tables.documents import AttachmentRow, DocumentRow, DocumentVersionRow
from tests.applicants import a_filled_draft, an_empty_draft, answer_row
from tests.factories import WHEN, Cast, an_answer, the_cast


@pytest.fixture
def cast(session: Session) -> Cast:
    return the_cast(session)


def test_an_empty_draft_asks_nothing_yet(session: Session, cast: Cast, now: datetime) -> None:
    draft = an_empty_draft(session, cast.ana, cast.account, now=now)
    assert read_readiness(session, cast.ana, draft_id=draft, now=now).readiness.criteria == ()


def test_answers_that_are_alike_cost_points_for_their_substance(session: Session, cast: Cast, now: datetime) -> None:
    draft = a_filled_draft(session, cast.ana, cast.account, now=now)
    found = read_readiness(session, cast.ben, draft_id=draft, now=now).readiness
    assert 0 < found.points < 100
    assert {gap.kind for gap in found.gaps} == {GapKind.SUBSTANCE, GapKind.EVIDENCE}
    assert [gap.weighed for gap in found.gaps] == sorted((gap.weighed for gap in found.gaps), reverse=True)


def test_a_reason_for_not_applying_is_all_that_is_asked(session: Session, cast: Cast, now: datetime) -> None:
    draft = a_filled_draft(session, cast.ana, cast.account, now=now)
    row = answer_row(session, draft, "criterion.4.1")
    assert row
    row.value = "We have no computers at all, only paper."
    an_answer(session, draft, cast.ana, "applicability.4.1", "not-applicable")
    found = read_readiness(session, cast.ana, draft_id=draft, now=now).readiness
    assert next(item.points for item in found.criteria if item.criterion == "4.1") == 100


def test_a_file_of_the_right_kind_mends_missing_evidence(session: Session, cast: Cast, now: datetime) -> None:
    draft = a_filled_draft(session, cast.ana, cast.account, now=now)
    before = read_readiness(session, cast.ana, draft_id=draft, now=now).readiness
    gap = next(each for each in before.gaps if each.finding.code == "missing-evidence")
    kind = next(key for key, each in _kinds().items() if gap.category in each)
    _attach(session, cast, draft, gap.criterion, kind, valid_until=None)
    after = read_readiness(session, cast.ana, draft_id=draft, now=now).readiness
    codes = {each.finding.code for each in after.gaps if each.criterion == gap.criterion}
    assert "missing-evidence" not in codes
    _attach(session, cast, draft, gap.criterion, kind, valid_until=date(2026, 1, 1), name="old.pdf")
    worse = read_readiness(session, cast.ana, draft_id=draft, now=now).readiness
    assert "expired-evidence" in {each.finding.code for each in worse.gaps if each.criterion == gap.criterion}


def _kinds() -> dict[str, tuple[str, ...]]:
    from tests.applicants import LIBRARY

    return {key: tuple(kind.categories) for key, kind in LIBRARY.evidence_kinds.items()}


def _attach(
    session: Session,
    cast: Cast,
    draft: int,
    criterion: str,
    kind: str,
    *,
    valid_until: date | None,
    name: str = "a.pdf",
) -> None:
    document = DocumentRow(
        name=name,
        folded_name=f"{name}-{draft}",
        kind=kind,
        valid_until=valid_until,
        trade_account_id=cast.account,
        stands_for=date(2026, 2, 1),
        created_at=WHEN,
        created_by=cast.ana.user_id,
    )
    session.add(document)
    session.flush()
    assert document.id
    session.add(
        DocumentVersionRow(
            document_id=document.id,
            number=1,
            blob_key=f"{draft}/{name}",
            size_bytes=1,
            sha256="0",
            pages=1,
            media_type="application/pdf",
            state="read",
            scan="clean",
            uploaded_at=WHEN,
            uploaded_by=cast.ana.user_id,
        )
    )
    session.add(
        AttachmentRow(
            draft_id=draft,
            key=f"criterion.{criterion}",
            document_id=document.id,
            attached_at=WHEN,
            attached_by=cast.ana.user_id,
        )
    )
    session.flush()


def test_dan_cannot_see_how_ready_another_company_is(session: Session, cast: Cast, now: datetime) -> None:
    draft = a_filled_draft(session, cast.ana, cast.account, now=now)
    for stranger in (cast.dan, cast.eva, cast.finn):
        with pytest.raises(NotPermitted, match=r"access\.not-yours"):
            read_readiness(session, stranger, draft_id=draft, now=now)
