"""A whole profile reviewed: a hundred answers, each compared with all the others."""

import json
import time
from datetime import date
from pathlib import Path
from typing import Final

from ctpat_app.guidance.library import load_library
from ctpat_app.guidance.reviewer import Reviewed, review

RESPONSES: Final = 100
_EXAMPLES: Final = Path(__file__).parents[1] / "tests" / "guidance" / "review_examples_further.jsonl"
_TODAY: Final = date(2026, 11, 1)


def measure() -> dict[str, float]:
    """Return the seconds of CPU of the first profile in a process, which reads the word lists, and of a later one."""
    library = load_library()
    lines = _EXAMPLES.read_text("utf-8").splitlines()
    texts = [text for text in (json.loads(line)["response"] for line in lines) if text][:RESPONSES]
    profile = dict(zip(list(library.criteria)[:RESPONSES], texts, strict=True))
    found = {}
    for name in ("first_s", "later_s"):
        started = time.process_time()
        for criterion, text in profile.items():
            review(library, Reviewed(criterion, "us-importer", text, (), profile), today=_TODAY)
        found[name] = round(time.process_time() - started, 2)
    return found
