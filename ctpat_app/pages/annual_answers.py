"""The answers of an annual review, one at a time: affirm what is still right, change what is not."""

import reflex as rx

from ctpat_app.components.arrival import arriving, waiting
from ctpat_app.components.layout import frame
from ctpat_app.components.plain_form import outcome
from ctpat_app.components.review import findings_list
from ctpat_app.components.text import address, t
from ctpat_app.state.annual_answers import AnnualAnswersState as State
from ctpat_app.state.annual_answers import AnswerLine, EvidenceAge

View = State.view


def annual_answers_page() -> rx.Component:
    """The statement with last year's answer and the two buttons, then all statements with what was said about each."""
    return frame(
        rx.el.div(
            rx.cond(
                State.model > 0,
                rx.el.a(
                    t("Annual review"),
                    href=f"{address('annual-review')}?model={State.model}",
                    class_name="kiosk-back kiosk-no-print",
                ),
            ),
            rx.el.h1(t("Affirm or change each answer")),
            waiting(),
            arriving(outcome(State), rx.cond(State.model > 0, _answers())),
            class_name="kiosk-column",
        ),
        title=View.title,
    )


def _answers() -> rx.Component:
    return rx.fragment(
        rx.el.p(
            t("{done} of {count} answers are affirmed or changed.", done=State.settled, count=State.count),
            class_name="kiosk-caption",
            role="status",
        ),
        rx.cond(State.has_new_content, _new_content()),
        rx.cond(View.criterion != "", _one()),
        _list(),
    )


def _new_content() -> rx.Component:
    return rx.el.div(
        rx.el.p(t("The questions have changed since they were answered. Read what is different first.")),
        rx.el.p(rx.el.a(t("See what has changed"), href=f"{address('changes')}?draft={State.draft}")),
        class_name="kiosk-alert kiosk-alert--attention",
    )


def _one() -> rx.Component:
    return rx.el.article(
        rx.el.h2(
            rx.cond(View.number != "", rx.fragment(rx.el.bdi(View.number, dir="ltr"), " ")),
            rx.el.span(View.title, dir="auto"),
            " ",
            rx.cond(
                View.must,
                rx.el.span(t("Must"), class_name="kiosk-tag kiosk-tag--must"),
                rx.el.span(t("Should"), class_name="kiosk-tag kiosk-tag--should"),
            ),
            id="statement",
        ),
        rx.el.p(View.statement, lang=View.statement_language, dir="auto"),
        _mark(View.mark),
        rx.cond(
            View.marked_by != "",
            rx.el.p(
                t("Affirmed by {person} on {moment}.", person=View.marked_by, moment=View.marked_at),
                class_name="usa-hint",
            ),
        ),
        rx.el.h3(rx.cond(View.before != "", t("The answer as it stands now"), t("The answer of last year"))),
        rx.cond(
            View.text != "",
            rx.fragment(
                rx.cond(
                    View.applies,
                    rx.fragment(),
                    rx.el.p(rx.el.span(t("Does not apply"), class_name="kiosk-tag kiosk-tag--info")),
                ),
                _written(View.text, View.language),
            ),
            rx.el.p(t("There is no answer yet. Write one before you send the review.")),
        ),
        rx.cond(View.english != "", rx.fragment(rx.el.h3(t("English version")), _written(View.english, "en"))),
        rx.cond(
            View.before != "",
            rx.fragment(rx.el.h3(t("What was sent before")), _written(View.before, View.before_language)),
        ),
        rx.el.h3(t("Evidence")),
        rx.cond(
            View.evidence.length() > 0,
            rx.el.ul(rx.foreach(View.evidence, _evidence), class_name="usa-list"),
            rx.el.p(t("No document stands beside this answer.")),
        ),
        rx.cond(
            View.findings.length() > 0,
            rx.fragment(rx.el.h3(t("What a reviewer may object to")), findings_list(View.findings)),
        ),
        _buttons(),
        _pager(),
        class_name="kiosk-card",
        custom_attrs={"aria-labelledby": "statement"},
    )


def _written(text: rx.Var[str], language: rx.Var[str] | str) -> rx.Component:
    return rx.el.p(text, lang=language, dir="auto", class_name="kiosk-inset kiosk-written")


def _evidence(file: rx.Var[EvidenceAge]) -> rx.Component:
    return rx.el.li(
        rx.el.bdi(file.name),
        rx.cond(file.kind != "", rx.el.span(" ", file.kind, class_name="kiosk-caption")),
        rx.el.br(),
        rx.cond(
            file.is_outdated,
            rx.el.span(file.age, class_name="kiosk-tag kiosk-tag--attention"),
            rx.el.span(file.age, class_name="kiosk-caption"),
        ),
    )


def _buttons() -> rx.Component:
    """The first button stays where it is from statement to statement: whoever uses the keyboard presses it again."""
    return rx.el.div(
        rx.cond(
            State.may_affirm,
            rx.el.button(
                t("Still right: affirm"),
                type="button",
                class_name="usa-button",
                on_click=State.affirm(State.model, View.criterion, View.versions),
                custom_attrs={"aria-describedby": "statement"},
            ),
        ),
        rx.el.a(
            t("Change this answer"),
            href=View.change_href,
            class_name="usa-button usa-button--outline",
            custom_attrs={"data-returns": "true", "aria-describedby": "statement"},
        ),
        rx.el.a(t("Ask your specialist"), href=f"{address('messages')}?account={State.account}"),
        class_name="kiosk-actions",
    )


def _pager() -> rx.Component:
    return rx.el.nav(
        rx.cond(
            View.previous_href != "",
            rx.el.a(t("Previous statement"), href=View.previous_href, class_name="kiosk-pager__prev"),
        ),
        rx.cond(
            View.next_href != "",
            rx.el.a(t("Skip to the next statement"), href=View.next_href, class_name="kiosk-pager__next"),
        ),
        class_name="kiosk-pager",
        aria_label=t("Statements"),
    )


def _list() -> rx.Component:
    def entry(line: rx.Var[AnswerLine]) -> rx.Component:
        return rx.el.li(
            rx.el.div(
                rx.el.a(
                    rx.cond(line.number != "", rx.fragment(rx.el.bdi(line.number, dir="ltr"), " ")),
                    rx.el.span(line.title, lang=line.language, dir="auto"),
                    href=line.href,
                    class_name="kiosk-task__link",
                    custom_attrs={"aria-current": rx.cond(line.is_here, "true", "false")},
                ),
                class_name="kiosk-task__text",
            ),
            _mark(line.mark),
            class_name="kiosk-task",
        )

    return rx.el.section(
        rx.el.h2(t("All statements"), id="all"),
        rx.el.ol(rx.foreach(State.lines, entry), class_name="kiosk-tasks"),
        custom_attrs={"aria-labelledby": "all"},
    )


def _mark(mark: rx.Var[str]) -> rx.Component:
    return rx.match(
        mark,
        ("affirmed", rx.el.span(t("Affirmed"), class_name="kiosk-tag kiosk-tag--done")),
        ("changed", rx.el.span(t("Changed in this review"), class_name="kiosk-tag kiosk-tag--done")),
        ("unanswered", rx.el.span(t("No answer yet"), class_name="kiosk-tag kiosk-tag--attention")),
        rx.el.span(t("Open"), class_name="kiosk-tag kiosk-tag--todo"),
    )
