"""Companies that wait without a specialist: a proposal for each, confirmed for one or many at once."""

import reflex as rx

from ctpat_app.components.arrival import arriving, waiting
from ctpat_app.components.desk import desk_nav, note, note_if, urgency
from ctpat_app.components.layout import frame
from ctpat_app.components.plain_form import TOLD, form_fault, line, outcome, submit
from ctpat_app.components.text import address, t
from ctpat_app.domain.assignments import MAX_REASON
from ctpat_app.state.staff_assign import TAKE, WHO, ProposalLine
from ctpat_app.state.staff_assign import StaffAssignState as State


def staff_assign_page() -> rx.Component:
    """What was done, then one form for all companies on show."""
    return frame(
        rx.el.div(
            desk_nav(),
            rx.el.h1(t("Companies without a specialist")),
            outcome(State),
            rx.foreach(State.refused, lambda each: rx.el.p(each, class_name="kiosk-alert kiosk-alert--attention")),
            waiting(),
            arriving(
                rx.cond(
                    State.loaded,
                    rx.cond(
                        State.lines.length() > 0,
                        _form(),
                        rx.el.p(t("Every company that waits has a specialist.")),
                    ),
                )
            ),
            class_name="kiosk-column",
        )
    )


def _form() -> rx.Component:
    return rx.fragment(
        rx.el.p(
            t(
                "Proposed is who has the fewest open cases; with the same number, who uses a language of the company. "
                "Nobody gets their own company."
            ),
            class_name="kiosk-lead",
        ),
        rx.el.form(
            form_fault(State, "assign"),
            rx.el.ul(rx.foreach(State.lines, _company), class_name="kiosk-list"),
            rx.el.p(State.more),
            line(
                State,
                "assign",
                "reason",
                t("Why these specialists"),
                MAX_REASON,
                hint=t("Supervisors read it, not the company."),
                optional=False,
            ),
            submit(t("Assign the ticked companies")),
            on_submit=State.assign,
            key=State.form_key,
            custom_attrs=TOLD,
        ),
    )


def _company(company: rx.Var[ProposalLine]) -> rx.Component:
    tick, choice = f"{TAKE}{company.account}", f"{WHO}{company.account}"
    return rx.el.li(
        rx.el.div(
            rx.el.input(
                type="checkbox",
                id=tick,
                name=tick,
                class_name="usa-checkbox__input",
                default_checked=company.specialist != "",
            ),
            rx.el.label(rx.el.bdi(company.name), html_for=tick, class_name="usa-checkbox__label"),
            class_name="usa-checkbox",
        ),
        urgency(company.mark),
        note(rx.el.strong(company.clock)),
        note_if(company.country),
        note(t("Languages of its people: {languages}", languages=company.languages)),
        rx.el.p(
            rx.el.a(
                t("About the company"),
                rx.el.span(": ", rx.el.bdi(company.name), class_name="usa-sr-only"),
                href=f"{address('staff/company')}?account={company.account}",
            ),
            class_name="kiosk-list__more",
        ),
        rx.el.div(
            rx.el.label(
                t("Specialist"),
                rx.el.span(": ", rx.el.bdi(company.name), class_name="usa-sr-only"),
                html_for=choice,
                class_name="usa-label",
            ),
            rx.el.select(
                rx.el.option(t("Choose"), value=""),
                rx.foreach(State.specialists, lambda each: rx.el.option(each[1], value=each[0])),
                id=choice,
                name=choice,
                class_name="usa-select",
                default_value=company.specialist,
                key=f"{choice}-{company.specialist}-{State.specialists.length()}",
            ),
            class_name="kiosk-list__more",
        ),
        class_name="kiosk-list__item",
        key=company.account,
    )
