"""Texts of pages, bound at compile time for the language whose page is being built."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Literal

import reflex as rx

from ctpat_app.words import languages
from ctpat_app.words.catalogues import ui_text


@dataclass(frozen=True)
class Site:
    """What there is besides the page under construction."""

    languages: tuple[str, ...]
    """Those that the page exists in, in the order of the menu."""
    pages: frozenset[str]
    """Paths of the pages that exist in its language."""
    fallback: str
    """Language of the pages that do not."""


_language: ContextVar[str] = ContextVar("language of the page under construction", default=languages.SOURCE_LANGUAGE)
_path: ContextVar[str] = ContextVar("path of the page under construction", default="")
_site: ContextVar[Site | None] = ContextVar("site around the page under construction", default=None)


@contextmanager
def building(language: str, path: str = "", site: Site | None = None) -> Iterator[None]:
    """Bind every ``t`` inside to ``language``.

    Args:
        language: BCP 47 tag.
        path: the page's address below the language, such as ``apply/sign``.
        site: what there is besides; None when every page exists in ``language``, and there is no other.
    """
    language_token, path_token, site_token = _language.set(language), _path.set(path), _site.set(site)
    try:
        yield
    finally:
        _language.reset(language_token)
        _path.reset(path_token)
        _site.reset(site_token)


def current_language() -> str:
    """Return the BCP 47 tag of the page under construction."""
    return _language.get()


def current_direction() -> Literal["ltr", "rtl"]:
    """Return the writing direction of the page under construction."""
    return languages.direction(current_language())


def address(path: str = "", language: str | None = None) -> str:
    """Return the address of the page ``path`` in ``language`` (by default ``language_of_page``).

    Query and fragment may follow the path: ``address("apply?step=sign")`` is ``/en/apply/?step=sign``.
    """
    bare, mark, rest = path.partition("?") if "?" in path else path.partition("#")
    bare = bare.strip("/")
    folder = f"{bare}/" if bare else ""
    return f"/{language or language_of_page(bare)}/{folder}{mark}{rest}"


def language_of_page(path: str) -> str:
    """Return the language in which to lead to ``path``: that of the page under construction, if it exists in it."""
    site = _site.get()
    return current_language() if site is None or path in site.pages else site.fallback


def languages_of_this_page() -> tuple[str, ...]:
    """Return the languages that the page under construction exists in, in the order of the menu."""
    site = _site.get()
    return (current_language(),) if site is None else site.languages


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
