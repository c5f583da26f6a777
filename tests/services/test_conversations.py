"""Messages between a company and CTPAT: once each, told once a burst, read by who may, never changed."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, select

from ctpat_app.domain.conversations import Side
from ctpat_app.domain.errors import InvalidValue, NotPermitted
from ctpat_app.domain.identifier_changes import Operation
from ctpat_app.domain.permissions import Actor, Role, StaffRole
from ctpat_app.services.conversation_view import PAGE, Conversation, read_conversation
from ctpat_app.services.conversations import (
    Typed,
    send_message,
    settle,
    unanswered,
    unread_for_company,
    waiting_messages,
)
from ctpat_app.services.identifier_requests import Wish, ask_for_change
from ctpat_app.tables.accounts import TradeAccountRow
from ctpat_app.tables.audit import AuditEventRow
from ctpat_app.tables.conversations import ConversationMessageRow
from ctpat_app.tables.notices import NoticeRow
from tests.factories import a_document, a_member, a_person, a_staff_member, a_version
from tests.vettings import Sent, a_sent_case


@pytest.fixture
def sent(session: Session, now: datetime) -> Sent:
    return a_sent_case(session, now)


class Talk:
    """A conversation of ana's company, with a new form for each message."""

    def __init__(self, session: Session, sent: Sent, now: datetime) -> None:
        self._session, self._sent, self._now, self._forms = session, sent, now, 0

    def say(self, who: Actor, text: str, *, at: datetime | None = None, **more: Any) -> int:
        self._forms += 1
        typed = Typed(**{"text": text, "language": "en", "token": f"form-{self._forms}", **more})
        return send_message(
            self._session,
            who,
            trade_account_id=self._sent.cast.account,
            side=side_of(who),
            typed=typed,
            now=at or self._now,
        )

    def read(self, who: Actor, **more: Any) -> Conversation:
        account = self._sent.cast.account
        return read_conversation(self._session, who, trade_account_id=account, side=side_of(who), now=self._now, **more)


def side_of(who: Actor) -> Side:
    return Side.STAFF if who.staff_role else Side.COMPANY


@pytest.fixture
def talk(session: Session, sent: Sent, now: datetime) -> Talk:
    return Talk(session, sent, now)


def told(session: Session, template: str) -> list[int]:
    rows = session.exec(select(NoticeRow).where(NoticeRow.template == template).order_by(NoticeRow.id)).all()  # type: ignore[arg-type]
    return [row.user_id for row in rows]


# ---------------------------------------------------------------- to and fro


def test_both_sides_read_the_same_and_each_text_keeps_its_language(session: Session, sent: Sent, talk: Talk) -> None:
    talk.say(sent.cast.ana, "¿Basta con el folio?", language="es")
    talk.say(sent.eva, "Yes. Send the page with the stamp.")
    mine = talk.read(sent.cast.ana).messages
    theirs = talk.read(sent.eva).messages
    assert [(each.text, each.language) for each in mine] == [
        ("¿Basta con el folio?", "es"),
        ("Yes. Send the page with the stamp.", "en"),
    ]
    assert [each.writer for each in mine] == ["Ana", ""]
    assert [each.writer for each in theirs] == ["Ana", "Eva"]
    assert [each.is_mine for each in mine] == [True, False]


def test_the_same_form_twice_is_one_message(session: Session, sent: Sent, talk: Talk) -> None:
    first = talk.say(sent.cast.ana, "Hello", token="same")
    assert talk.say(sent.cast.ana, "Hello", token="same") == first
    assert talk.say(sent.cast.ben, "Hello", token="same") != first
    assert len(talk.read(sent.eva).messages) == 2


def test_what_was_written_stays(session: Session, sent: Sent, talk: Talk) -> None:
    talk.say(sent.cast.ana, "Hello")
    for change in (update(ConversationMessageRow).values(text="x"), delete(ConversationMessageRow)):
        with pytest.raises(DBAPIError), session.begin_nested():
            session.execute(change)


def test_an_empty_message_is_refused(session: Session, sent: Sent, talk: Talk) -> None:
    with pytest.raises(InvalidValue, match=r"conversation\.text-missing"):
        talk.say(sent.cast.ana, "  ")


