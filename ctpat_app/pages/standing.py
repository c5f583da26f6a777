"""Where a membership stands: what happened, what it means, what to do by when; answer, consent, certificates."""

import reflex as rx

from ctpat_app.components.agreements import agree_field, agreement_text, name_field
from ctpat_app.components.arrival import arriving, waiting
from ctpat_app.components.layout import frame
from ctpat_app.components.links import document_link
from ctpat_app.components.plain_form import TOLD, area, form_fault, outcome, submit
from ctpat_app.components.standing import (
    decision_item,
    document_choices,
    enclosed_list,
    plan_list,
    save_or_send,
    section,
)
from ctpat_app.components.text import address, current_language, t
from ctpat_app.domain.appeals import MAX_ANSWER
from ctpat_app.state.standing import StandingState as State
from ctpat_app.state.standing_views import CertificateLine


def standing_page() -> rx.Component:
    """First where it stands and what to do, then letters, certificates, and the ways out and back."""
    return frame(
        rx.el.div(
            rx.cond(
                State.account > 0,
                rx.el.a(
                    rx.el.bdi(State.company), href=f"{address('home')}?account={State.account}", class_name="kiosk-back"
                ),
            ),
            outcome(State),
            rx.el.h1(t("Where the membership stands")),
            waiting(),
            arriving(rx.cond(State.loaded, _standing())),
            class_name="kiosk-column",
        )
    )


def _standing() -> rx.Component:
    return rx.fragment(
        rx.el.dl(
            _fact(t("Company"), State.company),
            _fact(t("Status"), State.status),
            _fact(t("Benefits"), State.benefits),
            class_name="kiosk-summary",
        ),
        rx.cond(State.is_suspended | State.is_removed, _meaning()),
        rx.cond(State.is_suspended, _to_do()),
        rx.cond(State.is_removed & State.may_appeal, section("appeal", t("Appeal"), _appeal())),
        rx.cond(
            State.decisions.length() > 0,
            section(
                "letters",
                t("Decisions and letters, newest first"),
                rx.el.ul(
                    rx.foreach(State.decisions, lambda line: decision_item(line, for_staff=False)),
                    class_name="kiosk-list",
                ),
            ),
        ),
        _certificates(),
        _ways(),
    )


def _fact(name: str, value: rx.Var[str]) -> rx.Component:
    return rx.el.div(
        rx.el.dt(name, class_name="kiosk-summary__key"),
        rx.el.dd(rx.el.bdi(value), class_name="kiosk-summary__value"),
        class_name="kiosk-summary__row",
    )


# ---------------------------------------------------------------- what it means, what to do


def _meaning() -> rx.Component:
    return section(
        "meaning",
        t("What it means"),
        rx.el.p(t("What you cannot do now:")),
        rx.el.ul(rx.foreach(State.cannot_do, rx.el.li), class_name="usa-list"),
        rx.el.p(t("What you can do, each by your role:")),
        rx.el.ul(rx.foreach(State.can_do, rx.el.li), class_name="usa-list"),
        rx.el.p(t("Partners who verify your status do not find you. Your settings stay for the day you are back.")),
    )


def _to_do() -> rx.Component:
    return section(
        "to-do",
        t("What to do by when"),
        rx.el.h3(t("Answer the letter")),
        rx.el.p(t("The answer is expected by {day}. A later one is read as well.", day=State.answer_by)),
        rx.cond(State.answer_sent != "", _sent_answer(), rx.cond(State.may_write, _answer_form())),
        rx.el.h3(t("Put right what was found")),
        rx.cond(State.plan_agreed != "", _agreed_plan(), _no_plan()),
        rx.el.p(
            rx.el.a(t("Open the action plan"), href=f"{address('actions')}?account={State.account}"),
            class_name="kiosk-no-print",
        ),
        rx.cond(State.asks_consent, rx.fragment(rx.el.h3(t("Consent to visits without notice")), _consent())),
        rx.el.h3(t("Appeal, if you think the decision is wrong")),
        _appeal(),
    )


def _sent_answer() -> rx.Component:
    return rx.fragment(
        rx.el.p(t("Sent on {moment}.", moment=State.answer_sent)),
        rx.el.div(State.answer_text, class_name="kiosk-document", lang=State.answer_language, dir="auto"),
        enclosed_list(State.answer_documents),
    )


def _answer_form() -> rx.Component:
    return rx.el.form(
        form_fault(State, "answer"),
        area(
            State, "answer", "text", t("Your answer"), MAX_ANSWER,
            hint=t("Say what happened, what you have done, and what you will do until when. Write in your language."),
            optional=False,
        ),
        document_choices("answer", State.documents, State.model),
        rx.cond(
            State.may_sign,
            save_or_send("answer", send=t("Send it to CTPAT. Then it cannot be changed.")),
            rx.el.p(t("You can write and save it. The officer sends it."), class_name="usa-hint"),
        ),
        submit(t("Go on with the answer")),
        on_submit=lambda typed: State.save_answer(State.model, State.answer_version, typed),
        no_validate=True,
        key=f"answer/{State.form_key}",
        class_name="kiosk-no-print",
        custom_attrs=TOLD,
    )  # fmt: skip


