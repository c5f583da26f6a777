"""A contributor adds and reads files beside the statements that were given to them, and no other documents."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest
from sqlmodel import Session, select

from ctpat_app.domain.errors import NotPermitted
from ctpat_app.domain.permissions import Actor
from ctpat_app.domain.uploads import Target
from ctpat_app.services.attachments import attach_document, detach_document, read_beside
from ctpat_app.services.downloads import require_download
from ctpat_app.services.statement_shares import list_shares, take_back
from ctpat_app.services.uploads import KeptUpload, keep_upload, require_upload
from ctpat_app.tables.audit import AuditEventRow
from ctpat_app.tables.drafts import DraftRow
from tests.factories import Cast
from tests.services.test_contributing import GIVEN, OTHER, cast, draft, olga
from tests.services.test_uploads import PDF

__all__ = ["cast", "draft", "olga"]
OWN, ELSEWHERE = f"criterion.{GIVEN}", f"criterion.{OTHER}"
Keep = Callable[..., KeptUpload]


@pytest.fixture
def keep(session: Session, draft: int, now: datetime) -> Keep:
    """Keep a file beside the statement that was given, unless another one is named."""
    numbers = iter(range(1, 100))

    def kept(who: Actor, key: str = OWN, name: str = "Seals.pdf") -> KeptUpload:
        file = replace(PDF, blob_key=f"documents/{next(numbers)}")
        target = Target(draft_id=draft, key=key)
        return keep_upload(session, who, target=target, name=name, kind="", file=file, now=now)

    return kept


def test_a_contributor_adds_a_file_replaces_it_and_reads_it(
    session: Session, olga: Actor, draft: int, keep: Keep, now: datetime
) -> None:
    first, second = keep(olga), keep(olga)
    assert (second.document_id, second.number, second.new_version) == (first.document_id, 2, True)
    (item,) = read_beside(session, olga, draft_id=draft, key=OWN)
    assert (item.name, item.current.number, item.current.uploaded_by) == ("Seals.pdf", 2, "Olga")
    assert require_download(session, olga, document_id=item.id, number=2, now=now).blob_key == "documents/2"
    events = session.exec(select(AuditEventRow).where(AuditEventRow.user_id == olga.user_id)).all()
    told = {(event.action, event.acting_as) for event in events}
    assert {("document.added", "contributor"), ("document.read", "contributor")} <= told


def test_what_the_company_put_there_is_read_without_its_past_and_its_other_places(
    session: Session, cast: Cast, olga: Actor, draft: int, keep: Keep, now: datetime
) -> None:
    keep(cast.ana)
    document = keep(cast.ana).document_id
    attach_document(session, cast.ana, draft_id=draft, key=ELSEWHERE, document_id=document, now=now)
    (item,) = read_beside(session, olga, draft_id=draft, key=OWN)
    assert ([place.key for place in item.places], item.older, item.origin) == ([OWN], (), "")
    (seen,) = read_beside(session, cast.ben, draft_id=draft, key=OWN)
    assert ([place.key for place in seen.places], len(seen.older)) == ([OWN, ELSEWHERE], 1)
    with pytest.raises(NotPermitted, match=r"access\.not-yours"):
        require_download(session, olga, document_id=document, number=1, now=now)


def test_a_contributor_replaces_nothing_that_stands_elsewhere_or_nowhere(
    session: Session, cast: Cast, olga: Actor, draft: int, keep: Keep, now: datetime
) -> None:
    elsewhere, nowhere = keep(cast.ana, ELSEWHERE, "Policy.pdf"), keep(cast.ana, OWN, "Plan.pdf")
    detach_document(session, cast.ana, draft_id=draft, key=OWN, document_id=nowhere.document_id, now=now)
    for name, taken in (("policy.PDF", elsewhere), ("Plan.pdf", nowhere)):
        kept, again = keep(olga, OWN, name), keep(olga, OWN, name)
        assert kept.document_id not in {elsewhere.document_id, nowhere.document_id}
        assert kept.name.casefold() == taken.name.casefold().replace(".pdf", " (2).pdf")
        assert (again.document_id, again.number) == (kept.document_id, 2)
    assert (
        require_download(session, cast.ana, document_id=elsewhere.document_id, number=1, now=now).name == "Policy.pdf"
    )


@pytest.mark.parametrize("key", [ELSEWHERE, f"applicability.{OTHER}", "business_types"])
def test_a_contributor_cannot_add_or_see_files_elsewhere(
    session: Session, cast: Cast, olga: Actor, draft: int, keep: Keep, key: str, now: datetime
) -> None:
    document = keep(cast.ana, ELSEWHERE).document_id
    with pytest.raises(NotPermitted, match=r"access\.not-your-role"):
        require_upload(session, olga, Target(draft_id=draft, key=key))
    with pytest.raises(NotPermitted, match=r"access\.not-your-role"):
        read_beside(session, olga, draft_id=draft, key=key)
    with pytest.raises(NotPermitted, match=r"access\.not-yours"):
        require_download(session, olga, document_id=document, number=1, now=now)


def test_with_the_statement_its_files_are_taken_back(
    session: Session, cast: Cast, olga: Actor, draft: int, keep: Keep, now: datetime
) -> None:
    document = keep(olga).document_id
    (share,) = list_shares(session, cast.ana, draft_id=draft).shares
    take_back(session, cast.ana, draft_id=draft, share_id=share.id, now=now)
    for refused in (
        lambda: read_beside(session, olga, draft_id=draft, key=OWN),
        lambda: require_upload(session, olga, Target(draft_id=draft, key=OWN)),
        lambda: require_download(session, olga, document_id=document, number=1, now=now),
    ):
        with pytest.raises(NotPermitted, match=r"access\.not-yours"):
            refused()


def test_a_file_taken_away_by_the_company_is_gone_for_the_contributor(
    session: Session, cast: Cast, olga: Actor, draft: int, keep: Keep, now: datetime
) -> None:
    document = keep(olga).document_id
    detach_document(session, cast.ben, draft_id=draft, key=OWN, document_id=document, now=now)
    assert read_beside(session, olga, draft_id=draft, key=OWN) == ()
    with pytest.raises(NotPermitted, match=r"access\.not-yours"):
        require_download(session, olga, document_id=document, number=1, now=now)


def test_a_draft_that_was_sent_takes_no_files_from_outside(
    session: Session, olga: Actor, draft: int, keep: Keep, now: datetime
) -> None:
    document = keep(olga).document_id
    session.get_one(DraftRow, draft).frozen_at = now
    session.flush()
    with pytest.raises(NotPermitted, match=r"draft\.frozen"):
        require_upload(session, olga, Target(draft_id=draft, key=OWN))
    assert require_download(session, olga, document_id=document, number=1, now=now).name == "Seals.pdf"


def test_dan_cannot_see_what_a_contributor_added(
    session: Session, cast: Cast, olga: Actor, draft: int, keep: Keep, now: datetime
) -> None:
    document = keep(olga).document_id
    with pytest.raises(NotPermitted, match=r"access\.not-yours"):
        read_beside(session, cast.dan, draft_id=draft, key=OWN)
    with pytest.raises(NotPermitted, match=r"access\.not-yours"):
        require_download(session, cast.dan, document_id=document, number=1, now=now)
