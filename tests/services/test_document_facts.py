"""What is noted about a document: what can be noted, the proposed end, and two people at once."""

from datetime import date, datetime

import pytest
from sqlmodel import Session, select

from ctpat_app.domain.documents import MAX_NOTE
from ctpat_app.domain.errors import InvalidValue, NotPermitted, StaleVersion
from ctpat_app.domain.permissions import StaffRole
from ctpat_app.services.document_facts import Facts, change_facts
from ctpat_app.tables.audit import AuditEventRow
from ctpat_app.tables.documents import DocumentRow
from ctpat_app.tables.drafts import DraftRow
from tests.factories import Cast, a_document, a_draft, a_staff_member, the_cast

DAY = date(2026, 1, 31)


@pytest.fixture
def cast(session: Session) -> Cast:
    """The cast alone."""
    return the_cast(session)


@pytest.fixture
def document(session: Session, cast: Cast) -> int:
    """A document of ana's company."""
    draft = a_draft(session, cast.account, cast.ana)
    return a_document(session, cast.ana, session.get_one(DraftRow, draft).subject_id)


def noted(session: Session, cast: Cast, document: int, now: datetime, **facts: object) -> Facts:
    seen = session.get_one(DocumentRow, document).version
    asked = Facts(**facts)  # type: ignore[arg-type]
    return change_facts(session, cast.chloe, document_id=document, seen_version=seen, facts=asked, now=now)


def test_all_facts_are_kept_and_the_change_is_in_the_history(
    session: Session, cast: Cast, document: int, now: datetime
) -> None:
    facts = Facts("backup-log", date(2026, 1, 1), DAY, date(2026, 9, 1), "من البوابة", "zh-Hans")
    assert change_facts(session, cast.ben, document_id=document, seen_version=1, facts=facts, now=now) == facts
    row = session.get_one(DocumentRow, document)
    assert (row.kind, row.note, row.valid_until, row.version) == ("backup-log", "من البوابة", date(2026, 9, 1), 2)
    event = session.exec(select(AuditEventRow).where(AuditEventRow.chain == cast.account)).one()
    assert (event.action, event.user_id, event.subject) == (
        "document.facts-changed",
        cast.ben.user_id,
        f"document:{document}",
    )
    assert "البوابة" not in event.detail


def test_the_end_is_proposed_by_the_kind_and_follows_until_somebody_says_otherwise(
    session: Session, cast: Cast, document: int, now: datetime
) -> None:
    assert noted(session, cast, document, now, stands_for=DAY).valid_until is None
    first = noted(session, cast, document, now, kind="backup-log", stands_for=DAY)
    assert first.valid_until == date(2026, 4, 30)
    # The form brings the proposal back unchanged: with another kind it is proposed anew.
    second = noted(session, cast, document, now, kind="org-chart", stands_for=DAY, valid_until=first.valid_until)
    assert second.valid_until == date(2027, 1, 31)
    own = noted(session, cast, document, now, kind="org-chart", stands_for=DAY, valid_until=date(2026, 6, 1))
    kept = noted(session, cast, document, now, kind="backup-log", stands_for=DAY, valid_until=own.valid_until)
    assert kept.valid_until == date(2026, 6, 1)


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"kind": "no-such-kind"}, "document.kind-unknown"),
        ({"stands_from": DAY}, "document.period-backwards"),
        ({"stands_from": DAY, "stands_for": date(2026, 1, 30)}, "document.period-backwards"),
        ({"stands_for": DAY, "valid_until": date(2026, 1, 30)}, "document.ends-before"),
        ({"note": "字" * (MAX_NOTE + 1)}, "document.note-long"),
        ({"language": "not a tag"}, "document.language-unknown"),
        ({"language": "en-" + "x" * 8 + "-abcdefgh"}, "document.language-unknown"),
    ],
)
def test_what_cannot_be_noted_is_refused(
    session: Session, cast: Cast, document: int, now: datetime, facts: dict[str, object], code: str
) -> None:
    with pytest.raises(InvalidValue) as refused:
        noted(session, cast, document, now, **facts)
    assert refused.value.code == code
    assert session.get_one(DocumentRow, document).version == 1


def test_the_second_of_two_people_is_told(session: Session, cast: Cast, document: int, now: datetime) -> None:
    noted(session, cast, document, now, note="Ben was first")
    with pytest.raises(StaleVersion) as refused:
        change_facts(session, cast.ana, document_id=document, seen_version=1, facts=Facts(note="mine"), now=now)
    assert (refused.value.code, refused.value.version) == ("document.changed-meanwhile", 2)
    assert session.get_one(DocumentRow, document).note == "Ben was first"


def test_the_same_facts_again_write_nothing(session: Session, cast: Cast, document: int, now: datetime) -> None:
    noted(session, cast, document, now)
    assert session.get_one(DocumentRow, document).version == 1
    assert session.exec(select(AuditEventRow)).all() == []


def test_dan_cannot_and_the_specialist_neither(session: Session, cast: Cast, document: int, now: datetime) -> None:
    supervisor = a_staff_member(session, cast.eva, StaffRole.SUPERVISOR)
    for stranger, number in ((cast.dan, document), (supervisor, document), (cast.ana, 900_000), (cast.ana, 2**40)):
        with pytest.raises(NotPermitted, match=r"access\.not-yours"):
            change_facts(session, stranger, document_id=number, seen_version=1, facts=Facts(note="x"), now=now)


def test_only_library_administrators_change_the_public_library(session: Session, cast: Cast, now: datetime) -> None:
    admin = a_staff_member(session, cast.finn, StaffRole.LIBRARY_ADMIN)
    guide = a_document(session, admin, name="guide.pdf")
    with pytest.raises(NotPermitted, match=r"access\.not-yours"):
        change_facts(session, cast.ana, document_id=guide, seen_version=1, facts=Facts(note="x"), now=now)
    change_facts(session, admin, document_id=guide, seen_version=1, facts=Facts(note="For all"), now=now)
    assert session.get_one(DocumentRow, guide).note == "For all"
