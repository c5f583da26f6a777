"""The documents of a security model: Partner Document Exchange, archive, and the way to the Public Library."""

from typing import Final

import reflex as rx

from ctpat_app.components.arrival import arriving, waiting
from ctpat_app.components.documents import (
    document_facts,
    download,
    edit_button,
    facts_fields,
    facts_form,
    older_versions,
    places,
    told,
)
from ctpat_app.components.layout import frame
from ctpat_app.components.post_form import search_form
from ctpat_app.components.text import address, t
from ctpat_app.components.uploads import upload_box, upload_script
from ctpat_app.state.document_views import DocumentCard, VersionLine
from ctpat_app.state.documents import DocumentsState as State

_FACTS: Final = "document-facts"


def documents_page() -> rx.Component:
    """One security model's exchange; without one, what there is to choose from."""
    return frame(
        rx.el.div(
            rx.cond(State.back != "", rx.el.a(rx.el.bdi(State.company), href=State.back, class_name="kiosk-back")),
            rx.el.h1(t("Documents")),
            waiting(),
            arriving(rx.cond(State.loaded, rx.cond(State.model > 0, _exchange(), _choose()))),
            class_name="kiosk-column",
        )
    )


def _choose() -> rx.Component:
    def choice(item: rx.Var[list[str]]) -> rx.Component:
        return rx.el.li(
            rx.el.a(rx.el.bdi(item[1]), href=item[0], class_name="kiosk-list__link"), class_name="kiosk-list__item"
        )

    return rx.fragment(
        _parts(),
        rx.cond(
            State.choices.length() > 0,
            rx.fragment(
                rx.el.h2(t("Choose whose documents you want to see")),
                rx.el.ul(rx.foreach(State.choices, choice), class_name="kiosk-list"),
            ),
            rx.el.p(t("There are no documents yet: they begin with an application.")),
        ),
    )


def _exchange() -> rx.Component:
    return rx.fragment(
        rx.el.p(rx.el.bdi(State.model_name), class_name="kiosk-lead"),
        _parts(),
        told(State),
        rx.cond(State.view == "archive", _archive(), _current()),
        _pager(),
        facts_form(State, _FACTS),
        upload_script(),
    )


def _parts() -> rx.Component:
    """The three libraries, as the portal names them."""

    def part(name: str, href: rx.Var[str] | str, is_here: rx.Var[bool] | bool) -> rx.Component:
        return rx.el.li(
            rx.el.a(
                name,
                href=href,
                class_name="kiosk-languages__link",
                custom_attrs={"aria-current": rx.cond(is_here, "true", "false")},
            )
        )

    return rx.el.nav(
        rx.el.ul(
            rx.cond(
                State.model > 0,
                rx.fragment(
                    part(t("Partner Document Exchange"), State.here, State.view == ""),
                    part(t("Archive"), f"{State.here}&view=archive", State.view == "archive"),
                ),
            ),
            part(t("Public Library"), f"{address('library')}?account={State.account}", False),
            class_name="kiosk-languages__list",
        ),
        class_name="kiosk-no-print",
        custom_attrs={"aria-label": t("Libraries")},
    )


def _current() -> rx.Component:
    return rx.fragment(
        rx.el.h2(t("Partner Document Exchange")),
        rx.cond(
            State.may_write,
            rx.fragment(
                rx.el.p(t("A file of the same name becomes a new version. The older one moves to the archive.")),
                _upload(),
            ),
        ),
        _filter(),
        rx.el.p(State.found, role="status", class_name="kiosk-caption"),
        rx.el.div(rx.foreach(State.cards, _card)),
    )


def _upload() -> rx.Component:
    kinds = rx.el.div(
        rx.el.label(t("Kind of document"), html_for="upload-kind", class_name="usa-label"),
        _select(t("Other, or not said yet"), State.all_kinds, {"id": "upload-kind", "data-uploads-kind": "true"}),
        class_name="usa-form-group",
    )
    return upload_box(
        "documents-upload", t("Add files from this computer"), to=State.upload, on_done=State.look_again, kinds=kinds
    )


def _select(first: str, items: rx.Var[list[list[str]]], attributes: dict[str, str], **more: object) -> rx.Component:
    return rx.el.select(
        rx.el.option(first, value=""),
        rx.foreach(items, lambda item: rx.el.option(item[1], value=item[0])),
        class_name="usa-select",
        custom_attrs=attributes,
        **more,
    )


