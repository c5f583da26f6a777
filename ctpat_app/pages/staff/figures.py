"""Figures of the program for management: what waits, how fast decisions are, what is returned, what is due when."""

import reflex as rx

from ctpat_app.components.arrival import arriving, waiting
from ctpat_app.components.charts import bar_chart
from ctpat_app.components.desk import desk_nav, desk_section
from ctpat_app.components.figures import figure_table, period_form
from ctpat_app.components.layout import frame
from ctpat_app.components.links import document_link
from ctpat_app.components.text import t
from ctpat_app.state.figures import FiguresState as State


def staff_figures_page() -> rx.Component:
    """The period first, then each figure with its chart and the same numbers as a table."""
    return frame(
        rx.el.div(
            desk_nav(),
            rx.el.h1(t("Figures of the program")),
            waiting(),
            arriving(
                rx.cond(
                    State.loaded,
                    rx.fragment(_period(), _waiting_work(), _times(), _returned(), _months()),
                )
            ),
            class_name="kiosk-column",
        )
    )


def _period() -> rx.Component:
    return rx.fragment(
        period_form(State, "staff/figures"),
        rx.el.p(
            document_link(t("Spreadsheet of these figures (XLSX)"), href=f"/files/figures.xlsx?{State.download}"),
            " · ",
            document_link(t("The same as text (CSV)"), href=f"/files/figures.csv?{State.download}"),
            class_name="kiosk-no-print",
        ),
    )


def _waiting_work() -> rx.Component:
    groups = (t("Up to 30 days"), t("31 to 60 days"), t("61 to 90 days"), t("More than 90 days"), t("Past the due day"))
    return desk_section(
        "ages",
        t("How long work has waited, as of today"),
        rx.cond(
            State.ages.length() > 0,
            rx.fragment(
                bar_chart(State.age_bars, name="ages-all", title=t("All kinds together"), unit=t("Cases")),
                figure_table(t("Cases by kind and age"), (t("Kind of work"), *groups), State.ages),
            ),
            rx.el.p(t("Nothing waits.")),
        ),
    )


def _times() -> rx.Component:
    return desk_section(
        "times",
        t("From sending to certifying"),
        rx.cond(
            State.certified > 0,
            rx.fragment(
                rx.el.dl(
                    _row(t("Applications certified"), State.certified.to_string()),
                    _row(t("Median days"), State.median_days),
                    _row(t("Nine of ten within days"), State.ninety_days),
                    _row(t("Certified within 90 days"), State.within),
                    class_name="kiosk-summary",
                ),
                rx.el.p(t("The law wants the decision within 90 days, as far as practicable."), class_name="usa-hint"),
                bar_chart(State.by_type, name="by-type", title=t("By business type"), unit=t("Median days")),
                bar_chart(
                    State.by_language, name="by-language", title=t("By language of signing"), unit=t("Median days")
                ),
            ),
            rx.el.p(t("No application was certified in this period.")),
        ),
    )


def _row(name: str, value: rx.Var[str]) -> rx.Component:
    return rx.el.div(
        rx.el.dt(name, class_name="kiosk-summary__key"),
        rx.el.dd(rx.el.bdi(value, dir="ltr"), class_name="kiosk-summary__value"),
        class_name="kiosk-summary__row",
    )


def _returned() -> rx.Component:
    return desk_section(
        "returned",
        t("What was returned most"),
        rx.cond(
            State.returned.length() > 0,
            bar_chart(State.returned, name="returned", title=t("Reviews that returned it"), unit=t("Reviews")),
            rx.el.p(t("Nothing was returned in this period.")),
        ),
    )


def _months() -> rx.Component:
    headings = (t("Month"), t("Annual reviews due"), t("Validations due"))
    return desk_section(
        "months",
        t("What is due in the next twelve months"),
        bar_chart(State.month_bars, name="months-all", title=t("Annual reviews and validations"), unit=t("Number due")),
        figure_table(t("Due by month"), headings, State.months),
    )
