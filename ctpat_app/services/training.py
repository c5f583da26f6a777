"""The register of training and awareness of a company: what was held, for whom, and what is due next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from ctpat_app.domain.errors import InvalidValue, NotPermitted, StaleVersion
from ctpat_app.domain.form_faults import FormFaults
from ctpat_app.domain.history import LOOKED_AT_ACTIONS
from ctpat_app.domain.permissions import Actor, Permission, StaffRole
from ctpat_app.domain.training import Training, next_due, read_training
from ctpat_app.guidance.texts import Ref, ref
from ctpat_app.services.access import LARGEST_ID, require_account
from ctpat_app.services.action_rows import documents_of, may_see
from ctpat_app.services.audit import write_audit
from ctpat_app.services.company_view import note_look
from ctpat_app.services.library import current_library
from ctpat_app.tables.actions import TrainingRecordRow
from ctpat_app.tables.security_models import SecurityModelRow


@dataclass(frozen=True)
class TrainingRecord:
    """A training that was held."""

    id: int
    training: Training
    name: Ref
    """Of its topic."""
    held_on: date
    due_on: date | None
    document: str
    version: int


@dataclass(frozen=True)
class TopicLine:
    """How a kind of training stands; without a record all but the topic is empty."""

    topic: str
    held_on: date | None = None
    due_on: date | None = None
    is_overdue: bool = False
    people_count: int = 0
    """Of the newest training."""


@dataclass(frozen=True)
class Register:
    """The register of a company, the newest training first."""

    trade_account_id: int
    company: str
    may_write: bool
    topics: tuple[TopicLine, ...]
    records: tuple[TrainingRecord, ...]
    documents: tuple[tuple[int, str], ...]
    """What can be named as the record's proof, for who may write."""


def read_register(
    session: Session, actor: Actor, *, trade_account_id: int, to_write: bool = False, now: datetime
) -> Register:
    """Return the register, ``to_write`` for its forms; the look of staff is noted.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
    """
    permission = Permission.PROFILE_ANSWER if to_write else Permission.ACTIONS_READ
    access = require_account(session, actor, trade_account_id, permission)
    if isinstance(access.role, StaffRole):
        note_look(session, actor, access, LOOKED_AT_ACTIONS, now)
    query = select(TrainingRecordRow).where(TrainingRecordRow.trade_account_id == trade_account_id)
    rows = session.exec(query.order_by(col(TrainingRecordRow.held_on).desc(), col(TrainingRecordRow.id).desc())).all()
    documents = _documents(session, actor, trade_account_id)
    names = dict(documents)
    records = tuple(_record(row, names) for row in rows)
    may_write = access.allows(Permission.PROFILE_ANSWER)
    return Register(
        trade_account_id,
        access.legal_name,
        may_write,
        tuple(_line(topic, records, now.date()) for topic in current_library().training_topics),
        records,
        documents if may_write else (),
    )


def add_training(session: Session, actor: Actor, *, trade_account_id: int, training: Training, now: datetime) -> int:
    """Write a training down; return its number.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
        FormFaults: as ``domain.training.read_training``; ``action.document-unknown``.
    """
    require_account(session, actor, trade_account_id, Permission.PROFILE_ANSWER)
    row = TrainingRecordRow(
        trade_account_id=trade_account_id,
        topic="",
        held_on=now.date(),
        people_count=0,
        created_at=now,
        created_by=actor.user_id,
    )
    _write(session, actor, row, training, now)
    _note(session, actor, row, "training.added", now)
    return row.id or 0


def edit_training(
    session: Session, actor: Actor, *, record_id: int, seen_version: int, training: Training, now: datetime
) -> int:
    """Change a record; return the number of its company.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
        FormFaults: as ``add_training``.
        StaleVersion: ``training.changed-meanwhile``.
    """
    row = session.get(TrainingRecordRow, record_id) if 0 < record_id <= LARGEST_ID else None
    if row is None:
        raise NotPermitted
    require_account(session, actor, row.trade_account_id, Permission.PROFILE_ANSWER)
    session.refresh(row, with_for_update=True)
    if row.version != seen_version:
        raise StaleVersion("training.changed-meanwhile", theirs=row.trainer, version=row.version)
    row.version += 1
    _write(session, actor, row, training, now)
    _note(session, actor, row, "training.changed", now)
    return row.trade_account_id


def _write(session: Session, actor: Actor, row: TrainingRecordRow, typed: Training, now: datetime) -> None:
    library = current_library()
    training = read_training(typed, today=now.date(), topics={*library.training_topics, row.topic or " "})
    known = {number for number, _name in _documents(session, actor, row.trade_account_id)} | {row.document_id}
    if training.document_id and training.document_id not in known:
        raise FormFaults({"document": InvalidValue("action.document-unknown")})
    row.topic, row.held_on = training.topic, training.held_on or row.held_on
    row.audience, row.trainer, row.language = training.audience, training.trainer, training.language
    row.people_count, row.people, row.repeat_months = training.people_count, training.people, training.repeat_months
    row.document_id = training.document_id or None
    session.add(row)
    session.flush()


def _note(session: Session, actor: Actor, row: TrainingRecordRow, action: str, now: datetime) -> None:
    write_audit(
        session,
        trade_account_id=row.trade_account_id,
        user_id=actor.user_id,
        action=action,
        subject=f"training/{row.id}",
        now=now,
        version=row.version,
    )


def topic_name(topic: str) -> Ref:
    """Return the name of a kind of training; its id where the content knows it no more."""
    found = current_library().training_topics.get(topic)
    return ref(f"training_topics/{topic}", "name", found.i18n.name) if found else Ref(topic)


def _documents(session: Session, actor: Actor, trade_account_id: int) -> tuple[tuple[int, str], ...]:
    """Return the documents of those security models of the company that the actor may see."""
    query = select(SecurityModelRow.id).where(SecurityModelRow.trade_account_id == trade_account_id)
    return tuple(
        document
        for model in session.exec(query.order_by(col(SecurityModelRow.id))).all()
        if may_see(session, actor, model or 0)
        for document in documents_of(session, model or 0)
    )


def _record(row: TrainingRecordRow, documents: dict[int, str]) -> TrainingRecord:
    training = Training(
        row.topic,
        row.held_on,
        row.audience,
        row.trainer,
        row.people_count,
        row.people,
        row.language,
        row.repeat_months,
        row.document_id or 0,
    )
    return TrainingRecord(
        row.id or 0,
        training,
        topic_name(row.topic),
        row.held_on,
        next_due(row.held_on, row.repeat_months),
        documents.get(row.document_id or 0, ""),
        row.version,
    )


def _line(topic: str, records: Sequence[TrainingRecord], today: date) -> TopicLine:
    newest = next((each for each in records if each.training.topic == topic), None)
    if newest is None:
        return TopicLine(topic)
    is_overdue = newest.due_on is not None and newest.due_on < today
    return TopicLine(topic, newest.held_on, newest.due_on, is_overdue, newest.training.people_count)
