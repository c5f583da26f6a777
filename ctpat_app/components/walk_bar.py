"""The bar on every page of a person whom the help desk accompanies: who looks on, what they point at, and "Stop"."""

import reflex as rx

from ctpat_app.components.links import document_link, page_link
from ctpat_app.components.plain_form import line, submit
from ctpat_app.components.scripts import page_script
from ctpat_app.components.text import current_direction, current_language, current_page, t
from ctpat_app.domain.walk_throughs import LONGEST_TEXT, Stage
from ctpat_app.state.frame import WALK_PAGE
from ctpat_app.state.walk_lines import PhraseChoice, WordLine
from ctpat_app.state.walk_through import WalkState as State


def walk_bar() -> rx.Component:
    """Return the bar; nothing of it is there for people without a walk-through."""
    return rx.cond(
        State.stage != "",
        rx.el.section(
            rx.match(
                State.stage,
                (Stage.OFFERED.value, _offered()),
                (Stage.ASKED.value, _asked()),
                (Stage.RUNNING.value, _running()),
                _ended(),
            ),
            class_name="kiosk-walk kiosk-no-print",
            lang=current_language(),
            dir=current_direction(),
            aria_label=t("Walk-through with the help desk"),
        ),
    )


def _inner(*children: rx.Component) -> rx.Component:
    return rx.el.div(*children, class_name="kiosk-walk__inner")


def _way(text: str) -> rx.Component:
    """The way to the page about it, from every other page."""
    if current_page() == WALK_PAGE:
        return rx.fragment()
    return page_link(text, path=WALK_PAGE, class_name="kiosk-walk__link")


def _stop(text: str) -> rx.Component:
    return rx.el.button(text, type="button", class_name="usa-button kiosk-walk__stop", on_click=State.stop(State.walk))


def _offered() -> rx.Component:
    return _inner(
        rx.el.p(t("You have a code for the help desk. Nobody looks on yet.")),
        _way(t("Show the code")),
        _stop(t("Give it up")),
    )


def _asked() -> rx.Component:
    return _inner(
        rx.el.p(
            t("{helper} asks to look on. Nothing is shown before you allow it.", helper=State.helper), role="alert"
        ),
        _way(t("Read what would be seen, and decide")),
        _stop(t("Stop")),
    )


def _running() -> rx.Component:
    return rx.fragment(
        _inner(
            rx.el.p(
                rx.el.strong(t("{helper} looks on.", helper=State.helper)),
                class_name="kiosk-walk__who",
                role="status",
            ),
            _stop(t("Stop")),
        ),
        rx.el.p(State.said, role="status", class_name="usa-sr-only"),
        rx.cond(State.point != "", _pointing()),
        rx.cond(State.proposal > 0, _proposal()),
        rx.el.details(
            rx.el.summary(t("Words with the help desk ({count})", count=State.words.length())),
            rx.el.div(
                words_of(State.words, t("The help desk")), _phrases(), _own_words(), class_name="kiosk-more__body"
            ),
            class_name="kiosk-more",
        ),
        page_script("walk.js"),
    )


def _pointing() -> rx.Component:
    """What is pointed at; the page's script marks the field and brings it into sight, the focus stays."""
    return _inner(
        rx.el.p(
            t("Look at the marked field."),
            rx.cond(State.point_note != "", rx.el.strong(" ", State.point_note)),
        ),
        document_link(t("Go to this field"), href=f"#{State.point}", class_name="kiosk-walk__link"),
        rx.el.span(
            hidden=True,
            custom_attrs={
                "data-walk-point": State.point,
                "data-walk-number": State.point_number.to_string(),
                "data-walk-note": rx.cond(State.point_note != "", State.point_note, t("The help desk points here.")),
            },
        ),
    )


def _proposal() -> rx.Component:
    return _inner(
        rx.el.p(t("The help desk proposes to open: {page}", page=State.proposed)),
        rx.el.button(
            t("Open it"),
            type="button",
            class_name="usa-button usa-button--outline",
            on_click=State.go(State.walk, State.proposal),
        ),
    )


def words_of(words: rx.Var[list[WordLine]], other: str) -> rx.Component:
    """Return what was said, with who said it."""

    def one(word: rx.Var[WordLine]) -> rx.Component:
        return rx.el.li(
            rx.el.strong(rx.cond(word.mine, t("You"), other), ": "),
            rx.el.bdi(word.text),
            key=word.id.to_string(),
        )

    return rx.cond(
        words.length() > 0,
        rx.el.div(
            rx.el.ol(rx.foreach(words, one), class_name="usa-list"),
            class_name="kiosk-walk__words",
            aria_label=t("What was said"),
            role="log",
            tab_index=0,
        ),
        rx.el.p(t("Nothing was said yet."), class_name="usa-hint"),
    )


def _phrases() -> rx.Component:
    def one(phrase: rx.Var[PhraseChoice]) -> rx.Component:
        return rx.el.button(
            phrase.text,
            type="button",
            class_name="usa-button usa-button--outline",
            on_click=State.say_phrase(State.walk, phrase.key),
            key=phrase.key,
        )

    return rx.el.div(
        rx.foreach(State.phrases, one), class_name="kiosk-actions", role="group", aria_label=t("Say with one press")
    )


def _own_words() -> rx.Component:
    return rx.el.form(
        line(
            State,
            "walk",
            "text",
            t("Say it in your own words"),
            LONGEST_TEXT,
            hint=t("Never write a password. Long numbers are hidden before anybody reads them."),
            optional=False,
        ),
        submit(t("Say it"), "usa-button usa-button--outline"),
        on_submit=lambda typed: State.say_text(State.walk, typed),
        no_validate=True,
        key=State.form_key,
    )


def _ended() -> rx.Component:
    return _inner(
        rx.el.p(State.ended, role="status"),
        rx.el.button(t("Close"), type="button", class_name="usa-button usa-button--unstyled", on_click=State.close),
    )
