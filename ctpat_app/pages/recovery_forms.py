"""What the pages for getting back in have in common: text fields, answers, the choice of questions."""

import reflex as rx

from ctpat_app.components.text import t
from ctpat_app.domain.passwords import MIN_CHARACTERS
from ctpat_app.domain.security_answers import MAX_CHARACTERS as MAX_ANSWER
from ctpat_app.domain.security_answers import MAX_QUESTION_CHARACTERS
from ctpat_app.pages.account_forms import Form, _control, _group, _has, _problem, password_field
from ctpat_app.state.recovery import QuestionOption, TypedQuestionView

Text = str | rx.Var[str]


def text_field(
    form: Form,
    name: str,
    label: str,
    *,
    typed: Text = "",
    hint: str = "",
    autocomplete: str = "off",
    longest: int = 200,
    optional: bool = False,
    long: bool = False,
) -> rx.Component:
    """Return a labelled field for a line of text, or for several when ``long``."""
    attributes = _control(form, name, f"{name}-hint" if hint else "")
    shared = {
        "auto_complete": autocomplete,
        "dir": "auto",
        "max_length": longest,
        "default_value": typed,
        "key": f"{name}/{form.visit}",
    }
    if long:
        attributes["class_name"] = "usa-textarea kiosk-textarea"
        control = rx.el.textarea(**attributes, **shared)
    else:
        control = rx.el.input(**attributes, **shared, type="text", spell_check=False)
    return _group(
        form,
        name,
        t("{label} (optional)", label=label) if optional else label,
        rx.el.p(hint, id=f"{name}-hint", class_name="usa-hint") if hint else rx.fragment(),
        control,
    )


def new_password_field(form: Form, *, label: str = "") -> rx.Component:
    """Return the field for a new password, with its rules."""
    return password_field(
        form,
        autocomplete="new-password",
        label=label,
        rules=(
            t("Use at least {minimum} characters. Spaces and all scripts count.", minimum=MIN_CHARACTERS),
            t("Three or four words that do not belong together work well."),
            t("Leave out your name, your email address and passwords you use elsewhere."),
        ),
    )


def answer_field(form: Form, number: rx.Var[str], label: Text) -> rx.Component:
    """Return the field for the answer to one question; the label is the question itself."""
    name = f"answer_{number}"
    return _varied_group(form, name, label, _line(form, name, longest=MAX_ANSWER))


def question_places(
    form: Form, places: rx.Var[list[TypedQuestionView]], options: rx.Var[list[QuestionOption]]
) -> rx.Component:
    """Return three places for a question and its answer."""
    return rx.foreach(places, lambda place: _place(form, place, options))


def _place(form: Form, place: rx.Var[TypedQuestionView], options: rx.Var[list[QuestionOption]]) -> rx.Component:
    number = place.number
    return rx.el.div(
        rx.el.h3(t("Question {number}", number=number), id=f"place-{number}"),
        _varied_group(form, f"question_{number}", t("Choose a question"), _select(form, place, options)),
        rx.el.details(
            rx.el.summary(t("Write your own question instead")),
            _varied_group(
                form,
                f"own_{number}",
                t("Your own question"),
                _line(form, f"own_{number}", typed=place.own_text, longest=MAX_QUESTION_CHARACTERS),
            ),
            open=(place.own_text != "") | _has(form, f"own_{number}"),
        ),
        answer_field(form, number, t("Your answer")),
        role="group",
        class_name="kiosk-box",
        custom_attrs={"aria-labelledby": f"place-{number}"},
        key=f"{number}/{form.visit}",
    )


def _select(form: Form, place: rx.Var[TypedQuestionView], options: rx.Var[list[QuestionOption]]) -> rx.Component:
    name = f"question_{place.number}"
    attributes = _control(form, name, "")
    attributes["class_name"] = "usa-select"
    return rx.el.select(
        rx.el.option(t("Choose a question"), value=""),
        rx.foreach(options, lambda option: rx.el.option(option.text, value=option.id)),
        **attributes,
        default_value=place.question,
    )


def _line(form: Form, name: Text, *, typed: Text = "", longest: int) -> rx.Component:
    return rx.el.input(
        **_control(form, name, ""),
        type="text",
        auto_complete="off",
        auto_capitalize="none",
        spell_check=False,
        dir="auto",
        max_length=longest,
        default_value=typed,
    )


def _varied_group(form: Form, name: Text, label: Text, control: rx.Component) -> rx.Component:
    """A group whose name follows the state."""
    faulty = _has(form, name)
    return rx.el.div(
        rx.el.label(label, html_for=name, class_name="usa-label"),
        rx.cond(
            faulty,
            rx.el.p(
                rx.el.span(t("Error:"), " ", class_name="usa-sr-only"),
                _problem(form, name),
                id=f"{name}-error",
                class_name="usa-error-message",
            ),
        ),
        control,
        class_name=rx.cond(faulty, "usa-form-group usa-form-group--error", "usa-form-group"),
    )
