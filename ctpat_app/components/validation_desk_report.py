"""What the desk does with a validation once it has begun: visits, findings, report, answers, outcome."""

import reflex as rx

from ctpat_app.components.plain_form import TOLD, area, choice, form_fault, line, submit
from ctpat_app.components.text import t
from ctpat_app.components.validation_desk import OUTLINE, SECONDARY, open_form, press, reason_form
from ctpat_app.components.validations import answer_shown, finding_head, verdict, visit_facts
from ctpat_app.domain.validations import MAX_TEXT
from ctpat_app.state.staff_validation import StaffValidationState as State
from ctpat_app.state.validation_views import FindingCard, VisitLine


def visits() -> rx.Component:
    """Return the sites, each with what was seen or the form for it."""
    return rx.cond(
        State.visits.length() > 0,
        rx.el.section(
            rx.el.h2(t("Sites"), id="visits"),
            rx.el.ul(rx.foreach(State.visits, _visit), class_name="kiosk-list"),
            custom_attrs={"aria-labelledby": "visits"},
        ),
    )


def _visit(visit: rx.Var[VisitLine]) -> rx.Component:
    return rx.el.li(
        rx.el.div(_visit_body(visit)),
        class_name="kiosk-list__item",
        key=visit.id.to_string(),
    )


def _visit_body(visit: rx.Var[VisitLine]) -> rx.Component:
    return rx.fragment(
        visit_facts(visit),
        rx.cond(visit.team != "", rx.el.p(t("Team:"), " ", rx.el.bdi(visit.team), class_name="kiosk-list__note")),
        rx.cond(
            visit.held,
            rx.el.div(rx.el.p(rx.el.strong(t("What was seen"))), rx.el.p(visit.note, dir="auto")),
            rx.cond(State.may_write & State.steps.contains("report-sent"), _record(visit)),
        ),
        rx.cond(
            State.may_write & State.steps.contains("scheduled"),
            rx.el.button(
                t("Drop this site"),
                rx.el.span(" ", rx.el.bdi(visit.site), class_name="usa-sr-only"),
                type="button",
                class_name="usa-button usa-button--unstyled",
                on_click=State.drop_visit(State.validation, State.version, visit.id),
                custom_attrs={"data-leads-to": ".kiosk-told"},
            ),
        ),
    )


def _record(visit: rx.Var[VisitLine]) -> rx.Component:
    form = f"seen-{visit.id}"
    return rx.el.form(
        form_fault(State, form),
        rx.el.input(type="hidden", name="visit", value=visit.id.to_string()),
        area(State, form, "note", t("What was seen"), MAX_TEXT, hint=t("For the desk alone."), optional=False),
        submit(t("Record the visit"), OUTLINE),
        on_submit=lambda typed: State.record_visit(State.validation, State.version, typed),
        no_validate=True,
        key=form,
        custom_attrs=TOLD,
    )


# ---------------------------------------------------------------- points of the report


def findings() -> rx.Component:
    """Return the points of the report, each with its answer and the decision on it."""
    return rx.cond(
        State.findings.length() > 0,
        rx.el.section(
            rx.el.h2(t("Points of the report"), id="findings"),
            rx.foreach(State.findings, _finding),
            custom_attrs={"aria-labelledby": "findings"},
        ),
    )


def _finding(card: rx.Var[FindingCard]) -> rx.Component:
    title = f"finding-{card.id}"
    return rx.el.section(
        finding_head(card, title),
        answer_shown(card),
        verdict(card),
        rx.cond(State.may_write & State.steps.contains("report-sent"), _change(card)),
        rx.cond(State.may_write & State.steps.contains("response-accepted") & card.asks, _decide(card)),
        class_name="kiosk-card",
        key=title,
        custom_attrs={"aria-labelledby": title},
    )


def _change(card: rx.Var[FindingCard]) -> rx.Component:
    about = rx.el.span(" ", card.kind, class_name="usa-sr-only")
    return rx.el.div(
        rx.el.button(
            t("Change this point"), about, type="button", class_name="usa-button usa-button--unstyled",
            on_click=State.edit_finding(State.validation, card.id),
            custom_attrs={"data-leads-to": "#finding-kind"},
        ),
        rx.el.button(
            t("Take it out"), about, type="button", class_name="usa-button usa-button--unstyled",
            on_click=State.remove_finding(State.validation, State.version, card.id),
            custom_attrs={"data-leads-to": ".kiosk-told"},
        ),
        class_name="kiosk-actions",
    )  # fmt: skip


