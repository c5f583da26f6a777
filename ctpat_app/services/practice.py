"""Practising a form with invented answers: begin, answer, record. Nothing of it touches a company's tables."""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import delete, func
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from ctpat_app.domain.errors import InvalidValue, NotPermitted, Refusal
from ctpat_app.domain.permissions import Actor, Permission, Role, may
from ctpat_app.domain.practice import KEPT_FOR, MOST_OWN, ROLES, Act, Line, noted
from ctpat_app.guidance.answers import ROW_PRESENT, AnswerBook, StoredAnswer
from ctpat_app.guidance.eligibility import TYPES_KEY
from ctpat_app.guidance.flow import Situation
from ctpat_app.guidance.practice import deciding_answers, example_of, practice_facts, twin
from ctpat_app.guidance.questions import Question, questions_of
from ctpat_app.guidance.records import Library
from ctpat_app.guidance.schema import FieldKind
from ctpat_app.guidance.shapes import Setting, take
from ctpat_app.services.access import require_draft, require_staff
from ctpat_app.services.audit import NO_ACCOUNT, write_audit
from ctpat_app.services.drafts import APPLICATION, SavedAnswer, permission_for, read_situation
from ctpat_app.services.library import current_library, library_version
from ctpat_app.tables.practice import PracticeGuideRow, PracticeRow

Book = dict[tuple[str, str], tuple[str, int]]
"""Key and row to text and version."""
CHOOSING: Final = frozenset(
    {
        *(FieldKind.YES_NO, FieldKind.CHOICE, FieldKind.CHECKBOXES, FieldKind.COUNTRIES, FieldKind.CONTACT_ROLE),
        *(FieldKind.PRIMARY_CONTACT, FieldKind.RATING),
    }
)


@dataclass(frozen=True)
class Practice:
    """A practice as it stands: what the engines look at, as whom, and what was recorded."""

    practice_id: int
    situation: Situation
    role: Role
    is_recording: bool
    lines: tuple[Line, ...]
    ends_at: datetime

    def may_write(self, question: Question) -> bool:
        """Whether the person who is practised for may answer ``question``."""
        wanted = permission_for(self.situation.library, self.situation.flow_id, question)
        return question.kind is not FieldKind.CONSENT and may(self.role, wanted)


@dataclass(frozen=True)
class PracticeLine:
    """A practice in the list of its owner's."""

    practice_id: int
    types: tuple[str, ...]
    country: str
    role: Role
    steps: int
    """How many of a guide were recorded."""
    made_at: datetime
    ends_at: datetime


def list_practices(session: Session, actor: Actor) -> tuple[PracticeLine, ...]:
    """Return the actor's own practices, newest first.

    Raises:
        NotPermitted: ``access.not-yours``.
    """
    require_staff(session, actor, Permission.PRACTICE_USE)
    rows = session.exec(_own(actor).order_by(col(PracticeRow.id).desc()))
    return tuple(_line(row) for row in rows)


def begin_practice(
    session: Session, actor: Actor, *, types: tuple[str, ...], country: str, role: str, until: str, now: datetime
) -> int:
    """Begin a practice of an application by choosing; return its id.

    Args:
        session: an open session.
        actor: staff.
        types: business types.
        country: of the invented company, as its code; empty for any other.
        role: as what the person fills in the form.
        until: the step that is practised; everything before it is answered.
        now: the present moment.

    Raises:
        NotPermitted: ``access.not-yours``.
        InvalidValue: ``practice.types-missing``, ``choice.unknown``.
        Refusal: ``practice.too-many``.
    """
    require_staff(session, actor, Permission.PRACTICE_USE)
    library = current_library()
    known = tuple(key for key in library.business_types if key in types)
    if not known:
        raise InvalidValue("practice.types-missing")
    return _begin(session, actor, library, country, role, {TYPES_KEY: ",".join(known)}, until, now)


def practise_draft(session: Session, actor: Actor, *, draft_id: int, role: str, until: str, now: datetime) -> int:
    """Begin a practice along the same questions as an application of a company; return its id.

    Of the application only its version, the country and the closed answers that decide the path are looked at.

    Raises:
        NotPermitted: ``access.not-yours``.
        InvalidValue, Refusal: as ``begin_practice``.
    """
    require_staff(session, actor, Permission.PRACTICE_USE)
    access = require_draft(session, actor, draft_id, Permission.PRACTICE_FROM_CASE)
    access.require_flow(APPLICATION)
    real = read_situation(session, access, now=now)
    decided = deciding_answers(real)
    if not decided.get(TYPES_KEY):
        raise InvalidValue("practice.types-missing")
    write_audit(
        session,
        trade_account_id=access.trade_account_id,
        user_id=actor.user_id,
        action="practice.along-a-form",
        subject=f"draft:{draft_id}",
        now=now,
    )
    return _begin(session, actor, real.library, real.facts.country, role, decided, until, now)


