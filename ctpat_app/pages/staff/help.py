"""The queue of the help desk: what is late, what nobody has, filters, search, and the cases."""

import reflex as rx

from ctpat_app.components.arrival import arriving, waiting
from ctpat_app.components.desk import desk_nav, desk_section, filter_choice, note, note_if
from ctpat_app.components.help_desk import answer_mark, priority_tag, state_tag
from ctpat_app.components.layout import frame
from ctpat_app.components.post_form import search_form
from ctpat_app.components.text import address, t
from ctpat_app.domain.help_desk import MAX_SEARCH
from ctpat_app.state.help_desk import HelpDeskState as State
from ctpat_app.state.help_desk_views import CaseCounter, CaseItem


def help_desk_page() -> rx.Component:
    """Counters, search, filters, the cases."""
    return frame(
        rx.el.div(
            desk_nav(),
            rx.el.h1(t("Help desk")),
            waiting(),
            arriving(rx.cond(State.loaded, rx.fragment(_find(), _counters(), _filter(), _list()))),
            class_name="kiosk-column",
        )
    )


def _find() -> rx.Component:
    return search_form(
        rx.el.div(
            rx.el.label(t("Find a case"), html_for="find-find", class_name="usa-label"),
            rx.el.p(
                t("By the code of a case or failure, a mail address, or part of the name of a person or company."),
                id="find-hint",
                class_name="usa-hint",
            ),
            rx.el.input(
                id="find-find",
                name="find",
                type="search",
                max_length=MAX_SEARCH,
                auto_complete="off",
                dir="auto",
                class_name="usa-input",
                default_value=State.filters.find,
                key=f"find-{State.filters.find}",
                custom_attrs={"aria-describedby": "find-hint"},
            ),
            class_name="usa-form-group",
        ),
        rx.el.button(t("Find"), type="submit", class_name="usa-button"),
        action=address("staff/help"),
        class_name="kiosk-filter",
        role="search",
    )


def _counters() -> rx.Component:
    return desk_section(
        "counters",
        t("What waits"),
        rx.el.ul(rx.foreach(State.counters, _counter), class_name="kiosk-list"),
    )


def _counter(counter: rx.Var[CaseCounter]) -> rx.Component:
    return rx.el.li(
        rx.el.a(counter.text, href=counter.href, class_name="kiosk-list__link"),
        answer_mark(counter.mark),
        class_name="kiosk-list__item",
        key=counter.href,
    )


def _filter() -> rx.Component:
    chosen = State.filters
    return rx.el.details(
        rx.el.summary(t("Narrow the list")),
        search_form(
            filter_choice(
                "state", t("State of the case"), State.states, chosen.state, ("all", t("Solved and closed ones too"))
            ),
            filter_choice("kind", t("Kind of problem"), State.kinds, chosen.kind),
            filter_choice("priority", t("Priority"), State.priorities, chosen.priority),
            filter_choice("owner", t("Who has it"), State.agents, chosen.owner, ("nobody", t("Nobody yet"))),
            filter_choice("language", t("Language of the person"), State.languages, chosen.language),
            filter_choice(
                "due",
                t("Time to the answer"),
                None,
                chosen.due,
                ("late", t("Late")),
                ("soon", t("Due within the hour")),
            ),
            rx.el.div(
                rx.el.button(t("Show these"), type="submit", class_name="usa-button"),
                rx.cond(State.is_filtered, rx.el.a(t("Show all"), href=address("staff/help"))),
                class_name="kiosk-actions",
            ),
            action=address("staff/help"),
            class_name="kiosk-filter kiosk-more__body",
        ),
        open=State.is_filtered & (chosen.find == ""),
        class_name="kiosk-more",
        key=f"filter-{State.is_filtered}",
    )


def _list() -> rx.Component:
    return desk_section(
        "cases",
        t("Cases"),
        rx.el.p(State.found, role="status"),
        rx.cond(
            State.items.length() > 0,
            rx.el.ul(rx.foreach(State.items, _item), class_name="kiosk-list"),
            rx.cond(
                State.is_filtered,
                rx.el.p(t("No case fits. Take some of the filters away, or look for something else.")),
                rx.el.p(t("Nothing waits for the help desk.")),
            ),
        ),
        rx.el.div(
            rx.cond(State.is_first, rx.fragment(), rx.el.a(t("Back to the first ones"), href=State.begin)),
            rx.cond(State.following != "", rx.el.a(t("Show the next ones"), href=State.following)),
            class_name="kiosk-actions kiosk-no-print",
        ),
    )


def _item(item: rx.Var[CaseItem]) -> rx.Component:
    return rx.el.li(
        rx.el.a(
            item.kind,
            ": ",
            rx.el.bdi(item.code, dir="ltr", class_name="kiosk-code kiosk-code--whole"),
            href=item.href,
            class_name="kiosk-list__link",
        ),
        state_tag(item.state_key, item.state),
        priority_tag(item.priority_key, item.priority),
        answer_mark(item.mark),
        note_if(item.due, rx.el.strong(item.due)),
        note(
            rx.el.bdi(item.who),
            rx.cond(item.company != "", rx.fragment(" · ", rx.el.bdi(item.company))),
            " · ",
            item.language,
        ),
        note_if(item.topic),
        note(item.owner, " · ", item.opened),
        class_name="kiosk-list__item",
        key=item.key,
    )
