"""The case about a membership: what is known, what waits, and the decision with its rehearsal at the bottom."""

import reflex as rx

from ctpat_app.components.arrival import arriving, waiting
from ctpat_app.components.layout import frame
from ctpat_app.components.plain_form import TOLD, area, form_fault, outcome, submit
from ctpat_app.components.standing import decision_item, enclosed_list, section
from ctpat_app.components.standing_appeals import appeal_card
from ctpat_app.components.standing_decision import decision_form, proposal_form, proposals
from ctpat_app.components.text import address, t
from ctpat_app.domain.standing import MAX_REASON
from ctpat_app.state.model_status import StatusLine
from ctpat_app.state.staff_standing import StaffStandingState as State
from ctpat_app.state.standing_views import ActionLine


def staff_standing_page() -> rx.Component:
    """Facts first, then what waits, then the decision."""
    return frame(
        rx.el.div(
            rx.cond(
                State.account > 0,
                rx.el.a(
                    t("The company as staff see it"),
                    href=f"{address('staff/company')}?account={State.account}",
                    class_name="kiosk-back",
                ),
            ),
            outcome(State),
            rx.el.p(t("Standing of a membership"), class_name="kiosk-caption"),
            rx.cond(State.company != "", rx.el.h1(rx.el.bdi(State.company)), rx.el.h1(t("Standing of a membership"))),
            waiting(),
            arriving(rx.cond(State.loaded, _case())),
            class_name="kiosk-column",
        ),
        title=State.company,
    )


def _case() -> rx.Component:
    return rx.fragment(
        rx.el.p(t("The company sees that you looked. It does not see proposals."), class_name="usa-hint"),
        rx.el.dl(
            _fact(t("Status"), State.status),
            _fact(t("Certified on"), State.certified),
            _fact(t("Anniversary"), State.anniversary),
            _fact(t("Validated on"), State.validated),
            class_name="kiosk-summary",
        ),
        _history(),
        section(
            "decisions",
            t("Earlier decisions"),
            rx.cond(
                State.decisions.length() > 0,
                rx.el.ul(
                    rx.foreach(State.decisions, lambda line: decision_item(line, for_staff=True)),
                    class_name="kiosk-list",
                ),
                rx.el.p(t("Headquarters has not decided about this membership yet.")),
            ),
        ),
        rx.cond(State.is_suspended, _way_back()),
        rx.cond(
            State.appeals.length() > 0,
            section("appeals", t("Appeals"), rx.foreach(State.appeals, appeal_card)),
        ),
        rx.cond(State.proposals.length() > 0, proposals()),
        rx.cond(State.may_decide.length() > 0, decision_form()),
        rx.cond(State.may_propose.length() > 0, proposal_form()),
    )


def _fact(name: str, value: rx.Var[str]) -> rx.Component:
    return rx.cond(
        value != "",
        rx.el.div(
            rx.el.dt(name, class_name="kiosk-summary__key"),
            rx.el.dd(value, class_name="kiosk-summary__value"),
            class_name="kiosk-summary__row",
        ),
    )


def _history() -> rx.Component:
    def line(each: rx.Var[StatusLine]) -> rx.Component:
        return rx.el.li(
            rx.el.p(each.sentence),
            rx.cond(each.reason != "", rx.el.p(t("The reason:"), " ", rx.el.bdi(each.reason))),
            rx.el.p(rx.el.time(each.when, date_time=each.stamp), class_name="kiosk-list__note"),
            class_name="kiosk-list__item",
        )

    return rx.el.details(
        rx.el.summary(t("What happened, newest first")),
        rx.el.ul(rx.foreach(State.lines, line), class_name="kiosk-list kiosk-more__body"),
        class_name="kiosk-more",
    )


# ---------------------------------------------------------------- the way back from a suspension


def _way_back() -> rx.Component:
    return section(
        "way-back",
        t("The way back"),
        rx.el.h3(t("Answer to the letter")),
        rx.cond(
            State.answer_sent != "",
            rx.fragment(
                rx.el.p(t("Sent on {moment}.", moment=State.answer_sent)),
                rx.el.div(State.answer, class_name="kiosk-document", lang=State.answer_language, dir="auto"),
                enclosed_list(State.answer_documents),
            ),
            rx.el.p(t("None yet. It is expected by {day}.", day=State.answer_by)),
        ),
        rx.cond(
            State.asks_consent,
            rx.fragment(
                rx.el.h3(t("Consent to visits without notice")),
                rx.cond(
                    State.has_consent,
                    rx.el.p(t("The officer has consented.")),
                    rx.el.p(t("Not given yet. After an incident the suspension does not end without it.")),
                ),
            ),
        ),
        rx.el.h3(t("Plan of actions")),
        rx.cond(
            State.plan_agreed != "",
            rx.el.p(t("Agreed on {day}. The ticked actions belong to it.", day=State.plan_agreed)),
            rx.el.p(t("No plan is agreed yet.")),
        ),
        rx.cond(State.plan_note != "", rx.el.p(rx.el.bdi(State.plan_note))),
        rx.cond(State.may_decide.length() > 0, _plan_form(), _plan_read()),
    )


def _plan_read() -> rx.Component:
    return rx.el.ul(
        rx.foreach(State.actions, lambda each: rx.el.li(rx.el.bdi(each.what), " – ", each.state)), class_name="usa-list"
    )


def _plan_box(each: rx.Var[ActionLine]) -> rx.Component:
    control = f"plan-document-{each.id}"
    return rx.el.div(
        rx.el.input(
            type="checkbox",
            id=control,
            name=f"document-{each.id}",
            value="yes",
            default_checked=each.chosen,
            class_name="usa-checkbox__input",
        ),
        rx.el.label(
            rx.el.bdi(each.what),
            rx.el.span(
                each.state, " – ", t("Due on {day}.", day=each.due), class_name="usa-checkbox__label-description"
            ),
            html_for=control,
            class_name="usa-checkbox__label",
        ),
        class_name="usa-checkbox",
        key=each.id.to_string(),
    )


def _plan_form() -> rx.Component:
    return rx.cond(
        State.actions.length() > 0,
        rx.el.form(
            form_fault(State, "plan"),
            rx.el.fieldset(
                rx.el.legend(t("Actions whose closing ends the suspension"), class_name="usa-legend"),
                rx.foreach(State.actions, _plan_box),
                class_name="usa-fieldset usa-form-group",
            ),
            area(State, "plan", "note", t("A word to the company"), MAX_REASON),
            submit(t("Agree to this plan"), "usa-button usa-button--outline"),
            on_submit=lambda typed: State.agree(State.model, typed),
            no_validate=True,
            key=f"plan/{State.form_key}/{State.plan_agreed}",
            custom_attrs=TOLD,
        ),
        rx.el.p(t("The company has no action in its plan yet.")),
    )
