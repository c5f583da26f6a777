"""What came back: the company answers each comment, and the officer sends the profile again."""

import contextlib
import json
from collections.abc import Iterator
from datetime import datetime

import pytest
from sqlalchemy import event
from sqlmodel import Session

from ctpat_app.domain.errors import InvalidValue, NotPermitted, Refusal, StaleVersion
from ctpat_app.domain.lifecycle import Status
from ctpat_app.services.attachments import attach_document, detach_document
from ctpat_app.services.company_tasks import read_tasks
from ctpat_app.services.drafts import add_row
from ctpat_app.services.evidence import evidence_of
from ctpat_app.services.library import library_version
from ctpat_app.services.own_data import read_own_data
from ctpat_app.services.profile_changes import changed_places, start_changes
from ctpat_app.services.returned import Answered, ReturnedList, note_comment, open_comments, read_returned
from ctpat_app.services.take_backs import Change, list_changes, take_back
from ctpat_app.tables.drafts import DraftRow
from ctpat_app.tables.security_models import SecurityModelRow
from tests.applicants import a_filled_draft, answer_row
from tests.factories import Cast, a_document, an_attachment, the_cast
from tests.returned import came_back
from tests.services.test_submissions import answer, send, sign

KEY = "criterion.1.1"
COMMENTS = {KEY: "Say who signs it.", "criterion.1.2": "Which record?", "part.business-types": "Is this all?"}


@pytest.fixture
def cast(session: Session) -> Cast:
    return the_cast(session)


@pytest.fixture
def sent(session: Session, cast: Cast, now: datetime) -> int:
    """An application that came back with three comments."""
    draft = a_filled_draft(session, cast.ana, cast.account, now=now)
    document = a_document(session, cast.ben, session.get_one(DraftRow, draft).subject_id)
    an_attachment(session, cast.ben, draft, document)
    sign(session, cast.ana, draft, now)
    send(session, cast.ana, draft, now)
    came_back(session, cast.eva, draft, COMMENTS, now=now)
    return draft


@pytest.fixture
def draft(session: Session, cast: Cast, sent: int, now: datetime) -> int:
    """Where it is corrected."""
    return start_changes(session, cast.ben, security_model_id=session.get_one(DraftRow, sent).subject_id, now=now)


