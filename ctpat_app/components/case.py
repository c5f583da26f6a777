"""Reviewing one statement or part: what differs from what was decided before, and the decision about it now.

``assets/review.js`` adds the keys; everything works with the buttons alone.
"""

import reflex as rx

from ctpat_app.components.text import current_language, t
from ctpat_app.domain.profile_reviews import MAX_COMMENT, Decision
from ctpat_app.state.case import CaseState
from ctpat_app.state.case_views import Advice, Before, DecisionView, DiffPiece
from ctpat_app.words.cases import return_reasons

Key = rx.Var[str]


def what_changed(before: rx.Var[Before]) -> rx.Component:
    """Return how an answer compares with what was decided before; nothing where nothing was."""
    return rx.cond(
        before.kind != "",
        rx.el.div(
            _compared(before),
            rx.cond(before.reason != "", _earlier_comment(before)),
            rx.cond(before.pieces.length() > 0, _pieces(before.pieces)),
            rx.cond(before.original_changed, rx.el.p(t("The original was changed; its English version was not."))),
            rx.cond(before.applies_changed, rx.el.p(t("Whether it applies to the company was changed."))),
            _files(before.files_new, t("Evidence that is new or was exchanged")),
            _files(before.files_gone, t("Evidence that is not there any more")),
            class_name="kiosk-compared",
        ),
    )


def decision(key: Key, place: Key, name: Key, advice: rx.Var[list[Advice]] | None = None) -> rx.Component:
    """Return the decision about a statement or part, with the buttons while the review is open.

    Args:
        key: of the decision.
        place: id of the element that it stands in; the ids of the controls begin with it.
        name: what it is called for who does not see it.
        advice: findings that can be taken over as a comment; None for a part, which is only ever sent back.
    """
    view = CaseState.decided[key]
    return rx.el.div(
        rx.el.div(_stands(view, place, is_part=advice is None), class_name="kiosk-decision__stands"),
        rx.cond(
            view.refused != "",
            rx.el.p(view.refused, class_name="usa-error-message", role="alert", id=f"{place}-refused"),
        ),
        rx.cond(CaseState.is_open, _controls(view, key, place, name, advice)),
        class_name="kiosk-decision",
    )


def _compared(before: rx.Var[Before]) -> rx.Component:
    tags = {
        "unchanged": ("done", t("Unchanged since it was approved on {day}", day=before.day)),
        "changed": ("attention", t("Changed since it was approved on {day}", day=before.day)),
        "returned": ("attention", t("Changed since it was returned on {day}", day=before.day)),
        "returned-same": ("error", t("Not changed since it was returned on {day}", day=before.day)),
    }
    cases = [(kind, rx.el.span(text, class_name=f"kiosk-tag kiosk-tag--{look}")) for kind, (look, text) in tags.items()]
    return rx.el.p(rx.match(before.kind, *cases, rx.fragment()))


def _earlier_comment(before: rx.Var[Before]) -> rx.Component:
    return rx.el.div(
        rx.el.p(rx.el.strong(t("What was returned then")), " ", before.reason),
        rx.el.p(before.comment, dir="auto", class_name="kiosk-written"),
        rx.cond(
            before.note != "",
            rx.fragment(
                rx.el.p(rx.el.strong(t("Why it stays as it is:"))),
                rx.el.p(before.note, lang=before.note_language, dir="auto", class_name="kiosk-written"),
            ),
        ),
        class_name="kiosk-inset",
    )


def _pieces(pieces: rx.Var[list[DiffPiece]]) -> rx.Component:
    def piece(each: rx.Var[DiffPiece]) -> rx.Component:
        return rx.match(
            each.change,
            ("added", rx.el.ins(_aloud(t("added:")), each.text, _aloud(t("end of what was added")))),
            ("removed", rx.el.del_(_aloud(t("removed:")), each.text, _aloud(t("end of what was removed")))),
            rx.el.span(each.text),
        )

    return rx.el.details(
        rx.el.summary(t("What was changed, word by word")),
        rx.el.p(rx.foreach(pieces, piece), dir="auto", class_name="kiosk-more__body kiosk-diff kiosk-written"),
        open=True,
        class_name="kiosk-more",
    )


def _aloud(words: str) -> rx.Component:
    return rx.el.span(" ", words, " ", class_name="usa-sr-only")


def _files(names: rx.Var[list[str]], words: str) -> rx.Component:
    return rx.cond(
        names.length() > 0,
        rx.el.p(words, ": ", rx.foreach(names, lambda name: rx.el.span(rx.el.bdi(name), "  "))),
    )


