"""Sign and send: both or neither, and once however often it is pressed."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from ctpat_app.adapters.database import transaction
from ctpat_app.domain.errors import InvalidValue, NotPermitted, Refusal
from ctpat_app.domain.permissions import Actor
from ctpat_app.guidance.flow import Situation
from ctpat_app.guidance.summary import SummarySection
from ctpat_app.services.drafts import save_answer
from ctpat_app.services.sending import read_sent, send_signed, sign_and_send
from ctpat_app.services.submissions import Submitted, sign_application
from ctpat_app.tables.accounts import TradeAccountRow
from ctpat_app.tables.agreements import AgreementSignatureRow
from ctpat_app.tables.drafts import SubmissionRow
from ctpat_app.tables.outbox import OutboxRow
from ctpat_app.words.localiser import localiser_for
from tests.applicants import a_filled_draft
from tests.factories import Cast, the_cast

ENGLISH = localiser_for("en")


@pytest.fixture
def cast(session: Session) -> Cast:
    return the_cast(session)


@pytest.fixture
def draft(session: Session, cast: Cast, now: datetime) -> int:
    return a_filled_draft(session, cast.ana, cast.account, now=now)


def no_texts(situation: Situation, language: str) -> Sequence[SummarySection]:
    return ()


def press(
    session: Session, actor: Actor, draft: int, now: datetime, name: str = "Ana", *, agreed: bool = True
) -> Submitted:
    return sign_and_send(
        session, actor, draft_id=draft, typed_name=name, agreed=agreed, localiser=ENGLISH, summarise=no_texts, now=now
    )


def test_a_second_press_finds_the_first_submission(session: Session, cast: Cast, draft: int, now: datetime) -> None:
    first = press(session, cast.ana, draft, now)
    second = press(session, cast.ana, draft, now, "", agreed=False)
    assert (first.is_new, second.is_new) == (True, False)
    assert second.reference == first.reference
    assert len(session.exec(select(AgreementSignatureRow)).all()) == 1


def test_two_presses_at_one_moment_are_one_submission(sqlite_file: Engine, now: datetime) -> None:
    with transaction() as session:
        cast = the_cast(session)
        draft = a_filled_draft(session, cast.ana, cast.account, now=now)

    def send() -> Submitted:
        with transaction() as session:
            return press(session, cast.ana, draft, now)

    with ThreadPoolExecutor(4) as pool:
        answers = [future.result() for future in [pool.submit(send) for _ in range(4)]]
    assert sorted(answer.is_new for answer in answers) == [False, False, False, True]
    with Session(sqlite_file) as session:
        assert len(session.exec(select(SubmissionRow)).all()) == 1
        assert len(session.exec(select(OutboxRow).where(col(OutboxRow.template) == "application-submitted")).all()) == 3


@pytest.mark.parametrize(
    ("name", "agreed", "code"),
    [("Ana", False, "sign.not-agreed"), ("", True, "sign.name-missing"), ("Dan", True, "sign.name-differs")],
)
def test_what_is_not_signed_is_not_sent(
    session: Session, cast: Cast, draft: int, now: datetime, name: str, agreed: bool, code: str
) -> None:
    with pytest.raises(InvalidValue) as refused:
        press(session, cast.ana, draft, now, name, agreed=agreed)
    assert refused.value.code == code
    assert read_sent(session, cast.ana, draft_id=draft) is None


@pytest.mark.parametrize(
    ("who", "code"),
    [("ben", "access.not-your-role"), ("chloe", "access.not-your-role"), ("dan", "access.not-yours")],
)
def test_nobody_else_signs_or_sends(
    session: Session, cast: Cast, draft: int, now: datetime, who: str, code: str
) -> None:
    actor = getattr(cast, who)
    with pytest.raises(NotPermitted) as refused:
        press(session, actor, draft, now, actor.name)
    assert refused.value.code == code
    with pytest.raises(NotPermitted) as refused:
        send_signed(session, actor, draft_id=draft, language="en", summarise=no_texts, now=now)
    assert refused.value.code == code


def test_what_was_signed_can_be_sent_later(session: Session, cast: Cast, draft: int, now: datetime) -> None:
    sign_application(session, cast.ana, draft_id=draft, typed_name="Ana", agreed=True, localiser=ENGLISH, now=now)
    first = send_signed(session, cast.ana, draft_id=draft, language="en", summarise=no_texts, now=now)
    again = send_signed(session, cast.ana, draft_id=draft, language="en", summarise=no_texts, now=now)
    assert (first.is_new, again.is_new, again.reference) == (True, False, first.reference)


def test_an_answer_after_the_signature_asks_for_a_new_one(
    session: Session, cast: Cast, draft: int, now: datetime
) -> None:
    sign_application(session, cast.ana, draft_id=draft, typed_name="Ana", agreed=True, localiser=ENGLISH, now=now)
    save_answer(
        session,
        cast.ben,
        draft_id=draft,
        key="countries",
        row_key="",
        seen_version=1,
        text="MX",
        language="en",
        now=now,
    )
    with pytest.raises(Refusal) as refused:
        send_signed(session, cast.ana, draft_id=draft, language="en", summarise=no_texts, now=now)
    assert refused.value.code == "application.not-signed"


def test_the_sent_page_keeps_the_name_of_the_day(session: Session, cast: Cast, draft: int, now: datetime) -> None:
    press(session, cast.ana, draft, now)
    session.get_one(TradeAccountRow, cast.account).legal_name = "Renamed SA"
    session.flush()
    sent = read_sent(session, cast.chloe, draft_id=draft)
    assert sent is not None
    assert (sent.company, sent.signer, sent.submitted_at) == ("Acme Carriers SA", "Ana", now)


def test_dan_cannot_see_what_ana_sent(session: Session, cast: Cast, draft: int, now: datetime) -> None:
    press(session, cast.ana, draft, now)
    with pytest.raises(NotPermitted):
        read_sent(session, cast.dan, draft_id=draft)
