"""One criterion of the security profile: answer one statement well."""

import reflex as rx

from ctpat_app.components.arrival import arriving, waiting
from ctpat_app.components.criterion_actions import criterion_actions
from ctpat_app.components.english import english_part
from ctpat_app.components.errors import error_summary
from ctpat_app.components.evidence import evidence_forms, evidence_section
from ctpat_app.components.fields import field
from ctpat_app.components.layout import frame, status_line
from ctpat_app.components.profile_note import changes_note
from ctpat_app.components.returned import returned_comment
from ctpat_app.components.review import review_panel, reviewed
from ctpat_app.components.statement import statement_head, statement_help
from ctpat_app.components.steps import bar, rail
from ctpat_app.components.text import address, t
from ctpat_app.components.to_phone import on_my_phone
from ctpat_app.guidance.views import JumpView
from ctpat_app.state.profile import ProfileState

View = ProfileState.view


def profile_page() -> rx.Component:
    """The statement large, what a good answer tells beside it, the box that grows, the way to the next open one."""
    return frame(
        waiting(),
        arriving(
            rx.cond(
                ProfileState.draft > 0,
                rx.cond(
                    View.id != "",
                    rx.fragment(
                        _criterion(),
                        rx.el.div(
                            rx.cond(
                                ProfileState.limited,
                                rx.fragment(),
                                criterion_actions(ProfileState.draft, View.id),
                            ),
                            rx.cond(
                                ProfileState.limited,
                                rx.fragment(),
                                on_my_phone(ProfileState.draft, "profile", View.id),
                            ),
                            _pager(),
                            _jump_list(),
                            class_name="kiosk-column",
                        ),
                        evidence_forms(),
                    ),
                    _nothing_asked(),
                ),
            )
        ),
        rail=rx.cond(ProfileState.limited, _given_rail(), rail(ProfileState)),
        title=View.title,
        path=ProfileState.address,
        status=False,
    )


def _nothing_asked() -> rx.Component:
    return rx.el.div(
        rx.el.h1(t("Security profile")),
        rx.el.p(t("Choose your business types first: they decide which statements you answer.")),
        rx.el.a(
            t("Choose business types"),
            class_name="usa-button",
            href=address(f"apply?draft={ProfileState.draft}&step=business-types"),
        ),
        class_name="kiosk-column",
    )


def _criterion() -> rx.Component:
    return rx.el.form(
        rx.el.div(
            rx.cond(
                ProfileState.limited,
                rx.el.a(t("Your statements"), href=address("given"), class_name="kiosk-back"),
                rx.cond(
                    ProfileState.annual > 0,
                    rx.el.a(t("Answers in the annual review"), href=_annual_review(), class_name="kiosk-back"),
                    rx.el.a(
                        t("Back to the task list"),
                        href=address(f"application?draft={ProfileState.draft}"),
                        class_name="kiosk-back",
                    ),
                ),
            ),
            rx.cond(
                ProfileState.limited | (ProfileState.annual > 0),
                rx.fragment(),
                rx.el.p(rx.el.a(t("Answer one question at a time"), href=_dialogue())),
            ),
            error_summary(ProfileState.problems, ProfileState.attempt),
            rx.el.p(
                t("{open} of {count} statements are open", open=View.open_count, count=View.count),
                class_name="kiosk-caption",
                role="status",
            ),
            statement_head(View, rx.cond(ProfileState.limited, rx.fragment(), _answerers())),
            rx.cond(
                ProfileState.limited,
                rx.fragment(),
                rx.fragment(
                    changes_note(ProfileState.draft), returned_comment(ProfileState.draft, f"criterion.{View.id}")
                ),
            ),
            reviewed(
                rx.foreach(View.fields, lambda item: field(ProfileState, item)),
                english_part(ProfileState, View.id),
                draft=ProfileState.draft,
                criterion=View.id,
                shown=View.shown,
            ),
            review_panel(draft=ProfileState.draft, criterion=View.id, writable=View.writable),
            evidence_section(),
            class_name="kiosk-step__body",
        ),
        statement_help(View),
        bar(ProfileState, back=_back(), label=_label()),
        on_submit=lambda typed: ProfileState.go_on(ProfileState.draft, View.id, typed),
        class_name="kiosk-step",
        no_validate=True,
        key=f"{ProfileState.draft}/{View.id}",
    )


