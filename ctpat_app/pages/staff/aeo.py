"""Registrations of EU AEOs of one company, each with the specialist's decision."""

import reflex as rx

from ctpat_app.components.aeo import aeo_facts
from ctpat_app.components.decisions import decision_form, decisions_page
from ctpat_app.components.text import t
from ctpat_app.domain.aeo import MAX_REASON
from ctpat_app.state.aeo_registration import StaffAeoState as State
from ctpat_app.state.aeo_views import AeoCard


def staff_aeo_page() -> rx.Component:
    """Waiting registrations first, the one that waits longest on top."""
    return decisions_page(
        State,
        t("Registrations of an EU AEO"),
        rx.foreach(State.cards, _card),
        count=State.cards.length(),
        nothing=t("The company has asked for no registration."),
    )


def _card(card: rx.Var[AeoCard]) -> rx.Component:
    title = f"registration-{card.id}"
    return rx.el.section(
        rx.el.h2(rx.el.bdi(card.eori, dir="ltr"), id=title),
        aeo_facts(card),
        rx.foreach(card.elsewhere, lambda line: rx.el.p(line, class_name="kiosk-alert kiosk-alert--attention")),
        rx.cond((card.state == "waiting") & State.may_decide, _decision(card)),
        class_name="kiosk-card",
        custom_attrs={"aria-labelledby": title},
        key=title,
    )


def _decision(card: rx.Var[AeoCard]) -> rx.Component:
    choices = (
        ("register", t("Register: the EORI number and its MIDs belong together")),
        ("refuse", t("Refuse: the company mends it and asks again")),
    )
    return decision_form(State, card.id, choices, MAX_REASON)
