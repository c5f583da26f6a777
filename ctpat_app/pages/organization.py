"""The trade organization around a company: the tree, links, security models, requests with rehearsal and undo."""

import reflex as rx

from ctpat_app.components.account_changes import (
    account_asks,
    merge_accounts_form,
    sentences,
    split_account_form,
)
from ctpat_app.components.arrival import arriving, waiting
from ctpat_app.components.layout import frame
from ctpat_app.components.organization import (
    line_control,
    outcome_list,
    problem,
    reason_field,
    request_facts,
    submit,
    two_texts,
)
from ctpat_app.components.text import address, t
from ctpat_app.state.organization import OrganizationState as State
from ctpat_app.state.organization_views import Line, RequestCard, Texts, TreeLine


def organization_page() -> rx.Component:
    """First what waits for a word, then how things stand, then what can be asked for."""
    return frame(
        rx.el.div(
            rx.el.h1(t("Organization and security models")),
            rx.cond(
                State.told != "",
                rx.el.div(rx.el.p(State.told), class_name="kiosk-alert kiosk-alert--success", role="status"),
            ),
            waiting(),
            arriving(rx.cond(State.loaded, rx.cond(State.account > 0, _organization(), _no_company()))),
            class_name="kiosk-column",
        )
    )


def _no_company() -> rx.Component:
    return rx.el.p(rx.el.a(t("Add your company"), href=address("trade-account?new=1")))


def _organization() -> rx.Component:
    return rx.fragment(
        rx.el.p(rx.el.a(rx.el.bdi(State.company), href=f"{address('trade-account')}?account={State.account}")),
        rx.cond(State.to_answer.length() > 0, _to_answer()),
        rx.cond(State.account_asks.length() > 0, account_asks()),
        rx.cond(State.texts.length() > 0, _texts()),
        _tree(),
        _models(),
        _questionnaires(),
        _requests(),
        rx.cond(State.may_ask, _asking(), _only_officer()),
    )


def _only_officer() -> rx.Component:
    return rx.el.p(t("Only the officer asks for links, merges and splits. Ask your officer."))


def _section(key: str, title: str, *children: rx.Component) -> rx.Component:
    return rx.el.section(rx.el.h2(title, id=key), *children, custom_attrs={"aria-labelledby": key})


# ---------------------------------------------------------------- what waits


def _to_answer() -> rx.Component:
    return _section(
        "to-answer",
        t("Other companies ask you for a link"),
        problem(State.problems.get("agree", "")),
        rx.foreach(State.to_answer, _asked),
    )


def _asked(card: rx.Var[RequestCard]) -> rx.Component:
    title, control = f"asked-{card.id}", f"asked-company-{card.id}"
    return rx.el.section(
        rx.el.h3(card.title, id=title),
        request_facts(card),
        rx.el.p(
            t("If you agree, both companies appear in one organization. Each sees the name of the other, nothing else.")
        ),
        rx.el.form(
            # The number travels as a field: a handler of a form is made outside of the loop.
            rx.el.input(type="hidden", name="request", value=card.id.to_string()),
            rx.el.label(t("For which of your companies?"), html_for=control, class_name="usa-label"),
            rx.el.select(
                rx.foreach(State.agreeing, lambda each: rx.el.option(each[1], value=each[0])),
                id=control,
                name="company",
                class_name="usa-select",
            ),
            rx.el.div(
                rx.el.button(t("Agree to the link"), type="submit", class_name="usa-button"),
                rx.el.button(
                    t("Say no"),
                    type="button",
                    class_name="usa-button usa-button--outline",
                    on_click=State.decline(State.account, card.id),
                ),
                class_name="kiosk-actions",
            ),
            on_submit=lambda typed: State.agree(State.account, typed),
        ),
        class_name="kiosk-box",
        custom_attrs={"aria-labelledby": title},
    )


def _texts() -> rx.Component:
    return _section(
        "texts",
        t("Choose between two texts"),
        rx.el.p(
            t("Two security models were merged. Where they differ, choose one text, or write a new one in the form.")
        ),
        problem(State.problems.get("texts", "")),
        rx.foreach(State.texts, _choice),
    )


def _choice(each: rx.Var[Texts]) -> rx.Component:
    def keep(which: str) -> rx.Component:
        return rx.cond(
            State.may_ask,
            rx.el.button(
                t("Keep this text"),
                type="button",
                class_name="usa-button usa-button--outline",
                on_click=State.choose(State.account, each.id, which),
            ),
        )

    return rx.fragment(
        two_texts(each, keep("first"), keep("second")),
        rx.el.p(
            rx.el.a(
                t("Write a new text for {criterion}", criterion=each.criterion),
                href=f"{address('profile')}?draft={each.draft}&criterion={each.criterion}",
            )
        ),
    )


# ---------------------------------------------------------------- how things stand


