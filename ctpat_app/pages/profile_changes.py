"""What was changed since the profile was sent: both texts, who and when, and the way back for each."""

import reflex as rx

from ctpat_app.components.arrival import arriving, waiting
from ctpat_app.components.layout import frame
from ctpat_app.components.plain_form import told
from ctpat_app.components.text import address, t
from ctpat_app.state.profile_changes import ChangeCard, ChangedText
from ctpat_app.state.profile_changes import ProfileChangesState as State


def profile_changes_page() -> rx.Component:
    """First what CTPAT sees now, then each change, then sending or discarding them all."""
    return frame(
        rx.el.div(
            rx.el.a(t("All parts of the profile"), href=_page("application"), class_name="kiosk-back"),
            rx.el.h1(t("Changes that are not sent yet")),
            told(State.told),
            waiting(),
            arriving(rx.cond(State.draft > 0, _changes())),
            class_name="kiosk-column",
        )
    )


def _page(path: str) -> str:
    return f"{address(path)}?draft={State.draft}"


def _changes() -> rx.Component:
    return rx.fragment(
        rx.el.p(rx.el.bdi(State.company), class_name="kiosk-lead"),
        rx.el.p(
            t("These changes are not sent yet."), " ", t("CTPAT sees the profile of {day}.", day=State.sent_on), " ",
            rx.el.a(t("Read what was sent"), href=f"{address('signed')}?draft={State.sent_draft}"),
        ),
        rx.cond(
            State.cards.length() > 0,
            rx.foreach(State.cards, _card),
            rx.el.p(t("Nothing differs from what was sent.")),
        ),
        _send(),
        rx.cond(State.may_discard, _discard()),
    )  # fmt: skip


def _card(card: rx.Var[ChangeCard]) -> rx.Component:
    return rx.el.section(
        rx.el.h2(
            rx.cond(card.number != "", rx.fragment(rx.el.bdi(card.number, dir="ltr"), " ")),
            rx.el.span(card.title, lang=card.language, dir="auto"),
            id=card.id,
        ),
        rx.cond(
            (card.before.length() > 0) | (card.after.length() > 0),
            rx.el.div(
                _side(t("As it was sent"), card.before),
                _side(t("As it is now"), card.after),
                class_name="kiosk-conflict__pair",
            ),
        ),
        rx.cond(card.files.length() > 0, rx.el.ul(rx.foreach(card.files, _file), class_name="usa-list")),
        rx.cond(card.by != "", rx.el.p(rx.el.bdi(card.by), class_name="usa-hint")),
        rx.cond(State.may_write, _back(card)),
        class_name="kiosk-card",
        custom_attrs={"aria-labelledby": card.id},
    )


def _file(text: rx.Var[str]) -> rx.Component:
    return rx.el.li(text)


def _side(name: str, texts: rx.Var[list[ChangedText]]) -> rx.Component:
    return rx.el.div(
        rx.el.h3(name),
        rx.cond(
            texts.length() > 0,
            rx.foreach(texts, lambda each: rx.el.p(each.text, lang=each.language, dir="auto", class_name="kiosk-pre")),
            rx.el.p(t("Nothing stood here."), class_name="usa-hint"),
        ),
        class_name="kiosk-conflict__side",
    )


def _back(card: rx.Var[ChangeCard]) -> rx.Component:
    return rx.el.button(
        t("Take this change back"),
        rx.el.span(": ", card.title, class_name="usa-sr-only"),
        type="button",
        class_name="usa-button usa-button--unstyled kiosk-no-print",
        on_click=State.take_back(State.draft, card.key, card.row, card.stamp),
        custom_attrs={"data-leads-to": ".kiosk-told"},
    )


def _send() -> rx.Component:
    return rx.el.section(
        rx.el.h2(t("Send the changes"), id="send-changes"),
        rx.cond(
            State.waits,
            rx.el.p(
                t("CTPAT is reading what you sent. You can send changes when it has decided or sent something back.")
            ),
            rx.fragment(
                rx.el.p(t("Check the whole profile. Then the officer signs and sends it.")),
                rx.el.div(
                    rx.el.a(t("Check, sign and send"), href=_page("check"), class_name="usa-button"),
                    class_name="kiosk-actions",
                ),
            ),
        ),
        class_name="kiosk-no-print",
        custom_attrs={"aria-labelledby": "send-changes"},
    )


def _discard() -> rx.Component:
    return rx.el.details(
        rx.el.summary(t("Discard these changes")),
        rx.el.div(
            rx.el.p(t("The profile stays as it was sent on {day}.", day=State.sent_on)),
            rx.el.p(t("For 30 days the changes can be taken back.")),
            rx.el.button(
                t("Discard all of these changes"),
                type="button",
                class_name="usa-button usa-button--secondary",
                on_click=State.discard(State.draft),
            ),
            class_name="kiosk-more__body",
        ),
        class_name="kiosk-more kiosk-no-print",
    )
