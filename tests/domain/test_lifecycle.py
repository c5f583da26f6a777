"""The life of a security model: which steps exist, and who may take them."""

import pytest

from ctpat_app.domain.errors import InvalidValue
from ctpat_app.domain.lifecycle import (
    ENDED,
    IN_GOOD_STANDING,
    TRANSITIONS,
    Party,
    Status,
    check_transition,
    steps_from,
)


@pytest.mark.parametrize(
    ("step", "status", "party", "target"),
    [
        ("t.start", None, Party.EMPLOYEE, Status.DRAFT),
        ("t.submit", Status.DRAFT, Party.OFFICER, Status.SUBMITTED),
        ("t.ineligible", Status.DRAFT, Party.SYSTEM, Status.INELIGIBLE),
        ("t.back-to-draft", Status.INELIGIBLE, Party.CONSULTANT, Status.DRAFT),
        ("t.withdraw", Status.RETURNED, Party.PRIMARY_CONTACT, Status.WITHDRAWN),
        ("t.resubmit", Status.RETURNED, Party.OFFICER, Status.UNDER_REVIEW),
        ("t.reapply", Status.WITHDRAWN, Party.OFFICER, Status.DRAFT),
        ("t.reinstate", Status.SUSPENDED, Party.HEADQUARTERS, None),
    ],
)
def test_a_step_leads_where_the_program_says(
    step: str, status: Status | None, party: Party, target: Status | None
) -> None:
    assert check_transition(step, status, party).target is target


@pytest.mark.parametrize(
    ("step", "status", "party", "code"),
    [
        ("t.submit", Status.DRAFT, Party.EMPLOYEE, "lifecycle.wrong-party"),
        ("t.submit", Status.DRAFT, Party.CONSULTANT, "lifecycle.wrong-party"),
        ("t.submit", Status.SUBMITTED, Party.OFFICER, "lifecycle.wrong-status"),
        ("t.start", Status.DRAFT, Party.OFFICER, "lifecycle.wrong-status"),
        ("t.submit", None, Party.OFFICER, "lifecycle.wrong-status"),
        ("t.start", None, Party.CONSULTANT, "lifecycle.wrong-party"),
        ("t.certify", Status.UNDER_REVIEW, Party.OFFICER, "lifecycle.wrong-party"),
        ("t.back-to-draft", Status.SUBMITTED, Party.OFFICER, "lifecycle.wrong-status"),
    ],
)
def test_any_other_step_is_refused(step: str, status: Status | None, party: Party, code: str) -> None:
    with pytest.raises(InvalidValue) as refused:
        check_transition(step, status, party)
    assert refused.value.code == code


def test_every_status_can_be_reached() -> None:
    reached = {step.target for step in TRANSITIONS.values()}
    assert set(Status) <= reached


def test_only_the_kiosk_itself_acts_without_a_permission() -> None:
    assert {step.id for step in TRANSITIONS.values() if step.permission is None} == {"t.ineligible"}
    assert all(step.by == {Party.SYSTEM} for step in TRANSITIONS.values() if step.permission is None)


def test_an_end_is_left_only_by_applying_again() -> None:
    for status in ENDED:
        assert {step.id for step in TRANSITIONS.values() if status in step.sources} == {"t.reapply"}


def test_the_officer_of_a_member_may_only_withdraw() -> None:
    for status in IN_GOOD_STANDING:
        assert [step.id for step in steps_from(status, Party.OFFICER)] == ["t.withdraw"]
