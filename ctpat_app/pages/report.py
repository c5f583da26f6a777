"""The page that reports a problem: for anybody, without an account, and without the live connection."""

import reflex as rx

from ctpat_app.components.browser_checks import browser_checks, check_box, check_row, echo_button
from ctpat_app.components.contacts import contact_lines
from ctpat_app.components.layout import frame
from ctpat_app.components.links import document_link, page_link
from ctpat_app.components.post_form import post_form
from ctpat_app.components.report_fields import area, box, kinds, line
from ctpat_app.components.scripts import for_script, page_script
from ctpat_app.components.text import address, current_language, t
from ctpat_app.components.uploads import upload_box, upload_script
from ctpat_app.domain.help_reports import MAX_EXPECTED, MAX_NAME, MAX_PICTURES, MAX_TELEPHONE, MAX_TEXT
from ctpat_app.state.flash import kiosk_settings
from ctpat_app.state.help import HelpState
from ctpat_app.state.help_views import SaidRow


def report_page() -> rx.Component:
    """The form, and in its place what became of it once it is sent."""
    return frame(
        rx.el.div(
            _faults(),
            rx.el.h1(t("Report a problem"), custom_attrs={"data-report-heading": "true"}),
            rx.el.div(_introduction(), _form(), custom_attrs={"data-report-page": "true"}),
            _sent(),
            page_script("check-browser.js"),
            upload_script(),
            page_script("report.js"),
            class_name="kiosk-column",
        )
    )


def _faults() -> rx.Component:
    """Return the summary of what is to be mended; the script fills and shows it."""
    return rx.el.div(
        rx.el.h2(t("There is something to mend"), id="error-title", class_name="kiosk-errors__title"),
        rx.el.p(hidden=True, custom_attrs={"data-report-why": "true", **for_script()}),
        rx.el.ul(class_name="kiosk-errors__list", custom_attrs={"data-report-faults": "true", **for_script()}),
        rx.el.p(
            t("Code:"),
            " ",
            rx.el.bdi(dir="ltr", custom_attrs={"data-report-code": "true", **for_script()}),
            class_name="kiosk-errors__code",
        ),
        hidden=True,
        role="alert",
        tab_index=-1,
        class_name="kiosk-errors",
        custom_attrs={"data-report-errors": "true", "aria-labelledby": "error-title"},
    )


def _introduction() -> rx.Component:
    return rx.fragment(
        rx.el.p(
            t("Tell us what went wrong. You need no account, and you get a code to follow your report."),
            class_name="kiosk-lead",
        ),
        rx.el.p(t("Only what is marked as required has to be filled in.")),
        rx.el.div(
            rx.el.p(t("Write no passwords, codes or identification numbers, and show none in a picture.")),
            class_name="kiosk-inset",
        ),
        rx.el.p(page_link(t("Follow a report that you have sent"), path="report-case")),
    )


def _form() -> rx.Component:
    return post_form(
        rx.el.input(type="hidden", name="topic", value=HelpState.topic),
        kinds(),
        area(
            "happened",
            t("What happened?"),
            MAX_TEXT,
            hint=t("What you did, and what you saw then. Do not write what you answered in a form."),
            required=True,
        ),
        area("expected", t("What did you expect?"), MAX_EXPECTED, hint=t("What should have happened instead.")),
        _pictures(),
        _goes_along(),
        _contact(),
        rx.el.div(
            rx.el.button(t("Send the report"), type="submit", class_name="usa-button"), class_name="kiosk-actions"
        ),
        rx.el.p(role="status", custom_attrs={"data-report-say": "true", **for_script()}),
        rx.el.h2(t("If it cannot wait")),
        contact_lines(),
        action="/report/send",
        custom_attrs={
            "data-report": "true",
            "data-pictures": "/report/pictures",
            "data-text-sending": t("Sending …"),
            "data-text-uploading": t("Wait until the picture has arrived, then send the report."),
            "data-text-broken": t(
                "Send it again in a moment. The connection broke; what you wrote is still here. Nothing is sent twice."
            ),
            "data-text-remove": t("Take away"),
            "data-text-removed": t("The picture is taken away."),
            "data-text-error": t("Error:"),
        },
    )


def _pictures() -> rx.Component:
    return rx.el.section(
        rx.el.h2(t("Pictures of the screen"), id="report-pictures-title"),
        rx.el.p(
            t(
                "Before you add one, cut out or blot out passwords, codes, identification numbers, answers, and what "
                "belongs to other people. We draw each picture anew, so that nothing hidden stays in it."
            )
        ),
        upload_box(
            "report-picture",
            t("Add a picture"),
            to=f"/report/picture?lang={current_language()}",
            on_done=rx.noop(),
            hint=t(
                "PNG or JPEG, up to {size} MB each, at most {most}. No PDF files.",
                size=kiosk_settings().upload_mb,
                most=MAX_PICTURES,
            ),
        ),
        rx.el.ul(class_name="kiosk-uploads__list", custom_attrs={"data-report-pictures": "true", **for_script()}),
        aria_labelledby="report-pictures-title",
    )


