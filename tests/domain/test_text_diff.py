"""What differs between two texts, word by word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctpat_app.domain.text_diff import Change, compare_texts


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("", "", []),
        ("", "Every day.", [("added", "Every day.")]),
        ("Every day.", "", [("removed", "Every day.")]),
        (
            "A guard checks seals weekly.",
            "A guard checks seals daily.",
            [("same", "A guard checks seals "), ("removed", "weekly."), ("added", "daily.")],
        ),
        ("每周检查封条", "每天检查封条", [("same", "每"), ("removed", "周"), ("added", "天"), ("same", "检查封条")]),
        (
            "يفحص الحارس أسبوعيًا",
            "يفحص الحارس يوميًا",
            [("same", "يفحص الحارس "), ("removed", "أسبوعيًا"), ("added", "يوميًا")],
        ),
    ],
)
def test_only_the_words_that_differ_are_marked(old: str, new: str, expected: list[tuple[str, str]]) -> None:
    assert [(str(piece.change), piece.text) for piece in compare_texts(old, new)] == expected


@given(st.text("ab .\n中؟", max_size=60), st.text("ab .\n中؟", max_size=60))
def test_both_texts_can_be_read_from_the_pieces(old: str, new: str) -> None:
    pieces = compare_texts(old, new)
    assert "".join(piece.text for piece in pieces if piece.change is not Change.ADDED) == old
    assert "".join(piece.text for piece in pieces if piece.change is not Change.REMOVED) == new


def test_the_longest_answers_are_compared_by_sentences_so_that_no_page_waits() -> None:
    old, new = "检查封条。" * 2000, "检查封条。" * 1999 + "检验封条。"
    pieces = compare_texts(old, new)
    assert [(piece.change.value, piece.text) for piece in pieces[1:]] == [
        ("removed", "检查封条。"),
        ("added", "检验封条。"),
    ]
