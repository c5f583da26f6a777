"""The questions have changed since the person began."""

import reflex as rx

from ctpat_app.components.arrival import arriving, waiting
from ctpat_app.components.layout import frame
from ctpat_app.components.text import address, t
from ctpat_app.state.changes import ChangesState, ChangeView


def changes_page() -> rx.Component:
    """Each change that touches an answer, and one button to go on."""
    return frame(
        rx.el.div(
            rx.el.a(t("Your applications"), href=address("home"), class_name="kiosk-back"),
            rx.el.h1(t("The questions have changed since you began")),
            waiting(),
            arriving(rx.cond(ChangesState.draft > 0, _changes())),
            class_name="kiosk-column",
        )
    )


def _changes() -> rx.Component:
    return rx.fragment(
        rx.el.p(rx.el.bdi(ChangesState.company), class_name="kiosk-lead"),
        rx.el.p(t("Read what is different, then continue. Your answers stay; nothing is deleted.")),
        rx.foreach(ChangesState.changes, _change),
        rx.cond(
            ChangesState.smaller > 0,
            rx.el.p(t("Questions that were only reworded or opened further: {count}", count=ChangesState.smaller)),
        ),
        rx.el.div(
            rx.el.button(
                t("Continue with the new version"),
                type="button",
                class_name="usa-button",
                on_click=ChangesState.accept(ChangesState.draft, ChangesState.version),
            ),
            class_name="kiosk-actions",
        ),
        rx.el.p(t("The task list then shows which parts need another look."), class_name="usa-hint"),
    )


def _change(change: ChangeView) -> rx.Component:
    return rx.el.section(
        rx.el.h2(change.label, lang=change.language, dir="auto"),
        rx.match(
            change.kind,
            ("removed", _kind(t("Not asked any more"), "locked", t("Your answer is kept aside and is not sent."))),
            ("newly-required", _kind(t("Now required"), "attention", t("Answer this before you can sign."))),
            ("narrowing", _kind(t("Stricter"), "attention", t("Your answer stays. The page says if it does not fit."))),
            _kind(t("Changed"), "info", t("Your answer stays.")),
        ),
        rx.cond(
            change.answer != "",
            rx.el.div(
                rx.el.p(t("Your answer:")),
                rx.el.blockquote(change.answer, lang=change.answer_language, dir="auto", class_name="kiosk-pre"),
                class_name="kiosk-inset",
            ),
        ),
        class_name="kiosk-card",
    )


def _kind(word: str, look: str, text: str) -> rx.Component:
    return rx.el.p(rx.el.span(word, class_name=f"kiosk-tag kiosk-tag--{look}"), " ", text)
