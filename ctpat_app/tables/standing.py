"""Decisions of headquarters about memberships, what was proposed, answered and appealed, and plans that were agreed.

Decisions and agreed plans are never changed or deleted, so they hold plain numbers.
"""

from datetime import date, datetime

from sqlalchemy import Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from ctpat_app.tables.audit_guard import guard_events


class StandingDecisionRow(SQLModel, table=True):
    """One decision, with its ground, its reason, what was looked at, and the letter as it was issued."""

    __tablename__ = "standing_decision"
    id: int | None = Field(default=None, primary_key=True)
    security_model_id: int = Field(index=True)
    kind: str = Field(max_length=20)
    ground: str = Field(default="", max_length=40)
    reason: str = Field(sa_type=Text)
    looked_at: str = Field(default="", sa_type=Text)
    letter: str = Field(default="", sa_type=Text)
    """As JSON: the paragraphs in the company's language and in English."""
    decided_by: int
    decided_at: datetime


class StandingProposalRow(SQLModel, table=True):
    """What the desk proposes to headquarters, and what headquarters made of it."""

    __tablename__ = "standing_proposal"
    id: int | None = Field(default=None, primary_key=True)
    security_model_id: int = Field(index=True)
    kind: str = Field(max_length=20)
    ground: str = Field(default="", max_length=40)
    reason: str = Field(sa_type=Text)
    proposed_by: int = Field(foreign_key="user_account.id")
    proposed_at: datetime
    decision_id: int | None = None
    """The decision that took it up."""
    declined_reason: str = Field(default="", sa_type=Text)
    settled_by: int | None = Field(default=None, foreign_key="user_account.id")
    settled_at: datetime | None = None


class LetterAnswerRow(SQLModel, table=True):
    """The company's answer to the letter of a suspension; once sent it never changes."""

    __tablename__ = "letter_answer"
    id: int | None = Field(default=None, primary_key=True)
    decision_id: int = Field(unique=True)
    text: str = Field(default="", sa_type=Text)
    language: str = Field(default="en", max_length=20)
    version: int = 1
    saved_by: int = Field(foreign_key="user_account.id")
    saved_at: datetime
    sent_by: int | None = Field(default=None, foreign_key="user_account.id")
    sent_at: datetime | None = None


class AppealRow(SQLModel, table=True):
    """The appeal that a decision leaves open, from the decision on; filed, decided or lapsed it never changes."""

    __tablename__ = "appeal"
    id: int | None = Field(default=None, primary_key=True)
    decision_id: int = Field(unique=True)
    security_model_id: int = Field(index=True)
    state: str = Field(max_length=20, index=True)
    due_on: date
    """The last day to file it."""
    happened: str = Field(default="", sa_type=Text)
    remedied: str = Field(default="", sa_type=Text)
    comply: str = Field(default="", sa_type=Text)
    language: str = Field(default="en", max_length=20)
    version: int = 0
    saved_by: int | None = Field(default=None, foreign_key="user_account.id")
    saved_at: datetime | None = None
    filed_by: int | None = Field(default=None, foreign_key="user_account.id")
    filed_at: datetime | None = None
    decide_by: date | None = None
    reviewed_by: int | None = Field(default=None, foreign_key="user_account.id")
    reviewed_at: datetime | None = None
    reason: str = Field(default="", sa_type=Text)
    decided_by: int | None = Field(default=None, foreign_key="user_account.id")
    decided_at: datetime | None = None


class PaperDocumentRow(SQLModel, table=True):
    """A document of the exchange that goes with an answer or an appeal, in the version that was current then."""

    __tablename__ = "paper_document"
    __table_args__ = (UniqueConstraint("paper", "paper_id", "document_id"),)
    id: int | None = Field(default=None, primary_key=True)
    paper: str = Field(max_length=20)
    """``answer`` or ``appeal``."""
    paper_id: int
    document_id: int = Field(foreign_key="document.id", index=True)
    number: int
    """Of the version."""


class AgreedPlanRow(SQLModel, table=True):
    """The plan of actions on which a suspended company and headquarters agreed."""

    __tablename__ = "agreed_plan"
    id: int | None = Field(default=None, primary_key=True)
    decision_id: int = Field(index=True)
    """The suspension that it answers."""
    actions: str = Field(sa_type=Text)
    """Numbers of its actions, as JSON."""
    note: str = Field(default="", sa_type=Text)
    agreed_by: int
    agreed_at: datetime


guard_events(SQLModel.metadata.tables["standing_decision"])
guard_events(SQLModel.metadata.tables["agreed_plan"])
