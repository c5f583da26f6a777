"""Applications that nobody works on: the mail, the end, the way back; never one that was sent."""

import itertools
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, col, select

from ctpat_app.adapters.tokens import new_token as random_token
from ctpat_app.domain.errors import InvalidValue, NotPermitted
from ctpat_app.domain.permissions import Permission
from ctpat_app.services import retention
from ctpat_app.services.access import require_draft
from ctpat_app.services.audit import broken_links
from ctpat_app.services.outbox import newest_mails
from ctpat_app.tables.accounts import MembershipRow
from ctpat_app.tables.audit import AuditEventRow
from ctpat_app.tables.documents import AttachmentRow, DocumentRow, DocumentVersionRow
from ctpat_app.tables.drafts import AnswerRow, DraftRow
from ctpat_app.tables.security_models import SecurityModelRow
from tests.factories import WHEN, Cast, a_document, a_draft, an_answer, an_attachment, the_cast

MONTHS = 12
# A year after the draft was made, less the thirty days before.
WARNING = WHEN + timedelta(days=336)
DAYS_30 = timedelta(days=30)


@pytest.fixture
def cast(session: Session) -> Cast:
    return the_cast(session)


def tokens() -> Callable[[], str]:
    numbers = itertools.count(1)
    return lambda: f"token-{next(numbers)}"


def night(session: Session, now: datetime, new_token: Callable[[], str] | None = None) -> tuple[int, int, int]:
    """Run one night; return how many were warned about, removed and purged."""
    make = new_token or random_token
    purged = retention.purge_removed(session, now=now)
    removed = retention.remove_unused(session, new_token=make, now=now)
    warned = retention.warn_about_unused(session, months=MONTHS, new_token=make, now=now)
    session.flush()
    return warned, removed, purged


def actions(session: Session) -> list[str]:
    query = select(AuditEventRow.action).where(col(AuditEventRow.action).startswith("draft."))
    return list(session.exec(query.order_by(col(AuditEventRow.id))))


def test_each_person_is_mailed_thirty_days_before_and_once(session: Session, cast: Cast) -> None:
    a_draft(session, cast.account, cast.ana)
    assert night(session, WARNING - timedelta(days=2)) == (0, 0, 0)
    assert night(session, WARNING) == (1, 0, 0)
    assert night(session, WARNING + timedelta(days=1)) == (0, 0, 0)
    mails = newest_mails(session)
    assert sorted(mail.recipient for mail in mails) == ["ana@example.com", "ben@example.com", "chloe@example.com"]
    assert {mail.template for mail in mails} == {"draft-unused"}
    assert {mail.params["date"] for mail in mails} == {(WARNING + DAYS_30).date().isoformat()}


def test_without_a_word_it_is_removed_and_can_be_taken_back_for_thirty_days(session: Session, cast: Cast) -> None:
    draft = a_draft(session, cast.account, cast.ana)
    night(session, WARNING)
    end = WARNING + DAYS_30
    assert night(session, end - timedelta(seconds=1)) == (0, 0, 0)
    assert night(session, end, tokens()) == (0, 1, 0)
    with pytest.raises(NotPermitted, match=r"access\.not-yours"):
        require_draft(session, cast.ana, draft, Permission.APPLICATION_READ)
    back = end + DAYS_30 - timedelta(seconds=1)
    assert retention.use_keep_link(session, "token-1", now=back) == "keep.draft"
    session.flush()
    assert require_draft(session, cast.ana, draft, Permission.APPLICATION_READ).draft_id == draft
    assert night(session, back + timedelta(days=1)) == (0, 0, 0)
    assert actions(session) == ["draft.unused", "draft.removed", "draft.taken-back"]


def test_after_that_it_is_gone_with_its_answers_and_the_trail_says_so(session: Session, cast: Cast) -> None:
    draft = a_draft(session, cast.account, cast.ana)
    model = session.get_one(DraftRow, draft).subject_id
    an_answer(session, draft, cast.ana, "criterion.1.1", "警卫检查")
    document = a_document(session, cast.ana, model)
    an_attachment(session, cast.ana, draft, document)
    other = a_draft(session, cast.dans_account, cast.dan, frozen=True)
    dans = a_document(session, cast.dan, session.get_one(DraftRow, other).subject_id)
    night(session, WARNING)
    night(session, WARNING + DAYS_30)
    assert night(session, WARNING + 2 * DAYS_30)[2] == 1
    assert session.get(DraftRow, draft) is None
    assert session.get(SecurityModelRow, model) is None
    assert session.exec(select(AnswerRow).where(col(AnswerRow.draft_id) == draft)).all() == []
    assert session.get(DraftRow, other) is not None
    assert session.exec(select(DocumentRow.id)).all() == [dans]
    assert session.exec(select(DocumentVersionRow.document_id)).all() == [dans]
    assert session.exec(select(AttachmentRow)).all() == []
    assert actions(session)[-1] == "draft.purged"
    assert broken_links(session, cast.account) == []


def test_the_link_of_the_first_mail_keeps_it_for_a_whole_time_again(session: Session, cast: Cast) -> None:
    a_draft(session, cast.account, cast.ana)
    night(session, WARNING, tokens())
    assert retention.use_keep_link(session, "token-1", now=WARNING + timedelta(days=3)) == "keep.draft"
    session.flush()
    assert night(session, WARNING + DAYS_30) == (0, 0, 0)
    assert night(session, WARNING + timedelta(days=3 + 336)) == (1, 0, 0)
    session.expire_all()
    with pytest.raises(InvalidValue, match=r"link\.used"):
        retention.use_keep_link(session, "token-1", now=WARNING + timedelta(days=4))


def test_a_word_in_it_keeps_it_as_well(session: Session, cast: Cast) -> None:
    draft = a_draft(session, cast.account, cast.ana)
    night(session, WARNING)
    answer = session.get_one(AnswerRow, an_answer(session, draft, cast.ben, "criterion.1.1", "New"))
    answer.saved_at = WARNING + timedelta(days=29)
    session.add(answer)
    session.flush()
    assert night(session, WARNING + DAYS_30) == (0, 0, 0)


@pytest.mark.parametrize("how", ["frozen", "submitted"])
def test_what_was_ever_sent_is_never_touched(session: Session, cast: Cast, how: str) -> None:
    draft = a_draft(session, cast.account, cast.ana, frozen=how == "frozen")
    if how == "submitted":
        model = session.get_one(SecurityModelRow, session.get_one(DraftRow, draft).subject_id)
        model.first_submitted_at = WHEN
        session.add(model)
        session.flush()
    for days in (0, 30, 60, 3650):
        assert night(session, WARNING + timedelta(days=days)) == (0, 0, 0)


def test_the_link_of_somebody_who_left_the_company_keeps_nothing(session: Session, cast: Cast) -> None:
    a_draft(session, cast.dans_account, cast.dan)
    night(session, WARNING, tokens())
    mine = session.exec(select(MembershipRow).where(col(MembershipRow.user_id) == cast.dan.user_id)).one()
    mine.removed_at = WARNING
    session.add(mine)
    session.flush()
    with pytest.raises(InvalidValue, match=r"link\.expired"):
        retention.use_keep_link(session, "token-1", now=WARNING)
