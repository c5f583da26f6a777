"""What a partner lets a customer read, for whoever holds the mailed link; search engines are told to stay away."""

import reflex as rx

from ctpat_app.components.arrival import arriving, waiting
from ctpat_app.components.layout import frame
from ctpat_app.components.text import t
from ctpat_app.state.partner_answers import GrantedAnswerView
from ctpat_app.state.partner_answers import PartnerAnswersState as State


def partner_answers_page() -> rx.Component:
    """Who lets whom read it; the answers when the reader asks for them."""
    return frame(
        rx.el.div(
            rx.el.h1(t("Signed answers about supply chain security")),
            waiting(),
            arriving(
                rx.cond(
                    State.loaded,
                    rx.cond(
                        State.problem != "",
                        rx.el.div(
                            rx.el.p(State.problem), class_name="kiosk-alert kiosk-alert--attention", role="status"
                        ),
                        rx.fragment(_about(), rx.cond(State.is_shown, _answers(), _ask())),
                    ),
                )
            ),
            class_name="kiosk-column",
        )
    )


def _about() -> rx.Component:
    return rx.fragment(
        rx.el.p(
            t(
                "{partner} lets {customer} read these answers until {day}.",
                partner=f"\u2068{State.partner}\u2069",
                customer=f"\u2068{State.customer}\u2069",
                day=State.until,
            ),
            class_name="kiosk-lead",
        ),
        rx.cond(
            State.newer,
            rx.el.div(
                rx.el.p(t("The partner has signed a newer version since. Ask for it if you need it.")),
                class_name="kiosk-alert kiosk-alert--attention",
            ),
        ),
    )


def _ask() -> rx.Component:
    return rx.fragment(
        rx.el.p(t("The partner sees that the answers were read.")),
        rx.el.button(t("Show the answers"), type="button", class_name="usa-button", on_click=State.show),
    )


def _answers() -> rx.Component:
    return rx.el.article(
        rx.el.h2(rx.el.bdi(State.name)),
        rx.el.p(State.signed),
        rx.el.p(t("The partner answers for what it says. Neither the kiosk nor customs has checked it.")),
        rx.foreach(State.answers, _answer),
        class_name="kiosk-document",
    )


def _answer(answer: rx.Var[GrantedAnswerView]) -> rx.Component:
    return rx.el.section(
        rx.el.h3(
            rx.el.bdi(answer.number, dir="ltr"),
            " ",
            rx.el.span(answer.statement, lang=answer.statement_language, dir="auto"),
        ),
        rx.cond(answer.applies, rx.fragment(), rx.el.p(t("The partner says that this does not apply to it:"))),
        rx.el.p(answer.text, lang=answer.language, dir="auto", class_name="kiosk-pre"),
        rx.cond(
            answer.english != "",
            rx.el.div(
                rx.el.p(rx.el.strong(t("In English, as the partner or its customer wrote it:"))),
                rx.el.p(answer.english, lang="en", dir="ltr", class_name="kiosk-pre"),
                class_name="kiosk-inset",
            ),
        ),
        rx.cond(
            answer.files != "",
            rx.el.p(t("Files that were shown:"), " ", rx.el.bdi(answer.files), class_name="usa-hint"),
        ),
    )