def _dialogue() -> str:
    return f"{address('talk')}?draft={ProfileState.draft}&step=security-profile&question=criterion.{View.id}"


def _label() -> rx.Var[str]:
    onward = t("Save and go to the next open statement")
    return rx.cond(ProfileState.annual > 0, t("Save and return to the annual review"), onward)


def _back() -> rx.Component:
    # One word: the bar of a small screen holds it beside the long name of the button.
    return rx.el.a(
        t("Back"),
        href=rx.cond(
            ProfileState.annual > 0,
            _annual_review(),
            rx.cond(ProfileState.limited, address("given"), address(f"application?draft={ProfileState.draft}")),
        ),
        class_name="usa-button usa-button--outline kiosk-bar__back",
    )


def _annual_review() -> str:
    return f"{address('annual-answers')}?model={ProfileState.annual}&statement={View.id}"


def _answerers() -> rx.Component:
    names = ProfileState.answerers.get(View.id, "")
    href = f"{address('who-answers')}?draft={ProfileState.draft}&criterion={View.id}"
    return rx.el.p(
        rx.cond(names != "", rx.fragment(t("Given to:"), " ", rx.el.bdi(names), " ")),
        rx.el.a(t("Give this statement to somebody"), href=href),
        class_name="usa-hint kiosk-no-print",
    )


def _given_rail() -> rx.Component:
    """Beside the page of somebody from outside stand no parts of the application, only what was saved."""
    return rx.el.nav(
        rx.el.p(rx.el.a(t("Your statements"), href=address("given")), class_name="kiosk-caption"),
        rx.el.div(status_line(ProfileState.saved_at), class_name="kiosk-rail__status"),
        class_name="kiosk-rail kiosk-no-print",
        aria_label=t("Your statements"),
    )


def _address_of(criterion: rx.Var[str]) -> str:
    return address(f"profile?draft={ProfileState.draft}&criterion={criterion}")


def _pager() -> rx.Component:
    return rx.el.nav(
        rx.cond(
            View.before != "",
            rx.el.a(t("Previous statement"), href=_address_of(View.before), class_name="kiosk-pager__prev"),
        ),
        rx.cond(
            View.after != "",
            rx.el.a(t("Skip to the next statement"), href=_address_of(View.after), class_name="kiosk-pager__next"),
        ),
        class_name="kiosk-pager",
        aria_label=t("Statements"),
    )


def _jump_list() -> rx.Component:
    return rx.el.nav(
        rx.el.h2(t("Categories")),
        rx.cond(
            ProfileState.own_jumps.length() > 0,
            rx.fragment(
                rx.el.button(
                    t("Only what was given to me"),
                    type="button",
                    class_name="usa-button usa-button--outline",
                    on_click=ProfileState.show_own(~ProfileState.own_alone),
                    custom_attrs={"aria-pressed": rx.cond(ProfileState.own_alone, "true", "false")},
                ),
                rx.cond(ProfileState.own_alone, _jumps(ProfileState.own_jumps), _jumps(ProfileState.jumps)),
            ),
            _jumps(ProfileState.jumps),
        ),
        class_name="kiosk-jump",
        aria_label=t("Categories"),
    )


def _jumps(jumps: rx.Var[list[JumpView]]) -> rx.Component:
    return rx.el.ul(rx.foreach(jumps, _jump), class_name="kiosk-jump__list")


def _jump(jump: rx.Var[JumpView]) -> rx.Component:
    return rx.el.li(
        rx.el.a(
            rx.el.span(jump.name),
            " ",
            rx.el.span(
                rx.cond(
                    jump.open > 0, t("{open} of {total} open", open=jump.open, total=jump.total), t("All answered")
                ),
                class_name="kiosk-jump__count",
            ),
            href=_address_of(jump.first),
            class_name="kiosk-jump__link",
            custom_attrs={"aria-current": rx.cond(jump.here, "true", "false")},
        ),
        rx.cond(
            jump.people != "",
            rx.el.p(t("Given to:"), " ", rx.el.bdi(jump.people), class_name="kiosk-jump__people"),
        ),
    )
