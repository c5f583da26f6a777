"""Rules of certification mails: the one link is the kiosk's own, languages, and how many leave in a day."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctpat_app.domain.errors import InvalidValue, Refusal
from ctpat_app.domain.svi_letters import (
    MAX_A_DAY,
    check_day,
    read_addressee,
    read_language,
    read_words,
)


@pytest.mark.parametrize(
    "words",
    [
        "See https://evil.example/login",
        "See HTTP://x",
        "Sign in at www.evil.example",
        "Write to jo@evil.example",
        "evil.example is ours",
        "купить.рф",
        "Voir exemple.fr/x",
    ],
)
def test_what_a_mail_program_would_make_a_link_of_is_refused(words: str) -> None:
    with pytest.raises(InvalidValue, match=r"svi-letter\.link"):
        read_words(words)


@pytest.mark.parametrize(
    "words",
    [
        "",
        "We look forward to Monday.",
        "Nos sellos, p. ej. ISO 17712, son nuevos.",
        "我们的货物很安全。",
        "Seal no. 4.5",
    ],
)
def test_a_sentence_stays_as_it_was_written(words: str) -> None:
    assert read_words(f"  {words}\n") == words


@given(st.text(max_size=60), st.sampled_from(["https://a", "www.a", "x@y", "a.example"]), st.text(max_size=60))
def test_no_text_around_it_hides_a_link(before: str, link: str, after: str) -> None:
    with pytest.raises(InvalidValue):
        read_words(f"{before} {link} {after}")


def test_an_addressee_is_somebody() -> None:
    assert read_addressee(" Jo \n Smith ") == "Jo Smith"
    with pytest.raises(InvalidValue, match=r"svi-letter\.addressee-missing"):
        read_addressee(" ")
    with pytest.raises(InvalidValue, match=r"svi-letter\.link"):
        read_addressee("https://evil.example")


def test_a_mail_is_written_in_a_language_that_is_offered() -> None:
    assert read_language("es", ["en", "es"]) == "es"
    for tag in ("", "ar", "../x"):
        with pytest.raises(InvalidValue, match=r"svi-letter\.language-missing"):
            read_language(tag, ["en", "es"])


@given(st.integers(min_value=0, max_value=3 * MAX_A_DAY))
def test_exactly_so_many_leave_in_a_day(sent: int) -> None:
    if sent < MAX_A_DAY:
        check_day(sent)
        return
    with pytest.raises(Refusal, match=r"svi-letter\.too-many"):
        check_day(sent)
