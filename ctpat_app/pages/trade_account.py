"""The trade account page: the company, its addresses, its people, and what is missing before Apply appears."""

import reflex as rx
from reflex.event import EventSpec

from ctpat_app.components.arrival import arriving, waiting
from ctpat_app.components.edit_fields import choice_field, group_class, line_field, problem_text, text_field
from ctpat_app.components.handover import office
from ctpat_app.components.layout import frame, status_line
from ctpat_app.components.links import document_link
from ctpat_app.components.text import address, current_language, t
from ctpat_app.domain.addresses import MAX_LABEL
from ctpat_app.domain.emails import MAX_CHARACTERS as MAX_EMAIL
from ctpat_app.domain.names import MAX_CHARACTERS as MAX_NAME
from ctpat_app.domain.trade_accounts import MAX_CHARACTERS, CompanyField
from ctpat_app.state.invitation_again import InvitationAgainState
from ctpat_app.state.trade_account import TradeAccountState as State
from ctpat_app.state.trade_account_views import (
    AccountLink,
    AddressCard,
    EditField,
    InvitationCard,
    MissingItem,
    PersonCard,
    Suggestions,
)
from ctpat_app.words.country_names import country_names

_LEADS_TO_TOLD = {"data-leads-to": ".kiosk-told"}
"""On what takes itself away when it is done: the focus goes to the words that say so."""


def trade_account_page() -> rx.Component:
    """One company; without one, the list of the person's companies and the form that creates one."""
    return frame(
        status_line(State.saved_at),
        waiting(),
        rx.cond(
            State.loaded,
            arriving(rx.cond(State.account != 0, _account(), _choose_or_create())),
            rx.el.h1(t("Your company")),
        ),
        title=State.legal_name,
        status=False,
    )


# ---------------------------------------------------------------- none yet


def _choose_or_create() -> rx.Component:
    return rx.el.div(
        rx.el.h1(t("Your company")),
        rx.cond(
            State.accounts.length() > 0,
            rx.el.section(
                rx.el.h2(t("Choose the company you work for now")),
                rx.el.ul(rx.foreach(State.accounts, _account_link), class_name="kiosk-list"),
            ),
            rx.el.p(
                t("A trade account keeps what applications share: the company, its addresses and its people."),
                class_name="kiosk-lead",
            ),
        ),
        _create_form(),
        class_name="kiosk-column",
    )


def _account_link(item: rx.Var[AccountLink]) -> rx.Component:
    return rx.el.li(
        rx.el.a(
            rx.el.bdi(item.name), href=f"{address('trade-account')}?account={item.id}", class_name="kiosk-list__link"
        ),
        rx.el.p(t("Your role: {role}", role=_role_name(item.role)), class_name="kiosk-list__note"),
        _complete_tag(item.is_complete),
        class_name="kiosk-list__item",
    )


def _create_form() -> rx.Component:
    return rx.el.form(
        rx.el.h2(t("Create a trade account")),
        _text_control(
            "new-legal_name",
            "legal_name",
            t("Legal name of the company"),
            MAX_CHARACTERS[CompanyField.LEGAL_NAME],
            hint=t("As it stands in the registration papers, in any script."),
            autocomplete="organization",
        ),
        _submit(t("Create account"), "usa-button"),
        on_submit=State.create,
    )


# ---------------------------------------------------------------- one company


def _account() -> rx.Component:
    return rx.el.div(
        rx.el.div(
            rx.el.p(t("Trade account"), class_name="kiosk-caption"),
            rx.el.h1(rx.el.bdi(State.legal_name)),
            _next_step(),
        ),
        _sections(),
        rx.el.div(
            _company(),
            _addresses(),
            _people(),
            rx.el.p(rx.el.a(t("What happened in this company"), href=f"{address('history')}?account={State.account}")),
            rx.cond(
                State.accounts.length() > 0,
                rx.el.p(document_link(t("Other companies, or a new one"), href=f"{address('trade-account')}?new=1")),
            ),
        ),
        class_name="kiosk-beside",
    )


