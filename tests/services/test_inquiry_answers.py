"""What a partner answers: saved in any script, never overwritten, signed as a whole, handed over, put right."""

import json
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, col, select

from ctpat_app.domain.documents import Scan, UploadState
from ctpat_app.domain.errors import InvalidValue, NotPermitted, Refusal, StaleVersion
from ctpat_app.domain.form_faults import FormFaults
from ctpat_app.domain.inquiries import ActionState, InquiryState
from ctpat_app.domain.tokens import token_hash
from ctpat_app.domain.uploads import FileType, JudgedFile
from ctpat_app.services.answer_files import (
    MAX_FILES,
    SHEET,
    forget_old_sheets,
    keep_file,
    known_partner_blobs,
    list_files,
    remove_file,
    require_own_file,
)
from ctpat_app.services.answer_printing import printed_pack, printed_signed
from ctpat_app.services.inquiry_answers import answer_action, read_inquiry, save_answer, save_english
from ctpat_app.services.inquiry_handovers import hand_over, list_holders, revoke_link
from ctpat_app.services.inquiry_signing import read_signed, sign_inquiry, stamp_of
from ctpat_app.services.inquiry_snapshots import SignedFile
from ctpat_app.services.inquiry_visits import Visit, find_visit
from ctpat_app.tables.inquiries import (
    InquiryActionRow,
    InquiryAnswerHistoryRow,
    InquiryEventRow,
    InquiryFileRow,
    InquiryGradeRow,
    InquiryRow,
)
from ctpat_app.tables.notices import NoticeRow
from ctpat_app.tables.outbox import OutboxRow
from ctpat_app.words.localiser import localiser_for
from ctpat_app.words.pdf import PdfWords
from tests.factories import WHEN
from tests.partner_links import (
    CRITERIA,
    DECLARATION,
    Asked,
    a_visit,
    an_inquiry,
    another_link,
    answer_all,
    link_row,
    sign,
    write,
)

ARABIC = "يفحص المشرف كل ختم قبل التحميل ويسجله."


@pytest.fixture
def asked(session: Session) -> Asked:
    return an_inquiry(session)


@pytest.fixture
def farid(session: Session, asked: Asked) -> Visit:
    return a_visit(session, asked.token)


@pytest.fixture
def stranger(session: Session) -> Visit:
    """Who holds a link to another inquiry."""
    return a_visit(session, an_inquiry(session, email="else@other.example").token)


def save(session: Session, visit: Visit, text: str, *, seen: int = 0, tab: str = "", applies: bool = True) -> int:
    return save_answer(
        session, visit, inquiry_id=visit.inquiry_id, criterion="1.1", seen_version=seen, applies=applies, text=text,
        language="ar", tab=tab, now=WHEN,
    ).version  # fmt: skip


def a_file(name: str = "key") -> JudgedFile:
    return JudgedFile(FileType.PDF, name, 100, "ab" * 32, UploadState.READ, Scan.CLEAN, pages=1)


def stored(session: Session, visit: Visit) -> str:
    answer = read_inquiry(session, visit, inquiry_id=visit.inquiry_id).answer("1.1")
    return answer.text if answer else ""


# ---------------------------------------------------------------- answering


def test_an_answer_is_kept_in_its_script_and_begins_the_inquiry(session: Session, farid: Visit) -> None:
    assert save(session, farid, f" {ARABIC}\r\n") == 1
    inquiry = read_inquiry(session, farid, inquiry_id=farid.inquiry_id)
    assert (inquiry.state, stored(session, farid)) == (InquiryState.BEGUN, ARABIC)
    assert inquiry.missing == ("1.2", "2.1")


def test_the_same_text_writes_nothing(session: Session, farid: Visit) -> None:
    save(session, farid, ARABIC)
    assert save(session, farid, ARABIC, seen=0) == 1
    assert session.exec(select(InquiryAnswerHistoryRow)).all() == []


def test_an_empty_field_that_was_only_passed_begins_nothing(session: Session, farid: Visit) -> None:
    assert save(session, farid, "") == 0
    assert read_inquiry(session, farid, inquiry_id=farid.inquiry_id).state is InquiryState.SENT


