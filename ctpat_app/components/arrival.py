"""What comes with the data of a page: out of sight until the server has loaded the address in the address bar."""

import reflex as rx

from ctpat_app.components.text import t


def arriving(*children: rx.Component) -> rx.Component:
    """Return ``children``, which the page's script hides while they may still show what the tab held before.

    A page that uses it says where it waits with ``waiting``.
    """
    return rx.el.div(*children, class_name="kiosk-arriving")


def waiting() -> rx.Component:
    """Return the quiet line that the page's script shows when the data of a page take their time."""
    return rx.el.p(
        rx.el.span(t("Loading …"), class_name="kiosk-waiting__slow"),
        rx.el.span(
            t("This takes longer than usual. What you saved is safe. Load the page again if you like."),
            class_name="kiosk-waiting__late",
        ),
        class_name="kiosk-waiting usa-hint",
        role="status",
        # Both vars are Reflex's own: the address that the server knows, and whether its data are loaded.
        custom_attrs={"data-loaded": rx.cond(rx.State.is_hydrated, rx.State.router.url, "")},
    )
