"""The application as a whole: start it, open it, bring it to newer content, find it again."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from ctpat_app.domain.errors import NotPermitted, Refusal
from ctpat_app.domain.permissions import Role
from ctpat_app.guidance.records import Library
from ctpat_app.guidance.revisions import ChangeClass
from ctpat_app.services.application import (
    accept_changes,
    list_applications,
    open_application,
    read_application,
    start_application,
)
from ctpat_app.services.drafts import add_row, save_answer, set_row_present
from ctpat_app.services.submissions import send_application, sign_application
from ctpat_app.tables.audit import AuditEventRow
from ctpat_app.tables.drafts import AnswerHistoryRow, DraftRow
from ctpat_app.tables.security_models import SecurityModelRow
from ctpat_app.words.localiser import localiser_for
from tests.applicants import (
    LIBRARY,
    a_filled_draft,
    an_empty_draft,
    answer_row,
    changed_library,
    content,
    record,
    step_of,
)
from tests.factories import Cast, a_member, a_person, a_trade_account, an_answer, the_cast

Raw = dict[str, list[dict[str, Any]]]


def without_first_criterion(raw: Raw) -> None:
    raw["criteria"].pop(0)


def with_a_new_question(raw: Raw) -> None:
    step_of(raw, "addresses")["fields"].append(
        {"id": "fax", "kind": "text", "required": True, "i18n": {"label": "Fax number"}}
    )


def without_identifiers(raw: Raw) -> None:
    record(raw, "flows", "application")["steps"].remove(step_of(raw, "identifiers"))
    pages = record(raw, "help_frame", "assistant")["pages"]
    next(page for page in pages if page.get("step") == "identifiers")["step"] = "countries"  # where the help leads now


REWORDED = changed_library(lambda raw: record(raw, "criteria", "1.1")["i18n"].update(title="Signed"))
ELSEWHERE = changed_library(lambda raw: record(raw, "glossary", "ace")["i18n"].update(definition="Other."))
NARROWED = changed_library(lambda raw: step_of(raw, "eligibility")["fields"][1]["options"].pop())
NEWLY_REQUIRED = changed_library(with_a_new_question)
REMOVED = changed_library(without_first_criterion)
WITHOUT_IDENTIFIERS = changed_library(without_identifiers)
WAITING = [
    (NARROWED, ("legal_form", ChangeClass.NARROWING)),
    (NEWLY_REQUIRED, ("fax", ChangeClass.NEWLY_REQUIRED)),
    (REMOVED, ("criterion.1.1", ChangeClass.REMOVED)),
]


@pytest.fixture
def cast(session: Session) -> Cast:
    return the_cast(session)


@pytest.fixture
def draft(session: Session, cast: Cast, now: datetime) -> int:
    return an_empty_draft(session, cast.ana, cast.account, now=now)


def pinned(session: Session, draft: int) -> str:
    session.expire_all()
    return session.get_one(DraftRow, draft).library_hash


def actions(session: Session, account: int) -> list[str]:
    rows = session.exec(select(AuditEventRow).where(AuditEventRow.chain == account)).all()
    return [row.action for row in sorted(rows, key=lambda row: row.number)]


# ---------------------------------------------------------------- start


def test_an_application_starts_as_a_draft_of_a_new_security_model(
    session: Session, cast: Cast, draft: int, now: datetime
) -> None:
    row = session.get_one(DraftRow, draft)
    model = session.get_one(SecurityModelRow, row.subject_id)
    assert (row.flow, row.library_hash, row.trade_account_id) == ("application", LIBRARY.hash, cast.account)
    assert (model.status, model.first_submitted_at, model.trade_account_id) == ("draft", None, cast.account)
    assert actions(session, cast.account) == ["application.started"]


def test_an_incomplete_trade_account_cannot_start(session: Session, now: datetime) -> None:
    ana = a_person(session, "ana")
    account = a_trade_account(session, ana, role=Role.OFFICER)
    with content(session, LIBRARY, now=now), pytest.raises(Refusal, match=r"trade-account\.incomplete"):
        start_application(session, ana, trade_account_id=account, now=now)
    assert session.exec(select(DraftRow)).all() == []


@pytest.mark.parametrize("who", ["ana", "ben"])
def test_starting_again_returns_the_draft_that_is_there(
    session: Session, cast: Cast, draft: int, now: datetime, who: str
) -> None:
    later = now + timedelta(days=1)
    assert start_application(session, getattr(cast, who), trade_account_id=cast.account, now=later) == draft
    assert actions(session, cast.account) == ["application.started"]


@pytest.mark.parametrize(
    ("who", "code"),
    [
        ("chloe", "access.not-your-role"),
        ("dan", "access.not-yours"),
        ("eva", "access.not-yours"),
        ("finn", "access.not-yours"),
    ],
)
def test_others_cannot_start(session: Session, cast: Cast, now: datetime, who: str, code: str) -> None:
    with content(session, LIBRARY, now=now), pytest.raises(NotPermitted) as refused:
        start_application(session, getattr(cast, who), trade_account_id=cast.account, now=now)
    assert refused.value.code == code


def test_each_member_begins_with_the_role_of_the_trade_account(
    session: Session, cast: Cast, draft: int, now: datetime
) -> None:
    now_there = open_application(session, cast.ana, draft_id=draft, now=now).situation
    roles = {member.name: now_there.book.text("contact_role", member.id) for member in now_there.facts.members}
    assert roles == {"Ana": "officer", "Ben": "employee", "Chloe": "consultant"}


def test_of_two_officers_nobody_is_named_before_somebody_chooses(session: Session, cast: Cast, now: datetime) -> None:
    second = a_person(session, "otto")
    a_member(session, cast.account, second, role=Role.OFFICER)
    draft = an_empty_draft(session, cast.ana, cast.account, now=now)
    there = open_application(session, cast.ana, draft_id=draft, now=now).situation
    roles = {member.name: there.book.text("contact_role", member.id) for member in there.facts.members}
    assert (roles["Ana"], roles["Otto"], roles["Ben"]) == ("", "", "employee")


def test_every_company_has_its_own_application(session: Session, cast: Cast, draft: int, now: datetime) -> None:
    assert start_application(session, cast.dan, trade_account_id=cast.dans_account, now=now) != draft


# ---------------------------------------------------------------- open


@pytest.mark.parametrize("who", ["ana", "ben", "chloe"])
def test_its_people_open_it(session: Session, cast: Cast, draft: int, now: datetime, who: str) -> None:
    opened = open_application(session, getattr(cast, who), draft_id=draft, now=now)
    assert (opened.company, opened.submitted_before, opened.changes, opened.reference) == (
        "Acme Carriers SA",
        False,
        (),
        "",
    )
    assert opened.situation.facts.country == "MX"
    assert [member.name for member in opened.situation.facts.members] == ["Ana", "Ben", "Chloe"]


@pytest.mark.parametrize("who", ["dan", "eva", "finn"])
def test_nobody_else_can_open_read_or_change_it(
    session: Session, cast: Cast, draft: int, now: datetime, who: str
) -> None:
    stranger = getattr(cast, who)
    acts: list[Callable[[], object]] = [
        lambda: open_application(session, stranger, draft_id=draft, now=now),
        lambda: read_application(session, stranger, draft_id=draft, now=now),
        lambda: accept_changes(session, stranger, draft_id=draft, to_hash=LIBRARY.hash, now=now),
    ]
    for act in acts:
        with pytest.raises(NotPermitted, match=r"access\.not-yours"):
            act()
    assert list_applications(session, stranger, now=now) == ()


# ---------------------------------------------------------------- newer content


@pytest.mark.parametrize("newer", [REWORDED, ELSEWHERE], ids=["reworded", "changed elsewhere"])
def test_a_milder_change_is_carried_forward_without_a_word(
    session: Session, cast: Cast, draft: int, now: datetime, newer: Library
) -> None:
    an_answer(session, draft, cast.ana, "criterion.1.1", "Ours.")
    with content(session, newer, now=now):
        opened = open_application(session, cast.chloe, draft_id=draft, now=now)
        assert (opened.changes, opened.situation.library.hash) == ((), newer.hash)
        assert opened.situation.book.text("criterion.1.1") == "Ours."
        assert pinned(session, draft) == newer.hash
        assert actions(session, cast.account)[-1] == "draft.moved"


def test_reading_carries_nothing_forward(session: Session, cast: Cast, draft: int, now: datetime) -> None:
    with content(session, REWORDED, now=now):
        assert read_application(session, cast.ana, draft_id=draft, now=now).situation.library.hash == LIBRARY.hash
        assert pinned(session, draft) == LIBRARY.hash


@pytest.mark.parametrize(("newer", "expected"), WAITING, ids=["narrowed", "newly required", "removed"])
def test_a_graver_change_waits_and_is_named(
    session: Session, cast: Cast, draft: int, now: datetime, newer: Library, expected: tuple[str, ChangeClass]
) -> None:
    with content(session, newer, now=now):
        opened = open_application(session, cast.ana, draft_id=draft, now=now)
        assert [(item.key, item.change) for item in opened.changes] == [expected]
        assert (opened.situation.library.hash, pinned(session, draft)) == (LIBRARY.hash, LIBRARY.hash)
        save_answer(
            session,
            cast.ana,
            draft_id=draft,
            key="criterion.1.1",
            row_key="",
            seen_version=0,
            text="Still asked.",
            language="en",
            now=now,
        )


def test_accepting_moves_the_draft_and_sets_withdrawn_answers_aside(
    session: Session, cast: Cast, draft: int, now: datetime
) -> None:
    for key in ("criterion.1.1", "applicability.1.1", "criterion.1.2"):
        an_answer(session, draft, cast.ana, key, f"Answer to {key}")
    with content(session, REMOVED, now=now):
        accept_changes(session, cast.ben, draft_id=draft, to_hash=REMOVED.hash, now=now)
        opened = open_application(session, cast.ana, draft_id=draft, now=now)
    assert (opened.changes, opened.situation.library.hash) == ((), REMOVED.hash)
    assert opened.situation.book.text("criterion.1.2") == "Answer to criterion.1.2"
    assert answer_row(session, draft, "criterion.1.1") is None
    aside = session.exec(select(AnswerHistoryRow).where(AnswerHistoryRow.draft_id == draft)).all()
    assert {(row.key, row.value, row.aside) for row in aside} == {
        ("criterion.1.1", "Answer to criterion.1.1", "withdrawn"),
        ("applicability.1.1", "Answer to applicability.1.1", "withdrawn"),
    }


def test_a_withdrawn_list_goes_aside_with_its_rows_and_stays_encrypted(
    session: Session, cast: Cast, draft: int, now: datetime
) -> None:
    def save(key: str, row: str, text: str) -> None:
        save_answer(
            session, cast.ana, draft_id=draft, key=key, row_key=row, seen_version=0, text=text, language="en", now=now
        )

    save("business_types", "", "us-importer")
    row = add_row(session, cast.ana, draft_id=draft, list_id="identifiers", language="en", now=now)
    save("identifier_kind", row, "ior-ssn")
    save("identifier_value", row, "078-05-1120")
    with content(session, WITHOUT_IDENTIFIERS, now=now):
        accept_changes(session, cast.ana, draft_id=draft, to_hash=WITHOUT_IDENTIFIERS.hash, now=now)
    aside = session.exec(select(AnswerHistoryRow).where(AnswerHistoryRow.draft_id == draft)).all()
    assert {(item.key, item.value, item.secret) for item in aside} == {
        ("identifiers", "present", None),
        ("identifier_kind", "ior-ssn", None),
        ("identifier_value", "***-**-1120", "078-05-1120"),
    }
    with pytest.raises(Refusal, match=r"row\.unknown"):
        set_row_present(
            session, cast.ana, draft_id=draft, list_id="identifiers", row_key=row, present=True, language="en", now=now
        )


def test_what_changed_again_meanwhile_is_not_accepted_unseen(
    session: Session, cast: Cast, draft: int, now: datetime
) -> None:
    with content(session, REMOVED, now=now), pytest.raises(Refusal, match=r"revision\.newer-still"):
        accept_changes(session, cast.ana, draft_id=draft, to_hash=NARROWED.hash, now=now)
    assert pinned(session, draft) == LIBRARY.hash


def test_accepting_twice_moves_once(session: Session, cast: Cast, draft: int, now: datetime) -> None:
    with content(session, REMOVED, now=now):
        for _ in range(2):
            accept_changes(session, cast.ana, draft_id=draft, to_hash=REMOVED.hash, now=now)
    assert actions(session, cast.account).count("draft.moved") == 1


def test_a_frozen_draft_accepts_nothing(session: Session, cast: Cast, draft: int, now: datetime) -> None:
    row = session.get_one(DraftRow, draft)
    row.frozen_at = now
    session.add(row)
    session.flush()
    with content(session, REMOVED, now=now):
        assert open_application(session, cast.ana, draft_id=draft, now=now).changes == ()
        with pytest.raises(Refusal, match=r"draft\.frozen"):
            accept_changes(session, cast.ana, draft_id=draft, to_hash=REMOVED.hash, now=now)
    assert pinned(session, draft) == LIBRARY.hash


@pytest.mark.parametrize("newer", [REWORDED, REMOVED], ids=["reworded", "removed"])
@pytest.mark.parametrize("sent", [False, True], ids=["signed", "sent"])
def test_a_signed_or_sent_draft_never_moves(
    session: Session, cast: Cast, now: datetime, newer: Library, sent: bool
) -> None:
    draft = a_filled_draft(session, cast.ana, cast.account, now=now)
    sign_application(
        session, cast.ana, draft_id=draft, typed_name="Ana", agreed=True, localiser=localiser_for("en"), now=now
    )
    with content(session, newer, now=now):
        if sent:
            send_application(session, cast.ana, draft_id=draft, language="en", summarise=lambda s, lang: (), now=now)
        else:
            accept_changes(session, cast.ana, draft_id=draft, to_hash=newer.hash, now=now)
        opened = open_application(session, cast.ana, draft_id=draft, now=now)
        assert (opened.changes, pinned(session, draft)) == ((), LIBRARY.hash)
        assert bool(opened.reference) is sent
        assert opened.submitted_before is sent


# ---------------------------------------------------------------- finding it again


def test_the_list_tells_where_each_application_stands(session: Session, cast: Cast, now: datetime) -> None:
    draft = a_filled_draft(session, cast.ana, cast.account, now=now)
    (found,) = list_applications(session, cast.ben, now=now)
    assert (found.draft_id, found.company, found.status, found.reference) == (draft, "Acme Carriers SA", "draft", "")
    assert (found.parts_done, found.parts, found.next_step) == (8, 8, "")


def test_the_list_leads_to_the_first_open_step(session: Session, cast: Cast, draft: int, now: datetime) -> None:
    an_answer(session, draft, cast.ana, "business_types", "rail-carrier")
    (found,) = list_applications(session, cast.ana, now=now)
    assert (found.parts_done, found.next_step) == (1, "eligibility")


def test_who_is_no_contact_does_not_find_it(session: Session, cast: Cast, draft: int, now: datetime) -> None:
    opened = open_application(session, cast.ben, draft_id=draft, now=now)
    save_answer(
        session,
        cast.ana,
        draft_id=draft,
        key="contact_role",
        row_key=str(opened.access.membership_id),
        seen_version=1,
        text="none",
        language="en",
        now=now,
    )
    assert list_applications(session, cast.ben, now=now) == ()
    assert len(list_applications(session, cast.ana, now=now)) == 1
