"""Documents on a page: one as a card with its versions, and the form for what is noted about it."""

from typing import Any

import reflex as rx

from ctpat_app.components.links import document_link
from ctpat_app.components.text import t
from ctpat_app.domain.documents import MAX_NOTE
from ctpat_app.state.document_views import DocumentCard, PlaceLine, VersionLine
from ctpat_app.words.languages import known_languages

State = Any
"""A state with ``DocumentFactsState``: its page says which."""


def told(state: State) -> rx.Component:
    """Return what was done last; it takes the focus, which would be lost with the button that did it."""
    return rx.cond(
        state.told != "",
        rx.el.div(
            rx.el.p(state.told, id="documents-told"),
            class_name="kiosk-alert kiosk-alert--success kiosk-told",
            role="group",
            tab_index=-1,
            key=f"told-{state.tellings}",
            custom_attrs={"aria-labelledby": "documents-told"},
        ),
    )


def document_facts(card: rx.Var[DocumentCard]) -> rx.Component:
    """Return what is known of a document: kind, period, warnings, note, current version."""
    return rx.fragment(
        rx.el.p(
            rx.cond(card.kind_name != "", rx.el.span(card.kind_name, class_name="kiosk-tag kiosk-tag--info")),
            rx.cond(
                card.is_outdated, rx.el.span(" ", rx.el.span(t("Outdated"), class_name="kiosk-tag kiosk-tag--error"))
            ),
        ),
        rx.foreach(card.warnings, lambda text: rx.el.p(text, class_name="kiosk-document-card__warning")),
        rx.foreach(card.about, lambda text: rx.el.p(text, class_name="kiosk-document-card__line")),
        rx.cond(card.note != "", rx.el.p(t("Note:"), " ", rx.el.bdi(card.note))),
        rx.cond(card.language_name != "", rx.el.p(t("Language:"), " ", rx.el.bdi(card.language_name))),
        rx.el.p(_download(card.current)),
    )


def download(version: rx.Var[VersionLine]) -> rx.Component:
    """Return one state of a document with its link."""
    return rx.el.li(_download(version))


def _download(version: rx.Var[VersionLine]) -> rx.Component:
    return rx.fragment(
        document_link(
            t("Download"), rx.el.span(" ", rx.el.bdi(version.name), class_name="usa-sr-only"), href=version.href
        ),
        " · ",
        rx.el.span(version.size),
        " · ",
        rx.el.span(version.words),
    )


def older_versions(card: rx.Var[DocumentCard]) -> rx.Component:
    """Return the older states of a document; nothing is ever deleted."""
    return rx.cond(
        card.older.length() > 0,
        rx.el.details(
            rx.el.summary(
                t("Older versions: {count}", count=card.older.length()),
                rx.el.span(" ", rx.el.bdi(card.name), class_name="usa-sr-only"),
            ),
            rx.el.ul(rx.foreach(card.older, download), class_name="kiosk-more__body"),
            class_name="kiosk-more",
        ),
    )


def places(card: rx.Var[DocumentCard], title: str) -> rx.Component:
    """Return beside which statements the document stands."""
    return rx.cond(
        card.places.length() > 0,
        rx.el.div(rx.el.p(title), rx.el.ul(rx.foreach(card.places, _place))),
    )


def _place(place: rx.Var[PlaceLine]) -> rx.Component:
    return rx.el.li(rx.cond(place.href != "", rx.el.a(rx.el.bdi(place.name), href=place.href), rx.el.bdi(place.name)))


def edit_button(state: State, card: rx.Var[DocumentCard]) -> rx.Component:
    """Return the button that opens the form of a document."""
    return rx.el.button(
        t("Change what is noted"),
        rx.el.span(" ", rx.el.bdi(card.name), class_name="usa-sr-only"),
        type="button",
        class_name="usa-button usa-button--unstyled kiosk-opens",
        on_click=state.edit(card.id, card.version),
        custom_attrs={"data-leads-to": ".kiosk-opened"},
    )


