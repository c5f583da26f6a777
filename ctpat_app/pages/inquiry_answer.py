"""One statement of a questionnaire: what is asked, the answer, its English, files, and the way to the next one."""

import reflex as rx

from ctpat_app.components.inquiry import file_link, page_of, partner_frame
from ctpat_app.components.plain_form import told
from ctpat_app.components.text import address, t
from ctpat_app.components.uploads import upload_box, upload_script
from ctpat_app.domain.inquiry_access import MAX_ANSWER
from ctpat_app.state.inquiry_answer import InquiryAnswerState as State
from ctpat_app.state.inquiry_answer import PartnerFileView

View = State.view
_PLACE = f"inquiry-{State.inquiry}/{View.id}"
"""Names the field for the page's script, which keeps what was typed until it is saved."""


def inquiry_answer_page() -> rx.Component:
    """The statement large, the box that grows, and all that belongs to this one statement below."""
    return partner_frame(
        State,
        "inquiry-answer",
        rx.cond(View.id != "", rx.fragment(_form(), _files(), _pager())),
        upload_script(),
        saved_at=State.saved_at,
        title=View.number,
        path=State.address,
    )


def _form() -> rx.Component:
    return rx.el.form(
        rx.el.a(t("All statements"), href=page_of(State, "inquiry-answers"), class_name="kiosk-back"),
        rx.el.p(
            t("Statement {position} of {count}", position=View.position, count=View.count), class_name="kiosk-caption"
        ),
        _statement(),
        rx.cond(View.comment != "", _comment()),
        rx.cond(State.in_conflict, _conflict()),
        _applies(),
        _answer(),
        rx.cond((View.earlier != "") & State.may_answer, _earlier()),
        _advice(),
        rx.cond(
            State.may_answer,
            rx.el.div(
                rx.el.button(
                    t("Save and go to the next statement"),
                    type="submit",
                    class_name="usa-button",
                    custom_attrs={"data-continue": "true"},
                ),
                class_name="kiosk-actions",
            ),
            rx.el.p(t("The answers are signed, or the questionnaire is closed. They cannot be changed now.")),
        ),
        rx.cond(View.language != "en", _english()),
        on_submit=lambda typed: State.go_on(State.inquiry, View.id, State.version, State.applies, typed),
        no_validate=True,
        key=_PLACE,
    )


def _statement() -> rx.Component:
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
    return rx.el.div(
        rx.el.h2(t("The company asks you to change this answer"), class_name="kiosk-alert__title"),
        rx.el.p(View.comment, dir="auto", class_name="kiosk-pre"),
        class_name="kiosk-alert kiosk-alert--attention",
    )


def _applies() -> rx.Component:
    def radio(value: str, label: str, *, applies: bool) -> rx.Component:
        return rx.el.div(
            rx.el.input(
                type="radio",
                name="applies-choice",
                value=value,
                default_checked=State.applies if applies else ~State.applies,
                disabled=~State.may_answer,
                class_name="usa-radio__input",
                on_change=State.choose(State.inquiry, View.id, State.version, applies),
                key=f"{value}/{_PLACE}/{State.revision}",
                custom_attrs={"id": f"applies-{value}"},
            ),
            rx.el.label(label, html_for=f"applies-{value}", class_name="usa-radio__label"),
            class_name="usa-radio",
        )

    return rx.el.fieldset(
        rx.el.legend(t("Does this apply to your company?"), class_name="usa-legend"),
        radio("yes", t("Yes, it applies"), applies=True),
        radio("no", t("No, it does not apply"), applies=False),
        class_name="usa-fieldset",
    )


def _answer() -> rx.Component:
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
            key=f"{_PLACE}/{State.revision}",
            custom_attrs={
                "id": "answer",
                "aria-describedby": "answer-hint answer-error",
                "aria-invalid": rx.cond(State.problem != "", "true", "false"),
                "data-draft-key": _PLACE,
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
            custom_attrs={"data-unsaved-for": _PLACE},
        ),
        class_name=rx.cond(State.problem != "", "usa-form-group usa-form-group--error", "usa-form-group"),
    )


def _conflict() -> rx.Component:
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


def _earlier() -> rx.Component:
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


def _english() -> rx.Component:
    """The English stands beside answers in other languages; whoever writes no English leaves it to the company."""
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
            key=f"english/{_PLACE}/{State.revision}",
            custom_attrs={"id": "english"},
        ),
        class_name="kiosk-more",
    )


def _files() -> rx.Component:
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


def _pager() -> rx.Component:
    def to(criterion: rx.Var[str]) -> str:
        return f"{address('inquiry-answer')}?inquiry={State.inquiry}&criterion={criterion}"

    return rx.el.nav(
        rx.cond(
            View.before != "",
            rx.el.a(t("Previous statement"), href=to(View.before), class_name="kiosk-pager__prev"),
        ),
        rx.cond(
            View.after != "",
            rx.el.a(t("Skip to the next statement"), href=to(View.after), class_name="kiosk-pager__next"),
        ),
        class_name="kiosk-pager",
        aria_label=t("Statements"),
    )
