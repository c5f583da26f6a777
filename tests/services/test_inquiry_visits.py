"""Opening an inquiry by a mailed link: the code, the visit, its end; what every other link learns."""

import json
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session, col, select

from ctpat_app.domain.errors import NotPermitted
from ctpat_app.domain.inquiries import InquiryEvent, InquiryState
from ctpat_app.domain.inquiry_access import (
    CODE_LIFETIME,
    CODE_TRIES,
    LONGEST_VISIT,
    LinkStanding,
    link_standing,
    may_try_code,
    visit_end,
)
from ctpat_app.domain.tokens import token_hash
from ctpat_app.services.inquiry_visits import (
    ask_for_link,
    begin_visit,
    end_visit,
    find_visit,
    forget_old_visits,
    mail_code,
    open_link,
    visit_of,
)
from ctpat_app.tables.inquiries import InquiryEventRow, InquiryRow, InquiryVisitRow
from ctpat_app.tables.notices import NoticeRow
from ctpat_app.tables.outbox import OutboxRow
from tests.factories import WHEN
from tests.partner_links import CODE, a_visit, an_inquiry, another_link, link_row


def mails(session: Session, template: str) -> list[OutboxRow]:
    return list(session.exec(select(OutboxRow).where(OutboxRow.template == template).order_by(col(OutboxRow.id))))


def test_a_link_tells_who_asks_whom_and_only_part_of_the_address(session: Session) -> None:
    asked = an_inquiry(session)
    shown = open_link(session, asked.token, now=WHEN)
    assert (shown.standing, shown.company, shown.partner) == (LinkStanding.OPEN, "Acme Carriers SA", "Nile Packaging")
    assert shown.address == "f•••@nile.example"
    assert session.exec(select(InquiryVisitRow)).all() == []


def test_the_code_goes_to_the_address_of_the_link_and_begins_a_visit(session: Session) -> None:
    asked = an_inquiry(session)
    visit = a_visit(session, asked.token)
    mail = mails(session, "inquiry-code")[0]
    assert (mail.recipient, mail.language, json.loads(mail.params)["code"]) == ("farid@nile.example", "ar", CODE)
    assert (visit.inquiry_id, visit.link_id, visit.shared) == (asked.inquiry, asked.link, False)
    kinds = session.exec(select(InquiryEventRow.kind)).all()
    assert kinds == [InquiryEvent.OPENED]


def test_digits_of_any_script_and_spaces_count_as_the_code(session: Session) -> None:
    asked = an_inquiry(session)
    mail_code(session, asked.token, code=CODE, now=WHEN)
    assert begin_visit(session, asked.token, typed=" ١٢٣ ٤٥٦", visit_token="v", shared=False, now=WHEN)


def test_a_code_works_once(session: Session) -> None:
    asked = an_inquiry(session)
    a_visit(session, asked.token)
    assert begin_visit(session, asked.token, typed=CODE, visit_token="again", shared=False, now=WHEN) is None


def test_five_wrong_codes_end_the_right_one(session: Session) -> None:
    asked = an_inquiry(session)
    mail_code(session, asked.token, code=CODE, now=WHEN)
    for _ in range(CODE_TRIES):
        assert begin_visit(session, asked.token, typed="000000", visit_token="v", shared=False, now=WHEN) is None
    assert begin_visit(session, asked.token, typed=CODE, visit_token="v", shared=False, now=WHEN) is None


def test_the_code_of_another_link_opens_nothing(session: Session) -> None:
    asked = an_inquiry(session)
    other = another_link(session, asked)
    mail_code(session, asked.token, code=CODE, now=WHEN)
    assert begin_visit(session, other, typed=CODE, visit_token="v", shared=False, now=WHEN) is None
    assert begin_visit(session, other, typed="", visit_token="v", shared=False, now=WHEN) is None


def test_a_code_is_too_old_after_ten_minutes(session: Session) -> None:
    asked = an_inquiry(session)
    mail_code(session, asked.token, code=CODE, now=WHEN)
    late = WHEN + CODE_LIFETIME
    assert begin_visit(session, asked.token, typed=CODE, visit_token="v", shared=False, now=late) is None


