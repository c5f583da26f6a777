"""The English version of an answer in another language: whether it is needed, and whether it still fits.

Nothing of this is stored: it is computed from the texts and their versions, so it can never be out of date.
"""

from enum import StrEnum
from functools import lru_cache

from ctpat_app.guidance.answers import AnswerBook
from ctpat_app.guidance.questions import CRITERION, ENGLISH, IN_ENGLISH, LANGUAGE, NOT_IN_ENGLISH
from ctpat_app.guidance.review_marks import heard_language, other_language


class EnglishState(StrEnum):
    """Where the English version of one answer stands."""

    NOT_NEEDED = "not-needed"
    """There is no answer yet, or it is in English."""
    MISSING = "missing"
    NOT_ENGLISH = "not-english"
    """What stands there is in another language itself."""
    OUTDATED = "outdated"
    """The answer was changed after this version was written, and nobody has looked at it again."""
    CURRENT = "current"


LACKING = frozenset({EnglishState.MISSING, EnglishState.NOT_ENGLISH, EnglishState.OUTDATED})


def english_of(book: AnswerBook, criterion_id: str) -> str:
    """Return the text that the specialist reads and the reviewer judges; empty when there is no answer.

    It is the English version of an answer in another language, else the answer itself, in whatever language.
    """
    english = book.text(ENGLISH + criterion_id) if needs_english(book, criterion_id) else ""
    return english or book.text(CRITERION + criterion_id)


def needs_english(book: AnswerBook, criterion_id: str) -> bool:
    """Return whether the answer is in another language than English; what the person said of it comes first."""
    text = book.text(CRITERION + criterion_id)
    return bool(text) and _is_foreign(book, criterion_id, text)


def english_state(book: AnswerBook, criterion_id: str) -> EnglishState:
    """Return where the English version of the answer to a criterion stands."""
    if not needs_english(book, criterion_id):
        return EnglishState.NOT_NEEDED
    original, english = book.get(CRITERION + criterion_id), book.get(ENGLISH + criterion_id)
    if english is None or not english.value:
        return EnglishState.MISSING
    if not reads_as_english(english.value):
        return EnglishState.NOT_ENGLISH
    is_current = original is not None and english.of_version == original.version
    return EnglishState.CURRENT if is_current else EnglishState.OUTDATED


def language_of(book: AnswerBook, criterion_id: str) -> str:
    """Return the language of the answer (BCP 47): as it is heard, else that of the page it was written on.

    Empty when the answer is in another language than English and nothing tells in which.
    """
    answer = book.get(CRITERION + criterion_id)
    if answer is None or not needs_english(book, criterion_id):
        return "en"
    return heard_language(answer.value) or (answer.language if answer.language != "en" else "")


@lru_cache(maxsize=2048)
def reads_as_english(text: str) -> bool:
    """Return whether ``text`` counts as English: a short or code-like text does. Kept, since each page asks anew."""
    return not other_language(text)


def _is_foreign(book: AnswerBook, criterion_id: str, text: str) -> bool:
    said = book.text(LANGUAGE + criterion_id)
    return said == NOT_IN_ENGLISH if said in {IN_ENGLISH, NOT_IN_ENGLISH} else not reads_as_english(text)
