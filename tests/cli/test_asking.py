"""The benchmark of the assistant: its figures are those of the lines, whatever languages and notes they have."""

import json
from pathlib import Path

import pytest

from benchmarks.asking import Asked, Judged, gain, learnt, means_of, read_lines, report
from ctpat_app.cli.bench import bench
from ctpat_app.cli.output import CommandError
from ctpat_app.guidance.assistant import Advice, Outcome
from ctpat_app.guidance.library import load_library

RIGHT, SECOND, WRONG = ("a", "b", "c"), ("b", "a", "c"), ("b", "c", "d")


def judged(
    language: str, choices: tuple[str, ...], outcome: Outcome = Outcome.CHOICES, *, topic: str = "a", note: str = ""
) -> Judged:
    advice = Advice(outcome, choices[0], choices, 0.5)
    return Judged(Asked("text", language, (topic,), note), advice, 10.0)


LINES = [
    judged("en", RIGHT, Outcome.ANSWER),
    judged("en", WRONG, Outcome.ANSWER),
    judged("es", RIGHT),
    judged("es", SECOND, note="mistyped"),
    judged("ar", SECOND, Outcome.UNKNOWN),
    judged("mixed", WRONG),
    judged("en", RIGHT, topic="none"),
    judged("en", RIGHT, Outcome.ANSWER, topic="none"),
]
INSIDE = [each for each in LINES if each.asked.right != ("none",)]


def test_means_are_those_of_the_languages_not_of_the_lines() -> None:
    mean, english, worst = means_of(INSIDE)
    assert (mean.name, round(mean.first, 3), round(mean.offered, 3)) == ("mean of 3 languages", 0.333, 0.833)
    assert (english.first, english.offered) == (0.5, 0.5)
    assert (worst.name, worst.first, worst.offered) == ("worst but English: ar", 0.0, 1.0)


def test_the_report_tells_all_that_is_judged() -> None:
    told = report("name", LINES)
    for part in (
        "6 about the kiosk, 2 about something else",
        "answered directly: 0.333, right of these 0.500",
        "not known: 0.167",
        "about something else: answered 0.500, offered a choice 0.500",
        "p50 / p95: 10.0 / 10.0 ms",
        "(mistyped)",
        "mixed",
    ):
        assert part in told, part


def test_the_gain_by_the_page_is_told_in_points() -> None:
    there = [judged("en", RIGHT), judged("en", RIGHT), *LINES[2:]]
    assert "English                      +50.0 / +50.0" in gain(LINES, there)


def test_lines_without_a_note_or_further_topics_are_read(tmp_path: Path) -> None:
    file = tmp_path / "lines.jsonl"
    rows = [{"lang": "en", "text": "x", "topic": "a"}, {"lang": "es", "text": "y", "topic": "a", "also": ["b"]}]
    file.write_text("\n".join(map(json.dumps, rows)) + "\n\n", "utf-8")
    assert [each.right for each in read_lines(file)] == [("a",), ("a", "b")]


def test_what_was_learnt_from_is_no_test() -> None:
    library = load_library()
    known = library.help_topics["tls-settings"].examples[0]
    asked = [Asked(known, "en", ("tls-settings",)), Asked("never written before by anybody", "en", ("none",))]
    assert learnt(library, asked) == "1 of 2 lines are among what was learnt from"


def test_the_assistant_is_measured_by_itself() -> None:
    with pytest.raises(CommandError, match="kiosk bench ask"):
        bench("ask", "pdf")
