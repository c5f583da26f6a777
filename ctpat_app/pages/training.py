"""The register of training and awareness: what is due next, and what was held."""

import reflex as rx

from ctpat_app.components.arrival import arriving, waiting
from ctpat_app.components.downloads import print_button, sheet_link
from ctpat_app.components.layout import frame
from ctpat_app.components.plain_form import area, choice, day, form_fault, line, outcome, submit, told
from ctpat_app.components.text import address, t
from ctpat_app.domain.training import MAX_LANGUAGE, MAX_LINE, MAX_PEOPLE_TEXT
from ctpat_app.state.action_views import RecordLine, TopicCard
from ctpat_app.state.training import TrainingRecordState as Record
from ctpat_app.state.training import TrainingState as State


def training_page() -> rx.Component:
    """First each topic with its next day, then the records, the newest first."""
    return frame(
        rx.cond(
            State.account > 0,
            rx.el.a(
                rx.el.bdi(State.company), href=f"{address('home')}?account={State.account}", class_name="kiosk-back"
            ),
        ),
        rx.el.h1(t("Register of training")),
        told(State.told),
        waiting(),
        arriving(rx.cond(State.loaded, rx.cond(State.account > 0, _register(), _choose()))),
    )


def _choose() -> rx.Component:
    def company(item: rx.Var[list[str]]) -> rx.Component:
        href = f"{address('training')}?account={item[0]}"
        return rx.el.li(
            rx.el.a(rx.el.bdi(item[1]), href=href, class_name="kiosk-list__link"), class_name="kiosk-list__item"
        )

    return rx.cond(
        State.companies.length() > 0,
        rx.fragment(
            rx.el.h2(t("Choose a company")), rx.el.ul(rx.foreach(State.companies, company), class_name="kiosk-list")
        ),
        rx.el.p(rx.el.a(t("Add your company"), href=address("trade-account?new=1"))),
    )


def _register() -> rx.Component:
    return rx.fragment(
        rx.el.p(t("Who was trained in what, when, and when it is due again."), class_name="kiosk-lead"),
        rx.cond(
            State.may_write,
            rx.el.div(
                rx.el.a(t("Add a training"), href=_form_of(), class_name="usa-button"),
                class_name="kiosk-actions kiosk-no-print",
            ),
        ),
        _topics(),
        _records(),
        rx.el.div(
            sheet_link(f"/files/training/{State.account}.xlsx", t("Download the register (XLSX)")),
            print_button(),
            class_name="kiosk-actions kiosk-no-print",
        ),
        rx.el.p(
            rx.el.a(t("Action plan"), href=f"{address('actions')}?account={State.account}"),
            class_name="kiosk-no-print",
        ),
    )


def _form_of(query: str = "") -> str:
    return f"{address('training-record')}?account={State.account}{query}"


def _topics() -> rx.Component:
    names = (t("Topic"), t("Last held on"), t("Due again on"), t("People"), t("Status"))

    def row(card: rx.Var[TopicCard]) -> rx.Component:
        name = rx.cond(
            State.may_write, rx.el.a(card.name, href=_form_of(f"&topic={card.topic}")), rx.el.span(card.name)
        )
        about = rx.el.p(t("Statement {number}", number=card.criteria), class_name="kiosk-list__note")
        cells = (
            rx.el.th(rx.el.div(name, about), scope="row", custom_attrs={"data-label": names[0]}),
            _cell(card.held, names[1]),
            _cell(card.due, names[2]),
            _cell(card.people, names[3]),
            rx.el.td(_topic_tag(card), custom_attrs={"data-label": names[4]}),
        )
        return rx.el.tr(*cells, key=card.topic)

    return _table(t("What is due next"), names, rx.foreach(State.topics, row))


def _topic_tag(card: rx.Var[TopicCard]) -> rx.Component:
    return rx.cond(
        card.is_missing,
        rx.el.span(t("Not held yet"), class_name="kiosk-tag kiosk-tag--todo"),
        rx.cond(
            card.is_overdue,
            rx.el.span(t("Overdue"), class_name="kiosk-tag kiosk-tag--attention"),
            rx.el.span(t("Up to date"), class_name="kiosk-tag kiosk-tag--done"),
        ),
    )


