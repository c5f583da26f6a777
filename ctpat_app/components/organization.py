"""What the pages of trade organizations share: a request, an outcome, and two texts of one criterion."""

import reflex as rx

from ctpat_app.components.text import t
from ctpat_app.state.organization_views import Line, RequestCard, Texts

TONES = {
    "waiting-partner": "attention",
    "waiting-approval": "attention",
    "agreed": "progress",
    "done": "done",
}


def request_facts(card: rx.Var[RequestCard]) -> rx.Component:
    """Return where a request stands, who asked for it and why."""
    return rx.fragment(
        rx.el.p(
            rx.el.span(
                card.stage,
                class_name=rx.match(
                    card.state, *((state, f"kiosk-tag kiosk-tag--{tone}") for state, tone in TONES.items()), "kiosk-tag"
                ),
            )
        ),
        rx.el.p(card.asked, class_name="usa-hint"),
        rx.el.p(rx.el.strong(t("Reason:")), " ", rx.el.span(card.reason, dir="auto")),
        rx.cond(
            card.note != "",
            rx.el.p(
                rx.el.strong(t("Answer:")), " ", rx.el.bdi(card.decided_by), " – ", rx.el.span(card.note, dir="auto")
            ),
        ),
        rx.cond(card.failure != "", rx.el.p(card.failure)),
    )


def outcome_list(lines: rx.Var[list[Line]]) -> rx.Component:
    """Return what becomes of each security model."""

    def line(each: rx.Var[Line]) -> rx.Component:
        return rx.el.div(
            rx.el.dt(rx.el.bdi(each.name), class_name="kiosk-summary__key"),
            rx.el.dd(
                each.types,
                rx.el.br(),
                each.status,
                rx.foreach(each.notes, lambda note: rx.fragment(rx.el.br(), note)),
                class_name="kiosk-summary__value",
            ),
            class_name="kiosk-summary__row",
        )

    return rx.el.dl(rx.foreach(lines, line), class_name="kiosk-summary")


def two_texts(each: rx.Var[Texts], first: rx.Component, second: rx.Component) -> rx.Component:
    """Return a criterion with both texts side by side; ``first`` and ``second`` stand below them."""
    title = f"texts-{each.criterion}-{each.id}"

    def side(name: rx.Var[str], text: rx.Var[str], below: rx.Component) -> rx.Component:
        return rx.el.div(
            rx.el.h4(rx.el.bdi(name)),
            rx.el.div(text, class_name="kiosk-conflict__text", dir="auto"),
            below,
            class_name="kiosk-conflict__side",
        )

    return rx.el.section(
        rx.el.h3(
            # One child: the title lays its icon and text out in a row, and would break the number into lines.
            rx.el.span(rx.el.bdi(each.criterion, dir="ltr"), " ", each.statement),
            id=title,
            class_name="kiosk-conflict__title",
        ),
        rx.el.div(
            side(each.first_name, each.first, first),
            side(each.second_name, each.second, second),
            class_name="kiosk-conflict__pair",
        ),
        class_name="kiosk-conflict",
        custom_attrs={"aria-labelledby": title},
    )


def reason_field(control: str, hint: str) -> rx.Component:
    """Return the field for the detailed reason."""
    return rx.el.div(
        rx.el.label(t("Reason, in detail"), html_for=control, class_name="usa-label"),
        rx.el.p(hint, id=f"{control}-hint", class_name="usa-hint"),
        rx.el.textarea(
            id=control,
            name="reason",
            max_length=2000,
            rows="4",
            dir="auto",
            class_name="usa-textarea",
            custom_attrs={"aria-describedby": f"{control}-hint"},
        ),
        class_name="usa-form-group",
    )


def line_control(control: str, name: str, label: str, hint: str, *, limit: int, ltr: bool = False) -> rx.Component:
    """Return a field of one line inside a form that is sent as a whole."""
    return rx.el.div(
        rx.el.label(label, html_for=control, class_name="usa-label"),
        rx.el.p(hint, id=f"{control}-hint", class_name="usa-hint"),
        rx.el.input(
            id=control,
            name=name,
            type="text",
            max_length=limit,
            auto_complete="off",
            dir="ltr" if ltr else "auto",
            class_name="usa-input",
            custom_attrs={"aria-describedby": f"{control}-hint"},
        ),
        class_name="usa-form-group",
    )


def problem(text: rx.Var[str]) -> rx.Component:
    """Return why a form was refused."""
    return rx.cond(
        text != "",
        rx.el.div(rx.el.p(text), class_name="kiosk-alert kiosk-alert--error", role="alert"),
    )


def submit(text: str, look: str = "usa-button") -> rx.Component:
    """Return the button that sends a form."""
    return rx.el.div(rx.el.button(text, type="submit", class_name=look), class_name="kiosk-actions")