def _next_step() -> rx.Component:
    missing = rx.el.section(
        rx.el.h2(t("Before you can apply"), id="missing-title"),
        rx.el.ul(rx.foreach(State.missing, _missing_item)),
        class_name="kiosk-box",
        custom_attrs={"aria-labelledby": "missing-title"},
    )
    ready = rx.cond(
        State.may_start,
        rx.el.section(
            rx.el.h2(t("Your trade account is complete"), id="ready-title"),
            rx.el.p(t("You can apply now. You can change everything here later, too.")),
            rx.el.button(t("Apply"), type="button", class_name="usa-button", on_click=State.apply(State.account)),
            class_name="kiosk-box",
            custom_attrs={"aria-labelledby": "ready-title"},
        ),
        rx.el.p(t("The account is complete. The officer or an employee can apply.")),
    )
    return rx.cond(State.missing.length() > 0, missing, ready)


def _missing_item(item: rx.Var[MissingItem]) -> rx.Component:
    return rx.el.li(document_link(item.text, href="#" + item.anchor))


def _sections() -> rx.Component:
    places = (("company", t("Company")), ("addresses", t("Addresses")), ("people", t("People")))
    return rx.el.nav(
        rx.el.ul(
            *(rx.el.li(document_link(name, href=f"#{place}", class_name="kiosk-jump__link")) for place, name in places),
            class_name="kiosk-jump__list",
        ),
        class_name="kiosk-jump",
        custom_attrs={"aria-label": t("Parts of this page")},
    )


def _section(name: str, title: str, *children: rx.Component) -> rx.Component:
    return rx.el.section(
        rx.el.h2(title, id=name, tab_index=-1),
        _told(name),
        *children,
        class_name="kiosk-part",
        custom_attrs={"aria-labelledby": name},
    )


def _told(name: str) -> rx.Component:
    """What was done last in this part; it takes the focus, which would be lost with the button that did it."""
    return rx.cond(
        (State.told != "") & (State.told_in == name),
        rx.el.div(
            rx.el.p(State.told, id=f"{name}-told"),
            class_name="kiosk-alert kiosk-alert--success kiosk-told",
            role="group",
            tab_index=-1,
            key=f"told-{State.tellings}",
            custom_attrs={"aria-labelledby": f"{name}-told"},
        ),
    )


# ---------------------------------------------------------------- company


def _company() -> rx.Component:
    return _section(
        "company",
        t("Company"),
        rx.cond(
            State.may_edit,
            rx.fragment(
                rx.el.p(t("Each field is saved when you leave it."), class_name="usa-hint"),
                rx.foreach(State.company, _company_field),
            ),
            rx.fragment(
                rx.el.p(t("You can read this. The officer or an employee can change it."), class_name="usa-hint"),
                rx.el.dl(rx.foreach(State.company, _company_text), class_name="kiosk-summary"),
            ),
        ),
    )


def _company_field(field: rx.Var[EditField]) -> rx.Component:
    def save(version: rx.Var[int], text: rx.Var[str]) -> EventSpec:
        return State.save_company(field.owner, field.part, version, text)

    return rx.match(
        field.part,
        (
            "country",
            choice_field(
                field,
                save,
                label=t("Country of registration"),
                options=country_names(current_language()),
                hint=t("Where the company is registered."),
            ),
        ),
        (
            "telephone",
            line_field(
                field,
                save,
                label=t("Telephone"),
                input_type="tel",
                autocomplete="tel",
                ltr=True,
                hint=t("With the country code, such as +52 81 8123 4567. An extension may follow: ext. 12."),
            ),
        ),
        (
            "website",
            line_field(
                field,
                save,
                label=t("Website"),
                input_type="url",
                autocomplete="url",
                ltr=True,
                hint=t("Such as www.example.com."),
            ),
        ),
        (
            "description",
            text_field(
                field,
                save,
                label=t("What the company does"),
                hint=t("Two or three sentences: goods, routes, and what happens at your sites."),
            ),
        ),
        (
            "trade_name",
            line_field(
                field,
                save,
                label=t("Trade name"),
                autocomplete="organization",
                hint=t("If customers know the company by another name (doing business as)."),
            ),
        ),
        line_field(
            field,
            save,
            label=t("Legal name"),
            autocomplete="organization",
            hint=t("As it stands in the registration papers, in any script."),
        ),
    )


