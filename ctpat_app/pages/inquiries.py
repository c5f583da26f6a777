"""What was sent to partners: the list with its filters, and the form that sends a questionnaire."""

import reflex as rx

from ctpat_app.components.arrival import arriving, waiting
from ctpat_app.components.downloads import print_button
from ctpat_app.components.inquiries import choose_company, inquiry_ways, state_tag
from ctpat_app.components.layout import frame
from ctpat_app.components.plain_form import choice, day, form_fault, line, outcome, submit, told
from ctpat_app.components.text import address, t
from ctpat_app.state.inquiries import PARTNER
from ctpat_app.state.inquiries import InquiriesState as State
from ctpat_app.state.inquiries import SendQuestionnaireState as Send
from ctpat_app.state.inquiry_views import InquiryRowView


def inquiries_page() -> rx.Component:
    """Overdue ones stand on top."""
    return frame(
        rx.el.h1(t("Questionnaires sent to partners")),
        told(State.told),
        waiting(),
        arriving(
            rx.cond(State.loaded, rx.cond(State.account > 0, _list(), choose_company(State.companies, "inquiries")))
        ),
        title=State.company,
    )


def _list() -> rx.Component:
    return rx.fragment(
        inquiry_ways(State.account, here="inquiries"),
        rx.cond(
            State.may_manage,
            rx.el.div(
                rx.el.a(
                    t("Send a questionnaire"),
                    href=f"{address('send-questionnaire')}?account={State.account}",
                    class_name="usa-button",
                ),
                class_name="kiosk-actions kiosk-no-print",
            ),
        ),
        _filter(),
        rx.cond(
            State.partner > 0,
            rx.el.p(
                t("Only those of one partner."), " ", rx.el.a(t("Show those of all partners"), href=_place(State.shown))
            ),
        ),
        rx.cond(State.lines.length() > 0, _table(), rx.el.p(t("No questionnaire fits this choice."))),
        rx.el.div(print_button(), class_name="kiosk-actions kiosk-no-print"),
    )


def _filter() -> rx.Component:
    ways = (
        ("open", t("Open")),
        ("overdue", t("Overdue")),
        ("to-review", t("To be reviewed")),
        ("renewals", t("To be sent again")),
        ("closed", t("Closed")),
        ("all", t("All")),
    )

    def way(key: str, name: str) -> rx.Component:
        marked = {"aria-current": rx.cond(State.shown == key, "true", "false")}
        count = rx.el.bdi(f"({State.counts[key]})", dir="ltr")
        return rx.el.li(rx.el.a(name, " ", count, href=f"{_place(key)}&partner={State.partner}", custom_attrs=marked))

    return rx.el.nav(
        rx.el.ul(*(way(*each) for each in ways), class_name="kiosk-ways"),
        aria_label=t("Which questionnaires to show"),
        class_name="kiosk-no-print",
    )


def _place(shown: str | rx.Var[str]) -> str:
    return f"{address('inquiries')}?account={State.account}&show={shown}"


def _table() -> rx.Component:
    names = (t("Partner"), t("Questionnaire"), t("Due on"), t("Answered"), t("Status"))
    return rx.el.table(
        rx.el.caption(t("Questionnaires sent to partners"), class_name="usa-sr-only"),
        rx.el.thead(rx.el.tr(*(rx.el.th(name, scope="col") for name in names))),
        rx.el.tbody(rx.foreach(State.lines, lambda row: _row(row, names))),
        class_name="usa-table kiosk-table",
    )


