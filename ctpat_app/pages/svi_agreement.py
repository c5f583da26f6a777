"""The agreement of SVI: the officer reads, signs and joins; later the settings, and the way out."""

import reflex as rx

from ctpat_app.components.agreements import agree_field, agreement_points, agreement_text, name_field
from ctpat_app.components.arrival import arriving, waiting
from ctpat_app.components.layout import frame
from ctpat_app.components.plain_form import submit, told
from ctpat_app.components.svi import svi_ways
from ctpat_app.components.text import address, t
from ctpat_app.pages.svi import shared_list
from ctpat_app.state.svi_agreement import AGREED, AUTO, MORE, NAME, SEARCHABLE
from ctpat_app.state.svi_agreement import SviAgreementState as State


def svi_agreement_page() -> rx.Component:
    """Who does not take part signs; who does changes what others see, or leaves."""
    return frame(
        rx.el.div(
            rx.cond(
                State.model > 0,
                rx.el.a(
                    rx.el.bdi(State.company), href=f"{address('svi')}?model={State.model}", class_name="kiosk-back"
                ),
            ),
            rx.el.h1(t("Agreement and settings")),
            told(State.told),
            waiting(),
            arriving(rx.cond(State.loaded, rx.cond(State.joined, _taking_part(), _join()))),
            class_name="kiosk-column",
        ),
        title=State.company,
    )


def _join() -> rx.Component:
    return rx.fragment(
        agreement_points(State.agreement),
        rx.el.details(
            rx.el.summary(t("Read the whole agreement")), agreement_text(State.agreement), class_name="kiosk-more"
        ),
        rx.cond(
            State.may_join,
            rx.cond(
                State.may_sign,
                rx.el.form(
                    _settings(),
                    name_field(NAME, State.errors, State.own_name),
                    agree_field(AGREED, State.errors, State.agreement.statement),
                    submit(t("Sign and join SVI")),
                    on_submit=lambda typed: State.join(State.model, typed),
                    no_validate=True,
                ),
                rx.el.p(t("Only the officer can sign this agreement.")),
            ),
            rx.el.p(
                t("Once the company is certified and in good standing, its officer can sign here."),
                class_name="kiosk-inset",
            ),
        ),
    )


def _taking_part() -> rx.Component:
    return rx.fragment(
        svi_ways(State.model, here="svi-agreement"),
        rx.el.p(t("Signed by {name} on {day}.", name=State.signed.signer, day=State.signed.signed_at)),
        rx.cond(
            State.may_sign,
            rx.fragment(
                rx.el.form(
                    _settings(),
                    submit(t("Save the settings")),
                    on_submit=lambda typed: State.save(State.model, typed),
                    key=f"{State.auto_accept}{State.share_more}{State.searchable}",
                ),
                _leave(),
            ),
            rx.el.p(t("Only the officer can change the settings.")),
        ),
        rx.el.details(
            rx.el.summary(t("Read the whole agreement")), agreement_text(State.agreement), class_name="kiosk-more"
        ),
    )


def _settings() -> rx.Component:
    return rx.el.fieldset(
        rx.el.legend(t("Settings"), class_name="usa-legend"),
        _box(
            AUTO,
            t("Accept all requests by themselves"),
            t("Without it you answer each request yourself."),
            State.auto_accept,
        ),
        _box(
            SEARCHABLE,
            t("Let other participants find us by our name"),
            t("Without it only your own requests make links."),
            State.searchable,
        ),
        _box(MORE, t("Share more with linked partners"), t("They then see what is listed below."), State.share_more),
        rx.el.details(
            rx.el.summary(t("What would be shared")), shared_list(State.shared.lines), class_name="kiosk-more"
        ),
        class_name="usa-fieldset",
    )


def _box(control: str, label: str, hint: str, checked: rx.Var[bool]) -> rx.Component:
    return rx.el.div(
        rx.el.input(
            id=control,
            name=control,
            type="checkbox",
            value="yes",
            default_checked=checked,
            class_name="usa-checkbox__input",
            custom_attrs={"aria-describedby": f"{control}-hint"},
        ),
        rx.el.label(label, html_for=control, class_name="usa-checkbox__label"),
        rx.el.p(hint, id=f"{control}-hint", class_name="usa-hint"),
        class_name="usa-checkbox",
    )


def _leave() -> rx.Component:
    return rx.el.details(
        rx.el.summary(t("Leave SVI")),
        rx.el.p(t("Every link ends at once, in both directions, and nobody finds you any more. You can join again.")),
        rx.el.div(
            rx.el.button(
                t("Leave SVI and end every link"),
                type="button",
                class_name="usa-button usa-button--secondary",
                on_click=State.leave(State.model),
            ),
            class_name="kiosk-actions",
        ),
        class_name="kiosk-more",
    )