def _company_text(field: rx.Var[EditField]) -> rx.Component:
    label = rx.match(
        field.part,
        ("country", t("Country of registration")),
        ("telephone", t("Telephone")),
        ("website", t("Website")),
        ("description", t("What the company does")),
        ("trade_name", t("Trade name")),
        t("Legal name"),
    )
    missing = rx.el.dd(t("Not given"), class_name="kiosk-summary__value kiosk-summary__value--missing")
    return rx.el.div(
        rx.el.dt(label, class_name="kiosk-summary__key"),
        rx.cond(
            field.readable != "",
            rx.el.dd(rx.el.bdi(field.readable), class_name="kiosk-summary__value"),
            missing,
        ),
        class_name="kiosk-summary__row",
    )


# ---------------------------------------------------------------- addresses


def _addresses() -> rx.Component:
    return _section(
        "addresses",
        t("Addresses"),
        rx.el.p(
            t("Add every place that handles goods for the United States. Applications choose from this list."),
        ),
        rx.el.div(rx.foreach(State.addresses, _address_card)),
        rx.cond(State.may_edit, _add_address_form()),
    )


def _address_card(card: rx.Var[AddressCard]) -> rx.Component:
    is_open = State.address == card.id
    title = f"address-{card.id}-title"
    return rx.el.section(
        rx.el.h3(rx.el.bdi(card.name), id=title),
        rx.el.p(rx.foreach(card.lines, lambda line: rx.fragment(rx.el.bdi(line), rx.el.br()))),
        rx.el.p(_complete_tag(card.complete)),
        rx.el.div(problem_text(f"address-{card.id}"), role="alert"),
        rx.cond(
            State.may_edit,
            rx.fragment(
                rx.cond(is_open, _address_form(card), _open_button(card)),
                _remove(
                    t("Remove this address"),
                    t("Applications that were sent keep it."),
                    card.name,
                    State.remove_address(State.account, card.id),
                ),
            ),
        ),
        class_name="kiosk-card",
        key=f"address-{card.id}",
        custom_attrs={"aria-labelledby": title},
    )


def _open_button(card: rx.Var[AddressCard]) -> rx.Component:
    return rx.el.button(
        t("Change"),
        rx.el.span(" ", card.name, class_name="usa-sr-only"),
        type="button",
        class_name="usa-button usa-button--outline kiosk-opens",
        on_click=State.open_address(State.account, card.id),
        custom_attrs={"data-leads-to": ".kiosk-opened"},
    )


def _address_form(card: rx.Var[AddressCard]) -> rx.Component:
    return rx.el.div(
        rx.foreach(State.suggestions, _names),
        rx.foreach(State.form, _address_field),
        rx.cond(State.has_doubts, _confirmation(card)),
        rx.el.div(
            rx.el.button(
                t("Done"),
                type="button",
                class_name="usa-button usa-button--outline",
                on_click=State.open_address(State.account, 0),
                custom_attrs={"data-leads-to": ".kiosk-opens"},
            ),
            class_name="kiosk-actions",
        ),
        role="group",
        class_name="kiosk-opened",
        key=f"address-{card.id}-form",
        custom_attrs={"aria-label": card.name},
    )


def _names(item: rx.Var[Suggestions]) -> rx.Component:
    return rx.el.datalist(rx.foreach(item.names, lambda name: rx.el.option(value=name)), id=f"names-{item.part}")


def _address_field(field: rx.Var[EditField]) -> rx.Component:
    def save(version: rx.Var[int], text: rx.Var[str]) -> EventSpec:
        return State.save_address(State.account, field.owner, field.part, version, text)

    postcode_hint = rx.cond(
        field.example != "",
        rx.fragment(t("Such as"), " ", rx.el.bdi(field.example, dir="ltr", class_name="kiosk-code")),
        "",
    )
    return rx.match(
        field.part,
        (
            "label",
            line_field(
                field, save, label=t("Name of this place"), hint=t("What you call it, such as Plant Monterrey.")
            ),
        ),
        (
            "country_code",
            choice_field(
                field,
                save,
                label=t("Country"),
                options=country_names(current_language()),
                hint=t("The form below follows the country."),
            ),
        ),
        (
            "street_address",
            text_field(field, save, label=t("Street and number"), hint=t("Use several lines where needed."), rows=3),
        ),
        ("postal_code", line_field(field, save, label=_part_name(field), hint=postcode_hint, ltr=True)),
        ("sorting_code", line_field(field, save, label=t("Sorting code (CEDEX)"), ltr=True)),
        line_field(field, save, label=_part_name(field), suggestions=True),
    )


