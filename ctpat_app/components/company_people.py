"""The people of the trade account page: who is who, invitations, and the declaration of the officer."""

import reflex as rx
from reflex.event import EventSpec

from ctpat_app.components.company_parts import LEADS_TO_TOLD, disclosed, remove, section, submit, text_control
from ctpat_app.components.edit_fields import line_field, problem_text
from ctpat_app.components.handover import office
from ctpat_app.components.text import t
from ctpat_app.domain.emails import MAX_CHARACTERS as MAX_EMAIL
from ctpat_app.domain.names import MAX_CHARACTERS as MAX_NAME
from ctpat_app.state.invitation_again import InvitationAgainState
from ctpat_app.state.trade_account import TradeAccountState as State
from ctpat_app.state.trade_account_views import (
    EditField,
    InvitationCard,
    PersonCard,
)


def people_section() -> rx.Component:
    """Return the part with everybody of the company, and those who are invited."""
    return section(
        "people",
        t("People"),
        _who_is_who(),
        rx.el.div(rx.foreach(State.people, _person)),
        rx.cond(State.may_declare, _declaration_form()),
        office(),
        rx.cond(State.may_manage, rx.fragment(_invite_form(), _invitations())),
    )


def _who_is_who() -> rx.Component:
    roles = (
        (
            t("Officer"),
            t("May bind the company. Signs the agreements and sends the application. One for each application."),
        ),
        (t("Employee"), t("Fills in everything, invites people, and may be the primary contact.")),
        (t("Consultant"), t("An outside adviser. Answers questions, but does not decide, sign or send.")),
    )
    rows = (
        rx.el.div(
            rx.el.dt(role, class_name="kiosk-summary__key"),
            rx.el.dd(what, class_name="kiosk-summary__value"),
            class_name="kiosk-summary__row",
        )
        for role, what in roles
    )
    return rx.el.details(
        rx.el.summary(t("Who is who, and what each may do")),
        rx.el.div(rx.el.dl(*rows, class_name="kiosk-summary"), class_name="kiosk-more__body"),
        class_name="kiosk-more",
    )


def role_name(role: rx.Var[str]) -> rx.Var[str]:
    """Return the word for a role in the trade account."""
    return rx.match(
        role,
        ("officer", t("Officer")),
        ("consultant", t("Consultant")),
        ("contributor", t("Answers given statements")),
        t("Employee"),
    )


def _person(card: rx.Var[PersonCard]) -> rx.Component:
    def save(field: rx.Var[EditField]) -> rx.Component:
        def send(version: rx.Var[int], text: rx.Var[str]) -> EventSpec:
            return State.save_person(State.account, field.owner, field.part, version, text)

        return rx.match(
            field.part,
            ("telephone", line_field(field, send, label=t("Telephone"), input_type="tel", ltr=True)),
            line_field(field, send, label=t("Job title")),
        )

    title = f"member-{card.id}-title"
    return rx.el.section(
        rx.el.h3(rx.el.bdi(card.name), rx.cond(card.is_me, rx.el.span(" ", t("(you)")), rx.fragment()), id=title),
        rx.el.p(rx.el.strong(role_name(card.named_role)), rx.el.br(), rx.el.bdi(card.email, dir="ltr")),
        rx.cond(
            (card.named_role == "officer") & (card.declared_on == ""),
            rx.el.p(t("This person acts as an employee until they declare their authority.")),
        ),
        rx.cond(card.declared_on != "", rx.el.p(t("Authority declared on {date}.", date=card.declared_on))),
        rx.cond(
            card.fields.length() > 0,
            rx.el.details(
                rx.el.summary(t("Job title and telephone"), rx.el.span(" ", card.name, class_name="usa-sr-only")),
                rx.el.div(rx.foreach(card.fields, save), class_name="kiosk-more__body"),
                class_name="kiosk-more",
            ),
            rx.el.p(rx.el.bdi(card.job_title), " ", rx.el.bdi(card.telephone, dir="ltr")),
        ),
        rx.el.div(problem_text(f"member-{card.id}"), role="alert"),
        rx.cond(
            card.may_be_removed,
            remove(
                t("Take this person out"),
                t("They lose access at once. What they wrote stays."),
                card.name,
                State.remove_person(State.account, card.id),
            ),
        ),
        rx.cond(card.is_me & (card.role == "officer"), _step_down()),
        class_name="kiosk-card",
        key=f"member-{card.id}",
        custom_attrs={"aria-labelledby": title},
    )


