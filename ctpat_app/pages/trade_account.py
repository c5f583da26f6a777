"""The trade account page: the company, its addresses, its people, and what is missing before Apply appears."""

import reflex as rx

from ctpat_app.components.arrival import arriving, waiting
from ctpat_app.components.company_addresses import addresses_section
from ctpat_app.components.company_facts import company_section
from ctpat_app.components.company_parts import complete_tag, submit, text_control
from ctpat_app.components.company_people import people_section, role_name
from ctpat_app.components.company_tasks import own_tasks
from ctpat_app.components.layout import frame, status_line
from ctpat_app.components.links import document_link
from ctpat_app.components.text import address, t
from ctpat_app.domain.trade_accounts import MAX_CHARACTERS, CompanyField
from ctpat_app.state.trade_account import TradeAccountState as State
from ctpat_app.state.trade_account_views import (
    AccountLink,
    MissingItem,
)


def trade_account_page() -> rx.Component:
    """One company; without one, the list of the person's companies and the form that creates one."""
    return frame(
        status_line(State.saved_at),
        waiting(),
        rx.cond(
            State.loaded,
            arriving(rx.cond(State.account != 0, _account(), _choose_or_create())),
            rx.el.h1(t("Your company")),
        ),
        title=State.legal_name,
        status=False,
    )


def _choose_or_create() -> rx.Component:
    return rx.el.div(
        rx.el.h1(t("Your company")),
        rx.cond(
            State.accounts.length() > 0,
            rx.el.section(
                rx.el.h2(t("Choose the company you work for now")),
                rx.el.ul(rx.foreach(State.accounts, _account_link), class_name="kiosk-list"),
            ),
            rx.el.p(
                t("A trade account keeps what applications share: the company, its addresses and its people."),
                class_name="kiosk-lead",
            ),
        ),
        _create_form(),
        class_name="kiosk-column",
    )


def _account_link(item: rx.Var[AccountLink]) -> rx.Component:
    return rx.el.li(
        rx.el.a(
            rx.el.bdi(item.name), href=f"{address('trade-account')}?account={item.id}", class_name="kiosk-list__link"
        ),
        rx.el.p(t("Your role: {role}", role=role_name(item.role)), class_name="kiosk-list__note"),
        complete_tag(item.is_complete),
        class_name="kiosk-list__item",
    )


def _create_form() -> rx.Component:
    return rx.el.form(
        rx.el.h2(t("Create a trade account")),
        text_control(
            "new-legal_name",
            "legal_name",
            t("Legal name of the company"),
            MAX_CHARACTERS[CompanyField.LEGAL_NAME],
            hint=t("As it stands in the registration papers, in any script."),
            autocomplete="organization",
        ),
        submit(t("Create account"), "usa-button"),
        on_submit=State.create,
    )


def _account() -> rx.Component:
    return rx.el.div(
        rx.el.div(
            rx.el.p(t("Trade account"), class_name="kiosk-caption"),
            rx.el.h1(rx.el.bdi(State.legal_name)),
            _next_step(),
            own_tasks(),
        ),
        _sections(),
        rx.el.div(
            company_section(),
            addresses_section(),
            people_section(),
            rx.el.p(rx.el.a(t("Action plan"), href=f"{address('actions')}?account={State.account}")),
            rx.el.p(rx.el.a(t("Register of training"), href=f"{address('training')}?account={State.account}")),
            rx.el.p(rx.el.a(t("EU AEO registration"), href=f"{address('aeo-registration')}?account={State.account}")),
            rx.el.p(rx.el.a(t("What happened in this company"), href=f"{address('history')}?account={State.account}")),
            rx.el.p(rx.el.a(t("Documents"), href=f"{address('documents')}?account={State.account}")),
            rx.cond(
                State.accounts.length() > 0,
                rx.el.p(document_link(t("Other companies, or a new one"), href=f"{address('trade-account')}?new=1")),
            ),
        ),
        class_name="kiosk-beside",
    )


def _next_step() -> rx.Component:
    missing = rx.el.section(
        rx.el.h2(t("Before you can apply"), id="missing-title"),
        rx.el.ul(rx.foreach(State.missing, _missing_item)),
        class_name="kiosk-box",
        custom_attrs={"aria-labelledby": "missing-title"},
    )
    ready = rx.cond(
        State.may_start,
        rx.el.section(
            rx.el.h2(t("Your trade account is complete"), id="ready-title"),
            rx.el.p(t("You can apply now. You can change everything here later, too.")),
            rx.el.button(t("Apply"), type="button", class_name="usa-button", on_click=State.apply(State.account)),
            class_name="kiosk-box",
            custom_attrs={"aria-labelledby": "ready-title"},
        ),
        rx.el.p(t("The account is complete. The officer or an employee can apply.")),
    )
    return rx.cond(State.missing.length() > 0, missing, ready)


def _missing_item(item: rx.Var[MissingItem]) -> rx.Component:
    return rx.el.li(document_link(item.text, href="#" + item.anchor))


def _sections() -> rx.Component:
    places = (("company", t("Company")), ("addresses", t("Addresses")), ("people", t("People")))
    return rx.el.nav(
        rx.el.ul(
            *(rx.el.li(document_link(name, href=f"#{place}", class_name="kiosk-jump__link")) for place, name in places),
            class_name="kiosk-jump__list",
        ),
        class_name="kiosk-jump",
        custom_attrs={"aria-label": t("Parts of this page")},
    )
