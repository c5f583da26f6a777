"""Register an EU AEO: who may, which numbers belong together, and what became of it."""

import reflex as rx

from ctpat_app.components.aeo import aeo_facts
from ctpat_app.components.arrival import arriving, waiting
from ctpat_app.components.layout import frame
from ctpat_app.components.plain_form import TOLD, area, choice, form_fault, line, outcome, submit
from ctpat_app.components.text import address, t
from ctpat_app.domain.aeo import MAX_MIDS, MAX_TYPED, CertificateKind
from ctpat_app.state.aeo_registration import FORM
from ctpat_app.state.aeo_registration import AeoRegistrationState as State
from ctpat_app.state.aeo_views import AeoCard, RuleView


def aeo_registration_page() -> rx.Component:
    """What it is for, the questions, the numbers, and the company's registrations."""
    return frame(
        rx.el.div(
            rx.cond(
                State.account > 0,
                rx.el.a(
                    rx.el.bdi(State.company),
                    href=f"{address('trade-account')}?account={State.account}",
                    class_name="kiosk-back",
                ),
            ),
            outcome(State),
            rx.el.h1(t("EU AEO registration")),
            waiting(),
            arriving(rx.cond(State.loaded, _page())),
            class_name="kiosk-column",
        ),
        title=State.company,
    )


def _page() -> rx.Component:
    return rx.fragment(
        rx.el.p(
            t("Tie your EORI number to your manufacturer codes (MID), so that your AEO status is found in the U.S."),
            class_name="kiosk-lead",
        ),
        rx.el.ul(
            rx.el.li(t("CBP's targeting works with MIDs and cannot use an EORI number.")),
            rx.el.li(t("This register is the kiosk's own. CBP runs one of its own, apart from its portal.")),
            rx.el.li(t("No status letter or certificate is promised, and CTPAT membership does not come with it.")),
            class_name="usa-list",
        ),
        rx.cond(State.may_ask, _asking(), rx.el.p(t("The officer or an employee registers. You may read."))),
        rx.cond(
            State.cards.length() > 0,
            rx.el.section(
                rx.el.h2(t("Your registrations, newest first"), id="registrations"),
                rx.foreach(State.cards, _card),
                custom_attrs={"aria-labelledby": "registrations"},
            ),
        ),
    )


# ---------------------------------------------------------------- asking


def _asking() -> rx.Component:
    return rx.el.section(
        rx.cond(
            State.replaces > 0,
            rx.fragment(
                rx.el.h2(t("Change the registration of {eori}", eori=State.replaces_eori), id="ask"),
                rx.el.p(t("What stands now holds until the new registration is made.")),
                rx.el.p(rx.el.a(t("Make a new one instead"), href=_here())),
            ),
            rx.el.h2(t("Ask for a registration"), id="ask"),
        ),
        rx.el.form(
            form_fault(State, FORM),
            rx.el.h3(t("May the company register?")),
            _yes_no("established", State.established),
            _yes_no("role", State.role),
            _kind(),
            _yes_no("consent", State.consent),
            rx.el.h3(t("Numbers")),
            _numbers(),
            submit(t("Send to CTPAT staff")),
            on_submit=lambda typed: State.ask(State.account, State.replaces, typed),
            no_validate=True,
            key=f"{FORM}/{State.form_key}",
            custom_attrs=TOLD,
        ),
        custom_attrs={"aria-labelledby": "ask"},
    )


def _here() -> rx.Var[str] | str:
    return f"{address('aeo-registration')}?account={State.account}"


def _yes_no(name: str, rule: rx.Var[RuleView]) -> rx.Component:
    own = f"{FORM}-{name}"
    return rx.el.fieldset(
        rx.el.legend(rule.question, class_name="usa-legend"),
        rx.cond(rule.hint != "", rx.el.p(rule.hint, id=f"{own}-hint", class_name="usa-hint")),
        _fault(own),
        _radio(own, name, "yes", t("Yes"), first=True),
        _radio(own, name, "no", t("No")),
        class_name=_group_look(own, "usa-fieldset usa-form-group"),
        custom_attrs={"aria-describedby": f"{own}-hint {own}-error"},
    )


