"""The frame of the batch tools: one JSON object a line in, one out, in order; a bad line does not stop the rest."""

import json
import sys
from collections.abc import Callable, Mapping
from typing import Any


class BadLine(ValueError):  # noqa: N818  an answer to whoever sent the line, as a Refusal is
    """A line is not the described object; the message says why."""


def answer_lines(answer: Callable[[Mapping[str, Any]], Mapping[str, object]]) -> None:
    """Answer each line of standard input with one line on standard output, written at once.

    Args:
        answer: makes the answer to one object; a ``BadLine`` it raises becomes ``{"error": …}``.
    """
    for line in sys.stdin.buffer:
        # ASCII only: no reader breaks a line at U+2028 or stumbles over a lone surrogate.
        sys.stdout.buffer.write(json.dumps(_answer(line, answer)).encode("ascii") + b"\n")
        sys.stdout.buffer.flush()


def _answer(line: bytes, answer: Callable[[Mapping[str, Any]], Mapping[str, object]]) -> Mapping[str, object]:
    try:
        asked = json.loads(line.decode("utf-8-sig"))
        if not isinstance(asked, dict):
            raise BadLine("one JSON object a line is expected")
        return answer(asked)
    except BadLine as error:
        return {"error": str(error)}
    except (ValueError, RecursionError):
        return {"error": "this line is not JSON in UTF-8"}


def text_of(asked: Mapping[str, Any], key: str) -> str:
    """Return the text under ``key``.

    Raises:
        BadLine: it is missing or not a text.
    """
    value = asked.get(key)
    if not isinstance(value, str):
        raise BadLine(f"{key}: a text is expected")
    return value
