"""What the pages for getting in have in common: fields, password, faults, notices."""

import reflex as rx

from ctpat_app.components.links import document_link
from ctpat_app.components.text import t
from ctpat_app.domain.emails import MAX_CHARACTERS as MAX_EMAIL_CHARACTERS
from ctpat_app.domain.names import MAX_CHARACTERS as MAX_NAME_CHARACTERS
from ctpat_app.state.flash import FaultView, PostedForm

Form = type[PostedForm]


def _has(form: Form, field: str) -> rx.Var[bool]:
    """Whether there is something to mend in ``field``."""
    return rx.Var.create(form.problems).to(dict).contains(field)


def _problem(form: Form, field: str) -> rx.Var[str]:
    return rx.Var.create(form.problems).to(dict)[field]


def faults(form: Form) -> rx.Component:
    """Return the list of what is to be mended, each line a link to its field; nothing when there is nothing."""
    return rx.cond(
        rx.Var.create(form.faults).to(list).length() > 0,
        rx.el.div(
            rx.el.h2(t("Something needs another look"), id="error-title", class_name="kiosk-errors__title"),
            rx.el.ul(rx.foreach(form.faults, _fault), class_name="kiosk-errors__list"),
            id="error-summary",
            role="alert",
            tab_index=-1,
            class_name="kiosk-errors",
            custom_attrs={"data-attempt": form.visit, "aria-labelledby": "error-title"},
        ),
    )


def _fault(fault: FaultView) -> rx.Component:
    return rx.el.li(document_link(fault.field_text, href="#" + fault.field_id))


def notice(form: Form) -> rx.Component:
    """Return the good news of the last answer, if there is any."""
    return rx.cond(
        form.notice != "",
        rx.el.div(rx.el.p(form.notice), class_name="kiosk-alert kiosk-alert--success", role="status"),
    )


def email_field(form: Form, *, hint: str, autocomplete: str) -> rx.Component:
    """Return the field for the mail address."""
    return _group(
        form,
        "email",
        t("Email address"),
        rx.el.p(hint, id="email-hint", class_name="usa-hint"),
        rx.el.input(
            **_control(form, "email", "email-hint"),
            type="text",
            input_mode="email",
            auto_complete=autocomplete,
            auto_capitalize="none",
            spell_check=False,
            max_length=MAX_EMAIL_CHARACTERS,
            dir="ltr",
            # Without a key: what somebody types before the answer is shown stays.
            default_value=form.email,
        ),
    )


def name_field(form: Form, typed: str | rx.Var[str]) -> rx.Component:
    """Return the field for the person's name."""
    hint = t("As you write it at work, in any script. Your colleagues see it.")
    return _group(
        form,
        "name",
        t("Your name"),
        rx.el.p(hint, id="name-hint", class_name="usa-hint"),
        rx.el.input(
            **_control(form, "name", "name-hint"),
            type="text",
            auto_complete="name",
            dir="auto",
            max_length=MAX_NAME_CHARACTERS,
            default_value=typed,
        ),
    )


def password_field(
    form: Form, *, autocomplete: str, rules: tuple[str, ...] = (), name: str = "password", label: str = ""
) -> rx.Component:
    """Return the field for the password, with a button that shows it; ``rules`` stand before it."""
    hint = f"{name}-hint"
    before = rx.el.ul(*map(rx.el.li, rules), id=hint, class_name="kiosk-rules") if rules else rx.fragment()
    return _group(
        form,
        name,
        label or t("Password"),
        before,
        rx.el.div(
            rx.el.input(
                **_control(form, name, hint if rules else ""),
                type="password",
                auto_complete=autocomplete,
                spell_check=False,
                dir="ltr",
            ),
            rx.el.button(
                t("Show"),
                type="button",
                class_name="usa-button usa-button--outline kiosk-password__show",
                custom_attrs={
                    "aria-pressed": "false",
                    "aria-controls": name,
                    "aria-label": t("Show password"),
                    "data-show-password": "",
                    "data-text-hide": t("Hide"),
                },
            ),
            class_name="kiosk-password",
        ),
    )


def code_field(form: Form, *, label: str, hint: str) -> rx.Component:
    """Return the field for a code of an authenticator app, which may also take a recovery code."""
    return _group(
        form,
        "code",
        label,
        rx.el.p(hint, id="code-hint", class_name="usa-hint"),
        rx.el.input(
            **_control(form, "code", "code-hint"),
            type="text",
            auto_complete="one-time-code",
            auto_capitalize="characters",
            spell_check=False,
            dir="ltr",
            max_length=60,
        ),
    )


def next_field(form: Form) -> rx.Component:
    """Return the hidden field that says where the person goes afterwards."""
    return rx.el.input(type="hidden", name="next", value=form.next)


def _group(form: Form, field: str, label: str, hint: rx.Component, control: rx.Component) -> rx.Component:
    return rx.el.div(
        rx.el.label(label, html_for=field, class_name="usa-label"),
        hint,
        rx.cond(
            _has(form, field),
            rx.el.p(
                rx.el.span(t("Error:"), " ", class_name="usa-sr-only"),
                _problem(form, field),
                id=f"{field}-error",
                class_name="usa-error-message",
            ),
        ),
        control,
        class_name=rx.cond(_has(form, field), "usa-form-group usa-form-group--error", "usa-form-group"),
    )


def _control(form: Form, field: str, described_by: str) -> dict[str, object]:
    """Return what every control has: its name, its error, and what describes it."""
    faulty = _has(form, field)
    return {
        "id": field,
        "name": field,
        "class_name": rx.cond(faulty, "usa-input usa-input--error", "usa-input"),
        "custom_attrs": {
            "aria-invalid": rx.cond(faulty, "true", "false"),
            "aria-describedby": rx.cond(faulty, f"{described_by} {field}-error".strip(), described_by),
        },
    }
