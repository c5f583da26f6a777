"""Fields of the form that reports a problem. Its script shows faults and keeps what is typed, so no state is involved.

The ids of the controls begin with ``report-``; ``assets/report.js`` finds everything by ``data-`` attributes.
"""

from typing import Any, Final

import reflex as rx

from ctpat_app.components.scripts import for_script
from ctpat_app.components.text import current_language, t
from ctpat_app.domain.help_reports import MAX_LINE
from ctpat_app.guidance.problem_kinds import (
    choice_label,
    intake_hint,
    intake_label,
    kind_hint,
    kind_name,
    load_problem_kinds,
)
from ctpat_app.guidance.problem_schema import IntakeField, ProblemKindRecord
from ctpat_app.guidance.texts import Ref
from ctpat_app.words.localiser import localiser_for

FORM: Final = "report"


def kinds() -> rx.Component:
    """Return the kinds of problem to choose from, and what each asks besides; the script shows that of the chosen."""
    return rx.fragment(
        rx.el.fieldset(
            rx.el.legend(t("What is wrong?"), required_mark(), class_name="usa-legend"),
            _fault("kind"),
            *map(_kind, load_problem_kinds()),
            class_name="usa-fieldset usa-form-group",
            custom_attrs={"data-group": "kind"},
        ),
        *(_intake(kind) for kind in load_problem_kinds() if kind.fields),
    )


def line(
    name: str, label: str | rx.Component, limit: int, *, hint: str | rx.Component = "", **more: Any
) -> rx.Component:
    """Return a field of one line that may stay empty."""
    control = rx.el.input(
        type=more.pop("type", "text"),
        max_length=limit,
        dir=more.pop("dir", "auto"),
        class_name="usa-input",
        **_common(name, has_hint=bool(hint)),
        **more,
    )
    return _group(name, label, hint, control)


def area(name: str, label: str, limit: int, *, hint: str, required: bool = False) -> rx.Component:
    """Return a field of several lines."""
    control = rx.el.textarea(
        max_length=limit,
        rows="4",
        dir="auto",
        class_name="usa-textarea kiosk-textarea",
        **_common(name, has_hint=True),
    )
    marked = rx.fragment(label, required_mark()) if required else label
    return _group(name, marked, hint, control)


def box(name: str, label: str | rx.Component, *children: rx.Component, **attributes: Any) -> rx.Component:
    """Return something that goes along unless the person takes its mark away."""
    control = f"{FORM}-{name}"
    return rx.el.div(
        rx.el.div(
            rx.el.input(
                type="checkbox",
                id=control,
                name=name,
                value="yes",
                default_checked=True,
                class_name="usa-checkbox__input",
            ),
            rx.el.label(label, html_for=control, class_name="usa-checkbox__label"),
            class_name="usa-checkbox",
        ),
        *children,
        **attributes,
    )


def required_mark() -> rx.Component:
    """Return the word that a field has to be filled in."""
    return rx.el.span(" ", t("(required)"), class_name="kiosk-optional")


# ---------------------------------------------------------------- from the content


def _kind(kind: ProblemKindRecord) -> rx.Component:
    control = f"{FORM}-kind-{kind.id}"
    return rx.el.div(
        rx.el.input(type="radio", id=control, name="kind", value=kind.id, class_name="usa-radio__input"),
        rx.el.label(
            _shown(kind_name(kind)),
            rx.el.span(_shown(kind_hint(kind)), class_name="usa-radio__label-description"),
            html_for=control,
            class_name="usa-radio__label",
        ),
        class_name="usa-radio",
    )


def _intake(kind: ProblemKindRecord) -> rx.Component:
    return rx.el.div(
        *(_asked(kind, field) for field in kind.fields),
        hidden=True,
        class_name="kiosk-inset",
        custom_attrs={"data-intake": kind.id},
    )


def _asked(kind: ProblemKindRecord, field: IntakeField) -> rx.Component:
    name = f"intake-{kind.id}-{field.id}"
    label, hint = _shown(intake_label(kind, field)), intake_hint(kind, field)
    if field.kind == "line":
        return line(name, label, MAX_LINE, hint=_shown(hint) if hint.english else "")
    return rx.el.fieldset(
        rx.el.legend(label, class_name="usa-legend"),
        _fault(name),
        *(
            rx.el.div(
                rx.el.input(
                    type="radio",
                    id=f"{FORM}-{name}-{choice.id}",
                    name=name,
                    value=choice.id,
                    class_name="usa-radio__input",
                ),
                rx.el.label(
                    _shown(choice_label(kind, field, choice)),
                    html_for=f"{FORM}-{name}-{choice.id}",
                    class_name="usa-radio__label",
                ),
                class_name="usa-radio",
            )
            for choice in field.choices
        ),
        class_name="usa-fieldset usa-form-group",
        custom_attrs={"data-group": name},
    )


def _shown(text: Ref) -> rx.Component:
    """Return a text of the content, marked where it stands in English for want of a translation."""
    shown = localiser_for(current_language()).show(text)
    other = {} if shown.language == current_language() else {"lang": shown.language}
    return rx.el.span(shown.text, **other)


# ---------------------------------------------------------------- around a control


def _common(name: str, *, has_hint: bool) -> dict[str, Any]:
    control = f"{FORM}-{name}"
    described = " ".join([f"{control}-hint"] * has_hint + [f"{control}-error"])
    return {"id": control, "name": name, "custom_attrs": {"aria-describedby": described}}


def _group(name: str, label: str | rx.Component, hint: str | rx.Component, control: rx.Component) -> rx.Component:
    own = f"{FORM}-{name}"
    return rx.el.div(
        rx.el.label(label, html_for=own, class_name="usa-label"),
        rx.el.p(hint, id=f"{own}-hint", class_name="usa-hint") if hint else rx.fragment(),
        _fault(name),
        control,
        class_name="usa-form-group",
        custom_attrs={"data-group": name},
    )


def _fault(name: str) -> rx.Component:
    # The script gives it its class with its text: the class alone would show an icon.
    return rx.el.p(id=f"{FORM}-{name}-error", hidden=True, custom_attrs={"data-fault": name, **for_script()})
