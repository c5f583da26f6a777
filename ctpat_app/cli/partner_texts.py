"""Which texts a business partner without an account can meet: what a language for partners has to translate."""

import ast
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from ctpat_app.cli import python_texts
from ctpat_app.words.messages import MESSAGES

if TYPE_CHECKING:
    from reflex.event import EventHandler

    from ctpat_app.routes import Page

PACKAGE: Final = Path(__file__).parents[1]
_NAME: Final = PACKAGE.name
_SHOWN: Final = tuple(f"{_NAME}.{layer}." for layer in ("pages", "components", "state"))
_OWN_SERVICES: Final = tuple(f"{_NAME}.services.{area}" for area in ("inquiry_", "partner_"))
_ROUTES: Final = ("web/gate.py", "web/inquiry_*.py", "web/partner_*.py", "web/uploads.py")
"""What answers a partner outside of the events of a page, with pages of its own or with files."""
_WORDS: Final = (
    "words/inquiry_*.py",
    "words/partner_*.py",
    "words/mail_frame.py",
    "words/review_messages.py",
    "words/upload_messages.py",
)
"""Modules whose texts reach partners as a whole: in mails, as hints on what they wrote, when they add a file."""
_OF_EVERYBODY: Final = frozenset(f"{_NAME}.words.{module}" for module in ("languages", "mails", "messages"))
"""Modules that know the texts of all areas, or names that are in no catalogue."""
_CONTENT: Final = re.compile(
    r"(categories|criteria|evidence_kinds)/"
    r"|(business_types|statuses)/[\w-]+\.name"
)
"""Contexts of the content that partners see."""


def is_content(context: str) -> bool:
    """Return whether partners see the text of the content with this context."""
    return bool(_CONTENT.match(context))


@cache
def ui_texts() -> frozenset[str]:
    """Return every text of the sources that a partner can meet: in a page made for them, and in what answers it."""
    return frozenset({*_of_pages(), *_of_modules(), *_of_words(), *_of_codes()})


def _of_pages() -> Iterator[str]:
    return (page.title for page in _pages())


def _of_modules() -> Iterator[str]:
    for module in _shown():
        yield from _texts(_file(module), with_tables=False)


def _of_words() -> Iterator[str]:
    modules = {*_matching(_WORDS), *(name for module in {*_shown(), *_matching(_ROUTES)} for name in _imports(module))}
    for module in modules - _OF_EVERYBODY:
        if module.startswith(f"{_NAME}.words."):
            yield from _texts(_file(module), with_tables=True)


def _of_codes() -> Iterator[str]:
    """Yield the texts of the message codes that the reached modules name, or name the beginning of."""
    whole, begun = set[str](), set[str]()
    for module in {*_shown(), *_asked(), *_matching(_ROUTES)}:
        for node in ast.walk(_tree(module)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                whole.add(node.value)
            elif isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                begun.add(str(node.values[0].value))
    beginnings = tuple(text for text in begun if "." in text)
    return (text for code, text in MESSAGES.items() if code in whole or code.startswith(beginnings))


@cache
def _pages() -> tuple["Page", ...]:
    # The pages are slow to import, and most commands do without.
    from ctpat_app.routes import PAGES

    return tuple(page for page in PAGES if page.for_partners)


@cache
def _shown() -> frozenset[str]:
    """Return the modules of pages, components and states that make the pages for partners."""
    states = {cast("EventHandler", load).fn.__module__ for page in _pages() for load in page.on_load}
    return _reached({*(page.build.__module__ for page in _pages()), *states}, _SHOWN)


@cache
def _asked() -> frozenset[str]:
    """Return the services that those modules ask, the partners' own services behind them, and their rules."""
    first = {name for module in _shown() for name in _imports(module) if name.startswith(f"{_NAME}.services.")}
    services = _reached(first, _OWN_SERVICES)
    rules = {name for module in services for name in _imports(module) if name.startswith(f"{_NAME}.domain.")}
    return frozenset(services | rules)


def _matching(patterns: tuple[str, ...]) -> frozenset[str]:
    """Return the modules whose files below the package have names like ``patterns``."""
    files = (file for pattern in patterns for file in PACKAGE.glob(pattern))
    return frozenset(f"{_NAME}.{file.parent.name}.{file.stem}" for file in files)


def _reached(begin: Iterable[str], within: tuple[str, ...]) -> frozenset[str]:
    """Return the modules of ``begin`` and all that they import, each from the last, of those ``within``."""
    found, open_ = set[str](), list(begin)
    while open_:
        module = open_.pop()
        if module not in found:
            found.add(module)
            open_.extend(name for name in _imports(module) if name.startswith(within))
    return frozenset(found)


@cache
def _imports(module: str) -> frozenset[str]:
    """Return the modules of the kiosk that ``module`` imports, or imports something from."""
    lines = [node for node in ast.walk(_tree(module)) if isinstance(node, ast.ImportFrom) and node.module]
    names = {f"{line.module}.{alias.name}" for line in lines for alias in line.names} | {
        str(line.module) for line in lines
    }
    return frozenset(name for name in names if name.startswith(f"{_NAME}.") and _file(name).exists())


@cache
def _tree(module: str) -> ast.Module:
    return ast.parse(_file(module).read_text("utf-8"))


def _file(module: str) -> Path:
    return (PACKAGE.parent / Path(*module.split("."))).with_suffix(".py")


def _texts(file: Path, *, with_tables: bool) -> Iterator[str]:
    found = python_texts.texts(file.read_text("utf-8"), with_tables=with_tables)
    return (text.message for text in found if isinstance(text, python_texts.Text))
