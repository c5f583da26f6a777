"""What is noted of a practice for a guide: each act once in its place, in an order that can be changed."""

from collections.abc import Callable

import pytest

from ctpat_app.domain.errors import InvalidValue
from ctpat_app.domain.practice import MAX_NOTE, MOST_LINES, Act, Line, is_place, moved, noted, with_note, without

OPEN = Line("identifiers", Act.OPEN)
KIND = Line("identifiers", Act.CHOOSE, "identifier_kind", "mid")
VALUE = Line("identifiers", Act.TYPE, "identifier_value")
ON = Line("identifiers", Act.CONTINUE)
LINES = (OPEN, KIND, VALUE, ON)


def recorded(*lines: Line) -> tuple[Line, ...]:
    found: tuple[Line, ...] = ()
    for line in lines:
        found = noted(found, line)
    return found


def test_acts_are_noted_in_their_order() -> None:
    assert recorded(*LINES) == LINES


def test_choosing_again_in_the_same_place_changes_the_step_and_keeps_its_note() -> None:
    scac = Line("identifiers", Act.CHOOSE, "identifier_kind", "scac")
    lines = with_note(recorded(OPEN, KIND, VALUE), 1, "It stands on the entry form")
    assert noted(lines, scac) == (
        OPEN,
        Line("identifiers", Act.CHOOSE, "identifier_kind", "scac", lines[1].note),
        VALUE,
    )


def test_a_page_that_was_only_passed_through_is_no_step() -> None:
    assert recorded(Line("business-types", Act.OPEN), OPEN, KIND) == (OPEN, KIND)


def test_after_going_on_the_same_act_is_a_new_step() -> None:
    assert recorded(OPEN, KIND, ON, OPEN, KIND) == (OPEN, KIND, ON, OPEN, KIND)


def test_a_guide_does_not_grow_without_end() -> None:
    lines = [Line("identifiers", Act.TYPE, f"key{number}") for number in range(MOST_LINES + 5)]
    assert len(recorded(*lines)) == MOST_LINES


@pytest.mark.parametrize(
    ("number", "up", "order"),
    [(1, True, (1, 0, 2, 3)), (1, False, (0, 2, 1, 3)), (0, True, (0, 1, 2, 3)), (3, False, (0, 1, 2, 3))],
)
def test_a_step_moves_one_place_and_stays_at_the_ends(number: int, up: bool, order: tuple[int, ...]) -> None:
    assert moved(LINES, number, up=up) == tuple(LINES[place] for place in order)


def test_a_step_can_be_taken_out() -> None:
    assert without(LINES, 2) == (OPEN, KIND, ON)


@pytest.mark.parametrize("number", [-1, 4, 10**12])
def test_a_step_that_is_gone_is_told(number: int) -> None:
    changes: tuple[Callable[[], object], ...] = (
        lambda: moved(LINES, number, up=True),
        lambda: without(LINES, number),
        lambda: with_note(LINES, number, "x"),
    )
    for change in changes:
        with pytest.raises(InvalidValue, match=r"practice\.no-line"):
            change()


def test_a_note_is_one_line_and_has_an_end() -> None:
    assert with_note(LINES, 0, " Look\n here ")[0].note == "Look here"
    with pytest.raises(InvalidValue, match=r"text\.too-long"):
        with_note(LINES, 0, "x" * (MAX_NOTE + 1))


def test_a_line_comes_back_as_it_was_kept() -> None:
    assert [Line.of(line.as_data()) for line in LINES] == list(LINES)


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("identifiers", True),
        ("criterion:1.10", True),
        ("", False),
        ("../x", False),
        ("criterion:x", False),
        ("A", False),
    ],
)
def test_a_place_has_a_shape(text: str, known: bool) -> None:
    assert is_place(text) is known
