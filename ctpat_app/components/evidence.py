"""Evidence beside a statement: its files, the way to add more, and where a file fits better."""

from typing import Final

import reflex as rx
from reflex.event import EventSpec

from ctpat_app.components.documents import document_facts, edit_button, facts_fields, facts_form, places, told
from ctpat_app.components.text import address, t
from ctpat_app.components.uploads import upload_box, upload_script
from ctpat_app.state.document_views import DocumentCard
from ctpat_app.state.evidence import EvidenceState as State

_FACTS: Final = "evidence-facts"
_ATTACH: Final = "evidence-attach"


def evidence_section() -> rx.Component:
    """Return the part of the criterion page that stands within the form of the answer."""
    return rx.el.section(
        rx.el.h2(t("Documents that show it"), id="evidence"),
        told(State),
        rx.el.div(
            rx.cond(State.choice_problem != "", rx.el.p(State.choice_problem, class_name="usa-error-message")),
            role="alert",
        ),
        rx.el.div(rx.foreach(State.files, _file)),
        rx.cond(State.may_add, _add()),
        rx.cond(State.may_write, _add_existing()),
        class_name="kiosk-evidence",
        custom_attrs={"aria-labelledby": "evidence"},
    )


def evidence_forms() -> rx.Component:
    """Return the forms of that part, which cannot stand within another one, and its script."""
    return rx.fragment(
        facts_form(State, _FACTS),
        rx.el.form(on_submit=State.attach, no_validate=True, custom_attrs={"id": _ATTACH}),
        upload_script(),
    )


def _file(card: rx.Var[DocumentCard]) -> rx.Component:
    title = f"evidence-{card.id}"
    return rx.el.section(
        rx.el.h3(rx.el.bdi(card.name), id=title),
        document_facts(card),
        rx.cond(card.misplaced != "", _misplaced(card)),
        places(card, t("It also stands beside:")),
        rx.cond(
            State.may_write,
            rx.cond(
                State.editing == card.id,
                facts_fields(State, card, _FACTS),
                rx.el.div(edit_button(State, card), _take_away(card), class_name="kiosk-actions"),
            ),
        ),
        class_name="kiosk-card kiosk-document-card",
        key=f"file-{card.id}",
        custom_attrs={"aria-labelledby": title},
    )


def _take_away(card: rx.Var[DocumentCard]) -> rx.Component:
    return rx.el.button(
        t("Take away from this statement"),
        rx.el.span(" ", rx.el.bdi(card.name), class_name="usa-sr-only"),
        type="button",
        class_name="usa-button usa-button--unstyled",
        on_click=State.detach(State.draft, State.key, card.id),
        custom_attrs={"data-leads-to": ".kiosk-told"},
    )


def _misplaced(card: rx.Var[DocumentCard]) -> rx.Component:
    """A document that says nothing about this statement: one step moves it, or puts it where it fits as well."""

    def target(item: rx.Var[list[str]]) -> rx.Component:
        return rx.el.li(
            rx.el.p(rx.el.bdi(item[1])),
            rx.el.div(
                _step(t("Move it there"), item[1], State.move(State.draft, State.key, item[0], card.id)),
                _step(t("Also put it there"), item[1], State.attach_there(State.draft, State.key, item[0], card.id)),
                class_name="kiosk-actions",
            ),
        )

    return rx.el.div(
        rx.el.h4(t("Is this the right place?"), class_name="kiosk-alert__title"),
        rx.el.p(card.misplaced),
        rx.cond(card.targets.length() > 0, rx.el.ul(rx.foreach(card.targets, target))),
        class_name="kiosk-alert kiosk-alert--attention",
    )


def _step(text: str, where: rx.Var[str], event: EventSpec) -> rx.Component:
    return rx.el.button(
        text,
        rx.el.span(" ", where, class_name="usa-sr-only"),
        type="button",
        class_name="usa-button usa-button--outline",
        on_click=event,
        custom_attrs={"data-leads-to": ".kiosk-told"},
    )


def _add() -> rx.Component:
    kinds = rx.el.div(
        rx.el.label(t("What do the files show?"), html_for="upload-kind", class_name="usa-label"),
        rx.el.select(
            rx.el.option(t("Something else, or I say it later"), value=""),
            rx.foreach(State.upload_kinds, lambda item: rx.el.option(item[1], value=item[0])),
            class_name="usa-select",
            key=State.key,
            custom_attrs={"id": "upload-kind", "data-uploads-kind": "true"},
        ),
        class_name="usa-form-group",
    )
    return upload_box(
        "evidence-upload",
        t("Add files from this computer"),
        to=State.upload,
        on_done=State.look_again(State.draft, State.key),
        kinds=kinds,
    )


def _add_existing() -> rx.Component:
    return rx.cond(
        State.choosing,
        rx.cond(State.exchange.length() > 0, _choose(), rx.el.p(t("Every document of the exchange stands here."))),
        rx.el.button(
            t("Use a document that is already here"),
            type="button",
            class_name="usa-button usa-button--outline",
            on_click=State.choose_existing(State.draft, State.key),
            custom_attrs={"data-leads-to": ".kiosk-choose"},
        ),
    )


def _choose() -> rx.Component:
    return rx.el.div(
        rx.el.label(t("Document of the exchange"), html_for="evidence-existing", class_name="usa-label"),
        rx.cond(
            State.exchange_note != "",
            rx.el.p(
                State.exchange_note,
                " ",
                rx.el.a(t("Documents of this application"), href=address(f"documents?draft={State.draft}")),
                class_name="usa-hint",
            ),
        ),
        rx.el.input(type="hidden", name="draft", value=State.draft.to_string(), custom_attrs={"form": _ATTACH}),
        rx.el.input(type="hidden", name="key", value=State.key, custom_attrs={"form": _ATTACH}),
        rx.el.select(
            rx.el.option(t("Choose …"), value=""),
            rx.foreach(State.exchange, lambda item: rx.el.option(item[1], value=item[0])),
            name="document",
            class_name="usa-select",
            custom_attrs={"id": "evidence-existing", "form": _ATTACH},
        ),
        rx.el.div(
            rx.el.button(
                t("Put it beside this statement"),
                type="submit",
                class_name="usa-button usa-button--outline",
                custom_attrs={"form": _ATTACH, "data-leads-to": ".kiosk-told"},
            ),
            class_name="kiosk-actions",
        ),
        role="group",
        class_name="kiosk-choose",
        custom_attrs={"aria-label": t("Use a document that is already here")},
    )
