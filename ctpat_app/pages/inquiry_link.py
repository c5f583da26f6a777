"""What a mailed link opens: who asks whom, and the code that shows that the address is the reader's."""

import reflex as rx

from ctpat_app.components.arrival import arriving, waiting
from ctpat_app.components.layout import frame
from ctpat_app.components.post_form import post_form
from ctpat_app.components.text import address, t
from ctpat_app.pages.account_forms import code_field, faults, notice
from ctpat_app.state.inquiry_link import InquiryLinkState as State


def inquiry_link_page() -> rx.Component:
    """One thing at a time: what it is, the code, or why it opens nothing and what to do."""
    return frame(
        rx.el.div(
            faults(State),
            rx.el.h1(t("Questions about supply chain security")),
            waiting(),
            arriving(
                notice(State),
                rx.match(
                    State.stage,
                    ("open", _open()),
                    ("inside", _inside()),
                    (
                        "expired",
                        _over(t("This link is too old."), t("It opened the questionnaire until its last day.")),
                    ),
                    (
                        "revoked",
                        _over(
                            t("This link was taken back."), t("Whoever sent it to you does not want it used any more.")
                        ),
                    ),
                    (
                        "over",
                        _over(
                            t("This questionnaire is not wanted any more."),
                            t("The company that sent it has taken it back. There is nothing left to do for you."),
                        ),
                    ),
                    ("", rx.fragment()),
                    _unknown(),
                ),
            ),
            class_name="kiosk-column",
        )
    )


def _open() -> rx.Component:
    return rx.fragment(
        rx.el.p(
            t(
                "{company} asks {partner} to answer a questionnaire.",
                company=_own(State.company),
                partner=_own(State.partner),
            ),
            class_name="kiosk-lead",
        ),
        rx.el.dl(
            _fact(t("Questionnaire"), rx.el.bdi(State.name)),
            _fact(t("Answer by"), State.due),
            _fact(
                t("What it is for"),
                t("Members of a customs security program (CTPAT) must know how safely their partners work."),
            ),
            _fact(t("This link belongs to"), rx.el.bdi(State.address, dir="ltr")),
            class_name="kiosk-summary",
        ),
        rx.cond(
            State.introduction != "",
            rx.el.div(rx.el.p(State.introduction, dir="auto", class_name="kiosk-pre"), class_name="kiosk-inset"),
        ),
        rx.cond(
            State.closed,
            rx.el.p(t("It was answered and closed. You can still read what was signed, and answer what is asked for.")),
        ),
        rx.el.h2(t("Show that the address is yours")),
        rx.el.p(
            t("You need no account. We mail a code to this address. It works for 10 minutes."),
        ),
        post_form(
            rx.el.button(t("Mail me the code"), type="submit", class_name="usa-button"),
            action="/auth/partner-code",
        ),
        rx.el.h2(t("Type the code")),
        post_form(
            code_field(State, label=t("Code from the mail"), hint=t("Six digits.")),
            rx.el.div(
                rx.el.input(type="checkbox", id="shared", name="shared", value="yes", class_name="usa-checkbox__input"),
                rx.el.label(
                    t("I use a shared computer"),
                    rx.el.span(
                        t("Then this browser forgets you after two hours, or when you close it."),
                        class_name="usa-checkbox__label-description",
                    ),
                    html_for="shared",
                    class_name="usa-checkbox__label",
                ),
                class_name="usa-checkbox",
            ),
            rx.el.div(
                rx.el.button(t("Open the questionnaire"), type="submit", class_name="usa-button"),
                class_name="kiosk-actions",
            ),
            action="/auth/partner-visit",
        ),
        rx.el.p(
            t("Not your address? Ask whoever gave you this link to hand the questionnaire over to you."),
            class_name="usa-hint",
        ),
    )


def _inside() -> rx.Component:
    return rx.fragment(
        rx.el.p(t("The questionnaire is open in this browser."), class_name="kiosk-lead"),
        rx.el.a(
            t("Go on answering"),
            href=f"{address('inquiry-answers')}?inquiry={State.inside}",
            class_name="usa-button",
        ),
    )


def _over(what: str, why: str) -> rx.Component:
    return rx.fragment(
        rx.el.div(
            rx.el.h2(what, class_name="kiosk-alert__title"),
            rx.el.p(why),
            rx.el.p(t("It was sent by {company}.", company=_own(State.company))),
            class_name="kiosk-alert kiosk-alert--attention",
        ),
        rx.el.p(t("Do you still need it? Press the button, and the company is told that you want a new link.")),
        post_form(
            rx.el.button(t("Ask the company for a new link"), type="submit", class_name="usa-button"),
            action="/auth/partner-new-link",
        ),
    )


def _unknown() -> rx.Component:
    return rx.fragment(
        rx.el.p(
            t("Open the link in the mail that you received. This browser knows of none, or it is not complete."),
            class_name="kiosk-lead",
        ),
        rx.el.p(t("If the mail is gone, ask the company that sent it for a new link.")),
    )


def _own(name: rx.Var[str]) -> str:
    return f"\u2068{name}\u2069"


def _fact(name: str, value: str | rx.Var[str] | rx.Component) -> rx.Component:
    return rx.el.div(
        rx.el.dt(name, class_name="kiosk-summary__key"),
        rx.el.dd(value, class_name="kiosk-summary__value"),
        class_name="kiosk-summary__row",
    )
