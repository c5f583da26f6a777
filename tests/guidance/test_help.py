"""The topics of help: whole, sound, and without advice that is no longer true."""

import copy
import re
from typing import Any

import pytest

from ctpat_app.guidance.help_schema import FRAME, NONE
from ctpat_app.guidance.library import ContentFault, build_library, load_library, read_content


@pytest.fixture(scope="module")
def raw() -> dict[str, list[dict[str, Any]]]:
    return read_content()


def test_there_are_55_topics_and_none() -> None:
    topics = load_library().help_topics
    assert len(topics) == 56
    assert NONE in topics
    assert len(load_library().help_frame[FRAME].pages) == 35


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"group": "weather"}, "there is no group weather"),
        ({"link": ["nowhere"]}, "there is no page nowhere"),
        ({"detect": ["mood"]}, "there is no fact mood"),
        ({"ends": ["solved"]}, "the last end is what remains"),
        ({"near": [{"id": "nothing", "i18n": {"why": "x"}}]}, "there is no topic nothing"),
        ({"near": [{"id": "browser-unsupported", "i18n": {"why": "x"}}]}, "not near itself"),
    ],
)
def test_a_reference_that_leads_nowhere_is_told(
    raw: dict[str, list[dict[str, Any]]], change: dict[str, Any], told: str
) -> None:
    changed = {**raw, "help_topics": [{**raw["help_topics"][0], **change}, *raw["help_topics"][1:]]}
    with pytest.raises(ContentFault, match=re.escape(told)):
        build_library(changed)


@pytest.mark.parametrize(
    ("leads", "told"),
    [
        ("q:nowhere", "there is no question nowhere"),
        ("do:9", "there is no step 9"),
        ("topic:nowhere", "there is no topic nowhere"),
        ("end:nowhere", "there is no end nowhere"),
        ("home", "String should match pattern"),
    ],
)
def test_an_answer_leads_to_something_that_exists(raw: dict[str, list[dict[str, Any]]], leads: str, told: str) -> None:
    changed = copy.deepcopy(raw)
    changed["help_topics"][0]["questions"][0]["answers"][0]["next"] = leads
    with pytest.raises(ContentFault, match=told):
        build_library(changed)


def test_obsolete_advice_says_what_is_true_today_and_is_not_given() -> None:
    obsolete = [topic for topic in load_library().help_topics.values() if topic.source.obsolete]
    assert obsolete
    for topic in obsolete:
        assert topic.i18n.modern, topic.id
        for step in topic.i18n.steps:
            # What is retired is named only to warn of it, or to be switched off.
            if re.search(r"(?i)\b(?:tick|enable|switch on|use|install) (?:tls 1\.[01]|java|internet explorer)", step):
                assert "must not be followed" in step, step


def test_what_people_type_is_not_translated(raw: dict[str, list[dict[str, Any]]]) -> None:
    assert all("examples" not in topic["i18n"] for topic in raw["help_topics"])
