"""Who answers what: members take statements on, and are told by mail."""

from datetime import datetime

import pytest
from sqlmodel import Session, select

from ctpat_app.domain.errors import InvalidValue, NotPermitted
from ctpat_app.services.statement_shares import give_statements, list_shares, take_back
from ctpat_app.tables.drafts import DraftRow
from ctpat_app.tables.outbox import OutboxRow
from tests.applicants import a_filled_draft
from tests.factories import Cast, the_cast


@pytest.fixture
def cast(session: Session) -> Cast:
    return the_cast(session)


@pytest.fixture
def draft(session: Session, cast: Cast, now: datetime) -> int:
    return a_filled_draft(session, cast.ana, cast.account, now=now)


def test_a_consultant_gives_a_statement_to_a_member_who_gets_a_mail(
    session: Session, cast: Cast, draft: int, now: datetime
) -> None:
    places = ["criterion.2.1", "category.cybersecurity", "criterion.2.1"]
    given = give_statements(session, cast.chloe, draft_id=draft, user_id=cast.ben.user_id, places=places, now=now)
    assert given == 2
    shown = list_shares(session, cast.ana, draft_id=draft)
    assert [(each.name, each.place, each.given_by, each.outside) for each in shown.shares] == [
        ("Ben", "criterion.2.1", "Chloe", False),
        ("Ben", "category.cybersecurity", "Chloe", False),
    ]
    mails = session.exec(select(OutboxRow).where(OutboxRow.template == "statements-given")).all()
    assert [mail.recipient for mail in mails] == ["ben@example.com"]


def test_who_takes_something_on_gets_no_mail(session: Session, cast: Cast, draft: int, now: datetime) -> None:
    give_statements(session, cast.ben, draft_id=draft, user_id=cast.ben.user_id, places=["criterion.2.1"], now=now)
    assert session.exec(select(OutboxRow).where(OutboxRow.template == "statements-given")).all() == []


def test_only_those_who_may_answer_can_be_given_something(
    session: Session, cast: Cast, draft: int, now: datetime
) -> None:
    an_answer_of_no_contact = next(
        each for each in list_shares(session, cast.ana, draft_id=draft).recipients if each.name == "Ben"
    )
    assert an_answer_of_no_contact.user_id == cast.ben.user_id
    with pytest.raises(InvalidValue, match=r"shares\.person-unknown"):
        give_statements(session, cast.ana, draft_id=draft, user_id=cast.dan.user_id, places=["criterion.2.1"], now=now)


@pytest.mark.parametrize(
    ("places", "code"),
    [
        ([], "shares.nothing-chosen"),
        (["criterion.99.9"], "shares.place-unknown"),
        (["identifiers"], "shares.place-unknown"),
        (["category."], "shares.place-unknown"),
    ],
)
def test_what_is_no_statement_is_refused(
    session: Session, cast: Cast, draft: int, places: list[str], code: str, now: datetime
) -> None:
    with pytest.raises(InvalidValue, match=code):
        give_statements(session, cast.ana, draft_id=draft, user_id=cast.ben.user_id, places=places, now=now)


def test_a_sent_application_is_given_to_nobody(session: Session, cast: Cast, draft: int, now: datetime) -> None:
    session.get_one(DraftRow, draft).frozen_at = now
    session.flush()
    with pytest.raises(NotPermitted, match=r"draft\.frozen"):
        give_statements(session, cast.ana, draft_id=draft, user_id=cast.ben.user_id, places=["criterion.2.1"], now=now)


def test_dan_cannot_give_see_or_take_back(session: Session, cast: Cast, draft: int, now: datetime) -> None:
    give_statements(session, cast.ana, draft_id=draft, user_id=cast.ben.user_id, places=["criterion.2.1"], now=now)
    (share,) = list_shares(session, cast.ana, draft_id=draft).shares
    with pytest.raises(NotPermitted, match=r"access\.not-yours"):
        give_statements(session, cast.dan, draft_id=draft, user_id=cast.dan.user_id, places=["criterion.2.1"], now=now)
    with pytest.raises(NotPermitted, match=r"access\.not-yours"):
        list_shares(session, cast.dan, draft_id=draft)
    with pytest.raises(NotPermitted, match=r"access\.not-yours"):
        take_back(session, cast.dan, draft_id=draft, share_id=share.id, now=now)
    dans = a_filled_draft(session, cast.dan, cast.dans_account, now=now)
    with pytest.raises(NotPermitted, match=r"access\.not-yours"):
        take_back(session, cast.dan, draft_id=dans, share_id=share.id, now=now)
