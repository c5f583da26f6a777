"""Vettings: what staff looked at before a company is let in, part by part, and what they signed in the end."""

from datetime import date, datetime

from sqlalchemy import Index, Text, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from ctpat_app.tables.audit_guard import guard_events

_OPEN = text("ended_at IS NULL")


class VettingRow(SQLModel, table=True):
    """A vetting of a security model, by the submission that was looked at; open until it is signed."""

    __tablename__ = "vetting"
    __table_args__ = (
        UniqueConstraint("security_model_id", "number"),
        Index("ix_vetting_open", "security_model_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
    )
    id: int | None = Field(default=None, primary_key=True)
    security_model_id: int = Field(foreign_key="security_model.id")
    draft_id: int = Field(foreign_key="draft.id")
    """The sent application whose facts stand beside the parts."""
    number: int
    """Counts the vettings of the security model."""
    started_at: datetime
    started_by: int = Field(foreign_key="user_account.id")
    ended_at: datetime | None = None
    """When it was signed; nothing of it changes afterwards."""


class VettingPartRow(SQLModel, table=True):
    """What was found about one part of the submission, while the vetting is open; without a row it is untouched."""

    __tablename__ = "vetting_part"
    __table_args__ = (UniqueConstraint("vetting_id", "part"),)
    id: int | None = Field(default=None, primary_key=True)
    vetting_id: int = Field(foreign_key="vetting.id")
    part: str = Field(max_length=20)
    outcome: str = Field(default="", max_length=20)
    notes: str = Field(default="", sa_type=Text)
    version: int = 1
    saved_at: datetime
    saved_by: int = Field(foreign_key="user_account.id")


class VettingSourceRow(SQLModel, table=True):
    """Something that was looked at for one part: what it is, where it is found, on which day."""

    __tablename__ = "vetting_source"
    id: int | None = Field(default=None, primary_key=True)
    vetting_id: int = Field(foreign_key="vetting.id", index=True)
    part: str = Field(max_length=20)
    kind: str = Field(max_length=30)
    place: str = Field(max_length=300)
    """Where: an address, the name of a register, a file number."""
    looked_on: date
    note: str = Field(default="", max_length=500)
    added_at: datetime
    added_by: int = Field(foreign_key="user_account.id")
    removed_at: datetime | None = None


class VettingSignatureRow(SQLModel, table=True):
    """The end of a vetting: outcome, reason, and everything as it was signed. The row is never changed or deleted."""

    __tablename__ = "vetting_signature"
    id: int | None = Field(default=None, primary_key=True)
    vetting_id: int = Field(unique=True)
    outcome: str = Field(max_length=20)
    reason: str = Field(sa_type=Text)
    content: str = Field(sa_type=Text)
    """Parts, sources and the facts of the submission as they stood, as JSON."""
    content_hash: str = Field(max_length=64)
    facts_hash: str = Field(max_length=64)
    """Of the facts alone: with other ones today, the vetting no longer counts."""
    statement: str = Field(sa_type=Text)
    """The sentence that was signed, in the signer's language."""
    language: str = Field(max_length=16)
    signer_id: int
    signer_name: str = Field(max_length=200)
    role: str = Field(max_length=20)
    signed_at: datetime


guard_events(SQLModel.metadata.tables["vetting_signature"])
