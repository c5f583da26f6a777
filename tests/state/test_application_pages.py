"""What the pages around the application show: where each problem is mended, what each row leads to."""

from datetime import datetime

import pytest
from sqlmodel import Session, select

from ctpat_app.domain.permissions import Actor
from ctpat_app.guidance.revisions import Change, ChangeClass
from ctpat_app.guidance.texts import Ref
from ctpat_app.services.application import OpenedDraft, open_application
from ctpat_app.services.drafts import save_answer
from ctpat_app.services.home import read_home
from ctpat_app.services.submissions import read_sign_state, sign_application
from ctpat_app.state.changes import change_view
from ctpat_app.state.check import check_sections, open_points
from ctpat_app.state.home import account_card, application_card
from ctpat_app.state.sign import signed_views
from ctpat_app.tables.accounts import AddressRow, MembershipRow
from ctpat_app.words.localiser import localiser_for
from tests.applicants import a_filled_draft, an_empty_draft, answer_row
from tests.factories import Cast, a_person, a_trade_account, the_cast


@pytest.fixture
def cast(session: Session) -> Cast:
    return the_cast(session)


def put(session: Session, actor: Actor, draft: int, key: str, text: str, now: datetime) -> OpenedDraft:
    row = answer_row(session, draft, key)
    save_answer(
        session,
        actor,
        draft_id=draft,
        key=key,
        row_key="",
        seen_version=row.version if row else 0,
        text=text,
        language="en",
        now=now,
    )
    return open_application(session, actor, draft_id=draft, now=now)


def test_each_open_point_leads_to_its_field_and_back_to_the_check(session: Session, cast: Cast, now: datetime) -> None:
    draft = an_empty_draft(session, cast.ana, cast.account, now=now)
    points = open_points(open_application(session, cast.ana, draft_id=draft, now=now), "en")
    first = points[0]
    assert (first.where, first.text) == ("Business types", "Choose at least one.")
    assert first.href == f"/en/apply/?draft={draft}&step=business-types&return=check#f-business_types"
    (entries,) = [point for point in points if point.text == "Add at least one entry."]
    assert (entries.where, entries.href.partition("#")[2]) == ("Identifiers", "f-identifiers")


def test_open_statements_are_one_line_for_each_category_with_the_first_of_them(
    session: Session, cast: Cast, now: datetime
) -> None:
    draft = a_filled_draft(session, cast.ana, cast.account, now=now)
    for criterion in ("1.2", "1.3"):
        opened = put(session, cast.ana, draft, f"criterion.{criterion}", "", now)
    (point,) = open_points(opened, "en")
    assert point.where == ""
    assert point.href == f"/en/profile/?draft={draft}&criterion=1.2&return=check#f-criterion_1_2"


def test_what_only_the_officer_can_do_says_so(session: Session, cast: Cast, now: datetime) -> None:
    draft = a_filled_draft(session, cast.ana, cast.account, now=now)
    (point,) = [
        point
        for point in open_points(put(session, cast.ana, draft, "international", "yes", now), "en")
        if point.needs_officer
    ]
    assert point.where == "Consent to share company information"


def test_every_row_says_what_it_is_and_can_be_changed(session: Session, cast: Cast, now: datetime) -> None:
    draft = a_filled_draft(session, cast.ana, cast.account, now=now)
    opened = open_application(session, cast.ana, draft_id=draft, now=now)
    sections = check_sections(opened.situation, "en", draft)
    rows = [row for section in sections for row in section.rows]
    assert len({section.id for section in sections}) == len(sections)
    assert all(row.label and row.href.startswith("/en/") and "return=check#f-" in row.href for row in rows)
    assert [row.label for row in rows if not row.texts] == ["Secondary addresses"]
    assert not any(row.faulty or (row.required and not row.texts) for row in rows)


