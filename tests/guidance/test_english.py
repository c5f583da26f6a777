"""The English version of an answer: when one is needed, whether it still fits, and who reads what."""

import pytest

from ctpat_app.guidance.answers import AnswerBook, StoredAnswer
from ctpat_app.guidance.english import (
    EnglishState,
    english_of,
    english_state,
    language_of,
    needs_english,
)
from ctpat_app.guidance.english_views import NO_ENGLISH, english_view
from ctpat_app.guidance.flow import Situation, Status
from ctpat_app.guidance.review_marks import heard_language
from ctpat_app.guidance.summary import SummaryCriterion, SummaryWords, summarise
from ctpat_app.guidance.texts import Localiser, Shown
from ctpat_app.guidance.views import Reader, problem_views, task_views
from tests.applicants import FACTS, FLOW, LIBRARY, TODAY, complete_answers

SPANISH = "Nuestro guardia revisa los sellos de cada contenedor y anota el resultado en la bitácora."
ARABIC = "يفحص الحارس أختام كل حاوية ويكتب النتيجة في السجل."
CHINESE = "保安每周检查所有集装箱的封条，并把结果写进登记簿。"
ENGLISH = "Our guard checks the seals of each container and notes the result in the log."
WORDS = SummaryWords("yes", "no", "not applicable", "agreed")


def a_book(
    text: str, english: str = "", *, version: int = 1, of_version: int = 1, said: str = "", language: str = "es"
) -> AnswerBook:
    answers = [StoredAnswer("criterion.1.1", "", text, version, language=language)]
    if english:
        answers.append(StoredAnswer("english.1.1", "", english, 1, of_version=of_version))
    if said:
        answers.append(StoredAnswer("language.1.1", "", said, 1))
    return AnswerBook.of(answers)


def a_profile(text: str, english: str = "", **traits: object) -> Situation:
    """Return a complete application of a manufacturer but for its answer to 1.1."""
    given = complete_answers("foreign-manufacturer")
    others = [StoredAnswer(key, row, value, 1) for (key, row), value in given.items() if key != "criterion.1.1"]
    own = a_book(text, english, **traits)  # type: ignore[arg-type]
    return Situation(LIBRARY, FLOW, AnswerBook.of([*others, *own.answers.values()]), FACTS, TODAY)


def a_localiser(language: str) -> Localiser:
    return Localiser(language, lambda context, english: None, str, ", ".join)


def a_reader(language: str = "en") -> Reader:
    def say(code: str, params: object) -> str:
        return code

    return Reader(a_localiser(language), say, lambda question: True, lambda kind: False)


@pytest.mark.parametrize(
    ("text", "needed"),
    [
        (SPANISH, True),
        (ARABIC, True),
        (CHINESE, True),
        (ENGLISH, False),
        ("", False),
        ("N/A", False),
        ("ISO 17712, folio 7", False),
        ("Guard check seal every week and write log, no boss sign.", False),
    ],
)
def test_the_text_itself_tells_whether_it_needs_an_english_version(text: str, needed: bool) -> None:
    assert needs_english(a_book(text), "1.1") is needed
    assert needs_english(a_book(text, language="en"), "1.1") is needed


def test_what_the_person_says_of_the_language_comes_first() -> None:
    assert english_state(a_book(SPANISH, said="english"), "1.1") is EnglishState.NOT_NEEDED
    assert english_state(a_book("Si.", said="other"), "1.1") is EnglishState.MISSING


@pytest.mark.parametrize(
    ("book", "state"),
    [
        (a_book(ENGLISH), EnglishState.NOT_NEEDED),
        (a_book(SPANISH), EnglishState.MISSING),
        (a_book(SPANISH, SPANISH + " Siempre."), EnglishState.NOT_ENGLISH),
        (a_book(SPANISH, ENGLISH), EnglishState.CURRENT),
        (a_book(SPANISH, ENGLISH, version=2, of_version=1), EnglishState.OUTDATED),
        (a_book(SPANISH, ENGLISH, version=2, of_version=2), EnglishState.CURRENT),
    ],
)
def test_an_english_version_fits_the_answer_it_was_written_for(book: AnswerBook, state: EnglishState) -> None:
    assert english_state(book, "1.1") is state


