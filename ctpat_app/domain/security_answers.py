"""Answers to security questions: which are taken, and the one form in which all spellings of an answer meet.

Nobody remembers after a year whether they typed a capital, an accent or a space; the letters are what they remember.
Letters are brought together only by rules of Unicode and of the script, never by a dictionary: a traditional and a
simplified Chinese character stay two, unless Unicode itself calls one a form of the other.
"""

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from ctpat_app.domain.errors import InvalidValue

HOW_MANY: Final = 3
MIN_CHARACTERS: Final = 3
MIN_IDEOGRAPHS: Final = 2
MAX_CHARACTERS: Final = 100
MAX_QUESTION_CHARACTERS: Final = 200

# What keyboards of neighboring languages write differently, beyond what decomposition takes apart.
_ALIKE: Final = str.maketrans(
    {
        "\u0671": "\u0627",  # alef wasla
        "\u0649": "\u064a",  # alef maksura, typed for yeh
        "\u06cc": "\u064a",  # Persian yeh
        "\u06d2": "\u064a",  # Urdu yeh
        "\u06a9": "\u0643",  # Persian kaf
        "\u0629": "\u0647",  # teh marbuta, typed as heh
        "\u06c1": "\u0647",  # Urdu heh
        "\u06d5": "\u0647",
        "\u0640": "",  # tatweel only stretches a word
        "\u0131": "i",  # dotless i
    }
)
# In these scripts a mark above or below is what people leave out; elsewhere (Hindi, Thai) it is a letter.
_MARKS_LEFT_OUT: Final = ("LATIN", "GREEK", "CYRILLIC", "ARABIC", "HEBREW")
_IDEOGRAPHS: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\U00020000-\U0003ffff]")


@dataclass(frozen=True)
class TypedQuestion:
    """A question and its answer as typed: ``question`` is an id of the content, unless ``own_text`` takes its place."""

    question: str
    own_text: str
    answer: str


def folded_answer(text: str) -> str:
    """Return the form under which every spelling of an answer is the same.

    NFKC (full-width forms become plain ones), case folding, accents and vowel signs off, one form for each Arabic
    letter, plain digits, no spaces, punctuation or invisible signs.
    """
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    taken_apart = unicodedata.normalize("NFD", folded).translate(_ALIKE)
    kept, base = [], ""
    for sign in taken_apart:
        category = unicodedata.category(sign)
        if category == "Nd":
            kept.append(str(unicodedata.digit(sign)))
        elif category.startswith(("L", "N")) or (category.startswith("M") and not base.startswith(_MARKS_LEFT_OUT)):
            kept.append(sign)
        if not category.startswith("M"):
            base = unicodedata.name(sign, "")
    return unicodedata.normalize("NFC", "".join(kept))


def check_answer(text: str) -> str:
    """Return the folded form of an answer that somebody chooses.

    Raises:
        InvalidValue: ``security.answer-missing``, ``security.answer-long``, ``security.answer-short``.
    """
    if not text.strip():
        raise InvalidValue("security.answer-missing")
    if len(text) > MAX_CHARACTERS:
        raise InvalidValue("security.answer-long", maximum=MAX_CHARACTERS)
    folded = folded_answer(text)
    if len(folded) < (MIN_IDEOGRAPHS if _IDEOGRAPHS.search(folded) else MIN_CHARACTERS):
        raise InvalidValue("security.answer-short", minimum=MIN_CHARACTERS)
    return folded


def check_own_question(text: str) -> str:
    """Return a question that a person words themselves, without surrounding or doubled space.

    Raises:
        InvalidValue: ``security.question-short``, ``security.question-long``.
    """
    clean = " ".join(text.split())
    if len(clean) > MAX_QUESTION_CHARACTERS:
        raise InvalidValue("security.question-long", maximum=MAX_QUESTION_CHARACTERS)
    if len(folded_answer(clean)) < MIN_CHARACTERS or not clean.isprintable():
        raise InvalidValue("security.question-short")
    return clean


def faults_of(
    typed: Sequence[TypedQuestion], *, known: Collection[str], personal: Sequence[str] = ()
) -> list[tuple[str, InvalidValue]]:
    """Return what is to be mended, each with the name of its field: ``question_1``, ``own_1``, ``answer_1``.

    Args:
        typed: the questions in their order.
        known: ids of the questions that the content offers.
        personal: what everybody knows of the person, such as name and mail address.
    """
    faults: list[tuple[str, InvalidValue]] = []
    asked: set[str] = set()
    answers: set[str] = set()
    for number, each in enumerate(typed, 1):
        faults += _question_faults(number, each, known, asked)
        faults += _answer_faults(number, each, answers, {folded_answer(word) for word in personal})
    return faults


def _question_faults(
    number: int, typed: TypedQuestion, known: Collection[str], asked: set[str]
) -> list[tuple[str, InvalidValue]]:
    own = typed.own_text.strip()
    try:
        question = folded_answer(check_own_question(own)) if own else typed.question
    except InvalidValue as fault:
        return [(f"own_{number}", fault)]
    field = f"own_{number}" if own else f"question_{number}"
    if not own and typed.question not in known:
        return [(field, InvalidValue("security.question-missing"))]
    if question in asked:
        return [(field, InvalidValue("security.question-twice"))]
    asked.add(question)
    return []


def _answer_faults(
    number: int, typed: TypedQuestion, answers: set[str], personal: Collection[str]
) -> list[tuple[str, InvalidValue]]:
    field = f"answer_{number}"
    try:
        folded = check_answer(typed.answer)
    except InvalidValue as fault:
        return [(field, fault)]
    if folded in answers:
        return [(field, InvalidValue("security.answer-twice"))]
    answers.add(folded)
    if folded in personal or folded in folded_answer(typed.own_text):
        return [(field, InvalidValue("security.answer-obvious"))]
    return []
