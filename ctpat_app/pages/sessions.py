"""The page "Where you are signed in"."""

import reflex as rx

from ctpat_app.components.arrival import arriving, waiting
from ctpat_app.components.layout import frame
from ctpat_app.components.post_form import post_form
from ctpat_app.components.text import address, t
from ctpat_app.state.sessions import SessionCard, SessionsState


def sessions_page() -> rx.Component:
    """Every place with its device, half its address and its times; sign out one, the others, or all."""
    return frame(
        rx.el.div(
            rx.el.h1(t("Where you are signed in")),
            rx.el.p(
                t("Is there a browser that you do not know? Sign it out, then change your password."),
                class_name="kiosk-lead",
            ),
            rx.el.p(SessionsState.told, role="status", class_name="kiosk-told"),
            waiting(),
            arriving(rx.cond(SessionsState.loaded, _content())),
            class_name="kiosk-column",
        )
    )


def _content() -> rx.Component:
    return rx.fragment(
        rx.el.ul(rx.foreach(SessionsState.sessions, _session), class_name="kiosk-cards"),
        rx.el.h2(t("Sign out of several")),
        rx.el.div(
            rx.cond(
                SessionsState.sessions.length() > 1,
                rx.el.button(
                    t("Sign out everywhere else"),
                    type="button",
                    class_name="usa-button",
                    on_click=SessionsState.end_others,
                ),
            ),
            post_form(
                rx.el.button(
                    t("Sign out everywhere, here too"),
                    type="submit",
                    class_name="usa-button usa-button--outline",
                    custom_attrs={"data-forget": "true"},
                ),
                action="/auth/sign-out-everywhere",
            ),
            class_name="kiosk-actions",
        ),
        rx.el.p(rx.el.a(t("Your data: take a copy, or delete your account"), href=address("my-data"))),
    )


def _session(item: SessionCard) -> rx.Component:
    return rx.el.li(
        rx.el.h2(
            item.device,
            rx.cond(
                item.is_here,
                rx.fragment(" ", rx.el.span(t("This browser"), class_name="kiosk-tag kiosk-tag--done")),
            ),
            id=f"session-{item.id}",
        ),
        rx.el.dl(
            rx.cond(
                item.network != "",
                _fact(t("Network address, first half"), rx.el.bdi(item.network, dir="ltr", class_name="kiosk-code")),
            ),
            _fact(t("Signed in"), item.begun),
            _fact(t("Last used"), item.last_used),
            rx.cond(item.shared, _fact(t("Kind of computer"), t("Shared with others"))),
            class_name="kiosk-summary",
        ),
        rx.cond(
            item.is_here,
            rx.fragment(),
            rx.el.button(
                t("Sign out this one"),
                type="button",
                class_name="usa-button usa-button--outline",
                custom_attrs={"aria-describedby": f"session-{item.id}"},
                on_click=SessionsState.end(item.id),
            ),
        ),
        class_name="kiosk-cards__card",
        key=item.id,
    )


def _fact(name: str, value: str | rx.Component | rx.Var[str]) -> rx.Component:
    return rx.el.div(
        rx.el.dt(name, class_name="kiosk-summary__key"),
        rx.el.dd(value, class_name="kiosk-summary__value"),
        class_name="kiosk-summary__row",
    )
