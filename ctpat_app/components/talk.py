"""The pieces of a form's dialogue: the words somebody types, what they may mean, and the ways on."""

import reflex as rx
from reflex.event import EventSpec

from ctpat_app.components.links import document_link
from ctpat_app.components.text import address, t
from ctpat_app.components.thread import Way
from ctpat_app.guidance.talk_views import SaidView
from ctpat_app.guidance.understood import MAX_TYPED
from ctpat_app.guidance.views import JumpView
from ctpat_app.state.hearing import ProposalView
from ctpat_app.state.talk import TalkState

View = TalkState.view
Place = rx.Var[str]


def to_place(talk: str, place: Place) -> str:
    """Return the address of the turn ``place``, on the page ``talk``."""
    parts = place.split("|")
    return f"{address(f'{talk}?draft={TalkState.draft}')}&step={parts[0]}&question={parts[1]}&row={parts[2]}"


def to_said(talk: str) -> Way:
    """Return what makes the address of a question of a form, on the page ``talk``."""

    def way(item: rx.Var[SaidView]) -> str:
        return f"{address(f'{talk}?draft={TalkState.draft}')}&step={item.step}&question={item.key}&row={item.row}"

    return way


def counts() -> rx.Component:
    """Return how far each category of the security profile is."""

    def count(item: rx.Var[JumpView]) -> rx.Component:
        told = rx.cond(item.open > 0, t("{open} of {total} open", open=item.open, total=item.total), t("All answered"))
        return rx.el.li(rx.el.span(item.name), " ", rx.el.span(told, class_name="kiosk-jump__count"))

    return rx.cond(TalkState.counts.length() > 0, rx.el.ul(rx.foreach(TalkState.counts, count), class_name="usa-list"))


# ---------------------------------------------------------------- words of one's own


def own_words() -> rx.Component:
    """Return the box for an answer in one's own words, where the question has options."""
    return rx.el.form(
        rx.el.label(t("In your own words"), html_for="words", class_name="usa-label"),
        rx.el.p(t("We tell you what we understood. Nothing is saved before you agree."), class_name="usa-hint"),
        rx.el.div(
            rx.el.input(
                name="words",
                type="text",
                max_length=MAX_TYPED,
                auto_complete="off",
                dir="auto",
                class_name="usa-input",
                key=f"{View.place}/{TalkState.hearing}",
                custom_attrs={
                    "id": "words",
                    "data-draft-key": f"talk/{TalkState.draft}/{View.place}/{TalkState.hearing}",
                    "data-saved-version": "1",
                },
            ),
            rx.el.button(t("Send"), type="submit", class_name="usa-button usa-button--outline"),
            class_name="kiosk-own-words__line",
        ),
        on_submit=lambda typed: TalkState.hear(TalkState.draft, View.place, typed),
        no_validate=True,
        class_name="kiosk-own-words",
        custom_attrs={"data-leads-to": ".kiosk-heard"},
    )


def heard() -> rx.Component:
    """Return what the typed words were taken for; nothing of it is saved before somebody agrees."""
    proposals = TalkState.proposals
    return rx.cond(
        TalkState.heard + TalkState.reply != "",
        rx.el.section(
            rx.cond(
                TalkState.heard != "",
                rx.el.p(t("You said:"), " ", rx.el.q(rx.el.bdi(TalkState.heard)), class_name="kiosk-heard__words"),
            ),
            rx.cond(TalkState.reply != "", rx.el.p(TalkState.reply)),
            rx.match(
                proposals.length(),
                (0, rx.fragment()),
                (1, rx.foreach(proposals, _the_one)),
                _one_of(),
            ),
            class_name="kiosk-heard kiosk-inset",
            tab_index=-1,
            key=TalkState.hearing.to_string(),
            custom_attrs={"aria-label": t("What we understood")},
        ),
    )


def _the_one(item: rx.Var[ProposalView]) -> rx.Component:
    return rx.el.div(
        rx.el.p(t("You mean: {answer}. Is that right?", answer=item.label)),
        rx.el.div(
            rx.el.button(t("Yes, that is right"), type="button", class_name="usa-button", on_click=_take(item)),
            _dismiss(t("No")),
            _show_all(),
            class_name="kiosk-actions",
        ),
    )


def _one_of() -> rx.Component:
    def choice(item: rx.Var[ProposalView]) -> rx.Component:
        return rx.el.li(
            rx.el.button(item.label, type="button", class_name="usa-button usa-button--outline", on_click=_take(item))
        )

    return rx.el.div(
        rx.el.p(t("Which of these do you mean?")),
        rx.el.ul(rx.foreach(TalkState.proposals, choice), class_name="kiosk-list"),
        rx.el.div(_dismiss(t("None of these")), _show_all(), class_name="kiosk-actions"),
    )


def _take(item: rx.Var[ProposalView]) -> EventSpec:
    return TalkState.answer(TalkState.draft, View.place, TalkState.versions[View.name], item.value, View.told)


def _dismiss(text: str) -> rx.Component:
    return rx.el.button(
        text,
        type="button",
        class_name="usa-button usa-button--outline",
        on_click=TalkState.dismiss,
        custom_attrs={"data-leads-to": "#words"},
    )


def _show_all() -> rx.Component:
    return document_link(t("Show all answers"), href=f"#{View.name}")


# ---------------------------------------------------------------- help, and where one is


def where() -> rx.Component:
    """Return in which part one is, and what is left of it."""
    return rx.el.p(
        t("Part {number} of {count}: {part}", number=View.number, count=View.count, part=View.part),
        " · ",
        rx.cond(View.left > 0, t("Open questions here: {left}", left=View.left), t("Nothing is open here")),
        rx.cond(View.caption != "", rx.fragment(" · ", rx.el.bdi(View.caption))),
        class_name="kiosk-caption",
    )


def why_asked() -> rx.Component:
    """Return why the question is asked, and what to do without an answer."""
    return rx.fragment(
        rx.cond(
            View.why + View.hint != "",
            rx.el.details(
                rx.el.summary(t("Why is this asked?")),
                rx.el.div(
                    rx.cond(View.why != "", rx.el.p(View.why)),
                    rx.cond(View.hint != "", rx.el.p(View.hint)),
                    class_name="kiosk-more__body",
                ),
                class_name="kiosk-more",
            ),
        ),
        rx.el.details(
            rx.el.summary(t("I do not know the answer")),
            rx.el.div(
                rx.el.p(t("Skip the question for now. It stays on the list of what is open, and nothing is lost.")),
                rx.el.p(t("A colleague of the same application can answer it as well.")),
                rx.cond(
                    View.criterion != "",
                    rx.el.p(
                        rx.el.a(
                            t("Give this statement to somebody"),
                            href=f"{address('who-answers')}?draft={TalkState.draft}&criterion={View.criterion}",
                        )
                    ),
                ),
                class_name="kiosk-more__body",
            ),
            class_name="kiosk-more",
        ),
    )
