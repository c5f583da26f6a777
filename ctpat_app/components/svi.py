"""What the pages of partner monitoring (SVI) share: the way from one to the other, and the words on top."""

import reflex as rx

from ctpat_app.components.text import address, t


def svi_ways(model: rx.Var[int], *, here: str) -> rx.Component:
    """Return the links between the four pages; ``here`` is the path of the one on show."""
    pages = (
        ("svi", t("Partners")),
        ("svi-find", t("Find partners")),
        ("svi-letters", t("Certification mails")),
        ("svi-agreement", t("Agreement and settings")),
    )
    return rx.el.nav(
        rx.el.ul(*(rx.el.li(_way(path, name, model, here=here)) for path, name in pages), class_name="kiosk-ways"),
        aria_label=t("Partner monitoring (SVI)"),
        class_name="kiosk-no-print",
    )


def _way(path: str, name: str, model: rx.Var[int], *, here: str) -> rx.Component:
    marked = {"aria-current": "page"} if path == here else {}
    return rx.el.a(name, href=f"{address(path)}?model={model}", custom_attrs=marked)


def not_joined(model: rx.Var[int]) -> rx.Component:
    """Return what SVI is, for who does not take part, and where to join."""
    return rx.fragment(
        rx.el.p(
            t("Members of CTPAT can show each other their present status here, when both want it."),
            class_name="kiosk-lead",
        ),
        rx.el.p(t("To take part, a company must be certified, and its officer signs the agreement.")),
        rx.el.div(
            rx.el.a(t("Read the agreement"), href=f"{address('svi-agreement')}?model={model}", class_name="usa-button"),
            class_name="kiosk-actions",
        ),
    )
