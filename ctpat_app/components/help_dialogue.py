"""The parts of the help page: what was found, the question or step that stands there, the end, and what was said."""

from typing import Any, Final

import reflex as rx

from ctpat_app.components.browser_checks import browser_checks, check_box, check_row, echo_button
from ctpat_app.components.contacts import contact_lines
from ctpat_app.components.links import page_link
from ctpat_app.components.scripts import page_script
from ctpat_app.components.text import current_language, t
from ctpat_app.state.help import HelpState as State
from ctpat_app.state.help_views import OptionLine, PiecePart, SaidRow, SeenLine, TopicLine

LEADS: Final = {"data-leads-to": ".kiosk-help-now"}
"""On what changes the page: the focus goes to what stands there then."""
REPORT: Final = "report"
_OUTLINE: Final = "usa-button usa-button--outline"
_PLAIN: Final = "usa-button usa-button--unstyled"


def press(text: str | rx.Var[str], event: Any, look: str = _OUTLINE, *more: rx.Component) -> rx.Component:
    """Return a button that leads on."""
    return rx.el.button(text, *more, type="button", class_name=look, on_click=event, custom_attrs=LEADS)


def choices() -> rx.Component:
    """Return the topics that a text may be about."""
    return _now(
        rx.el.h2(t("Did you mean one of these?"), id="help-now"),
        _in_english(),
        rx.el.div(rx.foreach(State.choices, _choice), class_name="kiosk-actions"),
        rx.el.div(
            press(t("None of these"), State.none_of_these()),
            press(t("Talk to a person"), State.person("", "")),
            class_name="kiosk-actions",
        ),
    )


def _choice(topic: rx.Var[TopicLine]) -> rx.Component:
    return press(rx.el.span(topic.title, lang=_content_language()), State.choose(topic.id))


def unknown() -> rx.Component:
    """Return that nothing was found, and what can be done."""
    return _now(
        rx.el.h2(t("We do not know this"), id="help-now"),
        rx.el.p(t("We found no topic for your words, and we do not guess. Choose a topic below, or talk to a person.")),
        _person(),
    )


def dialogue() -> rx.Component:
    """Return the topic on show with its question, its step or its end."""
    return rx.fragment(
        _now(
            rx.el.h2(rx.el.span(State.title, lang=_content_language()), id="help-now"),
            rx.cond(State.why != "", _why()),
            _in_english(),
            rx.el.div(
                rx.el.p(_text(State.definition), class_name="usa-hint"),
                rx.cond(State.modern.length() > 0, _modern()),
                lang=_content_language(),
            ),
            _seen(),
            rx.match(State.stage, ("question", _question()), ("step", _step()), _end()),
            _ways(),
        ),
        browser_facts(),
        _about(),
        _said(),
    )


def ended() -> rx.Component:
    """Return the end that belongs to no topic: somebody wants a person at once."""
    return _now(rx.el.h2(t("Talk to a person"), id="help-now"), _end(), _ways())


def _now(*children: rx.Component) -> rx.Component:
    """Return what stands there now; it is made anew with each press, so that the focus can go to it."""
    return rx.el.section(
        *children,
        key=State.place,
        tab_index=-1,
        class_name="kiosk-help-now",
        custom_attrs={"aria-labelledby": "help-now"},
    )


def _content_language() -> rx.Var[str]:
    """Return the language of the topic's texts, for an element that holds them."""
    return rx.cond(State.content_language != "", State.content_language, current_language())


def _in_english() -> rx.Component:
    return rx.cond(
        State.content_language != "",
        rx.el.p(t("This help is not translated yet, so it stands here in English."), class_name="kiosk-inset"),
    )


def _text(parts: rx.Var[list[PiecePart]]) -> rx.Component:
    return rx.fragment(rx.foreach(parts, _part))


def _part(part: rx.Var[PiecePart]) -> rx.Component:
    return rx.cond(part.href != "", _to_page(part), rx.fragment(part.text))


def _to_page(part: rx.Var[PiecePart]) -> rx.Component:
    """Return a link to a page, in a tab of its own: the dialogue stays beside it."""
    return rx.el.a(
        part.text,
        rx.el.span(" ", t("(opens a new tab)"), class_name="usa-sr-only"),
        href=part.href,
        target="_blank",
    )


def _why() -> rx.Component:
    return rx.el.p(State.why, " ", press(t("This is not it"), State.not_it(State.topic), _PLAIN))


def _modern() -> rx.Component:
    return rx.el.div(rx.el.p(_text(State.modern)), class_name="kiosk-inset")


def _seen() -> rx.Component:
    return rx.cond(
        State.seen.length() > 0,
        rx.el.div(
            rx.el.p(rx.el.strong(t("We already see:"))),
            rx.el.ul(rx.foreach(State.seen, _seen_line), class_name="usa-list"),
        ),
    )


def _seen_line(line: rx.Var[SeenLine]) -> rx.Component:
    return rx.el.li(
        rx.el.span(line.text, lang=_content_language()),
        " ",
        press(t("That is not so"), State.doubt(State.begun, State.way, line.fact), _PLAIN),
        key=line.fact,
    )


