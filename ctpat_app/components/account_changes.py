"""Merging and splitting whole accounts, on the organization page: what waits for a word, and the forms that ask."""

import reflex as rx
from reflex.event import EventSpec

from ctpat_app.components.organization import line_control, problem, reason_field, request_facts, submit
from ctpat_app.components.text import t
from ctpat_app.state.account_changes import AccountChangesState as State
from ctpat_app.state.account_views import Colleague
from ctpat_app.state.organization import OrganizationState
from ctpat_app.state.organization_views import RequestCard


def sentences(lines: rx.Var[list[str]]) -> rx.Component:
    """Return what would change, one sentence an item."""
    return rx.el.ul(rx.foreach(lines, rx.el.li), class_name="usa-list")


# ---------------------------------------------------------------- what waits


def account_asks() -> rx.Component:
    """Return the merges and splits that wait for this person's word."""
    return rx.el.section(
        rx.el.h2(t("Others ask you to merge or split companies"), id="account-asks"),
        problem(State.problems.get("agree", "")),
        problem(State.problems.get("accept", "")),
        rx.foreach(OrganizationState.account_asks, _asked),
        custom_attrs={"aria-labelledby": "account-asks"},
    )


def _asked(card: rx.Var[RequestCard]) -> rx.Component:
    title = f"account-asked-{card.id}"
    return rx.el.section(
        rx.el.h3(card.title, id=title),
        request_facts(card),
        rx.cond(card.operation == "split-account", _accepting(card), _agreeing(card)),
        class_name="kiosk-box",
        custom_attrs={"aria-labelledby": title},
    )


def _say_no(card: rx.Var[RequestCard]) -> rx.Component:
    return rx.el.button(
        t("Say no"),
        type="button",
        class_name="usa-button usa-button--outline",
        on_click=OrganizationState.decline(OrganizationState.account, card.id),
    )


def _agreeing(card: rx.Var[RequestCard]) -> rx.Component:
    control = f"merging-company-{card.id}"
    return rx.fragment(
        rx.el.form(
            # The number travels as a field: a handler of a form is made outside of the loop.
            rx.el.input(type="hidden", name="request", value=card.id.to_string()),
            rx.el.label(t("For which of your companies?"), html_for=control, class_name="usa-label"),
            rx.el.select(
                rx.foreach(OrganizationState.agreeing, lambda each: rx.el.option(each[1], value=each[0])),
                id=control,
                name="company",
                class_name="usa-select",
            ),
            rx.el.div(
                rx.el.button(t("Show what would change"), type="submit", class_name="usa-button"),
                _say_no(card),
                class_name="kiosk-actions",
            ),
            on_submit=State.rehearse_agree,
        ),
        rx.cond(
            (State.wish.kind == "agree") & (State.wish.request == card.id),
            _rehearsal(
                f"rehearsal-agree-{card.id}",
                t("Agree to the merge"),
                State.agree(OrganizationState.account, State.wish.request, State.wish.company),
            ),
        ),
    )


def _accepting(card: rx.Var[RequestCard]) -> rx.Component:
    text = State.declaration
    return rx.fragment(
        rx.el.h4(t("What would change")),
        sentences(card.lines),
        rx.el.article(
            rx.el.h4(text.title),
            rx.foreach(text.paragraphs, rx.el.p),
            rx.el.p(rx.el.strong(text.statement)),
            class_name="kiosk-document",
            lang=text.language,
        ),
        rx.el.form(
            rx.el.input(type="hidden", name="request", value=card.id.to_string()),
            line_control(
                f"accept-name-{card.id}",
                "name",
                t("Your name"),
                t("Type it as you sign. It is kept with the text and the time."),
                limit=200,
            ),
            rx.el.div(
                rx.el.button(t("Accept the office and declare this"), type="submit", class_name="usa-button"),
                _say_no(card),
                class_name="kiosk-actions",
            ),
            on_submit=lambda typed: State.accept(OrganizationState.account, typed),
            class_name="kiosk-sign",
        ),
    )


# ---------------------------------------------------------------- asking


