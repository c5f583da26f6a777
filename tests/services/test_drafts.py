"""Answers of a draft: saved once, never over somebody else's, never in clear when they are personal."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import Engine, text
from sqlmodel import Session, select

from ctpat_app.adapters.database import transaction
from ctpat_app.domain.errors import InvalidValue, NotPermitted, Refusal, StaleVersion
from ctpat_app.domain.permissions import Actor, Permission, Role, StaffRole
from ctpat_app.services import drafts
from ctpat_app.services.access import require_draft
from ctpat_app.services.application import start_application
from ctpat_app.services.drafts import HIDDEN, SavedAnswer, SeenAnswer
from ctpat_app.tables.accounts import StaffAssignmentRow
from ctpat_app.tables.audit import AuditEventRow
from ctpat_app.tables.drafts import AnswerHistoryRow, AnswerRow, DraftRow
from ctpat_app.tables.security_models import SecurityModelRow
from tests.applicants import LIBRARY, an_empty_draft, answer_row, changed_library, content, really_committing, step_of
from tests.factories import (
    WHEN,
    Cast,
    a_draft,
    a_library_version,
    a_member,
    a_person,
    a_staff_member,
    a_trade_account,
    an_address,
    the_cast,
)

RFC = "ZZZX010101TZA"
RFC_MASK = "ZZZX******TZA"
SSN, SSN_MASK = "078-05-1120", "***-**-1120"


@pytest.fixture
def cast(session: Session) -> Cast:
    return the_cast(session)


@pytest.fixture
def committing(shared_engine: Engine) -> Iterator[Engine]:
    with really_committing(shared_engine) as engine:
        yield engine


@pytest.fixture
def draft(session: Session, cast: Cast, now: datetime) -> int:
    return an_empty_draft(session, cast.ana, cast.account, now=now)


@pytest.fixture
def save(session: Session, cast: Cast, draft: int, now: datetime) -> "Save":
    return Save(session, cast.ana, draft, now)


class Save:
    """Saves as one person, who has seen the newest version unless told otherwise."""

    def __init__(self, session: Session, actor: Actor, draft: int, now: datetime) -> None:
        self.session, self.actor, self.draft, self.now = session, actor, draft, now

    def __call__(
        self, key: str, text: str, row: str = "", *, seen: int | None = None, who: Actor | None = None, tab: str = ""
    ) -> SavedAnswer:
        stored = answer_row(self.session, self.draft, key, row) if seen is None else None
        version = seen if seen is not None else (stored.version if stored else 0)
        saved = drafts.save_answer(
            self.session,
            who or self.actor,
            draft_id=self.draft,
            key=key,
            row_key=row,
            seen_version=version,
            text=text,
            language="es",
            now=self.now,
            tab=tab,
        )
        self.session.expire_all()
        return saved

    def row(self, kind: str = "", value: str = "", *, list_id: str = "identifiers", who: Actor | None = None) -> str:
        row = drafts.add_row(
            self.session, who or self.actor, draft_id=self.draft, list_id=list_id, language="es", now=self.now
        )
        if kind:
            if answer_row(self.session, self.draft, "business_types") is None:
                self("business_types", "us-importer,foreign-manufacturer")
            self("identifier_kind", kind, row)
        if value:
            self("identifier_value", value, row)
        return row

    def present(self, row: str, present: bool, *, list_id: str = "identifiers", who: Actor | None = None) -> None:
        drafts.set_row_present(
            self.session,
            who or self.actor,
            draft_id=self.draft,
            list_id=list_id,
            row_key=row,
            present=present,
            language="es",
            now=self.now,
        )
        self.session.expire_all()

    def stored(self, key: str, row: str = "") -> AnswerRow:
        found = answer_row(self.session, self.draft, key, row)
        assert found is not None
        return found

    def history(self, key: str, row: str = "") -> list[AnswerHistoryRow]:
        query = select(AnswerHistoryRow).where(
            AnswerHistoryRow.draft_id == self.draft, AnswerHistoryRow.key == key, AnswerHistoryRow.row_key == row
        )
        return sorted(self.session.exec(query).all(), key=lambda item: item.version)


def audited(session: Session, account: int) -> list[tuple[str, str]]:
    rows = session.exec(select(AuditEventRow).where(AuditEventRow.chain == account)).all()
    return [(row.action, row.subject) for row in sorted(rows, key=lambda row: row.number)]


def refused(code: str, act: Callable[[], object]) -> Refusal:
    with pytest.raises(Refusal) as raised:
        act()
    assert raised.value.code == code
    return raised.value


# ---------------------------------------------------------------- saving


def test_an_answer_is_stored_with_who_when_and_its_language(save: Save, cast: Cast, now: datetime) -> None:
    saved = save("criterion.1.1", "  Наш директор подписал. 👷 ")
    row = save.stored("criterion.1.1")
    assert (saved.value, saved.version, saved.changed) == ("Наш директор подписал. 👷", 1, True)
    assert (row.value, row.version, row.language, row.user_id) == (saved.value, 1, "es", cast.ana.user_id)
    assert row.saved_at.replace(tzinfo=None) == now.replace(tzinfo=None)


def test_a_save_is_audited_without_the_answer(session: Session, save: Save, cast: Cast) -> None:
    save("criterion.1.1", "Our director signed.")
    assert audited(session, cast.account)[-1] == ("answer.saved", f"draft:{save.draft}/criterion.1.1/")
    assert all("director" not in row.detail for row in session.exec(select(AuditEventRow)).all())


@pytest.mark.parametrize("again", ["Our director signed.", "  Our director signed.\r\n"])
def test_the_same_text_again_writes_nothing(session: Session, save: Save, cast: Cast, again: str) -> None:
    save("criterion.1.1", "Our director signed.")
    before = audited(session, cast.account)
    saved = save("criterion.1.1", again, seen=0, who=cast.ben)
    assert (saved.changed, saved.version) == (False, 1)
    assert save.stored("criterion.1.1").user_id == cast.ana.user_id
    assert (audited(session, cast.account), save.history("criterion.1.1")) == (before, [])


def test_an_empty_first_answer_writes_nothing(session: Session, save: Save) -> None:
    saved = save("criterion.1.1", "   ")
    assert (saved.changed, saved.version) == (False, 0)
    assert answer_row(session, save.draft, "criterion.1.1") is None


def test_every_earlier_text_is_kept_in_the_history(save: Save, cast: Cast) -> None:
    for number, (words, who) in enumerate(
        [("One", cast.ana), ("Two", cast.ben), ("", cast.ana), ("Three", cast.chloe)]
    ):
        assert save("criterion.1.1", words, who=who).version == number + 1
    assert [(row.value, row.version, row.user_id) for row in save.history("criterion.1.1")] == [
        ("One", 1, cast.ana.user_id),
        ("Two", 2, cast.ben.user_id),
        ("", 3, cast.ana.user_id),
    ]
    assert save.stored("criterion.1.1").value == "Three"


def test_an_older_save_is_refused_and_both_texts_are_there(save: Save, cast: Cast) -> None:
    save("criterion.1.1", "One")
    save("criterion.1.1", "Ben's text", who=cast.ben)
    with pytest.raises(StaleVersion) as stale:
        save("criterion.1.1", "Ana's text", seen=1)
    assert (stale.value.code, stale.value.theirs, stale.value.version, stale.value.who) == (
        "answer.changed-meanwhile",
        "Ben's text",
        2,
        "Ben",
    )
    assert save.stored("criterion.1.1").value == "Ben's text"
    assert save("criterion.1.1", "Ana's text", seen=stale.value.version).version == 3
    assert [row.value for row in save.history("criterion.1.1")] == ["One", "Ben's text"]


@pytest.mark.parametrize("seen", [-1, 2, 10**30])
def test_a_version_that_never_was_is_refused(save: Save, seen: int) -> None:
    refused("answer.changed-meanwhile", lambda: save("criterion.1.1", "One", seen=seen))
    save("criterion.1.1", "One")
    refused("answer.changed-meanwhile", lambda: save("criterion.1.1", "Two", seen=seen))


def test_two_first_answers_at_once_are_a_conflict(save: Save, cast: Cast) -> None:
    save("criterion.1.1", "Ben was first", who=cast.ben)
    stale = refused("answer.changed-meanwhile", lambda: save("criterion.1.1", "Ana too", seen=0))
    assert isinstance(stale, StaleVersion)
    assert stale.theirs == "Ben was first"


def test_a_tab_is_never_in_conflict_with_itself(save: Save, cast: Cast) -> None:
    save("criterion.1.1", "One", tab="a")
    assert save("criterion.1.1", "Two", seen=0, tab="a").version == 2
    refused("answer.changed-meanwhile", lambda: save("criterion.1.1", "Three", seen=0, tab="b"))
    refused("answer.changed-meanwhile", lambda: save("criterion.1.1", "Three", seen=0))
    save("criterion.1.1", "Ben's", who=cast.ben, tab="c")
    refused("answer.changed-meanwhile", lambda: save("criterion.1.1", "Three", seen=2, tab="a"))


def test_several_answers_are_saved_beside_one_that_is_refused(session: Session, save: Save, cast: Cast) -> None:
    seen = [
        SeenAnswer("primary_address", "", 0, "forged"),
        SeenAnswer("countries", "", 0, "MX"),
        SeenAnswer("nowhere", "", 0, "x"),
        SeenAnswer("criterion.1.1", "", 7, "x"),
    ]
    results = drafts.save_answers(session, cast.ana, draft_id=save.draft, seen=seen, language="en", now=save.now)
    assert [item.code if isinstance(item, Refusal) else item.value for item in results] == [
        "choice.unknown",
        "MX",
        "question.unknown",
        "answer.changed-meanwhile",
    ]
    assert save.stored("countries").value == "MX"


# ---------------------------------------------------------------- forged and foreign


FORGED = ["nowhere", "\x00", "\ud800", "x" * 5_000, "工場", "1 OR 1=1", "", "9" * 60]


def test_a_forged_key_is_refused(save: Save) -> None:
    for key in (*FORGED, "criterion.99.9", "identifiers", "contacts", "criterion.1.1'--"):
        refused("question.unknown", lambda key=key: save(key, "x", seen=0))  # type: ignore[misc]


@pytest.mark.parametrize("key", ["identifier_value", "identifier_kind", "contact_role"])
def test_a_forged_row_is_refused(save: Save, key: str) -> None:
    for row in FORGED:
        refused("row.unknown", lambda row=row: save(key, "x", row, seen=0))  # type: ignore[misc]


def test_a_question_outside_of_rows_takes_no_row(save: Save) -> None:
    for row in filter(None, FORGED):
        refused("row.unknown", lambda row=row: save("countries", "MX", row, seen=0))  # type: ignore[misc]


def test_a_person_of_another_company_is_no_row_of_the_contacts(session: Session, save: Save, cast: Cast) -> None:
    dans = session.execute(
        text("SELECT id FROM membership WHERE user_id = :dan"), {"dan": cast.dan.user_id}
    ).scalar_one()
    refused("row.unknown", lambda: save("contact_role", "officer", str(dans), seen=0))


@pytest.mark.parametrize(
    ("key", "forged", "code"),
    [
        ("business_types", "space-carrier", "choice.unknown"),
        ("business_types", "us-importer,space-carrier", "choice.unknown"),
        ("primary_address", "0", "choice.unknown"),
        ("secondary_addresses", "\x00", "choice.unknown"),
        ("primary_contact", "9999", "choice.unknown"),
        ("legal_form", "cooperative", "choice.unknown"),
        ("countries", "XX", "country.unknown"),
        ("international", "maybe", "choice.unknown"),
        ("eligibility.common.officer", "perhaps", "choice.unknown"),
        ("applicability.1.1", "sometimes", "choice.unknown"),
        ("criterion.1.1", "a\x00b", "text.control-character"),
        ("criterion.1.1", "\udc80", "text.control-character"),
        ("criterion.1.1", "x" * 5_001, "text.too-long"),
    ],
)
def test_a_forged_value_is_refused_and_nothing_is_written(save: Save, key: str, forged: str, code: str) -> None:
    refused(code, lambda: save(key, forged))
    assert answer_row(save.session, save.draft, key) is None


def test_an_address_of_another_company_cannot_be_chosen(session: Session, save: Save, cast: Cast) -> None:
    dans = an_address(session, cast.dans_account)
    refused("choice.unknown", lambda: save("primary_address", str(dans)))


def test_dan_can_do_nothing_here(save: Save, cast: Cast) -> None:
    row = save.row("mid", "MXACMCAR12TIJ")
    acts: list[Callable[[], object]] = [
        lambda: save("criterion.1.1", "x", who=cast.dan),
        lambda: save("identifier_value", "x", row, who=cast.dan),
        lambda: save("nowhere", "x", who=cast.dan),
        lambda: save.row(who=cast.dan),
        lambda: save.present(row, False, who=cast.dan),
        lambda: drafts.save_answers(save.session, cast.dan, draft_id=save.draft, seen=[], language="en", now=save.now),
    ]
    for act in acts:
        assert isinstance(refused("access.not-yours", act), NotPermitted)
    for stranger in (cast.eva, cast.finn):
        refused("access.not-yours", lambda who=stranger: save("criterion.1.1", "x", who=who))  # type: ignore[misc]


def test_what_is_not_there_answers_like_what_is_not_theirs(session: Session, save: Save, cast: Cast) -> None:
    save.draft = 987_654
    refused("access.not-yours", lambda: save("criterion.1.1", "x"))
    refused("access.not-yours", save.row)


def test_a_consultant_writes_answers_and_statements_but_no_numbers_and_no_roles(save: Save, cast: Cast) -> None:
    row = save.row("mid")
    assert save("criterion.1.1", "Written by Chloe", who=cast.chloe).changed
    assert save("eligibility.common.officer", "yes", who=cast.chloe).changed
    chloe = str(require_draft(save.session, cast.chloe, save.draft, Permission.APPLICATION_READ).membership_id)
    forbidden: list[Callable[[], object]] = [
        lambda: save("identifier_value", "MXACMCAR12TIJ", row, who=cast.chloe),
        lambda: save("identifier_kind", "duns", row, who=cast.chloe),
        lambda: save.row(who=cast.chloe),
        lambda: save.present(row, False, who=cast.chloe),
        lambda: save("contact_role", "officer", chloe, who=cast.chloe),
        lambda: save("primary_contact", chloe, who=cast.chloe),
        lambda: save("mra_consent", "yes", who=cast.chloe),
    ]
    for act in forbidden:
        refused("access.not-your-role", act)


def test_nobody_takes_their_own_right_to_name_the_contacts_away(save: Save, cast: Cast) -> None:
    rows = {
        person.name: str(require_draft(save.session, person, save.draft, Permission.APPLICATION_READ).membership_id)
        for person in (cast.ana, cast.ben)
    }
    for role in ("none", "consultant"):
        refused("contacts.own-role", lambda role=role: save("contact_role", role, rows["Ana"]))  # type: ignore[misc]
        refused("contacts.own-role", lambda role=role: save("contact_role", role, rows["Ben"], who=cast.ben))  # type: ignore[misc]
    assert save("contact_role", "officer", rows["Ben"], who=cast.ben).changed
    assert save("contact_role", "none", rows["Ben"]).changed
    refused("access.not-your-role", lambda: save("contact_role", "employee", rows["Ben"], who=cast.ben))


def test_consent_is_no_answer_for_anybody(save: Save, cast: Cast) -> None:
    refused("access.not-your-role", lambda: save("mra_consent", "yes", who=cast.ben))
    refused("consent.by-signature", lambda: save("mra_consent", "yes"))


def test_a_frozen_draft_takes_nothing_any_more(session: Session, save: Save, now: datetime) -> None:
    row = save.row("mid", "MXACMCAR12TIJ")
    frozen = session.get_one(DraftRow, save.draft)
    frozen.frozen_at = now
    session.add(frozen)
    session.flush()
    acts: list[Callable[[], object]] = [
        lambda: save("criterion.1.1", "x"),
        lambda: save("identifier_value", "x", row),
        save.row,
        lambda: save.present(row, False),
        lambda: save("nowhere", "x"),
    ]
    for act in acts:
        refused("draft.frozen", act)


# ---------------------------------------------------------------- rows


def rows_of(save: Save) -> tuple[str, ...]:
    return drafts.read_book(save.session, save.draft).rows("identifiers")


def test_rows_stand_in_the_order_in_which_they_were_added(save: Save) -> None:
    added = [save.row() for _ in range(3)]
    assert list(rows_of(save)) == added
    assert len(set(added)) == 3


def test_a_deleted_row_comes_back_with_all_that_it_held(save: Save, session: Session, cast: Cast) -> None:
    first, second = save.row("mid", "MXACMCAR12TIJ"), save.row("duns", "123456789")
    save.present(first, False)
    assert rows_of(save) == (second,)
    refused("row.unknown", lambda: save("identifier_value", "x", first))
    save.present(first, True)
    assert rows_of(save) == (first, second)
    assert save.stored("identifier_value", first).value == "MXACMCAR12TIJ"
    assert [action for action, _ in audited(session, cast.account)][-2:] == ["row.deleted", "row.restored"]


def test_deleting_twice_is_deleting_once(save: Save, session: Session, cast: Cast) -> None:
    row = save.row()
    save.present(row, False)
    before = audited(session, cast.account)
    save.present(row, False)
    assert audited(session, cast.account) == before


def test_there_are_no_rows_elsewhere(save: Save) -> None:
    row = save.row()
    for list_id in (*FORGED, "contacts", "countries", "identifier_kind"):
        refused("row.unknown", lambda there=list_id: save.present(row, False, list_id=there))  # type: ignore[misc]
        refused("row.unknown", lambda there=list_id: save.row(list_id=there))  # type: ignore[misc]


def test_a_forged_row_cannot_be_deleted(save: Save) -> None:
    for row in FORGED:
        refused("row.unknown", lambda row=row: save.present(row, False))  # type: ignore[misc]


def test_a_list_ends_where_the_content_says(session: Session, cast: Cast, now: datetime) -> None:
    small = changed_library(lambda raw: step_of(raw, "identifiers")["list"].update(max=2))
    with content(session, LIBRARY, now=now), content(session, small, now=now):
        draft = start_application(session, cast.ana, trade_account_id=cast.account, now=now)
        save = Save(session, cast.ana, draft, now)
        rows = [save.row(), save.row()]
        assert refused("row.too-many", save.row).params == {"limit": 2}
        save.present(rows[0], False)
        assert save.row()


# ---------------------------------------------------------------- identifiers


@pytest.fixture
def importer(save: Save) -> Save:
    save("business_types", "us-importer,foreign-manufacturer")
    return save


def test_an_identifier_is_stored_in_its_form_with_what_there_is_to_say(importer: Save) -> None:
    row = importer.row("mid")
    assert importer("identifier_value", " mxacmcar12tij ", row).value == "MXACMCAR12TIJ"
    wrong = importer("identifier_value", "MX", row)
    assert (wrong.value, [fault.level for fault in wrong.faults][:1]) == ("MX", ["error"])


@pytest.mark.parametrize("kind", ["telex", "scac", "\x00"])
def test_a_kind_that_the_types_do_not_list_cannot_be_chosen(importer: Save, kind: str) -> None:
    row = importer.row()
    refused("choice.unknown", lambda: importer("identifier_kind", kind, row))


def test_a_stored_choice_may_stay_when_it_is_not_offered_any_more(importer: Save) -> None:
    row = importer.row("ior-ein", "12-345678900")
    importer("business_types", "foreign-manufacturer")
    assert not importer("identifier_kind", "ior-ein", row).changed
    refused("choice.unknown", lambda: importer("identifier_kind", "ior-cbp-assigned", row))
    assert importer("identifier_kind", "mid", row).changed


def raw_text(session: Session) -> str:
    """Everything that the database holds, as it lies in the tables."""
    tables = ("answer", "answer_history", "audit_event", "outbox", "agreement_signature", "failure", "draft")
    return "".join(str(session.execute(text(f"SELECT * FROM {table}")).all()) for table in tables)  # noqa: S608


def bare(value: str) -> str:
    return value.replace("-", "")


@pytest.mark.parametrize(
    ("kind", "typed", "shown"),
    [
        ("rfc-person", RFC, RFC_MASK),
        ("rfc-person", RFC.lower(), RFC_MASK),
        ("ior-ssn", SSN, SSN_MASK),
        ("ior-ssn", bare(SSN), SSN_MASK),
        ("ior-ssn", "078-05-112O", HIDDEN),
        ("rfc-person", "ZZZX019901TZA", HIDDEN),
    ],
)
def test_a_personal_number_lies_nowhere_in_clear(importer: Save, kind: str, typed: str, shown: str) -> None:
    row = importer.row(kind)
    saved = importer("identifier_value", typed, row)
    importer("identifier_value", "", row)
    importer("identifier_value", typed, row)
    assert (saved.value, importer.stored("identifier_value", row).value) == (shown, shown)
    whole = raw_text(importer.session)
    for form in {typed, typed.upper(), bare(typed), bare(SSN) if kind == "ior-ssn" and shown != HIDDEN else typed}:
        assert form not in whole
    book = drafts.read_book(importer.session, importer.draft)
    assert bare(book.text("identifier_value", row)) == bare(typed).upper()


@pytest.mark.parametrize(("typed", "shown"), [(RFC, RFC_MASK), ("not an RFC", HIDDEN)])
def test_a_kind_chosen_later_hides_what_was_typed_before_and_its_history(
    importer: Save, typed: str, shown: str
) -> None:
    row = importer.row()
    importer("identifier_value", f"{typed} first", row)
    importer("identifier_value", typed, row)
    assert importer.stored("identifier_value", row).value == typed
    importer("identifier_kind", "rfc-person", row)
    assert importer.stored("identifier_value", row).value == shown
    assert [item.value for item in importer.history("identifier_value", row)] == [HIDDEN]
    assert typed not in raw_text(importer.session)
    assert drafts.read_book(importer.session, importer.draft).text("identifier_value", row) == typed


def test_the_mask_is_that_of_the_newest_kind(importer: Save) -> None:
    row = importer.row("rfc-person", SSN)
    assert importer.stored("identifier_value", row).value == HIDDEN
    importer("identifier_kind", "ior-ssn", row)
    assert importer.stored("identifier_value", row).value == SSN_MASK
    importer("identifier_kind", "rfc-person", row)
    assert importer.stored("identifier_value", row).value == HIDDEN


def test_the_mask_sent_back_is_no_new_value(importer: Save) -> None:
    row = importer.row("ior-ssn", SSN)
    again = importer("identifier_value", SSN_MASK, row)
    assert (again.changed, again.version, again.value) == (False, 1, SSN_MASK)
    assert drafts.read_book(importer.session, importer.draft).text("identifier_value", row) == SSN


def test_the_other_text_of_a_personal_number_is_told_masked(importer: Save, cast: Cast) -> None:
    row = importer.row("ior-ssn", SSN)
    stale = refused("answer.changed-meanwhile", lambda: importer("identifier_value", "219-09-9999", row, seen=0))
    assert isinstance(stale, StaleVersion)
    assert stale.theirs == SSN_MASK


def test_two_personal_numbers_are_compared_in_clear_and_told_masked(importer: Save) -> None:
    first, second = importer.row("ior-ssn", SSN), importer.row("ior-ssn", bare(SSN))
    access = require_draft(importer.session, importer.actor, importer.draft, Permission.APPLICATION_READ)
    now = drafts.read_situation(importer.session, access, now=importer.now)
    duplicates = [item for item in now.problems if item.code == "identifiers.duplicate"]
    assert [item.row for item in duplicates] == [second]
    assert first != second
    assert SSN not in repr(now.problems)


# ---------------------------------------------------------------- locked after the first submission


@pytest.fixture
def locked(importer: Save) -> tuple[Save, dict[str, str]]:
    rows = {
        "mid": importer.row("mid", "MXACMCAR12TIJ"),
        "duns": importer.row("duns", "123456789"),
        "new": importer.row(),
        "ior-ein": importer.row("ior-ein", "12-345678900"),
    }
    model = importer.session.get_one(SecurityModelRow, importer.session.get_one(DraftRow, importer.draft).subject_id)
    model.first_submitted_at = importer.now
    importer.session.add(model)
    importer.session.flush()
    return importer, rows


Act = Callable[[Save, dict[str, str]], Any]
LOCKED: list[tuple[str, Act]] = [
    ("another value", lambda save, rows: save("identifier_value", "MXOTHPLA34SAL", rows["mid"])),
    ("no value", lambda save, rows: save("identifier_value", "", rows["ior-ein"])),
    ("another kind", lambda save, rows: save("identifier_kind", "duns", rows["mid"])),
    ("no kind", lambda save, rows: save("identifier_kind", "", rows["mid"])),
    ("a locked kind for a free row", lambda save, rows: save("identifier_kind", "mid", rows["duns"])),
    ("a locked kind for a new row", lambda save, rows: save("identifier_kind", "ior-cbp-assigned", rows["new"])),
    ("deleting it", lambda save, rows: save.present(rows["mid"], False)),
]


@pytest.mark.parametrize("act", [act for _, act in LOCKED], ids=[name for name, _ in LOCKED])
def test_a_locked_number_cannot_be_touched_after_the_first_submission(
    locked: tuple[Save, dict[str, str]], act: Act
) -> None:
    save, rows = locked
    before = raw_text(save.session)
    refused("identifiers.locked", lambda: act(save, rows))
    assert raw_text(save.session) == before


def test_other_numbers_stay_free_after_the_first_submission(locked: tuple[Save, dict[str, str]]) -> None:
    save, rows = locked
    assert save("identifier_value", "987654321", rows["duns"]).changed
    assert save("identifier_kind", "duns", rows["new"]).changed
    assert not save("identifier_kind", "mid", rows["mid"]).changed
    save.present(rows["duns"], False)


def test_before_the_first_submission_nothing_is_locked(importer: Save) -> None:
    row = importer.row("mid", "MXACMCAR12TIJ")
    assert importer("identifier_value", "MXOTHPLA34SAL", row).changed
    assert importer("identifier_kind", "duns", row).changed
    importer.present(row, False)


# ---------------------------------------------------------------- two at once, for real


def test_two_people_at_once_never_overwrite_each_other(committing: Engine) -> None:
    """Both have seen version 0; whoever comes second is told the other's text, on either database."""
    moment = datetime.fromisoformat("2026-03-02T14:02:00+00:00")
    with transaction() as session:
        ana, ben = a_person(session, "ana"), a_person(session, "ben")
        account = a_trade_account(session, ana, role=Role.OFFICER, complete=True)
        a_member(session, account, ben)
        draft = an_empty_draft(session, ana, account, now=moment)
    outcomes: list[SavedAnswer | Refusal] = []
    start = threading.Barrier(2)

    def write(person: Actor, words: str, seen: int) -> None:
        start.wait()
        try:
            with transaction() as session:
                outcomes.append(
                    drafts.save_answer(
                        session,
                        person,
                        draft_id=draft,
                        key="criterion.1.1",
                        row_key="",
                        seen_version=seen,
                        text=words,
                        language="en",
                        now=moment,
                    )
                )
        except Refusal as refusal:
            outcomes.append(refusal)

    for seen in range(4):
        outcomes.clear()
        threads = [
            threading.Thread(target=write, args=(person, f"{person.name} {seen}", seen)) for person in (ana, ben)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        (stale,) = [item for item in outcomes if isinstance(item, StaleVersion)]
        (saved,) = [item for item in outcomes if isinstance(item, SavedAnswer)]
        assert (stale.theirs, stale.version) == (saved.value, seen + 1)
    with transaction() as session:
        history = session.exec(select(AnswerHistoryRow).where(AnswerHistoryRow.draft_id == draft)).all()
        assert sorted(row.version for row in history) == [1, 2, 3]


def test_a_draft_of_an_unknown_flow_is_no_way_in(session: Session, cast: Cast, now: datetime) -> None:
    draft = a_draft(session, cast.dans_account, cast.dan, library_hash=a_library_version(session))
    with pytest.raises((NotPermitted, InvalidValue)):
        Save(session, cast.ana, draft, now)("criterion.1.1", "x")


# ---------------------------------------------------------------- a specialist


@pytest.fixture
def eva(session: Session, cast: Cast) -> Actor:
    """Eva, a specialist to whom ana's company is assigned."""
    specialist = a_staff_member(session, cast.eva, StaffRole.SPECIALIST)
    session.add(
        StaffAssignmentRow(
            trade_account_id=cast.account,
            specialist_id=specialist.user_id,
            reason="North",
            assigned_at=WHEN,
            assigned_by=specialist.user_id,
        )
    )
    session.flush()
    return specialist


def test_the_assigned_specialist_enters_identifiers_and_nothing_else(importer: Save, eva: Actor) -> None:
    row = importer.row(who=eva)
    assert importer("identifier_kind", "duns", row, who=eva).changed
    assert importer("identifier_value", "123456789", row, who=eva).value == "123456789"
    importer.present(row, False, who=eva)
    for key, value in (
        ("criterion.1.1", "Written by Eva"),
        ("eligibility.common.officer", "yes"),
        ("mra_consent", "yes"),
    ):
        refused("access.not-your-role", lambda key=key, value=value: importer(key, value, who=eva))  # type: ignore[misc]


def test_the_assigned_specialist_changes_a_locked_number(locked: tuple[Save, dict[str, str]], eva: Actor) -> None:
    save, rows = locked
    assert save("identifier_value", "MXOTHPLA34SAL", rows["mid"], who=eva).changed
    assert save("identifier_kind", "mid", rows["new"], who=eva).changed
    save.present(rows["ior-ein"], False, who=eva)
    refused("identifiers.locked", lambda: save("identifier_value", "MXACMCAR12TIJ", rows["mid"]))


def test_another_specialist_and_the_supervisor_enter_none(importer: Save, cast: Cast) -> None:
    row = importer.row("duns", "123456789")
    for role in (StaffRole.SPECIALIST, StaffRole.SUPERVISOR):
        who = replace(cast.finn, staff_role=role)
        refused("access.not-yours", lambda who=who: importer("identifier_value", "987654321", row, who=who))  # type: ignore[misc]
        refused("access.not-yours", lambda who=who: importer.row(who=who))  # type: ignore[misc]
