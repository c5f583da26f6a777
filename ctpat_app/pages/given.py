"""The statements that were given to somebody: all that a person from outside sees, a short list for a member."""

import reflex as rx

from ctpat_app.components.arrival import arriving, waiting
from ctpat_app.components.layout import frame
from ctpat_app.components.text import t
from ctpat_app.state.given import GivenCard, GivenLine
from ctpat_app.state.given import GivenState as State


def given_page() -> rx.Component:
    """By company, each statement with whether it is answered."""
    return frame(
        rx.el.div(
            rx.el.h1(t("Your statements")),
            waiting(),
            arriving(
                rx.cond(
                    State.loaded,
                    rx.cond(
                        State.parts.length() > 0,
                        rx.fragment(
                            rx.el.p(
                                t("These statements were given to you to answer. What you write is saved at once."),
                                class_name="kiosk-lead",
                            ),
                            rx.foreach(State.parts, _part),
                        ),
                        rx.el.p(
                            t("Nothing is given to you at present. If you expected something, ask who invited you.")
                        ),
                    ),
                )
            ),
            class_name="kiosk-column",
        )
    )


def _part(card: rx.Var[GivenCard]) -> rx.Component:
    title = f"part-{card.draft}"
    return rx.el.section(
        rx.el.h2(rx.el.bdi(card.company), id=title),
        rx.el.p(t("Given by {name}", name="\u2068" + card.given_by + "\u2069"), class_name="usa-hint"),
        rx.cond(
            card.frozen,
            rx.el.p(t("The application was sent, so its answers can be read but no longer changed.")),
            rx.cond(
                card.open > 0,
                rx.el.p(t("Still open: {count}", count=card.open)),
                rx.el.p(t("All of them are answered.")),
            ),
        ),
        rx.el.ol(rx.foreach(card.lines, _line), class_name="kiosk-tasks"),
        custom_attrs={"aria-labelledby": title},
        key=card.draft.to_string(),
    )


def _line(line: rx.Var[GivenLine]) -> rx.Component:
    status = f"status-{line.id}"
    return rx.el.li(
        rx.el.div(
            rx.el.a(
                rx.el.bdi(line.number, dir="ltr"),
                " ",
                rx.el.span(line.title, lang=line.language),
                href=line.href,
                class_name="kiosk-task__link",
                custom_attrs={"aria-describedby": status},
            ),
            rx.el.p(rx.cond(line.must, t("Must"), t("Should")), class_name="kiosk-task__note"),
            class_name="kiosk-task__text",
        ),
        rx.cond(
            line.answered,
            rx.el.span(t("Answered"), id=status, class_name="kiosk-tag kiosk-tag--done"),
            rx.el.span(t("Open"), id=status, class_name="kiosk-tag kiosk-tag--todo"),
        ),
        class_name="kiosk-task",
        key=line.id,
    )
