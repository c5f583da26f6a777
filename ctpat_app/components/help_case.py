"""What belongs to a case of the help desk: the conversation, and everything that came with the report."""

import reflex as rx

from ctpat_app.components.links import document_link
from ctpat_app.components.text import t
from ctpat_app.state.help_case import HelpCaseState as State
from ctpat_app.state.help_case_views import CaseMessageCard, ToldLine


def conversation() -> rx.Component:
    """Return what was written, oldest first; notes of the help desk are marked as such."""
    return rx.el.section(
        rx.el.h2(t("What was written"), id="written"),
        rx.el.div(
            rx.foreach(State.messages, _message),
            role="log",
            aria_label=t("What was written"),
            tab_index=0,
            class_name="kiosk-conversation",
        ),
        rx.cond(
            State.expected != "",
            rx.fragment(
                rx.el.h3(t("What the person expected")),
                rx.el.p(State.expected, dir="auto", class_name="kiosk-message__text"),
            ),
        ),
        custom_attrs={"aria-labelledby": "written"},
    )


def _message(card: rx.Var[CaseMessageCard]) -> rx.Component:
    return rx.el.article(
        rx.el.h3(
            card.title,
            " ",
            rx.cond(
                card.is_internal, rx.el.span(t("Only the help desk reads it"), class_name="kiosk-tag kiosk-tag--locked")
            ),
            id=card.id,
            class_name="kiosk-message__title",
        ),
        # What people wrote is text and nothing else: no address in it becomes a link.
        rx.el.p(card.text, lang=card.language, dir=card.direction, class_name="kiosk-message__text"),
        rx.cond(
            card.pictures.length() > 0,
            rx.el.ul(
                rx.foreach(
                    card.pictures,
                    lambda each: rx.el.li(
                        document_link(t("Picture of the screen:"), " ", rx.el.bdi(each.name), href=each.href)
                    ),
                ),
                class_name="usa-list",
            ),
        ),
        rx.cond(
            card.said_in != "",
            rx.el.p(t("Written in {language}", language=card.said_in), class_name="kiosk-caption"),
        ),
        rx.cond(card.of_case != "", rx.el.p(card.of_case, class_name="kiosk-caption")),
        class_name=rx.cond(card.is_staff, "kiosk-message kiosk-message--own", "kiosk-message"),
        custom_attrs={"aria-labelledby": card.id},
        key=card.id,
    )


def report() -> rx.Component:
    """Return all that came with the report."""
    return rx.el.section(
        rx.el.h2(t("What came with the report"), id="report"),
        _person(),
        rx.cond(
            State.report.length() > 0,
            rx.fragment(rx.el.h3(t("What was asked besides")), _rows(State.report)),
        ),
        rx.cond(State.place.length() > 0, rx.fragment(rx.el.h3(t("Where it happened")), _place())),
        rx.cond(State.refusals.length() > 0, _refusals()),
        _folded(t("What the browser told"), State.facts.length(), _rows(State.facts)),
        _folded(t("What was said with the assistant"), State.talk.length(), rx.foreach(State.talk, _talk)),
        custom_attrs={"aria-labelledby": "report"},
    )


def _person() -> rx.Component:
    return rx.fragment(
        rx.el.h3(t("The person")),
        rx.el.dl(
            _row(t("Email address in the report"), State.contact[0]),
            _row(t("Telephone in the report"), State.contact[1]),
            rx.cond(
                State.account.length() > 0,
                rx.fragment(
                    _row(t("Signed in as"), State.account[0]),
                    _row(t("Email address of the account"), State.account[1]),
                    _row(t("Company"), State.account[2]),
                ),
            ),
            class_name="kiosk-summary",
        ),
        rx.cond(
            State.account.length() == 0,
            rx.el.p(t("Nobody was signed in. We do not look for an account with this address."), class_name="usa-hint"),
        ),
    )


def _place() -> rx.Component:
    """Return page, step, version of the content and failure; the names are those of the rows of the state."""

    def row(each: rx.Var[list[str]]) -> rx.Component:
        return rx.el.div(
            rx.el.dt(
                rx.match(
                    each[0],
                    ("page", t("Page")),
                    ("step", t("Step")),
                    ("content", t("Version of the content")),
                    ("failure", t("Code of the failure")),
                    ("failed-page", t("Page of the failure")),
                    ("failed-step", t("Step of the failure")),
                    ("failed-content", t("Version of the content at the failure")),
                    ("handler", t("What failed")),
                    t("Place in the program"),
                ),
                class_name="kiosk-summary__key",
            ),
            rx.el.dd(
                rx.el.bdi(each[1], dir="ltr", class_name="kiosk-code"),
                class_name="kiosk-summary__value",
            ),
            class_name="kiosk-summary__row",
        )

    return rx.el.dl(rx.foreach(State.place, row), class_name="kiosk-summary")


def _refusals() -> rx.Component:
    return rx.fragment(
        rx.el.h3(t("Messages that stood on the page")),
        rx.el.p(t("Never the answers: the kiosk does not keep them with a failure."), class_name="usa-hint"),
        rx.el.ul(
            rx.foreach(
                State.refusals,
                lambda each: rx.el.li(rx.el.bdi(each[0], dir="ltr", class_name="kiosk-code"), " ", each[1]),
            ),
            class_name="usa-list",
        ),
    )


def _talk(said: rx.Var[ToldLine]) -> rx.Component:
    return rx.el.div(
        rx.el.p(
            rx.el.strong(rx.cond(said.is_person, t("The person:"), t("The assistant:"))),
            " ",
            rx.el.span(said.text, dir="auto"),
        ),
    )


def _rows(rows: rx.Var[list[list[str]]]) -> rx.Component:
    return rx.el.dl(rx.foreach(rows, lambda each: _row(each[0], each[1])), class_name="kiosk-summary")


def _row(name: str | rx.Var[str], value: rx.Var[str]) -> rx.Component:
    return rx.el.div(
        rx.el.dt(name, class_name="kiosk-summary__key"),
        rx.el.dd(rx.cond(value != "", rx.el.bdi(value), "–"), class_name="kiosk-summary__value"),
        class_name="kiosk-summary__row",
    )


def _folded(name: str, count: rx.Var[int], content: rx.Component) -> rx.Component:
    return rx.cond(
        count > 0,
        rx.el.details(
            rx.el.summary(name),
            rx.el.div(content, class_name="kiosk-more__body"),
            class_name="kiosk-more",
        ),
    )
