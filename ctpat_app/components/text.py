"""Texts of pages, bound at compile time for the language whose page is being built."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Literal

import reflex as rx

from ctpat_app.words import languages
from ctpat_app.words.catalogues import ui_text

_language: ContextVar[str] = ContextVar("language of the page under construction", default=languages.SOURCE_LANGUAGE)
_path: ContextVar[str] = ContextVar("path of the page under construction", default="")


@contextmanager
def building(language: str, path: str = "") -> Iterator[None]:
    """Bind every ``t`` inside to ``language``; ``path`` is the page's address below it, such as ``apply/sign``."""
    language_token, path_token = _language.set(language), _path.set(path)
    try:
        yield
    finally:
        _language.reset(language_token)
        _path.reset(path_token)


def current_language() -> str:
    """Return the BCP 47 tag of the page under construction."""
    return _language.get()


def current_direction() -> Literal["ltr", "rtl"]:
    """Return the writing direction of the page under construction."""
    return languages.direction(current_language())


def address(path: str = "", language: str | None = None) -> str:
    """Return the address of the page ``path`` in ``language`` (that of the page under construction by default).

    Query and fragment may follow the path: ``address("apply?step=sign")`` is ``/en/apply/?step=sign``.
    """
    bare, mark, rest = path.partition("?") if "?" in path else path.partition("#")
    folder = f"{bare.strip('/')}/" if bare.strip("/") else ""
    return f"/{language or current_language()}/{folder}{mark}{rest}"


def current_page() -> str:
    """Return the path of the page under construction below its language, such as ``trade-account``."""
    return _path.get()


def address_in(language: str) -> str:
    """Return the address of the page under construction in another language."""
    return address(_path.get(), language)


def t(message: str, /, **values: str | int | rx.Var[str] | rx.Var[int]) -> str:
    """Return ``message`` in the language under construction, with its ``{named}`` placeholders filled in.

    A value may be a Reflex var: the text then follows the state. ``message`` is one whole sentence, a literal.
    """
    text = ui_text(current_language(), message)
    return text.format(**values) if values else text