def test_categories_fold_and_count_what_is_open_in_them(session: Session, cast: Cast, now: datetime) -> None:
    draft = a_filled_draft(session, cast.ana, cast.account, now=now)
    opened = put(session, cast.ana, draft, "criterion.1.2", "", now)
    sections = check_sections(opened.situation, "en", draft)
    folded = [section for section in sections if section.folds]
    assert all("/profile/" in row.href for section in folded for row in section.rows)
    assert not any("/profile/" in row.href for section in sections if not section.folds for row in section.rows)
    assert [(section.open, section.faulty) for section in folded if section.open or section.faulty] == [(1, 0)]


def test_the_home_page_leads_to_the_next_step_or_says_what_a_company_lacks(session: Session, now: datetime) -> None:
    nora = a_person(session, "nora")
    begun = a_trade_account(session, nora, name="Begun Ltd", complete=True)
    a_trade_account(session, nora, name="Bare Ltd")
    draft = an_empty_draft(session, nora, begun, now=now)
    home = read_home(session, nora, now=now)
    (card,) = [application_card(item, "en") for item in home.applications]
    assert (card.href, card.next_name, card.company) == (f"/en/apply/?draft={draft}", "Kind of company", "Begun Ltd")
    bare, started = [account_card(item, home, "en") for item in home.accounts]
    assert (bare.may_start, bool(bare.missing), bare.started) == (False, True, False)
    assert (started.may_start, started.missing, started.started) == (True, [], True)


@pytest.mark.parametrize(
    ("kind", "shown"), [(ChangeClass.REMOVED, "MX,US"), (ChangeClass.NARROWING, ""), (ChangeClass.NEWLY_REQUIRED, "")]
)
def test_a_change_shows_the_answer_that_it_puts_aside(
    session: Session, cast: Cast, now: datetime, kind: ChangeClass, shown: str
) -> None:
    draft = a_filled_draft(session, cast.ana, cast.account, now=now)
    opened = open_application(session, cast.ana, draft_id=draft, now=now)
    view = change_view(Change("countries", kind, Ref("Countries")), opened, "en")
    assert (view.label, view.kind, view.answer) == ("Countries", kind.value, shown)


def test_a_signature_says_when_it_no_longer_covers_what_stands_there(
    session: Session, cast: Cast, now: datetime
) -> None:
    draft = a_filled_draft(session, cast.ana, cast.account, now=now)

    def sign() -> None:
        words = localiser_for("en")
        sign_application(session, cast.ana, draft_id=draft, typed_name="Ana", agreed=True, localiser=words, now=now)

    def outdated() -> list[bool]:
        facts = read_sign_state(session, cast.ana, draft_id=draft, now=now)
        return [view.outdated for view in signed_views(facts, "en")]

    sign()
    assert outdated() == [False]
    address = session.exec(select(AddressRow).where(AddressRow.trade_account_id == cast.account)).one()
    address.street_address = "Somewhere else 1"
    session.add(address)
    session.flush()
    assert outdated() == [True]
    sign()
    assert outdated() == [True, False]


@pytest.mark.parametrize("who", ["ana", "ben"], ids=["officer", "primary contact"])
def test_who_left_the_company_is_no_contact_any_more(session: Session, cast: Cast, now: datetime, who: str) -> None:
    draft = a_filled_draft(session, cast.ana, cast.account, now=now)
    gone = session.exec(select(MembershipRow).where(MembershipRow.user_id == getattr(cast, who).user_id)).one()
    put(session, cast.ana, draft, "primary_contact", str(gone.id), now)
    reader = cast.ben if who == "ana" else cast.ana
    assert open_points(open_application(session, reader, draft_id=draft, now=now), "en") == []
    gone.removed_at = now
    session.add(gone)
    session.flush()
    opened = open_application(session, reader, draft_id=draft, now=now)
    assert {point.where for point in open_points(opened, "en")} == {"Contacts"}
    rows = [row for section in check_sections(opened.situation, "en", draft) for row in section.rows]
    assert not [row for row in rows if any(getattr(cast, who).name == each.text for each in row.texts)]
