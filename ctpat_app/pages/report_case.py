"""The page of a report that was sent: where it stands, who has the next move, what was written, and adding to it."""

import reflex as rx

from ctpat_app.components.arrival import arriving, waiting
from ctpat_app.components.layout import frame
from ctpat_app.components.links import page_link
from ctpat_app.components.plain_form import TOLD, area, line, outcome, submit
from ctpat_app.components.text import t
from ctpat_app.components.uploads import upload_box, upload_script
from ctpat_app.domain.help_reports import MAX_PICTURES, MAX_TEXT
from ctpat_app.state.flash import kiosk_settings
from ctpat_app.state.report_case import CaseCard, PictureLine
from ctpat_app.state.report_case import ReportCaseState as State

_LONGEST_CODE = 40


def report_case_page() -> rx.Component:
    """One report, or the form that asks for its code."""
    return frame(
        rx.el.div(
            outcome(State),
            rx.el.h1(t("Your report")),
            waiting(),
            arriving(rx.cond(State.code != "", _case(), _find())),
            upload_script(),
            class_name="kiosk-column",
        )
    )


def _find() -> rx.Component:
    return rx.fragment(
        rx.el.p(
            t("Type the code that you got when you sent the report. It also stands in our mail, as a link."),
            class_name="kiosk-lead",
        ),
        rx.el.form(
            line(
                State,
                "find",
                "code",
                t("Code of the report"),
                _LONGEST_CODE,
                hint=t("Twelve letters, such as HKDR-WMNA-CFJP."),
                optional=False,
                dir="ltr",
                auto_capitalize="characters",
                spell_check=False,
                look="usa-input kiosk-input--code",
            ),
            submit(t("Show the report")),
            on_submit=State.open,
            no_validate=True,
        ),
        rx.el.p(page_link(t("Report a problem"), path="report")),
    )


def _case() -> rx.Component:
    return rx.fragment(
        rx.el.dl(
            _fact(t("Code of the report"), rx.el.bdi(State.code, dir="ltr", class_name="kiosk-code kiosk-code--whole")),
            _fact(t("Sent"), State.opened),
            _fact(t("Where your report stands"), rx.el.strong(State.state_name)),
            _fact(t("What comes next"), State.next_move),
            class_name="kiosk-summary",
        ),
        rx.cond(
            State.joined,
            rx.el.p(
                t("We joined your report with others about the same thing. What we answer to all stands here, too."),
                class_name="kiosk-inset",
            ),
        ),
        rx.el.p(
            rx.cond(
                State.by_mail,
                t("Each answer also goes to the email address that you gave."),
                t("You gave no email address, so look here for the answer. Keep the code."),
            )
        ),
        _messages(),
        rx.cond(State.can_write, _write()),
        rx.cond(State.can_solve, _solve()),
        rx.cond(~State.can_write, rx.el.p(page_link(t("Report a problem"), path="report"))),
    )


def _fact(name: str, value: rx.Var[str] | rx.Component) -> rx.Component:
    return rx.el.div(
        rx.el.dt(name, class_name="kiosk-summary__key"),
        rx.el.dd(value, class_name="kiosk-summary__value"),
        class_name="kiosk-summary__row",
    )


def _messages() -> rx.Component:
    return rx.el.section(
        rx.el.h2(t("What was written"), id="written"),
        rx.el.div(
            rx.foreach(State.cards, _message),
            role="log",
            tab_index=0,
            class_name="kiosk-conversation",
            custom_attrs={"aria-labelledby": "written"},
        ),
        rx.cond(
            State.expected != "",
            rx.el.p(
                t("What you expected:"), " ", rx.el.span(State.expected, dir="auto", class_name="kiosk-message__text")
            ),
        ),
        rx.el.button(
            t("Look for an answer"),
            type="button",
            on_click=State.look_again(State.code),
            class_name="usa-button usa-button--unstyled",
        ),
    )


def _message(card: rx.Var[CaseCard]) -> rx.Component:
    return rx.el.article(
        rx.el.h3(card.title, id=f"message-{card.id}", class_name="kiosk-message__title"),
        # Text alone, whatever was typed: markup and addresses in it are shown and lead nowhere.
        rx.el.p(card.text, lang=card.language, dir=card.direction, class_name="kiosk-message__text"),
        rx.cond(
            card.pictures.length() > 0,
            rx.el.ul(
                rx.foreach(card.pictures, lambda name: rx.el.li(t("Picture:"), " ", rx.el.bdi(name))),
                class_name="usa-list",
            ),
        ),
        class_name=rx.cond(card.is_own, "kiosk-message kiosk-message--own", "kiosk-message"),
        custom_attrs={"aria-labelledby": f"message-{card.id}"},
        key=card.id.to_string(),
    )


def _write() -> rx.Component:
    return rx.el.section(
        rx.el.h2(t("Add something"), id="write"),
        rx.el.p(t("Pictures that you add here go along with the text below.")),
        upload_box(
            "case-picture",
            t("Add a picture"),
            to=State.upload,
            on_done=State.look_again(State.code),
            hint=t(
                "PNG or JPEG, up to {size} MB each, at most {most}. No PDF files.",
                size=kiosk_settings().upload_mb,
                most=MAX_PICTURES,
            ),
        ),
        rx.cond(
            State.pictures.length() > 0,
            rx.el.ul(rx.foreach(State.pictures, _picture), class_name="kiosk-uploads__list"),
        ),
        rx.el.form(
            area(
                State,
                "case",
                "text",
                t("What do you want to add?"),
                MAX_TEXT,
                hint=t("Write no passwords, codes or identification numbers."),
                optional=False,
                more={"data-draft-key": State.draft_key, "data-saved-version": "1", "data-sends": "true"},
            ),
            submit(t("Add it to the report")),
            on_submit=lambda typed: State.add(State.code, State.token, State.pictures_token, typed),
            no_validate=True,
            key=State.form_key,
            custom_attrs=TOLD,
        ),
        custom_attrs={"aria-labelledby": "write"},
    )


def _picture(picture: rx.Var[PictureLine]) -> rx.Component:
    return rx.el.li(
        rx.el.bdi(picture.name, class_name="kiosk-upload__name"),
        rx.el.button(
            t("Take away"),
            rx.el.span(" ", picture.name, class_name="usa-sr-only"),
            type="button",
            on_click=State.take_away(State.code, State.pictures_token, picture.id),
            class_name="usa-button usa-button--unstyled",
            custom_attrs=TOLD,
        ),
        class_name="kiosk-upload",
        key=picture.id.to_string(),
    )


def _solve() -> rx.Component:
    return rx.el.section(
        rx.el.h2(t("Is it solved?"), id="solved"),
        rx.el.p(t("Then say so, and nobody works on it any more. For two weeks you can open it again by writing.")),
        rx.el.button(
            t("It is solved"),
            type="button",
            on_click=State.solve(State.code),
            class_name="usa-button usa-button--outline",
            custom_attrs=TOLD,
        ),
        custom_attrs={"aria-labelledby": "solved"},
    )