def read_practice(session: Session, actor: Actor, *, practice_id: int, now: datetime) -> Practice:
    """Return a practice of the actor's own.

    Raises:
        NotPermitted: ``access.not-yours``, also when it is somebody else's or over.
    """
    return _view(session, require_practice(session, actor, practice_id, now), now)


def answer_practice(
    session: Session, actor: Actor, *, practice_id: int, place: str, key: str, row: str, text: str, now: datetime
) -> SavedAnswer:
    """Keep an answer of a practice, checked like a real one; a personal number is never kept, an example is.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
        InvalidValue: ``question.unknown``, ``row.unknown``, and what cannot be kept at all.
    """
    stored = require_practice(session, actor, practice_id, now, to_write=True)
    practice = _view(session, stored, now)
    question = questions_of(practice.situation.library, stored.flow).get(key)
    if question is None:
        raise InvalidValue("question.unknown")
    if not practice.may_write(question):
        raise NotPermitted("access.not-your-role")
    _require_row(practice.situation, question, row)
    saved = _take(practice.situation, question, row, text)
    book = _book(stored)
    before = book.get((key, row), ("", 0))
    if before[0] == saved.value:
        return SavedAnswer(key, row, saved.value, before[1], saved.faults, changed=False)
    book[key, row] = (saved.value, before[1] + 1)
    stored.answers = _as_text(book)
    choice = saved.value if question.kind in CHOOSING else ""
    _record(stored, Line(place, Act.CHOOSE if question.kind in CHOOSING else Act.TYPE, key, choice))
    session.add(stored)
    return SavedAnswer(key, row, saved.value, before[1] + 1, saved.faults)


def set_practice_row(
    session: Session, actor: Actor, *, practice_id: int, place: str, list_id: str, row: str, now: datetime
) -> None:
    """Add a row to a list, or take the row ``row`` out of it.

    Raises:
        NotPermitted: ``access.not-yours``.
        InvalidValue: ``row.unknown``, ``row.too-many`` (``limit``).
    """
    stored = require_practice(session, actor, practice_id, now, to_write=True)
    situation = _view(session, stored, now).situation
    step = next((each for each in situation.path if each.list and each.list.id == list_id), None)
    if step is None or step.list is None or step.list.rows_from:
        raise InvalidValue("row.unknown")
    rows, book = situation.rows(step), _book(stored)
    if row:
        if row not in rows:
            raise InvalidValue("row.unknown")
        book[list_id, row] = ("", book[list_id, row][1] + 1)
    else:
        if len(rows) >= step.list.max:
            raise InvalidValue("row.too-many", limit=step.list.max)
        book[list_id, secrets.token_hex(4)] = (ROW_PRESENT, 1)
        _record(stored, Line(place, Act.ADD, list_id))
    stored.answers = _as_text(book)
    session.add(stored)


def note_place(session: Session, actor: Actor, *, practice_id: int, place: str, act: Act, now: datetime) -> None:
    """Note, while recording, that the person opens a place or goes on from it.

    Raises:
        NotPermitted: ``access.not-yours``.
    """
    stored = require_practice(session, actor, practice_id, now, to_write=True)
    _record(stored, Line(place, act))
    session.add(stored)


def set_recording(session: Session, actor: Actor, *, practice_id: int, place: str, wanted: bool, now: datetime) -> None:
    """Begin to record at ``place``, or stop; what was recorded stays.

    Raises:
        NotPermitted: ``access.not-yours``.
    """
    stored = require_practice(session, actor, practice_id, now, to_write=True)
    stored.is_recording = wanted
    if wanted:
        _record(stored, Line(place, Act.OPEN))
    session.add(stored)


def delete_practice(session: Session, actor: Actor, *, practice_id: int, now: datetime) -> None:
    """Delete a practice of the actor's own at once; guides that were sent stay.

    Raises:
        NotPermitted: ``access.not-yours``.
    """
    session.delete(require_practice(session, actor, practice_id, now))
    session.flush()


def forget_old_practices(session: Session, *, now: datetime) -> int:
    """Delete what is over, and return how much."""
    connection = session.connection()
    gone = connection.execute(delete(PracticeRow).where(col(PracticeRow.ends_at) <= now)).rowcount
    return gone + connection.execute(delete(PracticeGuideRow).where(col(PracticeGuideRow.ends_at) <= now)).rowcount


