"""“Can we join?”: one plain question at a time, then what fits, what stands against it and what to gather."""

import reflex as rx

from ctpat_app.components.arrival import arriving, waiting
from ctpat_app.components.downloads import print_button
from ctpat_app.components.errors import error_summary
from ctpat_app.components.layout import frame
from ctpat_app.components.links import document_link
from ctpat_app.components.post_form import post_form, search_form
from ctpat_app.components.text import address, t
from ctpat_app.state.joining import JoiningState as State
from ctpat_app.state.joining_views import (
    AnswerLine,
    DocumentLine,
    KindLine,
    NumberGroup,
    NumberLine,
    OptionLine,
    Point,
    TypeCard,
)


def can_we_join_page() -> rx.Component:
    """The question on show, or the result."""
    return frame(
        rx.el.div(
            waiting(),
            arriving(rx.cond(State.loaded, rx.cond(State.view.key != "", _question(), _result()))),
            class_name="kiosk-column",
        ),
        title=State.view.title,
    )


# ---------------------------------------------------------------- questions


def _question() -> rx.Component:
    view = State.view
    return rx.fragment(
        error_summary(State.problems, State.attempt),
        rx.cond(
            State.back != "",
            document_link(t("Back"), href=State.back, class_name="kiosk-back"),
            rx.el.div(
                rx.el.p(t("Can we join?"), class_name="kiosk-lead"),
                rx.el.p(
                    t(
                        "About 12 questions, five minutes. You need no account, we ask nothing personal, "
                        "and nothing is stored: your answers stand in the address of the page alone."
                    )
                ),
            ),
        ),
        search_form(
            rx.foreach(State.kept, _kept),
            rx.el.input(type="hidden", name="asked", value=view.key),
            rx.el.fieldset(
                rx.el.legend(_caption(), rx.el.h1(view.title), class_name="usa-legend kiosk-legend--page"),
                rx.cond(view.hint != "", rx.el.p(view.hint, id="join-hint", class_name="usa-hint")),
                rx.cond(State.attempt > 0, _error()),
                rx.foreach(view.options, _option),
                class_name=rx.cond(
                    State.attempt > 0,
                    "usa-fieldset usa-form-group usa-form-group--error",
                    "usa-fieldset usa-form-group",
                ),
                custom_attrs={"aria-describedby": rx.cond(State.attempt > 0, "join-hint join-error", "join-hint")},
            ),
            rx.el.div(rx.el.button(t("Continue"), type="submit", class_name="usa-button"), class_name="kiosk-actions"),
            action=address("can-we-join"),
            # The next question begins with untouched controls.
            key=view.key,
        ),
    )


def _caption() -> rx.Component:
    number = rx.cond(
        State.count > 0,
        t("Question {number} of {count}", number=State.number, count=State.count),
        t("Question {number}", number=State.number),
    )
    return rx.el.span(
        number,
        rx.cond(State.view.statement, rx.fragment(" · ", t("Is this true for your company?"))),
        class_name="kiosk-caption",
    )


def _kept(pair: rx.Var[list[str]]) -> rx.Component:
    return rx.el.input(type="hidden", name=pair[0], value=pair[1])


def _error() -> rx.Component:
    return rx.el.p(
        rx.el.span(t("Error: "), class_name="usa-sr-only"),
        State.problems[0].text,
        id="join-error",
        class_name="usa-error-message",
    )


def _option(option: rx.Var[OptionLine]) -> rx.Component:
    view = State.view
    kind = rx.cond(view.several, "checkbox", "radio")
    return rx.el.div(
        rx.el.input(
            type=kind,
            name=view.key,
            value=option.key,
            id=option.control,
            default_checked=option.chosen,
            class_name=f"usa-{kind}__input",
        ),
        rx.el.label(
            option.label,
            rx.cond(option.hint != "", rx.el.span(option.hint, class_name=f"usa-{kind}__label-description")),
            html_for=option.control,
            class_name=f"usa-{kind}__label",
        ),
        class_name=f"usa-{kind}",
        key=option.control,
    )


# ---------------------------------------------------------------- result


def _result() -> rx.Component:
    return rx.fragment(
        rx.el.h1(t("Can we join?")),
        rx.el.p(
            rx.cond(
                State.types != "",
                t("By what you said, you can apply. CBP decides; this page is a first look."),
                t("By what you said, something stands against it today. Below is what you can do about it."),
            ),
            class_name="kiosk-lead",
        ),
        rx.foreach(State.cards, _card),
        rx.cond(State.types != "", rx.fragment(_apply(), _gathering())),
        _answers(),
        rx.el.div(print_button(), class_name="kiosk-actions kiosk-no-print"),
        rx.el.p(
            t(
                "Made on {day} with “Can we join?”. The content may change: look again before you apply.",
                day=State.today,
            ),
            class_name="kiosk-print-only",
        ),
    )


