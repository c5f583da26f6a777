"""Requests of a company to change locked numbers, each with the specialist's decision."""

import reflex as rx

from ctpat_app.components.decisions import decision_form, decisions_page
from ctpat_app.components.identifier_requests import request_facts
from ctpat_app.components.text import address, t
from ctpat_app.domain.identifier_changes import MAX_REASON
from ctpat_app.state.identifier_changes import StaffIdentifierChangesState as State
from ctpat_app.state.identifier_views import RequestCard


def staff_identifier_changes_page() -> rx.Component:
    """Waiting requests first, the one that waits longest on top."""
    return decisions_page(
        State,
        t("Changes of locked numbers"),
        rx.foreach(State.requests, _request),
        count=State.requests.length(),
        nothing=t("The company has asked for no change."),
    )


def _request(card: rx.Var[RequestCard]) -> rx.Component:
    title = f"request-{card.id}"
    return rx.el.section(
        rx.el.h2(card.title, ": ", rx.el.bdi(card.kind), id=title),
        request_facts(card),
        rx.cond(card.elsewhere != "", rx.el.p(card.elsewhere, class_name="kiosk-alert kiosk-alert--attention")),
        rx.cond((card.state == "asked") & State.may_decide, _decision(card)),
        rx.el.p(
            rx.el.a(
                t("Write to the company about it"),
                href=f"{address('staff/messages')}?account={State.account}&about={card.about}",
            )
        ),
        class_name="kiosk-card",
        custom_attrs={"aria-labelledby": title},
        key=title,
    )


def _decision(card: rx.Var[RequestCard]) -> rx.Component:
    choices = (
        ("approve", t("Approve: it counts at once")),
        ("refuse", t("Refuse: the number stays as it is")),
    )
    return decision_form(State, card.id, choices, MAX_REASON)
