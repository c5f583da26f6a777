"""Merge two trade accounts: everything goes to the one that stays, the other is closed; nothing is deleted.

What is kept about a company stands in tables that name its trade account. ``FATE`` says of each what becomes of its
rows, and a test holds the list against the tables: whoever adds a table decides here.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Final

from sqlmodel import Session, SQLModel, col, select, update

from ctpat_app.domain.account_changes import (
    AccountsOutcome,
    AccountsRehearsal,
    check_merge_accounts,
    merge_accounts_outcome,
)
from ctpat_app.domain.permissions import Role
from ctpat_app.services.access import CONTACT_ROLE
from ctpat_app.services.account_facts import account_part, account_side
from ctpat_app.services.account_rows import (
    Pen,
    audit_account,
    drafts_of,
    end_declaration,
    hold,
    keep_primary,
    memberships_in,
    require_agreed,
    void_open,
)
from ctpat_app.services.assignments import assign_alike, close_assignment, standing_assignment
from ctpat_app.services.drafts import NO_CONTACT, SECURITY_MODEL, TRADE_ACCOUNT
from ctpat_app.services.organizations import standing_links
from ctpat_app.services.partner_merging import join_registers
from ctpat_app.services.watches import move_watches
from ctpat_app.tables.accounts import (
    InvitationRow,
    MembershipRow,
    TradeAccountRow,
)
from ctpat_app.tables.agreements import AgreementSignatureRow
from ctpat_app.tables.drafts import DraftRow
from ctpat_app.tables.organizations import AccountLinkRow

MOVES: Final = "moves"
OWN_WAY: Final = "own way"
"""Part of the rows moves, by rules of its own further down."""
STAYS: Final = "stays"
"""History of the account that it was about."""

FATE: Final[Mapping[str, str]] = {
    "security_model": MOVES,
    "draft": MOVES,
    "address": MOVES,
    "document": MOVES,
    "action": MOVES,
    "training_record": MOVES,
    "identifier_change": MOVES,
    "partner": OWN_WAY,
    "partner_import": MOVES,
    "questionnaire": MOVES,
    "inquiry": MOVES,
    "aeo_registration": MOVES,
    "help_case": MOVES,
    "membership": OWN_WAY,
    "invitation": OWN_WAY,
    "agreement_signature": OWN_WAY,
    "account_link": OWN_WAY,
    "staff_assignment": OWN_WAY,
    "organization_request": STAYS,
    "handover": STAYS,
    "conversation_message": STAYS,
    "conversation_mark": STAYS,
    "watch": OWN_WAY,
    "walk_through": STAYS,
}
"""Of each table with the number of a trade account: what becomes of its rows when the account is merged away."""


def rehearse_merging(session: Session, staying: int, closing: int, *, but: int = 0) -> AccountsRehearsal:
    """Return what merging the accounts would lead to, without a change; the caller authorizes.

    Raises:
        InvalidValue: as ``domain.account_changes.check_merge_accounts``.
    """
    first, second = account_side(session, staying, but=but), account_side(session, closing, but=but)
    check_merge_accounts(first, second)
    return AccountsRehearsal(first.part, second.part, merge_accounts_outcome(first.part, second.part))


def carry_out_merge_accounts(
    session: Session, *, staying: int, closing: int, request: int, agreed_to: str, user_id: int, now: datetime
) -> AccountsOutcome:
    """Let one account take over the other, and return what came out of it, read back from the database.

    Everybody goes on seeing the security models that they saw before; the officer sees all of them.

    Args:
        session: an open session.
        staying: the account that takes over.
        closing: the account that is closed; it is kept.
        request: the request that asked for it.
        agreed_to: the digest of the outcome that was approved.
        user_id: who asked; changed answers are theirs.
        now: the present moment.

    Raises:
        InvalidValue: as ``rehearse_merging``; ``accounts.changed-since`` when something else would come out of it.
    """
    hold(session, staying, closing)
    planned = rehearse_merging(session, staying, closing, but=request).outcome
    require_agreed(planned, agreed_to)
    officer = planned.first.officer
    assert officer is not None  # the rules ask for one
    theirs, ours = drafts_of(session, closing), drafts_of(session, staying)
    before = {row.user_id for row in memberships_in(session, staying)}
    moved = _move_members(session, staying, closing, now)
    people = {row.user_id: row for row in memberships_in(session, staying)}
    strangers = before - {row.user_id for row in moved.values()}
    pen = Pen(session, user_id, now)
    for draft in theirs:
        for old, row in moved.items():
            pen.rename_member(draft, old, row.id or 0)
        _name_in_taken_over(pen, draft, people, strangers, officer.user_id)
    newcomers = [row for row in moved.values() if row.user_id not in before]
    for draft in ours:
        for row in newcomers:
            pen.write(draft, CONTACT_ROLE, str(row.id), NO_CONTACT)
    void_open(session, (*theirs, *ours), now)
    join_registers(session, staying=staying, closing=closing, user_id=user_id, now=now)
    _move_rows(session, staying, closing)
    move_watches(session, closing, staying, now=now)
    _move_links(session, staying, closing, now)
    _move_specialist(session, staying, closing, now)
    closed = session.get_one(TradeAccountRow, closing)
    closed.closed_at, closed.merged_into_id = now, staying
    session.flush()
    audit_account(session, closing, "trade-account.closed", closing, user_id, now, into=staying)
    audit_account(session, staying, "trade-account.took-over", closing, user_id, now)
    session.expire_all()
    return AccountsOutcome(account_part(session, staying), account_part(session, closing))


def _move_members(session: Session, staying: int, closing: int, now: datetime) -> dict[int, MembershipRow]:
    """Return for each membership of the closing account the one that the person has in the staying one."""
    query = select(MembershipRow).where(MembershipRow.trade_account_id == staying)
    known = {row.user_id: row for row in session.exec(query)}
    moved = {}
    for row in memberships_in(session, closing):
        end_declaration(session, row, "merged", now)
        row.role = Role.EMPLOYEE if row.role == Role.OFFICER else row.role
        target = known.get(row.user_id)
        if target is None:
            row.trade_account_id = staying
            target = row
        else:
            if target.removed_at is not None:  # they left it once, and come back in
                target.removed_at, target.role, target.officer_declared_at = None, row.role, None
            row.removed_at = now
        session.add_all([row, target])
        moved[row.id or 0] = target
    session.flush()
    return moved


def _name_in_taken_over(
    pen: Pen, draft: int, people: Mapping[int, MembershipRow], strangers: Collection[int], officer: int
) -> None:
    """Name the officer in a form that was taken over; who had no part in it has none now."""
    named = pen.contact_roles(draft)
    for user, row in people.items():
        number = str(row.id)
        if user == officer:
            pen.write(draft, CONTACT_ROLE, number, Role.OFFICER)
        elif named.get(number) == Role.OFFICER:
            pen.write(draft, CONTACT_ROLE, number, Role.EMPLOYEE)
        elif user in strangers:
            pen.write(draft, CONTACT_ROLE, number, NO_CONTACT)
    keep_primary(pen, draft, people.values(), people[officer])


def _move_rows(session: Session, staying: int, closing: int) -> None:
    for name in (name for name, fate in FATE.items() if fate == MOVES):
        table = SQLModel.metadata.tables[name]
        session.execute(table.update().where(table.c.trade_account_id == closing).values(trade_account_id=staying))
    # A form about the company as a whole names it twice.
    session.execute(
        update(DraftRow)
        .where(col(DraftRow.subject_kind) == TRADE_ACCOUNT, col(DraftRow.subject_id) == closing)
        .values(subject_id=staying)
    )
    session.execute(
        update(InvitationRow)
        .where(
            col(InvitationRow.trade_account_id) == closing,
            col(InvitationRow.used_at).is_(None),
            col(InvitationRow.withdrawn_at).is_(None),
        )
        .values(trade_account_id=staying)
    )
    session.execute(
        update(AgreementSignatureRow)
        .where(
            col(AgreementSignatureRow.trade_account_id) == closing,
            col(AgreementSignatureRow.subject_kind) == SECURITY_MODEL,
        )
        .values(trade_account_id=staying)
    )


def _move_links(session: Session, staying: int, closing: int, now: datetime) -> None:
    links = [link for link in session.exec(standing_links()) if closing in {link.parent_id, link.child_id}]
    for link in links:
        link.ended_at = now
        session.add(link)
    session.flush()  # the database lets a company stand below one other only
    below = [link.child_id for link in links if link.parent_id == closing]
    session.add_all(AccountLinkRow(parent_id=staying, child_id=child, linked_at=now) for child in below)
    session.flush()


def _move_specialist(session: Session, staying: int, closing: int, now: datetime) -> None:
    """End the assignment; an account without a specialist takes over the one of the other."""
    theirs = standing_assignment(session, closing)
    if theirs is None:
        return
    close_assignment(session, theirs, None, now)
    if standing_assignment(session, staying) is None:
        assign_alike(session, theirs, staying, now)