def _stands(view: rx.Var[DecisionView], place: Key, *, is_part: bool) -> rx.Component:
    by = t("Decided by {name}, {moment}", name="\u2068" + view.who + "\u2069", moment=view.when)
    who = rx.el.p(by, class_name="kiosk-caption")
    # A part need not be decided about; the vetting does that.
    idle = rx.el.span(t("Not returned"), class_name="kiosk-caption")
    undecided = rx.el.span(t("Not decided"), class_name="kiosk-tag kiosk-tag--todo")
    return rx.match(
        view.decision,
        (
            Decision.ACCEPTED.value,
            rx.el.div(rx.el.p(rx.el.span(t("Accepted"), class_name="kiosk-tag kiosk-tag--done")), who),
        ),
        (
            Decision.RETURNED.value,
            rx.el.div(
                rx.el.p(
                    rx.el.span(t("Goes back"), class_name="kiosk-tag kiosk-tag--attention"),
                    " ",
                    view.reason,
                ),
                who,
                rx.el.p(view.comment, dir="auto", class_name="kiosk-written"),
            ),
        ),
        rx.el.p(idle if is_part else undecided, id=f"{place}-open", tab_index=-1),
    )


def _controls(
    view: rx.Var[DecisionView], key: Key, place: Key, name: Key, advice: rx.Var[list[Advice]] | None
) -> rx.Component:
    def press(words: str, look: str, wanted: Decision, **attributes: object) -> rx.Component:
        return rx.el.button(
            words,
            rx.el.span(": ", name, class_name="usa-sr-only"),
            type="button",
            class_name=look,
            on_click=CaseState.decide(CaseState.draft, key, view.version, wanted.value, "", ""),
            custom_attrs=attributes,
        )

    accept = press(
        t("Accept"),
        "usa-button usa-button--outline",
        Decision.ACCEPTED,
        **{"data-accept": "true", "aria-pressed": rx.cond(view.decision == Decision.ACCEPTED.value, "true", "false")},
    )
    take_back = press(
        t("Take the decision back"),
        "usa-button usa-button--unstyled",
        Decision.OPEN,
        **{"data-leads-to": f"#{place}-open"},
    )
    is_decided = view.decision != Decision.OPEN.value
    if advice is None:
        buttons = rx.cond(is_decided, rx.el.div(take_back, class_name="kiosk-actions"))
    else:
        buttons = rx.el.div(accept, rx.cond(is_decided, take_back), class_name="kiosk-actions")
    return rx.el.div(
        buttons,
        _return_form(view, key, place, name, advice),
        class_name="kiosk-no-print",
    )


def _return_form(
    view: rx.Var[DecisionView], key: Key, place: Key, name: Key, advice: rx.Var[list[Advice]] | None
) -> rx.Component:
    """A form in small; what is typed goes with the press, and stays when it is refused or a colleague was faster."""
    why, comment = place + "-why", place + "-comment"
    chosen: rx.Var[str] = rx.Var(f"(document.getElementById({why!s})?.value ?? '')", _var_type=str)
    written: rx.Var[str] = rx.Var(f"(document.getElementById({comment!s})?.value ?? '')", _var_type=str)
    return rx.el.details(
        rx.el.summary(
            t("Return with a comment"),
            rx.el.span(": ", name, class_name="usa-sr-only"),
            custom_attrs={"data-return": "true"},
        ),
        rx.el.div(
            rx.el.label(t("Why it goes back"), html_for=why, class_name="usa-label"),
            rx.el.select(
                rx.el.option(t("Choose a reason"), value=""),
                *(rx.el.option(words, value=kind) for kind, words in return_reasons(current_language())),
                default_value=view.reason_kind,
                class_name="usa-select",
                custom_attrs={"id": why},
            ),
            rx.el.label(t("Comment for the company"), html_for=comment, class_name="usa-label"),
            rx.el.p(
                t("Say what to change and why. The company reads it."), class_name="usa-hint", id=f"{comment}-hint"
            ),
            rx.el.textarea(
                rows="3",
                max_length=MAX_COMMENT,
                dir="auto",
                default_value=view.comment,
                class_name="usa-textarea kiosk-textarea",
                custom_attrs={"id": comment, "aria-describedby": f"{comment}-hint {place}-refused"},
            ),
            _to_take_over(advice, why, comment) if advice is not None else rx.fragment(),
            rx.el.button(
                t("Return with this comment"),
                rx.el.span(": ", name, class_name="usa-sr-only"),
                type="button",
                class_name="usa-button usa-button--outline",
                on_click=CaseState.decide(CaseState.draft, key, view.version, Decision.RETURNED.value, chosen, written),
            ),
            class_name="kiosk-more__body",
        ),
        class_name="kiosk-more",
        key=f"{key}/{view.form}",
    )


def _to_take_over(advice: rx.Var[list[Advice]], why: Key, comment: Key) -> rx.Component:
    """Buttons that write a finding into the comment, in the company's language; the script does it in the browser."""

    def button(each: rx.Var[Advice]) -> rx.Component:
        return rx.el.li(
            rx.el.button(
                t("Take over as comment: {finding}", finding=each.name),
                type="button",
                class_name="usa-button usa-button--unstyled",
                custom_attrs={
                    "data-take-over": comment,
                    "data-text": each.text,
                    "data-reason": each.reason,
                    "data-reason-in": why,
                },
            )
        )

    return rx.cond(advice.length() > 0, rx.el.ul(rx.foreach(advice, button), class_name="usa-list"))
