"""The own page of a signed-in person."""

import reflex as rx

from ctpat_app.components.arrival import arriving, waiting
from ctpat_app.components.company_tasks import own_tasks
from ctpat_app.components.given import given_note
from ctpat_app.components.layout import frame
from ctpat_app.components.recovery_notes import recovery_links, recovery_notes
from ctpat_app.components.tasks import next_button, progress
from ctpat_app.components.text import address, t
from ctpat_app.state.given import GivenState
from ctpat_app.state.home import AccountCard, ApplicationCard, HomeState


def home_page() -> rx.Component:
    """First what to continue, then the companies, then what was sent."""
    return frame(
        rx.el.div(
            rx.el.h1(t("Your applications")),
            recovery_notes(),
            waiting(),
            arriving(
                rx.cond(
                    HomeState.loaded,
                    rx.fragment(_desks(), given_note(), own_tasks(), _current(), _companies(), _sent()),
                )
            ),
            recovery_links(),
            class_name="kiosk-column",
        )
    )


def _desks() -> rx.Component:
    def desk(name: str, path: str) -> rx.Component:
        return rx.el.li(rx.el.a(name, href=address(path), class_name="kiosk-list__link"), class_name="kiosk-list__item")

    return rx.cond(
        HomeState.is_staff,
        rx.fragment(
            rx.el.h2(t("Your desk")),
            rx.el.ul(
                desk(t("Work that waits"), "staff/queue"),
                rx.cond(
                    HomeState.may_reset,
                    rx.fragment(
                        desk(t("People who cannot get in"), "staff/access"),
                        desk(t("Mail that did not arrive"), "staff/bounced-mail"),
                    ),
                ),
                desk(t("Staff and companies"), "staff"),
                rx.cond(HomeState.may_approve, desk(t("Requests to merge and split"), "staff/requests")),
                rx.cond(HomeState.may_see_jobs, desk(t("Jobs of the kiosk"), "staff/jobs")),
                class_name="kiosk-list",
            ),
        ),
    )


def _companies() -> rx.Component:
    """Nobody who works here, or was only asked to answer statements, is pushed to register a company."""
    is_asked = GivenState.parts.length() > 0
    return rx.cond((~HomeState.is_staff & ~is_asked) | (HomeState.accounts.length() > 0), _accounts())


def _current() -> rx.Component:
    return rx.cond(
        HomeState.current.length() > 0,
        rx.fragment(
            rx.el.section(
                rx.el.h2(t("Continue where you were"), id="continue"),
                _progress_of(HomeState.current[0]),
                rx.el.div(
                    next_button(HomeState.current[0].next_name, HomeState.current[0].href),
                    rx.el.a(t("See all parts"), href=_task_list(HomeState.current[0])),
                    class_name="kiosk-actions",
                ),
                class_name="kiosk-box",
                custom_attrs={"aria-labelledby": "continue"},
            ),
            rx.cond(HomeState.current.length() > 1, _others()),
        ),
    )


def _progress_of(item: ApplicationCard) -> rx.Component:
    return rx.fragment(
        rx.el.p(rx.el.strong(rx.el.bdi(item.company))),
        _changes_tag(item),
        progress(item.done, item.count),
        rx.el.p(t("Begun on {day}.", day=item.begun_on), class_name="usa-hint"),
    )


def _changes_tag(item: ApplicationCard) -> rx.Component:
    return rx.cond(
        item.is_changes,
        rx.el.p(rx.el.span(t("Changes to what was sent"), class_name="kiosk-tag kiosk-tag--info")),
    )


def _task_list(item: ApplicationCard) -> str:
    return f"{address('application')}?draft={item.draft}"


def _others() -> rx.Component:
    def other(item: ApplicationCard) -> rx.Component:
        return rx.el.li(
            rx.el.a(rx.el.bdi(item.company), href=_task_list(item), class_name="kiosk-list__link"),
            _changes_tag(item),
            rx.el.p(t("{done} of {count} parts done", done=item.done, count=item.count), class_name="kiosk-list__note"),
            class_name="kiosk-list__item",
        )

    return rx.fragment(
        rx.el.h2(t("Other applications that are not sent yet")),
        rx.el.ul(rx.foreach(HomeState.current[1:], other), class_name="kiosk-list"),
    )


def _accounts() -> rx.Component:
    return rx.fragment(
        rx.el.h2(t("Your companies")),
        rx.cond(
            HomeState.accounts.length() > 0,
            rx.fragment(
                rx.foreach(HomeState.accounts, _account),
                rx.el.p(rx.el.a(t("Add another company"), href=address("trade-account?new=1"))),
            ),
            _first_account(),
        ),
    )


