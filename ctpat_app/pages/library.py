"""The Public Library: documents of the program, to be read by everybody with a trade account."""

from typing import Final

import reflex as rx

from ctpat_app.components.arrival import arriving, waiting
from ctpat_app.components.documents import (
    document_facts,
    edit_button,
    facts_fields,
    facts_form,
    older_versions,
    told,
)
from ctpat_app.components.layout import frame
from ctpat_app.components.post_form import search_form
from ctpat_app.components.text import address, t
from ctpat_app.components.uploads import upload_box, upload_script
from ctpat_app.state.document_views import DocumentCard
from ctpat_app.state.public_library import PublicLibraryState as State

_FACTS: Final = "library-facts"


def library_page() -> rx.Component:
    """The documents with a search; library administrators add to them here."""
    return frame(
        rx.el.div(
            rx.el.a(t("Documents"), href=address("documents"), class_name="kiosk-back"),
            rx.el.h1(t("Public Library")),
            waiting(),
            arriving(rx.cond(State.loaded, _library())),
            class_name="kiosk-column",
        )
    )


def _library() -> rx.Component:
    return rx.fragment(
        rx.el.p(
            t("Documents of the program. Only library administrators add to them."),
            class_name="kiosk-lead",
        ),
        told(State),
        rx.cond(
            State.may_write,
            upload_box("library-upload", t("Add files from this computer"), to=State.upload, on_done=State.look_again),
        ),
        search_form(
            rx.el.div(
                rx.el.label(t("Words in name, note or text"), html_for="find-words", class_name="usa-label"),
                rx.el.input(
                    type="search",
                    name="words",
                    default_value=State.words,
                    key=State.words,
                    dir="auto",
                    class_name="usa-input",
                    custom_attrs={"id": "find-words"},
                ),
                class_name="usa-form-group",
            ),
            rx.el.button(t("Find"), type="submit", class_name="usa-button usa-button--outline"),
            rx.cond(State.words != "", rx.el.a(t("Show all"), href=address("library"))),
            action=address("library"),
            class_name="kiosk-filter",
            role="search",
        ),
        rx.el.p(State.found, role="status", class_name="kiosk-caption"),
        rx.el.div(rx.foreach(State.cards, _card)),
        rx.el.div(
            rx.cond(State.earlier != "", rx.el.a(t("Newer ones"), href=_page(State.earlier))),
            rx.cond(State.later != "", rx.el.a(t("Older ones"), href=_page(State.later))),
            class_name="kiosk-actions kiosk-no-print",
        ),
        facts_form(State, _FACTS),
        upload_script(),
    )


def _page(after: rx.Var[str]) -> str:
    return f"{address('library')}?words={State.words}&after={after}"


def _card(card: rx.Var[DocumentCard]) -> rx.Component:
    title = f"document-{card.id}"
    return rx.el.section(
        rx.el.h2(rx.el.bdi(card.name), id=title),
        document_facts(card),
        older_versions(card),
        rx.cond(
            State.may_write,
            rx.cond(
                State.editing == card.id,
                facts_fields(State, card, _FACTS),
                rx.el.div(edit_button(State, card), class_name="kiosk-actions"),
            ),
        ),
        class_name="kiosk-card kiosk-document-card",
        key=title,
        custom_attrs={"aria-labelledby": title},
    )
