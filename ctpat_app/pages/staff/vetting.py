"""The vetting of an application that was sent: what the company says, what staff found, and their signature."""

import reflex as rx

from ctpat_app.components.arrival import arriving, waiting
from ctpat_app.components.layout import frame
from ctpat_app.components.links import document_link
from ctpat_app.components.plain_form import TOLD, area, choice, day, form_fault, line, outcome, submit
from ctpat_app.components.text import address, t
from ctpat_app.components.vetting import fact_list, signed_vetting, sources
from ctpat_app.domain.vetting import MAX_NOTE, MAX_NOTES, MAX_PLACE, Part
from ctpat_app.state.vetting import StaffVettingState as State


def staff_vetting_page() -> rx.Component:
    """Facts and findings part by part, the signature at the end, then the vettings before."""
    return frame(
        rx.el.div(
            rx.cond(
                State.account > 0,
                rx.el.a(
                    t("A company as staff see it"),
                    href=f"{address('staff/company')}?account={State.account}",
                    class_name="kiosk-back kiosk-no-print",
                ),
            ),
            outcome(State),
            rx.el.h1(t("Vetting")),
            waiting(),
            arriving(rx.cond(State.account > 0, _vetting())),
            class_name="kiosk-wide",
        ),
        title=State.company,
    )


def _vetting() -> rx.Component:
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
            t("At the kiosk since {day}.", day=State.since),
            " ",
            rx.el.a(t("Read the security profile"), href=f"{address('staff/profile')}?draft={State.draft}"),
        ),
        _standing(),
        rx.cond(
            State.newest == State.draft,
            rx.cond(State.vetting > 0, _open(), _begin()),
            rx.el.p(
                t("The company sent a newer application. Only that one is vetted."),
                " ",
                rx.el.a(t("Go to the newest one"), href=f"{address('staff/vetting')}?draft={State.newest}"),
            ),
        ),
        rx.cond(
            State.signed.length() > 0,
            rx.fragment(
                rx.el.h2(t("Vettings that were signed")),
                rx.foreach(State.signed, signed_vetting),
            ),
        ),
    )


def _standing() -> rx.Component:
    """Whether the company may be certified by what was signed so far."""
    return rx.cond(
        State.signed.length() > 0,
        rx.cond(
            State.passed,
            rx.el.p(rx.el.span(t("Passed, and it counts"), class_name="kiosk-tag kiosk-tag--done")),
            rx.cond(
                State.changed,
                rx.el.p(
                    rx.el.span(t("A new vetting is needed"), class_name="kiosk-tag kiosk-tag--attention"),
                    " ",
                    t("The company says something otherwise than at the last vetting. It is marked below."),
                ),
            ),
        ),
    )


def _begin() -> rx.Component:
    return rx.fragment(
        rx.el.p(t("The company reads in its history that the check began and ended, never what you note.")),
        rx.el.div(
            rx.el.button(
                rx.cond(State.signed.length() > 0, t("Begin a new vetting"), t("Begin the vetting")),
                type="button",
                class_name="usa-button",
                on_click=State.start(State.draft),
                custom_attrs={"data-leads-to": "#vetting"},
            ),
            class_name="kiosk-actions",
        ),
        *(_facts_alone(part) for part in Part),
    )


def _facts_alone(part: Part) -> rx.Component:
    return rx.el.section(
        rx.el.h2(_title(part), id=f"part-{part}"),
        _facts(part),
        class_name="kiosk-part",
        custom_attrs={"aria-labelledby": f"part-{part}"},
    )


def _open() -> rx.Component:
    return rx.fragment(
        rx.el.h2(t("Vetting number {number}", number=State.number), id="vetting", tab_index=-1),
        rx.el.p(State.began),
        rx.el.p(t("Save each part when you like. The company never reads your notes.")),
        rx.el.nav(
            rx.el.ul(
                *(rx.el.li(document_link(_title(part), href=f"#part-{part}")) for part in Part),
                rx.el.li(document_link(t("Sign the vetting"), href="#sign")),
                class_name="usa-list",
            ),
            aria_label=t("Parts of the vetting"),
            class_name="kiosk-no-print",
        ),
        *(_part(part) for part in Part),
        _sign(),
    )


# ---------------------------------------------------------------- one part


def _title(part: Part) -> str:
    names = {
        Part.IDENTIFIERS: t("Numbers"),
        Part.HISTORY: t("History of the company"),
        Part.ADDRESSES: t("Addresses"),
        Part.CONTACTS: t("Contacts"),
        Part.ELIGIBILITY: t("Eligibility"),
    }
    return names[part]


def _part(part: Part) -> rx.Component:
    view = State.parts[part]
    title = f"part-{part}"
    return rx.el.section(
        rx.el.h3(_title(part), id=title, tab_index=-1),
        rx.cond(view.fault != "", rx.el.p(view.fault, class_name="usa-error-message")),
        rx.el.div(
            rx.el.div(
                rx.el.h4(t("What the company says")),
                _facts(part),
                rx.cond(
                    view.last != "",
                    rx.el.p(t("At the last vetting:"), " ", rx.el.strong(view.last)),
                ),
            ),
            rx.el.div(
                rx.el.h4(t("What you found")),
                _findings(part),
                rx.el.h4(t("Looked at")),
                sources(view.sources, _title(part), State.remove_source),
                _new_source(part),
            ),
            class_name="kiosk-facts-beside",
        ),
        class_name="kiosk-part",
        custom_attrs={"aria-labelledby": title},
    )


