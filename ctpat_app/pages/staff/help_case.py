"""One case at the help desk: how it stands, the conversation and the answer, then all that came with the report."""

from typing import Any

import reflex as rx

from ctpat_app.components.arrival import arriving, waiting
from ctpat_app.components.desk import desk_nav, desk_section
from ctpat_app.components.help_case import conversation, report
from ctpat_app.components.help_desk import answer_mark, priority_tag, state_tag
from ctpat_app.components.help_desk_answer import answers, note_form
from ctpat_app.components.layout import frame
from ctpat_app.components.plain_form import TOLD, choice, form_fault, line, outcome, submit
from ctpat_app.components.text import address, t
from ctpat_app.state.help_case import HelpCaseState as State

_LEADS_TO_TOLD = {"data-leads-to": ".kiosk-told"}
_LONGEST_CODE = 60


def help_case_page() -> rx.Component:
    """The conversation first: everything else is there to answer it."""
    return frame(
        rx.el.div(
            desk_nav(),
            rx.el.a(t("Help desk"), href=address("staff/help"), class_name="kiosk-back kiosk-no-print"),
            outcome(State),
            rx.el.h1(
                rx.cond(
                    State.head.code != "",
                    rx.fragment(
                        t("Case"), " ", rx.el.bdi(State.head.code, dir="ltr", class_name="kiosk-code kiosk-code--whole")
                    ),
                    t("A case of the help desk"),
                )
            ),
            waiting(),
            arriving(rx.cond(State.head.id > 0, _case())),
            class_name="kiosk-column",
        ),
        title=State.head.code,
    )


def _case() -> rx.Component:
    return rx.fragment(
        _head(),
        conversation(),
        rx.cond(State.head.may_answer, answers()),
        note_form(),
        rx.cond(State.head.state_key != "merged", _moves()),
        report(),
        _trail(),
    )


def _head() -> rx.Component:
    head = State.head
    return rx.el.section(
        rx.el.h2(t("How it stands"), id="stands"),
        rx.el.p(
            state_tag(head.state_key, head.state),
            " ",
            priority_tag(head.priority_key, head.priority),
            " ",
            answer_mark(head.mark),
        ),
        rx.el.p(rx.el.strong(head.kind), rx.cond(head.topic != "", rx.fragment(" · ", head.topic))),
        rx.el.p(rx.el.bdi(head.who), " · ", t("Language: {language}", language=head.language)),
        rx.cond(head.due != "", rx.el.p(rx.el.strong(head.due))),
        rx.el.p(head.owner, " · ", head.opened),
        rx.cond(
            head.goes_on_in != "",
            rx.el.div(
                rx.el.p(
                    t("It goes on in another case:"),
                    " ",
                    rx.el.a(
                        rx.el.bdi(head.goes_on_in, dir="ltr", class_name="kiosk-code kiosk-code--whole"),
                        href=head.goes_on_href,
                    ),
                ),
                class_name="kiosk-alert kiosk-alert--info",
            ),
        ),
        rx.cond(
            State.merged.length() > 0,
            rx.fragment(
                rx.el.p(t("These cases go on here:")),
                rx.el.ul(
                    rx.foreach(
                        State.merged,
                        lambda each: rx.el.li(
                            rx.el.a(
                                rx.el.bdi(each[0], dir="ltr", class_name="kiosk-code kiosk-code--whole"), href=each[3]
                            ),
                            rx.cond(each[1] != "", rx.fragment(" · ", rx.el.bdi(each[1]))),
                            " · ",
                            each[2],
                        ),
                    ),
                    class_name="usa-list",
                ),
            ),
        ),
        rx.el.div(
            rx.cond(head.may_take & ~head.is_mine, _press(t("Take the case"), State.take(head.id, head.version))),
            rx.cond(head.may_reopen, _press(t("Open it again"), State.reopen(head.id, head.version))),
            class_name="kiosk-actions kiosk-no-print",
        ),
        form_fault(State, "case"),
        class_name="kiosk-box",
        custom_attrs={"aria-labelledby": "stands"},
    )


def _press(name: str, then: Any, look: str = "usa-button") -> rx.Component:
    return rx.el.button(name, type="button", class_name=look, on_click=then, custom_attrs=_LEADS_TO_TOLD)


def _moves() -> rx.Component:
    """What else can be done, each behind a disclosure: it is seldom needed."""
    return desk_section("moves", t("What else can be done"), _hand_over(), _priority(), _merge(), _close())


def _more(name: str, form: str, *children: rx.Component) -> rx.Component:
    return rx.el.details(
        rx.el.summary(name),
        rx.el.div(form_fault(State, form), *children, class_name="kiosk-more__body"),
        class_name="kiosk-more kiosk-no-print",
    )


def _hand_over() -> rx.Component:
    head = State.head
    return rx.cond(
        head.may_take,
        _more(
            t("Hand it over"),
            "hand",
            rx.el.form(
                choice(
                    State, "hand", "to", t("To whom"), State.agents,
                    empty=t("Back to whoever comes first"), optional=False,
                ),
                submit(t("Hand it over"), "usa-button usa-button--outline"),
                on_submit=lambda typed: State.hand_over(head.id, head.version, typed),
                key=State.form_key,
                custom_attrs=TOLD,
            ),
        ),
    )  # fmt: skip


def _priority() -> rx.Component:
    head = State.head
    return rx.cond(
        head.may_take,
        _more(
            t("Change the priority"),
            "priority",
            rx.el.form(
                choice(
                    State, "priority", "priority", t("Priority"), State.priorities, empty=t("Choose"),
                    hint=t("The time to the answer counts from when the person wrote."), optional=False,
                ),
                submit(t("Change the priority"), "usa-button usa-button--outline"),
                on_submit=lambda typed: State.prioritize(head.id, head.version, typed),
                key=State.form_key,
                custom_attrs=TOLD,
            ),
        ),
    )  # fmt: skip


def _merge() -> rx.Component:
    head = State.head
    return rx.cond(
        head.may_merge,
        _more(
            t("It is about the same as another case"),
            "merge",
            rx.el.p(t("This case then goes on in the other one. Nothing is lost, and both people read the answers.")),
            rx.el.form(
                line(
                    State, "merge", "code", t("Code of the other case"), _LONGEST_CODE, optional=False, dir="ltr",
                    look="usa-input usa-input--medium",
                ),
                submit(t("Let it go on there"), "usa-button usa-button--outline"),
                on_submit=lambda typed: State.merge(head.id, head.version, typed),
                no_validate=True,
                key=State.form_key,
                custom_attrs=TOLD,
            ),
        ),
    )  # fmt: skip


def _close() -> rx.Component:
    head = State.head
    return rx.cond(
        head.may_close,
        _more(
            t("Close it without an answer"),
            "close",
            rx.el.p(t("For what is no report, or was settled elsewhere. It cannot be opened again.")),
            rx.el.div(
                _press(t("Close the case"), State.close(head.id, head.version), "usa-button usa-button--outline"),
                class_name="kiosk-actions",
            ),
        ),
    )


def _trail() -> rx.Component:
    return desk_section(
        "trail",
        t("What was done"),
        rx.el.ul(rx.foreach(State.events, rx.el.li), class_name="usa-list"),
    )
