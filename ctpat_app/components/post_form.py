"""A plain HTML form that the browser posts by itself, to a route that is not an event."""

from typing import Any

import reflex as rx
from reflex_base.components.component import field
from reflex_components_core.el.elements.base import BaseHTML

from ctpat_app.components.text import current_language


class _PostForm(BaseHTML):  # type: ignore[misc]
    """A ``form`` that keeps its own submission: Reflex's own one takes it away for its events."""

    tag = "form"

    action: rx.Var[str] = field(doc="Address that the form is posted to")
    method: rx.Var[str] = field(doc="HTTP method")
    no_validate: rx.Var[bool] = field(doc="Leave all checking to the server")


def search_form(*children: rx.Component, action: str, **attributes: Any) -> rx.Component:
    """Return a form that leads to ``action`` with its named fields in the address."""
    return _PostForm.create(*children, action=action, method="get", no_validate=True, **attributes)


def post_form(*children: rx.Component, action: str, **attributes: Any) -> rx.Component:
    """Return a form that posts its named fields and the language of the page to ``action``."""
    language = rx.el.input(type="hidden", name="language", value=current_language())
    return _PostForm.create(language, *children, action=action, method="post", no_validate=True, **attributes)