def facts_fields(state: State, card: rx.Var[DocumentCard], form: str) -> rx.Component:
    """Return the fields for what is noted about a document, sent with the form whose id is ``form``.

    The form itself may stand elsewhere on the page: in HTML none stands within another one.
    """
    return rx.el.div(
        rx.el.div(rx.cond(state.problem != "", rx.el.p(state.problem, class_name="usa-error-message")), role="alert"),
        _hidden("document", card.id.to_string(), form),
        _hidden("version", state.seen.to_string(), form),
        _kind(state, card, form),
        _day("stands_from", t("First day of the period"), card.stands_from, form, optional=True),
        _day("stands_for", t("Day, or last day of the period, that it stands for"), card.stands_for, form),
        _day(
            "valid_until",
            t("Counts until"),
            card.valid_until,
            form,
            hint=t("Leave it empty and we propose it: by the kind of document and the day that it stands for."),
        ),
        _language(card, form),
        _note(card, form),
        rx.el.div(
            rx.el.button(t("Save"), type="submit", class_name="usa-button", custom_attrs={"form": form}),
            rx.el.button(
                t("Cancel"),
                type="button",
                class_name="usa-button usa-button--outline",
                on_click=state.edit(0, 0),
                custom_attrs={"data-leads-to": ".kiosk-opens"},
            ),
            class_name="kiosk-actions",
        ),
        role="group",
        class_name="kiosk-opened",
        key=f"facts-{card.id}",
        custom_attrs={"aria-label": card.name},
    )


def facts_form(state: State, form: str) -> rx.Component:
    """Return the form to which ``facts_fields`` belong."""
    return rx.el.form(
        on_submit=state.save_facts, no_validate=True, custom_attrs={"id": form, "data-leads-to": ".kiosk-told"}
    )


def _hidden(name: str, value: rx.Var[str], form: str) -> rx.Component:
    return rx.el.input(type="hidden", name=name, value=value, custom_attrs={"form": form})


def _kind(state: State, card: rx.Var[DocumentCard], form: str) -> rx.Component:
    def option(item: rx.Var[list[str]]) -> rx.Component:
        return rx.el.option(item[1], value=item[0])

    return rx.el.div(
        rx.el.label(t("Kind of document"), html_for="facts-kind", class_name="usa-label"),
        rx.el.select(
            rx.el.option(t("Other, or not said yet"), value=""),
            rx.cond(
                state.fitting_kinds.length() > 0,
                rx.el.optgroup(rx.foreach(state.fitting_kinds, option), label=t("Fits this statement")),
            ),
            rx.el.optgroup(rx.foreach(state.other_kinds, option), label=t("All kinds")),
            name="kind",
            default_value=card.kind,
            key=f"kind-{card.id}-{state.other_kinds.length()}",
            class_name="usa-select",
            custom_attrs={"id": "facts-kind", "form": form},
        ),
        class_name="usa-form-group",
    )


def _day(
    name: str, label: str, value: rx.Var[str], form: str, *, hint: str = "", optional: bool = False
) -> rx.Component:
    control = f"facts-{name}"
    return rx.el.div(
        rx.el.label(
            label,
            rx.el.span(" ", t("(optional)"), class_name="kiosk-optional") if optional else rx.fragment(),
            html_for=control,
            class_name="usa-label",
        ),
        rx.el.p(hint, id=f"{control}-hint", class_name="usa-hint") if hint else rx.fragment(),
        rx.el.input(
            type="date",
            name=name,
            default_value=value,
            key=control,
            class_name="usa-input usa-input--medium",
            custom_attrs={"id": control, "form": form, **({"aria-describedby": f"{control}-hint"} if hint else {})},
        ),
        class_name="usa-form-group",
    )


def _language(card: rx.Var[DocumentCard], form: str) -> rx.Component:
    return rx.el.div(
        rx.el.label(t("Language of the document"), html_for="facts-language", class_name="usa-label"),
        rx.el.select(
            rx.el.option(t("Not said"), value=""),
            *(rx.el.option(name, value=tag, lang=tag) for tag, name in known_languages()),
            name="language",
            default_value=card.language,
            key=f"language-{card.id}",
            class_name="usa-select",
            custom_attrs={"id": "facts-language", "form": form},
        ),
        class_name="usa-form-group",
    )


def _note(card: rx.Var[DocumentCard], form: str) -> rx.Component:
    return rx.el.div(
        rx.el.label(
            t("Note"),
            rx.el.span(" ", t("(optional)"), class_name="kiosk-optional"),
            html_for="facts-note",
            class_name="usa-label",
        ),
        rx.el.textarea(
            name="note",
            default_value=card.note,
            key=f"note-{card.id}",
            max_length=MAX_NOTE,
            dir="auto",
            class_name="usa-textarea kiosk-textarea",
            custom_attrs={"id": "facts-note", "form": form},
        ),
        class_name="usa-form-group",
    )
