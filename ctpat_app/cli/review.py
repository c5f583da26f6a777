"""The batch tool ``kiosk review-responses``, on the rules that the pages use."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from ctpat_app.adapters.clock import now
from ctpat_app.cli.json_lines import BadLine, answer_lines, text_of
from ctpat_app.guidance.library import load_library
from ctpat_app.guidance.records import Library
from ctpat_app.guidance.reviewer import Evidence, Finding, Reviewed, review
from ctpat_app.settings import Settings
from ctpat_app.words.reviews import finding_text

LANGUAGE = "en"


def review_responses() -> None:
    """Review answers: JSON Lines with ``criterion``, ``business_type``, ``response`` and more in; ``findings`` out."""
    folder = Settings.from_environment().content_folder
    library = load_library(folder) if folder else load_library()
    answer_lines(lambda asked: review_line(library, asked))


def review_line(library: Library, asked: Mapping[str, Any]) -> Mapping[str, object]:
    """Answer one object of ``review-responses``."""
    answer = Reviewed(
        _known(asked, "criterion", library.criteria),
        _known(asked, "business_type", library.business_types),
        text_of(asked, "response"),
        tuple(map(_evidence, _listed(asked, "evidence"))),
        _texts(asked, "others"),
    )
    today = _day(asked["today"], "today") if asked.get("today") else now().date()
    findings = [{"code": finding.code, "message": _told(finding)} for finding in review(library, answer, today=today)]
    return {"id": asked.get("id"), "findings": findings}


def _told(finding: Finding) -> str:
    return finding_text(finding.code, LANGUAGE, words=finding.words, params=finding.params)


def _known(asked: Mapping[str, Any], key: str, known: Mapping[str, object]) -> str:
    name = text_of(asked, key)
    if name not in known:
        raise BadLine(f"{key}: there is no {name}")
    return name


def _listed(asked: Mapping[str, Any], key: str) -> list[Any]:
    found = asked.get(key) or []
    if not isinstance(found, list):
        raise BadLine(f"{key}: a list is expected")
    return found


def _evidence(given: Any) -> Evidence:
    if not isinstance(given, dict):
        raise BadLine("evidence: objects with kind, title and date are expected")
    dated = given.get("date")
    return Evidence(text_of(given, "kind"), str(given.get("title") or ""), _day(dated, "evidence") if dated else None)


def _texts(asked: Mapping[str, Any], key: str) -> Mapping[str, str]:
    found = asked.get(key) or {}
    if not isinstance(found, dict) or not all(isinstance(text, str) for text in found.values()):
        raise BadLine(f"{key}: an object of texts by criterion is expected")
    return found


def _day(given: Any, key: str) -> date:
    try:
        return date.fromisoformat(given)
    except (TypeError, ValueError):
        raise BadLine(f"{key}: a date such as 2026-03-31 is expected") from None
