"""Parts of the company's page at the desk: security models with milestones and history, requests, links, own watch."""

import reflex as rx

from ctpat_app.components.desk import desk_section, note, note_if
from ctpat_app.components.plain_form import TOLD, day, form_fault, line, outcome
from ctpat_app.components.text import address, t
from ctpat_app.domain.watches import MAX_NOTE
from ctpat_app.state.company_file import CompanyFileState as State
from ctpat_app.state.company_file import EventLine, ModelCard, PointLine, SectionLink


def file_links() -> rx.Component:
    """The pages that hold more of the company, with how much there is."""
    return rx.cond(
        State.sections.length() > 0,
        desk_section(
            "more", t("More about the company"), rx.el.ul(rx.foreach(State.sections, _link), class_name="kiosk-list")
        ),
    )


def _link(link: rx.Var[SectionLink]) -> rx.Component:
    look = rx.cond(link.waits, "kiosk-tag kiosk-tag--attention", "kiosk-tag")
    return rx.el.li(
        rx.el.a(link.name, href=link.href, class_name="kiosk-list__link"),
        rx.el.span(link.count, class_name=look),
        class_name="kiosk-list__item",
        key=link.href,
    )


# ---------------------------------------------------------------- watching


def own_watch() -> rx.Component:
    """The reader's own watch of the company: begin it, change it, end it."""
    return rx.cond(
        State.loaded,
        desk_section(
            "watch",
            t("Your watch list"),
            outcome(State),
            rx.cond(State.is_watching, _watching(), rx.el.p(t("You do not watch this company."))),
            rx.el.details(
                rx.el.summary(rx.cond(State.is_watching, t("Change note or last day"), t("Put it on your watch list"))),
                _form(),
                open=State.attempt > 0,
                class_name="kiosk-more",
            ),
        ),
    )


def _watching() -> rx.Component:
    return rx.fragment(
        rx.el.p(t("You watch this company since {day}.", day=State.watched_since)),
        rx.el.div(
            rx.el.button(
                t("Stop watching"),
                type="button",
                class_name="usa-button usa-button--outline",
                on_click=State.stop_watching(State.account),
                custom_attrs=TOLD,
            ),
            class_name="kiosk-actions",
        ),
    )


def _form() -> rx.Component:
    return rx.el.form(
        form_fault(State, "watch"),
        line(State, "watch", "note", t("Why you watch it"), MAX_NOTE, hint=t("You alone read it.")),
        day(State, "watch", "until_on", t("Last day"), optional=True),
        rx.el.div(
            rx.el.button(t("Watch this company"), type="submit", class_name="usa-button"), class_name="kiosk-actions"
        ),
        on_submit=State.watch(State.account),
        key=State.form_key,
        class_name="kiosk-more__body",
        custom_attrs=TOLD,
    )


# ---------------------------------------------------------------- security models


def file_models() -> rx.Component:
    """Each security model with its days, milestones and history."""
    return rx.cond(
        State.models.length() > 0,
        desk_section("models", t("Security models"), rx.foreach(State.models, _model)),
    )


def _model(model: rx.Var[ModelCard]) -> rx.Component:
    title = f"model-{model.id}"
    return rx.el.section(
        rx.el.h3(rx.el.bdi(model.name), id=title),
        rx.el.p(rx.el.span(model.status, class_name="kiosk-tag kiosk-tag--info")),
        rx.el.dl(
            _day(t("Certified on"), model.certified_on),
            _day(t("Validated on"), model.validated_on),
            rx.cond(
                model.window_from != "",
                _row(
                    t("Annual review"),
                    t("From {day} to {last}", day=model.window_from, last=model.window_until),
                ),
            ),
            rx.foreach(model.numbers, lambda each: _row(each[0], rx.el.bdi(each[1], dir="ltr"))),
            class_name="kiosk-summary",
        ),
        rx.cond(
            State.may_review & (model.draft > 0),
            rx.el.p(
                rx.el.a(
                    t("Read the security profile"),
                    rx.el.span(": ", rx.el.bdi(model.name), class_name="usa-sr-only"),
                    href=f"{address('staff/profile')}?draft={model.draft}",
                ),
                " · ",
                rx.el.a(
                    t("Validations"),
                    rx.el.span(": ", rx.el.bdi(model.name), class_name="usa-sr-only"),
                    href=f"{address('staff/validations')}?model={model.id}",
                ),
            ),
        ),
        rx.el.h4(t("Milestones")),
        rx.el.ol(rx.foreach(model.points, _point), class_name="kiosk-milestones"),
        rx.el.details(
            rx.el.summary(
                t("Every step, newest first"), rx.el.span(": ", rx.el.bdi(model.name), class_name="usa-sr-only")
            ),
            rx.el.ol(rx.foreach(model.events, _event), class_name="kiosk-list kiosk-more__body"),
            class_name="kiosk-more",
        ),
        class_name="kiosk-card",
        custom_attrs={"aria-labelledby": title},
        key=title,
    )


def _day(name: str, value: rx.Var[str]) -> rx.Component:
    return rx.cond(value != "", _row(name, value))


def _row(name: str | rx.Var[str], value: str | rx.Var[str] | rx.Component) -> rx.Component:
    return rx.el.div(
        rx.el.dt(name, class_name="kiosk-summary__key"),
        rx.el.dd(value, class_name="kiosk-summary__value"),
        class_name="kiosk-summary__row",
    )


def _point(point: rx.Var[PointLine]) -> rx.Component:
    return rx.el.li(
        rx.el.strong(point.name),
        rx.el.span(point.day),
        rx.match(
            point.when,
            ("ahead", rx.el.span(t("Still to come"), class_name="kiosk-tag kiosk-tag--todo")),
            ("late", rx.el.span(t("Past the due day"), class_name="kiosk-tag kiosk-tag--error")),
            rx.fragment(),
        ),
        class_name="kiosk-milestones__item",
        custom_attrs={"data-when": point.when},
    )


def _event(event: rx.Var[EventLine]) -> rx.Component:
    return rx.el.li(
        rx.el.span(event.sentence),
        note_if(event.person, event.person),
        note_if(event.reason, t("The reason:"), " ", rx.el.bdi(event.reason)),
        note(rx.el.time(event.moment, date_time=event.stamp)),
        class_name="kiosk-list__item",
    )


def file_requests() -> rx.Component:
    """The newest requests of the company."""
    return rx.cond(
        State.requests.length() > 0,
        desk_section(
            "requests",
            t("Requests of the company"),
            rx.el.ul(
                rx.foreach(
                    State.requests,
                    lambda each: rx.el.li(
                        rx.el.span(each[0]), rx.el.span(each[1]), note(each[2]), class_name="kiosk-list__item"
                    ),
                ),
                class_name="kiosk-list",
            ),
        ),
    )
