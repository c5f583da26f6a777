"""One inquiry for the company that asks: what to do next, each answer with English and grade, and its end."""

from collections.abc import Callable
from typing import Any

import reflex as rx
from reflex.event import EventSpec

from ctpat_app.components.arrival import arriving, waiting
from ctpat_app.components.charts import bar_chart, ring
from ctpat_app.components.downloads import print_button
from ctpat_app.components.inquiries import level_tag, state_tag
from ctpat_app.components.layout import frame
from ctpat_app.components.links import document_link
from ctpat_app.components.plain_form import (
    TOLD,
    area,
    choice,
    day,
    form_fault,
    line,
    named,
    number_named,
    outcome,
    submit,
    text_named,
)
from ctpat_app.components.text import address, current_language, t
from ctpat_app.domain.emails import MAX_CHARACTERS as MAX_EMAIL
from ctpat_app.domain.inquiries import MAX_TEXT
from ctpat_app.domain.names import MAX_CHARACTERS as MAX_NAME
from ctpat_app.state.inquiry import COMMENT
from ctpat_app.state.inquiry import InquiryState as State
from ctpat_app.state.inquiry_views import ActionLine, AnswerCard, AnswerGroup, EventLine, LinkLine

Card = State.card


def inquiry_page() -> rx.Component:
    """What is known first, then the answers, then the steps that can follow."""
    return frame(
        rx.el.div(
            rx.cond(
                Card.account > 0,
                rx.el.a(
                    t("Questionnaires sent to partners"),
                    href=f"{address('inquiries')}?account={Card.account}",
                    class_name="kiosk-back kiosk-no-print",
                ),
            ),
            outcome(State),
            rx.cond(State.loaded, rx.el.h1(rx.el.bdi(Card.row.partner)), rx.el.h1(t("Questionnaire of a partner"))),
            waiting(),
            arriving(rx.cond(State.loaded, _inquiry())),
        ),
        title=Card.row.partner,
    )


def _inquiry() -> rx.Component:
    return rx.fragment(
        rx.el.p(rx.el.bdi(Card.row.name), class_name="kiosk-lead"),
        rx.el.p(state_tag(Card.row)),
        rx.cond(
            Card.row.partner_removed,
            rx.el.div(
                rx.el.p(
                    t(
                        "This partner was removed from the register. It gets no more mails. You can still read, grade, "
                        "close or take back what was sent."
                    )
                ),
                class_name="kiosk-alert kiosk-alert--warning",
            ),
        ),
        _facts(),
        rx.cond(
            Card.is_shown,
            rx.fragment(_score(), _answers()),
            rx.cond(
                State.steps.contains("extend"),
                rx.el.p(t("You read the answers once the partner has signed. Before that they are the partner's own.")),
            ),
        ),
        rx.cond(State.may_manage, _next()),
        _links(),
        _events(),
    )


def _facts() -> rx.Component:
    row = Card.row
    return rx.el.dl(
        _fact(t("Reference"), row.reference),
        _fact(t("Contact"), Card.contact),
        _fact(t("Email address"), Card.email),
        _fact(t("Language"), Card.language),
        _fact(t("Sent on"), row.sent),
        _fact(t("Due on"), row.due),
        _fact(t("Answered"), row.progress),
        _fact(t("Signed on"), Card.signed),
        _fact(t("Signed by"), Card.signer),
        _fact(t("What came of it"), row.outcome),
        _fact(t("Reason"), Card.outcome_reason),
        _fact(t("To be sent again by"), row.renewal),
        rx.cond(
            Card.previous > 0,
            rx.el.div(
                rx.el.dt(t("Renews"), class_name="kiosk-summary__key"),
                rx.el.dd(
                    rx.el.a(t("The earlier questionnaire"), href=f"{address('inquiry')}?inquiry={Card.previous}"),
                    class_name="kiosk-summary__value",
                ),
                class_name="kiosk-summary__row",
            ),
        ),
        class_name="kiosk-summary",
    )


