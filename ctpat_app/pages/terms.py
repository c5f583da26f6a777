"""The terms of use: what the kiosk is, what it asks of people, and what it does not promise."""

import reflex as rx

from ctpat_app.components.contacts import contact_lines
from ctpat_app.components.layout import frame
from ctpat_app.components.text import address, t
from ctpat_app.state.flash import kiosk_settings


def terms_page() -> rx.Component:
    """Tell in plain words what holds between the person and whoever runs the kiosk."""
    return frame(
        rx.el.div(
            rx.el.h1(t("Terms of use")),
            rx.el.p(_who_offers_it(), class_name="kiosk-lead"),
            rx.el.h2(t("What this kiosk is")),
            _list(
                t("It helps you to prepare an application to the trade partnership CTPAT. It costs nothing."),
                t("It is not a government website. U.S. Customs and Border Protection alone decides on applications."),
                t("Its hints and checks are help, not legal advice."),
            ),
            rx.el.h2(t("What we ask of you")),
            _list(
                t("Write only what is true, and only about companies that you may speak for."),
                t("Keep your password to yourself. Everybody signs in with an account of their own."),
                t("Sign only as the officer who may bind the company. Your typed name counts as your signature."),
                t("Do not enter classified or secret government information."),
                t("Do not attack the kiosk or send it floods of requests. Tell us of weaknesses that you find."),
            ),
            rx.el.h2(t("What you can expect")),
            _list(
                t("What the kiosk says is saved is saved."),
                t("You can take a copy of your data and delete your account at any time."),
                t("We tell you by mail before we delete an application that nobody works on."),
                t("The kiosk may be out of service for maintenance. Deadlines of the program go on."),
            ),
            rx.el.p(rx.el.a(t("What we store, why, and for how long"), href=address("privacy"))),
            contact_lines(),
            class_name="kiosk-column",
        )
    )


def _who_offers_it() -> str:
    operator = kiosk_settings().operator_name
    if operator:
        return t("{operator} offers this kiosk under these terms.", operator=operator)
    return t("Whoever runs this kiosk offers it under these terms.")


def _list(*texts: str) -> rx.Component:
    return rx.el.ul(*map(rx.el.li, texts), class_name="usa-list")
