"""Looking on at a person's page: the code that they read out, what they allow to be seen, and the means to point."""

import reflex as rx

from ctpat_app.components.desk import desk_nav, desk_section
from ctpat_app.components.layout import frame
from ctpat_app.components.plain_form import line, outcome, submit
from ctpat_app.components.text import t
from ctpat_app.components.walk_bar import words_of
from ctpat_app.components.walk_view import seen_page
from ctpat_app.domain.walk_throughs import Stage
from ctpat_app.state.staff_walk import StaffWalkState as State
from ctpat_app.state.walk_lines import PhraseChoice


def staff_walk_through_page() -> rx.Component:
    """Enter the code, wait for the person, look on."""
    return frame(
        rx.el.div(
            desk_nav(),
            outcome(State),
            rx.el.h1(t("Look on at a page")),
            rx.match(
                State.stage,
                (Stage.ASKED.value, _asked()),
                (Stage.RUNNING.value, _running()),
                rx.fragment(
                    rx.cond(
                        State.ended != "",
                        rx.el.div(rx.el.p(State.ended), class_name="kiosk-alert kiosk-alert--info", role="status"),
                    ),
                    _enter(),
                ),
            ),
            class_name="kiosk-column",
        )
    )


def _enter() -> rx.Component:
    return rx.el.form(
        rx.el.p(
            t(
                'The person presses "Let the help desk look on" at the top of their page and reads a code out to you. '
                "They decide whether you see anything. You never type, sign or send for them."
            )
        ),
        line(
            State,
            "walk",
            "code",
            t("Code of the person"),
            20,
            hint=t("Six letters and digits, such as ACD-346."),
            optional=False,
            dir="ltr",
            look="usa-input usa-input--medium kiosk-input--code",
        ),
        submit(t("Ask to look on")),
        on_submit=State.enter,
        no_validate=True,
    )


def _asked() -> rx.Component:
    return rx.fragment(
        rx.el.p(t("The person is being asked. Nothing is shown before they allow it."), role="status"),
        _stop(t("Give it up")),
    )


def _stop(text: str) -> rx.Component:
    return rx.el.button(text, type="button", class_name="usa-button", on_click=State.stop(State.walk))


def _running() -> rx.Component:
    return rx.fragment(
        rx.el.p(t("You see the page of {person}. Personal numbers are hidden.", person=State.person), role="status"),
        rx.el.div(_stop(t("Stop")), class_name="kiosk-actions"),
        rx.el.div(
            rx.el.section(
                seen_page(),
                class_name="kiosk-walk__seen",
                custom_attrs={"aria-labelledby": "walk-seen"},
            ),
            rx.el.div(_notes(), _pages(), _words(), class_name="kiosk-walk__tools"),
            class_name="kiosk-walk__desk",
        ),
    )


def _notes() -> rx.Component:
    """What goes with the next pointing."""
    return desk_section(
        "walk-pointing",
        t("Pointing"),
        rx.el.label(t("Note at the field"), html_for="walk-note", class_name="usa-label"),
        rx.el.select(
            rx.el.option(t("No note"), value=""),
            rx.foreach(State.notes, lambda each: rx.el.option(each.text, value=each.key)),
            class_name="usa-select",
            on_change=State.choose_note,
            custom_attrs={"id": "walk-note"},
        ),
        rx.cond(
            State.pointed != "",
            rx.el.div(
                rx.el.button(
                    t("Point at nothing"),
                    type="button",
                    class_name="usa-button usa-button--outline",
                    on_click=State.point_at_nothing(State.walk),
                ),
                class_name="kiosk-actions",
            ),
        ),
    )


def _pages() -> rx.Component:
    return desk_section(
        "walk-pages",
        t("Propose a page"),
        rx.el.form(
            _choice("page", t("Page"), State.page.pages),
            submit(t("Propose it"), "usa-button usa-button--outline"),
            on_submit=lambda typed: State.propose(State.walk, typed),
        ),
        rx.cond(State.proposed > 0, rx.el.p(t("The person has not opened it yet."), role="status")),
    )


def _words() -> rx.Component:
    return desk_section(
        "walk-words",
        t("Words"),
        words_of(State.words, t("The person")),
        rx.el.form(
            _choice("phrase", t("Phrase, read in the language of the person"), State.phrases),
            submit(t("Say it"), "usa-button usa-button--outline"),
            on_submit=lambda typed: State.say_phrase(State.walk, typed),
        ),
    )


def _choice(name: str, label: str, options: rx.Var[list[PhraseChoice]]) -> rx.Component:
    return rx.fragment(
        rx.el.label(label, html_for=f"walk-{name}", class_name="usa-label"),
        rx.el.select(
            rx.foreach(options, lambda each: rx.el.option(each.text, value=each.key)),
            name=name,
            class_name="usa-select",
            custom_attrs={"id": f"walk-{name}"},
        ),
    )
