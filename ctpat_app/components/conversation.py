"""A conversation on a page: the messages with the newest at the end, and the form that sends another one."""

from typing import Any

import reflex as rx

from ctpat_app.components.links import document_link
from ctpat_app.components.plain_form import TOLD, area, choice, submit
from ctpat_app.components.text import t
from ctpat_app.components.uploads import upload_box, upload_script
from ctpat_app.domain.conversations import MAX_TEXT
from ctpat_app.state.conversation_views import DocumentChoice, MessageCard
from ctpat_app.state.conversations import FILE

State = Any
"""One of the two states of ``state/conversations.py``: the page says which."""


def conversation(state: State, here: str) -> rx.Component:
    """Return the messages; ``here`` is the address of the page, to which older ones are added."""
    return rx.fragment(
        rx.cond(
            state.before > 0,
            rx.el.p(rx.el.a(t("Back to the newest messages"), href=f"{here}?account={state.account}")),
        ),
        rx.cond(
            state.earlier > 0,
            rx.el.p(rx.el.a(t("Show earlier messages"), href=f"{here}?account={state.account}&before={state.earlier}")),
        ),
        rx.cond(state.unread != "", rx.el.p(rx.el.strong(state.unread))),
        rx.el.div(
            rx.cond(
                state.cards.length() > 0,
                rx.foreach(state.cards, _message),
                rx.el.p(t("Nobody has written yet.")),
            ),
            role="log",
            aria_label=t("Messages"),
            tab_index=0,
            class_name="kiosk-conversation",
        ),
    )


def _message(card: rx.Var[MessageCard]) -> rx.Component:
    return rx.el.article(
        rx.el.h2(
            card.title,
            " ",
            rx.cond(card.is_new, rx.el.span(t("New message"), class_name="kiosk-tag kiosk-tag--attention")),
            id=f"message-{card.id}",
            class_name="kiosk-message__title",
        ),
        rx.cond(
            card.about != "",
            rx.el.p(rx.cond(card.about_href != "", rx.el.a(card.about, href=card.about_href), card.about)),
        ),
        rx.el.p(card.text, lang=card.language, dir=card.direction, class_name="kiosk-message__text"),
        rx.cond(
            card.files.length() > 0,
            rx.el.ul(
                rx.foreach(
                    card.files,
                    lambda each: rx.el.li(document_link(t("Download"), " ", rx.el.bdi(each.name), href=each.href)),
                ),
                class_name="usa-list",
                custom_attrs={"aria-label": t("Files of this message")},
            ),
        ),
        rx.cond(card.said_in != "", rx.el.p(card.said_in, class_name="kiosk-caption")),
        class_name=rx.cond(card.is_own, "kiosk-message kiosk-message--own", "kiosk-message"),
        custom_attrs={"aria-labelledby": f"message-{card.id}"},
        key=card.id.to_string(),
    )


def message_form(state: State, to: str) -> rx.Component:
    """Return the form for a new message; ``to`` says to whom it goes."""
    return rx.el.section(
        rx.el.h2(to, id="write"),
        rx.el.form(
            rx.cond(state.about_name != "", rx.el.p(rx.el.strong(state.about_name))),
            area(
                state,
                "message",
                "text",
                t("Message"),
                MAX_TEXT,
                optional=False,
                hint=t("Control and Enter together send it, too."),
                more={
                    "data-draft-key": state.draft_key,
                    "data-saved-version": "1",
                    "data-sends": "true",
                },
            ),
            choice(
                state,
                "message",
                "language",
                t("Written in"),
                state.languages,
                empty=t("Choose"),
                optional=False,
            ),
            rx.cond(state.documents.length() > 0, _files(state)),
            rx.cond(state.upload != "", _upload(state)),
            submit(t("Send the message")),
            on_submit=lambda typed: state.send(state.account, state.token, state.about, typed),
            no_validate=True,
            key=state.form_key,
            custom_attrs=TOLD,
        ),
        upload_script(),
        custom_attrs={"aria-labelledby": "write"},
    )


def _files(state: State) -> rx.Component:
    return rx.el.details(
        rx.el.summary(t("Files that go with it")),
        rx.el.fieldset(
            rx.el.legend(t("Documents of the company, the newest first"), class_name="usa-legend"),
            rx.foreach(state.documents, _document),
            rx.cond(
                state.more_documents,
                rx.el.p(t("Older ones are not listed here. Name them in the text."), class_name="usa-hint"),
            ),
            class_name="usa-fieldset usa-form-group kiosk-more__body",
        ),
        class_name="kiosk-more",
    )


def _document(item: rx.Var[DocumentChoice]) -> rx.Component:
    own = f"{FILE}{item.id}"
    return rx.el.div(
        rx.el.input(
            type="checkbox",
            name=own,
            value="yes",
            default_checked=item.chosen,
            class_name="usa-checkbox__input",
            custom_attrs={"id": own},
        ),
        rx.el.label(rx.el.bdi(item.name), html_for=own, class_name="usa-checkbox__label"),
        class_name="usa-checkbox",
        key=item.id,
    )


def _upload(state: State) -> rx.Component:
    return rx.el.details(
        rx.el.summary(t("Add a file from your computer")),
        rx.el.div(
            rx.el.p(t("It is kept among your documents, and chosen for this message.")),
            upload_box("message-upload", t("Choose files"), to=state.upload, on_done=state.look_again),
            class_name="kiosk-more__body",
        ),
        class_name="kiosk-more",
    )
