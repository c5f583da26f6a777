"""The page "Check my browser": what this browser can do, in plain words, and the facts for the help desk."""

import reflex as rx

from ctpat_app.components.browser_checks import browser_checks, check_box, check_row, echo_button
from ctpat_app.components.contacts import contact_lines
from ctpat_app.components.downloads import print_button
from ctpat_app.components.layout import frame
from ctpat_app.components.scripts import for_script, page_script
from ctpat_app.components.text import t


def check_browser_page() -> rx.Component:
    """Show every check; nothing here needs the live connection but the check of it."""
    return frame(
        rx.el.div(
            rx.el.h1(t("Check my browser")),
            rx.el.p(
                t("See whether this browser and this connection are fit for the kiosk, and what to do if not."),
                class_name="kiosk-lead",
            ),
            _without_scripts(),
            rx.el.p(
                role="status",
                custom_attrs={
                    **for_script(),
                    "data-check-summary": "true",
                    "data-text-fine": t("Everything the kiosk needs is in order."),
                    "data-text-problems": t("Things to look at: {count}. Each says below what to do."),
                },
            ),
            _checks(),
            rx.el.p(t("Nothing has to be installed, and no old setting has to be switched on.")),
            rx.el.div(
                rx.el.button(
                    t("Check again"),
                    type="button",
                    class_name="usa-button",
                    custom_attrs={"data-check-again": "true"},
                ),
                print_button(),
                class_name="kiosk-actions kiosk-no-print",
            ),
            _facts(),
            rx.el.h2(t("Ask the help desk")),
            contact_lines(),
            page_script("check-browser.js"),
            class_name="kiosk-column",
        )
    )


def _without_scripts() -> rx.Component:
    """Return what stays on the page where its script does not run."""
    return rx.el.div(
        rx.el.p(
            t(
                "If the lines below do not change within ten seconds, the scripts of this page do not run: the browser "
                "is too old, or scripts are blocked. Open this address in a current Chrome, Edge, Firefox or Safari."
            )
        ),
        class_name="kiosk-inset",
        custom_attrs={"data-no-script": "true"},
    )


def _checks() -> rx.Component:
    return rx.fragment(
        rx.el.dl(*map(check_row, browser_checks()), class_name="kiosk-summary", custom_attrs=check_box()),
        echo_button(),
    )


def _facts() -> rx.Component:
    return rx.fragment(
        rx.el.h2(t("Facts for the help desk")),
        rx.el.p(
            t("Copy these facts into your message. They are in English, and nothing in them says who you are."),
            id="facts-hint",
        ),
        rx.el.label(t("Facts about this browser"), html_for="facts", class_name="usa-label"),
        rx.el.textarea(
            id="facts",
            read_only=True,
            rows="8",
            dir="ltr",
            lang="en",
            class_name="usa-textarea",
            custom_attrs={"data-facts": "true", "aria-describedby": "facts-hint"},
        ),
        rx.el.div(
            rx.el.button(
                t("Copy these facts"),
                type="button",
                class_name="usa-button usa-button--outline",
                custom_attrs={"data-copy-facts": "true"},
            ),
            class_name="kiosk-actions kiosk-no-print",
        ),
        rx.el.p(
            role="status",
            custom_attrs={
                **for_script(),
                "data-copied": "true",
                "data-text-copied": t("The facts are copied."),
                "data-text-by-hand": t("The facts are selected: press Ctrl and C, on a Mac Command and C."),
            },
        ),
    )
