"""The pages that help knows: which one an address is, and where a text names one."""

from dataclasses import dataclass

from ctpat_app.guidance.help_schema import FRAME, PLACEHOLDER, HelpPage
from ctpat_app.guidance.records import Library


@dataclass(frozen=True)
class Piece:
    """A part of a text: words, or the id of the page that is named there."""

    text: str = ""
    page: str = ""


def pieces(text: str) -> tuple[Piece, ...]:
    """Return ``text`` in its parts: what stands between placeholders, and the pages that these name."""
    parts = PLACEHOLDER.split(text)
    found = [Piece(page=part) if number % 2 else Piece(part) for number, part in enumerate(parts)]
    return tuple(each for each in found if each.text or each.page)


def help_pages(library: Library) -> dict[str, HelpPage]:
    """Return the pages by id; none in a library from before there was help."""
    frame = library.help_frame.get(FRAME)
    return {page.id: page for page in frame.pages} if frame else {}


def page_at(library: Library, path: str, step: str = "") -> str:
    """Return the id of the page at ``path``, with the step of the application that is on show there; "" if none is."""
    there = [page for page in help_pages(library).values() if page.path == path]
    exact = [page.id for page in there if (page.step or "") == step]
    bare = [page.id for page in there if not page.step]
    return next(iter((*exact, *bare)), "")


def same_place(library: Library, page: str) -> frozenset[str]:
    """Return the ids of all pages that are where ``page`` is: parts of one page have ids of their own."""
    pages = help_pages(library)
    here = pages.get(page)
    if here is None or here.path is None:
        return frozenset({page} & pages.keys())
    return frozenset(each.id for each in pages.values() if (each.path, each.step) == (here.path, here.step))