def _radio(own: str, name: str, value: str, label: str, *, first: bool = False) -> rx.Component:
    # The summary of faults leads to the id of the question, which is that of its first answer.
    control = own if first else f"{own}-{value}"
    return rx.el.div(
        rx.el.input(id=control, type="radio", name=name, value=value, class_name="usa-radio__input"),
        rx.el.label(label, html_for=control, class_name="usa-radio__label"),
        class_name="usa-radio",
    )


def _fault(own: str) -> rx.Component:
    return rx.cond(
        State.problems.contains(own),
        rx.el.p(
            rx.el.span(t("Error:"), " ", class_name="usa-sr-only"),
            State.problems[own],
            id=f"{own}-error",
            class_name="usa-error-message",
        ),
    )


def _group_look(own: str, look: str) -> rx.Var[str]:
    return rx.cond(State.problems.contains(own), f"{look} usa-form-group--error", look)


def _kind() -> rx.Component:
    kinds = rx.Var.create(
        [
            [CertificateKind.BOTH.value, t("AEOF: customs simplifications and security")],
            [CertificateKind.SECURITY.value, t("AEOS: security and safety")],
            [CertificateKind.CUSTOMS.value, t("AEOC: customs simplifications alone")],
        ]
    )
    return rx.fragment(
        choice(State, FORM, "kind", State.authorization.question, kinds, empty=t("Choose"), optional=False),
        rx.el.p(State.authorization.hint, class_name="usa-hint"),
    )


def _numbers() -> rx.Component:
    return rx.fragment(
        line(
            State, FORM, "certificate", t("Number of the AEO authorization"), 80, optional=False, dir="ltr",
            look="usa-input kiosk-input--code",
            hint=t("As it is printed: the member state, AEO, the letter of its kind, and more, such as DEAEOF123456."),
        ),
        line(
            State, FORM, "eori", t("EORI number"), 80, optional=False, dir="ltr", look="usa-input kiosk-input--code",
            hint=t("One number: the member state, then up to 15 letters and digits, such as DE123456789."),
        ),
        area(
            State, FORM, "mids", t("Manufacturer codes (MID)"), MAX_TYPED, optional=False,
            hint=t("One on each line, {most} at most, as your customers in the U.S. file them.", most=str(MAX_MIDS)),
        ),
        rx.cond(State.outside != "", _outside()),
    )  # fmt: skip


def _outside() -> rx.Component:
    own = f"{FORM}-outside"
    return rx.el.div(
        _fault(own),
        rx.el.div(
            rx.el.input(
                id=own,
                name="outside",
                type="checkbox",
                value="yes",
                class_name="usa-checkbox__input",
                custom_attrs={"aria-describedby": f"{own}-error"},
            ),
            rx.el.label(
                t("The MIDs of countries outside of the EU belong to this company as well"),
                html_for=own,
                class_name="usa-checkbox__label",
            ),
            class_name="usa-checkbox",
        ),
        class_name=_group_look(own, "usa-form-group"),
    )


# ---------------------------------------------------------------- what was asked


def _card(card: rx.Var[AeoCard]) -> rx.Component:
    title = f"registration-{card.id}"
    return rx.el.section(
        rx.el.h3(rx.el.bdi(card.eori, dir="ltr"), id=title),
        aeo_facts(card),
        rx.cond(
            card.is_open & State.may_ask,
            rx.el.div(
                rx.el.a(
                    t("Change it"),
                    rx.el.span(": ", card.eori, class_name="usa-sr-only"),
                    href=f"{address('aeo-registration')}?account={State.account}&change={card.id}",
                    class_name="usa-button usa-button--outline",
                ),
                rx.el.button(
                    t("Withdraw it"),
                    rx.el.span(": ", card.eori, class_name="usa-sr-only"),
                    type="button",
                    class_name="usa-button usa-button--outline",
                    on_click=State.withdraw(card.id),
                    custom_attrs=TOLD,
                ),
                class_name="kiosk-actions",
            ),
        ),
        class_name="kiosk-card",
        custom_attrs={"aria-labelledby": title},
        key=title,
    )
