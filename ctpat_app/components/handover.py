"""Handing over the office of officer, and leaving a company: parts of the people section of a trade account."""

import reflex as rx

from ctpat_app.components.organization import line_control, problem, submit
from ctpat_app.components.text import address, t
from ctpat_app.state.handover import HandoverState as State


def office() -> rx.Component:
    """Return the offer that stands with what this person may do, or the form that makes one; and the way out."""
    return rx.cond(
        State.account > 0,
        rx.el.section(
            rx.el.h3(t("Officer and leaving"), id="office"),
            rx.cond(
                State.told != "",
                rx.el.div(rx.el.p(State.told), class_name="kiosk-alert kiosk-alert--success", role="status"),
            ),
            problem(State.problem),
            rx.cond(State.offer > 0, _standing(), rx.cond(State.is_officer, _offer_form())),
            _leave(),
            rx.el.p(
                rx.el.a(
                    t("Organization and security models"), href=f"{address('organization')}?account={State.account}"
                )
            ),
            custom_attrs={"aria-labelledby": "office"},
        ),
    )


def _standing() -> rx.Component:
    return rx.el.div(
        rx.el.p(
            t(
                "{giver} has asked {receiver} to become the officer.",
                giver="\u2068" + State.giver + "\u2069",
                receiver="\u2068" + State.receiver + "\u2069",
            )
        ),
        rx.cond(State.giver_leaves, rx.el.p(t("The present officer leaves the company once it is accepted."))),
        rx.cond(
            State.may_take_back,
            rx.el.button(
                t("Take the offer back"),
                type="button",
                class_name="usa-button usa-button--outline",
                on_click=State.take_back(State.account, State.offer),
            ),
        ),
        rx.cond(State.may_accept, _accept_form()),
        class_name="kiosk-box",
    )


def _accept_form() -> rx.Component:
    text = State.declaration
    return rx.fragment(
        rx.el.article(
            rx.el.h4(text.title),
            rx.foreach(text.paragraphs, rx.el.p),
            rx.el.p(rx.el.strong(text.statement)),
            class_name="kiosk-document",
            lang=text.language,
        ),
        rx.el.form(
            line_control(
                "office-name",
                "name",
                t("Your name"),
                t("Type it as you sign. It is kept with the text and the time."),
                limit=200,
            ),
            rx.el.div(
                rx.el.button(t("Accept the office and declare this"), type="submit", class_name="usa-button"),
                rx.el.button(
                    t("Say no"),
                    type="button",
                    class_name="usa-button usa-button--outline",
                    on_click=State.decline(State.account, State.offer),
                ),
                class_name="kiosk-actions",
            ),
            on_submit=lambda typed: State.accept(State.account, State.offer, typed),
            class_name="kiosk-sign",
        ),
    )


def _offer_form() -> rx.Component:
    return rx.el.details(
        rx.el.summary(t("Hand over the office of officer")),
        rx.el.div(
            rx.cond(
                State.colleagues.length() > 0,
                rx.el.form(
                    rx.el.p(t("You stay the officer until your colleague accepts and declares their authority.")),
                    rx.el.label(t("Who is to become the officer?"), html_for="office-member", class_name="usa-label"),
                    rx.el.select(
                        rx.foreach(State.colleagues, lambda each: rx.el.option(each[1], value=each[0])),
                        id="office-member",
                        name="member",
                        class_name="usa-select",
                    ),
                    rx.el.div(
                        rx.el.input(
                            type="checkbox",
                            id="office-leaves",
                            name="leaves",
                            value="yes",
                            class_name="usa-checkbox__input",
                        ),
                        rx.el.label(
                            t("I leave the company once it is accepted."),
                            html_for="office-leaves",
                            class_name="usa-checkbox__label",
                        ),
                        class_name="usa-checkbox",
                    ),
                    submit(t("Ask this colleague"), "usa-button usa-button--outline"),
                    on_submit=lambda typed: State.offer_to(State.account, typed),
                ),
                rx.el.p(t("Invite an employee first. Only an employee of the company can become its officer.")),
            ),
            class_name="kiosk-more__body",
        ),
        class_name="kiosk-more",
    )


def _leave() -> rx.Component:
    return rx.el.details(
        rx.el.summary(t("Leave this company")),
        rx.el.div(
            rx.cond(
                State.is_officer,
                rx.el.p(t("Hand over the office first. Without an officer nobody can sign for the company.")),
                rx.fragment(
                    rx.el.p(t("You lose access at once. What you wrote stays there under your name.")),
                    rx.el.button(
                        t("Leave now"),
                        type="button",
                        class_name="usa-button usa-button--secondary",
                        on_click=State.leave(State.account),
                    ),
                ),
            ),
            class_name="kiosk-more__body",
        ),
        class_name="kiosk-more",
    )
