"""How ready an application is: one figure, points by category, and what is missing, each with the way to mend it."""

import reflex as rx

from ctpat_app.components.arrival import arriving, waiting
from ctpat_app.components.charts import bar_chart, ring
from ctpat_app.components.downloads import print_button
from ctpat_app.components.into_the_plan import into_the_plan
from ctpat_app.components.layout import frame
from ctpat_app.components.text import address, t
from ctpat_app.guidance.readiness import ANSWER, EVIDENCE, LACKING, SUBSTANCE, WEIGHT, GapKind
from ctpat_app.state.readiness import GapRow, ReviewCard
from ctpat_app.state.readiness import ReadinessState as State


def readiness_page() -> rx.Component:
    """The whole first, then the parts, then what to do."""
    return frame(
        rx.el.div(
            arriving(rx.cond(State.draft > 0, _back())),
            rx.el.h1(t("How ready the application is")),
            waiting(),
            arriving(rx.cond(State.draft > 0, _readiness())),
            class_name="kiosk-column",
        )
    )


def _back() -> rx.Component:
    return rx.el.a(
        t("All parts of the application"),
        href=f"{address('application')}?draft={State.draft}",
        class_name="kiosk-back kiosk-no-print",
    )


def _readiness() -> rx.Component:
    return rx.fragment(
        rx.el.p(rx.el.bdi(State.company), class_name="kiosk-lead"),
        rx.cond(
            State.bars.length() > 0,
            rx.fragment(
                rx.el.section(
                    rx.el.h2(t("The whole security profile"), id="whole"),
                    ring(State.points, name="whole", title=t("Points of the whole profile"), words=t("of 100 points")),
                    _method(),
                    custom_attrs={"aria-labelledby": "whole"},
                ),
                rx.el.section(
                    rx.el.h2(t("Each category"), id="parts"),
                    bar_chart(State.bars, name="category", title=t("Points by category"), unit=t("Points of 100")),
                    custom_attrs={"aria-labelledby": "parts"},
                ),
                _gaps(),
            ),
            rx.el.p(t("Choose your business types first: they decide which statements you answer.")),
        ),
        _reviews(),
        rx.el.div(print_button(), class_name="kiosk-actions kiosk-no-print"),
    )


def _method() -> rx.Component:
    return rx.el.details(
        rx.el.summary(t("How this is counted")),
        rx.el.div(
            rx.el.p(
                t(
                    "This is a measure of this kiosk, made to show what to do next. It is no score of CTPAT, and "
                    "nobody at the program decides by it."
                )
            ),
            rx.el.ul(
                rx.el.li(t("Each statement has 100 points: {points} for an answer.", points=ANSWER)),
                rx.el.li(
                    t(
                        "{points} for its substance: who, how often, which record, and what follows. Each of them that "
                        "is missing costs {each}.",
                        points=SUBSTANCE,
                        each=LACKING,
                    )
                ),
                rx.el.li(
                    t(
                        "{points} for evidence: a must without a document loses them all, one that is too old or in "
                        "the wrong place costs {each}.",
                        points=EVIDENCE,
                        each=LACKING,
                    )
                ),
                rx.el.li(t("A must counts {times} times as much as a should.", times=WEIGHT["must"])),
                rx.el.li(t("Not applicable with a reason is done. What you dismissed with a reason costs nothing.")),
                class_name="usa-list",
            ),
            class_name="kiosk-more__body",
        ),
        class_name="kiosk-more",
    )


def _gaps() -> rx.Component:
    return rx.el.section(
        rx.el.h2(t("What is missing: {count}", count=State.total), id="gaps"),
        rx.el.p(t("What costs the whole most comes first.")),
        _filter(),
        rx.el.p(t("Shown: {shown} of {count}", shown=State.gaps.length(), count=State.found), role="status"),
        rx.el.ol(rx.foreach(State.gaps, _gap), class_name="kiosk-list"),
        rx.cond(
            State.gaps.length() < State.found,
            rx.el.button(
                t("Show all {count}", count=State.found),
                type="button",
                class_name="usa-button usa-button--outline kiosk-no-print",
                on_click=State.show_all(State.draft),
            ),
        ),
        custom_attrs={"aria-labelledby": "gaps"},
    )


def kind_word(kind: rx.Var[str]) -> rx.Var[str]:
    """Return what there is to do about a gap of ``kind``, in a word or two."""
    return rx.match(kind, *kind_words(), "")