def _fact(name: str, value: rx.Var[str]) -> rx.Component:
    return rx.cond(
        value != "",
        rx.el.div(
            rx.el.dt(name, class_name="kiosk-summary__key"),
            rx.el.dd(rx.el.bdi(value), class_name="kiosk-summary__value"),
            class_name="kiosk-summary__row",
        ),
    )


def _score() -> rx.Component:
    return rx.cond(
        Card.score != "",
        rx.el.section(
            rx.el.h2(t("How far it is met"), id="score"),
            ring(Card.points, name="score", title=t("Points of the whole questionnaire"), words=t("of 100 points")),
            bar_chart(State.bars, name="category", title=t("Points by category"), unit=t("Points of 100")),
            rx.el.p(
                t("Counted from your grades; a must counts three times. It is no score of CTPAT."),
                class_name="usa-hint",
            ),
            custom_attrs={"aria-labelledby": "score"},
        ),
    )


# ---------------------------------------------------------------- each answer


def _answers() -> rx.Component:
    return rx.el.section(
        rx.el.h2(t("Answers"), id="answers"),
        rx.cond(Card.ungraded > 0, rx.el.p(t("Answers without a grade: {count}", count=Card.ungraded), role="status")),
        rx.foreach(State.groups, _group),
        custom_attrs={"aria-labelledby": "answers"},
    )


def _group(group: rx.Var[AnswerGroup]) -> rx.Component:
    return rx.el.div(rx.el.h3(group.name), rx.foreach(group.cards, _answer), key=group.id)


def _answer(card: rx.Var[AnswerCard]) -> rx.Component:
    title = f"{card.place}-title"
    return rx.el.section(
        rx.el.h4(rx.el.bdi(card.id, dir="ltr"), " ", card.title, " ", level_tag(card.must), id=title),
        rx.el.p(card.statement, lang=card.statement_language, dir="auto"),
        rx.cond(card.is_changing, rx.el.p(rx.el.em(t("The partner is changing this answer.")))),
        rx.cond(~card.applies, rx.el.p(rx.el.strong(t("The partner says that this does not apply to it.")))),
        rx.el.div(_original(card), rx.cond(card.needs_english, _english(card)), class_name="kiosk-conflict__pair"),
        rx.cond(
            card.comment != "",
            rx.el.div(
                rx.el.p(rx.el.strong(t("What you wanted changed"))),
                rx.el.p(card.comment, dir="auto"),
                class_name="kiosk-alert kiosk-alert--attention",
            ),
        ),
        rx.cond(
            card.files.length() > 0,
            rx.fragment(
                rx.el.h5(t("Files of the partner")),
                rx.el.ul(
                    rx.foreach(card.files, lambda file: rx.el.li(document_link(rx.el.bdi(file.name), href=file.href)))
                ),
            ),
        ),
        rx.cond(
            card.findings.length() > 0,
            rx.fragment(
                rx.el.h5(t("What the reviewer of answers sees")),
                rx.el.ul(rx.foreach(card.findings, rx.el.li), class_name="usa-list"),
            ),
        ),
        rx.cond(Card.is_signed & State.may_manage, _grading(card), _graded(card)),
        rx.foreach(card.actions, _action),
        rx.cond((Card.is_signed | Card.is_closed) & State.may_manage, _new_action(card)),
        class_name="kiosk-card",
        id=card.place,
        key=card.place,
        custom_attrs={"aria-labelledby": title},
    )


def _about(card: rx.Var[AnswerCard], seen: rx.Var[int]) -> tuple[rx.Component, ...]:
    """Return what a form about an answer names: the statement, and the versions of the judgement and the answer."""
    return named("criterion", card.id), named("seen", seen), named("version", card.version)


