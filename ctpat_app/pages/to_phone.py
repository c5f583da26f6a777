"""Going on with one's own phone: the page at the shared computer, and the page on the phone."""

import reflex as rx

from ctpat_app.components.arrival import arriving, waiting
from ctpat_app.components.layout import frame
from ctpat_app.components.links import document_link
from ctpat_app.components.organization import problem
from ctpat_app.components.post_form import post_form, search_form
from ctpat_app.components.scripts import page_script
from ctpat_app.components.text import address, t
from ctpat_app.pages.account_forms import code_field, faults
from ctpat_app.state.flash import kiosk_settings
from ctpat_app.state.session import SessionState
from ctpat_app.state.to_phone import PhoneState, ToPhoneState

_LOOK_EVERY_SECONDS = "2"


def to_phone_page() -> rx.Component:
    """What happens, the code, then the digits to compare."""
    state = ToPhoneState
    return frame(
        rx.el.div(
            document_link(t("Back"), href=state.back, class_name="kiosk-back"),
            faults(state),
            rx.el.h1(t("Go on with your phone"), id="to-phone-problem"),
            rx.el.p(
                t("What you answered is saved. You go on at the same place, and this computer forgets you."),
                class_name="kiosk-lead",
            ),
            waiting(),
            arriving(rx.cond(state.loaded, _here())),
            class_name="kiosk-column",
        )
    )


def _here() -> rx.Component:
    state = ToPhoneState
    return rx.fragment(
        problem(state.problem),
        rx.cond(
            SessionState.shared_computer,
            rx.match(
                state.stage,
                ("offered", _offered()),
                ("taken", _compare()),
                ("refused", _again(t("That phone was refused. Nothing of yours was shown on it."))),
                ("over", _again(t("The code is over."))),
                _before(),
            ),
            rx.el.p(t("This is for shared computers. On your own computer nothing has to be handed over.")),
        ),
        _asks_by_itself(state.look),
    )


def _before() -> rx.Component:
    return rx.fragment(
        rx.el.ol(
            rx.el.li(t("Point the camera of your phone at the code, or type the address.")),
            rx.el.li(t("Compare two digits on both screens.")),
            rx.el.li(t("Sign in on your phone, as always. The code itself signs nobody in.")),
            class_name="usa-list",
        ),
        rx.el.p(t("You need your password, your passkey or your other service on the phone. Without them, stay here.")),
        _show(t("Show the code")),
    )


def _show(label: str) -> rx.Component:
    state = ToPhoneState
    return rx.el.div(
        rx.el.button(
            label,
            type="button",
            class_name="usa-button",
            on_click=state.show_code(state.draft, state.page, state.part),
        ),
        class_name="kiosk-actions",
    )


def _again(text: str) -> rx.Component:
    return rx.fragment(
        rx.el.div(rx.el.p(text), class_name="kiosk-alert kiosk-alert--attention", role="status"),
        _show(t("Show a new code")),
    )


def _offered() -> rx.Component:
    state = ToPhoneState
    return rx.el.section(
        rx.el.h2(t("Point your phone at this"), id="offered"),
        rx.el.img(
            src=state.picture,
            alt=t("QR code with the address and the code below"),
            class_name="kiosk-qr",
        ),
        rx.el.p(t("Or open this address on your phone:")),
        rx.el.p(rx.el.bdi(state.where, dir="ltr", class_name="kiosk-code")),
        rx.el.p(t("and type this code:"), " ", rx.el.strong(rx.el.bdi(state.code, dir="ltr", class_name="kiosk-code"))),
        rx.el.p(t("It works once, within two and a half minutes."), class_name="usa-hint"),
        custom_attrs={"aria-labelledby": "offered"},
    )


def _compare() -> rx.Component:
    state = ToPhoneState
    return rx.el.section(
        rx.el.h2(t("Is this your phone?"), id="compare"),
        rx.el.p(t("A phone has opened the code. It is yours if it shows these two digits:")),
        _digits(state.digits),
        rx.el.div(
            post_form(
                rx.el.input(type="hidden", name="digits", value=state.digits),
                rx.el.button(
                    t("Yes, my phone shows them"),
                    type="submit",
                    class_name="usa-button",
                    custom_attrs={"data-clear": "true"},
                ),
                action="/auth/phone-confirm",
            ),
            rx.el.button(
                t("No, this is not my phone"),
                type="button",
                class_name="usa-button usa-button--outline",
                on_click=state.not_mine,
            ),
            class_name="kiosk-actions",
        ),
        rx.el.p(t("With yes, this computer signs you out and forgets you."), class_name="usa-hint"),
        role="alert",
        custom_attrs={"aria-labelledby": "compare"},
    )


