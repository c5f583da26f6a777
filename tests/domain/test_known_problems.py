"""Known problems: what a form must hold, which pages they stand on, and when."""

from datetime import UTC, datetime, timedelta

import pytest

from ctpat_app.domain.errors import InvalidValue
from ctpat_app.domain.form_faults import FormFaults
from ctpat_app.domain.known_problems import (
    MAX_TITLE,
    WHOLE_KIOSK,
    ProblemState,
    Wording,
    Written,
    affects,
    is_shown,
    read_moment,
    read_problem,
)

NOW = datetime(2026, 3, 2, 14, 2, tzinfo=UTC)
ENGLISH = {"en": Wording("Uploads are slow", "Wait until noon.")}


def read(words: dict[str, Wording] = ENGLISH, pages: tuple[str, ...] = ("documents",), **moments: str) -> Written:
    return read_problem(
        words,
        pages,
        moments.get("since", ""),
        moments.get("until", ""),
        languages=("en", "es"),
        known_pages=("start", "documents", "svi"),
        now=NOW,
    )


def faults_of(*args: object, **moments: str) -> dict[str, str]:
    with pytest.raises(FormFaults) as refused:
        read(*args, **moments)  # type: ignore[arg-type]
    return {field: fault.code for field, fault in refused.value.faults.items()}


def test_a_problem_begins_now_and_has_no_end_unless_one_is_told() -> None:
    written = read()
    assert (written.since_at, written.until_at, written.pages) == (NOW, None, ("documents",))
    later = read(since="2026-03-03T08:00", until="2026-03-03T09:30")
    assert later.since_at == datetime(2026, 3, 3, 8, 0, tzinfo=UTC)
    assert later.until_at == datetime(2026, 3, 3, 9, 30, tzinfo=UTC)


def test_pages_keep_the_order_of_the_content_and_unknown_ones_are_left_out() -> None:
    assert read(pages=("svi", "nowhere", "start")).pages == ("start", "svi")
    assert read(pages=("svi", WHOLE_KIOSK)).pages == (WHOLE_KIOSK,)


def test_a_language_without_words_is_left_out() -> None:
    words = {**ENGLISH, "es": Wording(" ", ""), "tlh": Wording("x", "y")}
    assert set(read(words).words) == {"en"}


@pytest.mark.parametrize(
    ("words", "field", "code"),
    [
        ({}, "title-en", "known-problem.english-missing"),
        ({"es": Wording("Lento", "Espere.")}, "title-en", "known-problem.english-missing"),
        ({"en": Wording("", "Wait.")}, "title-en", "known-problem.title-missing"),
        ({"en": Wording("Slow", "  ")}, "text-en", "known-problem.text-missing"),
        ({**ENGLISH, "es": Wording("Lento", "")}, "text-es", "known-problem.text-missing"),
        ({"en": Wording("x" * (MAX_TITLE + 1), "Wait.")}, "title-en", "text.too-long"),
        ({"en": Wording("Slow\u202e", "Wait.")}, "title-en", "text.control-character"),
    ],
)
def test_words_are_whole_or_refused(words: dict[str, Wording], field: str, code: str) -> None:
    assert faults_of(words)[field] == code


@pytest.mark.parametrize("pages", [(), ("nowhere",)])
def test_a_page_must_be_chosen(pages: tuple[str, ...]) -> None:
    assert faults_of(ENGLISH, pages) == {"pages": "known-problem.pages-missing"}


@pytest.mark.parametrize(
    "moments",
    [
        {"until": "2026-03-02T14:02"},
        {"until": "2026-03-01T10:00"},
        {"since": "2026-03-05T10:00", "until": "2026-03-04T10:00"},
    ],
)
def test_an_end_lies_ahead_and_after_the_beginning(moments: dict[str, str]) -> None:
    assert faults_of(**moments) == {"until": "known-problem.until-past"}


@pytest.mark.parametrize("typed", ["soon", "2026-03-02", "2026-13-02T10:00", "2026-03-02T10:00Z", "0099-03-02T10:00"])
def test_what_is_no_moment_is_refused(typed: str) -> None:
    with pytest.raises(InvalidValue, match=r"known-problem\.moment-shape"):
        read_moment(typed)


def test_it_is_shown_while_it_is_published_and_in_its_time() -> None:
    hour = timedelta(hours=1)
    assert is_shown(ProblemState.PUBLISHED, NOW, None, NOW)
    assert is_shown(ProblemState.PUBLISHED, NOW - hour, NOW + hour, NOW)
    assert not is_shown(ProblemState.PUBLISHED, NOW + hour, None, NOW)
    assert not is_shown(ProblemState.PUBLISHED, NOW - hour, NOW, NOW)
    for state in (ProblemState.DRAFT, ProblemState.SOLVED):
        assert not is_shown(state, NOW - hour, None, NOW)


def test_it_stands_on_the_pages_that_it_affects_or_on_all() -> None:
    assert affects(("documents", "svi"), ("svi",))
    assert not affects(("documents",), ("svi",))
    assert not affects(("documents",), ())
    assert affects((WHOLE_KIOSK,), ())
