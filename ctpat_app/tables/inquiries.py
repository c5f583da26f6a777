"""Questionnaires that were sent: an inquiry, the links that open it, what the partner answers, and what comes of it.

A partner has no account. Whoever holds a link shows with a mailed code that the address of the link is theirs; what
they do is noted under that link.
"""

from datetime import date, datetime

from sqlalchemy import Index, LargeBinary, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from ctpat_app.tables.audit_guard import guard_events


class InquiryRow(SQLModel, table=True):
    """One questionnaire on its way to one partner and back; it keeps the criteria and words that it was sent with."""

    __tablename__ = "inquiry"
    __table_args__ = (Index("ix_inquiry_partner", "partner_id", "sent_at"),)
    id: int | None = Field(default=None, primary_key=True)
    reference: str = Field(unique=True, max_length=20)
    trade_account_id: int = Field(foreign_key="trade_account.id", index=True)
    """The company that asks."""
    partner_id: int = Field(foreign_key="partner.id")
    questionnaire_id: int = Field(foreign_key="questionnaire.id")
    library_hash: str = Field(foreign_key="library_version.hash", max_length=64)
    name: str = Field(max_length=200)
    introduction: str = Field(default="", sa_type=Text)
    criteria: str = Field(sa_type=Text)
    """Ids of the criteria in their order, with commas between them."""
    business_type: str = Field(default="", max_length=60)
    """Whose levels of must and should count; empty: the strictest of all."""
    language: str = Field(max_length=16)
    state: str = Field(max_length=20, index=True)
    """An ``InquiryState`` of ``domain/inquiries``."""
    version: int = 1
    """Counts moves, so that two people do not overwrite each other."""
    sent_at: datetime
    sent_by: int = Field(foreign_key="user_account.id")
    due_on: date
    expires_at: datetime
    """From then on its links open nothing; the company may send it anew."""
    renew_months: int = 0
    """So many months after it was closed the next one is due; 0: never by itself."""
    previous_id: int | None = Field(default=None, foreign_key="inquiry.id")
    """The one that this one renews."""
    signed_at: datetime | None = None
    signed_link_id: int | None = None
    signer_name: str = Field(default="", max_length=200)
    signer_title: str = Field(default="", max_length=200)
    content_hash: str = Field(default="", max_length=64)
    snapshot: bytes | None = Field(default=None, sa_type=LargeBinary)
    """What was signed, as it stood then; a later signature takes its place and the earlier one stays in the events."""
    outcome: str = Field(default="", max_length=20)
    """An ``Outcome`` of ``domain/inquiries``."""
    outcome_reason: str = Field(default="", sa_type=Text)
    score: int | None = None
    """Of what was graded, in percent."""
    closed_at: datetime | None = None
    closed_by: int | None = Field(default=None, foreign_key="user_account.id")
    reminded_on: date | None = None


class InquiryLinkRow(SQLModel, table=True):
    """A link to an inquiry, bound to one mail address; who hands over makes a further one."""

    __tablename__ = "inquiry_link"
    __table_args__ = (Index("ix_inquiry_link_inquiry", "inquiry_id"),)
    id: int | None = Field(default=None, primary_key=True)
    inquiry_id: int = Field(foreign_key="inquiry.id")
    token_hash: str = Field(unique=True, max_length=64)
    email: str = Field(max_length=254)
    email_key: str = Field(max_length=254)
    name: str = Field(default="", max_length=200)
    language: str = Field(max_length=16)
    made_at: datetime
    made_by: int | None = Field(default=None, foreign_key="user_account.id")
    made_by_link_id: int | None = None
    """The link of the colleague who handed over; None: the company sent it."""
    expires_at: datetime
    revoked_at: datetime | None = None
    code_hash: str = Field(default="", max_length=64)
    """Of the code that was mailed last to show that the address is theirs."""
    code_sent_at: datetime | None = None
    code_tries: int = 0
    confirmed_at: datetime | None = None
    """When the holder first showed it."""


class InquiryVisitRow(SQLModel, table=True):
    """A browser in which the holder of a link has shown that its address is theirs; its cookie holds the token."""

    __tablename__ = "inquiry_visit"
    id: int | None = Field(default=None, primary_key=True)
    link_id: int = Field(foreign_key="inquiry_link.id", index=True)
    token_hash: str = Field(unique=True, max_length=64)
    began_at: datetime
    seen_at: datetime
    ends_at: datetime
    ended_at: datetime | None = None


class InquiryAnswerRow(SQLModel, table=True):
    """The newest answer of a partner to one criterion, in their words, and in English where somebody has written it."""

    __tablename__ = "inquiry_answer"
    __table_args__ = (UniqueConstraint("inquiry_id", "criterion"),)
    id: int | None = Field(default=None, primary_key=True)
    inquiry_id: int = Field(foreign_key="inquiry.id")
    criterion: str = Field(max_length=20)
    applies: bool = True
    """False: the partner says that the criterion does not apply; the text says why."""
    text: str = Field(default="", sa_type=Text)
    language: str = Field(max_length=16)
    version: int = 1
    link_id: int = Field(foreign_key="inquiry_link.id")
    tab: str = Field(default="", max_length=40)
    saved_at: datetime
    english: str = Field(default="", sa_type=Text)
    english_of_version: int = 0
    """The version of the answer that the English was written for."""
    english_by: int | None = Field(default=None, foreign_key="user_account.id")
    """Who of the company wrote it; None: the partner."""
    english_version: int = 0
    """Counts how often the English was written, so that two people do not overwrite each other."""


