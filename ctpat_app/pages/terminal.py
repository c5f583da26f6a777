"""Where everybody begins at a shared terminal: languages first, then what to do; large, and nothing else."""

import reflex as rx

from ctpat_app.components.layout import bare_frame
from ctpat_app.components.links import document_link, page_link
from ctpat_app.components.terminal import start_over
from ctpat_app.components.text import address, address_in, current_language, languages_of_this_page, t
from ctpat_app.domain.own_paths import HOME, home_of
from ctpat_app.state.session import SessionState
from ctpat_app.words.languages import own_name


def terminal_page() -> rx.Component:
    """Every press leads on by a full load, so that nothing of the page before lives on in this one."""
    return bare_frame(
        rx.el.div(
            rx.el.h1(t("Begin here")),
            _languages(),
            rx.el.h2(t("What do you want to do?"), id="what"),
            rx.el.ul(
                rx.cond(SessionState.signed_in, _own(), rx.fragment(_apply(), _go_on())),
                _choice(t("Can we join?"), "can-we-join", t("A few questions, five minutes, without an account.")),
                _choice(
                    t("Check a company's certificate or partner status"),
                    "verify",
                    t("With the code of a certificate, or of a mail that you were sent."),
                ),
                _choice(t("Get help"), "help", t("Find an answer, or ask a person.")),
                class_name="kiosk-terminal__choices",
                custom_attrs={"aria-labelledby": "what"},
            ),
            rx.cond(SessionState.signed_in, start_over()),
            class_name="kiosk-terminal",
            custom_attrs={"data-terminal-start": rx.cond(SessionState.signed_in, "signed-in", "visitor")},
        )
    )


def _languages() -> rx.Component:
    return rx.el.nav(
        rx.el.ul(*map(_language, languages_of_this_page()), class_name="kiosk-terminal__languages"),
        aria_label=t("Languages"),
    )


def _language(language: str) -> rx.Component:
    here = {"aria-current": "true"} if language == current_language() else {}
    return rx.el.li(
        document_link(
            own_name(language),
            href=address_in(language),
            lang=language,
            class_name="kiosk-terminal__language",
            custom_attrs={"hreflang": language, "data-language": language, **here},
        )
    )


def _apply() -> rx.Component:
    text = t("Create your account, enter your company, and begin. Every answer is kept.")
    return _choice(t("Apply"), "register", text, query=f"?next={home_of(current_language())}")


def _go_on() -> rx.Component:
    text = t("Sign in. When you finish, or walk away, this terminal forgets you.")
    return _choice(t("Go on with what you have begun"), "sign-in", text, query=f"?next={home_of(current_language())}")


def _own() -> rx.Component:
    text = rx.fragment(t("You are signed in as:"), " ", rx.el.bdi(SessionState.name))
    return _choice(t("Go on with what you have begun"), HOME, text)


def _choice(title: str, path: str, text: str | rx.Component, *, query: str = "") -> rx.Component:
    inside = (rx.el.strong(title, class_name="kiosk-terminal__title"), rx.el.span(text))
    if query:
        link = document_link(*inside, href=address(path) + query, class_name="kiosk-terminal__choice")
    else:
        link = page_link(*inside, path=path, leaving=True, class_name="kiosk-terminal__choice")
    return rx.el.li(link)