def _step_down() -> rx.Component:
    return disclosed(
        t("Step down as officer"),
        t("You become an employee. Another employee can then declare their authority."),
        rx.el.button(
            t("Step down"),
            type="button",
            class_name="usa-button usa-button--secondary",
            on_click=State.step_down(State.account),
            custom_attrs=LEADS_TO_TOLD,
        ),
    )


def _declaration_form() -> rx.Component:
    text = State.declaration
    return rx.el.details(
        rx.el.summary(t("Are you the officer? Declare your authority")),
        rx.el.div(
            rx.el.article(
                rx.el.h3(text.title),
                rx.foreach(text.paragraphs, rx.el.p),
                rx.el.p(rx.el.strong(text.statement)),
                class_name="kiosk-document",
                lang=text.language,
            ),
            rx.el.form(
                text_control(
                    "declare-name",
                    "name",
                    t("Your name"),
                    MAX_NAME,
                    hint=t("Type it as you sign. It is kept with the text and the time."),
                    autocomplete="name",
                ),
                submit(t("I declare this"), "usa-button"),
                on_submit=lambda typed: State.declare(State.account, typed),
                custom_attrs=LEADS_TO_TOLD,
                class_name="kiosk-sign",
            ),
            class_name="kiosk-more__body",
        ),
        id="declare",
        class_name="kiosk-more",
    )


def _invite_form() -> rx.Component:
    roles = (
        ("employee", t("Employee"), t("Works for the company and fills in the application.")),
        ("officer", t("Officer"), t("May bind the company. They declare it themselves after accepting.")),
        ("consultant", t("Consultant"), t("An outside adviser.")),
    )
    return rx.el.form(
        rx.el.h3(t("Invite a person")),
        rx.el.p(t("We mail them a link. It works for 7 days and only for that address."), class_name="usa-hint"),
        text_control("invite-email", "email", t("Email address"), MAX_EMAIL, ltr=True),
        text_control("invite-name", "name", t("Name (optional)"), MAX_NAME),
        rx.el.fieldset(
            rx.el.legend(t("What will this person do?"), class_name="usa-legend"),
            problem_text("invite-role"),
            *(_role_radio(*role) for role in roles),
            class_name="usa-fieldset usa-form-group",
            id="invite-role",
        ),
        submit(t("Send invitation"), "usa-button usa-button--outline"),
        on_submit=lambda typed: State.invite(State.account, typed),
        class_name="kiosk-add",
        custom_attrs=LEADS_TO_TOLD,
        key=f"invite-{State.revisions.get('invite', 0)}",
    )


def _role_radio(value: str, name: str, what: str) -> rx.Component:
    return rx.el.div(
        rx.el.input(
            type="radio",
            id=f"invite-role-{value}",
            name="role",
            value=value,
            class_name="usa-radio__input",
            default_checked=value == "employee",
        ),
        rx.el.label(
            name,
            rx.el.span(what, class_name="usa-radio__label-description"),
            html_for=f"invite-role-{value}",
            class_name="usa-radio__label",
        ),
        class_name="usa-radio",
    )


def _invitations() -> rx.Component:
    return rx.cond(
        State.invitations.length() > 0,
        rx.el.section(
            rx.el.h3(t("Invitations that nobody has accepted yet"), id="invitations"),
            rx.el.p(InvitationAgainState.told, role="status"),
            rx.el.ul(rx.foreach(State.invitations, _invitation), class_name="kiosk-list"),
            custom_attrs={"aria-labelledby": "invitations"},
        ),
    )


def _invitation(card: rx.Var[InvitationCard]) -> rx.Component:
    return rx.el.li(
        rx.el.p(rx.el.bdi(card.email, dir="ltr"), " ", rx.el.bdi(card.name)),
        rx.el.p(role_name(card.role), class_name="kiosk-list__note"),
        rx.cond(
            card.is_open,
            rx.el.p(t("Invited by {name}. The link works until {date}.", name=card.invited_by, date=card.until)),
            rx.el.p(t("The link stopped working on {date}. Send it again to make a new one.", date=card.until)),
        ),
        rx.el.button(
            t("Send again"),
            rx.el.span(" ", card.email, class_name="usa-sr-only"),
            type="button",
            class_name="usa-button usa-button--unstyled",
            on_click=InvitationAgainState.send_again(State.account, card.id),
        ),
        " · ",
        rx.el.button(
            t("Withdraw"),
            rx.el.span(" ", card.email, class_name="usa-sr-only"),
            type="button",
            class_name="usa-button usa-button--unstyled",
            on_click=State.withdraw(State.account, card.id),
            custom_attrs=LEADS_TO_TOLD,
        ),
        class_name="kiosk-list__item",
    )
