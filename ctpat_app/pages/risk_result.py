"""What a risk assessment comes to, and the button that finishes it."""

import reflex as rx

from ctpat_app.components.arrival import arriving, waiting
from ctpat_app.components.downloads import print_button, risk_pdf_links
from ctpat_app.components.into_the_plan import into_the_plan
from ctpat_app.components.layout import frame
from ctpat_app.components.risk import band_tag, lane_drawing, legs_table, matrix
from ctpat_app.components.text import address, t
from ctpat_app.domain.actions import Origin
from ctpat_app.guidance.risk_views import ActionView, LaneView, MarkView, RiskRow
from ctpat_app.state.risk_result import ResultPoint
from ctpat_app.state.risk_result import RiskResultState as State


def risk_result_page() -> rx.Component:
    """What is open on top, then the lanes, the matrices, the risks, and what of the method is not verified."""
    return frame(
        arriving(rx.cond(State.draft > 0, _back())),
        rx.el.h1(t("Result of the risk assessment")),
        waiting(),
        arriving(rx.cond(State.draft > 0, _result())),
    )


def _back() -> rx.Component:
    return rx.el.a(
        t("Risk assessments"),
        href=f"{address('risk-assessments')}?account={State.account}",
        class_name="kiosk-back kiosk-no-print",
    )


def _result() -> rx.Component:
    view = State.view
    return rx.fragment(
        rx.el.p(rx.el.bdi(State.company), class_name="kiosk-lead"),
        rx.cond(State.reference != "", rx.fragment(_finished(), _evidence()), _open()),
        rx.foreach(view.lanes, _lane),
        rx.el.h2(t("Threats")),
        matrix(view.threats, name=t("Threats by place"), corner=t("Country or leg")),
        rx.el.h2(t("Weak points")),
        rx.cond(
            view.weak_points.rows.length() > 0,
            matrix(view.weak_points, name=t("Weak points by partner"), corner=t("Leg and company")),
            rx.el.p(t("Nothing is rated yet.")),
        ),
        rx.el.h2(t("Risks and actions")),
        rx.cond(view.risks.length() > 0, rx.foreach(view.risks, _risk), rx.el.p(t("Nothing is rated yet."))),
        rx.el.h2(t("What this assessment does not cover")),
        rx.cond(
            State.gaps.length() > 0,
            rx.el.ul(rx.foreach(State.gaps, rx.el.li), class_name="usa-list"),
            rx.el.p(t("Every country and every partner is rated.")),
        ),
        _method(),
        _last(),
    )


def _finished() -> rx.Component:
    return rx.el.div(
        rx.el.p(
            t("Finished on {day}", day=State.finished_on),
            rx.el.br(),
            t("Reference:"),
            " ",
            rx.el.bdi(State.reference, dir="ltr", class_name="kiosk-code"),
        ),
        rx.el.div(
            risk_pdf_links(State.draft, look="usa-button"), print_button(), class_name="kiosk-actions kiosk-no-print"
        ),
        class_name="kiosk-alert kiosk-alert--success",
    )


def _evidence() -> rx.Component:
    """One press, and the document stands beside every criterion that asks for it."""
    return rx.el.section(
        rx.el.h2(t("As evidence in your application"), id="evidence"),
        rx.cond(
            State.application == 0,
            rx.el.p(t("Start an application first. The assessment stands there as evidence beside the criteria.")),
            rx.cond(
                State.attached.length() == State.criteria.length(),
                rx.el.p(t("It stands beside these criteria: {criteria}", criteria=State.attached.join(", "))),
                rx.fragment(
                    rx.el.p(t("These criteria ask for it: {criteria}", criteria=State.criteria.join(", "))),
                    rx.cond(
                        State.may_attach,
                        rx.el.button(
                            t("Attach it to these criteria"),
                            type="button",
                            class_name="usa-button usa-button--outline",
                            on_click=State.attach(State.draft),
                        ),
                    ),
                ),
            ),
        ),
        class_name="kiosk-box kiosk-no-print",
        custom_attrs={"aria-labelledby": "evidence"},
    )


