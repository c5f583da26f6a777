"""Advice about an answer: what it tells already, what a reviewer may object to, and a way to say that it does not fit.

The panel stands inside the form of a page: its control names a form that does not exist, so that it does not travel
with that form.
"""

import reflex as rx

from ctpat_app.components.text import t
from ctpat_app.state.findings import FindingView, KindCount
from ctpat_app.state.review import ReviewState

MAX_REASON = 300
_OF_NO_FORM = {"form": "no-form"}
_HAS_LEFT: rx.Var[bool] = rx.Var("(document.activeElement?.dataset?.autosave === undefined)", _var_type=bool)
"""Whether the person has left the box; a pause while writing saves as well, and must not put advice under it."""

Number = rx.Var[int]
Name = rx.Var[str]


def reviewed(*fields: rx.Component, draft: Number, criterion: Name, shown: Name) -> rx.Component:
    """Return ``fields``, after whose saving the answer is looked at.

    Args:
        shown: changes when the page shows another stored answer than before without anybody leaving a field.
    """
    look = ReviewState.look(draft, criterion, _HAS_LEFT)
    return rx.fragment(
        rx.el.div(*fields, on_blur=look),
        # Looks when it appears: with the page, and anew with each other key.
        rx.el.span(key=f"{draft}/{criterion}/{shown}", on_mount=look, hidden=True),
    )


def review_panel(*, draft: Number, criterion: Name, writable: rx.Var[bool]) -> rx.Component:
    """Return the points that the answer tells, then what a reviewer may object to."""
    is_known = (ReviewState.draft == draft) & (ReviewState.criterion == criterion)
    return rx.el.div(
        rx.cond(is_known & ~ReviewState.applies, rx.fragment(), _points(is_known)),
        _count(is_known),
        rx.cond(
            is_known & (ReviewState.findings.length() > 0),
            rx.el.section(
                rx.el.h2(t("What a reviewer may object to"), id="advice", class_name="kiosk-advice__title"),
                rx.el.ul(
                    rx.foreach(ReviewState.findings, lambda each: _to_answer(each, draft, criterion, writable)),
                    class_name="kiosk-advice",
                ),
                custom_attrs={"aria-labelledby": "advice"},
            ),
        ),
    )


def findings_list(findings: rx.Var[list[FindingView]]) -> rx.Component:
    """Return findings for reading alone, each with the reason why it does not fit when somebody gave one."""
    return rx.el.ul(rx.foreach(findings, _to_read), class_name="kiosk-advice")


def kind_counts(kinds: rx.Var[list[KindCount]]) -> rx.Component:
    """Return how often each kind of finding is open."""

    def entry(kind: rx.Var[KindCount]) -> rx.Component:
        return rx.el.li(kind.name, ": ", rx.el.bdi(kind.count))

    return rx.el.ul(rx.foreach(kinds, entry), class_name="usa-list", custom_attrs={"aria-label": t("Kinds of advice")})


def _points(is_known: rx.Var[bool]) -> rx.Component:
    points = {
        "who": t("Who does it"),
        "frequency": t("How often"),
        "records": t("Which record"),
        "escalation": t("What if something is wrong"),
    }

    def chip(point: str, words: str) -> rx.Component:
        is_told = is_known & ReviewState.told.contains(point)
        return rx.el.li(
            words,
            rx.el.span(rx.cond(is_told, t(": told"), t(": not told yet")), class_name="usa-sr-only"),
            class_name=rx.cond(is_told, "kiosk-chip kiosk-chip--met", "kiosk-chip"),
        )

    return rx.el.ul(
        *(chip(point, words) for point, words in points.items()),
        class_name="kiosk-chips",
        custom_attrs={"aria-label": t("What a full answer tells")},
    )


def _count(is_known: rx.Var[bool]) -> rx.Component:
    """Said aloud after leaving the box; the advice itself is read when the person goes there."""
    still = ReviewState.findings.length()
    told = rx.cond(still > 0, t("Advice on this answer: {count}", count=still), t("No advice on this answer."))
    return rx.el.p(rx.cond(is_known & ReviewState.given, told, ""), class_name="usa-hint", role="status")


