"""Codes for one's own phone: how long each part of the way lasts, where it leads, how a code may be typed."""

from datetime import UTC, datetime, timedelta

import pytest

from ctpat_app.domain.phone_handovers import (
    ARRIVE_LIFETIME,
    CODE_LIFETIME,
    MATCH_LIFETIME,
    HandoverState,
    Stage,
    place_of,
    stage_of,
    typed_phone_code,
)

NOW = datetime(2026, 3, 2, 14, 2, tzinfo=UTC)
A_MOMENT = timedelta(seconds=1)
LASTS = {
    HandoverState.OFFERED: (CODE_LIFETIME, Stage.OFFERED),
    HandoverState.TAKEN: (MATCH_LIFETIME, Stage.TAKEN),
    HandoverState.CONFIRMED: (ARRIVE_LIFETIME, Stage.CONFIRMED),
}


def stage(state: HandoverState, now: datetime) -> Stage:
    return stage_of(state, offered_at=NOW, taken_at=NOW, confirmed_at=NOW, now=now)


@pytest.mark.parametrize("state", LASTS)
def test_every_part_of_the_way_ends_by_itself(state: HandoverState) -> None:
    lasts, expected = LASTS[state]
    assert stage(state, NOW) is expected
    assert stage(state, NOW + lasts - A_MOMENT) is expected
    assert stage(state, NOW + lasts) is Stage.OVER


@pytest.mark.parametrize("state", [HandoverState.ARRIVED, HandoverState.REPLACED])
def test_what_has_arrived_or_was_replaced_leads_nowhere(state: HandoverState) -> None:
    assert stage(state, NOW) is Stage.OVER


def test_a_code_works_for_two_to_three_minutes() -> None:
    assert timedelta(minutes=2) <= CODE_LIFETIME <= timedelta(minutes=3)


@pytest.mark.parametrize(
    ("page", "part", "place"),
    [
        ("apply", "identifiers", "apply/?draft=7&step=identifiers"),
        ("profile", "1.10", "profile/?draft=7&criterion=1.10"),
        ("risk", "partners", "risk/?draft=7&step=partners"),
        ("application", "", "application/?draft=7"),
        ("application", "sign", "application/?draft=7"),
        ("apply", "", "apply/?draft=7"),
        ("apply", "x&next=//evil.example", "apply/?draft=7"),
        ("apply", "x" * 81, "apply/?draft=7"),
        ("//evil.example", "x", "application/?draft=7"),
        ("staff", "x", "application/?draft=7"),
    ],
)
def test_a_code_leads_to_a_place_in_the_draft_and_nowhere_else(page: str, part: str, place: str) -> None:
    assert place_of(page, 7, part) == place


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("ABCD-EFGH", "ABCD-EFGH"),
        (" abcd efgh ", "ABCD-EFGH"),
        ("abcdefgh", "ABCD-EFGH"),
        ("ABCD–EFGH", "ABCD-EFGH"),
        ("ABCD-EFG", ""),
        ("ABCD-EFGHJ", ""),
        ("", ""),
        ("١٢٣٤", ""),
    ],
)
def test_a_code_is_read_however_it_was_typed(typed: str, code: str) -> None:
    assert typed_phone_code(typed) == code
