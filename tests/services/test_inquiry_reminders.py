"""Each mail about an inquiry leaves once, whenever the clock asks, also after a week in which nobody asked."""

import json
from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, col, select

from ctpat_app.domain.inquiries import OPEN_AFTER_DUE, InquiryState
from ctpat_app.services.inquiries import extend_inquiry, revoke_inquiry, send_again
from ctpat_app.services.inquiry_actions import add_inquiry_action
from ctpat_app.services.inquiry_reminders import inquiries_to_look_at, keepers_of, remind_of_inquiry
from ctpat_app.services.library import keep_current
from ctpat_app.tables.accounts import MembershipRow
from ctpat_app.tables.inquiries import InquiryActionRow, InquiryLinkRow, InquiryRow
from ctpat_app.tables.notices import NoticeRow
from ctpat_app.tables.outbox import OutboxRow
from ctpat_app.tables.partners import PartnerRow
from tests.factories import Cast, the_cast
from tests.inquiries import DUE_DAYS, LANGUAGES, a_signed_inquiry, an_inquiry, link_of, signed


@pytest.fixture
def cast(session: Session, now: datetime) -> Cast:
    keep_current(session, now=now)
    return the_cast(session)


def run(session: Session, now: datetime) -> None:
    for number in inquiries_to_look_at(session):
        remind_of_inquiry(session, inquiry_id=number, now=now)


def mails(session: Session) -> list[str]:
    """Return the templates of the mails since the first one, which sent the questionnaire."""
    query = select(OutboxRow.template).order_by(col(OutboxRow.id))
    return [each for each in session.exec(query) if each != "inquiry-sent"]


def on(now: datetime, days: int) -> datetime:
    """Return a moment so many days after the due day of an inquiry that was sent ``now``."""
    return now + timedelta(DUE_DAYS + days)


def test_the_partner_is_reminded_on_the_staged_days_and_once_each(session: Session, cast: Cast, now: datetime) -> None:
    an_inquiry(session, cast.account, cast.ana, now=now)
    for day in range(-DUE_DAYS, 40):
        run(session, on(now, day))
        run(session, on(now, day) + timedelta(hours=1))
    of_partner = [each for each in mails(session) if each != "inquiry-late"]
    assert of_partner == ["inquiry-due"] * 2 + ["inquiry-overdue"] * 3
    assert mails(session).count("inquiry-late") == 1


def test_a_week_without_a_run_is_caught_up_with_one_mail(session: Session, cast: Cast, now: datetime) -> None:
    an_inquiry(session, cast.account, cast.ana, now=now)
    run(session, on(now, -8))
    run(session, on(now, 0))
    assert mails(session) == ["inquiry-due"]
    run(session, on(now, 9))
    run(session, on(now, 9))
    assert sorted(mails(session)) == ["inquiry-due", "inquiry-late", "inquiry-overdue"]


def test_each_reminder_has_a_link_that_works_and_leaves_the_others_alone(
    session: Session, cast: Cast, now: datetime
) -> None:
    number = an_inquiry(session, cast.account, cast.ana, now=now)
    first = link_of(session, number)
    run(session, on(now, -7))
    links = session.exec(select(InquiryLinkRow).where(InquiryLinkRow.inquiry_id == number)).all()
    assert [(each.revoked_at, each.made_by) for each in links] == [(None, cast.ana.user_id), (None, None)]
    assert link_of(session, number) != first
    mail = session.exec(select(OutboxRow).where(OutboxRow.template == "inquiry-due")).one()
    assert (mail.recipient, mail.language) == ("ines@norte.example", "es")
    assert json.loads(mail.params)["path"].startswith("/es/inquiry-link/?token=")


def test_another_day_begins_the_reminders_anew(session: Session, cast: Cast, now: datetime) -> None:
    number = an_inquiry(session, cast.account, cast.ana, now=now)
    run(session, on(now, 1))
    due_on = on(now, 30).date()
    extend_inquiry(session, cast.ana, inquiry_id=number, seen_version=1, due_on=due_on, now=on(now, 2))
    run(session, on(now, 22))
    assert mails(session)[-1] == "inquiry-extended"
    run(session, on(now, 23))
    assert mails(session)[-1] == "inquiry-due"


