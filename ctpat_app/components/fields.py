"""The fields of a guided form: one control for each kind of question, with its label, hint, error and saved mark."""

from collections.abc import Callable

import reflex as rx
from reflex.event import EventSpec

from ctpat_app.components.mid_builder import mid_builder
from ctpat_app.components.text import address, current_language, t
from ctpat_app.guidance.views import MANY_OPTIONS, FieldView, OfferView, OptionView
from ctpat_app.state.answers import AnswerState
from ctpat_app.state.mid_builder import MidBuilderState
from ctpat_app.words.country_names import country_names

MID = "mid"

Field = rx.Var[FieldView]
Form = type[AnswerState]


def field(form: Form, item: Field) -> rx.Component:
    """Return the control that fits the kind of ``item``, saved through ``form``."""
    return rx.el.div(
        rx.match(
            item.kind,
            ("long-text", _labelled(form, item, _long_text)),
            (
                "choice",
                rx.cond(
                    item.as_list | (item.options.length() > MANY_OPTIONS),
                    _labelled(form, item, _select),
                    _radios(form, item),
                ),
            ),
            ("rating", _radios(form, item)),
            ("yes-no", _radios(form, item)),
            ("contact-role", _radios(form, item)),
            ("primary-contact", _radios(form, item)),
            ("checkboxes", _checkboxes(form, item)),
            ("countries", _countries(form, item)),
            ("consent", rx.fragment()),
            _labelled(form, item, _line),
        ),
        _taken(form, item),
        _conflict(form, item),
        key=f"{form.draft}/{item.key}/{item.row}",
    )


def choice_buttons(form: Form, item: Field, press: Callable[[rx.Var[OptionView]], EventSpec]) -> rx.Component:
    """Return a question that one press on an option answers, with all that stands beside any field."""

    def button(option: rx.Var[OptionView]) -> rx.Component:
        return rx.el.button(
            rx.el.span(option.label, class_name="kiosk-option__label"),
            rx.cond(option.hint != "", rx.el.span(option.hint, class_name="kiosk-option__hint")),
            type="button",
            class_name="kiosk-option",
            on_click=press(option),
            custom_attrs={"aria-pressed": rx.cond(option.chosen, "true", "false")},
        )

    options = rx.el.div(rx.foreach(item.options, button), class_name="kiosk-options")
    return rx.el.div(
        _fieldset(form, item, options),
        _taken(form, item),
        _conflict(form, item),
        key=f"{form.draft}/{item.key}/{item.row}",
    )


def labelled_error(form: Form, item: Field) -> rx.Component:
    """Return the error beside a field; nothing while there is none."""
    return rx.cond(
        form.errors.contains(item.name),
        rx.el.p(
            rx.el.span(t("Error: "), class_name="usa-sr-only"),
            form.errors[item.name],
            id=f"{item.name}-error",
            class_name="usa-error-message",
        ),
    )


def _hint(item: Field) -> rx.Component:
    """The hint in the open, then the tip; the description of the control is the hint alone."""
    return rx.cond(
        (item.hint != "") | (item.tip != ""),
        rx.el.div(rx.el.span(item.hint, id=f"{item.name}-hint"), " ", _tip(item), class_name="usa-hint"),
    )


def _tip(item: Field) -> rx.Component:
    """A hint for hover and focus, beside the label; what a person needs in order to answer stands in the open."""
    return rx.cond(
        item.tip != "",
        rx.el.span(
            rx.el.button(
                "?",
                type="button",
                class_name="kiosk-tip__button",
                aria_label=t("More about this"),
                custom_attrs={"aria-describedby": f"{item.name}-tip"},
            ),
            rx.el.span(item.tip, class_name="kiosk-tip__text", role="tooltip", id=f"{item.name}-tip"),
            class_name="kiosk-tip",
        ),
    )


def _optional(item: Field) -> rx.Component:
    return rx.cond(item.required, rx.fragment(), rx.el.span(" ", t("(optional)"), class_name="kiosk-optional"))


def _described_by(form: Form, item: Field) -> rx.Var[str]:
    hint = rx.cond(item.hint != "", f"{item.name}-hint", "")
    error = rx.cond(form.errors.contains(item.name), f" {item.name}-error", "")
    return f"{hint}{error}"


def _group(form: Form) -> Callable[[Field], rx.Var[str]]:
    return lambda item: rx.cond(
        form.errors.contains(item.name), "usa-form-group usa-form-group--error", "usa-form-group"
    )


def _labelled(form: Form, item: Field, control: Callable[[Form, Field], rx.Component]) -> rx.Component:
    return rx.el.div(
        rx.el.label(item.label, _optional(item), html_for=item.name, class_name="usa-label"),
        _hint(item),
        rx.cond(item.pattern != "", _pattern(item)),
        labelled_error(form, item),
        control(form, item),
        _seen(form, item),
        _unsaved(form, item),
        _notes(form, item),
        class_name=_group(form)(item),
    )


