"""What the pages of a partner without an account share: the frame, the way between them, what they are about."""

from typing import Final

import reflex as rx

from ctpat_app.components.arrival import arriving, waiting
from ctpat_app.components.layout import frame, status_line
from ctpat_app.components.links import document_link
from ctpat_app.components.post_form import post_form
from ctpat_app.components.text import address, t
from ctpat_app.state.inquiry_answers import InquiryPage
from ctpat_app.state.partner_visit import PartnerVisitState as Visit

Page = type[InquiryPage]
Text = str | rx.Var[str]
_WHOSE: Final = "inquiry-nav"


def partner_frame(
    state: Page, here: str, *children: rx.Component, saved_at: Text = "", title: Text = "", path: Text = ""
) -> rx.Component:
    """Return ``children`` as a page of the inquiry, with the way to its other pages and out of it.

    Args:
        state: of the page.
        here: its path.
        saved_at: moment of the newest save, where the page saves while one writes.
        title: of the criterion on show.
        path: address that the browser's address bar follows.
    """
    return frame(
        rx.el.div(
            status_line(saved_at),
            waiting(),
            arriving(rx.cond(state.inquiry > 0, rx.fragment(_nav(state, here), *children, _leave()))),
            class_name="kiosk-column",
        ),
        title=title,
        path=path,
        status=False,
    )


def page_of(state: Page, path: str) -> str:
    """Return the address of another page of the inquiry."""
    return f"{address(path)}?inquiry={state.inquiry}"


def _nav(state: Page, here: str) -> rx.Component:
    pages = {
        "inquiry-answers": t("All statements"),
        "inquiry-sign": t("Sign"),
        "inquiry-colleagues": t("Colleagues"),
        "inquiry-offline": t("Answer offline"),
        "inquiry-grants": t("Other customers"),
    }

    def entry(path: str, name: str) -> rx.Component:
        current = {"aria-current": "page"} if path == here else {}
        return rx.el.li(rx.el.a(name, href=page_of(state, path), class_name="usa-link", custom_attrs=current))

    return rx.el.nav(
        rx.el.p(
            t("For {company}", company=f"\u2068{state.company}\u2069"),
            " ",
            rx.el.bdi(state.reference, dir="ltr", class_name="kiosk-code"),
            class_name="kiosk-caption",
        ),
        rx.el.ul(*(entry(*each) for each in pages.items()), class_name="kiosk-ways"),
        aria_label=t("Pages of this questionnaire"),
        class_name="kiosk-no-print",
        id=_WHOSE,
    )


def _leave() -> rx.Component:
    return rx.el.section(
        rx.el.p(t("You are here as {person}.", person=f"\u2068{Visit.person}\u2069"), class_name="usa-hint"),
        rx.cond(
            Visit.shared,
            post_form(_leave_button(), action="/auth/partner-leave", custom_attrs={"data-shared-computer": "true"}),
            post_form(_leave_button(), action="/auth/partner-leave"),
        ),
        class_name="kiosk-box kiosk-no-print",
        aria_label=t("Leave"),
    )


def _leave_button() -> rx.Component:
    return rx.el.button(
        t("Leave this questionnaire"),
        type="submit",
        class_name="usa-button usa-button--unstyled",
        custom_attrs={"data-forget": "true"},
    )


def file_link(name: str | rx.Component, href: rx.Var[str] | str) -> rx.Component:
    """Return a link to a file, which the browser fetches itself."""
    return document_link(name, href=href, class_name="usa-link")
