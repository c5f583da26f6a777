"""Practising for somebody who is stuck: begin, the step with invented answers, and the guide that comes of it."""

import reflex as rx
from reflex.event import EventSpec

from ctpat_app.components.arrival import arriving, waiting
from ctpat_app.components.desk import desk_nav, desk_section, note
from ctpat_app.components.fields import field
from ctpat_app.components.guide import guide
from ctpat_app.components.layout import frame, status_line
from ctpat_app.components.plain_form import choice, form_fault, line, outcome, submit
from ctpat_app.components.steps import status_word
from ctpat_app.components.text import address, current_language, t
from ctpat_app.domain.emails import MAX_CHARACTERS as MAX_EMAIL
from ctpat_app.domain.practice import MAX_NOTE
from ctpat_app.guidance.guide_views import GuideLine
from ctpat_app.guidance.views import RowView, TaskView
from ctpat_app.state.practice import PracticeCard, PracticesState, PracticeState
from ctpat_app.state.practice_guide import PracticeGuideState
from ctpat_app.words.country_names import country_names

_GUIDE = "staff/practice-guide"
_STEP = "staff/practice-step"


def staff_practice_page() -> rx.Component:
    """One's practices, and how to begin one."""
    state = PracticesState
    return frame(
        rx.el.div(
            desk_nav(),
            rx.el.h1(t("Practise a form")),
            rx.el.p(
                t("You see what a person sees, with invented answers. Record your steps, and send them as a guide."),
                class_name="kiosk-lead",
            ),
            outcome(state),
            waiting(),
            arriving(rx.cond(state.loaded, rx.fragment(_own(), rx.cond(state.draft > 0, _along(), _by_choosing())))),
            class_name="kiosk-column",
        )
    )


def _own() -> rx.Component:
    state = PracticesState
    return desk_section(
        "own",
        t("Your practices"),
        rx.cond(
            state.cards.length() > 0,
            rx.el.ul(rx.foreach(state.cards, _card), class_name="kiosk-list"),
            rx.el.p(t("You have none.")),
        ),
    )


def _card(card: rx.Var[PracticeCard]) -> rx.Component:
    return rx.el.li(
        rx.el.p(rx.el.strong(rx.el.a(card.what, href=card.href))),
        note(t("As: {role}. Begun on {day}, deleted on {until}.", role=card.role, day=card.begun, until=card.until)),
        note(t("Steps recorded: {count}", count=card.steps)),
        rx.el.button(
            t("Delete"),
            rx.el.span(" ", card.what, class_name="usa-sr-only"),
            type="button",
            class_name="usa-button usa-button--unstyled",
            on_click=PracticesState.delete(card.id),
        ),
        class_name="kiosk-list__item",
        key=card.id,
    )


def _roles() -> rx.Var[list[list[str]]]:
    return rx.Var.create([["officer", t("Officer")], ["employee", t("Employee")], ["consultant", t("Consultant")]]).to(
        list[list[str]]
    )


def _who_and_where(form: str) -> tuple[rx.Component, ...]:
    state = PracticesState
    return (
        choice(state, form, "role", t("As whom"), _roles(), empty=t("Choose"), optional=False),
        choice(
            state,
            form,
            "until",
            t("Which part to practise"),
            state.steps,
            empty=t("From the beginning"),
            hint=t("Everything before it is filled in with invented answers."),
        ),
    )


def _along() -> rx.Component:
    state = PracticesState
    return desk_section(
        "along",
        t("Along the form of a company"),
        rx.el.p(
            t(
                "You get the same questions in the same version. Of the real form only the kinds of company, the "
                "country and such choices are looked at; typed answers are not. The company reads in its history that "
                "you did it."
            )
        ),
        rx.el.form(
            form_fault(state, "along"),
            *_who_and_where("along"),
            submit(t("Begin to practise")),
            on_submit=lambda typed: state.begin_along(state.draft, typed),
            no_validate=True,
        ),
    )