def test_two_people_do_not_overwrite_each_other(session: Session, asked: Asked, farid: Visit) -> None:
    mona = a_visit(session, another_link(session, asked))
    save(session, farid, ARABIC)
    with pytest.raises(StaleVersion) as stale:
        save(session, mona, "Mona's text")
    assert (stale.value.theirs, stale.value.who, stale.value.version) == (ARABIC, "Farid", 1)
    assert save(session, mona, "Mona's text", seen=1) == 2
    history = session.exec(select(InquiryAnswerHistoryRow)).one()
    assert (history.text, history.version) == (ARABIC, 1)


def test_two_tabs_do_not_overwrite_each_other_but_one_tab_goes_on(session: Session, farid: Visit) -> None:
    save(session, farid, "one", tab="first")
    assert save(session, farid, "two", tab="first") == 2
    with pytest.raises(StaleVersion):
        save(session, farid, "three", tab="second")


def test_does_not_apply_needs_a_reason(session: Session, farid: Visit) -> None:
    save(session, farid, "", applies=False)
    assert "1.1" in read_inquiry(session, farid, inquiry_id=farid.inquiry_id).missing
    save(session, farid, "We have no warehouse.", seen=1, applies=False)
    assert "1.1" not in read_inquiry(session, farid, inquiry_id=farid.inquiry_id).missing


@pytest.mark.parametrize(
    ("text", "criterion", "code"),
    [
        ("x" * 5001, "1.1", "text.too-long"),
        ("a\u202eb", "1.1", "text.control-character"),
        ("x", "9.9", "question.unknown"),
    ],
)
def test_what_cannot_be_kept_is_refused(session: Session, farid: Visit, text: str, criterion: str, code: str) -> None:
    with pytest.raises(InvalidValue) as refusal:
        write(session, farid, criterion, text)
    assert refusal.value.code == code


def test_the_english_is_marked_when_the_answer_changes_afterwards(session: Session, farid: Visit) -> None:
    version = save(session, farid, ARABIC)
    save_english(
        session, farid, inquiry_id=farid.inquiry_id, criterion="1.1", of_version=version, seen="", text="Seals."
    )
    answer = read_inquiry(session, farid, inquiry_id=farid.inquiry_id).answer("1.1")
    assert answer
    assert (answer.english, answer.english_outdated) == ("Seals.", False)
    save(session, farid, f"{ARABIC} {ARABIC}", seen=version)
    answer = read_inquiry(session, farid, inquiry_id=farid.inquiry_id).answer("1.1")
    assert answer
    assert answer.english_outdated
    with pytest.raises(StaleVersion):
        save_english(
            session, farid, inquiry_id=farid.inquiry_id, criterion="1.1", of_version=2, seen="other", text="New"
        )


def test_last_years_answer_is_offered(session: Session, asked: Asked, farid: Visit) -> None:
    save(session, farid, ARABIC)
    renewed = an_inquiry(session, officer=asked.officer, account=asked.account, previous=asked.inquiry)
    visit = a_visit(session, renewed.token)
    answer = read_inquiry(session, visit, inquiry_id=renewed.inquiry).answer("1.1")
    assert answer
    assert (answer.earlier, answer.text) == (ARABIC, "")


def test_comments_are_shown_only_while_the_inquiry_is_returned(session: Session, asked: Asked, farid: Visit) -> None:
    for criterion, grade in (("1.1", "not-met"), ("1.2", "met")):
        session.add(
            InquiryGradeRow(
                inquiry_id=asked.inquiry, criterion=criterion, grade=grade, reason="Say who.",
                graded_by=asked.officer.user_id, graded_at=WHEN,
            )
        )  # fmt: skip
    session.flush()
    shown = read_inquiry(session, farid, inquiry_id=asked.inquiry)
    assert [each.comment for each in shown.answers] == ["", "", ""]
    session.get_one(InquiryRow, asked.inquiry).state = InquiryState.RETURNED
    session.flush()
    shown = read_inquiry(session, farid, inquiry_id=asked.inquiry)
    assert [each.comment for each in shown.answers] == ["Say who.", "", ""]


@pytest.mark.parametrize("state", [InquiryState.SIGNED, InquiryState.CLOSED])
def test_nothing_is_written_after_the_signature(
    session: Session, asked: Asked, farid: Visit, state: InquiryState
) -> None:
    session.get_one(InquiryRow, asked.inquiry).state = state
    session.flush()
    with pytest.raises(Refusal) as refusal:
        save(session, farid, ARABIC)
    assert refusal.value.code in {"reply.signed-already", "reply.over"}