def _question() -> rx.Component:
    return rx.el.div(
        rx.el.h3(State.question, id="help-question", lang=_content_language()),
        rx.el.div(
            rx.foreach(State.options, _option),
            class_name="kiosk-actions",
            role="group",
            custom_attrs={"aria-labelledby": "help-question"},
        ),
    )


def _option(option: rx.Var[OptionLine]) -> rx.Component:
    label: Any = rx.el.span(option.label, lang=_content_language())
    return press(label, State.answer(State.begun, State.way, option.id))


def _step() -> rx.Component:
    return rx.fragment(
        rx.el.h3(t("Step {number} of {count}", number=State.number, count=State.count)),
        rx.el.p(_text(State.step), lang=_content_language()),
        rx.el.h3(t("Did that solve it?"), id="help-question"),
        rx.el.div(
            press(t("Yes, that solved it"), State.tried(State.begun, State.way, True), "usa-button"),
            press(t("No"), State.tried(State.begun, State.way, False)),
            class_name="kiosk-actions",
            role="group",
            custom_attrs={"aria-labelledby": "help-question"},
        ),
    )


def _end() -> rx.Component:
    return rx.fragment(
        rx.el.p(_text(State.end_words)),
        rx.match(
            State.end,
            ("solved", rx.fragment()),
            ("help-desk-report", _to_the_help_desk()),
            ("specialist", _specialist()),
            ("officer", _officer()),
            _person(),
        ),
    )


def _person() -> rx.Component:
    return rx.fragment(contact_lines(), rx.el.p(_report()))


def _to_the_help_desk() -> rx.Component:
    return rx.fragment(
        rx.el.div(page_link(t("Report a problem"), path=REPORT, class_name="usa-button"), class_name="kiosk-actions"),
        contact_lines(),
    )


def _specialist() -> rx.Component:
    return rx.fragment(
        rx.el.p(
            rx.el.a(
                t("Write a message to your specialist"),
                rx.el.span(" ", t("(opens a new tab)"), class_name="usa-sr-only"),
                href=State.messages_href,
                target="_blank",
            )
        ),
        _person(),
    )


def _officer() -> rx.Component:
    return rx.fragment(
        rx.cond(State.officers != "", rx.el.p(t("Officer on record: {names}", names=State.officers))),
        _person(),
    )


def _report() -> rx.Component:
    """Return the way to the report; it stays in this tab, so that what was said here goes along."""
    return page_link(t("Report a problem"), path=REPORT)


def _ways() -> rx.Component:
    """Return what can be done at any point."""
    return rx.el.div(
        rx.cond(State.can_go_back, press(t("Back"), State.back(State.begun, State.way))),
        rx.cond(State.stage != "end", press(t("Talk to a person"), State.person(State.begun, State.way))),
        press(t("Start over"), State.restart()),
        class_name="kiosk-actions",
    )


# ---------------------------------------------------------------- beside the dialogue


def browser_facts() -> rx.Component:
    """Return what the page's script finds out about the browser, as far as the topic asks for it."""
    return rx.cond(
        State.detects.length() > 0,
        rx.el.div(
            rx.el.h3(t("What we see about your browser")),
            rx.el.p(
                t("The outcome goes to the kiosk for this dialogue alone, and is not kept."), class_name="usa-hint"
            ),
            rx.el.dl(
                *(rx.cond(State.detects.contains(check.id), check_row(check)) for check in browser_checks()),
                class_name="kiosk-summary",
                custom_attrs=check_box(),
                key=State.topic,
            ),
            echo_button(),
            rx.el.form(
                rx.el.input(type="hidden", name="seen", default_value=""),
                on_submit=State.see,
                hidden=True,
                custom_attrs={"data-hand-over": "true", **LEADS},
            ),
            page_script("check-browser.js"),
        ),
    )


def _about() -> rx.Component:
    return rx.fragment(
        rx.cond(
            State.links.length() > 0,
            rx.fragment(
                rx.el.h3(t("Pages for this matter")),
                rx.el.ul(rx.foreach(State.links, lambda part: rx.el.li(_to_page(part))), class_name="usa-list"),
            ),
        ),
        rx.el.p(t("Source: {source}", source=State.source), class_name="usa-hint"),
    )


def _said() -> rx.Component:
    return rx.el.details(
        rx.el.summary(t("What was said so far")),
        rx.el.dl(rx.foreach(State.said, _said_row), class_name="kiosk-summary kiosk-more__body"),
        class_name="kiosk-more",
    )


def _said_row(row: rx.Var[SaidRow]) -> rx.Component:
    return rx.el.div(
        rx.el.dt(rx.cond(row.who == "person", t("You"), t("Kiosk")), class_name="kiosk-summary__key"),
        rx.el.dd(rx.el.bdi(row.text), class_name="kiosk-summary__value"),
        class_name="kiosk-summary__row",
    )
