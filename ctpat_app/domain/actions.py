"""Actions of a company: what is to be done, by whom, until when, and how it is shown to be done.

States and rules are a project proposal. Closing by proof and by a second person follows what audits of management
systems ask of corrective actions: finding, root cause, correction, and a look at whether it works.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from ctpat_app.domain.emails import read_email
from ctpat_app.domain.errors import InvalidValue
from ctpat_app.domain.form_faults import FaultCollector
from ctpat_app.domain.texts import clean_line, clean_text

MAX_WHAT: Final = 300
MAX_TEXT: Final = 2000
MAX_NAME: Final = 200
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2100, 12, 31)
"""Days outside of them are slips of the hand."""


class ActionState(StrEnum):
    """Where an action stands; stored, never renamed."""

    OPEN = "open"
    DONE = "done"
    """Its owner says so and showed proof; somebody else has to look."""
    CLOSED = "closed"
    DROPPED = "dropped"


class Origin(StrEnum):
    """What made somebody write it down; stored, never renamed."""

    OWN = "own"
    GAP = "gap"
    CORRECTIVE = "corrective"
    RISK = "risk-assessment"


class Step(StrEnum):
    """What can happen to an action; each is kept in its history."""

    ADDED = "added"
    CHANGED = "changed"
    DONE = "done"
    CLOSED = "closed"
    REOPENED = "reopened"
    DROPPED = "dropped"


OPEN_STATES: Final = frozenset({ActionState.OPEN, ActionState.DONE})
_FROM: Final = {
    Step.CHANGED: OPEN_STATES,
    Step.DONE: frozenset({ActionState.OPEN}),
    Step.CLOSED: OPEN_STATES,
    Step.DROPPED: OPEN_STATES,
    Step.REOPENED: frozenset({ActionState.DONE, ActionState.CLOSED, ActionState.DROPPED}),
}


@dataclass(frozen=True)
class Owner:
    """Who does it: a member of the company by number, or anybody by name, with an address for reminders or without."""

    user_id: int = 0
    name: str = ""
    email: str = ""


@dataclass(frozen=True)
class Plan:
    """What people write down about an action; ``found_on`` to ``root_cause`` belong to corrective actions alone."""

    what: str
    owner: Owner
    due_on: date | None
    why: str = ""
    origin: str = Origin.OWN
    reference: str = ""
    """What the origin calls it: a finding of a visit, a line of a risk assessment."""
    criterion_id: str = ""
    evidence_kind: str = ""
    found_on: date | None = None
    finding: str = ""
    root_cause: str = ""


@dataclass(frozen=True)
class Proof:
    """What shows that an action is done: a note, a document of the company, or both."""

    note: str = ""
    document_id: int = 0

    @property
    def is_there(self) -> bool:
        """Whether anything is shown."""
        return bool(self.note or self.document_id)


def read_plan(
    plan: Plan, *, today: date, members: Collection[int], criteria: Collection[str], kinds: Collection[str]
) -> Plan:
    """Return ``plan`` as it is stored.

    Args:
        plan: as typed.
        today: for what cannot lie ahead.
        members: who of the company may own an action.
        criteria: ids of the criteria that may be named.
        kinds: ids of the kinds of evidence that may be wanted.

    Raises:
        FormFaults: ``action.what-missing``, ``action.owner-missing``, ``action.owner-unknown``,
            ``action.owner-twice``, ``email.…``, ``action.due-missing``, ``action.day-far``,
            ``action.criterion-unknown``, ``action.evidence-unknown``, ``action.origin-unknown``,
            ``action.finding-missing``, ``action.found-missing``, ``action.found-ahead``, ``text.…``.
    """
    faults = FaultCollector()
    what = _line(faults, "what", plan.what, MAX_WHAT)
    if not what:
        faults.add("what", "action.what-missing")
    owner = _read_owner(faults, plan.owner, members)
    _check_day(faults, "due_on", plan.due_on, "action.due-missing")
    if plan.criterion_id and plan.criterion_id not in criteria:
        faults.add("criterion", "action.criterion-unknown")
    if plan.evidence_kind and plan.evidence_kind not in kinds:
        faults.add("evidence_kind", "action.evidence-unknown")
    if plan.origin not in set(Origin):
        faults.add("origin", "action.origin-unknown")
    why, finding, root_cause = (_text(faults, name, getattr(plan, name)) for name in ("why", "finding", "root_cause"))
    reference = _line(faults, "reference", plan.reference, MAX_NAME)
    if plan.origin == Origin.CORRECTIVE:
        _check_finding(faults, plan, finding, today)
    faults.refuse()
    return replace(plan, what=what, owner=owner, reference=reference, why=why, finding=finding, root_cause=root_cause)


def _check_finding(faults: FaultCollector, plan: Plan, finding: str, today: date) -> None:
    if not finding:
        faults.add("finding", "action.finding-missing")
    _check_day(faults, "found_on", plan.found_on, "action.found-missing")
    if plan.found_on and plan.found_on > today:
        faults.add("found_on", "action.found-ahead")


def _read_owner(faults: FaultCollector, owner: Owner, members: Collection[int]) -> Owner:
    if owner.user_id:
        if owner.name.strip() or owner.email.strip():
            faults.add("owner_name", "action.owner-twice")
        if owner.user_id not in members:
            faults.add("owner", "action.owner-unknown")
        return Owner(owner.user_id)
    name = _line(faults, "owner_name", owner.name, MAX_NAME)
    email = ""
    if owner.email.strip():
        try:
            email = read_email(owner.email).address
        except InvalidValue as refusal:
            faults.note("owner_email", refusal)
    if not name:
        faults.add("owner", "action.owner-missing")
    return Owner(0, name, email)


def _check_day(faults: FaultCollector, field: str, day: date | None, missing: str) -> None:
    if day is None:
        faults.add(field, missing)
    elif not FIRST_DAY <= day <= LAST_DAY:
        faults.add(field, "action.day-far")


def _line(faults: FaultCollector, field: str, text: str, limit: int) -> str:
    try:
        return clean_line(text, limit)
    except InvalidValue as refusal:
        faults.note(field, refusal)
        return text  # it is refused anyway, and is not missing


def _text(faults: FaultCollector, field: str, text: str) -> str:
    try:
        return clean_text(text, MAX_TEXT)
    except InvalidValue as refusal:
        faults.note(field, refusal)
        return text


def read_day(text: str) -> date | None:
    """Return the day that a form field of type date holds; None when it is empty.

    Raises:
        InvalidValue: ``action.day-shape``.
    """
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise InvalidValue("action.day-shape") from None


def read_note(text: str, missing: str = "") -> str:
    """Return a note of a step as it is stored.

    Raises:
        InvalidValue: ``text.…``; ``missing``, when it is given and nothing was typed.
    """
    note = clean_text(text, MAX_TEXT)
    if missing and not note:
        raise InvalidValue(missing)
    return note


def check_step(step: Step, state: ActionState) -> None:
    """Return nothing when ``step`` can follow where the action stands.

    Raises:
        InvalidValue: ``action.moved-on``: somebody was faster.
    """
    if state not in _FROM[step]:
        raise InvalidValue("action.moved-on")


def steps_from(state: ActionState) -> frozenset[Step]:
    """Return what can happen next to an action in ``state``."""
    return frozenset(step for step, states in _FROM.items() if state in states)


def check_closing(
    plan: Plan, proof: Proof, *, closer: int, others: Collection[int], checked_on: date | None, today: date
) -> None:
    """Return nothing when the action may be closed by ``closer``.

    Args:
        plan: of the action, with its owner.
        proof: what shows that it is done, given now or before.
        closer: who closes it.
        others: who in the company could close it besides its owner.
        checked_on: when somebody saw that a corrective action works.
        today: for what cannot lie ahead.

    Raises:
        FormFaults: ``action.proof-missing``, ``action.other-must-close``, ``action.cause-missing``,
            ``action.check-missing``, ``action.check-ahead``, ``action.check-early``.
    """
    faults = FaultCollector()
    if not proof.is_there:
        faults.add("proof", "action.proof-missing")
    if closer == plan.owner.user_id and set(others) - {closer}:
        faults.add("form", "action.other-must-close")
    if plan.origin == Origin.CORRECTIVE:
        if not plan.root_cause:
            faults.add("form", "action.cause-missing")
        _check_working(faults, plan.found_on, checked_on, today)
    faults.refuse()


def _check_working(faults: FaultCollector, found_on: date | None, checked_on: date | None, today: date) -> None:
    if checked_on is None:
        faults.add("checked_on", "action.check-missing")
    elif checked_on > today:
        faults.add("checked_on", "action.check-ahead")
    elif found_on and checked_on < found_on:
        faults.add("checked_on", "action.check-early")


def is_overdue(state: ActionState, due_on: date, today: date) -> bool:
    """Whether an open action should have been done; one that waits for a look has been."""
    return state is ActionState.OPEN and due_on < today


def quarter_start(day: date) -> date:
    """Return the first day of the quarter in which ``day`` lies."""
    return date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)


# ---------------------------------------------------------------- reminders

_BEFORE: Final = (timedelta(days=14), timedelta(days=3))
_AFTER: Final = timedelta(days=1)
_AGAIN: Final = timedelta(days=7)


def last_reminder_day(due_on: date, today: date) -> date | None:
    """Return the newest day, not after ``today``, on which a reminder was due; None before the first one.

    Days are 14 and 3 before, the day after, then every 7.

    Source: peers with staged reminders (month, week, day, overdue); the distances are a project proposal.
    """
    overdue = due_on + _AFTER
    if today >= overdue:
        return overdue + (today - overdue) // _AGAIN * _AGAIN
    days = [due_on - distance for distance in _BEFORE]
    return max((day for day in days if day <= today), default=None)


def is_listed(due_on: date, today: date) -> bool:
    """Whether a reminder that goes out ``today`` names an action that is due then."""
    return due_on - max(_BEFORE) <= today
