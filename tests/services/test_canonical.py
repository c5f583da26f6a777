"""The canonical form of a draft: the same answers give the same text, however and by whom they were written."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session

from ctpat_app.domain.errors import NotPermitted, Refusal
from ctpat_app.domain.permissions import Actor
from ctpat_app.services.canonical import canonical_draft, canonical_draft_of
from ctpat_app.services.drafts import add_row, save_answer, set_row_present
from tests.applicants import an_empty_draft, answer_row
from tests.factories import Cast, a_person, the_cast


@pytest.fixture
def cast(session: Session) -> Cast:
    return the_cast(session)


def put(session: Session, actor: Actor, draft: int, key: str, text: str, now: datetime, row: str = "") -> None:
    stored = answer_row(session, draft, key, row)
    save_answer(
        session, actor, draft_id=draft, key=key, row_key=row, seen_version=stored.version if stored else 0, text=text,
        language="en", now=now,
    )  # fmt: skip


def told(session: Session, actor: Actor, draft: int, now: datetime) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(canonical_draft(session, actor, draft_id=draft, now=now))
    return found


def test_times_versions_and_the_order_of_writing_leave_no_trace(session: Session, cast: Cast, now: datetime) -> None:
    draft = an_empty_draft(session, cast.ana, cast.account, now=now)
    put(session, cast.ana, draft, "business_types", "us-importer", now)
    put(session, cast.ana, draft, "countries", "MX,US", now)
    first = canonical_draft(session, cast.ana, draft_id=draft, now=now)
    later = now + timedelta(days=3)
    put(session, cast.ana, draft, "countries", "CA", later)
    put(session, cast.ben, draft, "countries", "US,MX", later)
    assert canonical_draft(session, cast.ana, draft_id=draft, now=later) == first


def test_another_answer_is_another_text(session: Session, cast: Cast, now: datetime) -> None:
    draft = an_empty_draft(session, cast.ana, cast.account, now=now)
    put(session, cast.ana, draft, "countries", "MX", now)
    first = canonical_draft(session, cast.ana, draft_id=draft, now=now)
    put(session, cast.ana, draft, "countries", "MX,US", now)
    assert canonical_draft(session, cast.ana, draft_id=draft, now=now) != first


def test_entries_are_counted_and_deleted_ones_are_not_there(session: Session, cast: Cast, now: datetime) -> None:
    draft = an_empty_draft(session, cast.ana, cast.account, now=now)
    put(session, cast.ana, draft, "business_types", "foreign-manufacturer", now)
    rows = [add_row(session, cast.ana, draft_id=draft, list_id="identifiers", language="en", now=now) for _ in range(3)]
    for row, value in zip(rows, ("MXACM123MON", "MXACM124MON", "MXACM125MON"), strict=True):
        put(session, cast.ana, draft, "identifier_kind", "mid", now, row)
        put(session, cast.ana, draft, "identifier_value", value, now, row)
    set_row_present(
        session, cast.ana, draft_id=draft, list_id="identifiers", row_key=rows[1], present=False, language="en", now=now
    )
    values = [
        (item["entry"], item["answer"])
        for item in told(session, cast.ana, draft, now)["parts"]["identifiers"]
        if item["question"] == "identifier_value"
    ]
    assert values == [(1, "MXACM123MON"), (2, "MXACM125MON")]


def test_people_and_addresses_stand_by_their_names(session: Session, cast: Cast, now: datetime) -> None:
    draft = an_empty_draft(session, cast.ana, cast.account, now=now)
    contacts = told(session, cast.ana, draft, now)["parts"]["contacts"]
    assert {(item["entry"], item["answer"]) for item in contacts} >= {(cast.ana.name, "officer")}


def test_what_is_not_asked_any_more_stands_apart(session: Session, cast: Cast, now: datetime) -> None:
    draft = an_empty_draft(session, cast.ana, cast.account, now=now)
    put(session, cast.ana, draft, "business_types", "consolidator", now)
    put(session, cast.ana, draft, "consolidator_mode", "sea", now)
    put(session, cast.ana, draft, "business_types", "us-importer", now)
    found = told(session, cast.ana, draft, now)
    assert found["off-path"] == ["consolidator_mode"]
    assert "sea" not in json.dumps(found["parts"])


def test_dan_cannot(session: Session, cast: Cast, now: datetime) -> None:
    draft = an_empty_draft(session, cast.ana, cast.account, now=now)
    with pytest.raises(NotPermitted):
        canonical_draft(session, cast.dan, draft_id=draft, now=now)


def test_whoever_runs_the_kiosk_names_somebody_who_may_read_it(session: Session, cast: Cast, now: datetime) -> None:
    draft = an_empty_draft(session, cast.ana, cast.account, now=now)

    def read(email: str) -> str:
        return canonical_draft_of(session, email=email, draft_id=draft, now=now)

    assert read(cast.ana.email.upper()) == canonical_draft(session, cast.ana, draft_id=draft, now=now)
    stranger = a_person(session, "someone", email="someone@example.com")
    for email in (cast.dan.email, stranger.email, "nobody@example.com", "no address"):
        with pytest.raises(Refusal):
            read(email)
