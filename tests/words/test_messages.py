"""Every code that the kiosk can raise or tell has a text, and every text says what to do."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import ctpat_app
from ctpat_app.domain.errors import InvalidValue
from ctpat_app.words.account_messages import ACCOUNT_MESSAGES
from ctpat_app.words.messages import AREAS, MESSAGES, message, refusal_text

PACKAGE = Path(ctpat_app.__file__).parent
CODE = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)+")
SPEAKING = {
    "InvalidValue",
    "NotPermitted",
    "StaleVersion",
    "NotFound",
    "Refusal",
    "Unavailable",
    "Problem",
    "Fault",
    "ContactFault",
    "tell",
    "show_notice",
    "message",
}


def called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def spoken_codes() -> Iterator[tuple[str, str]]:
    """Yield every literal code handed to a refusal or a teller, and where."""
    for file in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and called(node) in SPEAKING and node.args:
                first = node.args[0]
                if isinstance(first, ast.Constant) and isinstance(first.value, str) and CODE.fullmatch(first.value):
                    yield first.value, f"{file.relative_to(PACKAGE)}:{node.lineno}"


def test_every_code_has_a_text() -> None:
    missing = sorted({f"{code} ({where})" for code, where in spoken_codes() if code not in MESSAGES})
    assert missing == []


def test_the_search_for_codes_finds_them() -> None:
    found = {code for code, _ in spoken_codes()}
    assert {"email.no-at", "database.busy", "link.used", "access.not-your-role"} <= found


def test_no_code_stands_in_two_areas() -> None:
    assert sum(map(len, AREAS)) == len(MESSAGES)


@pytest.mark.parametrize("code", sorted(MESSAGES))
def test_a_text_blames_nobody(code: str) -> None:
    assert CODE.fullmatch(code)
    assert not re.search(r"\b(please|invalid|oops|sorry)\b", MESSAGES[code], re.IGNORECASE)
    assert all(len(sentence.split()) < 25 for sentence in re.split(r"(?<=[.?:]) ", MESSAGES[code]))


@pytest.mark.parametrize("code", sorted(ACCOUNT_MESSAGES))
def test_what_is_said_at_the_door_is_whole_sentences(code: str) -> None:
    assert re.fullmatch(r"[A-Z].*[.?]", ACCOUNT_MESSAGES[code])


def test_placeholders_are_filled_in() -> None:
    refusal = InvalidValue("password.too-short", minimum=12)
    assert "12" in refusal_text(refusal, "en")


def test_a_missing_value_or_text_never_breaks_the_answer() -> None:
    assert "minimum" in message("password.too-short", "en")
    assert message("no.such-code", "es") == "no.such-code"
