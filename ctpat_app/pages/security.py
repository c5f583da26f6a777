"""The page "Signing in and security": a list of sections, one for each way to show who you are."""

from collections.abc import Callable

import reflex as rx

from ctpat_app.components.arrival import arriving, waiting
from ctpat_app.components.downloads import print_button
from ctpat_app.components.layout import frame
from ctpat_app.components.links import document_link
from ctpat_app.components.passkeys import no_passkeys, passkey_form
from ctpat_app.components.post_form import post_form
from ctpat_app.components.text import address, t
from ctpat_app.domain.passkeys import MAX_NAME
from ctpat_app.pages.account_forms import code_field, faults, notice
from ctpat_app.state.linked_identities import LinkCard, LinkedIdentitiesState
from ctpat_app.state.security import PasskeyView, SecurityState


def security_page() -> rx.Component:
    """What the person signs in with, section by section."""
    return frame(
        rx.el.div(
            faults(SecurityState),
            rx.el.h1(t("Signing in and security")),
            notice(SecurityState),
            waiting(),
            arriving(
                rx.cond(
                    SecurityState.loaded,
                    rx.fragment(rx.cond(SecurityState.required, _required()), *(section() for section in SECTIONS)),
                )
            ),
            class_name="kiosk-column",
        )
    )


def _required() -> rx.Component:
    return rx.el.div(
        rx.el.p(t("Set up a passkey or an authenticator app first. Staff need one before they can see anything else.")),
        class_name="kiosk-alert kiosk-alert--attention",
    )


def authenticator_section() -> rx.Component:
    """Return the section of the authenticator app: set up, being set up, or not there."""
    return rx.el.section(
        rx.el.h2(t("Authenticator app"), id="authenticator"),
        rx.cond(
            SecurityState.authenticator_since != "",
            _has_app(),
            rx.cond(SecurityState.key != "", _confirm_app(), _begin_app()),
        ),
        custom_attrs={"aria-labelledby": "authenticator"},
    )


def _begin_app() -> rx.Component:
    return rx.fragment(
        rx.el.p(t("An app on your computer or telephone shows a new code every half minute. It works offline.")),
        _button_form(t("Set up an authenticator app"), action="/auth/authenticator/begin"),
    )


def _confirm_app() -> rx.Component:
    return rx.fragment(
        rx.el.ol(
            rx.el.li(t("Open your authenticator app and add an account.")),
            rx.el.li(t("Scan this picture, or type the key below it.")),
            rx.el.li(t("Enter the code that the app shows.")),
            class_name="usa-list",
        ),
        rx.el.img(
            src=SecurityState.picture, alt=t("Code to scan; the key below says the same."), class_name="kiosk-qr"
        ),
        rx.el.p(t("Key:"), " ", rx.el.bdi(SecurityState.key, dir="ltr", class_name="kiosk-code")),
        post_form(
            code_field(SecurityState, label=t("Code of the app"), hint=t("Six digits")),
            rx.el.div(
                rx.el.button(t("Confirm the app"), type="submit", class_name="usa-button"), class_name="kiosk-actions"
            ),
            action="/auth/authenticator/confirm",
        ),
        _button_form(t("Begin again with another key"), action="/auth/authenticator/begin", second=True),
    )


def _has_app() -> rx.Component:
    return rx.fragment(
        rx.el.p(t("Set up since {day}.", day=SecurityState.authenticator_since)),
        _button_form(t("Remove the authenticator app"), action="/auth/authenticator/remove", second=True),
    )


def passkey_section() -> rx.Component:
    """Return the section of the passkeys: those that exist, and one more."""
    return rx.el.section(
        rx.el.h2(t("Passkeys"), id="passkeys"),
        rx.el.p(
            t("A passkey is a key that stays in your device. Its finger print, face or code opens it."),
            " ",
            t("Nobody can guess it or trick it out of you, and you need no password."),
        ),
        rx.cond(
            SecurityState.passkeys.length() > 0,
            rx.el.ul(rx.foreach(SecurityState.passkeys, _passkey), class_name="kiosk-cards"),
        ),
        passkey_form(
            rx.el.label(t("Name of the new passkey (may stay empty)"), html_for="passkey-name", class_name="usa-label"),
            rx.el.p(
                t("So that you know it again, such as: office computer."), id="passkey-name-hint", class_name="usa-hint"
            ),
            rx.el.input(
                id="passkey-name",
                name="name",
                type="text",
                dir="auto",
                max_length=MAX_NAME,
                auto_complete="off",
                class_name="usa-input",
                custom_attrs={"aria-describedby": "passkey-name-hint"},
            ),
            purpose="add",
            label=t("Set up a passkey"),
            action="/auth/passkeys/add",
        ),
        no_passkeys(),
        custom_attrs={"aria-labelledby": "passkeys"},
    )


