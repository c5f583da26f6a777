"""Answering a case: a ready answer, shown in both languages before it is sent, or one's own words; and notes."""

import reflex as rx

from ctpat_app.components.plain_form import TOLD, area, choice, form_fault, line, submit
from ctpat_app.components.text import t
from ctpat_app.domain.help_desk import MAX_REPLY
from ctpat_app.state.help_case import HelpCaseState as State

_DAY_LENGTH = 10


def answers() -> rx.Component:
    """Return the two ways to answer, and to whom the answer goes."""
    return rx.el.section(
        rx.el.h2(t("Answer"), id="answer"),
        rx.el.p(State.head.answers_to),
        rx.cond(State.head.others != "", rx.el.p(State.head.others)),
        _ready(),
        _own(),
        class_name="kiosk-no-print",
        custom_attrs={"aria-labelledby": "answer"},
    )


def _ready() -> rx.Component:
    return rx.el.section(
        rx.el.h3(t("With a ready answer"), id="ready"),
        rx.el.form(
            form_fault(State, "ready"),
            choice(
                State, "ready", "canned", t("Ready answer"), State.canned, empty=t("Choose"), optional=False,
                hint=t("Those that fit this kind of problem come first."),
            ),
            line(
                State, "ready", "day", t("Day by which we write again"), _DAY_LENGTH, type="date", dir="ltr",
                look="usa-input usa-input--medium", hint=t("Only for answers that name a day."),
            ),
            submit(t("Show it in both languages"), "usa-button usa-button--outline"),
            on_submit=lambda typed: State.show_ready(State.head.id, typed),
            no_validate=True,
            key=State.form_key,
            custom_attrs={"data-leads-to": "#ready-answer"},
        ),
        rx.cond(State.preview.id != "", _preview()),
        custom_attrs={"aria-labelledby": "ready"},
    )  # fmt: skip


def _preview() -> rx.Component:
    seen = State.preview
    return rx.el.div(
        rx.el.h4(t("As the person gets it: {language}", language=seen.theirs_name), id="ready-title"),
        rx.cond(seen.gap != "", rx.el.p(rx.el.strong(seen.gap))),
        rx.el.p(seen.theirs, lang=seen.theirs_language, dir=seen.theirs_direction, class_name="kiosk-message__text"),
        rx.cond(
            seen.same,
            rx.fragment(),
            rx.fragment(
                rx.el.h4(t("In your language")),
                rx.el.p(seen.mine, lang=seen.mine_language, dir=seen.mine_direction, class_name="kiosk-message__text"),
            ),
        ),
        rx.el.form(
            _state("ready", seen.state),
            submit(t("Send this answer")),
            on_submit=lambda typed: State.send_ready(State.head.id, State.head.version, seen.id, seen.day, typed),
            key=f"send-{seen.id}-{seen.day}",
            custom_attrs=TOLD,
        ),
        id="ready-answer",
        tab_index=-1,
        class_name="kiosk-box",
        custom_attrs={"aria-labelledby": "ready-title"},
        key=f"{seen.id}-{seen.day}",
    )


def _state(form: str, begins: rx.Var[str]) -> rx.Component:
    """Return the choice of what becomes of the case."""
    own = f"{form}-state"
    return rx.el.div(
        rx.el.label(t("What becomes of the case"), html_for=own, class_name="usa-label"),
        rx.el.select(
            rx.foreach(State.states, lambda each: rx.el.option(each[1], value=each[0])),
            id=own,
            name="state",
            class_name="usa-select",
            default_value=begins,
            key=f"{own}-{begins}-{State.states.length()}",
        ),
        class_name="usa-form-group",
    )


def _own() -> rx.Component:
    head = State.head
    return rx.el.section(
        rx.el.h3(t("In your own words"), id="own"),
        rx.el.form(
            form_fault(State, "answer"),
            area(
                State,
                "answer",
                "text",
                t("Answer"),
                MAX_REPLY,
                optional=False,
                hint=t("The person reads it as plain text. Never ask for a password or the number of a document."),
                more={"data-draft-key": State.draft_key, "data-saved-version": "1"},
            ),
            choice(
                State,
                "answer",
                "language",
                t("Written in"),
                State.languages,
                empty=t("Choose"),
                optional=False,
            ),
            _state("answer", State.values.get("answer-state", "")),
            submit(t("Send the answer")),
            on_submit=lambda typed: State.send(head.id, head.version, typed),
            no_validate=True,
            key=State.form_key,
            custom_attrs=TOLD,
        ),
        custom_attrs={"aria-labelledby": "own"},
    )


def note_form() -> rx.Component:
    """Return the form for a note that no person ever sees."""
    return rx.el.section(
        rx.el.h2(t("Note for the help desk"), id="note"),
        rx.el.form(
            form_fault(State, "note"),
            area(
                State,
                "note",
                "text",
                t("Note"),
                MAX_REPLY,
                optional=False,
                hint=t("Only the help desk reads it, never the person."),
            ),
            submit(t("Keep the note"), "usa-button usa-button--outline"),
            on_submit=lambda typed: State.note(State.head.id, typed),
            no_validate=True,
            key=State.form_key,
            custom_attrs=TOLD,
        ),
        class_name="kiosk-no-print",
        custom_attrs={"aria-labelledby": "note"},
    )
