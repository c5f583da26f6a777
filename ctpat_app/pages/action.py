"""One action: what is known of it, what can be done next, and its history; or the form for a new one."""

from collections.abc import Callable

import reflex as rx
from reflex.event import EventSpec

from ctpat_app.components.arrival import arriving, waiting
from ctpat_app.components.layout import frame
from ctpat_app.components.plain_form import TOLD, area, choice, day, form_fault, line, outcome, submit
from ctpat_app.components.text import address, t
from ctpat_app.domain.actions import MAX_NAME, MAX_TEXT, MAX_WHAT
from ctpat_app.domain.emails import MAX_CHARACTERS as MAX_EMAIL
from ctpat_app.pages.actions import state_tag
from ctpat_app.state.action import ActionState as State
from ctpat_app.state.action_views import NoteLine

Card = State.card


def action_page() -> rx.Component:
    """The steps that can follow stand above the form that changes what was written down."""
    return frame(
        rx.el.div(
            rx.cond(
                State.draft > 0,
                rx.el.a(
                    t("Back to the action plan"),
                    href=f"{address('actions')}?draft={State.draft}",
                    class_name="kiosk-back",
                ),
            ),
            outcome(State),
            rx.cond(State.action > 0, rx.el.h1(rx.el.bdi(Card.line.what)), rx.el.h1(t("Add to the action plan"))),
            waiting(),
            arriving(
                rx.cond(
                    State.loaded,
                    rx.cond(
                        State.action > 0,
                        _action(),
                        rx.cond(
                            State.may_write,
                            _new(),
                            rx.el.p(t("People of the company write the plan. You may read it.")),
                        ),
                    ),
                )
            ),
            class_name="kiosk-column",
        ),
        title=Card.line.what,
    )


def _new() -> rx.Component:
    return rx.el.form(
        *_plan_fields(),
        rx.el.input(type="hidden", name="draft", value=State.draft.to_string()),
        submit(t("Add it to the plan")),
        on_submit=lambda typed: State.add(State.model, typed),
        no_validate=True,
        key=State.form_key,
    )


def _action() -> rx.Component:
    return rx.fragment(
        rx.el.p(state_tag(Card.line)),
        _facts(),
        rx.cond(State.may_write, _steps()),
        rx.el.section(
            rx.el.h2(t("History"), id="notes"),
            rx.el.ol(rx.foreach(State.notes, _note), class_name="kiosk-list"),
            custom_attrs={"aria-labelledby": "notes"},
        ),
    )


# ---------------------------------------------------------------- what is known


def _facts() -> rx.Component:
    line = Card.line
    criterion = rx.el.a(
        rx.el.bdi(line.criterion, dir="ltr"),
        href=f"{address('profile')}?draft={State.draft}&criterion={line.criterion}",
    )
    return rx.el.dl(
        _fact(t("Owner"), line.owner),
        _fact(t("Due on"), line.due),
        _fact(t("Comes from"), Card.origin),
        _fact(t("Statement"), line.criterion, criterion),
        _fact(t("Reference"), Card.reference),
        _fact(t("Why"), Card.why),
        _fact(t("Found on"), Card.found),
        _fact(t("Finding"), Card.finding),
        _fact(t("Root cause"), Card.cause),
        _fact(t("Evidence wanted"), Card.evidence),
        _fact(t("Proof"), Card.proof),
        _fact(t("Document that shows it"), Card.document),
        _fact(t("Seen to work on"), Card.checked),
        _fact(t("Closed on"), Card.closed),
        _fact(t("Closed by"), Card.closed_by),
        class_name="kiosk-summary",
    )


def _fact(name: str, value: rx.Var[str], shown: rx.Component | None = None) -> rx.Component:
    return rx.cond(
        value != "",
        rx.el.div(
            rx.el.dt(name, class_name="kiosk-summary__key"),
            rx.el.dd(shown or rx.el.bdi(value), class_name="kiosk-summary__value"),
            class_name="kiosk-summary__row",
        ),
    )


def _note(note: rx.Var[NoteLine]) -> rx.Component:
    return rx.el.li(
        rx.el.span(note.sentence),
        rx.cond(note.text != "", rx.el.p(rx.el.bdi(note.text), class_name="kiosk-list__note")),
        rx.el.p(rx.el.time(note.when, date_time=note.stamp), class_name="kiosk-list__note"),
        class_name="kiosk-list__item",
        key=note.number.to_string(),
    )


# ---------------------------------------------------------------- what can be done


