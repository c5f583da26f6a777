"""One business partner: what is due, what is known of it, what was asked of it, and the form to change it."""

import reflex as rx

from ctpat_app.components.arrival import arriving, waiting
from ctpat_app.components.layout import frame
from ctpat_app.components.plain_form import area, choice, day, form_fault, line, outcome, submit
from ctpat_app.components.text import address, t
from ctpat_app.domain.partners import MAX_CONTACT, MAX_EMAIL, MAX_NAME, MAX_NOTE, MAX_PROOF, MAX_REASON
from ctpat_app.state.partner import PartnerState as State
from ctpat_app.state.partner_views import AskedLine

_FORM = "partner"


def partner_page() -> rx.Component:
    """What is due stands on top; who only reads finds no form."""
    return frame(
        rx.el.div(
            rx.cond(
                State.account > 0,
                rx.el.a(
                    t("Back to the business partners"),
                    href=f"{address('partners')}?account={State.account}",
                    class_name="kiosk-back",
                ),
            ),
            outcome(State),
            rx.cond(State.partner > 0, rx.el.h1(rx.el.bdi(State.card.name)), rx.el.h1(t("A partner for the register"))),
            waiting(),
            arriving(rx.cond(State.loaded, rx.cond(State.partner > 0, _known(), _form(is_new=True)))),
            class_name="kiosk-column",
        ),
        title=State.card.name,
    )


def _known() -> rx.Component:
    return rx.fragment(
        rx.cond(State.card.removed != "", _removed(), _standing()),
        _facts(),
        _asked(),
        rx.cond(State.may_manage & (State.card.removed == ""), rx.fragment(_change(), _remove())),
    )


def _removed() -> rx.Component:
    return rx.el.div(
        rx.el.p(t("This partner was removed from the register on {day}.", day=State.card.removed)),
        form_fault(State, "move"),
        rx.cond(
            State.may_manage,
            rx.el.button(
                t("Take it back"),
                type="button",
                class_name="usa-button",
                on_click=State.take_back(State.partner, State.version),
            ),
        ),
        class_name="kiosk-alert kiosk-alert--warning",
    )


def _standing() -> rx.Component:
    return rx.el.section(
        rx.el.h2(t("What is due"), id="due"),
        rx.cond(
            State.card.reasons.length() > 0,
            rx.el.ul(rx.foreach(State.card.reasons, rx.el.li), class_name="usa-list"),
            rx.el.p(t("Nothing is due now.")),
        ),
        rx.cond(State.card.due_on != "", rx.el.p(t("The next day is {day}.", day=State.card.due_on))),
        rx.el.p(State.card.shown_by),
        rx.cond(
            State.may_manage,
            rx.el.div(
                rx.el.a(t("Send a questionnaire"), href=State.card.send, class_name="usa-button"),
                class_name="kiosk-actions kiosk-no-print",
            ),
        ),
        rx.el.p(
            t("When a partner is due is a proposal of this kiosk. Your own procedure may ask for more."),
            class_name="usa-hint",
        ),
        class_name="kiosk-box",
        custom_attrs={"aria-labelledby": "due"},
    )


def _facts() -> rx.Component:
    def fact(name: rx.Var[str] | str, value: rx.Var[str] | rx.Component) -> rx.Component:
        return rx.el.div(
            rx.el.dt(name, class_name="kiosk-summary__key"),
            rx.el.dd(value, class_name="kiosk-summary__value"),
            class_name="kiosk-summary__row",
        )

    return rx.el.section(
        rx.el.h2(t("What is known"), id="known"),
        rx.el.dl(
            fact(t("Risk"), rx.el.span(State.card.risk, class_name=f"kiosk-tag kiosk-tag--{State.card.risk_tag}")),
            rx.cond(
                State.card.status != "",
                fact(
                    t("Status in SVI now"),
                    rx.fragment(State.card.status, " ", rx.el.bdi(State.card.watched_as, class_name="kiosk-caption")),
                ),
            ),
            rx.foreach(State.card.facts, lambda each: fact(each[0], rx.el.bdi(each[1]))),
            class_name="kiosk-summary",
        ),
        custom_attrs={"aria-labelledby": "known"},
    )


