"""The annual review: its days, its tasks, and where it stands."""

import reflex as rx

from ctpat_app.components.arrival import arriving, waiting
from ctpat_app.components.layout import frame
from ctpat_app.components.links import document_link
from ctpat_app.components.plain_form import TOLD, choice, outcome, submit
from ctpat_app.components.tasks import status_tag
from ctpat_app.components.text import address, t
from ctpat_app.state.annual_review import AnnualReviewState as State


def annual_review_page() -> rx.Component:
    """Where it stands and who has the next move, then the days, then the tasks in their order."""
    return frame(
        rx.el.div(
            rx.el.a(t("Your applications"), href=address("home"), class_name="kiosk-back"),
            rx.el.h1(t("Annual review")),
            waiting(),
            arriving(outcome(State), rx.cond(State.model > 0, _review())),
            class_name="kiosk-column",
        )
    )


def _review() -> rx.Component:
    return rx.fragment(
        rx.el.p(rx.el.bdi(State.company), class_name="kiosk-lead"),
        rx.el.p(
            rx.el.span(
                State.state_name,
                class_name=rx.match(
                    State.state,
                    ("completed", "kiosk-tag kiosk-tag--done"),
                    ("overdue", "kiosk-tag kiosk-tag--attention"),
                    ("returned", "kiosk-tag kiosk-tag--attention"),
                    "kiosk-tag kiosk-tag--info",
                ),
            )
        ),
        rx.el.p(State.next_move),
        rx.cond(State.sent_on != "", _sent()),
        _calendar(),
        rx.cond(State.is_open | (State.sent_on != ""), _tasks()),
        rx.cond(State.is_open, _company()),
    )


def _sent() -> rx.Component:
    return rx.el.div(
        rx.el.p(t("Certified and sent on {moment}.", moment=State.sent_on)),
        rx.el.p(t("Reference:"), " ", rx.el.bdi(State.reference, dir="ltr", class_name="kiosk-code")),
        rx.cond(
            State.is_late,
            rx.el.p(t("It was sent after the due day. CTPAT sees that it came late.")),
            rx.el.p(t("It was sent inside the window, so it counts for this year.")),
        ),
        rx.el.p(rx.el.a(t("What was sent"), href=f"{address('sent')}?draft={State.draft}")),
        class_name=rx.cond(State.is_late, "kiosk-alert kiosk-alert--attention", "kiosk-alert kiosk-alert--success"),
    )


# ---------------------------------------------------------------- the days


def _calendar() -> rx.Component:
    days = State.calendar
    return rx.el.section(
        rx.el.h2(t("The window"), id="window"),
        rx.el.dl(
            _fact(t("Opens on"), days.opens_on),
            _fact(t("Due on"), days.due_on),
            _fact(t("Today"), days.today),
            _fact(t("Days count in this time zone"), days.zone),
            class_name="kiosk-summary",
        ),
        rx.cond(
            (State.sent_on == "") & (State.state != "not-due"),
            rx.el.p(
                rx.cond(
                    days.days_left < 0,
                    t("The due day has passed. A missed review is a reason for suspension."),
                    rx.cond(
                        days.days_left == 0,
                        t("Today is the last day."),
                        t("Days left until the due day: {count}.", count=days.days_left),
                    ),
                )
            ),
        ),
        rx.el.p(t("Only changes that are made and sent inside the window count for the annual review.")),
        rx.el.p(document_link(t("Add the due day to your calendar"), href=days.file, download=True)),
        rx.cond(State.may_check & (State.zones.length() > 0), _zone()),
        custom_attrs={"aria-labelledby": "window"},
    )


def _fact(name: str, value: rx.Var[str]) -> rx.Component:
    return rx.el.div(
        rx.el.dt(name, class_name="kiosk-summary__key"),
        rx.el.dd(value, class_name="kiosk-summary__value"),
        class_name="kiosk-summary__row",
    )


def _zone() -> rx.Component:
    return rx.el.details(
        rx.el.summary(t("Change the time zone")),
        rx.el.form(
            choice(
                State,
                "annual",
                "zone",
                t("Where the company is"),
                State.zones,
                empty=t("Choose a time zone"),
                hint=t("Your country has several. The window opens and closes at midnight there."),
                optional=False,
            ),
            submit(t("Save the time zone"), "usa-button usa-button--outline"),
            key=State.form_key,
            no_validate=True,
            custom_attrs=TOLD,
            on_submit=lambda typed: State.set_zone(State.account, State.model, typed),
        ),
        class_name="kiosk-more",
    )


# ---------------------------------------------------------------- the tasks


