"""Messages between a company and CTPAT: what was written, the files with it, and how far each side has read."""

from datetime import datetime

from sqlalchemy import Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from ctpat_app.tables.audit_guard import guard_events


class ConversationMessageRow(SQLModel, table=True):
    """One message. Rows are never changed or deleted; those of an account that was merged away stay with it."""

    __tablename__ = "conversation_message"
    __table_args__ = (UniqueConstraint("user_id", "token"),)
    id: int | None = Field(default=None, primary_key=True)
    trade_account_id: int = Field(foreign_key="trade_account.id", index=True)
    side: str = Field(max_length=10)
    """Who wrote it: somebody of the company, or staff."""
    user_id: int = Field(foreign_key="user_account.id")
    text: str = Field(sa_type=Text)
    language: str = Field(max_length=16)
    about: str = Field(default="", max_length=120)
    """What it is about: a statement of a draft, a request; empty for the company as a whole."""
    token: str = Field(max_length=40)
    """Made with the form: the same form sent twice is one message."""
    at: datetime


class ConversationFileRow(SQLModel, table=True):
    """A document of the company's exchange that goes with a message, in the version that was current then."""

    __tablename__ = "conversation_file"
    id: int | None = Field(default=None, primary_key=True)
    message_id: int = Field(index=True)
    document_id: int
    number: int


class ConversationMarkRow(SQLModel, table=True):
    """How far one side has read, and up to where staff said that nothing needs an answer."""

    __tablename__ = "conversation_mark"
    __table_args__ = (UniqueConstraint("trade_account_id", "side"),)
    id: int | None = Field(default=None, primary_key=True)
    trade_account_id: int = Field(foreign_key="trade_account.id")
    side: str = Field(max_length=10)
    read_through: int = 0
    settled_through: int = 0
    read_at: datetime


for _name in ("conversation_message", "conversation_file"):
    guard_events(SQLModel.metadata.tables[_name])
