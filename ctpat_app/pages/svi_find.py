"""Finding partners by a part of their name, and sending them a request."""

import reflex as rx

from ctpat_app.components.arrival import arriving, waiting
from ctpat_app.components.help_link import help_link
from ctpat_app.components.layout import frame
from ctpat_app.components.plain_form import told
from ctpat_app.components.svi import not_joined, svi_ways
from ctpat_app.components.text import address, t
from ctpat_app.domain.company_names import MAX_PART
from ctpat_app.state.svi import SviSearchState as State
from ctpat_app.state.svi_views import FoundLine

_WAIT_MS = 250


def svi_find_page() -> rx.Component:
    """One field; what it finds appears below while typing, and is read out when it stands still."""
    return frame(
        rx.cond(
            State.model > 0,
            rx.el.a(rx.el.bdi(State.company), href=f"{address('svi')}?model={State.model}", class_name="kiosk-back"),
        ),
        rx.el.h1(t("Find partners")),
        waiting(),
        arriving(rx.cond(State.loaded, _search(), rx.cond(State.model > 0, not_joined(State.model)))),
        title=State.company,
    )


def _search() -> rx.Component:
    return rx.fragment(
        svi_ways(State.model, here="svi-find"),
        rx.el.div(
            rx.el.label(t("Part of the company's name"), html_for="svi-name-part", class_name="usa-label"),
            rx.el.p(
                t("Type at least three characters that stand together in the name. Blanks and signs count."),
                id="svi-name-hint",
                class_name="usa-hint",
            ),
            rx.el.input(
                type="search",
                id="svi-name-part",
                dir="auto",
                max_length=MAX_PART,
                auto_complete="off",
                class_name="usa-input",
                on_change=lambda typed: State.search(State.model, typed).debounce(_WAIT_MS),
                custom_attrs={"aria-describedby": "svi-name-hint"},
            ),
            class_name="usa-form-group",
            role="search",
        ),
        told(State.told),
        rx.el.p(State.found, role="status", class_name="usa-hint"),
        rx.cond(State.empty, _nothing_found()),
        rx.el.ul(rx.foreach(State.lines, _line), class_name="kiosk-list"),
        rx.cond(
            State.onward != "",
            rx.el.div(
                rx.el.button(
                    t("Show more"),
                    type="button",
                    class_name="usa-button usa-button--outline",
                    on_click=State.more(State.model, State.asked, State.onward),
                ),
                class_name="kiosk-actions",
            ),
        ),
    )


def _nothing_found() -> rx.Component:
    return rx.el.section(
        rx.el.h2(t("Nothing found: these are the usual reasons"), id="svi-nothing"),
        rx.el.ul(
            rx.el.li(t("The company has another legal name. Try a shorter part of it.")),
            rx.el.li(t("It is not certified yet, or not in good standing now.")),
            rx.el.li(t("It has not joined SVI, or does not want to be found. Ask your contact there.")),
            class_name="usa-list",
        ),
        rx.el.p(help_link(t("Help: a company is not found"), topic="svi-company-not-found")),
        custom_attrs={"aria-labelledby": "svi-nothing"},
    )


def _line(line: rx.Var[FoundLine]) -> rx.Component:
    return rx.el.li(
        rx.el.span(
            rx.el.bdi(line.before, rx.el.mark(line.match), line.after),
            " ",
            rx.el.span(line.country, class_name="kiosk-caption"),
        ),
        rx.cond(line.other_name != "", rx.el.p(rx.el.bdi(line.other_name), class_name="kiosk-list__note")),
        rx.cond(line.types != "", rx.el.p(line.types, class_name="kiosk-list__note")),
        rx.cond(
            line.is_own,
            rx.el.p(t("This is your own company."), class_name="kiosk-list__note"),
            _requests(line),
        ),
        class_name="kiosk-list__item",
        key=line.partner.to_string(),
    )


def _requests(line: rx.Var[FoundLine]) -> rx.Component:
    return rx.el.div(
        rx.cond(
            line.watches_me != "",
            rx.el.p(t("They monitor you: {state}", state=line.watches_me), class_name="kiosk-list__note"),
            _ask(line, "offer", t("Ask them to monitor you")),
        ),
        rx.cond(
            line.watched != "",
            rx.el.p(t("You monitor them: {state}", state=line.watched), class_name="kiosk-list__note"),
            _ask(line, "ask", t("Ask to monitor them")),
        ),
        class_name="kiosk-actions",
    )


def _ask(line: rx.Var[FoundLine], direction: str, text: str) -> rx.Component:
    name = line.before + line.match + line.after
    return rx.el.button(
        text,
        rx.el.span(": ", name, class_name="usa-sr-only"),
        type="button",
        class_name="usa-button usa-button--outline",
        on_click=State.ask(State.model, line.partner, direction, name),
    )