@pytest.mark.parametrize(
    ("change", "standing"),
    [
        ("revoke", LinkStanding.REVOKED),
        ("expire", LinkStanding.EXPIRED),
        ("take-back", LinkStanding.OVER),
        ("forge", LinkStanding.UNKNOWN),
    ],
)
def test_a_link_that_opens_nothing_says_why_and_gets_no_code(
    session: Session, change: str, standing: LinkStanding
) -> None:
    asked = an_inquiry(session)
    visit = a_visit(session, asked.token, visit_token="cookie")
    now, token = WHEN, asked.token
    match change:
        case "revoke":
            link_row(session, asked.link).revoked_at = WHEN
        case "expire":
            now = WHEN + timedelta(days=61)
        case "take-back":
            session.get_one(InquiryRow, asked.inquiry).state = InquiryState.REVOKED
        case "forge":
            token = "forged"
    session.flush()
    shown = open_link(session, token, now=now)
    assert shown.standing is standing
    assert (shown.partner, shown.address, shown.introduction) == ("", "", "")
    mail_code(session, token, code="654321", now=now)
    assert len(mails(session, "inquiry-code")) == 1
    still_open = find_visit(session, token_hash("cookie"), now=now)
    assert still_open == (visit if change == "forge" else None)


def test_a_closed_inquiry_can_still_be_opened(session: Session) -> None:
    asked = an_inquiry(session, state=InquiryState.CLOSED)
    shown = open_link(session, asked.token, now=WHEN)
    assert (shown.standing, shown.closed) == (LinkStanding.OPEN, True)


def test_leaving_ends_the_visit(session: Session) -> None:
    asked = an_inquiry(session)
    a_visit(session, asked.token, visit_token="cookie")
    end_visit(session, "cookie", now=WHEN)
    assert find_visit(session, token_hash("cookie"), now=WHEN) is None


def test_a_shared_computer_forgets_after_two_hours(session: Session) -> None:
    asked = an_inquiry(session)
    assert a_visit(session, asked.token, visit_token="cookie", shared=True).shared
    assert find_visit(session, token_hash("cookie"), now=WHEN + timedelta(hours=1, minutes=59))
    assert find_visit(session, token_hash("cookie"), now=WHEN + timedelta(hours=2)) is None


def test_no_visit_is_one_to_another_inquiry(session: Session) -> None:
    visit = a_visit(session, an_inquiry(session).token)
    other = an_inquiry(session)
    with pytest.raises(NotPermitted) as refusal:
        visit.require(other.inquiry)
    assert refusal.value.code == "access.not-yours"
    assert visit_of(None) is None


def test_the_company_is_told_who_wants_a_new_link(session: Session) -> None:
    asked = an_inquiry(session)
    ask_for_link(session, asked.token, now=WHEN)
    assert session.exec(select(NoticeRow)).all() == []
    ask_for_link(session, asked.token, now=WHEN + timedelta(days=61))
    ask_for_link(session, "forged", now=WHEN)
    notices = session.exec(select(NoticeRow)).all()
    assert [(each.user_id, each.template) for each in notices] == [(asked.officer.user_id, "inquiry-link-wanted")]


MOMENTS = st.integers(0, 365 * 24 * 60).map(lambda minutes: WHEN + timedelta(minutes=minutes))


@given(now=MOMENTS, link_ends=MOMENTS, shared=...)
def test_no_visit_lasts_longer_than_its_link_or_thirty_days(now: datetime, link_ends: datetime, shared: bool) -> None:
    end = visit_end(now, shared=shared, link_ends=link_ends)
    assert end <= link_ends
    assert end - now <= LONGEST_VISIT


@given(expires=MOMENTS, now=MOMENTS)
def test_a_link_opens_until_the_moment_at_which_it_ends(expires: datetime, now: datetime) -> None:
    found = link_standing(InquiryState.BEGUN, revoked_at=None, expires_at=expires, now=now)
    assert found is (LinkStanding.OPEN if now < expires else LinkStanding.EXPIRED)


@given(seconds=st.integers(0, 1200), tries=st.integers(0, 8))
def test_a_code_may_be_tried_five_times_within_ten_minutes(seconds: int, tries: int) -> None:
    may = may_try_code(sent_at=WHEN, tries=tries, now=WHEN + timedelta(seconds=seconds))
    assert may == (seconds < 600 and tries < 5)


def test_a_visit_is_forgotten_once_it_is_over(session: Session) -> None:
    asked = an_inquiry(session)
    visit = a_visit(session, asked.token)
    row = session.exec(select(InquiryVisitRow)).one()
    forget_old_visits(session, now=row.ends_at)
    assert session.exec(select(InquiryVisitRow.link_id)).all() == [visit.link_id]
    forget_old_visits(session, now=row.ends_at + timedelta(seconds=1))
    assert session.exec(select(InquiryVisitRow.link_id)).all() == []
    assert session.exec(select(InquiryEventRow.kind)).all() == [InquiryEvent.OPENED]