def _part_name(field: rx.Var[EditField]) -> rx.Var[str]:
    """What the country calls this part of an address."""
    return rx.match(
        field.kind,
        ("state", t("State")),
        ("province", t("Province")),
        ("department", t("Department")),
        ("prefecture", t("Prefecture")),
        ("county", t("County")),
        ("district", t("District")),
        ("emirate", t("Emirate")),
        ("island", t("Island")),
        ("oblast", t("Oblast")),
        ("parish", t("Parish")),
        ("area", t("Area")),
        ("do_si", t("Province or metropolitan city (do, si)")),
        ("post_town", t("Post town")),
        ("suburb", t("Suburb")),
        ("neighborhood", t("Neighborhood")),
        ("townland", t("Townland")),
        ("village_township", t("Village or township")),
        ("postal", t("Postal code")),
        ("zip", t("ZIP code")),
        ("eircode", t("Eircode")),
        ("pin", t("PIN code")),
        t("City"),
    )


def _confirmation(card: rx.Var[AddressCard]) -> rx.Component:
    """A person knows their address better than any list."""
    name = f"address-{card.id}-right"
    return rx.el.div(
        rx.el.div(
            rx.el.input(
                type="checkbox",
                id=name,
                class_name="usa-checkbox__input",
                default_checked=card.overridden,
                on_change=lambda chosen: State.confirm_address(State.account, card.id, chosen),
                key=f"{name}/{card.overridden}",
            ),
            rx.el.label(
                t("This address is right as it stands"),
                rx.el.span(
                    t("Choose this when your address does not fit what we expect for the country."),
                    class_name="usa-checkbox__label-description",
                ),
                html_for=name,
                class_name="usa-checkbox__label",
            ),
            class_name="usa-checkbox",
        ),
        class_name="usa-form-group",
    )


def _add_address_form() -> rx.Component:
    return rx.el.form(
        rx.el.h3(t("Add an address")),
        _text_control(
            "new-address-label",
            "label",
            t("Name of this place"),
            MAX_LABEL,
            hint=t("What you call it, such as Plant Monterrey."),
        ),
        rx.el.div(
            rx.el.label(t("Country"), html_for="new-address", class_name="usa-label"),
            problem_text("new-address"),
            rx.el.select(
                rx.el.option(t("Choose"), value=""),
                *(rx.el.option(name, value=code) for code, name in country_names(current_language())),
                id="new-address",
                name="country",
                default_value="",
                class_name="usa-select",
            ),
            class_name=group_class("new-address"),
        ),
        _submit(t("Add address"), "usa-button usa-button--outline"),
        on_submit=lambda typed: State.add_address(State.account, typed),
        class_name="kiosk-add",
        custom_attrs={"data-leads-to": ".kiosk-opened"},
        key=f"new-address-{State.addresses.length()}",
    )


# ---------------------------------------------------------------- people


def _people() -> rx.Component:
    return _section(
        "people",
        t("People"),
        _who_is_who(),
        rx.el.div(rx.foreach(State.people, _person)),
        rx.cond(State.may_declare, _declaration_form()),
        office(),
        rx.cond(State.may_manage, rx.fragment(_invite_form(), _invitations())),
    )


def _who_is_who() -> rx.Component:
    roles = (
        (
            t("Officer"),
            t("May bind the company. Signs the agreements and sends the application. One for each application."),
        ),
        (t("Employee"), t("Fills in everything, invites people, and may be the primary contact.")),
        (t("Consultant"), t("An outside adviser. Answers questions, but does not decide, sign or send.")),
    )
    rows = (
        rx.el.div(
            rx.el.dt(role, class_name="kiosk-summary__key"),
            rx.el.dd(what, class_name="kiosk-summary__value"),
            class_name="kiosk-summary__row",
        )
        for role, what in roles
    )
    return rx.el.details(
        rx.el.summary(t("Who is who, and what each may do")),
        rx.el.div(rx.el.dl(*rows, class_name="kiosk-summary"), class_name="kiosk-more__body"),
        class_name="kiosk-more",
    )


def _role_name(role: rx.Var[str]) -> rx.Var[str]:
    return rx.match(role, ("officer", t("Officer")), ("consultant", t("Consultant")), t("Employee"))


