"""Registrations of EU AEOs of one company, each with the specialist's decision."""

import reflex as rx

from ctpat_app.components.aeo import aeo_facts
from ctpat_app.components.arrival import arriving, waiting
from ctpat_app.components.layout import frame
from ctpat_app.components.plain_form import TOLD, told
from ctpat_app.components.text import address, t
from ctpat_app.domain.aeo import MAX_REASON
from ctpat_app.state.aeo_registration import StaffAeoState as State
from ctpat_app.state.aeo_views import AeoCard


def staff_aeo_page() -> rx.Component:
    """Waiting registrations first, the one that waits longest on top."""
    return frame(
        rx.el.div(
            rx.cond(
                State.account > 0,
                rx.el.a(
                    t("A company as staff see it"),
                    href=f"{address('staff/company')}?account={State.account}",
                    class_name="kiosk-back",
                ),
            ),
            told(State.told),
            rx.el.h1(t("Registrations of an EU AEO")),
            waiting(),
            arriving(rx.cond(State.account > 0, _registrations())),
            class_name="kiosk-column",
        ),
        title=State.company,
    )


def _registrations() -> rx.Component:
    return rx.fragment(
        rx.el.p(rx.el.bdi(State.company), class_name="kiosk-lead"),
        rx.el.p(t("Waiting for a decision: {count}", count=State.waiting)),
        rx.cond(
            State.may_decide,
            rx.fragment(),
            rx.el.p(t("The specialist who looks after the company decides. You may read.")),
        ),
        rx.cond(
            State.cards.length() > 0,
            rx.foreach(State.cards, _card),
            rx.el.p(t("The company has asked for no registration.")),
        ),
    )


def _card(card: rx.Var[AeoCard]) -> rx.Component:
    title = f"registration-{card.id}"
    return rx.el.section(
        rx.el.h2(rx.el.bdi(card.eori, dir="ltr"), id=title),
        aeo_facts(card),
        rx.foreach(card.elsewhere, lambda line: rx.el.p(line, class_name="kiosk-alert kiosk-alert--attention")),
        rx.cond((card.state == "waiting") & State.may_decide, _decision(card)),
        class_name="kiosk-card",
        custom_attrs={"aria-labelledby": title},
        key=title,
    )


def _decision(card: rx.Var[AeoCard]) -> rx.Component:
    problem = State.problems.get(card.id.to_string(), "")
    control = f"reason-{card.id}"
    return rx.el.form(
        # The number travels as a field: a handler of a form is made outside of the loop.
        rx.el.input(type="hidden", name="registration", value=card.id.to_string()),
        rx.el.div(
            rx.cond(
                problem != "",
                rx.el.p(
                    rx.el.span(t("Error:"), " ", class_name="usa-sr-only"), problem, class_name="usa-error-message"
                ),
            ),
            role="alert",
            id=f"{control}-error",
        ),
        rx.el.label(t("Reason"), html_for=control, class_name="usa-label"),
        rx.el.p(t("The company reads it. When you refuse, it is needed."), class_name="usa-hint", id=f"{control}-hint"),
        rx.el.textarea(
            name="reason",
            rows="2",
            dir="auto",
            max_length=MAX_REASON,
            class_name="usa-textarea kiosk-textarea",
            custom_attrs={"id": control, "aria-describedby": f"{control}-hint {control}-error"},
        ),
        rx.el.fieldset(
            rx.el.legend(t("Decision"), class_name="usa-legend"),
            _choice(card, "register", t("Register: the EORI number and its MIDs belong together")),
            _choice(card, "refuse", t("Refuse: the company mends it and asks again")),
            class_name="usa-fieldset usa-form-group",
        ),
        rx.el.div(
            rx.el.button(t("Save the decision"), type="submit", class_name="usa-button"), class_name="kiosk-actions"
        ),
        on_submit=State.decide,
        custom_attrs=TOLD,
    )


def _choice(card: rx.Var[AeoCard], decision: str, label: str) -> rx.Component:
    own = f"{decision}-{card.id}"
    return rx.el.div(
        rx.el.input(
            type="radio",
            custom_attrs={"id": own},
            name="decision",
            value=decision,
            class_name="usa-radio__input",
        ),
        rx.el.label(label, html_for=own, class_name="usa-radio__label"),
        class_name="usa-radio",
    )