def _first_account() -> rx.Component:
    return rx.fragment(
        rx.el.p(t("Begin with your company: its legal name, one address and a telephone number.")),
        rx.el.p(t("If a colleague has entered the company already, ask for an invitation instead.")),
        rx.el.div(
            rx.el.a(t("Add your company"), href=address("trade-account?new=1"), class_name="usa-button"),
            class_name="kiosk-actions",
        ),
    )


def _account(item: AccountCard) -> rx.Component:
    company = f"{address('trade-account')}?account={item.id}"
    return rx.el.section(
        rx.el.h3(rx.el.a(rx.el.bdi(item.name), href=company), id=f"account-{item.id}"),
        rx.el.p(_role(item.role)),
        rx.cond(
            item.missing.length() > 0,
            rx.el.div(
                rx.el.p(t("Before you can apply:")),
                rx.el.ul(rx.foreach(item.missing, rx.el.li), class_name="usa-list"),
                rx.el.p(
                    rx.el.a(
                        t("Complete the company"),
                        rx.el.span(" ", rx.el.bdi(item.name), class_name="usa-sr-only"),
                        href=company,
                    )
                ),
            ),
            rx.cond(item.started, rx.fragment(), rx.cond(item.may_start, _apply(item), _may_not_start())),
        ),
        rx.cond(
            item.role != "trade-user", rx.fragment(_risk(item), _messages(item), _validations(item), _partners(item))
        ),
        class_name="kiosk-card",
        custom_attrs={"aria-labelledby": f"account-{item.id}"},
    )


def _risk(item: AccountCard) -> rx.Component:
    return rx.el.p(
        rx.el.a(
            t("Risk assessments"),
            rx.el.span(": ", rx.el.bdi(item.name), class_name="usa-sr-only"),
            href=f"{address('risk-assessments')}?account={item.id}",
        )
    )


def _validations(item: AccountCard) -> rx.Component:
    return rx.el.p(
        rx.el.a(
            t("Validations"),
            rx.el.span(": ", rx.el.bdi(item.name), class_name="usa-sr-only"),
            href=f"{address('validations')}?account={item.id}",
        )
    )


def _partners(item: AccountCard) -> rx.Component:
    return rx.el.p(
        rx.el.a(
            t("Business partners"),
            rx.el.span(": ", rx.el.bdi(item.name), class_name="usa-sr-only"),
            href=f"{address('partners')}?account={item.id}",
        )
    )


def _messages(item: AccountCard) -> rx.Component:
    return rx.el.p(
        rx.el.a(
            t("Messages with CTPAT"),
            rx.el.span(": ", rx.el.bdi(item.name), class_name="usa-sr-only"),
            href=f"{address('messages')}?account={item.id}",
        ),
        rx.cond(item.unread != "", rx.el.span(" ", item.unread, class_name="kiosk-tag kiosk-tag--attention")),
    )


def _apply(item: AccountCard) -> rx.Component:
    # One main button a screen: with something to continue, Apply is the second one.
    look = rx.cond(HomeState.current.length() > 0, "usa-button usa-button--outline", "usa-button")
    return rx.el.button(
        t("Apply for this company"),
        rx.el.span(": ", rx.el.bdi(item.name), class_name="usa-sr-only"),
        type="button",
        class_name=look,
        on_click=HomeState.apply(item.id),
    )


def _may_not_start() -> rx.Component:
    return rx.el.p(t("An employee or the officer begins the application. You can then write answers."))


def _role(role: rx.Var[str]) -> rx.Component:
    return rx.match(
        role,
        ("officer", t("You are the officer.")),
        ("employee", t("You are an employee.")),
        ("consultant", t("You are a consultant.")),
        t("You are a user of this company."),
    )


def _sent() -> rx.Component:
    def sent(item: ApplicationCard) -> rx.Component:
        return rx.el.li(
            rx.el.a(rx.el.bdi(item.company), href=item.href, class_name="kiosk-list__link"),
            rx.el.p(
                t("Reference:"),
                " ",
                rx.el.bdi(item.reference, dir="ltr", class_name="kiosk-code"),
                class_name="kiosk-list__note",
            ),
            rx.el.span(item.status, class_name="kiosk-tag kiosk-tag--info"),
            class_name="kiosk-list__item",
        )

    return rx.cond(
        HomeState.sent.length() > 0,
        rx.fragment(
            rx.el.h2(t("Sent applications")), rx.el.ul(rx.foreach(HomeState.sent, sent), class_name="kiosk-list")
        ),
    )
