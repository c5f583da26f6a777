"""Reminders: on the right days, one mail a person and day, never twice, and an end for people outside."""

import itertools
import json
import threading
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from ctpat_app.adapters.database import transaction
from ctpat_app.domain.actions import Owner, Plan, Proof
from ctpat_app.domain.errors import InvalidValue
from ctpat_app.services.action_plans import Show, list_actions, model_of_draft
from ctpat_app.services.action_reminders import send_reminders, stop_mails
from ctpat_app.services.actions import add_action, close_action, edit_action
from ctpat_app.services.library import keep_current
from ctpat_app.tables.accounts import MembershipRow, UserAccountRow
from ctpat_app.tables.actions import ReminderRow
from ctpat_app.tables.outbox import OutboxRow
from tests.factories import Cast, a_draft, the_cast

ADDED = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
DUE = date(2026, 4, 1)


class Desk:
    """Ana's company, its draft, and the nights on which reminders go out."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.cast: Cast = the_cast(session)
        library = keep_current(session, now=ADDED)
        self.draft = a_draft(session, self.cast.account, self.cast.ana, library_hash=library.hash)
        self.model = model_of_draft(session, self.cast.ana, draft_id=self.draft)

    def add(self, what: str = "Fix the fence", owner: Owner | None = None, due_on: date = DUE) -> int:
        plan = Plan(what, owner or Owner(self.cast.ben.user_id), due_on)
        return add_action(self.session, self.cast.ana, security_model_id=self.model, plan=plan, now=ADDED)

    def night(self, days_to_due: int, hours: int = 3) -> int:
        now = datetime.combine(DUE - timedelta(days_to_due), datetime.min.time(), UTC) + timedelta(hours=hours)
        return send_reminders(self.session, new_token=tokens(), now=now)

    def mails(self) -> list[tuple[str, str, list[str]]]:
        rows = self.session.exec(select(OutboxRow).order_by(col(OutboxRow.id))).all()
        return [
            (row.template, row.recipient, [each[0] for each in json.loads(json.loads(row.params)["actions"])])
            for row in rows
        ]


def tokens() -> Callable[[], str]:
    numbers = itertools.count(1)
    return lambda: f"token-{next(numbers)}"


@pytest.fixture
def desk(session: Session) -> Desk:
    return Desk(session)


def test_mails_go_out_on_their_days_and_on_no_other(desk: Desk) -> None:
    desk.add()
    sent = [days for days in range(16, -23, -1) if desk.night(days)]
    assert sent == [14, 3, -1, -8, -15, -22]


def test_running_again_on_the_same_day_sends_nothing(desk: Desk) -> None:
    desk.add()
    assert [desk.night(14), desk.night(14), desk.night(14, hours=23)] == [1, 0, 0]


def test_a_day_that_was_missed_is_caught_up_once(desk: Desk) -> None:
    desk.add()
    assert [desk.night(days) for days in (12, 11, 10)] == [1, 0, 0]


def test_one_mail_lists_all_that_is_due_in_the_owners_language(desk: Desk) -> None:
    desk.session.get_one(UserAccountRow, desk.cast.ben.user_id).language = "es"
    desk.add("Fix the fence")
    desk.add("Train the guards", due_on=DUE + timedelta(2))
    desk.add("Far away", due_on=DUE + timedelta(60))
    desk.add("Ana's own", Owner(desk.cast.ana.user_id), DUE + timedelta(30))
    assert desk.night(3) == 1
    assert desk.mails() == [("actions-due", "ben@example.com", ["Fix the fence", "Train the guards"])]
    [row] = desk.session.exec(select(OutboxRow)).all()
    assert (row.language, json.loads(row.params)["path"]) == ("es", f"/es/actions/?draft={desk.draft}&show=mine")


def test_an_action_that_was_planned_late_starts_with_its_next_day(desk: Desk) -> None:
    desk.add(due_on=ADDED.date() + timedelta(10))
    assert send_reminders(desk.session, new_token=tokens(), now=ADDED + timedelta(days=1)) == 0
    assert send_reminders(desk.session, new_token=tokens(), now=ADDED + timedelta(days=7)) == 1


def test_a_moved_day_moves_the_reminders(desk: Desk) -> None:
    action = desk.add()
    desk.night(14)
    later = Plan("Fix the fence", Owner(desk.cast.ben.user_id), DUE + timedelta(30))
    moved = datetime(2026, 3, 20, tzinfo=UTC)
    edit_action(desk.session, desk.cast.ana, action_id=action, seen_version=1, plan=later, now=moved)
    assert [desk.night(3), desk.night(-15), desk.night(-16)] == [0, 0, 1]


def test_nobody_is_reminded_of_what_is_closed_or_of_a_company_they_left(desk: Desk) -> None:
    closed = desk.add()
    close_action(desk.session, desk.cast.ana, action_id=closed, seen_version=1, proof=Proof("Photo"), now=ADDED)
    assert desk.night(3) == 0
    desk.add("Train the guards")
    query = select(MembershipRow).where(MembershipRow.user_id == desk.cast.ben.user_id)
    desk.session.exec(query).one().removed_at = ADDED
    assert desk.night(3) == 0


def test_somebody_outside_is_told_who_named_them_and_can_end_the_mails(desk: Desk) -> None:
    desk.add(owner=Owner(0, "Olga", "Olga@example.com"))
    desk.add("Without an address", Owner(0, "Oleg"))
    desk.night(14)
    desk.night(3)
    rows = desk.session.exec(select(OutboxRow)).all()
    params = [json.loads(row.params) for row in rows]
    assert [(row.template, row.recipient) for row in rows] == [("actions-due-outside", "Olga@example.com")] * 2
    assert {each["person"] for each in params} == {"Ana"}
    assert {each["path"] for each in params} == {"/en/stop-mails/?token=token-1"}
    for _press in range(2):
        stop_mails(desk.session, "token-1", now=ADDED)
    assert desk.night(-1) == 0
    plan = list_actions(desk.session, desk.cast.ana, security_model_id=desk.model, show=Show.OPEN, now=ADDED)
    assert [each.mails_ended for each in plan.actions] == [True, False]


def test_an_unknown_link_ends_nothing(desk: Desk) -> None:
    with pytest.raises(InvalidValue, match=r"link\.unknown"):
        stop_mails(desk.session, "guessed", now=ADDED)


def test_two_processes_at_once_send_one_mail(sqlite_file: Engine) -> None:
    with transaction() as session:
        Desk(session).add()
    start, sent = threading.Barrier(2), []

    def run() -> None:
        start.wait()
        with transaction() as session:
            sent.append(send_reminders(session, new_token=tokens(), now=ADDED + timedelta(days=16)))

    threads = [threading.Thread(target=run) for _ in range(2)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(sent) == [0, 1]
    with Session(sqlite_file) as session:
        assert len(session.exec(select(OutboxRow)).all()) == len(session.exec(select(ReminderRow)).all()) == 1


def test_the_database_itself_refuses_a_second_mail_of_the_day(desk: Desk) -> None:
    """A process that looked before the other one wrote is stopped by the row, and carries on with the rest."""
    desk.add()
    desk.session.add(ReminderRow(person_key="ben@example.com", sent_on=DUE - timedelta(3), actions="[]"))
    desk.session.flush()
    desk.add("Ana's own", Owner(desk.cast.ana.user_id))
    assert desk.night(3) == 1
    assert [recipient for _template, recipient, _what in desk.mails()] == ["ana@example.com"]
