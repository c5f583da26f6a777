"""Risk assessments of a company: who may start, fill, finish and copy them, and what is frozen."""

from datetime import datetime, timedelta
from functools import partial

import pytest
from pypdfium2 import PdfDocument
from sqlmodel import Session, select

from ctpat_app.adapters.pdf import render_application
from ctpat_app.adapters.tokens import new_blob_key
from ctpat_app.domain.documents import Scan, UploadState
from ctpat_app.domain.errors import InvalidValue, NotPermitted, Refusal
from ctpat_app.domain.uploads import FileType, JudgedFile
from ctpat_app.guidance.answers import StoredAnswer
from ctpat_app.services.drafts import read_book, save_answer
from ctpat_app.services.evidence import evidence_of
from ctpat_app.services.printing import printed_application
from ctpat_app.services.risk_assessments import finish_assessment, list_assessments, read_result, start_assessment
from ctpat_app.services.risk_evidence import file_result, where_filed
from ctpat_app.services.risk_printing import printed_assessment
from ctpat_app.services.row_groups import confirm_row, fill_list
from ctpat_app.services.sending import sign_and_send
from ctpat_app.services.taken_answers import confirm_answer
from ctpat_app.state.summaries import summarise_in
from ctpat_app.tables.audit import AuditEventRow
from ctpat_app.tables.drafts import DraftRow
from ctpat_app.words.localiser import localiser_for
from ctpat_app.words.pdf import PdfWords
from tests.applicants import a_filled_draft, an_empty_draft
from tests.factories import Cast, the_cast
from tests.risk import an_assessment


@pytest.fixture
def cast(session: Session) -> Cast:
    return the_cast(session)


def finish(session: Session, cast: Cast, draft: int, now: datetime) -> str:
    """Finish as ben; return the reference."""
    return finish_assessment(
        session, cast.ben, draft_id=draft, language="es", summarise=summarise_in, now=now
    ).reference


def test_one_assessment_at_a_time_is_in_the_making(session: Session, cast: Cast, now: datetime) -> None:
    draft = an_assessment(session, cast.chloe, cast.account, now=now)
    assert start_assessment(session, cast.ana, trade_account_id=cast.account, now=now) == draft
    (only,) = list_assessments(session, cast.chloe, trade_account_id=cast.account)
    assert (only.draft_id, only.reference) == (draft, "")


def test_dan_can_neither_start_nor_see_nor_write_nor_finish(session: Session, cast: Cast, now: datetime) -> None:
    draft = an_assessment(session, cast.ana, cast.account, now=now)
    for use in (
        lambda: start_assessment(session, cast.dan, trade_account_id=cast.account, now=now),
        lambda: list_assessments(session, cast.dan, trade_account_id=cast.account),
        lambda: read_result(session, cast.dan, draft_id=draft, now=now),
        lambda: finish_assessment(session, cast.dan, draft_id=draft, language="en", summarise=summarise_in, now=now),
        lambda: fill_list(session, cast.dan, draft_id=draft, list_id="threats", group="IN", language="en", now=now),
        lambda: confirm_row(session, cast.dan, draft_id=draft, list_id="legs", row_key="leg1", now=now),
        lambda: printed_assessment(
            session, cast.dan, draft_id=draft, localiser=localiser_for("en"), words=PdfWords("en", "K"), now=now
        ),
    ):
        with pytest.raises(NotPermitted, match=r"access\.not-yours"):
            use()


def test_a_consultant_writes_but_does_not_finish(session: Session, cast: Cast, now: datetime) -> None:
    draft = an_assessment(session, cast.chloe, cast.account, now=now)
    assert fill_list(session, cast.chloe, draft_id=draft, list_id="threats", group="IN", language="en", now=now) == 7
    with pytest.raises(NotPermitted, match=r"access\.not-your-role"):
        finish_assessment(session, cast.chloe, draft_id=draft, language="en", summarise=summarise_in, now=now)


