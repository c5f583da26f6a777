"""Questionnaires for partners: the list, and the page on which one is put together by ticking."""

import reflex as rx

from ctpat_app.components.arrival import arriving, waiting
from ctpat_app.components.inquiries import choose_company, inquiry_ways, level_tag
from ctpat_app.components.layout import frame
from ctpat_app.components.plain_form import TOLD, area, choice, form_fault, line, outcome, submit, told
from ctpat_app.components.text import address, t
from ctpat_app.domain.partners import Risk
from ctpat_app.domain.questionnaires import MAX_INTRODUCTION, MAX_NAME
from ctpat_app.state.inquiry_views import Preview, QuestionnaireLine, Tick, TickGroup
from ctpat_app.state.questionnaires import TICK
from ctpat_app.state.questionnaires import QuestionnairesState as List
from ctpat_app.state.questionnaires import QuestionnaireState as State


def questionnaires_page() -> rx.Component:
    """Those in use; retired ones stand apart."""
    return frame(
        rx.el.h1(t("Questionnaires for partners")),
        told(List.told),
        waiting(),
        arriving(
            rx.cond(List.loaded, rx.cond(List.account > 0, _list(), choose_company(List.companies, "questionnaires")))
        ),
        title=List.company,
    )


def _list() -> rx.Component:
    return rx.fragment(
        inquiry_ways(List.account, here="questionnaires"),
        rx.el.p(
            t("Put a questionnaire together from the security criteria, and send it to as many partners as you like."),
            class_name="kiosk-lead",
        ),
        rx.cond(
            List.may_manage,
            rx.el.div(
                rx.el.a(
                    t("Put a questionnaire together"),
                    href=f"{address('questionnaire')}?account={List.account}",
                    class_name="usa-button",
                ),
                class_name="kiosk-actions kiosk-no-print",
            ),
        ),
        rx.cond(
            List.lines.length() > 0,
            rx.el.ul(rx.foreach(List.lines, _line), class_name="kiosk-list"),
            rx.el.p(t("There is none yet.")),
        ),
        rx.el.p(
            rx.cond(
                List.retired,
                rx.el.a(t("Show those in use"), href=f"{address('questionnaires')}?account={List.account}"),
                rx.el.a(
                    t("Show those out of use"), href=f"{address('questionnaires')}?account={List.account}&show=retired"
                ),
            ),
            class_name="kiosk-no-print",
        ),
    )


def _line(item: rx.Var[QuestionnaireLine]) -> rx.Component:
    return rx.el.li(
        rx.el.a(rx.el.bdi(item.name), href=item.href, class_name="kiosk-list__link"),
        rx.el.p(
            t("Statements: {count} · about {minutes} minutes to answer", count=item.count, minutes=item.minutes),
            class_name="kiosk-list__note",
        ),
        rx.el.p(t("Times sent: {count}", count=item.times_sent), class_name="kiosk-list__note"),
        class_name="kiosk-list__item",
        key=item.id.to_string(),
    )


# ---------------------------------------------------------------- one questionnaire


def questionnaire_page() -> rx.Component:
    """First what to tick at once, then every statement, at the end how the partner sees it."""
    return frame(
        rx.el.div(
            rx.cond(
                State.account > 0,
                rx.el.a(
                    t("All questionnaires"),
                    href=f"{address('questionnaires')}?account={State.account}",
                    class_name="kiosk-back",
                ),
            ),
            outcome(State),
            rx.cond(
                State.questionnaire > 0, rx.el.h1(rx.el.bdi(State.name)), rx.el.h1(t("Put a questionnaire together"))
            ),
            waiting(),
            arriving(rx.cond(State.loaded, _questionnaire())),
            class_name="kiosk-column",
        ),
        title=State.name,
    )