@contextlib.contextmanager
def counted(session: Session) -> Iterator[list[str]]:
    """Within the block each statement that reaches the database is noted."""
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        statements.append(statement)

    event.listen(session.connection(), "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(session.connection(), "before_cursor_execute", note)


def seen(session: Session, cast: Cast, draft: int) -> ReturnedList:
    session.expire_all()
    return read_returned(session, cast.ana, draft_id=draft)


def states(session: Session, cast: Cast, draft: int) -> dict[str, Answered]:
    return {each.comment.key: each.state for each in seen(session, cast, draft).places}


def note(session: Session, cast: Cast, draft: int, key: str, text: str, now: datetime) -> None:
    note_comment(session, cast.ben, draft_id=draft, key=key, note=text, language="en", now=now)


def test_what_came_back_is_listed_before_and_after_somebody_began(
    session: Session, cast: Cast, sent: int, now: datetime
) -> None:
    before = seen(session, cast, sent)
    assert (before.draft_id, before.is_open, before.still_open) == (0, False, 3)
    model = session.get_one(DraftRow, sent).subject_id
    draft = start_changes(session, cast.ben, security_model_id=model, now=now)
    for number in (sent, draft):
        found = seen(session, cast, number)
        assert (found.sent_draft_id, found.draft_id, found.is_open) == (sent, draft, True)
        assert [each.comment.comment for each in found.places] == list(COMMENTS.values())


def test_a_comment_is_answered_by_a_change_or_a_note(session: Session, cast: Cast, draft: int, now: datetime) -> None:
    answer(session, cast.chloe, draft, KEY, "Our president signs it each January.", now)
    note(session, cast, draft, "criterion.1.2", "The record is named in the second sentence.", now)
    found = seen(session, cast, draft)
    assert states(session, cast, draft) == {
        KEY: Answered.CHANGED,
        "criterion.1.2": Answered.NOTED,
        "part.business-types": Answered.OPEN,
    }
    assert found.places[0].people == ("Chloe",)
    assert (found.places[1].note.text[:10], found.places[1].note.who) == ("The record", "Ben")  # type: ignore[union-attr]
    note(session, cast, draft, "criterion.1.2", "", now)
    assert states(session, cast, draft)["criterion.1.2"] is Answered.OPEN


def test_notes_are_among_the_own_data_of_who_wrote_them(
    session: Session, cast: Cast, draft: int, now: datetime
) -> None:
    note(session, cast, draft, KEY, "The second sentence says it.", now)
    told = json.dumps(read_own_data(session, cast.ben, now=now).sections)
    assert "The second sentence says it." in told
    assert "The second sentence says it." not in json.dumps(read_own_data(session, cast.ana, now=now).sections)


def test_a_file_answers_as_well(session: Session, cast: Cast, draft: int, now: datetime) -> None:
    document = a_document(session, cast.ben, session.get_one(DraftRow, draft).subject_id, name="policy.pdf")
    attach_document(session, cast.ben, draft_id=draft, key="criterion.1.2", document_id=document, now=now)
    assert states(session, cast, draft)["criterion.1.2"] is Answered.CHANGED


def test_nothing_is_signed_before_each_comment_is_answered(
    session: Session, cast: Cast, sent: int, draft: int, now: datetime
) -> None:
    with pytest.raises(Refusal, match=r"returned\.open") as refused:
        sign(session, cast.ana, draft, now)
    assert refused.value.params == {"count": 3}
    for key in COMMENTS:
        note(session, cast, draft, key, "It says so already.", now)
    sign(session, cast.ana, draft, now)
    send(session, cast.ana, draft, now)
    model = session.get_one(SecurityModelRow, session.get_one(DraftRow, sent).subject_id)
    assert model.status == Status.UNDER_REVIEW
    assert open_comments(session, draft) == ()
    assert not seen(session, cast, sent).is_open


def test_dan_cannot(session: Session, cast: Cast, sent: int, draft: int, now: datetime) -> None:
    for number in (sent, draft):
        with pytest.raises(NotPermitted, match=r"access\.not-yours"):
            read_returned(session, cast.dan, draft_id=number)
    with pytest.raises(NotPermitted, match=r"access\.not-yours"):
        note_comment(session, cast.dan, draft_id=draft, key=KEY, note="No.", language="en", now=now)
    with pytest.raises(NotPermitted, match=r"draft\.frozen"):
        note(session, cast, sent, KEY, "No.", now)
    with pytest.raises(InvalidValue, match=r"returned\.unknown"):
        note(session, cast, draft, "criterion.2.1", "No.", now)
    with pytest.raises(NotPermitted, match=r"access\.not-yours"):
        take_back(session, cast.dan, draft_id=draft, key=KEY, row_key="", stamp=1, now=now)
    assert read_tasks(session, cast.dan, now=now) == ()
    assert read_tasks(session, cast.dan, trade_account_id=cast.account, now=now) == ()


# ---------------------------------------------------------------- tasks


def test_what_came_back_is_a_task_until_it_is_sent_again(
    session: Session, cast: Cast, sent: int, draft: int, now: datetime
) -> None:
    (task,) = read_tasks(session, cast.ben, now=now)
    assert (task.task.kind, task.task.params, task.is_mine) == ("returned", {"count": "3"}, True)
    for key in COMMENTS:
        note(session, cast, draft, key, "It says so already.", now)
    (task,) = read_tasks(session, cast.ben, now=now)
    assert (task.task.kind, task.is_mine) == ("send-again", False)
    assert read_tasks(session, cast.ana, now=now)[0].is_mine
    sign(session, cast.ana, draft, now)
    send(session, cast.ana, draft, now)
    assert read_tasks(session, cast.ana, now=now) == ()


def test_changes_of_a_member_are_a_task_of_the_officer(session: Session, cast: Cast, sent: int, now: datetime) -> None:
    model = session.get_one(DraftRow, sent).subject_id
    draft = start_changes(session, cast.ana, security_model_id=model, now=now)
    for key in COMMENTS:
        note(session, cast, draft, key, "It says so already.", now)
    sign(session, cast.ana, draft, now)
    send(session, cast.ana, draft, now)
    session.get_one(SecurityModelRow, model).status = Status.CERTIFIED
    session.flush()
    start_changes(session, cast.ben, security_model_id=model, now=now)
    assert [(each.task.kind, each.is_mine) for each in read_tasks(session, cast.ben, now=now)] == [
        ("changes-waiting", False)
    ]


def test_tasks_need_a_bounded_number_of_queries(session: Session, cast: Cast, sent: int, now: datetime) -> None:
    def count() -> int:
        session.expunge_all()
        with counted(session) as queries:
            read_tasks(session, cast.ana, now=now)
        return len(queries)

    first = count()
    for _ in range(3):  # models that are done with: they ask for nothing
        other = a_filled_draft(session, cast.ana, cast.account, now=now)
        sign(session, cast.ana, other, now)
        send(session, cast.ana, other, now)
    assert count() == first


# ---------------------------------------------------------------- taking a change back


def changes(session: Session, draft: int) -> dict[str, Change]:
    session.expire_all()
    row = session.get_one(DraftRow, draft)
    found = list_changes(session, draft, library_version(session, row.library_hash), row.flow)
    return {each.key: each for each in found}


def back(session: Session, cast: Cast, draft: int, change: Change, now: datetime) -> None:
    take_back(session, cast.ben, draft_id=draft, key=change.key, row_key=change.row, stamp=change.stamp, now=now)


def test_a_statement_goes_back_with_its_english_version_and_files(
    session: Session, cast: Cast, sent: int, now: datetime
) -> None:
    spanish = "El guardia revisa cada contenedor todos los días y firma el registro de sellos."
    stored = answer_row(session, sent, KEY)
    assert stored is not None
    stored.value = spanish
    session.flush()
    (file,) = evidence_of(session, sent)[KEY]
    model = session.get_one(DraftRow, sent).subject_id
    draft = start_changes(session, cast.ben, security_model_id=model, now=now)
    answer(session, cast.ben, draft, "english.1.1", "The guard checks every container each day.", now)
    answer(session, cast.ben, draft, KEY, spanish + " También los domingos.", now)
    detach_document(session, cast.ben, draft_id=draft, key=KEY, document_id=file.document_id, now=now)
    assert len(changes(session, draft)[KEY].places) == 2
    back(session, cast, draft, changes(session, draft)[KEY], now)
    session.expire_all()
    assert changed_places(session, draft) == ()
    assert evidence_of(session, draft) == evidence_of(session, sent)


def test_an_entry_that_was_added_goes_as_a_whole(session: Session, cast: Cast, draft: int, now: datetime) -> None:
    row = add_row(session, cast.ben, draft_id=draft, list_id="identifiers", language="en", now=now)
    answer(session, cast.ben, draft, "identifier_kind", "duns", now, row=row)
    change = changes(session, draft)["identifiers"]
    assert (change.row, len(change.places)) == (row, 2)
    back(session, cast, draft, change, now)
    session.expire_all()
    assert changed_places(session, draft) == ()


def test_what_was_edited_since_it_was_shown_is_not_taken_back_unseen(
    session: Session, cast: Cast, draft: int, now: datetime
) -> None:
    answer(session, cast.ben, draft, KEY, "One.", now)
    change = changes(session, draft)[KEY]
    answer(session, cast.chloe, draft, KEY, "Two.", now)
    with pytest.raises(StaleVersion):
        back(session, cast, draft, change, now)
    with pytest.raises(InvalidValue, match=r"changes\.nothing-there"):
        take_back(session, cast.ben, draft_id=draft, key="countries", row_key="", stamp=1, now=now)