def test_the_holder_of_another_link_reaches_nothing(
    session: Session, asked: Asked, farid: Visit, stranger: Visit
) -> None:
    kept = keep_file(
        session, farid, inquiry_id=asked.inquiry, criterion="1.1", name="Seals.pdf", file=a_file(), now=WHEN
    )
    action = an_action(session, asked)
    it = {"inquiry_id": asked.inquiry}
    calls = [
        lambda: read_inquiry(session, stranger, **it),
        lambda: save_answer(
            session,
            stranger,
            **it,
            criterion="1.1",
            seen_version=0,
            applies=True,
            text="x",
            language="en",
            tab="",
            now=WHEN,
        ),
        lambda: save_english(session, stranger, **it, criterion="1.1", of_version=0, seen="", text="x"),
        lambda: answer_action(
            session, stranger, **it, action_id=action, seen_version=1, text="x", language="en", now=WHEN
        ),
        lambda: answer_action(
            session,
            stranger,
            inquiry_id=stranger.inquiry_id,
            action_id=action,
            seen_version=1,
            text="x",
            language="en",
            now=WHEN,
        ),
        lambda: keep_file(session, stranger, **it, criterion="1.1", name="x.pdf", file=a_file(), now=WHEN),
        lambda: list_files(session, stranger, **it, criterion="1.1"),
        lambda: remove_file(session, stranger, inquiry_id=stranger.inquiry_id, file_id=kept.id, now=WHEN),
        lambda: require_own_file(session, stranger, file_id=kept.id),
        lambda: sign_inquiry(
            session, stranger, **it, stamp="", name="x", title="x", agreed=True, declaration=DECLARATION, now=WHEN
        ),
        lambda: read_signed(session, stranger, **it),
        lambda: list_holders(session, stranger, **it, now=WHEN),
        lambda: hand_over(
            session, stranger, **it, name="x", email="x@example.com", language="en", languages=("en",), now=WHEN
        ),
        lambda: revoke_link(session, stranger, inquiry_id=stranger.inquiry_id, link_id=asked.link, now=WHEN),
    ]
    for call in calls:
        with pytest.raises(NotPermitted) as refusal:
            call()  # type: ignore[no-untyped-call]
        assert refusal.value.code == "access.not-yours"


# ---------------------------------------------------------------- files


def test_files_stand_beside_their_answer_until_they_are_taken_away(session: Session, farid: Visit) -> None:
    it = {"inquiry_id": farid.inquiry_id}
    kept = keep_file(session, farid, **it, criterion="1.1", name="../Seals.pdf", file=a_file("blob-1"), now=WHEN)
    assert [each.name for each in list_files(session, farid, **it, criterion="1.1")] == ["Seals.pdf"]
    assert require_own_file(session, farid, file_id=kept.id).blob_key == "blob-1"
    remove_file(session, farid, **it, file_id=kept.id, now=WHEN)
    assert list_files(session, farid, **it, criterion="1.1") == []
    with pytest.raises(NotPermitted):
        require_own_file(session, farid, file_id=kept.id)
    assert known_partner_blobs(session, ["blob-1", "blob-2"]) == {"blob-1"}


def test_a_sheet_is_forgotten_after_a_day_and_evidence_is_not(session: Session, farid: Visit) -> None:
    for place in ("1.1", SHEET):
        keep_file(
            session, farid, inquiry_id=farid.inquiry_id, criterion=place, name="x.pdf", file=a_file(place), now=WHEN
        )
    places = select(InquiryFileRow.criterion).order_by(col(InquiryFileRow.id))
    forget_old_sheets(session, now=WHEN + timedelta(days=1))
    assert session.exec(places).all() == ["1.1", SHEET]
    forget_old_sheets(session, now=WHEN + timedelta(days=1, seconds=1))
    assert session.exec(places).all() == ["1.1"]


