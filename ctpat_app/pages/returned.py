"""What CTPAT sent back: each point with the way to the field, and what is left before it can be sent again."""

import reflex as rx

from ctpat_app.components.arrival import arriving, waiting
from ctpat_app.components.layout import frame
from ctpat_app.components.plain_form import TOLD, area, outcome, submit
from ctpat_app.components.returned import answered_tag
from ctpat_app.components.text import address, t
from ctpat_app.domain.profile_changes import MAX_NOTE
from ctpat_app.state.returned import ReturnedCard
from ctpat_app.state.returned import ReturnedState as State


def returned_page() -> rx.Component:
    """First how much is open, then each point, then the way to send it again with what stands in the way."""
    return frame(
        rx.el.div(
            rx.el.a(t("Your applications"), href=address("home"), class_name="kiosk-back"),
            outcome(State),
            rx.el.h1(t("What CTPAT sent back")),
            waiting(),
            arriving(rx.cond(State.shown, _returned())),
            class_name="kiosk-column",
        )
    )


def _returned() -> rx.Component:
    return rx.fragment(
        rx.el.p(rx.el.bdi(State.company), class_name="kiosk-lead"),
        rx.el.p(t("This is about the profile that was sent on {day}.", day=State.sent_on)),
        rx.cond(
            State.cards.length() > 0,
            rx.fragment(
                rx.cond(State.draft > 0, _how_far(), _begin()),
                rx.foreach(State.cards, _card),
                rx.cond(State.is_open, _send_again()),
            ),
            rx.el.p(t("Nothing came back.")),
        ),
    )


def _begin() -> rx.Component:
    return rx.fragment(
        rx.el.p(t("Read each point. Then open the profile, and change or explain what is asked for.")),
        rx.cond(
            State.may_answer,
            rx.el.div(
                rx.el.button(
                    t("Open the profile for changes"),
                    type="button",
                    class_name="usa-button",
                    on_click=State.begin(State.model),
                ),
                class_name="kiosk-actions",
            ),
        ),
    )


def _how_far() -> rx.Component:
    return rx.cond(
        State.is_open,
        rx.el.p(
            t("Points still to answer: {open} of {count}.", open=State.still_open, count=State.cards.length()),
            " ",
            t("Change the answer, or say why it stays as it is."),
        ),
        rx.el.div(
            rx.el.p(t("The profile was sent again. These points are with CTPAT now.")),
            class_name="kiosk-alert kiosk-alert--success",
        ),
    )


def _card(card: rx.Var[ReturnedCard]) -> rx.Component:
    return rx.el.section(
        rx.el.h2(
            rx.cond(card.number != "", rx.fragment(rx.el.bdi(card.number, dir="ltr"), " ")),
            rx.el.span(card.title, lang=card.title_language, dir="auto"),
            id=card.id,
        ),
        answered_tag(card.state),
        rx.el.p(rx.el.strong(card.reason)),
        rx.el.blockquote(card.comment, dir="auto", class_name="kiosk-inset kiosk-written"),
        rx.el.p(t("CTPAT, {day}", day=card.returned_on), class_name="usa-hint"),
        rx.cond(card.people != "", rx.el.p(t("Who works on it:"), " ", rx.el.bdi(card.people), class_name="usa-hint")),
        rx.cond(card.note != "", _note(card)),
        rx.cond(State.is_open, _answer(card)),
        rx.cond(
            card.ask != "",
            rx.el.p(
                rx.el.a(
                    t("Ask your specialist"), rx.el.span(": ", card.title, class_name="usa-sr-only"), href=card.ask
                ),
                class_name="kiosk-no-print",
            ),
        ),
        class_name="kiosk-card",
        custom_attrs={"aria-labelledby": card.id},
    )


def _note(card: rx.Var[ReturnedCard]) -> rx.Component:
    return rx.fragment(
        rx.el.p(rx.el.strong(t("Why it stays as it is:"))),
        rx.el.p(card.note, lang=card.note_language, dir="auto", class_name="kiosk-written"),
        rx.el.p(rx.el.bdi(card.note_by), class_name="usa-hint"),
    )


def _answer(card: rx.Var[ReturnedCard]) -> rx.Component:
    return rx.fragment(
        rx.el.p(
            rx.el.a(t("Go to this answer"), rx.el.span(": ", card.title, class_name="usa-sr-only"), href=card.href)
        ),
        rx.cond(State.may_answer, _why(card)),
    )


def _why(card: rx.Var[ReturnedCard]) -> rx.Component:
    return rx.el.details(
        rx.el.summary(t("Nothing needs to change here"), rx.el.span(": ", card.title, class_name="usa-sr-only")),
        rx.el.form(
            # The key travels as a field: a handler of a form is made outside of the loop.
            rx.el.input(type="hidden", name="key", value=card.key),
            area(
                State,
                card.id,
                "note",
                t("Why it stays as it is"),
                MAX_NOTE,
                hint=t("The specialist reads this beside the comment. Leave it empty to take the note back."),
                optional=False,
            ),
            submit(t("Keep this note"), look="usa-button usa-button--outline"),
            on_submit=lambda typed: State.note(State.draft, typed),
            no_validate=True,
            custom_attrs=TOLD,
        ),
        class_name="kiosk-more kiosk-no-print",
    )


def _send_again() -> rx.Component:
    """The button explains itself: what is open, and who can solve it."""
    return rx.el.section(
        rx.el.h2(t("Send it again"), id="send-again"),
        rx.cond(
            State.still_open > 0,
            rx.el.p(
                t("Points without an answer: {count}.", count=State.still_open),
                " ",
                t("Everybody who works on the profile can answer them. Then the officer signs and sends it."),
            ),
            rx.cond(
                State.may_send,
                rx.fragment(
                    rx.el.p(t("Every point is answered. Check the profile once more, then sign and send it.")),
                    rx.el.div(
                        rx.el.a(
                            t("Check, sign and send"),
                            href=f"{address('check')}?draft={State.draft}",
                            class_name="usa-button",
                        ),
                        class_name="kiosk-actions",
                    ),
                ),
                rx.el.p(t("Every point is answered. Now the officer signs and sends the profile.")),
            ),
        ),
        rx.el.p(rx.el.a(t("All parts of the profile"), href=f"{address('application')}?draft={State.draft}")),
        custom_attrs={"aria-labelledby": "send-again"},
    )