def _to_answer(finding: rx.Var[FindingView], draft: Number, criterion: Name, writable: rx.Var[bool]) -> rx.Component:
    return rx.el.li(
        _told(finding),
        rx.cond(
            finding.reason != "",
            rx.fragment(_dismissal(finding), rx.cond(writable, _restore(finding, draft, criterion))),
            rx.cond(writable, _dismiss(finding, draft, criterion)),
        ),
        class_name=_look_of(finding),
        tab_index=-1,
        key=f"{finding.code}/{finding.about}",
    )


def _to_read(finding: rx.Var[FindingView]) -> rx.Component:
    return rx.el.li(_told(finding), rx.cond(finding.reason != "", _dismissal(finding)), class_name=_look_of(finding))


def _look_of(finding: rx.Var[FindingView]) -> rx.Var[str]:
    return rx.cond(
        finding.reason != "",
        "kiosk-advice__item kiosk-advice__item--dismissed",
        "kiosk-advice__item kiosk-advice__item--open",
    )


def _told(finding: rx.Var[FindingView]) -> rx.Component:
    return rx.fragment(
        rx.cond(finding.words != "", rx.el.p(rx.el.q(finding.words, dir="auto"), class_name="kiosk-advice__words")),
        rx.el.p(finding.text),
    )


def _dismissal(finding: rx.Var[FindingView]) -> rx.Component:
    return rx.el.div(
        rx.el.p(rx.el.span(t("Does not fit here"), class_name="kiosk-tag kiosk-tag--info")),
        rx.el.p(rx.el.bdi(finding.reason), dir="auto"),
        rx.el.p(
            t("Said by {person} on {day}.", person=f"\u2068{finding.who}\u2069", day=finding.day),
            class_name="usa-hint",
        ),
    )


def _restore(finding: rx.Var[FindingView], draft: Number, criterion: Name) -> rx.Component:
    return rx.el.button(
        t("Take this back"),
        rx.el.span(": ", finding.text, class_name="usa-sr-only"),
        type="button",
        class_name="usa-button usa-button--unstyled",
        on_click=ReviewState.restore(draft, criterion, finding.code),
        custom_attrs={"data-leads-to": ".kiosk-advice__item--open"},
    )


def _dismiss(finding: rx.Var[FindingView], draft: Number, criterion: Name) -> rx.Component:
    """A form in small; no form of its own, since it stands inside another one."""
    control = "why-" + finding.code
    is_refused = ReviewState.refused == finding.code
    typed: rx.Var[str] = rx.Var(f"(document.getElementById({control!s})?.value ?? '')", _var_type=str)
    return rx.el.details(
        rx.el.summary(t("This does not fit here"), rx.el.span(": ", finding.text, class_name="usa-sr-only")),
        rx.el.div(
            rx.el.label(t("Why it does not fit"), html_for=control, class_name="usa-label"),
            rx.el.p(t("One sentence. The specialist reads it."), class_name="usa-hint", id=f"{control}-hint"),
            rx.cond(
                is_refused,
                rx.el.p(
                    rx.el.span(t("Error: "), class_name="usa-sr-only"),
                    ReviewState.why_refused,
                    id=f"{control}-error",
                    role="alert",
                    class_name="usa-error-message",
                ),
            ),
            rx.el.textarea(
                rows="2",
                max_length=MAX_REASON,
                dir="auto",
                class_name=rx.cond(is_refused, "usa-textarea usa-input--error", "usa-textarea"),
                custom_attrs={
                    "id": control,
                    "aria-describedby": f"{control}-hint {control}-error",
                    "aria-invalid": rx.cond(is_refused, "true", "false"),
                    **_OF_NO_FORM,
                },
            ),
            rx.el.button(
                t("Keep my reason"),
                type="button",
                class_name="usa-button usa-button--outline",
                on_click=ReviewState.dismiss(draft, criterion, finding.code, finding.about, typed),
                custom_attrs={"data-leads-to": ".kiosk-advice__item--dismissed"},
            ),
            class_name="kiosk-more__body",
        ),
        class_name="kiosk-more",
    )
