"""The side menu with the companies of a person, and the line that says for which one they act."""

from typing import Final

import reflex as rx

from ctpat_app.components.text import address, current_page, t
from ctpat_app.state.companies import CompaniesState, CompanyCard
from ctpat_app.state.session import SessionState

_APPLICATION_PAGES: Final = frozenset(
    {"application", "apply", "talk", "profile", "check", "sign", "sent", "changes", "readiness", "who-answers"}
)


def company_menu() -> rx.Component:
    """Return the companies with role and what waits in each; switching keeps the kind of page.

    Who belongs to one company needs no menu.
    """
    return rx.cond(
        has_several(),
        rx.el.nav(
            rx.el.details(
                rx.el.summary(
                    t("Your companies: {company}", company=SessionState.isolated_company),
                    class_name="kiosk-rail__summary",
                ),
                rx.el.p(t("Your companies"), class_name="kiosk-caption"),
                rx.el.ul(rx.foreach(CompaniesState.items, _company), class_name="kiosk-companies"),
                class_name="kiosk-rail__fold",
                custom_attrs={"data-open-wide": "true"},
            ),
            class_name="kiosk-rail kiosk-no-print",
            aria_label=t("Your companies"),
        ),
    )


def has_several() -> rx.Var[bool]:
    """Return whether the person belongs to more than one company."""
    return CompaniesState.items.length() > 1


def _company(card: rx.Var[CompanyCard]) -> rx.Component:
    return rx.el.li(
        rx.el.a(
            rx.el.bdi(card.name),
            href=_target(card),
            class_name="kiosk-companies__link",
            custom_attrs={"aria-current": rx.cond(card.is_active, "true", "false")},
        ),
        rx.el.p(
            card.role,
            rx.cond(card.is_active, rx.el.span(" · ", rx.el.strong(t("active")))),
            class_name="kiosk-companies__note",
        ),
        rx.cond(
            card.is_active,
            rx.fragment(
                *(
                    rx.el.p(rx.el.a(name, href=href), class_name="kiosk-companies__note")
                    for name, href in (
                        (t("Action plan"), card.actions),
                        (t("Training"), card.training),
                        (t("Business partners"), card.partners),
                        (t("History"), card.history),
                    )
                )
            ),
        ),
        rx.foreach(card.waiting, lambda text: rx.el.p(text, class_name="kiosk-companies__note")),
        class_name=rx.cond(
            card.is_active, "kiosk-companies__item kiosk-companies__item--here", "kiosk-companies__item"
        ),
    )


def _target(card: rx.Var[CompanyCard]) -> rx.Var[str]:
    if current_page() in _APPLICATION_PAGES:
        return card.application
    pages = {
        "trade-account": card.account,
        "organization": card.organization,
        "history": card.history,
        "actions": card.actions,
        "training": card.training,
        "partners": card.partners,
        "documents": rx.Var.create(f"{address('documents')}?account={card.id}"),
    }
    return pages.get(current_page(), card.home)


def acting_for() -> rx.Component:
    """Return for which company the person acts, and as what: on every page, loudest for a consultant."""
    company = SessionState.isolated_company
    return rx.cond(
        SessionState.acting_for != "",
        rx.match(
            SessionState.acting_as,
            ("consultant", rx.el.strong(t("acting for {company} as a consultant", company=company))),
            ("officer", rx.el.span(t("for {company} as officer", company=company))),
            ("employee", rx.el.span(t("for {company} as employee", company=company))),
            rx.el.span(t("for {company}", company=company)),
        ),
    )


def kept_in_trade_account() -> rx.Component:
    """Return where company information, addresses and people are changed, for pages where people look for it.

    Source: Portal User Manual rev. 1.1, "Addresses": the portal allows no edits elsewhere.
    """
    return rx.cond(
        CompaniesState.active > 0,
        rx.el.p(
            t("Company information, addresses and people are changed only in the trade account."),
            " ",
            rx.el.a(t("Open the trade account"), href=f"{address('trade-account')}?account={CompaniesState.active}"),
            class_name="usa-hint",
        ),
    )
