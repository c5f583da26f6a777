"""Signing and sending: only the officer, only when complete, once; readable for ever."""

import json
import re
import zlib
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import pytest
from sqlalchemy import text
from sqlmodel import Session, select

from ctpat_app.domain.errors import InvalidValue, NotPermitted, Refusal
from ctpat_app.domain.permissions import Actor
from ctpat_app.guidance.flow import Situation
from ctpat_app.guidance.summary import SummarySection, SummaryWords, summarise
from ctpat_app.services.audit import broken_links
from ctpat_app.services.drafts import add_row, save_answer, set_row_present
from ctpat_app.services.submissions import (
    Submitted,
    content_hash,
    find_submission,
    frozen_situation,
    read_sign_state,
    send_application,
    sign_application,
)
from ctpat_app.tables.accounts import AddressRow, MembershipRow, TradeAccountRow
from ctpat_app.tables.agreements import AgreementSignatureRow
from ctpat_app.tables.audit import AuditEventRow
from ctpat_app.tables.drafts import AnswerRow, DraftRow, SubmissionRow
from ctpat_app.tables.outbox import OutboxRow
from ctpat_app.tables.security_models import SecurityModelMemberRow, SecurityModelRow
from ctpat_app.words.localiser import localiser_for
from tests.applicants import LIBRARY, a_filled_draft, answer_row, changed_library, content
from tests.factories import Cast, the_cast

WORDS = SummaryWords("Yes", "No", "Does not apply", "Agreed")
RFC, RFC_MASK = "ZZZX010101TZA", "ZZZX******TZA"


def in_words(situation: Situation, language: str) -> Sequence[SummarySection]:
    return summarise(situation, localiser_for(language), WORDS)


@pytest.fixture
def cast(session: Session) -> Cast:
    return the_cast(session)


@pytest.fixture
def draft(session: Session, cast: Cast, now: datetime) -> int:
    return a_filled_draft(session, cast.ana, cast.account, now=now)


def sign(
    session: Session,
    who: Actor,
    draft: int,
    now: datetime,
    *,
    name: str = "",
    agreed: bool = True,
    language: str = "en",
) -> None:
    sign_application(
        session,
        who,
        draft_id=draft,
        typed_name=name or who.name,
        agreed=agreed,
        localiser=localiser_for(language),
        now=now,
    )


def send(session: Session, who: Actor, draft: int, now: datetime, *, language: str = "en") -> Submitted:
    return send_application(session, who, draft_id=draft, language=language, summarise=in_words, now=now)


def answer(session: Session, who: Actor, draft: int, key: str, words: str, now: datetime, row: str = "") -> None:
    stored = answer_row(session, draft, key, row)
    save_answer(
        session,
        who,
        draft_id=draft,
        key=key,
        row_key=row,
        seen_version=stored.version if stored else 0,
        text=words,
        language="en",
        now=now,
    )
    session.expire_all()


def signatures(session: Session) -> list[AgreementSignatureRow]:
    session.expire_all()
    return sorted(session.exec(select(AgreementSignatureRow)).all(), key=lambda row: row.id or 0)


def membership(session: Session, person: Actor) -> MembershipRow:
    return session.exec(select(MembershipRow).where(MembershipRow.user_id == person.user_id)).one()


# ---------------------------------------------------------------- signing


def test_the_officer_signs_the_text_that_was_read(session: Session, cast: Cast, draft: int, now: datetime) -> None:
    sign(session, cast.ana, draft, now)
    (row,) = signatures(session)
    assert (row.agreement_id, row.signer_name, row.role, row.acting_for, row.language) == (
        "partner-agreement",
        "Ana",
        "officer",
        "Acme Carriers SA",
        "en",
    )
    assert LIBRARY.agreements["partner-agreement"].i18n.statement in row.text
    state = read_sign_state(session, cast.ben, draft_id=draft, now=now)
    assert (state.is_signed, state.may_sign) == (True, False)
    assert read_sign_state(session, cast.ana, draft_id=draft, now=now).may_sign