def _open() -> rx.Component:
    return rx.cond(
        State.points.length() > 0,
        rx.el.section(
            rx.el.h2(
                t("Still to be done: {count}", count=State.points.length()), class_name="kiosk-alert__title", id="open"
            ),
            rx.el.ul(rx.foreach(State.points, _point), class_name="usa-list"),
            class_name="kiosk-alert kiosk-alert--attention",
            custom_attrs={"aria-labelledby": "open"},
        ),
        rx.el.div(
            rx.el.p(t("Nothing is missing. Read the result, then finish it at the end of the page.")),
            class_name="kiosk-alert kiosk-alert--success",
        ),
    )


def _point(point: ResultPoint) -> rx.Component:
    return rx.el.li(rx.el.a(point.text, href=point.href, custom_attrs={"data-returns": "true"}))


def _lane(lane: LaneView) -> rx.Component:
    return rx.el.section(
        rx.el.h2(rx.el.bdi(lane.drawing.title)),
        rx.cond(
            lane.drawing.threat != "",
            rx.el.p(t("Threat of this supply chain: {threat}", threat=lane.drawing.threat)),
            rx.el.p(t("Threat of this supply chain: not rated yet.")),
        ),
        lane_drawing(lane.drawing),
        legs_table(lane.legs),
    )


def _risk(risk: RiskRow) -> rx.Component:
    return rx.el.section(
        rx.el.h3(rx.el.bdi(risk.name), ": ", risk.category),
        rx.el.p(
            band_tag(risk.band, risk.band_name),
            " ",
            t(
                "Threat {threat} times weak point {weak} gives {score}.",
                threat=risk.threat,
                weak=risk.weak,
                score=risk.score,
            ),
        ),
        rx.cond(risk.finding != "", rx.el.p(rx.el.bdi(risk.finding))),
        rx.cond(risk.band_action != "", rx.el.p(risk.band_action, class_name="usa-hint")),
        rx.cond(
            risk.actions.length() > 0,
            rx.el.ul(rx.foreach(risk.actions, _action), class_name="usa-list"),
            rx.el.p(t("No action is planned.")),
        ),
        rx.cond(risk.needs_action & (State.plan > 0), _plan(risk)),
        class_name="kiosk-card",
    )


def _plan(risk: RiskRow) -> rx.Component:
    new = f"{address('action')}?draft={State.plan}&origin={Origin.RISK}&assessment={State.draft}&about={risk.row}"
    planned = State.planned.get(risk.row, 0)
    return into_the_plan(
        planned,
        t("Open actions for this risk: {count}", count=planned),
        f"{address('actions')}?draft={State.plan}",
        rx.cond(State.may_plan, new, ""),
        risk.name,
    )


def _action(action: ActionView) -> rx.Component:
    return rx.el.li(
        rx.el.bdi(action.text),
        rx.el.br(),
        t("In charge:"),
        " ",
        rx.el.bdi(action.owner),
        rx.el.br(),
        rx.cond(action.closed != "", t("Done on {day}.", day=action.closed), t("Due on {day}.", day=action.due)),
        rx.cond(action.note != "", rx.fragment(rx.el.br(), rx.el.bdi(action.note))),
    )


def _method() -> rx.Component:
    def mark(each: MarkView) -> rx.Component:
        return rx.el.li(
            rx.cond(
                each.verified,
                rx.el.span(t("Compared"), class_name="kiosk-tag kiosk-tag--done"),
                rx.el.span(t("Not compared yet"), class_name="kiosk-tag kiosk-tag--attention"),
            ),
            " ",
            each.text,
            class_name="kiosk-list__item",
        )

    return rx.el.section(
        rx.el.h2(t("About the method"), id="method"),
        rx.el.p(
            t("What is not compared with the guide of CBP yet is a working choice of this kiosk."),
            class_name="kiosk-prose",
        ),
        rx.el.ul(rx.foreach(State.view.marks, mark), class_name="kiosk-list"),
        custom_attrs={"aria-labelledby": "method"},
    )


def _last() -> rx.Component:
    return rx.cond(
        State.reference == "",
        rx.el.div(
            rx.cond(
                State.may_finish,
                rx.el.button(
                    t("Finish the assessment"),
                    type="button",
                    class_name="usa-button",
                    on_click=State.finish(State.draft),
                ),
                rx.el.p(t("An employee or the officer finishes it.")),
            ),
            rx.el.a(t("Back to the steps"), href=f"{address('risk')}?draft={State.draft}"),
            risk_pdf_links(State.draft),
            class_name="kiosk-actions kiosk-no-print",
        ),
    )