def _tasks() -> rx.Component:
    tasks = State.tasks
    return rx.el.section(
        rx.el.h2(t("What is to be done"), id="tasks"),
        rx.el.ol(
            _task(
                "assessment",
                rx.el.a(t("Yearly risk assessment"), href=tasks.assessment_href, class_name="kiosk-task__link"),
                rx.cond(
                    tasks.assessment == "complete",
                    t("Finished on {day}.", day=tasks.assessment_day),
                    t("The annual review begins with it. It may show what has to change in your answers."),
                ),
                tasks.assessment,
            ),
            _task("answers", _answers(), _answers_note(), tasks.answers),
            _task(
                "company",
                rx.cond(
                    State.is_open,
                    document_link(t("Company profile looked through"), href="#company", class_name="kiosk-task__link"),
                    rx.el.span(t("Company profile looked through")),
                ),
                rx.cond(
                    tasks.company_by != "",
                    t("By {person} on {day}.", person=tasks.company_by, day=tasks.company_at),
                    t("Facts, addresses and contacts, at the end of this page."),
                ),
                tasks.company,
            ),
            _task("send", _send(), _send_note(), tasks.send),
            class_name="kiosk-tasks",
        ),
        custom_attrs={"aria-labelledby": "tasks"},
    )


def _task(name: str, title: rx.Component, note: str | rx.Var[str], status: rx.Var[str]) -> rx.Component:
    return rx.el.li(
        rx.el.div(title, rx.el.p(note, class_name="kiosk-task__note"), class_name="kiosk-task__text"),
        status_tag(status, f"{name}-status"),
        class_name="kiosk-task",
    )


def _answers() -> rx.Component:
    title = t("Each answer affirmed or changed")
    link = rx.el.a(title, href=f"{address('annual-answers')}?model={State.model}", class_name="kiosk-task__link")
    begin = rx.el.button(
        title,
        type="button",
        class_name="usa-button usa-button--unstyled kiosk-task__link",
        on_click=State.begin(State.model),
    )
    if_open = rx.cond(State.may_answer, begin, rx.cond(State.draft > 0, link, rx.el.span(title)))
    return rx.cond(State.is_open, if_open, link)


def _answers_note() -> rx.Var[str]:
    return rx.cond(
        State.draft > 0,
        t("{done} of {count} answers are affirmed or changed.", done=State.tasks.done, count=State.tasks.count),
        t("You see what was said last year, how old the evidence is, and what a reviewer may object to."),
    )


def _send() -> rx.Component:
    title = t("Certify, sign and send")
    return rx.cond(
        State.is_open,
        rx.el.a(title, href=f"{address('annual-send')}?model={State.model}", class_name="kiosk-task__link"),
        rx.el.span(title),
    )


def _send_note() -> rx.Var[str]:
    return rx.match(
        State.tasks.send,
        ("complete", t("Done by the officer.")),
        ("ready", t("You are the officer: read the certification, sign and send.")),
        ("waiting-for-officer", t("The officer certifies, signs and sends.")),
        t("It can be sent when the tasks above are done."),
    )


# ---------------------------------------------------------------- the company profile


def _company() -> rx.Component:
    profile = State.profile
    return rx.el.section(
        rx.el.h2(t("Company profile"), id="company", tab_index=-1),
        rx.el.p(t("Read it as if you saw it for the first time. Change what is no longer right, then confirm.")),
        rx.el.dl(
            _fact(t("Legal name"), profile.legal_name),
            _given(t("Trade name"), profile.trade_name),
            _fact(t("Country"), profile.country),
            _given(t("Telephone"), profile.telephone, dir="ltr"),
            _given(t("Website"), profile.website),
            class_name="kiosk-summary",
        ),
        rx.el.h3(t("Addresses")),
        rx.el.ul(rx.foreach(profile.addresses, lambda each: rx.el.li(rx.el.bdi(each))), class_name="usa-list"),
        rx.el.p(
            rx.el.a(t("Change facts, addresses or people"), href=f"{address('trade-account')}?account={State.account}")
        ),
        rx.el.h3(t("Contacts of this security model")),
        rx.el.ul(rx.foreach(profile.contacts, _contact), class_name="usa-list"),
        rx.cond(
            State.draft > 0,
            rx.el.p(rx.el.a(t("Change the contacts"), href=f"{address('apply')}?draft={State.draft}&step=contacts")),
        ),
        rx.cond(
            (State.tasks.company != "complete") & State.may_check,
            rx.el.div(
                rx.el.button(
                    t("The company profile is right"),
                    type="button",
                    class_name="usa-button",
                    on_click=State.confirm_company(State.model),
                    custom_attrs=TOLD,
                ),
                class_name="kiosk-actions",
            ),
        ),
        custom_attrs={"aria-labelledby": "company"},
    )


def _given(name: str, value: rx.Var[str], **attributes: str) -> rx.Component:
    return rx.cond(
        value != "",
        rx.el.div(
            rx.el.dt(name, class_name="kiosk-summary__key"),
            rx.el.dd(rx.el.bdi(value, **attributes), class_name="kiosk-summary__value"),
            class_name="kiosk-summary__row",
        ),
    )


def _contact(each: rx.Var[list[str]]) -> rx.Component:
    role = rx.match(
        each[1], ("officer", t("Officer")), ("employee", t("Employee")), ("consultant", t("Consultant")), each[1]
    )
    return rx.el.li(rx.el.bdi(each[0]), ": ", role)
