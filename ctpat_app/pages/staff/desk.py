"""The desk of staff: who works here, and which specialist looks after which company."""

import reflex as rx

from ctpat_app.components.arrival import arriving, waiting
from ctpat_app.components.company_parts import LEADS_TO_TOLD
from ctpat_app.components.desk import desk_nav, desk_section
from ctpat_app.components.layout import frame
from ctpat_app.components.organization import problem
from ctpat_app.components.text import t
from ctpat_app.domain.assignments import MAX_REASON
from ctpat_app.domain.company_names import MAX_PART
from ctpat_app.state.staff_desk import ColleagueCard, CompanyCard
from ctpat_app.state.staff_desk import StaffDeskState as State


def staff_desk_page() -> rx.Component:
    """First the own companies, then those that can be found, at the end the colleagues."""
    return frame(
        rx.el.div(
            desk_nav(),
            rx.el.h1(t("Staff and companies")),
            rx.el.p(State.told, role="status", tab_index=-1, class_name="kiosk-told"),
            waiting(),
            arriving(
                rx.cond(
                    State.loaded,
                    rx.fragment(
                        rx.cond(State.is_specialist, _own()),
                        rx.cond(State.may_find, rx.fragment(_find(), _assigned())),
                        _colleagues(),
                    ),
                )
            ),
            class_name="kiosk-column",
        )
    )


def _own() -> rx.Component:
    return desk_section(
        "own",
        t("My companies"),
        rx.cond(
            State.own.length() > 0,
            rx.el.ul(rx.foreach(State.own, _own_company), class_name="kiosk-list"),
            rx.el.p(t("No company is assigned to you. A supervisor assigns them.")),
        ),
    )


def _own_company(card: rx.Var[CompanyCard]) -> rx.Component:
    return rx.el.li(
        _link(card),
        rx.cond(card.country != "", rx.el.p(card.country, class_name="kiosk-list__note")),
        rx.el.p(t("Assigned to you since {day}.", day=card.since), class_name="kiosk-list__note"),
        class_name="kiosk-list__item",
    )


def _link(card: rx.Var[CompanyCard]) -> rx.Component:
    return rx.el.a(rx.el.bdi(card.name), href=card.href, class_name="kiosk-list__link")


# ---------------------------------------------------------------- finding and assigning


def _find() -> rx.Component:
    return desk_section(
        "find",
        t("Find a company"),
        rx.el.form(
            rx.el.div(
                rx.el.label(t("Part of the company's name"), html_for="part", class_name="usa-label"),
                rx.el.p(
                    t("At least 3 characters that stand together. Capitals and accents do not matter."),
                    id="part-hint",
                    class_name="usa-hint",
                ),
                rx.el.input(
                    id="part",
                    name="part",
                    type="search",
                    max_length=MAX_PART,
                    auto_complete="off",
                    dir="auto",
                    class_name="usa-input",
                    custom_attrs={"aria-describedby": "part-hint"},
                ),
                class_name="usa-form-group",
            ),
            rx.el.button(t("Find"), type="submit", class_name="usa-button"),
            role="search",
            class_name="kiosk-filter",
            on_submit=State.find,
        ),
        problem(State.problem),
        rx.el.p(State.found_note, role="status"),
        rx.foreach(State.found, _found),
    )


def _found(card: rx.Var[CompanyCard]) -> rx.Component:
    title = f"company-{card.account}"
    return rx.el.section(
        rx.el.h3(rx.el.a(rx.el.bdi(card.name), href=card.href), id=title),
        rx.cond(card.country != "", rx.el.p(card.country)),
        rx.el.p(
            rx.cond(
                card.specialist != "",
                t(
                    "{name} has looked after it since {day}.",
                    name="\u2068" + card.specialist + "\u2069",
                    day=card.since,
                ),
                t("No specialist looks after it."),
            )
        ),
        problem(State.problems.get(card.account.to_string(), "")),
        rx.cond(State.may_assign, rx.fragment(_assign(card), rx.cond(card.assignment > 0, _take_away(card)))),
        class_name="kiosk-box",
        custom_attrs={"aria-labelledby": title},
        key=f"{card.account}-{card.assignment}",
    )


