"""What the pages about questionnaires for partners share: the ways between them, the state of one, a list of boxes."""

import reflex as rx

from ctpat_app.components.text import address, t
from ctpat_app.state.inquiry_views import InquiryRowView


def inquiry_ways(account: rx.Var[int], *, here: str) -> rx.Component:
    """Return the links between the pages; ``here`` is the path of the one on show."""
    pages = (("inquiries", t("Sent to partners")), ("questionnaires", t("Questionnaires")))

    def way(path: str, name: str) -> rx.Component:
        marked = {"aria-current": "page"} if path == here else {}
        return rx.el.li(rx.el.a(name, href=f"{address(path)}?account={account}", custom_attrs=marked))

    return rx.el.nav(
        rx.el.ul(*(way(*each) for each in pages), class_name="kiosk-ways"),
        aria_label=t("Questionnaires for partners"),
        class_name="kiosk-no-print",
    )


def choose_company(companies: rx.Var[list[list[str]]], path: str) -> rx.Component:
    """Return the reader's companies as links to the page ``path``."""

    def company(item: rx.Var[list[str]]) -> rx.Component:
        href = f"{address(path)}?account={item[0]}"
        return rx.el.li(
            rx.el.a(rx.el.bdi(item[1]), href=href, class_name="kiosk-list__link"), class_name="kiosk-list__item"
        )

    return rx.cond(
        companies.length() > 0,
        rx.fragment(rx.el.h2(t("Choose a company")), rx.el.ul(rx.foreach(companies, company), class_name="kiosk-list")),
        rx.el.p(rx.el.a(t("Add your company"), href=address("trade-account?new=1"))),
    )


def state_tag(row: rx.Var[InquiryRowView]) -> rx.Component:
    """Return where the inquiry stands."""
    return rx.el.span(
        row.state,
        class_name=rx.match(
            row.tag,
            ("todo", "kiosk-tag kiosk-tag--todo"),
            ("progress", "kiosk-tag kiosk-tag--progress"),
            ("attention", "kiosk-tag kiosk-tag--attention"),
            ("done", "kiosk-tag kiosk-tag--done"),
            "kiosk-tag kiosk-tag--locked",
        ),
    )


def level_tag(must: rx.Var[bool]) -> rx.Component:
    """Return whether a statement is a must or a should."""
    return rx.cond(
        must,
        rx.el.span(t("Must"), class_name="kiosk-tag kiosk-tag--must"),
        rx.el.span(t("Should"), class_name="kiosk-tag kiosk-tag--should"),
    )
