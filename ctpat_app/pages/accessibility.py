"""The page about accessibility: what works with keyboard, screen reader and zoom, and how to report a barrier."""

import reflex as rx

from ctpat_app.components.contacts import contact_lines
from ctpat_app.components.layout import frame
from ctpat_app.components.text import t
from ctpat_app.state.flash import kiosk_settings


def accessibility_page() -> rx.Component:
    """Tell what people who use aids can rely on, and whom to tell what stands in their way."""
    return frame(
        rx.el.div(
            rx.el.h1(t("Accessibility")),
            rx.el.p(
                t(
                    "Everybody should be able to apply with this kiosk. "
                    "We build it to the guidelines WCAG 2.2, level AA."
                ),
                class_name="kiosk-lead",
            ),
            rx.el.h2(t("What you can rely on")),
            _list(
                t("Everything works with the keyboard alone. The place of the focus is always visible."),
                t("The first link of each page leads past the header to the main content."),
                t("A screen reader finds headings, labels, hints and lists by their own names."),
                t("When something is wrong, the focus moves to a list of it. Each line leads to its field."),
                t('"Saved" and a lost connection are announced without interrupting you.'),
                t("Colors are never the only sign: a word stands beside each."),
                t("Pages fit a width of 320 pixels and enlarge to 400 percent without scrolling sideways."),
                t("Languages that are written from right to left turn the whole page."),
                t("Nothing blinks. Movement stops when your system asks for less of it."),
                t("Applications as PDF are tagged, so that a screen reader reads them in order."),
            ),
            *_time(),
            *_limits(),
            *_report(),
            class_name="kiosk-column",
        )
    )


def _time() -> tuple[rx.Component, ...]:
    return (
        rx.el.h2(t("Take your time")),
        rx.el.p(t("No question has a time limit. Each answer is stored when you leave its field.")),
        rx.el.p(
            t(
                "After {minutes} minutes without use you are signed out. Two minutes before, we ask whether you are "
                "still there: one press keeps you signed in. Otherwise sign in again and go on where you were.",
                minutes=str(kiosk_settings().idle_minutes),
            )
        ),
    )


def _limits() -> tuple[rx.Component, ...]:
    return (
        rx.el.h2(t("What does not work well yet")),
        _list(
            t(
                "Texts that nobody has translated yet are in English. "
                "They are marked, so that the right voice reads them."
            ),
            t("The kiosk needs scripts. Without them you can read the public pages, but not fill anything in."),
        ),
    )


def _report() -> tuple[rx.Component, ...]:
    return (
        rx.el.h2(t("Report a barrier")),
        rx.el.p(
            t("Tell us the page, what you wanted to do, and which aid you use. We answer, and we help you to go on.")
        ),
        contact_lines(),
    )


def _list(*texts: str) -> rx.Component:
    return rx.el.ul(*map(rx.el.li, texts), class_name="usa-list")