@pytest.mark.parametrize(
    ("who", "code"),
    [
        ("ben", "access.not-your-role"),
        ("chloe", "access.not-your-role"),
        ("dan", "access.not-yours"),
        ("eva", "access.not-yours"),
    ],
)
def test_nobody_but_the_officer_signs_or_sends(
    session: Session, cast: Cast, draft: int, now: datetime, who: str, code: str
) -> None:
    other = getattr(cast, who)
    for act in (lambda: sign(session, other, draft, now), lambda: send(session, other, draft, now)):
        with pytest.raises(NotPermitted) as refused:
            act()
        assert refused.value.code == code
    assert signatures(session) == []


def test_an_officer_who_has_not_declared_it_cannot_sign(
    session: Session, cast: Cast, draft: int, now: datetime
) -> None:
    row = membership(session, cast.ana)
    row.officer_declared_at = None
    session.add(row)
    session.flush()
    with pytest.raises(NotPermitted, match=r"access\.not-your-role"):
        sign(session, cast.ana, draft, now)


def test_who_is_named_officer_of_the_application_signs_and_the_other_does_not(
    session: Session, cast: Cast, draft: int, now: datetime
) -> None:
    row = membership(session, cast.ben)
    row.officer_declared_at = now
    session.add(row)
    answer(session, cast.ana, draft, "contact_role", "officer", now, str(row.id))
    answer(session, cast.ana, draft, "contact_role", "employee", now, str(membership(session, cast.ana).id))
    with pytest.raises(NotPermitted, match=r"access\.not-your-role"):
        sign(session, cast.ana, draft, now)
    sign(session, cast.ben, draft, now)
    assert signatures(session)[0].signer_name == "Ben"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        (" ", "sign.name-missing"),
        ("\u200b ", "sign.name-differs"),
        ("Ben", "sign.name-differs"),
        ("An", "sign.name-differs"),
        ("Ana.", "sign.name-differs"),
        ("А\u043dа", "sign.name-differs"),
        ("A\x00na", "text.control-character"),
        ("x" * 201, "text.too-long"),
    ],
)
def test_a_signature_is_the_own_name(
    session: Session, cast: Cast, draft: int, now: datetime, name: str, code: str
) -> None:
    with pytest.raises(InvalidValue) as refused:
        sign(session, cast.ana, draft, now, name=name)
    assert refused.value.code == code
    assert signatures(session) == []


@pytest.mark.parametrize("name", ["Ana", "  ana ", "ANA", "aNa\n"])
def test_case_and_spaces_of_the_name_do_not_matter(
    session: Session, cast: Cast, draft: int, now: datetime, name: str
) -> None:
    sign(session, cast.ana, draft, now, name=name)
    assert len(signatures(session)) == 1


def test_without_agreeing_there_is_no_signature(session: Session, cast: Cast, draft: int, now: datetime) -> None:
    with pytest.raises(InvalidValue, match=r"sign\.not-agreed"):
        sign(session, cast.ana, draft, now, agreed=False)
    assert signatures(session) == []


def test_an_incomplete_application_is_not_signed(session: Session, cast: Cast, draft: int, now: datetime) -> None:
    answer(session, cast.ana, draft, "criterion.1.1", "", now)
    answer(session, cast.ana, draft, "countries", "", now)
    with pytest.raises(Refusal) as refused:
        sign(session, cast.ana, draft, now)
    assert (refused.value.code, refused.value.params) == ("application.incomplete", {"count": 2})


def test_without_a_business_type_left_nothing_is_signed(
    session: Session, cast: Cast, draft: int, now: datetime
) -> None:
    answer(session, cast.ana, draft, "eligibility.common.officer", "no", now)
    with pytest.raises(Refusal, match=r"application\.incomplete"):
        sign(session, cast.ana, draft, now)


def test_changes_of_the_content_are_looked_at_before_signing(
    session: Session, cast: Cast, draft: int, now: datetime
) -> None:
    newer = changed_library(lambda raw: raw["criteria"].pop(0))
    with content(session, newer, now=now), pytest.raises(Refusal, match=r"revision\.waiting"):
        sign(session, cast.ana, draft, now)


