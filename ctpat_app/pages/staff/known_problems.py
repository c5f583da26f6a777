"""Known problems at the help desk: what people are told on which pages, and the form that writes it."""

from typing import Any

import reflex as rx

from ctpat_app.components.arrival import arriving, waiting
from ctpat_app.components.desk import desk_nav, desk_section, note
from ctpat_app.components.layout import frame
from ctpat_app.components.plain_form import TOLD, area, form_fault, line, outcome, submit
from ctpat_app.components.text import address, t
from ctpat_app.domain.known_problems import ENGLISH, MAX_TEXT, MAX_TITLE
from ctpat_app.state.known_problems import FORM, PageBox, ProblemCard, problem_languages
from ctpat_app.state.known_problems import KnownProblemsState as State
from ctpat_app.words.languages import direction, own_name

_LEADS_TO_TOLD = {"data-leads-to": ".kiosk-told"}


def known_problems_page() -> rx.Component:
    """The list first, the form below it."""
    return frame(
        rx.el.div(
            desk_nav(),
            outcome(State),
            rx.el.h1(t("Known problems")),
            rx.el.p(
                t("What you publish stands at once on top of the pages that you choose, for everybody."),
                class_name="kiosk-lead",
            ),
            waiting(),
            arriving(rx.cond(State.loaded, rx.fragment(_list(), _form()))),
            class_name="kiosk-column",
        )
    )


def _list() -> rx.Component:
    return desk_section(
        "problems",
        t("Written so far"),
        rx.cond(
            State.cards.length() > 0,
            rx.el.ul(rx.foreach(State.cards, _card), class_name="kiosk-list"),
            rx.el.p(t("No problem is written down yet.")),
        ),
    )


def _card(card: rx.Var[ProblemCard]) -> rx.Component:
    title = rx.el.span(card.note.title, lang=card.note.language, dir=card.note.direction)
    return rx.el.li(
        rx.cond(
            card.state == "solved",
            rx.el.strong(title),
            rx.el.a(title, href=card.href, class_name="kiosk-list__link"),
        ),
        _state(card),
        note(card.standing),
        note(card.pages),
        rx.cond(
            card.state == "draft",
            _press(card, t("Publish now"), State.publish(card.id, card.version), "usa-button"),
        ),
        rx.cond(
            (card.state == "shown") | (card.state == "published") | (card.state == "over"),
            _press(card, t("It is solved"), State.solve(card.id, card.version), "usa-button usa-button--outline"),
        ),
        class_name="kiosk-list__item",
        key=f"{card.id}-{card.version}",
    )


def _state(card: rx.Var[ProblemCard]) -> rx.Component:
    return rx.match(
        card.state,
        ("shown", rx.el.span(t("On show now"), class_name="kiosk-tag kiosk-tag--attention")),
        ("published", rx.el.span(t("Begins later"), class_name="kiosk-tag kiosk-tag--progress")),
        ("over", rx.el.span(t("Its time is over"), class_name="kiosk-tag kiosk-tag--todo")),
        ("solved", rx.el.span(t("Solved"), class_name="kiosk-tag kiosk-tag--done")),
        rx.el.span(t("Not published"), class_name="kiosk-tag kiosk-tag--todo"),
    )


def _press(card: rx.Var[ProblemCard], name: str, then: Any, look: str) -> rx.Component:
    return rx.el.div(
        rx.el.button(
            name,
            rx.el.span(": ", card.note.title, class_name="usa-sr-only"),
            type="button",
            class_name=look,
            on_click=then,
            custom_attrs=_LEADS_TO_TOLD,
        ),
        class_name="kiosk-list__more",
    )


def _form() -> rx.Component:
    return desk_section(
        "write",
        t("Write a known problem"),
        rx.cond(
            State.problem > 0,
            rx.el.p(
                t("You change a problem that is written down already."),
                " ",
                rx.el.a(t("Write a new one instead"), href=address("staff/known-problems")),
            ),
        ),
        rx.el.form(
            form_fault(State, FORM),
            *_words(ENGLISH),
            _others(),
            _pages(),
            _moment("since", t("Since when, in UTC"), t("Empty: from now on.")),
            _moment(
                "until", t("Until when, in UTC"), t("It ends by itself then. Empty: when you say that it is solved.")
            ),
            submit(t("Save the problem")),
            on_submit=lambda typed: State.save(State.problem, State.seen, typed),
            no_validate=True,
            key=State.form_key,
            custom_attrs=TOLD,
        ),
    )


def _words(language: str) -> list[rx.Component]:
    required, name = language == ENGLISH, own_name(language)
    more = {"lang": language}
    return [
        line(
            State,
            FORM,
            f"title-{language}",
            t("Title ({language})", language=name),
            MAX_TITLE,
            optional=not required,
            dir=direction(language),
        ),
        area(
            State,
            FORM,
            f"text-{language}",
            t("What happens, and what to do meanwhile ({language})", language=name),
            MAX_TEXT,
            optional=not required,
            more=more,
        ),
    ]


def _others() -> rx.Component:
    others = [each for each in problem_languages() if each != ENGLISH]
    return rx.el.details(
        rx.el.summary(t("In other languages")),
        rx.el.div(
            rx.el.p(
                t("Where there are no words in a language, its readers see the English ones."), class_name="usa-hint"
            ),
            *(field for language in others for field in _words(language)),
            class_name="kiosk-more__body",
        ),
        class_name="kiosk-more",
    )


def _pages() -> rx.Component:
    return rx.el.fieldset(
        rx.el.legend(t("Which pages it affects"), class_name="usa-legend"),
        form_fault_of_pages(),
        _box("whole", t("The whole kiosk"), State.whole),
        rx.el.details(
            rx.el.summary(t("Only some pages")),
            rx.el.div(
                rx.el.p(t("What affects one step of the application stands on all of them."), class_name="usa-hint"),
                rx.foreach(State.boxes, _page_box),
                class_name="kiosk-more__body",
            ),
            open=True,
            class_name="kiosk-more",
        ),
        id=f"{FORM}-pages",
        tab_index=-1,
        class_name="usa-fieldset usa-form-group",
    )


def form_fault_of_pages() -> rx.Component:
    """Return why the choice of pages was refused."""
    return rx.cond(
        State.problems.contains(f"{FORM}-pages"),
        rx.el.p(
            rx.el.span(t("Error:"), " ", class_name="usa-sr-only"),
            State.problems[f"{FORM}-pages"],
            class_name="usa-error-message",
        ),
    )


def _page_box(box: rx.Var[PageBox]) -> rx.Component:
    return _box(box.name, box.title, box.chosen)


def _box(name: str | rx.Var[str], label: str | rx.Var[str], chosen: rx.Var[bool]) -> rx.Component:
    return rx.el.div(
        rx.el.input(
            type="checkbox",
            name=name,
            value="yes",
            default_checked=chosen,
            class_name="usa-checkbox__input",
            custom_attrs={"id": name},
        ),
        rx.el.label(label, html_for=name, class_name="usa-checkbox__label"),
        class_name="usa-checkbox",
    )


def _moment(name: str, label: str, hint: str) -> rx.Component:
    return line(
        State, FORM, name, label, 16, hint=hint, type="datetime-local", dir="ltr", look="usa-input usa-input--medium",
    )  # fmt: skip
