"""Links that the browser follows by itself, instead of exchanging the page within the running document."""

from typing import Any

import reflex as rx
from reflex_components_core.el.elements.inline import A

from ctpat_app.components.text import address, current_language, language_of_page


def document_link(*children: rx.Component | str, href: str, **attributes: Any) -> rx.Component:
    """Return a plain link; ``attributes`` are those of ``rx.el.a``.

    For another language (the document's language is fixed when it loads), for fragments of the page (the focus must
    follow), for sign-in and sign-out, downloads, mail and telephone. Every other link is ``rx.el.a``.
    """
    return A.create(*children, href=href, **attributes)


def page_link(*children: rx.Component | str, path: str = "", leaving: bool = False, **attributes: Any) -> rx.Component:
    """Return a link to the page ``path``, in the frame and wherever that page may not exist in the reader's language.

    It then leads to the page in another language and says so; ``leaving`` makes a ``document_link`` in any case.
    """
    language = language_of_page(path)
    if language != current_language():
        return document_link(*children, href=address(path), href_lang=language, **attributes)
    make = document_link if leaving else rx.el.a
    return make(*children, href=address(path), **attributes)
