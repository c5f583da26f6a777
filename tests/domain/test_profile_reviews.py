"""What may be decided about a statement and a case: tables of cases."""

import pytest

from ctpat_app.domain.errors import InvalidValue
from ctpat_app.domain.lifecycle import TRANSITIONS
from ctpat_app.domain.profile_reviews import (
    REASON_OF_FINDING,
    RULES,
    Decision,
    ReturnReason,
    ReviewKind,
    Tally,
    Way,
    blocked_by,
    check_decision,
    tally,
    ways_of,
)
from ctpat_app.words.case_messages import RETURN_REASONS, WAYS
from ctpat_app.words.review_messages import FINDING_NAMES

KEYS = ("criterion.1.1", "criterion.1.2", "criterion.1.3")
ALL_ACCEPTED = Tally(3, 3, 0)


@pytest.mark.parametrize(
    ("decisions", "expected", "looked_at", "sent_back", "approved"),
    [
        ({}, Tally(3, 0, 0), 0, 0, False),
        (dict.fromkeys(KEYS, Decision.ACCEPTED), ALL_ACCEPTED, 3, 0, True),
        ({KEYS[0]: Decision.ACCEPTED, KEYS[1]: Decision.RETURNED}, Tally(3, 1, 1), 2, 1, False),
        ({KEYS[0]: Decision.OPEN}, Tally(3, 0, 0), 0, 0, False),
        (
            {**dict.fromkeys(KEYS, Decision.ACCEPTED), "part.addresses": Decision.RETURNED},
            Tally(3, 3, 0, 1),
            3,
            1,
            False,
        ),
        ({**dict.fromkeys(KEYS, Decision.ACCEPTED), "part.addresses": Decision.OPEN}, ALL_ACCEPTED, 3, 0, True),
        # Decided in an earlier library version, and not asked any more: it does not count as a statement.
        ({"criterion.99": Decision.ACCEPTED}, Tally(3, 0, 0), 0, 0, False),
    ],
)
def test_a_review_is_counted(
    decisions: dict[str, Decision], expected: Tally, looked_at: int, sent_back: int, approved: bool
) -> None:
    found = tally(KEYS, decisions)
    assert found == expected
    assert (found.looked_at, found.sent_back, found.is_approved) == (looked_at, sent_back, approved)


def test_a_profile_without_statements_is_never_approved() -> None:
    assert not tally((), {}).is_approved


@pytest.mark.parametrize(
    ("way", "found", "code"),
    [
        (Way.CERTIFY, ALL_ACCEPTED, ""),
        (Way.CERTIFY, Tally(3, 2, 0), "case.statements-open"),
        (Way.CERTIFY, Tally(3, 2, 1), "case.sent-back-stands"),
        (Way.CERTIFY, Tally(3, 3, 0, 1), "case.sent-back-stands"),
        (Way.ACCEPT_CHANGES, ALL_ACCEPTED, ""),
        (Way.ACCEPT_CHANGES, Tally(3, 0, 0), "case.statements-open"),
        (Way.RETURN, Tally(3, 0, 1), ""),
        (Way.RETURN, Tally(3, 3, 0, 1), ""),
        (Way.RETURN, ALL_ACCEPTED, "case.nothing-returned"),
        (Way.RETURN_CHANGES, Tally(3, 0, 0), "case.nothing-returned"),
        (Way.REJECT, Tally(3, 0, 0), ""),
        (Way.VETTING_FAILS, Tally(3, 1, 1), ""),
    ],
)
def test_what_the_statements_leave_to_be_done(way: Way, found: Tally, code: str) -> None:
    assert blocked_by(way, found) == code


@pytest.mark.parametrize("kind", list(ReviewKind))
def test_a_member_keeps_its_status_whatever_is_decided(kind: ReviewKind) -> None:
    steps = [RULES[way].step for way in ways_of(kind)]
    assert all(steps) is (kind is ReviewKind.APPLICATION)
    assert all(not step or step in TRANSITIONS for step in steps)


@pytest.mark.parametrize("way", list(Way))
def test_a_way_needs_a_reason_where_its_step_does(way: Way) -> None:
    step = TRANSITIONS.get(RULES[way].step)
    assert RULES[way].needs_reason is (step is not None and "written-reason" in step.needs)


@pytest.mark.parametrize(
    ("decision", "kind", "comment", "expected"),
    [
        (Decision.ACCEPTED, "unclear", "Ignored.", ("", "")),
        (Decision.OPEN, "", "", ("", "")),
        (Decision.RETURNED, "unclear", " Say who.\r\nAnd when. ", ("unclear", "Say who.\nAnd when.")),
        (Decision.RETURNED, "other", "请说明由谁负责。", ("other", "请说明由谁负责。")),
    ],
)
def test_only_what_goes_back_has_a_reason(
    decision: Decision, kind: str, comment: str, expected: tuple[str, str]
) -> None:
    assert check_decision(decision, kind, comment) == expected


@pytest.mark.parametrize(
    ("kind", "comment", "code"),
    [
        ("", "Say who.", "case.reason-kind-missing"),
        ("sounds-odd", "Say who.", "case.reason-kind-missing"),
        ("unclear", "", "case.comment-missing"),
        ("unclear", " \n ", "case.comment-missing"),
        ("unclear", "x" * 2001, "text.too-long"),
        ("unclear", "Say\u202ewho", "text.control-character"),
    ],
)
def test_what_goes_back_says_why(kind: str, comment: str, code: str) -> None:
    with pytest.raises(InvalidValue) as refused:
        check_decision(Decision.RETURNED, kind, comment)
    assert refused.value.code == code


def test_everything_that_can_be_chosen_has_words() -> None:
    assert set(RETURN_REASONS) == set(ReturnReason)
    assert set(WAYS) == set(Way)
    assert set(REASON_OF_FINDING) <= set(FINDING_NAMES)
