"""What the pages about standing share: letters, rehearsals, plans, and the documents that go with a paper."""

import reflex as rx

from ctpat_app.components.links import document_link
from ctpat_app.components.text import address, current_language, t
from ctpat_app.domain.standing import MAX_REASON
from ctpat_app.state.standing_views import ActionLine, DecisionLine, Enclosed, RehearsalLines


def letter(line: rx.Var[DecisionLine] | DecisionLine) -> rx.Component:
    """Return a letter in the company's language; what it says in English is unfolded below."""
    return rx.fragment(
        rx.el.article(
            rx.el.h4(line.title),
            rx.foreach(line.paragraphs, rx.el.p),
            lang=line.letter_language,
            dir=line.letter_direction,
            class_name="kiosk-document",
        ),
        rx.cond(
            line.english_title != "",
            rx.el.details(
                rx.el.summary(t("The letter in English")),
                rx.el.article(
                    rx.el.h4(line.english_title),
                    rx.foreach(line.english, rx.el.p),
                    lang="en",
                    dir="ltr",
                    class_name="kiosk-document kiosk-more__body",
                ),
                class_name="kiosk-more",
            ),
        ),
    )


def decision_item(line: rx.Var[DecisionLine], *, for_staff: bool) -> rx.Component:
    """Return a decision in a list, its letter unfolded below; staff read what was looked at as well."""
    looked_at = rx.el.p(rx.el.strong(t("What was looked at:")), " ", rx.el.bdi(line.looked_at))
    download = document_link(
        t("Download the letter (PDF)"), href=f"/files/letter/{line.id}.pdf?lang={current_language()}"
    )
    return rx.el.li(
        rx.el.p(rx.el.strong(line.sentence)),
        rx.el.p(rx.el.time(line.when, date_time=line.stamp), class_name="kiosk-list__note"),
        rx.cond(line.ground != "", rx.el.p(rx.el.strong(t("Ground:")), " ", line.ground)),
        rx.el.p(rx.el.strong(t("Reason:")), " ", rx.el.span(line.reason, dir="auto")),
        looked_at if for_staff else rx.fragment(),
        rx.cond(
            line.title != "",
            rx.el.details(
                rx.el.summary(t("Read the letter"), rx.el.span(" ", line.when, class_name="usa-sr-only")),
                rx.el.div(
                    letter(line),
                    rx.fragment() if for_staff else rx.el.p(download, class_name="kiosk-no-print"),
                    class_name="kiosk-more__body",
                ),
                class_name="kiosk-more",
            ),
        ),
        class_name="kiosk-list__item",
        key=line.id.to_string(),
    )


def rehearsal(lines: rx.Var[RehearsalLines]) -> rx.Component:
    """Return what a step would change: status, benefits, what people lose and gain, and the days that begin."""
    return rx.el.dl(
        _row(t("Status now"), lines.before),
        _row(t("Status afterwards"), lines.after),
        _row(t("Benefits afterwards"), lines.benefits),
        _list(t("The company can no longer"), lines.lost),
        _list(t("The company can from then on"), lines.gained),
        _row(t("Answer to the letter, by"), lines.answer_by),
        _row(t("Appeal, until"), lines.appeal_by),
        _row(t("New application, from"), lines.reapply_from),
        class_name="kiosk-summary",
    )


def _row(name: str, value: rx.Var[str]) -> rx.Component:
    return rx.cond(
        value != "",
        rx.el.div(
            rx.el.dt(name, class_name="kiosk-summary__key"),
            rx.el.dd(value, class_name="kiosk-summary__value"),
            class_name="kiosk-summary__row",
        ),
    )


def _list(name: str, values: rx.Var[list[str]]) -> rx.Component:
    return rx.cond(
        values.length() > 0,
        rx.el.div(
            rx.el.dt(name, class_name="kiosk-summary__key"),
            rx.el.dd(rx.el.ul(rx.foreach(values, rx.el.li), class_name="usa-list"), class_name="kiosk-summary__value"),
            class_name="kiosk-summary__row",
        ),
    )


