"""The way from something that is missing into the action plan, and to what the plan holds for it already."""

import reflex as rx

from ctpat_app.components.text import t


def into_the_plan(
    planned: rx.Var[int], said: str, planned_href: rx.Var[str] | str, new_href: rx.Var[str], about: rx.Var[str]
) -> rx.Component:
    """Return both ways.

    Args:
        planned: how many actions are open for it.
        said: that in words.
        planned_href: where they are listed.
        new_href: the form of a new action that begins with it; empty for who may only read.
        about: what is missing, for those who hear the link without what stands around it.
    """
    return rx.el.p(
        rx.cond(planned > 0, rx.fragment(rx.el.a(said, href=planned_href), " ")),
        rx.cond(
            new_href != "",
            rx.el.a(
                rx.cond(planned > 0, t("Put another action into the plan"), t("Put into the action plan")),
                rx.el.span(": ", about, class_name="usa-sr-only"),
                href=new_href,
            ),
        ),
        class_name="kiosk-list__more kiosk-no-print",
    )
