"""What stands beside the pages of a profile that was sent: what CTPAT sees, what waits, and the way to change it."""

import reflex as rx

from ctpat_app.components.text import address, t
from ctpat_app.state.profile_note import ProfileNoteState as State


def changes_note(draft: rx.Var[int]) -> rx.Component:
    """Say that these are changes that are not sent yet; nothing on an application that was never sent."""
    return _loading(draft, rx.cond((State.draft == draft) & State.is_changing, _not_sent(draft)))


def _loading(draft: rx.Var[int], *children: rx.Component) -> rx.Component:
    """Read the note when the page has appeared, so that it waits for nothing."""
    return rx.el.div(*children, on_mount=State.load(draft), key=f"profile-note/{draft}")


def _not_sent(draft: rx.Var[int]) -> rx.Component:
    return rx.el.div(
        rx.el.p(
            rx.el.strong(t("These changes are not sent yet.")),
            " ",
            t("CTPAT sees the profile of {day}.", day=State.sent_on),
        ),
        rx.cond(
            State.waits,
            rx.el.p(
                t("CTPAT is reading what you sent. You can send changes when it has decided or sent something back.")
            ),
        ),
        rx.el.ul(
            rx.cond(State.came_back > 0, rx.el.li(_returned_link(draft))),
            rx.el.li(
                rx.el.a(t("See what was changed, or discard it"), href=f"{address('profile-changes')}?draft={draft}")
            ),
            class_name="usa-list",
        ),
        class_name="kiosk-alert kiosk-alert--info kiosk-no-print",
    )


def _returned_link(draft: rx.Var[int]) -> rx.Component:
    return rx.el.a(
        t("What CTPAT sent back. Still to answer: {count}", count=State.still_open),
        href=f"{address('returned')}?draft={draft}",
    )


def profile_actions(draft: rx.Var[int]) -> rx.Component:
    """Return what can be done with a profile that was sent: answer what came back, change it, read what was signed."""
    return _loading(draft, rx.cond((State.draft == draft) & (State.sent_draft > 0), _actions()))


def _actions() -> rx.Component:
    return rx.el.section(
        rx.el.h2(t("Change your profile"), id="profile-actions"),
        rx.cond(
            State.is_sent, rx.fragment(), rx.el.p(t("Something newer was sent since. This is an earlier profile."))
        ),
        rx.cond(State.came_back > 0, _came_back()),
        rx.cond(
            State.open_draft > 0,
            rx.fragment(
                rx.el.p(t("Changes to this profile were begun. They are not sent yet.")),
                rx.el.p(
                    rx.el.a(t("Continue the changes"), href=f"{address('application')}?draft={State.open_draft}"),
                ),
            ),
        ),
        rx.cond(State.may_start, _begin()),
        rx.cond(State.may_restore, _restore()),
        rx.el.p(
            rx.el.a(
                t("Everything you have sent, as it was signed"), href=f"{address('submissions')}?draft={State.draft}"
            )
        ),
        class_name="kiosk-no-print",
        custom_attrs={"aria-labelledby": "profile-actions"},
    )


def _came_back() -> rx.Component:
    return rx.el.div(
        rx.el.p(rx.el.strong(t("CTPAT sent something back."))),
        rx.el.p(_returned_link(State.draft)),
        class_name="kiosk-alert kiosk-alert--attention",
    )


def _begin() -> rx.Component:
    return rx.fragment(
        rx.el.p(
            t("What you sent stays as it is. Changes wait here until the officer sends them."),
            " ",
            rx.cond(State.waits, t("While CTPAT reads what you sent, they cannot be sent."), ""),
        ),
        rx.el.div(
            rx.el.button(
                t("Change your profile"),
                type="button",
                class_name="usa-button usa-button--outline",
                on_click=State.start(State.model),
            ),
            class_name="kiosk-actions",
        ),
    )


def _restore() -> rx.Component:
    return rx.el.div(
        rx.el.button(
            t("Take back the discarded changes"),
            type="button",
            class_name="usa-button usa-button--unstyled",
            on_click=State.restore(State.model),
        ),
        class_name="kiosk-actions",
    )
