"""Merges and splits of trade accounts as the requests ask for them: rehearsed, and carried out."""

import json
from datetime import datetime
from typing import Any

from sqlmodel import Session

from ctpat_app.domain.account_changes import (
    AccountsOutcome,
    AccountsRehearsal,
    SplitWish,
)
from ctpat_app.domain.security_models import Operation
from ctpat_app.services.account_merging import carry_out_merge_accounts, rehearse_merging
from ctpat_app.services.account_splitting import carry_out_split_account, rehearse_splitting
from ctpat_app.tables.organizations import OrganizationRequestRow


def detail_of(row: OrganizationRequestRow) -> dict[str, Any]:
    """Return what a request about whole accounts holds beside its columns."""
    found: dict[str, Any] = json.loads(row.detail) if row.detail else {}
    return found


def wish_of(row: OrganizationRequestRow) -> SplitWish:
    """Return what a request to split an account asks for."""
    detail = detail_of(row)
    return SplitWish(row.model_name, detail["officer"], frozenset(detail["movers"]), detail["model"])


def merging_sides(row: OrganizationRequestRow, other: int) -> tuple[int, int]:
    """Return the account that stays and the one that closes, with ``other`` as the partner."""
    return (row.trade_account_id, other) if row.asker_is_parent else (other, row.trade_account_id)


def rehearse_asked(session: Session, row: OrganizationRequestRow, *, other: int = 0) -> AccountsRehearsal:
    """Return what the request would lead to today; ``other`` is the partner's account while it has not agreed.

    Raises:
        InvalidValue: as ``rehearse_merging`` and ``rehearse_splitting``.
    """
    if row.operation == Operation.MERGE_ACCOUNTS:
        sides = merging_sides(row, other or row.other_account_id or 0)
        return rehearse_merging(session, *sides, but=row.id or 0)
    return rehearse_splitting(session, row.trade_account_id, wish_of(row), but=row.id or 0)[0]


def carry_out_asked(session: Session, row: OrganizationRequestRow, now: datetime) -> AccountsOutcome:
    """Carry out what the request asks for, and return what came out of it.

    Raises:
        InvalidValue: as ``carry_out_merge_accounts`` and ``carry_out_split_account``.
    """
    agreed_to, asker, number = detail_of(row).get("agreed_to", ""), row.requested_by, row.id or 0
    if row.operation == Operation.MERGE_ACCOUNTS:
        staying, closing = merging_sides(row, row.other_account_id or 0)
        return carry_out_merge_accounts(
            session, staying=staying, closing=closing, request=number, agreed_to=agreed_to, user_id=asker, now=now
        )
    account, wish = row.trade_account_id, wish_of(row)
    outcome, new = carry_out_split_account(
        session, account=account, wish=wish, request=number, agreed_to=agreed_to, user_id=asker, now=now
    )
    row.other_account_id = new
    return outcome
