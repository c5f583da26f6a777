"""What the desk does with a validation once it has begun: visits, report, the answers of the company, the outcome."""

from collections.abc import Mapping
from typing import Any, Final

import reflex as rx

from ctpat_app.domain.numbers import number_in
from ctpat_app.domain.permissions import Permission
from ctpat_app.domain.validations import Move
from ctpat_app.services.validation_outcomes import record_outcome
from ctpat_app.services.validation_reports import (
    Finding,
    add_finding,
    change_finding,
    decide_report,
    record_visit,
    remove_finding,
    send_report,
)
from ctpat_app.services.validation_responses import decide_finding, finish_review
from ctpat_app.state.access import requires
from ctpat_app.state.action_views import text_in
from ctpat_app.state.desk_step import DeskStep, Given, nothing
from ctpat_app.state.plain_form import Typed
from ctpat_app.state.staff_validation_plan import reason_in

_NOTED: Final = "validation.told-noted"
_FINDING: Final = {"validation.finding-missing": "text", "validation.criterion-unknown": "criterion"}
_REPORT: Final = {"validation.summary-missing": "summary", "validation.response-days": "days"}

_ADD: Final = DeskStep("finding", add_finding, _NOTED, "kind", fields=_FINDING)
_CHANGE: Final = DeskStep("finding", change_finding, _NOTED, "kind", fields=_FINDING)
_REMOVE: Final = DeskStep("finding", remove_finding, _NOTED)
_SEND: Final = DeskStep("report", send_report, f"validation.told-{Move.SEND_REPORT}", fields=_REPORT)
_ISSUE: Final = DeskStep("approve", decide_report, f"validation.told-{Move.ISSUE_REPORT}")
_RETURN: Final = DeskStep("decide", decide_report, f"validation.told-{Move.RETURN_REPORT}", "reason")
_FINISH: Final = DeskStep("finish", finish_review, _NOTED, fields={"validation.response-days": "days"})
_SUCCEED: Final = DeskStep("close", record_outcome, f"validation.told-{Move.SUCCEED}")
_FAIL: Final = DeskStep("outcome", record_outcome, f"validation.told-{Move.FAIL}", "reason")


class ReportSteps(rx.State, mixin=True):
    """The handlers of the page of a validation that has begun."""

    editing: int = 0
    """The finding whose text stands in the form; 0: a new one."""

    @rx.event
    @requires(Permission.VALIDATION_RECORD)
    async def record_visit(self, validation: int, seen_version: int, typed: Typed) -> None:
        """Note what was seen at a site."""
        visit = number_in(text_in(typed, "visit"))
        step = DeskStep(f"seen-{visit}", record_visit, _NOTED, "note")
        await self._take(step, validation, seen_version, lambda: {"note": text_in(typed, "note")}, visit_id=visit)

    @rx.event
    @requires(Permission.VALIDATION_RECORD)
    async def write_finding(self, validation: int, seen_version: int, typed: Typed) -> None:
        """Write a new finding, or change the one that the form names."""
        finding = number_in(text_in(typed, "finding"))
        if finding:
            await self._take(
                _CHANGE, validation, seen_version, lambda: {"finding": _finding_in(typed)}, finding_id=finding
            )
        else:
            await self._take(_ADD, validation, seen_version, lambda: {"finding": _finding_in(typed)})

    @rx.event
    @requires(Permission.VALIDATION_RECORD)
    async def remove_finding(self, validation: int, seen_version: int, finding: int) -> None:
        """Take a finding out."""
        await self._take(_REMOVE, validation, seen_version, nothing, finding_id=finding)

    @rx.event
    @requires(Permission.VALIDATION_RECORD)
    async def send_report(self, validation: int, seen_version: int, typed: Typed) -> None:
        """Hand the report to a supervisor."""
        await self._take(_SEND, validation, seen_version, lambda: _report_in(typed))

    @rx.event
    @requires(Permission.VALIDATION_RECORD)
    async def issue_report(self, validation: int, seen_version: int) -> None:
        """Issue the report."""
        await self._take(_ISSUE, validation, seen_version, lambda: {"approve": True, "reason": ""})

    @rx.event
    @requires(Permission.VALIDATION_RECORD)
    async def return_report(self, validation: int, seen_version: int, typed: Typed) -> None:
        """Send the report back with the reason."""
        await self._take(_RETURN, validation, seen_version, lambda: {"approve": False, **reason_in(typed)})

    @rx.event
    @requires(Permission.VALIDATION_RECORD)
    async def accept_answer(self, validation: int, seen_version: int, finding: int) -> None:
        """Accept the answer to a finding."""
        step = DeskStep(f"return-{finding}", decide_finding, _NOTED)
        await self._take(step, validation, seen_version, lambda: {"accept": True, "comment": ""}, finding_id=finding)

    @rx.event
    @requires(Permission.VALIDATION_RECORD)
    async def return_answer(self, validation: int, seen_version: int, typed: Typed) -> None:
        """Return the answer to a finding with a comment."""
        finding = number_in(text_in(typed, "finding"))
        step = DeskStep(f"return-{finding}", decide_finding, _NOTED, "comment")
        comment = {"accept": False, "comment": text_in(typed, "comment")}
        await self._take(step, validation, seen_version, lambda: comment, finding_id=finding)

    @rx.event
    @requires(Permission.VALIDATION_RECORD)
    async def finish(self, validation: int, seen_version: int, typed: Typed) -> None:
        """Accept or return the response, as was said of each answer."""
        days = number_in(text_in(typed, "days"))
        await self._take(_FINISH, validation, seen_version, lambda: {"days": days})

    @rx.event
    @requires(Permission.VALIDATION_RECORD)
    async def succeed(self, validation: int, seen_version: int) -> None:
        """Close it as passed."""
        await self._take(_SUCCEED, validation, seen_version, lambda: {"passed": True, "reason": ""})

    @rx.event
    @requires(Permission.VALIDATION_RECORD)
    async def fail(self, validation: int, seen_version: int, typed: Typed) -> None:
        """Close it as not passed, with the reason."""
        await self._take(_FAIL, validation, seen_version, lambda: {"passed": False, **reason_in(typed)})

    async def _take(self, step: DeskStep, validation: int, seen_version: int, given: Given, **about: int) -> None:
        """Take a step and show what came of it; the page says how."""
        raise NotImplementedError


def _finding_in(typed: Typed) -> Finding:
    return Finding(text_in(typed, "kind"), text_in(typed, "criterion"), text_in(typed, "text"))


def _report_in(typed: Typed) -> Mapping[str, Any]:
    return {"summary": text_in(typed, "summary"), "response_days": number_in(text_in(typed, "days"))}