def _named(typed: rx.Var[Any]) -> tuple[rx.Var[int], rx.Var[str], rx.Var[int], rx.Var[int]]:
    return State.inquiry, text_named(typed, "criterion"), number_named(typed, "seen"), number_named(typed, "version")


def _original(card: rx.Var[AnswerCard]) -> rx.Component:
    return rx.el.div(
        rx.el.h5(t("Answer of the partner")),
        rx.cond(
            card.text != "",
            rx.fragment(
                rx.el.p(card.text, lang=card.text_language, dir=card.text_dir, class_name="kiosk-prose kiosk-pre"),
                rx.el.p(t("Written in {language}.", language=card.language_name), class_name="kiosk-list__note"),
            ),
            rx.cond(~card.is_changing, rx.el.p(t("Nothing was answered."))),
        ),
        class_name="kiosk-conflict__side",
    )


def _english(card: rx.Var[AnswerCard]) -> rx.Component:
    return rx.el.div(
        rx.el.h5(t("In English")),
        rx.cond(
            card.english_outdated,
            rx.el.p(
                rx.el.span(t("The answer has changed since."), class_name="kiosk-tag kiosk-tag--attention"),
            ),
        ),
        rx.cond(
            card.english != "",
            rx.fragment(
                rx.el.p(card.english, lang="en", dir="ltr", class_name="kiosk-prose kiosk-pre"),
                rx.cond(
                    card.english_by != "",
                    rx.el.p(t("Written by {name}", name=card.english_by), class_name="kiosk-list__note"),
                    rx.el.p(t("Written by the partner"), class_name="kiosk-list__note"),
                ),
            ),
            rx.el.p(t("Nobody has written the English yet.")),
        ),
        rx.cond(
            State.may_manage & (card.text != ""),
            _fold(
                rx.cond(card.english != "", t("Correct the English"), t("Write the English")),
                rx.cond(State.theirs.contains(card.english_form), _theirs(State.theirs[card.english_form])),
                rx.el.form(
                    *_about(card, State.seen[card.english_form]),
                    form_fault(State, f"{card.english_form}"),
                    area(State, f"{card.english_form}", "text", t("In English"), MAX_TEXT, optional=False),
                    submit(t("Save the English"), "usa-button usa-button--outline"),
                    on_submit=lambda typed: State.write_english(*_named(typed), typed),
                    no_validate=True,
                    key=f"{card.english_form}/{card.english_version}",
                    custom_attrs=TOLD,
                ),
                about=card.id,
            ),
        ),
        class_name="kiosk-conflict__side",
    )


def _theirs(text: rx.Var[str]) -> rx.Component:
    return rx.cond(
        text != "",
        rx.el.div(
            rx.el.p(rx.el.strong(t("What somebody else saved meanwhile"))),
            rx.el.p(text, dir="auto"),
            class_name="kiosk-alert kiosk-alert--attention",
        ),
    )


def _graded(card: rx.Var[AnswerCard]) -> rx.Component:
    return rx.cond(
        card.grade != "",
        rx.el.div(
            rx.el.p(
                rx.el.strong(t("Grade:")),
                " ",
                card.grade_name,
                rx.cond(card.grade_by != "", rx.fragment(" · ", rx.el.bdi(card.grade_by))),
            ),
            rx.cond(card.grade_reason != "", rx.el.p(card.grade_reason, dir="auto")),
        ),
    )