def _steps() -> rx.Component:
    return rx.el.section(
        rx.el.h2(t("What next"), id="next"),
        rx.cond(
            Card.needs_other & State.steps.contains("done"),
            _step("report", t("Report it as done"), _proof("report"), State.report, opened=True),
        ),
        rx.cond(
            State.steps.contains("closed") & ~Card.needs_other,
            _step("close", t("Close it"), _closing(), State.close, opened=True),
        ),
        rx.cond(
            State.steps.contains("changed"),
            _step(
                "plan", t("Change this action"), rx.fragment(*_plan_fields()), State.edit, button=t("Save the change")
            ),
        ),
        rx.cond(State.steps.contains("reopened"), _step("reopen", t("Open it again"), _reason("reopen"), State.reopen)),
        rx.cond(
            State.steps.contains("dropped"),
            _step("drop", t("Drop it"), _reason("drop"), State.drop, look="usa-button usa-button--secondary"),
        ),
        class_name="kiosk-no-print",
        custom_attrs={"aria-labelledby": "next"},
    )


def _step(
    form: str,
    title: str,
    fields: rx.Component,
    handler: Callable[..., EventSpec],
    *,
    button: str = "",
    look: str = "usa-button usa-button--outline",
    opened: bool = False,
) -> rx.Component:
    return rx.el.details(
        rx.el.summary(title),
        rx.el.form(
            form_fault(State, form),
            fields,
            submit(button or title, "usa-button" if opened else look),
            on_submit=lambda typed: handler(State.action, State.version, typed),
            no_validate=True,
            class_name="kiosk-more__body",
            key=f"{form}/{State.form_key}",
            custom_attrs=TOLD,
        ),
        open=opened,
        class_name="kiosk-more",
    )


def _proof(form: str) -> rx.Component:
    return rx.fragment(
        area(
            State, form, "proof", t("What shows that it is done"), MAX_TEXT,
            hint=t("A note, a document, or both. Say what was done, when, and where the record is kept."),
            optional=False,
        ),
        rx.cond(
            State.documents.length() > 0,
            choice(State, form, "document", t("Document that shows it"), State.documents, empty=t("No document")),
        ),
    )  # fmt: skip


def _closing() -> rx.Component:
    checked = day(State, "close", "checked_on", t("Day on which somebody saw that it works"))
    return rx.fragment(
        rx.el.p(t("Close it when you have seen the proof. Owners do not close their own."), class_name="usa-hint"),
        _proof("close"),
        rx.cond(State.is_corrective, checked),
    )


def _reason(form: str) -> rx.Component:
    return area(State, form, "reason", t("Reason"), MAX_TEXT, optional=False)


# ---------------------------------------------------------------- what is written down


def _plan_fields() -> tuple[rx.Component, ...]:
    return (
        rx.cond(State.is_corrective, _finding_fields()),
        line(
            State, "plan", "what", t("What is to be done"), MAX_WHAT,
            hint=t("One line that says what will be different."), optional=False,
        ),
        choice(
            State, "plan", "owner", t("Owner"), State.colleagues, empty=t("Somebody who is not in the list"),
            hint=t("One person, who gets reminders by mail."), optional=False,
        ),
        _outsider(),
        day(State, "plan", "due_on", t("Due on")),
        area(State, "plan", "why", t("Why"), MAX_TEXT),
        choice(State, "plan", "criterion", t("Statement"), State.criteria, empty=t("No statement")),
        choice(State, "plan", "evidence_kind", t("Evidence wanted"), State.kinds, empty=t("Any")),
        line(
            State, "plan", "reference", t("Reference"), MAX_NAME,
            hint=t("How the report or the assessment calls it, such as a number."),
        ),
        rx.el.input(type="hidden", name="origin", value=State.values.get("plan-origin", "own")),
    )  # fmt: skip


def _outsider() -> rx.Component:
    return rx.el.fieldset(
        rx.el.legend(t("Only when the owner is not in the list"), class_name="usa-legend"),
        line(State, "plan", "owner_name", t("Name"), MAX_NAME),
        line(
            State, "plan", "owner_email", t("Email address"), MAX_EMAIL, dir="ltr", type="email",
            hint=t("Reminders go there. They say that you gave the address, and how to end them."),
        ),
        class_name="usa-fieldset usa-form-group",
    )  # fmt: skip


def _finding_fields() -> rx.Component:
    return rx.fragment(
        day(State, "plan", "found_on", t("Found on")),
        area(State, "plan", "finding", t("Finding"), MAX_TEXT, hint=t("What was found, and where."), optional=False),
        area(
            State, "plan", "root_cause", t("Root cause"), MAX_TEXT,
            hint=t("Why it could happen. It is needed before the action can be closed."),
        ),
    )  # fmt: skip