def _tree() -> rx.Component:
    return _section(
        "tree",
        t("Trade organization"),
        rx.el.p(
            t("A hierarchy of linked trade accounts. It shows how your companies belong together."),
            class_name="usa-hint",
        ),
        rx.el.ul(rx.foreach(State.tree, _node), class_name="kiosk-tree"),
        problem(State.problems.get("delink", "")),
    )


def _node(node: rx.Var[TreeLine]) -> rx.Component:
    name = rx.el.bdi(node.name)
    return rx.el.li(
        rx.cond(node.is_mine, rx.el.a(name, href=f"{address('organization')}?account={node.id}"), name),
        rx.cond(node.is_here, rx.el.strong(" · ", t("this company"))),
        rx.el.span(" ", t("(level {level})", level=node.depth + 1), class_name="usa-sr-only"),
        rx.cond(node.may_end, _delink(node)),
        class_name="kiosk-tree__item",
        custom_attrs={"data-depth": rx.cond(node.depth > 3, 3, node.depth).to_string()},
    )


def _delink(node: rx.Var[TreeLine]) -> rx.Component:
    return rx.el.details(
        rx.el.summary(t("End this link"), rx.el.span(" ", node.name, class_name="usa-sr-only")),
        rx.el.form(
            rx.el.input(type="hidden", name="link", value=node.link.to_string()),
            rx.el.p(t("The companies then stand alone. The other company is told; it need not agree.")),
            reason_field(f"delink-{node.link}", t("The other company reads it, too.")),
            submit(t("Ask for the end of this link"), "usa-button usa-button--secondary"),
            on_submit=lambda typed: State.ask_delink(State.account, typed),
            class_name="kiosk-more__body",
        ),
        class_name="kiosk-more",
    )


def _models() -> rx.Component:
    return _section(
        "models",
        t("Security models"),
        rx.el.p(
            t("A security model is the account that holds one or more business types under one security profile."),
            class_name="usa-hint",
        ),
        rx.cond(State.models.length() > 0, outcome_list(State.models), rx.el.p(t("There is none yet."))),
        rx.el.ul(rx.foreach(State.models, _monitoring), class_name="usa-list usa-list--unstyled"),
    )


def _monitoring(model: rx.Var[Line]) -> rx.Component:
    return rx.el.li(
        rx.el.a(
            t("Partner monitoring (SVI)"),
            rx.el.span(": ", model.name, class_name="usa-sr-only"),
            href=f"{address('svi')}?model={model.id}",
        )
    )


def _questionnaires() -> rx.Component:
    return rx.el.p(
        rx.el.a(t("Questionnaires for partners"), href=f"{address('inquiries')}?account={State.account}"),
        class_name="kiosk-no-print",
    )


def _requests() -> rx.Component:
    return rx.cond(
        State.requests.length() > 0,
        _section(
            "requests",
            t("Requests"),
            problem(State.problems.get("requests", "")),
            rx.foreach(State.requests, _request),
        ),
    )


def _request(card: rx.Var[RequestCard]) -> rx.Component:
    title = f"request-{card.id}"
    return rx.el.section(
        rx.el.h3(card.title, id=title),
        request_facts(card),
        rx.cond(
            card.lines.length() > 0,
            rx.fragment(rx.el.h4(t("What would change, as of today")), sentences(card.lines)),
        ),
        rx.cond(
            card.may_undo,
            rx.el.button(
                t("Undo this request"),
                type="button",
                class_name="usa-button usa-button--outline",
                on_click=State.undo(State.account, card.id),
            ),
        ),
        class_name="kiosk-box",
        custom_attrs={"aria-labelledby": title},
    )


# ---------------------------------------------------------------- asking


def _asking() -> rx.Component:
    return _section(
        "ask",
        t("Ask for a change"),
        rx.el.p(t("Nothing changes at once. After everybody has agreed, you have 24 hours to undo it.")),
        _fold(t("Link with another company"), "link", _link_form()),
        rx.cond(
            State.models.length() > 0,
            rx.fragment(
                _fold(t("Merge two security models"), "merge", _merge_form()),
                _fold(t("Split a security model"), "split", _split_form()),
            ),
        ),
        _fold_account(t("Merge this company with another"), merge_accounts_form()),
        _fold_account(t("Split this company in two"), split_account_form()),
    )


def _fold_account(title: str, form: rx.Component) -> rx.Component:
    return rx.el.details(rx.el.summary(title), rx.el.div(form, class_name="kiosk-more__body"), class_name="kiosk-more")


def _fold(title: str, kind: str, form: rx.Component) -> rx.Component:
    return rx.el.details(
        rx.el.summary(title),
        rx.el.div(problem(State.problems.get(kind, "")), form, _rehearsal(kind), class_name="kiosk-more__body"),
        class_name="kiosk-more",
    )


