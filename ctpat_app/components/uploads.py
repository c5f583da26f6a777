"""The box from which files are uploaded; assets/uploads.js sends them and tells the page when one has arrived."""

from functools import cache
from typing import Final

import reflex as rx
from reflex.event import EventSpec, EventType

from ctpat_app.components.scripts import page_script
from ctpat_app.components.text import t
from ctpat_app.settings import Settings

_MB: Final = 1024 * 1024


@cache
def _most_mb() -> int:
    return Settings.from_environment().upload_mb


def upload_script() -> rx.Component:
    """Return the script, for pages with an upload box."""
    return page_script("uploads.js")


def upload_box(
    name: str,
    label: str | rx.Component,
    *,
    to: rx.Var[str] | str,
    on_done: EventSpec | EventType[()],
    kinds: rx.Component | None = None,
    is_small: bool = False,
    most_mb: int = 0,
    hint: str = "",
) -> rx.Component:
    """Return a control for one or several files that go to the address ``to``.

    Args:
        name: id of the control.
        label: what is chosen with it.
        to: address of the upload route, with what the files are for.
        on_done: what the page does when a file has arrived.
        kinds: a control ``data-uploads-kind`` that says of which kind the files are.
        is_small: for one file at a time: without the word on types.
        most_mb: size of the largest file, where it is smaller than elsewhere.
        hint: what may be chosen, where not everything may.
    """
    most = min(most_mb or _most_mb(), _most_mb())
    hint_id = f"{name}-hint"
    return rx.el.div(
        kinds or rx.fragment(),
        rx.el.label(label, html_for=name, class_name="usa-label"),
        rx.fragment()
        if is_small
        else rx.el.p(
            hint
            or t(
                "PDF, pictures, Word, Excel, PowerPoint, CSV or text, up to {most} MB each. Choose several at once, "
                "or drop them here.",
                most=most,
            ),
            id=hint_id,
            class_name="usa-hint",
        ),
        rx.el.input(
            type="file",
            multiple=not is_small,
            class_name="kiosk-uploads__input",
            custom_attrs={"id": name, **({} if is_small else {"aria-describedby": hint_id})},
        ),
        rx.el.ul(class_name="kiosk-uploads__list", custom_attrs={"data-uploads-list": "true"}),
        rx.el.p(role="status", class_name="kiosk-uploads__say", custom_attrs={"data-uploads-say": "true"}),
        rx.el.button(
            t("Show what has arrived"),
            type="button",
            hidden=True,
            tab_index=-1,
            on_click=on_done,
            custom_attrs={"data-uploads-done": "true"},
        ),
        class_name="kiosk-uploads",
        custom_attrs={"data-uploads": to, "data-max-bytes": str(most * _MB), **_words(most)},
    )


def _words(most: int) -> dict[str, str]:
    return {
        "data-text-waiting": t("Waiting for the others …"),
        "data-text-cancel": t("Cancel"),
        "data-text-cancelled": t("Cancelled. Nothing was kept."),
        "data-text-done": t("It has arrived."),
        "data-text-retry": t("Try again"),
        "data-text-dismiss": t("Close"),
        "data-text-broken": t("Try again in a moment. The connection broke, and nothing of the file was kept."),
        "data-text-large": t("Choose a smaller file: up to {most} MB are taken.", most=most),
    }
