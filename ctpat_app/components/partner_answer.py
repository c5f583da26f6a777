"""One statement of a questionnaire and all that belongs to it: the form and the dialogue show the same pieces."""

import reflex as rx

from ctpat_app.components.inquiry import file_link
from ctpat_app.components.plain_form import told
from ctpat_app.components.text import t
from ctpat_app.components.uploads import upload_box
from ctpat_app.domain.inquiry_access import MAX_ANSWER
from ctpat_app.state.inquiry_answer import InquiryAnswerState as State
from ctpat_app.state.inquiry_answer import PartnerFileView

View = State.view
PLACE = f"inquiry-{State.inquiry}/{View.id}"
"""Names the field for the page's script, which keeps what was typed until it is saved."""


def question() -> rx.Component:
    """Return the statement, and above the answer all that is to be looked at before it is written."""
    return rx.fragment(
        _statement(),
        rx.cond(View.comment != "", _comment()),
        rx.cond(State.in_conflict, _conflict()),
    )


def closed() -> rx.Component:
    """Return why nothing can be written any more."""
    return rx.el.p(t("The answers are signed, or the questionnaire is closed. They cannot be changed now."))


def _statement() -> rx.Component:
    """Return the statement itself, with what a good answer tells."""
    return rx.el.div(
        rx.el.p(
            rx.cond(
                View.must,
                rx.el.span(t("Must"), class_name="kiosk-tag kiosk-tag--must"),
                rx.el.span(t("Should"), class_name="kiosk-tag kiosk-tag--should"),
            ),
            " ",
            rx.el.bdi(View.number, dir="ltr", class_name="kiosk-criterion__number"),
            " ",
            rx.el.span(View.category),
            class_name="kiosk-criterion__head",
        ),
        rx.el.h1(View.statement, lang=View.statement_language, dir="auto", class_name="kiosk-criterion__statement"),
        rx.el.details(
            rx.el.summary(t("What a good answer tells")),
            rx.el.p(View.guidance, lang=View.guidance_language, dir="auto"),
            class_name="kiosk-more",
        ),
        class_name="kiosk-criterion",
    )


def _comment() -> rx.Component:
    """Return what the company asks to be changed."""
    return rx.el.div(
        rx.el.h2(t("The company asks you to change this answer"), class_name="kiosk-alert__title"),
        rx.el.p(View.comment, dir="auto", class_name="kiosk-pre"),
        class_name="kiosk-alert kiosk-alert--attention",
    )


def answer_field() -> rx.Component:
    """Return the box for the answer, or for the reason why the statement does not apply."""
    return rx.el.div(
        rx.el.label(
            rx.cond(State.applies, t("Your answer"), t("Why it does not apply")),
            html_for="answer",
            class_name="usa-label",
        ),
        rx.el.p(
            t("Write in your own language. Say who does it, how often, and which record is kept."),
            id="answer-hint",
            class_name="usa-hint",
        ),
        rx.cond(
            State.problem != "",
            rx.el.p(
                rx.el.span(t("Error:"), " ", class_name="usa-sr-only"),
                State.problem,
                id="answer-error",
                role="alert",
                class_name="usa-error-message",
            ),
        ),
        rx.el.textarea(
            name="answer",
            default_value=State.text,
            max_length=MAX_ANSWER + 500,
            read_only=~State.may_answer,
            rows="6",
            dir="auto",
            lang=View.language,
            class_name="usa-textarea kiosk-textarea",
            on_blur=lambda text: State.save(State.inquiry, View.id, State.version, State.applies, text),
            key=f"{PLACE}/{State.revision}",
            custom_attrs={
                "id": "answer",
                "aria-describedby": "answer-hint answer-error",
                "aria-invalid": rx.cond(State.problem != "", "true", "false"),
                "data-draft-key": PLACE,
                "data-saved-version": State.version.to_string(),
                "data-count": str(MAX_ANSWER),
                "data-autosave": "true",
            },
        ),
        rx.el.p(
            id="answer-count",
            class_name="kiosk-count",
            custom_attrs={
                "data-count-for": "answer",
                "data-text-left": t("Characters left: {n}"),
                "data-text-over": t("Characters too many: {n}"),
            },
        ),
        rx.el.p(class_name="usa-sr-only", role="status", custom_attrs={"data-count-say": "answer"}),
        rx.el.div(
            rx.el.p(t("You had typed this text here, but a newer one was saved meanwhile. Copy what you still need:")),
            rx.el.pre(class_name="kiosk-pre", custom_attrs={"data-unsaved-text": "true"}),
            class_name="kiosk-alert kiosk-alert--attention",
            hidden=True,
            custom_attrs={"data-unsaved-for": PLACE},
        ),
        class_name=rx.cond(State.problem != "", "usa-form-group usa-form-group--error", "usa-form-group"),
    )


