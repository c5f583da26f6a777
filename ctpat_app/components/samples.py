"""Two invented answers in the help beside a statement: a good one and a weak one, each read when it is unfolded."""

import reflex as rx

from ctpat_app.components.text import current_language, t
from ctpat_app.state.samples import SampleState

Sample = SampleState.sample


def samples(criterion: rx.Var[str]) -> rx.Component:
    """Return the two answers, clearly of another company."""
    return rx.fragment(
        rx.el.h3(t("How answers may look")),
        rx.el.p(t("Invented companies of other industries. Tell what happens at yours: copies are noticed.")),
        _one(t("A good answer"), "kiosk-sample kiosk-sample--good", criterion, Sample.good),
        _one(t("A weak answer"), "kiosk-sample kiosk-sample--weak", criterion, Sample.weak, Sample.lacks),
    )


def _one(
    label: str, look: str, criterion: rx.Var[str], text: rx.Var[str], lacks: rx.Var[str] | None = None
) -> rx.Component:
    is_here = SampleState.of == f"{current_language()}/" + criterion
    return rx.el.details(
        rx.el.summary(label, on_click=SampleState.show(criterion)),
        rx.cond(is_here, _words(label, look, text, lacks)),
        class_name="kiosk-more",
        key=criterion,
    )


def _words(label: str, look: str, text: rx.Var[str], lacks: rx.Var[str] | None) -> rx.Component:
    return rx.fragment(
        rx.cond(
            Sample.in_english,
            rx.el.p(
                t("These answers are not translated yet, so they stand here in English."),
                class_name="kiosk-english__mark",
            ),
        ),
        rx.el.blockquote(
            rx.el.p(label, class_name="kiosk-sample__label"),
            rx.el.p(text, lang=Sample.language, dir="auto"),
            class_name=look,
        ),
        rx.fragment()
        if lacks is None
        else rx.el.p(rx.el.strong(t("What it lacks:")), " ", rx.el.span(lacks, lang=Sample.language, dir="auto")),
    )