def _by_choosing() -> rx.Component:
    state = PracticesState
    countries = rx.Var.create([[code, name] for code, name in country_names(current_language())]).to(list[list[str]])
    return desk_section(
        "choose",
        t("Begin by choosing"),
        rx.el.form(
            form_fault(state, "begin"),
            rx.el.fieldset(
                rx.el.legend(t("Kind of company"), class_name="usa-legend"),
                rx.foreach(state.types, _type),
                class_name="usa-fieldset usa-form-group",
            ),
            choice(state, "begin", "country", t("Country"), countries, empty=t("Choose")),
            *_who_and_where("begin"),
            submit(t("Begin to practise")),
            on_submit=state.begin,
            no_validate=True,
        ),
    )


def _type(pair: rx.Var[list[str]]) -> rx.Component:
    return rx.el.div(
        rx.el.input(
            type="checkbox", name=pair[0], custom_attrs={"id": pair[0]}, class_name="usa-checkbox__input", value="yes"
        ),
        rx.el.label(pair[1], html_for=pair[0], class_name="usa-checkbox__label"),
        class_name="usa-checkbox",
        key=pair[0],
    )


# ---------------------------------------------------------------- the step


def staff_practice_step_page() -> rx.Component:
    """The place as the person sees it, marked as practice on top."""
    state = PracticeState
    return frame(
        waiting(),
        arriving(rx.cond(state.draft > 0, _step())),
        rail=_rail(),
        title=state.view.title,
        path=state.address,
        status=False,
    )


def _mark() -> rx.Component:
    state = PracticeState
    return rx.el.div(
        rx.el.h2(t("Practice: nothing here is real, and nothing is sent"), class_name="kiosk-alert__title"),
        rx.el.p(t("Type nothing real either. You practise as: {role}.", role=state.role)),
        rx.el.div(
            rx.cond(
                state.recording,
                rx.el.button(
                    t("Stop recording"),
                    type="button",
                    class_name="usa-button",
                    on_click=state.record(state.draft, False),
                ),
                rx.el.button(
                    t("Record my steps"),
                    type="button",
                    class_name="usa-button usa-button--outline",
                    on_click=state.record(state.draft, True),
                ),
            ),
            rx.el.a(t("Guide: {count} steps", count=state.recorded), href=f"{address(_GUIDE)}?practice={state.draft}"),
            class_name="kiosk-actions",
        ),
        rx.el.p(rx.cond(state.recording, t("Recording: what you do goes into the guide."), ""), role="status"),
        class_name="kiosk-alert kiosk-alert--attention",
        custom_attrs={"data-practice": "true"},
    )


def _rail() -> rx.Component:
    state = PracticeState
    name = t("Practice")

    def stop(task: rx.Var[TaskView]) -> rx.Component:
        base = "kiosk-route__stop"
        return rx.el.li(
            rx.el.a(
                task.label,
                rx.el.span(", ", status_word(task.status), class_name="usa-sr-only"),
                href=f"{address(_STEP)}?practice={state.draft}&place={task.step}",
                class_name="kiosk-route__link",
                custom_attrs={"aria-current": rx.cond(task.here, "step", "false")},
            ),
            class_name=rx.cond(task.here, f"{base} {base}--here", base),
        )

    return rx.el.nav(
        rx.el.details(
            rx.el.summary(name, class_name="kiosk-rail__summary"),
            rx.el.p(rx.el.a(t("Your practices"), href=address("staff/practice")), class_name="kiosk-caption"),
            rx.el.ol(rx.foreach(state.tasks, stop), class_name="kiosk-route"),
            class_name="kiosk-rail__fold",
            custom_attrs={"data-open-wide": "true"},
        ),
        class_name="kiosk-rail kiosk-no-print",
        aria_label=name,
    )


