"""To what the links of the help lead: what a person has just one of, and nothing of anybody else's."""

from datetime import datetime

import pytest
from sqlmodel import Session, select

from ctpat_app.services.drafts import SECURITY_MODEL
from ctpat_app.services.help_places import Places, find_places, officers_on_record
from ctpat_app.tables.drafts import DraftRow
from tests.applicants import an_empty_draft
from tests.factories import Cast, a_person, the_cast


@pytest.fixture
def cast(session: Session) -> Cast:
    return the_cast(session)


def model_of(session: Session, draft: int) -> int:
    row = session.exec(select(DraftRow).where(DraftRow.id == draft)).one()
    assert row.subject_kind == SECURITY_MODEL
    return row.subject_id


def test_the_only_application_is_where_links_lead(session: Session, cast: Cast, now: datetime) -> None:
    assert find_places(session, cast.ana) == Places(account=cast.account)
    draft = an_empty_draft(session, cast.ana, cast.account, now=now)
    assert find_places(session, cast.ana) == Places(draft, cast.account, model_of(session, draft))


def test_of_two_applications_none_is_chosen_but_the_one_that_was_open(
    session: Session, cast: Cast, now: datetime
) -> None:
    first = an_empty_draft(session, cast.ana, cast.account, now=now)
    session.get_one(DraftRow, first).frozen_at = now
    second = an_empty_draft(session, cast.ana, cast.account, now=now)
    assert find_places(session, cast.ana).draft == second
    session.get_one(DraftRow, first).frozen_at = None
    assert find_places(session, cast.ana).draft == 0
    assert find_places(session, cast.ana, draft_id=first) == Places(first, cast.account, model_of(session, first))


def test_dan_is_led_to_nothing_of_anas(session: Session, cast: Cast, now: datetime) -> None:
    draft = an_empty_draft(session, cast.ana, cast.account, now=now)
    assert find_places(session, cast.dan, draft_id=draft) == Places(account=cast.dans_account)
    assert find_places(session, a_person(session, "nobody"), draft_id=draft) == Places()


def test_an_application_that_was_removed_is_none(session: Session, cast: Cast, now: datetime) -> None:
    draft = an_empty_draft(session, cast.ana, cast.account, now=now)
    session.get_one(DraftRow, draft).removed_at = now
    assert find_places(session, cast.ana).draft == 0


def test_the_officer_on_record_is_told_to_colleagues_alone(session: Session, cast: Cast) -> None:
    assert officers_on_record(session, cast.ben) == (cast.ana.name,)
    assert cast.ana.name not in officers_on_record(session, cast.dan)
    assert officers_on_record(session, a_person(session, "nobody")) == ()
