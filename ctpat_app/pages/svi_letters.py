"""Certification mails: certify the status to a business partner who is no member, and end what was sent."""

import reflex as rx

from ctpat_app.components.arrival import arriving, waiting
from ctpat_app.components.layout import frame
from ctpat_app.components.plain_form import TOLD, choice, form_fault, line, outcome, submit
from ctpat_app.components.svi import not_joined, svi_ways
from ctpat_app.components.text import address, t
from ctpat_app.domain.emails import MAX_CHARACTERS
from ctpat_app.domain.svi_letters import MAX_ADDRESSEE, MAX_WORDS
from ctpat_app.state.svi_letters import FORM, LetterLine
from ctpat_app.state.svi_letters import SviLettersState as State


def svi_letters_page() -> rx.Component:
    """What the mail says, the form, the preview with the button that sends, and the list of what was sent."""
    return frame(
        rx.el.div(
            rx.cond(
                State.model > 0,
                rx.el.a(
                    rx.el.bdi(State.company), href=f"{address('svi')}?model={State.model}", class_name="kiosk-back"
                ),
            ),
            outcome(State),
            rx.el.h1(t("Certification mails")),
            waiting(),
            arriving(
                rx.cond(State.loaded, rx.fragment(rx.cond(State.joined, _writing(), not_joined(State.model)), _sent()))
            ),
            class_name="kiosk-column",
        ),
        title=State.company,
    )


def _writing() -> rx.Component:
    return rx.fragment(
        svi_ways(State.model, here="svi-letters"),
        rx.el.p(
            t("Certify your CTPAT status to a business partner who is no member. The partner needs no account."),
            class_name="kiosk-lead",
        ),
        rx.el.ul(
            rx.el.li(t("The mail holds a link to a page that says your status as it is on the day it is opened.")),
            rx.el.li(
                t("The link says nothing any more once you withdraw the mail, leave SVI or lose your good standing.")
            ),
            rx.el.li(t("Whoever has the link can open it, also while your company is hidden from the search.")),
            class_name="usa-list",
        ),
        rx.el.section(
            rx.el.h2(t("Write a mail"), id="write"),
            _form(),
            custom_attrs={"aria-labelledby": "write"},
        ),
        rx.cond(State.preview.letter > 0, _preview()),
    )


def _form() -> rx.Component:
    return rx.el.form(
        form_fault(State, FORM),
        rx.cond(
            State.partners.length() > 0,
            choice(
                State, FORM, "partner", t("Partner of your register"), State.partners, empty=t("Type the address"),
                hint=t("What you leave empty below is taken from the register."),
            ),
        ),
        line(
            State, FORM, "addressee", t("Addressed to"), MAX_ADDRESSEE,
            hint=t("A person or a company, as the mail shall name them."),
        ),
        line(
            State, FORM, "email", t("Email address"), MAX_CHARACTERS, type="email", dir="ltr",
            hint=t("One address. Only business partners who expect it."),
        ),
        choice(
            State, FORM, "language", t("Language of the mail"), State.languages, empty=t("Choose"),
            hint=t("Of a partner of the register, its own language is taken when you choose none."),
        ),
        line(
            State, FORM, "words", t("Your own sentence"), MAX_WORDS,
            hint=t("It stands in the mail as yours, in the language in which you write it. No links."),
        ),
        submit(t("Show the preview")),
        rx.el.p(t("Mails that you can still send today: {count}", count=State.left_today), class_name="usa-hint"),
        on_submit=lambda typed: State.prepare(State.model, typed),
        no_validate=True,
        key=f"{FORM}/{State.form_key}",
        custom_attrs={"data-leads-to": "#preview"},
    )  # fmt: skip


def _preview() -> rx.Component:
    return rx.el.section(
        rx.el.h2(t("Preview: this is what will be sent"), id="preview", tab_index=-1),
        rx.el.dl(
            _fact(t("To"), rx.el.bdi(State.preview.recipient, dir="ltr")),
            _fact(t("Subject"), rx.el.bdi(State.preview.subject)),
            class_name="kiosk-summary",
        ),
        rx.el.pre(
            State.preview.body,
            lang=State.preview.language,
            dir=State.preview.direction,
            tab_index=0,
            class_name="kiosk-pre",
            custom_attrs={"aria-label": t("Text of the mail")},
            role="region",
        ),
        rx.el.p(t("To change something, change it above and show the preview again."), class_name="usa-hint"),
        rx.el.div(
            rx.el.button(
                t("Send this mail"),
                type="button",
                class_name="usa-button",
                on_click=State.send(State.preview.letter),
                custom_attrs=TOLD,
            ),
            class_name="kiosk-actions",
        ),
        custom_attrs={"aria-labelledby": "preview"},
        key=State.preview.letter.to_string(),
    )


def _fact(name: str, value: rx.Component) -> rx.Component:
    return rx.el.div(
        rx.el.dt(name, class_name="kiosk-summary__key"),
        rx.el.dd(value, class_name="kiosk-summary__value"),
        class_name="kiosk-summary__row",
    )


def _sent() -> rx.Component:
    return rx.el.section(
        rx.el.h2(t("Mails that were sent"), id="sent"),
        rx.cond(
            State.lines.length() > 0,
            rx.fragment(
                rx.el.ul(rx.foreach(State.lines, _line), class_name="kiosk-list"),
                rx.cond(State.standing > 1, _withdraw_all()),
            ),
            rx.el.p(t("No mail was sent yet.")),
        ),
        custom_attrs={"aria-labelledby": "sent"},
    )


def _line(line: rx.Var[LetterLine]) -> rx.Component:
    return rx.el.li(
        rx.el.span(rx.el.strong(rx.el.bdi(line.addressee)), " ", rx.el.bdi(line.email, class_name="kiosk-caption")),
        rx.el.span(
            line.state,
            class_name=rx.cond(line.stands, "kiosk-tag kiosk-tag--done", "kiosk-tag kiosk-tag--info"),
        ),
        rx.el.p(
            t("Sent on {day}, in this language: {language}.", day=line.sent, language=line.language),
            class_name="kiosk-list__note",
        ),
        rx.el.p(line.opened, class_name="kiosk-list__note"),
        rx.cond(
            line.stands,
            rx.el.div(
                rx.el.button(
                    t("Withdraw"),
                    rx.el.span(": ", line.addressee, class_name="usa-sr-only"),
                    type="button",
                    class_name="usa-button usa-button--outline",
                    on_click=State.withdraw(line.letter),
                    custom_attrs=TOLD,
                ),
                class_name="kiosk-actions kiosk-no-print",
            ),
        ),
        class_name="kiosk-list__item",
        key=line.letter.to_string(),
    )


def _withdraw_all() -> rx.Component:
    return rx.el.details(
        rx.el.summary(t("Withdraw every mail")),
        rx.el.p(t("The links of all mails say nothing about your company any more. This cannot be undone.")),
        rx.el.div(
            rx.el.button(
                t("Withdraw all of them"),
                type="button",
                class_name="usa-button usa-button--secondary",
                on_click=State.withdraw_all(State.model),
                custom_attrs=TOLD,
            ),
            class_name="kiosk-actions",
        ),
        class_name="kiosk-more",
    )
