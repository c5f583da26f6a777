"""The actions for the statement on show: how many are open, and the way to them and to a new one."""

import reflex as rx

from ctpat_app.components.text import address, t
from ctpat_app.state.actions import CriterionActionsState as State


def criterion_actions(draft: rx.Var[int], criterion: rx.Var[str]) -> rx.Component:
    """Return the section; its count is read when it appears, so that the page does not wait for it."""
    here = f"draft={draft}&criterion={criterion}"
    return rx.el.section(
        rx.el.h2(t("Actions for this statement"), id="criterion-actions"),
        rx.cond(
            (State.draft == draft) & (State.criterion == criterion) & (State.count > 0),
            rx.el.p(
                rx.el.a(
                    t("Open actions for this statement: {count}", count=State.count), href=address(f"actions?{here}")
                )
            ),
            rx.el.p(t("No action is open."), class_name="usa-hint"),
        ),
        rx.el.p(rx.el.a(t("Add an action for this statement"), href=address(f"action?{here}&origin=gap"))),
        class_name="kiosk-no-print",
        on_mount=State.load(draft, criterion),
        key=f"actions/{draft}/{criterion}",
        custom_attrs={"aria-labelledby": "criterion-actions"},
    )