def test_one_press_adds_what_a_list_lacks_and_a_second_adds_nothing(
    session: Session, cast: Cast, now: datetime
) -> None:
    draft = an_assessment(session, cast.ana, cast.account, now=now)
    before = len(read_book(session, draft).rows("threats"))
    assert fill_list(session, cast.ben, draft_id=draft, list_id="threats", group="IN", language="en", now=now) == 7
    assert fill_list(session, cast.ben, draft_id=draft, list_id="threats", group="IN", language="en", now=now) == 0
    book = read_book(session, draft)
    rows = book.rows("threats")
    assert len(rows) == before + 7
    assert {book.text("threat_place", row) for row in rows[before:]} == {"IN"}
    assert len({book.text("threat_factor", row) for row in rows if book.text("threat_place", row) == "IN"}) == 8
    with pytest.raises(InvalidValue, match=r"row\.unknown"):
        fill_list(session, cast.ben, draft_id=draft, list_id="lanes", group="IN", language="en", now=now)


def test_a_finished_assessment_stays_as_it_was(session: Session, cast: Cast, now: datetime) -> None:
    draft = an_assessment(session, cast.ana, cast.account, now=now)
    reference = finish(session, cast, draft, now)
    assert reference.startswith("RA-")
    assert finish(session, cast, draft, now + timedelta(days=1)) == reference
    with pytest.raises(NotPermitted, match=r"draft\.frozen"):
        save_answer(
            session,
            cast.ana,
            draft_id=draft,
            key="leg_partner",
            row_key="leg1",
            seen_version=1,
            text="Another mill",
            language="en",
            now=now,
        )
    result = read_result(session, cast.chloe, draft_id=draft, now=now + timedelta(days=400))
    assert (result.reference, result.finished_at) == (reference, now)
    assert result.situation.book.text("leg_partner", "leg2") == "Selvam Roadlines"
    assert result.situation.today == now.date()
    actions = [event.action for event in session.exec(select(AuditEventRow)).all()]
    assert [action for action in actions if action.startswith("assessment.")] == [
        "assessment.started",
        "assessment.finished",
    ]


def test_what_is_wrong_keeps_it_from_being_finished(session: Session, cast: Cast, now: datetime) -> None:
    draft = an_assessment(
        session, cast.ana, cast.account, now=now, changes={("threat_source", "threat1"): "Somebody said so"}
    )
    with pytest.raises(Refusal, match=r"risk\.not-complete"):
        finish(session, cast, draft, now)
    assert session.get_one(DraftRow, draft).frozen_at is None


def test_next_year_starts_from_a_copy_that_is_checked_row_by_row(session: Session, cast: Cast, now: datetime) -> None:
    first = an_assessment(session, cast.ana, cast.account, now=now)
    finish(session, cast, first, now)
    later = now + timedelta(days=360)
    draft = start_assessment(session, cast.ben, trade_account_id=cast.account, from_last=True, now=later)
    situation = read_result(session, cast.ben, draft_id=draft, now=later).situation
    assert situation.book.text("leg_partner", "leg2") == "Selvam Roadlines"
    assert situation.book.text("action_risk", "action1") == "weak1"
    assert not situation.book.text("assessed_on")
    assert not situation.book.text("next_review")
    assert situation.book.taken[("leg_partner", "leg2")] == now.date()
    assert {place for place, answer in situation.book.answers.items() if _asked(answer)} == set(situation.book.taken)
    with pytest.raises(Refusal, match=r"risk\.not-complete"):
        finish(session, cast, draft, later)

    assert confirm_row(session, cast.ben, draft_id=draft, list_id="threats", row_key="threat1", now=later) == 4
    taken = read_result(session, cast.ben, draft_id=draft, now=later).situation.book.taken
    assert ("threat_rating", "threat1") not in taken
    assert ("threat_source", "threat1") in taken, "the source of a rating is confirmed by itself"
    assert ("threat_rating", "threat2") in taken
    confirm_answer(session, cast.ben, draft_id=draft, key="threat_source", row_key="threat1", seen_version=1, now=later)
    taken = read_result(session, cast.ben, draft_id=draft, now=later).situation.book.taken
    assert ("threat_source", "threat1") not in taken


def _asked(answer: StoredAnswer) -> bool:
    return answer.key not in {"lanes", "legs", "threats", "weak_points", "actions"}


def test_there_is_nothing_to_copy_before_one_is_finished(session: Session, cast: Cast, now: datetime) -> None:
    with pytest.raises(Refusal, match=r"risk\.none-finished"):
        start_assessment(session, cast.ana, trade_account_id=cast.account, from_last=True, now=now)


