"""Sent: the reference, what happens next, and whom to ask."""

import reflex as rx

from ctpat_app.components.arrival import arriving, waiting
from ctpat_app.components.downloads import more_downloads, pdf_link, print_button
from ctpat_app.components.layout import frame
from ctpat_app.components.model_status import model_status
from ctpat_app.components.profile_note import profile_actions
from ctpat_app.components.text import address, t
from ctpat_app.state.companies import CompaniesState
from ctpat_app.state.sent import SentState


def sent_page() -> rx.Component:
    """The confirmation, and everything a person wonders about afterwards."""
    return frame(
        rx.el.div(
            rx.el.div(
                rx.el.h1(t("Application sent")),
                arriving(
                    rx.cond(
                        SentState.draft > 0,
                        rx.el.p(
                            t("Your reference"),
                            rx.el.br(),
                            rx.el.strong(rx.el.bdi(SentState.reference, dir="ltr")),
                        ),
                    )
                ),
                class_name="kiosk-confirmation",
            ),
            waiting(),
            arriving(rx.cond(SentState.draft > 0, _afterwards())),
            class_name="kiosk-column",
        )
    )


def _afterwards() -> rx.Component:
    return rx.fragment(
        rx.el.dl(
            _fact(t("Company"), SentState.company),
            _fact(t("Signed and sent by"), SentState.signer),
            _fact(t("Sent on"), SentState.sent_at),
            class_name="kiosk-summary",
        ),
        rx.el.p(t("Keep the reference: everybody who helps you will ask for it.")),
        rx.el.p(t("A mail with it is on its way to each contact.")),
        rx.el.div(
            pdf_link(SentState.draft, look="usa-button"), print_button(), class_name="kiosk-actions kiosk-no-print"
        ),
        more_downloads(SentState.draft),
        model_status(),
        profile_actions(SentState.draft),
        rx.el.h2(t("What happens next")),
        rx.cond(SentState.is_change, _of_changes(), _of_application()),
        _who_may_ask(),
        rx.el.div(
            rx.el.h2(t("What you sent stays as it is"), class_name="kiosk-alert__title"),
            rx.el.p(t("The application is kept exactly as it was signed.")),
            rx.el.p(t("Changes wait here until the officer sends them. CTPAT sees nothing of them before.")),
            rx.el.p(
                rx.el.a(t("Write to CTPAT"), href=f"{address('messages')}?account={CompaniesState.active}"),
                " · ",
                rx.el.a(
                    t("Ask to change a locked number"), href=f"{address('identifier-changes')}?draft={SentState.draft}"
                ),
            ),
            class_name="kiosk-alert kiosk-alert--info",
        ),
        rx.el.p(rx.el.a(t("Your applications"), href=address("home"))),
    )


def _of_changes() -> rx.Component:
    return rx.el.p(
        t("A specialist reads what you changed, and accepts it or sends it back. Your status stays meanwhile.")
    )


def _of_application() -> rx.Component:
    return rx.el.ol(
        _next(
            t("A specialist is assigned"),
            rx.el.p(t("The specialist works for CBP and reads your whole application.")),
        ),
        _next(t("The decision on certification"), _decision()),
        _next(
            t("The validation"),
            rx.el.p(t("Within a year of certification CBP checks in practice what you wrote, as far as it can.")),
        ),
        class_name="kiosk-next",
    )


def _fact(name: str, value: rx.Var[str]) -> rx.Component:
    return rx.el.div(
        rx.el.dt(name, class_name="kiosk-summary__key"),
        rx.el.dd(rx.el.bdi(value), class_name="kiosk-summary__value"),
        class_name="kiosk-summary__row",
    )


def _next(title: str, *text: rx.Component) -> rx.Component:
    return rx.el.li(rx.el.h3(title), *text, class_name="kiosk-next__item")


def _decision() -> rx.Component:
    return rx.fragment(
        rx.el.p(t("The law gives CBP 90 days, as far as practicable: until {day}.", day=SentState.due_on)),
        rx.cond(
            SentState.is_overdue,
            rx.el.p(t("This day has passed. The primary contact can ask the specialist, with the reference.")),
        ),
    )


def _who_may_ask() -> rx.Component:
    return rx.fragment(
        rx.el.h2(t("Who may ask what")),
        rx.el.ul(
            rx.el.li(
                t("The primary contact hears from the specialist first, and may ask about everything:"),
                " ",
                rx.el.bdi(SentState.primary_contact),
            ),
            rx.el.li(
                t("The officer may ask about everything, and decides for the company:"),
                " ",
                rx.el.bdi(SentState.officer),
            ),
            rx.el.li(t("Employees named as contacts may ask where the application stands and read it here.")),
            rx.el.li(t("A consultant may read it here, but does not decide for the company.")),
            class_name="usa-list",
        ),
    )
