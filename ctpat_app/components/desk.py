"""Pieces of the pages of staff: the way between them, sections, facts, and how urgent a case is."""

import reflex as rx

from ctpat_app.components.text import address, current_page, t
from ctpat_app.domain.permissions import Permission, StaffRole, staff_may
from ctpat_app.state.desk_views import OVER, SOON
from ctpat_app.state.session import SessionState


def desk_nav() -> rx.Component:
    """Return the links between the pages of the desk that the reader's role uses."""
    readers = _roles(Permission.TRADE_ACCOUNT_READ)
    return rx.el.nav(
        rx.el.ul(
            _way(t("Work that waits"), "staff/queue", frozenset(StaffRole)),
            _way(t("Staff and companies"), "staff", frozenset(StaffRole)),
            _way(t("Companies without a specialist"), "staff/assign", _roles(Permission.CASE_ASSIGN)),
            _way(t("Requests to merge and split"), "staff/requests", _roles(Permission.MODEL_APPROVE_MERGE_SPLIT)),
            _way(t("Watch list"), "staff/watch", readers | {StaffRole.SPECIALIST}),
            _way(t("Look on at a page"), "staff/walk-through", _roles(Permission.WALK_THROUGH_HELP)),
            _way(t("Figures of the program"), "staff/figures", readers),
            _way(t("Help desk"), "staff/help", _roles(Permission.HELP_CASE_WORK)),
            _way(t("Known problems"), "staff/known-problems", _roles(Permission.KNOWN_PROBLEM_PUBLISH)),
            _way(t("Figures of the help"), "staff/help-figures", _roles(Permission.HELP_STATISTICS_READ)),
            _way(t("Practise a form"), "staff/practice", _roles(Permission.PRACTICE_USE)),
            _way(t("Set up a shared terminal"), "staff/terminal", _roles(Permission.TERMINAL_SET_UP)),
            class_name="kiosk-languages__list",
        ),
        class_name="kiosk-no-print kiosk-desk-nav",
        custom_attrs={"aria-label": t("Pages of the desk")},
    )


def _roles(permission: Permission) -> frozenset[StaffRole]:
    return frozenset(role for role in StaffRole if staff_may(role, permission))


def _way(name: str, path: str, roles: frozenset[StaffRole]) -> rx.Component:
    here = {"aria-current": "page"} if current_page() == path else {}
    link = rx.el.li(rx.el.a(name, href=address(path), class_name="kiosk-languages__link", custom_attrs=here))
    if roles == frozenset(StaffRole):
        return link
    return rx.cond(rx.Var.create(sorted(roles)).contains(SessionState.staff_role), link)


def desk_section(key: str, title: str, *children: rx.Component) -> rx.Component:
    """Return a section with a heading of the second level; ``key`` is the id of the heading."""
    return rx.el.section(rx.el.h2(title, id=key), *children, custom_attrs={"aria-labelledby": key})


def urgency(mark: rx.Var[str]) -> rx.Component:
    """Return the tag of a case that is over its day, or comes to it soon."""
    return rx.match(
        mark,
        (OVER, rx.el.span(t("Past the due day"), class_name="kiosk-tag kiosk-tag--error")),
        (SOON, rx.el.span(t("Due soon"), class_name="kiosk-tag kiosk-tag--attention")),
        rx.fragment(),
    )


def note(*children: rx.Component | rx.Var[str] | str) -> rx.Component:
    """Return a quiet line of an item of a list."""
    return rx.el.p(*children, class_name="kiosk-list__note")


def note_if(text: rx.Var[str], *children: rx.Component | rx.Var[str] | str) -> rx.Component:
    """Return a quiet line that is not there while ``text`` is empty."""
    return rx.cond(text != "", note(*(children or (rx.el.bdi(text),))))


def filter_choice(
    name: str, label: str, options: rx.Var[list[list[str]]] | None, chosen: rx.Var[str], *first: tuple[str, str]
) -> rx.Component:
    """Return a list to choose from in a filter form; ``first`` are choices before the ``options``, value and name."""
    control = f"find-{name}"
    return rx.el.div(
        rx.el.label(label, html_for=control, class_name="usa-label"),
        rx.el.select(
            *(rx.el.option(text, value=value) for value, text in (("", t("All")), *first)),
            *([] if options is None else [rx.foreach(options, lambda each: rx.el.option(each[1], value=each[0]))]),
            id=control,
            name=name,
            class_name="usa-select",
            default_value=chosen,
            # Options that arrive later would leave the choice unset.
            key=f"{control}-{chosen}" if options is None else f"{control}-{chosen}-{options.length()}",
        ),
        class_name="usa-form-group",
    )
