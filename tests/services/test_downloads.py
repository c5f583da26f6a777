"""Handing files out: to contacts and staff as the permission table says, noted once a reading."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, select

from ctpat_app.domain.documents import Scan, UploadState
from ctpat_app.domain.errors import Refusal
from ctpat_app.domain.permissions import Actor, StaffRole
from ctpat_app.domain.uploads import FileType, JudgedFile, Target
from ctpat_app.services.downloads import StoredFile, require_download
from ctpat_app.services.uploads import keep_upload
from ctpat_app.tables.audit import AuditEventRow
from tests.applicants import a_filled_draft
from tests.factories import Cast, a_person, a_staff_member, an_assignment, the_cast
from tests.services.test_uploads import KEY, PDF, no_contact, refused

PICTURE = JudgedFile(FileType.PNG, "documents/2", 200, "b" * 64, UploadState.NOT_READ, Scan.CLEAN)
Read = Callable[..., StoredFile]


@pytest.fixture
def cast(session: Session) -> Cast:
    return the_cast(session)


@pytest.fixture
def draft(session: Session, cast: Cast, now: datetime) -> int:
    return a_filled_draft(session, cast.ana, cast.account, now=now)


@pytest.fixture
def document(session: Session, cast: Cast, draft: int, now: datetime) -> int:
    """A PDF file, and a picture as its second version."""
    target = Target(draft_id=draft, key=KEY)
    kept = keep_upload(session, cast.ana, target=target, name="Seals.pdf", kind="", file=PDF, now=now)
    again = Target(document_id=kept.document_id)
    keep_upload(session, cast.ana, target=again, name="Seals.png", kind="", file=PICTURE, now=now)
    return kept.document_id


@pytest.fixture
def read(session: Session, document: int, now: datetime) -> Read:
    def handed(actor: Actor, number: int = 1, *, at: datetime = now, of: int = document) -> StoredFile:
        return require_download(session, actor, document_id=of, number=number, now=at)

    return handed


def readings(session: Session, account: int) -> list[tuple[int | None, str]]:
    query = select(AuditEventRow).where(AuditEventRow.chain == account, AuditEventRow.action == "document.read")
    return [(event.user_id, event.subject) for event in session.exec(query.order_by(AuditEventRow.number))]  # type: ignore[arg-type]


def test_each_version_is_handed_out_under_a_name_that_fits(cast: Cast, read: Read) -> None:
    first, second = read(cast.chloe, 1), read(cast.chloe, 2)
    assert (first.name, first.media_type, first.blob_key) == ("Seals.pdf", "application/pdf", "documents/1")
    assert (second.name, second.media_type, second.size_bytes) == ("Seals.png", "image/png", 200)


@pytest.mark.parametrize(
    ("file", "shown"),
    [
        (PDF, True),
        (PICTURE, True),
        (replace(PDF, state=UploadState.DAMAGED), False),
        (replace(PDF, state=UploadState.ENCRYPTED), False),
        (replace(PDF, file_type=FileType.TXT), False),
        (replace(PDF, file_type=FileType.DOCX), False),
    ],
)
def test_only_what_cannot_act_may_be_shown(
    session: Session, cast: Cast, draft: int, now: datetime, file: JudgedFile, shown: bool
) -> None:
    target = Target(draft_id=draft, key=KEY)
    kept = keep_upload(session, cast.ana, target=target, name="x", kind="", file=file, now=now)
    handed = require_download(session, cast.ana, document_id=kept.document_id, number=1, now=now)
    assert handed.may_be_shown is shown


def test_dan_cannot_and_learns_nothing(session: Session, cast: Cast, read: Read, document: int) -> None:
    for actor in (cast.dan, cast.eva, cast.finn):
        for of, number in ((document, 1), (document, 9), (98765, 1), (-1, 1), (2**40, 1), (document, 2**40)):
            assert refused(read, actor, number, of=of) == "access.not-yours"
    assert readings(session, cast.account) == []


def test_who_is_no_contact_reads_nothing(session: Session, cast: Cast, draft: int, read: Read) -> None:
    no_contact(session, draft, cast.ben)
    assert refused(read, cast.ben) == "access.not-your-role"
    assert read(cast.ana).name == "Seals.pdf"


def test_staff_read_as_the_table_says(session: Session, cast: Cast, read: Read) -> None:
    specialist = a_staff_member(session, cast.eva, StaffRole.SPECIALIST)
    assert refused(read, specialist) == "access.not-yours"
    an_assignment(session, cast.account, specialist)
    assert read(specialist).name == "Seals.pdf"
    roles = {
        role: a_staff_member(session, a_person(session), role) for role in StaffRole if role is not StaffRole.SPECIALIST
    }
    may = {role for role, actor in roles.items() if _may(read, actor)}
    assert may == {StaffRole.SUPERVISOR, StaffRole.HEADQUARTERS}


def _may(read: Read, actor: Actor) -> bool:
    try:
        read(actor)
    except Refusal:
        return False
    return True


def test_the_library_is_open_to_every_member_and_all_staff(
    session: Session, cast: Cast, now: datetime, read: Read
) -> None:
    admin = a_staff_member(session, cast.finn, StaffRole.LIBRARY_ADMIN)
    target = Target(library=True)
    kept = keep_upload(session, admin, target=target, name="Guide", kind="", file=replace(PDF, blob_key="l"), now=now)
    for actor in (cast.dan, cast.ben, admin):
        assert read(actor, of=kept.document_id).name == "Guide.pdf"
    assert refused(read, a_person(session), of=kept.document_id) == "access.not-yours"


def test_who_read_what_is_noted_once_a_reading(
    session: Session, cast: Cast, read: Read, document: int, now: datetime
) -> None:
    for minutes in (0, 1, 59, 61):
        read(cast.ben, at=now + timedelta(minutes=minutes))
    read(cast.ana)
    read(cast.ana, 2)
    ben, ana = cast.ben.user_id, cast.ana.user_id
    one, two = (f"document:{document}/{number}" for number in (1, 2))
    assert readings(session, cast.account) == [(ben, one), (ben, one), (ana, one), (ana, two)]
