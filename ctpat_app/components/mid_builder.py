"""The MID builder inside the identifiers step: four short questions, then the code with each part explained."""

import reflex as rx
from reflex.event import EventSpec

from ctpat_app.components.text import current_language, t
from ctpat_app.guidance.identifiers import load_mid
from ctpat_app.guidance.texts import ref
from ctpat_app.state.mid_builder import MidBuilderState, MidPartView
from ctpat_app.words.country_names import country_names
from ctpat_app.words.localiser import localiser_for


def mid_builder(*, name: rx.Var[str], company: rx.Var[str], use: EventSpec) -> rx.Component:
    """Return the builder; ``name`` keeps its ids apart, ``use`` takes the built code over into the field."""
    ids = {part: rx.Var.create(f"{name}-mid-{part}") for part in ("name", "address", "city", "country")}
    return rx.el.details(
        rx.el.summary(t("Build the MID from name and address")),
        rx.el.div(
            rx.el.p(t("Use the name and address of the plant as they stand on the commercial invoice.")),
            _line(ids["name"], t("Name of the maker"), company),
            _line(ids["address"], t("Line with street and number, or box"), ""),
            _line(ids["city"], t("City"), ""),
            _country(ids["country"]),
            rx.el.button(
                t("Build the code"),
                type="button",
                class_name="usa-button usa-button--outline",
                on_click=MidBuilderState.build(*(_value_of(part) for part in ids.values())),
            ),
            rx.el.div(_result(use), role="status"),
            class_name="kiosk-more__body",
        ),
        class_name="kiosk-more",
    )


def _value_of(control: rx.Var[str]) -> rx.Var[str]:
    """The text in a control at the moment of the click: the builder is no form of its own, it stands inside one."""
    return rx.Var(_js_expr=f"document.getElementById({control!s}).value", _var_type=str)


def _line(name: rx.Var[str], label: str, value: str | rx.Var[str]) -> rx.Component:
    return rx.el.div(
        rx.el.label(label, html_for=name, class_name="usa-label"),
        rx.el.input(
            id=name, name=name, type="text", default_value=value, max_length=200, class_name="usa-input", dir="auto"
        ),
        class_name="usa-form-group",
    )


def _country(name: rx.Var[str]) -> rx.Component:
    """Canada stands here with its provinces: their codes take the place of CA."""
    localiser = localiser_for(current_language())
    canada = localiser.country_name("CA")
    provinces = [
        rx.el.option(
            f"{canada} ({localiser.text(ref(f'mid/mid/{item.id}', 'name', item.i18n.name))})",
            value=f"Canada ({item.i18n.name})",
        )
        for item in load_mid().provinces
    ]
    others = [rx.el.option(shown, value=code) for code, shown in country_names(current_language()) if code != "CA"]
    return rx.el.div(
        rx.el.label(t("Country"), html_for=name, class_name="usa-label"),
        rx.el.select(
            rx.el.option(t("Choose"), value=""),
            *others,
            *provinces,
            id=name,
            name=name,
            default_value="",
            class_name="usa-select",
        ),
        class_name="usa-form-group",
    )


def _result(use: EventSpec) -> rx.Component:
    return rx.fragment(
        rx.foreach(MidBuilderState.notes, lambda note: rx.el.p(note, class_name="kiosk-inset")),
        rx.cond(
            MidBuilderState.mid != "",
            rx.fragment(
                rx.el.dl(rx.foreach(MidBuilderState.parts, _part), class_name="kiosk-mid"),
                rx.el.p(
                    t("The code is"),
                    " ",
                    rx.el.bdi(MidBuilderState.mid, dir="ltr", class_name="kiosk-code"),
                    class_name="kiosk-mid__result",
                ),
                rx.el.p(t("Compare it with the code that your broker files. If they differ, keep the one in use.")),
                rx.el.button(
                    t("Use this code"), type="button", class_name="usa-button usa-button--outline", on_click=use
                ),
            ),
        ),
    )


def _part(part: rx.Var[MidPartView]) -> rx.Component:
    return rx.el.div(
        rx.el.dt(part.name, class_name="kiosk-mid__label"),
        rx.el.dd(rx.el.bdi(part.letters, dir="ltr"), class_name="kiosk-mid__code"),
        rx.el.dd(t("from “{source}”", source=part.source), rx.el.br(), part.rules, class_name="kiosk-mid__from"),
        class_name="kiosk-mid__part",
    )
