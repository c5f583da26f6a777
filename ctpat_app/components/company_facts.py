"""The company part of the trade account page: one field after the other, each saved when it is left."""

import reflex as rx
from reflex.event import EventSpec

from ctpat_app.components.company_parts import section
from ctpat_app.components.edit_fields import choice_field, line_field, text_field
from ctpat_app.components.text import current_language, t
from ctpat_app.state.trade_account import TradeAccountState as State
from ctpat_app.state.trade_account_views import (
    EditField,
)
from ctpat_app.words.country_names import country_names


def company_section() -> rx.Component:
    """Return the part with the facts of the company: fields for who may change them, else text."""
    return section(
        "company",
        t("Company"),
        rx.cond(
            State.may_edit,
            rx.fragment(
                rx.el.p(t("Each field is saved when you leave it."), class_name="usa-hint"),
                rx.foreach(State.company, _company_field),
            ),
            rx.fragment(
                rx.el.p(t("You can read this. The officer or an employee can change it."), class_name="usa-hint"),
                rx.el.dl(rx.foreach(State.company, _company_text), class_name="kiosk-summary"),
            ),
        ),
    )


def _company_field(field: rx.Var[EditField]) -> rx.Component:
    def save(version: rx.Var[int], text: rx.Var[str]) -> EventSpec:
        return State.save_company(field.owner, field.part, version, text)

    return rx.match(
        field.part,
        (
            "country",
            choice_field(
                field,
                save,
                label=t("Country of registration"),
                options=country_names(current_language()),
                hint=t("Where the company is registered."),
            ),
        ),
        (
            "telephone",
            line_field(
                field,
                save,
                label=t("Telephone"),
                input_type="tel",
                autocomplete="tel",
                ltr=True,
                hint=t("With the country code, such as +52 81 8123 4567. An extension may follow: ext. 12."),
            ),
        ),
        (
            "website",
            line_field(
                field,
                save,
                label=t("Website"),
                input_type="url",
                autocomplete="url",
                ltr=True,
                hint=t("Such as www.example.com."),
            ),
        ),
        (
            "description",
            text_field(
                field,
                save,
                label=t("What the company does"),
                hint=t("Two or three sentences: goods, routes, and what happens at your sites."),
            ),
        ),
        (
            "trade_name",
            line_field(
                field,
                save,
                label=t("Trade name"),
                autocomplete="organization",
                hint=t("If customers know the company by another name (doing business as)."),
            ),
        ),
        line_field(
            field,
            save,
            label=t("Legal name"),
            autocomplete="organization",
            hint=t("As it stands in the registration papers, in any script."),
        ),
    )


def _company_text(field: rx.Var[EditField]) -> rx.Component:
    label = rx.match(
        field.part,
        ("country", t("Country of registration")),
        ("telephone", t("Telephone")),
        ("website", t("Website")),
        ("description", t("What the company does")),
        ("trade_name", t("Trade name")),
        t("Legal name"),
    )
    missing = rx.el.dd(t("Not given"), class_name="kiosk-summary__value kiosk-summary__value--missing")
    return rx.el.div(
        rx.el.dt(label, class_name="kiosk-summary__key"),
        rx.cond(
            field.readable != "",
            rx.el.dd(rx.el.bdi(field.readable), class_name="kiosk-summary__value"),
            missing,
        ),
        class_name="kiosk-summary__row",
    )