def _conflict() -> rx.Component:
    """Return both texts, where somebody else saved another one meanwhile."""
    return rx.el.section(
        rx.el.h2(
            t("Somebody changed this answer while you were writing"),
            class_name="kiosk-conflict__title",
            id="answer-conflict",
        ),
        rx.el.div(
            rx.el.div(
                rx.el.h3(t("Saved by"), " ", rx.el.bdi(State.theirs_by)),
                rx.el.div(State.theirs, class_name="kiosk-conflict__text", dir="auto"),
                rx.el.button(
                    t("Keep this text"),
                    type="button",
                    class_name="usa-button usa-button--outline",
                    on_click=State.keep_theirs(State.inquiry, View.id),
                ),
                class_name="kiosk-conflict__side",
            ),
            rx.el.div(
                rx.el.h3(t("What you wrote")),
                rx.el.div(State.mine, class_name="kiosk-conflict__text", dir="auto"),
                rx.el.button(
                    t("Keep my text"),
                    type="button",
                    class_name="usa-button usa-button--outline",
                    on_click=State.keep_mine(
                        State.inquiry, View.id, State.theirs_version, State.mine_applies, State.mine
                    ),
                ),
                class_name="kiosk-conflict__side",
            ),
            class_name="kiosk-conflict__pair",
        ),
        class_name="kiosk-conflict",
        role="alert",
        custom_attrs={"aria-labelledby": "answer-conflict"},
    )


def support() -> rx.Component:
    """Return what helps with the answer: that of last time, and what a reviewer may object to."""
    return rx.fragment(rx.cond((View.earlier != "") & State.may_answer, _earlier_answer()), _advice())


def _earlier_answer() -> rx.Component:
    """Return what was answered last time, to be used again."""
    return rx.el.div(
        rx.el.h2(t("What you answered last time"), class_name="kiosk-alert__title"),
        rx.cond(View.earlier_applies, rx.fragment(), rx.el.p(t("You said that it does not apply."))),
        rx.el.p(View.earlier, dir="auto", class_name="kiosk-pre"),
        rx.el.button(
            t("Use this answer again"),
            type="button",
            class_name="usa-button usa-button--outline",
            on_click=State.use_earlier(State.inquiry, View.id, State.version),
        ),
        class_name="kiosk-inset",
    )


def _advice() -> rx.Component:
    """Return what a reviewer may object to; it is announced when it comes."""
    return rx.el.div(
        rx.cond(
            State.advice.length() > 0,
            rx.el.section(
                rx.el.h2(t("Advice on this answer"), id="advice", class_name="kiosk-advice__title"),
                rx.el.p(t("It is only advice. You can go on without following it."), class_name="usa-hint"),
                rx.el.ul(
                    rx.foreach(State.advice, lambda each: rx.el.li(each, class_name="kiosk-advice__item")),
                    class_name="kiosk-advice",
                ),
                custom_attrs={"aria-labelledby": "advice"},
            ),
        ),
        role="status",
    )


def english() -> rx.Component:
    """The English stands beside answers in other languages; whoever writes no English leaves it to the company."""
    return rx.cond(View.language != "en", _english())


def _english() -> rx.Component:
    return rx.el.details(
        rx.el.summary(t("Write it in English as well (optional)")),
        rx.el.label(t("The same in English"), html_for="english", class_name="usa-label"),
        rx.el.p(t("If you leave it empty, the company can translate your answer."), class_name="usa-hint"),
        rx.cond(
            State.english_outdated,
            rx.el.p(t("You changed the answer afterwards. Look at the English once more."), class_name="usa-hint"),
        ),
        rx.cond(
            State.english_problem != "", rx.el.p(State.english_problem, role="alert", class_name="usa-error-message")
        ),
        rx.el.textarea(
            name="english",
            default_value=State.english,
            max_length=MAX_ANSWER + 500,
            read_only=~State.may_answer,
            rows="4",
            dir="ltr",
            lang="en",
            class_name="usa-textarea kiosk-textarea",
            on_blur=lambda text: State.save_english(State.inquiry, View.id, State.version, State.english, text),
            key=f"english/{PLACE}/{State.revision}",
            custom_attrs={"id": "english"},
        ),
        class_name="kiosk-more",
    )


def files() -> rx.Component:
    """Return the documents that show it, and the way to add some."""
    return rx.el.section(
        rx.el.h2(t("Documents that show it"), id="files"),
        told(State.told),
        rx.el.ul(rx.foreach(State.files, _file), class_name="kiosk-list"),
        rx.cond(
            State.may_answer,
            upload_box(
                "inquiry-upload",
                t("Add files from this device"),
                to=State.upload,
                on_done=State.look_again(State.inquiry, View.id),
            ),
        ),
        class_name="kiosk-evidence",
        custom_attrs={"aria-labelledby": "files"},
    )


def _file(item: rx.Var[PartnerFileView]) -> rx.Component:
    return rx.el.li(
        file_link(rx.el.bdi(item.name), item.href),
        " ",
        rx.el.span(item.note, class_name="kiosk-list__note"),
        rx.cond(
            State.may_answer,
            rx.el.button(
                t("Take away"),
                rx.el.span(" ", rx.el.bdi(item.name), class_name="usa-sr-only"),
                type="button",
                class_name="usa-button usa-button--unstyled",
                on_click=State.remove_file(State.inquiry, item.id),
                custom_attrs={"data-leads-to": ".kiosk-told"},
            ),
        ),
        class_name="kiosk-list__item",
    )
