"""The inbox: what a person was told, newest first, and which of it comes by mail, too."""

import reflex as rx

from ctpat_app.components.arrival import arriving, waiting
from ctpat_app.components.layout import frame
from ctpat_app.components.organization import submit
from ctpat_app.components.plain_form import TOLD, told
from ctpat_app.components.text import address, t
from ctpat_app.state.inbox import UNREAD, MailChoice, NoticeCard
from ctpat_app.state.inbox import InboxState as State


def inbox_page() -> rx.Component:
    """The filter, the entries, older ones, and at the end the choice of mails."""
    return frame(
        rx.el.div(
            rx.el.h1(t("Inbox")),
            told(State.told),
            waiting(),
            arriving(rx.cond(State.loaded, rx.fragment(_filter(), _read_all(), _notices(), _pager(), _mails()))),
            class_name="kiosk-column",
        )
    )


def _filter() -> rx.Component:
    def choice(show: str, name: str) -> rx.Component:
        return rx.el.li(
            rx.el.a(
                name,
                href=_place(show),
                class_name="kiosk-languages__link",
                custom_attrs={"aria-current": rx.cond(State.show == show, "true", "false")},
            )
        )

    return rx.el.nav(
        # The same row of choices as that of the languages.
        rx.el.ul(
            choice("", t("All messages")),
            choice(UNREAD, t("Unread messages: {count}", count=State.unread)),
            class_name="kiosk-languages__list",
        ),
        custom_attrs={"aria-label": t("Which messages to show")},
    )


def _place(show: str | rx.Var[str], before: int | rx.Var[int] = 0) -> str:
    """Return the address of a part of the inbox."""
    return f"{address('inbox')}?show={show}&before={before}"


def _read_all() -> rx.Component:
    return rx.cond(
        State.unread > 0,
        rx.el.div(
            rx.el.button(
                t("Mark all as read"),
                type="button",
                class_name="usa-button usa-button--outline",
                on_click=State.read_all(State.newest),
                custom_attrs=TOLD,
            ),
            class_name="kiosk-actions",
        ),
    )


def _notices() -> rx.Component:
    return rx.cond(
        State.notices.length() > 0,
        rx.el.ol(rx.foreach(State.notices, _notice), class_name="kiosk-list"),
        rx.cond(
            State.show == UNREAD,
            rx.el.p(t("You have read everything.")),
            rx.el.p(t("Nothing has come in yet. What CTPAT or your company tells you will stand here.")),
        ),
    )


def _notice(card: rx.Var[NoticeCard]) -> rx.Component:
    return rx.el.li(
        rx.cond(
            card.is_read,
            rx.fragment(),
            rx.el.p(rx.el.span(t("Not read yet"), class_name="kiosk-tag kiosk-tag--info")),
        ),
        rx.el.a(card.heading, href=card.href, class_name="kiosk-list__link"),
        rx.cond(card.text != "", rx.el.p(card.text, class_name="kiosk-inbox__text")),
        rx.el.p(rx.el.time(card.when, date_time=card.stamp), class_name="kiosk-list__note"),
        class_name="kiosk-list__item",
        key=card.id.to_string(),
    )


def _pager() -> rx.Component:
    return rx.el.div(
        rx.cond(State.is_newest, rx.fragment(), rx.el.a(t("Back to the newest messages"), href=_place(State.show))),
        rx.cond(State.older > 0, rx.el.a(t("Show older messages"), href=_place(State.show, State.older))),
        class_name="kiosk-actions",
    )


def _mails() -> rx.Component:
    return rx.el.section(
        rx.el.h2(t("What comes by mail, too"), id="mails"),
        rx.el.form(
            rx.el.fieldset(
                rx.el.legend(t("Send me a mail when"), class_name="usa-legend"),
                rx.el.p(
                    t(
                        "The inbox gets everything. "
                        "What only you can answer, receipts and codes come by mail in any case."
                    ),
                    class_name="usa-hint",
                ),
                rx.foreach(State.choices, _choice),
                class_name="usa-fieldset",
            ),
            submit(t("Save the choice"), "usa-button usa-button--outline"),
            on_submit=State.choose,
            custom_attrs=TOLD,
        ),
        custom_attrs={"aria-labelledby": "mails"},
    )


def _choice(choice: rx.Var[MailChoice]) -> rx.Component:
    control = f"mail-{choice.kind}"
    return rx.el.div(
        rx.el.input(
            type="checkbox",
            id=control,
            name=control,
            default_checked=choice.is_mailed,
            class_name="usa-checkbox__input",
        ),
        rx.el.label(choice.name, html_for=control, class_name="usa-checkbox__label"),
        class_name="usa-checkbox",
        key=choice.kind,
    )