def _seen(form: Form, item: Field) -> rx.Component:
    """What the value refers to when it travels with the form."""
    return rx.el.input(
        type="hidden",
        name=f"{item.name}~seen",
        value=f"{item.key}|{item.row}|{form.versions[item.name]}|{_beside(form, item)}",
    )


def _unsaved(form: Form, item: Field) -> rx.Component:
    """What was typed before the connection broke, when somebody else saved a newer text; the script shows it."""
    return rx.el.div(
        rx.el.p(t("You had typed this text here, but a newer one was saved meanwhile. Copy what you still need:")),
        rx.el.pre(class_name="kiosk-pre", custom_attrs={"data-unsaved-text": "true"}),
        class_name="kiosk-alert kiosk-alert--attention",
        hidden=True,
        custom_attrs={"data-unsaved-for": f"{form.draft}/{item.key}/{item.row}"},
    )


def _save(form: Form, item: Field) -> Callable[[rx.Var[str]], EventSpec]:
    return lambda text: form.save(
        form.draft, item.key, item.row, form.versions[item.name], item.kind, text, _beside(form, item)
    )


def _beside(form: Form, item: Field) -> rx.Var[int]:
    """The version of the answer that an English version is written for; 0 for every other field."""
    return rx.cond(item.beside != "", form.versions[item.beside], 0)


def _control_attributes(form: Form, item: Field) -> dict[str, rx.Var[str] | str]:
    return {
        # As an attribute and not as Reflex's id: that would make a ref, and Reflex sends the refs of a form along.
        "id": item.name,
        "aria-describedby": _described_by(form, item),
        "aria-invalid": rx.cond(form.errors.contains(item.name), "true", "false"),
        # A personal number is never kept in the browser.
        "data-draft-key": rx.cond(item.sensitive, "", f"{form.draft}/{item.key}/{item.row}"),
        "data-saved-version": form.versions[item.name].to_string(),
    }


def _line(form: Form, item: Field) -> rx.Component:
    is_code = item.kind == "identifier"
    return rx.fragment(
        rx.el.input(
            name=item.name,
            type=rx.cond(item.kind == "date", "date", "text"),
            input_mode=rx.match(item.kind, ("whole-number", "numeric"), ("number", "decimal"), "text"),
            default_value=item.value,
            max_length=item.max,
            read_only=rx.cond(item.locked, True, ~item.writable),
            auto_complete=rx.cond(is_code, "off", item.autocomplete),
            class_name=rx.cond(is_code, "usa-input kiosk-input--code", "usa-input"),
            dir=rx.cond(is_code, "ltr", "auto"),
            spell_check=~is_code,
            on_blur=_save(form, item),
            key=f"{item.name}/{form.draft}/{item.version}",
            custom_attrs=_control_attributes(form, item),
        ),
        rx.cond(item.live_pattern != "", _live_shape(item)),
        rx.cond(is_code & (form.shown.get(item.name, "") != ""), _read_back(form, item)),
        _builder(form, item),
        rx.cond(
            item.sensitive,
            rx.el.p(t("Personal: we encrypt this number and show only a part of it."), class_name="usa-hint"),
        ),
        rx.cond(
            item.locked,
            rx.el.p(
                rx.el.span(t("Locked"), class_name="kiosk-tag kiosk-tag--locked"),
                " ",
                t("Only your specialist can change it since the application was sent."),
                " ",
                rx.el.a(t("Ask for a change"), href=f"{address('identifier-changes')}?draft={form.draft}"),
            ),
        ),
    )


def _builder(form: Form, item: Field) -> rx.Component:
    use = form.save(form.draft, item.key, item.row, form.versions[item.name], item.kind, MidBuilderState.mid, 0)
    return rx.cond(
        (item.format == MID) & item.writable & ~item.locked,
        mid_builder(name=item.name, company=form.company, use=use),
    )


def _live_shape(item: Field) -> rx.Component:
    """What is typed against the pattern, letter by letter; for the eye alone, the hint says the same in words."""
    return rx.el.p(
        class_name="kiosk-shape",
        dir="ltr",
        custom_attrs={"aria-hidden": "true", "data-shape-of": item.name, "data-pattern": item.live_pattern},
    )


def _read_back(form: Form, item: Field) -> rx.Component:
    return rx.el.p(
        t("Stored as"),
        " ",
        rx.el.bdi(form.shown[item.name], dir="ltr", class_name="kiosk-code"),
        class_name="kiosk-readback",
        role="status",
    )


