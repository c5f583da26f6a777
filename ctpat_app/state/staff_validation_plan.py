"""What the desk does with a validation before it begins: the plan, the sites, the day."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import reflex as rx

from ctpat_app.domain.errors import InvalidValue
from ctpat_app.domain.numbers import number_in
from ctpat_app.domain.permissions import Permission
from ctpat_app.domain.validations import Mode, Move, Visit
from ctpat_app.services.validation_plans import (
    add_visit,
    begin_validation,
    cancel_validation,
    change_plan,
    decide_plan,
    drop_visit,
    schedule_validation,
)
from ctpat_app.state.access import requires
from ctpat_app.state.action_views import text_in
from ctpat_app.state.desk_step import DeskStep, Given, nothing
from ctpat_app.state.plain_form import Typed
from ctpat_app.state.staff_validations import PLAN_FIELDS, plan_in

_DAY: Final = {
    **{f"validation.day-{fault}": "day" for fault in ("missing", "past", "far", "shape")},
    "validation.team-size": "people",
}
_VISIT: Final = {**_DAY, "validation.site-missing": "site", "validation.recognition-missing": "recognised"}

_CHANGE: Final = DeskStep("plan", change_plan, f"validation.told-{Move.CHANGE_PLAN}", fields=PLAN_FIELDS)
_APPROVE: Final = DeskStep("approve", decide_plan, f"validation.told-{Move.APPROVE_PLAN}")
_RETURN: Final = DeskStep("decide", decide_plan, f"validation.told-{Move.RETURN_PLAN}", "reason")
_ADD_VISIT: Final = DeskStep("visit", add_visit, "validation.told-noted", fields=_VISIT)
_DROP_VISIT: Final = DeskStep("visit", drop_visit, "validation.told-noted")
_SCHEDULE: Final = DeskStep(
    "schedule",
    schedule_validation,
    f"validation.told-{Move.SCHEDULE}",
    fields={**_DAY, "validation.notice-short": "reason"},
)
_BEGIN: Final = DeskStep("begin", begin_validation, f"validation.told-{Move.BEGIN}")
_CANCEL: Final = DeskStep("cancel", cancel_validation, f"validation.told-{Move.CANCEL}", "reason")


class PlanSteps(rx.State, mixin=True):
    """The handlers of the page of a validation that is planned."""

    @rx.event
    @requires(Permission.VALIDATION_RECORD)
    async def change_plan(self, validation: int, seen_version: int, typed: Typed) -> None:
        """Change the plan."""
        await self._take(_CHANGE, validation, seen_version, lambda: {"plan": plan_in(typed)})

    @rx.event
    @requires(Permission.VALIDATION_RECORD)
    async def approve_plan(self, validation: int, seen_version: int) -> None:
        """Approve the plan."""
        await self._take(_APPROVE, validation, seen_version, lambda: {"approve": True, "reason": ""})

    @rx.event
    @requires(Permission.VALIDATION_RECORD)
    async def return_plan(self, validation: int, seen_version: int, typed: Typed) -> None:
        """Send the plan back with the reason."""
        await self._take(_RETURN, validation, seen_version, lambda: {"approve": False, **reason_in(typed)})

    @rx.event
    @requires(Permission.VALIDATION_RECORD)
    async def add_visit(self, validation: int, seen_version: int, typed: Typed) -> None:
        """Plan one site."""
        await self._take(_ADD_VISIT, validation, seen_version, lambda: {"visit": _visit_in(typed)})

    @rx.event
    @requires(Permission.VALIDATION_RECORD)
    async def drop_visit(self, validation: int, seen_version: int, visit: int) -> None:
        """Take a site out of the plan."""
        await self._take(_DROP_VISIT, validation, seen_version, nothing, visit_id=visit)

    @rx.event
    @requires(Permission.VALIDATION_RECORD)
    async def schedule(self, validation: int, seen_version: int, typed: Typed) -> None:
        """Set the day and tell the company."""
        await self._take(_SCHEDULE, validation, seen_version, lambda: _schedule_in(typed))

    @rx.event
    @requires(Permission.VALIDATION_RECORD)
    async def begin(self, validation: int, seen_version: int) -> None:
        """Note that it has begun."""
        await self._take(_BEGIN, validation, seen_version, nothing)

    @rx.event
    @requires(Permission.VALIDATION_RECORD)
    async def cancel(self, validation: int, seen_version: int, typed: Typed) -> None:
        """Give it up with the reason."""
        await self._take(_CANCEL, validation, seen_version, lambda: reason_in(typed))

    async def _take(self, step: DeskStep, validation: int, seen_version: int, given: Given, **about: int) -> None:
        """Take a step and show what came of it; the page says how."""
        raise NotImplementedError


def reason_in(typed: Typed) -> Mapping[str, Any]:
    """Return the reason that a form holds."""
    return {"reason": text_in(typed, "reason")}


def _visit_in(typed: Typed) -> Visit:
    mode = text_in(typed, "mode")
    return Visit(
        site=text_in(typed, "site").strip() or text_in(typed, "address"),
        day=_day_in(typed),
        mode=Mode(mode) if mode in frozenset(Mode) else Mode.ON_SITE,
        team_size=number_in(text_in(typed, "people")),
        team=text_in(typed, "team"),
        recognised=text_in(typed, "recognised"),
    )


def _schedule_in(typed: Typed) -> Mapping[str, Any]:
    return {"day": _day_in(typed), "team_size": number_in(text_in(typed, "people")), **reason_in(typed)}


def _day_in(typed: Typed) -> date | None:
    text = text_in(typed, "day").strip()
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise InvalidValue("validation.day-shape") from None
