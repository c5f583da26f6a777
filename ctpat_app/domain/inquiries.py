"""Questionnaires on their way to a partner and back: states, steps, days, grades and actions.

States, days, limits and the score are a project proposal: the program asks for questionnaires and says nothing of
how they are kept (Minimum Security Criteria 3.5 to 3.7).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Final

from ctpat_app.domain.deadlines import months_later
from ctpat_app.domain.errors import InvalidValue, Refusal
from ctpat_app.domain.form_faults import FaultCollector
from ctpat_app.domain.texts import clean_text


class InquiryState(StrEnum):
    """Where an inquiry stands."""

    SENT = "sent"
    """The partner has not answered anything yet."""
    BEGUN = "begun"
    SIGNED = "signed"
    """The partner has signed; the company looks at it."""
    RETURNED = "returned"
    """The company wants some answers changed; the partner signs again."""
    CLOSED = "closed"
    """The company has said what came of it."""
    REVOKED = "revoked"
    """The company does not want it any more; nothing can be opened."""


class Outcome(StrEnum):
    """What the company concludes from a signed questionnaire."""

    ACCEPTED = "accepted"
    WITH_ACTIONS = "with-actions"
    """Accepted as long as the actions are put right by their days."""
    NOT_ACCEPTED = "not-accepted"


class Grade(StrEnum):
    """How far an answer meets its criterion."""

    MET = "met"
    PARTLY = "partly"
    NOT_MET = "not-met"
    NOT_APPLICABLE = "not-applicable"


class ActionState(StrEnum):
    """Where an action that the partner was asked for stands."""

    OPEN = "open"
    ANSWERED = "answered"
    """The partner says that it is done; the company looks at it."""
    DONE = "done"
    DROPPED = "dropped"


class InquiryEvent(StrEnum):
    """What can happen to an inquiry; kept for good."""

    SENT = "sent"
    LINK_MADE = "link-made"
    LINK_REVOKED = "link-revoked"
    OPENED = "opened"
    """The holder of a link has shown that its address is theirs."""
    HANDED_OVER = "handed-over"
    SIGNED = "signed"
    RETURNED = "returned"
    ENGLISH_WRITTEN = "english-written"
    FILE_READ = "file-read"
    CLOSED = "closed"
    REVOKED = "revoked"
    EXTENDED = "extended"
    ACTION_MADE = "action-made"
    ACTION_ANSWERED = "action-answered"
    ACTION_DECIDED = "action-decided"
    GRANTED = "granted"
    GRANT_REVOKED = "grant-revoked"
    GRANT_READ = "grant-read"
    LOADED = "loaded"
    """A file that was filled in offline was loaded back."""
    GRADED = "graded"
    FILED = "filed"
    """The company has put the result into the document exchange of a security model."""


# ---------------------------------------------------------------- steps


class Step(StrEnum):
    """What moves an inquiry."""

    BEGIN = "begin"
    SIGN = "sign"
    RETURN = "return"
    CLOSE = "close"
    REVOKE = "revoke"
    EXTEND = "extend"
    LINK = "link"
    """A link goes to another address."""


TRANSITIONS: Final[dict[tuple[InquiryState, Step], InquiryState]] = {
    (InquiryState.SENT, Step.BEGIN): InquiryState.BEGUN,
    (InquiryState.BEGUN, Step.SIGN): InquiryState.SIGNED,
    (InquiryState.SIGNED, Step.RETURN): InquiryState.RETURNED,
    (InquiryState.RETURNED, Step.SIGN): InquiryState.SIGNED,
    (InquiryState.SIGNED, Step.CLOSE): InquiryState.CLOSED,
    (InquiryState.SENT, Step.EXTEND): InquiryState.SENT,
    (InquiryState.BEGUN, Step.EXTEND): InquiryState.BEGUN,
    (InquiryState.RETURNED, Step.EXTEND): InquiryState.RETURNED,
    **{(state, Step.LINK): state for state in InquiryState if state is not InquiryState.REVOKED},
    (InquiryState.SENT, Step.REVOKE): InquiryState.REVOKED,
    (InquiryState.BEGUN, Step.REVOKE): InquiryState.REVOKED,
    (InquiryState.SIGNED, Step.REVOKE): InquiryState.REVOKED,
    (InquiryState.RETURNED, Step.REVOKE): InquiryState.REVOKED,
}
"""Every step that an inquiry can take; whatever stands not here cannot happen."""

OF_PARTNER: Final = frozenset({Step.BEGIN, Step.SIGN})
"""Steps that the partner takes, through a link; after the end of the links there are none."""
WITH_PARTNER: Final = frozenset({InquiryState.SENT, InquiryState.BEGUN, InquiryState.RETURNED})
"""The partner has the next move."""
OPEN: Final = WITH_PARTNER | {InquiryState.SIGNED}
"""Nobody has said yet what came of it."""
ANSWERS_SHOWN: Final = frozenset({InquiryState.SIGNED, InquiryState.RETURNED, InquiryState.CLOSED})
"""The company sees what the partner has signed; before, it sees how far the partner is."""


def after(state: InquiryState, step: Step, *, is_expired: bool = False) -> InquiryState:
    """Return where the inquiry stands after ``step``.

    Raises:
        InvalidValue: ``inquiry.moved-on``: from ``state`` there is no such step.
        Refusal: ``inquiry.expired``: the partner comes too late.
    """
    target = TRANSITIONS.get((state, step))
    if target is None:
        raise InvalidValue("inquiry.moved-on")
    if is_expired and step in OF_PARTNER:
        raise Refusal("inquiry.expired")
    return target


def steps_from(state: InquiryState) -> frozenset[Step]:
    """Return what can be done next."""
    return frozenset(step for known, step in TRANSITIONS if known is state)


# ---------------------------------------------------------------- days and limits

A_DAY: Final = timedelta(days=1)
MAX_A_DAY: Final = 200
"""So many mails with a link may the people of one company cause within ``A_DAY``."""
MAX_AT_ONCE: Final = 50
"""So many partners can get a questionnaire at once."""
MAX_DUE_DAYS: Final = 365
OPEN_AFTER_DUE: Final = timedelta(days=60)
"""So long after the due day the links still open the questionnaire: late is better than never."""
MAX_RENEW_MONTHS: Final = 60
RENEWAL_AHEAD: Final = timedelta(days=30)
"""So long before the day of the renewal the company is told."""
_BEFORE: Final = (7, 1)
_OVERDUE: Final = (1, 8, 15)
MAX_TEXT: Final = 4000


def read_due(due_on: date | None, today: date) -> date:
    """Return the day by which something is wanted.

    Raises:
        InvalidValue: ``inquiry.due-missing``, ``inquiry.due-past``, ``inquiry.due-far`` (``most``).
    """
    if due_on is None:
        raise InvalidValue("inquiry.due-missing")
    if due_on <= today:
        raise InvalidValue("inquiry.due-past")
    if due_on > today + timedelta(days=MAX_DUE_DAYS):
        raise InvalidValue("inquiry.due-far", most=MAX_DUE_DAYS)
    return due_on


def note_due(faults: FaultCollector, due_on: date | None, today: date) -> date:
    """Return the day of the field ``due_on``; what ``read_due`` refuses is noted in ``faults``."""
    try:
        return read_due(due_on, today)
    except InvalidValue as refusal:
        faults.note("due_on", refusal)
        return today


def note_text(faults: FaultCollector, field: str, typed: str, *, missing: str = "") -> str:
    """Return what was typed into ``field`` as it is stored; a fault is noted in ``faults``.

    ``missing`` is the code of the fault when nothing was typed; empty when nothing need be.
    """
    try:
        text = clean_text(typed, MAX_TEXT)
    except InvalidValue as refusal:
        faults.note(field, refusal)
        return ""
    if missing and not text:
        faults.add(field, missing)
    return text


def read_renewal(months: int) -> int:
    """Return after how many months the questionnaire is sent again; 0: never.

    Raises:
        InvalidValue: ``inquiry.renew-range`` (``most``).
    """
    if not 0 <= months <= MAX_RENEW_MONTHS:
        raise InvalidValue("inquiry.renew-range", most=MAX_RENEW_MONTHS)
    return months


def expiry(due_on: date) -> datetime:
    """Return the moment from which the links of an inquiry due on ``due_on`` open nothing."""
    return datetime.combine(due_on + OPEN_AFTER_DUE + A_DAY, time(), UTC)


def is_overdue(state: InquiryState, due_on: date, today: date) -> bool:
    """Whether the partner should have signed; the due day itself is still in time."""
    return state in WITH_PARTNER and today > due_on


def is_expired(expires_at: datetime, now: datetime) -> bool:
    """Whether the links open nothing any more."""
    return now >= expires_at


def reminder_day(due_on: date, *, since: date, today: date) -> date | None:
    """Return the newest day on which the partner is to be reminded and that nobody has dealt with.

    Seven days and one day ahead, on the day after the due day, and twice more a week apart. A day that was missed is
    caught up once; several missed days are one reminder.

    Args:
        due_on: by when it is wanted.
        since: the day of the newest mail about it; what lies on it or before it is done.
        today: the present day.
    """
    days = (*(due_on - timedelta(days) for days in _BEFORE), *(due_on + timedelta(days) for days in _OVERDUE))
    come = max((day for day in days if day <= today), default=None)
    return come if come is not None and come > since else None


def renewal_day(closed_on: date, months: int) -> date | None:
    """Return the day on which an inquiry that was closed is to be sent again; None: never."""
    return months_later(closed_on, months) if months else None


def is_renewal_due(closed_on: date, months: int, today: date) -> bool:
    """Whether it is time to make the next one ready."""
    day = renewal_day(closed_on, months)
    return day is not None and today >= day - RENEWAL_AHEAD


# ---------------------------------------------------------------- grades

_WORTH: Final = {Grade.MET: 2, Grade.PARTLY: 1, Grade.NOT_MET: 0}
NEED_A_REASON: Final = frozenset({Grade.PARTLY, Grade.NOT_MET, Grade.NOT_APPLICABLE})
WEIGHT: Final = {"must": 3, "should": 1}
"""As in the readiness of an own profile: a must counts three times as much."""


@dataclass(frozen=True)
class Graded:
    """The grade of one answer, and whether its criterion is a must or a should."""

    grade: Grade
    level: str


def score_of(answers: Iterable[Graded]) -> int | None:
    """Return how much of what applies is met, in percent rounded down; None when nothing applies.

    What is met in part counts half. 100 is given only when everything is met.
    """
    reached = whole = 0
    for each in answers:
        if each.grade is not Grade.NOT_APPLICABLE:
            reached += _WORTH[each.grade] * WEIGHT[each.level]
            whole += 2 * WEIGHT[each.level]
    return 100 * reached // whole if whole else None


def check_outcome(outcome: Outcome, *, open_actions: int) -> None:
    """Return nothing when ``outcome`` fits what the partner still has to do.

    Raises:
        InvalidValue: ``inquiry.no-action`` (with actions, and none is open), ``inquiry.actions-open`` (accepted, and
            some are).
    """
    if outcome is Outcome.WITH_ACTIONS and not open_actions:
        raise InvalidValue("inquiry.no-action")
    if outcome is Outcome.ACCEPTED and open_actions:
        raise InvalidValue("inquiry.actions-open")


# ---------------------------------------------------------------- actions


class Decision(StrEnum):
    """What the company says about an action."""

    DONE = "done"
    AGAIN = "again"
    """What the partner showed is not enough."""
    DROP = "drop"


ACTION_TRANSITIONS: Final[dict[tuple[ActionState, Decision], ActionState]] = {
    (ActionState.ANSWERED, Decision.DONE): ActionState.DONE,
    (ActionState.ANSWERED, Decision.AGAIN): ActionState.OPEN,
    (ActionState.OPEN, Decision.DROP): ActionState.DROPPED,
    (ActionState.ANSWERED, Decision.DROP): ActionState.DROPPED,
}
OPEN_ACTIONS: Final = frozenset({ActionState.OPEN, ActionState.ANSWERED})


def after_decision(state: ActionState, decision: Decision) -> ActionState:
    """Return where the action stands after ``decision``.

    Raises:
        InvalidValue: ``inquiry.action-moved-on``.
    """
    if (state, decision) not in ACTION_TRANSITIONS:
        raise InvalidValue("inquiry.action-moved-on")
    return ACTION_TRANSITIONS[state, decision]


def decisions_on(state: ActionState) -> tuple[Decision, ...]:
    """Return what the company can say about an action now."""
    return tuple(decision for decision in Decision if (state, decision) in ACTION_TRANSITIONS)
