"""What a message may be about, and when the other side is told of it."""

from datetime import UTC, datetime, timedelta

import pytest

from ctpat_app.domain.conversations import About, AboutKind, is_told, read_about, read_text
from ctpat_app.domain.errors import InvalidValue

NOW = datetime(2026, 3, 2, 14, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("", None),
        ("statement:12:1.1", About(AboutKind.STATEMENT, 12, "1.1")),
        ("identifier-change:3", About(AboutKind.IDENTIFIER_CHANGE, 3)),
        ("statement:12", None),
        ("identifier-change:3:1.1", None),
        ("identifier-change:x", None),
        ("identifier-change:٣", None),
        ("identifier-change:9999999999", None),
        ("weather:3", None),
    ],
)
def test_what_a_message_is_about_is_read_and_written_alike(text: str, about: About | None) -> None:
    assert read_about(text) == about
    assert about is None or str(about) == text


@pytest.mark.parametrize(
    ("unread_since", "told"),
    [
        (None, True),
        (NOW, False),
        (NOW - timedelta(hours=23, minutes=59), False),
        (NOW - timedelta(days=1), True),
    ],
)
def test_a_burst_of_messages_is_told_once(unread_since: datetime | None, told: bool) -> None:
    assert is_told(unread_since, NOW) is told


def test_an_empty_message_is_none() -> None:
    assert read_text(" مرحبا ") == "مرحبا"
    with pytest.raises(InvalidValue, match=r"conversation\.text-missing"):
        read_text(" \n ")