def _grading(card: rx.Var[AnswerCard]) -> rx.Component:
    form = f"{card.grade_form}"
    return rx.fragment(
        rx.cond(
            card.grade_outdated,
            rx.el.p(
                rx.el.span(
                    t("The answer has changed since it was graded."), class_name="kiosk-tag kiosk-tag--attention"
                )
            ),
        ),
        rx.cond(State.theirs.contains(card.grade_form), _theirs(State.theirs[card.grade_form])),
        rx.el.form(
            *_about(card, State.seen[card.grade_form]),
            form_fault(State, form),
            choice(
                State, form, "grade", t("How far is the statement met?"), State.grades, empty=t("Choose"),
                optional=False,
            ),
            area(State, form, "reason", t("Reason"), MAX_TEXT, hint=t("Needed for everything but “Met”.")),
            rx.el.div(
                rx.el.button(
                    t("Save the grade"),
                    rx.el.span(" ", card.id, class_name="usa-sr-only"),
                    type="submit",
                    class_name="usa-button usa-button--outline",
                ),
                class_name="kiosk-actions",
            ),
            on_submit=lambda typed: State.grade(*_named(typed), typed),
            no_validate=True,
            key=f"{card.grade_form}/{card.grade_version}",
            class_name="kiosk-no-print",
            custom_attrs=TOLD,
        ),
    )  # fmt: skip


# ---------------------------------------------------------------- actions


def _action(action: rx.Var[ActionLine]) -> rx.Component:
    return rx.el.div(
        rx.el.h5(t("What the partner is to put right")),
        rx.el.p(rx.el.span(action.state, class_name=f"kiosk-tag kiosk-tag--{action.tag}")),
        rx.el.p(rx.el.strong(t("Found:")), " ", rx.el.bdi(action.finding)),
        rx.el.p(rx.el.strong(t("Wanted:")), " ", rx.el.bdi(action.wanted)),
        rx.el.p(t("Due on {day}", day=action.due)),
        rx.cond(
            action.answer != "",
            rx.fragment(
                rx.el.p(rx.el.strong(t("What the partner says"))),
                rx.el.p(action.answer, lang=action.answer_language, dir=action.answer_dir),
            ),
        ),
        rx.cond(action.decision != "", rx.el.p(rx.el.strong(t("Reason")), ": ", rx.el.bdi(action.decision))),
        rx.cond((action.decisions.length() > 0) & State.may_manage, _deciding(action)),
        class_name="kiosk-box",
        key=action.id.to_string(),
    )


def _deciding(action: rx.Var[ActionLine]) -> rx.Component:
    form = f"{action.form}"
    return _fold(
        t("Decide about this action"),
        rx.el.form(
            named("action", action.id),
            named("version", action.version),
            form_fault(State, form),
            choice(State, form, "decision", t("Decision"), action.decisions, empty=t("Choose"), optional=False),
            area(State, form, "reason", t("Reason"), MAX_TEXT),
            day(State, form, "due_on", t("New day, where it is not enough"), optional=True),
            submit(t("Save the decision"), "usa-button usa-button--outline"),
            on_submit=lambda typed: State.decide(
                State.inquiry, number_named(typed, "action"), number_named(typed, "version"), typed
            ),
            no_validate=True,
            key=f"{action.form}/{action.version}",
            custom_attrs=TOLD,
        ),
    )


def _new_action(card: rx.Var[AnswerCard]) -> rx.Component:
    form = f"{card.action_form}"
    return _fold(
        t("Ask the partner to put something right"),
        rx.el.form(
            named("criterion", card.id),
            form_fault(State, form),
            area(State, form, "finding", t("What you have found"), MAX_TEXT, optional=False),
            area(
                State, form, "wanted", t("What is to be done"), MAX_TEXT,
                hint=t("The partner reads both. Write in its language where you can."), optional=False,
            ),
            day(State, form, "due_on", t("Due on")),
            submit(t("Write the action down"), "usa-button usa-button--outline"),
            on_submit=lambda typed: State.add_action(State.inquiry, text_named(typed, "criterion"), typed),
            no_validate=True,
            key=f"{card.action_form}/{card.actions.length()}",
            custom_attrs=TOLD,
        ),
        about=card.id,
    )  # fmt: skip


# ---------------------------------------------------------------- what next


