"""Merging and splitting accounts: what is needed, and what comes out of it."""

from dataclasses import replace

import pytest

from ctpat_app.domain.account_changes import (
    AccountPart,
    AccountSide,
    MemberPart,
    ModelPart,
    SplitWish,
    check_merge_accounts,
    check_split_account,
    merge_accounts_outcome,
    split_account_outcome,
)
from ctpat_app.domain.errors import InvalidValue
from ctpat_app.domain.lifecycle import Status
from ctpat_app.domain.permissions import Role
from ctpat_app.domain.trade_accounts import MAX_ADDRESSES

ANA, BEN, CHLOE = (
    MemberPart(1, "Ana", Role.OFFICER), MemberPart(2, "Ben", Role.EMPLOYEE), MemberPart(3, "Chloe", Role.CONSULTANT),
)  # fmt: skip
DAN = MemberPart(4, "Dan", Role.OFFICER)
MAKER = ModelPart(11, "", ("foreign-manufacturer",), Status.CERTIFIED)
EXPORTER = ModelPart(12, "Export arm", ("us-exporter",), Status.DRAFT)
ENDED = ModelPart(13, "", ("us-importer",), Status.WITHDRAWN)
ACME = AccountSide(AccountPart(1, "Acme", True, (MAKER,), (ANA, BEN, CHLOE), ("Office",), 1, ("Below",)), 9)
DANS = AccountSide(AccountPart(2, "Dan Ltd", True, (EXPORTER,), (DAN,), ("Depot",), 2, ("Above all",)), 9)


def changed(side: AccountSide, **values: object) -> AccountSide:
    return replace(side, part=replace(side.part, **values))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("staying", "closing", "code"),
    [
        (ACME, ACME, "merge-accounts.same-company"),
        (ACME, changed(DANS, is_open=False), "accounts.closed"),
        (changed(ACME, is_open=False), DANS, "accounts.closed"),
        (replace(ACME, is_asked_about=True), DANS, "organization.asked-already"),
        (ACME, replace(DANS, is_asked_about=True), "organization.asked-already"),
        (ACME, replace(DANS, office_is_offered=True), "accounts.office-offered"),
        (ACME, replace(DANS, parent=0), "merge-accounts.not-same-level"),
        (ACME, replace(DANS, parent=1), "merge-accounts.not-same-level"),
        (changed(ACME, members=(BEN,)), DANS, "merge-accounts.no-officer"),
        (replace(ACME, has_unsent_form=True), replace(DANS, has_unsent_form=True), "merge-accounts.two-forms"),
        (changed(ACME, addresses=("x",) * MAX_ADDRESSES), DANS, "merge-accounts.too-many-addresses"),
    ],
)  # fmt: skip
def test_a_merge_that_the_rules_do_not_allow(staying: AccountSide, closing: AccountSide, code: str) -> None:
    with pytest.raises(InvalidValue) as refused:
        check_merge_accounts(staying, closing)
    assert refused.value.code == code


@pytest.mark.parametrize("parent", [9, 0])
def test_companies_below_one_company_or_both_at_the_top_are_on_one_level(parent: int) -> None:
    check_merge_accounts(replace(ACME, parent=parent, has_unsent_form=True), replace(DANS, parent=parent))


def test_all_goes_to_the_one_that_stays_and_there_is_one_officer() -> None:
    outcome = merge_accounts_outcome(ACME.part, DANS.part)
    assert outcome.first == AccountPart(
        1, "Acme", True, (MAKER, EXPORTER), (ANA, BEN, CHLOE, replace(DAN, role=Role.EMPLOYEE)), ("Depot", "Office"),
        3, ("Above all", "Below"),
    )  # fmt: skip
    assert outcome.second == AccountPart(2, "Dan Ltd", False)


def test_who_is_in_both_keeps_the_role_in_the_one_that_stays() -> None:
    theirs = replace(DANS.part, members=(replace(ANA, role=Role.CONSULTANT), replace(BEN, role=Role.OFFICER)))
    assert merge_accounts_outcome(ACME.part, theirs).first.members == (ANA, BEN, CHLOE)


def test_what_people_agree_to_has_one_digest() -> None:
    outcome = merge_accounts_outcome(ACME.part, DANS.part)
    for other in (
        replace(DANS.part, models=()),
        replace(DANS.part, members=(DAN, MemberPart(5, "Olga", Role.EMPLOYEE))),
        replace(DANS.part, below=()),
    ):
        assert merge_accounts_outcome(ACME.part, other).digest() != outcome.digest()
    one_more = replace(DANS.part, addresses=("Depot", "Yard"))
    assert merge_accounts_outcome(ACME.part, one_more).digest() == outcome.digest()


WISH = SplitWish("  Acme\u00a0Norte ", officer=2, movers=frozenset({3}), model=11)


@pytest.mark.parametrize(
    ("side", "wish", "code"),
    [
        (changed(ACME, is_open=False), WISH, "accounts.closed"),
        (replace(ACME, is_asked_about=True), WISH, "organization.asked-already"),
        (ACME, replace(WISH, name=" "), "trade-account.name-empty"),
        (changed(ACME, members=(BEN, CHLOE)), WISH, "merge-accounts.no-officer"),
        (ACME, replace(WISH, model=12), "split-account.model-unknown"),
        (changed(ACME, models=(ENDED,)), replace(WISH, model=13), "split-account.model-unknown"),
        (ACME, replace(WISH, movers=frozenset({4})), "split-account.member-gone"),
        (ACME, replace(WISH, officer=4), "split-account.member-gone"),
        (ACME, replace(WISH, officer=3), "split-account.consultant"),
        (ACME, replace(WISH, movers=frozenset({1})), "split-account.officer-stays"),
    ],
)
def test_a_split_that_the_rules_do_not_allow(side: AccountSide, wish: SplitWish, code: str) -> None:
    with pytest.raises(InvalidValue) as refused:
        check_split_account(side, wish)
    assert refused.value.code == code


def test_part_of_a_company_becomes_one_of_its_own() -> None:
    wish = check_split_account(changed(ACME, models=(MAKER, EXPORTER)), WISH)
    outcome = split_account_outcome(replace(ACME.part, models=(MAKER, EXPORTER)), wish, ["Office"])
    assert outcome.first == replace(ACME.part, models=(EXPORTER,), members=(ANA,))
    assert outcome.second == AccountPart(
        0, "Acme Norte", True, (MAKER,), (replace(BEN, role=Role.OFFICER), CHLOE), ("Office",)
    )


def test_the_officer_of_both_leaves_neither() -> None:
    outcome = split_account_outcome(ACME.part, SplitWish("New", 1, frozenset()), [])
    assert (outcome.first.members, outcome.second.members) == ((ANA, BEN, CHLOE), (ANA,))
