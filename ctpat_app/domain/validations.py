"""The life of a validation: planned, approved, scheduled, held, reported, answered, closed; who moves it, and by when.

The states from ``scheduled`` on are those of the program; planning and approving come before it, and a report is looked
at before the company gets it (project proposal).
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from ctpat_app.domain.deadlines import FIRST_VALIDATION, REVALIDATION_YEARS, months_later
from ctpat_app.domain.errors import InvalidValue
from ctpat_app.domain.lifecycle import IN_GOOD_STANDING, Party, Status
from ctpat_app.domain.texts import clean_line, clean_text

NOTICE: Final = timedelta(days=30)
"""Between telling the company and the validation. Source: consultancy pages ("about 30 days")."""
RESPONSE_DAYS: Final = 90
"""From the report to the answer, shorter on the specialist's word (project proposal)."""
RETURNED_DAYS: Final = 30
"""From a return to the corrected answer, unless the specialist says otherwise (project proposal)."""
RESPONSE_REMINDERS: Final = (7, 1)
"""Days before the due day of a response on which people are reminded of it (project proposal)."""
_WEEK: Final = 7
ENOUGH_PRACTICES: Final = 2
"""So many verified best practices are "several" (project proposal). The word is the manual's, "Certified Exceeding"."""

MAX_LINE: Final = 300
MAX_TEXT: Final = 10_000
MAX_TEAM: Final = 20
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2}")
_FAR: Final = timedelta(days=3 * 365)


class Kind(StrEnum):
    """Why a company is validated; stable ids."""

    INITIAL = "initial"
    REVALIDATION = "revalidation"
    FOLLOW_UP = "follow-up"


class Mode(StrEnum):
    """How a site is looked at. Source: manual ("physical, virtual or telephone"); recognition: mutual recognition."""

    ON_SITE = "on-site"
    VIRTUAL = "virtual"
    TELEPHONE = "telephone"
    RECOGNISED = "recognised"
    """A partner country's AEO validation stands for the visit."""


class FindingKind(StrEnum):
    """What the report says about one point."""

    ACTION_REQUIRED = "action-required"
    RECOMMENDATION = "recommendation"
    BEST_PRACTICE = "best-practice"


class Outcome(StrEnum):
    """How a validation ended."""

    PASSED = "passed"
    NOT_PASSED = "not-passed"


class State(StrEnum):
    """Where a validation stands; stable ids."""

    PLAN_WAITING = "plan-waiting"
    PLAN_RETURNED = "plan-returned"
    PLAN_APPROVED = "plan-approved"
    CANCELLED = "cancelled"
    SCHEDULED = "scheduled"
    IN_PROGRESS = "in-progress"
    REPORT_WAITING = "report-waiting"
    REPORT_RETURNED = "report-returned"
    REPORT_ISSUED = "report-issued"
    """Nothing in it asks for an answer."""
    RESPONSE_PENDING = "response-pending"
    RESPONSE_SUBMITTED = "response-submitted"
    RESPONSE_RETURNED = "response-returned"
    RESPONSE_ACCEPTED = "response-accepted"
    CLOSED = "closed"


class Move(StrEnum):
    """A step in the life of a validation; stands in its events and in the audit trail."""

    PLAN = "planned"
    CHANGE_PLAN = "plan-changed"
    RETURN_PLAN = "plan-returned"
    APPROVE_PLAN = "plan-approved"
    CANCEL = "cancelled"
    SCHEDULE = "scheduled"
    BEGIN = "begun"
    SEND_REPORT = "report-sent"
    RETURN_REPORT = "report-returned"
    ISSUE_REPORT = "report-issued"
    SUBMIT = "response-submitted"
    RETURN_RESPONSE = "response-returned"
    ACCEPT_RESPONSE = "response-accepted"
    SUCCEED = "passed"
    FAIL = "not-passed"


_PLANNED: Final = frozenset({State.PLAN_WAITING, State.PLAN_RETURNED, State.PLAN_APPROVED})
ANSWERABLE: Final = frozenset({State.RESPONSE_PENDING, State.RESPONSE_RETURNED})
"""The company may write its response."""
ISSUED: Final = frozenset(
    {
        *(State.REPORT_ISSUED, State.RESPONSE_PENDING, State.RESPONSE_SUBMITTED, State.RESPONSE_RETURNED),
        *(State.RESPONSE_ACCEPTED, State.CLOSED),
    }
)
"""The company has the report."""
PLANNING: Final = _PLANNED | {State.SCHEDULED}
"""Visits may still be planned and dropped."""
REPORTING: Final = frozenset({State.IN_PROGRESS, State.REPORT_RETURNED})
"""Findings may still be written."""

