"""The batch tool ``kiosk match-partners``, on the search that the pages use."""

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sqlmodel import Session

from ctpat_app.adapters.database import make_engine
from ctpat_app.adapters.migrations import migrate
from ctpat_app.cli.json_lines import answer_lines, text_of
from ctpat_app.domain.errors import InvalidValue
from ctpat_app.services.partner_names import find_names, set_names

_PARTNER = 1


def match_partners() -> None:
    """Tell whether a partner search finds a name: JSON Lines with ``name`` and ``query`` in; ``match`` out."""
    with tempfile.TemporaryDirectory() as folder:
        engine = make_engine(f"sqlite:///{Path(folder) / 'scratch.db'}")
        migrate(engine)
        with Session(engine) as session:
            answer_lines(lambda asked: match_line(session, asked))
        engine.dispose()


def match_line(session: Session, asked: Mapping[str, Any]) -> Mapping[str, object]:
    """Answer one object of ``match-partners``; ``session`` is of a database without partners."""
    set_names(session, _PARTNER, (text_of(asked, "name"),))
    try:
        found = find_names(session, text_of(asked, "query"))
    except InvalidValue:
        return {"match": False}  # too short to search for
    return {"match": bool(found.names)}
