"""Practising with invented answers, apart from everything that is real; and the guides made of it."""

from datetime import datetime

from sqlalchemy import Text
from sqlmodel import Field, SQLModel


class PracticeRow(SQLModel, table=True):
    """One practice of somebody of the staff: it belongs to no company, so nothing about companies can meet it."""

    __tablename__ = "practice"
    id: int | None = Field(default=None, primary_key=True)
    user_id: int = Field(foreign_key="user_account.id", index=True)
    flow: str = Field(max_length=60)
    library_hash: str = Field(max_length=64)
    role: str = Field(max_length=20)
    """As what the person fills in the form who is practised for."""
    country: str = Field(default="", max_length=2)
    answers: str = Field(sa_type=Text)
    """Key, row, text and version of each, as JSON, in the order in which each was first given."""
    lines: str = Field(default="[]", sa_type=Text)
    """The steps of the guide, as JSON."""
    is_recording: bool = False
    made_at: datetime
    ends_at: datetime = Field(index=True)


class PracticeGuideRow(SQLModel, table=True):
    """A guide as it was sent; its link shows it to whoever holds it."""

    __tablename__ = "practice_guide"
    id: int | None = Field(default=None, primary_key=True)
    token_hash: str = Field(unique=True, max_length=64)
    flow: str = Field(max_length=60)
    library_hash: str = Field(max_length=64)
    country: str = Field(default="", max_length=2)
    answers: str = Field(sa_type=Text)
    """The invented ones: they say which options a question offers."""
    lines: str = Field(sa_type=Text)
    note_language: str = Field(max_length=16)
    """In which the notes of the guide were written."""
    sent_by: int = Field(foreign_key="user_account.id", index=True)
    sent_at: datetime
    ends_at: datetime = Field(index=True)
