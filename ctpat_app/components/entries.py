"""Entries of a list on every page that shows them: added in groups, confirmed, deleted, brought back."""

import reflex as rx

from ctpat_app.components.text import address, t
from ctpat_app.guidance.views import FillView
from ctpat_app.state.rows import RowsState

Form = type[RowsState]
Name = rx.Var[str]


def confirm_entry(form: Form, list_id: Name, row: Name, title: Name) -> rx.Component:
    """Return one press for what was taken over in the entry; its dates and sources are confirmed by themselves."""
    return rx.el.div(
        rx.el.p(t("To be checked: taken over from the last assessment. Confirm dates and sources one by one.")),
        rx.el.button(
            t("The rest of this entry is still right"),
            rx.el.span(": ", title, class_name="usa-sr-only"),
            type="button",
            class_name="usa-button usa-button--outline",
            on_click=form.confirm_row(form.draft, list_id, row),
        ),
        class_name="kiosk-offer",
    )


def fill_button(form: Form, list_id: Name, fill: rx.Var[FillView]) -> rx.Component:
    """Return what adds a group of entries that the list lacks."""
    return rx.el.button(
        fill.label,
        type="button",
        class_name="usa-button usa-button--outline",
        on_click=form.fill(form.draft, list_id, fill.group),
        custom_attrs={"data-leads-to": ".kiosk-row"},
    )


def delete_entry(form: Form, list_id: Name, row: Name, title: Name) -> rx.Component:
    """Return what deletes an entry; it can be brought back."""
    return rx.el.button(
        t("Delete this entry"),
        rx.el.span(" ", title, class_name="usa-sr-only"),
        type="button",
        class_name="usa-button usa-button--unstyled",
        on_click=form.set_present(form.draft, list_id, row, False),
        custom_attrs={"data-leads-to": ".kiosk-removed"},
    )


def removed_entry(form: Form, list_id: Name) -> rx.Component:
    """Return what was deleted, and the way back; it takes the focus, which would be lost with the row."""
    return rx.el.div(
        rx.el.span(t("Deleted: {name}.", name=form.removed_title), id="removed", dir="auto"),
        " ",
        rx.el.button(
            t("Bring it back"),
            type="button",
            class_name="usa-button usa-button--unstyled",
            on_click=form.set_present(form.draft, list_id, form.removed_row, True),
            custom_attrs={"data-leads-to": ".kiosk-row"},
        ),
        class_name="kiosk-removed",
        role="group",
        tab_index=-1,
        key=form.removed_row,
        custom_attrs={"aria-labelledby": "removed"},
    )


def kept_elsewhere(step: Name, account: rx.Var[int]) -> rx.Component:
    """Return where addresses and people are kept: in the trade account, though users look for them here."""

    def there(text: str, section: str) -> rx.Component:
        target = address(f"trade-account?account={account}")
        return rx.el.p(rx.el.a(text, href=f"{target}#{section}"), class_name="kiosk-inset")

    return rx.match(
        step,
        ("addresses", there(t("Add or correct addresses in the trade account"), "addresses")),
        ("contacts", there(t("Invite or change people in the trade account"), "people")),
        rx.fragment(),
    )
