"""How cases end by themselves: closed when nobody goes on, deleted when they are kept no longer, and whom they name."""

import json
import re
from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, col, select

from ctpat_app.domain.help_cases import REOPEN_WITHIN, WAITS_FOR_PERSON
from ctpat_app.services.help_case_ends import close_settled, forget_closed
from ctpat_app.services.help_cases import add_to_case, solve_by_person, touch_case
from ctpat_app.services.leaving import carry_out_leaving
from ctpat_app.services.library import keep_current
from ctpat_app.services.own_data import read_own_data
from ctpat_app.tables.accounts import UserAccountRow
from ctpat_app.tables.help_cases import HelpCaseFileRow, HelpCaseMessageRow, HelpCaseRow
from ctpat_app.tables.outbox import OutboxRow
from tests.conftest import NOW
from tests.factories import a_person
from tests.help_cases import a_token, an_open_case

A_YEAR = timedelta(days=366)


@pytest.fixture(autouse=True)
def library(session: Session) -> None:
    keep_current(session, now=NOW)


def row_of(session: Session, code: str) -> HelpCaseRow:
    return session.exec(select(HelpCaseRow).where(HelpCaseRow.code == code)).one()


def put(session: Session, code: str, state: str, *, at: datetime = NOW, **more: object) -> HelpCaseRow:
    row = row_of(session, code)
    row.state, row.answer_due_at = state, None
    for name, value in more.items():
        setattr(row, name, value)
    touch_case(session, row, at)
    return row


def test_what_was_solved_is_closed_when_it_can_be_opened_no_more(session: Session) -> None:
    code = an_open_case(session, NOW, mail="ana@example.com")
    solve_by_person(session, code, user_id=None, now=NOW)
    assert close_settled(session, now=NOW + REOPEN_WITHIN) == 0
    assert close_settled(session, now=NOW + REOPEN_WITHIN + timedelta(seconds=1)) == 1
    row = row_of(session, code)
    assert (row.state, row.closed_at) == ("closed", NOW + REOPEN_WITHIN + timedelta(seconds=1))
    assert session.exec(select(OutboxRow).where(OutboxRow.template == "help-case-closed")).all() == []


def test_what_nobody_answered_is_closed_and_its_person_told_in_their_language(session: Session) -> None:
    code = an_open_case(session, NOW, mail="ana@example.com", language="es")
    put(session, code, "waiting-for-person")
    assert close_settled(session, now=NOW + WAITS_FOR_PERSON) == 0
    assert close_settled(session, now=NOW + WAITS_FOR_PERSON + timedelta(seconds=1)) == 1
    [mail] = session.exec(select(OutboxRow).where(OutboxRow.template == "help-case-closed")).all()
    assert (mail.recipient, mail.language) == ("ana@example.com", "es")
    assert json.loads(mail.params) == {"path": f"/es/report-case/#{code}", "code": code, "days": "30"}


def test_without_an_address_it_is_closed_in_silence(session: Session) -> None:
    put(session, an_open_case(session, NOW), "waiting-for-person")
    assert close_settled(session, now=NOW + A_YEAR) == 1
    assert session.exec(select(OutboxRow)).all() == []


@pytest.mark.parametrize("state", ["new", "open"])
def test_what_waits_for_the_desk_is_never_closed_by_itself(session: Session, state: str) -> None:
    put(session, an_open_case(session, NOW), state)
    assert close_settled(session, now=NOW + A_YEAR) == 0


def test_closed_cases_are_deleted_after_their_time_with_all_that_belongs_to_them(session: Session) -> None:
    lead, joined, other = (an_open_case(session, NOW) for _ in range(3))
    number = row_of(session, lead).id or 0
    session.add(
        HelpCaseFileRow(
            token=a_token(), case_id=number, at=NOW, name="a.png", media_type="image/png", blob_key="k", sha256="0",
            size_bytes=1,
        )
    )  # fmt: skip
    put(session, joined, "merged", merged_into_id=number)
    put(session, lead, "closed", closed_at=NOW)
    assert forget_closed(session, months=12, now=NOW + timedelta(days=365)) == 0
    assert forget_closed(session, months=12, now=NOW + A_YEAR) == 2
    assert [row.code for row in session.exec(select(HelpCaseRow))] == [other]
    assert len(session.exec(select(HelpCaseMessageRow)).all()) == 1
    assert session.exec(select(HelpCaseFileRow)).all() == []


def test_what_is_not_closed_is_not_deleted_however_old_it_is(session: Session) -> None:
    solved = an_open_case(session, NOW)
    solve_by_person(session, solved, user_id=None, now=NOW)
    an_open_case(session, NOW)
    assert forget_closed(session, months=1, now=NOW + 10 * A_YEAR) == 0


# ---------------------------------------------------------------- whom they name


def test_the_own_data_hold_the_own_reports_and_no_note_of_the_desk(session: Session) -> None:
    ana, finn = a_person(session, "ana"), a_person(session, "finn")
    mine = an_open_case(session, NOW, user_id=ana.user_id, happened="Signed in")
    by_mail = an_open_case(session, NOW, mail="ANA@example.com", happened="Not signed in")
    an_open_case(session, NOW, mail="dan@example.com", happened="Of somebody else")
    for text, internal in (("Try again.", False), ("Nervous person.", True)):
        session.add(
            HelpCaseMessageRow(
                case_id=row_of(session, mine).id or 0, at=NOW, side="staff", author_id=finn.user_id, text=text,
                language="en", is_internal=internal,
            )
        )  # fmt: skip
    session.flush()
    sections = read_own_data(session, ana, now=NOW).sections
    assert [each["email"] for each in sections["reports"]] == ["", "ANA@example.com"]
    assert [(each["from"], each["text"]) for each in sections["report-messages"]] == [
        ("person", "Signed in"),
        ("person", "Not signed in"),
        ("staff", "Try again."),
    ]
    assert not {finn.name, mine, by_mail} & set(re.findall(r"[\w-]+", repr(sections)))


def test_with_the_account_name_and_address_leave_the_reports_whose_words_stay(session: Session) -> None:
    ana = a_person(session, "ana")
    code = an_open_case(session, NOW, user_id=ana.user_id, name="Ana", mail="other@example.com", telephone="123")
    same = an_open_case(session, NOW, mail="ana@example.com", name="Ana")
    stranger = an_open_case(session, NOW, mail="dan@example.com", name="Dan")
    person = session.get_one(UserAccountRow, ana.user_id)
    person.leaving_at = NOW
    session.add(person)
    session.flush()
    assert carry_out_leaving(session, now=NOW) == 1
    session.expire_all()
    for each in (code, same):
        row = row_of(session, each)
        assert (row.name, row.mail, row.mail_key, row.telephone) == ("", "", "", "")
    assert row_of(session, stranger).name == "Dan"
    texts = session.exec(select(HelpCaseMessageRow.text).order_by(col(HelpCaseMessageRow.id))).all()
    assert texts == ["It does not work."] * 3


def test_a_case_that_was_added_to_while_it_waited_is_not_closed(session: Session) -> None:
    code = an_open_case(session, NOW)
    put(session, code, "waiting-for-person")
    late = NOW + WAITS_FOR_PERSON
    add_to_case(session, code, text="Here", language="en", token=a_token(), user_id=None, now=late)
    assert close_settled(session, now=late + timedelta(days=1)) == 0
