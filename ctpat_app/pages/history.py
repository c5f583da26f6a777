"""The history of a company: who did what, in which role, when; for its members and the staff who may read it."""

import reflex as rx

from ctpat_app.components.arrival import arriving, waiting
from ctpat_app.components.layout import frame
from ctpat_app.components.text import address, t
from ctpat_app.domain.history import Kind
from ctpat_app.state.history import HistoryLine
from ctpat_app.state.history import HistoryState as State


def history_page() -> rx.Component:
    """The newest first, with a filter above and the way to what is older below."""
    return frame(
        rx.el.div(
            rx.cond(State.back != "", rx.el.a(rx.el.bdi(State.company), href=State.back, class_name="kiosk-back")),
            rx.el.h1(t("What happened in the company")),
            waiting(),
            arriving(
                rx.cond(
                    State.loaded,
                    rx.cond(
                        State.account > 0,
                        _history(),
                        rx.cond(State.companies.length() > 0, _choose(), _no_company()),
                    ),
                )
            ),
            class_name="kiosk-column",
        )
    )


def _no_company() -> rx.Component:
    return rx.el.p(rx.el.a(t("Add your company"), href=address("trade-account?new=1")))


def _choose() -> rx.Component:
    def company(item: rx.Var[list[str]]) -> rx.Component:
        link = rx.el.a(
            rx.el.bdi(item[1]), href=f"{address('history')}?account={item[0]}", class_name="kiosk-list__link"
        )
        return rx.el.li(link, class_name="kiosk-list__item")

    return rx.fragment(
        rx.el.h2(t("Choose a company")), rx.el.ul(rx.foreach(State.companies, company), class_name="kiosk-list")
    )


def _history() -> rx.Component:
    return rx.fragment(
        rx.el.p(
            t("Every change and every look by CTPAT staff stands here. Answers and numbers of documents do not."),
            class_name="kiosk-lead",
        ),
        _filter(),
        rx.cond(
            State.lines.length() > 0,
            rx.el.ol(rx.foreach(State.lines, _line), class_name="kiosk-list"),
            rx.el.p(t("Nothing of this kind has happened yet.")),
        ),
        _pager(),
    )


def _filter() -> rx.Component:
    kinds = (
        ("", t("All")),
        (Kind.PEOPLE, t("People")),
        (Kind.APPLICATION, t("Application")),
        (Kind.COMPANY, t("Company")),
        (Kind.ACTIONS, t("Actions and training")),
        (Kind.STAFF, t("CTPAT staff")),
    )

    def choice(kind: str, name: str) -> rx.Component:
        return rx.el.li(
            rx.el.a(
                name,
                href=_place(kind),
                class_name="kiosk-languages__link",
                custom_attrs={"aria-current": rx.cond(State.kind == kind, "true", "false")},
            )
        )

    return rx.el.nav(
        # The same row of choices as that of the languages.
        rx.el.ul(*(choice(kind, name) for kind, name in kinds), class_name="kiosk-languages__list"),
        class_name="kiosk-no-print",
        custom_attrs={"aria-label": t("Which kind of events to show")},
    )


def _place(kind: str | rx.Var[str], before: int | rx.Var[int] = 0) -> str:
    """Return the address of a part of this history."""
    return f"{address('history')}?account={State.account}&kind={kind}&before={before}"


def _line(line: rx.Var[HistoryLine]) -> rx.Component:
    return rx.el.li(
        rx.el.span(line.sentence),
        rx.el.p(rx.el.time(line.when, date_time=line.stamp), class_name="kiosk-list__note"),
        rx.foreach(line.notes, lambda note: rx.el.p(note, class_name="kiosk-list__note")),
        class_name="kiosk-list__item",
        key=line.number.to_string(),
    )


def _pager() -> rx.Component:
    return rx.el.div(
        rx.cond(State.is_newest, rx.fragment(), rx.el.a(t("Back to the newest"), href=_place(State.kind))),
        rx.cond(State.older > 0, rx.el.a(t("Show older events"), href=_place(State.kind, State.older))),
        class_name="kiosk-actions kiosk-no-print",
    )
