"""Trade organizations: both sides agree, a rehearsal changes nothing, the result is what it showed."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import update
from sqlmodel import Session, SQLModel, col, select

from ctpat_app.domain.account_changes import AccountsOutcome
from ctpat_app.domain.errors import InvalidValue, NotPermitted, Refusal
from ctpat_app.domain.identifier_changes import RequestState as Approval
from ctpat_app.domain.lifecycle import Status
from ctpat_app.domain.permissions import Actor, StaffRole
from ctpat_app.domain.profile_reviews import ReviewKind
from ctpat_app.domain.security_models import SECOND_THOUGHTS, Outcome, RequestState
from ctpat_app.services import organization_decisions as decisions
from ctpat_app.services import organization_requests as requests
from ctpat_app.services import organizations, security_models
from ctpat_app.services.audit import broken_links
from ctpat_app.services.company_tasks import read_tasks
from ctpat_app.services.drafts import newest_application
from ctpat_app.services.evidence import EvidenceFile, evidence_of
from ctpat_app.services.identifier_changes import approved_changes
from ctpat_app.services.profile_changes import open_changes
from ctpat_app.services.profile_reviews import review_of
from ctpat_app.tables.actions import ActionRow
from ctpat_app.tables.audit import AuditEventRow
from ctpat_app.tables.documents import DocumentRow
from ctpat_app.tables.drafts import AnswerRow, DraftRow
from ctpat_app.tables.identifier_changes import IdentifierChangeRow
from ctpat_app.tables.organizations import AccountLinkRow, OrganizationRequestRow
from ctpat_app.tables.outbox import OutboxRow
from ctpat_app.tables.security_models import SecurityModelRow
from tests.applicants import a_filled_draft, answer_row
from tests.factories import Cast, a_document, a_trade_account, an_action, an_attachment, the_cast
from tests.services.test_submissions import send, sign
from tests.vettings import a_change_request

WHY = "Both companies belong to one owner since May."
DAN = "dan@example.com"


@pytest.fixture
def cast(session: Session) -> Cast:
    return the_cast(session)


@pytest.fixture
def management(cast: Cast) -> Actor:
    return replace(cast.eva, staff_role=StaffRole.SUPERVISOR)


def ask_link(session: Session, cast: Cast, now: datetime, *, email: str = DAN, parent: bool = True) -> int:
    return requests.request_link(
        session, cast.ana, trade_account_id=cast.account, partner_email=email, asker_is_parent=parent, reason=WHY,
        language="en", now=now,
    )  # fmt: skip


def linked(session: Session, cast: Cast, now: datetime, *, parent: bool = True) -> int:
    request = ask_link(session, cast, now, parent=parent)
    decisions.agree_to_link(session, cast.dan, request_id=request, trade_account_id=cast.dans_account, now=now)
    decisions.take_effect(session, request, now=now + SECOND_THOUGHTS)
    return session.get_one(OrganizationRequestRow, request).link_id or 0


def tree(session: Session, who: Actor, account: int) -> list[tuple[str, int]]:
    view = organizations.read_organization(session, who, trade_account_id=account)
    return [(node.name, node.depth) for node in view.tree]


def state(session: Session, request: int) -> str:
    return session.get_one(OrganizationRequestRow, request, populate_existing=True).state


def a_sent_model(
    session: Session, cast: Cast, now: datetime, *types: str, status: Status = Status.CERTIFIED, **answers: str
) -> int:
    draft = session.get_one(DraftRow, a_filled_draft(session, cast.ana, cast.account, *types, now=now))
    for key, text in answers.items():
        row = answer_row(session, draft.id or 0, key)
        assert row is not None, key
        row.value = text
    draft.frozen_at = now
    session.get_one(SecurityModelRow, draft.subject_id).status = status
    session.flush()
    return draft.subject_id


def two_models(session: Session, cast: Cast, now: datetime, status: Status = Status.CERTIFIED) -> tuple[int, int]:
    return (
        a_sent_model(session, cast, now, "foreign-manufacturer", status=status),
        a_sent_model(session, cast, now, "us-exporter", status=status, **{"criterion.1.1": "Signed by the president."}),
    )


def with_evidence(session: Session, cast: Cast, model: int, name: str = "") -> None:
    """Put one more document beside a statement of the model."""
    draft = newest_application(session, model) or 0
    count = len(evidence_of(session, draft).get("criterion.1.2", ()))
    document = a_document(session, cast.ben, model, name=name or f"log-{model}-{count}.pdf")
    an_attachment(session, cast.ben, draft, document, key="criterion.1.2")


def first_files(session: Session, model: int) -> tuple[EvidenceFile, ...]:
    return evidence_of(session, open_changes(session, model) or 0)["criterion.1.2"]


def rehearsed(session: Session, cast: Cast, first: int, second: int) -> Outcome:
    return requests.rehearse_merge(
        session, cast.ana, trade_account_id=cast.account, first=first, second=second, identical_practices=True
    )


def ask_merge(session: Session, cast: Cast, first: int, second: int, now: datetime) -> int:
    return requests.request_merge(
        session, cast.ana, trade_account_id=cast.account, first=first, second=second, identical_practices=True,
        reason=WHY, now=now,
    )  # fmt: skip


def ask_split(session: Session, cast: Cast, model: int, now: datetime) -> int:
    return requests.request_split(
        session, cast.ana, trade_account_id=cast.account, model=model, business_type="us-exporter", name="شمال",
        reason=WHY, now=now,
    )  # fmt: skip


def approved(session: Session, management: Actor, request: int, now: datetime) -> Outcome | None:
    decisions.decide_request(session, management, request_id=request, approve=True, note="", now=now)
    outcome = decisions.take_effect(session, request, now=now + SECOND_THOUGHTS)
    assert not isinstance(outcome, AccountsOutcome)
    return outcome


def everything(session: Session) -> dict[str, list[tuple[object, ...]]]:
    """Return every row of every table."""
    session.flush()
    return {
        table.name: [tuple(row) for row in session.execute(table.select().order_by(*table.primary_key.columns))]
        for table in SQLModel.metadata.sorted_tables
    }


# ---------------------------------------------------------------- linking


def test_both_sides_agree_to_a_link(session: Session, cast: Cast, now: datetime) -> None:
    request = ask_link(session, cast, now)
    assert state(session, request) == RequestState.WAITING_PARTNER
    [asked] = organizations.requests_to(session, cast.dan)
    assert (asked.company, asked.reason, asked.asked_by) == ("Acme Carriers SA", WHY, "Ana")
    decisions.agree_to_link(session, cast.dan, request_id=request, trade_account_id=cast.dans_account, now=now)
    assert tree(session, cast.ana, cast.account) == [("Acme Carriers SA", 0)]
    assert decisions.due_requests(session, now=now) == ()
    assert decisions.due_requests(session, now=now + SECOND_THOUGHTS) == (request,)
    decisions.take_effect(session, request, now=now + SECOND_THOUGHTS)
    for who, account in ((cast.ana, cast.account), (cast.dan, cast.dans_account)):
        assert tree(session, who, account) == [("Acme Carriers SA", 0), ("Dan Freight Ltd", 1)]
        assert broken_links(session, account) == []
    mails = session.exec(select(OutboxRow.template, OutboxRow.recipient).order_by(col(OutboxRow.id))).all()
    assert [tuple(mail) for mail in mails] == [
        ("link-asked", DAN),
        ("request-agreed", "ana@example.com"), ("request-agreed", DAN),
        ("request-done", "ana@example.com"), ("request-done", DAN),
    ]  # fmt: skip


def test_who_asks_may_be_the_one_below(session: Session, cast: Cast, now: datetime) -> None:
    linked(session, cast, now, parent=False)
    assert tree(session, cast.ana, cast.account) == [("Dan Freight Ltd", 0), ("Acme Carriers SA", 1)]


def test_known_and_unknown_addresses_are_answered_alike(session: Session, cast: Cast, now: datetime) -> None:
    ask_link(session, cast, now)
    ask_link(session, cast, now, email="nobody-here@example.com")
    view = organizations.read_organization(session, cast.ana, trade_account_id=cast.account)
    assert [(each.other, each.state) for each in view.requests] == [
        ("nobody-here@example.com", RequestState.WAITING_PARTNER), (DAN, RequestState.WAITING_PARTNER),
    ]  # fmt: skip


def test_the_same_link_is_asked_for_once(session: Session, cast: Cast, now: datetime) -> None:
    ask_link(session, cast, now)
    with pytest.raises(InvalidValue, match=r"organization\.asked-already"):
        ask_link(session, cast, now, email="Dan@Example.com")


def test_a_link_can_be_declined_and_undone_until_it_takes_effect(session: Session, cast: Cast, now: datetime) -> None:
    declined = ask_link(session, cast, now)
    decisions.decline_link(session, cast.dan, request_id=declined, now=now)
    assert state(session, declined) == RequestState.DECLINED
    for who, account in (("ana", cast.account), ("dan", cast.dans_account)):
        request = ask_link(session, cast, now)
        decisions.agree_to_link(session, cast.dan, request_id=request, trade_account_id=cast.dans_account, now=now)
        decisions.undo_request(session, getattr(cast, who), request_id=request, trade_account_id=account, now=now)
        assert state(session, request) == RequestState.WITHDRAWN
        assert decisions.take_effect(session, request, now=now + SECOND_THOUGHTS) is None
    assert session.exec(select(AccountLinkRow)).all() == []


def test_nothing_is_undone_after_it_took_effect(session: Session, cast: Cast, now: datetime) -> None:
    linked(session, cast, now)
    request = session.exec(select(OrganizationRequestRow.id)).one() or 0
    with pytest.raises(InvalidValue, match=r"organization\.over"):
        decisions.undo_request(session, cast.ana, request_id=request, trade_account_id=cast.account, now=now)


def test_two_links_that_would_make_a_circle_do_not_both_take_effect(
    session: Session, cast: Cast, now: datetime
) -> None:
    there = ask_link(session, cast, now)
    decisions.agree_to_link(session, cast.dan, request_id=there, trade_account_id=cast.dans_account, now=now)
    back = requests.request_link(
        session, cast.dan, trade_account_id=cast.dans_account, partner_email="ana@example.com", asker_is_parent=True,
        reason=WHY, language="en", now=now,
    )  # fmt: skip
    decisions.agree_to_link(session, cast.ana, request_id=back, trade_account_id=cast.account, now=now)
    for request in (there, back):
        decisions.take_effect(session, request, now=now + SECOND_THOUGHTS)
    row = session.get_one(OrganizationRequestRow, back)
    assert (row.state, row.failure) == (RequestState.FAILED, "link.already")


def test_leaving_a_link_needs_a_reason_but_nobodys_consent(session: Session, cast: Cast, now: datetime) -> None:
    link = linked(session, cast, now)
    with pytest.raises(InvalidValue, match=r"organization\.reason-short"):
        requests.request_delink(
            session, cast.dan, trade_account_id=cast.dans_account, link_id=link, reason="no", now=now
        )
    request = requests.request_delink(
        session, cast.dan, trade_account_id=cast.dans_account, link_id=link, reason=WHY, now=now
    )
    assert len(tree(session, cast.ana, cast.account)) == 2
    decisions.take_effect(session, request, now=now + SECOND_THOUGHTS)
    assert tree(session, cast.ana, cast.account) == [("Acme Carriers SA", 0)]
    assert tree(session, cast.dan, cast.dans_account) == [("Dan Freight Ltd", 0)]


@pytest.mark.parametrize("who", ["ben", "chloe", "eva", "dan"])
def test_only_the_officer_asks(session: Session, cast: Cast, now: datetime, who: str) -> None:
    first, second = two_models(session, cast, now)
    actor = getattr(cast, who)
    calls: list[Callable[[], object]] = [
        lambda: requests.request_link(
            session, actor, trade_account_id=cast.account, partner_email="x@example.com", asker_is_parent=True,
            reason=WHY, language="en", now=now,
        ),
        lambda: requests.request_merge(
            session, actor, trade_account_id=cast.account, first=first, second=second, identical_practices=True,
            reason=WHY, now=now,
        ),
        lambda: requests.request_split(
            session, actor, trade_account_id=cast.account, model=first, business_type="us-exporter", name="N",
            reason=WHY, now=now,
        ),
        lambda: requests.rehearse_split(
            session, actor, trade_account_id=cast.account, model=first, business_type="us-exporter", name="N"
        ),
    ]  # fmt: skip
    expected = r"access\.not-your-role" if who in {"ben", "chloe"} else r"access\.not-yours"
    for call in calls:
        with pytest.raises(NotPermitted, match=expected):
            call()


def test_dan_cannot_touch_what_was_not_asked_of_him(session: Session, cast: Cast, now: datetime) -> None:
    request = ask_link(session, cast, now, email="olga@example.com")
    first, second = two_models(session, cast, now)
    calls: list[Callable[[], object]] = [
        lambda: decisions.agree_to_link(
            session, cast.dan, request_id=request, trade_account_id=cast.dans_account, now=now
        ),
        lambda: decisions.decline_link(session, cast.dan, request_id=request, now=now),
        lambda: decisions.undo_request(
            session, cast.dan, request_id=request, trade_account_id=cast.dans_account, now=now
        ),
        lambda: decisions.undo_request(session, cast.dan, request_id=request, trade_account_id=cast.account, now=now),
        lambda: decisions.agree_to_link(session, cast.dan, request_id=999_999, trade_account_id=1, now=now),
        lambda: organizations.read_organization(session, cast.dan, trade_account_id=cast.account),
        lambda: security_models.list_models(session, cast.dan, trade_account_id=cast.account),
        lambda: security_models.texts_to_choose(session, cast.dan, trade_account_id=cast.account),
        lambda: requests.rehearse_merge(
            session, cast.dan, trade_account_id=cast.dans_account, first=first, second=first, identical_practices=True
        ),
        # A reason that is too short is no way to learn more.
        lambda: requests.request_merge(
            session,
            cast.dan,
            trade_account_id=cast.account,
            first=first,
            second=second,
            identical_practices=True,
            reason="",
            now=now,
        ),
        lambda: requests.request_delink(
            session, cast.dan, trade_account_id=cast.dans_account, link_id=1, reason=WHY, now=now
        ),
    ]
    for call in calls:
        with pytest.raises(NotPermitted, match=r"access\.not-yours"):
            call()


def test_an_employee_who_was_asked_cannot_agree(session: Session, cast: Cast, now: datetime) -> None:
    own = a_trade_account(session, cast.finn, name="Finn Ltd")
    request = ask_link(session, cast, now, email="finn@example.com")
    with pytest.raises(NotPermitted, match=r"access\.not-your-role"):
        decisions.agree_to_link(session, cast.finn, request_id=request, trade_account_id=own, now=now)


# ---------------------------------------------------------------- merging


def test_a_rehearsal_changes_nothing(session: Session, cast: Cast, now: datetime) -> None:
    first, second = two_models(session, cast, now)
    both = a_sent_model(session, cast, now, "foreign-manufacturer", "us-exporter")
    before = everything(session)
    rehearsed(session, cast, first, second)
    requests.rehearse_split(
        session, cast.ana, trade_account_id=cast.account, model=both, business_type="us-exporter", name="North"
    )
    assert everything(session) == before


@pytest.mark.parametrize("status", [Status.CERTIFIED, Status.CERTIFIED_VALIDATED, Status.SUBMITTED])
def test_a_merge_comes_out_as_rehearsed(
    session: Session, cast: Cast, now: datetime, management: Actor, status: Status
) -> None:
    first, second = two_models(session, cast, now, status)
    for model in (first, second, second):
        with_evidence(session, cast, model)
    session.get_one(SecurityModelRow, first).certified_on = now.date()
    session.get_one(SecurityModelRow, first).validated_on = now.date()
    preview = rehearsed(session, cast, first, second)
    outcome = approved(session, management, ask_merge(session, cast, first, second, now), now)
    assert outcome == preview
    assert preview.models[0].types == ("foreign-manufacturer", "us-exporter")
    assert [each.key for each in preview.differences] == ["criterion.1.1"]
    assert [each.documents for each in preview.models] == [3, 0]
    assert (preview.models[0].dates.validated_on is None) == (status is Status.CERTIFIED)
    assert session.get_one(SecurityModelRow, second).merged_into_id == first
    models = security_models.list_models(session, cast.ana, trade_account_id=cast.account)
    assert [(model.id, model.types) for model in models] == [(first, preview.models[0].types)]


def test_a_merged_model_takes_over_the_actions(session: Session, cast: Cast, now: datetime, management: Actor) -> None:
    first, second = two_models(session, cast, now, Status.CERTIFIED)
    action = an_action(session, second, cast.ben)
    approved(session, management, ask_merge(session, cast, first, second, now), now)
    assert session.get_one(ActionRow, action, populate_existing=True).security_model_id == first


def an_approved_number(session: Session, cast: Cast, model: int, now: datetime) -> None:
    row = session.get_one(IdentifierChangeRow, a_change_request(session, model, cast.ben, value=f"SC{model:02}"))
    row.state, row.ended_at = Approval.APPROVED, now
    session.flush()


def approved_numbers(session: Session, model: int) -> list[str]:
    return [row.value for row in approved_changes(session, model)]


def test_numbers_that_were_approved_since_the_sending_count_in_the_merged_model(
    session: Session, cast: Cast, now: datetime, management: Actor
) -> None:
    first, second = two_models(session, cast, now, Status.CERTIFIED)
    for model in (first, second):
        an_approved_number(session, cast, model, now)
    approved(session, management, ask_merge(session, cast, first, second, now), now)
    assert sorted(approved_numbers(session, first)) == sorted([f"SC{first:02}", f"SC{second:02}"])
    assert approved_numbers(session, second) == []


def test_numbers_that_were_approved_since_the_sending_count_in_both_models_of_a_split(
    session: Session, cast: Cast, now: datetime, management: Actor
) -> None:
    model = a_sent_model(session, cast, now, "foreign-manufacturer", "us-exporter")
    an_approved_number(session, cast, model, now)
    a_change_request(session, model, cast.ben)
    request = ask_split(session, cast, model, now)
    approved(session, management, request, now)
    new = session.get_one(OrganizationRequestRow, request).second_model_id or 0
    assert approved_numbers(session, model) == approved_numbers(session, new) == [f"SC{model:02}"]


def test_a_merged_form_names_who_wrote_each_answer(
    session: Session, cast: Cast, now: datetime, management: Actor
) -> None:
    first, second = two_models(session, cast, now)
    draft = session.exec(select(DraftRow.id).where(DraftRow.subject_id == first)).one() or 0
    row = answer_row(session, draft, "criterion.1.2")
    assert row is not None
    row.user_id = cast.chloe.user_id
    session.flush()
    approved(session, management, ask_merge(session, cast, first, second, now), now)
    new = session.exec(
        select(DraftRow.id).where(DraftRow.subject_id == first).order_by(col(DraftRow.id).desc())
    ).first()
    copied = answer_row(session, new or 0, "criterion.1.2")
    assert copied is not None
    assert (copied.user_id, copied.saved_at) == (cast.chloe.user_id, row.saved_at)


@pytest.mark.parametrize(("which", "text"), [("first", "Our guard"), ("second", "Signed by the president.")])
def test_the_officer_chooses_between_two_texts(
    session: Session, cast: Cast, now: datetime, management: Actor, which: str, text: str
) -> None:
    first, second = two_models(session, cast, now)
    approved(session, management, ask_merge(session, cast, first, second, now), now)
    [both] = security_models.texts_to_choose(session, cast.ben, trade_account_id=cast.account)
    for who, code in (("ben", "not-your-role"), ("chloe", "not-your-role"), ("dan", "not-yours")):
        with pytest.raises(NotPermitted, match=code):
            security_models.choose_text(
                session, getattr(cast, who), text_id=both.id, which=which, language="en", now=now
            )
    draft = security_models.choose_text(session, cast.ana, text_id=both.id, which=which, language="en", now=now)
    row = answer_row(session, draft, "criterion.1.1")
    assert row is not None
    assert row.value.startswith(text)
    assert security_models.texts_to_choose(session, cast.ana, trade_account_id=cast.account) == ()
    with pytest.raises(InvalidValue, match=r"merge\.chosen-already"):
        security_models.choose_text(session, cast.ana, text_id=both.id, which=which, language="en", now=now)


def test_a_merge_does_not_take_effect_while_a_form_is_being_written(
    session: Session, cast: Cast, now: datetime, management: Actor
) -> None:
    first, second = two_models(session, cast, now)
    request = ask_merge(session, cast, first, second, now)
    draft = session.exec(select(DraftRow).where(DraftRow.subject_id == second)).one()
    draft.frozen_at = None
    session.flush()
    before = (len(session.exec(select(AnswerRow.id)).all()), len(session.exec(select(DraftRow.id)).all()))
    assert approved(session, management, request, now) is None
    row = session.get_one(OrganizationRequestRow, request)
    assert (row.state, row.failure) == (RequestState.FAILED, "merge.being-written")
    assert before == (len(session.exec(select(AnswerRow.id)).all()), len(session.exec(select(DraftRow.id)).all()))
    assert session.get_one(SecurityModelRow, second).status == Status.CERTIFIED


def test_a_model_is_in_one_request_at_a_time(session: Session, cast: Cast, now: datetime) -> None:
    first, second = two_models(session, cast, now)
    ask_merge(session, cast, first, second, now)
    with pytest.raises(InvalidValue, match=r"organization\.asked-already"):
        ask_merge(session, cast, second, first, now)


def test_the_files_of_both_models_stand_beside_the_merged_answers(
    session: Session, cast: Cast, now: datetime, management: Actor
) -> None:
    first, second = two_models(session, cast, now)
    for model in (first, second):
        with_evidence(session, cast, model, "seal-log.pdf")
    approved(session, management, ask_merge(session, cast, first, second, now), now)
    files = evidence_of(session, open_changes(session, first) or 0)["criterion.1.2"]
    assert [file.name for file in files] == ["seal-log.pdf", "seal-log (2).pdf"]


# ---------------------------------------------------------------- splitting


def test_a_split_comes_out_as_rehearsed(session: Session, cast: Cast, now: datetime, management: Actor) -> None:
    model = a_sent_model(session, cast, now, "foreign-manufacturer", "us-exporter")
    with_evidence(session, cast, model)
    preview = requests.rehearse_split(
        session, cast.ana, trade_account_id=cast.account, model=model, business_type="us-exporter", name="شمال"
    )
    assert [each.documents for each in preview.models] == [1, 1]
    request = ask_split(session, cast, model, now)
    outcome = approved(session, management, request, now)
    assert outcome is not None
    new = session.get_one(OrganizationRequestRow, request).second_model_id or 0
    assert outcome == replace(preview, models=(preview.models[0], replace(preview.models[1], id=new)))
    assert [(each.name, each.types) for each in outcome.models] == [
        ("", ("foreign-manufacturer",)), ("شمال", ("us-exporter",)),
    ]  # fmt: skip
    models = security_models.list_models(session, cast.ana, trade_account_id=cast.account)
    assert [each.being_written for each in models] == [True, True]
    for each, origin in ((model, first_files(session, model)), (new, first_files(session, new))):
        assert [session.get_one(DocumentRow, file.document_id).security_model_id for file in origin] == [each]


@pytest.mark.parametrize(
    ("before", "after"), [(Status.CERTIFIED, Status.CERTIFIED), (Status.SUBMITTED, Status.UNDER_REVIEW)]
)
def test_a_merged_profile_is_completed_signed_and_sent(
    session: Session, cast: Cast, now: datetime, management: Actor, before: Status, after: Status
) -> None:
    first, second = two_models(session, cast, now, before)
    # Entries of lists have keys of their own in each form; the factory gives the same ones to all.
    of_second = col(AnswerRow.draft_id) == newest_application(session, second)
    session.execute(update(AnswerRow).where(of_second, col(AnswerRow.row_key) == "r0").values(row_key="r9"))
    approved(session, management, ask_merge(session, cast, first, second, now), now)
    draft = open_changes(session, first) or 0
    with pytest.raises(Refusal, match=r"application\.incomplete"):
        sign(session, cast.ana, draft, now)
    [both] = security_models.texts_to_choose(session, cast.ana, trade_account_id=cast.account)
    security_models.choose_text(session, cast.ana, text_id=both.id, which="second", language="en", now=now)
    sign(session, cast.ana, draft, now)
    send(session, cast.ana, draft, now)
    session.expire_all()
    assert session.get_one(SecurityModelRow, first).status == after
    review = review_of(session, draft)
    assert review is not None
    assert review.kind is (ReviewKind.CHANGES if before is Status.CERTIFIED else ReviewKind.APPLICATION)


def test_both_profiles_of_a_split_are_sent_again(
    session: Session, cast: Cast, now: datetime, management: Actor
) -> None:
    model = a_sent_model(session, cast, now, "foreign-manufacturer", "us-exporter")
    request = ask_split(session, cast, model, now)
    approved(session, management, request, now)
    new = session.get_one(OrganizationRequestRow, request).second_model_id or 0
    kinds = [task.task.kind for task in read_tasks(session, cast.ana, now=now)]
    assert kinds == ["form-of-split", "form-of-split"]
    for each in (model, new):
        draft = open_changes(session, each) or 0
        sign(session, cast.ana, draft, now)
        send(session, cast.ana, draft, now)
        session.expire_all()
        assert session.get_one(SecurityModelRow, each).status == Status.CERTIFIED
    assert read_tasks(session, cast.ana, now=now) == ()


# ---------------------------------------------------------------- management


@pytest.mark.parametrize("staff", [None, StaffRole.SPECIALIST, StaffRole.HELP_DESK, StaffRole.LIBRARY_ADMIN])
def test_only_management_decides(session: Session, cast: Cast, now: datetime, staff: StaffRole | None) -> None:
    first, second = two_models(session, cast, now)
    request = ask_merge(session, cast, first, second, now)
    for person in (cast.ana, cast.dan, cast.eva):
        actor = replace(person, staff_role=staff)
        with pytest.raises(NotPermitted, match=r"access\.not-yours"):
            decisions.requests_to_decide(session, actor, now=now)
        with pytest.raises(NotPermitted, match=r"access\.not-yours"):
            decisions.rehearse_request(session, actor, request_id=request)
        with pytest.raises(NotPermitted, match=r"access\.not-yours"):
            decisions.decide_request(session, actor, request_id=request, approve=True, note="", now=now)
    assert state(session, request) == RequestState.WAITING_APPROVAL


@pytest.mark.parametrize("staff", [StaffRole.SUPERVISOR, StaffRole.HEADQUARTERS])
def test_management_declines_with_a_reason(session: Session, cast: Cast, now: datetime, staff: StaffRole) -> None:
    first, second = two_models(session, cast, now)
    request, actor = ask_merge(session, cast, first, second, now), replace(cast.eva, staff_role=staff)
    [waiting] = decisions.requests_to_decide(session, actor, now=now)
    assert waiting.id == request
    assert decisions.rehearse_request(session, actor, request_id=request) == rehearsed(session, cast, first, second)
    with pytest.raises(InvalidValue, match=r"organization\.reason-short"):
        decisions.decide_request(session, actor, request_id=request, approve=False, note=" ", now=now)
    decisions.decide_request(session, actor, request_id=request, approve=False, note="Practices differ.", now=now)
    view = organizations.read_organization(session, cast.ana, trade_account_id=cast.account).requests[0]
    assert (view.state, view.note, view.may_undo) == (RequestState.DECLINED, "Practices differ.", False)
    with pytest.raises(InvalidValue, match=r"organization\.over"):
        decisions.decide_request(session, actor, request_id=request, approve=True, note="", now=now)
    events = session.exec(select(AuditEventRow).where(AuditEventRow.chain == cast.account)).all()
    roles = {event.action: event.acting_as for event in events if event.user_id == actor.user_id}
    assert roles == {"request.seen-by-staff": staff.value, "merge.declined": staff.value}


def test_management_has_no_say_in_links(session: Session, cast: Cast, now: datetime, management: Actor) -> None:
    request = ask_link(session, cast, now)
    with pytest.raises(NotPermitted):
        decisions.decide_request(session, management, request_id=request, approve=True, note="", now=now)


def test_the_mail_that_asks_for_a_link_holds_what_it_needs(session: Session, cast: Cast, now: datetime) -> None:
    ask_link(session, cast, now)
    row = session.exec(select(OutboxRow)).one()
    assert json.loads(row.params) == {
        "company": "Acme Carriers SA", "inviter": "Ana", "reason": WHY, "path": "/en/organization/",
    }  # fmt: skip
