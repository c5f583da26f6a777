"""Where an application stands, in words: every step and every next move in every language."""

from datetime import date, timedelta

import pytest

from ctpat_app.domain.deadlines import Due
from ctpat_app.domain.lifecycle import TRANSITIONS, Status
from ctpat_app.domain.model_history import MERGED_AWAY, RECORDED, SPLIT_OFF, TAKES_IN
from ctpat_app.services.model_standing import StandingLine
from ctpat_app.state.model_status import due_text, status_line
from ctpat_app.words.messages import message
from tests.conftest import NOW

LANGUAGES = ["en", "es", "zh-Hans", "ar"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("step", [*TRANSITIONS, RECORDED, TAKES_IN, MERGED_AWAY, SPLIT_OFF])
def test_every_step_has_its_sentence(step: str, language: str) -> None:
    line = status_line(StandingLine(step, NOW, "officer", "Ana", by_staff=False, reason="Sold."), language)
    assert step not in line.sentence
    assert "{" not in line.sentence
    assert (line.reason, line.stamp) == ("Sold.", NOW.isoformat())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("status", Status)
def test_every_status_says_who_has_the_next_move(status: Status, language: str) -> None:
    code = f"next.{status}"
    assert message(code, language) != code


def test_staff_are_named_by_their_desk_alone() -> None:
    line = status_line(StandingLine("t.certify", NOW, "supervisor", "", by_staff=True, reason=""), "en")
    assert line.sentence == "\u2068A CTPAT supervisor\u2069 certified the company."


@pytest.mark.parametrize("move", ["decision", "validation", "answer"])
def test_a_day_that_has_passed_is_told_as_passed(move: str) -> None:
    due = Due(move, date(2026, 3, 2))  # type: ignore[arg-type]
    on_time, late = (due_text(due, "en", due.day + timedelta(days=days)) for days in (0, 1))
    assert on_time != late
    assert "March 2, 2026" in on_time
    assert "March 2, 2026" in late
    assert due_text(None, "en", due.day) == ""
