"""Parts of an application: where each stands in words, how many are done, and what to press next."""

import reflex as rx

from ctpat_app.components.text import t


def status_tag(status: rx.Var[str], tag_id: rx.Var[str] | str) -> rx.Component:
    """Return the tag for a status of ``guidance.flow.Status`` or of the last two parts (ready, locked, signed)."""
    return rx.match(
        status,
        ("complete", _tag(t("Complete"), "done", tag_id)),
        ("signed", _tag(t("Signed"), "done", tag_id)),
        ("in-progress", _tag(t("In progress"), "progress", tag_id)),
        ("needs-attention", _tag(t("Needs attention"), "attention", tag_id)),
        ("waiting-for-officer", _tag(t("Waiting for the officer"), "info", tag_id)),
        ("ready", _tag(t("Ready"), "todo", tag_id)),
        ("locked", _tag(t("Not possible yet"), "locked", tag_id)),
        _tag(t("Not started"), "todo", tag_id),
    )


def _tag(text: str, kind: str, tag_id: rx.Var[str] | str) -> rx.Component:
    return rx.el.span(text, id=tag_id, class_name=f"kiosk-tag kiosk-tag--{kind}")


def progress(done: rx.Var[int], count: rx.Var[int]) -> rx.Component:
    """Return how many parts are done, as a bar and in words."""
    return rx.el.p(
        rx.el.progress(max=count, value=done, custom_attrs={"aria-label": t("Parts done")}),
        " ",
        rx.el.span(t("{done} of {count} parts done", done=done, count=count)),
        class_name="kiosk-progress",
    )


def next_button(name: rx.Var[str], href: rx.Var[str]) -> rx.Component:
    """Return the main button to the next part; when every part is done, to the check of all answers."""
    return rx.el.a(
        rx.cond(name != "", t("Next: {part}", part=name), t("Check your answers")), href=href, class_name="usa-button"
    )
