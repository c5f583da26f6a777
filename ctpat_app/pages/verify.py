"""Check a certificate or a certification mail: one field, and in words what counts today. For anybody."""

import reflex as rx

from ctpat_app.components.arrival import arriving, waiting
from ctpat_app.components.layout import frame
from ctpat_app.components.post_form import search_form
from ctpat_app.components.text import address, t
from ctpat_app.domain.certificates import MAX_TYPED
from ctpat_app.state.verify import VerifyState as State


def verify_page() -> rx.Component:
    """A plain form whose address can be kept, and the answer above it."""
    return frame(
        rx.el.div(
            rx.el.h1(t("Check a certificate")),
            rx.el.p(
                t("Type the code of a certificate or of a certification mail. You see what counts today."),
                class_name="kiosk-lead",
            ),
            waiting(),
            arriving(rx.cond(State.loaded, rx.fragment(_answer(), _form()))),
            class_name="kiosk-column",
        )
    )


def _answer() -> rx.Component:
    return rx.el.div(
        rx.cond(
            State.problem != "",
            rx.el.div(rx.el.p(State.problem), class_name="kiosk-alert kiosk-alert--attention"),
            rx.cond(
                State.company != "",
                rx.cond(State.is_letter, _letter(), rx.cond(State.counts, _valid(), _ended())),
            ),
        ),
        role="status",
    )


def _letter() -> rx.Component:
    return rx.fragment(
        rx.el.div(
            rx.el.h2(t("This company is a CTPAT member in good standing"), class_name="kiosk-alert__title"),
            class_name="kiosk-alert kiosk-alert--success",
        ),
        rx.el.dl(
            _fact(t("Company"), rx.el.bdi(State.company)),
            _fact(t("Status today"), State.status),
            _fact(t("Certified by mail on"), State.issued),
            _fact(t("Sent to"), rx.el.bdi(State.sent_to, dir="ltr")),
            _fact(t("Checked on"), State.as_of),
            class_name="kiosk-summary",
        ),
        rx.el.p(
            t("The company let this page say so, and can end it at any time. It sees that the page was opened."),
            class_name="usa-hint",
        ),
    )


def _valid() -> rx.Component:
    return rx.fragment(
        rx.el.div(
            rx.el.h2(t("This certificate is valid"), class_name="kiosk-alert__title"),
            class_name="kiosk-alert kiosk-alert--success",
        ),
        rx.el.dl(
            _fact(t("Company"), rx.el.bdi(State.company)),
            _fact(t("Business types"), rx.el.ul(rx.foreach(State.types, rx.el.li), class_name="usa-list")),
            _fact(t("Status today"), State.status),
            _fact(t("Issued on"), State.issued),
            _fact(t("Checked on"), State.as_of),
            class_name="kiosk-summary",
        ),
    )


def _ended() -> rx.Component:
    return rx.fragment(
        rx.el.div(
            rx.el.h2(t("This certificate is no longer valid"), class_name="kiosk-alert__title"),
            rx.el.p(t("It has not counted since {day}. Ask the company for its present one.", day=State.ended)),
            class_name="kiosk-alert kiosk-alert--attention",
        ),
        rx.el.dl(
            _fact(t("Company"), rx.el.bdi(State.company)),
            _fact(t("Issued on"), State.issued),
            _fact(t("Checked on"), State.as_of),
            class_name="kiosk-summary",
        ),
    )


def _fact(name: str, value: rx.Var[str] | rx.Component) -> rx.Component:
    return rx.el.div(
        rx.el.dt(name, class_name="kiosk-summary__key"),
        rx.el.dd(value, class_name="kiosk-summary__value"),
        class_name="kiosk-summary__row",
    )


def _form() -> rx.Component:
    return search_form(
        rx.el.div(
            rx.el.label(t("Code of the certificate or mail"), html_for="verify-code", class_name="usa-label"),
            rx.el.p(
                t("Twenty letters and digits, such as {code}.", code="ABCD-EFGH-JKLM-NPQR-STUV"),
                id="verify-code-hint",
                class_name="usa-hint",
            ),
            rx.el.input(
                id="verify-code",
                name="code",
                type="text",
                max_length=MAX_TYPED,
                auto_complete="off",
                dir="ltr",
                default_value=State.typed,
                key=State.typed,
                class_name="usa-input",
                custom_attrs={"aria-describedby": "verify-code-hint"},
            ),
            class_name="usa-form-group",
        ),
        rx.el.div(rx.el.button(t("Check it"), type="submit", class_name="usa-button"), class_name="kiosk-actions"),
        action=address("verify"),
    )
