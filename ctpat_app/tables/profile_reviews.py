"""Reviews of profiles that were sent: one each time, with what staff decided statement by statement."""

from datetime import datetime

from sqlalchemy import Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from ctpat_app.tables.audit_guard import guard_events


class ProfileReviewRow(SQLModel, table=True):
    """One review for each time a profile was sent, and what came of it."""

    __tablename__ = "profile_review"
    id: int | None = Field(default=None, primary_key=True)
    draft_id: int = Field(foreign_key="draft.id", unique=True)
    security_model_id: int = Field(foreign_key="security_model.id", index=True)
    kind: str = Field(max_length=20)
    state: str = Field(max_length=20, index=True)
    opened_at: datetime
    decided_at: datetime | None = None
    decided_by: int | None = Field(default=None, foreign_key="user_account.id")
    """Empty also where a later submission took its place."""
    reason: str = Field(default="", sa_type=Text)
    """In words; the company reads it."""


class CriterionDecisionRow(SQLModel, table=True):
    """What somebody of the staff decided about one statement or part; the highest ``version`` of a key counts.

    Rows are never changed: whoever decides anew adds one, and of two who do it at once the second runs into the
    constraint.
    """

    __tablename__ = "criterion_decision"
    __table_args__ = (UniqueConstraint("draft_id", "key", "version"),)
    id: int | None = Field(default=None, primary_key=True)
    draft_id: int = Field(foreign_key="draft.id")
    key: str = Field(max_length=120)
    """``criterion.2.1`` for a statement, ``part.addresses`` for another step of the form."""
    version: int
    decision: str = Field(max_length=20)
    reason_kind: str = Field(default="", max_length=40)
    comment: str = Field(default="", sa_type=Text)
    """The company reads it."""
    decided_at: datetime
    decided_by: int = Field(foreign_key="user_account.id")


class ReviewPresenceRow(SQLModel, table=True):
    """Somebody of the staff has a review open: since when, and when their page last said so."""

    __tablename__ = "review_presence"
    __table_args__ = (UniqueConstraint("draft_id", "user_id"),)
    id: int | None = Field(default=None, primary_key=True)
    draft_id: int = Field(foreign_key="draft.id")
    user_id: int = Field(foreign_key="user_account.id")
    since_at: datetime
    seen_at: datetime


guard_events(SQLModel.metadata.tables["criterion_decision"])