def merge_accounts_form() -> rx.Component:
    """Return the form that asks another company's officer for a merge, and its rehearsal."""
    seen = State.wish
    return rx.fragment(
        problem(State.problems.get("merge", "")),
        rx.el.form(
            rx.el.p(t("Two companies on one level become one. Nothing is deleted: one stays, the other is closed.")),
            rx.el.p(
                t("The other officer must agree, then CTPAT management. To decide, the other officer sees your people.")
            ),
            line_control(
                "merge-email",
                "email",
                t("Email address of the other company’s officer"),
                t("They sign in with this address and choose their company."),
                limit=320,
                ltr=True,
            ),
            rx.el.fieldset(
                rx.el.legend(t("Which company stays?"), class_name="usa-legend"),
                _radio("stays", t("Your company stays, the other is closed"), checked=True),
                _radio("closes", t("The other company stays, yours is closed"), checked=False),
                class_name="usa-fieldset usa-form-group",
            ),
            reason_field("merge-accounts-reason", t("The other company and CTPAT management decide by it.")),
            submit(t("Show what would change")),
            on_submit=lambda typed: State.rehearse_merge(OrganizationState.account, typed),
        ),
        rx.cond(
            seen.kind == "merge",
            _rehearsal(
                "rehearsal-merge-accounts",
                t("Send this request"),
                State.ask_merge(OrganizationState.account, seen.email, seen.stays, seen.reason),
            ),
        ),
    )


def _radio(value: str, label: str, *, checked: bool) -> rx.Component:
    control = f"remains-{value}"
    return rx.el.div(
        rx.el.input(
            type="radio",
            id=control,
            name="remains",
            value=value,
            default_checked=checked,
            class_name="usa-radio__input",
        ),
        rx.el.label(label, html_for=control, class_name="usa-radio__label"),
        class_name="usa-radio",
    )


def split_account_form() -> rx.Component:
    """Return the form that asks a colleague to become the officer of a new company, and its rehearsal."""
    seen = State.wish
    return rx.fragment(
        problem(State.problems.get("split", "")),
        rx.el.form(
            rx.el.p(t("Part of your company becomes a company of its own, with an officer of its own.")),
            rx.el.p(t("The new officer must accept, then CTPAT management approves it.")),
            line_control(
                "split-account-name",
                "name",
                t("Legal name of the new company"),
                t("As it stands in its registration."),
                limit=200,
            ),
            _choice(
                "split-account-model",
                "model",
                t("Security model that goes there"),
                rx.el.option(t("None: all security models stay"), value=""),
                rx.foreach(OrganizationState.models, lambda each: rx.el.option(each.name, value=each.id.to_string())),
            ),
            _choice(
                "split-account-officer",
                "officer",
                t("Officer of the new company"),
                rx.el.option(t("Choose"), value=""),
                rx.foreach(OrganizationState.people, _as_officer),
            ),
            rx.el.fieldset(
                rx.el.legend(t("Who else goes along?"), class_name="usa-legend"),
                rx.el.p(t("They leave this company. The new officer goes along in any case."), class_name="usa-hint"),
                rx.foreach(OrganizationState.people, _goes),
                class_name="usa-fieldset usa-form-group",
            ),
            reason_field("split-account-reason", t("The new officer and CTPAT management decide by it.")),
            submit(t("Show what would change")),
            on_submit=lambda typed: State.rehearse_split(OrganizationState.account, typed),
        ),
        rx.cond(
            seen.kind == "split",
            _rehearsal(
                "rehearsal-split-account",
                t("Send this request"),
                State.ask_split(
                    OrganizationState.account, seen.name, seen.officer, seen.movers, seen.model, seen.reason
                ),
            ),
        ),
    )


def _choice(control: str, name: str, label: str, *options: rx.Component) -> rx.Component:
    return rx.el.div(
        rx.el.label(label, html_for=control, class_name="usa-label"),
        rx.el.select(*options, id=control, name=name, class_name="usa-select"),
        class_name="usa-form-group",
    )


def _as_officer(person: rx.Var[Colleague]) -> rx.Component:
    return rx.cond(person.may_be_officer, rx.el.option(f"{person.name} ({person.role})", value=person.id.to_string()))


def _goes(person: rx.Var[Colleague]) -> rx.Component:
    control = f"goes-{person.id}"
    return rx.cond(
        person.may_go,
        rx.el.div(
            rx.el.input(type="checkbox", id=control, name=control, value="yes", class_name="usa-checkbox__input"),
            rx.el.label(rx.el.bdi(person.name), " – ", person.role, html_for=control, class_name="usa-checkbox__label"),
            class_name="usa-checkbox",
        ),
    )


def _rehearsal(title: str | rx.Var[str], label: str, send: EventSpec) -> rx.Component:
    return rx.el.section(
        rx.el.h3(t("Rehearsal: nothing has changed yet"), id=title),
        sentences(State.lines),
        rx.el.div(
            rx.el.button(label, type="button", class_name="usa-button", on_click=send), class_name="kiosk-actions"
        ),
        class_name="kiosk-box",
        role="status",
        custom_attrs={"aria-labelledby": title},
    )
