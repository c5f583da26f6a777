"""Link, merge and split: what the rules refuse, and what comes out."""

from dataclasses import replace

import pytest

from ctpat_app.domain.errors import InvalidValue
from ctpat_app.domain.lifecycle import Status
from ctpat_app.domain.security_models import (
    ModelFacts,
    check_link,
    check_merge,
    check_split,
    clean_reason,
    combine,
    merge_outcome,
    split_outcome,
)

FIRST = ModelFacts(1, 7, "", Status.CERTIFIED, ("us-importer", "consolidator"), False, {("criterion.1.1", ""): "A"})
SECOND = replace(FIRST, id=2, types=("us-exporter",), answers={("criterion.1.1", ""): "B"})


@pytest.mark.parametrize(
    ("first", "second", "identical", "code"),
    [
        (FIRST, FIRST, True, "merge.same-model"),
        (FIRST, replace(SECOND, trade_account_id=8), True, "merge.other-account"),
        (FIRST, replace(SECOND, being_written=True), True, "merge.being-written"),
        (replace(FIRST, being_written=True), SECOND, True, "merge.being-written"),
        (FIRST, replace(SECOND, status=Status.SUBMITTED), True, "merge.not-same-point"),
        (FIRST, replace(SECOND, status=Status.SUSPENDED), True, "merge.not-same-point"),
        (FIRST, replace(SECOND, status=Status.DRAFT), True, "merge.not-same-point"),
        (FIRST, replace(SECOND, status=Status.WITHDRAWN), True, "merge.not-same-point"),
        (FIRST, SECOND, False, "merge.not-identical"),
    ],
)
def test_what_cannot_be_merged(first: ModelFacts, second: ModelFacts, identical: bool, code: str) -> None:
    with pytest.raises(InvalidValue) as refused:
        check_merge(first, second, identical_practices=identical)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (Status.CERTIFIED, Status.CERTIFIED_VALIDATED),
        (Status.SUBMITTED, Status.UNDER_REVIEW),
        (Status.CERTIFIED_EXCEEDING, Status.CERTIFIED_EXCEEDING),
    ],
)
def test_equals_can_be_merged(first: Status, second: Status) -> None:
    check_merge(replace(FIRST, status=first), replace(SECOND, status=second), identical_practices=True)


@pytest.mark.parametrize(
    ("first", "second", "after"),
    [
        (Status.CERTIFIED_VALIDATED, Status.CERTIFIED_VALIDATED, Status.CERTIFIED_VALIDATED),
        (Status.CERTIFIED_VALIDATED, Status.CERTIFIED_NON_IMPORTER_VALIDATED, Status.CERTIFIED),
        (Status.SUBMITTED, Status.UNDER_REVIEW, Status.RETURNED),
    ],
)
def test_a_merge_never_lifts_a_standing(first: Status, second: Status, after: Status) -> None:
    combined = combine({}, {}, is_criterion=bool, lists=(), of_first_alone=())
    outcome = merge_outcome(replace(FIRST, status=first), replace(SECOND, status=second), combined)
    assert [model.status for model in outcome.models] == [after, Status.WITHDRAWN]
    assert outcome.models[0].types == ("us-importer", "consolidator", "us-exporter")


@pytest.mark.parametrize(
    ("model", "business_type", "name", "code"),
    [
        (replace(FIRST, status=Status.SUBMITTED), "us-importer", "North", "split.not-good-standing"),
        (replace(FIRST, status=Status.SUSPENDED), "us-importer", "North", "split.not-good-standing"),
        (replace(FIRST, being_written=True), "us-importer", "North", "split.being-written"),
        (SECOND, "us-exporter", "North", "split.one-type"),
        (FIRST, "us-exporter", "North", "split.type-unknown"),
        (FIRST, "us-importer,consolidator", "North", "split.type-unknown"),
        (FIRST, "us-importer", " \t", "split.name-empty"),
    ],
)
def test_what_cannot_be_split(model: ModelFacts, business_type: str, name: str, code: str) -> None:
    with pytest.raises(InvalidValue) as refused:
        check_split(model, business_type, name)
    assert refused.value.code == code


def test_a_split_moves_one_type_and_keeps_the_standing() -> None:
    name = check_split(FIRST, "us-importer", "  شركة الشمال ")
    old, new = split_outcome(FIRST, "us-importer", name).models
    assert (old.types, new.types, new.name) == (("consolidator",), ("us-importer",), "شركة الشمال")
    assert old.status is new.status is Status.CERTIFIED


@pytest.mark.parametrize(
    ("parent", "child", "parents", "code"),
    [
        (1, 1, {}, "link.same-company"),
        (1, 2, {2: 1}, "link.already"),
        (2, 1, {2: 1}, "link.already"),
        (1, 2, {2: 3}, "link.has-parent"),
        (3, 1, {2: 1, 3: 2}, "link.circle"),
    ],
)
def test_a_link_keeps_a_hierarchy(parent: int, child: int, parents: dict[int, int], code: str) -> None:
    with pytest.raises(InvalidValue) as refused:
        check_link(parent, child, parents)
    assert refused.value.code == code


def test_a_company_may_stand_above_several() -> None:
    check_link(1, 3, {2: 1})
    check_link(2, 3, {2: 1})


@pytest.mark.parametrize("text", ["", "because", "  nine  ch ", "因为重组"])
def test_a_reason_is_detailed(text: str) -> None:
    with pytest.raises(InvalidValue, match=r"organization\.reason-short"):
        clean_reason(text)


def test_a_reason_may_be_in_any_script() -> None:
    assert clean_reason("两家公司于五月合并为一家公司。") == "两家公司于五月合并为一家公司。"


def test_answers_are_combined() -> None:
    first = {
        ("criterion.1.1", ""): "Ana wrote it.", ("criterion.1.2", ""): "same", ("criterion.1.3", ""): "",
        ("business_types", ""): "a,b", ("contact_role", "5"): "officer", ("primary_address", ""): "11",
    }  # fmt: skip
    second = {
        ("criterion.1.1", ""): "Ben wrote it.", ("criterion.1.2", ""): "same", ("criterion.1.3", ""): "full",
        ("business_types", ""): "b,c", ("contact_role", "6"): "officer", ("primary_address", ""): "12",
        ("identifiers", "r1"): "present",
    }  # fmt: skip
    combined = combine(
        first,
        second,
        is_criterion=lambda key: key.startswith("criterion."),
        lists={"business_types"},
        of_first_alone={"contact_role"},
    )
    assert combined.joined == {("business_types", ""): "a,b,c"}
    assert combined.from_second == {("criterion.1.3", ""), ("identifiers", "r1")}
    assert combined.from_first == {("criterion.1.2", ""), ("contact_role", "5"), ("primary_address", "")}
    assert [(each.key, each.first, each.second) for each in combined.differences] == [
        ("criterion.1.1", "Ana wrote it.", "Ben wrote it.")
    ]
    assert combined.kept == 6
