"""The result of a questionnaire: printed in both languages, and kept in the exchange of a security model."""

from datetime import datetime

import pytest
from sqlmodel import Session, select

from ctpat_app.adapters.pdf import render_application
from ctpat_app.domain.documents import Scan, UploadState
from ctpat_app.domain.errors import NotPermitted, Refusal
from ctpat_app.domain.inquiries import InquiryState
from ctpat_app.domain.uploads import FileType, JudgedFile
from ctpat_app.services.inquiry_evidence import KIND, file_inquiry, name_of_inquiry, places_for, require_closed
from ctpat_app.services.inquiry_printing import printed_inquiry
from ctpat_app.services.inquiry_reviews import close_inquiry, grade_answer
from ctpat_app.services.library import current_library, keep_current
from ctpat_app.tables.documents import DocumentRow
from ctpat_app.tables.drafts import DraftRow
from ctpat_app.tables.inquiries import InquiryRow
from ctpat_app.words.localiser import localiser_for
from ctpat_app.words.pdf import PdfWords
from tests.factories import Cast, a_draft, the_cast
from tests.inquiries import CRITERIA, a_partners_file, a_signed_inquiry, an_inquiry, answered, signed

FILE = JudgedFile(FileType.PDF, "documents/2026/03/" + "a" * 40, 100, "0" * 64, UploadState.READ, Scan.NOT_SCANNED)


@pytest.fixture
def cast(session: Session, now: datetime) -> Cast:
    keep_current(session, now=now)
    return the_cast(session)


@pytest.fixture
def number(session: Session, cast: Cast, now: datetime) -> int:
    """A closed inquiry; the first answer has English."""
    inquiry = an_inquiry(session, cast.account, cast.ana, now=now)
    for criterion in CRITERIA:
        answered(session, inquiry, criterion, "نفحص كل ختم.", language="ar", english="Each seal is checked.", now=now)
    a_partners_file(session, inquiry, "1.1", now=now)
    signed(session, inquiry, now=now)
    for criterion in CRITERIA:
        grade_answer(
            session, cast.ana, inquiry_id=inquiry, criterion=criterion, seen_version=0, of_version=1,
            grade="partly", reason="No names.", now=now,
        )  # fmt: skip
    seen = session.get_one(InquiryRow, inquiry).version
    close_inquiry(
        session, cast.ana, inquiry_id=inquiry, seen_version=seen, outcome="accepted", reason="It is enough.", now=now
    )
    return inquiry


def a_model(session: Session, account: int, cast: Cast) -> int:
    draft = a_draft(session, account, cast.ana, library_hash=current_library().hash)
    return session.get_one(DraftRow, draft).subject_id


@pytest.mark.parametrize("language", ["en", "ar"])
def test_both_texts_stand_in_the_document_with_the_grade(
    session: Session, cast: Cast, number: int, now: datetime, language: str
) -> None:
    document = printed_inquiry(
        session, cast.chloe, inquiry_id=number, localiser=localiser_for(language),
        words=PdfWords(language, "CTPAT kiosk"), now=now,
    )  # fmt: skip
    criteria = [each for section in document.sections for each in section.criteria]
    assert [each.number for each in criteria] == list(CRITERIA)
    assert [(text.text, text.language) for text in criteria[0].responses] == [
        ("نفحص كل ختم.", "ar"),
        ("Each seal is checked.", "en"),
        ("política.pdf", "und"),
    ]
    assert all("No names." in each.note for each in criteria)
    rendered = render_application(document)
    assert rendered.content.startswith(b"%PDF")
    assert rendered.replaced == ()


def test_before_the_signature_nothing_is_printed(session: Session, cast: Cast, now: datetime) -> None:
    inquiry = an_inquiry(session, cast.account, cast.ana, now=now)
    with pytest.raises(Refusal, match=r"inquiry\.not-signed"):
        printed_inquiry(
            session, cast.ana, inquiry_id=inquiry, localiser=localiser_for("en"), words=PdfWords("en", "Kiosk"), now=now
        )


def test_the_result_lies_in_the_exchange_with_its_kind(
    session: Session, cast: Cast, number: int, now: datetime
) -> None:
    model = a_model(session, cast.account, cast)
    reference = require_closed(session, cast.ana, inquiry_id=number)
    [place] = places_for(session, cast.ana, inquiry_id=number)
    assert (place.security_model_id, place.is_filed) == (model, False)
    assert KIND in current_library().evidence_kinds
    first = file_inquiry(session, cast.ana, inquiry_id=number, security_model_id=model, file=FILE, now=now)
    again = file_inquiry(session, cast.ben, inquiry_id=number, security_model_id=model, file=FILE, now=now)
    assert first == again
    document = session.get_one(DocumentRow, first)
    assert (document.name, document.kind, document.language) == (name_of_inquiry(reference), KIND, "en")
    assert document.stands_for == now.date()
    assert places_for(session, cast.ana, inquiry_id=number)[0].is_filed


def test_only_what_is_closed_is_kept(session: Session, cast: Cast, now: datetime) -> None:
    inquiry = a_signed_inquiry(session, cast.account, cast.ana, now=now)
    model = a_model(session, cast.account, cast)
    with pytest.raises(Refusal, match=r"inquiry\.not-closed"):
        require_closed(session, cast.ana, inquiry_id=inquiry)
    with pytest.raises(Refusal, match=r"inquiry\.not-closed"):
        file_inquiry(session, cast.ana, inquiry_id=inquiry, security_model_id=model, file=FILE, now=now)
    assert session.get_one(InquiryRow, inquiry).state == InquiryState.SIGNED


def test_dan_cannot_keep_or_print_it_and_not_among_his_own(
    session: Session, cast: Cast, number: int, now: datetime
) -> None:
    his_draft = a_draft(session, cast.dans_account, cast.dan, library_hash=current_library().hash)
    his = session.get_one(DraftRow, his_draft).subject_id
    mine = a_model(session, cast.account, cast)
    for actor, model in ((cast.dan, his), (cast.dan, mine), (cast.ana, his)):
        with pytest.raises(NotPermitted, match=r"access\.not-yours"):
            file_inquiry(session, actor, inquiry_id=number, security_model_id=model, file=FILE, now=now)
    for attempt in (
        lambda: places_for(session, cast.dan, inquiry_id=number),
        lambda: require_closed(session, cast.dan, inquiry_id=number),
        lambda: printed_inquiry(
            session, cast.dan, inquiry_id=number, localiser=localiser_for("en"), words=PdfWords("en", "Kiosk"), now=now
        ),
    ):
        with pytest.raises(NotPermitted, match=r"access\.not-yours"):
            attempt()
    with pytest.raises(NotPermitted, match=r"access\.not-your-role"):
        file_inquiry(session, cast.chloe, inquiry_id=number, security_model_id=mine, file=FILE, now=now)
    assert session.exec(select(DocumentRow)).all() == []