def _questionnaire() -> rx.Component:
    return rx.fragment(
        rx.cond(
            State.is_retired,
            rx.el.div(
                rx.el.p(t("This questionnaire is out of use. Copy it to use it again.")),
                class_name="kiosk-alert kiosk-alert--warning",
            ),
        ),
        rx.cond(
            State.withdrawn.length() > 0,
            rx.el.div(
                rx.el.p(
                    t(
                        "Statements that are no longer in the criteria: {numbers}. They are not sent.",
                        numbers=State.withdrawn.join(", "),
                    )
                ),
                class_name="kiosk-alert kiosk-alert--warning",
            ),
        ),
        rx.cond(
            (State.questionnaire > 0) & State.may_manage & ~State.is_retired,
            rx.el.div(
                rx.el.a(
                    t("Send it to partners"),
                    href=f"{address('send-questionnaire')}?account={State.account}&questionnaire={State.questionnaire}",
                    class_name="usa-button",
                ),
                class_name="kiosk-actions kiosk-no-print",
            ),
        ),
        rx.cond(State.may_manage & ~State.is_retired, _builder()),
        rx.cond(State.questionnaire > 0, rx.fragment(_preview(), rx.cond(State.may_manage, _ends()))),
    )


def _builder() -> rx.Component:
    return rx.el.section(
        rx.el.h2(t("What it asks"), id="build"),
        _by_risk(),
        rx.cond(
            State.questionnaire > 0,
            rx.el.form(
                *_fields(),
                submit(t("Save the change")),
                on_submit=lambda typed: State.change(State.questionnaire, State.version, typed),
                no_validate=True,
                custom_attrs=TOLD,
                key=State.form_key,
            ),
            rx.el.form(
                *_fields(),
                submit(t("Save the questionnaire")),
                on_submit=lambda typed: State.add(State.account, typed),
                no_validate=True,
                key=State.form_key,
            ),
        ),
        class_name="kiosk-no-print",
        custom_attrs={"aria-labelledby": "build"},
    )


def _by_risk() -> rx.Component:
    risks = (
        (Risk.HIGH, t("High risk: every must and should")),
        (Risk.MEDIUM, t("Medium risk: the musts")),
        (Risk.LOW, t("Low risk: the first must of each category")),
    )
    return rx.el.form(
        rx.el.p(
            t("Tick by business type and risk first, then change single statements below."),
        ),
        rx.el.p(
            t("How much each risk is asked is a proposal of this kiosk. The criteria leave it to you."),
            class_name="usa-hint",
        ),
        choice(State, "choose", "business_type", t("Business type of the partner"), State.types, empty=t("Any")),
        rx.el.div(
            rx.el.label(t("Risk of the partner"), html_for="choose-risk", class_name="usa-label"),
            rx.el.select(
                *(rx.el.option(name, value=risk.value) for risk, name in risks),
                id="choose-risk",
                name="risk",
                class_name="usa-select",
            ),
            class_name="usa-form-group",
        ),
        submit(t("Tick these statements"), "usa-button usa-button--outline"),
        on_submit=State.tick_by,
        class_name="kiosk-box",
        key=f"by/{State.form_key}",
    )


def _fields() -> tuple[rx.Component, ...]:
    return (
        form_fault(State, "questionnaire"),
        rx.el.input(type="hidden", name="business_type", value=State.business_type),
        line(
            State, "questionnaire", "name", t("Name of the questionnaire"), MAX_NAME,
            hint=t("Partners see it, too."), optional=False,
        ),
        area(
            State, "questionnaire", "introduction", t("Introduction"), MAX_INTRODUCTION,
            hint=t("What you say to the partner before the first question, in its language where you can."),
        ),
        rx.el.p(
            t(
                "Ticked statements: {count}. Answering takes about {minutes} minutes.",
                count=State.ticked.length(),
                minutes=State.minutes,
            ),
            role="status",
            class_name="kiosk-lead",
        ),
        rx.foreach(State.groups, _group),
    )  # fmt: skip


