"""Failures under their code: the help desk finds where it happened; nobody else finds anything."""

import pytest
from sqlmodel import Session

from ctpat_app.domain.errors import NotPermitted
from ctpat_app.domain.permissions import StaffRole
from ctpat_app.services.failures import Found, find_failure, record_failure
from ctpat_app.tables.drafts import DraftRow
from tests.conftest import NOW
from tests.factories import a_draft, a_staff_member, the_cast


def test_the_desk_finds_page_step_content_and_messages_by_the_code(session: Session) -> None:
    cast = the_cast(session)
    finn = a_staff_member(session, cast.finn, StaffRole.HELP_DESK)
    draft = a_draft(session, cast.account, cast.ana)
    found_then = Found(
        code="HKDR-WMNA",
        page="/en/step/",
        handler="answers.save",
        message="builtins.ValueError at drafts.py",
        draft_id=draft,
        step="company",
        refusals=("identifier.format", "answer.missing"),
    )
    record_failure(session, found_then, now=NOW)
    found = find_failure(session, finn, " hkdr wmna ")
    assert found is not None
    version = session.get_one(DraftRow, draft).library_hash
    assert (found.page, found.step, found.library_hash) == ("/en/step/", "application/company", version)
    assert version
    assert found.refusals == ("identifier.format", "answer.missing")
    assert find_failure(session, finn, "HKDR-WMNC") is None
    assert find_failure(session, finn, "' OR 1=1") is None


@pytest.mark.parametrize("who", ["ana", "dan", "eva"])
def test_nobody_but_the_help_desk_looks_a_failure_up(session: Session, who: str) -> None:
    cast = the_cast(session)
    with pytest.raises(NotPermitted):
        find_failure(session, getattr(cast, who), "HKDR-WMNA")
