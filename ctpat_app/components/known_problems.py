"""Known problems at the top of the pages that they affect, for everybody."""

import reflex as rx

from ctpat_app.components.links import page_link
from ctpat_app.components.text import t
from ctpat_app.state.frame import FrameState
from ctpat_app.state.problem_board import ProblemNote
from ctpat_app.state.session import SessionState


def known_problems() -> rx.Component:
    """Return the notices; nothing while nothing is known."""
    return rx.cond(
        FrameState.problems.length() > 0,
        rx.el.section(
            rx.el.h2(t("Known problems"), id="known-problems", class_name="usa-sr-only"),
            rx.foreach(FrameState.problems, _problem),
            custom_attrs={"aria-labelledby": "known-problems"},
        ),
    )


def _problem(problem: rx.Var[ProblemNote]) -> rx.Component:
    return rx.el.div(
        rx.el.p(
            rx.el.strong(t("Known problem:")),
            " ",
            rx.el.span(problem.title, lang=problem.language, dir=problem.direction),
            rx.cond(problem.is_english, rx.el.span(" ", t("(in English)"))),
        ),
        rx.el.details(
            rx.el.summary(t("More about it"), rx.el.span(": ", problem.title, class_name="usa-sr-only")),
            rx.el.div(
                rx.el.p(problem.text, lang=problem.language, dir=problem.direction, class_name="kiosk-message__text"),
                rx.el.p(
                    t("Since {moment}.", moment=problem.since),
                    " ",
                    rx.cond(problem.until != "", t("It should be over by {moment}.", moment=problem.until), ""),
                ),
                _follow(problem),
                class_name="kiosk-more__body",
            ),
            class_name="kiosk-more",
        ),
        role="status",
        class_name="kiosk-alert kiosk-alert--attention",
        key=problem.id.to_string(),
    )


def _follow(problem: rx.Var[ProblemNote]) -> rx.Component:
    return rx.cond(
        SessionState.signed_in,
        rx.cond(
            problem.followed,
            rx.el.p(rx.el.strong(t("We tell you when it is solved.")), role="status"),
            rx.el.button(
                t("Tell me when it is solved"),
                type="button",
                class_name="usa-button usa-button--outline",
                on_click=FrameState.follow(problem.id),
            ),
        ),
        rx.el.p(page_link(t("Sign in to be told when it is solved"), path="sign-in", leaving=True)),
    )
