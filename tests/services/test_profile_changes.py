"""Changes to a profile that was sent: they wait in a draft of their own, and what was sent stands."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from ctpat_app.adapters.database import transaction
from ctpat_app.domain.errors import InvalidValue, NotPermitted, Refusal
from ctpat_app.domain.lifecycle import Status
from ctpat_app.domain.permissions import Actor
from ctpat_app.domain.profile_changes import Origin
from ctpat_app.domain.retention import WAY_BACK
from ctpat_app.services.application import list_applications, start_application
from ctpat_app.services.changes_view import read_changes_page, read_changes_view
from ctpat_app.services.drafts import newest_application
from ctpat_app.services.evidence import evidence_of
from ctpat_app.services.profile_changes import (
    base_of,
    changed_places,
    discard_changes,
    discarded_changes,
    open_changes,
    restore_changes,
    start_changes,
)
from ctpat_app.services.retention import purge_removed
from ctpat_app.services.submissions import find_submission, read_sign_state
from ctpat_app.services.submitted_profiles import list_submitted, read_signed
from ctpat_app.services.trade_accounts import remove_address
from ctpat_app.tables.agreements import AgreementSignatureRow
from ctpat_app.tables.drafts import AnswerRow, DraftRow, ReviewDismissalRow
from ctpat_app.tables.readiness import StatementShareRow
from ctpat_app.tables.security_models import SecurityModelRow
from tests.applicants import LIBRARY, a_filled_draft, answer_row, changed_library, content, really_committing, record
from tests.factories import Cast, a_document, a_version, an_answer, an_attachment, the_cast
from tests.services.test_submissions import answer, send, sign

KEY = "criterion.1.1"


@pytest.fixture
def cast(session: Session) -> Cast:
    return the_cast(session)


@pytest.fixture
def sent(session: Session, cast: Cast, now: datetime) -> int:
    """An application with a file, signed and sent by ana; its model is a member since."""
    draft = a_filled_draft(session, cast.ana, cast.account, now=now)
    document = a_document(session, cast.ben, session.get_one(DraftRow, draft).subject_id)
    an_attachment(session, cast.ben, draft, document)
    sign(session, cast.ana, draft, now)
    send(session, cast.ana, draft, now)
    stand(session, draft, Status.CERTIFIED)
    return draft


def model_of(session: Session, draft: int) -> int:
    return session.get_one(DraftRow, draft).subject_id


def stand(session: Session, draft: int, status: Status) -> None:
    session.get_one(SecurityModelRow, model_of(session, draft)).status = status
    session.flush()


def start(session: Session, cast: Cast, sent: int, now: datetime) -> int:
    return start_changes(session, cast.ana, security_model_id=model_of(session, sent), now=now)


def answers(session: Session, draft: int) -> list[tuple[object, ...]]:
    query = select(AnswerRow).where(AnswerRow.draft_id == draft).order_by(col(AnswerRow.id))
    return [
        (each.key, each.row_key, each.value, each.secret, each.language, each.version, each.user_id, each.of_version)
        for each in session.exec(query)
    ]


def test_changes_begin_with_all_that_was_sent(session: Session, cast: Cast, sent: int, now: datetime) -> None:
    an_answer(session, sent, cast.chloe, "english.1.1", "Our guard checks it.")
    session.add(
        ReviewDismissalRow(
            draft_id=sent, key=KEY, code="x", about="y", reason="z", dismissed_by=cast.ben.user_id, dismissed_at=now
        )
    )
    session.add(
        StatementShareRow(
            draft_id=sent, criterion="1.1", user_id=cast.ben.user_id, given_at=now, given_by=cast.ana.user_id
        )
    )
    session.flush()
    draft = start(session, cast, sent, now)
    assert answers(session, draft) == answers(session, sent)
    assert evidence_of(session, draft) == evidence_of(session, sent) != {}
    for table in (ReviewDismissalRow, StatementShareRow):
        assert len(session.exec(select(table.id).where(table.draft_id == draft)).all()) == 1
    assert (base_of(session, draft), base_of(session, sent)) == (sent, None)
    assert changed_places(session, draft) == ()


def test_one_draft_of_changes_at_a_time(session: Session, cast: Cast, sent: int, now: datetime) -> None:
    draft = start(session, cast, sent, now)
    assert start_changes(session, cast.chloe, security_model_id=model_of(session, sent), now=now) == draft
    assert open_changes(session, model_of(session, sent)) == draft


def test_two_who_begin_at_one_moment_share_the_draft(shared_engine: Engine, now: datetime) -> None:
    with really_committing(shared_engine):
        with transaction() as session:
            cast = the_cast(session)
            draft = a_filled_draft(session, cast.ana, cast.account, now=now)
            sign(session, cast.ana, draft, now)
            send(session, cast.ana, draft, now)
            model = session.get_one(DraftRow, draft).subject_id
        together = Barrier(2)

        def begin(who: Actor) -> int:
            together.wait(10)
            with transaction() as session:
                return start_changes(session, who, security_model_id=model, now=now)

        with ThreadPoolExecutor(2) as pool:
            first, second = pool.map(begin, (cast.ana, cast.ben))
        assert first == second != draft


def test_the_sent_application_counts_until_the_changes_are_sent(
    session: Session, cast: Cast, sent: int, now: datetime
) -> None:
    draft = start(session, cast, sent, now)
    assert newest_application(session, model_of(session, sent)) == sent
    answer(session, cast.ben, draft, KEY, "Our new guard checks it each day.", now)
    sign(session, cast.ana, draft, now)
    send(session, cast.ana, draft, now)
    assert newest_application(session, model_of(session, sent)) == draft
    assert open_changes(session, model_of(session, sent)) is None
    assert session.get_one(SecurityModelRow, model_of(session, sent)).status == Status.CERTIFIED


def test_a_new_application_is_not_led_to_changes(session: Session, cast: Cast, sent: int, now: datetime) -> None:
    draft = start(session, cast, sent, now)
    assert start_application(session, cast.ana, trade_account_id=cast.account, now=now) not in {draft, sent}


@pytest.mark.parametrize(
    ("status", "may"),
    [(status, status not in {"draft", "ineligible", "rejected", "removed", "withdrawn"}) for status in Status],
)
def test_when_changes_may_be_written(
    session: Session, cast: Cast, sent: int, now: datetime, status: Status, may: bool
) -> None:
    stand(session, sent, status)
    if may:
        assert start(session, cast, sent, now)
        return
    with pytest.raises(Refusal, match=r"changes\.not-now"):
        start(session, cast, sent, now)


def test_dan_cannot(session: Session, cast: Cast, sent: int, now: datetime) -> None:
    model, draft = model_of(session, sent), start(session, cast, sent, now)
    for number in (model, 0, -1, 2**40):
        with pytest.raises(NotPermitted, match=r"access\.not-yours"):
            start_changes(session, cast.dan, security_model_id=number, now=now)
        with pytest.raises(NotPermitted, match=r"access\.not-yours"):
            restore_changes(session, cast.dan, security_model_id=number, now=now)
    with pytest.raises(NotPermitted, match=r"access\.not-yours"):
        discard_changes(session, cast.dan, draft_id=draft, now=now)
    with pytest.raises(NotPermitted, match=r"access\.not-your-role"):
        discard_changes(session, cast.chloe, draft_id=draft, now=now)


def test_what_differs_is_listed_with_who_wrote_it(session: Session, cast: Cast, sent: int, now: datetime) -> None:
    draft = start(session, cast, sent, now)
    before = answer_row(session, sent, KEY)
    answer(session, cast.ben, draft, KEY, "Two guards check it.", now)
    (change,) = changed_places(session, draft)
    assert before is not None
    assert (change.key, change.before, change.after) == (KEY, before.value, "Two guards check it.")
    assert (change.who, change.at, change.version) == ("Ben", now, 2)


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (Status.SUBMITTED, "changes.under-review"),
        (Status.UNDER_REVIEW, "changes.under-review"),
        (Status.SUSPENDED, "changes.not-now"),
    ],
)
def test_changes_wait_while_what_was_sent_is_read(
    session: Session, cast: Cast, sent: int, now: datetime, status: Status, code: str
) -> None:
    stand(session, sent, status)
    draft = start(session, cast, sent, now)
    with pytest.raises(Refusal) as refused:
        sign(session, cast.ana, draft, now)
    assert refused.value.code == code


# ---------------------------------------------------------------- putting aside


def test_discarded_changes_can_be_taken_back_for_a_month(
    session: Session, cast: Cast, sent: int, now: datetime
) -> None:
    model, draft = model_of(session, sent), start(session, cast, sent, now)
    discard_changes(session, cast.ben, draft_id=draft, now=now)
    assert open_changes(session, model) is None
    assert [each.draft_id for each in list_applications(session, cast.ana, now=now)] == [sent]
    assert discarded_changes(session, model, now=now + WAY_BACK) is None
    assert restore_changes(session, cast.ana, security_model_id=model, now=now) == draft
    assert open_changes(session, model) == draft
    assert restore_changes(session, cast.ana, security_model_id=model, now=now) == draft


def test_discarded_changes_hold_no_address(session: Session, cast: Cast, sent: int, now: datetime) -> None:
    draft = start(session, cast, sent, now)
    address = int(session.exec(select(AnswerRow.value).where(AnswerRow.key == "primary_address")).first() or 0)
    with pytest.raises(InvalidValue, match=r"address\.used-as"):
        remove_address(session, cast.ana, trade_account_id=cast.account, address_id=address, now=now)
    discard_changes(session, cast.ana, draft_id=draft, now=now)
    remove_address(session, cast.ana, trade_account_id=cast.account, address_id=address, now=now)


def test_nothing_comes_back_over_what_was_sent_since(session: Session, cast: Cast, sent: int, now: datetime) -> None:
    model, first = model_of(session, sent), start(session, cast, sent, now)
    discard_changes(session, cast.ana, draft_id=first, now=now)
    second = start(session, cast, sent, now)
    assert second != first
    sign(session, cast.ana, second, now)
    send(session, cast.ana, second, now)
    with pytest.raises(Refusal, match=r"changes\.nothing-aside"):
        restore_changes(session, cast.ana, security_model_id=model, now=now)


def test_discarded_changes_are_purged_and_nothing_else(session: Session, cast: Cast, sent: int, now: datetime) -> None:
    draft = start(session, cast, sent, now)
    discard_changes(session, cast.ana, draft_id=draft, now=now)
    assert purge_removed(session, now=now + WAY_BACK) == 1
    assert session.get(DraftRow, draft) is None
    assert evidence_of(session, sent) != {}
    assert session.get(SecurityModelRow, model_of(session, sent)) is not None


def test_the_form_of_a_merge_cannot_be_discarded(session: Session, cast: Cast, sent: int, now: datetime) -> None:
    draft = start(session, cast, sent, now)
    session.get_one(DraftRow, draft).origin = Origin.MERGE
    session.flush()
    with pytest.raises(Refusal, match=r"changes\.of-a-merge"):
        discard_changes(session, cast.ana, draft_id=draft, now=now)
    with pytest.raises(NotPermitted, match=r"draft\.frozen"):
        discard_changes(session, cast.ana, draft_id=sent, now=now)


# ---------------------------------------------------------------- signatures and files of what was sent


def standing(session: Session) -> list[tuple[int | None, bool]]:
    session.expire_all()
    rows = session.exec(select(AgreementSignatureRow).order_by(col(AgreementSignatureRow.id)))
    return [(row.draft_id, row.voided_at is None) for row in rows]


def test_editing_changes_voids_the_signature_of_the_changes_alone(
    session: Session, cast: Cast, sent: int, now: datetime
) -> None:
    draft = start(session, cast, sent, now)
    sign(session, cast.ana, draft, now)
    answer(session, cast.ben, draft, KEY, "Three guards check it.", now)
    assert standing(session) == [(sent, True), (draft, False)]


def test_what_was_signed_before_signs_nothing_new(session: Session, cast: Cast, sent: int, now: datetime) -> None:
    draft = start(session, cast, sent, now)
    assert not read_sign_state(session, cast.ana, draft_id=draft, now=now).is_signed
    with pytest.raises(Refusal, match=r"application\.not-signed"):
        send(session, cast.ana, draft, now)
    assert find_submission(session, draft) is None


def test_what_was_sent_keeps_the_version_of_each_file(session: Session, cast: Cast, sent: int, now: datetime) -> None:
    (file,) = evidence_of(session, sent)[KEY]
    draft = start(session, cast, sent, now)
    a_version(session, cast.ben, file.document_id, number=2)
    assert [each.number for each in evidence_of(session, sent)[KEY]] == [1]
    assert [each.number for each in evidence_of(session, draft)[KEY]] == [2]
    sign(session, cast.ana, draft, now)
    send(session, cast.ana, draft, now + timedelta(minutes=1))
    a_version(session, cast.ben, file.document_id, number=3)
    assert [each.number for each in evidence_of(session, draft)[KEY]] == [2]


# ---------------------------------------------------------------- what was sent, for ever


def test_each_profile_can_be_read_as_it_was_signed(session: Session, cast: Cast, sent: int, now: datetime) -> None:
    draft = start(session, cast, sent, now)
    answer(session, cast.ben, draft, KEY, "Four guards check it.", now)
    sign(session, cast.ana, draft, now, language="es")
    send(session, cast.ana, draft, now, language="es")
    listed = list_submitted(session, cast.ben, draft_id=sent).profiles
    assert [(each.draft_id, each.sender, each.language) for each in listed] == [
        (draft, "Ana", "es"),
        (sent, "Ana", "en"),
    ]
    years_later = changed_library(
        lambda raw: record(raw, "criteria", "1.1")["i18n"].update(statement="Quite another statement.")
    )
    with content(session, years_later, now=now):
        first = read_signed(session, cast.ben, draft_id=sent)
        second = read_signed(session, cast.ben, draft_id=draft)
    assert (set(first.texts), set(second.texts)) == ({"en"}, {"es", "en"})
    for signed, text in ((first, "Our guard"), (second, "Four guards")):
        (statement,) = [item for section in signed.texts["en"] for item in section.criteria if item.id == "1.1"]
        assert statement.response.text.startswith(text)
        assert statement.statement.text == LIBRARY.criteria["1.1"].i18n.statement
        assert signed.signature is not None
        assert (signed.signature.signer_name, signed.signature.voided_at) == ("Ana", None)
    assert second.signature is not None
    assert second.signature.language == "es"
    assert [file.number for file in first.evidence[KEY]] == [1]


def test_dan_reads_nothing_that_was_sent(session: Session, cast: Cast, sent: int, now: datetime) -> None:
    for read in (list_submitted, read_signed):
        with pytest.raises(NotPermitted, match=r"access\.not-yours"):
            read(session, cast.dan, draft_id=sent)
    with pytest.raises(NotPermitted, match=r"access\.not-yours"):
        read_changes_view(session, cast.dan, draft_id=sent, now=now)
    with pytest.raises(InvalidValue, match=r"submitted\.not-sent"):
        read_signed(session, cast.ana, draft_id=start(session, cast, sent, now))


def test_the_page_of_changes_knows_both_sides(session: Session, cast: Cast, sent: int, now: datetime) -> None:
    before = read_changes_view(session, cast.ana, draft_id=sent, now=now)
    assert (before.open_draft_id, before.may_start, before.may_restore) == (0, True, False)
    with pytest.raises(InvalidValue, match=r"changes\.none-open"):
        read_changes_page(session, cast.ana, draft_id=sent, now=now)
    draft = start(session, cast, sent, now)
    answer(session, cast.ben, draft, KEY, "Five guards check it.", now)
    page = read_changes_page(session, cast.ana, draft_id=draft, now=now)
    assert page.before.book.text(KEY).startswith("Our guard")
    assert page.after.book.text(KEY).startswith("Five guards")
    assert [each.key for each in page.changes] == [KEY]
    assert (page.view.is_changing, page.view.waits, page.view.sent_draft_id) == (True, False, sent)
    stand(session, sent, Status.UNDER_REVIEW)
    assert read_changes_view(session, cast.chloe, draft_id=draft, now=now).waits
