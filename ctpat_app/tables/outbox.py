"""Effects that leave the kiosk, written in the transaction that caused them, and the leases of jobs."""

from datetime import datetime

from sqlalchemy import Index, Text
from sqlmodel import Field, SQLModel


class OutboxRow(SQLModel, table=True):
    """One mail to deliver: template, language and parameters; the text is rendered when it is sent or shown."""

    __tablename__ = "outbox"
    __table_args__ = (Index("ix_outbox_due", "delivered_at", "next_try_at"),)
    id: int | None = Field(default=None, primary_key=True)
    template: str = Field(max_length=60)
    language: str = Field(max_length=16)
    recipient: str = Field(max_length=320)
    params: str = Field(sa_type=Text)
    created_at: datetime
    next_try_at: datetime
    attempts: int = 0
    delivered_at: datetime | None = None
    last_error: str = Field(default="", sa_type=Text)
    refused_at: datetime | None = None
    """When the recipient's server refused it for good; it is not tried again."""


class JobLeaseRow(SQLModel, table=True):
    """Which process may run the jobs, until when."""

    __tablename__ = "job_lease"
    name: str = Field(primary_key=True, max_length=60)
    holder: str = Field(max_length=80)
    expires_at: datetime