def _digits(digits: rx.Var[str]) -> rx.Component:
    return rx.el.p(rx.el.bdi(digits, dir="ltr"), class_name="kiosk-digits")


def _asks_by_itself(look: rx.EventHandler) -> rx.Component:
    return rx.fragment(
        rx.el.button(
            t("Look again"),
            type="button",
            hidden=True,
            on_click=look,
            custom_attrs={"data-press-every": _LOOK_EVERY_SECONDS},
        ),
        page_script("look-again.js"),
    )


# ---------------------------------------------------------------- the phone


def phone_page() -> rx.Component:
    """Whose terminal it is and what happens, the digits, then signing in as always."""
    return frame(
        rx.el.div(
            faults(PhoneState),
            rx.el.h1(t("Go on with this phone")),
            waiting(),
            arriving(rx.cond(PhoneState.loaded, _there())),
            class_name="kiosk-column",
        )
    )


def _there() -> rx.Component:
    return rx.fragment(
        rx.match(
            PhoneState.stage,
            ("offered", _take()),
            ("taken", _taken()),
            ("confirmed", _confirmed()),
            ("refused", _stop(t("At the shared computer somebody said that this is not their phone."))),
            ("over", _stop(t("This code does not work any more. Ask for a new one at the shared computer."))),
            ("other-person", _other_person()),
            _type(),
        ),
        _asks_by_itself(PhoneState.look),
    )


def _whose() -> rx.Component:
    settings = kiosk_settings()
    runs = t("Run by {operator}. Not a government website.", operator=settings.operator_name)
    return rx.el.dl(
        _fact(
            t("The code comes from"), rx.cond(PhoneState.terminal != "", PhoneState.terminal, t("A shared computer"))
        ),
        _fact(t("The kiosk"), settings.kiosk_name),
        *([_fact(t("Who runs it"), runs)] if settings.operator_name else []),
        class_name="kiosk-summary",
    )


def _fact(name: str, value: str | rx.Var[str]) -> rx.Component:
    return rx.el.div(
        rx.el.dt(name, class_name="kiosk-summary__key"),
        rx.el.dd(rx.el.bdi(value), class_name="kiosk-summary__value"),
        class_name="kiosk-summary__row",
    )


def _take() -> rx.Component:
    return rx.fragment(
        _whose(),
        rx.el.p(t("Both screens then show two digits. You compare them, and the computer signs you out.")),
        rx.el.p(t("After that you sign in on this phone, and go on where you were.")),
        rx.el.p(
            t("Did somebody send you this code? Then close this page. A code is for the screen in front of you alone.")
        ),
        post_form(
            rx.el.input(type="hidden", name="code", value=PhoneState.code),
            rx.el.button(t("Use this phone"), type="submit", class_name="usa-button"),
            action="/auth/phone-take",
        ),
    )


def _taken() -> rx.Component:
    return rx.fragment(
        rx.el.p(t("Does the shared computer show these two digits?"), class_name="kiosk-lead"),
        _digits(PhoneState.digits),
        rx.el.p(t("Say so there. This page goes on by itself.")),
        rx.el.button(
            t("Look again"), type="button", class_name="usa-button usa-button--outline", on_click=PhoneState.look
        ),
    )


def _confirmed() -> rx.Component:
    onward = f"?next={PhoneState.here}"
    return rx.el.div(
        rx.el.p(t("The shared computer has signed you out. Sign in here to go on where you were.")),
        rx.el.div(
            document_link(t("Sign in"), href=address("sign-in") + onward, class_name="usa-button"),
            class_name="kiosk-actions",
        ),
        rx.el.p(document_link(t("Forgot your password?"), href=address("forgot-password") + onward)),
        role="status",
    )


def _stop(text: str) -> rx.Component:
    return rx.fragment(
        rx.el.div(rx.el.p(text), class_name="kiosk-alert kiosk-alert--attention", role="status"),
        rx.el.p(t("Your answers are saved. You can also sign in and open them yourself.")),
        rx.el.p(document_link(t("Sign in"), href=address("sign-in"))),
        _type(),
    )


def _other_person() -> rx.Component:
    return rx.el.div(
        rx.el.p(t("Somebody else is signed in on this phone. The form opens for its own person alone.")),
        post_form(
            rx.el.button(t("Sign out"), type="submit", class_name="usa-button usa-button--outline"),
            action="/auth/sign-out",
        ),
        class_name="kiosk-alert kiosk-alert--attention",
        role="status",
    )


def _type() -> rx.Component:
    return search_form(
        code_field(PhoneState, label=t("Code from the shared computer"), hint=t("Eight letters, such as ABCD-EFGH.")),
        rx.el.div(rx.el.button(t("Continue"), type="submit", class_name="usa-button"), class_name="kiosk-actions"),
        action=address("phone"),
    )
