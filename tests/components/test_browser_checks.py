"""What the page "Check my browser" can say: every check and outcome that its script knows, and no advice of old."""

import re
from pathlib import Path

import pytest

from ctpat_app.components.browser_checks import OLDEST, Check, browser_checks
from ctpat_app.components.text import building
from ctpat_app.guidance.library import load_library
from ctpat_app.words.languages import SOURCE_LANGUAGE

SCRIPT = Path("assets/check-browser.js").read_text("utf-8")
NEWER_THAN_2009 = r"=>|`|\b(const|let|class|async|await|of)\b(?= \w)|\?\.|\?\?|\.\.\."
OBSOLETE = r"TLS 1\.[01]|SSL|Java\b|[Cc]ompatibility [Vv]iew"


def checks(language: str = SOURCE_LANGUAGE) -> tuple[Check, ...]:
    with building(language):
        return browser_checks()


def test_the_script_picks_only_outcomes_that_the_page_holds_and_each_of_them() -> None:
    held = {check.id: {outcome.id for outcome in check.outcomes} for check in checks()}
    picked: dict[str, set[str]] = {}
    for name, choice in re.findall(r'show\("([\w-]+)", ([^;]+)\);', SCRIPT):
        picked.setdefault(name, set()).update(_outcomes_in(choice))
    for outcome in re.findall(r'unknownOfServer\("(\w+)"\)', SCRIPT):
        picked["online-state"].add(outcome)
    assert picked == held


def _outcomes_in(choice: str) -> set[str]:
    """Return the words of a call's arguments that are outcomes; the last one may be a value."""
    all_of_it = {outcome.id for check in checks() for outcome in check.outcomes}
    return {word for word in re.findall(r'"(\w+)"', choice) if word in all_of_it}


def test_the_script_runs_in_browsers_that_know_no_newer_language() -> None:
    code = "\n".join(line.split(" //")[0] for line in SCRIPT.splitlines() if not line.lstrip().startswith("//"))
    assert re.findall(NEWER_THAN_2009, code) == []


def test_each_check_is_a_fact_of_the_help() -> None:
    facts = {fact.id for frame in load_library().help_frame.values() for fact in frame.facts}
    assert {check.id for check in checks()} <= facts


def test_each_problem_says_what_to_do() -> None:
    for check in checks():
        for outcome in check.outcomes:
            assert outcome.advice or outcome.mark not in {"attention", "error"}, (check.id, outcome.id)


@pytest.mark.parametrize("language", ["en", "es", "zh-Hans", "ar"])
def test_nothing_obsolete_is_advised(language: str) -> None:
    said = [text for check in checks(language) for outcome in check.outcomes for text in (outcome.text, outcome.advice)]
    assert [text for text in said if re.search(OBSOLETE, text)] == []


def test_every_engine_that_the_script_tells_apart_has_its_oldest_version() -> None:
    assert set(re.findall(r'return \["(\w+)"', SCRIPT)) == set(OLDEST)
