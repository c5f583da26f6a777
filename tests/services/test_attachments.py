"""One document beside many statements: attached, taken away, moved, and by whom."""

from datetime import datetime

import pytest
from sqlmodel import Session, select

from ctpat_app.domain.errors import InvalidValue, NotPermitted
from ctpat_app.services.attachments import attach_document, detach_document, move_document, read_beside
from ctpat_app.tables.audit import AuditEventRow
from ctpat_app.tables.documents import AttachmentRow
from ctpat_app.tables.drafts import DraftRow
from tests.factories import Cast, a_document, a_security_model, an_attachment
from tests.services.test_exchange import Office, office

__all__ = ["office"]
FIRST, SECOND, THIRD = "criterion.1.1", "criterion.1.2", "criterion.1.3"


@pytest.fixture
def document(session: Session, office: Office) -> int:
    """A document of ana's company beside the first statement."""
    document = a_document(session, office.cast.ana, office.model)
    an_attachment(session, office.cast.ana, office.draft, document, key=FIRST)
    return document


def keys(session: Session) -> list[str]:
    rows = session.exec(select(AttachmentRow).order_by(AttachmentRow.id)).all()  # type: ignore[arg-type]
    return [row.key for row in rows if row.removed_at is None]


def actions(session: Session, cast: Cast) -> list[str]:
    events = session.exec(select(AuditEventRow).where(AuditEventRow.chain == cast.account)).all()
    return [event.action for event in events if event.action.startswith("document.")]


def test_one_document_stands_beside_three_statements(
    session: Session, office: Office, document: int, now: datetime
) -> None:
    for key in (SECOND, THIRD, THIRD):
        attach_document(session, office.cast.chloe, draft_id=office.draft, key=key, document_id=document, now=now)
    assert keys(session) == [FIRST, SECOND, THIRD]
    assert actions(session, office.cast) == ["document.attached"] * 2
    for key in (FIRST, SECOND, THIRD):
        (item,) = read_beside(session, office.cast.ben, draft_id=office.draft, key=key)
        assert [place.key for place in item.places] == [FIRST, SECOND, THIRD]
    assert read_beside(session, office.cast.ben, draft_id=office.draft, key="criterion.1.4") == ()


def test_taken_away_it_stays_in_the_exchange_and_may_come_back(
    session: Session, office: Office, document: int, now: datetime
) -> None:
    for _ in range(2):
        detach_document(session, office.cast.ben, draft_id=office.draft, key=FIRST, document_id=document, now=now)
    assert keys(session) == []
    attach_document(session, office.cast.ben, draft_id=office.draft, key=FIRST, document_id=document, now=now)
    assert keys(session) == [FIRST]
    assert actions(session, office.cast) == ["document.detached", "document.attached"]


def test_moving_is_one_step(session: Session, office: Office, document: int, now: datetime) -> None:
    def move(key: str, to_key: str) -> None:
        move_document(
            session, office.cast.ana, draft_id=office.draft, key=key, to_key=to_key, document_id=document, now=now
        )

    move(FIRST, FIRST)
    move(FIRST, SECOND)
    assert keys(session) == [SECOND]
    assert actions(session, office.cast) == ["document.moved"]
    with pytest.raises(InvalidValue, match=r"document\.moved-already"):
        move(FIRST, THIRD)
    attach_document(session, office.cast.ana, draft_id=office.draft, key=THIRD, document_id=document, now=now)
    move(SECOND, THIRD)
    assert keys(session) == [THIRD]


def test_beside_what_is_not_asked_nothing_is_attached(
    session: Session, office: Office, document: int, now: datetime
) -> None:
    for key in ("criterion.99.99", "business_types", ""):
        with pytest.raises(InvalidValue, match=r"document\.no-statement"):
            attach_document(session, office.cast.ana, draft_id=office.draft, key=key, document_id=document, now=now)


def test_a_frozen_application_keeps_its_evidence(
    session: Session, office: Office, document: int, now: datetime
) -> None:
    session.get_one(DraftRow, office.draft).frozen_at = now
    session.flush()
    with pytest.raises(NotPermitted, match=r"draft\.frozen"):
        attach_document(session, office.cast.ana, draft_id=office.draft, key=SECOND, document_id=document, now=now)
    with pytest.raises(NotPermitted, match=r"draft\.frozen"):
        detach_document(session, office.cast.ana, draft_id=office.draft, key=FIRST, document_id=document, now=now)
    assert keys(session) == [FIRST]


def test_documents_of_elsewhere_are_not_attached(
    session: Session, office: Office, document: int, now: datetime
) -> None:
    cast = office.cast
    other = a_document(session, cast.ana, a_security_model(session, cast.account, cast.ana), name="other.pdf")
    public = a_document(session, cast.finn, name="guide.pdf")
    for number in (other, public, 900_000, 2**40, -1):
        with pytest.raises(NotPermitted, match=r"access\.not-yours"):
            attach_document(session, cast.ana, draft_id=office.draft, key=SECOND, document_id=number, now=now)
    assert keys(session) == [FIRST]


def test_dan_cannot(session: Session, office: Office, document: int, now: datetime) -> None:
    dan, draft = office.cast.dan, office.draft
    for call in (
        lambda: read_beside(session, dan, draft_id=draft, key=FIRST),
        lambda: attach_document(session, dan, draft_id=draft, key=SECOND, document_id=document, now=now),
        lambda: detach_document(session, dan, draft_id=draft, key=FIRST, document_id=document, now=now),
        lambda: move_document(session, dan, draft_id=draft, key=FIRST, to_key=SECOND, document_id=document, now=now),
    ):
        with pytest.raises(NotPermitted, match=r"access\.not-yours"):
            call()
    assert keys(session) == [FIRST]
