"""The desk for people who cannot get in."""

import reflex as rx

from ctpat_app.components.arrival import arriving, waiting
from ctpat_app.components.layout import frame
from ctpat_app.components.text import address, t
from ctpat_app.state.access_cases import AccessCasesState, CaseView


def access_cases_page() -> rx.Component:
    """Open cases, each with what the person told and the decision below it."""
    return frame(
        rx.el.div(
            rx.el.h1(t("People who cannot get in")),
            rx.el.p(
                t("Check who it is before you grant a case. The address is told, and can stop it for 24 hours."),
                class_name="kiosk-lead",
            ),
            rx.cond(
                AccessCasesState.told != "",
                rx.el.div(rx.el.p(AccessCasesState.told), class_name="kiosk-alert kiosk-alert--success", role="status"),
            ),
            waiting(),
            arriving(
                rx.cond(
                    AccessCasesState.loaded,
                    rx.cond(
                        AccessCasesState.cases.length() > 0,
                        rx.foreach(AccessCasesState.cases, _case),
                        rx.el.p(t("There is no open case.")),
                    ),
                )
            ),
            rx.el.p(rx.el.a(t("Mail that did not arrive"), href=address("staff/bounced-mail"))),
            class_name="kiosk-column",
        )
    )


def _case(case: rx.Var[CaseView]) -> rx.Component:
    return rx.el.section(
        rx.el.h2(
            t("Case"),
            " ",
            rx.el.bdi(case.code, dir="ltr", class_name="kiosk-code kiosk-code--whole"),
            id=f"case-{case.id}",
        ),
        rx.el.dl(
            _row(t("Name"), case.name),
            _row(t("Email address"), case.email),
            _row(t("Company"), case.company),
            _row(t("What happened"), case.note),
            _row(t("Language"), case.language),
            _row(t("Opened"), case.opened_at),
            _row(t("Name on the account"), rx.cond(case.account != "", case.account, t("Nobody has this address."))),
            class_name="kiosk-summary",
        ),
        _decision(case),
        class_name="kiosk-box",
        custom_attrs={"aria-labelledby": f"case-{case.id}"},
        key=case.code,
    )


def _row(key: str, value: rx.Var[str]) -> rx.Component:
    return rx.el.div(
        rx.el.dt(key, class_name="kiosk-summary__key"),
        rx.el.dd(rx.cond(value != "", rx.el.bdi(value), "–"), class_name="kiosk-summary__value"),
        class_name="kiosk-summary__row",
    )


def _decision(case: rx.Var[CaseView]) -> rx.Component:
    return rx.el.form(
        rx.el.input(type="hidden", name="case", value=case.id.to_string()),
        rx.cond(
            AccessCasesState.problem_of == case.id,
            rx.el.p(
                rx.el.span(t("Error:"), " ", class_name="usa-sr-only"),
                AccessCasesState.problem,
                class_name="usa-error-message",
                role="alert",
            ),
        ),
        rx.el.fieldset(
            rx.el.legend(t("How did you check who it is?"), class_name="usa-legend"),
            _way(case, "video", t("Video call with an identity document")),
            _way(case, "officer", t("The company's officer confirmed it")),
            _way(case, "letter", t("Letter to the address of the company")),
            _way(case, "company-mail", t("Mail from the company's own domain")),
            _way(case, "application", t("Questions about the application")),
            class_name="usa-fieldset usa-form-group",
        ),
        rx.el.div(
            rx.el.label(t("What you checked and saw"), html_for=f"finding-{case.id}", class_name="usa-label"),
            rx.el.p(t("At least 20 characters. No numbers of documents."), class_name="usa-hint"),
            rx.el.textarea(
                custom_attrs={"id": f"finding-{case.id}"},
                name="finding",
                dir="auto",
                max_length=1000,
                class_name="usa-textarea kiosk-textarea",
            ),
            class_name="usa-form-group",
        ),
        rx.el.fieldset(
            rx.el.legend(t("Decision"), class_name="usa-legend"),
            _choice(case, "grant", t("Grant: mail a link that works in 24 hours")),
            _choice(case, "refuse", t("Refuse: nothing is mailed")),
            class_name="usa-fieldset usa-form-group",
        ),
        rx.el.div(
            rx.el.button(t("Save the decision"), type="submit", class_name="usa-button"), class_name="kiosk-actions"
        ),
        # The number travels as a field: a handler of a form is made outside of the loop.
        on_submit=AccessCasesState.decide,
    )


def _way(case: rx.Var[CaseView], way: str, label: str) -> rx.Component:
    own_id = f"way-{way}-{case.id}"
    return rx.el.div(
        rx.el.input(
            type="checkbox", custom_attrs={"id": own_id}, name=f"way-{way}", value="1", class_name="usa-checkbox__input"
        ),
        rx.el.label(label, html_for=own_id, class_name="usa-checkbox__label"),
        class_name="usa-checkbox",
    )


def _choice(case: rx.Var[CaseView], decision: str, label: str) -> rx.Component:
    own_id = f"{decision}-{case.id}"
    return rx.el.div(
        rx.el.input(
            type="radio",
            custom_attrs={"id": own_id},
            name="decision",
            value=decision,
            default_checked=decision == "refuse",
            class_name="usa-radio__input",
        ),
        rx.el.label(label, html_for=own_id, class_name="usa-radio__label"),
        class_name="usa-radio",
    )