def kind_words() -> tuple[tuple[str, str], ...]:
    """Return the kinds of gaps with their names."""
    return (
        (GapKind.ANSWER.value, t("Answer")),
        (GapKind.SUBSTANCE.value, t("Substance")),
        (GapKind.EVIDENCE.value, t("Evidence")),
    )


def _filter() -> rx.Component:
    def choice(name: str, label: str, options: rx.Component, value: rx.Var[str]) -> rx.Component:
        return rx.el.div(
            rx.el.label(label, html_for=f"by-{name}", class_name="usa-label"),
            rx.el.select(
                rx.el.option(t("All"), value=""),
                options,
                id=f"by-{name}",
                name=name,
                default_value=value,
                class_name="usa-select",
            ),
            class_name="usa-form-group",
        )

    def listed(items: rx.Var[list[list[str]]]) -> rx.Component:
        return rx.foreach(items, lambda each: rx.el.option(each[1], value=each[0]))

    kinds = rx.fragment(*(rx.el.option(word, value=kind) for kind, word in kind_words()))
    return rx.el.form(
        choice("category", t("Category"), listed(State.categories), State.category),
        choice("kind", t("What is to be done"), kinds, State.kind),
        rx.cond(
            State.people.length() > 0,
            choice("person", t("Who was given the statement"), listed(State.people), State.person),
        ),
        rx.el.button(t("Show these"), type="submit", class_name="usa-button usa-button--outline"),
        role="search",
        class_name="kiosk-filter kiosk-no-print",
        on_submit=lambda typed: State.narrow(State.draft, typed),
        aria_label=t("Narrow the list"),
    )


def _gap(row: rx.Var[GapRow]) -> rx.Component:
    return rx.el.li(
        rx.el.p(
            rx.cond(
                row.must,
                rx.el.span(t("Must"), class_name="kiosk-tag kiosk-tag--must"),
                rx.el.span(t("Should"), class_name="kiosk-tag kiosk-tag--should"),
            ),
            " ",
            rx.el.span(kind_word(row.kind), class_name="kiosk-tag"),
            " ",
            rx.el.bdi(row.number, dir="ltr", class_name="kiosk-criterion__number"),
        ),
        rx.el.a(row.title, href=row.href, lang=row.title_language, class_name="kiosk-list__link", id=row.id),
        rx.el.p(row.text),
        rx.el.p(
            row.category,
            " · ",
            t("Costs {points} of its 100 points", points=row.points),
            rx.cond(row.people != "", rx.fragment(" · ", t("Given to:"), " ", rx.el.bdi(row.people))),
            class_name="kiosk-list__note",
        ),
        into_the_plan(
            row.planned,
            t("Open actions for this statement: {count}", count=row.planned),
            row.planned_href,
            rx.cond(State.may_write, row.plan_href, ""),
            row.title,
        ),
        class_name="kiosk-list__item",
        key=row.id,
    )


def _reviews() -> rx.Component:
    return rx.el.section(
        rx.el.h2(t("Readiness reviews"), id="reviews"),
        rx.el.p(
            t(
                "Before a validation, somebody goes through all statements and notes what they see. The result is kept "
                "with its date, so that you can compare."
            )
        ),
        rx.el.ul(rx.foreach(State.reviews, _review), class_name="kiosk-list"),
        rx.cond(
            State.may_write & (State.bars.length() > 0),
            rx.el.button(
                rx.cond(
                    State.reviews.length() > 0,
                    rx.cond(State.reviews[0].finished, t("Start a new review"), t("Go on with the open review")),
                    t("Start a review"),
                ),
                type="button",
                class_name="usa-button usa-button--outline",
                on_click=State.start(State.draft),
            ),
        ),
        class_name="kiosk-no-print",
        custom_attrs={"aria-labelledby": "reviews"},
    )


def _review(card: rx.Var[ReviewCard]) -> rx.Component:
    return rx.el.li(
        rx.el.a(t("Review of {day}", day=card.day), href=card.href, class_name="kiosk-list__link"),
        rx.el.p(
            rx.cond(
                card.finished,
                t(
                    "{points} of 100 points, finished by {name}",
                    points=card.points,
                    name="\u2068" + card.who + "\u2069",
                ),
                t("Not finished, begun by {name}", name="\u2068" + card.who + "\u2069"),
            ),
            class_name="kiosk-list__note",
        ),
        class_name="kiosk-list__item",
        key=card.id.to_string(),
    )
