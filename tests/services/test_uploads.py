"""Keeping uploads: who may put a file where, versions by name, and two at the same moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from threading import Barrier

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from ctpat_app.adapters.database import transaction
from ctpat_app.domain.documents import Scan, UploadState
from ctpat_app.domain.errors import Refusal
from ctpat_app.domain.permissions import Actor, StaffRole
from ctpat_app.domain.uploads import FileType, JudgedFile, Target
from ctpat_app.services.access import CONTACT_ROLE
from ctpat_app.services.audit import broken_links
from ctpat_app.services.evidence import evidence_of
from ctpat_app.services.uploads import KeptUpload, keep_upload, known_blobs, require_upload
from ctpat_app.tables.accounts import MembershipRow
from ctpat_app.tables.audit import AuditEventRow
from ctpat_app.tables.documents import AttachmentRow, DocumentRow, DocumentVersionRow
from ctpat_app.tables.drafts import AnswerRow, DraftRow
from tests.applicants import a_filled_draft, really_committing
from tests.factories import Cast, a_draft, a_staff_member, an_assignment, the_cast

KEY, OTHER = "criterion.1.1", "criterion.1.2"
PDF = JudgedFile(FileType.PDF, "documents/1", 100, "a" * 64, UploadState.READ, Scan.CLEAN, 2, "Seals")
Keep = Callable[..., KeptUpload]


@pytest.fixture
def cast(session: Session) -> Cast:
    return the_cast(session)


@pytest.fixture
def draft(session: Session, cast: Cast, now: datetime) -> int:
    return a_filled_draft(session, cast.ana, cast.account, now=now)


@pytest.fixture
def keep(session: Session, cast: Cast, draft: int, now: datetime) -> Keep:
    """Keep a file, beside the first criterion unless another place is named."""
    count = iter(range(1, 100))

    def kept(
        actor: Actor = cast.ana, name: str = "Seals.pdf", *, target: Target | None = None, kind: str = ""
    ) -> KeptUpload:
        file = replace(PDF, blob_key=f"documents/{next(count)}")
        place = target or Target(draft_id=draft, key=KEY)
        return keep_upload(session, actor, target=place, name=name, kind=kind, file=file, now=now)

    return kept


def model_of(session: Session, draft: int) -> int:
    return session.get_one(DraftRow, draft).subject_id


def no_contact(session: Session, draft: int, person: Actor) -> None:
    member = session.exec(select(MembershipRow.id).where(MembershipRow.user_id == person.user_id)).one()
    role = select(AnswerRow).where(
        AnswerRow.draft_id == draft, AnswerRow.key == CONTACT_ROLE, AnswerRow.row_key == str(member)
    )
    answer = session.exec(role).one()
    answer.value = "none"
    session.add(answer)
    session.flush()


def refused(call: Callable[..., object], *args: object, **kwargs: object) -> str:
    """Return the code with which the call is refused."""
    with pytest.raises(Refusal) as refusal:
        call(*args, **kwargs)
    return refusal.value.code


def test_a_file_becomes_a_document_with_its_version_beside_the_answer(
    session: Session, cast: Cast, draft: int, keep: Keep
) -> None:
    kept = keep(cast.chloe, "../Política.PDF", kind="org-chart")
    assert (kept.number, kept.name, kept.new_version) == (1, "Política.PDF", False)
    document = session.get_one(DocumentRow, kept.document_id)
    assert (document.security_model_id, document.origin) == (model_of(session, draft), KEY)
    assert (document.trade_account_id, document.kind, document.folded_name) == (
        cast.account,
        "org-chart",
        "política.pdf",
    )
    (file,) = evidence_of(session, draft)[KEY]
    assert (file.document_id, file.number, file.pages, file.state, file.scan) == (document.id, 1, 2, "read", "clean")
    version = session.exec(select(DocumentVersionRow)).one()
    assert (version.text, version.sha256, version.uploaded_by) == ("Seals", "a" * 64, cast.chloe.user_id)


def test_the_same_name_in_the_same_place_is_a_new_version_and_attached_once(
    session: Session, draft: int, keep: Keep
) -> None:
    first, second = keep(name="Seals.pdf"), keep(name="ＳＥＡＬＳ.pdf")
    assert (second.document_id, second.number, second.name) == (first.document_id, 2, "Seals.pdf")
    assert second.new_version
    elsewhere = keep(target=Target(draft_id=draft, key=OTHER))
    assert (elsewhere.document_id, elsewhere.number) == (first.document_id, 3)
    found = {key: [file.number for file in files] for key, files in evidence_of(session, draft).items()}
    assert found == {KEY: [3], OTHER: [3]}
    assert len(session.exec(select(DocumentVersionRow)).all()) == 3, "nothing is deleted"


def test_what_was_taken_away_from_an_answer_can_be_added_again(
    session: Session, draft: int, keep: Keep, now: datetime
) -> None:
    keep()
    attachment = session.exec(select(AttachmentRow)).one()
    attachment.removed_at = now
    session.add(attachment)
    session.flush()
    keep()
    assert [file.number for file in evidence_of(session, draft)[KEY]] == [2]


def test_a_version_of_a_named_document_may_be_called_anything(session: Session, draft: int, keep: Keep) -> None:
    first = keep(name="Seals.pdf")
    second = keep(name="scan0001.pdf", target=Target(document_id=first.document_id))
    assert (second.document_id, second.number, second.name) == (first.document_id, 2, "Seals.pdf")
    assert [file.number for file in evidence_of(session, draft)[KEY]] == [2]


def test_the_exchange_takes_files_without_an_answer_also_when_the_application_is_sent(
    session: Session, draft: int, keep: Keep, now: datetime
) -> None:
    model = model_of(session, draft)
    row = session.get_one(DraftRow, draft)
    row.frozen_at = now
    session.add(row)
    session.flush()
    assert refused(keep) == "draft.frozen"
    kept = keep(target=Target(model_id=model))
    assert kept.number == 1
    assert keep(target=Target(document_id=kept.document_id)).number == 2
    assert evidence_of(session, draft) == {}


def test_models_have_names_of_their_own(session: Session, cast: Cast, keep: Keep, draft: int, now: datetime) -> None:
    other = a_draft(session, cast.account, cast.ana, library_hash=session.get_one(DraftRow, draft).library_hash)
    first, second = keep(), keep(target=Target(model_id=model_of(session, other)))
    assert (first.number, second.number) == (1, 1)
    assert first.document_id != second.document_id


@pytest.mark.parametrize("who", ["ana", "ben", "chloe"])
def test_every_contact_may(session: Session, cast: Cast, keep: Keep, who: str) -> None:
    assert keep(getattr(cast, who)).document_id


def test_who_is_no_contact_gets_nothing(session: Session, cast: Cast, draft: int, keep: Keep) -> None:
    no_contact(session, draft, cast.ben)
    assert refused(keep, cast.ben) == "access.not-your-role"
    assert refused(keep, cast.ben, target=Target(model_id=model_of(session, draft))) == "access.not-your-role"
    document = keep(cast.ana).document_id
    assert refused(keep, cast.ben, target=Target(document_id=document)) == "access.not-your-role"


def test_dan_cannot_and_learns_nothing(session: Session, cast: Cast, draft: int, keep: Keep) -> None:
    document = keep(cast.ana).document_id
    places = [Target(draft_id=draft, key=KEY), Target(model_id=model_of(session, draft)), Target(document_id=document)]
    nowhere = [Target(draft_id=98765, key=KEY), Target(model_id=98765), Target(document_id=98765), Target(model_id=-1)]
    for target in (*places, *nowhere, Target(document_id=2**40), Target(library=True)):
        for actor in (cast.dan, cast.finn):
            assert refused(keep, actor, target=target) == "access.not-yours"
            assert refused(require_upload, session, actor, target) == "access.not-yours"
    assert len(session.exec(select(DocumentVersionRow)).all()) == 1


def test_staff_read_and_never_write_in_an_exchange(session: Session, cast: Cast, draft: int, keep: Keep) -> None:
    eva = a_staff_member(session, cast.eva, StaffRole.SPECIALIST)
    an_assignment(session, cast.account, eva)
    assert refused(keep, eva) == "access.not-yours"


def test_only_library_administrators_add_to_the_library(session: Session, cast: Cast, keep: Keep) -> None:
    admin = a_staff_member(session, cast.finn, StaffRole.LIBRARY_ADMIN)
    first = keep(admin, target=Target(library=True))
    assert keep(admin, target=Target(library=True)).document_id == first.document_id
    assert keep(admin, target=Target(document_id=first.document_id)).number == 3
    document = session.get_one(DocumentRow, first.document_id)
    assert (document.trade_account_id, document.security_model_id) == (None, None)
    eva = a_staff_member(session, cast.eva, StaffRole.SPECIALIST)
    for actor in (cast.ana, eva):
        assert refused(keep, actor, target=Target(library=True)) == "access.not-yours"
        assert refused(keep, actor, target=Target(document_id=first.document_id)) == "access.not-yours"


@pytest.mark.parametrize(
    ("target", "code"),
    [
        (Target(), "upload.no-place"),
        (Target(model_id=1, library=True), "upload.no-place"),
        (Target(draft_id=1), "upload.no-place"),
    ],
)
def test_a_place_that_is_none_is_refused(session: Session, cast: Cast, target: Target, code: str) -> None:
    assert refused(require_upload, session, cast.ana, target) == code


def test_a_question_or_a_kind_that_the_content_lacks_is_refused(draft: int, keep: Keep) -> None:
    assert refused(keep, target=Target(draft_id=draft, key="criterion.99.9")) == "question.unknown"
    assert refused(keep, kind="anything") == "choice.unknown"


def test_the_trail_says_who_uploaded_what(session: Session, cast: Cast, keep: Keep) -> None:
    first = keep(cast.ben)
    keep(cast.chloe)
    events = session.exec(select(AuditEventRow).where(AuditEventRow.chain == cast.account)).all()[-2:]
    assert [(event.action, event.user_id, event.acting_as) for event in events] == [
        ("document.added", cast.ben.user_id, "employee"),
        ("document.replaced", cast.chloe.user_id, "consultant"),
    ]
    assert {event.subject for event in events} == {f"document:{first.document_id}"}
    assert "Seals" not in "".join(event.detail for event in events)
    assert broken_links(session, cast.account) == []


def test_only_files_of_documents_are_known(session: Session, keep: Keep) -> None:
    keep()
    assert known_blobs(session, {"documents/1", "documents/none"}) == {"documents/1"}


def test_two_files_of_one_name_at_one_moment_are_two_versions(shared_engine: Engine, now: datetime) -> None:
    with really_committing(shared_engine):
        with transaction() as session:
            cast = the_cast(session)
            draft = a_filled_draft(session, cast.ana, cast.account, now=now)
        together = Barrier(2)

        def upload(key: str) -> KeptUpload:
            together.wait(10)
            target, file = Target(draft_id=draft, key=KEY), replace(PDF, blob_key=key)
            with transaction() as session:
                return keep_upload(session, cast.ana, target=target, name="Seals.pdf", kind="", file=file, now=now)

        with ThreadPoolExecutor(2) as pool:
            first, second = pool.map(upload, ("one", "other"))
        assert first.document_id == second.document_id
        assert {first.number, second.number} == {1, 2}
        with transaction() as session:
            assert [file.number for file in evidence_of(session, draft)[KEY]] == [2]
            assert known_blobs(session, {"one", "other"}) == {"one", "other"}
