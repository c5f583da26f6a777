"""The security profile as it was sent: read it from top to bottom, decide each statement, and end the case."""

import reflex as rx

from ctpat_app.components.arrival import arriving, waiting
from ctpat_app.components.case import decision, what_changed
from ctpat_app.components.case_end import end_of_case, progress
from ctpat_app.components.layout import frame
from ctpat_app.components.links import document_link
from ctpat_app.components.review import findings_list
from ctpat_app.components.scripts import page_script
from ctpat_app.components.text import address, t
from ctpat_app.state.case import CaseState
from ctpat_app.state.staff_profile import DIFFERENCES, EvidenceLine, OtherPart, OtherRow, SentAnswer, SentPart
from ctpat_app.state.staff_profile import StaffProfileState as State


def staff_profile_page() -> rx.Component:
    """Each answer below its statement, the evidence, and what there is to object to with the company's reasons."""
    return frame(
        rx.cond(
            State.account > 0,
            rx.el.a(
                t("A company as staff see it"),
                href=f"{address('staff/company')}?account={State.account}",
                class_name="kiosk-back kiosk-no-print",
            ),
        ),
        rx.el.h1(rx.cond(CaseState.is_open, t("Review the security profile"), t("Security profile as it was sent"))),
        waiting(),
        arriving(rx.cond(State.account > 0, _profile())),
        title=State.company,
    )


def _profile() -> rx.Component:
    return rx.fragment(
        rx.el.p(
            rx.el.bdi(State.company),
            " ",
            rx.el.bdi(State.reference, dir="ltr", class_name="kiosk-code"),
            class_name="kiosk-lead",
        ),
        rx.el.p(
            t("Sent on {day}.", day=State.sent_on),
            " ",
            t("The advice is what the company saw when it sent the profile. The company sees that you looked."),
        ),
        rx.cond(CaseState.draft > 0, progress()),
        rx.cond(State.has_differences, _order()),
        rx.el.div(
            _jump_list(),
            rx.el.div(
                rx.foreach(State.parts, _part),
                rx.cond(State.others.length() > 0, _other_parts()),
                end_of_case(),
                custom_attrs={"data-review": "true"},
            ),
            class_name="kiosk-beside",
        ),
        page_script("review.js"),
    )


def _order() -> rx.Component:
    """Return the way to the other order: as the profile has it, or what differs first."""
    own = f"{address('staff/profile')}?draft={State.draft}"
    return rx.el.p(
        rx.cond(
            State.differences_first,
            rx.fragment(
                t("What has changed stands first."), " ", rx.el.a(t("Show the order of the profile"), href=own)
            ),
            rx.el.a(t("Show first what has changed"), href=f"{own}&order={DIFFERENCES}"),
        ),
        class_name="kiosk-no-print",
    )


def _jump_list() -> rx.Component:
    def entry(part: rx.Var[SentPart]) -> rx.Component:
        return rx.el.li(
            document_link(
                rx.el.span(part.title, lang=part.language),
                " ",
                rx.el.span(_open(part), class_name="kiosk-jump__count"),
                href="#" + part.id,
                class_name="kiosk-jump__link",
            )
        )

    others = rx.el.li(
        document_link(t("Other parts of the application"), href="#part-others", class_name="kiosk-jump__link")
    )
    end = rx.el.li(document_link(t("End the review"), href="#case-end", class_name="kiosk-jump__link"))
    return rx.el.nav(
        rx.el.ul(
            rx.foreach(State.parts, entry), others, rx.cond(CaseState.is_open, end), class_name="kiosk-jump__list"
        ),
        class_name="kiosk-jump kiosk-no-print",
        aria_label=t("Categories"),
    )


def _open(part: rx.Var[SentPart]) -> rx.Var[str]:
    findings = rx.cond(part.open > 0, t("To look at: {count}", count=part.open), t("Nothing to object to"))
    return rx.cond(CaseState.is_open, t("Not decided: {count}", count=CaseState.left[part.id]), findings)


def _part(part: rx.Var[SentPart]) -> rx.Component:
    return rx.el.section(
        rx.el.h2(part.title, id=part.id, lang=part.language, dir="auto", tab_index=-1),
        rx.foreach(part.answers, _answer),
        class_name="kiosk-part",
        custom_attrs={"aria-labelledby": part.id},
    )


