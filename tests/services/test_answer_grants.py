"""One signed version for several customers: exactly that version, until a day, and after the end nothing at all."""

import json
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session, col, select

from ctpat_app.domain.errors import InvalidValue, NotPermitted, Refusal
from ctpat_app.domain.form_faults import FormFaults
from ctpat_app.domain.inquiries import InquiryState
from ctpat_app.domain.inquiry_access import LONGEST_GRANT, read_until
from ctpat_app.services.answer_grants import find_grant, grant_answers, list_grants, note_read, revoke_grant
from ctpat_app.services.inquiry_visits import Visit
from ctpat_app.tables.inquiries import InquiryRow
from ctpat_app.tables.outbox import OutboxRow
from tests.factories import WHEN
from tests.partner_links import a_visit, an_inquiry, answer_all, sign, write

UNTIL = (WHEN + timedelta(days=90)).date()


@pytest.fixture
def farid(session: Session) -> Visit:
    """Who has signed."""
    visit = a_visit(session, an_inquiry(session).token)
    answer_all(session, visit, text="Signed text.")
    sign(session, visit)
    return visit


def grant(session: Session, visit: Visit, customer: str = "Blue Imports", until: str = UNTIL.isoformat()) -> str:
    grant_answers(
        session, visit, inquiry_id=visit.inquiry_id, customer=customer, email="buyer@blue.example", language="en",
        until=until, languages=("en", "ar"), now=WHEN,
    )  # fmt: skip
    query = select(OutboxRow).where(OutboxRow.template == "inquiry-granted").order_by(col(OutboxRow.id).desc())
    path: str = json.loads(session.exec(query).first().params)["path"]  # type: ignore[union-attr]
    return path.partition("token=")[2]


def test_two_customers_read_the_same_version_and_after_revoking_one_the_other_keeps_it(
    session: Session, farid: Visit
) -> None:
    blue, red = grant(session, farid, "Blue"), grant(session, farid, "Red")
    shown = [find_grant(session, token, now=WHEN) for token in (blue, red)]
    assert [each.customer for each in shown if each] == ["Blue", "Red"]
    assert len({each.signed for each in shown if each}) == 1
    listed = list_grants(session, farid, inquiry_id=farid.inquiry_id, now=WHEN)
    first = next(each for each in listed if each.customer == "Blue")
    revoke_grant(session, farid, inquiry_id=farid.inquiry_id, grant_id=first.id, now=WHEN)
    assert find_grant(session, blue, now=WHEN) is find_grant(session, "never-made", now=WHEN) is None
    assert find_grant(session, red, now=WHEN) == shown[1]


def test_a_customer_reads_exactly_what_was_granted_and_hears_of_a_newer_version(session: Session, farid: Visit) -> None:
    token = grant(session, farid)
    session.get_one(InquiryRow, farid.inquiry_id).state = InquiryState.RETURNED
    session.flush()
    write(session, farid, "1.1", "A later text.")
    sign(session, farid, now=WHEN + timedelta(days=1))
    shown = find_grant(session, token, now=WHEN + timedelta(days=1))
    assert shown
    assert (shown.signed.answers[0].text, shown.newer_exists) == ("Signed text.", True)
    assert list_grants(session, farid, inquiry_id=farid.inquiry_id, now=WHEN)[0].is_older


def test_it_can_be_read_through_the_last_day_and_no_longer(session: Session, farid: Visit) -> None:
    token = grant(session, farid)
    assert find_grant(session, token, now=WHEN + timedelta(days=90))
    assert find_grant(session, token, now=WHEN + timedelta(days=91)) is None


def test_the_partner_sees_whether_it_was_read(session: Session, farid: Visit) -> None:
    token = grant(session, farid)
    find_grant(session, token, now=WHEN)
    assert list_grants(session, farid, inquiry_id=farid.inquiry_id, now=WHEN)[0].first_read_at is None
    note_read(session, token, now=WHEN)
    note_read(session, token, now=WHEN + timedelta(hours=1))
    note_read(session, "never-made", now=WHEN)
    assert list_grants(session, farid, inquiry_id=farid.inquiry_id, now=WHEN)[0].first_read_at == WHEN


def test_a_grant_outlives_the_inquiry_that_the_company_took_back(session: Session, farid: Visit) -> None:
    token = grant(session, farid)
    session.get_one(InquiryRow, farid.inquiry_id).state = InquiryState.REVOKED
    session.flush()
    assert find_grant(session, token, now=WHEN)


def test_what_is_not_signed_is_granted_to_nobody(session: Session) -> None:
    visit = a_visit(session, an_inquiry(session).token)
    with pytest.raises(Refusal) as refusal:
        grant(session, visit)
    assert refusal.value.code == "grant.sign-first"


def test_every_fault_of_the_form_is_told_at_once(session: Session, farid: Visit) -> None:
    with pytest.raises(FormFaults) as refusal:
        grant_answers(
            session, farid, inquiry_id=farid.inquiry_id, customer="", email="x", language="xx", until="soon",
            languages=("en",), now=WHEN,
        )  # fmt: skip
    assert set(refusal.value.faults) == {"customer", "email", "language", "until"}


def test_the_holder_of_another_link_grants_lists_and_revokes_nothing(session: Session, farid: Visit) -> None:
    grant(session, farid)
    theirs = list_grants(session, farid, inquiry_id=farid.inquiry_id, now=WHEN)[0].id
    stranger = a_visit(session, an_inquiry(session, email="else@other.example").token)
    with pytest.raises(NotPermitted):
        list_grants(session, stranger, inquiry_id=farid.inquiry_id, now=WHEN)
    for inquiry in (farid.inquiry_id, stranger.inquiry_id):
        with pytest.raises(NotPermitted):
            revoke_grant(session, stranger, inquiry_id=inquiry, grant_id=theirs, now=WHEN)
    with pytest.raises(NotPermitted):
        grant_answers(
            session, stranger, inquiry_id=farid.inquiry_id, customer="X", email="x@example.com", language="en",
            until=UNTIL.isoformat(), languages=("en",), now=WHEN,
        )  # fmt: skip


@given(days=st.integers(-1000, 1000))
def test_a_day_is_taken_from_today_until_two_years_on(days: int) -> None:
    today = WHEN.date()
    day = today + timedelta(days=days)
    if 0 <= days <= LONGEST_GRANT.days:
        assert read_until(day.isoformat(), today) == day
    else:
        with pytest.raises(InvalidValue):
            read_until(day.isoformat(), today)
