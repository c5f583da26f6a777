"""The frame around every page: skip link, header, languages, who I act for, the page itself, footer."""

from functools import cache
from importlib.metadata import version

import reflex as rx
from reflex_components_core.core.banner import has_connection_errors

from ctpat_app.components.companies import acting_for, company_menu, has_several
from ctpat_app.components.help_link import header_help
from ctpat_app.components.idle import idle_over, idle_warning
from ctpat_app.components.known_problems import known_problems
from ctpat_app.components.links import document_link, page_link
from ctpat_app.components.post_form import post_form
from ctpat_app.components.report_link import footer_report, report_link
from ctpat_app.components.standing_banner import standing_banner
from ctpat_app.components.terminal import start_over, terminal_warning
from ctpat_app.components.text import (
    address_in,
    current_direction,
    current_language,
    language_of_page,
    languages_of_this_page,
    t,
)
from ctpat_app.components.walk_bar import walk_bar
from ctpat_app.domain.own_paths import HOME
from ctpat_app.domain.permissions import StaffRole
from ctpat_app.settings import Settings
from ctpat_app.state.frame import FrameState
from ctpat_app.state.session import SessionState
from ctpat_app.words.languages import own_name

Text = str | rx.Var[str]


@cache
def _settings() -> Settings:
    return Settings.from_environment()


def frame(
    *children: rx.Component, rail: rx.Component | None = None, title: Text = "", path: Text = "", status: bool = True
) -> rx.Component:
    """Return ``children`` as the main part of a page, with everything that surrounds every page.

    Args:
        rail: where you are, beside the page on wide screens.
        title: of the step, when it comes with the data; the tab shows it before the compiled title.
        path: address with query that the browser's address bar follows.
        status: whether the line "saved, connected" stands on top; a step page has it in its bar.
    """
    # What is said of a person's companies leads to pages that exist in the languages of all pages alone.
    of_companies = language_of_page(HOME) == current_language()
    return rx.el.div(
        document_link(t("Skip to main content"), href="#main-content", class_name="usa-skipnav"),
        _header(),
        walk_bar(),
        rx.el.div(
            _side(rail, of_companies=of_companies),
            rx.el.main(
                *([status_line()] if status else []),
                rx.cond(SessionState.signed_in, idle_over()),
                _notice(),
                known_problems(),
                *([standing_banner()] if of_companies else []),
                *children,
                id="main-content",
                class_name="kiosk-main",
                tab_index=-1,
                lang=current_language(),
                dir=current_direction(),
                custom_attrs={"data-error-prefix": t("Error: "), "data-title": title, "data-address": path},
            ),
            class_name=_layout_class(rail, of_companies=of_companies),
        ),
        _footer(),
        rx.cond(SessionState.signed_in, idle_warning()),
        terminal_warning(),
        lang=current_language(),
        dir=current_direction(),
        class_name="kiosk-page",
    )


def bare_frame(*children: rx.Component) -> rx.Component:
    """Return ``children`` as a page without navigation: who runs it, what the kiosk has to tell, and nothing else."""
    return rx.el.div(
        rx.el.main(
            rx.el.p(_settings().kiosk_name, " · ", _who_runs_it(), class_name="kiosk-header__note"),
            connection_line(),
            _notice(),
            *children,
            id="main-content",
            class_name="kiosk-main",
            tab_index=-1,
            lang=current_language(),
            dir=current_direction(),
            custom_attrs={"data-error-prefix": t("Error: ")},
        ),
        rx.cond(SessionState.signed_in, idle_warning()),
        terminal_warning(),
        lang=current_language(),
        dir=current_direction(),
        class_name="kiosk-page",
    )


def _layout_class(rail: rx.Component | None, *, of_companies: bool) -> Text:
    wide = "kiosk-layout kiosk-layout--rail"
    if rail is not None:
        return wide
    return rx.cond(has_several(), wide, "kiosk-layout") if of_companies else "kiosk-layout"


def _side(rail: rx.Component | None, *, of_companies: bool) -> rx.Component:
    """Return what stands beside the page: the person's companies, then where they are in the application."""
    if not of_companies:
        return rx.fragment() if rail is None else rx.el.div(rail, class_name="kiosk-side")
    if rail is None:
        return rx.cond(has_several(), rx.el.div(company_menu(), class_name="kiosk-side"))
    return rx.el.div(company_menu(), rail, class_name="kiosk-side")


