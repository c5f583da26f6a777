"""Everything that was sent, and each profile as it was signed."""

import reflex as rx

from ctpat_app.components.arrival import arriving, waiting
from ctpat_app.components.downloads import pdf_link, print_button
from ctpat_app.components.layout import frame
from ctpat_app.components.text import address, t
from ctpat_app.state.submissions import SignedPart, SignedRow, SignedState, SubmissionLine, SubmissionsState


def submissions_page() -> rx.Component:
    """The list, newest first."""
    return frame(
        rx.el.div(
            rx.el.a(t("Your applications"), href=address("home"), class_name="kiosk-back"),
            rx.el.h1(t("Everything you have sent")),
            waiting(),
            arriving(rx.cond(SubmissionsState.draft > 0, _list())),
            class_name="kiosk-column",
        )
    )


def _list() -> rx.Component:
    return rx.fragment(
        rx.el.p(rx.el.bdi(SubmissionsState.company), class_name="kiosk-lead"),
        rx.el.p(t("Each profile is kept as it was signed, with the words and files of that day.")),
        rx.cond(
            SubmissionsState.lines.length() > 0,
            rx.el.ol(rx.foreach(SubmissionsState.lines, _line), class_name="kiosk-list"),
            rx.el.p(t("Nothing was sent yet.")),
        ),
    )


def _line(line: SubmissionLine) -> rx.Component:
    return rx.el.li(
        rx.el.a(
            line.sent_at,
            " ",
            rx.el.bdi(line.reference, dir="ltr", class_name="kiosk-code"),
            href=f"{address('signed')}?draft={line.draft}",
            class_name="kiosk-list__link",
        ),
        rx.el.p(t("Signed and sent by"), " ", rx.el.bdi(line.sender), class_name="kiosk-list__note"),
        rx.el.p(t("Signed in {language}.", language=line.language), class_name="kiosk-list__note"),
        rx.el.p(pdf_link(line.draft)),
        class_name="kiosk-list__item",
    )


def signed_page() -> rx.Component:
    """The signature first, then every part with the words that were on the page then."""
    return frame(
        rx.el.div(
            rx.el.a(
                t("Everything you have sent"),
                href=f"{address('submissions')}?draft={SignedState.draft}",
                class_name="kiosk-back kiosk-no-print",
            ),
            rx.el.h1(t("The profile as it was signed")),
            waiting(),
            arriving(rx.cond(SignedState.draft > 0, _signed())),
            class_name="kiosk-column",
        )
    )


def _signed() -> rx.Component:
    return rx.fragment(
        rx.el.p(rx.el.bdi(SignedState.company), class_name="kiosk-lead"),
        rx.el.dl(
            _fact(t("Reference"), rx.el.bdi(SignedState.reference, dir="ltr", class_name="kiosk-code")),
            _fact(t("Sent on"), SignedState.sent_at),
            _fact(t("Signed by"), rx.el.bdi(SignedState.signer)),
            _fact(t("Role"), SignedState.role),
            _fact(t("Signed on"), SignedState.signed_at),
            _fact(t("Shown in"), rx.el.bdi(SignedState.language_name, lang=SignedState.language)),
            class_name="kiosk-summary",
        ),
        rx.cond(SignedState.other != "", _other()),
        rx.el.div(pdf_link(SignedState.draft), print_button(), class_name="kiosk-actions kiosk-no-print"),
        _agreement(),
        rx.foreach(SignedState.parts, _part),
    )


def _fact(name: str, value: rx.Component | rx.Var[str]) -> rx.Component:
    return rx.el.div(
        rx.el.dt(name, class_name="kiosk-summary__key"),
        rx.el.dd(value, class_name="kiosk-summary__value"),
        class_name="kiosk-summary__row",
    )


def _other() -> rx.Component:
    return rx.el.p(
        rx.el.a(
            t("Show it in {language}", language=SignedState.other_name),
            href=f"{address('signed')}?draft={SignedState.draft}&text={SignedState.other}",
        ),
        class_name="kiosk-no-print",
    )


def _agreement() -> rx.Component:
    return rx.el.details(
        rx.el.summary(t("The agreement that was signed")),
        rx.el.div(
            rx.el.p(SignedState.agreement, lang=SignedState.agreement_language, dir="auto", class_name="kiosk-pre"),
            rx.el.p(t("Fingerprint of the text (SHA-256):"), " ", rx.el.bdi(SignedState.text_hash, dir="ltr")),
            class_name="kiosk-more__body kiosk-written",
        ),
        class_name="kiosk-more",
    )


def _part(part: rx.Var[SignedPart]) -> rx.Component:
    return rx.el.section(
        rx.el.h2(part.title, id=part.id, lang=part.language, dir="auto"),
        rx.el.dl(rx.foreach(part.rows, _row), class_name="kiosk-summary"),
        custom_attrs={"aria-labelledby": part.id},
    )


def _row(row: SignedRow) -> rx.Component:
    return rx.el.div(
        rx.el.dt(
            rx.cond(row.number != "", rx.fragment(rx.el.bdi(row.number, dir="ltr"), " ")),
            rx.el.span(row.label, lang=row.label_language, dir="auto"),
            rx.cond(
                row.statement != "",
                rx.el.p(row.statement, lang=row.label_language, dir="auto", class_name="usa-hint"),
            ),
            class_name="kiosk-summary__key",
        ),
        rx.el.dd(
            rx.foreach(row.texts, lambda each: rx.el.p(each.text, lang=each.language, dir="auto")),
            rx.foreach(row.files, lambda name: rx.el.p(name, class_name="usa-hint")),
            class_name="kiosk-summary__value",
        ),
        class_name="kiosk-summary__row",
    )
