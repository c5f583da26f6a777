"""What the parts of the trade account page have in common."""

from typing import Final

import reflex as rx
from reflex.event import EventSpec

from ctpat_app.components.edit_fields import group_class, problem_text
from ctpat_app.components.text import t
from ctpat_app.state.trade_account import TradeAccountState as State

LEADS_TO_TOLD: Final = {"data-leads-to": ".kiosk-told"}
"""On what takes itself away when it is done: the focus goes to the words that say so."""


def section(name: str, title: str, *children: rx.Component) -> rx.Component:
    """Return one part of the page, with what was done last in it."""
    return rx.el.section(
        rx.el.h2(title, id=name, tab_index=-1),
        told(name),
        *children,
        class_name="kiosk-part",
        custom_attrs={"aria-labelledby": name},
    )


def told(name: str) -> rx.Component:
    """What was done last in this part; it takes the focus, which would be lost with the button that did it."""
    return rx.cond(
        (State.told != "") & (State.told_in == name),
        rx.el.div(
            rx.el.p(State.told, id=f"{name}-told"),
            class_name="kiosk-alert kiosk-alert--success kiosk-told",
            role="group",
            tab_index=-1,
            key=f"told-{State.tellings}",
            custom_attrs={"aria-labelledby": f"{name}-told"},
        ),
    )


def complete_tag(is_complete: rx.Var[bool]) -> rx.Component:
    """Return the word whether something is complete."""
    return rx.cond(
        is_complete,
        rx.el.span(t("Complete"), class_name="kiosk-tag kiosk-tag--done"),
        rx.el.span(t("Not complete yet"), class_name="kiosk-tag kiosk-tag--attention"),
    )


def text_control(
    control: str, name: str, label: str, limit: int, *, hint: str = "", autocomplete: str = "off", ltr: bool = False
) -> rx.Component:
    """Return a field of one line, called ``name`` in its form, with ``control`` as its id."""
    return rx.el.div(
        rx.el.label(label, html_for=control, class_name="usa-label"),
        rx.el.p(hint, id=f"{control}-hint", class_name="usa-hint") if hint else rx.fragment(),
        problem_text(control),
        rx.el.input(
            id=control,
            name=name,
            type="text",
            max_length=limit,
            auto_complete=autocomplete,
            class_name="usa-input",
            dir="ltr" if ltr else "auto",
            custom_attrs={
                "aria-describedby": f"{control}-hint {control}-error",
                "aria-invalid": rx.cond(State.problems.contains(control), "true", "false"),
            },
        ),
        class_name=group_class(control),
    )


def submit(text: str, style: str) -> rx.Component:
    """Return the button that sends the form around it."""
    return rx.el.div(rx.el.button(text, type="submit", class_name=style), class_name="kiosk-actions")


def remove(title: str, consequence: str, name: rx.Var[str], event: EventSpec) -> rx.Component:
    """Return a button that removes what is called ``name``, behind a disclosure that says what that does."""
    hidden = rx.el.span(" ", name, class_name="usa-sr-only")
    return disclosed(
        rx.fragment(title, hidden),
        consequence,
        rx.el.button(
            t("Remove"),
            hidden,
            type="button",
            class_name="usa-button usa-button--secondary",
            on_click=event,
            custom_attrs=LEADS_TO_TOLD,
        ),
    )


def disclosed(title: rx.Component | str, consequence: str, button: rx.Component) -> rx.Component:
    """A step that is not undone lies behind a disclosure that says what it does."""
    return rx.el.details(
        rx.el.summary(title),
        rx.el.div(rx.el.p(consequence), button, class_name="kiosk-more__body"),
        class_name="kiosk-more",
    )
