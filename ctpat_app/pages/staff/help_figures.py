"""Figures of the help: topics and steps, what nobody could answer, cases, and how fast the help desk is."""

import reflex as rx

from ctpat_app.components.arrival import arriving, waiting
from ctpat_app.components.charts import bar_chart
from ctpat_app.components.desk import desk_nav, desk_section
from ctpat_app.components.figures import figure_table, period_form
from ctpat_app.components.layout import frame
from ctpat_app.components.links import document_link
from ctpat_app.components.text import t
from ctpat_app.state.charts import Bar
from ctpat_app.state.help_figures import HelpFiguresState as State


def help_figures_page() -> rx.Component:
    """The period first, then the cases, then the use of the help."""
    return frame(
        rx.el.div(
            desk_nav(),
            rx.el.h1(t("Figures of the help")),
            waiting(),
            arriving(
                rx.cond(
                    State.loaded,
                    rx.fragment(_period(), _answers(), _cases(), _topics(), _left(), _unknown()),
                )
            ),
            class_name="kiosk-column",
        )
    )


def _period() -> rx.Component:
    return rx.fragment(
        period_form(State, "staff/help-figures"),
        rx.el.p(
            document_link(t("Spreadsheet of these figures (XLSX)"), href=f"/files/help-figures.xlsx?{State.download}"),
            class_name="kiosk-no-print",
        ),
    )


def _answers() -> rx.Component:
    return desk_section(
        "answers",
        t("How fast the first answer comes"),
        rx.el.p(State.how_long),
        rx.el.dl(
            _row(t("Cases answered"), State.answered),
            _row(t("Cases whose first answer was late"), State.late),
            _row(t("Cases whose answer is late now"), State.late_now),
            class_name="kiosk-summary",
        ),
    )


def _row(name: str, value: rx.Var[str]) -> rx.Component:
    return rx.el.div(
        rx.el.dt(name, class_name="kiosk-summary__key"),
        rx.el.dd(rx.el.bdi(value, dir="ltr"), class_name="kiosk-summary__value"),
        class_name="kiosk-summary__row",
    )


def _cases() -> rx.Component:
    states = (
        t("New"),
        t("Not solved yet"),
        t("Waits for the person"),
        t("Solved"),
        t("Closed"),
        t("Goes on in another case"),
    )
    return desk_section(
        "cases",
        t("Cases that were opened"),
        _chart(State.kinds, "kinds", t("By kind of problem"), t("Cases"), t("No case was opened in this time.")),
        rx.cond(
            State.kind_rows.length() > 0,
            figure_table(t("By kind, and how they stand today"), (t("Kind of problem"), *states), State.kind_rows),
        ),
        rx.cond(
            State.languages.length() > 0,
            bar_chart(State.languages, name="languages", title=t("By language of the person"), unit=t("Cases")),
        ),
    )


def _topics() -> rx.Component:
    headings = (t("Topic"), t("Times opened"), t("Helped"), t("Did not help"), t("Was not meant"))
    return desk_section(
        "topics",
        t("Topics of the help"),
        _chart(State.topics, "top", t("Most often opened"), t("Times"), t("No topic was opened in this time.")),
        rx.cond(State.topic_rows.length() > 0, figure_table(t("How topics went on"), headings, State.topic_rows)),
        rx.cond(
            State.unsolved.length() > 0,
            bar_chart(State.unsolved, name="unsolved", title=t("Most often without a solution"), unit=t("Times")),
        ),
    )


def _left() -> rx.Component:
    headings = (t("Step"), t("Language"), t("Shown"), t("Helped"), t("Did not help"), t("Left without a word"))
    return desk_section(
        "left",
        t("Where people leave"),
        rx.el.p(t("Steps after which nobody said whether they helped."), class_name="usa-hint"),
        _chart(State.left, "left", t("By step and language"), t("Times"), t("Nobody left without a word.")),
        rx.cond(State.left_rows.length() > 0, figure_table(t("Steps that were left"), headings, State.left_rows)),
    )


def _unknown() -> rx.Component:
    headings = (t("Page"), t("Language"), t("Times"))
    return desk_section(
        "unknown",
        t("Questions that the assistant could not answer"),
        rx.el.p(t("Counted by page and language. What was typed is kept nowhere."), class_name="usa-hint"),
        _chart(State.unknown, "asked", t("By page and language"), t("Times"), t("Every question found an answer.")),
        rx.cond(
            State.unknown_rows.length() > 0,
            figure_table(t("Questions without an answer"), headings, State.unknown_rows),
        ),
    )


def _chart(bars: rx.Var[list[Bar]], name: str, title: str, unit: str, nothing: str) -> rx.Component:
    return rx.cond(bars.length() > 0, bar_chart(bars, name=name, title=title, unit=unit), rx.el.p(nothing))