def _filter() -> rx.Component:
    filters = State.filters
    return search_form(
        rx.el.input(type="hidden", name="account", value=State.account.to_string()),
        rx.el.input(type="hidden", name="model", value=State.model.to_string()),
        _group(
            "find-words",
            t("Words in name, note or text"),
            rx.el.input(
                type="search",
                name="words",
                default_value=filters.words,
                key=filters.words,
                dir="auto",
                class_name="usa-input",
                custom_attrs={"id": "find-words"},
            ),
        ),
        _choice("kind", t("Kind of document"), State.kinds, filters.kind),
        _choice("category", t("Category"), State.categories, filters.category),
        _choice("place", t("Where it stands"), State.places, filters.place),
        rx.el.div(
            rx.el.input(
                type="checkbox",
                name="outdated",
                value="1",
                default_checked=filters.outdated != "",
                key=f"outdated-{filters.outdated}",
                class_name="usa-checkbox__input",
                custom_attrs={"id": "find-outdated"},
            ),
            rx.el.label(t("Outdated only"), html_for="find-outdated", class_name="usa-checkbox__label"),
            class_name="usa-checkbox",
        ),
        rx.el.button(t("Find"), type="submit", class_name="usa-button usa-button--outline"),
        rx.cond(State.is_filtered, rx.el.a(t("Show all"), href=State.here)),
        action=address("documents"),
        class_name="kiosk-filter",
        role="search",
    )


def _group(control: str, label: str, field: rx.Component) -> rx.Component:
    return rx.el.div(rx.el.label(label, html_for=control, class_name="usa-label"), field, class_name="usa-form-group")


def _choice(name: str, label: str, items: rx.Var[list[list[str]]], chosen: rx.Var[str]) -> rx.Component:
    control = f"find-{name}"
    field = _select(
        t("All"), items, {"id": control}, name=name, default_value=chosen, key=f"{name}-{chosen}-{items.length()}"
    )
    return _group(control, label, field)


def _card(card: rx.Var[DocumentCard]) -> rx.Component:
    title = f"document-{card.id}"
    return rx.el.section(
        rx.el.h3(rx.el.bdi(card.name), id=title),
        document_facts(card),
        places(card, t("It stands beside:")),
        older_versions(card),
        rx.cond(
            State.may_write,
            rx.cond(
                State.editing == card.id,
                facts_fields(State, card, _FACTS),
                rx.fragment(rx.el.div(edit_button(State, card), class_name="kiosk-actions"), _more(card)),
            ),
        ),
        class_name="kiosk-card kiosk-document-card",
        key=title,
        custom_attrs={"aria-labelledby": title},
    )


def _more(card: rx.Var[DocumentCard]) -> rx.Component:
    """A new version under whatever name, and one more statement that the document shows."""
    hidden = rx.el.span(" ", rx.el.bdi(card.name), class_name="usa-sr-only")
    return rx.el.details(
        rx.el.summary(t("New version, or another statement"), hidden),
        rx.el.div(
            upload_box(
                f"version-{card.id}",
                rx.fragment(t("Replace by a newer version"), hidden),
                to=f"/files/upload?document={card.id}&lang={address().strip('/')}",
                on_done=State.look_again,
                is_small=True,
            ),
            rx.cond(State.statements.length() > 0, _attach(card)),
            class_name="kiosk-more__body",
        ),
        class_name="kiosk-more",
    )


def _attach(card: rx.Var[DocumentCard]) -> rx.Component:
    control = f"attach-{card.id}"
    problem = State.problems[card.id.to_string()]
    return rx.el.form(
        rx.el.label(t("Put it beside a statement as well"), html_for=control, class_name="usa-label"),
        rx.el.div(rx.cond(problem != "", rx.el.p(problem, class_name="usa-error-message")), role="alert"),
        rx.el.input(type="hidden", name="draft", value=State.draft.to_string()),
        rx.el.input(type="hidden", name="document", value=card.id.to_string()),
        _select(t("Choose …"), State.statements, {"id": control}, name="key"),
        rx.el.div(
            rx.el.button(
                t("Put it there"),
                rx.el.span(" ", rx.el.bdi(card.name), class_name="usa-sr-only"),
                type="submit",
                class_name="usa-button usa-button--outline",
            ),
            class_name="kiosk-actions",
        ),
        on_submit=State.attach,
        custom_attrs={"data-leads-to": ".kiosk-told"},
    )


def _archive() -> rx.Component:
    return rx.fragment(
        rx.el.h2(t("Archive")),
        rx.el.p(t("Versions that newer ones have replaced. Nothing is ever deleted.")),
        rx.cond(
            State.archived.length() > 0,
            rx.el.ul(rx.foreach(State.archived, _archived), class_name="kiosk-list"),
            rx.el.p(t("Nothing has been replaced yet.")),
        ),
    )


def _archived(line: rx.Var[VersionLine]) -> rx.Component:
    return rx.fragment(rx.el.li(rx.el.strong(rx.el.bdi(line.name)), rx.el.ul(download(line))))


def _pager() -> rx.Component:
    return rx.el.div(
        rx.cond(State.earlier != "", rx.el.a(t("Newer ones"), href=State.earlier)),
        rx.cond(State.later != "", rx.el.a(t("Older ones"), href=State.later)),
        class_name="kiosk-actions kiosk-no-print",
    )