def _answer(answer: rx.Var[SentAnswer]) -> rx.Component:
    view = CaseState.decided[answer.key]
    return rx.cond(
        (CaseState.draft == 0) | view.shown,
        rx.el.article(
            _head(answer),
            rx.el.details(
                rx.el.summary(t("The statement"), rx.el.span(": ", answer.title, class_name="usa-sr-only")),
                rx.el.p(answer.statement, lang=answer.statement_language, dir="auto", class_name="kiosk-more__body"),
                class_name="kiosk-more kiosk-no-print",
            ),
            what_changed(answer.before),
            rx.cond(
                answer.applies,
                rx.fragment(),
                rx.el.p(rx.el.span(t("Does not apply"), class_name="kiosk-tag kiosk-tag--info")),
            ),
            rx.cond(answer.original != "", _both(answer), _written(answer.text, answer.language)),
            rx.cond(answer.evidence.length() > 0, _evidence(answer)),
            rx.cond(answer.findings.length() > 0, findings_list(answer.findings)),
            rx.cond(CaseState.draft > 0, decision(answer.key, answer.id, answer.title, answer.advice)),
            class_name="kiosk-card",
            tab_index=-1,
            custom_attrs={
                "aria-labelledby": f"{answer.id}-title",
                "data-statement": view.decision,
            },
            id=answer.id,
            key=answer.key,
        ),
    )


def _head(answer: rx.Var[SentAnswer]) -> rx.Component:
    return rx.el.h3(
        rx.cond(answer.number != "", rx.fragment(rx.el.bdi(answer.number, dir="ltr"), " ")),
        rx.el.span(answer.title, lang=answer.title_language, dir="auto"),
        " ",
        rx.cond(
            answer.level == "must",
            rx.el.span(t("Must"), class_name="kiosk-tag kiosk-tag--must"),
            rx.el.span(t("Should"), class_name="kiosk-tag kiosk-tag--should"),
        ),
        id=f"{answer.id}-title",
    )


def _written(text: rx.Var[str], language: rx.Var[str]) -> rx.Component:
    return rx.el.p(text, lang=language, dir="auto", class_name="kiosk-inset kiosk-written")


def _both(answer: rx.Var[SentAnswer]) -> rx.Component:
    """Return the English version and, beside it, what the company wrote."""
    return rx.el.div(
        rx.el.div(rx.el.p(rx.el.strong(t("In English"))), _written(answer.text, answer.language)),
        rx.el.div(
            rx.el.p(rx.el.strong(t("As the company wrote it"))), _written(answer.original, answer.original_language)
        ),
        class_name="kiosk-conflict__pair",
    )


def _other_parts() -> rx.Component:
    return rx.el.section(
        rx.el.h2(t("Other parts of the application"), id="part-others", tab_index=-1),
        rx.el.p(t("They can be returned here. The vetting looks at them in full.")),
        rx.foreach(State.others, _other_part),
        class_name="kiosk-part",
        custom_attrs={"aria-labelledby": "part-others"},
    )


def _other_part(part: rx.Var[OtherPart]) -> rx.Component:
    def row(each: rx.Var[OtherRow]) -> rx.Component:
        return rx.el.div(
            rx.el.dt(each.label, lang=each.language, dir="auto", class_name="kiosk-summary__key"),
            rx.el.dd(
                rx.foreach(each.lines, lambda value: rx.el.div(rx.el.bdi(value))), class_name="kiosk-summary__value"
            ),
            class_name="kiosk-summary__row",
        )

    return rx.el.article(
        rx.el.h3(part.title, lang=part.language, dir="auto", id=f"{part.id}-title"),
        rx.cond(
            part.changed,
            rx.el.p(
                rx.el.span(t("Changed since the last approved profile"), class_name="kiosk-tag kiosk-tag--attention")
            ),
        ),
        rx.el.details(
            rx.el.summary(t("What was sent"), rx.el.span(": ", part.title, class_name="usa-sr-only")),
            rx.el.dl(rx.foreach(part.rows, row), class_name="kiosk-summary kiosk-more__body"),
            class_name="kiosk-more",
        ),
        rx.cond(CaseState.draft > 0, decision(part.key, part.id, part.title)),
        class_name="kiosk-card",
        tab_index=-1,
        id=part.id,
        key=part.key,
        custom_attrs={"aria-labelledby": f"{part.id}-title", "data-statement": CaseState.decided[part.key].decision},
    )


def _evidence(answer: rx.Var[SentAnswer]) -> rx.Component:
    def line(item: rx.Var[EvidenceLine]) -> rx.Component:
        return rx.el.li(
            rx.el.bdi(item.name),
            rx.cond(item.kind != "", rx.el.span(" ", item.kind, class_name="kiosk-caption")),
            rx.cond(item.day != "", rx.el.span(" ", item.day, class_name="kiosk-caption")),
        )

    return rx.fragment(rx.el.p(rx.el.strong(t("Evidence"))), rx.el.ul(rx.foreach(answer.evidence, line)))
