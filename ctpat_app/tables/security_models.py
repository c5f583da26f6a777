"""Accounts that house business types under one profile; they have a status from the moment Apply is pressed."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel


class SecurityModelRow(SQLModel, table=True):
    """A security model; "application" is only what the page calls one that is not yet certified."""

    __tablename__ = "security_model"
    id: int | None = Field(default=None, primary_key=True)
    trade_account_id: int = Field(foreign_key="trade_account.id", index=True)
    status: str = Field(max_length=40)
    name: str = Field(default="", max_length=200, sa_column_kwargs={"server_default": ""})
    """What the company calls it; empty: it is known by its business types."""
    merged_into_id: int | None = None
    """The security model that took this one in."""
    first_submitted_at: datetime | None = None
    created_at: datetime
    created_by: int = Field(foreign_key="user_account.id")


class SecurityModelMemberRow(SQLModel, table=True):
    """A member's role in a security model, as it stood when the model was last submitted."""

    __tablename__ = "security_model_member"
    __table_args__ = (UniqueConstraint("security_model_id", "membership_id"),)
    id: int | None = Field(default=None, primary_key=True)
    security_model_id: int = Field(foreign_key="security_model.id", index=True)
    membership_id: int = Field(foreign_key="membership.id", index=True)
    role: str = Field(max_length=20)
    primary_contact: bool = False
