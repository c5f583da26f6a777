"""Status verification between partners: who takes part, by which names they are found, and who watches whom."""

from datetime import datetime

from sqlalchemy import Column, Index, String
from sqlmodel import Field, SQLModel

from ctpat_app.tables.name_index import index_names


class SviNameRow(SQLModel, table=True):
    """One name of a partner who may be found; written in the transaction that makes them visible or hides them.

    It repeats what stands elsewhere, so that nothing about a hidden partner can leak through counts or timing.
    """

    __tablename__ = "svi_name"
    __table_args__ = (Index("ix_svi_name_key", "key", "id"),)
    id: int | None = Field(default=None, primary_key=True)
    partner_id: int = Field(index=True)
    """The security model."""
    key: str = Field(
        sa_column=Column(String(420).with_variant(String(420, collation="C"), "postgresql"), nullable=False)
    )
    """``company_names.name_key`` of the name, compared character by character."""
    fold_version: int


index_names(SviNameRow.__table__)  # type: ignore[attr-defined]


class SviMembershipRow(SQLModel, table=True):
    """One time of taking part, from joining to leaving; who joins again gets a new row."""

    __tablename__ = "svi_membership"
    __table_args__ = (Index("ix_svi_membership_model", "security_model_id", "left_at"),)
    id: int | None = Field(default=None, primary_key=True)
    security_model_id: int = Field(foreign_key="security_model.id")
    auto_accept: bool = False
    share_more: bool = False
    searchable: bool = True
    joined_at: datetime
    left_at: datetime | None = None
    left_by: int | None = Field(default=None, foreign_key="user_account.id")
    """None: the kiosk, since the good standing was lost."""
    why_left: str = Field(default="", max_length=20)


class SviLinkRow(SQLModel, table=True):
    """A request to watch or to be watched, and the link that came of it; what ended stays as it was."""

    __tablename__ = "svi_link"
    __table_args__ = (
        Index("ix_svi_link_watcher", "watcher_id", "state"),
        Index("ix_svi_link_watched", "watched_id", "state"),
        Index("ix_svi_link_sender", "sender_id", "sent_at"),
    )
    id: int | None = Field(default=None, primary_key=True)
    watcher_id: int = Field(foreign_key="security_model.id")
    watched_id: int = Field(foreign_key="security_model.id")
    sender_id: int = Field(foreign_key="security_model.id")
    """Which of both asked."""
    state: str = Field(max_length=20)
    sent_at: datetime
    sent_by: int = Field(foreign_key="user_account.id")
    decided_at: datetime | None = None
    decided_by: int | None = Field(default=None, foreign_key="user_account.id")
    """None: accepted by itself."""
    ended_at: datetime | None = None
    ended_by: int | None = Field(default=None, foreign_key="user_account.id")
    ended_side: int | None = None
    """The security model whose people ended it, or that no longer takes part."""


class SviBlockRow(SQLModel, table=True):
    """A participant takes no more requests of another one, since it declined one, until it lifts that."""

    __tablename__ = "svi_block"
    __table_args__ = (Index("ix_svi_block_pair", "blocker_id", "blocked_id", "lifted_at"),)
    id: int | None = Field(default=None, primary_key=True)
    blocker_id: int = Field(foreign_key="security_model.id")
    blocked_id: int = Field(foreign_key="security_model.id")
    blocked_at: datetime
    blocked_by: int = Field(foreign_key="user_account.id")
    lifted_at: datetime | None = None
    lifted_by: int | None = Field(default=None, foreign_key="user_account.id")
