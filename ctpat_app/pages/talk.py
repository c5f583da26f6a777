"""One question at a time: the same form as a dialogue, with the way to the form at every question."""

import reflex as rx

from ctpat_app.components.arrival import arriving, waiting
from ctpat_app.components.consent import consent_panel
from ctpat_app.components.english import english_part
from ctpat_app.components.entries import confirm_entry, delete_entry, fill_button, kept_elsewhere, removed_entry
from ctpat_app.components.errors import error_summary
from ctpat_app.components.evidence import evidence_forms, evidence_section
from ctpat_app.components.fields import choice_buttons, field
from ctpat_app.components.layout import frame, status_line
from ctpat_app.components.review import review_panel, reviewed
from ctpat_app.components.statement import statement_head, statement_help
from ctpat_app.components.steps import rail
from ctpat_app.components.talk import counts, heard, own_words, to_place, to_said, where, why_asked
from ctpat_app.components.text import address, t
from ctpat_app.components.thread import said_list, thread
from ctpat_app.guidance.views import FieldView
from ctpat_app.state.talk import TalkState

View = TalkState.view
_FORM = "answer"
"""Id of the form around the field; its button stands in the bar."""


def talk_page() -> rx.Component:
    """The application as a dialogue."""
    return _page("talk", "application", "check")


def risk_talk_page() -> rx.Component:
    """A risk assessment as a dialogue."""
    return _page("risk-talk", "risk-result", "risk-result")


def _page(talk: str, overview: str, end: str) -> rx.Component:
    return frame(
        waiting(),
        arriving(rx.cond(TalkState.draft > 0, _dialogue(talk, overview, end))),
        rail=rail(TalkState, steps=talk, overview=overview),
        title=View.heading,
        path=TalkState.address,
        status=False,
    )


def _dialogue(talk: str, overview: str, end: str) -> rx.Component:
    return rx.el.div(
        rx.el.div(
            rx.el.a(
                t("Back to the overview"),
                href=address(f"{overview}?draft={TalkState.draft}"),
                class_name="kiosk-back",
            ),
            rx.el.p(rx.el.a(t("Answer in the form"), href=TalkState.form_href)),
            rx.cond(View.kind == "part-end", rx.fragment(), thread(TalkState.said, TalkState.earlier, to_said(talk))),
            rx.match(
                View.kind,
                ("question", _question(talk)),
                ("entry", _entry(talk)),
                ("part-end", _part_end(talk)),
                _finished(talk, end),
            ),
            class_name="kiosk-step__body",
        ),
        rx.cond(View.criterion != "", statement_help(TalkState.criterion)),
        rx.el.div(
            status_line(TalkState.saved_at),
            rx.cond(
                View.before != "",
                rx.el.a(
                    t("Back one question"),
                    href=to_place(talk, View.before),
                    class_name="usa-button usa-button--outline kiosk-bar__back",
                ),
            ),
            rx.cond(View.kind == "question", _send()),
            class_name="kiosk-bar kiosk-no-print",
        ),
        rx.cond(View.criterion != "", evidence_forms()),
        class_name="kiosk-step kiosk-talk",
        key=TalkState.draft.to_string(),
    )


def _send() -> rx.Component:
    """Return the button that sends the field, unless a press on an option does."""
    return rx.cond(
        View.closed & ~View.answered,
        rx.fragment(),
        rx.el.button(
            rx.cond(View.hears, t("Continue"), t("Send and go on")),
            type="submit",
            form=_FORM,
            class_name="usa-button kiosk-bar__next",
            custom_attrs={"data-continue": "true"},
        ),
    )


# ---------------------------------------------------------------- a question


def _question(talk: str) -> rx.Component:
    return rx.el.div(
        where(),
        error_summary(View.problems, TalkState.attempt),
        _heading(),
        rx.cond(View.removable, _of_entry()),
        # Many boxes to tick make a long way down: the words come first there, behind a few buttons otherwise.
        rx.cond(View.hears & ~View.closed, rx.fragment(own_words(), heard())),
        rx.el.form(
            rx.cond(View.criterion != "", _of_statement(), rx.foreach(View.fields, _control)),
            rx.cond(View.asks_consent, consent_panel(TalkState.draft)),
            on_submit=lambda typed: TalkState.send(TalkState.draft, View.place, View.told, typed),
            no_validate=True,
            custom_attrs={"id": _FORM, "data-sends": "true"},
        ),
        rx.cond(View.hears & View.closed, rx.fragment(own_words(), heard())),
        kept_elsewhere(View.step, TalkState.account),
        _skip(talk),
        why_asked(),
        class_name=rx.cond(View.shows_label, "kiosk-turn", "kiosk-turn kiosk-turn--headed"),
        key=View.place,
    )


def _heading() -> rx.Component:
    return rx.cond(
        (View.criterion != "") & ~View.key.startswith("english."),
        statement_head(TalkState.criterion),
        rx.fragment(
            rx.cond(View.asks != "", rx.el.p(View.asks, class_name="kiosk-lead")),
            rx.el.h1(View.heading, lang=View.heading_language, dir="auto"),
            rx.cond(View.optional & (View.criterion == ""), rx.el.p(t("(optional)"), class_name="kiosk-optional")),
            rx.cond(
                View.in_english,
                rx.el.p(
                    t("This question is not translated yet, so it stands here in English."),
                    class_name="kiosk-english__mark",
                ),
            ),
        ),
    )