def _goes_along() -> rx.Component:
    """Return what goes along, on show before it is sent; each part can be left out."""
    return rx.el.section(
        rx.el.h2(t("What goes along"), id="report-along-title"),
        rx.el.p(t("This helps us to find the reason. Take the mark away from what you do not want to send.")),
        box(
            "with-page",
            rx.fragment(
                t("The page where it happened:"), " ", rx.el.bdi(dir="ltr", custom_attrs=_shown_by_script("page"))
            ),
            hidden=True,
            custom_attrs={"data-context-of": "page"},
        ),
        box(
            "with-failure",
            rx.fragment(
                t("The code that the kiosk showed:"),
                " ",
                rx.el.bdi(dir="ltr", custom_attrs=_shown_by_script("failure")),
            ),
            hidden=True,
            custom_attrs={"data-context-of": "failure"},
        ),
        box("with-facts", t("Facts about this browser and its connection"), _facts()),
        rx.cond(
            HelpState.said.length() > 0,
            box("with-told", t("What was said in the help"), rx.el.ul(rx.foreach(HelpState.said, _said))),
        ),
        aria_labelledby="report-along-title",
    )


def _shown_by_script(what: str) -> dict[str, object]:
    return {"data-context": what, **for_script()}


def _said(row: rx.Var[SaidRow]) -> rx.Component:
    return rx.el.li(
        rx.cond(row.who == "person", t("You:"), t("The kiosk:")),
        " ",
        rx.el.span(row.text, dir="auto"),
        rx.el.input(type="hidden", name="told", value=f"{row.who}:{row.text}"),
    )


def _facts() -> rx.Component:
    return rx.el.details(
        rx.el.summary(t("See what these facts are")),
        rx.el.div(
            # Silent here: whoever reports a problem is not to be told twice what the check has found.
            rx.el.p(
                custom_attrs={
                    **for_script(),
                    "data-check-summary": "true",
                    "data-text-fine": t("Everything the kiosk needs is in order."),
                    "data-text-problems": t("Things to look at: {count}. Each says below what to do."),
                }
            ),
            rx.el.dl(*map(check_row, browser_checks()), class_name="kiosk-summary", custom_attrs=check_box()),
            echo_button(),
            rx.el.label(
                t("As they are sent. They are in English, and nothing in them says who you are."),
                html_for="report-facts",
                class_name="usa-label",
            ),
            rx.el.textarea(
                id="report-facts",
                name="facts",
                read_only=True,
                rows="8",
                dir="ltr",
                lang="en",
                class_name="usa-textarea",
                custom_attrs={"data-facts": "true"},
            ),
            class_name="kiosk-more__body",
        ),
        class_name="kiosk-more",
    )


def _contact() -> rx.Component:
    return rx.el.section(
        rx.el.h2(t("How we reach you"), id="report-contact-title"),
        line(
            "mail",
            t("Email address"),
            254,
            hint=t(
                "We send the code and the answer there. Without it, keep the code: it is the only way to the answer."
            ),
            type="email",
            dir="ltr",
            auto_complete="email",
        ),
        line("name", t("Your name"), MAX_NAME, auto_complete="name"),
        line("telephone", t("Telephone"), MAX_TELEPHONE, type="tel", dir="ltr", auto_complete="tel"),
        aria_labelledby="report-contact-title",
    )


def _sent() -> rx.Component:
    """Return what is shown once the report is sent; hidden until then."""
    return rx.el.div(
        rx.el.div(
            rx.el.h2(
                t("Your report is sent"),
                tab_index=-1,
                class_name="kiosk-alert__title",
                custom_attrs={"data-report-done-heading": "true"},
            ),
            rx.el.p(
                t("Its code is:"),
                " ",
                rx.el.bdi(
                    dir="ltr",
                    class_name="kiosk-code kiosk-code--whole",
                    custom_attrs={"data-report-case": "true", **for_script()},
                ),
            ),
            rx.el.p(
                t("Write the code down. Whoever has it can read your report and add to it, so keep it to yourself.")
            ),
            class_name="kiosk-alert kiosk-alert--success",
        ),
        rx.el.ul(custom_attrs={"data-report-told": "true", **for_script()}),
        rx.el.div(
            document_link(
                t("Follow your report"),
                href=address("report-case"),
                class_name="usa-button",
                custom_attrs={"data-report-follow": "true"},
            ),
            document_link(t("Report something else"), href=address("report")),
            class_name="kiosk-actions",
        ),
        hidden=True,
        custom_attrs={"data-report-done": "true"},
    )