def _link_form() -> rx.Component:
    return rx.el.form(
        rx.el.p(t("The officer of the other company must agree. We mail them your request with its reason.")),
        line_control(
            "link-email",
            "email",
            t("Email address of the other company’s officer"),
            t("They sign in with this address and choose their company."),
            limit=320,
            ltr=True,
        ),
        rx.el.fieldset(
            rx.el.legend(t("Where does your company stand?"), class_name="usa-legend"),
            _radio("side", "parent", t("Above the other company"), checked=True),
            _radio("side", "child", t("Below the other company"), checked=False),
            class_name="usa-fieldset usa-form-group",
        ),
        reason_field("link-reason", t("The other company reads it before it agrees.")),
        submit(t("Ask for the link")),
        on_submit=lambda typed: State.ask_link(State.account, typed),
    )


def _radio(name: str, value: str, label: str, *, checked: bool) -> rx.Component:
    control = f"{name}-{value}"
    return rx.el.div(
        rx.el.input(
            type="radio", id=control, name=name, value=value, default_checked=checked, class_name="usa-radio__input"
        ),
        rx.el.label(label, html_for=control, class_name="usa-radio__label"),
        class_name="usa-radio",
    )


def _merge_form() -> rx.Component:
    return rx.el.form(
        rx.el.p(t("The first security model takes the business types of both. The second one ends.")),
        rx.el.p(t("CTPAT management approves it. You then choose the text where both differ, and send all of it.")),
        _model_choice("first", t("First security model")),
        _model_choice("second", t("Second security model")),
        reason_field("merge-reason", t("CTPAT management decides by it.")),
        rx.el.div(
            rx.el.input(
                type="checkbox", id="identical", name="identical", value="yes", class_name="usa-checkbox__input"
            ),
            rx.el.label(
                t("Both follow identical security practices and procedures."),
                html_for="identical",
                class_name="usa-checkbox__label",
            ),
            class_name="usa-checkbox",
        ),
        submit(t("Show what would change")),
        on_submit=lambda typed: State.rehearse_merging(State.account, typed),
    )


def _model_choice(name: str, label: str) -> rx.Component:
    control = f"merge-{name}"
    return rx.el.div(
        rx.el.label(label, html_for=control, class_name="usa-label"),
        rx.el.select(
            rx.el.option(t("Choose"), value=""),
            rx.foreach(State.models, lambda each: rx.el.option(each.name, value=each.id.to_string())),
            id=control,
            name=name,
            class_name="usa-select",
        ),
        class_name="usa-form-group",
    )


def _split_form() -> rx.Component:
    def part(model: rx.Var[Line]) -> rx.Component:
        return rx.el.optgroup(
            rx.foreach(model.options, lambda each: rx.el.option(each[1], value=f"{model.id}/{each[0]}")),
            label=model.name,
        )

    return rx.el.form(
        rx.el.p(t("One business type moves to a new security model. Each request moves one.")),
        rx.el.p(t("CTPAT management approves it. You then review both security profiles and send them.")),
        rx.el.label(t("Business type to move"), html_for="split-part", class_name="usa-label"),
        rx.el.select(
            rx.el.option(t("Choose"), value=""),
            rx.foreach(State.models, part),
            id="split-part",
            name="part",
            class_name="usa-select",
        ),
        line_control(
            "split-name",
            "name",
            t("Name of the new security model"),
            t("It is shown in lists, so that you can tell them apart."),
            limit=200,
        ),
        reason_field("split-reason", t("CTPAT management decides by it.")),
        submit(t("Show what would change")),
        on_submit=lambda typed: State.rehearse_splitting(State.account, typed),
    )


def _rehearsal(kind: str) -> rx.Component:
    if kind == "link":
        return rx.fragment()
    seen = State.rehearsed
    send = {
        "merge": State.ask_merge(State.account, seen.first, seen.second, seen.reason),
        "split": State.ask_split(State.account, seen.first, seen.business_type, seen.name, seen.reason),
    }[kind]
    return rx.cond(
        seen.kind == kind,
        rx.el.section(
            rx.el.h3(t("Rehearsal: nothing has changed yet"), id=f"rehearsal-{kind}"),
            outcome_list(State.outcome),
            rx.el.p(t("Answers taken over: {count}", count=seen.kept)),
            rx.cond(
                State.differing.length() > 0,
                rx.fragment(
                    rx.el.p(t("Texts to choose between afterwards: {count}", count=State.differing.length())),
                    rx.foreach(State.differing, lambda each: two_texts(each, rx.fragment(), rx.fragment())),
                ),
            ),
            rx.el.div(
                rx.el.button(t("Send this request"), type="button", class_name="usa-button", on_click=send),
                class_name="kiosk-actions",
            ),
            class_name="kiosk-box",
            role="status",
            custom_attrs={"aria-labelledby": f"rehearsal-{kind}"},
        ),
    )
