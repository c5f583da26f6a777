"""A field that saves itself on leaving it: label, hint, fault, control, doubt, both texts when somebody else wrote."""

from collections.abc import Callable, Sequence

import reflex as rx
from reflex.event import EventSpec

from ctpat_app.components.text import t
from ctpat_app.state.trade_account import TradeAccountState as State
from ctpat_app.state.trade_account_views import EditField

Field = rx.Var[EditField]
Save = Callable[[rx.Var[int], rx.Var[str]], EventSpec]
"""Given the version that was shown and the text, the event that saves."""


def line_field(
    field: Field,
    save: Save,
    *,
    label: rx.Component | rx.Var[str] | str,
    hint: rx.Component | str = "",
    input_type: str = "text",
    autocomplete: str = "off",
    ltr: bool = False,
    suggestions: bool = False,
) -> rx.Component:
    """Return a field of one line; ``suggestions`` ties it to the list of names ``names-<part>``."""
    attributes = _attributes(field, has_hint=hint != "")
    if suggestions:
        attributes["list"] = f"names-{field.part}"
    control = rx.el.input(
        id=field.id,
        type=input_type,
        default_value=State.values.get(field.id, ""),
        max_length=field.limit,
        auto_complete=autocomplete,
        dir="ltr" if ltr else "auto",
        class_name=_control_class(field, "usa-input"),
        on_blur=lambda text: save(State.versions.get(field.id, 1), text),
        custom_attrs=attributes,
    )
    return _group(field, save, label, hint, control)


def text_field(
    field: Field, save: Save, *, label: rx.Component | rx.Var[str] | str, hint: str = "", rows: int = 4
) -> rx.Component:
    """Return a field of several lines."""
    control = rx.el.textarea(
        id=field.id,
        default_value=State.values.get(field.id, ""),
        max_length=field.limit,
        rows=str(rows),
        dir="auto",
        class_name=_control_class(field, "usa-textarea kiosk-textarea"),
        on_blur=lambda text: save(State.versions.get(field.id, 1), text),
        custom_attrs=_attributes(field, has_hint=hint != ""),
    )
    return _group(field, save, label, hint, control)


def choice_field(
    field: Field,
    save: Save,
    *,
    label: rx.Component | rx.Var[str] | str,
    options: Sequence[tuple[str, str]],
    hint: str = "",
) -> rx.Component:
    """Return a field whose values are ``options``: pairs of stored value and name."""
    control = rx.el.select(
        rx.el.option(t("Choose"), value=""),
        *(rx.el.option(name, value=value) for value, name in options),
        id=field.id,
        default_value=State.values.get(field.id, ""),
        class_name=_control_class(field, "usa-select"),
        on_change=lambda text: save(State.versions.get(field.id, 1), text),
        custom_attrs={"aria-describedby": _described_by(field, has_hint=hint != "")},
    )
    return _group(field, save, label, hint, control)


def problem_text(name: rx.Var[str] | str) -> rx.Component:
    """Return the fault of the control ``name``; nothing while there is none."""
    return rx.cond(
        State.problems.contains(name),
        rx.el.p(
            rx.el.span(t("Error:"), " ", class_name="usa-sr-only"),
            State.problems[name],
            id=f"{name}-error",
            class_name="usa-error-message",
        ),
    )


def group_class(name: rx.Var[str] | str) -> rx.Var[str]:
    """Return the class of the group around the control ``name``."""
    return rx.cond(State.problems.contains(name), "usa-form-group usa-form-group--error", "usa-form-group")


def _group(
    field: Field, save: Save, label: rx.Component | rx.Var[str] | str, hint: rx.Component | str, control: rx.Component
) -> rx.Component:
    optional = rx.cond(field.required, rx.fragment(), rx.el.span(" ", t("(optional)"), class_name="kiosk-optional"))
    return rx.el.div(
        rx.el.label(label, optional, html_for=field.id, class_name="usa-label"),
        rx.el.p(hint, id=f"{field.id}-hint", class_name="usa-hint") if hint != "" else rx.fragment(),
        problem_text(field.id),
        control,
        rx.cond(
            State.notes.contains(field.id),
            rx.el.div(rx.el.p(State.notes[field.id]), id=f"{field.id}-note", class_name="kiosk-offer", role="status"),
        ),
        _conflict(field, save),
        class_name=group_class(field.id),
        # A new key takes the typed text away and shows the stored one.
        key=f"{field.owner}/{field.id}/{State.revisions.get(field.id, 0)}",
    )


def _conflict(field: Field, save: Save) -> rx.Component:
    return rx.cond(
        State.theirs.contains(field.id),
        rx.el.section(
            rx.el.h3(
                t("Somebody changed this while you were writing"),
                class_name="kiosk-conflict__title",
                id=f"{field.id}-conflict",
            ),
            rx.el.div(
                _side(
                    t("Saved by {name}", name=State.theirs_by[field.id]),
                    State.theirs[field.id],
                    t("Keep this text"),
                    State.keep_theirs(field.id),
                ),
                _side(
                    t("What you wrote"),
                    State.mine[field.id],
                    t("Keep my text"),
                    save(State.theirs_version[field.id], State.mine[field.id]),
                ),
                class_name="kiosk-conflict__pair",
            ),
            class_name="kiosk-conflict",
            role="alert",
            custom_attrs={"aria-labelledby": f"{field.id}-conflict"},
        ),
    )


def _side(title: str, text: rx.Var[str], keep: str, event: EventSpec) -> rx.Component:
    return rx.el.div(
        rx.el.h4(title),
        rx.el.div(text, class_name="kiosk-conflict__text", dir="auto"),
        rx.el.button(keep, type="button", class_name="usa-button usa-button--outline", on_click=event),
        class_name="kiosk-conflict__side",
    )


def _control_class(field: Field, plain: str) -> rx.Var[str]:
    return rx.cond(State.problems.contains(field.id), f"{plain} usa-input--error", plain)


def _described_by(field: Field, *, has_hint: bool) -> rx.Var[str]:
    hint = f"{field.id}-hint" if has_hint else ""
    error = rx.cond(State.problems.contains(field.id), f" {field.id}-error", "")
    note = rx.cond(State.notes.contains(field.id), f" {field.id}-note", "")
    return f"{hint}{error}{note}"


def _attributes(field: Field, *, has_hint: bool) -> dict[str, rx.Var[str] | str]:
    return {
        "aria-describedby": _described_by(field, has_hint=has_hint),
        "aria-invalid": rx.cond(State.problems.contains(field.id), "true", "false"),
        "data-draft-key": f"trade-account/{field.owner}/{field.id}",
        "data-saved-version": State.versions.get(field.id, 0).to_string(),
    }
