"""Merging and splitting whole trade accounts: both sides agree, nothing is deleted, it comes as it was rehearsed."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, SQLModel, col, select

from ctpat_app.adapters.database import transaction
from ctpat_app.domain.account_changes import AccountsOutcome, AccountsRehearsal, check_free
from ctpat_app.domain.errors import InvalidValue, NotPermitted, Refusal
from ctpat_app.domain.lifecycle import Status
from ctpat_app.domain.permissions import Actor, Permission, Role, StaffRole
from ctpat_app.domain.security_models import SECOND_THOUGHTS, RequestState
from ctpat_app.services import account_requests as requests
from ctpat_app.services import organization_decisions as decisions
from ctpat_app.services import organizations
from ctpat_app.services.access import memberships_of, require_draft
from ctpat_app.services.account_facts import account_side
from ctpat_app.services.account_merging import FATE
from ctpat_app.services.application import list_applications
from ctpat_app.services.audit import broken_links
from ctpat_app.services.companies import list_companies
from ctpat_app.services.drafts import newest_application
from ctpat_app.services.members import DECLARATION
from ctpat_app.services.organization_requests import request_link
from ctpat_app.services.signatures import AgreementText, agreement_text
from ctpat_app.tables.accounts import AddressRow, InvitationRow, MembershipRow, StaffAssignmentRow, TradeAccountRow
from ctpat_app.tables.actions import ActionRow
from ctpat_app.tables.agreements import AgreementSignatureRow
from ctpat_app.tables.audit import AuditEventRow
from ctpat_app.tables.documents import DocumentRow
from ctpat_app.tables.drafts import AnswerHistoryRow, DraftRow
from ctpat_app.tables.identifier_changes import IdentifierChangeRow
from ctpat_app.tables.organizations import AccountLinkRow, OrganizationRequestRow
from ctpat_app.tables.outbox import OutboxRow
from ctpat_app.tables.security_models import SecurityModelRow
from ctpat_app.words.localiser import localiser_for
from tests.applicants import LIBRARY, a_filled_draft, answer_row, really_committing
from tests.factories import WHEN, Cast, a_document, a_member, a_person, a_trade_account, an_action, an_address, the_cast
from tests.vettings import a_change_request

WHY = "Both companies belong to one owner since May."
DAN = "dan@example.com"
MINUTE = timedelta(minutes=1)


@pytest.fixture
def cast(session: Session) -> Cast:
    return the_cast(session)


@pytest.fixture
def management(cast: Cast) -> Actor:
    return replace(cast.eva, staff_role=StaffRole.SUPERVISOR)


def declaration() -> AgreementText:
    return agreement_text(LIBRARY, DECLARATION, localiser_for("en"))


def everything(session: Session) -> dict[str, list[tuple[object, ...]]]:
    """Return every row of every table."""
    session.flush()
    return {
        table.name: [tuple(row) for row in session.execute(table.select().order_by(*table.primary_key.columns))]
        for table in SQLModel.metadata.sorted_tables
    }


def a_model(session: Session, actor: Actor, account: int, kind: str, now: datetime, *, sent: bool = True) -> int:
    draft = session.get_one(DraftRow, a_filled_draft(session, actor, account, kind, now=now))
    if sent:
        draft.frozen_at = now
        session.get_one(SecurityModelRow, draft.subject_id).status = Status.CERTIFIED
    session.flush()
    return draft.subject_id


def draft_of(session: Session, model: int) -> int:
    query = select(DraftRow.id).where(DraftRow.subject_id == model)
    return session.exec(query.order_by(col(DraftRow.id).desc())).first() or 0


def ask_merge(session: Session, cast: Cast, now: datetime, *, stays: bool = True, email: str = DAN) -> int:
    return requests.request_merge_accounts(
        session, cast.ana, trade_account_id=cast.account, partner_email=email, asker_stays=stays, reason=WHY,
        language="en", now=now,
    )  # fmt: skip


def agreed(session: Session, cast: Cast, now: datetime, *, stays: bool = True) -> int:
    request = ask_merge(session, cast, now, stays=stays)
    requests.agree_to_merge_accounts(session, cast.dan, request_id=request, trade_account_id=cast.dans_account, now=now)
    return request


def approve(session: Session, management: Actor, request: int, now: datetime) -> AccountsRehearsal:
    rehearsal = decisions.rehearse_request(session, management, request_id=request)
    assert isinstance(rehearsal, AccountsRehearsal)
    decisions.decide_request(session, management, request_id=request, approve=True, note="", now=now)
    return rehearsal


def take_effect(session: Session, request: int, now: datetime) -> AccountsOutcome:
    outcome = decisions.take_effect(session, request, now=now + SECOND_THOUGHTS)
    assert isinstance(outcome, AccountsOutcome)
    return outcome


def state(session: Session, request: int) -> str:
    return session.get_one(OrganizationRequestRow, request, populate_existing=True).state


def membership(session: Session, account: int, person: Actor) -> MembershipRow:
    return session.exec(
        select(MembershipRow).where(MembershipRow.trade_account_id == account, MembershipRow.user_id == person.user_id)
    ).one()


def roles(session: Session, *people: Actor) -> list[list[tuple[int, str]]]:
    return [[(each.trade_account_id, each.role.value) for each in memberships_of(session, person)] for person in people]


# ---------------------------------------------------------------- merging


def test_whoever_adds_a_table_of_a_company_decides_what_a_merge_does_with_it() -> None:
    about_companies = {
        table.name
        for table in SQLModel.metadata.sorted_tables
        if any(key.target_fullname == "trade_account.id" for key in table.foreign_keys)
    }
    assert set(FATE) == about_companies


@pytest.mark.parametrize("stays", [True, False])
def test_a_merge_comes_out_as_everybody_saw_it(
    session: Session, cast: Cast, now: datetime, management: Actor, *, stays: bool
) -> None:
    ours, theirs = (
        a_model(session, cast.ana, cast.account, "foreign-manufacturer", now),
        a_model(session, cast.dan, cast.dans_account, "us-exporter", now),
    )
    request = ask_merge(session, cast, now, stays=stays)
    seen = requests.rehearse_agreeing(session, cast.dan, request_id=request, trade_account_id=cast.dans_account)
    requests.agree_to_merge_accounts(session, cast.dan, request_id=request, trade_account_id=cast.dans_account, now=now)
    for who, account in ((cast.ana, cast.account), (cast.dan, cast.dans_account)):
        assert requests.rehearsals_of(session, who, trade_account_id=account) == {request: seen}
    assert approve(session, management, request, now) == seen
    assert take_effect(session, request, now) == seen.outcome
    kept, closed = (cast.account, cast.dans_account) if stays else (cast.dans_account, cast.account)
    assert (seen.outcome.first.id, seen.outcome.second.id) == (kept, closed)
    assert [model.id for model in seen.outcome.first.models] == sorted([ours, theirs])
    row = session.get_one(TradeAccountRow, closed)
    assert (row.closed_at, row.merged_into_id) == (now + SECOND_THOUGHTS, kept)
    officer, other = (cast.ana, cast.dan) if stays else (cast.dan, cast.ana)
    assert roles(session, officer, other) == [[(kept, "officer")], [(kept, "employee")]]
    for account in (kept, closed):
        assert broken_links(session, account) == []
    mails = session.exec(select(OutboxRow.template, OutboxRow.recipient).order_by(col(OutboxRow.id))).all()
    both = ("ana@example.com", DAN)
    assert [tuple(mail) for mail in mails] == [
        ("merge-asked", DAN),
        *(("request-waiting-approval", each) for each in both),
        *(("request-agreed", each) for each in both),
        ("request-done", officer.email),
    ]


def test_a_rehearsal_changes_no_row(session: Session, cast: Cast, now: datetime, management: Actor) -> None:
    model = a_model(session, cast.ana, cast.account, "foreign-manufacturer", now)
    a_model(session, cast.dan, cast.dans_account, "us-exporter", now)
    request = ask_merge(session, cast, now)
    before = everything(session)
    requests.rehearse_own_side(session, cast.dan, trade_account_id=cast.dans_account)
    requests.rehearse_agreeing(session, cast.dan, request_id=request, trade_account_id=cast.dans_account)
    assert everything(session) == before
    decisions.undo_request(session, cast.ana, request_id=request, trade_account_id=cast.account, now=now)
    before = everything(session)
    rehearse_split(session, cast, model=model)
    assert everything(session) == before
    request = ask_split(session, cast, now, model=model)
    accept(session, cast.ben, request, now)
    before = everything(session)
    assert isinstance(decisions.rehearse_request(session, management, request_id=request), AccountsRehearsal)
    assert requests.rehearsals_of(session, cast.ana, trade_account_id=cast.account)[request] is not None
    assert requests.rehearse_accepting(session, cast.ben, request_id=request) is not None
    assert everything(session) == before


def test_nothing_is_deleted_by_a_merge_or_a_split(
    session: Session, cast: Cast, now: datetime, management: Actor
) -> None:
    model = a_model(session, cast.ana, cast.account, "foreign-manufacturer", now)
    a_model(session, cast.dan, cast.dans_account, "us-exporter", now)
    before = {name: len(rows) for name, rows in everything(session).items()}
    request = agreed(session, cast, now)
    approve(session, management, request, now)
    take_effect(session, request, now)
    request = ask_split(session, cast, now, model=model)
    accept(session, cast.ben, request, now)
    approve(session, management, request, now)
    take_effect(session, request, now)
    after = {name: len(rows) for name, rows in everything(session).items()}
    assert [name for name in before if after[name] < before[name]] == []


def test_everybody_sees_what_they_saw_and_the_officer_sees_all(
    session: Session, cast: Cast, now: datetime, management: Actor
) -> None:
    olga = a_person(session, "olga")
    a_member(session, cast.dans_account, olga, role=Role.CONSULTANT)
    ours = a_model(session, cast.ana, cast.account, "foreign-manufacturer", now)
    theirs = a_model(session, cast.dan, cast.dans_account, "us-exporter", now)
    request = agreed(session, cast, now)
    approve(session, management, request, now)
    take_effect(session, request, now)
    expected = {
        "ana": {ours, theirs}, "ben": {ours}, "chloe": {ours}, "dan": {theirs}, "olga": {theirs},
    }  # fmt: skip
    people = {name: getattr(cast, name, olga) for name in expected}
    by_draft = {draft_of(session, model): model for model in (ours, theirs)}
    seen = {
        name: {by_draft[each.draft_id] for each in list_applications(session, person, now=now)}
        for name, person in people.items()
    }
    assert seen == expected
    assert roles(session, olga, cast.chloe) == [[(cast.account, "consultant")], [(cast.account, "consultant")]]
    officers = [
        require_draft(session, person, draft_of(session, theirs), Permission.APPLICATION_READ).role
        for person in (cast.ana, cast.dan)
    ]
    assert officers == [Role.OFFICER, Role.EMPLOYEE]


def test_who_belongs_to_both_keeps_the_role_in_the_company_that_stays(
    session: Session, cast: Cast, now: datetime, management: Actor
) -> None:
    a_member(session, cast.dans_account, cast.chloe, role=Role.EMPLOYEE)
    old = a_member(session, cast.dans_account, cast.ben, role=Role.CONSULTANT)
    theirs = a_model(session, cast.dan, cast.dans_account, "us-exporter", now)
    request = agreed(session, cast, now)
    approve(session, management, request, now)
    take_effect(session, request, now)
    assert roles(session, cast.ben, cast.chloe) == [[(cast.account, "employee")], [(cast.account, "consultant")]]
    ben = membership(session, cast.account, cast.ben)
    draft = draft_of(session, theirs)
    moved, kept = (answer_row(session, draft, "contact_role", str(number)) for number in (ben.id, old))
    assert moved is not None
    assert kept is not None
    assert (moved.value, kept.value) == ("consultant", "none")
    before = session.exec(
        select(AnswerHistoryRow.value).where(AnswerHistoryRow.draft_id == draft, AnswerHistoryRow.row_key == str(old))
    ).all()
    assert before == ["consultant"]


def test_who_was_removed_here_once_comes_back_with_the_other_company(
    session: Session, cast: Cast, now: datetime, management: Actor
) -> None:
    ben = membership(session, cast.account, cast.ben)
    ben.removed_at = WHEN
    a_member(session, cast.dans_account, cast.ben, role=Role.EMPLOYEE)
    request = agreed(session, cast, now)
    seen = approve(session, management, request, now)
    assert take_effect(session, request, now) == seen.outcome
    assert roles(session, cast.ben) == [[(cast.account, "employee")]]


def test_a_primary_contact_who_is_a_consultant_afterwards_gives_way_to_the_officer(
    session: Session, cast: Cast, now: datetime, management: Actor
) -> None:
    number = a_member(session, cast.dans_account, cast.chloe, role=Role.EMPLOYEE)
    theirs = a_model(session, cast.dan, cast.dans_account, "us-exporter", now)
    primary = answer_row(session, draft_of(session, theirs), "primary_contact")
    assert primary is not None
    primary.value = str(number)
    request = agreed(session, cast, now)
    approve(session, management, request, now)
    take_effect(session, request, now)
    session.refresh(primary)
    assert primary.value == str(membership(session, cast.account, cast.ana).id)


def test_addresses_invitations_links_and_the_specialist_go_along(
    session: Session, cast: Cast, now: datetime, management: Actor
) -> None:
    top, below = (a_trade_account(session, a_person(session), name=name) for name in ("Top Ltd", "Below Ltd"))
    for parent, child in ((top, cast.account), (top, cast.dans_account), (cast.dans_account, below)):
        session.add(AccountLinkRow(parent_id=parent, child_id=child, linked_at=WHEN))
    plant = an_address(session, cast.dans_account, label="Plant")
    open_one, used = (
        InvitationRow(
            token_hash=name, trade_account_id=cast.dans_account, email_key=name, email=name, role="employee",
            invited_by=cast.dan.user_id, created_at=WHEN, expires_at=now, used_at=at,
        )
        for name, at in (("open", None), ("used", WHEN))
    )  # fmt: skip
    session.add_all([open_one, used])
    session.add(
        StaffAssignmentRow(
            trade_account_id=cast.dans_account, specialist_id=cast.eva.user_id, reason="x", assigned_at=WHEN,
            assigned_by=cast.eva.user_id,
        )
    )  # fmt: skip
    session.flush()
    request = agreed(session, cast, now)
    seen = approve(session, management, request, now)
    assert take_effect(session, request, now) == seen.outcome
    assert seen.outcome.first.below == ("Below Ltd",)
    assert session.get_one(AddressRow, plant).trade_account_id == cast.account
    for row in (open_one, used):
        session.refresh(row)
    assert (open_one.trade_account_id, used.trade_account_id) == (cast.account, cast.dans_account)
    links = session.exec(select(AccountLinkRow).where(col(AccountLinkRow.ended_at).is_(None))).all()
    assert {(link.parent_id, link.child_id) for link in links} == {(top, cast.account), (cast.account, below)}
    standing = session.exec(select(StaffAssignmentRow).where(col(StaffAssignmentRow.ended_at).is_(None))).one()
    assert (standing.trade_account_id, standing.specialist_id) == (cast.account, cast.eva.user_id)
    noted = session.exec(select(AuditEventRow).where(col(AuditEventRow.action).like("specialist.%"))).all()
    assert [(each.chain, each.action, each.user_id) for each in noted] == [
        (cast.dans_account, "specialist.unassigned", None),
        (cast.account, "specialist.assigned", None),
    ]


def test_an_unsent_form_moves_and_its_signature_ends(
    session: Session, cast: Cast, now: datetime, management: Actor
) -> None:
    theirs = a_model(session, cast.dan, cast.dans_account, "us-exporter", now, sent=False)
    signature = AgreementSignatureRow(
        agreement_id="partner-agreement", subject_kind="security_model", subject_id=theirs,
        draft_id=newest_application(session, theirs), trade_account_id=cast.dans_account,
        text="t", text_hash="h", content_hash="c", language="en",
        signer_id=cast.dan.user_id, signer_name="Dan", role="officer", acting_for="Dan Freight Ltd", signed_at=WHEN,
    )  # fmt: skip
    session.add(signature)
    request = agreed(session, cast, now)
    approve(session, management, request, now)
    take_effect(session, request, now)
    session.refresh(signature)
    assert (signature.trade_account_id, signature.void_reason) == (cast.account, "edited")
    assert session.get_one(DraftRow, draft_of(session, theirs)).trade_account_id == cast.account


def test_a_company_does_not_end_up_with_two_unsent_forms(session: Session, cast: Cast, now: datetime) -> None:
    a_model(session, cast.ana, cast.account, "foreign-manufacturer", now, sent=False)
    a_model(session, cast.dan, cast.dans_account, "us-exporter", now, sent=False)
    with pytest.raises(InvalidValue, match=r"merge-accounts\.two-forms"):
        agreed(session, cast, now)


def test_only_companies_on_one_level_can_be_merged(session: Session, cast: Cast, now: datetime) -> None:
    session.add(AccountLinkRow(parent_id=cast.account, child_id=cast.dans_account, linked_at=WHEN))
    session.flush()
    with pytest.raises(InvalidValue, match=r"merge-accounts\.not-same-level"):
        agreed(session, cast, now)


def test_a_company_is_not_merged_with_itself(session: Session, cast: Cast, now: datetime) -> None:
    request = ask_merge(session, cast, now, email="ana@example.com")
    with pytest.raises(InvalidValue, match=r"merge-accounts\.same-company"):
        requests.agree_to_merge_accounts(session, cast.ana, request_id=request, trade_account_id=cast.account, now=now)


def test_known_and_unknown_addresses_are_answered_alike(session: Session, cast: Cast, now: datetime) -> None:
    request = ask_merge(session, cast, now, email="nobody-here@example.com")
    view = organizations.read_organization(session, cast.ana, trade_account_id=cast.account)
    assert [(each.id, each.other, each.state) for each in view.requests] == [
        (request, "nobody-here@example.com", RequestState.WAITING_PARTNER)
    ]
    assert session.exec(select(OutboxRow.template)).all() == ["merge-asked"]


def test_one_change_at_a_time(session: Session, cast: Cast, now: datetime) -> None:
    ask_merge(session, cast, now)
    with pytest.raises(InvalidValue, match=r"organization\.asked-already"):
        ask_split(session, cast, now)


def test_it_can_be_undone_by_either_side_until_it_takes_effect(
    session: Session, cast: Cast, now: datetime, management: Actor
) -> None:
    for who, account in ((cast.ana, cast.account), (cast.dan, cast.dans_account)):
        request = agreed(session, cast, now)
        approve(session, management, request, now)
        decisions.undo_request(session, who, request_id=request, trade_account_id=account, now=now)
        assert state(session, request) == RequestState.WITHDRAWN
        assert decisions.take_effect(session, request, now=now + SECOND_THOUGHTS) is None
    assert roles(session, cast.ana, cast.dan) == [[(cast.account, "officer")], [(cast.dans_account, "officer")]]


@pytest.mark.parametrize(
    ("what", "code"),
    [
        ("a member joins", "accounts.changed-since"),
        ("a link is asked for", "organization.asked-already"),
        ("both write", "merge-accounts.two-forms"),
    ],
)
def test_a_fact_that_changed_meanwhile_stops_it_and_everybody_is_told(
    session: Session, cast: Cast, now: datetime, management: Actor, what: str, code: str
) -> None:
    request = agreed(session, cast, now)
    approve(session, management, request, now)
    if what == "a member joins":
        a_member(session, cast.dans_account, a_person(session, "olga"))
    elif what == "a link is asked for":
        request_link(
            session, cast.dan, trade_account_id=cast.dans_account, partner_email="x@example.com",
            asker_is_parent=True, reason=WHY, language="en", now=now,
        )  # fmt: skip
    else:
        a_model(session, cast.ana, cast.account, "foreign-manufacturer", now, sent=False)
        a_model(session, cast.dan, cast.dans_account, "us-exporter", now, sent=False)
    before = everything(session)
    assert decisions.take_effect(session, request, now=now + SECOND_THOUGHTS) is None
    row = session.get_one(OrganizationRequestRow, request)
    assert (row.state, row.failure) == (RequestState.FAILED, code)
    after = everything(session)
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"organization_request", "audit_event", "audit_head", "outbox", "notice"}
    told = session.exec(select(OutboxRow.recipient).where(OutboxRow.template == "request-failed")).all()
    assert told == ["ana@example.com", DAN]


def test_the_history_of_both_companies_tells_of_it(
    session: Session, cast: Cast, now: datetime, management: Actor
) -> None:
    request = agreed(session, cast, now)
    approve(session, management, request, now)
    take_effect(session, request, now)
    for account, own in ((cast.account, "trade-account.took-over"), (cast.dans_account, "trade-account.closed")):
        actions = session.exec(
            select(AuditEventRow.action).where(AuditEventRow.chain == account).order_by(col(AuditEventRow.number))
        ).all()
        assert [each for each in actions if each.partition(".")[0] in {"merge-accounts", "trade-account"}][-4:] == [
            "merge-accounts.waiting-approval", "merge-accounts.agreed", own, "merge-accounts.done",
        ]  # fmt: skip
    view = organizations.read_organization(session, cast.ana, trade_account_id=cast.account)
    assert (view.requests[0].other, view.requests[0].state) == ("Dan Freight Ltd", RequestState.DONE)


def test_a_closed_company_opens_for_nobody_and_is_asked_for_nothing(
    session: Session, cast: Cast, now: datetime, management: Actor
) -> None:
    request = agreed(session, cast, now)
    approve(session, management, request, now)
    take_effect(session, request, now)
    for person in (cast.ana, cast.dan):
        with pytest.raises(NotPermitted, match=r"access\.not-yours"):
            organizations.read_organization(session, person, trade_account_id=cast.dans_account)
    with pytest.raises(InvalidValue, match=r"accounts\.closed"):
        check_free(account_side(session, cast.dans_account))


@pytest.mark.parametrize("who", ["ben", "chloe", "eva", "finn", "dan"])
def test_only_the_officer_asks(session: Session, cast: Cast, now: datetime, who: str) -> None:
    actor = getattr(cast, who)
    calls: list[Callable[[], object]] = [
        lambda: requests.rehearse_own_side(session, actor, trade_account_id=cast.account),
        lambda: ask_merge(session, replace(cast, ana=actor), now),
        lambda: rehearse_split(session, replace(cast, ana=actor)),
        lambda: ask_split(session, replace(cast, ana=actor), now),
        lambda: requests.rehearsals_of(session, actor, trade_account_id=cast.account),
    ]
    expected = r"access\.not-your-role" if who in {"ben", "chloe"} else r"access\.not-yours"
    for call in calls:
        with pytest.raises(NotPermitted, match=expected):
            call()


def test_dan_cannot_touch_what_was_not_asked_of_him(
    session: Session, cast: Cast, now: datetime, management: Actor
) -> None:
    request = ask_merge(session, cast, now, email="olga@example.com")
    calls: list[Callable[[], object]] = [
        lambda: requests.rehearse_agreeing(session, cast.dan, request_id=request, trade_account_id=cast.dans_account),
        lambda: requests.agree_to_merge_accounts(
            session, cast.dan, request_id=request, trade_account_id=cast.dans_account, now=now
        ),
        lambda: decisions.agree_to_link(
            session, cast.dan, request_id=request, trade_account_id=cast.dans_account, now=now
        ),
        lambda: decisions.decline_link(session, cast.dan, request_id=request, now=now),
        lambda: decisions.undo_request(
            session, cast.dan, request_id=request, trade_account_id=cast.dans_account, now=now
        ),
        lambda: accept(session, cast.dan, request, now),
        lambda: requests.rehearse_accepting(session, cast.dan, request_id=request),
        lambda: requests.rehearse_accepting(session, cast.dan, request_id=999_999),
        lambda: decisions.decide_request(session, cast.dan, request_id=request, approve=True, note="", now=now),
    ]
    before = everything(session)
    for call in calls:
        with pytest.raises(NotPermitted, match=r"access\.not-yours"):
            call()
    with pytest.raises(InvalidValue, match=r"organization\.over"):
        decisions.decide_request(session, management, request_id=request, approve=True, note="", now=now)
    assert everything(session) == before


def test_dan_agrees_for_his_own_company_only(session: Session, cast: Cast, now: datetime) -> None:
    request = ask_merge(session, cast, now)
    with pytest.raises(NotPermitted, match=r"access\.not-yours"):
        requests.agree_to_merge_accounts(session, cast.dan, request_id=request, trade_account_id=cast.account, now=now)
    decisions.decline_link(session, cast.dan, request_id=request, now=now)
    assert state(session, request) == RequestState.DECLINED


def test_a_link_request_is_not_agreed_to_as_a_merge(session: Session, cast: Cast, now: datetime) -> None:
    request = request_link(
        session, cast.ana, trade_account_id=cast.account, partner_email=DAN, asker_is_parent=True, reason=WHY,
        language="en", now=now,
    )  # fmt: skip
    with pytest.raises(NotPermitted):
        requests.agree_to_merge_accounts(
            session, cast.dan, request_id=request, trade_account_id=cast.dans_account, now=now
        )
    decisions.decline_link(session, cast.dan, request_id=request, now=now)
    merge = ask_merge(session, cast, now)
    with pytest.raises(NotPermitted):
        decisions.agree_to_link(session, cast.dan, request_id=merge, trade_account_id=cast.dans_account, now=now)


def test_two_of_management_who_approve_at_one_moment_decide_once(shared_engine: Engine, now: datetime) -> None:
    with really_committing(shared_engine):
        with transaction() as session:
            cast = the_cast(session)
            request = agreed(session, cast, now)
        managers = [
            replace(cast.eva, staff_role=StaffRole.SUPERVISOR),
            replace(cast.finn, staff_role=StaffRole.HEADQUARTERS),
        ]

        def press(manager: Actor) -> str:
            try:
                with transaction() as own:
                    decisions.decide_request(own, manager, request_id=request, approve=True, note="", now=now)
            except Refusal as refusal:
                return refusal.code
            return "approved"

        with ThreadPoolExecutor(2) as pool:
            assert sorted(pool.map(press, managers)) == ["approved", "organization.over"]

        def run(_number: int) -> bool:
            with transaction() as own:
                return decisions.take_effect(own, request, now=now + SECOND_THOUGHTS) is not None

        with ThreadPoolExecutor(2) as pool:
            assert sorted(pool.map(run, range(2))) == [False, True]
        with transaction(writes=False) as session:
            assert state(session, request) == RequestState.DONE


# ---------------------------------------------------------------- splitting


def split_wish(session: Session, cast: Cast, officer: Actor | None, *movers: Actor) -> tuple[int, list[int]]:
    numbers = [
        membership(session, cast.account, each).id or 0 for each in (officer or cast.ben, *(movers or (cast.chloe,)))
    ]
    return numbers[0], numbers[1:]


def rehearse_split(session: Session, cast: Cast, *, model: int = 0) -> AccountsRehearsal:
    officer, movers = split_wish(session, cast, None)
    return requests.rehearse_split_account(
        session, cast.ana, trade_account_id=cast.account, name="Acme Norte", officer=officer, movers=movers, model=model
    )


def ask_split(
    session: Session, cast: Cast, now: datetime, *movers: Actor, officer: Actor | None = None, model: int = 0,
    name: str = "Acme Norte",
) -> int:  # fmt: skip
    number, going = split_wish(session, cast, officer, *movers)
    return requests.request_split_account(
        session, cast.ana, trade_account_id=cast.account, name=name, officer=number, movers=going, model=model,
        reason=WHY, now=now,
    )  # fmt: skip


def accept(session: Session, person: Actor, request: int, now: datetime) -> None:
    requests.accept_split_account(
        session, person, request_id=request, agreement=declaration(), name=person.name, now=now
    )


def split_off(session: Session, request: int, management: Actor, now: datetime) -> int:
    seen = approve(session, management, request, now)
    outcome = take_effect(session, request, now)
    new = session.get_one(OrganizationRequestRow, request).other_account_id or 0
    assert outcome == replace(seen.outcome, second=replace(seen.outcome.second, id=new))
    return new


def test_a_split_comes_out_as_everybody_saw_it(session: Session, cast: Cast, now: datetime, management: Actor) -> None:
    stays = a_model(session, cast.ana, cast.account, "foreign-manufacturer", now)
    goes = a_model(session, cast.ana, cast.account, "us-exporter", now)
    seen = rehearse_split(session, cast, model=goes)
    request = ask_split(session, cast, now, model=goes)
    assert requests.rehearse_accepting(session, cast.ben, request_id=request) == seen
    [asked] = organizations.read_organization(session, cast.ben, trade_account_id=cast.account).to_answer
    assert (asked.id, asked.model_name) == (request, "Acme Norte")
    accept(session, cast.ben, request, now)
    new = split_off(session, request, management, now)
    assert roles(session, cast.ana, cast.ben, cast.chloe) == [
        [(cast.account, "officer")], [(new, "officer")], [(new, "consultant")],
    ]  # fmt: skip
    by_draft = {draft_of(session, model): model for model in (stays, goes)}
    for person, models in ((cast.ana, {stays}), (cast.ben, {goes}), (cast.chloe, {goes})):
        assert {by_draft[each.draft_id] for each in list_applications(session, person, now=now)} == models
    for account in (cast.account, new):
        assert broken_links(session, account) == []
    signature = session.exec(
        select(AgreementSignatureRow).where(AgreementSignatureRow.agreement_id == DECLARATION)
    ).one()
    assert (signature.trade_account_id, signature.acting_for, signature.voided_at) == (new, "Acme Norte", None)
    places = session.exec(select(AddressRow.label).where(AddressRow.trade_account_id == new)).all()
    named = answer_row(session, draft_of(session, goes), "primary_address")
    assert places == ["Main office"]
    assert named is not None
    assert session.get_one(AddressRow, int(named.value)).trade_account_id == new
    mails = session.exec(select(OutboxRow.template, OutboxRow.recipient).order_by(col(OutboxRow.id))).all()
    both = ("ana@example.com", "ben@example.com")
    assert [tuple(mail) for mail in mails] == [
        ("split-asked", "ben@example.com"),
        *(("request-waiting-approval", each) for each in both),
        *(("request-agreed", each) for each in both),
        *(("request-done", each) for each in both),
    ]


def test_the_primary_contact_of_each_model_is_somebody_of_its_company(
    session: Session, cast: Cast, now: datetime, management: Actor
) -> None:
    stays = a_model(session, cast.ana, cast.account, "foreign-manufacturer", now)
    goes = a_model(session, cast.ana, cast.account, "us-exporter", now)
    ana, ben = (membership(session, cast.account, each).id for each in (cast.ana, cast.ben))
    for model, contact in ((stays, ben), (goes, ana)):
        row = answer_row(session, draft_of(session, model), "primary_contact")
        assert row is not None
        row.value = str(contact)
    request = ask_split(session, cast, now, model=goes)
    accept(session, cast.ben, request, now)
    split_off(session, request, management, now)
    values = [answer_row(session, draft_of(session, model), "primary_contact") for model in (stays, goes)]
    assert [row and row.value for row in values] == [str(ana), str(ben)]


def test_actions_documents_and_requests_about_numbers_go_along_with_the_model_that_is_split_off(
    session: Session, cast: Cast, now: datetime, management: Actor
) -> None:
    stays = a_model(session, cast.ana, cast.account, "foreign-manufacturer", now)
    goes = a_model(session, cast.ana, cast.account, "us-exporter", now)
    kept, moved = (an_action(session, model, cast.ben) for model in (stays, goes))
    asked = [a_change_request(session, model, cast.ben) for model in (stays, goes)]
    files = [a_document(session, cast.ben, model) for model in (stays, goes)]
    request = ask_split(session, cast, now, model=goes)
    accept(session, cast.ben, request, now)
    new = split_off(session, request, management, now)
    rows = [session.get_one(ActionRow, each, populate_existing=True) for each in (kept, moved)]
    assert [row.trade_account_id for row in rows] == [cast.account, new]
    changes = [session.get_one(IdentifierChangeRow, each, populate_existing=True) for each in asked]
    assert [row.trade_account_id for row in changes] == [cast.account, new]
    documents = [session.get_one(DocumentRow, each, populate_existing=True) for each in files]
    assert [row.trade_account_id for row in documents] == [cast.account, new]


def test_the_officer_may_become_the_officer_of_both(
    session: Session, cast: Cast, now: datetime, management: Actor
) -> None:
    goes = a_model(session, cast.ana, cast.account, "us-exporter", now)
    request = ask_split(session, cast, now, cast.ben, officer=cast.ana, model=goes)
    accept(session, cast.ana, request, now)
    new = split_off(session, request, management, now)
    assert roles(session, cast.ana, cast.ben) == [[(cast.account, "officer"), (new, "officer")], [(new, "employee")]]
    access = require_draft(session, cast.ana, draft_of(session, goes), Permission.APPLICATION_READ)
    assert (access.trade_account_id, access.role) == (new, Role.OFFICER)


def test_a_company_can_be_split_off_without_a_security_model(
    session: Session, cast: Cast, now: datetime, management: Actor
) -> None:
    request = ask_split(session, cast, now)
    accept(session, cast.ben, request, now)
    new = split_off(session, request, management, now)
    assert session.exec(select(AddressRow).where(AddressRow.trade_account_id == new)).all() == []
    assert session.get_one(TradeAccountRow, new).country == "MX"


@pytest.mark.parametrize(
    ("officer", "movers", "model", "name", "code"),
    [
        ("chloe", ("ben",), 0, "N", "split-account.consultant"),
        ("ben", ("ana",), 0, "N", "split-account.officer-stays"),
        ("ben", ("chloe",), 0, "  ", "trade-account.name-empty"),
        ("ben", ("chloe",), 999_999, "N", "split-account.model-unknown"),
    ],
)
def test_a_split_that_the_rules_do_not_allow_is_refused(
    session: Session, cast: Cast, now: datetime, officer: str, movers: tuple[str, ...], model: int, name: str, code: str
) -> None:
    people = [getattr(cast, each) for each in movers]
    with pytest.raises(InvalidValue, match=code.replace(".", r"\.")):
        ask_split(session, cast, now, *people, officer=getattr(cast, officer), model=model, name=name)


def test_people_and_models_of_others_cannot_go_along(session: Session, cast: Cast, now: datetime) -> None:
    dans = membership(session, cast.dans_account, cast.dan).id or 0
    theirs = a_model(session, cast.dan, cast.dans_account, "us-exporter", now)
    officer, movers = split_wish(session, cast, None)
    for people, model, code in (
        ([dans], 0, r"split-account\.member-gone"), (movers, theirs, r"split-account\.model-unknown"),
    ):  # fmt: skip
        with pytest.raises(InvalidValue, match=code):
            requests.request_split_account(
                session, cast.ana, trade_account_id=cast.account, name="N", officer=officer, movers=people,
                model=model, reason=WHY, now=now,
            )  # fmt: skip


def test_only_who_was_named_accepts_and_proves_it(session: Session, cast: Cast, now: datetime) -> None:
    request = ask_split(session, cast, now)
    for person in (cast.ana, cast.chloe, cast.dan, cast.eva):
        with pytest.raises(NotPermitted, match=r"access\.not-yours"):
            accept(session, person, request, now)
    with pytest.raises(NotPermitted, match=r"access\.prove-again"):
        accept(session, replace(cast.ben, proved_at=None), request, now)
    accept(session, cast.ben, request, now)
    with pytest.raises(InvalidValue, match=r"organization\.over"):
        accept(session, cast.ben, request, now)


def test_who_says_no_stays_and_the_declaration_of_an_undone_split_ends(
    session: Session, cast: Cast, now: datetime
) -> None:
    request = ask_split(session, cast, now)
    decisions.decline_link(session, cast.ben, request_id=request, now=now)
    assert state(session, request) == RequestState.DECLINED
    request = ask_split(session, cast, now)
    accept(session, cast.ben, request, now)
    decisions.undo_request(session, cast.ana, request_id=request, trade_account_id=cast.account, now=now)
    signature = session.exec(select(AgreementSignatureRow)).one()
    assert (signature.voided_at, signature.void_reason) == (now, "not-split")
    assert len(session.exec(select(TradeAccountRow.id)).all()) == 2


def test_a_split_fails_when_somebody_named_has_left(
    session: Session, cast: Cast, now: datetime, management: Actor
) -> None:
    request = ask_split(session, cast, now)
    accept(session, cast.ben, request, now)
    approve(session, management, request, now)
    membership(session, cast.account, cast.chloe).removed_at = now
    session.flush()
    assert decisions.take_effect(session, request, now=now + SECOND_THOUGHTS) is None
    row = session.get_one(OrganizationRequestRow, request)
    assert (row.state, row.failure) == (RequestState.FAILED, "split-account.member-gone")
    told = session.exec(select(OutboxRow.recipient).where(OutboxRow.template == "request-failed")).all()
    assert told == ["ana@example.com", "ben@example.com"]


def test_nothing_is_approved_that_the_rules_refuse_today(
    session: Session, cast: Cast, now: datetime, management: Actor
) -> None:
    request = ask_split(session, cast, now)
    accept(session, cast.ben, request, now)
    membership(session, cast.account, cast.chloe).removed_at = now
    session.flush()
    assert decisions.rehearse_request(session, management, request_id=request) is None
    assert requests.rehearsals_of(session, cast.ana, trade_account_id=cast.account) == {request: None}
    with pytest.raises(InvalidValue, match=r"split-account\.member-gone"):
        decisions.decide_request(session, management, request_id=request, approve=True, note="", now=now)
    decisions.decide_request(session, management, request_id=request, approve=False, note="Chloe has left.", now=now)
    assert state(session, request) == RequestState.DECLINED


def test_who_is_asked_to_be_the_officer_sees_in_the_menu_where_it_waits(
    session: Session, cast: Cast, now: datetime
) -> None:
    a_trade_account(session, cast.ben, name="Ben Ltd", role=Role.OFFICER)
    ask_split(session, cast, now)
    for person, waiting in ((cast.ben, [1, 0]), (cast.chloe, [])):
        entries = list_companies(session, person, account_id=0, draft_id=0, now=now)
        assert [each.waiting for each in entries][: len(waiting)] == waiting