def _records() -> rx.Component:
    names = (t("Training"), t("Held on"), t("For whom"), t("Trainer"), t("People"), t("Document"))

    def row(record: rx.Var[RecordLine]) -> rx.Component:
        name = rx.cond(State.may_write, rx.el.a(record.topic, href=record.href), rx.el.span(record.topic))
        cells = (
            rx.el.th(name, scope="row", custom_attrs={"data-label": names[0]}),
            _cell(record.held, names[1]),
            _cell(record.audience, names[2]),
            _cell(record.trainer, names[3]),
            _cell(record.people, names[4]),
            _cell(record.document, names[5]),
        )
        return rx.el.tr(*cells, key=record.id.to_string())

    return rx.cond(
        State.records.length() > 0,
        _table(t("What was held"), names, rx.foreach(State.records, row)),
        rx.el.p(t("No training is in the register yet.")),
    )


def _cell(text: rx.Var[str], name: str) -> rx.Component:
    return rx.el.td(rx.el.bdi(text), custom_attrs={"data-label": name})


def _table(title: str, names: tuple[str, ...], rows: rx.Component) -> rx.Component:
    return rx.el.table(
        rx.el.caption(title),
        rx.el.thead(rx.el.tr(*(rx.el.th(name, scope="col") for name in names))),
        rx.el.tbody(rows),
        class_name="usa-table kiosk-table",
    )


def training_record_page() -> rx.Component:
    """The form of one record, new or known."""
    return frame(
        rx.el.div(
            rx.cond(
                Record.account > 0,
                rx.el.a(
                    t("Back to the register of training"),
                    href=f"{address('training')}?account={Record.account}",
                    class_name="kiosk-back",
                ),
            ),
            outcome(Record),
            rx.el.h1(t("A training for the register")),
            waiting(),
            arriving(rx.cond(Record.loaded, _record_form())),
            class_name="kiosk-column",
        )
    )


def _record_form() -> rx.Component:
    fields = rx.fragment(form_fault(Record, "training"), *_record_fields())
    new = rx.el.form(
        fields,
        submit(t("Add it to the register")),
        on_submit=lambda typed: Record.add(Record.account, typed),
        no_validate=True,
        key=Record.form_key,
    )
    known = rx.el.form(
        fields,
        submit(t("Save the change")),
        on_submit=lambda typed: Record.edit(Record.record, Record.version, typed),
        no_validate=True,
        key=Record.form_key,
    )
    return rx.cond(Record.record > 0, known, new)


def _record_fields() -> tuple[rx.Component, ...]:
    form = "training"
    return (
        choice(Record, form, "topic", t("Topic"), Record.topics, empty=t("Choose"), optional=False),
        day(Record, form, "held_on", t("Held on")),
        line(Record, form, "audience", t("For whom"), MAX_LINE, hint=t("Such as: all drivers, office staff.")),
        line(Record, form, "trainer", t("Trainer"), MAX_LINE),
        line(
            Record, form, "people_count", t("How many people"), 6, dir="ltr", input_mode="numeric",
            look="usa-input usa-input--small", hint=t("Leave it empty when you list the names."),
        ),
        area(
            Record, form, "people", t("Names"), MAX_PEOPLE_TEXT,
            hint=t("One name a line. Everybody who may see this register can read them."),
        ),
        line(Record, form, "language", t("Language of the training"), MAX_LANGUAGE),
        line(
            Record, form, "repeat_months", t("Due again after how many months"), 3, dir="ltr", input_mode="numeric",
            look="usa-input usa-input--small", hint=t("0 means that it is not repeated."), optional=False,
        ),
        rx.cond(
            Record.documents.length() > 0,
            choice(Record, form, "document", t("Document that shows it"), Record.documents, empty=t("No document")),
        ),
    )  # fmt: skip
