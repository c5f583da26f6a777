"""Asking the help desk to look on: the code, who asks, what would be seen and what never, and the decision."""

import reflex as rx

from ctpat_app.components.layout import frame
from ctpat_app.components.plain_form import outcome
from ctpat_app.components.text import address, t
from ctpat_app.domain.walk_throughs import Stage
from ctpat_app.state.walk_through import WalkState as State


def walk_through_page() -> rx.Component:
    """One thing at a time: ask, read the code out, decide."""
    return frame(
        rx.el.div(
            rx.el.a(
                t("Back to where you were"),
                href=rx.cond(State.back != "", f"{address()}{State.back}", address("home")),
                class_name="kiosk-back",
            ),
            outcome(State),
            rx.el.h1(t("Let the help desk look on")),
            rx.match(
                State.stage,
                (Stage.OFFERED.value, _code()),
                (Stage.ASKED.value, _decision()),
                (Stage.RUNNING.value, _running()),
                _ask(),
            ),
            class_name="kiosk-column",
        ),
    )


def _ask() -> rx.Component:
    return rx.fragment(
        rx.el.p(
            t(
                "Somebody of the help desk can see the page that you are on, point at fields and talk with you "
                "in prepared phrases. You read them in your language."
            ),
            class_name="kiosk-lead",
        ),
        rx.el.ol(
            rx.el.li(t("You get a code of six letters and digits. Read it out to the help desk, or show it.")),
            rx.el.li(t("You are told who asks, and what would be seen. Then you allow it, or not.")),
            rx.el.li(t("You can stop at any moment, on every page.")),
            class_name="usa-list",
        ),
        _seen_and_never(),
        rx.el.button(t("Get a code"), type="button", class_name="usa-button", on_click=State.ask),
    )


def _code() -> rx.Component:
    return rx.fragment(
        rx.cond(
            State.code != "",
            rx.el.p(
                t("Your code:"),
                " ",
                rx.el.strong(rx.el.bdi(State.code, dir="ltr", class_name="kiosk-code kiosk-walk__code")),
                role="status",
            ),
            rx.el.p(t("Your code is shown only where you asked for it. Get a new one if you need it here.")),
        ),
        rx.el.p(t("It holds for 10 minutes and for one use. Nobody looks on before you allow it here.")),
        rx.el.div(
            rx.el.button(
                t("Get a new code"), type="button", class_name="usa-button usa-button--outline", on_click=State.ask
            ),
            class_name="kiosk-actions",
        ),
    )


def _decision() -> rx.Component:
    return rx.fragment(
        rx.el.div(
            rx.el.p(rx.el.strong(t("{helper} asks to look on.", helper=State.helper))),
            class_name="kiosk-alert kiosk-alert--info",
        ),
        _seen_and_never(),
        rx.el.div(
            rx.el.input(
                type="checkbox",
                class_name="usa-checkbox__input",
                on_change=State.choose_following,
                custom_attrs={"id": "walk-follows"},
            ),
            rx.el.label(
                t("When the help desk proposes a page, open it for me by itself"),
                html_for="walk-follows",
                class_name="usa-checkbox__label",
            ),
            class_name="usa-checkbox",
        ),
        rx.el.div(
            rx.el.button(
                t("Allow it"),
                type="button",
                class_name="usa-button",
                on_click=State.decide(State.walk, True, State.follows),
            ),
            rx.el.button(
                t("Do not allow it"),
                type="button",
                class_name="usa-button usa-button--outline",
                on_click=State.decide(State.walk, False, False),
            ),
            class_name="kiosk-actions",
        ),
    )


def _running() -> rx.Component:
    return rx.fragment(
        rx.el.p(t("{helper} looks on.", helper=State.helper), class_name="kiosk-lead"),
        rx.el.p(t("Go on with your work. The bar on top of every page shows it, and ends it.")),
        _seen_and_never(),
    )


def _seen_and_never() -> rx.Component:
    return rx.fragment(
        rx.el.h2(t("What is seen")),
        rx.el.ul(
            rx.el.li(t("Which page of the kiosk you are on, and each page that you open next.")),
            rx.el.li(
                t("On parts of the application and of the risk assessment: questions, saved answers, and faults.")
            ),
            rx.el.li(t("What you say to the help desk here, in prepared phrases or your own words.")),
            class_name="usa-list",
        ),
        rx.el.h2(t("What is never seen")),
        rx.el.ul(
            rx.el.li(t("Passwords, codes, and everything on the pages about signing in.")),
            rx.el.li(t("Personal numbers: they are hidden on our server, before anything leaves it.")),
            rx.el.li(t("What you are typing and have not saved; files; other companies; the rest of your screen.")),
            class_name="usa-list",
        ),
        rx.el.p(
            t(
                "The help desk cannot type, answer, sign or send anything for you. "
                "That they looked on, and each pointing, stands in the history of your company."
            )
        ),
    )