def _row(row: rx.Var[InquiryRowView], names: tuple[str, ...]) -> rx.Component:
    partner = rx.el.div(
        rx.el.a(rx.el.bdi(row.partner), href=row.href),
        rx.cond(row.partner_removed, rx.el.p(t("Removed from the register"), class_name="kiosk-list__note")),
    )
    status = rx.el.div(
        state_tag(row),
        _note(row.outcome),
        _note(row.score),
        rx.cond(
            row.actions_open > 0,
            rx.el.p(t("Open actions: {count}", count=row.actions_open), class_name="kiosk-list__note"),
        ),
        rx.cond(
            row.renewal_due,
            rx.el.p(rx.el.strong(t("To be sent again by {day}", day=row.renewal)), class_name="kiosk-list__note"),
        ),
    )
    cells = (
        rx.el.th(partner, scope="row", custom_attrs={"data-label": names[0]}),
        rx.el.td(
            rx.el.bdi(row.name),
            rx.el.p(rx.el.bdi(row.reference, dir="ltr", class_name="kiosk-code"), class_name="kiosk-list__note"),
            custom_attrs={"data-label": names[1]},
        ),
        rx.el.td(rx.el.time(row.due, date_time=row.due_iso), custom_attrs={"data-label": names[2]}),
        rx.el.td(rx.el.bdi(row.progress, dir="ltr"), custom_attrs={"data-label": names[3]}),
        rx.el.td(status, custom_attrs={"data-label": names[4]}),
    )
    return rx.el.tr(*cells, key=row.id.to_string())


def _note(text: rx.Var[str]) -> rx.Component:
    return rx.cond(text != "", rx.el.p(text, class_name="kiosk-list__note"))


# ---------------------------------------------------------------- sending


def send_questionnaire_page() -> rx.Component:
    """Which questionnaire, to whom, and by when."""
    return frame(
        rx.el.div(
            rx.cond(
                Send.account > 0,
                rx.el.a(
                    t("Questionnaires sent to partners"),
                    href=f"{address('inquiries')}?account={Send.account}",
                    class_name="kiosk-back",
                ),
            ),
            outcome(Send),
            rx.el.h1(t("Send a questionnaire")),
            waiting(),
            arriving(rx.cond(Send.loaded, _send())),
            class_name="kiosk-column",
        )
    )


def _send() -> rx.Component:
    return rx.cond(
        (Send.questionnaires.length() > 0) & (Send.partners.length() > 0),
        rx.el.form(
            form_fault(Send, "send"),
            choice(
                Send, "send", "questionnaire", t("Questionnaire"), Send.questionnaires, empty=t("Choose"),
                optional=False,
            ),
            _partners(),
            day(Send, "send", "due_on", t("Wanted back by")),
            line(
                Send, "send", "renew_months", t("To be sent again after how many months"), 2, dir="ltr",
                input_mode="numeric", look="usa-input usa-input--small",
                hint=t("0 means that it is not repeated. You are told in time and press the button yourself."),
                optional=False,
            ),
            rx.el.p(t("Each partner gets a mail in its language, with a link that is its own. It needs no account.")),
            submit(t("Send it")),
            on_submit=lambda typed: Send.send(Send.account, typed),
            no_validate=True,
            key=Send.form_key,
        ),
        rx.fragment(
            rx.el.p(t("You need a questionnaire, and a partner in the register with a mail address.")),
            rx.el.ul(
                rx.el.li(
                    rx.el.a(
                        t("Put a questionnaire together"), href=f"{address('questionnaire')}?account={Send.account}"
                    )
                ),
                rx.el.li(rx.el.a(t("Register of partners"), href=f"{address('partners')}?account={Send.account}")),
            ),
        ),
    )  # fmt: skip


def _partners() -> rx.Component:
    return rx.el.fieldset(
        rx.el.legend(t("Partners"), class_name="usa-legend"),
        rx.cond(
            Send.problems.contains("send-partners"),
            rx.el.p(
                rx.el.span(t("Error:"), " ", class_name="usa-sr-only"),
                Send.problems["send-partners"],
                id="send-partners",
                tab_index=-1,
                class_name="usa-error-message",
            ),
        ),
        rx.foreach(Send.partners, _partner),
        class_name="usa-fieldset usa-form-group",
    )


def _partner(item: rx.Var[list[str]]) -> rx.Component:
    name = f"{PARTNER}{item[0]}"
    about = rx.cond(item[3] != "", item[3], item[2])
    return rx.el.div(
        rx.el.input(
            type="checkbox",
            id=name,
            name=name,
            default_checked=item[4] != "",
            disabled=item[3] != "",
            class_name="usa-checkbox__input",
        ),
        rx.el.label(
            rx.el.bdi(item[1]),
            rx.el.span(about, class_name="usa-checkbox__label-description"),
            html_for=name,
            class_name="usa-checkbox__label",
        ),
        class_name="usa-checkbox",
        key=item[0],
    )
