"""Validations of a security model: the plan, sites that are looked at, findings, the company's response, and events."""

from datetime import date, datetime

from sqlalchemy import Index, Text, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from ctpat_app.tables.audit_guard import guard_events


class ValidationRow(SQLModel, table=True):
    """One validation; who moved it when, and why, stands in its events."""

    __tablename__ = "validation"
    __table_args__ = (UniqueConstraint("security_model_id", "number"),)
    id: int | None = Field(default=None, primary_key=True)
    security_model_id: int = Field(foreign_key="security_model.id")
    number: int
    """Counts the validations of the security model, from 1."""
    kind: str = Field(max_length=20)
    with_visit: bool
    risk_basis: str = Field(sa_type=Text)
    """Why now, and why with or without a visit; for the staff alone."""
    state: str = Field(max_length=20, index=True)
    version: int = 1
    """Counts moves and changes, so that two people do not overwrite each other."""
    planned_by: int = Field(foreign_key="user_account.id")
    planned_at: datetime
    plan_decided_by: int | None = Field(default=None, foreign_key="user_account.id")
    starts_on: date | None = None
    team_size: int = 0
    notice_at: datetime | None = None
    """When the company was told."""
    summary: str = Field(default="", sa_type=Text)
    """Of the report, for the company."""
    response_days: int = 0
    """So many days the report leaves for the answer."""
    report_by: int | None = Field(default=None, foreign_key="user_account.id")
    report_decided_by: int | None = Field(default=None, foreign_key="user_account.id")
    issued_at: datetime | None = None
    response_due_on: date | None = None
    reminded_on: date | None = None
    """On which day the company was last reminded of the response."""
    submitted_at: datetime | None = None
    submitted_by: int | None = Field(default=None, foreign_key="user_account.id")
    outcome: str = Field(default="", max_length=20)
    closed_at: datetime | None = None
    """When it was closed or cancelled."""


class SiteVisitRow(SQLModel, table=True):
    """A site that is looked at, or for which a partner's recognition stands."""

    __tablename__ = "site_visit"
    id: int | None = Field(default=None, primary_key=True)
    validation_id: int = Field(foreign_key="validation.id", index=True)
    site: str = Field(max_length=300)
    day: date
    mode: str = Field(max_length=20)
    team_size: int
    team: str = Field(default="", max_length=300)
    """Names; for the staff alone."""
    recognised: str = Field(default="", max_length=300)
    held: bool = False
    note: str = Field(default="", sa_type=Text)
    """What was seen; for the staff alone."""
    dropped_at: datetime | None = None


class ValidationFindingRow(SQLModel, table=True):
    """One point of the report."""

    __tablename__ = "validation_finding"
    id: int | None = Field(default=None, primary_key=True)
    validation_id: int = Field(foreign_key="validation.id", index=True)
    kind: str = Field(max_length=20)
    criterion_id: str = Field(default="", max_length=20)
    text: str = Field(sa_type=Text)
    version: int = 1
    written_at: datetime
    written_by: int = Field(foreign_key="user_account.id")
    """Who wrote it last."""
    closed_at: datetime | None = None
    """When the answer to it was accepted."""
    removed_at: datetime | None = None
    """Taken out while the report was being written."""


class ValidationAnswerRow(SQLModel, table=True):
    """What the company answers to a finding; each change is a row more, the highest version counts."""

    __tablename__ = "validation_answer"
    __table_args__ = (UniqueConstraint("finding_id", "version"),)
    id: int | None = Field(default=None, primary_key=True)
    finding_id: int
    version: int
    text: str = Field(sa_type=Text)
    language: str = Field(max_length=16)
    saved_at: datetime
    user_id: int


class FindingDocumentRow(SQLModel, table=True):
    """A document of the exchange that stands beside the answer to a finding, until it is taken away."""

    __tablename__ = "finding_document"
    __table_args__ = (
        Index(
            "ix_finding_document_now",
            "finding_id",
            "document_id",
            unique=True,
            sqlite_where=text("removed_at IS NULL"),
            postgresql_where=text("removed_at IS NULL"),
        ),
    )
    id: int | None = Field(default=None, primary_key=True)
    finding_id: int = Field(foreign_key="validation_finding.id")
    document_id: int = Field(foreign_key="document.id", index=True)
    sent_number: int = 0
    """The version that was current when the response was sent; 0: not sent yet."""
    attached_at: datetime
    attached_by: int = Field(foreign_key="user_account.id")
    removed_at: datetime | None = None


class FindingDecisionRow(SQLModel, table=True):
    """What the staff said of one answer: accepted, or returned with a comment."""

    __tablename__ = "finding_decision"
    id: int | None = Field(default=None, primary_key=True)
    finding_id: int = Field(index=True)
    answer_version: int
    """The answer that was looked at; 0: none was given."""
    accepted: bool
    comment: str = Field(default="", sa_type=Text)
    """For the company."""
    at: datetime
    user_id: int


class ValidationEventRow(SQLModel, table=True):
    """One move in the life of a validation, with its reason."""

    __tablename__ = "validation_event"
    id: int | None = Field(default=None, primary_key=True)
    validation_id: int = Field(index=True)
    move: str = Field(max_length=20)
    source: str = Field(default="", max_length=20)
    target: str = Field(max_length=20)
    reason: str = Field(default="", sa_type=Text)
    at: datetime
    user_id: int
    party: str = Field(max_length=20)


for _name in ("validation_answer", "finding_decision", "validation_event"):
    guard_events(SQLModel.metadata.tables[_name])
