"""The start page of specialists and supervisors: everything that waits for them, the most urgent first."""

import reflex as rx

from ctpat_app.components.arrival import arriving, waiting
from ctpat_app.components.desk import desk_nav, desk_section, filter_choice, note, note_if, urgency
from ctpat_app.components.layout import frame
from ctpat_app.components.organization import problem
from ctpat_app.components.post_form import search_form
from ctpat_app.components.text import address, t
from ctpat_app.domain.company_names import MAX_PART
from ctpat_app.state.desk_queue import DeskQueueState as State
from ctpat_app.state.desk_views import Counter, QueueLine


def staff_queue_page() -> rx.Component:
    """Counters, filters, the cases."""
    return frame(
        rx.el.div(
            desk_nav(),
            rx.el.h1(t("Work that waits")),
            waiting(),
            arriving(rx.cond(State.loaded, rx.fragment(_counters(), _filter(), _list()))),
            class_name="kiosk-column",
        )
    )


def _counters() -> rx.Component:
    return desk_section(
        "counters",
        t("How much waits for you"),
        rx.cond(
            State.counters.length() > 0,
            rx.el.ul(rx.foreach(State.counters, _counter), class_name="kiosk-list"),
            rx.el.p(t("Nothing waits for you.")),
        ),
    )


def _counter(counter: rx.Var[Counter]) -> rx.Component:
    return rx.el.li(
        rx.el.a(counter.work, href=f"{address('staff/queue')}?kind={counter.kind}", class_name="kiosk-list__link"),
        rx.el.span(counter.waiting),
        rx.cond(counter.overdue != "", rx.el.span(counter.overdue, class_name="kiosk-tag kiosk-tag--error")),
        rx.cond(counter.soon != "", rx.el.span(counter.soon, class_name="kiosk-tag kiosk-tag--attention")),
        class_name="kiosk-list__item",
        key=counter.kind,
    )


def _filter() -> rx.Component:
    chosen = State.filters
    return rx.el.details(
        rx.el.summary(t("Narrow and sort the list")),
        search_form(
            rx.cond(
                State.may_choose_who,
                filter_choice(
                    "who", t("Whose work"), State.people, chosen.who, ("nobody", t("Work that nobody has yet"))
                ),
            ),
            filter_choice("kind", t("Kind of work"), State.kinds, chosen.kind),
            _due(),
            filter_choice("type", t("Business type"), State.types, chosen.type),
            filter_choice("country", t("Country"), State.countries, chosen.country),
            filter_choice("language", t("Language of somebody there"), State.languages, chosen.language),
            _part(),
            _order(),
            rx.el.div(
                rx.el.button(t("Show these"), type="submit", class_name="usa-button"),
                rx.cond(State.is_filtered, rx.el.a(t("Show all"), href=address("staff/queue"))),
                class_name="kiosk-actions",
            ),
            action=address("staff/queue"),
            class_name="kiosk-filter kiosk-more__body",
            role="search",
        ),
        open=State.is_filtered | (State.problem != ""),
        class_name="kiosk-more",
        key=f"filter-{State.is_filtered}",
    )


def _due() -> rx.Component:
    return filter_choice(
        "due",
        t("Due day"),
        None,
        State.filters.due,
        ("overdue", t("Past the due day")),
        ("14", t("Within 14 days")),
        ("30", t("Within 30 days")),
        ("90", t("Within 90 days")),
    )


def _order() -> rx.Component:
    return rx.el.div(
        rx.el.label(t("Order of the list"), html_for="find-order", class_name="usa-label"),
        rx.el.select(
            rx.el.option(t("The earliest due day first"), value="due"),
            rx.el.option(t("What has waited longest first"), value="age"),
            id="find-order",
            name="order",
            class_name="usa-select",
            default_value=State.filters.order,
            key=f"order-{State.filters.order}",
        ),
        class_name="usa-form-group",
    )


def _part() -> rx.Component:
    return rx.el.div(
        rx.el.label(t("Part of the company's name"), html_for="find-part", class_name="usa-label"),
        problem(State.problem),
        rx.el.input(
            id="find-part",
            name="part",
            type="search",
            max_length=MAX_PART,
            auto_complete="off",
            dir="auto",
            class_name="usa-input",
            default_value=State.filters.part,
            key=f"part-{State.filters.part}",
        ),
        class_name="usa-form-group",
    )


def _list() -> rx.Component:
    return desk_section(
        "cases",
        t("Cases"),
        rx.el.p(State.found, role="status"),
        rx.cond(
            State.lines.length() > 0,
            rx.el.ul(rx.foreach(State.lines, _line), class_name="kiosk-list"),
            rx.cond(State.is_filtered, rx.el.p(t("No case fits these filters. Take some of them away."))),
        ),
        rx.el.div(
            rx.cond(State.is_first, rx.fragment(), rx.el.a(t("Back to the first ones"), href=State.begin)),
            rx.cond(State.following != "", rx.el.a(t("Show the next ones"), href=State.following)),
            class_name="kiosk-actions kiosk-no-print",
        ),
    )


def _line(line: rx.Var[QueueLine]) -> rx.Component:
    return rx.el.li(
        rx.el.a(line.work, ": ", rx.el.bdi(line.company), href=line.href, class_name="kiosk-list__link"),
        urgency(line.mark),
        note(rx.el.strong(line.clock), rx.cond(line.due != "", rx.fragment(" · ", line.due))),
        note_if(line.model, rx.el.bdi(line.model), rx.cond(line.status != "", rx.fragment(" · ", line.status))),
        note(
            rx.cond(line.country != "", rx.fragment(line.country, " · ")),
            rx.cond(
                line.specialist != "",
                t("Specialist: {name}", name="\u2068" + line.specialist + "\u2069"),
                t("No specialist yet"),
            ),
        ),
        rx.el.p(
            rx.el.a(
                t("About the company"),
                rx.el.span(": ", rx.el.bdi(line.company), class_name="usa-sr-only"),
                href=line.company_href,
            ),
            class_name="kiosk-list__more",
        ),
        class_name="kiosk-list__item",
        key=line.key,
    )
