"""The library in use: kept under its hash, found again, never changed."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, select

from ctpat_app.services import library
from ctpat_app.services.library import current_library, keep_current, library_version
from ctpat_app.tables.library_versions import LibraryVersionRow
from tests.applicants import LIBRARY, changed_library, content, record


@pytest.fixture(autouse=True)
def content_afterwards(session: Session, now: datetime) -> Iterator[None]:
    with content(session, LIBRARY, now=now):
        yield


RENAMED = changed_library(lambda raw: record(raw, "criteria", "1.1")["i18n"].update(title="Signed"))


def versions(session: Session) -> dict[str, datetime]:
    return {row.hash: row.created_at for row in session.exec(select(LibraryVersionRow)).all()}


def test_the_newest_content_is_kept_under_its_hash_and_used(session: Session, now: datetime) -> None:
    assert keep_current(session, now=now, library=LIBRARY) is LIBRARY
    assert current_library() is LIBRARY
    assert LIBRARY.hash in versions(session)


def test_the_same_content_again_writes_nothing(session: Session, now: datetime) -> None:
    keep_current(session, now=now, library=LIBRARY)
    before = versions(session)
    keep_current(session, now=now + timedelta(days=1), library=LIBRARY)
    assert versions(session) == before


def test_an_older_version_is_found_beside_the_newest(session: Session, now: datetime) -> None:
    keep_current(session, now=now, library=LIBRARY)
    keep_current(session, now=now, library=RENAMED)
    assert current_library() is RENAMED
    assert library_version(session, LIBRARY.hash).criteria["1.1"].i18n.title != "Signed"
    assert library_version(session, RENAMED.hash).criteria["1.1"].i18n.title == "Signed"


def test_a_version_is_unpacked_from_the_database_by_a_new_process(session: Session, now: datetime) -> None:
    keep_current(session, now=now, library=RENAMED)
    library._versions.clear()  # what a restart leaves
    found = library_version(session, RENAMED.hash)
    assert found is not RENAMED
    assert (found.hash, found.criteria) == (RENAMED.hash, RENAMED.criteria)
    assert library_version(session, RENAMED.hash) is found


def test_without_another_library_the_content_of_the_files_is_used(session: Session, now: datetime) -> None:
    assert keep_current(session, now=now).hash == LIBRARY.hash
