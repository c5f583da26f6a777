"""``kiosk review-responses``: the contract of its lines."""

import io
import json
import sys
from typing import Any

import pytest

from ctpat_app.cli.review import review_responses

ASKED = {"id": "p1", "criterion": "6.7", "business_type": "consolidator", "response": "We always check the seal."}


def answers(monkeypatch: pytest.MonkeyPatch, *asked: object) -> list[dict[str, Any]]:
    lines = "\n".join(each if isinstance(each, str) else json.dumps(each) for each in asked).encode()
    out = io.BytesIO()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(lines)))
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(out))
    review_responses()
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_each_line_gets_its_id_and_findings_with_words(monkeypatch: pytest.MonkeyPatch) -> None:
    (answer,) = answers(monkeypatch, {**ASKED, "evidence": [], "others": {}, "today": "2026-11-01"})
    assert answer["id"] == "p1"
    assert "too-generic" in {finding["code"] for finding in answer["findings"]}
    assert all(finding["message"] for finding in answer["findings"])


def test_evidence_others_and_today_may_be_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    (answer,) = answers(monkeypatch, ASKED)
    assert "findings" in answer


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"criterion": "99.9"}, "criterion: there is no 99.9"),
        ({"business_type": "baker"}, "business_type: there is no baker"),
        ({"response": 3}, "response: a text is expected"),
        ({"evidence": {}}, None),
        ({"evidence": "x"}, "evidence: a list is expected"),
        ({"evidence": [3]}, "evidence: objects with kind, title and date are expected"),
        ({"evidence": [{"kind": "seal-log", "date": "yesterday"}]}, "evidence: a date such as 2026-03-31 is expected"),
        ({"others": ["x"]}, "others: an object of texts by criterion is expected"),
        ({"today": 5}, "today: a date such as 2026-03-31 is expected"),
    ],
)
def test_a_bad_line_is_told_what_is_wrong_and_the_next_one_answered(
    monkeypatch: pytest.MonkeyPatch, change: dict[str, object], told: str | None
) -> None:
    first, second = answers(monkeypatch, {**ASKED, **change}, ASKED)
    assert first.get("error") == told
    assert second["id"] == "p1"
