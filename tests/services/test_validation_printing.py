"""The report as a document: what a company and the desk may print, in which words."""

from datetime import datetime

import pytest
from sqlmodel import Session

from ctpat_app.adapters.pdf import render_application
from ctpat_app.domain.errors import NotPermitted
from ctpat_app.domain.permissions import Actor
from ctpat_app.domain.printing import PrintedDocument
from ctpat_app.domain.validations import State
from ctpat_app.services.validation_printing import printed_validation
from ctpat_app.words.localiser import localiser_for
from ctpat_app.words.pdf import PdfWords
from tests.factories import the_cast
from tests.validations import Desk


@pytest.fixture
def desk(session: Session, now: datetime) -> Desk:
    return Desk(session, the_cast(session), now)


def printed(desk: Desk, validation: int, who: Actor, language: str = "en") -> PrintedDocument:
    return printed_validation(
        desk.session, who, validation_id=validation, localiser=localiser_for(language),
        words=PdfWords(language, "Kiosk"), now=desk.now,
    )  # fmt: skip


def texts(document: PrintedDocument) -> str:
    rows = [row for section in document.sections for row in section.rows]
    titles = [section.title for section in document.sections] + [row.label for row in rows]
    return "\n".join(titles + [value.text for row in rows for value in row.values])


def test_the_report_is_printed_with_answers_files_and_decisions(desk: Desk) -> None:
    validation = desk.to(State.RESPONSE_ACCEPTED)
    text = texts(printed(desk, validation, desk.cast.ana))
    for part in ("A good site with two gaps.", "Seals are not checked at the gate.", "A guard checks each seal now."):
        assert part in text
    assert "proof-" in text
    assert "Answer accepted" in text
    assert "Two gates, one guard." not in text  # what was seen is for the desk
    assert "Eva" not in text


@pytest.mark.parametrize("language", ["en", "ar"])
def test_it_becomes_a_file_in_each_direction(desk: Desk, language: str) -> None:
    document = printed(desk, desk.to(State.RESPONSE_SUBMITTED), desk.eva, language)
    assert render_application(document).content.startswith(b"%PDF")


def test_before_the_report_is_issued_a_company_prints_what_is_planned(desk: Desk) -> None:
    text = texts(printed(desk, desk.to(State.REPORT_WAITING), desk.cast.ana))
    assert "Plant Saltillo" in text
    assert "Seals are not checked" not in text


def test_dan_cannot_print_it(desk: Desk) -> None:
    validation = desk.to(State.RESPONSE_PENDING)
    with pytest.raises(NotPermitted):
        printed(desk, validation, desk.cast.dan)
