"""Split a trade account in two: a new one with an officer of its own, and what goes along; nothing is deleted.

The register of partners and its questionnaires stay with the account that there was: it has asked the partners, and
they have answered it. The new one begins its own, for which a colleague may download the register first.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Final

from sqlmodel import Session, SQLModel, col, select, update

from ctpat_app.domain.account_changes import (
    AccountsOutcome,
    AccountsRehearsal,
    SplitWish,
    check_split_account,
    split_account_outcome,
)
from ctpat_app.domain.permissions import Role
from ctpat_app.guidance.answers import split
from ctpat_app.services.access import CONTACT_ROLE
from ctpat_app.services.account_facts import ADDRESS_KEYS, account_part, account_side, named_addresses
from ctpat_app.services.account_rows import (
    Pen,
    audit_account,
    drafts_of,
    end_declaration,
    hold,
    is_officer_row,
    keep_primary,
    memberships_in,
    require_agreed,
    void_open,
)
from ctpat_app.services.assignments import assign_alike, standing_assignment
from ctpat_app.services.drafts import SECURITY_MODEL
from ctpat_app.tables.accounts import (
    AddressRow,
    MembershipRow,
    TradeAccountRow,
)
from ctpat_app.tables.agreements import AgreementSignatureRow
from ctpat_app.tables.drafts import DraftRow
from ctpat_app.tables.security_models import SecurityModelRow

REQUEST: Final = "organization_request"
"""Kind of subject of a declaration that waits for the account it is about to be made."""


def rehearse_splitting(
    session: Session, account: int, wish: SplitWish, *, but: int = 0
) -> tuple[AccountsRehearsal, SplitWish]:
    """Return what splitting the account would lead to, without a change, and the wish as it is kept.

    Raises:
        InvalidValue: as ``domain.account_changes.check_split_account``.
    """
    side = account_side(session, account, but=but)
    checked = check_split_account(side, wish)
    addresses = named_addresses(session, account, checked.model) if checked.model else {}
    outcome = split_account_outcome(side.part, checked, addresses.values())
    return AccountsRehearsal(side.part, outcome.second, outcome), checked


def carry_out_split_account(
    session: Session, *, account: int, wish: SplitWish, request: int, agreed_to: str, user_id: int, now: datetime
) -> tuple[AccountsOutcome, int]:
    """Split the account, and return what came out of it, read back from the database, with the new account's number.

    Raises:
        InvalidValue: as ``rehearse_splitting``; ``accounts.changed-since``.
    """
    hold(session, account)
    rehearsal, wish = rehearse_splitting(session, account, wish, but=request)
    require_agreed(rehearsal.outcome, agreed_to)
    new = _new_account(session, account, wish, user_id, now)
    officer = rehearsal.first.officer
    assert officer is not None  # the rules ask for one
    mapping = _part_members(session, account, new, wish, officer.user_id, _take_declaration(session, request, new), now)
    pen = Pen(session, user_id, now)
    staying_drafts = drafts_of(session, account)
    if wish.model:
        moving = drafts_of(session, account, wish.model)
        staying_drafts = [each for each in staying_drafts if each not in moving]
        places = _copy_addresses(session, account, new, wish.model)
        _move_model(session, account, new, wish.model)
        for draft in moving:
            _name_in_split_off(pen, draft, session, new, wish.officer, mapping, places)
        void_open(session, moving, now)
    _name_in_left_behind(pen, session, staying_drafts, account, mapping, now)
    specialist = standing_assignment(session, account)
    if specialist is not None:
        assign_alike(session, specialist, new, now)
    session.flush()
    audit_account(session, new, "trade-account.created", new, user_id, now, split_from=account)
    audit_account(session, account, "trade-account.split", new, user_id, now)
    session.expire_all()
    return AccountsOutcome(account_part(session, account), account_part(session, new)), new


def _new_account(session: Session, account: int, wish: SplitWish, user_id: int, now: datetime) -> int:
    country = session.get_one(TradeAccountRow, account).country
    row = TradeAccountRow(legal_name=wish.name, country=country, created_at=now, created_by=user_id)
    session.add(row)
    session.flush()
    return row.id or 0


def _part_members(
    session: Session, account: int, new: int, wish: SplitWish, staying: int, declared: datetime, now: datetime
) -> dict[int, int]:
    """Let people go along; return for each membership that left, or was doubled, its number in the new account.

    Args:
        session: an open session.
        account: the account that there was.
        new: the new one.
        wish: who becomes its officer, and who goes along.
        staying: the officer of the account that there was, who stays there whatever they become in the new one.
        declared: when the new officer declared the authority.
        now: the present moment.
    """
    mapping = {}
    for row in memberships_in(session, account):
        is_officer, stays = row.user_id == wish.officer, row.user_id == staying
        if not is_officer and row.user_id not in wish.movers:
            continue
        role = Role.OFFICER if is_officer else Role.EMPLOYEE if row.role == Role.OFFICER else Role(row.role)
        if stays:
            target = MembershipRow(
                trade_account_id=new, user_id=row.user_id, role=role, job_title=row.job_title,
                telephone=row.telephone, created_at=now,
            )  # fmt: skip
        else:
            end_declaration(session, row, "split", now)
            target = row
            target.trade_account_id, target.role = new, role
        target.officer_declared_at = declared if is_officer else None
        session.add(target)
        session.flush()
        mapping[row.id or 0] = target.id or 0
    return mapping


def _take_declaration(session: Session, request: int, new: int) -> datetime:
    """Let the declaration that was made for the request stand for the account that it made; return when it was."""
    row = session.exec(
        select(AgreementSignatureRow).where(
            AgreementSignatureRow.subject_kind == REQUEST,
            AgreementSignatureRow.subject_id == request,
            col(AgreementSignatureRow.voided_at).is_(None),
        )
    ).one()
    row.subject_kind, row.subject_id, row.trade_account_id = "trade_account", new, new
    session.add(row)
    session.flush()
    return row.signed_at


def _copy_addresses(session: Session, account: int, new: int, model: int) -> dict[str, str]:
    """Copy the addresses that the model's forms name; return the number of each copy."""
    copies = {}
    for number in named_addresses(session, account, model):
        old = session.get_one(AddressRow, number)
        values = old.model_dump(exclude={"id", "trade_account_id"})
        copy = AddressRow(**values, trade_account_id=new)
        session.add(copy)
        session.flush()
        copies[str(number)] = str(copy.id)
    return copies