def _asked() -> rx.Component:
    def asked(each: rx.Var[AskedLine]) -> rx.Component:
        return rx.el.li(
            rx.el.a(rx.el.bdi(each.name), href=each.href, class_name="kiosk-list__link"),
            " ",
            rx.el.span(each.state, class_name="kiosk-tag kiosk-tag--info"),
            rx.el.p(
                t("Reference {reference}, sent on {day}.", reference=each.reference, day=each.sent),
                class_name="kiosk-list__note",
            ),
            rx.cond(each.signed != "", rx.el.p(t("Signed on {day}.", day=each.signed), class_name="kiosk-list__note")),
            rx.cond(each.score != "", rx.el.p(t("Score: {score}", score=each.score), class_name="kiosk-list__note")),
            rx.cond(each.outcome != "", rx.el.p(each.outcome, class_name="kiosk-list__note")),
            class_name="kiosk-list__item",
            key=each.id.to_string(),
        )

    return rx.el.section(
        rx.el.h2(t("Questionnaires"), id="asked"),
        rx.cond(
            State.card.asked.length() > 0,
            rx.el.ul(rx.foreach(State.card.asked, asked), class_name="kiosk-list"),
            rx.el.p(t("No questionnaire was sent to this partner yet.")),
        ),
        custom_attrs={"aria-labelledby": "asked"},
    )


def _change() -> rx.Component:
    return rx.el.details(
        rx.el.summary(t("Change this partner")),
        rx.el.div(_form(is_new=False), class_name="kiosk-more__body"),
        class_name="kiosk-more kiosk-no-print",
    )


def _remove() -> rx.Component:
    return rx.el.details(
        rx.el.summary(t("Remove this partner")),
        rx.el.div(
            rx.el.p(t("It leaves the register. Its questionnaires are kept, and you can take it back at any time.")),
            form_fault(State, "move"),
            rx.el.button(
                t("Remove it from the register"),
                type="button",
                class_name="usa-button usa-button--secondary",
                on_click=State.remove(State.partner, State.version),
            ),
            class_name="kiosk-more__body",
        ),
        class_name="kiosk-more kiosk-no-print",
    )


def _form(*, is_new: bool) -> rx.Component:
    if is_new:
        button, send = t("Add it to the register"), lambda typed: State.add(State.account, typed)
    else:
        button, send = t("Save the change"), lambda typed: State.edit(State.partner, State.version, typed)
    return rx.el.form(
        form_fault(State, _FORM),
        *_who(),
        *_how_safe(),
        *_further(),
        submit(button),
        on_submit=send,
        no_validate=True,
        key=State.form_key,
    )


def _who() -> tuple[rx.Component, ...]:
    return (
        line(State, _FORM, "name", t("Name of the partner"), MAX_NAME, optional=False),
        choice(State, _FORM, "role", t("What it does"), State.roles, empty=t("Choose"), optional=False),
        choice(State, _FORM, "country", t("Country"), State.countries, empty=t("Choose"), optional=False),
        line(State, _FORM, "contact_name", t("Contact person"), MAX_CONTACT),
        line(
            State, _FORM, "email", t("Email address"), MAX_EMAIL, dir="ltr", type="email",
            hint=t("Questionnaires go to this address."),
        ),
        choice(
            State, _FORM, "language", t("Language"), State.languages, empty=t("Choose"), optional=False,
            hint=t("In which the partner is written to."),
        ),
    )  # fmt: skip


def _how_safe() -> tuple[rx.Component, ...]:
    return (
        choice(State, _FORM, "risk", t("Risk"), State.risks, empty=t("Not rated yet")),
        area(
            State, _FORM, "risk_reason", t("Why this risk"), MAX_REASON,
            hint=t("Such as: works at the port of loading, handles sealed containers alone."),
        ),
        choice(
            State, _FORM, "program", t("Security program"), State.programs, empty=t("Choose"), optional=False,
            hint=t("CTPAT, or an Authorized Economic Operator (AEO) program that the United States recognizes."),
        ),
        rx.cond(
            State.watched.length() > 0,
            choice(
                State, _FORM, "watched", t("Monitored in SVI as"), State.watched, empty=t("Not monitored"),
                hint=t("Its CTPAT status then shows here as it is now."),
            ),
        ),
        line(
            State, _FORM, "proof", t("Proof of membership"), MAX_PROOF,
            hint=t("Such as the number of a certificate, or where you looked it up."),
        ),
        day(State, _FORM, "proof_checked_on", t("Proof checked on"), optional=True),
    )  # fmt: skip


def _further() -> tuple[rx.Component, ...]:
    return (
        day(State, _FORM, "next_due_on", t("To be looked at again by"), optional=True),
        area(State, _FORM, "note", t("Note"), MAX_NOTE),
    )