def status_line(saved_at: Text = "") -> rx.Component:
    """Return the one polite place for "saved" and for the connection; the times are written by the page's script."""
    return rx.el.div(
        rx.el.p(
            class_name="kiosk-status__saved",
            role="status",
            custom_attrs={"data-saved-at": saved_at, "data-text-saved": t("Saved {time}")},
        ),
        rx.el.p(rx.el.span(t("Saving …")), class_name="kiosk-status__busy", role="status"),
        connection_line(),
        # In a tab of its own: what is being typed here is not saved yet.
        page_link(
            t("Check my browser (opens a new tab)"),
            path="check-browser",
            leaving=True,
            target="_blank",
            class_name="kiosk-status__check",
        ),
        class_name="kiosk-status",
    )


def connection_line() -> rx.Component:
    """Return the place where the page's script says how the connection is."""
    return rx.el.p(
        class_name="kiosk-status__connection",
        role="status",
        custom_attrs={
            "data-connection": "true",
            "data-socket": rx.cond(has_connection_errors, "down", "up"),
            "data-text-offline": t("You are offline. Keep writing: we save when you are back."),
            "data-text-down": t("No connection to the kiosk. Keep writing: we save when it is back."),
            "data-text-back": t("You are connected again."),
        },
    )


def _notice() -> rx.Component:
    """What the kiosk refused, or under which code a failure was noted; the focus moves here."""
    code = rx.cond(SessionState.failure_code != "", SessionState.failure_code, SessionState.notice_code)
    return rx.cond(
        SessionState.notice != "",
        rx.el.div(
            rx.el.h2(t("A word from the kiosk"), id="notice-title", class_name="kiosk-errors__title"),
            rx.el.p(SessionState.notice),
            rx.el.p(t("Code:"), " ", rx.el.bdi(code, dir="ltr"), class_name="kiosk-errors__code"),
            rx.el.p(report_link(code)),
            rx.el.button(
                t("Close"),
                type="button",
                class_name="usa-button usa-button--unstyled",
                on_click=SessionState.close_notice,
            ),
            id="notice",
            role="alert",
            tab_index=-1,
            class_name="kiosk-errors",
            custom_attrs={"data-focus-attempt": SessionState.attempt.to_string(), "aria-labelledby": "notice-title"},
        ),
    )


def _header() -> rx.Component:
    return rx.el.header(
        rx.el.div(
            page_link(
                *(
                    [rx.el.img(src=_settings().logo, alt="", width="40", height="40", class_name="kiosk-brand__mark")]
                    if _settings().logo
                    else []
                ),
                rx.el.span(_settings().kiosk_name, class_name="kiosk-brand__name"),
                class_name="kiosk-brand",
            ),
            rx.el.p(_who_runs_it(), class_name="kiosk-header__note"),
            _languages(),
            header_help(),
            class_name="kiosk-header__inner",
        ),
        rx.cond(SessionState.signed_in, _account(), _visitor()),
        _pretended(),
        class_name="kiosk-header",
    )


def _who_runs_it() -> str:
    operator = _settings().operator_name
    if operator:
        return t("Run by {operator}. Not a government website.", operator=operator)
    return t("Not a government website.")


def _account() -> rx.Component:
    return rx.el.div(
        rx.el.div(
            rx.el.p(rx.el.bdi(SessionState.name), " ", acting_for(), class_name="kiosk-account__who"),
            rx.cond(
                SessionState.staff_role != "",
                rx.cond(
                    SessionState.staff_role == StaffRole.HELP_DESK.value,
                    page_link(t("My desk"), path="staff/help", class_name="kiosk-account__link"),
                    page_link(t("My desk"), path="staff/queue", class_name="kiosk-account__link"),
                ),
            ),
            page_link(t("My applications"), path="home", class_name="kiosk-account__link"),
            _inbox(),
            page_link(t("Documents"), path="documents", class_name="kiosk-account__link"),
            page_link(t("Security"), path="security", class_name="kiosk-account__link"),
            page_link(t("My sessions"), path="sessions", class_name="kiosk-account__link"),
            rx.cond(
                SessionState.staff_role == "",
                page_link(t("Let the help desk look on"), path="walk-through", class_name="kiosk-account__link"),
            ),
            rx.cond(SessionState.shared_computer, _finish(), _sign_out()),
            class_name="kiosk-account__inner",
        ),
        class_name="kiosk-account",
    )