def _assign(card: rx.Var[CompanyCard]) -> rx.Component:
    choice, reason = f"specialist-{card.account}", f"reason-{card.account}"
    return rx.el.details(
        rx.el.summary(
            rx.cond(card.assignment > 0, t("Give it to another specialist"), t("Assign a specialist")),
            rx.el.span(": ", rx.el.bdi(card.name), class_name="usa-sr-only"),
        ),
        rx.el.form(
            _hidden(card),
            rx.el.div(
                rx.el.label(t("Specialist"), html_for=choice, class_name="usa-label"),
                rx.el.select(
                    rx.el.option(t("Choose"), value=""),
                    rx.foreach(State.specialists, lambda each: rx.el.option(each[2], value=each[0])),
                    id=choice,
                    name="specialist",
                    class_name="usa-select",
                ),
                class_name="usa-form-group",
            ),
            rx.el.div(
                rx.el.label(t("Why this specialist"), html_for=reason, class_name="usa-label"),
                rx.el.p(t("Supervisors read it, not the company."), id=f"{reason}-hint", class_name="usa-hint"),
                rx.el.input(
                    id=reason,
                    name="reason",
                    type="text",
                    max_length=MAX_REASON,
                    auto_complete="off",
                    dir="auto",
                    class_name="usa-input",
                    custom_attrs={"aria-describedby": f"{reason}-hint"},
                ),
                class_name="usa-form-group",
            ),
            rx.el.div(
                rx.el.button(t("Assign"), type="submit", class_name="usa-button", custom_attrs=LEADS_TO_TOLD),
                class_name="kiosk-actions",
            ),
            on_submit=State.assign,
            class_name="kiosk-more__body",
        ),
        class_name="kiosk-more",
    )


def _take_away(card: rx.Var[CompanyCard]) -> rx.Component:
    return rx.el.form(
        _hidden(card),
        rx.el.div(
            rx.el.button(
                t("Take it from this specialist"),
                rx.el.span(": ", rx.el.bdi(card.name), class_name="usa-sr-only"),
                type="submit",
                class_name="usa-button usa-button--outline",
                custom_attrs=LEADS_TO_TOLD,
            ),
            class_name="kiosk-actions",
        ),
        on_submit=State.take_away,
    )


def _hidden(card: rx.Var[CompanyCard]) -> rx.Component:
    """Return the numbers as fields: a handler of a form is made outside of the loop."""
    return rx.fragment(
        rx.el.input(type="hidden", name="account", value=card.account.to_string()),
        rx.el.input(type="hidden", name="seen", value=card.assignment.to_string()),
    )


def _assigned() -> rx.Component:
    return desk_section(
        "assigned",
        t("Companies with a specialist"),
        rx.cond(
            State.assigned.length() > 0,
            rx.el.ul(rx.foreach(State.assigned, _assigned_company), class_name="kiosk-list"),
            rx.el.p(t("No company has a specialist yet.")),
        ),
        rx.el.p(State.assigned_more),
    )


def _assigned_company(card: rx.Var[CompanyCard]) -> rx.Component:
    return rx.el.li(
        _link(card),
        rx.el.p(
            t("{name} has looked after it since {day}.", name="\u2068" + card.specialist + "\u2069", day=card.since),
            class_name="kiosk-list__note",
        ),
        class_name="kiosk-list__item",
    )


# ---------------------------------------------------------------- colleagues


def _colleagues() -> rx.Component:
    return desk_section(
        "colleagues",
        t("Who works here"),
        rx.el.p(t("Roles are given and taken on the command line of the kiosk, on no page."), class_name="usa-hint"),
        rx.el.ul(rx.foreach(State.colleagues, _colleague), class_name="kiosk-list"),
    )


def _colleague(card: rx.Var[ColleagueCard]) -> rx.Component:
    return rx.el.li(
        rx.el.span(rx.el.bdi(card.name)),
        rx.el.span(card.role),
        rx.el.p(t("Since {day}.", day=card.since), class_name="kiosk-list__note"),
        class_name="kiosk-list__item",
    )
