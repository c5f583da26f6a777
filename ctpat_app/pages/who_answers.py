"""Who answers what: statements given to colleagues and to people from outside, and the form that gives more."""

import reflex as rx

from ctpat_app.components.arrival import arriving, waiting
from ctpat_app.components.layout import frame
from ctpat_app.components.text import address, t
from ctpat_app.state.who_answers import AnswererCard, Place, PlaceGroup, ShareLine
from ctpat_app.state.who_answers import WhoAnswersState as State


def who_answers_page() -> rx.Component:
    """Everybody with what they were given, then the form."""
    return frame(
        rx.el.div(
            arriving(rx.cond(State.draft > 0, _back())),
            rx.el.h1(t("Who answers what")),
            waiting(),
            arriving(rx.cond(State.draft > 0, _page())),
            class_name="kiosk-column",
        )
    )


def _back() -> rx.Component:
    return rx.el.a(
        t("All parts of the application"),
        href=f"{address('application')}?draft={State.draft}",
        class_name="kiosk-back kiosk-no-print",
    )


def _page() -> rx.Component:
    return rx.fragment(
        rx.el.p(rx.el.bdi(State.company), class_name="kiosk-lead"),
        rx.el.p(State.told, role="status"),
        rx.el.h2(t("Given so far")),
        rx.cond(
            State.people.length() > 0,
            rx.foreach(State.people, _person),
            rx.el.p(t("Nothing is given to anybody yet. Everybody who works on the application sees all of it.")),
        ),
        rx.cond(State.may_give, _form()),
    )


def _person(card: rx.Var[AnswererCard]) -> rx.Component:
    return rx.el.section(
        rx.el.h3(rx.el.bdi(card.name), id=card.id),
        rx.cond(
            card.waiting,
            rx.el.p(rx.el.span(t("Invited, not accepted yet"), class_name="kiosk-tag kiosk-tag--progress")),
            rx.cond(card.outside, rx.el.p(rx.el.span(t("From outside: sees this alone"), class_name="kiosk-tag"))),
        ),
        rx.el.ul(rx.foreach(card.lines, _line), class_name="kiosk-list"),
        class_name="kiosk-card",
        custom_attrs={"aria-labelledby": card.id},
        key=card.id,
    )


def _line(line: rx.Var[ShareLine]) -> rx.Component:
    return rx.el.li(
        rx.el.span(rx.el.bdi(line.number, dir="ltr"), " ", rx.el.span(line.text, lang=line.language)),
        rx.el.p(line.note, class_name="kiosk-list__note"),
        rx.cond(
            State.may_give,
            rx.el.button(
                t("Take back"),
                rx.el.span(": ", line.number, " ", line.text, class_name="usa-sr-only"),
                type="button",
                class_name="usa-button usa-button--unstyled kiosk-no-print",
                on_click=State.take_back(State.draft, line.id),
            ),
        ),
        class_name="kiosk-list__item",
        key=line.id.to_string(),
    )


def _form() -> rx.Component:
    return rx.el.form(
        rx.el.h2(t("Give statements to somebody"), id="give"),
        rx.cond(
            State.problem != "",
            rx.el.div(
                rx.el.p(State.problem),
                id="error-summary",
                role="alert",
                tab_index=-1,
                class_name="kiosk-errors",
                custom_attrs={"data-attempt": State.attempt.to_string()},
            ),
        ),
        rx.el.div(
            rx.el.label(t("Person"), html_for="give-person", class_name="usa-label"),
            rx.el.select(
                rx.el.option(
                    rx.cond(State.may_invite, t("Somebody new: type the address below"), t("Choose")), value=""
                ),
                rx.foreach(State.recipients, lambda each: rx.el.option(each[1], value=each[0])),
                id="give-person",
                name="person",
                class_name="usa-select",
            ),
            class_name="usa-form-group",
        ),
        rx.cond(State.may_invite, _somebody_new()),
        rx.el.h3(t("What they answer")),
        rx.foreach(State.groups, _group),
        rx.el.div(
            rx.el.button(t("Give these statements"), type="submit", class_name="usa-button"), class_name="kiosk-actions"
        ),
        on_submit=lambda typed: State.give(State.draft, typed),
        class_name="kiosk-no-print",
        no_validate=True,
        custom_attrs={"aria-labelledby": "give"},
        # What was given is ticked no more.
        key=f"{State.draft}/{State.given}",
    )


def _somebody_new() -> rx.Component:
    return rx.el.fieldset(
        rx.el.legend(t("Somebody new"), class_name="usa-legend"),
        rx.el.p(
            t(
                "They need not belong to the company. They get a link by mail, see the statements that you tick and "
                "nothing else, and may answer in their own language."
            ),
            id="give-new-hint",
            class_name="usa-hint",
        ),
        rx.el.div(
            rx.el.label(t("Email address"), html_for="give-email", class_name="usa-label"),
            rx.el.input(
                id="give-email",
                name="email",
                type="email",
                auto_complete="off",
                dir="ltr",
                class_name="usa-input",
                custom_attrs={"aria-describedby": "give-new-hint"},
            ),
            class_name="usa-form-group",
        ),
        rx.el.div(
            rx.el.label(t("Name (optional)"), html_for="give-name", class_name="usa-label"),
            rx.el.input(id="give-name", name="name", auto_complete="off", dir="auto", class_name="usa-input"),
            class_name="usa-form-group",
        ),
        class_name="usa-fieldset",
    )


def _group(group: rx.Var[PlaceGroup]) -> rx.Component:
    whole = f"give-{group.name}"
    return rx.el.details(
        rx.el.summary(group.label),
        rx.el.fieldset(
            rx.el.legend(group.label, class_name="usa-sr-only"),
            rx.el.div(
                rx.el.input(type="checkbox", id=whole, name=group.name, value="yes", class_name="usa-checkbox__input"),
                rx.el.label(t("The whole category"), html_for=whole, class_name="usa-checkbox__label"),
                class_name="usa-checkbox",
            ),
            rx.foreach(group.places, _place),
            class_name="usa-fieldset kiosk-more__body",
        ),
        class_name="kiosk-more",
        open=group.is_open,
        key=group.name,
    )


def _place(place: rx.Var[Place]) -> rx.Component:
    control = f"give-{place.name}"
    return rx.el.div(
        rx.el.input(
            type="checkbox",
            id=control,
            name=place.name,
            value="yes",
            default_checked=place.chosen,
            class_name="usa-checkbox__input",
        ),
        rx.el.label(
            rx.el.bdi(place.number, dir="ltr"),
            " ",
            rx.el.span(place.title, lang=place.language),
            html_for=control,
            class_name="usa-checkbox__label",
        ),
        class_name="usa-checkbox",
        key=place.name,
    )
