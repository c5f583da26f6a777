"""``kiosk match-partners``: the contract of its lines."""

import io
import json
import sys
from typing import Any

import pytest

from ctpat_app.cli.partners import match_partners


def answers(monkeypatch: pytest.MonkeyPatch, *asked: object) -> list[dict[str, Any]]:
    lines = "\n".join(each if isinstance(each, str) else json.dumps(each) for each in asked).encode()
    out = io.BytesIO()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(lines)))
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(out))
    match_partners()
    return [json.loads(line) for line in out.getvalue().splitlines()]


CASES = [
    ("ABC Trucking", "ABC", True),
    ("ABC Trucking", "C T", True),
    ("ABC Trucking", "BCT", False),
    ("ABC Trucking", "xyz", False),
    ("STRASSE AG", "straße", True),
    ("IŞIK NAKLİYAT", "isik nakliyat", True),
    ("株式会社山田", "山田", True),
    ("株式会社山田", "山", False),
    ("3M", "3M ", True),
    ("3M", "3M", False),
    ("100 Percent", "100%", False),
    ("AxB Co", "a_b", False),
    ("Anything at all", "%%%", False),
    ("Anything at all", "' OR 1=1 --", False),
    ('The "NOT" Company', '"NOT"', True),
    ("AND OR NEAR*", "NEAR*", True),
    ("", "   ", False),
    ("\ud800 half", "half", True),
]


def test_each_line_says_whether_the_name_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    found = answers(monkeypatch, *({"name": name, "query": query} for name, query, _ in CASES))
    assert [answer["match"] for answer in found] == [match for _, _, match in CASES]


def test_a_bad_line_does_not_stop_the_next_one(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second, third = answers(monkeypatch, {"name": 3, "query": "abc"}, "no json", {"name": "Abc", "query": "abc"})
    assert first == {"error": "name: a text is expected"}
    assert "error" in second
    assert third == {"match": True}