class InquiryAnswerHistoryRow(SQLModel, table=True):
    """An earlier answer of a partner."""

    __tablename__ = "inquiry_answer_history"
    id: int | None = Field(default=None, primary_key=True)
    inquiry_id: int = Field(foreign_key="inquiry.id", index=True)
    criterion: str = Field(max_length=20)
    applies: bool
    text: str = Field(sa_type=Text)
    language: str = Field(max_length=16)
    version: int
    link_id: int
    saved_at: datetime


class InquiryFileRow(SQLModel, table=True):
    """A file that a partner has put beside an answer; what is taken away stays until the inquiry is forgotten."""

    __tablename__ = "inquiry_file"
    id: int | None = Field(default=None, primary_key=True)
    inquiry_id: int = Field(foreign_key="inquiry.id", index=True)
    criterion: str = Field(max_length=20)
    name: str = Field(max_length=255)
    """As the person's computer named it: data, never a path."""
    blob_key: str = Field(index=True, max_length=200)
    size_bytes: int
    sha256: str = Field(max_length=64)
    media_type: str = Field(max_length=100)
    pages: int = 0
    state: str = Field(max_length=20)
    """How far it could be read: an ``UploadState`` of ``domain/documents``."""
    scan: str = Field(max_length=20)
    uploaded_at: datetime
    link_id: int = Field(foreign_key="inquiry_link.id")
    removed_at: datetime | None = None


class InquiryGradeRow(SQLModel, table=True):
    """What the company thinks of the answer to one criterion, and why."""

    __tablename__ = "inquiry_grade"
    __table_args__ = (UniqueConstraint("inquiry_id", "criterion"),)
    id: int | None = Field(default=None, primary_key=True)
    inquiry_id: int = Field(foreign_key="inquiry.id")
    criterion: str = Field(max_length=20)
    grade: str = Field(max_length=20)
    """A ``Grade`` of ``domain/inquiries``."""
    reason: str = Field(default="", sa_type=Text)
    version: int = 1
    of_version: int = 0
    """The version of the answer that it was given for; 0: there was no answer."""
    graded_by: int = Field(foreign_key="user_account.id")
    graded_at: datetime


class InquiryActionRow(SQLModel, table=True):
    """Something that the company has found and that the partner is to put right by a day."""

    __tablename__ = "inquiry_action"
    id: int | None = Field(default=None, primary_key=True)
    inquiry_id: int = Field(foreign_key="inquiry.id", index=True)
    criterion: str = Field(max_length=20)
    finding: str = Field(sa_type=Text)
    wanted: str = Field(sa_type=Text)
    """What is to be done, in words for the partner."""
    due_on: date
    state: str = Field(max_length=20)
    """An ``ActionState`` of ``domain/inquiries``."""
    version: int = 1
    made_at: datetime
    made_by: int = Field(foreign_key="user_account.id")
    answer: str = Field(default="", sa_type=Text)
    answer_language: str = Field(default="", max_length=16)
    answered_at: datetime | None = None
    answered_link_id: int | None = None
    decided_at: datetime | None = None
    decided_by: int | None = Field(default=None, foreign_key="user_account.id")
    decision: str = Field(default="", sa_type=Text)
    reminded_on: date | None = None


class AnswerGrantRow(SQLModel, table=True):
    """A partner lets a further customer read what it has signed, until a day or until it takes that back."""

    __tablename__ = "answer_grant"
    id: int | None = Field(default=None, primary_key=True)
    inquiry_id: int = Field(foreign_key="inquiry.id", index=True)
    token_hash: str = Field(unique=True, max_length=64)
    customer: str = Field(max_length=200)
    email: str = Field(max_length=254)
    email_key: str = Field(max_length=254)
    language: str = Field(max_length=16)
    content_hash: str = Field(max_length=64)
    """Of the signed version that the customer reads."""
    snapshot: bytes = Field(sa_type=LargeBinary)
    granted_at: datetime
    granted_link_id: int = Field(foreign_key="inquiry_link.id")
    until: date
    revoked_at: datetime | None = None
    first_read_at: datetime | None = None


class InquiryReminderRow(SQLModel, table=True):
    """What the company was told about an inquiry; the database lets nobody tell it twice."""

    __tablename__ = "inquiry_reminder"
    __table_args__ = (UniqueConstraint("inquiry_id", "kind", "about"),)
    id: int | None = Field(default=None, primary_key=True)
    inquiry_id: int = Field(foreign_key="inquiry.id")
    kind: str = Field(max_length=40)
    """The template of the mail."""
    about: str = Field(max_length=40)
    """The day or moment that it was about, as ISO."""
    told_at: datetime


class InquiryEventRow(SQLModel, table=True):
    """What happened to an inquiry, once and for all: who did what when."""

    __tablename__ = "inquiry_event"
    id: int | None = Field(default=None, primary_key=True)
    inquiry_id: int = Field(foreign_key="inquiry.id", index=True)
    at: datetime
    kind: str = Field(max_length=40)
    """An ``InquiryEvent`` of ``domain/inquiries``."""
    user_id: int | None = None
    """Who of the company; None: the partner or the kiosk itself."""
    link_id: int | None = None
    """Through which link the partner did it."""
    details: str = Field(default="", sa_type=Text)
    """In words or names, as JSON; never an answer."""


guard_events(SQLModel.metadata.tables["inquiry_event"])
