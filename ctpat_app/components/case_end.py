"""The head and the end of a review: how far it is, who else is there, what to show, and how the case ends."""

import reflex as rx

from ctpat_app.components.errors import error_summary
from ctpat_app.components.plain_form import area, submit
from ctpat_app.components.text import current_language, t
from ctpat_app.domain.profile_reviews import MAX_COMMENT, RULES, Way
from ctpat_app.state.case import CaseState
from ctpat_app.words.cases import way_name


def progress() -> rx.Component:
    """Return how far the review is, what was done last, who else is there, and the filter."""
    return rx.el.section(
        rx.el.h2(t("How far the review is"), id="case-progress"),
        rx.cond(
            CaseState.ended != "",
            rx.el.p(CaseState.ended, tab_index=-1, class_name="kiosk-alert kiosk-alert--attention kiosk-case__ended"),
        ),
        rx.el.p(
            rx.el.strong(
                t("{done} of {count} statements looked at", done=CaseState.looked_at, count=CaseState.statements)
            ),
        ),
        rx.cond(CaseState.sent_back > 0, rx.el.p(t("Marked to go back: {count}", count=CaseState.sent_back))),
        rx.el.ul(
            rx.foreach(CaseState.others, rx.el.li),
            class_name="usa-list",
            role="status",
            custom_attrs={"aria-label": t("Who else is looking at this")},
        ),
        rx.el.p(CaseState.told, role="status", class_name="kiosk-case__told"),
        rx.cond(CaseState.is_open & (CaseState.unchanged > 0), _accept_unchanged()),
        _filter(),
        rx.cond(CaseState.is_open, _keys()),
        # Pressed by the page's script while somebody reads.
        rx.el.button(
            type="button",
            hidden=True,
            on_click=CaseState.beat(CaseState.draft),
            custom_attrs={"data-beat": "true"},
        ),
        class_name="kiosk-box",
        custom_attrs={"aria-labelledby": "case-progress"},
    )


def _accept_unchanged() -> rx.Component:
    return rx.el.div(
        rx.el.button(
            t("Accept all unchanged ({count})", count=CaseState.unchanged),
            type="button",
            class_name="usa-button usa-button--outline",
            on_click=CaseState.accept_unchanged(CaseState.draft),
        ),
        rx.el.p(
            t("Accepts what was approved before and stands as it was: text, English version, evidence, statement."),
            class_name="usa-hint",
        ),
        class_name="kiosk-no-print",
    )


def _filter() -> rx.Component:
    choices = {
        "all": t("All statements"),
        "open": t("Not decided"),
        "changed": t("Changed since before"),
        "findings": t("With findings"),
        "returned": t("Going back"),
    }

    def choice(name: str, words: str) -> rx.Component:
        return rx.el.button(
            words,
            type="button",
            class_name="usa-button usa-button--outline kiosk-filter__choice",
            on_click=CaseState.narrow(CaseState.draft, name),
            custom_attrs={"aria-pressed": rx.cond(CaseState.only == name, "true", "false")},
        )

    return rx.el.div(
        rx.el.p(t("Which statements to show"), id="case-filter"),
        rx.el.div(
            *(choice(name, words) for name, words in choices.items()),
            class_name="kiosk-filter",
            role="group",
            custom_attrs={"aria-labelledby": "case-filter"},
        ),
        rx.el.p(t("Statements shown: {count}", count=CaseState.shown), role="status", class_name="usa-hint"),
        class_name="kiosk-no-print",
    )


def _keys() -> rx.Component:
    def key(name: str, words: str) -> rx.Component:
        return rx.el.li(rx.el.kbd(name, dir="ltr"), " ", words)

    return rx.el.details(
        rx.el.summary(t("Work with the keyboard")),
        rx.el.div(
            rx.el.p(t("These keys work while a statement has the focus, and never inside a field.")),
            rx.el.ul(
                key("j", t("next statement")),
                key("k", t("statement before")),
                key("o", t("next statement that is not decided")),
                key("a", t("accept")),
                key("r", t("return with a comment")),
                class_name="usa-list",
            ),
            rx.el.button(
                t("Go to the first statement that is not decided"),
                type="button",
                class_name="usa-button usa-button--unstyled",
                custom_attrs={"data-first-open": "true"},
            ),
            class_name="kiosk-more__body",
        ),
        class_name="kiosk-more kiosk-no-print",
    )


def end_of_case() -> rx.Component:
    """Return the ways to end the review, each with what it does or what stands in its way."""
    return rx.cond(
        CaseState.is_open,
        rx.el.section(
            rx.el.h2(t("End the review"), id="case-end"),
            rx.el.p(t("Each way says what it does before you press it.")),
            error_summary(CaseState.faults, CaseState.attempt),
            *(rx.cond(CaseState.ahead.contains(way.value), _way(way)) for way in RULES),
            class_name="kiosk-part kiosk-no-print",
            custom_attrs={"aria-labelledby": "case-end"},
        ),
    )


def _way(way: Way) -> rx.Component:
    ahead, name = CaseState.ahead[way.value], way_name(way.value, current_language())
    return rx.el.div(
        rx.el.h3(name),
        rx.cond(
            ahead.blocked != "",
            rx.el.p(rx.el.span(t("Not yet"), class_name="kiosk-tag kiosk-tag--locked"), " ", ahead.blocked),
            rx.el.details(
                rx.el.summary(t("See what it does, and decide"), rx.el.span(": ", name, class_name="usa-sr-only")),
                rx.el.div(
                    rx.el.ul(rx.foreach(ahead.lines, rx.el.li), class_name="usa-list"),
                    _form(way, name),
                    class_name="kiosk-more__body",
                ),
                class_name="kiosk-more",
                # A refused press leaves it open.
                open=CaseState.problems.contains(f"end-{way.value}-reason"),
            ),
        ),
        class_name="kiosk-box",
    )


def _form(way: Way, name: str) -> rx.Component:
    form = f"end-{way.value}"
    return rx.el.form(
        rx.el.input(type="hidden", name="draft", value=CaseState.draft.to_string()),
        rx.el.input(type="hidden", name="seen", value=CaseState.newest.to_string()),
        rx.el.input(type="hidden", name="way", value=way.value),
        area(
            CaseState,
            form,
            "reason",
            t("Reason"),
            MAX_COMMENT,
            hint=t("The company reads it, and it stays on record."),
            optional=not RULES[way].needs_reason,
            more={"data-kept": form},
        ),
        submit(name),
        # The form goes with the review; the focus goes to the words that say how it ended.
        custom_attrs={"noValidate": True, "data-leads-to": ".kiosk-case__ended"},
        on_submit=CaseState.end,
    )
