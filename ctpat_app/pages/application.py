"""The task list of an application."""

import reflex as rx

from ctpat_app.components.arrival import arriving, waiting
from ctpat_app.components.companies import kept_in_trade_account
from ctpat_app.components.downloads import more_downloads
from ctpat_app.components.layout import frame
from ctpat_app.components.model_status import model_status
from ctpat_app.components.profile_note import changes_note
from ctpat_app.components.tasks import next_button, progress, status_tag
from ctpat_app.components.text import address, t
from ctpat_app.components.to_phone import on_my_phone
from ctpat_app.state.application import ApplicationState, TaskRow
from ctpat_app.state.companies import CompaniesState
from ctpat_app.state.profile_note import ProfileNoteState


def application_page() -> rx.Component:
    """All parts with their status, and the next one as the main button."""
    return frame(
        rx.el.div(
            rx.el.a(t("Your applications"), href=address("home"), class_name="kiosk-back"),
            rx.el.h1(
                rx.cond(ProfileNoteState.is_changing, t("Changes to your profile"), t("Your application to CTPAT"))
            ),
            waiting(),
            arriving(rx.cond(ApplicationState.draft > 0, _parts())),
            class_name="kiosk-column",
        )
    )


def _parts() -> rx.Component:
    return rx.fragment(
        rx.el.p(rx.el.bdi(ApplicationState.company), class_name="kiosk-lead"),
        changes_note(ApplicationState.draft),
        rx.cond(
            ApplicationState.told != "",
            rx.el.div(rx.el.p(ApplicationState.told), class_name="kiosk-alert kiosk-alert--success", role="status"),
        ),
        rx.cond(ApplicationState.offered > 0, _offer()),
        progress(ApplicationState.done, ApplicationState.count),
        rx.el.div(
            next_button(ApplicationState.next_name, ApplicationState.next_href),
            rx.el.a(
                t("Answer one question at a time"),
                href=address(f"talk?draft={ApplicationState.draft}"),
                class_name="usa-button usa-button--outline",
            ),
            class_name="kiosk-actions",
        ),
        on_my_phone(ApplicationState.draft, "application"),
        rx.el.h2(t("Prepare")),
        rx.el.ol(rx.foreach(ApplicationState.parts, _task), class_name="kiosk-tasks"),
        rx.cond(ApplicationState.own_count > 0, _own()),
        rx.el.h2(t("Check and send")),
        rx.el.ol(_check(), _sign(), class_name="kiosk-tasks"),
        rx.el.h2(t("Work together and get ready")),
        rx.el.ul(
            _way(t("How ready it is"), "readiness", t("Points with their reasons, and a list of what is missing.")),
            _way(t("Who answers what"), "who-answers", t("Give statements to colleagues, or to people from outside.")),
            class_name="kiosk-list",
        ),
        rx.el.h2(t("Plan and records")),
        rx.el.ul(
            rx.el.li(rx.el.a(t("Action plan"), href=f"{address('actions')}?draft={ApplicationState.draft}")),
            rx.el.li(rx.el.a(t("Register of training"), href=f"{address('training')}?account={CompaniesState.active}")),
            rx.el.li(
                rx.el.a(
                    t("Documents of this application"), href=f"{address('documents')}?draft={ApplicationState.draft}"
                )
            ),
        ),
        rx.el.h2(t("You and CTPAT")),
        rx.el.ul(
            rx.el.li(rx.el.a(t("Messages with CTPAT"), href=f"{address('messages')}?account={CompaniesState.active}")),
            rx.cond(
                ApplicationState.numbers_locked,
                rx.el.li(
                    rx.el.a(
                        t("Ask to change a locked number"),
                        href=f"{address('identifier-changes')}?draft={ApplicationState.draft}",
                    )
                ),
            ),
        ),
        model_status(),
        more_downloads(ApplicationState.draft),
        kept_in_trade_account(),
    )


def _way(name: str, path: str, note: str) -> rx.Component:
    return rx.el.li(
        rx.el.a(name, href=f"{address(path)}?draft={ApplicationState.draft}", class_name="kiosk-list__link"),
        rx.el.p(note, class_name="kiosk-list__note"),
        class_name="kiosk-list__item",
    )


def _own() -> rx.Component:
    """The short way of whoever answers a few statements only."""
    state = ApplicationState
    return rx.el.p(
        rx.el.a(t("Statements given to you"), href=state.own_href),
        " ",
        t("{open} of {total} open", open=state.own_open, total=state.own_count),
    )


def _offer() -> rx.Component:
    """What an earlier application answered already; nothing is taken over without this button."""
    return rx.el.section(
        rx.el.h2(t("You have answered some of this before"), id="taken-offer"),
        rx.el.p(ApplicationState.offered_note),
        rx.el.p(t("Each answer is marked until you have checked it. Eligibility, consents and signatures stay empty.")),
        rx.el.div(
            rx.el.button(
                t("Take these answers over"),
                type="button",
                class_name="usa-button usa-button--outline",
                on_click=ApplicationState.take_over(ApplicationState.draft),
            ),
            class_name="kiosk-actions",
        ),
        class_name="kiosk-box",
        custom_attrs={"aria-labelledby": "taken-offer"},
    )


def _task(part: TaskRow) -> rx.Component:
    tag_id, note_id = f"{part.id}-status", f"{part.id}-note"
    return rx.el.li(
        rx.el.div(
            rx.el.a(
                part.label,
                href=part.href,
                class_name="kiosk-task__link",
                custom_attrs={"aria-describedby": f"{tag_id} {note_id}"},
            ),
            rx.el.div(
                rx.cond(part.note != "", rx.el.p(part.note, class_name="kiosk-task__note")),
                rx.cond(
                    part.people != "",
                    rx.el.p(
                        t("Worked on in the last hour:"), " ", rx.el.bdi(part.people), class_name="kiosk-task__note"
                    ),
                ),
                rx.cond(
                    part.given != "",
                    rx.el.p(t("Given to:"), " ", rx.el.bdi(part.given), class_name="kiosk-task__note"),
                ),
                id=note_id,
            ),
            class_name="kiosk-task__text",
        ),
        status_tag(part.status, tag_id),
        class_name="kiosk-task",
    )


def _last(name: str, label: str, page: str, note: rx.Component, status: rx.Var[str]) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.a(
                label,
                href=f"{address(page)}?draft={ApplicationState.draft}",
                class_name="kiosk-task__link",
                custom_attrs={"aria-describedby": f"{name}-status {name}-note"},
            ),
            rx.el.p(note, id=f"{name}-note", class_name="kiosk-task__note"),
            class_name="kiosk-task__text",
        ),
        status_tag(status, f"{name}-status"),
        class_name="kiosk-task",
    )


def _check() -> rx.Component:
    note = rx.cond(
        ApplicationState.problems > 0,
        t("Points still open: {count}. The page lists each with a link.", count=ApplicationState.problems),
        t("Nothing is open. Read everything once more."),
    )
    return _last("check", t("Check your answers"), "check", note, ApplicationState.check_status)


def _sign() -> rx.Component:
    note = rx.match(
        ApplicationState.sign_status,
        ("signed", t("Signed. Now it can be sent.")),
        ("ready", t("You are the officer: read the agreement, sign and send.")),
        ("waiting-for-officer", t("The officer reads the agreement, signs and sends.")),
        t("It can be signed when nothing is open any more."),
    )
    return _last("sign", t("Sign and send"), "sign", note, ApplicationState.sign_status)
