"""What the pages about validations share: one in a list, its facts, sites, the points of the report, what happened."""

import reflex as rx

from ctpat_app.components.links import document_link
from ctpat_app.components.text import current_language, t
from ctpat_app.state.validation_views import CaseCard, FileLine, FindingCard, MoveLine, ValidationLine, VisitLine

Shown = rx.Var[str] | str


def state_tag(line: rx.Var[ValidationLine]) -> rx.Component:
    """Return where a validation stands, in words."""
    return rx.el.span(line.state, class_name="kiosk-tag kiosk-tag--" + line.tag)


def list_item(line: rx.Var[ValidationLine], page: str) -> rx.Component:
    """Return one validation of a list; ``page`` is the address of the page that shows it."""
    return rx.el.li(
        rx.el.a(line.title, href=f"{page}?id={line.id}", class_name="kiosk-list__link"),
        state_tag(line),
        _note(line.model),
        rx.cond(line.starts != "", _note(t("Begins on {day}.", day=line.starts))),
        rx.cond(line.issued != "", _note(t("Report issued on {day}.", day=line.issued))),
        rx.cond(
            line.required > 0,
            _note(t("Required actions: {count}. Open: {still}.", count=line.required, still=line.required_open)),
        ),
        _note(line.due),
        rx.cond(line.closed != "", _note(t("Closed on {day}.", day=line.closed))),
        class_name="kiosk-list__item",
        key=line.id.to_string(),
    )


def _note(text: Shown) -> rx.Component:
    return rx.cond(text != "", rx.el.p(text, class_name="kiosk-list__note"))


def facts(card: rx.Var[CaseCard], *more: rx.Component) -> rx.Component:
    """Return what is known of a validation; ``more`` are rows for the staff."""
    return rx.el.dl(
        fact(t("Company"), card.company),
        fact(t("Security model"), card.line.model),
        fact(t("Begins on"), card.line.starts),
        rx.cond(card.team_size > 0, fact(t("People who come"), card.team_size.to_string())),
        fact(t("Report issued on"), card.line.issued),
        *more,
        fact(t("Response"), card.sent),
        fact(t("Closed on"), card.line.closed),
        class_name="kiosk-summary",
    )


def fact(name: str, value: rx.Var[str]) -> rx.Component:
    """Return one row of facts; nothing without a value."""
    return rx.cond(
        value != "",
        rx.el.div(
            rx.el.dt(name, class_name="kiosk-summary__key"),
            rx.el.dd(rx.el.bdi(value), class_name="kiosk-summary__value"),
            class_name="kiosk-summary__row",
        ),
    )


def visit_facts(visit: rx.Var[VisitLine]) -> rx.Component:
    """Return one site: when, how, and with how many people."""
    return rx.fragment(
        rx.el.p(rx.el.strong(rx.el.bdi(visit.site))),
        rx.el.p(
            rx.el.time(visit.day, date_time=visit.iso),
            " · ",
            visit.mode,
            " · ",
            t("People who come: {count}", count=visit.people),
            class_name="kiosk-list__note",
        ),
        rx.cond(
            visit.recognised != "",
            rx.el.p(t("Recognized validation:"), " ", rx.el.bdi(visit.recognised), class_name="kiosk-list__note"),
        ),
    )


def finding_head(card: rx.Var[FindingCard], title: str) -> rx.Component:
    """Return what a point of the report says; ``title`` is the id of its heading."""
    tone = rx.match(card.kind_id, ("action-required", "attention"), ("recommendation", "info"), "done")
    return rx.fragment(
        rx.el.h3(
            rx.el.span(card.kind, class_name=f"kiosk-tag kiosk-tag--{tone}"),
            rx.cond(card.statement != "", rx.el.span(" ", rx.el.bdi(card.statement))),
            id=title,
        ),
        rx.el.p(card.text, dir="auto"),
    )


def answer_shown(card: rx.Var[FindingCard]) -> rx.Component:
    """Return the answer of the company with its documents, to read."""
    return rx.fragment(
        rx.cond(
            card.answer != "",
            rx.el.div(
                rx.el.h4(t("Answer of the company")),
                rx.el.p(card.answer, lang=card.language, dir="auto"),
                rx.cond(
                    card.language != current_language(),
                    rx.el.p(t("Written in {language}.", language=card.language_name), class_name="kiosk-list__note"),
                ),
                rx.el.p(card.saved, class_name="kiosk-list__note"),
            ),
        ),
        rx.cond(card.files.length() > 0, rx.el.ul(rx.foreach(card.files, lambda file: rx.el.li(file_link(file))))),
    )


def file_link(file: rx.Var[FileLine]) -> rx.Component:
    """Return a document with its size."""
    return rx.fragment(document_link(rx.el.bdi(file.name), href=file.href), " · ", file.size)


def verdict(card: rx.Var[FindingCard]) -> rx.Component:
    """Return what the staff said of an answer, in words and with its comment."""
    return rx.fragment(
        rx.match(
            card.verdict,
            ("accepted", rx.el.p(rx.el.span(t("Answer accepted"), class_name="kiosk-tag kiosk-tag--done"))),
            ("returned", rx.el.p(rx.el.span(t("Answer returned"), class_name="kiosk-tag kiosk-tag--attention"))),
            rx.fragment(),
        ),
        rx.cond(
            card.comment != "",
            rx.el.div(
                rx.el.p(rx.el.strong(t("Comment of CTPAT"))),
                rx.el.p(card.comment, dir="auto"),
                class_name="kiosk-alert kiosk-alert--attention",
            ),
        ),
    )


def history(moves: rx.Var[list[MoveLine]]) -> rx.Component:
    """Return what happened, the newest first."""
    return rx.el.section(
        rx.el.h2(t("What happened"), id="moves"),
        rx.el.ol(rx.foreach(moves, _move), class_name="kiosk-list"),
        custom_attrs={"aria-labelledby": "moves"},
    )


def _move(line: rx.Var[MoveLine]) -> rx.Component:
    return rx.el.li(
        rx.el.span(line.sentence),
        rx.cond(line.reason != "", rx.el.p(rx.el.bdi(line.reason), class_name="kiosk-list__note")),
        rx.el.p(rx.el.time(line.when, date_time=line.stamp), class_name="kiosk-list__note"),
        class_name="kiosk-list__item",
        key=line.number.to_string(),
    )


def pdf_links(validation: rx.Var[int]) -> rx.Component:
    """Return the links to the report with its answers as PDF, in the language of the page and in English."""
    file, language = f"/files/validation/{validation}.pdf", current_language()
    own = document_link(t("Download the report (PDF)"), href=f"{file}?lang={language}")
    if language == "en":
        return own
    return rx.fragment(own, " · ", document_link(t("Download it in English (PDF)"), href=f"{file}?lang=en"))
