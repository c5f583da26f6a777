"""The way from a shared computer to one's own phone, where a form is filled in."""

import reflex as rx

from ctpat_app.components.text import address, t
from ctpat_app.state.session import SessionState


def on_my_phone(draft: rx.Var[int], page: str, part: rx.Var[str] | str = "") -> rx.Component:
    """Return the link to the code for this place; only at shared computers.

    Args:
        draft: the form.
        page: one of ``PLACES`` of ``domain/phone_handovers``.
        part: the step or statement on show.
    """
    return rx.cond(
        SessionState.shared_computer,
        rx.el.p(
            rx.el.a(
                t("Go on with my phone"),
                href=f"{address('to-phone')}?draft={draft}&page={page}&part={part}",
                class_name="usa-button usa-button--outline",
            ),
            class_name="kiosk-no-print",
        ),
    )
