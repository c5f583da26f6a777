"""One company as staff see it: to read, never to change."""

import reflex as rx

from ctpat_app.components.arrival import arriving, waiting
from ctpat_app.components.company_file import file_links, file_models, file_requests, own_watch
from ctpat_app.components.desk import desk_nav, desk_section
from ctpat_app.components.layout import frame
from ctpat_app.components.text import address, t
from ctpat_app.domain.permissions import TABLE, Grant, Permission, StaffRole
from ctpat_app.state.session import SessionState
from ctpat_app.state.staff_company import ApplicationLine, PersonLine
from ctpat_app.state.staff_company import StaffCompanyState as State

_PRACTISING = {role.value for role in StaffRole if TABLE[Permission.PRACTICE_FROM_CASE][role] is not Grant.NO}
"""Who practises along a company's form; whether the company is theirs, is asked when they begin."""


def staff_company_page() -> rx.Component:
    """The company's facts, its people, and where its applications stand."""
    return frame(
        rx.el.div(
            desk_nav(),
            rx.el.p(t("A company as staff see it"), class_name="kiosk-caption"),
            rx.cond(
                State.facts.account > 0,
                rx.el.h1(rx.el.bdi(State.facts.name)),
                rx.el.h1(t("A company as staff see it")),
            ),
            waiting(),
            arriving(rx.cond(State.facts.account > 0, _company())),
            class_name="kiosk-column",
        ),
        title=State.facts.name,
    )


def _company() -> rx.Component:
    return rx.fragment(
        rx.el.p(
            t("You see facts, people and how far applications are, never an answer. The company sees that you looked."),
            class_name="kiosk-lead",
        ),
        rx.cond(
            State.facts.may_read_history,
            rx.el.p(
                rx.el.a(t("What happened in this company"), href=f"{address('history')}?account={State.facts.account}")
            ),
        ),
        file_links(),
        file_models(),
        desk_section("facts", t("Company"), _facts()),
        desk_section("people", t("People"), rx.el.ul(rx.foreach(State.people, _person), class_name="kiosk-list")),
        desk_section(
            "applications",
            t("Applications"),
            rx.cond(
                State.applications.length() > 0,
                rx.el.ul(rx.foreach(State.applications, _application), class_name="kiosk-list"),
                rx.el.p(t("The company has not begun an application.")),
            ),
        ),
        file_requests(),
        own_watch(),
    )


def _facts() -> rx.Component:
    facts = State.facts
    return rx.el.dl(
        _fact(t("Trade name"), facts.trade_name),
        _fact(t("Country of registration"), facts.country),
        _fact(t("Telephone"), facts.telephone, direction="ltr"),
        _fact(t("Website"), facts.website, direction="ltr"),
        _fact(t("What the company does"), facts.description),
        _row(
            t("Addresses"),
            rx.cond(
                State.addresses.length() > 0,
                rx.foreach(State.addresses, lambda each: rx.el.div(rx.el.bdi(each))),
                t("Not given"),
            ),
        ),
        _row(
            t("Trade account"),
            rx.cond(facts.is_complete, t("Complete"), t("Not complete")),
            t("Since {day}.", day=facts.created_on),
        ),
        _row(t("Specialist"), rx.cond(facts.specialist != "", rx.el.bdi(facts.specialist), t("Nobody yet"))),
        class_name="kiosk-summary",
    )


def _fact(name: str, value: rx.Var[str], direction: str = "auto") -> rx.Component:
    return _row(name, rx.cond(value != "", rx.el.bdi(value, dir=direction), t("Not given")))


def _row(name: str, *values: str | rx.Component) -> rx.Component:
    return rx.el.div(
        rx.el.dt(name, class_name="kiosk-summary__key"),
        rx.el.dd(*(rx.el.div(value) for value in values), class_name="kiosk-summary__value"),
        class_name="kiosk-summary__row",
    )


def _person(person: rx.Var[PersonLine]) -> rx.Component:
    return rx.el.li(
        rx.el.span(rx.el.bdi(person.name)),
        rx.el.span(person.role),
        rx.cond(person.job_title != "", rx.el.p(rx.el.bdi(person.job_title), class_name="kiosk-list__note")),
        rx.el.p(t("Since {day}.", day=person.since), class_name="kiosk-list__note"),
        class_name="kiosk-list__item",
    )


def _application(item: rx.Var[ApplicationLine]) -> rx.Component:
    return rx.el.li(
        rx.el.span(
            rx.cond(
                item.reference != "",
                rx.el.bdi(item.reference, dir="ltr", class_name="kiosk-code"),
                t("Application that is not sent yet"),
            )
        ),
        rx.el.span(item.status, class_name="kiosk-tag kiosk-tag--info"),
        rx.el.p(t("Begun on {day}.", day=item.begun_on), class_name="kiosk-list__note"),
        rx.cond(
            item.sent_on != "",
            rx.el.p(t("Sent on {day}.", day=item.sent_on), class_name="kiosk-list__note"),
            rx.el.p(
                t("{count} of {parts} parts are open.", count=item.parts_open, parts=item.parts),
                class_name="kiosk-list__note",
            ),
        ),
        rx.cond(
            State.facts.may_read_profile & (item.sent_on != ""),
            rx.el.p(
                rx.el.a(t("Read the security profile"), href=f"{address('staff/profile')}?draft={item.draft}"),
                " · ",
                rx.el.a(t("Vetting"), href=f"{address('staff/vetting')}?draft={item.draft}"),
                class_name="kiosk-list__note",
            ),
        ),
        rx.cond(
            item.sent_on != "",
            rx.el.p(
                rx.el.a(t("Standing of the membership"), href=f"{address('staff/standing')}?model={item.model}"),
                class_name="kiosk-list__note",
            ),
        ),
        rx.cond(
            rx.Var.create(sorted(_PRACTISING)).contains(SessionState.staff_role),
            rx.el.p(
                rx.el.a(t("Practise along this form"), href=f"{address('staff/practice')}?draft={item.draft}"),
                class_name="kiosk-list__note",
            ),
        ),
        class_name="kiosk-list__item",
    )