def _control(item: rx.Var[FieldView]) -> rx.Component:
    return rx.cond(
        View.closed,
        choice_buttons(
            TalkState,
            item,
            lambda option: TalkState.answer(
                TalkState.draft, View.place, TalkState.versions[item.name], option.key, View.told
            ),
        ),
        field(TalkState, item),
    )


def _of_statement() -> rx.Component:
    """The response to a statement, or its English version, with the advice and the files beside it."""
    criterion = TalkState.criterion
    return rx.fragment(
        reviewed(
            rx.foreach(View.fields, lambda item: field(TalkState, item)),
            english_part(TalkState, criterion.id),
            draft=TalkState.draft,
            criterion=criterion.id,
            shown=criterion.shown,
        ),
        rx.el.p(t("Control and Enter together send it, too."), class_name="usa-hint"),
        rx.cond(
            View.key.startswith("english."),
            rx.fragment(),
            rx.fragment(
                rx.cond(criterion.writable, _applies()),
                review_panel(draft=TalkState.draft, criterion=criterion.id, writable=criterion.writable),
                evidence_section(),
            ),
        ),
    )


def _applies() -> rx.Component:
    """Whether the statement applies at all; when it does not, the box takes the reason."""

    def say(text: str, value: str) -> rx.Component:
        return rx.el.button(
            text,
            type="button",
            class_name="usa-button usa-button--outline",
            on_click=TalkState.set_applies(TalkState.draft, TalkState.criterion.id, TalkState.applies_version, value),
        )

    return rx.el.div(
        rx.cond(
            TalkState.applies,
            say(t("This does not apply to us"), "not-applicable"),
            say(t("This applies to us after all"), "applies"),
        ),
        class_name="kiosk-actions",
        role="status",
    )


def _of_entry() -> rx.Component:
    return rx.el.div(
        rx.cond(View.to_confirm > 0, confirm_entry(TalkState, View.list_id, View.row, View.caption)),
        delete_entry(TalkState, View.list_id, View.row, View.caption),
    )


def _skip(talk: str) -> rx.Component:
    return rx.el.p(rx.el.a(t("Skip for now"), href=to_place(talk, View.after)), class_name="kiosk-skip")


# ---------------------------------------------------------------- lists and ends


def _entry(talk: str) -> rx.Component:
    is_first = View.entry_count == 0
    return rx.el.div(
        where(),
        rx.el.h1(View.heading, lang=View.heading_language, dir="auto"),
        rx.cond(is_first & (View.hint != ""), rx.el.p(View.hint, class_name="kiosk-prose")),
        rx.foreach(View.notices, lambda each: rx.el.div(each, class_name="kiosk-alert kiosk-alert--attention")),
        rx.cond(TalkState.removed_row != "", removed_entry(TalkState, View.list_id)),
        rx.el.div(
            rx.el.button(
                rx.cond(is_first, View.add_label, t("Yes, add another")),
                type="button",
                class_name="usa-button",
                on_click=TalkState.add(TalkState.draft, View.list_id),
            ),
            rx.foreach(View.fills, lambda each: fill_button(TalkState, View.list_id, each)),
            rx.el.a(
                rx.cond(is_first, t("Skip for now"), t("No, that is all")),
                href=to_place(talk, View.after),
                class_name="usa-button usa-button--outline",
            ),
            class_name="kiosk-actions",
        ),
        why_asked(),
        class_name="kiosk-turn",
        key=View.place,
    )


def _part_end(talk: str) -> rx.Component:
    return rx.el.div(
        where(),
        rx.el.h1(View.heading, dir="auto"),
        said_list(TalkState.said, to_said(talk)),
        counts(),
        rx.el.div(
            rx.el.a(t("Continue"), href=to_place(talk, View.after), class_name="usa-button"), class_name="kiosk-actions"
        ),
        class_name="kiosk-turn",
        key=View.place,
    )


def _finished(talk: str, end: str) -> rx.Component:
    return rx.el.div(
        rx.el.h1(View.heading, dir="auto"),
        rx.cond(
            View.still_open > 0,
            rx.el.p(t("You skipped some questions, or something is to be mended. You can go on with these now.")),
            rx.el.p(t("Read everything once more before you go on.")),
        ),
        rx.el.div(
            rx.cond(
                View.still_open > 0,
                rx.el.a(
                    t("Go to the first open question"),
                    href=address(f"{talk}?draft={TalkState.draft}"),
                    class_name="usa-button",
                ),
            ),
            rx.el.a(
                t("Check your answers") if end == "check" else t("See the result"),
                href=address(f"{end}?draft={TalkState.draft}"),
                class_name=rx.cond(View.still_open > 0, "usa-button usa-button--outline", "usa-button"),
            ),
            class_name="kiosk-actions",
        ),
        class_name="kiosk-turn",
        key="finished",
    )
