"""Known problems that staff publish: their words in each language, and who wants to hear that one is solved."""

from datetime import datetime

from sqlalchemy import Text
from sqlmodel import Field, SQLModel


class KnownProblemRow(SQLModel, table=True):
    """One trouble that people are told of, on the pages that it affects."""

    __tablename__ = "known_problem"
    id: int | None = Field(default=None, primary_key=True)
    state: str = Field(default="draft", max_length=20, index=True)
    pages: str = Field(sa_type=Text)
    """Ids of pages of the help, separated by spaces; ``*``: the whole kiosk."""
    since_at: datetime
    until_at: datetime | None = None
    """When it ends by itself; None: when somebody says that it is solved."""
    version: int = 1
    created_at: datetime
    created_by: int = Field(foreign_key="user_account.id")
    changed_at: datetime
    changed_by: int = Field(foreign_key="user_account.id")
    published_at: datetime | None = None
    solved_at: datetime | None = None


class KnownProblemWordsRow(SQLModel, table=True):
    """What people read about a known problem in one language; English is always there."""

    __tablename__ = "known_problem_words"
    problem_id: int = Field(foreign_key="known_problem.id", primary_key=True)
    language: str = Field(primary_key=True, max_length=16)
    title: str = Field(max_length=200)
    text: str = Field(sa_type=Text)


class KnownProblemFollowerRow(SQLModel, table=True):
    """Somebody with an account who wants to be told when it is solved."""

    __tablename__ = "known_problem_follower"
    problem_id: int = Field(foreign_key="known_problem.id", primary_key=True)
    user_id: int = Field(foreign_key="user_account.id", primary_key=True, index=True)
    asked_at: datetime
    told_at: datetime | None = None
