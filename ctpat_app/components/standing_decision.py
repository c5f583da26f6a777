"""The decision about a membership at the desk: what was proposed, the form, and its rehearsal with the letter."""

import reflex as rx

from ctpat_app.components.plain_form import TOLD, area, choice, form_fault, submit
from ctpat_app.components.standing import letter, reason_control, rehearsal, section
from ctpat_app.components.text import t
from ctpat_app.domain.standing import MAX_REASON
from ctpat_app.state.staff_standing import StaffStandingState as State
from ctpat_app.state.staff_standing_views import ProposalLine

# ---------------------------------------------------------------- proposals


def proposals() -> rx.Component:
    """Return what the desk proposed, each with what headquarters made of it."""
    return section(
        "proposals",
        t("Proposals of the desk"),
        rx.el.ul(rx.foreach(State.proposals, _proposal), class_name="kiosk-list"),
    )


def _proposal(line: rx.Var[ProposalLine]) -> rx.Component:
    form = f"decline-{line.id}"
    return rx.el.li(
        rx.el.p(rx.el.strong(line.sentence)),
        rx.el.p(rx.el.bdi(line.person), " – ", line.when, class_name="kiosk-list__note"),
        rx.cond(line.ground != "", rx.el.p(rx.el.strong(t("Ground:")), " ", line.ground)),
        rx.el.p(rx.el.strong(t("Reason:")), " ", rx.el.span(line.reason, dir="auto")),
        rx.cond(
            line.declined_reason != "",
            rx.el.p(rx.el.strong(t("Declined:")), " ", rx.el.span(line.declined_reason, dir="auto")),
            rx.cond(line.settled, rx.el.p(t("Headquarters took it up."))),
        ),
        rx.cond(
            ~line.settled & (State.may_decide.length() > 0),
            rx.el.details(
                rx.el.summary(t("Decline this proposal")),
                rx.el.form(
                    rx.el.input(type="hidden", name="proposal", value=line.id.to_string()),
                    reason_control(form, State.problems.get(f"{form}-reason", "")),
                    submit(t("Decline with this reason"), "usa-button usa-button--secondary"),
                    on_submit=State.decline,
                    no_validate=True,
                    class_name="kiosk-more__body",
                    custom_attrs=TOLD,
                ),
                class_name="kiosk-more",
            ),
        ),
        class_name="kiosk-list__item",
        key=line.id.to_string(),
    )


def proposal_form() -> rx.Component:
    """Return the form in which the desk proposes a decision."""
    return section(
        "propose",
        t("Propose a decision to headquarters"),
        rx.el.form(
            form_fault(State, "propose"),
            choice(
                State, "propose", "decision", t("Decision"), State.may_propose, empty=t("Choose"), optional=False
            ),
            choice(
                State, "propose", "ground", t("Ground"), State.grounds, empty=t("Choose"),
                hint=t("Only for a suspension or a removal."),
            ),
            area(
                State, "propose", "reason", t("Reason"), MAX_REASON,
                hint=t("Headquarters reads it. The company does not."), optional=False,
            ),
            submit(t("Propose it")),
            on_submit=lambda typed: State.propose(State.model, typed),
            no_validate=True,
            key=f"propose/{State.form_key}/{State.proposals.length()}",
            custom_attrs=TOLD,
        ),
    )  # fmt: skip


# ---------------------------------------------------------------- the decision


def decision_form() -> rx.Component:
    """Return the form of a decision, and below it what it would change, before it is taken."""
    return section(
        "decide",
        t("Decide"),
        rx.el.form(
            form_fault(State, "decide"),
            choice(State, "decide", "decision", t("Decision"), State.may_decide, empty=t("Choose"), optional=False),
            choice(
                State, "decide", "ground", t("Ground"), State.grounds, empty=t("Choose"),
                hint=t("Only for a suspension or a removal."),
            ),
            area(
                State, "decide", "reason", t("Reason"), MAX_REASON,
                hint=t("It stands in the letter as you write it here."), optional=False,
            ),
            area(
                State, "decide", "looked_at", t("What was looked at"), MAX_REASON,
                hint=t("Reports, documents, visits, each with its day. The company does not read it."),
                optional=False,
            ),
            rx.cond(
                State.waiting.length() > 0,
                choice(
                    State, "decide", "proposal", t("Takes up a proposal"), State.waiting, empty=t("None of them")
                ),
            ),
            submit(t("Show what it changes"), "usa-button usa-button--outline"),
            on_submit=lambda typed: State.rehearse(State.model, State.seen, typed),
            no_validate=True,
            key=f"decide/{State.form_key}",
            custom_attrs={"data-leads-to": ".kiosk-rehearsal"},
        ),
        rx.cond(State.pending.decision != "", _rehearsal()),
    )  # fmt: skip


def _rehearsal() -> rx.Component:
    pending = State.pending
    return rx.el.div(
        rx.el.h3(t("What it would change: {decision}", decision=pending.decision_name)),
        rehearsal(State.rehearsal),
        rx.el.h3(t("The letter")),
        letter(State.letter),
        rx.el.p(t("To change the letter, change the reason above and look again."), class_name="usa-hint"),
        rx.el.div(
            rx.el.button(
                t("Take this decision and send the letter"),
                type="button",
                class_name="usa-button",
                on_click=State.decide(
                    State.model,
                    State.seen,
                    pending.decision,
                    pending.ground,
                    pending.reason,
                    pending.looked_at,
                    pending.proposal,
                ),
                custom_attrs=TOLD,
            ),
            class_name="kiosk-actions",
        ),
        tab_index=-1,
        class_name="kiosk-box kiosk-rehearsal",
    )
