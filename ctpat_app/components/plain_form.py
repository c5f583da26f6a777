"""Fields of a form that is sent as a whole: label, hint, fault, and a control that begins with what is stored.

``form`` is the first part of the ids of its controls; a field is called by ``name`` in what the form sends.
"""

from collections.abc import Mapping
from typing import Any, Final

import reflex as rx

from ctpat_app.components.errors import error_summary
from ctpat_app.components.text import t
from ctpat_app.state.plain_form import PlainForm

State = type[PlainForm]
TOLD: Final = {"data-leads-to": ".kiosk-told"}
"""On a form: the focus goes to the words that say what was done."""


def outcome(state: State) -> rx.Component:
    """Return what was done last, or what is to be mended."""
    return rx.fragment(
        error_summary(state.faults, state.attempt),
        told(state.told),
    )


def told(text: rx.Var[str]) -> rx.Component:
    """Return what was done last; it is not there before, so that the focus can go to it."""
    return rx.cond(
        text != "",
        rx.el.div(
            rx.el.p(text),
            class_name="kiosk-alert kiosk-alert--success kiosk-told",
            role="status",
            tab_index=-1,
            key=text,
        ),
    )


def form_fault(state: State, form: str) -> rx.Component:
    """Return why the form as a whole was refused."""
    return _fault(state, f"{form}-form")


def line(
    state: State, form: str, name: str, label: str, limit: int, *, hint: str = "", optional: bool = True, **more: Any
) -> rx.Component:
    """Return a field of one line."""
    control = rx.el.input(
        type=more.pop("type", "text"),
        max_length=limit,
        auto_complete="off",
        dir=more.pop("dir", "auto"),
        class_name=_looks(state, f"{form}-{name}", more.pop("look", "usa-input")),
        default_value=state.values.get(f"{form}-{name}", ""),
        **_common(state, form, name, hint),
        **more,
    )
    return _group(state, form, name, label, hint, control, optional=optional)


def day(state: State, form: str, name: str, label: str, *, optional: bool = False) -> rx.Component:
    """Return a field for a day, with the browser's calendar where it has one."""
    hint = t("Where no calendar opens, write year, month and day, such as 2026-03-31.")
    return line(
        state, form, name, label, 10, hint=hint, optional=optional, type="date", dir="ltr",
        look="usa-input usa-input--medium",
    )  # fmt: skip


def area(
    state: State,
    form: str,
    name: str,
    label: str,
    limit: int,
    *,
    hint: str = "",
    optional: bool = True,
    more: Mapping[str, rx.Var[str] | str] | None = None,
) -> rx.Component:
    """Return a field of several lines; ``more`` are attributes that the page's script reads."""
    common = _common(state, form, name, hint)
    common["custom_attrs"] |= more or {}
    control = rx.el.textarea(
        max_length=limit,
        rows="3",
        dir="auto",
        class_name=_looks(state, f"{form}-{name}", "usa-textarea kiosk-textarea"),
        default_value=state.values.get(f"{form}-{name}", ""),
        **common,
    )
    return _group(state, form, name, label, hint, control, optional=optional)


def choice(
    state: State,
    form: str,
    name: str,
    label: str | rx.Var[str],
    options: rx.Var[list[list[str]]],
    *,
    empty: str,
    hint: str = "",
    optional: bool = True,
) -> rx.Component:
    """Return a list to choose from; ``options`` are pairs of value and name, ``empty`` names the choice of none."""
    control = rx.el.select(
        rx.el.option(empty, value=""),
        rx.foreach(options, lambda each: rx.el.option(each[1], value=each[0])),
        class_name=_looks(state, f"{form}-{name}", "usa-select"),
        default_value=state.values.get(f"{form}-{name}", ""),
        **_common(state, form, name, hint),
    )
    return _group(state, form, name, label, hint, control, optional=optional)


def named(name: str, value: rx.Var[Any]) -> rx.Component:
    """Return what the form says besides what is typed.

    The submit handler of a form within a list knows nothing of its line: what it names has to stand in the form.
    """
    return rx.el.input(type="hidden", name=name, value=value)


def text_named(typed: rx.Var[Any], name: str) -> rx.Var[str]:
    """Return a text that the form names."""
    return rx.Var(f"({typed!s}?.['{name}'] ?? '')", _var_type=str)


def number_named(typed: rx.Var[Any], name: str) -> rx.Var[int]:
    """Return a whole number that the form names."""
    return rx.Var(f"Number({typed!s}?.['{name}'] ?? 0)", _var_type=int)


def submit(text: str, look: str = "usa-button") -> rx.Component:
    """Return the button that sends the form around it."""
    return rx.el.div(rx.el.button(text, type="submit", class_name=look), class_name="kiosk-actions")


def _common(state: State, form: str, name: str, hint: str) -> dict[str, Any]:
    control = f"{form}-{name}"
    described = [f"{control}-hint"] * bool(hint) + [f"{control}-error"]
    return {
        "id": control,
        "name": name,
        "custom_attrs": {
            "aria-describedby": " ".join(described),
            "aria-invalid": rx.cond(state.problems.contains(control), "true", "false"),
        },
    }


def _looks(state: State, control: str, look: str) -> rx.Var[str]:
    return rx.cond(state.problems.contains(control), f"{look} usa-input--error", look)


def _group(
    state: State,
    form: str,
    name: str,
    label: str | rx.Var[str],
    hint: str,
    control: rx.Component,
    *,
    optional: bool,
) -> rx.Component:
    own = f"{form}-{name}"
    mark = rx.el.span(" ", t("(optional)"), class_name="kiosk-optional") if optional else rx.fragment()
    return rx.el.div(
        rx.el.label(label, mark, html_for=own, class_name="usa-label"),
        rx.el.p(hint, id=f"{own}-hint", class_name="usa-hint") if hint else rx.fragment(),
        _fault(state, own),
        control,
        class_name=rx.cond(state.problems.contains(own), "usa-form-group usa-form-group--error", "usa-form-group"),
    )


def _fault(state: State, control: str) -> rx.Component:
    return rx.cond(
        state.problems.contains(control),
        rx.el.p(
            rx.el.span(t("Error:"), " ", class_name="usa-sr-only"),
            state.problems[control],
            id=control if control.endswith("-form") else f"{control}-error",
            tab_index=-1 if control.endswith("-form") else None,
            class_name="usa-error-message",
        ),
    )
