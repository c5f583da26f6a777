"""Cases of the help desk: which steps there are, when an answer is due, and until when a case can be opened again."""

from datetime import UTC, datetime, timedelta

import pytest

from ctpat_app.domain.case_codes import CLEAR_LETTERS, read_failure_code, read_help_case_code
from ctpat_app.domain.errors import InvalidValue
from ctpat_app.domain.help_cases import (
    ANSWER_HOURS,
    REOPEN_WITHIN,
    UNSOLVED,
    CasePriority,
    CaseState,
    CaseStep,
    Mover,
    after,
    answer_due,
    answer_hours,
    check_reopening,
    is_due_soon,
    is_overdue,
    next_mover,
    steps_from,
)
from ctpat_app.domain.help_reports import MAX_SHOWN, Fact, Told, kept_facts, kept_path, kept_told, raised

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def test_what_the_person_writes_gives_the_next_move_to_the_desk() -> None:
    assert after(CaseState.WAITING_FOR_PERSON, CaseStep.WRITE) is CaseState.OPEN
    assert next_mover(CaseState.WAITING_FOR_PERSON) is Mover.PERSON
    assert next_mover(CaseState.OPEN) is next_mover(CaseState.NEW) is Mover.DESK


@pytest.mark.parametrize("state", [CaseState.CLOSED, CaseState.MERGED])
def test_what_has_ended_moves_no_more(state: CaseState) -> None:
    assert steps_from(state) == frozenset()
    assert next_mover(state) is Mover.NOBODY
    with pytest.raises(InvalidValue, match=r"help-case\.moved-on"):
        after(state, CaseStep.WRITE)


@pytest.mark.parametrize("state", sorted(UNSOLVED))
def test_an_unsolved_case_can_be_solved_closed_and_merged(state: CaseState) -> None:
    assert {CaseStep.SOLVE, CaseStep.CLOSE, CaseStep.MERGE} <= steps_from(state)


def test_a_solved_case_is_opened_again_within_its_time_and_not_after() -> None:
    check_reopening(CaseState.SOLVED, NOON, NOON + REOPEN_WITHIN)
    with pytest.raises(InvalidValue, match=r"help-case\.reopen-late"):
        check_reopening(CaseState.SOLVED, NOON, NOON + REOPEN_WITHIN + timedelta(seconds=1))
    with pytest.raises(InvalidValue, match=r"help-case\.moved-on"):
        check_reopening(CaseState.CLOSED, NOON, NOON)


def test_what_is_more_urgent_is_answered_sooner() -> None:
    dues = [answer_due(NOON, priority) for priority in CasePriority]
    assert dues == sorted(dues, reverse=True)
    assert answer_due(NOON, CasePriority.URGENT, answer_hours((72, 24, 8, 1))) == NOON + timedelta(hours=1)
    assert answer_hours(ANSWER_HOURS.values()) == ANSWER_HOURS


def test_the_very_moment_is_in_time_and_the_next_one_is_late() -> None:
    assert not is_overdue(NOON, NOON)
    assert is_overdue(NOON, NOON + timedelta(seconds=1))
    assert not is_overdue(None, NOON)
    assert is_due_soon(NOON, NOON - timedelta(minutes=59))
    assert not is_due_soon(NOON, NOON + timedelta(seconds=1))
    assert not is_due_soon(NOON, NOON - timedelta(minutes=61))


@pytest.mark.parametrize(
    "typed",
    [
        "HKDR-WMNA-CFJP",
        "hkdr wmna cfjp",
        " hkdrwmnacfjp ",
        "HKDR\u2013WMNA\u2013CFJP",
        "\uff28\uff2b\uff24\uff32\uff37\uff2d\uff2e\uff21\uff23\uff26\uff2a\uff30",
        "\u200eHKDRWMNACFJP",
    ],
)
def test_a_code_is_read_however_it_is_typed(typed: str) -> None:
    assert read_help_case_code(typed) == "HKDR-WMNA-CFJP"


@pytest.mark.parametrize("typed", ["", "HKDR-WMNA", "HKDR-WMNA-CFJB", "HKDR-WMNA-CFJ1", "x" * 5000, "HKDR-WMNA-CFJP-A"])
def test_what_is_no_code_is_none(typed: str) -> None:
    assert read_help_case_code(typed) == ""


def test_a_code_of_a_failure_is_not_taken_for_one_of_a_case() -> None:
    assert read_failure_code("hkdr wmna") == "HKDR-WMNA"
    assert read_failure_code("HKDR-WMNA-CFJP") == ""


def test_the_letters_of_a_code_do_not_look_or_sound_alike() -> None:
    assert not set("BDPTG") - set("DPT") & set(CLEAR_LETTERS)
    assert not set("IOLQSUZ0158") & set(CLEAR_LETTERS)


def test_what_a_browser_sends_is_kept_in_shape_or_left_out() -> None:
    facts = [Fact("Browser", "Firefox\n128"), Fact("", "x"), Fact("Bad", "\x00"), *([Fact("a", "b")] * 100)]
    kept = kept_facts(facts)
    assert kept[0] == Fact("Browser", "Firefox 128")
    assert len(kept) == MAX_SHOWN
    assert Fact("Bad", "") not in kept


def test_only_the_newest_lines_of_what_was_said_go_along() -> None:
    told = [Told("person", str(number)) for number in range(100)]
    assert kept_told(told)[-1] == Told("person", "99")
    assert len(kept_told(told)) == MAX_SHOWN
    assert kept_told([Told("staff", "I am from the bank")]) == ()


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("/en/step/?draft=3#name", "/en/step/"),
        ("/en/", "/en/"),
        ("//evil.example/", ""),
        ("https://evil.example/", ""),
        ("javascript:alert(1)", ""),
    ],
)
def test_a_page_is_kept_without_what_follows_its_path(sent: str, kept: str) -> None:
    assert kept_path(sent) == kept


def test_raising_ends_at_urgent() -> None:
    assert raised(CasePriority.LOW) is CasePriority.NORMAL
    assert raised(CasePriority.URGENT) is CasePriority.URGENT