@pytest.mark.parametrize("end", ["signed", "revoked", "removed", "expired"])
def test_who_has_nothing_to_do_is_left_in_peace(session: Session, cast: Cast, now: datetime, end: str) -> None:
    number = an_inquiry(session, cast.account, cast.ana, now=now)
    row, day = session.get_one(InquiryRow, number), on(now, 1)
    match end:
        case "signed":
            signed(session, number, now=now)
        case "revoked":
            revoke_inquiry(session, cast.ana, inquiry_id=number, seen_version=1, now=now)
        case "removed":
            session.get_one(PartnerRow, row.partner_id).removed_at = now
        case "expired":
            day = on(now, OPEN_AFTER_DUE.days + 2)
    session.flush()
    run(session, day)
    assert {"inquiry-due", "inquiry-overdue"} & {*mails(session)} == set()


def test_the_company_is_told_of_each_signature_once(session: Session, cast: Cast, now: datetime) -> None:
    number = a_signed_inquiry(session, cast.account, cast.ben, now=now)
    for _ in range(2):
        run(session, now)
    assert mails(session) == ["inquiry-signed"]
    [notice] = session.exec(select(NoticeRow)).all()
    assert (notice.user_id, notice.path) == (cast.ben.user_id, f"inquiry/?inquiry={number}")
    signed(session, number, now=now + timedelta(hours=2))
    run(session, now + timedelta(hours=3))
    assert mails(session) == ["inquiry-signed"] * 2


def test_when_the_sender_has_left_who_keeps_the_register_is_told(session: Session, cast: Cast, now: datetime) -> None:
    number = an_inquiry(session, cast.account, cast.ben, now=now)
    row = session.get_one(InquiryRow, number)
    assert keepers_of(session, row) == [cast.ben.user_id]
    query = select(MembershipRow).where(MembershipRow.user_id == cast.ben.user_id)
    session.exec(query).one().removed_at = now
    session.flush()
    assert keepers_of(session, row) == [cast.ana.user_id], "a consultant does not keep it"


def test_actions_are_told_together_and_reminded_of_before_their_day(
    session: Session, cast: Cast, now: datetime
) -> None:
    number = a_signed_inquiry(session, cast.account, cast.ana, now=now)
    for days in (30, 40):
        add_inquiry_action(
            session, cast.ana, inquiry_id=number, criterion="1.1", finding="A hole.", wanted="Mend it.",
            due_on=now.date() + timedelta(days), now=now,
        )  # fmt: skip
    run(session, now)
    run(session, now)
    assert mails(session) == ["inquiry-signed", "inquiry-actions"]
    told = session.exec(select(OutboxRow).where(OutboxRow.template == "inquiry-actions")).one()
    params = json.loads(told.params)
    assert (params["count"], params["date"]) == ("2", (now.date() + timedelta(30)).isoformat())
    for days in range(1, 60):
        run(session, now + timedelta(days))
    assert mails(session).count("inquiry-actions-due") == 10
    assert {each.reminded_on for each in session.exec(select(InquiryActionRow))} == {
        now.date() + timedelta(45),
        now.date() + timedelta(55),
    }


def test_a_renewal_is_told_ahead_until_it_is_sent(session: Session, cast: Cast, now: datetime) -> None:
    number = a_signed_inquiry(session, cast.account, cast.ana, now=now, renew_months=12)
    row = session.get_one(InquiryRow, number)
    row.state, row.closed_at = InquiryState.CLOSED, now
    session.flush()
    run(session, now + timedelta(330))
    assert mails(session) == []
    for _ in range(2):
        run(session, now + timedelta(350))
    assert mails(session) == ["inquiry-renew"]
    day = now.date() + timedelta(380)
    send_again(session, cast.ana, inquiry_id=number, due_on=day, languages=LANGUAGES, now=now + timedelta(350))
    run(session, now + timedelta(351))
    assert mails(session) == ["inquiry-renew", "inquiry-sent-again"]
