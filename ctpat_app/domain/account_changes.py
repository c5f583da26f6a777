"""Merge and split whole trade accounts: what is needed, and what comes out of it."""

import hashlib
import json
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Final

from ctpat_app.domain.errors import InvalidValue
from ctpat_app.domain.lifecycle import ENDED, Status
from ctpat_app.domain.permissions import Role
from ctpat_app.domain.trade_accounts import MAX_ADDRESSES, CompanyField, clean_company_field

ON_ITS_OWN: Final = 0
"""Number of the account above one that stands at the top."""


@dataclass(frozen=True)
class ModelPart:
    """A security model that an account holds."""

    id: int
    name: str
    types: tuple[str, ...]
    status: Status


@dataclass(frozen=True)
class MemberPart:
    """A person in an account, with the role in effect there."""

    user_id: int
    name: str
    role: Role


@dataclass(frozen=True)
class AccountPart:
    """What an account holds, before a change or after it; id 0 is the new one."""

    id: int
    name: str
    is_open: bool
    models: tuple[ModelPart, ...] = ()
    members: tuple[MemberPart, ...] = ()
    addresses: tuple[str, ...] = ()
    """How the company calls them, in the order of the alphabet."""
    invitations: int = 0
    """Sent and neither accepted nor withdrawn."""
    below: tuple[str, ...] = ()
    """Companies that stand directly below it."""

    @property
    def officer(self) -> MemberPart | None:
        """The officer; of two, who came first."""
        return next((each for each in self.members if each.role is Role.OFFICER), None)

    def roles(self) -> dict[int, Role]:
        """Return the role of each person."""
        return {each.user_id: each.role for each in self.members}


@dataclass(frozen=True)
class AccountSide:
    """An account as the rules look at it."""

    part: AccountPart
    parent: int
    """The account directly above it, ``ON_ITS_OWN`` at the top."""
    has_unsent_form: bool = False
    is_asked_about: bool = False
    """Whether another request about it has not ended."""
    office_is_offered: bool = False


@dataclass(frozen=True)
class AccountsOutcome:
    """What a merge or split of accounts leads to: the same for the rehearsal and for the real thing.

    Of a merge: the account that stays and the one that closes. Of a split: the account that there was and the new one.
    """

    first: AccountPart
    second: AccountPart

    def digest(self) -> str:
        """Return a hash of what people agree to: models, people with their roles, and companies below."""
        parts = [
            [
                part.name,
                [(model.id, model.types, model.status) for model in part.models],
                [(member.user_id, member.role) for member in part.members],
                part.below,
            ]
            for part in (self.first, self.second)
        ]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


@dataclass(frozen=True)
class AccountsRehearsal:
    """Both accounts as they are and as they would be."""

    first: AccountPart
    second: AccountPart
    outcome: AccountsOutcome


def check_free(side: AccountSide) -> None:
    """Refuse to change an account in which something else is on its way.

    Raises:
        InvalidValue: ``accounts.closed``, ``organization.asked-already``, ``accounts.office-offered``.
    Source: project proposal; what was rehearsed would not be what comes.
    """
    if not side.part.is_open:
        raise InvalidValue("accounts.closed")
    if side.is_asked_about:
        raise InvalidValue("organization.asked-already")
    if side.office_is_offered:
        raise InvalidValue("accounts.office-offered")


def check_merge_accounts(staying: AccountSide, closing: AccountSide) -> None:
    """Refuse a merge of accounts that the rules do not allow.

    Both stand on the same level: directly below the same account, or both at the top of their organizations. The
    manual names the level and no more; that two accounts at the top count as one level is a project proposal, for the
    company that registered twice.

    Raises:
        InvalidValue: as ``check_free``; ``merge-accounts.same-company``, ``merge-accounts.not-same-level``,
            ``merge-accounts.no-officer``, ``merge-accounts.two-forms``, ``merge-accounts.too-many-addresses``
            (``limit``).
    Source: Portal User Manual rev. 1.1, glossary, "Merge Trade Accounts"; two unsent forms: decision 0005.
    """
    if staying.part.id == closing.part.id:
        raise InvalidValue("merge-accounts.same-company")
    for side in (staying, closing):
        check_free(side)
    if staying.parent != closing.parent:
        raise InvalidValue("merge-accounts.not-same-level")
    if staying.part.officer is None:
        raise InvalidValue("merge-accounts.no-officer")
    if staying.has_unsent_form and closing.has_unsent_form:
        raise InvalidValue("merge-accounts.two-forms")
    if len(staying.part.addresses) + len(closing.part.addresses) > MAX_ADDRESSES:
        raise InvalidValue("merge-accounts.too-many-addresses", limit=MAX_ADDRESSES)


