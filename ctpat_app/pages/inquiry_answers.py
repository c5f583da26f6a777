"""All statements of a questionnaire by category, how far they are answered, and what is to be put right."""

import reflex as rx

from ctpat_app.components.inquiry import page_of, partner_frame
from ctpat_app.components.plain_form import TOLD, area, named, number_named, outcome, submit
from ctpat_app.components.text import t
from ctpat_app.domain.inquiry_access import MAX_ANSWER
from ctpat_app.state.answer_views import AskedAction, AskedPart, AskedRow
from ctpat_app.state.inquiry_answers import InquiryAnswersState as State

_LOOKS = (
    ("answered", "kiosk-tag kiosk-tag--done"),
    ("not-applicable", "kiosk-tag kiosk-tag--done"),
    ("returned", "kiosk-tag kiosk-tag--attention"),
    ("reason-missing", "kiosk-tag kiosk-tag--attention"),
)


def inquiry_answers_page() -> rx.Component:
    """What it is, how much is open, then the statements."""
    return partner_frame(
        State,
        "inquiry-answers",
        outcome(State),
        rx.el.h1(rx.el.bdi(State.name)),
        rx.el.p(State.stage_text, class_name="kiosk-lead"),
        rx.el.p(
            rx.cond(
                State.missing > 0,
                t(
                    "{missing} of {total} statements are open. Answer by {day}.",
                    missing=State.missing,
                    total=State.total,
                    day=State.due,
                ),
                t("All {total} statements are answered.", total=State.total),
            )
        ),
        rx.cond(State.signed != "", rx.el.p(State.signed)),
        rx.cond(State.may_answer, _next()),
        rx.cond(
            State.introduction != "",
            rx.el.div(rx.el.p(State.introduction, dir="auto", class_name="kiosk-pre"), class_name="kiosk-inset"),
        ),
        rx.cond(State.actions.length() > 0, _actions()),
        rx.foreach(State.parts, _part),
    )


def _next() -> rx.Component:
    return rx.el.div(
        rx.cond(
            (State.missing > 0) | (State.stage == "returned"),
            rx.el.a(t("Go to the next open statement"), href=State.first_open, class_name="usa-button"),
            rx.el.a(t("Sign the answers"), href=page_of(State, "inquiry-sign"), class_name="usa-button"),
        ),
        rx.el.a(t("Answer one question at a time"), href=page_of(State, "inquiry-talk")),
        class_name="kiosk-actions",
    )


def _part(part: rx.Var[AskedPart]) -> rx.Component:
    return rx.el.section(
        rx.el.h2(part.name),
        rx.el.ul(rx.foreach(part.rows.to(list[AskedRow]), _row), class_name="kiosk-list"),
    )


def _row(row: rx.Var[AskedRow]) -> rx.Component:
    return rx.el.li(
        rx.el.a(
            rx.el.bdi(row.number, dir="ltr"),
            " ",
            rx.el.span(row.title, lang=row.language, dir="auto"),
            href=row.href,
            class_name="kiosk-list__link",
        ),
        rx.el.span(row.note, class_name=rx.match(row.mark, *_LOOKS, "kiosk-tag")),
        rx.cond(row.files > 0, rx.el.p(t("Files: {count}", count=row.files), class_name="kiosk-list__note")),
        class_name="kiosk-list__item",
    )


def _actions() -> rx.Component:
    return rx.el.section(
        rx.el.h2(t("What {company} asks you to put right", company=f"\u2068{State.company}\u2069"), id="actions"),
        rx.foreach(State.actions, _action),
        custom_attrs={"aria-labelledby": "actions"},
    )


def _action(action: rx.Var[AskedAction]) -> rx.Component:
    return rx.el.section(
        rx.el.h3(rx.el.bdi(action.number, dir="ltr"), " ", rx.el.span(action.state, class_name="kiosk-tag")),
        rx.el.p(rx.el.strong(t("What was found:")), " ", rx.el.bdi(action.finding)),
        rx.el.p(rx.el.strong(t("What is wanted:")), " ", rx.el.bdi(action.wanted)),
        rx.el.p(t("To be done by {day}.", day=action.due)),
        rx.cond(
            action.decision != "", rx.el.p(rx.el.strong(t("Word of the company:")), " ", rx.el.bdi(action.decision))
        ),
        rx.cond(
            action.may_answer,
            rx.el.form(
                named("action", action.id),
                named("version", action.version),
                area(State, action.key, "text", t("What you have done"), MAX_ANSWER, optional=False),
                submit(t("Send this answer"), "usa-button usa-button--outline"),
                on_submit=lambda typed: State.answer_action(
                    State.inquiry, number_named(typed, "action"), number_named(typed, "version"), typed
                ),
                no_validate=True,
                key=f"{action.key}/{action.version}",
                custom_attrs=TOLD,
            ),
            rx.cond(action.answer != "", rx.el.p(rx.el.strong(t("Your answer:")), " ", rx.el.bdi(action.answer))),
        ),
        class_name="kiosk-card",
    )