def _next() -> rx.Component:
    return rx.el.section(
        rx.el.h2(t("What next"), id="next"),
        rx.cond(State.steps.contains("return"), _fold(t("Return answers to the partner"), _return())),
        rx.cond(State.steps.contains("close"), _fold(t("Close it"), _close())),
        rx.cond(Card.is_closed, rx.fragment(_result(), _fold(t("Send it again"), _again()))),
        rx.cond(State.steps.contains("extend"), _fold(t("Set another due day"), _extend())),
        rx.cond(State.steps.contains("link"), _fold(t("Send the link to another address"), _link())),
        rx.cond(State.steps.contains("revoke"), _fold(t("Take it back"), _revoke())),
        class_name="kiosk-no-print",
        custom_attrs={"aria-labelledby": "next"},
    )


def _fold(title: str | rx.Var[str], *children: rx.Component, about: rx.Var[str] | None = None) -> rx.Component:
    hidden = rx.el.span(" ", about, class_name="usa-sr-only") if about is not None else rx.fragment()
    return rx.el.details(
        rx.el.summary(title, hidden),
        rx.el.div(*children, class_name="kiosk-more__body"),
        class_name="kiosk-more kiosk-no-print",
    )


def _form(form: str, handler: Callable[..., EventSpec], *fields: rx.Component) -> rx.Component:
    return rx.el.form(
        form_fault(State, form),
        *fields,
        on_submit=lambda typed: handler(State.inquiry, State.version, typed),
        no_validate=True,
        key=f"{form}/{State.form_key}",
        custom_attrs=TOLD,
    )


def _return() -> rx.Component:
    def comments(group: rx.Var[AnswerGroup]) -> rx.Component:
        return rx.foreach(group.cards, comment)

    def comment(card: rx.Var[AnswerCard]) -> rx.Component:
        name = f"{COMMENT}{card.id}"
        control = f"return-{name}"
        return rx.el.div(
            rx.el.label(rx.el.bdi(card.id, dir="ltr"), " ", card.title, html_for=control, class_name="usa-label"),
            rx.cond(
                State.problems.contains(control),
                rx.el.p(State.problems[control], class_name="usa-error-message"),
            ),
            rx.el.textarea(
                id=control,
                name=name,
                max_length=MAX_TEXT,
                rows="2",
                dir="auto",
                class_name="usa-textarea kiosk-textarea",
            ),
            class_name="usa-form-group",
            key=name,
        )

    return _form(
        "return",
        State.return_to_partner,
        rx.el.p(t("Write beside each answer what is to be changed. Those without a comment are not returned.")),
        rx.foreach(State.groups, comments),
        day(State, "return", "due_on", t("Wanted back by")),
        submit(t("Return these answers")),
    )


def _close() -> rx.Component:
    return _form(
        "close",
        State.close,
        choice(State, "close", "outcome", t("What comes of it?"), State.outcomes, empty=t("Choose"), optional=False),
        area(State, "close", "reason", t("Reason"), MAX_TEXT, optional=False),
        submit(t("Close the questionnaire")),
    )


def _result() -> rx.Component:
    file, language = f"/files/inquiry/{State.inquiry}.pdf", current_language()
    links = [document_link(t("Download the result (PDF)"), href=f"{file}?lang={language}")]
    if language != "en":
        links += [rx.el.span(" · "), document_link(t("Download it in English (PDF)"), href=f"{file}?lang=en")]
    return rx.el.div(
        rx.el.h3(t("Keep the result as evidence")),
        rx.el.p(*links),
        rx.cond(
            State.places.length() > 0,
            rx.fragment(
                rx.el.p(t("It goes into the document exchange of a security model, in English and as it was written.")),
                rx.el.ul(rx.foreach(State.places, _evidence_place), class_name="kiosk-list"),
            ),
        ),
        rx.el.div(print_button(), class_name="kiosk-actions"),
        class_name="kiosk-box",
    )


