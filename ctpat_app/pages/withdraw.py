"""Leaving by one's own will: what it changes stands above the reason and the button."""

import reflex as rx

from ctpat_app.components.arrival import arriving, waiting
from ctpat_app.components.layout import frame
from ctpat_app.components.plain_form import area, form_fault, outcome, submit
from ctpat_app.components.standing import rehearsal
from ctpat_app.components.text import address, t
from ctpat_app.domain.standing import MAX_REASON
from ctpat_app.state.withdraw import WithdrawState as State


def withdraw_page() -> rx.Component:
    """The rehearsal, then the reason."""
    return frame(
        rx.el.div(
            rx.cond(
                State.model > 0,
                rx.el.a(
                    t("Back to where the membership stands"),
                    href=f"{address('standing')}?model={State.model}",
                    class_name="kiosk-back",
                ),
            ),
            outcome(State),
            rx.el.h1(t("Withdraw from the program")),
            waiting(),
            arriving(
                rx.cond(
                    State.loaded,
                    rx.cond(
                        State.can_leave, _form(), rx.el.p(t("There is nothing to withdraw: it has ended already."))
                    ),
                )
            ),
            class_name="kiosk-column",
        )
    )


def _form() -> rx.Component:
    return rx.fragment(
        rx.el.p(t("The application or membership ends at once. It cannot be undone, but you may apply again.")),
        rx.el.h2(t("What it changes")),
        rehearsal(State.rehearsal),
        rx.el.form(
            form_fault(State, "withdraw"),
            area(
                State, "withdraw", "reason", t("Why the company withdraws"), MAX_REASON,
                hint=t("CTPAT reads it."), optional=False,
            ),
            submit(t("Withdraw now"), "usa-button usa-button--secondary"),
            on_submit=lambda typed: State.leave(State.model, typed),
            no_validate=True,
            key=State.form_key,
        ),
    )  # fmt: skip