def _decide(card: rx.Var[FindingCard]) -> rx.Component:
    form = f"return-{card.id}"
    about = rx.el.span(" ", card.kind, class_name="usa-sr-only")
    return rx.fragment(
        form_fault(State, form),
        rx.cond(
            card.verdict != "accepted",
            rx.el.div(
                rx.el.button(
                    t("Accept this answer"), about, type="button", class_name=OUTLINE,
                    on_click=State.accept_answer(State.validation, State.version, card.id),
                    custom_attrs={"data-leads-to": ".kiosk-told"},
                ),
                class_name="kiosk-actions",
            ),
        ),
        rx.el.details(
            rx.el.summary(t("Return this answer"), about),
            rx.el.form(
                rx.el.input(type="hidden", name="finding", value=card.id.to_string()),
                area(
                    State, form, "comment", t("What is missing"), MAX_TEXT, hint=t("The company reads it."),
                    optional=False,
                ),
                submit(t("Return with this comment"), SECONDARY),
                on_submit=lambda typed: State.return_answer(State.validation, State.version, typed),
                no_validate=True,
                class_name="kiosk-more__body",
                custom_attrs=TOLD,
            ),
            class_name="kiosk-more",
            key=form,
        ),
    )  # fmt: skip


# ---------------------------------------------------------------- steps


def report_steps() -> rx.Component:
    """Return what can be done with the report."""
    return rx.fragment(
        rx.cond(State.steps.contains("report-sent"), rx.fragment(_write_finding(), _send_report())),
        rx.cond(State.steps.contains("report-issued"), _decide_report()),
    )


def _write_finding() -> rx.Component:
    return rx.el.section(
        rx.cond(
            State.editing > 0,
            rx.el.h2(t("Change a point"), id="finding"),
            rx.el.h2(t("Add a point to the report"), id="finding"),
        ),
        open_form(
            "finding",
            rx.fragment(
                rx.el.input(type="hidden", name="finding", value=State.editing.to_string()),
                choice(
                    State, "finding", "kind", t("Kind of point"), State.finding_kinds, empty=t("Choose …"),
                    optional=False,
                ),
                choice(State, "finding", "criterion", t("Statement"), State.statements, empty=t("No statement")),
                area(State, "finding", "text", t("What was found"), MAX_TEXT, optional=False),
            ),
            State.write_finding,
            t("Save the point"),
            OUTLINE,
        ),
        custom_attrs={"aria-labelledby": "finding"},
    )  # fmt: skip


def _send_report() -> rx.Component:
    return rx.el.section(
        rx.el.h2(t("Finish the report"), id="finish-report"),
        open_form(
            "report",
            rx.fragment(
                area(
                    State, "report", "summary", t("Summary for the company"), MAX_TEXT,
                    hint=t("What was looked at, and how the company stands. It is read first."), optional=False,
                ),
                _days("report", t("Days to answer"), t("From the day on which it is issued, at most 90.")),
            ),
            State.send_report,
            t("Send the report to a supervisor"),
        ),
        custom_attrs={"aria-labelledby": "finish-report"},
    )  # fmt: skip


def _days(form: str, label: str, hint: str) -> rx.Component:
    return line(
        State, form, "days", label, 2, hint=hint, type="number", min="1", max="90", dir="ltr", optional=False,
        look="usa-input usa-input--medium",
    )  # fmt: skip


def _decide_report() -> rx.Component:
    return rx.el.section(
        rx.el.h2(t("Decide on the report"), id="decide"),
        form_fault(State, "approve"),
        rx.cond(
            State.is_own_report,
            rx.el.p(t("You wrote this report. Another supervisor decides on it.")),
            rx.fragment(
                press(t("Issue the report to the company"), State.issue_report),
                reason_form(
                    "decide", t("Send the report back"), t("Its author reads the reason."), State.return_report,
                    t("Send back with this reason"),
                ),
            ),
        ),
        custom_attrs={"aria-labelledby": "decide"},
    )  # fmt: skip


def outcome_steps() -> rx.Component:
    """Return how the look at the answers, and then the validation, can end."""
    return rx.fragment(
        rx.cond(State.steps.contains("response-accepted"), _finish()),
        rx.cond(
            State.steps.contains("passed"),
            rx.el.section(
                rx.el.h2(t("Record the outcome"), id="outcome"),
                form_fault(State, "close"),
                rx.el.p(t("A certified company becomes a validated one. For a validated one, four years begin anew.")),
                press(t("Close it as passed"), State.succeed),
                custom_attrs={"aria-labelledby": "outcome"},
            ),
        ),
        rx.cond(
            State.steps.contains("not-passed"),
            reason_form(
                "outcome", t("Close it as not passed"),
                t("The company reads it. The status of the company does not change by it."), State.fail,
                t("Close as not passed with this reason"),
            ),
        ),
    )  # fmt: skip


def _finish() -> rx.Component:
    return rx.el.section(
        rx.el.h2(t("Finish the look at the answers"), id="finish"),
        rx.cond(
            State.undecided > 0,
            rx.el.p(t("Answers without a decision: {count}.", count=State.undecided)),
            rx.el.p(t("Every answer is decided. The company reads decisions and comments once you finish.")),
        ),
        open_form(
            "finish",
            _days("finish", t("Days to answer again"), t("For answers that are returned, at most 90.")),
            State.finish,
            t("Finish and tell the company"),
        ),
        custom_attrs={"aria-labelledby": "finish"},
    )