def test_signing_twice_is_signing_once(session: Session, cast: Cast, draft: int, now: datetime) -> None:
    sign(session, cast.ana, draft, now)
    sign(session, cast.ana, draft, now + timedelta(minutes=1))
    assert len(signatures(session)) == 1


# ---------------------------------------------------------------- edits after signing

Edit = Callable[[Session, Cast, int, datetime], object]


def _add_row(session: Session, cast: Cast, draft: int, now: datetime) -> str:
    return add_row(session, cast.ana, draft_id=draft, list_id="identifiers", language="en", now=now)


def _delete_row(session: Session, cast: Cast, draft: int, now: datetime) -> None:
    query = select(AnswerRow).where(AnswerRow.draft_id == draft, AnswerRow.key == "identifiers")
    row = session.exec(query).all()[0].row_key
    set_row_present(
        session, cast.ana, draft_id=draft, list_id="identifiers", row_key=row, present=False, language="en", now=now
    )


EDITS: list[tuple[str, Edit]] = [
    ("an answer", lambda session, cast, draft, now: answer(session, cast.chloe, draft, "criterion.1.1", "Other.", now)),
    ("a new row", _add_row),
    ("a row less", _delete_row),
]


@pytest.mark.parametrize("edit", [edit for _, edit in EDITS], ids=[name for name, _ in EDITS])
def test_an_edit_voids_the_signature_visibly(
    session: Session, cast: Cast, draft: int, now: datetime, edit: Edit
) -> None:
    sign(session, cast.ana, draft, now)
    later = now + timedelta(hours=1)
    edit(session, cast, draft, later)
    (row,) = signatures(session)
    assert row.voided_at is not None
    assert (row.void_reason, row.signer_name) == ("edited", "Ana")
    state = read_sign_state(session, cast.ana, draft_id=draft, now=later)
    assert (state.is_signed, [item.voided_at is not None for item in state.signatures]) == (False, [True])
    with pytest.raises(Refusal, match=r"application\.(not-signed|incomplete)"):
        send(session, cast.ana, draft, later)


def test_the_same_text_again_leaves_the_signature_standing(
    session: Session, cast: Cast, draft: int, now: datetime
) -> None:
    sign(session, cast.ana, draft, now)
    stored = answer_row(session, draft, "criterion.1.1")
    assert stored is not None
    answer(session, cast.ben, draft, "criterion.1.1", stored.value, now)
    assert read_sign_state(session, cast.ana, draft_id=draft, now=now).is_signed


def test_an_edited_application_is_signed_again_beside_the_void_signature(
    session: Session, cast: Cast, draft: int, now: datetime
) -> None:
    sign(session, cast.ana, draft, now)
    answer(session, cast.ben, draft, "criterion.1.1", "Other.", now)
    sign(session, cast.ana, draft, now)
    assert [row.voided_at is None for row in signatures(session)] == [False, True]
    assert send(session, cast.ana, draft, now).is_new


def test_the_hash_covers_every_answer_on_the_path_and_the_content(
    session: Session, cast: Cast, draft: int, now: datetime
) -> None:
    def digest() -> str:
        return content_hash(read_sign_state(session, cast.ana, draft_id=draft, now=now).opened.situation)

    before = digest()
    answer(session, cast.ana, draft, "secondary_addresses", str(session.exec(select(AddressRow)).first().id), now)  # type: ignore[union-attr]
    assert digest() != before
    answer(session, cast.ana, draft, "secondary_addresses", "", now)
    assert digest() == before


# ---------------------------------------------------------------- sending


def test_without_a_signature_nothing_is_sent(session: Session, cast: Cast, draft: int, now: datetime) -> None:
    with pytest.raises(Refusal, match=r"application\.not-signed"):
        send(session, cast.ana, draft, now)
    assert find_submission(session, draft) is None
    assert session.exec(select(OutboxRow)).all() == []


