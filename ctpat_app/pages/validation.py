"""One validation for the company: what is planned, the report, an answer to each point, and the sending of it."""

import reflex as rx

from ctpat_app.components.arrival import arriving, waiting
from ctpat_app.components.downloads import print_button
from ctpat_app.components.layout import frame
from ctpat_app.components.plain_form import TOLD, area, form_fault, outcome
from ctpat_app.components.text import address, t
from ctpat_app.components.uploads import upload_box, upload_script
from ctpat_app.components.validations import (
    answer_shown,
    facts,
    file_link,
    finding_head,
    history,
    pdf_links,
    state_tag,
    verdict,
    visit_facts,
)
from ctpat_app.domain.validations import MAX_TEXT
from ctpat_app.state.validation import ValidationState as State
from ctpat_app.state.validation_views import FileLine, FindingCard, VisitLine
from ctpat_app.words.languages import known_languages

Card = State.card


def validation_page() -> rx.Component:
    """The next thing to do stands on top, the sending at the end."""
    return frame(
        rx.el.div(
            rx.el.a(
                t("All validations"),
                href=rx.cond(
                    Card.account > 0, f"{address('validations')}?account={Card.account}", address("validations")
                ),
                class_name="kiosk-back",
            ),
            outcome(State),
            rx.cond(State.loaded, rx.el.h1(Card.line.title), rx.el.h1(t("Validation"))),
            waiting(),
            arriving(rx.cond(State.loaded, _validation())),
            class_name="kiosk-column",
        ),
        upload_script(),
        title=Card.line.title,
    )


def _validation() -> rx.Component:
    return rx.fragment(
        rx.el.p(state_tag(Card.line)),
        rx.cond(Card.line.due != "", rx.el.p(Card.line.due, class_name="kiosk-lead")),
        facts(Card),
        _visits(),
        rx.cond(Card.report != "", _report()),
        history(State.moves),
    )


def _visits() -> rx.Component:
    def visit(item: rx.Var[VisitLine]) -> rx.Component:
        return rx.el.li(rx.el.div(visit_facts(item)), class_name="kiosk-list__item")

    return rx.el.section(
        rx.el.h2(t("What is looked at"), id="visits"),
        rx.cond(
            State.visits.length() > 0,
            rx.el.ul(rx.foreach(State.visits, visit), class_name="kiosk-list"),
            rx.el.p(t("CTPAT looks at documents alone. Nobody visits a site.")),
        ),
        custom_attrs={"aria-labelledby": "visits"},
    )


def _report() -> rx.Component:
    return rx.fragment(
        rx.el.section(
            rx.el.h2(t("Report of the validation"), id="report"),
            rx.el.p(Card.report, dir="auto"),
            rx.el.div(pdf_links(State.validation), " ", print_button(), class_name="kiosk-actions kiosk-no-print"),
            custom_attrs={"aria-labelledby": "report"},
        ),
        rx.el.section(
            rx.el.h2(t("Points of the report"), id="findings"),
            rx.cond(
                State.may_answer,
                rx.el.p(t("Write an answer to each point. Save as often as you like; the officer sends all of them.")),
            ),
            rx.cond(
                State.findings.length() > 0,
                rx.foreach(State.findings, _finding),
                rx.el.p(t("The report names no point.")),
            ),
            custom_attrs={"aria-labelledby": "findings"},
        ),
        rx.cond(State.may_answer, _sending()),
    )


def _finding(card: rx.Var[FindingCard]) -> rx.Component:
    title = f"finding-{card.id}"
    return rx.el.section(
        finding_head(card, title),
        verdict(card),
        rx.cond(card.may_answer, _answering(card), answer_shown(card)),
        class_name="kiosk-card",
        key=title,
        custom_attrs={"aria-labelledby": title},
    )


# ---------------------------------------------------------------- answering


