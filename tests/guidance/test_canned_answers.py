"""Ready answers: each placeholder is filled in every language, places exist, and nothing secret is ever asked for."""

import re

import pytest

from ctpat_app.guidance.canned_answers import (
    CannedAnswer,
    allowed_in,
    canned_faults,
    offered_first,
    placeholders_in,
    text_of,
    title_of,
    written_out,
)
from ctpat_app.routes import PAGES
from ctpat_app.settings import Settings
from ctpat_app.words.localiser import localiser_for
from tests.applicants import LIBRARY

ANSWERS = list(LIBRARY.canned_answers.values())
LANGUAGES = Settings.from_environment().languages
VALUES = {"code": "HKDR-WMNA-CFJP", "kiosk": "Kiosk", "link": "https://k.example/en/home/", "day": "March 3, 2026"}
EACH = pytest.mark.parametrize("answer", ANSWERS, ids=[each.id for each in ANSWERS])


@pytest.mark.parametrize("language", LANGUAGES)
@EACH
def test_every_answer_is_written_out_in_every_language(answer: CannedAnswer, language: str) -> None:
    text = localiser_for(language).show(text_of(answer)).text
    assert placeholders_in(text) == placeholders_in(answer.i18n.text)
    written = written_out(text, {name: VALUES[name] for name in allowed_in(answer)})
    assert "{" not in written
    assert localiser_for(language).text(title_of(answer))


@EACH
def test_a_place_is_a_page_of_the_kiosk(answer: CannedAnswer) -> None:
    assert answer.place is None or answer.place in {page.path for page in PAGES}


@EACH
def test_no_answer_asks_for_a_secret(answer: CannedAnswer) -> None:
    for sentence in re.split(r"[.\n]", answer.i18n.text):
        if re.search(r"\b(send|tell|write|give|name) us\b", sentence, re.IGNORECASE):
            assert not re.search(r"password|security answer|tax|social security", sentence, re.IGNORECASE), sentence


def test_every_kind_of_problem_has_an_answer_that_fits() -> None:
    for kind in LIBRARY.problem_kinds:
        assert any(offered_first(each, kind, "") for each in ANSWERS), kind


def an_answer(text: str, **more: object) -> CannedAnswer:
    return CannedAnswer.model_validate({"id": "x", "state": "open", "i18n": {"title": "X", "text": text}, **more})


@pytest.mark.parametrize(
    ("answer", "fault"),
    [
        (an_answer("See {link}."), "nothing fills {link}"),
        (an_answer("Hello {name}."), "nothing fills {name}"),
        (an_answer("Wait.", asks_day=True), "{day} is nowhere in it"),
        (an_answer("Wait.", place="home"), "{link} is nowhere in it"),
        (an_answer("A { alone."), "canned_answers/x: "),
        (an_answer("Wait.", topics=["nowhere"]), "there is no topic nowhere"),
    ],
)
def test_what_does_not_hold_together_is_told(answer: CannedAnswer, fault: str) -> None:
    assert any(fault in each for each in canned_faults({"x": answer}, LIBRARY.help_topics))
