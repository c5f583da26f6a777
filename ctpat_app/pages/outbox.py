"""The demonstration's outbox page."""

import reflex as rx

from ctpat_app.components.layout import frame
from ctpat_app.components.links import document_link
from ctpat_app.components.text import t
from ctpat_app.state.outbox import MailView, OutboxState


def outbox_page() -> rx.Component:
    """Show the newest mails with links that can be followed."""
    return frame(
        rx.el.h1(t("Outbox of the demonstration")),
        rx.el.p(
            t("These mails would have been sent. Follow their links as if you had received them."),
            class_name="kiosk-lead",
        ),
        rx.cond(
            rx.Var.create(OutboxState.mails).to(list).length() > 0,
            rx.el.ol(rx.foreach(OutboxState.mails, _mail), class_name="kiosk-outbox"),
            rx.cond(OutboxState.loaded, rx.el.p(t("There is no mail yet."))),
        ),
    )


def _mail(mail: MailView) -> rx.Component:
    return rx.el.li(
        rx.el.p(
            rx.el.span(rx.el.bdi(mail.recipient), class_name="kiosk-mail__to"),
            " ",
            rx.el.time(mail.sent_at, date_time=mail.moment),
            class_name="kiosk-mail__head",
        ),
        rx.el.h2(mail.subject, class_name="kiosk-mail__subject", lang=mail.language),
        rx.el.div(
            rx.el.pre(
                mail.before,
                rx.cond(mail.href != "", document_link(rx.el.bdi(mail.link, dir="ltr"), href=mail.href)),
                mail.after,
                class_name="kiosk-pre",
                dir="auto",
            ),
            class_name="kiosk-mail__body",
            lang=mail.language,
        ),
        class_name="kiosk-mail",
    )
