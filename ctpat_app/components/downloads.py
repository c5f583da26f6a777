"""Links to files that the kiosk makes."""

import reflex as rx

from ctpat_app.components.links import document_link
from ctpat_app.components.text import current_language, t
from ctpat_app.state.packages import PackageState


def pdf_link(draft: rx.Var[int], *, look: str = "") -> rx.Component:
    """Return the link to the application as PDF in the language of the page; ``look`` are the classes of a button."""
    return document_link(
        t("Download the application (PDF)"),
        href=f"/files/application/{draft}.pdf?lang={current_language()}",
        class_name=look,
    )


def more_downloads(draft: rx.Var[int]) -> rx.Component:
    """Return the other forms of the application: answers in one language alone, and the package with the evidence."""
    of_answers = f"/files/application/{draft}.pdf?lang={current_language()}&answers="
    return rx.el.details(
        rx.el.summary(t("Other ways to download it")),
        rx.el.div(
            rx.el.ul(
                rx.el.li(
                    document_link(
                        t("In English alone (PDF)"), href=f"/files/application/{draft}.pdf?lang=en&answers=english"
                    )
                ),
                rx.el.li(document_link(t("With the answers as they were written (PDF)"), href=f"{of_answers}original")),
                class_name="usa-list",
            ),
            _package(draft),
            class_name="kiosk-more__body",
        ),
        class_name="kiosk-more kiosk-no-print",
    )


def _package(draft: rx.Var[int]) -> rx.Component:
    """The button that has the package made, what becomes of it, and the link once it is there."""
    here = PackageState.of_draft == draft
    ready = here & (PackageState.status == "ready")
    return rx.fragment(
        rx.el.p(t("The package is one PDF file: the application first, then every file of the evidence.")),
        rx.el.div(
            rx.match(
                rx.cond(here, PackageState.status, ""),
                (
                    "making",
                    rx.el.p(t("The package is being made. Large files take a minute or two; you can go on here.")),
                ),
                (
                    "ready",
                    rx.el.p(
                        document_link(
                            t("Download the package (PDF, {size} MB)", size=PackageState.megabytes),
                            href=f"/files/package/{draft}.pdf?lang={current_language()}",
                        )
                    ),
                ),
                rx.fragment(),
            ),
            role="status",
        ),
        rx.cond(
            ready,
            rx.fragment(),
            rx.el.button(
                t("Prepare the package with the evidence"),
                type="button",
                class_name="usa-button usa-button--outline",
                disabled=here & (PackageState.status == "making"),
                on_click=PackageState.prepare(draft),
            ),
        ),
    )


def risk_pdf_links(draft: rx.Var[int], *, look: str = "") -> rx.Component:
    """Return the link to a risk assessment as PDF in the language of the page, and to the English one beside it."""
    file, language = f"/files/risk-assessment/{draft}.pdf", current_language()
    own = document_link(t("Download the assessment (PDF)"), href=f"{file}?lang={language}", class_name=look)
    if language == "en":
        return own
    return rx.fragment(own, " ", document_link(t("Download it in English (PDF)"), href=f"{file}?lang=en"))


def print_button() -> rx.Component:
    """Return the button that prints the page on show."""
    return rx.el.button(
        t("Print this page"),
        type="button",
        class_name="usa-button usa-button--outline",
        custom_attrs={"data-print": ""},
    )


def sheet_link(file: str, text: str) -> rx.Component:
    """Return the link to a sheet in the language of the page."""
    return document_link(text, href=f"{file}?lang={current_language()}", class_name="usa-button usa-button--outline")