def _card(card: rx.Var[TypeCard]) -> rx.Component:
    return rx.el.section(
        rx.el.h2(card.name, id=f"type-{card.key}"),
        rx.el.p(
            rx.match(
                card.state,
                ("fits", rx.el.span(t("Fits your company"), class_name="kiosk-tag kiosk-tag--done")),
                ("open", rx.el.span(t("May fit: find out what is open"), class_name="kiosk-tag kiosk-tag--attention")),
                rx.el.span(t("Does not fit today"), class_name="kiosk-tag kiosk-tag--error"),
            )
        ),
        rx.cond(card.excluded != "", rx.el.p(card.excluded)),
        _points(t("What stands against it, and what to do"), card.against),
        rx.cond(
            card.other_href != "",
            rx.el.p(document_link(t("Answer the questions for: {type}", type=card.other), href=card.other_href)),
        ),
        _points(t("Find out before you apply"), card.unsure),
        _points(t("CBP will look at this more closely; it does not keep you out by itself"), card.to_review),
        rx.cond(
            card.confirmed.length() > 0,
            rx.fragment(
                rx.el.h3(t("What speaks for it")),
                rx.el.ul(rx.foreach(card.confirmed, rx.el.li), class_name="usa-list"),
            ),
        ),
        class_name="kiosk-card",
        key=card.key,
        custom_attrs={"aria-labelledby": f"type-{card.key}"},
    )


def _points(title: str, points: rx.Var[list[Point]]) -> rx.Component:
    return rx.cond(
        points.length() > 0,
        rx.fragment(rx.el.h3(title), rx.el.ul(rx.foreach(points, _point), class_name="usa-list")),
    )


def _point(point: rx.Var[Point]) -> rx.Component:
    return rx.el.li(
        rx.el.strong(point.text),
        rx.el.p(t("Why: {reason}", reason=point.why)),
        rx.el.p(t("What to do: {action}", action=point.next)),
    )


def _apply() -> rx.Component:
    return post_form(
        rx.el.input(type="hidden", name="types", value=State.types),
        rx.el.div(rx.el.button(t("Apply now"), type="submit", class_name="usa-button"), class_name="kiosk-actions"),
        rx.el.p(
            t("We keep the kind of company in a cookie of this browser, so that the application can offer it to you."),
            class_name="usa-hint",
        ),
        action="/auth/apply-as",
        class_name="kiosk-no-print",
    )


def _gathering() -> rx.Component:
    found = State.gathering
    return rx.fragment(
        rx.el.p(
            t("Below is what to gather, with a box to tick on each line. Print it, and share it with colleagues."),
        ),
        rx.el.div(print_button(), class_name="kiosk-actions kiosk-no-print"),
        rx.el.h2(t("How long it takes")),
        rx.el.p(
            t(
                "The security profile has {count} statements for you; {musts} of them are a must. Each asks how your "
                "company does it.",
                count=found.statements,
                musts=found.musts,
            )
        ),
        rx.el.p(
            t(
                "We estimate {least} to {most} hours in all, in many sittings and by several people: 5 minutes for a "
                "statement with a written procedure, 20 without. This is our estimate, not a figure of CBP.",
                least=found.least,
                most=found.most,
            )
        ),
        rx.el.p(
            t(
                "After you have sent it, the law gives CBP 90 days for its decision, as far as practicable. A number "
                "that your company does not have yet takes time as well: ask for it first."
            )
        ),
        rx.el.h2(t("Numbers you need, and where you find them")),
        rx.foreach(found.numbers, _number_group),
        rx.el.h2(t("Documents to gather")),
        rx.el.p(t("You need not have all of them. Each shows that one or more of the must statements is done.")),
        rx.el.dl(rx.foreach(found.documents, _document), class_name="kiosk-summary"),
    )


def _number_group(group: rx.Var[NumberGroup]) -> rx.Component:
    return rx.el.div(
        rx.el.p(rx.el.strong(rx.cond(group.several, t("One of these is enough:"), t("This one is needed:")))),
        rx.el.ul(rx.foreach(group.numbers, _number), class_name="usa-list kiosk-to-tick"),
        class_name="kiosk-card",
        key=group.key,
    )


def _number(number: rx.Var[NumberLine]) -> rx.Component:
    return rx.el.li(
        rx.el.strong(number.name),
        rx.el.p(t("Given out by: {issuer}", issuer=number.issuer)),
        rx.el.p(t("Where it stands: {place}", place=number.found_on)),
    )


def _document(line: rx.Var[DocumentLine]) -> rx.Component:
    return rx.el.div(
        rx.el.dt(line.category, class_name="kiosk-summary__key"),
        rx.el.dd(
            rx.el.p(line.musts),
            rx.el.ul(rx.foreach(line.kinds, _kind), class_name="usa-list kiosk-to-tick"),
            class_name="kiosk-summary__value",
        ),
        class_name="kiosk-summary__row",
        key=line.category,
    )


def _kind(kind: rx.Var[KindLine]) -> rx.Component:
    return rx.el.li(rx.el.strong(kind.name), rx.el.p(kind.what))


def _answers() -> rx.Component:
    return rx.fragment(
        rx.el.h2(t("What you said")),
        rx.el.dl(rx.foreach(State.answers, _answer), class_name="kiosk-summary"),
        rx.el.p(document_link(t("Begin again"), href=address("can-we-join")), class_name="kiosk-no-print"),
    )


def _answer(line: rx.Var[AnswerLine]) -> rx.Component:
    return rx.el.div(
        rx.el.dt(line.question, class_name="kiosk-summary__key"),
        rx.el.dd(line.answer, class_name="kiosk-summary__value"),
        rx.el.dd(
            document_link(t("Change"), rx.el.span(" ", line.question, class_name="usa-sr-only"), href=line.href),
            class_name="kiosk-summary__action kiosk-no-print",
        ),
        class_name="kiosk-summary__row",
        key=line.href,
    )
