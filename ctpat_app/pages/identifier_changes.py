"""A company's numbers as of today, and the way to ask for a change of those that are locked."""

import reflex as rx

from ctpat_app.components.arrival import arriving, waiting
from ctpat_app.components.identifier_requests import request_facts
from ctpat_app.components.layout import frame
from ctpat_app.components.plain_form import TOLD, area, choice, form_fault, line, outcome, submit
from ctpat_app.components.text import address, t
from ctpat_app.domain.identifier_changes import MAX_REASON, Operation
from ctpat_app.state.identifier_changes import IdentifierChangesState as State
from ctpat_app.state.identifier_views import KindOption, NumberLine, RequestCard


def identifier_changes_page() -> rx.Component:
    """Numbers, requests with their state, and a form for each kind of wish."""
    return frame(
        rx.el.div(
            rx.cond(
                State.draft > 0,
                rx.el.a(
                    t("Your application to CTPAT"),
                    href=f"{address('application')}?draft={State.draft}",
                    class_name="kiosk-back",
                ),
            ),
            outcome(State),
            rx.el.h1(t("Numbers of your company")),
            waiting(),
            arriving(rx.cond(State.draft > 0, _page())),
            class_name="kiosk-column",
        ),
        title=State.company,
    )


def _page() -> rx.Component:
    return rx.fragment(
        rx.el.p(
            t(
                "Importer of record numbers, SCAC and MID are locked since the first application was sent. "
                "Ask your specialist to change them. An approved change counts at once."
            ),
            class_name="kiosk-lead",
        ),
        rx.el.section(
            rx.el.h2(t("As of today"), id="numbers"),
            rx.el.ul(rx.foreach(State.numbers, _number), class_name="kiosk-list"),
            custom_attrs={"aria-labelledby": "numbers"},
        ),
        rx.cond(
            State.may_ask,
            rx.el.section(
                rx.el.h2(t("Ask for a change"), id="ask"),
                rx.cond(State.places.length() > 0, rx.fragment(_change(), _remove())),
                _add(),
                _formats(),
                custom_attrs={"aria-labelledby": "ask"},
            ),
            rx.el.p(t("The officer or an employee asks for changes. You may read them.")),
        ),
        rx.cond(
            State.requests.length() > 0,
            rx.el.section(
                rx.el.h2(t("Requests, newest first"), id="requests"),
                rx.foreach(State.requests, _request),
                custom_attrs={"aria-labelledby": "requests"},
            ),
        ),
    )


def _number(number: rx.Var[NumberLine]) -> rx.Component:
    return rx.el.li(
        rx.el.span(number.name),
        rx.el.bdi(number.value, dir="ltr", class_name="kiosk-code"),
        rx.cond(
            number.asked,
            rx.el.span(t("A change is asked for"), class_name="kiosk-tag kiosk-tag--progress"),
            rx.cond(number.locked, rx.el.span(t("Locked"), class_name="kiosk-tag kiosk-tag--locked")),
        ),
        class_name="kiosk-list__item",
    )


# ---------------------------------------------------------------- asking


def _change() -> rx.Component:
    return _ask(Operation.CHANGE, t("Change a number"), _place(Operation.CHANGE), _value(Operation.CHANGE))


def _remove() -> rx.Component:
    return _ask(Operation.REMOVE, t("Remove a number"), _place(Operation.REMOVE))


def _add() -> rx.Component:
    kind = choice(
        State, "ask-add", "kind", t("Which number it is"), State.kinds, empty=t("Choose"), optional=False,
        hint=t("Go by what is printed on the paper in front of you."),
    )  # fmt: skip
    return _ask(Operation.ADD, t("Add a number"), kind, _value(Operation.ADD))


def _ask(operation: Operation, title: str, *fields: rx.Component) -> rx.Component:
    form = f"ask-{operation}"
    return rx.el.details(
        rx.el.summary(title),
        rx.el.form(
            form_fault(State, form),
            *fields,
            area(
                State, form, "reason", t("Reason"), MAX_REASON, optional=False,
                hint=t("Say what happened, such as a move or a new owner. The specialist decides by it."),
            ),
            rx.cond(
                State.documents.length() > 0,
                choice(
                    State, form, "document", t("Document that shows it"), State.documents, empty=t("No document"),
                    hint=t("Upload it under Documents first. Then it is in this list."),
                ),
            ),
            submit(t("Ask your specialist")),
            on_submit=lambda typed: State.ask(State.draft, operation.value, typed),
            no_validate=True,
            key=f"{form}/{State.form_key}",
            class_name="kiosk-more__body",
            custom_attrs=TOLD,
        ),
        class_name="kiosk-more",
        custom_attrs={"data-opens-for": form},
    )  # fmt: skip


def _place(operation: Operation) -> rx.Component:
    return choice(
        State, f"ask-{operation}", "place", t("The number now"), State.places, empty=t("Choose"), optional=False
    )


def _value(operation: Operation) -> rx.Component:
    return line(
        State, f"ask-{operation}", "value", t("The number that it shall be"), 80, optional=False, dir="ltr",
        look="usa-input kiosk-input--code", hint=t("As it is printed. We check its form when you ask."),
    )  # fmt: skip


def _formats() -> rx.Component:
    def one(kind: rx.Var[KindOption]) -> rx.Component:
        return rx.el.div(
            rx.el.dt(kind.name, class_name="kiosk-summary__key"),
            rx.el.dd(
                rx.el.p(kind.hint),
                rx.el.p(rx.el.bdi(kind.pattern, dir="ltr", class_name="kiosk-code")),
                class_name="kiosk-summary__value",
            ),
            class_name="kiosk-summary__row",
        )

    return rx.el.details(
        rx.el.summary(t("How these numbers are written")),
        rx.el.div(
            rx.el.p(t("Pattern: A is a letter, N a digit, X either.")),
            rx.el.dl(rx.foreach(State.hints, one), class_name="kiosk-summary"),
            class_name="kiosk-more__body",
        ),
        class_name="kiosk-more",
    )


# ---------------------------------------------------------------- what was asked


def _request(card: rx.Var[RequestCard]) -> rx.Component:
    title = f"request-{card.id}"
    return rx.el.section(
        rx.el.h3(card.title, id=title),
        request_facts(card),
        rx.el.div(
            rx.cond(
                (card.state == "asked") & State.may_ask,
                rx.el.button(
                    t("Take the request back"),
                    rx.el.span(": ", card.title, " ", card.value, class_name="usa-sr-only"),
                    type="button",
                    class_name="usa-button usa-button--outline",
                    on_click=State.withdraw(card.id),
                    custom_attrs={"data-leads-to": ".kiosk-told"},
                ),
            ),
            rx.el.a(
                t("Write to your specialist about it"),
                href=f"{address('messages')}?account={State.account}&about={card.about}",
            ),
            class_name="kiosk-actions",
        ),
        class_name="kiosk-card",
        custom_attrs={"aria-labelledby": title},
        key=title,
    )
