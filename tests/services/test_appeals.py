"""The company answers and appeals in time, somebody else decides, and what nobody filed lapses."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update
from sqlmodel import Session, col, select

from ctpat_app.domain.appeals import AppealState, AppealTexts
from ctpat_app.domain.errors import InvalidValue, NotPermitted, StaleVersion
from ctpat_app.domain.form_faults import FormFaults
from ctpat_app.domain.lifecycle import Status
from ctpat_app.domain.permissions import Actor
from ctpat_app.services.appeal_decisions import decide_appeal, take_up_appeal
from ctpat_app.services.appeals import file_appeal, lapse_appeals, save_appeal
from ctpat_app.services.company_tasks import read_tasks
from ctpat_app.services.letter_answers import save_letter_answer, send_letter_answer
from ctpat_app.services.model_steps import find_differences
from ctpat_app.services.standing_case import read_case
from ctpat_app.services.standing_proofs import has_waited
from ctpat_app.services.standing_queue import SOURCES
from ctpat_app.services.standing_records import answer_to, appeal_against, newest_decision
from ctpat_app.services.standing_todo import ToDo, standing_todo
from ctpat_app.tables.accounts import StaffRow
from ctpat_app.tables.outbox import OutboxRow
from ctpat_app.words.standing_letters import write_letter
from tests.factories import a_document, a_version, the_cast
from tests.standing import REASON, Member, a_decision, a_member_company, status_of

TEXTS = AppealTexts("A driver opened the trailer.", "We ended his contract.", "Two people seal each trailer now.")


@pytest.fixture
def member(session: Session, now: datetime) -> Member:
    return a_member_company(session, the_cast(session), now=now)


def answered(
    use: Callable[..., object], session: Session, member: Member, who: Actor, now: datetime, *, text: str, seen: int,
    documents: tuple[int, ...] = (),
) -> object:  # fmt: skip
    return use(
        session, who, security_model_id=member.model, seen_version=seen, text=text, documents=documents,
        language="es", now=now,
    )  # fmt: skip


def appealed(
    use: Callable[..., object], session: Session, member: Member, now: datetime, *, who: Actor | None = None,
    seen: int = 0, texts: AppealTexts = TEXTS, documents: tuple[int, ...] = (),
) -> object:  # fmt: skip
    return use(
        session, who or member.ana, security_model_id=member.model, seen_version=seen, texts=texts,
        documents=documents, language="en", now=now,
    )  # fmt: skip


def templates(session: Session) -> list[str]:
    return [row.template for row in session.exec(select(OutboxRow))]


# ---------------------------------------------------------------- the answer to the letter


def test_everybody_of_the_company_writes_and_the_officer_sends(session: Session, member: Member, now: datetime) -> None:
    number = a_decision(session, member, "suspend", now=now)
    document = a_document(session, member.ana, member.model)
    seen = answered(save_letter_answer, session, member, member.cast.chloe, now, text="Cambiamos", seen=0)
    assert seen == 1
    with pytest.raises(StaleVersion) as stale:
        answered(save_letter_answer, session, member, member.cast.ben, now, text="Otra", seen=0)
    assert (stale.value.theirs, stale.value.version, stale.value.who) == ("Cambiamos", 1, "Chloe")
    for who in (member.cast.ben, member.cast.chloe, member.cast.dan, member.eva):
        with pytest.raises(NotPermitted):
            answered(send_letter_answer, session, member, who, now, text="Cambiamos los sellos.", seen=1)
    with pytest.raises(FormFaults):
        answered(send_letter_answer, session, member, member.ana, now, text=" ", seen=1)
    old = replace(member.ana, proved_at=None)
    with pytest.raises(NotPermitted, match=r"access\.prove-again"):
        answered(send_letter_answer, session, member, old, now, text="Cambiamos los sellos.", seen=1)
    answered(
        send_letter_answer,
        session,
        member,
        member.ana,
        now,
        text="Cambiamos los sellos.",
        seen=1,
        documents=(document,),
    )
    found = answer_to(session, number)
    assert found is not None
    assert (found.text, found.language, found.sent_at) == ("Cambiamos los sellos.", "es", now)
    a_version(session, member.ana, document, number=2)
    assert [(each.name, each.number) for each in found.documents] == [("seal-log.pdf", 1)]
    with pytest.raises(InvalidValue, match=r"letter\.answered-already"):
        answered(save_letter_answer, session, member, member.ana, now, text="Noch etwas", seen=2)
    assert "standing-answered" in templates(session)
    assert [row[0] for source in SOURCES for row in session.execute(source())] == ["letter-answer"]


def test_staff_read_an_answer_only_when_it_is_sent(session: Session, member: Member, now: datetime) -> None:
    a_decision(session, member, "suspend", now=now)
    answered(save_letter_answer, session, member, member.ana, now, text="Half a thought", seen=0)
    assert read_case(session, member.hugo, security_model_id=member.model, now=now).answer is None
    answered(send_letter_answer, session, member, member.ana, now + timedelta(days=200), text="Done.", seen=1)
    assert read_case(session, member.hugo, security_model_id=member.model, now=now).answer is not None


def test_nobody_answers_what_is_not_suspended(session: Session, member: Member, now: datetime) -> None:
    with pytest.raises(InvalidValue, match=r"lifecycle\.wrong-status"):
        answered(save_letter_answer, session, member, member.ana, now, text="Hello", seen=0)


def test_a_document_of_another_company_is_not_enclosed(session: Session, member: Member, now: datetime) -> None:
    a_decision(session, member, "suspend", now=now)
    foreign = a_document(session, member.cast.dan)
    with pytest.raises(NotPermitted):
        answered(save_letter_answer, session, member, member.ana, now, text="Look", seen=0, documents=(foreign,))


# ---------------------------------------------------------------- filing an appeal


def test_an_appeal_is_filed_and_its_clock_begins(session: Session, member: Member, now: datetime) -> None:
    number = a_decision(session, member, "suspend", now=now)
    assert appealed(save_appeal, session, member, now, who=member.cast.chloe) == 1
    for who in (member.cast.ben, member.cast.chloe, member.cast.dan, member.hugo):
        with pytest.raises(NotPermitted):
            appealed(file_appeal, session, member, now, who=who, seen=1)
    with pytest.raises(FormFaults):
        appealed(file_appeal, session, member, now, seen=1, texts=AppealTexts("Only this."))
    appealed(file_appeal, session, member, now, seen=1)
    found = appeal_against(session, number)
    assert found is not None
    assert (found.state, found.texts) == (AppealState.FILED, TEXTS)
    assert found.decide_by == now.date() + timedelta(days=180)
    with pytest.raises(InvalidValue, match=r"appeal\.filed-already"):
        appealed(file_appeal, session, member, now, seen=2)
    rows = [tuple(row) for source in SOURCES for row in session.execute(source())]
    assert [(row[0], row[5]) for row in rows] == [("appeal", found.decide_by)]
    assert templates(session).count("appeal-filed") == 2


@pytest.mark.parametrize(
    ("ground", "days", "in_time"),
    [
        ("security-incident", 90, True),
        ("security-incident", 91, False),
        ("false-information", 30, True),
        ("false-information", 31, False),
    ],
)
def test_the_last_day_counts_and_the_next_one_does_not(
    session: Session, member: Member, now: datetime, ground: str, days: int, in_time: bool
) -> None:
    a_decision(session, member, "suspend", ground=ground, now=now)
    moment = now + timedelta(days=days)
    if in_time:
        appealed(file_appeal, session, member, moment)
        return
    with pytest.raises(InvalidValue, match=r"appeal\.late"):
        appealed(file_appeal, session, member, moment)


def test_nobody_appeals_against_what_was_not_decided(session: Session, member: Member, now: datetime) -> None:
    with pytest.raises(InvalidValue, match=r"appeal\.none"):
        appealed(save_appeal, session, member, now)


def test_what_nobody_filed_lapses_once(session: Session, member: Member, now: datetime) -> None:
    number = a_decision(session, member, "suspend", now=now)
    later = datetime(2026, 6, 1, 11, 0, tzinfo=UTC)
    assert lapse_appeals(session, now=later) == 0
    assert lapse_appeals(session, now=later + timedelta(days=14)) == 1
    assert lapse_appeals(session, now=later + timedelta(days=15)) == 0
    found = appeal_against(session, number)
    assert found is not None
    assert found.state is AppealState.LAPSED
    assert templates(session).count("appeal-lapsed") == 3
    with pytest.raises(InvalidValue, match=r"appeal\.late"):
        appealed(save_appeal, session, member, now)


# ---------------------------------------------------------------- deciding about it


def judged(session: Session, who: Actor, appeal: int, now: datetime, *, reverse: bool) -> None:
    decide_appeal(session, who, appeal_id=appeal, reverse=reverse, reason=REASON, write_letter=write_letter, now=now)


def a_filed_appeal(session: Session, member: Member, kind: str, now: datetime) -> int:
    number = a_decision(session, member, kind, now=now)
    appealed(file_appeal, session, member, now)
    found = appeal_against(session, number)
    assert found is not None
    return found.id


def test_somebody_else_decides_and_a_reversal_ends_the_suspension(
    session: Session, member: Member, now: datetime
) -> None:
    appeal = a_filed_appeal(session, member, "suspend", now)
    for who in (member.cast.dan, member.ana, member.eva, member.sue):
        with pytest.raises(NotPermitted):
            judged(session, who, appeal, now, reverse=True)
    with pytest.raises(InvalidValue, match=r"appeal\.same-person"):
        take_up_appeal(session, member.hugo, appeal_id=appeal, now=now)
    take_up_appeal(session, member.holly, appeal_id=appeal, now=now)
    with pytest.raises(InvalidValue, match=r"appeal\.not-waiting"):
        take_up_appeal(session, member.holly, appeal_id=appeal, now=now)
    with pytest.raises(FormFaults):
        decide_appeal(
            session, member.holly, appeal_id=appeal, reverse=True, reason="", write_letter=write_letter, now=now
        )
    with pytest.raises(InvalidValue, match=r"appeal\.no-outcome"):
        decide_appeal(
            session, member.holly, appeal_id=appeal, reverse=None, reason=REASON, write_letter=write_letter, now=now
        )
    later = now + timedelta(days=9)
    judged(session, member.holly, appeal, later, reverse=True)
    assert status_of(session, member) is Status.CERTIFIED
    assert find_differences(session) == ()
    newest = newest_decision(session, member.model)
    assert newest is not None
    assert newest.letter is not None
    assert any("appeal was successful" in each for each in newest.letter.english)
    with pytest.raises(InvalidValue, match=r"appeal\.not-waiting"):
        judged(session, member.holly, appeal, later, reverse=False)


def test_an_upheld_decision_stays(session: Session, member: Member, now: datetime) -> None:
    appeal = a_filed_appeal(session, member, "suspend", now)
    judged(session, member.holly, appeal, now, reverse=False)
    assert status_of(session, member) is Status.SUSPENDED
    assert templates(session).count("appeal-decided") == 3


def test_a_reversed_removal_lets_the_company_apply_at_once(session: Session, member: Member, now: datetime) -> None:
    appeal = a_filed_appeal(session, member, "remove", now)
    assert not has_waited(session, member.model, now)
    judged(session, member.holly, appeal, now, reverse=True)
    assert status_of(session, member) is Status.REMOVED
    assert has_waited(session, member.model, now)


def test_who_is_alone_at_headquarters_decides_after_all(session: Session, member: Member, now: datetime) -> None:
    appeal = a_filed_appeal(session, member, "suspend", now)
    session.execute(update(StaffRow).where(col(StaffRow.user_id) == member.holly.user_id).values(ended_at=now))
    judged(session, member.hugo, appeal, now, reverse=False)


# ---------------------------------------------------------------- what is to be done


def test_the_company_has_tasks_until_it_did_them(session: Session, member: Member, now: datetime) -> None:
    assert standing_todo(session, member.cast.account, now) == []
    a_decision(session, member, "suspend", now=now)
    due = now.date() + timedelta(days=90)
    wanted = [ToDo("answer-letter", "standing", member.model, due), ToDo("give-consent", "standing", member.model)]
    assert standing_todo(session, member.cast.account, now) == wanted
    answered(send_letter_answer, session, member, member.ana, now, text="Done.", seen=0)
    appealed(save_appeal, session, member, now)
    assert standing_todo(session, member.cast.account, now)[1:] == [ToDo("file-appeal", "appeal", member.model, due)]
    tasks = read_tasks(session, member.ana, trade_account_id=member.cast.account, now=now)
    assert {each.task.kind for each in tasks} >= {"give-consent", "file-appeal"}
    assert standing_todo(session, member.cast.dans_account, now) == []
