"""Getting back in: security questions, recovery codes, reset links, help-desk cases, changed and bounced addresses."""

from datetime import datetime

from sqlalchemy import Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from ctpat_app.tables.columns import Encrypted


class SecurityQuestionRow(SQLModel, table=True):
    """One question that a person chose. The hash of the answer is encrypted, and its salt with it."""

    __tablename__ = "security_question"
    __table_args__ = (UniqueConstraint("user_id", "position"),)
    id: int | None = Field(default=None, primary_key=True)
    user_id: int = Field(foreign_key="user_account.id", index=True)
    position: int
    question: str = Field(default="", max_length=80)
    """Id of a question of the content; empty for one that the person worded."""
    own_text: str = Field(default="", sa_type=Encrypted)
    answer_hash: str = Field(sa_type=Encrypted)
    set_at: datetime


class RecoveryCodeRow(SQLModel, table=True):
    """One printed code that works once."""

    __tablename__ = "recovery_code"
    user_id: int = Field(foreign_key="user_account.id", primary_key=True)
    code_hash: str = Field(primary_key=True, max_length=64)
    made_at: datetime
    used_at: datetime | None = None


class ResetLinkRow(SQLModel, table=True):
    """A mailed link with which a new password can be set. Without ``user_id`` nobody has that address."""

    __tablename__ = "reset_link"
    token_hash: str = Field(primary_key=True, max_length=64)
    user_id: int | None = Field(default=None, foreign_key="user_account.id", index=True)
    case_id: int | None = Field(default=None, foreign_key="access_case.id")
    """The help-desk case that granted it; None when the person asked for it."""
    created_at: datetime
    usable_from: datetime
    expires_at: datetime
    failures: int = 0
    proof_hash: str = Field(default="", max_length=64)
    """Token of the browser that gave the right answers."""
    used_at: datetime | None = None
    stopped_at: datetime | None = None


class AccessCaseRow(SQLModel, table=True):
    """A person who cannot get in asks the help desk. ``user_id`` is whose address it is, if it is anybody's."""

    __tablename__ = "access_case"
    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True, max_length=9)
    user_id: int | None = Field(default=None, foreign_key="user_account.id", index=True)
    email: str = Field(max_length=320)
    name: str = Field(max_length=200)
    company: str = Field(default="", max_length=200)
    note: str = Field(default="", sa_type=Text)
    language: str = Field(max_length=16)
    status: str = Field(default="open", max_length=20, index=True)
    created_at: datetime
    ways: str = Field(default="", max_length=200)
    """How the identity was checked: ids, separated by spaces."""
    finding: str = Field(default="", sa_type=Text)
    decided_by: int | None = Field(default=None, foreign_key="user_account.id")
    decided_at: datetime | None = None


class MailChangeRow(SQLModel, table=True):
    """A change of mail address: it takes effect when the link in the mail to the new address is used."""

    __tablename__ = "mail_change"
    id: int | None = Field(default=None, primary_key=True)
    user_id: int = Field(foreign_key="user_account.id", index=True)
    token_hash: str = Field(unique=True, max_length=64)
    old_email: str = Field(max_length=320)
    old_key: str = Field(max_length=320)
    new_email: str = Field(max_length=320)
    new_key: str = Field(max_length=320)
    created_at: datetime
    expires_at: datetime
    applied_at: datetime | None = None
    undone_at: datetime | None = None


class MailUndoRow(SQLModel, table=True):
    """A link to the old address that takes a change of address back."""

    __tablename__ = "mail_undo"
    token_hash: str = Field(primary_key=True, max_length=64)
    change_id: int = Field(foreign_key="mail_change.id", index=True)
    expires_at: datetime
    used_at: datetime | None = None


class MailBounceRow(SQLModel, table=True):
    """An address that a mail server refused for good, by status and never by the server's words."""

    __tablename__ = "mail_bounce"
    email_key: str = Field(primary_key=True, max_length=320)
    email: str = Field(max_length=320)
    reason: str = Field(max_length=20)
    source: str = Field(max_length=20)
    """``smtp`` while the mail was handed over, ``report`` by a message that came back."""
    first_at: datetime
    last_at: datetime
    times: int = 1
    settled_at: datetime | None = None