def test_sending_freezes_the_draft_and_moves_the_security_model(
    session: Session, cast: Cast, draft: int, now: datetime
) -> None:
    sign(session, cast.ana, draft, now)
    sent = send(session, cast.ana, draft, now)
    session.expire_all()
    assert re.fullmatch(r"CT-[A-HJ-NP-Z2-9]{8}", sent.reference)
    row = session.get_one(DraftRow, draft)
    model = session.get_one(SecurityModelRow, row.subject_id)
    assert row.frozen_at is not None
    assert (model.status, model.first_submitted_at is not None) == ("submitted", True)
    with pytest.raises(NotPermitted, match=r"draft\.frozen"):
        answer(session, cast.ana, draft, "criterion.1.1", "Too late.", now)
    with pytest.raises(NotPermitted, match=r"draft\.frozen"):
        sign(session, cast.ana, draft, now)


def test_sending_twice_is_one_submission_with_one_reference(
    session: Session, cast: Cast, draft: int, now: datetime
) -> None:
    sign(session, cast.ana, draft, now)
    first = send(session, cast.ana, draft, now)
    mails = len(session.exec(select(OutboxRow)).all())
    again = send(session, cast.ana, draft, now + timedelta(minutes=5))
    assert (first.is_new, again.is_new, again.reference) == (True, False, first.reference)
    assert again.submitted_at.replace(tzinfo=None) == now.replace(tzinfo=None)
    assert len(session.exec(select(SubmissionRow)).all()) == 1
    assert len(session.exec(select(OutboxRow)).all()) == mails


def test_every_contact_is_told_in_their_own_language(session: Session, cast: Cast, draft: int, now: datetime) -> None:
    session.execute(text("UPDATE user_account SET language = 'es' WHERE id = :ben"), {"ben": cast.ben.user_id})
    answer(session, cast.ana, draft, "contact_role", "none", now, str(membership(session, cast.chloe).id))
    sign(session, cast.ana, draft, now)
    sent = send(session, cast.ana, draft, now, language="es")
    mails = session.exec(select(OutboxRow)).all()
    assert {(mail.template, mail.recipient, mail.language) for mail in mails} == {
        ("application-submitted", "ana@example.com", "en"),
        ("application-submitted", "ben@example.com", "es"),
    }
    params = [json.loads(mail.params) for mail in mails]
    assert all(
        (item["reference"], item["company"], item["date"]) == (sent.reference, "Acme Carriers SA", "2026-03-02")
        for item in params
    )
    assert {item["path"].split("/")[1] for item in params} == {"en", "es"}


def test_the_members_of_the_security_model_are_written_down(
    session: Session, cast: Cast, draft: int, now: datetime
) -> None:
    answer(session, cast.ana, draft, "contact_role", "none", now, str(membership(session, cast.chloe).id))
    answer(session, cast.ana, draft, "primary_contact", str(membership(session, cast.ben).id), now)
    sign(session, cast.ana, draft, now)
    send(session, cast.ana, draft, now)
    rows = session.exec(select(SecurityModelMemberRow)).all()
    assert {(row.membership_id, row.role, row.primary_contact) for row in rows} == {
        (membership(session, cast.ana).id, "officer", False),
        (membership(session, cast.ben).id, "employee", True),
    }


def test_sending_is_audited_with_its_reference(session: Session, cast: Cast, draft: int, now: datetime) -> None:
    sign(session, cast.ana, draft, now)
    sent = send(session, cast.ana, draft, now)
    events = session.exec(select(AuditEventRow).where(AuditEventRow.chain == cast.account)).all()
    (event,) = [event for event in events if event.action == "application.sent"]
    assert json.loads(event.detail)["reference"] == sent.reference
    assert "agreement.signed" in {event.action for event in events}
    assert broken_links(session, cast.account) == []


# ---------------------------------------------------------------- what was sent


def frozen(session: Session, draft: int) -> Situation:
    submission = find_submission(session, draft)
    assert submission is not None
    return frozen_situation(session, submission)


