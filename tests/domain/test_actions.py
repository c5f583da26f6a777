"""Actions: what may be written down, what can follow what, who may close, and on which days people are reminded."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from ctpat_app.domain.actions import (
    ActionState,
    Origin,
    Owner,
    Plan,
    Proof,
    Step,
    check_closing,
    check_step,
    is_listed,
    is_overdue,
    last_reminder_day,
    quarter_start,
    read_day,
    read_note,
    read_plan,
)
from ctpat_app.domain.errors import InvalidValue
from ctpat_app.domain.form_faults import FormFaults

TODAY = date(2026, 3, 2)
DUE = date(2026, 4, 1)
ANA, BEN = 1, 2
PLAN = Plan("Fix the fence", Owner(ANA), DUE)
FINDING = replace(
    PLAN, origin=Origin.CORRECTIVE, found_on=TODAY, finding="A hole in the fence", root_cause="Nobody looks there"
)


def read(plan: Plan) -> Plan:
    return read_plan(plan, today=TODAY, members={ANA, BEN}, criteria={"9.1"}, kinds={"facility-photo"})


def faults(plan: Plan) -> dict[str, str]:
    with pytest.raises(FormFaults) as refused:
        read(plan)
    assert refused.value.code == next(iter(refused.value.faults.values())).code
    return {field: fault.code for field, fault in refused.value.faults.items()}


def test_a_plan_is_stored_cleaned() -> None:
    typed = replace(PLAN, what="  Fix\nthe   fence ", owner=Owner(0, " Olga  Ruiz ", " olga@example.com "))
    assert read(typed) == replace(PLAN, owner=Owner(0, "Olga Ruiz", "olga@example.com"))
    assert read(replace(PLAN, criterion_id="9.1", evidence_kind="facility-photo")).criterion_id == "9.1"


def test_everything_that_is_wrong_is_told_at_once() -> None:
    assert faults(Plan("", Owner(), None)) == {
        "what": "action.what-missing",
        "owner": "action.owner-missing",
        "due_on": "action.due-missing",
    }


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"what": "x" * 301}, "what", "text.too-long"),
        ({"why": "a\x00b"}, "why", "text.control-character"),
        ({"owner": Owner(99)}, "owner", "action.owner-unknown"),
        ({"owner": Owner(0, "Olga", "olga")}, "owner_email", "email.no-at"),
        ({"owner": Owner(ANA, "Olga")}, "owner_name", "action.owner-twice"),
        ({"due_on": date(2300, 1, 1)}, "due_on", "action.day-far"),
        ({"criterion_id": "99.9"}, "criterion", "action.criterion-unknown"),
        ({"evidence_kind": "nothing"}, "evidence_kind", "action.evidence-unknown"),
        ({"origin": "elsewhere"}, "origin", "action.origin-unknown"),
        ({"origin": Origin.CORRECTIVE, "found_on": TODAY}, "finding", "action.finding-missing"),
        ({"origin": Origin.CORRECTIVE, "finding": "A hole"}, "found_on", "action.found-missing"),
        (
            {"origin": Origin.CORRECTIVE, "finding": "A hole", "found_on": TODAY + timedelta(1)},
            "found_on",
            "action.found-ahead",
        ),
    ],
)
def test_what_does_not_fit_is_told_at_its_field(change: dict[str, object], field: str, code: str) -> None:
    assert faults(replace(PLAN, **change)) == {field: code}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("step", "state", "follows"),
    [
        (Step.DONE, ActionState.OPEN, True),
        (Step.DONE, ActionState.DONE, False),
        (Step.CLOSED, ActionState.DONE, True),
        (Step.CLOSED, ActionState.DROPPED, False),
        (Step.CHANGED, ActionState.CLOSED, False),
        (Step.REOPENED, ActionState.OPEN, False),
        (Step.REOPENED, ActionState.DROPPED, True),
    ],
)
def test_a_step_follows_only_some_states(step: Step, state: ActionState, *, follows: bool) -> None:
    if follows:
        check_step(step, state)
        return
    with pytest.raises(InvalidValue, match=r"action\.moved-on"):
        check_step(step, state)


def closing(
    plan: Plan = PLAN,
    proof: Proof = Proof("A photo of the new fence"),  # noqa: B008  immutable
    *,
    closer: int = BEN,
    others: frozenset[int] = frozenset({ANA, BEN}),
    checked_on: date | None = None,
) -> dict[str, str]:
    try:
        check_closing(plan, proof, closer=closer, others=others, checked_on=checked_on, today=TODAY)
    except FormFaults as refused:
        return {field: fault.code for field, fault in refused.faults.items()}
    return {}


def test_closing_needs_proof_and_another_person_than_the_owner() -> None:
    assert closing() == {}
    assert closing(proof=Proof(document_id=4)) == {}
    assert closing(proof=Proof(), closer=ANA) == {"proof": "action.proof-missing", "form": "action.other-must-close"}


def test_the_only_person_of_a_company_closes_their_own() -> None:
    assert closing(closer=ANA, others=frozenset({ANA})) == {}


def test_an_owner_from_outside_leaves_closing_to_any_member() -> None:
    assert closing(replace(PLAN, owner=Owner(0, "Olga")), closer=ANA) == {}


@pytest.mark.parametrize(
    ("checked_on", "cause", "told"),
    [
        (TODAY, "Nobody looks there", {}),
        (None, "Nobody looks there", {"checked_on": "action.check-missing"}),
        (TODAY + timedelta(1), "Nobody looks there", {"checked_on": "action.check-ahead"}),
        (TODAY - timedelta(1), "Nobody looks there", {"checked_on": "action.check-early"}),
        (TODAY, "", {"form": "action.cause-missing"}),
    ],
)
def test_a_corrective_action_closes_with_its_cause_and_a_look_at_whether_it_works(
    checked_on: date | None, cause: str, told: dict[str, str]
) -> None:
    assert closing(replace(FINDING, root_cause=cause), checked_on=checked_on) == told


def test_a_reason_is_asked_for_only_where_it_is_needed() -> None:
    assert read_note("  ") == ""
    with pytest.raises(InvalidValue, match=r"action\.reason-missing"):
        read_note(" ", "action.reason-missing")


@pytest.mark.parametrize(("text", "day"), [("", None), (" 2026-04-01 ", DUE)])
def test_a_day_is_read_as_the_browser_sends_it(text: str, day: date | None) -> None:
    assert read_day(text) == day


@pytest.mark.parametrize("text", ["01/04/2026", "2026-02-30", "tomorrow"])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(InvalidValue, match=r"action\.day-shape"):
        read_day(text)


def test_overdue_is_what_is_open_after_its_day() -> None:
    assert [is_overdue(ActionState.OPEN, DUE, DUE + timedelta(days)) for days in (0, 1)] == [False, True]
    assert not is_overdue(ActionState.DONE, DUE, DUE + timedelta(1))


@pytest.mark.parametrize(
    ("day", "start"), [(date(2026, 3, 31), date(2026, 1, 1)), (date(2026, 12, 1), date(2026, 10, 1))]
)
def test_a_quarter_begins_with_its_first_month(day: date, start: date) -> None:
    assert quarter_start(day) == start


@pytest.mark.parametrize(
    ("days_to_due", "reminded_before"),
    [(15, None), (14, 14), (13, 14), (4, 14), (3, 3), (0, 3), (-1, -1), (-7, -1), (-8, -8), (-14, -8), (-15, -15)],
)
def test_reminders_come_14_and_3_days_before_the_day_after_and_then_weekly(
    days_to_due: int, reminded_before: int | None
) -> None:
    today = DUE - timedelta(days_to_due)
    expected = None if reminded_before is None else DUE - timedelta(reminded_before)
    assert last_reminder_day(DUE, today) == expected
    assert is_listed(DUE, today) is (days_to_due <= 14)
