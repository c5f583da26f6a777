"""How often what happened in the help of the kiosk: counts of a day, of nobody in particular and without any text."""

from datetime import date

from sqlalchemy import Index
from sqlmodel import Field, SQLModel


class HelpEventRow(SQLModel, table=True):
    """How often one thing happened on a day (UTC); whoever it happened to, and what they typed, is nowhere."""

    __tablename__ = "help_event"
    __table_args__ = (Index("ix_help_event_what", "day", "kind", "language", "topic", "page", "step", unique=True),)
    id: int | None = Field(default=None, primary_key=True)
    day: date
    kind: str = Field(max_length=20)
    """One of ``domain.help_events.HelpEventKind``."""
    language: str = Field(max_length=16)
    """Of the page, not of what was typed."""
    topic: str = Field(default="", max_length=80)
    """Id of the topic of help; empty where none was found."""
    page: str = Field(default="", max_length=80)
    """Id of the page of help that the person came from; empty when they came from none."""
    step: int = 0
    """Number of the step, from 1; 0 where it is about none."""
    count: int = 1