def _answering(card: rx.Var[FindingCard]) -> rx.Component:
    form = f"{card.form}"
    return rx.fragment(
        rx.cond(State.theirs.contains(card.form), _theirs(State.theirs[card.form])),
        rx.el.form(
            _hidden("validation", State.validation.to_string()),
            _hidden("finding", card.id.to_string()),
            _hidden("seen", State.seen[card.form].to_string()),
            area(
                State, form, "text", t("Your answer"), MAX_TEXT,
                hint=t("Say what was done, when, by whom, and where the record is kept."), optional=False,
            ),
            _language(card),
            rx.el.div(
                rx.el.button(
                    t("Save this answer"),
                    rx.el.span(" ", card.kind, class_name="usa-sr-only"),
                    type="submit",
                    class_name="usa-button usa-button--outline",
                ),
                class_name="kiosk-actions",
            ),
            rx.cond(card.saved != "", rx.el.p(card.saved, class_name="kiosk-list__note")),
            on_submit=State.save,
            no_validate=True,
            # Another answer that is saved leaves this one alone: what was typed here stays.
            key=f"{card.form}/{card.answer_version}",
            custom_attrs=TOLD,
        ),
        rx.cond(card.files.length() > 0, rx.el.ul(rx.foreach(card.files, lambda file: _file(card, file)))),
        upload_box(
            f"files-{card.id}",
            t("Add documents to this answer"),
            to=card.upload,
            on_done=State.look_again(State.validation),
        ),
    )  # fmt: skip


def _theirs(text: rx.Var[str]) -> rx.Component:
    return rx.el.div(
        rx.el.p(rx.el.strong(t("What somebody else saved meanwhile"))),
        rx.el.p(text, dir="auto"),
        class_name="kiosk-alert kiosk-alert--attention",
    )


def _language(card: rx.Var[FindingCard]) -> rx.Component:
    control = f"{card.form}-language"
    return rx.el.div(
        rx.el.label(t("Language of your answer"), html_for=control, class_name="usa-label"),
        rx.el.select(
            *(rx.el.option(name, value=tag, lang=tag) for tag, name in known_languages()),
            name="language",
            default_value=card.language,
            class_name="usa-select",
            id=control,
        ),
        class_name="usa-form-group",
    )


def _file(card: rx.Var[FindingCard], file: rx.Var[FileLine]) -> rx.Component:
    return rx.el.li(
        file_link(file),
        " ",
        rx.el.button(
            t("Take away from this answer"),
            rx.el.span(" ", rx.el.bdi(file.name), class_name="usa-sr-only"),
            type="button",
            class_name="usa-button usa-button--unstyled",
            on_click=State.take_away(State.validation, card.id, file.document),
            custom_attrs={"data-leads-to": ".kiosk-told"},
        ),
    )


def _hidden(name: str, value: rx.Var[str]) -> rx.Component:
    return rx.el.input(type="hidden", name=name, value=value)


# ---------------------------------------------------------------- sending


def _sending() -> rx.Component:
    def still(card: rx.Var[FindingCard]) -> rx.Component:
        return rx.cond(
            card.open_point != "",
            rx.el.li(
                rx.el.a(card.kind, href=f"#finding-{card.id}"), ": ", card.text[:80], " ", rx.el.strong(card.open_point)
            ),
        )

    return rx.el.section(
        rx.el.h2(t("Send the response"), id="send"),
        rx.cond(
            State.open_count > 0,
            rx.fragment(
                rx.el.p(t("Look at these points before it is sent. Open: {count}.", count=State.open_count)),
                rx.el.ul(rx.foreach(State.findings, still), class_name="usa-list"),
            ),
            rx.el.p(t("Every point is answered.")),
        ),
        form_fault(State, "submit"),
        rx.cond(
            State.may_submit,
            rx.fragment(
                rx.el.p(t("After sending, nobody changes the answers. CTPAT accepts or returns each of them.")),
                rx.el.div(
                    rx.el.button(
                        t("Send the response to CTPAT"),
                        type="button",
                        class_name="usa-button",
                        on_click=State.submit(State.validation, State.version),
                        custom_attrs={"data-leads-to": ".kiosk-told"},
                    ),
                    class_name="kiosk-actions",
                ),
            ),
            rx.el.p(t("The officer of your company sends it. You can write and save answers.")),
        ),
        class_name="kiosk-box kiosk-no-print",
        custom_attrs={"aria-labelledby": "send"},
    )
