"""Sign and send."""

import reflex as rx

from ctpat_app.components.agreements import (
    agree_field,
    agreement_points,
    agreement_text,
    name_field,
    signed_entry,
    ticked,
    typed_in,
)
from ctpat_app.components.arrival import arriving, waiting
from ctpat_app.components.companies import kept_in_trade_account
from ctpat_app.components.layout import frame
from ctpat_app.components.links import document_link
from ctpat_app.components.profile_note import changes_note
from ctpat_app.components.text import address, t
from ctpat_app.state.review import WholeReviewState
from ctpat_app.state.sign import AGREED, NAME, SignState

# Which of the two buttons sent the form; Reflex hands over the fields alone.
_PRESSED: rx.Var[str] = rx.Var("(ev.nativeEvent.submitter?.value ?? 'now')", _var_type=str)


def sign_page() -> rx.Component:
    """What is signed, in short and in full, then the signature; everybody but the officer sees for whom it waits."""
    return frame(
        rx.el.div(
            arriving(
                rx.cond(SignState.attempt > 0, _errors()),
                rx.cond(
                    SignState.draft > 0, rx.el.a(t("Check your answers"), href=_page("check"), class_name="kiosk-back")
                ),
            ),
            rx.el.h1(t("Sign and send")),
            waiting(),
            arriving(rx.cond(SignState.draft > 0, _content())),
            class_name="kiosk-column",
        )
    )


def _page(path: str) -> str:
    return f"{address(path)}?draft={SignState.draft}"


def _errors() -> rx.Component:
    def fault(control: str) -> rx.Component:
        text = SignState.errors[control]
        return rx.cond(SignState.errors.contains(control), rx.el.li(document_link(text, href=f"#{control}")))

    return rx.cond(
        SignState.errors.length() > 0,
        rx.el.div(
            rx.el.h2(t("It is not signed yet"), id="error-title", class_name="kiosk-errors__title"),
            rx.el.ul(
                fault(AGREED),
                fault(NAME),
                rx.cond(
                    SignState.errors.contains(""),
                    rx.el.li(rx.el.a(SignState.errors[""], href=_page("check"))),
                ),
                class_name="kiosk-errors__list",
            ),
            id="error-summary",
            role="alert",
            tab_index=-1,
            class_name="kiosk-errors",
            custom_attrs={"data-attempt": SignState.attempt.to_string(), "aria-labelledby": "error-title"},
        ),
    )


def _content() -> rx.Component:
    return rx.fragment(
        changes_note(SignState.draft),
        rx.cond(SignState.open_points > 0, _not_ready()),
        rx.cond((WholeReviewState.draft == SignState.draft) & (WholeReviewState.open > 0), _advice()),
        _in_short(),
        kept_in_trade_account(),
        rx.el.h2(t("The agreement")),
        rx.el.p(t("This is what the company agrees to, in short:")),
        agreement_points(SignState.agreement),
        agreement_text(SignState.agreement),
        rx.cond(
            SignState.is_signed,
            rx.cond(SignState.may_sign, _send(), _waiting(t("Signed. The officer still has to send it."))),
            rx.cond(SignState.may_sign, _form(), _waiting(t("Only the officer can sign and send."))),
        ),
        _earlier(),
        _afterwards(),
    )


def _not_ready() -> rx.Component:
    return rx.el.div(
        rx.el.p(t("Points still open: {count}.", count=SignState.open_points)),
        rx.el.p(t("It can be signed when nothing is open any more.")),
        rx.el.p(rx.el.a(t("See what is still to be done"), href=_page("check"))),
        class_name="kiosk-alert kiosk-alert--attention",
    )


def _advice() -> rx.Component:
    return rx.el.div(
        rx.el.p(t("A reviewer may object to points of your answers: {count}.", count=WholeReviewState.open)),
        rx.el.p(t("This does not keep you from signing and sending.")),
        rx.el.p(rx.el.a(t("See what a reviewer may object to"), href=f"{_page('check')}#advice")),
        class_name="kiosk-alert",
    )


def _in_short() -> rx.Component:
    return rx.el.dl(
        _fact(t("Company"), rx.el.bdi(SignState.company)),
        _fact(t("Business types"), SignState.types),
        _fact(
            t("Security statements answered"),
            t("{done} of {count}", done=SignState.criteria_answered, count=SignState.criteria),
        ),
        _fact(t("Date"), SignState.today),
        class_name="kiosk-summary",
    )


def _fact(name: str, value: str | rx.Component | rx.Var[str]) -> rx.Component:
    return rx.el.div(
        rx.el.dt(name, class_name="kiosk-summary__key"),
        rx.el.dd(value, class_name="kiosk-summary__value"),
        class_name="kiosk-summary__row",
    )


def _form() -> rx.Component:
    return rx.el.form(
        rx.el.h2(t("Your signature")),
        agree_field(
            AGREED, SignState.errors, t("I am the officer, I have read the agreement, and I agree for the company.")
        ),
        name_field(NAME, SignState.errors, SignState.own_name),
        rx.el.div(
            rx.el.button(t("Sign and send"), type="submit", name="when", value="now", class_name="usa-button"),
            rx.el.button(
                t("Sign now, send later"),
                type="submit",
                name="when",
                value="later",
                class_name="usa-button usa-button--outline",
            ),
            class_name="kiosk-actions",
        ),
        class_name="kiosk-sign",
        custom_attrs={"noValidate": True},
        on_submit=lambda _fields: SignState.sign(SignState.draft, typed_in(NAME), ticked(AGREED), _PRESSED),
    )


def _send() -> rx.Component:
    return rx.el.div(
        rx.el.h2(t("It is signed")),
        rx.el.p(t("Nothing was changed since. Send the application, and the specialist can begin.")),
        rx.el.div(
            rx.el.button(
                t("Send the application"),
                type="button",
                class_name="usa-button",
                on_click=SignState.send(SignState.draft),
            ),
            class_name="kiosk-actions",
        ),
        class_name="kiosk-sign",
    )


def _waiting(why: str) -> rx.Component:
    return rx.el.section(
        rx.el.h2(t("Waiting for the officer"), id="waiting"),
        rx.el.p(why),
        rx.cond(
            SignState.officer != "",
            rx.fragment(
                rx.el.dl(_fact(t("Officer"), rx.el.bdi(SignState.officer)), class_name="kiosk-summary"),
                rx.el.p(t("Send this address to the officer. After signing in, this page opens.")),
                rx.el.p(rx.el.bdi(SignState.own_address, dir="ltr", class_name="kiosk-code")),
            ),
            rx.el.p(
                rx.el.a(
                    t("Name an officer in the contacts"),
                    href=f"{address('apply')}?draft={SignState.draft}&step=contacts",
                )
            ),
        ),
        class_name="kiosk-box",
        custom_attrs={"aria-labelledby": "waiting"},
    )


def _earlier() -> rx.Component:
    return rx.cond(
        SignState.signatures.length() > 0,
        rx.fragment(
            rx.el.h2(t("Signatures so far")),
            rx.el.ol(rx.foreach(SignState.signatures, signed_entry), class_name="usa-list"),
        ),
    )


def _afterwards() -> rx.Component:
    return rx.el.section(
        rx.el.h2(t("What follows"), id="follows"),
        rx.el.ul(
            rx.el.li(t("The application is frozen: nobody can change it any more.")),
            rx.el.li(t("You get a reference, and every contact gets a mail.")),
            rx.el.li(t("Importer of record numbers, SCAC and MID are locked. Later only the specialist changes them.")),
            class_name="usa-list",
        ),
        custom_attrs={"aria-labelledby": "follows"},
    )