def _move_model(session: Session, account: int, new: int, model: int) -> None:
    """Let the model go along with all that is about it; the training of people stays the history of the account."""
    session.execute(update(SecurityModelRow).where(col(SecurityModelRow.id) == model).values(trade_account_id=new))
    for table in SQLModel.metadata.tables.values():
        if {"trade_account_id", "security_model_id"} <= set(table.c.keys()):
            own = (table.c.trade_account_id == account, table.c.security_model_id == model)
            session.execute(table.update().where(*own).values(trade_account_id=new))
    for row in (DraftRow, AgreementSignatureRow):
        of_model = (
            col(row.trade_account_id) == account,
            col(row.subject_kind) == SECURITY_MODEL,
            col(row.subject_id) == model,
        )
        session.execute(update(row).where(*of_model).values(trade_account_id=new))


def _name_in_split_off(
    pen: Pen,
    draft: int,
    session: Session,
    new: int,
    officer: int,
    mapping: Mapping[int, int],
    places: Mapping[str, str],
) -> None:
    people = memberships_in(session, new)
    for old, number in mapping.items():
        if old != number:
            pen.rename_member(draft, old, number)
    for key in ADDRESS_KEYS:
        current = pen.read(draft, key, "")
        pen.write(draft, key, "", ",".join(places.get(each, each) for each in split(current)))
    named = pen.contact_roles(draft)
    for row in people:
        if row.user_id == officer:
            pen.write(draft, CONTACT_ROLE, str(row.id), Role.OFFICER)
        elif named.get(str(row.id)) == Role.OFFICER:
            pen.write(draft, CONTACT_ROLE, str(row.id), Role.EMPLOYEE)
    keep_primary(pen, draft, people, next(row for row in people if row.user_id == officer))


def _name_in_left_behind(
    pen: Pen, session: Session, drafts: Collection[int], account: int, mapping: Mapping[int, int], now: datetime
) -> None:
    """Where a contact has gone, the officer who stays takes the office, or the mark."""
    people = memberships_in(session, account)
    officer = next(row for row in people if is_officer_row(row))
    gone = {str(old) for old, number in mapping.items() if old == number}
    touched = []
    for draft in drafts:
        named = pen.contact_roles(draft)
        if gone & set(named):
            touched.append(draft)
        if any(named.get(each) == Role.OFFICER for each in gone):
            pen.write(draft, CONTACT_ROLE, str(officer.id), Role.OFFICER)
        keep_primary(pen, draft, people, officer)
    void_open(session, touched, now)


def drop_declaration(session: Session, request: int, now: datetime) -> None:
    """Void the declaration that waited for a company that is not made after all; it is kept."""
    session.execute(
        update(AgreementSignatureRow)
        .where(
            col(AgreementSignatureRow.subject_kind) == REQUEST,
            col(AgreementSignatureRow.subject_id) == request,
            col(AgreementSignatureRow.voided_at).is_(None),
        )
        .values(voided_at=now, void_reason="not-split")
    )
