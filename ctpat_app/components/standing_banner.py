"""The line that every page of a company shows while its membership is suspended or was removed."""

import reflex as rx

from ctpat_app.components.text import address, t
from ctpat_app.state.companies import CompaniesState


def standing_banner() -> rx.Component:
    """Return what every page of a company says while a membership is suspended or was removed."""
    return rx.cond(
        CompaniesState.banner != "",
        rx.el.div(
            rx.el.p(
                CompaniesState.banner,
                " ",
                rx.el.a(
                    t("What happened, and what to do by when"),
                    href=f"{address('standing')}?model={CompaniesState.banner_model}",
                ),
            ),
            class_name="kiosk-alert kiosk-alert--attention kiosk-no-print",
        ),
    )
