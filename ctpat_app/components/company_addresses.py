"""The addresses of the trade account page: a card each, one open for writing, and the form for another one."""

import reflex as rx
from reflex.event import EventSpec

from ctpat_app.components.company_parts import complete_tag, remove, section, submit, text_control
from ctpat_app.components.edit_fields import choice_field, group_class, line_field, problem_text, text_field
from ctpat_app.components.text import current_language, t
from ctpat_app.domain.addresses import MAX_LABEL
from ctpat_app.state.trade_account import TradeAccountState as State
from ctpat_app.state.trade_account_views import (
    AddressCard,
    EditField,
    Suggestions,
)
from ctpat_app.words.country_names import country_names


def addresses_section() -> rx.Component:
    """Return the part with every address, and the form for one more."""
    return section(
        "addresses",
        t("Addresses"),
        rx.el.p(
            t("Add every place that handles goods for the United States. Applications choose from this list."),
        ),
        rx.el.div(rx.foreach(State.addresses, _address_card)),
        rx.cond(State.may_edit, _add_address_form()),
    )


def _address_card(card: rx.Var[AddressCard]) -> rx.Component:
    is_open = State.address == card.id
    title = f"address-{card.id}-title"
    return rx.el.section(
        rx.el.h3(rx.el.bdi(card.name), id=title),
        rx.el.p(rx.foreach(card.lines, lambda line: rx.fragment(rx.el.bdi(line), rx.el.br()))),
        rx.el.p(complete_tag(card.complete)),
        rx.el.div(problem_text(f"address-{card.id}"), role="alert"),
        rx.cond(
            State.may_edit,
            rx.fragment(
                rx.cond(is_open, _address_form(card), _open_button(card)),
                remove(
                    t("Remove this address"),
                    t("Applications that were sent keep it."),
                    card.name,
                    State.remove_address(State.account, card.id),
                ),
            ),
        ),
        class_name="kiosk-card",
        key=f"address-{card.id}",
        custom_attrs={"aria-labelledby": title},
    )


def _open_button(card: rx.Var[AddressCard]) -> rx.Component:
    return rx.el.button(
        t("Change"),
        rx.el.span(" ", card.name, class_name="usa-sr-only"),
        type="button",
        class_name="usa-button usa-button--outline kiosk-opens",
        on_click=State.open_address(State.account, card.id),
        custom_attrs={"data-leads-to": ".kiosk-opened"},
    )


def _address_form(card: rx.Var[AddressCard]) -> rx.Component:
    return rx.el.div(
        rx.foreach(State.suggestions, _names),
        rx.foreach(State.form, _address_field),
        rx.cond(State.has_doubts, _confirmation(card)),
        rx.el.div(
            rx.el.button(
                t("Done"),
                type="button",
                class_name="usa-button usa-button--outline",
                on_click=State.open_address(State.account, 0),
                custom_attrs={"data-leads-to": ".kiosk-opens"},
            ),
            class_name="kiosk-actions",
        ),
        role="group",
        class_name="kiosk-opened",
        key=f"address-{card.id}-form",
        custom_attrs={"aria-label": card.name},
    )


def _names(item: rx.Var[Suggestions]) -> rx.Component:
    return rx.el.datalist(rx.foreach(item.names, lambda name: rx.el.option(value=name)), id=f"names-{item.part}")


def _address_field(field: rx.Var[EditField]) -> rx.Component:
    def save(version: rx.Var[int], text: rx.Var[str]) -> EventSpec:
        return State.save_address(State.account, field.owner, field.part, version, text)

    postcode_hint = rx.cond(
        field.example != "",
        rx.fragment(t("Such as"), " ", rx.el.bdi(field.example, dir="ltr", class_name="kiosk-code")),
        "",
    )
    return rx.match(
        field.part,
        (
            "label",
            line_field(
                field, save, label=t("Name of this place"), hint=t("What you call it, such as Plant Monterrey.")
            ),
        ),
        (
            "country_code",
            choice_field(
                field,
                save,
                label=t("Country"),
                options=country_names(current_language()),
                hint=t("The form below follows the country."),
            ),
        ),
        (
            "street_address",
            text_field(field, save, label=t("Street and number"), hint=t("Use several lines where needed."), rows=3),
        ),
        ("postal_code", line_field(field, save, label=_part_name(field), hint=postcode_hint, ltr=True)),
        ("sorting_code", line_field(field, save, label=t("Sorting code (CEDEX)"), ltr=True)),
        line_field(field, save, label=_part_name(field), suggestions=True),
    )


def _part_name(field: rx.Var[EditField]) -> rx.Var[str]:
    """What the country calls this part of an address."""
    return rx.match(
        field.kind,
        ("state", t("State")),
        ("province", t("Province")),
        ("department", t("Department")),
        ("prefecture", t("Prefecture")),
        ("county", t("County")),
        ("district", t("District")),
        ("emirate", t("Emirate")),
        ("island", t("Island")),
        ("oblast", t("Oblast")),
        ("parish", t("Parish")),
        ("area", t("Area")),
        ("do_si", t("Province or metropolitan city (do, si)")),
        ("post_town", t("Post town")),
        ("suburb", t("Suburb")),
        ("neighborhood", t("Neighborhood")),
        ("townland", t("Townland")),
        ("village_township", t("Village or township")),
        ("postal", t("Postal code")),
        ("zip", t("ZIP code")),
        ("eircode", t("Eircode")),
        ("pin", t("PIN code")),
        t("City"),
    )


def _confirmation(card: rx.Var[AddressCard]) -> rx.Component:
    """A person knows their address better than any list."""
    name = f"address-{card.id}-right"
    return rx.el.div(
        rx.el.div(
            rx.el.input(
                type="checkbox",
                id=name,
                class_name="usa-checkbox__input",
                default_checked=card.overridden,
                on_change=lambda chosen: State.confirm_address(State.account, card.id, chosen),
                key=f"{name}/{card.overridden}",
            ),
            rx.el.label(
                t("This address is right as it stands"),
                rx.el.span(
                    t("Choose this when your address does not fit what we expect for the country."),
                    class_name="usa-checkbox__label-description",
                ),
                html_for=name,
                class_name="usa-checkbox__label",
            ),
            class_name="usa-checkbox",
        ),
        class_name="usa-form-group",
    )


def _add_address_form() -> rx.Component:
    return rx.el.form(
        rx.el.h3(t("Add an address")),
        text_control(
            "new-address-label",
            "label",
            t("Name of this place"),
            MAX_LABEL,
            hint=t("What you call it, such as Plant Monterrey."),
        ),
        rx.el.div(
            rx.el.label(t("Country"), html_for="new-address", class_name="usa-label"),
            problem_text("new-address"),
            rx.el.select(
                rx.el.option(t("Choose"), value=""),
                *(rx.el.option(name, value=code) for code, name in country_names(current_language())),
                id="new-address",
                name="country",
                default_value="",
                class_name="usa-select",
            ),
            class_name=group_class("new-address"),
        ),
        submit(t("Add address"), "usa-button usa-button--outline"),
        on_submit=lambda typed: State.add_address(State.account, typed),
        class_name="kiosk-add",
        custom_attrs={"data-leads-to": ".kiosk-opened"},
        key=f"new-address-{State.addresses.length()}",
    )