def document_choices(form: str, documents: rx.Var[list[list[str]]], model: rx.Var[int]) -> rx.Component:
    """Return the boxes by which documents of the exchange go with a paper: number, name, and whether it does."""

    def box(item: rx.Var[list[str]]) -> rx.Component:
        control = f"{form}-document-{item[0]}"
        return rx.el.div(
            rx.el.input(
                type="checkbox",
                id=control,
                name=f"document-{item[0]}",
                value="yes",
                default_checked=item[2] == "yes",
                class_name="usa-checkbox__input",
            ),
            rx.el.label(rx.el.bdi(item[1]), html_for=control, class_name="usa-checkbox__label"),
            class_name="usa-checkbox",
            key=item[0],
        )

    return rx.el.fieldset(
        rx.el.legend(t("Evidence that goes with it"), class_name="usa-legend"),
        rx.el.p(
            t("Upload it among the documents first, then tick it here."),
            " ",
            rx.el.a(t("Documents"), href=f"{address('documents')}?model={model}", target="_blank"),
            " ",
            t("(opens a new tab)"),
            class_name="usa-hint",
        ),
        rx.foreach(documents, box),
        class_name="usa-fieldset usa-form-group",
    )


def enclosed_list(documents: rx.Var[list[Enclosed]]) -> rx.Component:
    """Return the documents that went with a paper."""

    def item(each: rx.Var[Enclosed]) -> rx.Component:
        return rx.el.li(document_link(rx.el.bdi(each.name), href=each.href))

    return rx.cond(
        documents.length() > 0,
        rx.fragment(
            rx.el.p(t("Evidence that went with it:")), rx.el.ul(rx.foreach(documents, item), class_name="usa-list")
        ),
    )


def plan_list(actions: rx.Var[list[ActionLine]]) -> rx.Component:
    """Return the actions of an agreed plan with where each stands."""

    def item(each: rx.Var[ActionLine]) -> rx.Component:
        return rx.el.li(
            rx.el.span(rx.el.bdi(each.what)),
            rx.el.span(each.state, class_name="kiosk-tag"),
            rx.el.p(t("Due on {day}.", day=each.due), class_name="kiosk-list__note"),
            class_name="kiosk-list__item",
            key=each.id.to_string(),
        )

    return rx.el.ul(rx.foreach(actions, item), class_name="kiosk-list")


def save_or_send(form: str, *, send: str) -> rx.Component:
    """Return the choice between saving and sending, for the officer alone."""

    def option(value: str, text: str, *, chosen: bool) -> rx.Component:
        control = f"{form}-then-{value}"
        return rx.el.div(
            rx.el.input(
                type="radio",
                id=control,
                name="then",
                value=value,
                default_checked=chosen,
                class_name="usa-radio__input",
            ),
            rx.el.label(text, html_for=control, class_name="usa-radio__label"),
            class_name="usa-radio",
        )

    return rx.el.fieldset(
        rx.el.legend(t("What is to happen with it"), class_name="usa-legend"),
        option("save", t("Save it. It can still be changed."), chosen=True),
        option("send", send, chosen=False),
        class_name="usa-fieldset usa-form-group",
    )


def section(key: str, title: str, *children: rx.Component) -> rx.Component:
    """Return a part of the page under a heading of its own."""
    return rx.el.section(rx.el.h2(title, id=key), *children, custom_attrs={"aria-labelledby": key})


def reason_control(form: str | rx.Var[str], fault: rx.Var[str], *, hint: str = "") -> rx.Component:
    """Return the field for a reason in a list, where each form has a name of its own; ``fault`` may be empty."""
    control = f"{form}-reason"
    return rx.el.div(
        rx.el.label(t("Reason"), html_for=control, class_name="usa-label"),
        rx.el.p(hint, id=f"{control}-hint", class_name="usa-hint") if hint else rx.fragment(),
        rx.cond(fault != "", rx.el.p(fault, id=f"{control}-error", class_name="usa-error-message")),
        rx.el.textarea(
            id=control,
            name="reason",
            rows="3",
            max_length=MAX_REASON,
            dir="auto",
            class_name="usa-textarea kiosk-textarea",
            custom_attrs={"aria-describedby": f"{control}-hint {control}-error" if hint else f"{control}-error"},
        ),
        class_name="usa-form-group",
    )