def test_old_messages_come_page_by_page(session: Session, sent: Sent, talk: Talk) -> None:
    for number in range(PAGE + 5):
        talk.say(sent.cast.ana, f"Message {number}")
    newest = talk.read(sent.eva)
    assert (len(newest.messages), newest.has_earlier) == (PAGE, True)
    earlier = talk.read(sent.eva, before=newest.messages[0].id)
    assert (earlier.messages[0].text, len(earlier.messages)) == ("Message 0", 5)
    assert not earlier.has_earlier


# ---------------------------------------------------------------- read, told, waiting


def test_each_side_is_told_once_a_burst(session: Session, sent: Sent, talk: Talk, now: datetime) -> None:
    talk.say(sent.cast.ana, "One")
    talk.say(sent.cast.ben, "Two", at=now + timedelta(minutes=1))
    assert told(session, "message-from-company") == [sent.eva.user_id]
    talk.read(sent.eva)
    talk.say(sent.cast.ana, "Three", at=now + timedelta(minutes=2))
    assert told(session, "message-from-company") == [sent.eva.user_id] * 2
    talk.say(sent.cast.ana, "Four", at=now + timedelta(days=2))
    assert told(session, "message-from-company") == [sent.eva.user_id] * 3
    talk.say(sent.eva, "Answer")
    people = {sent.cast.ana.user_id, sent.cast.ben.user_id, sent.cast.chloe.user_id}
    assert set(told(session, "message-from-ctpat")) == people


def test_a_trade_user_is_not_told(session: Session, sent: Sent, talk: Talk) -> None:
    tom = a_person(session, "tom")
    a_member(session, sent.cast.account, tom, role=Role.TRADE_USER)
    talk.say(sent.eva, "Hello")
    assert tom.user_id not in told(session, "message-from-ctpat")


def test_what_is_new_is_marked_until_somebody_of_that_side_has_read_it(
    session: Session, sent: Sent, talk: Talk
) -> None:
    talk.say(sent.eva, "Hello")
    assert unread_for_company(session, sent.cast.account) == 1
    assert [each.is_new for each in talk.read(sent.cast.ana).messages] == [True]
    assert unread_for_company(session, sent.cast.account) == 0
    assert [each.is_new for each in talk.read(sent.cast.ben).messages] == [False]


def test_who_waits_for_an_answer_and_since_when(session: Session, sent: Sent, talk: Talk, now: datetime) -> None:
    assert unanswered(session) == ()
    first = talk.say(sent.cast.ana, "One")
    talk.say(sent.cast.ana, "Two", at=now + timedelta(hours=1))
    (waiting,) = unanswered(session)
    assert (waiting.trade_account_id, waiting.since) == (sent.cast.account, now)
    (row,) = session.execute(waiting_messages()).all()
    assert (row.kind, row.subject_id) == ("message", first)
    assert talk.read(sent.eva).waits_since == now
    talk.say(sent.eva, "Answer")
    assert unanswered(session) == ()


def test_what_needs_no_answer_waits_no_longer(session: Session, sent: Sent, talk: Talk, now: datetime) -> None:
    thanks = talk.say(sent.cast.ana, "Thank you.")
    settle(session, sent.eva, trade_account_id=sent.cast.account, through=thanks, now=now)
    assert unanswered(session) == ()
    talk.say(sent.cast.ana, "One more thing.")
    settle(session, sent.eva, trade_account_id=sent.cast.account, through=thanks, now=now)
    assert len(unanswered(session)) == 1


def test_who_took_a_company_over_reads_and_answers_its_messages(
    session: Session, sent: Sent, talk: Talk, now: datetime
) -> None:
    talk.say(sent.cast.ana, "Before the merge")
    session.get_one(TradeAccountRow, sent.cast.account).merged_into_id = sent.cast.dans_account
    session.flush()
    dans = sent.cast.dans_account
    seen = read_conversation(session, sent.cast.dan, trade_account_id=dans, side=Side.COMPANY, now=now)
    assert [each.text for each in seen.messages] == ["Before the merge"]
    assert [each.trade_account_id for each in unanswered(session)] == [dans]
    typed = Typed("Answer", "en", "form")
    send_message(session, sent.sue, trade_account_id=dans, side=Side.STAFF, typed=typed, now=now)
    assert unanswered(session) == ()


