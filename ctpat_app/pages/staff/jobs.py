"""The jobs of the kiosk: what each does, when it ran and runs next, what failed, and how the mail stands."""

import reflex as rx

from ctpat_app.components.arrival import arriving, waiting
from ctpat_app.components.layout import frame
from ctpat_app.components.organization import problem
from ctpat_app.components.plain_form import TOLD, told
from ctpat_app.components.text import t
from ctpat_app.state.frame import FrameState
from ctpat_app.state.jobs import JobCard, UnknownMailCard
from ctpat_app.state.jobs import JobsState as State


def jobs_page() -> rx.Component:
    """Who runs the jobs, the mail that needs somebody, then each job."""
    return frame(
        rx.el.div(
            rx.el.h1(t("Jobs of the kiosk")),
            told(State.told),
            problem(State.problem),
            waiting(),
            arriving(rx.cond(State.loaded, rx.fragment(_runner(), _mail(), _jobs()))),
            class_name="kiosk-column",
        )
    )


def _section(key: str, title: str, *children: rx.Component) -> rx.Component:
    return rx.el.section(rx.el.h2(title, id=key), *children, custom_attrs={"aria-labelledby": key})


def _runner() -> rx.Component:
    return rx.fragment(
        rx.cond(
            State.holder != "",
            rx.el.p(
                t("This process runs the jobs:"),
                " ",
                rx.el.bdi(State.holder, dir="ltr", class_name="kiosk-code"),
                ". ",
                t("It says so again before {moment}.", moment=State.holder_until),
            ),
            rx.el.div(
                rx.el.p(t("No process runs the jobs now. Mail waits until a server of the kiosk is started.")),
                class_name="kiosk-alert kiosk-alert--attention",
            ),
        ),
        rx.cond(
            FrameState.pretended != "",
            rx.el.p(
                t("Jobs take {day} for today. Their turns follow the real clock.", day=FrameState.pretended),
                class_name="kiosk-list__note",
            ),
        ),
        rx.el.div(
            rx.el.button(
                t("Look again"), type="button", class_name="usa-button usa-button--outline", on_click=State.look_again
            ),
            class_name="kiosk-actions",
        ),
    )


def _mail() -> rx.Component:
    return _section(
        "mail",
        t("Mail of the kiosk"),
        rx.cond(
            State.has_mail_server,
            rx.fragment(),
            rx.el.p(t("The settings name no mail server, so mail stays where it is.")),
        ),
        rx.el.ul(
            rx.el.li(t("Waiting: {count}", count=State.waiting)),
            rx.el.li(t("Of these tried without success so far: {count}", count=State.failing)),
            rx.el.li(t("Given up after many tries: {count}", count=State.given_up)),
            class_name="usa-list",
        ),
        rx.cond(
            State.unknown.length() > 0,
            rx.fragment(
                rx.el.h3(t("Mail that may have left")),
                rx.el.p(
                    t(
                        "The kiosk was cut off while it handed these over. "
                        "Ask the recipient or the mail server, then decide: a mail is never sent twice by itself."
                    )
                ),
                rx.el.ul(rx.foreach(State.unknown, _unknown), class_name="kiosk-list"),
            ),
        ),
    )


def _unknown(mail: rx.Var[UnknownMailCard]) -> rx.Component:
    def decide(text: str, *, arrived: bool) -> rx.Component:
        return rx.el.button(
            text,
            rx.el.span(": ", mail.subject, class_name="usa-sr-only"),
            type="button",
            class_name="usa-button usa-button--outline",
            on_click=State.settle(mail.id, arrived),
            custom_attrs=TOLD,
        )

    return rx.el.li(
        rx.el.p(rx.el.strong(mail.subject)),
        rx.el.p(rx.el.bdi(mail.recipient, dir="ltr"), class_name="kiosk-list__note"),
        rx.el.p(t("Unknown since {moment}.", moment=mail.since), class_name="kiosk-list__note"),
        rx.cond(
            State.may_run,
            rx.el.div(
                decide(t("It arrived"), arrived=True),
                decide(t("Send it again"), arrived=False),
                class_name="kiosk-actions",
            ),
        ),
        class_name="kiosk-card",
        key=mail.id.to_string(),
    )


def _jobs() -> rx.Component:
    return _section("jobs", t("What runs by itself"), rx.el.ul(rx.foreach(State.jobs, _job), class_name="kiosk-list"))


def _job(job: rx.Var[JobCard]) -> rx.Component:
    return rx.el.li(
        rx.el.h3(job.title),
        rx.el.p(job.what),
        rx.el.p(_outcome(job)),
        rx.cond(
            job.last_at != "",
            rx.el.p(
                t("Began on {moment}.", moment=job.last_at),
                rx.cond(job.seconds != "", rx.el.span(" ", t("It took {seconds} seconds.", seconds=job.seconds))),
                rx.cond(job.counts, rx.el.span(" ", t("Dealt with: {count}.", count=job.done))),
                class_name="kiosk-list__note",
            ),
        ),
        rx.el.p(t("Next turn: {moment}.", moment=job.next_at), class_name="kiosk-list__note"),
        rx.cond(job.failures.length() > 0, _failures(job)),
        rx.cond(
            State.may_run,
            rx.el.button(
                t("Run now"),
                rx.el.span(": ", job.title, class_name="usa-sr-only"),
                type="button",
                class_name="usa-button usa-button--outline",
                on_click=State.run(job.name),
                custom_attrs=TOLD,
            ),
        ),
        class_name="kiosk-card",
        key=job.name,
    )


def _outcome(job: rx.Var[JobCard]) -> rx.Component:
    looks = {"done": "done", "running": "progress", "never": "todo"}
    return rx.match(
        job.state,
        *((state, rx.el.span(job.told, class_name=f"kiosk-tag kiosk-tag--{look}")) for state, look in looks.items()),
        rx.el.span(job.told, class_name="kiosk-tag kiosk-tag--error"),
    )


def _failures(job: rx.Var[JobCard]) -> rx.Component:
    return rx.el.div(
        rx.el.p(t("Failures of the last seven days:")),
        rx.el.ul(
            rx.foreach(job.failures, lambda each: rx.el.li(rx.el.bdi(each, dir="ltr", class_name="kiosk-code"))),
            class_name="usa-list",
        ),
    )
