"""The topics of help: whole, sound, and without advice that is no longer true."""

import copy
import re
from collections.abc import Iterator
from typing import Any

import pytest

from ctpat_app.guidance.help_schema import FRAME, NONE, HelpTopic
from ctpat_app.guidance.library import ContentFault, build_library, load_library, read_content
from ctpat_app.guidance.texts import Ref, ref
from ctpat_app.words.localiser import localiser_for


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


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Open {nowhere} and wait.", "there is no page nowhere"),
        ("Open {} and wait.", "there is no page "),
        ("Open {check-browser} and {sign_in}.", ""),
    ],
)
def test_a_step_names_pages_that_exist(raw: dict[str, list[dict[str, Any]]], text: str, told: str) -> None:
    changed = copy.deepcopy(raw)
    changed["help_topics"][0]["i18n"]["steps"][0] = text
    if not told:  # what is no placeholder is shown as it stands
        build_library(changed)
        return
    with pytest.raises(ContentFault, match=told):
        build_library(changed)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"step": "nowhere"}, "there is no step of the application nowhere"),
        ({"path": None, "anchor": "people"}, "a step or an anchor needs a path"),
        ({"path": "/en/apply/?draft=1"}, "String should match pattern"),
        ({"path": None, "step": None, "anchor": None}, ""),
    ],
)
def test_a_page_of_the_help_says_where_it_is(
    raw: dict[str, list[dict[str, Any]]], change: dict[str, Any], told: str
) -> None:
    changed = copy.deepcopy(raw)
    page = next(each for each in changed["help_frame"][0]["pages"] if each["id"] == "step-contacts")
    page.update(change)
    if not told:  # as in a library from before there were paths
        build_library(changed)
        return
    with pytest.raises(ContentFault, match=told):
        build_library(changed)


# ---------------------------------------------------------------- what is no longer true

RETIRED = r"(?:TLS 1\.[01]|Java\b(?!Script)|Internet Explorer|Compatibility View)"
ADVICE = {
    "en": rf"\b(?:tick|enable|switch on|turn on|use|install|open)\b[^.;,]{{0,20}}{RETIRED}",
    "es": rf"\b(?:marque|active|habilite|encienda|use|utilice|instale|abra)\b[^.;,]{{0,20}}{RETIRED}",
    "zh-Hans": rf"(?:勾选|启用|开启|打开|使用|安装)[^。；，、]{{0,8}}{RETIRED}",
    "ar": rf"(?:فعّل|فعِّل|شغّل|حدّد|ثبّت|استخدم|افتح)[^.؛،]{{0,20}}{RETIRED}",
}
"""How each language of the topics would tell somebody to use what is retired."""
DENIED = {"en": r"\bnot\b|\bno\b|off\b", "es": r"\bno\b|\bni\b", "zh-Hans": "不|勿|无需", "ar": "لا |عدم|ليس|بدون|دون"}
"""What the same sentence has to say besides, where it only warns of the old advice."""
SENTENCE = re.compile(r"(?<=[.!?؟])\s|[。！？]")


def advises_what_is_retired(text: str, language: str) -> bool:
    return any(
        re.search(rf"(?i){ADVICE[language]}", each) and not re.search(rf"(?i){DENIED[language]}", each)
        for each in SENTENCE.split(text)
    )


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Open Internet Options and tick TLS 1.0."),
        ("en", "Install Java first."),
        ("en", "Do not wait. Open the settings, then tick TLS 1.0."),
        ("es", "Abra las opciones y active TLS 1.0."),
        ("zh-Hans", "请勾选 TLS 1.0。"),
        ("ar", "فعّل TLS 1.0 ثم أعد المحاولة."),
    ],
)
def test_old_advice_would_be_noticed(language: str, text: str) -> None:
    assert advises_what_is_retired(text, language)


@pytest.mark.parametrize("language", ADVICE)
def test_no_text_in_any_language_advises_what_is_retired(language: str) -> None:
    for topic in load_library().help_topics.values():
        for source in advice_of(topic):
            shown = localiser_for(language).show(source)
            assert not advises_what_is_retired(shown.text, shown.language), f"{source.context}: {shown.text}"


@pytest.mark.parametrize("language", ADVICE)
def test_a_translation_names_nothing_retired_that_the_english_does_not(language: str) -> None:
    for topic in load_library().help_topics.values():
        for source in advice_of(topic):
            assert names_in(localiser_for(language).text(source)) <= names_in(source.english), source.context


def names_in(text: str) -> set[str]:
    return set(re.findall(RETIRED, text))


def advice_of(topic: HelpTopic) -> Iterator[Ref]:
    """Yield every text of a topic that tells a person what to do or what is true; the rest is what people say."""
    here = f"help_topics/{topic.id}"
    yield from (ref(here, "steps", step) for step in topic.i18n.steps)
    yield ref(here, "modern", topic.i18n.modern)


def test_obsolete_advice_says_what_is_true_today() -> None:
    obsolete = [topic for topic in load_library().help_topics.values() if topic.source.obsolete]
    assert obsolete
    assert all(topic.i18n.modern for topic in obsolete)


def test_what_people_type_is_not_translated(raw: dict[str, list[dict[str, Any]]]) -> None:
    assert all("examples" not in topic["i18n"] for topic in raw["help_topics"])
