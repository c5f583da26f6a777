"""From where a person came to the help, as the address says it, and the address that says it again."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from ctpat_app.domain.numbers import number_in
from ctpat_app.guidance.help_pages import help_pages, page_at
from ctpat_app.guidance.records import Library

PATH: Final = "help"
MOST_FIELDS: Final = 10
_WORD: Final = re.compile(r"[\w.-]{1,120}", re.ASCII)


@dataclass(frozen=True)
class Context:
    """The page that a person came from, what it was about, and which of its fields need another look."""

    page: str = ""
    """Id of the page of help; empty when they came from none that help knows."""
    step: str = ""
    draft: int = 0
    account: int = 0
    model: int = 0
    criterion: str = ""
    fields: tuple[str, ...] = ()
    """Ids of the controls."""


def context_in(library: Library, query: Mapping[str, str]) -> Context:
    """Return the context in an address: ``page`` names the page by its id, or ``at`` by its path, with ``step``."""
    step, page = _word(query.get("step", "")), query.get("page", "")
    if page not in help_pages(library):
        page = page_at(library, query["at"].strip("/"), step) if "at" in query else ""
    fields = tuple(filter(None, map(_word, query.get("fields", "").split(",")[:MOST_FIELDS])))
    draft, account, model = (number_in(query.get(name, "")) for name in ("draft", "account", "model"))
    return Context(page, step, draft, account, model, _word(query.get("criterion", "")), fields)


def _word(text: str) -> str:
    """Return ``text`` if it is one that the kiosk's own links could have."""
    return text if _WORD.fullmatch(text) else ""


def context_query(context: Context) -> dict[str, str | int]:
    """Return the part of an address that says the context."""
    found = {name: getattr(context, name) for name in ("page", "step", "draft", "account", "model", "criterion")}
    return {name: value for name, value in (*found.items(), ("fields", ",".join(context.fields))) if value}


def page_address(language: str, path: str, query: Mapping[str, str | int]) -> str:
    """Return the address of a page."""
    folder = f"{path}/" if path else ""
    return f"/{language}/{folder}" + (f"?{urlencode(query)}" if query else "")
