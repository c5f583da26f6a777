"""What the page "Check my browser" can find out: each check with the outcomes it may have, and what to do about each.

All of them are compiled into the page; its script (assets/check-browser.js) only picks. The checks are called as the
facts of the help are (guidance/content/help_frame.yaml).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

import reflex as rx

from ctpat_app.components.scripts import for_script
from ctpat_app.components.text import t
from ctpat_app.state.browser_check import BrowserCheckState

OLDEST: Final = {"chromium": "111", "gecko": "121", "webkit": "16.4"}
"""The first version of each engine that runs the kiosk: what the scripts are built for, and ``:has`` of the styles."""

TEST_COOKIE: Final = "kiosk_check"
"""Set and removed again at once, to see whether the browser keeps cookies."""

Mark = Literal["done", "info", "todo", "attention", "error"]


@dataclass(frozen=True)
class Outcome:
    """What one check may end with."""

    id: str
    mark: Mark
    text: str
    advice: str = ""


@dataclass(frozen=True)
class Check:
    """One thing that is looked at."""

    id: str
    name: str
    outcomes: tuple[Outcome, ...]


def browser_checks() -> tuple[Check, ...]:
    """Return the checks in the language of the page under construction, in their order on the page."""
    return (*_of_the_program(), *_of_what_it_keeps(), *_of_the_device(), *_of_the_connection())


def check_box() -> dict[str, str]:
    """Return the attributes of the list of checks, by which the script finds it."""
    return {
        "data-browser-check": "true",
        "data-server": "/server-facts",
        "data-cookie": TEST_COOKIE,
        **{f"data-oldest-{engine}": version for engine, version in OLDEST.items()},
    }


def echo_button() -> rx.Component:
    """Return what the script presses: the count comes back over the live connection."""
    return rx.el.button(
        t("Check the live connection"),
        type="button",
        hidden=True,
        tab_index=-1,
        on_click=BrowserCheckState.echo,
        custom_attrs={"data-echo": BrowserCheckState.echoes.to_string()},
    )


def check_row(check: Check) -> rx.Component:
    """Return a check with its outcomes, of which the script shows one."""
    return rx.el.div(
        rx.el.dt(check.name, class_name="kiosk-summary__key"),
        rx.el.dd(
            _outcome(Outcome("waiting", "todo", ""), shown=True),
            *(_outcome(outcome) for outcome in check.outcomes),
            rx.el.p(rx.el.bdi(dir="ltr", custom_attrs={"data-value": "true", **for_script()})),
            class_name="kiosk-summary__value",
        ),
        class_name="kiosk-summary__row",
        custom_attrs={"data-check": check.id, "data-result": "waiting"},
    )


def _outcome(outcome: Outcome, *, shown: bool = False) -> rx.Component:
    problem = {"data-problem": "true"} if outcome.mark in {"attention", "error"} else {}
    return rx.el.div(
        rx.el.span(
            t("Checking …") if shown else _word(outcome.mark), class_name=f"kiosk-tag kiosk-tag--{outcome.mark}"
        ),
        *(rx.el.p(text) for text in (outcome.text, outcome.advice) if text),
        hidden=not shown,
        custom_attrs={"data-outcome": outcome.id, **problem},
    )


def _word(mark: Mark) -> str:
    words: dict[Mark, str] = {
        "done": t("In order"),
        "info": t("Good to know"),
        "todo": t("Not checked"),
        "attention": t("Look at this"),
        "error": t("Problem"),
    }
    return words[mark]


def _of_the_program() -> Iterator[Check]:
    change = t(
        "Update it, or open a current Chrome, Edge, Firefox or Safari and use the same address there. "
        "On a computer of your company, ask your IT desk for it."
    )
    yield Check(
        "user-agent",
        t("Browser"),
        (
            Outcome("ok", "done", t("This browser works with the kiosk.")),
            Outcome("old", "error", t("This browser is too old for the kiosk."), change),
            Outcome("ie", "error", t("Internet Explorer does not work with the kiosk: it has been withdrawn."), change),
            Outcome(
                "unknown",
                "info",
                t("We do not know this browser. It may well work."),
                t("If something looks broken, try a current Chrome, Edge, Firefox or Safari."),
            ),
        ),
    )
    yield Check(
        "document-mode",
        t("Mode of the page"),
        (
            Outcome("ok", "done", t("The browser shows the page in its present mode.")),
            Outcome(
                "legacy",
                "error",
                t("The browser shows the page in an outdated mode, such as the Internet Explorer mode of Edge."),
                t(
                    "In Edge, choose the icon beside the address, and leave Internet Explorer mode for this page. If "
                    "the mode comes back, ask your IT desk to take this address off the company's list."
                ),
            ),
        ),
    )


def _of_what_it_keeps() -> Iterator[Check]:
    yield Check(
        "cookies-enabled",
        t("Cookies"),
        (
            Outcome("ok", "done", t("The browser keeps the cookies of this site.")),
            Outcome(
                "blocked",
                "error",
                t("The browser blocks the cookies of this site. You cannot stay signed in without them."),
                t(
                    "Choose the symbol beside the address, then the cookies and site data, and allow them. "
                    "It is enough to allow them for this one site."
                ),
            ),
        ),
    )
    yield Check(
        "storage-available",
        t("Storage"),
        (
            Outcome("ok", "done", t("The browser can keep what you type until it is saved.")),
            Outcome(
                "blocked",
                "error",
                t("The browser keeps no data for this site. The kiosk needs that to hold what you type."),
                t(
                    "Allow site data for this site, or leave the private window. "
                    "On a managed computer, ask your IT desk."
                ),
            ),
        ),
    )


def _of_the_device() -> Iterator[Check]:
    mend = t(
        "Let the device set its date and time by itself. With a wrong clock, links and sessions seem to have ended, "
        "and secure connections fail."
    )
    yield Check(
        "clock-skew",
        t("Clock"),
        (
            Outcome("ok", "done", t("The clock of this device agrees with that of the kiosk.")),
            Outcome("ahead", "error", t("The clock of this device is fast, by the time below."), mend),
            Outcome("behind", "error", t("The clock of this device is slow, by the time below."), mend),
            Outcome("unknown", "todo", t("The kiosk did not answer, so there was nothing to compare with.")),
        ),
    )
    wider = t(
        "To see more at once, make the window wider or zoom out: press Ctrl and minus, on a Mac Command and minus."
    )
    yield Check(
        "viewport",
        t("Window and zoom"),
        (
            Outcome("ok", "done", t("The window has room for everything.")),
            Outcome("folded", "info", t("In a window of this width, some parts fold. Nothing is missing."), wider),
            Outcome("narrow", "attention", t("The window is narrower than the pages can be."), wider),
        ),
    )


def _of_the_connection() -> Iterator[Check]:
    yield Check(
        "online-state",
        t("Connection to the kiosk"),
        (
            Outcome("ok", "done", t("The kiosk answers. Below is how long that took.")),
            Outcome(
                "offline",
                "error",
                t("This device is offline."),
                t("Check the cable, the Wi-Fi or the mobile data. We check again as soon as you are online."),
            ),
            Outcome(
                "unreachable",
                "error",
                t("This device is online, but the kiosk does not answer."),
                t("Try again in a few minutes. If it goes on, try another network, then tell the help desk."),
            ),
        ),
    )
    yield Check(
        "websocket",
        t("Live connection"),
        (
            Outcome("ok", "done", t("The live connection works. Below is how long there and back took.")),
            Outcome(
                "slow",
                "attention",
                t("The live connection works, but slowly."),
                t('Wait for the word "Saved" before you close a page. Another network may be faster.'),
            ),
            Outcome(
                "down",
                "error",
                t("The live connection does not open. You can read pages, but forms cannot save."),
                t(
                    "Try another network to compare. In a company, ask your IT desk whether a proxy or firewall stops "
                    "WebSocket connections to this address."
                ),
            ),
            Outcome("unknown", "todo", t("There is no live connection while this device is offline.")),
        ),
    )
    yield Check(
        "cached-version",
        t("Version of the page"),
        (
            Outcome("ok", "done", t("This page is the one that the kiosk has now.")),
            Outcome(
                "stale",
                "attention",
                t("The kiosk has a newer version of this page than your browser shows."),
                t(
                    "Load the page again. If that does not help, remove the stored data of this one site in your "
                    "browser, close its windows, and open the address anew. Saved answers are on the server and stay."
                ),
            ),
            Outcome("unknown", "todo", t("The kiosk did not answer, so there was nothing to compare with.")),
        ),
    )
