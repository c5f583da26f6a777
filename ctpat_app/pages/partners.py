"""The register of business partners: what is due, a filter, and the list, which becomes cards on a telephone."""

import reflex as rx

from ctpat_app.components.arrival import arriving, waiting
from ctpat_app.components.desk import filter_choice
from ctpat_app.components.downloads import sheet_link
from ctpat_app.components.layout import frame
from ctpat_app.components.plain_form import told
from ctpat_app.components.post_form import search_form
from ctpat_app.components.text import address, t
from ctpat_app.domain.company_names import MAX_PART
from ctpat_app.state.partner_views import PartnerLine
from ctpat_app.state.partners import PartnersState as State


def partners_page() -> rx.Component:
    """How many are due comes first; the filter stands in the address, so that the page can be shared."""
    return frame(
        rx.cond(
            State.account > 0,
            rx.el.a(
                rx.el.bdi(State.company), href=f"{address('home')}?account={State.account}", class_name="kiosk-back"
            ),
        ),
        rx.el.h1(t("Business partners")),
        told(State.told),
        waiting(),
        arriving(rx.cond(State.loaded, _register())),
        title=State.company,
    )


def _register() -> rx.Component:
    return rx.fragment(
        rx.el.p(
            t("Who works in your supply chain, how much could go wrong, and what shows that they are secure."),
            class_name="kiosk-lead",
        ),
        _counts(),
        rx.cond(State.may_manage, _ways()),
        _filter(),
        rx.cond(State.shows_removed, rx.el.h2(t("Partners that were removed")), rx.el.h2(t("Partners"))),
        rx.el.p(State.found, role="status"),
        rx.cond(
            State.lines.length() > 0,
            _table(),
            rx.cond(
                State.is_filtered,
                rx.el.p(t("No partner fits this choice. Take some of the filters away.")),
                rx.el.p(t("There is nobody here yet.")),
            ),
        ),
        _pager(),
        _further(),
    )


def _counts() -> rx.Component:
    def count(name: str, number: rx.Var[int], href: str) -> rx.Component:
        return rx.el.div(
            rx.el.dt(rx.el.a(name, href=href), class_name="kiosk-summary__key"),
            rx.el.dd(number, class_name="kiosk-summary__value"),
            class_name="kiosk-summary__row",
        )

    return rx.el.dl(
        count(t("In the register"), State.total, _here()),
        count(t("Due now"), State.due, _here("&due=now&sort=due")),
        class_name="kiosk-summary",
    )


def _here(query: str = "") -> str:
    return f"{address('partners')}?account={State.account}{query}"


def _ways() -> rx.Component:
    return rx.el.div(
        rx.el.a(t("Add a partner"), href=f"{address('partner')}?account={State.account}", class_name="usa-button"),
        rx.el.a(
            t("Load partners from a file"),
            href=f"{address('partners-import')}?account={State.account}",
            class_name="usa-button usa-button--outline",
        ),
        class_name="kiosk-actions kiosk-no-print",
    )


def _filter() -> rx.Component:
    chosen = State.filters
    return rx.el.details(
        rx.el.summary(t("Search, narrow and sort the list")),
        search_form(
            rx.el.input(type="hidden", name="account", value=State.account.to_string()),
            _part(),
            filter_choice("role", t("What it does"), State.roles, chosen.role),
            filter_choice("country", t("Country"), State.countries, chosen.country),
            filter_choice("risk", t("Risk"), State.risks, chosen.risk),
            filter_choice("program", t("Security program"), State.programs, chosen.program),
            filter_choice("due", t("What is due"), None, chosen.due, ("now", t("Only what is due now"))),
            filter_choice("show", t("Removed partners"), None, chosen.show, ("removed", t("Only those removed"))),
            _order(),
            rx.el.div(
                rx.el.button(t("Show these"), type="submit", class_name="usa-button"),
                rx.cond(State.is_filtered, rx.el.a(t("Show all"), href=_here())),
                class_name="kiosk-actions",
            ),
            action=address("partners"),
            class_name="kiosk-filter kiosk-more__body",
            role="search",
        ),
        open=State.is_filtered,
        class_name="kiosk-more kiosk-no-print",
        key=f"filter-{State.is_filtered}",
    )


def _part() -> rx.Component:
    return rx.el.div(
        rx.el.label(t("Part of the partner's name"), html_for="find-part", class_name="usa-label"),
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


def _order() -> rx.Component:
    return rx.el.div(
        rx.el.label(t("Order of the list"), html_for="find-sort", class_name="usa-label"),
        rx.el.select(
            rx.el.option(t("By name"), value="name"),
            rx.el.option(t("What is due first"), value="due"),
            rx.el.option(t("The highest risk first"), value="risk"),
            rx.el.option(t("By country"), value="country"),
            id="find-sort",
            name="sort",
            class_name="usa-select",
            default_value=State.filters.sort,
            key=f"sort-{State.filters.sort}",
        ),
        class_name="usa-form-group",
    )


def _table() -> rx.Component:
    names = (
        *(t("Partner"), t("What it does"), t("Country"), t("Risk"), t("Security program")),
        *(t("Last questionnaire"), t("What is due")),
    )

    def row(line: rx.Var[PartnerLine]) -> rx.Component:
        risk = rx.el.span(line.risk, class_name=f"kiosk-tag kiosk-tag--{line.risk_tag}")
        asked = rx.fragment(line.asked, rx.el.p(line.asked_on, class_name="kiosk-list__note"))
        cells = (
            rx.el.th(rx.el.a(rx.el.bdi(line.name), href=line.href), scope="row", custom_attrs={"data-label": names[0]}),
            _cell(line.role, names[1]),
            _cell(line.country, names[2]),
            _cell(risk, names[3]),
            _cell(line.program, names[4]),
            _cell(rx.el.div(asked), names[5]),
            _cell(rx.cond(line.is_due, rx.el.strong(line.due), rx.el.span(line.due)), names[6]),
        )
        return rx.el.tr(*cells, key=line.id.to_string())

    return rx.el.table(
        rx.el.caption(t("Partners"), class_name="usa-sr-only"),
        rx.el.thead(rx.el.tr(*(rx.el.th(name, scope="col") for name in names))),
        rx.el.tbody(rx.foreach(State.lines, row)),
        class_name="usa-table kiosk-table",
    )


def _cell(content: rx.Var[str] | rx.Component, name: str) -> rx.Component:
    return rx.el.td(content, custom_attrs={"data-label": name})


def _pager() -> rx.Component:
    return rx.cond(
        State.place != "",
        rx.el.nav(
            rx.cond(State.before != "", rx.el.a(t("Previous page"), href=State.before)),
            rx.el.span(State.place),
            rx.cond(State.behind != "", rx.el.a(t("Next page"), href=State.behind)),
            class_name="kiosk-actions kiosk-no-print",
            aria_label=t("Pages of the register"),
        ),
    )


def _further() -> rx.Component:
    return rx.fragment(
        rx.el.div(
            sheet_link(f"/files/partners/{State.account}.xlsx", t("Download the partners (XLSX)")),
            class_name="kiosk-actions kiosk-no-print",
        ),
        rx.cond(
            State.shows_removed,
            rx.el.p(rx.el.a(t("Back to the partners of today"), href=_here())),
            rx.cond(
                State.removed > 0,
                rx.el.p(
                    rx.el.a(t("Removed partners: {count}", count=State.removed), href=_here("&show=removed")),
                    class_name="kiosk-no-print",
                ),
            ),
        ),
    )
