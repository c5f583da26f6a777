"""The action plan of a security model: counts, filters, and the list, which becomes cards on a telephone."""

import reflex as rx

from ctpat_app.components.arrival import arriving, waiting
from ctpat_app.components.downloads import print_button, sheet_link
from ctpat_app.components.layout import frame
from ctpat_app.components.text import address, t
from ctpat_app.state.action_views import ActionLine
from ctpat_app.state.actions import ActionsState as State


def actions_page() -> rx.Component:
    """What is due first stands on top."""
    return frame(
        rx.cond(
            State.draft > 0,
            rx.el.a(
                t("Back to the task list"),
                href=f"{address('application')}?draft={State.draft}",
                class_name="kiosk-back",
            ),
        ),
        rx.el.h1(t("Action plan")),
        waiting(),
        arriving(rx.cond(State.loaded, rx.cond(State.draft > 0, _plan(), _choose()))),
    )


def _choose() -> rx.Component:
    def plan(item: rx.Var[list[str]]) -> rx.Component:
        link = rx.el.a(rx.el.bdi(item[0]), href=item[1], class_name="kiosk-list__link")
        return rx.el.li(link, class_name="kiosk-list__item")

    return rx.cond(
        State.plans.length() > 0,
        rx.fragment(
            rx.el.h2(t("Choose an application")), rx.el.ul(rx.foreach(State.plans, plan), class_name="kiosk-list")
        ),
        rx.el.p(t("There is no plan yet. It begins with an application.")),
    )


def _plan() -> rx.Component:
    return rx.fragment(
        rx.el.p(
            t("What your company does for its security, who does it and until when. Owners are reminded by mail."),
            class_name="kiosk-lead",
        ),
        _counts(),
        rx.cond(State.may_write, _add()),
        _filter(),
        rx.cond(
            State.criterion != "",
            rx.el.p(
                t("Only actions for statement {number}.", number=State.criterion),
                " ",
                rx.el.a(t("Show those of all statements"), href=_place(State.show)),
            ),
        ),
        rx.cond(State.lines.length() > 0, _table(), rx.el.p(t("No action fits this choice."))),
        rx.el.div(
            sheet_link(f"/files/actions/{State.draft}.xlsx", t("Download the action plan (XLSX)")),
            print_button(),
            class_name="kiosk-actions kiosk-no-print",
        ),
        rx.el.p(
            rx.el.a(t("Register of training"), href=f"{address('training')}?account={State.account}"),
            class_name="kiosk-no-print",
        ),
    )


def _counts() -> rx.Component:
    def count(name: str, number: rx.Var[int]) -> rx.Component:
        return rx.el.div(
            rx.el.dt(name, class_name="kiosk-summary__key"),
            rx.el.dd(number, class_name="kiosk-summary__value"),
            class_name="kiosk-summary__row",
        )

    return rx.el.dl(
        count(t("Open"), State.open_count),
        count(t("Overdue"), State.overdue_count),
        count(t("Closed this quarter"), State.closed_count),
        class_name="kiosk-summary",
    )


def _add() -> rx.Component:
    new = f"{address('action')}?draft={State.draft}"
    return rx.el.div(
        rx.el.a(t("Add an action"), href=new, class_name="usa-button"),
        rx.el.a(
            t("Add a finding with its correction"),
            href=f"{new}&origin=corrective",
            class_name="usa-button usa-button--outline",
        ),
        class_name="kiosk-actions kiosk-no-print",
    )


def _filter() -> rx.Component:
    choices = (
        ("open", t("Open actions")),
        ("mine", t("Mine")),
        ("overdue", t("Overdue")),
        ("closed", t("Closed and dropped")),
        ("all", t("All")),
    )

    def choice(show: str, name: str) -> rx.Component:
        return rx.el.li(
            rx.el.a(
                name,
                href=f"{_place(show)}&criterion={State.criterion}",
                class_name="kiosk-languages__link",
                custom_attrs={"aria-current": rx.cond(State.show == show, "true", "false")},
            )
        )

    return rx.el.nav(
        # The same row of choices as that of the languages.
        rx.el.ul(*(choice(show, name) for show, name in choices), class_name="kiosk-languages__list"),
        class_name="kiosk-no-print",
        custom_attrs={"aria-label": t("Which actions to show")},
    )


def _place(show: str | rx.Var[str]) -> str:
    return f"{address('actions')}?draft={State.draft}&show={show}"


def _table() -> rx.Component:
    names = (t("What is to be done"), t("Owner"), t("Due on"), t("Status"))
    return rx.el.table(
        rx.el.caption(t("Actions"), class_name="usa-sr-only"),
        rx.el.thead(rx.el.tr(*(rx.el.th(name, scope="col") for name in names))),
        rx.el.tbody(rx.foreach(State.lines, lambda line: _row(line, names))),
        class_name="usa-table kiosk-table",
    )


def _row(line: rx.Var[ActionLine], names: tuple[str, ...]) -> rx.Component:
    what = rx.el.div(
        rx.el.a(rx.el.bdi(line.what), href=line.href),
        rx.cond(
            line.criterion != "",
            rx.el.p(t("Statement {number}", number=line.criterion), class_name="kiosk-list__note"),
        ),
    )
    owner = rx.el.div(
        rx.el.bdi(line.owner),
        rx.cond(
            line.owner_gone,
            rx.el.p(t("Has no part here any more: choose another owner."), class_name="kiosk-list__note"),
        ),
        rx.cond(line.mails_ended, rx.el.p(t("Wants no reminders."), class_name="kiosk-list__note")),
    )
    cells = (
        rx.el.th(what, scope="row", custom_attrs={"data-label": names[0]}),
        rx.el.td(owner, custom_attrs={"data-label": names[1]}),
        rx.el.td(rx.el.time(line.due, date_time=line.due_iso), custom_attrs={"data-label": names[2]}),
        rx.el.td(state_tag(line), custom_attrs={"data-label": names[3]}),
    )
    return rx.el.tr(*cells, key=line.id.to_string())


def state_tag(line: rx.Var[ActionLine]) -> rx.Component:
    """Return the state of an action in a word."""
    return rx.el.span(line.state, class_name="kiosk-tag kiosk-tag--" + line.tag)