def test_so_many_files_and_no_more(session: Session, farid: Visit) -> None:
    it = {"inquiry_id": farid.inquiry_id}
    for number in range(MAX_FILES):
        keep_file(session, farid, **it, criterion="1.1", name=f"{number}.pdf", file=a_file(f"b{number}"), now=WHEN)
    with pytest.raises(InvalidValue) as refusal:
        keep_file(session, farid, **it, criterion="1.1", name="more.pdf", file=a_file("more"), now=WHEN)
    assert refusal.value.code == "reply.too-many-files"


# ---------------------------------------------------------------- signing


def test_signing_freezes_what_was_answered(session: Session, asked: Asked, farid: Visit) -> None:
    keep_file(session, farid, inquiry_id=asked.inquiry, criterion="1.1", name="Seals.pdf", file=a_file(), now=WHEN)
    answer_all(session, farid, text=ARABIC)
    sign(session, farid)
    row = session.get_one(InquiryRow, asked.inquiry)
    assert (row.state, row.signer_name, row.signed_link_id) == (InquiryState.SIGNED, "Farid Nour", asked.link)
    assert len(row.content_hash) == 64
    signed = read_signed(session, farid, inquiry_id=asked.inquiry)
    assert signed
    assert [each.criterion for each in signed.answers] == list(CRITERIA)
    assert signed.answers[0].text == ARABIC
    assert signed.answers[0].files == (SignedFile("Seals.pdf", "ab" * 32),)
    assert signed.declaration_english == DECLARATION.english
    assert "inquiry-signed-copy" in {mail.template for mail in session.exec(select(OutboxRow))}


def test_what_is_missing_keeps_from_signing(session: Session, farid: Visit) -> None:
    save(session, farid, ARABIC)
    with pytest.raises(Refusal) as refusal:
        sign(session, farid)
    assert (refusal.value.code, refusal.value.params) == ("reply.answers-missing", {"count": 2})


def test_nobody_signs_what_they_have_not_read(session: Session, asked: Asked, farid: Visit) -> None:
    answer_all(session, farid)
    stamp = stamp_of(read_inquiry(session, farid, inquiry_id=asked.inquiry))
    write(session, farid, "1.1", "Changed by a colleague.")
    with pytest.raises(Refusal) as refusal:
        sign_inquiry(
            session, farid, inquiry_id=asked.inquiry, stamp=stamp, name="Farid", title="Director", agreed=True,
            declaration=DECLARATION, now=WHEN,
        )  # fmt: skip
    assert refusal.value.code == "reply.changed-meanwhile"


def test_every_fault_of_a_signature_is_told_at_once(session: Session, asked: Asked, farid: Visit) -> None:
    answer_all(session, farid)
    with pytest.raises(FormFaults) as refusal:
        sign_inquiry(
            session, farid, inquiry_id=asked.inquiry, stamp="", name=" ", title="", agreed=False,
            declaration=DECLARATION, now=WHEN,
        )  # fmt: skip
    assert set(refusal.value.faults) == {"name", "title", "agreed"}


def test_a_second_signature_takes_the_place_of_the_first_which_stays_on_record(
    session: Session, asked: Asked, farid: Visit
) -> None:
    answer_all(session, farid)
    sign(session, farid)
    first = session.get_one(InquiryRow, asked.inquiry).content_hash
    session.get_one(InquiryRow, asked.inquiry).state = InquiryState.RETURNED
    session.flush()
    write(session, farid, "1.1", "Another answer.")
    sign(session, farid, now=WHEN + timedelta(days=1))
    second = session.get_one(InquiryRow, asked.inquiry).content_hash
    query = select(InquiryEventRow).where(InquiryEventRow.kind == "signed").order_by(col(InquiryEventRow.id))
    hashes = [json.loads(each.details)["hash"] for each in session.exec(query)]
    assert hashes == [first, second]
    assert first != second


def test_the_copy_is_printed_with_english_beside_it(session: Session, asked: Asked, farid: Visit) -> None:
    answer_all(session, farid, text=ARABIC)
    words, localiser = PdfWords("ar", "Kiosk"), localiser_for("ar")
    it: dict[str, Any] = {"inquiry_id": asked.inquiry, "localiser": localiser, "words": words, "now": WHEN}
    assert printed_signed(session, farid, **it) is None
    save_english(
        session, farid, inquiry_id=asked.inquiry, criterion="1.1", of_version=1, seen="", text="The guard checks."
    )
    sign(session, farid)
    document = printed_signed(session, farid, **it)
    assert document
    first = document.sections[0].criteria[0]
    assert [each.text for each in first.responses[:2]] == [ARABIC, "The guard checks."]
    assert document.signatures[0].agreement.text == DECLARATION.text
    pack = printed_pack(session, farid, **it)
    assert sum(len(each.criteria) for each in pack.sections) == len(CRITERIA)


