"""The page on which a person chooses the questions that let them back in."""

import reflex as rx

from ctpat_app.components.arrival import arriving, waiting
from ctpat_app.components.layout import frame
from ctpat_app.components.post_form import post_form
from ctpat_app.components.text import address, t
from ctpat_app.pages.account_forms import faults, notice
from ctpat_app.pages.recovery_forms import question_places
from ctpat_app.state.recovery import SecurityQuestionsState


def security_questions_page() -> rx.Component:
    """The own section, on a page of its own."""
    return frame(
        rx.el.div(
            faults(SecurityQuestionsState),
            rx.el.h1(t("Your security questions")),
            notice(SecurityQuestionsState),
            security_questions_section(),
            rx.el.p(rx.el.a(t("Your applications"), href=address("home"))),
            class_name="kiosk-column",
        )
    )


def security_questions_section() -> rx.Component:
    """Return what is chosen now, and the form that replaces it."""
    return rx.fragment(
        rx.el.p(
            t("If you forget your password, we mail you a link and ask these questions. Nobody can read your answers."),
            class_name="kiosk-lead",
        ),
        waiting(),
        arriving(rx.cond(SecurityQuestionsState.loaded, rx.fragment(_present(), _form()))),
    )


def _present() -> rx.Component:
    return rx.cond(
        SecurityQuestionsState.chosen.length() > 0,
        rx.fragment(
            rx.el.h2(t("The questions that hold now")),
            rx.el.ul(
                rx.foreach(SecurityQuestionsState.chosen, lambda text: rx.el.li(rx.el.bdi(text))), class_name="usa-list"
            ),
            rx.el.p(t("What you choose below takes their place.")),
        ),
    )


def _form() -> rx.Component:
    rules = (
        t("Choose what you will still answer in the same way in ten years."),
        t("Leave out what colleagues, family or a public register could know."),
        t("Capitals, accents and spaces make no difference later. You can write in any script."),
    )
    return post_form(
        rx.el.h2(t("Choose three questions")),
        rx.el.ul(*map(rx.el.li, rules), class_name="kiosk-rules"),
        question_places(SecurityQuestionsState, SecurityQuestionsState.places, SecurityQuestionsState.options),
        rx.el.div(
            rx.el.button(t("Save my questions"), type="submit", class_name="usa-button"), class_name="kiosk-actions"
        ),
        action="/auth/security-questions",
    )
