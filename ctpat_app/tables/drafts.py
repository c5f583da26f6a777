"""Guided forms in the making, their answers, and what was sent."""

from datetime import datetime

from sqlalchemy import Index, LargeBinary, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from ctpat_app.tables.columns import Encrypted


class DraftRow(SQLModel, table=True):
    """A guided form in the making, pinned to the library version it began with."""

    __tablename__ = "draft"
    __table_args__ = (Index("ix_draft_subject", "subject_kind", "subject_id"),)
    id: int | None = Field(default=None, primary_key=True)
    flow: str = Field(max_length=80)
    subject_kind: str = Field(max_length=40)
    subject_id: int
    trade_account_id: int = Field(foreign_key="trade_account.id", index=True)
    library_hash: str = Field(foreign_key="library_version.hash", max_length=64)
    created_at: datetime
    created_by: int = Field(foreign_key="user_account.id")
    frozen_at: datetime | None = None
    kept_at: datetime | None = None
    """When somebody last said that it is still wanted, or took it back."""
    warned_at: datetime | None = None
    """When the mail went out that it will be deleted, since nobody works on it."""
    removed_at: datetime | None = None
    """It is deleted for want of use, or was discarded; it can be taken back for a while."""
    origin: str = Field(default="", max_length=20, sa_column_kwargs={"server_default": ""})
    """How it began: an ``Origin`` of ``domain/profile_changes``; empty: as an application of its own."""
    base_draft_id: int | None = None
    """The sent draft from which its answers came; None: they were given in it."""


class AnswerRow(SQLModel, table=True):
    """The newest answer to one question of one draft; earlier ones are in ``answer_history``.

    by which duplicates are found without decrypting.
    """

    __tablename__ = "answer"
    __table_args__ = (UniqueConstraint("draft_id", "key", "row_key"),)
    id: int | None = Field(default=None, primary_key=True)
    draft_id: int = Field(foreign_key="draft.id", index=True)
    key: str = Field(max_length=120)
    row_key: str = Field(default="", max_length=40)
    value: str = Field(sa_type=Text)
    secret: str | None = Field(default=None, sa_type=Encrypted)
    language: str = Field(default="en", max_length=16)
    version: int = 1
    user_id: int = Field(foreign_key="user_account.id")
    tab: str = Field(default="", max_length=40)
    """Browser tab that wrote it: a tab never conflicts with itself."""
    saved_at: datetime
    of_version: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    """Of an English version: the version of the answer that it was written for, or last looked at beside."""


class TakenAnswerRow(SQLModel, table=True):
    """An answer taken over from an earlier application: to be checked, until somebody confirms or changes it."""

    __tablename__ = "taken_answer"
    __table_args__ = (UniqueConstraint("draft_id", "key", "row_key"),)
    id: int | None = Field(default=None, primary_key=True)
    draft_id: int = Field(foreign_key="draft.id")
    key: str = Field(max_length=120)
    row_key: str = Field(default="", max_length=40)
    version: int
    """Of the answer that was taken over; with any other one the mark is over."""
    from_draft_id: int = Field(foreign_key="draft.id")
    taken_by: int = Field(foreign_key="user_account.id")
    taken_at: datetime
    confirmed_by: int | None = Field(default=None, foreign_key="user_account.id")
    confirmed_at: datetime | None = None


class AnswerHistoryRow(SQLModel, table=True):
    """An earlier answer, or one set aside because its question was withdrawn (``aside`` names why)."""

    __tablename__ = "answer_history"
    id: int | None = Field(default=None, primary_key=True)
    draft_id: int = Field(foreign_key="draft.id", index=True)
    key: str = Field(max_length=120)
    row_key: str = Field(default="", max_length=40)
    value: str = Field(sa_type=Text)
    secret: str | None = Field(default=None, sa_type=Encrypted)
    language: str = Field(default="en", max_length=16)
    version: int
    user_id: int
    saved_at: datetime
    aside: str = Field(default="", max_length=40)


class ReviewDismissalRow(SQLModel, table=True):
    """Somebody said that a finding about an answer does not fit, and why; a finding of other words asks again."""

    __tablename__ = "review_dismissal"
    __table_args__ = (UniqueConstraint("draft_id", "key", "code"),)
    id: int | None = Field(default=None, primary_key=True)
    draft_id: int = Field(foreign_key="draft.id")
    key: str = Field(max_length=120)
    code: str = Field(max_length=40)
    about: str = Field(max_length=64)
    """Hash of the answer and of the words in it that the finding was about; with any other one it is open again."""
    reason: str = Field(sa_type=Text)
    dismissed_by: int = Field(foreign_key="user_account.id")
    dismissed_at: datetime


class CommentAnswerRow(SQLModel, table=True):
    """Why a returned statement stays as it is, in the words of whoever said so; the newest row of a place counts.

    Rows are only added: an empty note takes the earlier one back.
    """

    __tablename__ = "comment_answer"
    __table_args__ = (Index("ix_comment_answer_place", "draft_id", "key", "row_key"),)
    id: int | None = Field(default=None, primary_key=True)
    draft_id: int = Field(foreign_key="draft.id")
    """The changes in which the comment is answered."""
    key: str = Field(max_length=120)
    row_key: str = Field(default="", max_length=40)
    note: str = Field(default="", sa_type=Text)
    language: str = Field(default="en", max_length=16)
    user_id: int = Field(foreign_key="user_account.id")
    answered_at: datetime


class SubmissionRow(SQLModel, table=True):
    """The frozen, signed form: the rendered texts it was signed on, in the signer's language and in English."""

    __tablename__ = "submission"
    id: int | None = Field(default=None, primary_key=True)
    draft_id: int = Field(foreign_key="draft.id", unique=True)
    reference: str = Field(unique=True, max_length=20)
    snapshot: bytes = Field(sa_type=LargeBinary)
    content_hash: str = Field(max_length=64)
    language: str = Field(max_length=16)
    submitted_at: datetime
    submitted_by: int = Field(foreign_key="user_account.id")
