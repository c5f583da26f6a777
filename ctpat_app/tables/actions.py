"""Action plans, the history of each action, reminders that were sent, and records of training."""

from datetime import date, datetime

from sqlalchemy import Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from ctpat_app.tables.columns import Encrypted


class ActionRow(SQLModel, table=True):
    """Something a company wants to do for its security, until it is shown to be done or dropped with a reason."""

    __tablename__ = "action"
    id: int | None = Field(default=None, primary_key=True)
    trade_account_id: int = Field(foreign_key="trade_account.id", index=True)
    security_model_id: int = Field(foreign_key="security_model.id", index=True)
    origin: str = Field(max_length=20)
    reference: str = Field(default="", max_length=200)
    criterion_id: str = Field(default="", max_length=20)
    what: str = Field(max_length=300)
    why: str = Field(default="", sa_type=Text)
    owner_id: int | None = Field(default=None, foreign_key="user_account.id", index=True)
    """A member of the company; None: somebody else, by name."""
    owner_name: str = Field(default="", max_length=200)
    owner_email: str = Field(default="", max_length=320)
    owner_named_by: int = Field(foreign_key="user_account.id")
    """Who named the owner, and gave the address: reminders to people outside say so."""
    due_on: date
    planned_on: date
    """When owner or due date were set last: earlier reminder days are over."""
    evidence_kind: str = Field(default="", max_length=80)
    """Id of a kind of evidence that shall show it; empty: any."""
    state: str = Field(max_length=20)
    found_on: date | None = None
    finding: str = Field(default="", sa_type=Text)
    root_cause: str = Field(default="", sa_type=Text)
    proof_note: str = Field(default="", sa_type=Text)
    proof_document_id: int | None = Field(default=None, foreign_key="document.id")
    checked_on: date | None = None
    """When somebody saw that a corrective action works."""
    verified_by: int | None = Field(default=None, foreign_key="user_account.id")
    """Who looked at the proof; None where the owner closed it, since there is nobody else."""
    closed_by: int | None = Field(default=None, foreign_key="user_account.id")
    closed_at: datetime | None = None
    """When it was closed or dropped."""
    version: int = 1
    created_at: datetime
    created_by: int = Field(foreign_key="user_account.id")


class ActionNoteRow(SQLModel, table=True):
    """One step in the life of an action, kept for good, with what was said then."""

    __tablename__ = "action_note"
    id: int | None = Field(default=None, primary_key=True)
    action_id: int = Field(foreign_key="action.id", index=True)
    step: str = Field(max_length=20)
    text: str = Field(default="", sa_type=Text)
    at: datetime
    user_id: int = Field(foreign_key="user_account.id")


class ReminderRow(SQLModel, table=True):
    """The one mail about actions that a person gets on a day; the database lets nobody write a second one."""

    __tablename__ = "action_reminder"
    __table_args__ = (UniqueConstraint("person_key", "sent_on"),)
    id: int | None = Field(default=None, primary_key=True)
    person_key: str = Field(max_length=320)
    """The folded mail address."""
    sent_on: date
    actions: str = Field(sa_type=Text)
    """Numbers of the actions that it named, as JSON."""


class MailStopRow(SQLModel, table=True):
    """The link by which somebody outside ends mails about actions; the same one in each mail, so that old ones work."""

    __tablename__ = "mail_stop"
    person_key: str = Field(primary_key=True, max_length=320)
    token: str = Field(sa_type=Encrypted)
    token_hash: str = Field(unique=True, max_length=64)
    stopped_at: datetime | None = None


class TrainingRecordRow(SQLModel, table=True):
    """A training that was held in a company."""

    __tablename__ = "training_record"
    id: int | None = Field(default=None, primary_key=True)
    trade_account_id: int = Field(foreign_key="trade_account.id", index=True)
    topic: str = Field(max_length=80)
    """Id of a kind of training of the content."""
    audience: str = Field(default="", max_length=200)
    held_on: date
    trainer: str = Field(default="", max_length=200)
    people_count: int
    people: str = Field(default="", sa_type=Text)
    language: str = Field(default="", max_length=40)
    repeat_months: int = 0
    document_id: int | None = Field(default=None, foreign_key="document.id")
    version: int = 1
    created_at: datetime
    created_by: int = Field(foreign_key="user_account.id")