_FROM: Final[dict[Move, frozenset[State]]] = {
    Move.CHANGE_PLAN: frozenset({State.PLAN_WAITING, State.PLAN_RETURNED}),
    Move.RETURN_PLAN: frozenset({State.PLAN_WAITING}),
    Move.APPROVE_PLAN: frozenset({State.PLAN_WAITING}),
    Move.CANCEL: PLANNING,
    Move.SCHEDULE: frozenset({State.PLAN_APPROVED, State.SCHEDULED}),
    Move.BEGIN: frozenset({State.SCHEDULED}),
    Move.SEND_REPORT: REPORTING,
    Move.RETURN_REPORT: frozenset({State.REPORT_WAITING}),
    Move.ISSUE_REPORT: frozenset({State.REPORT_WAITING}),
    Move.SUBMIT: ANSWERABLE,
    Move.RETURN_RESPONSE: frozenset({State.RESPONSE_SUBMITTED}),
    Move.ACCEPT_RESPONSE: frozenset({State.RESPONSE_SUBMITTED}),
    Move.SUCCEED: frozenset({State.REPORT_ISSUED, State.RESPONSE_ACCEPTED}),
    Move.FAIL: ISSUED - {State.CLOSED},
}
_DESK: Final = frozenset({Party.SPECIALIST, Party.SUPERVISOR})
_BY: Final[dict[Move, frozenset[Party]]] = {
    **dict.fromkeys(Move, _DESK),
    **dict.fromkeys(
        (Move.RETURN_PLAN, Move.APPROVE_PLAN, Move.RETURN_REPORT, Move.ISSUE_REPORT), frozenset({Party.SUPERVISOR})
    ),
    Move.SUBMIT: frozenset({Party.OFFICER}),
}
_NEEDS_REASON: Final = frozenset({Move.RETURN_PLAN, Move.RETURN_REPORT, Move.CANCEL, Move.FAIL})


@dataclass(frozen=True)
class Plan:
    """What the planner writes down."""

    kind: str
    """A ``Kind``, once it is read."""
    with_visit: bool
    risk_basis: str
    """Why now, and why with or without a visit."""


@dataclass(frozen=True)
class Visit:
    """One site that is looked at."""

    site: str
    day: date | None
    mode: Mode
    team_size: int
    team: str = ""
    """Names; for the staff alone."""
    recognised: str = ""
    """The AEO validation that stands for the visit: program, number, date."""


def check_move(move: Move, state: State, party: Party, reason: str = "") -> str:
    """Return the cleaned reason when ``party`` may make ``move`` from ``state``.

    Raises:
        InvalidValue: ``validation.moved-on``, ``validation.wrong-party``, ``validation.reason-missing``, ``text.…``.
    """
    if state not in _FROM[move]:
        raise InvalidValue("validation.moved-on")
    if party not in _BY[move]:
        raise InvalidValue("validation.wrong-party")
    cleaned = clean_text(reason, MAX_TEXT)
    if move in _NEEDS_REASON and not cleaned:
        raise InvalidValue("validation.reason-missing")
    return cleaned


def moves_from(state: State, party: Party) -> frozenset[Move]:
    """Return what ``party`` may do next to a validation in ``state``."""
    return frozenset(move for move, states in _FROM.items() if state in states and party in _BY[move])


def shown_state(state: State) -> State:
    """Return where a validation stands for the company: a report that is looked at is still being made."""
    return State.IN_PROGRESS if state in {State.REPORT_WAITING, State.REPORT_RETURNED} else state


def check_other_person(decider: int, author: int | None) -> None:
    """Return nothing when somebody else than its author decides on a plan or a report.

    Raises:
        InvalidValue: ``validation.own-work``.
    """
    if decider == author:
        raise InvalidValue("validation.own-work")


def kinds_for(status: Status, *, was_validated: bool, has_earlier: bool) -> tuple[Kind, ...]:
    """Return which kinds of validation a security model may have, the usual one first; none outside of membership.

    A suspended member can be looked at again, which a reinstatement may rest on; its status does not move by it.
    """
    if status is Status.SUSPENDED:
        return (Kind.FOLLOW_UP,)
    if status not in IN_GOOD_STANDING:
        return ()
    first = Kind.REVALIDATION if was_validated else Kind.INITIAL
    return (first, Kind.FOLLOW_UP) if has_earlier or was_validated else (first,)


