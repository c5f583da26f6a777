"""Shape rules for typed text."""

import pytest

from ctpat_app.domain.errors import InvalidValue
from ctpat_app.domain.texts import clean_code, clean_line, clean_text


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("", ""),
        ("   ", ""),
        ("  Acme \t Carriers\r\nSA ", "Acme Carriers SA"),
        ("Acme\u00a0SA", "Acme SA"),
        ("Cafe\u0301", "Café"),
        ("شركة\u200f النقل", "شركة\u200f النقل"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("Acme 👩‍🚒", "Acme 👩‍🚒"),
        ("株式会社　日本", "株式会社 日本"),
        ("Иван Ё", "Иван Ё"),
    ],
)
def test_a_line_keeps_every_script_and_loses_only_idle_space(typed: str, stored: str) -> None:
    assert clean_line(typed, 200) == stored


@pytest.mark.parametrize("character", ["\x00", "\x07", "\x1b", "\x7f", "\x9f", "\ud800", "\u202e", "\u2066"])
def test_hidden_signs_are_refused_by_name(character: str) -> None:
    for clean in (clean_line, clean_text):
        with pytest.raises(InvalidValue) as refused:
            clean(f"a{character}b", 200)
        assert refused.value.code == "text.control-character"
        assert refused.value.params == {"character": f"U+{ord(character):04X}"}


@pytest.mark.parametrize("clean", [clean_line, clean_text, clean_code])
def test_the_limit_counts_code_points_after_cleaning(clean: object) -> None:
    assert callable(clean)
    assert clean(" " + "é" * 10 + " ", 10) == "é" * 10
    assert clean("e\u0301" * 10, 10) == "é" * 10
    with pytest.raises(InvalidValue) as refused:
        clean("ü" * 11, 10)
    assert (refused.value.code, refused.value.params) == ("text.too-long", {"limit": 10, "count": 11})


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("\n\n one\n\n\ttwo \n", "one\n\n\ttwo"),
        ("שלום\nעולם", "שלום\nעולם"),
    ],
)
def test_a_long_text_keeps_its_lines(typed: str, stored: str) -> None:
    assert clean_text(typed, 200) == stored


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("\u200fABCD\u200e", "ABCD"),
        ("\ufeffAB\u200bCD\u00ad", "ABCD"),
        ("\u202eABCD\u202c", "ABCD"),
        ("ＡＢＣ１２", "ABC12"),
        ("٠١٢٣٤", "01234"),
        ("०१२", "012"),
        ("12 34", "12 34"),
    ],
)
def test_a_code_loses_invisible_signs_and_foreign_digits(typed: str, stored: str) -> None:
    assert clean_code(typed, 200) == stored


@pytest.mark.parametrize("text", ["  A \u0301b\r\n", "Ａ\u200f１", "x\ty"])
def test_cleaning_twice_is_the_same_as_once(text: str) -> None:
    for clean in (clean_line, clean_text, clean_code):
        assert clean(clean(text, 50), 50) == clean(text, 50)
