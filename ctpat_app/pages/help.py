"""The help: a question in one's own words, the dialogue that solves it, all topics, and a person."""

from functools import cache

import reflex as rx

from ctpat_app.components.arrival import arriving, waiting
from ctpat_app.components.contacts import contact_lines
from ctpat_app.components.errors import error_summary
from ctpat_app.components.help_dialogue import LEADS, REPORT, choices, dialogue, ended, unknown
from ctpat_app.components.layout import frame
from ctpat_app.components.links import page_link
from ctpat_app.components.plain_form import area, submit
from ctpat_app.components.text import address, current_language, t
from ctpat_app.guidance.assistant_text import LONGEST
from ctpat_app.guidance.help_schema import FRAME, NONE
from ctpat_app.guidance.library import CONTENT, load_library
from ctpat_app.guidance.records import Library
from ctpat_app.guidance.texts import ref
from ctpat_app.state.flash import kiosk_settings
from ctpat_app.state.help import HelpState as State
from ctpat_app.words.localiser import localiser_for


def help_page() -> rx.Component:
    """The question and what comes of it; below it everything that works without typing."""
    return frame(
        rx.el.div(
            error_summary(State.faults, State.attempt),
            rx.el.h1(t("Help")),
            rx.el.p(
                t("Say what stops you, or choose a topic. You need no account, and you can talk to a person."),
                class_name="kiosk-lead",
            ),
            waiting(),
            arriving(
                _context(),
                rx.cond((State.begun == "") & (State.stage != "end"), _ask()),
                rx.match(
                    State.stage,
                    ("choose", choices()),
                    ("unknown", unknown()),
                    ("ask", rx.fragment()),
                    rx.cond(State.begun != "", dialogue(), ended()),
                ),
            ),
            _all_topics(),
            # An end, and what is not known, say it themselves.
            rx.cond((State.stage == "end") | (State.stage == "unknown"), rx.fragment(), _person()),
            class_name="kiosk-column",
        ),
        title=rx.cond(State.begun != "", State.title, ""),
        path=State.address,
    )


def _context() -> rx.Component:
    """Return from where the person came, and what needs another look there."""
    return rx.cond(
        State.from_page != "",
        rx.el.div(
            rx.el.p(t("You come from the page “{page}”.", page=State.from_page)),
            rx.cond(
                State.failed.length() > 0,
                rx.fragment(
                    rx.el.p(t("There, these fields need another look:")),
                    rx.el.ul(rx.foreach(State.failed, rx.el.li), class_name="usa-list"),
                ),
            ),
            class_name="kiosk-inset",
        ),
    )


def _person() -> rx.Component:
    return rx.el.section(
        rx.el.h2(t("Talk to a person"), id="help-person"),
        contact_lines(),
        rx.el.p(page_link(t("Report a problem"), path=REPORT)),
        custom_attrs={"aria-labelledby": "help-person"},
    )


def _ask() -> rx.Component:
    return rx.el.form(
        area(
            State,
            "ask",
            "question",
            t("What do you need help with?"),
            LONGEST,
            hint=t(
                "In your own words and your own language. Leave out passwords, security answers and personal numbers."
            ),
            optional=False,
        ),
        submit(t("Find help")),
        on_submit=State.ask,
        key=State.form_key,
        custom_attrs=LEADS,
    )


# ---------------------------------------------------------------- all topics


def _all_topics() -> rx.Component:
    """Return the list of topics; it is part of the built page, so that it is there without scripts, too."""
    library = _library()
    groups = library.help_frame[FRAME].groups if FRAME in library.help_frame else ()
    return rx.el.section(
        rx.el.h2(t("All topics"), id="help-topics"),
        *(_group(library, group.id, group.i18n.name) for group in groups),
        custom_attrs={"aria-labelledby": "help-topics"},
    )


def _group(library: Library, group: str, name: str) -> rx.Component:
    show = localiser_for(current_language()).show
    shown = show(ref(f"help_frame/{FRAME}/{group}", "name", name))
    titles = {
        topic.id: show(ref(f"help_topics/{topic.id}", "title", topic.i18n.title))
        for topic in library.help_topics.values()
        if topic.group == group and topic.id != NONE
    }
    return rx.el.details(
        rx.el.summary(shown.text, lang=shown.language),
        rx.el.ul(
            *(
                rx.el.li(rx.el.a(title.text, href=f"{address('help')}?topic={topic}", lang=title.language))
                for topic, title in titles.items()
            ),
            class_name="usa-list kiosk-more__body",
        ),
        class_name="kiosk-more",
    )


@cache
def _library() -> Library:
    return load_library(kiosk_settings().content_folder or CONTENT)
