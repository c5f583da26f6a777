"""The numbered steps of a guide, each with a picture of its place that is drawn from the same content as the form.

A picture is made of words and lines like the page itself, so it mirrors, grows and prints with it, and shows nothing of
anybody. What it says stands in the sentence above it; for readers of the screen it is one image with a name.
"""

from collections.abc import Callable

import reflex as rx

from ctpat_app.components.text import t
from ctpat_app.guidance.guide_views import GuideLine, PictureOption


def guide(
    lines: rx.Var[list[GuideLine]],
    note_language: rx.Var[str],
    tools: Callable[[rx.Var[GuideLine]], rx.Component] | None = None,
) -> rx.Component:
    """Return the steps; ``tools`` are what staff do with each."""

    def line(each: rx.Var[GuideLine]) -> rx.Component:
        return rx.el.li(
            rx.el.p(rx.el.strong(each.text)),
            rx.cond(each.note != "", rx.el.p(rx.el.bdi(each.note), lang=note_language, class_name="kiosk-inset")),
            _picture(each),
            tools(each) if tools else rx.fragment(),
            class_name="kiosk-guide__step",
            key=f"{each.number}/{each.text}",
        )

    return rx.el.ol(rx.foreach(lines, line), class_name="kiosk-guide")


def _picture(line: rx.Var[GuideLine]) -> rx.Component:
    return rx.el.div(
        rx.el.div(
            rx.el.div(line.place, class_name="kiosk-picture__title"),
            rx.match(
                line.act,
                ("choose", _choosing(line)),
                ("type", _typing(line)),
                ("open", rx.fragment()),
                rx.el.div(rx.el.span(line.button, class_name="kiosk-picture__button kiosk-picture__mark")),
            ),
            aria_hidden="true",
            class_name="kiosk-picture",
        ),
        role="img",
        custom_attrs={"aria-label": t("Picture of the page “{place}”", place=line.place)},
    )


def _choosing(line: rx.Var[GuideLine]) -> rx.Component:
    return rx.fragment(
        rx.el.div(line.question, class_name="kiosk-picture__label"),
        rx.foreach(line.options, lambda option: _option(option, several=line.several)),
        rx.cond(line.more, rx.el.div("…", class_name="kiosk-picture__option")),
    )


def _option(option: rx.Var[PictureOption], *, several: rx.Var[bool]) -> rx.Component:
    box = rx.cond(several, "kiosk-picture__box", "kiosk-picture__box kiosk-picture__box--round")
    return rx.el.div(
        rx.el.span(rx.cond(option.chosen, "✓", ""), class_name=box),
        rx.el.span(option.label),
        class_name=rx.cond(option.chosen, "kiosk-picture__option kiosk-picture__mark", "kiosk-picture__option"),
    )


def _typing(line: rx.Var[GuideLine]) -> rx.Component:
    return rx.fragment(
        rx.el.div(line.question, class_name="kiosk-picture__label"),
        rx.el.div(class_name="kiosk-picture__line kiosk-picture__mark"),
    )
