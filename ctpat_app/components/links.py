"""Links that the browser follows by itself, instead of exchanging the page within the running document."""

from typing import Any

import reflex as rx
from reflex_components_core.el.elements.inline import A


def document_link(*children: rx.Component | str, href: str, **attributes: Any) -> rx.Component:
    """Return a plain link; ``attributes`` are those of ``rx.el.a``.

    For another language (the document's language is fixed when it loads), for fragments of the page (the focus must
    follow), for sign-in and sign-out, downloads, mail and telephone. Every other link is ``rx.el.a``.
    """
    return A.create(*children, href=href, **attributes)