def _person(card: rx.Var[PersonCard]) -> rx.Component:
    def save(field: rx.Var[EditField]) -> rx.Component:
        def send(version: rx.Var[int], text: rx.Var[str]) -> EventSpec:
            return State.save_person(State.account, field.owner, field.part, version, text)

        return rx.match(
            field.part,
            ("telephone", line_field(field, send, label=t("Telephone"), input_type="tel", ltr=True)),
            line_field(field, send, label=t("Job title")),
        )

    title = f"member-{card.id}-title"
    return rx.el.section(
        rx.el.h3(rx.el.bdi(card.name), rx.cond(card.is_me, rx.el.span(" ", t("(you)")), rx.fragment()), id=title),
        rx.el.p(rx.el.strong(_role_name(card.named_role)), rx.el.br(), rx.el.bdi(card.email, dir="ltr")),
        rx.cond(
            (card.named_role == "officer") & (card.declared_on == ""),
            rx.el.p(t("This person acts as an employee until they declare their authority.")),
        ),
        rx.cond(card.declared_on != "", rx.el.p(t("Authority declared on {date}.", date=card.declared_on))),
        rx.cond(
            card.fields.length() > 0,
            rx.el.details(
                rx.el.summary(t("Job title and telephone"), rx.el.span(" ", card.name, class_name="usa-sr-only")),
                rx.el.div(rx.foreach(card.fields, save), class_name="kiosk-more__body"),
                class_name="kiosk-more",
            ),
            rx.el.p(rx.el.bdi(card.job_title), " ", rx.el.bdi(card.telephone, dir="ltr")),
        ),
        rx.el.div(problem_text(f"member-{card.id}"), role="alert"),
        rx.cond(
            card.may_be_removed,
            _remove(
                t("Take this person out"),
                t("They lose access at once. What they wrote stays."),
                card.name,
                State.remove_person(State.account, card.id),
            ),
        ),
        rx.cond(card.is_me & (card.role == "officer"), _step_down()),
        class_name="kiosk-card",
        key=f"member-{card.id}",
        custom_attrs={"aria-labelledby": title},
    )


def _step_down() -> rx.Component:
    return _disclosed(
        t("Step down as officer"),
        t("You become an employee. Another employee can then declare their authority."),
        rx.el.button(
            t("Step down"),
            type="button",
            class_name="usa-button usa-button--secondary",
            on_click=State.step_down(State.account),
            custom_attrs=_LEADS_TO_TOLD,
        ),
    )


def _declaration_form() -> rx.Component:
    text = State.declaration
    return rx.el.details(
        rx.el.summary(t("Are you the officer? Declare your authority")),
        rx.el.div(
            rx.el.article(
                rx.el.h3(text.title),
                rx.foreach(text.paragraphs, rx.el.p),
                rx.el.p(rx.el.strong(text.statement)),
                class_name="kiosk-document",
                lang=text.language,
            ),
            rx.el.form(
                _text_control(
                    "declare-name",
                    "name",
                    t("Your name"),
                    MAX_NAME,
                    hint=t("Type it as you sign. It is kept with the text and the time."),
                    autocomplete="name",
                ),
                _submit(t("I declare this"), "usa-button"),
                on_submit=lambda typed: State.declare(State.account, typed),
                custom_attrs=_LEADS_TO_TOLD,
                class_name="kiosk-sign",
            ),
            class_name="kiosk-more__body",
        ),
        id="declare",
        class_name="kiosk-more",
    )


def _invite_form() -> rx.Component:
    roles = (
        ("employee", t("Employee"), t("Works for the company and fills in the application.")),
        ("officer", t("Officer"), t("May bind the company. They declare it themselves after accepting.")),
        ("consultant", t("Consultant"), t("An outside adviser.")),
    )
    return rx.el.form(
        rx.el.h3(t("Invite a person")),
        rx.el.p(t("We mail them a link. It works for 7 days and only for that address."), class_name="usa-hint"),
        _text_control("invite-email", "email", t("Email address"), MAX_EMAIL, ltr=True),
        _text_control("invite-name", "name", t("Name (optional)"), MAX_NAME),
        rx.el.fieldset(
            rx.el.legend(t("What will this person do?"), class_name="usa-legend"),
            problem_text("invite-role"),
            *(_role_radio(*role) for role in roles),
            class_name="usa-fieldset usa-form-group",
            id="invite-role",
        ),
        _submit(t("Send invitation"), "usa-button usa-button--outline"),
        on_submit=lambda typed: State.invite(State.account, typed),
        class_name="kiosk-add",
        custom_attrs=_LEADS_TO_TOLD,
        key=f"invite-{State.revisions.get('invite', 0)}",
    )


