"""Requests of companies to change numbers that are locked since the first submission."""

from datetime import datetime

from sqlalchemy import Text
from sqlmodel import Field, SQLModel

from ctpat_app.tables.columns import Encrypted


class IdentifierChangeRow(SQLModel, table=True):
    """One number that a company asks to add, change or remove, and what CTPAT decided about it.

    Numbers are stored as answers are: a personal one as its mask, with the encrypted value beside it.
    """

    __tablename__ = "identifier_change"
    id: int | None = Field(default=None, primary_key=True)
    trade_account_id: int = Field(foreign_key="trade_account.id", index=True)
    security_model_id: int = Field(foreign_key="security_model.id", index=True)
    operation: str = Field(max_length=10)
    kind: str = Field(max_length=80)
    """Id of the kind of identifier; the same before and after."""
    old_value: str = Field(default="", max_length=100)
    """The number as it stands in the profile; empty when one is to be added."""
    old_secret: str | None = Field(default=None, sa_type=Encrypted)
    value: str = Field(default="", max_length=100)
    """The number that it shall be; empty when one is to be removed."""
    secret: str | None = Field(default=None, sa_type=Encrypted)
    reason: str = Field(sa_type=Text)
    document_id: int | None = Field(default=None, foreign_key="document.id")
    """Evidence out of the company's exchange."""
    state: str = Field(max_length=20)
    requested_at: datetime
    requested_by: int = Field(foreign_key="user_account.id")
    ended_at: datetime | None = None
    """When it was approved, refused or withdrawn."""
    ended_by: int | None = Field(default=None, foreign_key="user_account.id")
    decision: str = Field(default="", sa_type=Text)
    """Why it was refused, or what the company should know about the approval."""