def _inbox() -> rx.Component:
    """Return the way to the inbox, with how much of it is unread."""
    return page_link(
        rx.cond(FrameState.unread > 0, t("Inbox: {count} unread", count=FrameState.unread), t("Inbox")),
        path="inbox",
        class_name=rx.cond(
            FrameState.unread > 0, "kiosk-account__link kiosk-account__link--unread", "kiosk-account__link"
        ),
    )


def _pretended() -> rx.Component:
    """Return which day the kiosk takes for today, while it is not the real one."""
    return rx.cond(
        FrameState.pretended != "",
        rx.el.div(
            rx.el.div(
                t("For trying out: this kiosk takes {day} for today.", day=FrameState.pretended),
                class_name="kiosk-pretended__inner",
            ),
            class_name="kiosk-pretended",
        ),
    )


def _sign_out() -> rx.Component:
    return post_form(
        rx.el.button(
            t("Sign out"),
            type="submit",
            class_name="usa-button usa-button--unstyled",
            custom_attrs={"data-forget": "true"},
        ),
        action="/auth/sign-out",
    )


def _finish() -> rx.Component:
    """Return the way out of a shared computer."""
    return post_form(
        rx.el.button(
            t("Finish and clear"), type="submit", class_name="usa-button", custom_attrs={"data-clear": "true"}
        ),
        action="/auth/finish",
        custom_attrs={"data-shared-computer": "true"},
    )


def _visitor() -> rx.Component:
    return rx.el.div(
        rx.el.div(
            page_link(t("Sign in"), path="sign-in", leaving=True, class_name="kiosk-account__link"),
            page_link(t("Create your account"), path="register", leaving=True, class_name="kiosk-account__link"),
            rx.cond(FrameState.terminal != "", start_over()),
            class_name="kiosk-account__inner",
        ),
        class_name="kiosk-account",
    )


def _languages() -> rx.Component:
    return rx.el.nav(
        rx.el.ul(*map(_language_link, languages_of_this_page()), class_name="kiosk-languages__list"),
        aria_label=t("Languages"),
        class_name="kiosk-languages",
    )


def _language_link(language: str) -> rx.Component:
    here = {"aria-current": "true"} if language == current_language() else {}
    return rx.el.li(
        document_link(
            own_name(language),
            href=address_in(language),
            lang=language,
            class_name="kiosk-languages__link",
            custom_attrs={"hreflang": language, "data-language": language, **here},
        ),
    )


def _footer() -> rx.Component:
    settings = _settings()
    contacts = [
        _contact(f"mailto:{settings.operator_mail}", settings.operator_mail),
        _contact(f"tel:{settings.operator_telephone}", settings.operator_telephone),
    ]
    return rx.el.footer(
        rx.el.div(
            rx.el.ul(
                rx.el.li(footer_report()),
                rx.el.li(page_link(t("Check my browser"), path="check-browser", leaving=True)),
                rx.el.li(page_link(t("Check a certificate"), path="verify")),
                rx.el.li(page_link(t("Privacy"), path="privacy")),
                rx.el.li(page_link(t("Accessibility"), path="accessibility")),
                rx.el.li(page_link(t("Terms of use"), path="terms")),
                *(contact for contact in contacts if contact is not None),
                class_name="kiosk-footer__links",
            ),
            rx.el.p(
                _who_runs_it(),
                " ",
                t("The official program is run by U.S. Customs and Border Protection."),
                class_name="kiosk-footer__note",
            ),
            rx.el.p(t("Version:"), " ", rx.el.bdi(version("ctpat-kiosk"), dir="ltr"), class_name="kiosk-footer__note"),
            class_name="kiosk-footer__inner",
        ),
        class_name="kiosk-footer",
    )


def _contact(href: str, text: str) -> rx.Component | None:
    return rx.el.li(document_link(rx.el.bdi(text, dir="ltr"), href=href)) if text else None