def _role_radio(value: str, name: str, what: str) -> rx.Component:
    return rx.el.div(
        rx.el.input(
            type="radio",
            id=f"invite-role-{value}",
            name="role",
            value=value,
            class_name="usa-radio__input",
            default_checked=value == "employee",
        ),
        rx.el.label(
            name,
            rx.el.span(what, class_name="usa-radio__label-description"),
            html_for=f"invite-role-{value}",
            class_name="usa-radio__label",
        ),
        class_name="usa-radio",
    )


def _invitations() -> rx.Component:
    return rx.cond(
        State.invitations.length() > 0,
        rx.el.section(
            rx.el.h3(t("Invitations that nobody has accepted yet"), id="invitations"),
            rx.el.p(InvitationAgainState.told, role="status"),
            rx.el.ul(rx.foreach(State.invitations, _invitation), class_name="kiosk-list"),
            custom_attrs={"aria-labelledby": "invitations"},
        ),
    )


def _invitation(card: rx.Var[InvitationCard]) -> rx.Component:
    return rx.el.li(
        rx.el.p(rx.el.bdi(card.email, dir="ltr"), " ", rx.el.bdi(card.name)),
        rx.el.p(_role_name(card.role), class_name="kiosk-list__note"),
        rx.cond(
            card.is_open,
            rx.el.p(t("Invited by {name}. The link works until {date}.", name=card.invited_by, date=card.until)),
            rx.el.p(t("The link stopped working on {date}. Send it again to make a new one.", date=card.until)),
        ),
        rx.el.button(
            t("Send again"),
            rx.el.span(" ", card.email, class_name="usa-sr-only"),
            type="button",
            class_name="usa-button usa-button--unstyled",
            on_click=InvitationAgainState.send_again(State.account, card.id),
        ),
        " · ",
        rx.el.button(
            t("Withdraw"),
            rx.el.span(" ", card.email, class_name="usa-sr-only"),
            type="button",
            class_name="usa-button usa-button--unstyled",
            on_click=State.withdraw(State.account, card.id),
            custom_attrs=_LEADS_TO_TOLD,
        ),
        class_name="kiosk-list__item",
    )


# ---------------------------------------------------------------- pieces


def _complete_tag(is_complete: rx.Var[bool]) -> rx.Component:
    return rx.cond(
        is_complete,
        rx.el.span(t("Complete"), class_name="kiosk-tag kiosk-tag--done"),
        rx.el.span(t("Not complete yet"), class_name="kiosk-tag kiosk-tag--attention"),
    )


def _text_control(
    control: str, name: str, label: str, limit: int, *, hint: str = "", autocomplete: str = "off", ltr: bool = False
) -> rx.Component:
    return rx.el.div(
        rx.el.label(label, html_for=control, class_name="usa-label"),
        rx.el.p(hint, id=f"{control}-hint", class_name="usa-hint") if hint else rx.fragment(),
        problem_text(control),
        rx.el.input(
            id=control,
            name=name,
            type="text",
            max_length=limit,
            auto_complete=autocomplete,
            class_name="usa-input",
            dir="ltr" if ltr else "auto",
            custom_attrs={
                "aria-describedby": f"{control}-hint {control}-error",
                "aria-invalid": rx.cond(State.problems.contains(control), "true", "false"),
            },
        ),
        class_name=group_class(control),
    )


def _submit(text: str, style: str) -> rx.Component:
    return rx.el.div(rx.el.button(text, type="submit", class_name=style), class_name="kiosk-actions")


def _remove(title: str, consequence: str, name: rx.Var[str], event: EventSpec) -> rx.Component:
    hidden = rx.el.span(" ", name, class_name="usa-sr-only")
    return _disclosed(
        rx.fragment(title, hidden),
        consequence,
        rx.el.button(
            t("Remove"),
            hidden,
            type="button",
            class_name="usa-button usa-button--secondary",
            on_click=event,
            custom_attrs=_LEADS_TO_TOLD,
        ),
    )


def _disclosed(title: rx.Component | str, consequence: str, button: rx.Component) -> rx.Component:
    """A step that is not undone lies behind a disclosure that says what it does."""
    return rx.el.details(
        rx.el.summary(title),
        rx.el.div(rx.el.p(consequence), button, class_name="kiosk-more__body"),
        class_name="kiosk-more",
    )
