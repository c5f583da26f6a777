"""Effects that leave the kiosk, written in the transaction that caused them, and the turns and leases of jobs."""

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
    claimed_by: str = Field(default="", max_length=80)
    """Which process is sending it now; empty between two attempts."""
    claimed_at: datetime | None = None
    handed_at: datetime | None = None
    """When the text itself began to leave in the present attempt: from here on the mail server may have taken it."""
    unknown_at: datetime | None = None
    """Since when nobody knows whether the mail server took it; it is not sent again unless somebody says so."""


class JobLeaseRow(SQLModel, table=True):
    """Which process may run the jobs, until when."""

    __tablename__ = "job_lease"
    name: str = Field(primary_key=True, max_length=60)
    holder: str = Field(max_length=80)
    expires_at: datetime


class JobRow(SQLModel, table=True):
    """When a job is due next, and its last run; all moments are of the real clock."""

    __tablename__ = "job"
    name: str = Field(primary_key=True, max_length=60)
    next_at: datetime
    started_at: datetime | None = None
    ended_at: datetime | None = None
    """None while it runs, or was cut off and nobody has noticed yet."""
    holder: str = Field(default="", max_length=80)
    outcome: str = Field(default="", max_length=20)
    error: str = Field(default="", max_length=80)
    done: int | None = None
    """How many things it dealt with, where it counts them."""


class JobRunRow(SQLModel, table=True):
    """One run of a job that is over; those of jobs that look every few seconds only where there was something to do."""

    __tablename__ = "job_run"
    __table_args__ = (Index("ix_job_run_started", "started_at"),)
    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(max_length=60)
    started_at: datetime
    ended_at: datetime
    outcome: str = Field(max_length=20)
    error: str = Field(default="", max_length=80)
    """The kind of failure; never its words, which may hold an address."""
    done: int | None = None