# ---------------------------------------------------------------- files, and what it is about


def test_files_go_along_in_the_version_that_was_sent(session: Session, sent: Sent, talk: Talk) -> None:
    document = a_document(session, sent.cast.ana, sent.model, name="folio.pdf")
    talk.say(sent.cast.ana, "Here it is.", documents=(document, document))
    a_version(session, sent.cast.ana, document, number=2)
    (message,) = talk.read(sent.eva).messages
    assert [(each.name, each.number) for each in message.files] == [("folio.pdf", 1)]
    talk.say(sent.cast.ana, "A better one.", documents=(document,))
    assert [each.number for each in talk.read(sent.eva).messages[-1].files] == [2]


def test_files_of_other_companies_do_not_go_along(session: Session, sent: Sent, talk: Talk) -> None:
    guide = a_document(session, sent.cast.finn, name="guide.pdf")
    for document in (guide, 4711):
        with pytest.raises(InvalidValue, match=r"conversation\.document-unknown"):
            talk.say(sent.cast.ana, "Here it is.", documents=(document,))
    with pytest.raises(InvalidValue, match=r"conversation\.many-files"):
        talk.say(sent.cast.ana, "Here it is.", documents=tuple(range(1, 12)))


def test_a_message_may_be_about_a_statement_or_a_request_of_the_company(
    session: Session, sent: Sent, talk: Talk, now: datetime
) -> None:
    wish = Wish(Operation.ADD, kind="scac", value="ACME", reason="New")
    request = ask_for_change(session, sent.cast.ana, draft_id=sent.draft, wish=wish, now=now)
    talk.say(sent.cast.ana, "About this one", about=f"statement:{sent.draft}:1.1")
    talk.say(sent.eva, "And this one", about=f"identifier-change:{request}")
    seen = talk.read(sent.cast.ana).messages
    assert [str(each.about) for each in seen] == [f"statement:{sent.draft}:1.1", f"identifier-change:{request}"]
    for about in (f"statement:{sent.draft}:99.9", "statement:4711:1.1", "identifier-change:4711", "weather:1"):
        with pytest.raises(InvalidValue, match=r"conversation\.unknown-about"):
            talk.say(sent.cast.ana, "x", about=about)


# ---------------------------------------------------------------- who may


def test_nobody_else_reads_or_writes(session: Session, sent: Sent, talk: Talk, now: datetime) -> None:
    stranger = a_staff_member(session, sent.cast.finn, StaffRole.SPECIALIST)
    tom = a_person(session, "tom")
    a_member(session, sent.cast.account, tom, role=Role.TRADE_USER)
    for other, code in (
        (sent.cast.dan, "access.not-yours"),
        (stranger, "access.not-yours"),
        (replace(stranger, staff_role=StaffRole.HEADQUARTERS), "access.not-yours"),
        (tom, "access.not-your-role"),
    ):
        for use in (talk.read, lambda who: talk.say(who, "Hello")):
            with pytest.raises(NotPermitted) as refused:
                use(other)
            assert refused.value.code == code
    with pytest.raises(NotPermitted):
        settle(session, sent.cast.ana, trade_account_id=sent.cast.account, through=1, now=now)


def test_nobody_writes_for_the_other_side(session: Session, sent: Sent, now: datetime) -> None:
    typed = Typed("Hello", "en", "form")
    account = sent.cast.account
    with pytest.raises(NotPermitted):
        send_message(session, sent.eva, trade_account_id=account, side=Side.COMPANY, typed=typed, now=now)
    with pytest.raises(NotPermitted):
        send_message(session, sent.cast.ana, trade_account_id=account, side=Side.STAFF, typed=typed, now=now)


def test_looks_of_staff_are_in_the_history_and_the_text_is_not(session: Session, sent: Sent, talk: Talk) -> None:
    talk.say(sent.cast.ana, "A secret")
    talk.read(sent.eva)
    rows = session.exec(select(AuditEventRow).where(AuditEventRow.chain == sent.cast.account)).all()
    assert {"message.sent", "messages.seen-by-staff"} <= {row.action for row in rows}
    assert not any("A secret" in row.detail + row.subject for row in rows)