def _agreed_plan() -> rx.Component:
    return rx.fragment(
        rx.el.p(
            t("CTPAT agreed to these actions on {day}. The suspension ends when all are closed.", day=State.plan_agreed)
        ),
        rx.cond(State.plan_note != "", rx.el.p(rx.el.bdi(State.plan_note))),
        plan_list(State.actions),
    )


def _no_plan() -> rx.Component:
    return rx.el.p(t("Write actions with aims and dates into your action plan. CTPAT then agrees to them."))


def _consent() -> rx.Component:
    form = rx.el.form(
        form_fault(State, "consent"),
        agreement_text(State.agreement),
        name_field("consent-name", State.problems, State.own_name),
        agree_field("consent-agreed", State.problems, t("I have read it and consent for the company.")),
        submit(t("Give the consent")),
        on_submit=lambda typed: State.consent(State.model, typed),
        no_validate=True,
        custom_attrs=TOLD,
    )
    return rx.cond(
        State.has_consent,
        rx.el.p(t("The officer has consented. There is nothing to do.")),
        rx.cond(
            State.may_sign, form, rx.el.p(t("The officer gives this consent here. Without it the suspension stays."))
        ),
    )


def _appeal() -> rx.Component:
    return rx.cond(
        State.may_appeal,
        rx.fragment(
            rx.el.p(t("The appeal: {state}", state=State.appeal.state)),
            rx.cond(
                State.appeal.decide_by != "",
                rx.el.p(t("It is to be decided by {day}.", day=State.appeal.decide_by)),
                rx.el.p(t("The last day to file it: {day}", day=State.appeal.due)),
            ),
            rx.cond(
                State.appeal.reason != "",
                rx.el.p(rx.el.strong(t("Reason:")), " ", rx.el.span(State.appeal.reason, dir="auto")),
            ),
            rx.el.p(
                rx.el.a(t("Open the appeal"), href=f"{address('appeal')}?model={State.model}"),
                class_name="kiosk-no-print",
            ),
        ),
        rx.el.p(t("There is no decision that can be appealed.")),
    )


# ---------------------------------------------------------------- certificates, ways out and back


def _certificates() -> rx.Component:
    def item(line: rx.Var[CertificateLine]) -> rx.Component:
        return rx.el.li(
            rx.el.span(line.status),
            rx.cond(
                line.ended != "",
                rx.el.span(t("No longer valid since {day}", day=line.ended), class_name="kiosk-tag"),
                rx.el.span(t("Valid today"), class_name="kiosk-tag kiosk-tag--done"),
            ),
            rx.el.p(t("Issued on {day}.", day=line.issued), class_name="kiosk-list__note"),
            rx.el.p(t("Code:"), " ", rx.el.bdi(line.code, dir="ltr", class_name="kiosk-code")),
            rx.el.p(
                document_link(
                    t("Download the certificate (PDF)"),
                    href=f"/files/certificate/{line.id}.pdf?lang={current_language()}",
                ),
                class_name="kiosk-no-print",
            ),
            class_name="kiosk-list__item",
            key=line.id.to_string(),
        )

    return rx.cond(
        State.certificates.length() > 0,
        section(
            "certificates",
            t("Certificates"),
            rx.el.p(t("Anybody can check a certificate by its code, without an account.")),
            rx.el.ul(rx.foreach(State.certificates, item), class_name="kiosk-list"),
            rx.el.p(rx.el.a(t("Check a certificate"), href=address("verify")), class_name="kiosk-no-print"),
        ),
    )


def _ways() -> rx.Component:
    return rx.fragment(
        rx.cond(
            State.reapply_from != "",
            rx.el.p(
                t(
                    "The officer may apply again from {day} on. CBP has not confirmed this waiting time.",
                    day=State.reapply_from,
                )
            ),
        ),
        rx.cond(
            State.may_reapply,
            section(
                "again",
                t("Apply again"),
                rx.el.p(
                    t("A new application is reviewed as a whole. What you answered before is offered to you there.")
                ),
                rx.el.div(
                    rx.el.button(
                        t("Begin a new application"),
                        type="button",
                        class_name="usa-button",
                        on_click=State.apply_again(State.model),
                    ),
                    class_name="kiosk-actions kiosk-no-print",
                ),
            ),
        ),
        rx.cond(
            State.may_withdraw,
            rx.el.p(
                rx.el.a(t("Withdraw from the program"), href=f"{address('withdraw')}?model={State.model}"),
                class_name="kiosk-no-print",
            ),
        ),
    )