def test_what_was_sent_reads_the_same_when_the_company_has_long_changed(
    session: Session, cast: Cast, draft: int, now: datetime
) -> None:
    sign(session, cast.ana, draft, now)
    send(session, cast.ana, draft, now)
    before = {language: in_words(frozen(session, draft), language) for language in ("en", "es", "ar")}
    account = session.get_one(TradeAccountRow, cast.account)
    account.country, account.legal_name = "CA", "Another name"
    for row in session.exec(select(AddressRow).where(AddressRow.trade_account_id == cast.account)).all():
        row.street_address, row.label = "Elsewhere 1", "Gone"
    membership(session, cast.chloe).removed_at = now
    session.execute(text("UPDATE user_account SET name = 'Someone else'"))
    with content(session, changed_library(lambda raw: raw["criteria"].pop(0)), now=now):
        after = {language: in_words(frozen(session, draft), language) for language in ("en", "es", "ar")}
    assert after == before
    assert len({str(sections) for sections in before.values()}) == 3


def test_the_snapshot_holds_the_texts_in_the_signers_language_and_in_english(
    session: Session, cast: Cast, draft: int, now: datetime
) -> None:
    sign(session, cast.ana, draft, now, language="es")
    send(session, cast.ana, draft, now, language="es")
    submission = find_submission(session, draft)
    assert submission is not None
    whole = json.loads(zlib.decompress(submission.snapshot))
    assert set(whole["texts"]) == {"en", "es"}
    assert whole["library"] == LIBRARY.hash
    titles = {code: [section["title"]["text"] for section in sections] for code, sections in whole["texts"].items()}
    assert len(titles["en"]) == len(titles["es"]) == 7 + 12
    assert "Countries" in titles["en"]


def test_a_personal_number_is_in_no_snapshot_mail_or_signature(
    session: Session, cast: Cast, draft: int, now: datetime
) -> None:
    row = add_row(session, cast.ana, draft_id=draft, list_id="identifiers", language="en", now=now)
    answer(session, cast.ana, draft, "identifier_kind", "rfc-person", now, row)
    answer(session, cast.ana, draft, "identifier_value", RFC, now, row)
    sign(session, cast.ana, draft, now)
    send(session, cast.ana, draft, now)
    submission = find_submission(session, draft)
    assert submission is not None
    snapshot = zlib.decompress(submission.snapshot).decode()
    assert RFC_MASK in snapshot
    assert RFC not in snapshot
    for table in ("answer", "answer_history", "audit_event", "outbox", "agreement_signature"):
        assert RFC not in str(session.execute(text(f"SELECT * FROM {table}")).all())  # noqa: S608
    assert frozen(session, draft).book.text("identifier_value", row) == RFC_MASK


def test_answers_off_the_path_are_not_in_the_texts_that_were_sent(
    session: Session, cast: Cast, draft: int, now: datetime
) -> None:
    answer(session, cast.ana, draft, "mra_partners", "ca", now)
    row = _add_row(session, cast, draft, now)
    answer(session, cast.ana, draft, "identifier_value", "deleted number", now, row)
    set_row_present(
        session, cast.ana, draft_id=draft, list_id="identifiers", row_key=row, present=False, language="en", now=now
    )
    sign(session, cast.ana, draft, now)
    send(session, cast.ana, draft, now)
    sent = frozen(session, draft)
    assert "mra_partners" not in {row.key for section in in_words(sent, "en") for row in section.rows}
    assert {("mra_partners", ""), ("identifier_value", row), ("identifiers", row)}.isdisjoint(sent.book.answers)
    assert [problem.code for problem in sent.problems] == []


def test_an_address_that_changed_after_signing_is_signed_again(
    session: Session, cast: Cast, draft: int, now: datetime
) -> None:
    sign(session, cast.ana, draft, now)
    address = session.exec(select(AddressRow).where(AddressRow.trade_account_id == cast.account)).one()
    address.street_address = "Somewhere else 1"
    session.add(address)
    session.flush()
    assert not read_sign_state(session, cast.ana, draft_id=draft, now=now).is_signed
    with pytest.raises(Refusal, match=r"application\.not-signed"):
        send(session, cast.ana, draft, now)
    sign(session, cast.ana, draft, now)
    assert send(session, cast.ana, draft, now).is_new
