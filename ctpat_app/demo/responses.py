"""The responses of the invented companies to the criteria."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

from ctpat_app.guidance.schema import Criterion
from ctpat_app.services.library import current_library

MEMBER: Final = "member"
"""Who responds to everything: as the importer does, and where the importer has nothing to say, as the good sample."""
_FILE = Path(__file__).with_name("answers.yaml")


@cache
def _written() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    found: dict[str, Any] = yaml.safe_load(_FILE.read_text("utf-8"))
    return found


def response(company: str, criterion: Criterion, renamed: Mapping[str, str]) -> str:
    """Return what ``company`` (a part of ``answers.yaml``, or ``MEMBER``) responds; empty when it has not yet.

    Names are replaced as ``renamed`` says.
    """
    own = _written()["importer" if company == MEMBER else company]
    text = own["responses"].get(criterion.id, "")
    if text:
        text = f"{text} {own['endings'][criterion.category]}"
    elif company == MEMBER:
        text = current_library().samples[criterion.id].i18n.good
    for name, other in renamed.items():
        text = text.replace(name, other)
    return text
