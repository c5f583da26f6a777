"""Going on: what a screen holds is saved, and the person is sent where something is still to do."""

from collections.abc import Mapping
from datetime import datetime

import pytest
from sqlmodel import Session

from ctpat_app.domain.errors import NotPermitted, Refusal, StaleVersion
from ctpat_app.domain.permissions import Actor
from ctpat_app.services.drafts import SavedAnswer, SeenAnswer
from ctpat_app.services.progress import Continued, Onward, after_criterion, after_step, continue_from
from tests.applicants import a_filled_draft, an_empty_draft, answer_row
from tests.factories import Cast, an_answer, the_cast


@pytest.fixture
def cast(session: Session) -> Cast:
    return the_cast(session)


@pytest.fixture
def draft(session: Session, cast: Cast, now: datetime) -> int:
    return an_empty_draft(session, cast.ana, cast.account, now=now)


def seen(key: str, text: str, version: int = 0) -> dict[str, SeenAnswer]:
    return {f"f-{key}": SeenAnswer(key, "", version, text)}


def go_on(
    session: Session, who: Actor, draft: int, step: str, values: Mapping[str, SeenAnswer], now: datetime
) -> Continued:
    return continue_from(
        session, who, draft_id=draft, place=step, find_way=after_step, seen=values, language="en", now=now
    )


def answer(
    session: Session, who: Actor, draft: int, criterion: str, values: Mapping[str, SeenAnswer], now: datetime
) -> Continued:
    return continue_from(
        session, who, draft_id=draft, place=criterion, find_way=after_criterion, seen=values, language="en", now=now
    )


def codes(went: Continued) -> list[str]:
    return [item.code if isinstance(item, Refusal) else "saved" for item in went.results.values()]


def test_the_last_answer_travels_with_continue(session: Session, cast: Cast, draft: int, now: datetime) -> None:
    went = go_on(session, cast.ana, draft, "business-types", seen("business_types", "rail-carrier"), now)
    assert went.onward == Onward("eligibility")
    assert went.opened.situation.types == ("rail-carrier",)
    assert isinstance(went.results["f-business_types"], SavedAnswer)


def test_a_missing_answer_keeps_the_person_there(session: Session, cast: Cast, draft: int, now: datetime) -> None:
    went = go_on(session, cast.ana, draft, "business-types", {}, now)
    assert (went.onward, went.place) == (None, "business-types")


def test_a_refused_value_keeps_the_person_there_and_the_others_are_saved(
    session: Session, cast: Cast, draft: int, now: datetime
) -> None:
    values = seen("countries", "XX") | seen("legal_form", "company")
    went = go_on(session, cast.ana, draft, "countries", values, now)
    assert (went.onward, codes(went)) == (None, ["country.unknown", "saved"])
    assert answer_row(session, draft, "legal_form") is not None


def test_a_conflict_keeps_the_person_there_with_both_texts(
    session: Session, cast: Cast, draft: int, now: datetime
) -> None:
    an_answer(session, draft, cast.ben, "countries", "CA")
    went = go_on(session, cast.ana, draft, "countries", seen("countries", "MX"), now)
    stale = went.results["f-countries"]
    assert went.onward is None
    assert isinstance(stale, StaleVersion)
    assert (stale.theirs, stale.who) == ("CA", "Ben")


def test_what_only_the_officer_can_do_keeps_nobody_here(
    session: Session, cast: Cast, draft: int, now: datetime
) -> None:
    went = go_on(session, cast.ben, draft, "international", seen("international", "yes"), now)
    assert went.onward == Onward("security-profile", is_profile=True)


def test_a_warning_keeps_nobody_here(session: Session, cast: Cast, now: datetime) -> None:
    draft = a_filled_draft(session, cast.ana, cast.account, "foreign-manufacturer", "rail-carrier", now=now)
    went = go_on(session, cast.ana, draft, "eligibility", seen("eligibility.rail-carrier.active", "no", 1), now)
    assert went.onward == Onward("identifiers")
    assert "eligibility.dropped" in [problem.code for problem in went.opened.situation.problems]


@pytest.mark.parametrize("step", ["", "nowhere", "../check", "business_types"])
def test_a_forged_step_leads_nowhere(session: Session, cast: Cast, draft: int, now: datetime, step: str) -> None:
    assert go_on(session, cast.ana, draft, step, {}, now).onward is None


def test_the_end_of_the_path_has_no_next_step(session: Session, cast: Cast, now: datetime) -> None:
    draft = a_filled_draft(session, cast.ana, cast.account, now=now)
    went = go_on(session, cast.ana, draft, "security-profile", {}, now)
    assert went.onward == Onward()


def test_dan_cannot_go_on_here(session: Session, cast: Cast, draft: int, now: datetime) -> None:
    with pytest.raises(NotPermitted, match=r"access\.not-yours"):
        go_on(session, cast.dan, draft, "countries", seen("countries", "MX"), now)
    with pytest.raises(NotPermitted, match=r"access\.not-yours"):
        answer(session, cast.dan, draft, "1.1", {}, now)


@pytest.mark.parametrize(
    ("criterion", "text", "expected"),
    [
        ("1.1", "We do.", "1.2"),
        ("1.1", "", "1.2"),
        ("1.4", "We do.", "2.1"),
        ("1.1", "a\x00", ""),
    ],
)
def test_a_response_is_saved_and_the_next_open_criterion_follows(
    session: Session, cast: Cast, draft: int, now: datetime, criterion: str, text: str, expected: str
) -> None:
    an_answer(session, draft, cast.ana, "business_types", "us-importer")
    values = seen(f"criterion.{criterion}", text)
    went = answer(session, cast.chloe, draft, criterion, values, now)
    assert went.onward == (Onward(expected, is_profile=True) if expected else None)


def test_the_last_response_has_no_next(session: Session, cast: Cast, now: datetime) -> None:
    draft = a_filled_draft(session, cast.ana, cast.account, now=now)
    went = answer(session, cast.ana, draft, "1.1", {}, now)
    assert went.onward == Onward(is_profile=True)