# ---------------------------------------------------------------- colleagues


def hand(session: Session, visit: Visit, *, email: str = "mona@nile.example", language: str = "vi") -> str:
    hand_over(
        session, visit, inquiry_id=visit.inquiry_id, name="Mona", email=email, language=language,
        languages=("en", "ar", "vi"), now=WHEN,
    )  # fmt: skip
    query = select(OutboxRow).where(OutboxRow.template == "inquiry-handed-over").order_by(col(OutboxRow.id).desc())
    path: str = json.loads(session.exec(query).first().params)["path"]  # type: ignore[union-attr]
    return path.partition("token=")[2]


def test_a_colleague_gets_a_link_and_the_first_keeps_theirs(session: Session, asked: Asked, farid: Visit) -> None:
    mona = a_visit(session, hand(session, farid))
    assert mona.language == "vi"
    write(session, mona, "1.1", "By Mona")
    write(session, farid, "1.2", "By Farid")
    holders = list_holders(session, farid, inquiry_id=asked.inquiry, now=WHEN)
    assert [(each.name, each.is_self, each.is_revocable) for each in holders] == [
        ("Farid", True, False),
        ("Mona", False, True),
    ]


def test_only_who_made_a_link_takes_it_back_and_that_works_at_once(
    session: Session, asked: Asked, farid: Visit
) -> None:
    token = hand(session, farid)
    mona = a_visit(session, token, visit_token="monas")
    with pytest.raises(NotPermitted):
        revoke_link(session, mona, inquiry_id=asked.inquiry, link_id=farid.link_id, now=WHEN)
    revoke_link(session, farid, inquiry_id=asked.inquiry, link_id=mona.link_id, now=WHEN)
    assert find_visit(session, token_hash("monas"), now=WHEN) is None
    assert link_row(session, farid.link_id).revoked_at is None


def test_a_colleague_without_name_address_or_language_is_told_what_is_missing(session: Session, farid: Visit) -> None:
    with pytest.raises(FormFaults) as refusal:
        hand_over(
            session, farid, inquiry_id=farid.inquiry_id, name="", email="nobody", language="xx", languages=("en",),
            now=WHEN,
        )  # fmt: skip
    assert set(refusal.value.faults) == {"name", "email", "language"}


# ---------------------------------------------------------------- actions


def an_action(session: Session, asked: Asked) -> int:
    row = InquiryActionRow(
        inquiry_id=asked.inquiry, criterion="1.1", finding="No log.", wanted="Keep a log.",
        due_on=WHEN.date() + timedelta(days=30), state=ActionState.OPEN, made_at=WHEN, made_by=asked.officer.user_id,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row.id or 0


def test_an_action_is_answered_after_the_inquiry_was_closed(session: Session, asked: Asked, farid: Visit) -> None:
    action = an_action(session, asked)
    session.get_one(InquiryRow, asked.inquiry).state = InquiryState.CLOSED
    session.flush()
    answer_action(
        session, farid, inquiry_id=asked.inquiry, action_id=action, seen_version=1, text="Done.", language="ar",
        now=WHEN,
    )  # fmt: skip
    shown = read_inquiry(session, farid, inquiry_id=asked.inquiry).actions[0]
    assert (shown.state, shown.answer) == (ActionState.ANSWERED, "Done.")
    assert session.exec(select(NoticeRow.template)).all() == ["inquiry-action-answered"]


def test_what_was_decided_about_an_action_stays(session: Session, asked: Asked, farid: Visit) -> None:
    action = an_action(session, asked)
    session.get_one(InquiryActionRow, action).state = ActionState.DONE
    session.flush()
    with pytest.raises(Refusal) as refusal:
        answer_action(
            session, farid, inquiry_id=asked.inquiry, action_id=action, seen_version=1, text="More.", language="ar",
            now=WHEN,
        )  # fmt: skip
    assert refusal.value.code == "reply.action-decided"
