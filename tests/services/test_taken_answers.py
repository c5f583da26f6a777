"""A further application: earlier answers are offered, taken over by a press, and marked until somebody confirms."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, select

from ctpat_app.domain.errors import NotPermitted, Refusal, StaleVersion
from ctpat_app.domain.permissions import Actor
from ctpat_app.services.application import read_application, start_application
from ctpat_app.services.audit import broken_links
from ctpat_app.services.drafts import save_answer
from ctpat_app.services.evidence import evidence_of, pin_evidence
from ctpat_app.services.retention import purge_removed
from ctpat_app.services.sending import sign_and_send
from ctpat_app.services.taken_answers import confirm_answer, offer_answers, take_answers
from ctpat_app.tables.accounts import AddressRow
from ctpat_app.tables.agreements import AgreementSignatureRow
from ctpat_app.tables.documents import DocumentRow
from ctpat_app.tables.drafts import AnswerRow, DraftRow, TakenAnswerRow
from ctpat_app.words.localiser import localiser_for
from tests.applicants import a_filled_draft, answer_row
from tests.factories import Cast, a_document, an_attachment, the_cast

LATER = timedelta(days=40)
NEVER_TAKEN = (
    "eligibility.",
    "consolidator_mode",
    "legal_form",
    "international",
    "mra_",
    "identifier",
    "business_types",
)


@pytest.fixture
def cast(session: Session) -> Cast:
    return the_cast(session)


@pytest.fixture
def first(session: Session, cast: Cast, now: datetime) -> int:
    """A sent application as a foreign manufacturer."""
    draft = a_filled_draft(session, cast.ana, cast.account, "foreign-manufacturer", now=now)
    send(session, cast.ana, draft, now)
    return draft


def send(session: Session, actor: Actor, draft: int, now: datetime) -> None:
    sign_and_send(
        session, actor, draft_id=draft, typed_name=actor.name, agreed=True, localiser=localiser_for("en"),
        summarise=lambda situation, language: (), now=now,
    )  # fmt: skip


def further(session: Session, cast: Cast, now: datetime, *types: str) -> int:
    """Return a second application in which only the business types and eligibility are answered."""
    draft = start_application(session, cast.ana, trade_account_id=cast.account, now=now)
    save(session, cast.ana, draft, "business_types", ",".join(types or ("us-exporter",)), now)
    opened = read_application(session, cast.ana, draft_id=draft, now=now)
    for key in opened.situation.statements:
        save(session, cast.ana, draft, f"eligibility.{key}", "yes", now)
    return draft


def save(session: Session, actor: Actor, draft: int, key: str, text: str, now: datetime) -> None:
    session.expire_all()  # answers are written past the session
    row = answer_row(session, draft, key)
    save_answer(
        session, actor, draft_id=draft, key=key, row_key="", seen_version=row.version if row else 0, text=text,
        language="en", now=now,
    )  # fmt: skip


def marks(session: Session, cast: Cast, draft: int, now: datetime) -> set[tuple[str, str]]:
    return set(read_application(session, cast.ana, draft_id=draft, now=now).situation.book.taken)


def test_nothing_is_copied_before_somebody_asks_for_it(session: Session, cast: Cast, first: int, now: datetime) -> None:
    draft = further(session, cast, now + LATER)
    before = session.exec(select(AnswerRow.key).where(AnswerRow.draft_id == draft)).all()
    assert not any(key.startswith("criterion.") for key in before)
    offer = offer_answers(session, cast.ana, draft_id=draft, now=now + LATER)
    assert offer is not None
    assert (offer.draft_id, offer.sent_on) == (first, now.date())
    assert session.exec(select(AnswerRow.key).where(AnswerRow.draft_id == draft)).all() == before


def test_what_is_the_same_is_taken_over_and_marked(session: Session, cast: Cast, first: int, now: datetime) -> None:
    later = now + LATER
    draft = further(session, cast, later)
    offer = offer_answers(session, cast.ana, draft_id=draft, now=later)
    assert offer is not None
    assert take_answers(session, cast.ana, draft_id=draft, now=later) == offer.count
    situation = read_application(session, cast.ana, draft_id=draft, now=later).situation
    assert len(situation.book.taken) == offer.count
    assert set(situation.book.taken.values()) == {now.date()}
    for key in ("countries", "primary_address", "mailing_address", "primary_contact"):
        taken, earlier = answer_row(session, draft, key), answer_row(session, first, key)
        assert taken is not None
        assert earlier is not None
        assert (taken.value, (key, "") in situation.book.taken) == (earlier.value, True)
    shared = {
        item.criterion.id for item in situation.criteria if answer_row(session, first, f"criterion.{item.criterion.id}")
    }
    assert shared
    assert {key.removeprefix("criterion.") for key, _ in situation.book.taken if key.startswith("criterion.")} == shared
    assert offer_answers(session, cast.ana, draft_id=draft, now=later) is None
    assert broken_links(session, cast.account) == []


def test_copies_of_the_files_stand_beside_what_was_taken_over(
    session: Session, cast: Cast, first: int, now: datetime
) -> None:
    source = session.get_one(DraftRow, first).subject_id
    for name, key in (("policy.pdf", "criterion.1.1"), ("tax.pdf", "identifier_value")):
        an_attachment(session, cast.ben, first, a_document(session, cast.ben, source, name=name), key=key)
    pin_evidence(session, first)
    draft = further(session, cast, now + LATER)
    take_answers(session, cast.ana, draft_id=draft, now=now + LATER)
    found = evidence_of(session, draft)
    assert {key: [file.name for file in files] for key, files in found.items()} == {"criterion.1.1": ["policy.pdf"]}
    (file,) = found["criterion.1.1"]
    assert (
        session.get_one(DocumentRow, file.document_id).security_model_id == session.get_one(DraftRow, draft).subject_id
    )
    assert file.blob_key == evidence_of(session, first)["criterion.1.1"][0].blob_key


def test_eligibility_consents_identifiers_and_signatures_are_never_taken_over(
    session: Session, cast: Cast, first: int, now: datetime
) -> None:
    later = now + LATER
    draft = further(session, cast, later, "foreign-manufacturer", "us-exporter")
    before = set(session.exec(select(AnswerRow.key).where(AnswerRow.draft_id == draft)))
    take_answers(session, cast.ana, draft_id=draft, now=later)
    new = set(session.exec(select(AnswerRow.key).where(AnswerRow.draft_id == draft))) - before
    assert new
    assert [key for key in new if key.startswith(NEVER_TAKEN)] == []
    subject = read_application(session, cast.ana, draft_id=draft, now=later).access.subject_id
    signed = session.exec(select(AgreementSignatureRow).where(AgreementSignatureRow.subject_id == subject)).all()
    assert [row for row in signed if row.subject_kind == "security_model"] == []


def test_an_answer_counts_as_open_until_it_is_confirmed_or_changed(
    session: Session, cast: Cast, first: int, now: datetime
) -> None:
    later = now + LATER
    draft = further(session, cast, later)
    take_answers(session, cast.ana, draft_id=draft, now=later)

    def open_points() -> set[str]:
        situation = read_application(session, cast.ana, draft_id=draft, now=later).situation
        return {problem.key for problem in situation.problems if problem.code == "taken.unconfirmed"}

    everything = open_points()
    assert {"countries", "primary_address", "criterion.1.1"} <= everything
    confirm(session, cast.ana, draft, "countries", later)
    save(session, cast.ana, draft, "primary_address", "", later)
    save(session, cast.ana, draft, "criterion.1.1", "The new president signed it.", later)
    assert everything - open_points() == {"countries", "primary_address", "criterion.1.1"}
    situation = read_application(session, cast.ana, draft_id=draft, now=later).situation
    still = {item.criterion.id for item in situation.open_criteria()}
    assert "1.1" not in still
    assert {key.removeprefix("criterion.") for key in open_points() if key.startswith("criterion.")} <= still
    with pytest.raises(Refusal, match=r"application\.incomplete"):
        send(session, cast.ana, draft, later)


def test_passing_through_a_field_confirms_nothing(session: Session, cast: Cast, first: int, now: datetime) -> None:
    later = now + LATER
    draft = further(session, cast, later)
    take_answers(session, cast.ana, draft_id=draft, now=later)
    row = answer_row(session, draft, "criterion.1.1")
    assert row is not None
    save(session, cast.ana, draft, "criterion.1.1", row.value, later)
    assert ("criterion.1.1", "") in marks(session, cast, draft, later)


def test_an_application_of_confirmed_answers_can_be_sent(
    session: Session, cast: Cast, first: int, now: datetime
) -> None:
    later = now + LATER
    draft = a_filled_draft(session, cast.ana, cast.account, "us-exporter", now=later)
    row = answer_row(session, draft, "countries")
    assert row is not None
    save(session, cast.ana, draft, "countries", "", later)
    assert take_answers(session, cast.ana, draft_id=draft, now=later) == 1
    with pytest.raises(Refusal, match=r"application\.incomplete"):
        send(session, cast.ana, draft, later)
    confirm(session, cast.ana, draft, "countries", later)
    send(session, cast.ana, draft, later)


def confirm(session: Session, actor: Actor, draft: int, key: str, now: datetime, *, version: int | None = None) -> None:
    session.expire_all()
    row = answer_row(session, draft, key)
    assert row is not None
    confirm_answer(session, actor, draft_id=draft, key=key, row_key="", seen_version=version or row.version, now=now)


def test_who_confirmed_is_kept_and_in_the_history(session: Session, cast: Cast, first: int, now: datetime) -> None:
    later = now + LATER
    draft = further(session, cast, later)
    take_answers(session, cast.ana, draft_id=draft, now=later)
    confirm(session, cast.ben, draft, "countries", later)
    row = session.exec(select(TakenAnswerRow).where(TakenAnswerRow.key == "countries")).one()
    session.refresh(row)
    assert (row.taken_by, row.confirmed_by, row.confirmed_at) == (cast.ana.user_id, cast.ben.user_id, later)


def test_what_somebody_changed_meanwhile_is_not_confirmed_unseen(
    session: Session, cast: Cast, first: int, now: datetime
) -> None:
    later = now + LATER
    draft = further(session, cast, later)
    take_answers(session, cast.ana, draft_id=draft, now=later)
    seen = answer_row(session, draft, "criterion.1.1")
    assert seen is not None
    version = seen.version
    save(session, cast.ben, draft, "criterion.1.1", "Ben wrote something else.", later)
    with pytest.raises(StaleVersion):
        confirm(session, cast.ana, draft, "criterion.1.1", later, version=version)


def test_an_address_that_is_gone_and_what_was_written_already_are_left_alone(
    session: Session, cast: Cast, first: int, now: datetime
) -> None:
    later = now + LATER
    draft = further(session, cast, later)
    save(session, cast.ana, draft, "countries", "US", later)
    for row in session.exec(select(AddressRow).where(AddressRow.trade_account_id == cast.account)):
        row.removed_at = later
    session.flush()
    take_answers(session, cast.ana, draft_id=draft, now=later)
    countries = answer_row(session, draft, "countries")
    assert countries is not None
    assert countries.value == "US"
    taken = {key for key, _row in marks(session, cast, draft, later)}
    assert not taken & {"countries", "primary_address", "mailing_address", "secondary_addresses"}


def test_each_person_takes_over_only_what_they_may_write(
    session: Session, cast: Cast, first: int, now: datetime
) -> None:
    later = now + LATER
    draft = further(session, cast, later)
    take_answers(session, cast.chloe, draft_id=draft, now=later)
    taken = {key for key, _row in marks(session, cast, draft, later)}
    assert "criterion.1.1" in taken
    assert "primary_contact" not in taken


def test_a_first_application_is_offered_nothing(session: Session, cast: Cast, now: datetime) -> None:
    draft = a_filled_draft(session, cast.ana, cast.account, now=now)
    assert offer_answers(session, cast.ana, draft_id=draft, now=now) is None
    assert take_answers(session, cast.ana, draft_id=draft, now=now) == 0


def test_dan_cannot(session: Session, cast: Cast, first: int, now: datetime) -> None:
    draft = further(session, cast, now + LATER)
    take_answers(session, cast.ana, draft_id=draft, now=now + LATER)
    calls: list[Callable[[], object]] = [
        lambda: offer_answers(session, cast.dan, draft_id=draft, now=now),
        lambda: take_answers(session, cast.dan, draft_id=draft, now=now),
        lambda: confirm(session, cast.dan, draft, "countries", now),
    ]
    for call in calls:
        with pytest.raises(NotPermitted, match=r"access\.not-yours"):
            call()
    own = a_filled_draft(session, cast.dan, cast.dans_account, now=now)
    assert offer_answers(session, cast.dan, draft_id=own, now=now) is None


def test_a_sent_application_takes_nothing_over(session: Session, cast: Cast, first: int, now: datetime) -> None:
    draft = a_filled_draft(session, cast.ana, cast.account, "us-exporter", now=now + LATER)
    send(session, cast.ana, draft, now + LATER)
    assert offer_answers(session, cast.ana, draft_id=draft, now=now + LATER) is None
    with pytest.raises(NotPermitted, match=r"draft\.frozen"):
        take_answers(session, cast.ana, draft_id=draft, now=now + LATER)


def test_an_abandoned_application_is_purged_with_its_marks(
    session: Session, cast: Cast, first: int, now: datetime
) -> None:
    draft = further(session, cast, now + LATER)
    take_answers(session, cast.ana, draft_id=draft, now=now + LATER)
    session.get_one(DraftRow, draft).removed_at = now
    session.flush()
    assert purge_removed(session, now=now + timedelta(days=400)) == 1
    assert session.exec(select(TakenAnswerRow)).all() == []
    assert session.get(DraftRow, first) is not None
