"""The inbox of each person: what they were told, whether they have read it, and what they want no mail about."""

from datetime import datetime

from sqlalchemy import Index, Text
from sqlmodel import Field, SQLModel


class NoticeRow(SQLModel, table=True):
    """One thing that a person was told: template and parameters; the text is rendered when it is shown."""

    __tablename__ = "notice"
    __table_args__ = (Index("ix_notice_person", "user_id", "read_at"),)
    id: int | None = Field(default=None, primary_key=True)
    user_id: int = Field(foreign_key="user_account.id")
    template: str = Field(max_length=60)
    params: str = Field(sa_type=Text)
    path: str = Field(max_length=500)
    """Where it leads, without the language: ``validation/?model=3``."""
    created_at: datetime
    read_at: datetime | None = None


class MailOffRow(SQLModel, table=True):
    """A kind of notice that a person wants in the inbox alone, without a mail."""

    __tablename__ = "mail_off"
    user_id: int = Field(foreign_key="user_account.id", primary_key=True)
    kind: str = Field(primary_key=True, max_length=40)
    since_at: datetime
