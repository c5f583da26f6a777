"""Finds the texts of Python sources: ``t("…")``, ``N_("…")`` and the tables of ``ctpat_app/words``."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_MARKS: Final = frozenset({"t", "N_", "ui_text"})


@dataclass(frozen=True)
class Text:
    """One text to translate, and where it stands."""

    line: int
    message: str


@dataclass(frozen=True)
class JoinedText:
    """A text that is put together from parts; a translator would see the parts only."""

    line: int


def texts(source: str, *, with_tables: bool = False) -> Iterator[Text | JoinedText]:
    """Yield the texts of one Python source.

    Args:
        source: the program text.
        with_tables: whether the values of module-level tables (dictionaries named in capitals) are texts too.
    """
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _called(node) in _MARKS:
            yield from _argument(node)
    if with_tables:
        yield from _tables(tree)


def _called(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else ""


def _argument(call: ast.Call) -> Iterator[Text | JoinedText]:
    position = 1 if _called(call) == "ui_text" else 0
    if len(call.args) <= position:
        return
    argument = call.args[position]
    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        yield Text(argument.lineno, argument.value)
    # A name or attribute stands for a text that is marked where it is written.
    elif isinstance(argument, ast.JoinedStr | ast.BinOp | ast.Call | ast.IfExp):
        yield JoinedText(argument.lineno)


def _tables(tree: ast.Module) -> Iterator[Text]:
    for node in tree.body:
        target = node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", None)
        value = getattr(node, "value", None)
        if isinstance(target, ast.Name) and target.id.isupper() and isinstance(value, ast.Dict):
            yield from _values(value)


def _values(table: ast.Dict) -> Iterator[Text]:
    for value in table.values:
        if isinstance(value, ast.Constant) and isinstance(value.value, str):
            yield Text(value.lineno, value.value)