def _pattern(item: Field) -> rx.Component:
    return rx.el.p(
        t("Pattern (A letter, N digit, X either):"),
        " ",
        rx.el.bdi(item.pattern, dir="ltr", class_name="kiosk-code"),
        class_name="usa-hint",
        id=f"{item.name}-pattern",
    )


def _long_text(form: Form, item: Field) -> rx.Component:
    return rx.fragment(
        rx.el.textarea(
            name=item.name,
            default_value=item.value,
            max_length=item.max + 500,
            read_only=~item.writable,
            class_name="usa-textarea kiosk-textarea",
            lang=item.language,
            dir="auto",
            rows="6",
            on_blur=_save(form, item),
            key=f"{item.name}/{form.draft}/{item.version}",
            custom_attrs={
                **_control_attributes(form, item),
                "data-count": item.max.to_string(),
                "data-autosave": "true",
            },
        ),
        rx.el.p(
            id=f"{item.name}-count",
            class_name="kiosk-count",
            custom_attrs={
                "data-count-for": item.name,
                "data-text-left": t("Characters left: {n}"),
                "data-text-over": t("Characters too many: {n}"),
            },
        ),
        rx.el.p(class_name="usa-sr-only", role="status", custom_attrs={"data-count-say": item.name}),
    )


def _select(form: Form, item: Field) -> rx.Component:
    return rx.el.select(
        rx.el.option(t("Choose"), value=""),
        rx.foreach(item.options, lambda option: rx.el.option(option.label, value=option.key)),
        name=f"{item.name}-choice",
        default_value=item.value,
        class_name="usa-select",
        disabled=item.locked | ~item.writable,
        on_change=_save(form, item),
        key=_made_anew(form, item),
        custom_attrs={"id": item.name, "aria-describedby": _described_by(form, item)},
    )


def _fieldset(form: Form, item: Field, *options: rx.Component) -> rx.Component:
    return rx.el.fieldset(
        rx.el.legend(item.label, _optional(item), class_name="usa-legend"),
        _hint(item),
        labelled_error(form, item),
        *options,
        _notes(form, item),
        class_name=rx.cond(
            form.errors.contains(item.name),
            "usa-fieldset usa-form-group usa-form-group--error",
            "usa-fieldset usa-form-group",
        ),
        id=item.name,
        tab_index=-1,
        custom_attrs={"aria-describedby": _described_by(form, item)},
    )


def _radios(form: Form, item: Field) -> rx.Component:
    def radio(option: rx.Var[OptionView]) -> rx.Component:
        name = f"{item.name}-{option.key}"
        return rx.el.div(
            rx.el.input(
                type="radio",
                custom_attrs={"id": name},
                name=f"{item.name}-choice",
                value=option.key,
                default_checked=option.chosen,
                disabled=item.locked | ~item.writable,
                class_name="usa-radio__input",
                on_change=_save(form, item)(option.key),
                key=f"{name}/{_made_anew(form, item)}",
            ),
            rx.el.label(
                option.label,
                rx.cond(option.hint != "", rx.el.span(option.hint, class_name="usa-radio__label-description")),
                html_for=name,
                class_name="usa-radio__label",
            ),
            class_name="usa-radio",
        )

    return _fieldset(form, item, rx.foreach(item.options, radio))


def _checkboxes(form: Form, item: Field) -> rx.Component:
    def checkbox(option: rx.Var[OptionView]) -> rx.Component:
        name = f"{item.name}-{option.key}"
        return rx.el.div(
            rx.el.input(
                type="checkbox",
                custom_attrs={"id": name},
                name=name,
                value=option.key,
                default_checked=option.chosen,
                disabled=~item.writable,
                class_name="usa-checkbox__input",
                key=f"{name}/{_made_anew(form, item)}",
                on_change=_save(form, item)(_ticked_in(item.name)),
            ),
            rx.el.label(
                option.label,
                rx.cond(option.hint != "", rx.el.span(option.hint, class_name="usa-checkbox__label-description")),
                html_for=name,
                class_name="usa-checkbox__label",
            ),
            class_name="usa-checkbox",
        )

    return _fieldset(form, item, rx.foreach(item.options, checkbox))


def _ticked_in(name: rx.Var[str]) -> rx.Var[str]:
    """The options that are ticked on the screen when the event is sent, divided by commas."""
    boxes = f"[...document.getElementById({name!s}).querySelectorAll('input:checked')]"
    return rx.Var(f"{boxes}.map((box) => box.value).join(',')", _var_type=str)


def _made_anew(form: Form, item: Field) -> rx.Var[str]:
    """A key that changes only with a value that the control does not hold already: a new control loses the focus."""
    return f"{item.name}/{form.draft}/{form.revisions.get(item.name, 0)}"


