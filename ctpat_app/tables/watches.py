"""The watch lists of staff: companies about which somebody wants to be told."""

from datetime import date, datetime

from sqlalchemy import Index, Text, text
from sqlmodel import Field, SQLModel

_STANDING = text("ended_at IS NULL")


class WatchRow(SQLModel, table=True):
    """Somebody of the staff watches a company; whoever changes note or day ends one row and begins another."""

    __tablename__ = "watch"
    __table_args__ = (
        Index(
            "ix_watch_standing",
            "user_id",
            "trade_account_id",
            unique=True,
            sqlite_where=_STANDING,
            postgresql_where=_STANDING,
        ),
    )
    id: int | None = Field(default=None, primary_key=True)
    user_id: int = Field(foreign_key="user_account.id")
    trade_account_id: int = Field(foreign_key="trade_account.id", index=True)
    note: str = Field(default="", sa_type=Text)
    """Why, for themselves alone."""
    until_on: date | None = None
    """The last day on which they want to be told; None: until they end it."""
    added_at: datetime
    ended_at: datetime | None = None