def require_practice(
    session: Session, actor: Actor, practice_id: int, now: datetime, *, to_write: bool = False
) -> PracticeRow:
    """Return the row of a practice of the actor's own.

    Raises:
        NotPermitted: ``access.not-yours``, also when it is somebody else's or over.
    """
    require_staff(session, actor, Permission.PRACTICE_USE)
    query = _own(actor).where(PracticeRow.id == practice_id, PracticeRow.ends_at > now)
    found = session.exec(query.with_for_update() if to_write else query).first() if practice_id > 0 else None
    if found is None:
        raise NotPermitted
    return found


def situation_in(library: Library, flow: str, country: str, answers: str, now: datetime) -> Situation:
    """Return the situation of answers as a table keeps them."""
    book = AnswerBook.of(StoredAnswer(key, row, text, version) for key, row, text, version in json.loads(answers))
    return Situation(library, flow, book, practice_facts(country), now.date())


def lines_in(text: str) -> tuple[Line, ...]:
    """Return the lines of a guide as a table keeps them."""
    return tuple(Line.of(each) for each in json.loads(text))


def lines_as_text(lines: tuple[Line, ...]) -> str:
    """Return the lines of a guide as a table keeps them."""
    return json.dumps([line.as_data() for line in lines], ensure_ascii=False)


def _begin(
    session: Session,
    actor: Actor,
    library: Library,
    country: str,
    role: str,
    decided: Mapping[str, str],
    until: str,
    now: datetime,
) -> int:
    if role not in ROLES:
        raise InvalidValue("choice.unknown")
    own = select(func.count()).select_from(PracticeRow).where(col(PracticeRow.user_id) == actor.user_id)
    if session.exec(own).one() >= MOST_OWN:
        raise Refusal("practice.too-many", maximum=MOST_OWN)
    answers = twin(library, APPLICATION, country=country, decided=decided, until=until, today=now.date())
    stored = PracticeRow(
        user_id=actor.user_id,
        flow=APPLICATION,
        library_hash=library.hash,
        role=role,
        country=country,
        answers=_as_text({place: (text, 1) for place, text in answers.items()}),
        made_at=now,
        ends_at=now + KEPT_FOR,
    )
    session.add(stored)
    session.flush()
    write_audit(
        session,
        trade_account_id=NO_ACCOUNT,
        user_id=actor.user_id,
        action="practice.begun",
        subject=f"practice:{stored.id}",
        now=now,
    )
    return stored.id or 0


def _own(actor: Actor) -> SelectOfScalar[PracticeRow]:
    return select(PracticeRow).where(PracticeRow.user_id == actor.user_id)


def _view(session: Session, row: PracticeRow, now: datetime) -> Practice:
    library = library_version(session, row.library_hash)
    situation = situation_in(library, row.flow, row.country, row.answers, now)
    return Practice(row.id or 0, situation, Role(row.role), row.is_recording, lines_in(row.lines), row.ends_at)


def _line(row: PracticeRow) -> PracticeLine:
    types = _book(row).get((TYPES_KEY, ""), ("", 0))[0]
    return PracticeLine(
        row.id or 0,
        tuple(types.split(",")),
        row.country,
        Role(row.role),
        len(json.loads(row.lines)),
        row.made_at,
        row.ends_at,
    )


def _take(now: Situation, question: Question, row: str, text: str) -> SavedAnswer:
    kind = now.library.identifiers.get(now.book.text(question.format_of, row)) if question.format_of else None
    options = [choice.id for choice in now.choices(question)]
    taken = take(question, text, Setting(now.today, options, kind))
    stored = example_of(kind) if kind and kind.sensitive and taken.stored else taken.stored
    return SavedAnswer(question.key, row, stored, 0, taken.faults)


def _require_row(now: Situation, question: Question, row: str) -> None:
    step = now.step(question.step)
    rows = now.rows(step) if step and question.list_id else ("",)
    if row not in rows:
        raise InvalidValue("row.unknown")


def _record(row: PracticeRow, line: Line) -> None:
    if row.is_recording:
        row.lines = lines_as_text(noted(lines_in(row.lines), line))


def _book(row: PracticeRow) -> Book:
    return {(key, place): (text, version) for key, place, text, version in json.loads(row.answers)}


def _as_text(book: Book) -> str:
    return json.dumps([[key, row, text, version] for (key, row), (text, version) in book.items()], ensure_ascii=False)