def _evidence_place(place: rx.Var[list[str]]) -> rx.Component:
    return rx.el.li(
        rx.el.bdi(place[1]),
        " ",
        rx.cond(place[2] != "", rx.el.span(t("It lies there"), class_name="kiosk-tag kiosk-tag--done")),
        " ",
        rx.el.button(
            rx.cond(place[2] != "", t("Put the newest version there"), t("Put it into the exchange")),
            type="button",
            class_name="usa-button usa-button--outline",
            on_click=State.keep_as_evidence(State.inquiry, rx.Var(f"Number({place[0]!s})", _var_type=int)),
            custom_attrs={"data-leads-to": ".kiosk-told"},
        ),
        class_name="kiosk-list__item",
        key=place[0],
    )


def _again() -> rx.Component:
    return rx.el.form(
        form_fault(State, "again"),
        rx.el.p(t("The partner is offered the answers that it gave this time.")),
        day(State, "again", "due_on", t("Wanted back by")),
        submit(t("Send the questionnaire again")),
        on_submit=lambda typed: State.send_again(State.inquiry, typed),
        no_validate=True,
        key=f"again/{State.form_key}",
    )


def _extend() -> rx.Component:
    return _form(
        "extend",
        State.extend,
        day(State, "extend", "due_on", t("Due on")),
        submit(t("Set the day and tell the partner"), "usa-button usa-button--outline"),
    )


def _link() -> rx.Component:
    return _form(
        "link",
        State.send_link,
        rx.el.p(t("Earlier links do not work any more from then on. What was answered stays.")),
        line(State, "link", "email", t("Email address"), MAX_EMAIL, dir="ltr", type="email", optional=False),
        line(State, "link", "name", t("Name"), MAX_NAME),
        submit(t("Send the link"), "usa-button usa-button--outline"),
    )


def _revoke() -> rx.Component:
    return rx.fragment(
        form_fault(State, "revoke"),
        rx.el.p(t("The partner cannot open it any more, and is told. Nothing can be done with it afterwards.")),
        rx.el.button(
            t("Take the questionnaire back"),
            type="button",
            class_name="usa-button usa-button--secondary",
            on_click=State.revoke(State.inquiry, State.version),
            custom_attrs={"data-leads-to": ".kiosk-told"},
        ),
    )


# ---------------------------------------------------------------- who did what


def _links() -> rx.Component:
    def link(each: rx.Var[LinkLine]) -> rx.Component:
        return rx.el.li(
            rx.el.bdi(each.email, dir="ltr"),
            " ",
            rx.cond(
                each.revoked,
                rx.el.span(t("Ended"), class_name="kiosk-tag kiosk-tag--locked"),
                rx.cond(
                    each.confirmed,
                    rx.el.span(t("Opened"), class_name="kiosk-tag kiosk-tag--done"),
                    rx.el.span(t("Not opened yet"), class_name="kiosk-tag kiosk-tag--todo"),
                ),
            ),
            rx.el.p(
                each.made,
                rx.cond(each.name != "", rx.fragment(" · ", rx.el.bdi(each.name))),
                rx.cond(each.handed_over, rx.fragment(" · ", t("Handed over by a colleague"))),
                class_name="kiosk-list__note",
            ),
            class_name="kiosk-list__item",
        )

    return rx.el.section(
        rx.el.h2(t("Links"), id="links"),
        rx.el.ul(rx.foreach(State.links, link), class_name="kiosk-list"),
        custom_attrs={"aria-labelledby": "links"},
    )


def _events() -> rx.Component:
    def event(each: rx.Var[EventLine]) -> rx.Component:
        return rx.el.li(
            rx.el.span(each.sentence),
            rx.el.p(rx.el.time(each.when, date_time=each.stamp), class_name="kiosk-list__note"),
            class_name="kiosk-list__item",
            key=each.number.to_string(),
        )

    return rx.el.section(
        rx.el.h2(t("What happened, newest first"), id="events"),
        rx.el.ol(rx.foreach(State.events, event), class_name="kiosk-list"),
        custom_attrs={"aria-labelledby": "events"},
    )
