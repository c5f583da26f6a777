"""The responses of the invented companies to the criteria."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from ctpat_app.guidance.schema import Criterion

_FILE = Path(__file__).with_name("answers.yaml")


@cache
def _written() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    found: dict[str, Any] = yaml.safe_load(_FILE.read_text("utf-8"))
    return found


def response(company: str, criterion: Criterion) -> str:
    """Return what ``company`` (a part of ``answers.yaml``) responds to a criterion; empty when it has not yet."""
    own = _written()[company]
    text = own["responses"].get(criterion.id, "")
    return f"{text} {own['endings'][criterion.category]}" if text else ""