def merge_accounts_outcome(staying: AccountPart, closing: AccountPart) -> AccountsOutcome:
    """Return what merging them leads to: everything of the closing account goes to the one that stays.

    Who belongs to both keeps the role in the account that stays. Its officer is the officer of everything; the officer
    of the closing account becomes an employee, so that each security model has one officer.

    Source: contact rule c.one-officer (manual); the rest is a project proposal.
    """
    known = staying.roles()
    coming = [_as_colleague(each) for each in closing.members if each.user_id not in known]
    return AccountsOutcome(
        replace(
            staying,
            models=_models((*staying.models, *closing.models)),
            members=_members((*staying.members, *coming)),
            addresses=tuple(sorted((*staying.addresses, *closing.addresses))),
            invitations=staying.invitations + closing.invitations,
            below=tuple(sorted((*staying.below, *closing.below))),
        ),
        AccountPart(closing.id, closing.name, is_open=False),
    )


@dataclass(frozen=True)
class SplitWish:
    """What an officer asks for: the new company's name, its officer, who goes along, and the model that moves."""

    name: str
    officer: int
    """Id of the person."""
    movers: frozenset[int]
    """Ids of the people who go along."""
    model: int = 0
    """0: no security model moves."""


def check_split_account(side: AccountSide, wish: SplitWish) -> SplitWish:
    """Return the wish with its name cleaned, or refuse it.

    Raises:
        InvalidValue: as ``check_free``; ``trade-account.name-empty``, ``text.…``, ``merge-accounts.no-officer``,
            ``split-account.model-unknown``, ``split-account.member-gone``, ``split-account.consultant``,
            ``split-account.officer-stays``.
    Source: Portal User Manual rev. 1.1, glossary, "Split Trade Account"; who may go along is a project proposal.
    """
    check_free(side)
    name = clean_company_field(CompanyField.LEGAL_NAME, wish.name, ())
    officer, roles = side.part.officer, side.part.roles()
    if officer is None:
        raise InvalidValue("merge-accounts.no-officer")
    if wish.model and wish.model not in _living(side.part.models):
        raise InvalidValue("split-account.model-unknown")
    if not {wish.officer, *wish.movers} <= set(roles):
        raise InvalidValue("split-account.member-gone")
    if roles[wish.officer] is Role.CONSULTANT:
        raise InvalidValue("split-account.consultant")
    if officer.user_id in wish.movers:
        raise InvalidValue("split-account.officer-stays")
    return replace(wish, name=name)


def split_account_outcome(part: AccountPart, wish: SplitWish, addresses: Collection[str]) -> AccountsOutcome:
    """Return what splitting leads to.

    Who goes along leaves the account that there was; its officer stays there, also when they become the officer of the
    new one as well. The addresses that the moving security model names are copied; the new account stands on its own.

    Args:
        part: the account as it is.
        wish: what was asked for, checked.
        addresses: how the company calls the addresses that the moving model names.

    Source: project proposal.
    """
    officer = part.officer
    stays = {officer.user_id} if officer else set()
    movers = (wish.movers | {wish.officer}) - stays
    gone = [each for each in part.members if each.user_id in movers or each.user_id == wish.officer]
    coming = [
        replace(each, role=Role.OFFICER) if each.user_id == wish.officer else _as_colleague(each) for each in gone
    ]
    return AccountsOutcome(
        replace(
            part,
            models=tuple(each for each in part.models if each.id != wish.model),
            members=tuple(each for each in part.members if each.user_id not in movers),
        ),
        AccountPart(
            0,
            wish.name,
            is_open=True,
            models=tuple(each for each in part.models if each.id == wish.model),
            members=_members(coming),
            addresses=tuple(sorted(addresses)),
        ),
    )


def _living(models: Collection[ModelPart]) -> set[int]:
    return {each.id for each in models if each.status not in ENDED}


def _as_colleague(member: MemberPart) -> MemberPart:
    return replace(member, role=Role.EMPLOYEE) if member.role is Role.OFFICER else member


def _models(models: Collection[ModelPart]) -> tuple[ModelPart, ...]:
    return tuple(sorted(models, key=lambda each: each.id))


def _members(members: Collection[MemberPart]) -> tuple[MemberPart, ...]:
    return tuple(sorted(members, key=lambda each: each.user_id))
