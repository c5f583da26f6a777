"""Which numbers follow from approved changes, and what may be asked."""

import pytest

from ctpat_app.domain.errors import InvalidValue
from ctpat_app.domain.identifier_changes import NOTHING, Change, Number, Operation, check_wish, numbers_after

A, B, C = Number("mid", "MXACM400MON"), Number("scac", "ACME"), Number("scac", "ACMF")
ADD, CHANGE, REMOVE = Operation.ADD, Operation.CHANGE, Operation.REMOVE
SSN = Number("ior-ssn", "***-**-1120", "078-05-1120")
SAME_MASK = Number("ior-ssn", "***-**-1120", "219-09-1120")


@pytest.mark.parametrize(
    ("changes", "after"),
    [
        ([], (A, B)),
        ([Change(ADD, NOTHING, C)], (A, B, C)),
        ([Change(ADD, NOTHING, B)], (A, B)),
        ([Change(CHANGE, B, C)], (A, C)),
        ([Change(REMOVE, A, NOTHING)], (B,)),
        ([Change(CHANGE, B, C), Change(CHANGE, B, C)], (A, C)),
        ([Change(CHANGE, B, A)], (A,)),
        ([Change(REMOVE, B, NOTHING), Change(ADD, NOTHING, B)], (A, B)),
        ([Change(REMOVE, C, NOTHING)], (A, B)),
    ],
)
def test_changes_follow_each_other_and_twice_is_once(changes: list[Change], after: tuple[Number, ...]) -> None:
    assert numbers_after((A, B), changes) == after
    assert numbers_after(numbers_after((A, B), changes), changes) == after


def test_personal_numbers_are_told_apart_though_their_masks_are_alike() -> None:
    assert numbers_after((SSN,), [Change(ADD, NOTHING, SAME_MASK)]) == (SSN, SAME_MASK)


@pytest.mark.parametrize(
    ("operation", "old", "new", "code"),
    [
        (ADD, NOTHING, C, ""),
        (ADD, NOTHING, B, "identifier-change.there"),
        (CHANGE, B, C, ""),
        (CHANGE, B, B, "identifier-change.same"),
        (CHANGE, C, B, "identifier-change.unknown-number"),
        (REMOVE, C, NOTHING, "identifier-change.unknown-number"),
        (REMOVE, A, NOTHING, "identifier-change.asked-already"),
        (ADD, NOTHING, Number("scac", "ZZZZ"), "identifier-change.asked-already"),
    ],
)
def test_what_is_there_or_asked_for_is_told(operation: Operation, old: Number, new: Number, code: str) -> None:
    waiting = [Change(REMOVE, A, NOTHING), Change(ADD, NOTHING, Number("scac", "ZZZZ"))]
    if not code:
        check_wish(operation, old, new, (A, B), waiting)
        return
    with pytest.raises(InvalidValue) as refused:
        check_wish(operation, old, new, (A, B), waiting)
    assert refused.value.code == code