def _facts(part: Part) -> rx.Component:
    view = State.parts[part]
    return rx.fragment(
        rx.cond(view.facts.length() > 0, fact_list(view.facts), rx.el.p(t("The company says nothing about this."))),
        rx.cond(
            (view.gone.length() > 0) | (view.come.length() > 0),
            rx.el.div(
                rx.el.p(rx.el.strong(t("Changed since the last vetting")), class_name="kiosk-alert__title"),
                rx.cond(view.gone.length() > 0, rx.fragment(rx.el.p(t("No longer said:")), fact_list(view.gone))),
                rx.cond(view.come.length() > 0, rx.fragment(rx.el.p(t("Said now:")), fact_list(view.come))),
                class_name="kiosk-alert kiosk-alert--attention",
            ),
        ),
    )


def _findings(part: Part) -> rx.Component:
    view, form = State.parts[part], part.value
    return rx.el.form(
        choice(
            State, form, "outcome", t("Outcome of this part"), State.found_options,
            empty=t("Not looked at yet"), optional=False,
        ),
        area(State, form, "notes", t("Notes on this part"), MAX_NOTES),
        rx.cond(
            view.theirs != "",
            rx.el.div(
                rx.el.p(rx.el.strong(t("Saved meanwhile by somebody else:"))),
                rx.el.p(rx.el.bdi(view.theirs), class_name="kiosk-written"),
                rx.el.p(t("Take over what you need, then save your own text.")),
                class_name="kiosk-alert kiosk-alert--attention",
            ),
        ),
        submit(t("Save this part"), "usa-button usa-button--outline"),
        on_submit=lambda typed: State.save(State.vetting, form, view.version, typed),
        no_validate=True,
        key=view.key,
        custom_attrs=TOLD,
    )  # fmt: skip


def _new_source(part: Part) -> rx.Component:
    view, form = State.parts[part], f"{part}-source"
    return rx.el.details(
        rx.el.summary(t("Note what you looked at"), rx.el.span(": ", _title(part), class_name="usa-sr-only")),
        rx.el.form(
            choice(
                State, form, "kind", t("What it is"), State.source_options,
                empty=t("Choose"), optional=False,
            ),
            line(
                State, form, "place", t("Where it is found"), MAX_PLACE,
                hint=t("An address, the name of a register, a file number."), optional=False,
            ),
            day(State, form, "looked_on", t("Looked at on")),
            line(State, form, "note", t("Note"), MAX_NOTE),
            submit(t("Note this source"), "usa-button usa-button--outline"),
            on_submit=lambda typed: State.add_source(State.vetting, part.value, typed),
            no_validate=True,
            class_name="kiosk-more__body",
            custom_attrs=TOLD,
        ),
        class_name="kiosk-more",
        # Closed and empty again when something was noted.
        key=f"{form}/{view.sources.length()}",
    )  # fmt: skip


# ---------------------------------------------------------------- the end


def _sign() -> rx.Component:
    return rx.el.section(
        rx.el.h2(t("Sign the vetting"), id="sign", tab_index=-1),
        rx.el.p(t("What you sign is kept as it stands here, with all facts. It never changes afterwards.")),
        rx.el.form(
            form_fault(State, "sign"),
            choice(
                State, "sign", "outcome", t("Outcome of the whole vetting"), State.outcome_options,
                empty=t("Choose"), optional=False,
            ),
            area(State, "sign", "reason", t("Reason"), MAX_NOTES, optional=False, more={"data-kept": "reason"}),
            _agreed(),
            line(
                State, "sign", "name", t("Type your name to sign"), 200,
                hint=t("Your name as it stands in your account: {name}", name=State.own_name), optional=False,
            ),
            submit(t("Sign and end the vetting")),
            on_submit=lambda typed: State.sign(State.vetting, State.digest, typed),
            no_validate=True,
            key=f"sign/{State.vetting}",
            custom_attrs=TOLD,
        ),
        class_name="kiosk-sign",
        custom_attrs={"aria-labelledby": "sign"},
    )  # fmt: skip


def _agreed() -> rx.Component:
    own = "sign-agreed"
    return rx.el.div(
        rx.cond(
            State.problems.contains(own),
            rx.el.p(
                rx.el.span(t("Error:"), " ", class_name="usa-sr-only"),
                State.problems[own],
                id=f"{own}-error",
                class_name="usa-error-message",
            ),
        ),
        rx.el.div(
            rx.el.input(
                type="checkbox",
                id=own,
                name="agreed",
                value="yes",
                class_name="usa-checkbox__input",
                custom_attrs={"aria-describedby": f"{own}-error"},
            ),
            rx.el.label(State.statement, html_for=own, class_name="usa-checkbox__label"),
            class_name="usa-checkbox",
        ),
        class_name="usa-form-group",
    )