def _group(group: rx.Var[TickGroup]) -> rx.Component:
    return rx.el.details(
        rx.el.summary(group.name, " ", rx.el.bdi(f"({group.ticked} / {group.ticks.length()})", dir="ltr")),
        rx.el.div(
            rx.el.div(
                rx.el.button(
                    t("Tick all"),
                    rx.el.span(": ", group.name, class_name="usa-sr-only"),
                    type="button",
                    class_name="usa-button usa-button--unstyled",
                    on_click=State.tick_category(group.id, True),
                ),
                " · ",
                rx.el.button(
                    t("Clear all"),
                    rx.el.span(": ", group.name, class_name="usa-sr-only"),
                    type="button",
                    class_name="usa-button usa-button--unstyled",
                    on_click=State.tick_category(group.id, False),
                ),
            ),
            rx.el.fieldset(
                rx.el.legend(group.name, class_name="usa-sr-only"),
                rx.foreach(group.ticks, _tick),
                class_name="usa-fieldset",
            ),
            class_name="kiosk-more__body",
        ),
        class_name="kiosk-more",
        key=group.id,
    )


def _tick(tick: rx.Var[Tick]) -> rx.Component:
    name = f"{TICK}{tick.id}"
    return rx.el.div(
        rx.el.input(
            type="checkbox",
            id=name,
            name=name,
            default_checked=tick.ticked,
            on_change=lambda chosen: State.tick(tick.id, chosen),
            class_name="usa-checkbox__input",
        ),
        rx.el.label(
            rx.el.bdi(tick.id, dir="ltr"),
            " ",
            tick.title,
            " ",
            level_tag(tick.must),
            rx.el.span(tick.statement, lang=tick.language, dir="auto", class_name="usa-checkbox__label-description"),
            html_for=name,
            class_name="usa-checkbox__label",
        ),
        class_name="usa-checkbox",
        # A new key makes the box show what was ticked for it.
        key=f"{tick.id}/{State.tick_key}",
    )


def _preview() -> rx.Component:
    return rx.el.section(
        rx.el.h2(t("As the partner sees it"), id="preview"),
        rx.el.div(
            rx.el.label(t("Language"), html_for="preview-language", class_name="usa-label"),
            rx.el.select(
                rx.foreach(State.languages, lambda each: rx.el.option(each[1], value=each[0], lang=each[0])),
                id="preview-language",
                default_value=State.preview_language,
                on_change=lambda value: State.show_in(State.questionnaire, value),
                class_name="usa-select",
                key=f"preview/{State.form_key}",
            ),
            class_name="usa-form-group kiosk-no-print",
        ),
        rx.cond(State.introduction != "", rx.el.p(State.introduction, dir="auto", class_name="kiosk-prose")),
        rx.foreach(State.preview, _preview_part),
        custom_attrs={"aria-labelledby": "preview"},
    )


def _preview_part(part: rx.Var[Preview]) -> rx.Component:
    return rx.el.div(
        rx.el.h3(part.name, lang=part.language, dir="auto"),
        rx.el.ol(
            rx.foreach(
                part.ticks,
                lambda tick: rx.el.li(
                    rx.el.bdi(tick.id, dir="ltr"),
                    " ",
                    rx.el.span(tick.statement, lang=tick.language, dir="auto"),
                    class_name="kiosk-list__item",
                    key=tick.id,
                ),
            ),
            class_name="kiosk-list",
        ),
        key=part.id,
    )


def _ends() -> rx.Component:
    return rx.el.section(
        rx.el.h2(t("Copy it, or take it out of use"), id="ends"),
        rx.el.form(
            form_fault(State, "copy"),
            line(State, "copy", "name", t("Name of the copy"), MAX_NAME, optional=False),
            submit(t("Copy this questionnaire"), "usa-button usa-button--outline"),
            on_submit=lambda typed: State.copy(State.questionnaire, typed),
            no_validate=True,
            key=f"copy/{State.form_key}",
        ),
        form_fault(State, "retire"),
        rx.cond(
            ~State.is_retired,
            rx.el.button(
                t("Take it out of use"),
                type="button",
                class_name="usa-button usa-button--secondary",
                on_click=State.retire(State.account, State.questionnaire, State.version),
            ),
        ),
        class_name="kiosk-no-print",
        custom_attrs={"aria-labelledby": "ends"},
    )
