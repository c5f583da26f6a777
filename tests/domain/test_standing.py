"""What each status leaves a company, until when it can appeal, and what a decision needs: tables of cases."""

from datetime import UTC, date, datetime

import pytest

from ctpat_app.domain.appeals import AppealTexts, appeal_decision_due, is_in_time, read_answer, read_appeal
from ctpat_app.domain.certificates import code_of, has_certificate, read_code
from ctpat_app.domain.doings import Doing, doings, require_doing
from ctpat_app.domain.errors import InvalidValue
from ctpat_app.domain.form_faults import FormFaults
from ctpat_app.domain.lifecycle import ENDED, IN_GOOD_STANDING, TRANSITIONS, Status
from ctpat_app.domain.standing import (
    Decision,
    Ground,
    appeal_due,
    decisions_from,
    reapply_day,
    rehearse,
    step_of,
)

DAY = date(2026, 3, 2)
# read write send review respond documents plan answer appeal withdraw reapply be-found certificate
TABLE = {
    Status.DRAFT: "y y y . . y y . . y . . .",
    Status.SUBMITTED: "y . . . . y y . . y . . .",
    Status.UNDER_REVIEW: "y . . . . y y . . y . . .",
    Status.RETURNED: "y y y . . y y . . y . . .",
    Status.INELIGIBLE: "y y . . . y y . . . y . .",
    Status.REJECTED: "y . . . . . . . . . y . .",
    Status.CERTIFIED: "y y y y y y y . . y . y y",
    Status.CERTIFIED_VALIDATED: "y y y y y y y . . y . y y",
    Status.CERTIFIED_EXCEEDING: "y y y y y y y . . y . y y",
    Status.CERTIFIED_NON_IMPORTER_VALIDATED: "y y y y y y y . . y . y y",
    Status.SUSPENDED: "y y . . y y y y y y . . .",
    Status.REMOVED: "y . . . . y . . y . y . .",
    Status.WITHDRAWN: "y . . . . . . . . . y . .",
}


@pytest.mark.parametrize("status", Status)
def test_each_status_leaves_a_company_what_the_table_says(status: Status) -> None:
    cells = dict(zip(Doing, TABLE[status].split(), strict=True))
    assert doings(status) == {doing for doing, cell in cells.items() if cell == "y"}
    for doing, cell in cells.items():
        if cell == "y":
            require_doing(status, doing)
            continue
        with pytest.raises(InvalidValue) as refused:
            require_doing(status, doing)
        expected = "standing.not-while-suspended" if status is Status.SUSPENDED else "lifecycle.wrong-status"
        assert refused.value.code == ("standing.ended" if status in ENDED else expected)


def test_the_table_agrees_with_the_steps_that_the_lifecycle_allows() -> None:
    for status in Status:
        assert (Doing.WITHDRAW in doings(status)) == (status in TRANSITIONS["t.withdraw"].sources)
        assert (Doing.REAPPLY in doings(status)) == (status in TRANSITIONS["t.reapply"].sources)
        assert has_certificate(status) == (status in IN_GOOD_STANDING)


@pytest.mark.parametrize(
    ("status", "possible"),
    [
        (Status.DRAFT, ()),
        (Status.UNDER_REVIEW, ()),
        (Status.CERTIFIED, (Decision.SUSPEND, Decision.REMOVE)),
        (Status.CERTIFIED_VALIDATED, (Decision.SUSPEND, Decision.REMOVE, Decision.EXCEED)),
        (Status.CERTIFIED_EXCEEDING, (Decision.SUSPEND, Decision.REMOVE, Decision.LOWER)),
        (Status.SUSPENDED, (Decision.REMOVE, Decision.REINSTATE)),
        (Status.REMOVED, ()),
        (Status.WITHDRAWN, ()),
    ],
)
def test_headquarters_decides_only_what_the_lifecycle_allows(status: Status, possible: tuple[Decision, ...]) -> None:
    assert decisions_from(status) == possible
    assert all(step_of(each) in TRANSITIONS for each in Decision)


@pytest.mark.parametrize(
    ("ground", "due"),
    [
        (Ground.INCIDENT, date(2026, 5, 31)),
        (Ground.ANNUAL_REVIEW, date(2026, 5, 31)),
        (Ground.FALSEHOOD, date(2026, 4, 1)),
        (None, date(2026, 5, 31)),
    ],
)
def test_falsehood_leaves_thirty_days_and_everything_else_ninety(ground: Ground | None, due: date) -> None:
    assert appeal_due(DAY, ground) == due


