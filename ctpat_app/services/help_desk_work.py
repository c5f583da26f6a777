"""What the help desk does with a case: take it, answer, note, hand over, and move it on.

Each use case names the version that was seen, so that two of the staff never overwrite each other. An answer goes to
every person whose case goes on in this one: under their own code, and a ready one in their own language.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from ctpat_app.domain.errors import InvalidValue, NotPermitted
from ctpat_app.domain.help_cases import (
    ANSWER_HOURS,
    UNSOLVED,
    AnswerHours,
    CasePriority,
    CaseSide,
    CaseState,
    CaseStep,
    after,
    check_reopening,
)
from ctpat_app.domain.help_desk import STATES_AFTER, due_after, due_with_priority, read_reply
from ctpat_app.domain.permissions import Actor, Permission
from ctpat_app.services.access import LARGEST_ID, require_staff
from ctpat_app.services.help_cases import case_path, note_case, touch_case
from ctpat_app.services.help_desk import agent_ids
from ctpat_app.services.help_desk_case import joined_cases
from ctpat_app.services.notices import tell
from ctpat_app.services.outbox import put_mail
from ctpat_app.tables.help_cases import HelpCaseMessageRow, HelpCaseRow

_LONGEST_LANGUAGE = 16


@dataclass(frozen=True)
class Words:
    """A text and the language that it is really in."""

    text: str
    language: str


@dataclass(frozen=True)
class Recipient:
    """To whom an answer goes: what a ready answer needs to know of a case."""

    code: str
    language: str


@dataclass(frozen=True)
class Reply:
    """An answer; ``written_for`` gives its words for each person: the same for all, or a ready answer in theirs."""

    written_for: Callable[[Recipient], Words]
    canned_id: str = ""
    promised_on: date | None = None
    """The day by which the help desk writes again, where it names one."""


def typed_reply(text: str, language: str) -> Reply:
    """Return an answer that somebody wrote; it goes to everybody as it is.

    Raises:
        InvalidValue: ``help-desk.text-missing``, ``text.…``.
    """
    words = Words(read_reply(text), language[:_LONGEST_LANGUAGE])
    return Reply(lambda _recipient: words)


def take_case(session: Session, actor: Actor, *, case_id: int, seen_version: int, now: datetime) -> None:
    """Make the actor the owner of a case, also of one that a colleague has.

    Raises:
        NotPermitted: ``access.not-yours``.
        InvalidValue: ``help-desk.changed-meanwhile``, ``help-case.moved-on``.
    """
    row = _hold(session, actor, case_id, seen_version)
    row.state = after(CaseState(row.state), CaseStep.TAKE).value
    row.owner_id = actor.user_id
    touch_case(session, row, now)
    note_case(session, row, "help-case.taken", actor.user_id, now)


def hand_over_case(session: Session, actor: Actor, *, case_id: int, seen_version: int, to: int, now: datetime) -> None:
    """Give a case to a colleague, who is told; ``to`` 0 puts it back for whoever comes first.

    Raises:
        NotPermitted: ``access.not-yours``.
        InvalidValue: ``help-desk.changed-meanwhile``, ``help-desk.no-colleague``, ``help-case.moved-on``.
    """
    row = _hold(session, actor, case_id, seen_version)
    if CaseState(row.state) not in UNSOLVED:
        raise InvalidValue("help-case.moved-on")
    if to and to not in agent_ids(session):
        raise InvalidValue("help-desk.no-colleague")
    row.owner_id = to or None
    touch_case(session, row, now)
    note_case(session, row, "help-case.handed-over" if to else "help-case.put-back", actor.user_id, now)
    if to and to != actor.user_id:
        path = f"staff/help-case/?case={row.id}"
        tell(session, [to], template="help-case-handed-over", path=path, now=now, code=row.code)


def set_priority(
    session: Session,
    actor: Actor,
    *,
    case_id: int,
    seen_version: int,
    priority: CasePriority,
    now: datetime,
    hours: AnswerHours = ANSWER_HOURS,
) -> None:
    """Change how urgent a case is; the time to the answer still counts from when the person wrote.

    Raises:
        NotPermitted: ``access.not-yours``.
        InvalidValue: ``help-desk.changed-meanwhile``, ``help-case.moved-on``.
    """
    row = _hold(session, actor, case_id, seen_version)
    state, old = CaseState(row.state), CasePriority(row.priority)
    if state not in UNSOLVED:
        raise InvalidValue("help-case.moved-on")
    if old is priority:
        return
    row.priority = priority.value
    row.answer_due_at = due_with_priority(row.answer_due_at, state, old, priority, hours)
    touch_case(session, row, now)
    note_case(session, row, "help-case.priority-changed", actor.user_id, now, before=old.value, after=priority.value)


def answer_case(
    session: Session,
    actor: Actor,
    *,
    case_id: int,
    seen_version: int,
    reply: Reply,
    step: CaseStep,
    now: datetime,
    hours: AnswerHours = ANSWER_HOURS,
) -> None:
    """Answer on the page of each person and by mail where there is an address, and move the case by ``step``.

    Who answers a case that nobody has becomes its owner.

    Raises:
        NotPermitted: ``access.not-yours``.
        InvalidValue: ``help-desk.changed-meanwhile``, ``help-desk.step-unknown``, ``help-case.moved-on``.
    """
    row = _hold(session, actor, case_id, seen_version)
    if step not in STATES_AFTER:
        raise InvalidValue("help-desk.step-unknown")
    row.state = after(CaseState(row.state), step).value
    if step is CaseStep.ANSWER:
        # The help desk keeps the next move, also after it had asked something.
        row.state = CaseState.OPEN.value
    row.owner_id = row.owner_id or actor.user_id
    row.answered_at = row.answered_at or now
    row.solved_at = now if step is CaseStep.SOLVE else None
    row.answer_due_at = due_after(step, CasePriority(row.priority), now, promised_on=reply.promised_on, hours=hours)
    for each in (row, *joined_cases(session, row)):
        _send(session, actor, each, reply, now)
    touch_case(session, row, now)
    note_case(session, row, f"help-case.{_DONE[step]}", actor.user_id, now, canned=reply.canned_id)


def add_note(session: Session, actor: Actor, *, case_id: int, text: str, now: datetime) -> None:
    """Note something for the colleagues; no person ever sees it. It changes nothing, so it asks for no version.

    Raises:
        NotPermitted: ``access.not-yours``.
        InvalidValue: ``help-desk.text-missing``, ``text.…``.
    """
    require_staff(session, actor, Permission.HELP_CASE_WORK)
    row = _row(session, case_id)
    _write(session, actor, row, Words(read_reply(text), "en"), now, is_internal=True)
    note_case(session, row, "help-case.noted", actor.user_id, now)


def close_case(session: Session, actor: Actor, *, case_id: int, seen_version: int, now: datetime) -> None:
    """Close a case for good, without a word to the person: for what is no report, or was settled elsewhere.

    Raises:
        NotPermitted: ``access.not-yours``.
        InvalidValue: ``help-desk.changed-meanwhile``, ``help-case.moved-on``.
    """
    row = _hold(session, actor, case_id, seen_version)
    row.state = after(CaseState(row.state), CaseStep.CLOSE).value
    row.closed_at, row.answer_due_at = now, None
    touch_case(session, row, now)
    note_case(session, row, "help-case.closed", actor.user_id, now)


def reopen_case(
    session: Session,
    actor: Actor,
    *,
    case_id: int,
    seen_version: int,
    now: datetime,
    hours: AnswerHours = ANSWER_HOURS,
) -> None:
    """Open a solved case again.

    Raises:
        NotPermitted: ``access.not-yours``.
        InvalidValue: ``help-desk.changed-meanwhile``, ``help-case.moved-on``, ``help-case.reopen-late``.
    """
    row = _hold(session, actor, case_id, seen_version)
    state = CaseState(row.state)
    check_reopening(state, row.solved_at, now)
    row.state, row.solved_at = after(state, CaseStep.REOPEN).value, None
    row.answer_due_at = due_after(CaseStep.ANSWER, CasePriority(row.priority), now, hours=hours)
    touch_case(session, row, now)
    note_case(session, row, "help-case.reopened-by-desk", actor.user_id, now)


def merge_case(session: Session, actor: Actor, *, case_id: int, seen_version: int, into: int, now: datetime) -> None:
    """Let a case go on in another one about the same thing: nothing is lost, and both people read on.

    The other case takes the higher priority, and the earlier time to the answer.

    Raises:
        NotPermitted: ``access.not-yours``.
        InvalidValue: ``help-desk.changed-meanwhile``, ``help-desk.merge-itself``, ``help-desk.merge-ended``,
            ``help-case.moved-on``.
    """
    row = _hold(session, actor, case_id, seen_version)
    target = _row(session, into, hold=True)
    if target is row:
        raise InvalidValue("help-desk.merge-itself")
    if CaseState(target.state) not in UNSOLVED:
        raise InvalidValue("help-desk.merge-ended")
    row.state = after(CaseState(row.state), CaseStep.MERGE).value
    row.merged_into_id = target.id
    _take_on(target, row)
    row.answer_due_at = None
    for each in (row, target):
        touch_case(session, each, now)
    note_case(session, row, "help-case.merged", actor.user_id, now, into=str(target.id))
    note_case(session, target, "help-case.took-over", actor.user_id, now, other=str(row.id))


# ---------------------------------------------------------------- helpers

_DONE = {CaseStep.ANSWER: "answered", CaseStep.ASK: "asked-person", CaseStep.SOLVE: "solved-by-desk"}
_RANKS = tuple(CasePriority)


def _take_on(target: HelpCaseRow, row: HelpCaseRow) -> None:
    target.priority = max(CasePriority(target.priority), CasePriority(row.priority), key=_RANKS.index).value
    if row.answer_due_at is None:
        return
    if target.state == CaseState.WAITING_FOR_PERSON:
        # Somebody else waits for an answer now.
        target.state = CaseState.OPEN.value
    target.answer_due_at = min(row.answer_due_at, target.answer_due_at or row.answer_due_at)


def _hold(session: Session, actor: Actor, case_id: int, seen_version: int) -> HelpCaseRow:
    """Return the case, held until the transaction ends, if it is still as it was seen."""
    require_staff(session, actor, Permission.HELP_CASE_WORK)
    row = _row(session, case_id, hold=True)
    if row.version != seen_version:
        raise InvalidValue("help-desk.changed-meanwhile")
    return row


def _row(session: Session, case_id: int, *, hold: bool = False) -> HelpCaseRow:
    row = (
        session.get(HelpCaseRow, case_id, with_for_update=hold or None, populate_existing=hold)
        if 0 < case_id <= LARGEST_ID
        else None
    )
    if row is None:
        raise NotPermitted
    return row


def _send(session: Session, actor: Actor, row: HelpCaseRow, reply: Reply, now: datetime) -> None:
    words = reply.written_for(Recipient(row.code, row.language))
    _write(session, actor, row, words, now, canned_id=reply.canned_id)
    if row.mail:
        put_mail(
            session,
            template="help-case-answered",
            language=row.language,
            recipient=row.mail,
            now=now,
            path=case_path(row.code, row.language),
            code=row.code,
            text=words.text,
        )


def _write(
    session: Session,
    actor: Actor,
    row: HelpCaseRow,
    words: Words,
    now: datetime,
    *,
    canned_id: str = "",
    is_internal: bool = False,
) -> None:
    session.add(
        HelpCaseMessageRow(
            case_id=row.id or 0,
            at=now,
            side=CaseSide.STAFF.value,
            author_id=actor.user_id,
            text=words.text,
            language=words.language,
            canned_id=canned_id,
            is_internal=is_internal,
        )
    )
    session.flush()
