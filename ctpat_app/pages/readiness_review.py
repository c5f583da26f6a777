"""A readiness review: how ready the profile was on a day, what became better, and a note at each statement."""

import reflex as rx

from ctpat_app.components.arrival import arriving, waiting
from ctpat_app.components.charts import bar_chart, ring
from ctpat_app.components.downloads import print_button
from ctpat_app.components.layout import frame
from ctpat_app.components.text import address, t
from ctpat_app.state.readiness_review import CategoryLink, ChangeLine, StatementCard
from ctpat_app.state.readiness_review import ReadinessReviewState as State


def readiness_review_page() -> rx.Component:
    """The whole and what changed, then one category at a time."""
    return frame(
        rx.el.div(
            arriving(rx.cond(State.draft > 0, _back())),
            rx.el.h1(t("Readiness review")),
            waiting(),
            arriving(rx.cond(State.draft > 0, _review())),
            class_name="kiosk-column",
        )
    )


def _back() -> rx.Component:
    return rx.el.a(
        t("How ready the application is"),
        href=f"{address('readiness')}?draft={State.draft}",
        class_name="kiosk-back kiosk-no-print",
    )


def _review() -> rx.Component:
    name = "\u2068" + State.who + "\u2069"
    return rx.fragment(
        rx.el.p(rx.el.bdi(State.company), class_name="kiosk-lead"),
        rx.el.p(
            rx.cond(
                State.finished,
                t("Finished on {day} by {name}. It shows the profile as it was then.", day=State.title_day, name=name),
                t("Begun on {day} by {name}. It shows the profile as it is now.", day=State.title_day, name=name),
            )
        ),
        rx.el.p(State.told, role="status"),
        ring(State.points, name="review", title=t("Points of the whole profile"), words=t("of 100 points")),
        rx.cond(State.earlier_day != "", _comparison()),
        bar_chart(State.bars, name="category", title=t("Points by category"), unit=t("Points of 100")),
        _categories(),
        _statements(),
        rx.el.div(
            rx.cond(
                State.may_write,
                rx.el.button(
                    t("Finish the review"),
                    type="button",
                    class_name="usa-button",
                    on_click=State.finish(State.draft, State.review),
                ),
            ),
            print_button(),
            class_name="kiosk-actions kiosk-no-print",
        ),
        rx.cond(
            State.may_write,
            rx.el.p(
                t("A finished review is kept as it is and cannot be changed."), class_name="usa-hint kiosk-no-print"
            ),
        ),
    )


def _comparison() -> rx.Component:
    def line(change: rx.Var[ChangeLine]) -> rx.Component:
        return rx.el.li(
            rx.cond(
                change.better,
                rx.el.span(t("Better"), class_name="kiosk-tag kiosk-tag--done"),
                rx.el.span(t("Worse"), class_name="kiosk-tag kiosk-tag--attention"),
            ),
            " ",
            rx.el.bdi(change.number, dir="ltr"),
            " ",
            rx.el.span(change.title, lang=change.language),
            rx.el.p(change.text, class_name="kiosk-list__note"),
            class_name="kiosk-list__item",
        )

    return rx.el.section(
        rx.el.h2(t("Since the review before"), id="since"),
        rx.el.p(
            t(
                "On {day} it was {before} of 100 points. Now it is {points}.",
                day=State.earlier_day,
                before=State.earlier_points,
                points=State.points,
            )
        ),
        rx.cond(
            State.changes.length() > 0,
            rx.el.ul(rx.foreach(State.changes, line), class_name="kiosk-list"),
            rx.el.p(t("No statement has changed its points.")),
        ),
        custom_attrs={"aria-labelledby": "since"},
    )


def _categories() -> rx.Component:
    def link(item: rx.Var[CategoryLink]) -> rx.Component:
        return rx.el.li(
            rx.el.a(
                rx.el.span(item.name),
                " ",
                rx.el.span(
                    rx.cond(
                        item.before != "",
                        t("{points} of 100, before {before}", points=item.points, before=item.before),
                        t("{points} of 100", points=item.points),
                    ),
                    class_name="kiosk-jump__count",
                ),
                href=item.href,
                class_name="kiosk-jump__link",
                custom_attrs={"aria-current": rx.cond(item.here, "true", "false")},
            )
        )

    return rx.el.nav(
        rx.el.h2(t("Go through the categories")),
        rx.el.ul(rx.foreach(State.categories, link), class_name="kiosk-jump__list"),
        class_name="kiosk-jump kiosk-no-print",
        aria_label=t("Go through the categories"),
    )


def _statements() -> rx.Component:
    return rx.el.section(
        rx.el.h2(t("The statements of this category"), id="statements", tab_index=-1),
        rx.foreach(State.statements, _statement),
        custom_attrs={"aria-labelledby": "statements"},
    )


def _statement(card: rx.Var[StatementCard]) -> rx.Component:
    title = f"statement-{card.criterion}"
    return rx.el.section(
        rx.el.h3(
            rx.el.bdi(card.number, dir="ltr"), " ", rx.el.a(card.title, href=card.href, lang=card.language), id=title
        ),
        rx.el.p(
            rx.cond(
                card.must,
                rx.el.span(t("Must"), class_name="kiosk-tag kiosk-tag--must"),
                rx.el.span(t("Should"), class_name="kiosk-tag kiosk-tag--should"),
            ),
            " ",
            t("{points} of 100 points", points=card.points),
        ),
        rx.cond(
            card.gaps.length() > 0,
            rx.el.ul(rx.foreach(card.gaps, rx.el.li), class_name="usa-list"),
            rx.el.p(t("Nothing is missing.")),
        ),
        rx.cond(State.may_write, _note(card), rx.cond(card.note != "", _noted(card))),
        class_name="kiosk-card",
        custom_attrs={"aria-labelledby": title},
        key=f"{State.review}/{card.criterion}",
    )


def _note(card: rx.Var[StatementCard]) -> rx.Component:
    control = f"note-{card.criterion}"
    problem = State.problems.get(card.criterion, "")
    return rx.el.div(
        rx.el.label(
            t("Note"), rx.el.span(" ", card.number, class_name="usa-sr-only"), html_for=control, class_name="usa-label"
        ),
        rx.cond(problem != "", rx.el.p(problem, id=f"{control}-error", class_name="usa-error-message", role="alert")),
        rx.el.textarea(
            id=control,
            default_value=card.note,
            dir="auto",
            class_name="usa-textarea kiosk-textarea",
            custom_attrs={"aria-describedby": f"{control}-error"},
            on_blur=lambda text: State.save_note(
                State.draft, State.review, card.criterion, State.versions.get(card.criterion, 0), text
            ),
        ),
        class_name="usa-form-group kiosk-no-print",
    )


def _noted(card: rx.Var[StatementCard]) -> rx.Component:
    return rx.el.div(
        rx.el.p(rx.el.strong(t("Note"))),
        rx.el.p(card.note, dir="auto", class_name="kiosk-pre"),
        class_name="kiosk-inset",
    )