def test_an_assessment_is_no_application_and_an_application_no_assessment(
    session: Session, cast: Cast, now: datetime
) -> None:
    draft = an_assessment(session, cast.ana, cast.account, now=now)
    application = an_empty_draft(session, cast.ana, cast.account, now=now)
    with pytest.raises(NotPermitted):
        sign_and_send(
            session,
            cast.ana,
            draft_id=draft,
            typed_name="Ana",
            agreed=True,
            localiser=localiser_for("en"),
            summarise=summarise_in,
            now=now,
        )
    with pytest.raises(NotPermitted):
        printed_application(
            session, cast.ana, draft_id=draft, localiser=localiser_for("en"), words=PdfWords("en", "K"), now=now
        )
    with pytest.raises(NotPermitted):
        read_result(session, cast.ana, draft_id=application, now=now)
    with pytest.raises(NotPermitted):
        finish_assessment(session, cast.ana, draft_id=application, language="en", summarise=summarise_in, now=now)


def a_made_file(now: datetime) -> JudgedFile:
    """Return what is known of the printed assessment."""
    return JudgedFile(
        FileType.PDF, new_blob_key(now), 9000, "0" * 64, UploadState.READ, Scan.NOT_SCANNED, pages=5, text=""
    )


def test_a_finished_assessment_stands_beside_every_criterion_that_asks_for_one(
    session: Session, cast: Cast, now: datetime
) -> None:
    draft = an_assessment(session, cast.ana, cast.account, now=now)
    application = a_filled_draft(session, cast.ana, cast.account, "us-importer", now=now)
    with pytest.raises(Refusal, match=r"risk\.not-finished"):
        file_result(session, cast.ben, draft_id=draft, file=a_made_file(now), now=now)
    reference = finish(session, cast, draft, now)
    for use in (where_filed, partial(file_result, file=a_made_file(now))):
        with pytest.raises(NotPermitted):
            use(session, cast.dan, draft_id=draft, now=now)

    before = where_filed(session, cast.ben, draft_id=draft, now=now)
    assert {"2.1", "2.2", "2.3"} <= set(before.criteria)
    assert before.attached == ()
    filed = file_result(session, cast.ben, draft_id=draft, file=a_made_file(now), now=now)
    assert (filed.application, filed.attached) == (application, before.criteria)
    file_result(session, cast.ana, draft_id=draft, file=a_made_file(now), now=now)
    evidence = evidence_of(session, application)
    assert set(evidence) == {f"criterion.{key}" for key in filed.criteria}
    (file,) = evidence["criterion.2.1"]
    assert (file.kind, file.stands_for, file.number) == ("risk-assessment", now.date(), 1)
    assert file.name == f"risk-assessment-{reference}.pdf"


def test_without_an_open_application_there_is_nothing_to_attach_it_to(
    session: Session, cast: Cast, now: datetime
) -> None:
    draft = an_assessment(session, cast.ana, cast.account, now=now)
    finish(session, cast, draft, now)
    assert where_filed(session, cast.ana, draft_id=draft, now=now).application == 0
    with pytest.raises(Refusal, match=r"risk\.no-application"):
        file_result(session, cast.ana, draft_id=draft, file=a_made_file(now), now=now)


def test_the_printed_assessment_has_tags_and_the_figures(session: Session, cast: Cast, now: datetime) -> None:
    draft = an_assessment(session, cast.ana, cast.account, now=now)
    finish(session, cast, draft, now)
    for language, band in (("en", "High risk"), ("ar", "خطر عالٍ")):
        words = PdfWords(language, "Kiosk")
        document = printed_assessment(
            session, cast.ben, draft_id=draft, localiser=localiser_for(language), words=words, now=now
        )
        assert "6" in str(document.sections)
        assert band in str(document.sections)
        rendered = render_application(document)
        assert rendered.replaced == ()
        assert b"pdfuaid:part" in rendered.content
    text = " ".join(page.get_textpage().get_text_range() for page in PdfDocument(_english(session, cast, draft, now)))
    flat = " ".join(text.split())
    assert "Threat 2 times weak point 3 gives 6: High risk" in flat
    assert "Threat 2 times weak point 2 gives 4: Medium risk" in flat
    assert "Selvam Roadlines" in flat
    assert "December 1, 2026" in flat
    assert "Not compared yet" in flat


def _english(session: Session, cast: Cast, draft: int, now: datetime) -> bytes:
    words = PdfWords("en", "Kiosk")
    return render_application(
        printed_assessment(session, cast.ben, draft_id=draft, localiser=localiser_for("en"), words=words, now=now)
    ).content