def _passkey(item: PasskeyView) -> rx.Component:
    return rx.el.li(
        rx.el.h3(rx.el.bdi(item.name), id=f"passkey-{item.id}"),
        rx.el.p(
            t("Set up on {day}.", day=item.added),
            " ",
            rx.cond(item.last_used != "", t("Last used on {day}.", day=item.last_used), t("Never used yet.")),
            " ",
            rx.cond(item.backed_up, t("Your device keeps a copy in its account, so it survives a lost device."), ""),
        ),
        post_form(
            rx.el.input(type="hidden", name="passkey", value=item.id.to_string()),
            rx.el.div(
                rx.el.button(
                    t("Remove the passkey"),
                    type="submit",
                    class_name="usa-button usa-button--outline",
                    custom_attrs={"aria-describedby": f"passkey-{item.id}"},
                ),
                class_name="kiosk-actions",
            ),
            action="/auth/passkeys/remove",
        ),
        class_name="kiosk-cards__card",
    )


def recovery_section() -> rx.Component:
    """Return the section of the recovery codes; it exists with an app or a passkey only."""
    return rx.cond(
        (SecurityState.authenticator_since != "") | (SecurityState.passkeys.length() > 0),
        rx.el.section(
            rx.el.h2(t("Recovery codes"), id="recovery"),
            rx.cond(SecurityState.new_codes.length() > 0, _new_codes()),
            rx.el.p(t("Codes left: {count}", count=SecurityState.codes_left)),
            rx.el.p(t("Each code opens your account once when you have neither app nor passkey. Keep them on paper.")),
            _button_form(t("Make new recovery codes"), action="/auth/recovery-codes", second=True),
            custom_attrs={"aria-labelledby": "recovery"},
        ),
    )


def _new_codes() -> rx.Component:
    def line(code: rx.Var[str]) -> rx.Component:
        return rx.el.li(rx.el.bdi(code, dir="ltr", class_name="kiosk-code"))

    return rx.el.div(
        rx.el.p(t("Print or save these codes now. We cannot show them again.")),
        rx.el.ul(rx.foreach(SecurityState.new_codes, line), class_name="usa-list", aria_label=t("Recovery codes")),
        rx.el.div(
            print_button(),
            document_link(
                t("Save as text file"), href=SecurityState.new_codes_file, download="kiosk-recovery-codes.txt"
            ),
            class_name="kiosk-actions kiosk-no-print",
        ),
        class_name="kiosk-inset",
    )


def identities_section() -> rx.Component:
    """Return the section of linked identities; it exists with an identity provider, or with what is left of one."""
    state = LinkedIdentitiesState
    return rx.cond(
        (state.links.length() > 0) | (state.may_link != ""),
        rx.el.section(
            rx.el.h2(t("Signing in through another service"), id="identities"),
            rx.foreach(state.links, _linked),
            rx.cond(state.may_link != "", _may_link(state.may_link)),
            custom_attrs={"aria-labelledby": "identities"},
        ),
    )


def _linked(link: rx.Var[LinkCard]) -> rx.Component:
    return rx.el.div(
        rx.el.p(
            rx.cond(
                link.last_used != "",
                t(
                    "Linked with {provider} since {day}. Last used: {last}.",
                    provider=link.provider,
                    day=link.since,
                    last=link.last_used,
                ),
                t("Linked with {provider} since {day}. Not used yet.", provider=link.provider, day=link.since),
            )
        ),
        post_form(
            rx.el.input(type="hidden", name="link", value=link.id),
            rx.el.div(
                rx.el.button(
                    t("Take away the link with {provider}", provider=link.provider),
                    type="submit",
                    class_name="usa-button usa-button--outline",
                ),
                class_name="kiosk-actions",
            ),
            action="/auth/oidc/unlink",
        ),
        key=link.id,
    )


def _may_link(provider: rx.Var[str]) -> rx.Component:
    return rx.fragment(
        rx.el.p(t("You can sign in through {provider} instead of typing your password here.", provider=provider)),
        rx.el.p(
            t(
                "This kiosk does not belong to {provider}. It keeps only the number by which {provider} knows you.",
                provider=provider,
            )
        ),
        _button_form(t("Link with {provider}", provider=provider), action="/auth/oidc/link", second=True),
    )


def _button_form(label: str, *, action: str, second: bool = False) -> rx.Component:
    look = "usa-button usa-button--outline" if second else "usa-button"
    return post_form(
        rx.el.div(rx.el.button(label, type="submit", class_name=look), class_name="kiosk-actions"), action=action
    )


def more_section() -> rx.Component:
    """Return the section with the pages of their own that belong here."""
    pages = (
        ("sessions", t("Where you are signed in")),
        ("security-questions", t("Your security questions")),
        ("change-password", t("Change your password")),
        ("change-mail", t("Change your email address")),
    )
    return rx.el.section(
        rx.el.h2(t("More ways to protect your account"), id="more"),
        rx.el.ul(*(rx.el.li(rx.el.a(name, href=address(path))) for path, name in pages), class_name="usa-list"),
        custom_attrs={"aria-labelledby": "more"},
    )


SECTIONS: tuple[Callable[[], rx.Component], ...] = (
    passkey_section,
    authenticator_section,
    recovery_section,
    identities_section,
    more_section,
)
"""One function a section; a further way to sign in adds its own."""
