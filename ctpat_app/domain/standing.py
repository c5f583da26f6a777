"""Suspending, removing, reinstating, exceeding: what may be decided, on which grounds, and what it does to a company.

Source: ``enforcement`` and ``time_rules`` of the program's facts: public notices of CBP, 6 U.S.C. 967, and a
consultancy page for the answer to a letter. What those leave open is a project proposal and says so.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from ctpat_app.domain.deadlines import SUSPENSION_ANSWER
from ctpat_app.domain.doings import Doing, doings
from ctpat_app.domain.errors import InvalidValue
from ctpat_app.domain.form_faults import FaultCollector
from ctpat_app.domain.lifecycle import TRANSITIONS, Party, Status, steps_from
from ctpat_app.domain.texts import clean_text

MIN_REASON: Final = 20
MAX_REASON: Final = 4000


class Decision(StrEnum):
    """What headquarters decides about a membership; stored, never renamed."""

    SUSPEND = "suspend"
    REMOVE = "remove"
    REINSTATE = "reinstate"
    EXCEED = "exceed"
    LOWER = "lower"


class Ground(StrEnum):
    """Why a company is suspended or removed. Source: reasons in public notices; stored, never renamed."""

    INCIDENT = "security-incident"
    CRITERIA = "criteria-not-met"
    INFORMATION = "information-not-given"
    FALSEHOOD = "false-information"
    COMMITMENT = "no-commitment"
    ANNUAL_REVIEW = "annual-review-missed"


ADVERSE: Final = frozenset({Decision.SUSPEND, Decision.REMOVE})
"""They need a ground and a letter, and the company may appeal."""
PROPOSED: Final = (Decision.SUSPEND, Decision.REMOVE, Decision.EXCEED, Decision.LOWER)
"""What the desk may propose to headquarters."""


def step_of(decision: Decision) -> str:
    """Return the step in the life of a security model by which ``decision`` takes effect."""
    return f"t.{decision}"


def decisions_from(status: Status) -> tuple[Decision, ...]:
    """Return what headquarters may decide about a model of ``status``, in the order of the table."""
    steps = {step.id for step in steps_from(status, Party.HEADQUARTERS)}
    return tuple(each for each in Decision if step_of(each) in steps)


@dataclass(frozen=True)
class Judged:
    """A decision or a proposal as it was written, after the rules looked at it; ``ground`` is None where none fits."""

    decision: Decision
    ground: Ground | None
    reason: str
    looked_at: str


def judge(decision: str, ground: str, reason: str, looked_at: str, *, status: Status, is_proposal: bool) -> Judged:
    """Return what was written when it can be decided, or proposed, about a model of ``status``.

    Raises:
        FormFaults: ``standing.no-decision``, ``standing.no-ground``, ``standing.reason-short`` (``least``),
            ``standing.nothing-looked-at``, ``text.…``.
    """
    faults = FaultCollector()
    chosen = _chosen(decision, decisions_from(status), faults)
    known = _ground(chosen, ground, faults)
    said = read_reason(reason, faults)
    seen = read_text("looked_at", looked_at, faults)
    if not seen and not is_proposal:
        faults.add("looked_at", "standing.nothing-looked-at")
    faults.refuse()
    assert chosen is not None
    return Judged(chosen, known, said, seen)


def _chosen(decision: str, possible: tuple[Decision, ...], faults: FaultCollector) -> Decision | None:
    found = next((each for each in possible if each.value == decision), None)
    if found is None:
        faults.add("decision", "standing.no-decision")
    return found


def _ground(decision: Decision | None, ground: str, faults: FaultCollector) -> Ground | None:
    if decision not in ADVERSE:
        return None
    found = next((each for each in Ground if each.value == ground), None)
    if found is None:
        faults.add("ground", "standing.no-ground")
    return found


def read_reason(reason: str, faults: FaultCollector | None = None) -> str:
    """Return a reason that somebody else reads; with ``faults`` they are noted there, else told at once.

    Raises:
        FormFaults: ``standing.reason-short`` (``least``), ``text.…``.
    """
    collector = faults or FaultCollector()
    text = read_text("reason", reason, collector)
    if len(text) < MIN_REASON:
        collector.add("reason", "standing.reason-short", least=MIN_REASON)
    if faults is None:
        collector.refuse()
    return text


def read_text(field: str, typed: str, faults: FaultCollector, limit: int = MAX_REASON) -> str:
    """Return one long text of a form as it is stored; what is wrong with it is noted for ``field``."""
    try:
        return clean_text(typed, limit)
    except InvalidValue as fault:
        faults.note(field, fault)
        return ""


# ---------------------------------------------------------------- before it happens


@dataclass(frozen=True)
class Rehearsal:
    """What a step would change: status, what people of the company lose and gain, and the days that begin to run."""

    before: Status
    after: Status
    lost: tuple[Doing, ...]
    gained: tuple[Doing, ...]
    answer_by: date | None = None
    appeal_by: date | None = None
    reapply_from: date | None = None


APPEAL: Final = timedelta(days=90)
"""From a decision to the appeal against it. Source: 6 U.S.C. 967(c)(1)."""
APPEAL_FALSEHOOD: Final = timedelta(days=30)
"""The same when the ground is false or misleading information. Source: 6 U.S.C. 967(c)(2)."""
REAPPLY_DAYS: Final = 365
"""From a removal to the next application. Source: a consultancy names one year for one case; not confirmed by CBP."""


def rehearse(
    step: str, status: Status, *, former: Status | None, ground: Ground | None, today: date, waiting_days: int
) -> Rehearsal:
    """Return what taking ``step`` today leads to; ``former`` is the status before a suspension."""
    after = TRANSITIONS[step].target or former or status
    had, has = doings(status), doings(after)
    is_adverse = after in {Status.SUSPENDED, Status.REMOVED}
    return Rehearsal(
        status,
        after,
        tuple(each for each in Doing if each in had - has),
        tuple(each for each in Doing if each in has - had),
        today + SUSPENSION_ANSWER if after is Status.SUSPENDED else None,
        appeal_due(today, ground) if is_adverse else None,
        reapply_day(after, today, waiting_days=waiting_days),
    )


def reapply_day(status: Status, ended_on: date, *, waiting_days: int = REAPPLY_DAYS) -> date | None:
    """Return from when on the officer may apply again; None for a status from which nobody does.

    Only a removal lets a company wait. Source: project proposal, as ``REAPPLY_DAYS``.
    """
    if Doing.REAPPLY not in doings(status):
        return None
    return ended_on + timedelta(days=waiting_days) if status is Status.REMOVED else ended_on


def appeal_due(decided_on: date, ground: Ground | None) -> date:
    """Return the last day on which an appeal against a decision of ``decided_on`` can be filed."""
    return decided_on + (APPEAL_FALSEHOOD if ground is Ground.FALSEHOOD else APPEAL)