def _countries(form: Form, item: Field) -> rx.Component:
    def choose(code: rx.Var[str], *, wanted: bool) -> EventSpec:
        return form.choose(
            form.draft, item.key, item.row, form.versions[item.name], item.kind, item.value, code, wanted
        )

    def chosen(option: rx.Var[OptionView]) -> rx.Component:
        return rx.el.li(
            rx.el.span(option.label),
            rx.el.button(
                t("Remove"),
                rx.el.span(" ", option.label, class_name="usa-sr-only"),
                type="button",
                class_name="usa-button usa-button--unstyled",
                on_click=choose(option.key, wanted=False),
            ),
            class_name="kiosk-list__item",
        )

    return rx.el.div(
        rx.el.label(item.label, html_for=item.name, class_name="usa-label"),
        _hint(item),
        labelled_error(form, item),
        rx.el.select(
            rx.el.option(t("Choose a country to add it"), value=""),
            *(rx.el.option(name, value=code) for code, name in _country_names()),
            name=f"{item.name}-add",
            default_value="",
            class_name="usa-select",
            key=f"{item.name}/{item.version}",
            custom_attrs={"id": item.name, "aria-describedby": _described_by(form, item)},
        ),
        # A button, because who goes through the list by keys passes countries that are not meant.
        rx.el.button(
            t("Add country"),
            type="button",
            class_name="usa-button usa-button--outline",
            on_click=choose(rx.Var(f"document.getElementById({item.name!s}).value", _var_type=str), wanted=True),
        ),
        rx.el.ul(rx.foreach(item.options, chosen), class_name="kiosk-list", custom_attrs={"aria-label": t("Chosen")}),
        class_name=_group(form)(item),
    )


def _country_names() -> tuple[tuple[str, str], ...]:
    """Every country under its name in the language of the page, bound at compile time."""
    return country_names(current_language())


def _notes(form: Form, item: Field) -> rx.Component:
    def offer(each: rx.Var[OfferView]) -> rx.Component:
        return rx.el.button(
            each.label,
            type="button",
            class_name="usa-button usa-button--unstyled",
            on_click=form.save(form.draft, each.key, each.row, each.version, "choice", each.value, 0),
        )

    return rx.cond(
        (item.notes.length() > 0) | (item.offers.length() > 0),
        rx.el.div(
            rx.foreach(item.notes, rx.el.p),
            rx.foreach(item.offers, offer),
            class_name="kiosk-offer",
            id=f"{item.name}-offer",
            role="status",
        ),
    )


def _taken(form: Form, item: Field) -> rx.Component:
    """Where an answer comes from that was taken over, until somebody has confirmed it."""
    return rx.cond(
        item.taken != "",
        rx.el.div(
            rx.el.p(item.taken),
            rx.cond(
                item.writable,
                rx.el.button(
                    t("It is still right"),
                    rx.el.span(": ", item.label, class_name="usa-sr-only"),
                    type="button",
                    class_name="usa-button usa-button--outline",
                    on_click=form.confirm(form.draft, item.key, item.row, item.version),
                ),
            ),
            class_name="kiosk-offer",
            id=f"{item.name}-taken",
        ),
    )


def _conflict(form: Form, item: Field) -> rx.Component:
    return rx.cond(
        form.theirs.contains(item.name),
        rx.el.section(
            rx.el.h2(
                t("Somebody changed this answer while you were writing"),
                class_name="kiosk-conflict__title",
                id=f"{item.name}-conflict",
            ),
            rx.el.div(
                rx.el.div(
                    rx.el.h3(t("Saved by"), " ", rx.el.bdi(form.theirs_by[item.name])),
                    rx.el.div(form.sides[item.name][0], class_name="kiosk-conflict__text", dir="auto"),
                    rx.el.button(
                        t("Keep this text"),
                        type="button",
                        class_name="usa-button usa-button--outline",
                        on_click=form.keep_theirs(item.name),
                    ),
                    class_name="kiosk-conflict__side",
                ),
                rx.el.div(
                    rx.el.h3(t("What you wrote")),
                    rx.el.div(form.sides[item.name][1], class_name="kiosk-conflict__text", dir="auto"),
                    rx.el.button(
                        t("Keep my text"),
                        type="button",
                        class_name="usa-button usa-button--outline",
                        on_click=form.keep_mine(
                            form.draft,
                            item.key,
                            item.row,
                            item.kind,
                            form.theirs_version[item.name],
                            form.mine[item.name],
                            _beside(form, item),
                        ),
                    ),
                    class_name="kiosk-conflict__side",
                ),
                class_name="kiosk-conflict__pair",
            ),
            class_name="kiosk-conflict",
            role="alert",
            custom_attrs={"aria-labelledby": f"{item.name}-conflict"},
        ),
    )
