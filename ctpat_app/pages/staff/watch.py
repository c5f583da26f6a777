"""The watch list: companies about which a member of staff wants to be told."""

import reflex as rx

from ctpat_app.components.arrival import arriving, waiting
from ctpat_app.components.desk import desk_nav, note, note_if
from ctpat_app.components.layout import frame
from ctpat_app.components.plain_form import told
from ctpat_app.components.text import t
from ctpat_app.state.staff_watch import StaffWatchState as State
from ctpat_app.state.staff_watch import WatchCard


def staff_watch_page() -> rx.Component:
    """The company in which something happened last comes first."""
    return frame(
        rx.el.div(
            desk_nav(),
            rx.el.h1(t("Watch list")),
            rx.el.p(
                t("You are told in your inbox and by mail when a status changes there, or when they send something."),
                class_name="kiosk-lead",
            ),
            told(State.told),
            waiting(),
            arriving(
                rx.cond(
                    State.loaded,
                    rx.cond(
                        State.cards.length() > 0,
                        rx.el.ul(rx.foreach(State.cards, _card), class_name="kiosk-list"),
                        rx.el.p(t("You watch no company. Open a company to put it on your list.")),
                    ),
                )
            ),
            class_name="kiosk-column",
        )
    )


def _card(card: rx.Var[WatchCard]) -> rx.Component:
    return rx.el.li(
        rx.el.a(rx.el.bdi(card.name), href=card.href, class_name="kiosk-list__link"),
        note_if(card.note),
        note_if(card.moved, t("A status changed last on {day}.", day=card.moved)),
        rx.cond(
            card.until != "",
            note(t("You watch it since {day}, until {last}.", day=card.since, last=card.until)),
            note(t("You watch it since {day}.", day=card.since)),
        ),
        rx.el.div(
            rx.el.button(
                t("Stop watching"),
                rx.el.span(": ", rx.el.bdi(card.name), class_name="usa-sr-only"),
                type="button",
                class_name="usa-button usa-button--outline",
                on_click=State.stop(card.account),
                custom_attrs={"data-leads-to": ".kiosk-told"},
            ),
            class_name="kiosk-list__more",
        ),
        class_name="kiosk-list__item",
        key=card.account.to_string(),
    )
