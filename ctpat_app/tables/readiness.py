"""Statements given to named people, and reviews of how ready an application is."""

from datetime import datetime

from sqlalchemy import Index, Text, UniqueConstraint, text
from sqlmodel import Field, SQLModel


class StatementShareRow(SQLModel, table=True):
    """A statement, or a whole category, that somebody was asked to answer, until it is taken back.

    Exactly one of ``category`` and ``criterion`` is filled. ``user_id`` is empty until an invited person accepts. For
    a member it only says who does what; with ``grants`` it is all that a contributor, who is no member, may see.
    """

    __tablename__ = "statement_share"
    id: int | None = Field(default=None, primary_key=True)
    draft_id: int = Field(foreign_key="draft.id", index=True)
    category: str = Field(default="", max_length=80)
    criterion: str = Field(default="", max_length=40)
    user_id: int | None = Field(default=None, foreign_key="user_account.id", index=True)
    invitation_id: int | None = Field(default=None, foreign_key="invitation.id", index=True)
    grants: bool = False
    """Whether it lets a person in who is no member of the company."""
    given_at: datetime
    given_by: int = Field(foreign_key="user_account.id")
    ended_at: datetime | None = None
    ended_by: int | None = Field(default=None, foreign_key="user_account.id")


class ReadinessReviewRow(SQLModel, table=True):
    """Somebody goes through all statements before a validation; once finished, what was found never changes."""

    __tablename__ = "readiness_review"
    __table_args__ = (
        Index(
            "ix_readiness_review_open",
            "draft_id",
            unique=True,
            sqlite_where=text("finished_at IS NULL"),
            postgresql_where=text("finished_at IS NULL"),
        ),
    )
    id: int | None = Field(default=None, primary_key=True)
    draft_id: int = Field(foreign_key="draft.id", index=True)
    started_at: datetime
    started_by: int = Field(foreign_key="user_account.id")
    finished_at: datetime | None = None
    finished_by: int | None = Field(default=None, foreign_key="user_account.id")
    snapshot: str = Field(default="", sa_type=Text)
    """JSON, shaped by ``services/readiness_reviews``; empty until it is finished."""


class ReadinessNoteRow(SQLModel, table=True):
    """What the reviewer noted at one statement."""

    __tablename__ = "readiness_note"
    __table_args__ = (UniqueConstraint("review_id", "criterion"),)
    id: int | None = Field(default=None, primary_key=True)
    review_id: int = Field(foreign_key="readiness_review.id", index=True)
    criterion: str = Field(max_length=40)
    text: str = Field(sa_type=Text)
    version: int = 1
    saved_at: datetime
    saved_by: int = Field(foreign_key="user_account.id")
