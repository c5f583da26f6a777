"""A questionnaire as a dialogue: one statement at a time, with the way to its form at every one."""

import reflex as rx

from ctpat_app.components.inquiry import page_of, partner_frame
from ctpat_app.components.partner_answer import PLACE, answer_field, closed, english, files, question, support
from ctpat_app.components.text import t
from ctpat_app.components.thread import thread
from ctpat_app.components.uploads import upload_script
from ctpat_app.guidance.talk_views import SaidView
from ctpat_app.state.inquiry_answer import InquiryAnswerState as Answer
from ctpat_app.state.inquiry_talk import InquiryTalkState as Talk

View = Answer.view
_FORM = "talk-answer"
"""Id of the form around the field; its button stands in the bar."""


def inquiry_talk_page() -> rx.Component:
    """What was said, then the statement and its answer, or what is left at the end."""
    return partner_frame(
        Answer,
        "inquiry-talk",
        rx.el.a(t("All statements"), href=page_of(Answer, "inquiry-answers"), class_name="kiosk-back"),
        rx.cond(Talk.at_end, _end(), _turn()),
        upload_script(),
        saved_at=Answer.saved_at,
        title=rx.cond(Talk.at_end, "", View.number),
        path=Talk.address,
    )


def _to(item: rx.Var[SaidView]) -> str:
    return f"{page_of(Answer, 'inquiry-talk')}&criterion={item.key}"


def _turn() -> rx.Component:
    return rx.el.div(
        rx.el.p(rx.el.a(t("Answer in the form"), href=Talk.form_href)),
        thread(Talk.said, Talk.earlier, _to),
        rx.el.div(
            rx.el.p(
                t("Statement {position} of {count}", position=View.position, count=View.count),
                " · ",
                t("Open questions here: {left}", left=Answer.missing),
                class_name="kiosk-caption",
            ),
            rx.el.form(
                question(),
                answer_field(),
                rx.el.p(t("Control and Enter together send it, too."), class_name="usa-hint"),
                support(),
                english(),
                on_submit=lambda typed: Talk.send(Answer.inquiry, View.id, Answer.version, Answer.applies, typed),
                no_validate=True,
                custom_attrs={"id": _FORM, "data-sends": "true"},
            ),
            rx.cond(Answer.may_answer, _applies(), closed()),
            rx.el.p(rx.el.a(t("Skip for now"), href=Talk.skip_href), class_name="kiosk-skip"),
            class_name="kiosk-turn",
            key=PLACE,
        ),
        files(),
        _bar(),
        class_name="kiosk-talk",
    )


def _applies() -> rx.Component:
    """Whether the statement applies at all; when it does not, the box takes the reason."""

    def say(text: str | rx.Var[str], *, applies: bool) -> rx.Component:
        return rx.el.button(
            text,
            type="button",
            class_name="usa-button usa-button--outline",
            on_click=Answer.choose(Answer.inquiry, View.id, Answer.version, applies),
        )

    return rx.el.div(
        rx.cond(
            Answer.applies,
            say(t("This does not apply to us"), applies=False),
            say(t("This applies to us after all"), applies=True),
        ),
        class_name="kiosk-actions",
        role="status",
    )


def _bar() -> rx.Component:
    return rx.el.div(
        rx.cond(
            Talk.back_href != "",
            rx.el.a(
                t("Back one question"),
                href=Talk.back_href,
                class_name="usa-button usa-button--outline kiosk-bar__back",
            ),
        ),
        rx.cond(
            Answer.may_answer,
            rx.el.button(
                t("Send and go on"),
                type="submit",
                form=_FORM,
                class_name="usa-button kiosk-bar__next",
                custom_attrs={"data-continue": "true"},
            ),
        ),
        class_name="kiosk-bar kiosk-no-print",
    )


def _end() -> rx.Component:
    return rx.el.div(
        thread(Talk.said, Talk.earlier, _to),
        rx.el.h1(rx.el.bdi(Answer.name)),
        rx.cond(
            Answer.missing > 0,
            rx.el.p(t("You skipped some questions, or something is to be mended. You can go on with these now.")),
            rx.el.p(t("Read everything once more before you go on.")),
        ),
        rx.el.div(
            rx.cond(
                Answer.missing > 0,
                rx.el.a(
                    t("Go to the first open question"), href=page_of(Answer, "inquiry-talk"), class_name="usa-button"
                ),
                rx.el.a(t("Sign the answers"), href=page_of(Answer, "inquiry-sign"), class_name="usa-button"),
            ),
            class_name="kiosk-actions",
        ),
        class_name="kiosk-turn",
        key="end",
    )