def test_the_specialist_reads_english_as_far_as_there_is_any() -> None:
    assert english_of(a_book(SPANISH, ENGLISH), "1.1") == ENGLISH
    assert english_of(a_book(SPANISH), "1.1") == SPANISH
    assert english_of(a_book(ENGLISH, "An older version."), "1.1") == ENGLISH
    assert english_of(AnswerBook(), "1.1") == ""


@pytest.mark.parametrize(
    ("text", "page", "language"),
    [(ENGLISH, "es", "en"), (SPANISH, "en", "es"), (ARABIC, "ar", "ar"), (CHINESE, "en", ""), (SPANISH, "ar", "es")],
)
def test_the_language_is_heard_or_else_that_of_the_page(text: str, page: str, language: str) -> None:
    assert language_of(a_book(text, language=page), "1.1") == language


def test_english_is_no_other_language() -> None:
    assert heard_language(ENGLISH) == ""


@pytest.mark.parametrize(
    ("now", "code"),
    [
        (a_profile(SPANISH), "english.missing"),
        (a_profile(SPANISH, SPANISH + " Siempre."), "english.not-english"),
        (a_profile(SPANISH, ENGLISH, version=3, of_version=2), "english.outdated"),
    ],
)
def test_what_lacks_english_keeps_the_application_from_being_sent(now: Situation, code: str) -> None:
    assert [(problem.code, problem.key, problem.level) for problem in now.problems] == [(code, "english.1.1", "error")]
    (view,) = problem_views(now, a_reader())
    assert (view.code, view.target) == ("english.lacking", "english.1.1")
    profile = next(step for step in now.path if step.for_each and step.for_each.records == "criteria")
    assert now.status(profile) is Status.IN_PROGRESS
    assert [item.criterion.id for item in now.lacking_english()] == ["1.1"]
    assert next(task for task in task_views(now, a_reader()) if task.step == profile.id).note == "english.lacking"


@pytest.mark.parametrize("now", [a_profile(ENGLISH), a_profile(SPANISH, ENGLISH), a_profile(SPANISH, said="english")])
def test_an_answer_that_the_specialist_can_read_lacks_nothing(now: Situation) -> None:
    assert now.problems == ()
    assert now.next_open() is None


def test_an_open_statement_is_not_told_twice() -> None:
    assert [problem.code for problem in a_profile("").problems] == ["response.missing"]


def test_the_page_has_a_box_for_the_english_version_in_its_own_language() -> None:
    view = english_view(a_profile(SPANISH, ENGLISH, version=2), "1.1", a_reader("es"))
    language, box = view.fields
    assert [option.key for option in language.options if option.chosen] == ["other"]
    assert (box.key, box.language, box.value, box.beside) == ("english.1.1", "en", ENGLISH, "f-criterion_1_1")
    assert (view.outdated, view.version, view.of_version) == (True, 1, 2)


def test_who_writes_english_on_an_english_page_is_not_bothered() -> None:
    assert english_view(a_profile(ENGLISH), "1.1", a_reader("en")) == NO_ENGLISH
    assert [item.key for item in english_view(a_profile(ENGLISH), "1.1", a_reader("es")).fields] == ["language.1.1"]
    assert english_view(a_profile(""), "1.1", a_reader("es")) == NO_ENGLISH


def _first(now: Situation) -> SummaryCriterion:
    sections = summarise(now, a_localiser("es"), WORDS)
    return next(item for section in sections for item in section.criteria if item.id == "1.1")


def test_the_summary_has_the_english_version_first_and_the_original_beside_it() -> None:
    both = _first(a_profile(SPANISH, ENGLISH))
    assert (both.response, both.original) == (Shown(ENGLISH, "en"), Shown(SPANISH, "es"))
    alone = _first(a_profile(SPANISH))
    assert (alone.response, alone.original) == (Shown(SPANISH, "es"), Shown("", ""))
