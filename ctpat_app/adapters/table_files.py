"""Reads a table that somebody sent, XLSX or text with separators, in a program of its own (``probes.tables``)."""

import json
import sys
from pathlib import Path
from typing import Final

from ctpat_app.adapters.file_types import ask_probe, was_too_much
from ctpat_app.domain.errors import InvalidValue
from ctpat_app.domain.table_files import MAX_CHARACTERS, MAX_COLUMNS, MAX_ROWS, ReadTable, Sheet, SheetRow
from ctpat_app.domain.uploads import ending_of

PROBE: Final = (sys.executable, "-B", "-m", "ctpat_app.adapters.probes.tables")
_ROWS: Final = "rows"


def read_table_file(file: Path, name: str) -> ReadTable:
    """Return what stands in ``file``; its formulas are only marked.

    Args:
        file: what came in; the rows are written beside it on the way.
        name: as the person's computer called it; asked only whether it is to be text.

    Raises:
        InvalidValue: ``import.…``, ``upload.…``: why it cannot be read.
        Unavailable: ``upload.not-judged``.
    """
    rows = file.with_name(_ROWS)
    limits = map(str, (MAX_ROWS + 1, MAX_COLUMNS, MAX_CHARACTERS))
    facts, code = ask_probe([*PROBE, str(file), ending_of(name), str(rows), *limits])
    if refused := facts.pop("refused", ""):
        raise InvalidValue(refused, **facts)
    if not facts.get("done"):
        raise InvalidValue("import.unpacks-too-large" if was_too_much(code) else "import.damaged")
    return ReadTable(_sheets(rows), facts.get("encoding", ""), facts.get("separator", ""))


def _sheets(rows: Path) -> tuple[Sheet, ...]:
    sheets: list[tuple[str, list[SheetRow]]] = []
    with rows.open(encoding="utf-8") as source:
        for line in map(json.loads, source):
            if "sheet" in line:
                sheets.append((line["sheet"], []))
                continue
            number, cells = line["row"]
            texts = {column: _storable(text) for column, text, is_formula in cells if not is_formula}
            formulas = frozenset(column for column, _, is_formula in cells if is_formula)
            sheets[-1][1].append(SheetRow(number, texts, formulas))
    return tuple(Sheet(name, tuple(rows)) for name, rows in sheets)


def _storable(text: str) -> str:
    """Return ``text`` without half characters, which no database takes."""
    return text.encode("utf-8", "replace").decode()
