"""The append-only audit trail, chained by hash for each trade account, and failures by their code."""

from datetime import datetime

from sqlalchemy import Index, Text, text
from sqlmodel import Field, SQLModel

from ctpat_app.tables.audit_guard import guard

_OF_CASES = text("subject LIKE 'help-case:%'")


class AuditEventRow(SQLModel, table=True):
    """One event: who did what to which thing; never the answer itself. Chain 0 is what belongs to no trade account."""

    __tablename__ = "audit_event"
    __table_args__ = (
        Index("ix_audit_event_chain", "chain", "number", unique=True),
        # What happened with a case is read by its subject; all other events cost nothing more.
        Index("ix_audit_event_case", "subject", sqlite_where=_OF_CASES, postgresql_where=_OF_CASES),
    )
    id: int | None = Field(default=None, primary_key=True)
    chain: int
    number: int
    at: datetime
    user_id: int | None = None
    action: str = Field(max_length=60)
    subject: str = Field(default="", max_length=160)
    detail: str = Field(default="", sa_type=Text)
    acting_as: str = Field(default="", max_length=20, sa_column_kwargs={"server_default": ""})
    """The role in which they did it: of a membership of this trade account, or of staff."""
    origin: str = Field(default="", max_length=40, sa_column_kwargs={"server_default": ""})
    """The first half of the network address: enough to see a strange place, too little to find a person."""
    previous_hash: str = Field(default="", max_length=64)
    hash: str = Field(max_length=64)


class AuditHeadRow(SQLModel, table=True):
    """The newest event of each chain: what the next one is chained to."""

    __tablename__ = "audit_head"
    chain: int = Field(primary_key=True)
    number: int
    hash: str = Field(max_length=64)


guard(SQLModel.metadata.tables["audit_event"], SQLModel.metadata.tables["audit_head"])


class FailureRow(SQLModel, table=True):
    """A failure under the short code that the page showed: page, step and message, never the answers."""

    __tablename__ = "failure"
    code: str = Field(primary_key=True, max_length=12)
    at: datetime
    user_id: int | None = None
    page: str = Field(default="", max_length=200)
    handler: str = Field(default="", max_length=200)
    library_hash: str = Field(default="", max_length=64)
    step: str = Field(default="", max_length=120, sa_column_kwargs={"server_default": ""})
    """Which step of which form the page showed, such as ``application/company``."""
    refusals: str = Field(default="[]", sa_type=Text, sa_column_kwargs={"server_default": "[]"})
    """JSON: the codes of the messages that stood on the page."""
    message: str = Field(default="", sa_type=Text)