@pytest.mark.parametrize(
    ("moment", "in_time"),
    [
        (datetime(2026, 5, 31, 0, 0, tzinfo=UTC), True),
        (datetime(2026, 5, 31, 23, 59, tzinfo=UTC), True),
        (datetime(2026, 6, 1, 11, 59, tzinfo=UTC), True),  # still 31 May in the westernmost zone
        (datetime(2026, 6, 1, 12, 0, tzinfo=UTC), False),
        (datetime(2026, 6, 2, 0, 0, tzinfo=UTC), False),
    ],
)
def test_the_last_day_ends_where_it_ends_last(moment: datetime, in_time: bool) -> None:
    assert is_in_time(moment, date(2026, 5, 31)) is in_time


def test_an_appeal_is_to_be_decided_in_half_a_year() -> None:
    assert appeal_decision_due(DAY) == date(2026, 8, 29)


@pytest.mark.parametrize(
    ("status", "days", "day"),
    [
        (Status.REMOVED, 365, date(2027, 3, 2)),
        (Status.REMOVED, 0, DAY),
        (Status.WITHDRAWN, 365, DAY),
        (Status.REJECTED, 365, DAY),
        (Status.INELIGIBLE, 365, DAY),
        (Status.SUSPENDED, 365, None),
        (Status.CERTIFIED, 365, None),
    ],
)
def test_only_a_removal_lets_a_company_wait(status: Status, days: int, day: date | None) -> None:
    assert reapply_day(status, DAY, waiting_days=days) == day


def test_a_rehearsal_names_what_goes_and_what_begins() -> None:
    found = rehearse("t.suspend", Status.CERTIFIED, former=None, ground=Ground.INCIDENT, today=DAY, waiting_days=365)
    assert found.after is Status.SUSPENDED
    assert found.lost == (Doing.SEND, Doing.REVIEW, Doing.BE_FOUND, Doing.CERTIFICATE)
    assert found.gained == (Doing.ANSWER, Doing.APPEAL)
    assert (found.answer_by, found.appeal_by, found.reapply_from) == (date(2026, 5, 31), date(2026, 5, 31), None)
    back = rehearse("t.reinstate", Status.SUSPENDED, former=Status.CERTIFIED, ground=None, today=DAY, waiting_days=365)
    assert (back.after, back.lost, back.gained) == (Status.CERTIFIED, found.gained, found.lost)
    gone = rehearse("t.withdraw", Status.SUBMITTED, former=None, ground=None, today=DAY, waiting_days=365)
    assert (gone.after, gone.appeal_by, gone.reapply_from) == (Status.WITHDRAWN, None, DAY)


def test_an_appeal_is_saved_in_parts_and_filed_as_a_whole() -> None:
    half = AppealTexts("A seal was broken.", " ", "")
    assert read_appeal(half, to_file=False) == AppealTexts("A seal was broken.", "", "")
    with pytest.raises(FormFaults) as refused:
        read_appeal(half, to_file=True)
    assert set(refused.value.faults) == {"remedied", "comply"}
    with pytest.raises(FormFaults):
        read_answer(" \n ", to_send=True)
    assert read_answer("", to_send=False) == ""


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("ABCD-EFGH-JKLM-NPQR-STUV", "ABCD-EFGH-JKLM-NPQR-STUV"),
        (" abcd efgh jklm npqr stuv ", "ABCD-EFGH-JKLM-NPQR-STUV"),
        ("abcdefghjklmnpqrstuv", "ABCD-EFGH-JKLM-NPQR-STUV"),
        ("ABCD\u2011EFGH\u2011JKLM\u2011NPQR\u2011STUV", "ABCD-EFGH-JKLM-NPQR-STUV"),
        ("ABCD-EFGH-JKLM-NPQR-STU", ""),
        ("ABCD-EFGH-JKLM-NPQR-STUI", ""),
        ("' OR 1=1 --", ""),
        ("", ""),
        ("A" * 10_000, ""),
    ],
)
def test_a_code_is_read_however_it_was_copied(typed: str, code: str) -> None:
    assert read_code(typed) == code
    assert code_of("ABCDEFGHJKLMNPQRSTUV") == "ABCD-EFGH-JKLM-NPQR-STUV"
