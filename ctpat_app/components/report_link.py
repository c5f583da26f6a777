"""Links to the page that reports a problem; they say from where, and which code the kiosk showed."""

from typing import Any

import reflex as rx

from ctpat_app.components.links import document_link
from ctpat_app.components.text import address, current_language, current_page, language_of_page, t

_REPORT = "report"
_HELP: dict[str, str] = {"data-help": "true"}
"""The page's script adds draft, step and the fields that need another look, as it does for the help."""


def report_link(code: rx.Var[str]) -> rx.Component:
    """Return the link of a notice or failure, with its ``code``: in a new tab, since the page may hold unsaved text."""
    return document_link(
        t("Report this problem"),
        rx.el.span(" ", t("(opens a new tab)"), class_name="usa-sr-only"),
        href=f"{address(_REPORT)}?{_from_here()}&failure={code}",
        target="_blank",
        custom_attrs=_HELP,
        **_elsewhere(),
    )


def footer_report() -> rx.Component:
    """Return the link at the foot of each page."""
    if current_page() == _REPORT:
        return document_link(t("Report a problem"), href=address(_REPORT), custom_attrs={"aria-current": "page"})
    return document_link(
        t("Report a problem"), href=f"{address(_REPORT)}?{_from_here()}", custom_attrs=_HELP, **_elsewhere()
    )


def _from_here() -> str:
    return f"from={address(current_page())}"


def _elsewhere() -> dict[str, Any]:
    language = language_of_page(_REPORT)
    return {} if language == current_language() else {"href_lang": language}