def _step() -> rx.Component:
    state, view = PracticeState, PracticeState.view
    return rx.el.form(
        rx.el.div(
            _mark(),
            rx.el.h1(view.title),
            rx.cond(view.why != "", rx.el.p(view.why, class_name="kiosk-lead")),
            rx.cond(view.hint != "", rx.el.p(view.hint, class_name="kiosk-prose")),
            rx.foreach(view.notices, lambda each: rx.el.div(each, class_name="kiosk-alert kiosk-alert--attention")),
            rx.foreach(view.rows, _row),
            rx.cond(
                view.add_label != "",
                rx.el.button(
                    view.add_label,
                    type="button",
                    class_name="usa-button usa-button--outline",
                    on_click=state.set_row(state.draft, view.list_id, ""),
                    custom_attrs={"data-leads-to": ".kiosk-row"},
                ),
            ),
            rx.foreach(view.fields, lambda item: field(state, item)),
            class_name="kiosk-step__body",
        ),
        rx.el.div(
            status_line(state.saved_at),
            rx.cond(
                view.before != "",
                rx.el.a(
                    t("Back"),
                    href=f"{address(_STEP)}?practice={state.draft}&place={view.before}",
                    class_name="usa-button usa-button--outline kiosk-bar__back",
                ),
            ),
            rx.el.button(
                t("Save and continue"),
                type="submit",
                class_name="usa-button kiosk-bar__next",
                custom_attrs={"data-continue": "true"},
            ),
            class_name="kiosk-bar kiosk-no-print",
        ),
        on_submit=lambda typed: state.go_on(state.draft, typed),
        class_name="kiosk-step",
        no_validate=True,
        key=f"practice/{state.draft}/{state.place}",
    )


def _row(row: rx.Var[RowView]) -> rx.Component:
    state = PracticeState
    return rx.el.section(
        rx.el.h2(rx.el.bdi(row.title), id=f"row-{row.key}"),
        rx.foreach(row.fields, lambda item: field(state, item)),
        rx.cond(
            row.removable,
            rx.el.button(
                t("Delete this entry"),
                rx.el.span(" ", row.title, class_name="usa-sr-only"),
                type="button",
                class_name="usa-button usa-button--unstyled",
                on_click=state.set_row(state.draft, state.view.list_id, row.key),
            ),
        ),
        class_name="kiosk-card kiosk-row",
        key=row.key,
        custom_attrs={"aria-labelledby": f"row-{row.key}"},
    )


# ---------------------------------------------------------------- the guide


def staff_practice_guide_page() -> rx.Component:
    """The steps in their order, with notes; then to whom the guide goes."""
    state = PracticeGuideState
    return frame(
        rx.el.div(
            rx.el.a(t("Back to the practice"), href=state.back, class_name="kiosk-back"),
            rx.el.h1(t("Guide of your steps")),
            outcome(state),
            waiting(),
            arriving(
                rx.cond(
                    state.loaded,
                    rx.cond(
                        state.lines.length() > 0,
                        rx.fragment(guide(state.lines, rx.Var.create(current_language()), _tools), _send()),
                        rx.el.p(t("The guide has no steps yet. Record some first.")),
                    ),
                )
            ),
            class_name="kiosk-column",
        )
    )


def _tools(each: rx.Var[GuideLine]) -> rx.Component:
    state = PracticeGuideState
    control = f"note-{each.number}"

    def button(label: str, pressed: EventSpec) -> rx.Component:
        return rx.el.button(
            label,
            rx.el.span(": ", t("Step {number}", number=each.number), class_name="usa-sr-only"),
            type="button",
            class_name="usa-button usa-button--unstyled",
            on_click=pressed,
        )

    return rx.el.div(
        rx.el.label(t("Note in your own words"), html_for=control, class_name="usa-label"),
        rx.el.input(
            custom_attrs={"id": control},
            type="text",
            dir="auto",
            default_value=each.note,
            max_length=MAX_NOTE,
            auto_complete="off",
            class_name="usa-input",
            on_blur=lambda text: state.note(state.practice, each.number, text),
        ),
        rx.el.div(
            button(t("Move up"), state.move(state.practice, each.number, True)),
            button(t("Move down"), state.move(state.practice, each.number, False)),
            button(t("Remove"), state.remove(state.practice, each.number)),
            class_name="kiosk-actions",
        ),
        class_name="kiosk-no-print",
    )


def _send() -> rx.Component:
    state = PracticeGuideState
    return desk_section(
        "send",
        t("Send the guide"),
        rx.el.p(t("The person reads it in their own language. Your notes stay as you wrote them.")),
        rx.el.form(
            form_fault(state, "send"),
            line(state, "send", "email", t("Email address"), MAX_EMAIL, optional=False, dir="ltr"),
            choice(
                state,
                "send",
                "language",
                t("Language of the person"),
                state.languages,
                empty=t("Choose"),
                optional=False,
            ),
            submit(t("Send the guide")),
            on_submit=lambda typed: state.send(state.practice, typed),
            no_validate=True,
            class_name="kiosk-no-print",
        ),
    )