def read_plan(plan: Plan, allowed: Collection[Kind]) -> Plan:
    """Return the plan as it is stored.

    Raises:
        InvalidValue: ``validation.not-a-member``, ``validation.kind-unknown``, ``validation.basis-missing``,
            ``text.…``.
    """
    if not allowed:
        raise InvalidValue("validation.not-a-member")
    if plan.kind not in allowed:
        raise InvalidValue("validation.kind-unknown")
    basis = clean_text(plan.risk_basis, MAX_TEXT)
    if not basis:
        raise InvalidValue("validation.basis-missing")
    return Plan(Kind(plan.kind), plan.with_visit, basis)


def read_visit(visit: Visit, today: date) -> Visit:
    """Return a visit as it is stored.

    Raises:
        InvalidValue: ``validation.site-missing``, ``validation.day-missing``, ``validation.day-far``,
            ``validation.day-past``, ``validation.team-size``, ``validation.recognition-missing``, ``text.…``.
    """
    site, recognised = clean_line(visit.site, MAX_LINE), clean_line(visit.recognised, MAX_LINE)
    if not site:
        raise InvalidValue("validation.site-missing")
    check_day(visit.day, today)
    if not 1 <= visit.team_size <= MAX_TEAM:
        raise InvalidValue("validation.team-size", most=MAX_TEAM)
    if visit.mode is Mode.RECOGNISED and not recognised:
        raise InvalidValue("validation.recognition-missing")
    return Visit(site, visit.day, visit.mode, visit.team_size, clean_line(visit.team, MAX_LINE), recognised)


def check_day(day: date | None, today: date) -> date:
    """Return ``day`` when a validation can be planned for it.

    Raises:
        InvalidValue: ``validation.day-missing``, ``validation.day-past``, ``validation.day-far``.
    """
    if day is None:
        raise InvalidValue("validation.day-missing")
    if day < today:
        raise InvalidValue("validation.day-past")
    if day > today + _FAR:
        raise InvalidValue("validation.day-far")
    return day


def check_notice(day: date, today: date, reason: str) -> str:
    """Return the cleaned reason for a shorter notice; empty where the company is told early enough.

    Raises:
        InvalidValue: ``validation.notice-short`` (``days``) for a shorter notice without a reason, ``text.…``.
    Source: lifecycle facts, "validation-notice".
    """
    cleaned = clean_text(reason, MAX_TEXT)
    if day - today < NOTICE and not cleaned:
        raise InvalidValue("validation.notice-short", days=NOTICE.days)
    return cleaned


def response_reminder_day(due_on: date, today: date) -> date | None:
    """Return the newest day up to ``today`` on which people are reminded of a response; None before the first one.

    That is a week and a day before the due day, the day after it, then once a week. Whoever looks later than on that
    day catches it up. Source: project proposal, as the reminders of the annual review.
    """
    late = (today - due_on).days
    if late > 0:
        return due_on + timedelta(1 + (late - 1) // _WEEK * _WEEK)
    days = (due_on - timedelta(before) for before in reversed(RESPONSE_REMINDERS))
    return next((day for day in days if day <= today), None)


def response_due(issued_on: date, days: int) -> date:
    """Return the day by which the company answers.

    Raises:
        InvalidValue: ``validation.response-days`` (``most``).
    Source: lifecycle facts, "validation-response".
    """
    if not 1 <= days <= RESPONSE_DAYS:
        raise InvalidValue("validation.response-days", most=RESPONSE_DAYS)
    return issued_on + timedelta(days=days)


def check_language(tag: str) -> None:
    """Return nothing when ``tag`` can name the language of an answer.

    Raises:
        InvalidValue: ``validation.language-unknown``.
    """
    if not _LANGUAGE.fullmatch(tag):
        raise InvalidValue("validation.language-unknown")


def validation_due(certified_on: date | None, validated_on: date | None) -> date | None:
    """Return the day by which the next validation is due; None for who is not certified."""
    if validated_on:
        return months_later(validated_on, 12 * REVALIDATION_YEARS)
    return certified_on + FIRST_VALIDATION if certified_on else None


def restarts_the_clock(kind: Kind) -> bool:
    """Whether passing it counts as the validation from which the next four years are counted.

    A follow-up looks at single points, so it does not: unless it completes the first validation, for which the step to
    a validated status is there.
    """
    return kind is not Kind.FOLLOW_UP
