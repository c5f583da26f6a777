"""Live walk-throughs with the help desk: who let whom look on, and what either side did meanwhile."""

from datetime import datetime

from sqlalchemy import Text, sql
from sqlmodel import Field, SQLModel

from ctpat_app.tables.audit_guard import guard_events


class WalkThroughRow(SQLModel, table=True):
    """One walk-through, from the code to its end. It belongs to two sessions and ends with either."""

    __tablename__ = "walk_through"
    id: int | None = Field(default=None, primary_key=True)
    trade_account_id: int | None = Field(default=None, foreign_key="trade_account.id", index=True)
    """The company at whose form the person is; nothing of another one is shown. None before there is one."""
    person_id: int = Field(foreign_key="user_account.id", index=True)
    person_session: str = Field(max_length=64, index=True)
    code_hash: str = Field(max_length=64, unique=True)
    """Keyed: whoever reads the table can neither use nor guess a code."""
    code_expires_at: datetime
    offered_at: datetime
    helper_id: int | None = Field(default=None, foreign_key="user_account.id")
    helper_session: str = Field(default="", max_length=64, index=True)
    asked_at: datetime | None = None
    allowed_at: datetime | None = None
    follows: bool = Field(default=False, sa_column_kwargs={"server_default": sql.false()})
    """Whether the person's page goes along by itself when the helper proposes another one."""
    place: str = Field(default="", max_length=300)
    """Where the person is."""
    last_at: datetime
    ended_at: datetime | None = None
    ending: str = Field(default="", max_length=20)


class WalkSignalRow(SQLModel, table=True):
    """A pointing, a proposal or a word. Rows only grow: they are what both pages show, whatever wakes them."""

    __tablename__ = "walk_signal"
    id: int | None = Field(default=None, primary_key=True)
    walk_through_id: int = Field(foreign_key="walk_through.id", index=True)
    side: str = Field(max_length=10)
    kind: str = Field(max_length=10)
    key: str = Field(default="", max_length=300)
    """The field, the page or the phrase."""
    note: str = Field(default="", max_length=60)
    """The phrase that goes with a pointing."""
    text: str = Field(default="", sa_type=Text)
    """What the person wrote, long numbers hidden."""
    at: datetime


guard_events(SQLModel.metadata.tables["walk_signal"])
