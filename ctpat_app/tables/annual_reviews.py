"""Annual reviews of security models: the window, what was affirmed, what was sent, and who was reminded when."""

from datetime import date, datetime

from sqlalchemy import UniqueConstraint, sql
from sqlmodel import Field, SQLModel


class AnnualReviewRow(SQLModel, table=True):
    """The review that is due on one anniversary; it begins to exist when its window opens."""

    __tablename__ = "annual_review"
    __table_args__ = (UniqueConstraint("security_model_id", "due_on"),)
    id: int | None = Field(default=None, primary_key=True)
    security_model_id: int = Field(foreign_key="security_model.id", index=True)
    due_on: date
    opened_at: datetime
    draft_id: int | None = None
    """The changes in which it is worked on, or in which it was sent; None until somebody begins."""
    company_checked_at: datetime | None = None
    """When the company profile was looked through."""
    company_checked_by: int | None = Field(default=None, foreign_key="user_account.id")
    sent_at: datetime | None = None
    sent_by: int | None = Field(default=None, foreign_key="user_account.id")
    is_late: bool = Field(default=False, sa_column_kwargs={"server_default": sql.false()})
    """It was sent after the due day, where the company is: a reason for suspension."""
    assessment_draft_id: int | None = None
    """The risk assessment of the year, as it was finished when the review was sent."""


class AffirmationRow(SQLModel, table=True):
    """Somebody affirmed an answer as it stood; with other ``versions`` it has to be affirmed again."""

    __tablename__ = "affirmation"
    __table_args__ = (UniqueConstraint("draft_id", "criterion_id", "versions"),)
    id: int | None = Field(default=None, primary_key=True)
    draft_id: int = Field(foreign_key="draft.id", index=True)
    criterion_id: str = Field(max_length=20)
    versions: str = Field(max_length=40)
    """Of the response, of whether it applies, and of the English version."""
    affirmed_by: int = Field(foreign_key="user_account.id")
    affirmed_at: datetime


class AnnualReminderRow(SQLModel, table=True):
    """A reminder day that was told; the database lets nobody tell it twice."""

    __tablename__ = "annual_reminder"
    __table_args__ = (UniqueConstraint("annual_review_id", "day"),)
    id: int | None = Field(default=None, primary_key=True)
    annual_review_id: int = Field(foreign_key="annual_review.id")
    day: date
    told_at: datetime
