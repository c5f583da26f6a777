"""What a helper must not see in a walk-through is taken out on the server, before any view is made of it."""

import dataclasses
from collections.abc import Collection
from typing import Final, TypeVar

from ctpat_app.guidance.answers import StoredAnswer
from ctpat_app.guidance.flow import Situation
from ctpat_app.guidance.questions import Question, identifier_of, questions_of
from ctpat_app.guidance.review_marks import secret_in

MASK: Final = "•••"
_SHORTEST: Final = 4

V = TypeVar("V")


def masked(now: Situation) -> Situation:
    """Return ``now`` with every sensitive value behind a mask that shows no part of it; rules still judge the value.

    Sensitive is what is stored encrypted; a number whose kind is not chosen yet; and a text that holds a personal
    number, a password or the like.
    """
    questions = questions_of(now.library, now.flow_id)
    answers = {
        place: _hidden(answer) if _is_sensitive(now, questions.get(answer.key), answer) else answer
        for place, answer in now.book.answers.items()
    }
    return dataclasses.replace(now, book=dataclasses.replace(now.book, answers=answers))


def secrets_of(now: Situation) -> frozenset[str]:
    """Return the sensitive values of ``now`` as they were typed, and the masks that show a part of them."""
    questions = questions_of(now.library, now.flow_id)
    found = {
        text
        for answer in now.book.answers.values()
        if _is_sensitive(now, questions.get(answer.key), answer)
        for text in (answer.value, answer.clear)
    }
    return frozenset(text for text in found if len(text) >= _SHORTEST)


def scrubbed(view: V, secrets: Collection[str]) -> V:
    """Return ``view`` with whatever is left of ``secrets`` in any of its texts behind the mask.

    Nothing should be left. It is the second lock on the same door: a new view that repeats a value stays harmless.
    """
    if isinstance(view, str):
        text: str = view
        for secret in secrets:
            text = text.replace(secret, MASK)
        return text  # type: ignore[return-value]
    if isinstance(view, list | tuple):
        return type(view)(scrubbed(each, secrets) for each in view)
    if dataclasses.is_dataclass(view) and not isinstance(view, type):
        changed = {each.name: scrubbed(getattr(view, each.name), secrets) for each in dataclasses.fields(view)}
        return dataclasses.replace(view, **changed)
    return view


def _hidden(answer: StoredAnswer) -> StoredAnswer:
    return dataclasses.replace(answer, value=MASK, secret=answer.clear) if answer.clear else answer


def _is_sensitive(now: Situation, question: Question | None, answer: StoredAnswer) -> bool:
    if answer.secret is not None:
        return True
    if question is not None and question.format_of:
        kind = now.library.identifiers.get(identifier_of(now.library, question, now.book, answer.row))
        return kind is None or kind.sensitive
    return secret_in(answer.value) != ""
