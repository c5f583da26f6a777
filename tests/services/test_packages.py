"""What goes into a package, for whom, and how the summary lists it."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import Session, select

from ctpat_app.adapters.storage import open_storage
from ctpat_app.domain.errors import NotPermitted
from ctpat_app.domain.packages import Left, Outcome
from ctpat_app.domain.permissions import Actor, StaffRole
from ctpat_app.domain.printing import PrintedSection
from ctpat_app.services.drafts import save_answer
from ctpat_app.services.packages import Package, package_of, with_attachments
from ctpat_app.services.printing import note_print
from ctpat_app.services.sending import sign_and_send
from ctpat_app.tables.audit import AuditEventRow
from ctpat_app.tables.drafts import DraftRow
from ctpat_app.words.localiser import localiser_for
from ctpat_app.words.pdf import PdfWords
from tests.applicants import a_filled_draft
from tests.evidence import PDF, XLSX, a_document, a_pdf, attach, put_beside
from tests.factories import Cast, a_staff_member, an_assignment, the_cast

WORDS = PdfWords("en", "Kiosk")


@pytest.fixture
def cast(session: Session) -> Cast:
    return the_cast(session)


@pytest.fixture
def draft(session: Session, cast: Cast, now: datetime) -> int:
    return a_filled_draft(session, cast.ana, cast.account, now=now)


def package(session: Session, actor: Actor, draft: int, now: datetime) -> Package:
    return package_of(session, actor, draft_id=draft, localiser=localiser_for("en"), words=WORDS, now=now)


@pytest.fixture
def evidence(session: Session, cast: Cast, draft: int, tmp_path: Path) -> dict[str, str]:
    """Three files beside two answers and one that is not asked; one of them stands beside both."""
    open_storage("", tmp_path)
    model = session.get_one(DraftRow, draft).subject_id
    keys, ids = {}, {}
    for name, criterion, media_type in (
        ("Seal log.xlsx", "2.1", XLSX),
        ("Policy.pdf", "1.1", PDF),
        ("Elsewhere.pdf", "99.9", PDF),
    ):
        kind = "statement-of-support" if name == "Policy.pdf" else ""
        ids[name] = a_document(session, draft, model, cast.account, cast.ana, name, kind=kind)
        keys[name] = put_beside(session, draft, criterion, ids[name], a_pdf(), media_type, cast.ana, tmp_path)
    attach(session, draft, "2.1", ids["Policy.pdf"], cast.ben)
    return keys


@pytest.mark.usefixtures("evidence")
def test_the_files_come_in_the_order_of_the_statements(session: Session, cast: Cast, draft: int, now: datetime) -> None:
    found = package(session, cast.chloe, draft, now).enclosures
    assert [(item.criterion, item.name) for item in found] == [
        ("1.1", "Policy.pdf"),
        ("2.1", "Seal log.xlsx"),
        ("2.1", "Policy.pdf"),
    ]
    assert found[0].about[-1] == "Stands for: January 31, 2026"


def attachments(sections: tuple[PrintedSection, ...]) -> list[PrintedSection]:
    start = [section.title for section in sections].index("Attachments")
    return list(sections[start:])


def test_every_file_is_listed_with_what_became_of_it(
    session: Session, cast: Cast, draft: int, evidence: dict[str, str], now: datetime
) -> None:
    made = package(session, cast.ana, draft, now)
    outcomes = {
        evidence["Policy.pdf"]: Outcome(pages=4),
        evidence["Seal log.xlsx"]: Outcome(left=Left.NOT_PAGES),
    }
    heading, first, second = attachments(with_attachments(made, outcomes, WORDS).sections)
    assert heading.level == 1
    assert [row.label for row in first.rows] == ["Policy.pdf"]
    assert first.rows[0].values[0].text == "In this document. Pages: 4"
    assert [row.label for row in second.rows] == ["Seal log.xlsx", "Policy.pdf"]
    assert second.rows[0].values[0].text.startswith("Not in this document, since it has no pages")


@pytest.mark.parametrize("left", Left)
def test_each_reason_is_told_in_words(
    session: Session, cast: Cast, draft: int, evidence: dict[str, str], now: datetime, left: Left
) -> None:
    outcomes = dict.fromkeys(evidence.values(), Outcome(left=left))
    listed = attachments(with_attachments(package(session, cast.ana, draft, now), outcomes, WORDS).sections)
    assert all("Not in this document" in row.values[0].text for section in listed for row in section.rows)


def test_that_there_are_no_files_is_said(session: Session, cast: Cast, draft: int, now: datetime) -> None:
    (only,) = attachments(with_attachments(package(session, cast.ana, draft, now), {}, WORDS).sections)
    assert (only.intro, only.rows) == ("No file stands beside any answer.", ())


@pytest.mark.usefixtures("evidence")
def test_the_key_names_the_content_and_not_the_moment(session: Session, cast: Cast, draft: int, now: datetime) -> None:
    first = package(session, cast.ana, draft, now)
    assert package(session, cast.ben, draft, now + timedelta(hours=1)).key == first.key
    save_answer(
        session,
        cast.ana,
        draft_id=draft,
        key="criterion.1.1",
        row_key="",
        seen_version=1,
        text="Our president signs the policy each May.",
        language="en",
        now=now,
    )
    assert package(session, cast.ana, draft, now).key != first.key


@pytest.mark.parametrize("who", ["dan", "eva", "finn"])
def test_strangers_get_no_package(session: Session, cast: Cast, draft: int, now: datetime, who: str) -> None:
    with pytest.raises(NotPermitted) as refused:
        package(session, getattr(cast, who), draft, now)
    assert refused.value.code == "access.not-yours"


@pytest.mark.usefixtures("evidence")
def test_the_specialist_of_the_case_gets_it(session: Session, cast: Cast, draft: int, now: datetime) -> None:
    eva = a_staff_member(session, cast.eva, StaffRole.SPECIALIST)
    an_assignment(session, cast.account, eva)
    with pytest.raises(NotPermitted):  # what was not sent is the company's own
        package(session, eva, draft, now)
    sign_and_send(
        session,
        cast.ana,
        draft_id=draft,
        typed_name="Ana",
        agreed=True,
        localiser=localiser_for("en"),
        summarise=lambda situation, language: (),
        now=now,
    )
    assert len(package(session, eva, draft, now).enclosures) == 3
    for _ in range(2):  # the second within the hour is the same look
        note_print(session, eva, draft_id=draft, now=now)
    note_print(session, cast.ana, draft_id=draft, now=now)
    looks = select(AuditEventRow.user_id).where(AuditEventRow.action == "pdf.seen-by-staff")
    assert session.exec(looks).all() == [eva.user_id]
