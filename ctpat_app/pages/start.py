"""The start page: what the kiosk does, and where to begin."""

import reflex as rx

from ctpat_app.components.layout import frame
from ctpat_app.components.links import document_link
from ctpat_app.components.text import address, current_language, t
from ctpat_app.state.home import ApplicationCard
from ctpat_app.state.session import SessionState
from ctpat_app.state.start import StartState


def start_page() -> rx.Component:
    """Say what a visitor can do here; who has begun finds that first."""
    return frame(
        rx.el.h1(t("Join the supply chain security partnership")),
        rx.el.p(
            t("Apply to CTPAT and answer its security criteria in your language, at your own pace."),
            class_name="kiosk-lead",
        ),
        rx.el.div(
            rx.el.div(
                rx.el.ul(
                    rx.foreach(StartState.current, _continue),
                    rx.cond(SessionState.signed_in, _own_page(), rx.fragment(_find_out(), _apply(), _come_back())),
                    _invited(),
                    class_name="kiosk-choices",
                ),
                _what_it_is(),
            ),
            _at_hand(),
            class_name="kiosk-start",
        ),
    )


def _choice(title: str, href: str | rx.Var[str], text: str | rx.Component, *, first: bool = False) -> rx.Component:
    return rx.el.li(
        rx.el.h2(document_link(title, href=href, class_name="kiosk-choice__link"), class_name="kiosk-choice__title"),
        rx.el.p(text),
        class_name="kiosk-choice kiosk-choice--first" if first else "kiosk-choice",
    )


def _continue(item: ApplicationCard) -> rx.Component:
    where = rx.cond(item.next_name != "", t("Next: {part}", part=item.next_name), t("Check your answers"))
    text = rx.fragment(rx.el.bdi(item.company), rx.el.br(), where)
    return _choice(t("Continue where you were"), item.href, text, first=True)


def _own_page() -> rx.Component:
    text = t("Your companies, and every application you work on.")
    return _choice(t("Your applications"), address("home"), text, first=False)


def _find_out() -> rx.Component:
    text = t("About 12 plain questions, five minutes, without an account. You see what fits and what to gather.")
    return _choice(t("Find out whether you can join"), address("can-we-join"), text)


def _apply() -> rx.Component:
    text = t("Create your account, enter your company, and begin. You can stop at any time: every answer is kept.")
    return _choice(t("Apply"), address(f"register?next=/{current_language()}/home/"), text, first=True)


def _come_back() -> rx.Component:
    text = t("Sign in to go on with an application, or to see what became of one.")
    return _choice(t("Sign in and continue"), address(f"sign-in?next=/{current_language()}/home/"), text)


def _invited() -> rx.Component:
    return rx.el.li(
        rx.el.h2(t("You have an invitation"), class_name="kiosk-choice__title"),
        rx.el.p(t("Open the link in the mail that you received. It leads to the company that invited you.")),
        class_name="kiosk-choice",
    )


def _what_it_is() -> rx.Component:
    return rx.el.section(
        rx.el.h2(t("What this is"), id="what"),
        rx.el.dl(
            _fact(
                t("The partnership"),
                t(
                    "CTPAT is a voluntary partnership of companies with U.S. Customs and Border Protection (CBP) "
                    "against terrorism and smuggling in supply chains."
                ),
            ),
            _fact(
                t("The kiosk"),
                t("This kiosk helps you to prepare and send the application. It is not a government website."),
            ),
            _fact(
                t("For whom"),
                t(
                    "Companies in trade with the United States: importers, exporters, carriers, customs brokers, "
                    "makers of goods, ports and logistics providers."
                ),
            ),
            _fact(
                t("How long it takes"),
                t("Most companies need several sittings. The security profile takes the longest."),
            ),
            _fact(
                t("Who does what"),
                t("Several people can work on one application. The officer of the company signs and sends it."),
            ),
            class_name="kiosk-summary",
        ),
        custom_attrs={"aria-labelledby": "what"},
    )


def _fact(name: str, text: str) -> rx.Component:
    return rx.el.div(
        rx.el.dt(name, class_name="kiosk-summary__key"),
        rx.el.dd(text, class_name="kiosk-summary__value"),
        class_name="kiosk-summary__row",
    )


def _at_hand() -> rx.Component:
    return rx.el.section(
        rx.el.h2(t("What to have at hand"), id="at-hand"),
        rx.el.ul(
            rx.el.li(t("The legal name of the company, its addresses and a telephone number.")),
            rx.el.li(t("The numbers under which customs know it, such as its importer number, SCAC or MID.")),
            rx.el.li(t("The name and email address of the officer, who may bind the company.")),
            rx.el.li(t("What your company does for security: procedures, training, checks and records.")),
            class_name="usa-list",
        ),
        class_name="kiosk-box",
        custom_attrs={"aria-labelledby": "at-hand"},
    )
