"""Partner monitoring (SVI): who watches the company, whom it watches, and the requests between them."""

import reflex as rx
from reflex.event import EventSpec

from ctpat_app.components.arrival import arriving, waiting
from ctpat_app.components.downloads import sheet_link
from ctpat_app.components.layout import frame
from ctpat_app.components.plain_form import told
from ctpat_app.components.scripts import page_script
from ctpat_app.components.svi import not_joined, svi_ways
from ctpat_app.components.text import address, t
from ctpat_app.state.svi import SviPartnerState as Shared
from ctpat_app.state.svi import SviState as State
from ctpat_app.state.svi_views import PartnerLine


def svi_page() -> rx.Component:
    """Requests that wait come first in each list; a status shows only of whom the company watches."""
    return frame(
        rx.cond(
            State.account > 0,
            rx.el.a(
                rx.el.bdi(State.company),
                href=f"{address('organization')}?account={State.account}",
                class_name="kiosk-back",
            ),
        ),
        rx.el.h1(t("Partner monitoring (SVI)")),
        told(State.told),
        waiting(),
        arriving(rx.cond(State.loaded, rx.cond(State.joined, _lists(), _outside()))),
        title=State.company,
    )


def _outside() -> rx.Component:
    return rx.fragment(
        rx.cond(State.ended != "", rx.el.div(rx.el.p(State.ended), class_name="kiosk-alert kiosk-alert--warning")),
        not_joined(State.model),
    )


def _lists() -> rx.Component:
    return rx.fragment(
        svi_ways(State.model, here="svi"),
        rx.el.p(
            rx.cond(
                State.waiting > 0,
                t("Requests that wait for your answer: {count}", count=State.waiting),
                t("No request waits for your answer."),
            ),
            role="status",
            class_name="kiosk-lead",
        ),
        _filter(),
        _list(
            "watching-me",
            t("Partners monitoring you"),
            t("They see your status while the link stands."),
            State.watching_me,
            of_watched=False,
        ),
        _list(
            "i-watch",
            t("Partners you are monitoring"),
            t("You see their status as it is now. You get a message when it changes."),
            State.i_watch,
            of_watched=True,
        ),
        rx.el.div(
            sheet_link(f"/files/svi/{State.model}.xlsx", t("Download your partners (XLSX)")),
            class_name="kiosk-actions kiosk-no-print",
        ),
        rx.el.button(
            t("Look again"),
            type="button",
            hidden=True,
            on_click=State.look_again(State.model),
            custom_attrs={"data-press-every": "20"},
        ),
        page_script("look-again.js"),
    )


def _filter() -> rx.Component:
    ways = (
        ("current", t("Current")),
        ("accepted", t("Linked")),
        ("declined", t("Declined")),
        ("revoked", t("Ended")),
    )

    def way(key: str, name: str) -> rx.Component:
        marked = {"aria-current": rx.cond(State.shown == key, "true", "false")}
        href = f"{address('svi')}?model={State.model}&show={key}"
        return rx.el.li(rx.el.a(name, href=href, custom_attrs=marked))

    return rx.el.nav(
        rx.el.ul(*(way(*each) for each in ways), class_name="kiosk-ways"),
        aria_label=t("Which partners to show"),
        class_name="kiosk-no-print",
    )


def _list(key: str, title: str, hint: str, lines: rx.Var[list[PartnerLine]], *, of_watched: bool) -> rx.Component:
    return rx.el.section(
        rx.el.h2(title, id=key),
        rx.el.p(hint, class_name="usa-hint"),
        rx.cond(
            lines.length() > 0,
            rx.el.ul(rx.foreach(lines, lambda line: _partner(line, of_watched=of_watched)), class_name="kiosk-list"),
            rx.el.p(t("Nobody is in this list.")),
        ),
        custom_attrs={"aria-labelledby": key},
    )


def _partner(line: rx.Var[PartnerLine], *, of_watched: bool) -> rx.Component:
    name = rx.cond(line.details != "", rx.el.a(rx.el.bdi(line.name), href=line.details), rx.el.bdi(line.name))
    return rx.el.li(
        rx.el.span(rx.el.strong(name), " ", rx.el.span(line.country, class_name="kiosk-caption")),
        rx.el.span(line.state, class_name="kiosk-tag kiosk-tag--info"),
        rx.cond(
            line.status != "",
            rx.el.p(t("Status now: {status}", status=line.status), class_name="kiosk-list__note"),
        )
        if of_watched
        else rx.fragment(),
        rx.el.p(t("Since {day}.", day=line.since), class_name="kiosk-list__note"),
        rx.cond(State.may_ask, _actions(line)),
        class_name="kiosk-list__item",
        key=line.link.to_string(),
    )


def _actions(line: rx.Var[PartnerLine]) -> rx.Component:
    return rx.el.div(
        rx.cond(
            line.waits,
            rx.fragment(
                _button(t("Accept"), line, State.accept(line.link, line.name), "usa-button"),
                _button(t("Decline and block"), line, State.decline(line.link, line.name)),
            ),
        ),
        rx.cond(line.is_sent, _button(t("Take the request back"), line, State.take_back(line.link, line.name))),
        rx.cond(line.stands, _button(t("End the link"), line, State.stop(line.link, line.name))),
        rx.cond(
            line.is_blocked,
            _button(t("Allow requests again"), line, State.allow(State.model, line.partner, line.name)),
        ),
        class_name="kiosk-actions kiosk-no-print",
    )


def _button(
    text: str, line: rx.Var[PartnerLine], pressed: EventSpec, look: str = "usa-button usa-button--outline"
) -> rx.Component:
    return rx.el.button(
        text, rx.el.span(": ", line.name, class_name="usa-sr-only"), type="button", class_name=look, on_click=pressed
    )


def svi_partner_page() -> rx.Component:
    """What one partner has chosen to show beyond its status."""
    return frame(
        rx.el.div(
            rx.cond(
                Shared.loaded,
                rx.el.h1(rx.el.bdi(Shared.shared.company)),
                rx.el.h1(t("What a partner shares")),
            ),
            waiting(),
            arriving(
                rx.cond(
                    Shared.loaded,
                    rx.fragment(
                        rx.el.p(
                            t("This partner has chosen to show you more than its status."), class_name="kiosk-lead"
                        ),
                        shared_list(Shared.shared.lines),
                    ),
                )
            ),
            class_name="kiosk-column",
        ),
        title=Shared.shared.company,
    )


def shared_list(lines: rx.Var[list[list[str]]]) -> rx.Component:
    """Return what is shared, name by name."""
    return rx.el.dl(
        rx.foreach(
            lines,
            lambda line: rx.el.div(
                rx.el.dt(line[0], class_name="kiosk-summary__key"),
                rx.el.dd(rx.el.bdi(line[1]), class_name="kiosk-summary__value"),
                class_name="kiosk-summary__row",
            ),
        ),
        class_name="kiosk-summary",
    )
