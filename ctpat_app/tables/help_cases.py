"""Cases of the help desk: the report that opened each, what was written since, and pictures of the screen."""

from datetime import datetime

from sqlalchemy import Index, Text, UniqueConstraint
from sqlmodel import Field, SQLModel


class HelpCaseRow(SQLModel, table=True):
    """One case. Whoever holds its code may read it, so the code is as secret as a link."""

    __tablename__ = "help_case"
    __table_args__ = (Index("ix_help_case_queue", "state", "answer_due_at"),)
    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True, max_length=14)
    token: str = Field(unique=True, max_length=43)
    """Made with the form: the same form sent twice is one case."""
    opened_at: datetime
    language: str = Field(max_length=16)
    kind: str = Field(max_length=30)
    topic: str = Field(default="", max_length=60)
    """The help topic that fits, by its id."""
    state: str = Field(default="new", max_length=20)
    priority: str = Field(default="normal", max_length=10)
    owner_id: int | None = Field(default=None, foreign_key="user_account.id", index=True)
    """Who of the help desk has taken it."""
    user_id: int | None = Field(default=None, foreign_key="user_account.id", index=True)
    """Who was signed in when it was opened; never guessed from the address."""
    trade_account_id: int | None = Field(default=None, foreign_key="trade_account.id", index=True)
    name: str = Field(default="", max_length=200)
    mail: str = Field(default="", max_length=254)
    mail_key: str = Field(default="", max_length=320, index=True)
    """The folded form, by which the help desk finds it."""
    telephone: str = Field(default="", max_length=60)
    expected: str = Field(default="", sa_type=Text)
    """What the person expected; what happened is the first message."""
    intake: str = Field(default="[]", sa_type=Text)
    """JSON: what the kind of problem asked besides, a list of ``{field, value}``."""
    page: str = Field(default="", max_length=200)
    """Path without its query, which may hold typed words."""
    step: str = Field(default="", max_length=120)
    library_hash: str = Field(default="", max_length=64)
    failure_code: str = Field(default="", max_length=12, index=True)
    facts: str = Field(default="[]", sa_type=Text)
    """JSON: what the person let the browser tell, a list of ``{label, value}``."""
    told: str = Field(default="[]", sa_type=Text)
    """JSON: what was said with the assistant before, a list of ``{who, text}``."""
    answer_due_at: datetime | None = None
    """By when the help desk has to answer; None while the next move is not theirs."""
    warned_due_at: datetime | None = None
    """The ``answer_due_at`` of which the help desk was warned while there was still time."""
    missed_due_at: datetime | None = None
    """The ``answer_due_at`` of which the help desk was told that it has passed."""
    answered_at: datetime | None = None
    """When the help desk answered first."""
    moved_at: datetime
    """When the state changed last, or somebody wrote."""
    solved_at: datetime | None = None
    closed_at: datetime | None = None
    merged_into_id: int | None = Field(default=None, foreign_key="help_case.id", index=True)
    version: int = 1


class HelpCaseMessageRow(SQLModel, table=True):
    """What somebody wrote. The first message is what happened, in the words of the person."""

    __tablename__ = "help_case_message"
    __table_args__ = (UniqueConstraint("case_id", "token"),)
    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="help_case.id", index=True)
    at: datetime
    side: str = Field(max_length=10)
    author_id: int | None = Field(default=None, foreign_key="user_account.id")
    """Who of the staff wrote it, or who was signed in."""
    text: str = Field(sa_type=Text)
    language: str = Field(max_length=16)
    canned_id: str = Field(default="", max_length=60)
    """The ready answer that it was made from."""
    is_internal: bool = False
    """A note among the help desk: the person never sees it."""
    token: str | None = Field(default=None, max_length=43)
    """Made with the form: the same form sent twice is one message."""


class HelpCaseFileRow(SQLModel, table=True):
    """A picture of the screen, drawn anew. It is uploaded before the form is sent, and waits for it by its token."""

    __tablename__ = "help_case_file"
    id: int | None = Field(default=None, primary_key=True)
    token: str = Field(max_length=43, index=True)
    """Made with the form beside its own token, since this one stands in the address that the picture is sent to."""
    case_id: int | None = Field(default=None, foreign_key="help_case.id", index=True)
    message_id: int | None = Field(default=None, foreign_key="help_case_message.id")
    at: datetime
    name: str = Field(max_length=255)
    media_type: str = Field(max_length=100)
    blob_key: str = Field(unique=True, max_length=200)
    sha256: str = Field(max_length=64)
    size_bytes: int
